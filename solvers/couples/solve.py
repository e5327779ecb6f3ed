"""The couples' solver: sandwich, then search; without refusal if that can be.

First nobody is to be refused: the sandwich then decides most couples, the search the others, part
by part, over the model of their kernels. When that proves impossible, whoever is refused in some
way of refusing the fewest (``conflicts``) may be: the sandwich then decides little, and the search
goes by the judge's cuts, each of which holds whoever is refused. Where that does not prove the
best, those ways are tried one by one: with so few refusals, the sandwich decides most again.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mouvement.solvers.couples.blocks import Blocks
from mouvement.solvers.couples.conflicts import Conflicts
from mouvement.solvers.couples.deadline import Deadline
from mouvement.solvers.couples.judge import Judge
from mouvement.solvers.couples.opening import Part, Terrain, opening
from mouvement.solvers.couples.outcome import CouplesOutcome, Effort, Status
from mouvement.solvers.couples.problem import CouplesMarket
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.sandwich import Sandwich
from mouvement.solvers.couples.search import Served, search_part
from mouvement.solvers.couples.truth import fate

if TYPE_CHECKING:
    from mouvement.solvers.couples.cp_sat import GrantModel

PATIENCE = 50
"""How many outcomes in a row may teach nothing, where many couples may be refused."""


def solve_couples(problem: CouplesMarket, time_limit: float | None = None) -> CouplesOutcome:
    """Return the best true outcome of a market with couples.

    An *outcome* comes from what each couple is granted, a pair or nothing: both members of a
    granted couple propose their half and nothing else, those of a dissolved couple their tails,
    singles their whole lists; the candidate-optimal kernel follows, and it is an outcome if both
    halves of every granted pair are held. Guarantees, when ``status`` is ``OPTIMAL``:

    0. singles have the candidate-optimal kernel with the couples' contracts held;
    1. no outcome has fewer residual refusals (see ``qualification`` for who qualifies);
    2. among those with that many, no outcome gives the first couple a better option, nor, with
       that one, the second, and so on.

    Parameters
    ----------
    time_limit : seconds after which the best outcome found is returned, ``FEASIBLE``, with a bound.
        Nothing else depends on time. Two propagations (where nobody, then where anybody may be
        refused) and a first outcome are always finished: without them there is nothing to return.

    Without a limit too the answer may be ``FEASIBLE``: a proof that makes no headway is given up,
    always at the same place.
    """
    deadline = Deadline(None if time_limit is None else time.monotonic() + time_limit)
    return _Solve(problem, deadline).run()


class _Solve:
    """One problem, until its best outcome is proven or time is out."""

    def __init__(self, problem: CouplesMarket, deadline: Deadline) -> None:
        self.problem = problem
        self.deadline = deadline
        self.blocks = Blocks(problem)
        self.singles = CouplesRun(problem, self.blocks)
        self.effort = Effort()

    def run(self) -> CouplesOutcome:
        """Look for an outcome without refusal; when there is none, for the fewest refusals."""
        first = self.sandwich(())
        served = self.by_parts(first)
        if served.refusals is not None:
            return self.outcome(served.options, served.refusals, served.proven)
        return self.with_refusals(first, 1 if served.proven else 0)

    def with_refusals(self, first: Sandwich, bound: int) -> CouplesOutcome:
        """Let those be refused who are in the way; ``bound`` : nobody refuses fewer."""
        conflicts = Conflicts(self.propagate, first, self.deadline)
        proven = not self.deadline.passed() and self.resolve(conflicts)
        self.count(conflicts.judge)
        bound = max(bound, conflicts.fewest)
        return self.outcome(conflicts.options, bound, proven and not self.deadline.passed())

    def resolve(self, conflicts: Conflicts) -> bool:
        """Find the best outcome with refusals, for ``conflicts`` to remember; whether proven."""
        conflicts.refute()
        served, sandwich = self.with_few(conflicts)
        if not conflicts.count():
            return False
        least = served.refusals == conflicts.fewest
        if not least or conflicts.refusable() - sandwich.refusable:
            served, _ = self.with_few(conflicts)
        return served.proven or conflicts.one_by_one(self.refusing)

    def refusing(self, refused: Iterable[int]) -> Served:
        """Return the best outcome where nobody but these is refused."""
        return self.by_parts(self.sandwich(refused))

    def with_few(self, conflicts: Conflicts) -> tuple[Served, Sandwich]:
        """Let those be refused who may be in few refusals, and more until an outcome is at hand."""
        sandwich = self.sandwich(conflicts.refusable())
        served = self.by_parts(sandwich, conflicts)
        while served.refusals is None and not self.deadline.passed():
            everybody = range(len(self.problem.couples))
            sandwich = self.sandwich(sandwich.refusable.union(served.stuck or everybody))
            served = self.by_parts(sandwich, conflicts)
        conflicts.keep(served)
        return served, sandwich

    def sandwich(self, refusable: Iterable[int]) -> Sandwich:
        """Propagate, and count what is left to search."""
        sandwich = self.propagate(refusable)
        left = [len(sandwich.options[number]) for number in sandwich.undecided]
        self.effort = replace(
            self.effort,
            couples=max(self.effort.couples, len(left)),
            pairs=max(self.effort.pairs, sum(left)),
            searches=self.effort.searches + 1,
        )
        return sandwich

    def propagate(self, refusable: Iterable[int]) -> Sandwich:
        """Return what may still be granted when nobody but these is refused."""
        sandwich = Sandwich(self.problem, self.blocks, self.singles, frozenset(refusable))
        self.effort = replace(self.effort, rounds=self.effort.rounds + sandwich.rounds)
        return sandwich

    def by_parts(self, sandwich: Sandwich, conflicts: Conflicts | None = None) -> Served:
        """Search part by part, each for its own best outcome."""
        options = [left[0] if left else 0 for left in sandwich.options]
        if not sandwich.possible:
            return Served(None, options, frozenset(), proven=True)
        terrain, parts = opening(sandwich)
        contracts = sum(len(seen) for part in parts for seen in part.singles)
        self.effort = replace(self.effort, contracts=max(self.effort.contracts, contracts))
        refusals, stuck, proven, impossible = 0, set[int](), True, False
        for part in parts:
            judge = Judge(sandwich, [couple.number for couple in part.couples], self.deadline)
            model = partial(_model, terrain, part, judge, sandwich, conflicts)
            found = search_part(model, judge, self.deadline, PATIENCE if conflicts else None)
            self.count(judge)
            proven &= found.proven
            if found.best is None:
                stuck |= set(judge.couples)
                impossible |= found.proven
            else:
                refusals += found.best[0]
                judge.offers.write(options, found.best[1])
        if stuck:
            return Served(None, options, frozenset(stuck), impossible)
        return Served(refusals, options, frozenset(), proven)

    def count(self, judge: Judge) -> None:
        """Add a judge's work to the figures."""
        self.effort = replace(self.effort, truths=self.effort.truths + judge.truths)

    def outcome(self, options: Sequence[int], bound: int, proven: bool) -> CouplesOutcome:
        """Return the true outcome of what couples are granted, and what is known of it."""
        run = self.singles.fork()
        for number, option in enumerate(options):
            run.grant(number, option)
        outcome = run.outcome()
        barres = outcome.zone_barre.tolist()
        fates = tuple(
            fate(run, couple, option, barres)
            for couple, option in zip(self.problem.couples, options, strict=True)
        )
        refusals = sum(fate.refused for fate in fates)
        # The parts were judged one by one; the whole has the last word.
        proven = proven and refusals == bound
        return CouplesOutcome(
            outcome=outcome,
            fates=fates,
            refusals=refusals,
            bound=bound,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            effort=self.effort,
        )


def _model(
    terrain: Terrain, part: Part, judge: Judge, sandwich: Sandwich, conflicts: Conflicts | None
) -> "GrantModel":
    """Return a part's kernels, or what is known of it if many may be refused."""
    # OR-Tools takes half a second to load: only who needs it waits for it.
    from mouvement.solvers.couples.cp_sat import GrantModel, PartModel

    refusable = [couple.refusable for couple in part.couples]
    if conflicts is None or not any(refusable):
        return PartModel(terrain, part)
    made = GrantModel(judge.sizes, refusable)
    for cut in conflicts.known(judge.offers, sandwich):
        made.cut(cut)
    return made
