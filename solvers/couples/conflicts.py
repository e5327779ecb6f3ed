"""How few couples can be refused, and who: from the conflicts that no fewer refusals avoid.

Refuse the fewest couples that what is known allows; a sandwich says what follows. If that cannot
be, the contradiction is traced back to what it rests on, each deduction explained by a cut that is
true whoever is refused: together they forbid these refusals, and many others. And so on until it
can be. (Implicit hitting sets: Moreno-Centeno and Karp, 2013; explanations asked for when needed:
Ohrimenko, Stuckey and Codish, 2009, on lazy clause generation.)
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mouvement.solvers.couples.deadline import Deadline
from mouvement.solvers.couples.explanation import Explainer, Removal
from mouvement.solvers.couples.judge import Judge
from mouvement.solvers.couples.offers import Offers
from mouvement.solvers.couples.reasons import Cut, restricted
from mouvement.solvers.couples.sandwich import Sandwich
from mouvement.solvers.couples.search import Served
from mouvement.solvers.couples.truth import Worth

if TYPE_CHECKING:
    from mouvement.solvers.couples.cp_sat import GrantModel

PATIENCE = 10
"""How many conflicts in a row may leave the bound where it is: then the search gives up."""
JUDGED = 50
"""How many outcomes to judge for one conflict, before looking for another."""
TRIES = 100
"""How many sets of couples to refuse in turn before giving up."""


class Conflicts:
    """What is known of who must be refused, over the couples that the widest sandwich leaves open.

    Attributes
    ----------
    judge : of these couples. ``cuts`` : all that is known.
    fewest : no outcome has fewer refusals. ``best`` : what the best outcome seen is worth.
    """

    def __init__(
        self, sandwich: Callable[[Iterable[int]], Sandwich], first: Sandwich, deadline: Deadline
    ) -> None:
        self._sandwich = sandwich
        self._deadline = deadline
        self._widest = widest = sandwich(range(len(first.problem.couples)))
        # Its own, since others are judged between two conflicts.
        widest.drafts = widest.lower.fork(), widest.lower.fork()
        self.judge = Judge(widest, widest.undecided, deadline)
        self._explainer = Explainer(widest, self.judge.offers, self.judge.reasons)
        self._model = self._new([True] * len(self.judge.couples))
        self._next: Sandwich | None = first
        self._refused: set[int] = set()
        self._patience = PATIENCE
        self._refusable: set[int] | None = None
        self.cuts: list[Cut] = []
        self.fewest = 0
        self.best: Worth = self.judge.worth(self.judge.improve())

    @property
    def options(self) -> list[int]:
        """What all couples get in the best outcome seen."""
        options = [left[0] for left in self._widest.options]
        self.judge.offers.write(options, self.best[1])
        return options

    def keep(self, served: Served) -> None:
        """Remember an outcome, if there is one and it is the best seen."""
        if served.refusals is not None:
            of_each = zip(self.judge.offers.options, self.judge.couples, strict=True)
            places = tuple(left.index(served.options[number]) for left, number in of_each)
            self.best = min(self.best, (served.refusals, places))

    def count(self) -> bool:
        """Find the fewest refusals, and an outcome that has them. False: given up."""
        while self.best[0] > self.fewest:
            if self._patience <= 0 or self._deadline.passed():
                return False
            if not self.refute() and self.best[0] > self.fewest:
                return False
        return True

    def refute(self) -> bool:
        """Whether nobody can do with the fewest refusals known of: then it says why."""
        cuts = self._refute(self._next or self._sandwich(self._numbers(self._refused)))
        if cuts is None:
            return False
        self.cuts += cuts
        self._refusable = None
        for cut in cuts:
            self._model.cut(cut)
        answer = self._model.solve(0, self._deadline.left())
        self._patience = PATIENCE if answer.bound > self.fewest else self._patience - 1
        self.fewest = max(self.fewest, answer.bound)
        self._next, self._refused = None, answer.refused
        return True

    def refusable(self) -> set[int]:
        """Return all who are refused in some way of refusing the fewest, or more."""
        if self._refusable is None:
            model = self._new([True] * len(self.judge.couples))
            for cut in self.cuts:
                model.cut(cut)
            self._refusable = self._numbers(model.ever_refused(self.fewest, self._deadline))
        return self._refusable

    def one_by_one(self, refusing: Callable[[set[int]], Served]) -> bool:
        """Try each way to refuse the fewest, until the best outcome is seen; whether proven.

        ``refusing`` : gives the best outcome where nobody but these is refused.
        """
        model = self._model
        model.fix(0, self.fewest)
        for _ in range(TRIES):
            refusals, places = self.best
            least, seconds = refusals == self.fewest, self._deadline.left()
            answer = model.better(places, seconds) if least else model.solve(0, seconds)
            if answer.grants is None:
                return least and answer.proven
            served = refusing(self._numbers(answer.refused))
            if not served.proven:
                return False
            model.refuse_another(answer.refused)
            self.keep(served)
        return False

    def _numbers(self, places: Iterable[int]) -> set[int]:
        return {self.judge.couples[place] for place in places}

    def known(self, offers: Offers, sandwich: Sandwich) -> list[Cut]:
        """Return what is known of some couples that a sandwich leaves open."""
        wide = self.judge.offers
        cuts = (restricted(cut, wide, offers, sandwich) for cut in self.cuts)
        return [cut for cut in cuts if cut and cut.grants]

    def _refute(self, sandwich: Sandwich) -> list[Cut] | None:
        """Return what forbids that these alone be refused, None when nothing does."""
        offers = self.judge.offers
        left = [offers.among(k, sandwich.options[n]) for k, n in enumerate(offers.couples)]
        model = self._new([number in sandwich.refusable for number in offers.couples])
        for place, options in enumerate(left):
            model.keep(place, options)
        for cut in self.cuts:
            model.cut(cut)
        cuts: list[Cut] = []
        for _ in range(JUDGED):
            answer = model.solve(0, self._deadline.left())
            if answer.grants is None:
                break
            verdict = self.judge.judge(answer.grants, answer.refused)
            if verdict.worth is not None:
                self.best = min(self.best, verdict.worth)
            if not verdict.cuts:
                return cuts if verdict.worth is None else None
            cuts += verdict.cuts
            for cut in verdict.cuts:
                model.cut(cut)
        if answer.grants is not None or not answer.proven:
            return cuts
        return cuts + self._explainer.explain(
            sandwich, self._needed(sandwich, left, self.cuts + cuts)
        )

    def _needed(
        self, sandwich: Sandwich, left: list[frozenset[int]], cuts: list[Cut]
    ) -> set[Removal]:
        """Return the options taken out that cuts contradict each other by."""
        from mouvement.solvers.couples.refutation import Refutation

        sizes = self.judge.sizes
        removals = [(k, c) for k, size in enumerate(sizes) for c in range(size) if c not in left[k]]
        refusable = [number in sandwich.refusable for number in self.judge.couples]
        return Refutation(sizes, refusable, cuts, self._deadline).needed(removals)

    def _new(self, refusable: list[bool]) -> "GrantModel":
        # OR-Tools takes half a second to load: only who needs it waits for it.
        from mouvement.solvers.couples.cp_sat import GrantModel

        return GrantModel(self.judge.sizes, refusable)
