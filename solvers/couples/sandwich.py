"""Iterated sandwich: deferred acceptance as a global propagator (modele.md §4).

Each couple keeps the options it may still get: pairs, and being dissolved. The *lower run* holds
singles and decided couples; what is offered later only adds to it, so true barres are never
lower, and a pair that does not qualify there never will. In the *upper run*, every option left of
every undecided couple presses, each half as a candidate of its own; true barres are never higher,
and a pair whose halves are both held there is sure to qualify, so that a couple which is not to be
refused gets nothing after it. Both shrink what is left until nothing changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mouvement.solvers.couples.blocks import Blocks
from mouvement.solvers.couples.problem import CouplesMarket
from mouvement.solvers.couples.qualification import pair_qualifies
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.truth import granted_held


@dataclass(frozen=True)
class Step:
    """One deduction, true of every outcome in which others get what the steps before leave them.

    Attributes
    ----------
    number, option : the couple and the pair in question.
    sure : True: the pair qualifies, so that whoever gets something after it is refused. False: the
        pair does not qualify.
    since : how many steps came before the runs that it was read from.
    """

    number: int
    option: int
    sure: bool
    since: int


class Sandwich:
    """What may still be granted, assuming that only the couples of ``refusable`` are refused.

    No outcome in which nobody else is refused is ever cut off.

    Attributes
    ----------
    options : for each couple, the options left, preferred first; ``Couple.dissolved`` is the last.
    undecided : the couples with several options left, rising.
    lower, upper : the two runs. ``drafts`` : two more, of whoever judges what is left.
    steps : what was deduced and put to use.
    possible : False when such an outcome was found not to exist.
    rounds : how many times the upper run was redone.
    """

    def __init__(
        self,
        problem: CouplesMarket,
        blocks: Blocks,
        singles: CouplesRun,
        refusable: frozenset[int] = frozenset(),
    ) -> None:
        self.problem = problem
        self.blocks = blocks
        self.refusable = refusable
        self.options = [list(options) for options in problem.options]
        self.undecided = list(range(len(problem.couples)))
        self.lower = singles.fork()
        self.upper = singles.fork()
        self.drafts = singles.drafts
        self.steps: list[Step] = []
        self._last_pressed = 0
        self.rounds = 0
        self.possible = self._propagate() and self._decided_hold()

    def _propagate(self) -> bool:
        """Shrink the options until nothing changes; False when a couple has none left."""
        changed = {block for touched in self.blocks.of_couple for block in touched}
        stale = set(changed)
        # Who has no pair has no choice.
        for number in [k for k in self.undecided if len(self.options[k]) == 1]:
            self._settle(number)
        while changed or stale:
            while changed:
                changed = self._exclude(changed, stale)
            if not all(self.options):
                return False
            self._press_everything(stale)
            changed, stale = self._believe(stale)
        return True

    def _settle(self, number: int) -> set[int]:
        """Decide a couple that has one option left; return the blocks that its grant changes."""
        options = self.options[number]
        if len(options) > 1:
            return set()
        self.undecided.remove(number)
        if options:
            self.lower.grant(number, options[0])
        return set(self.blocks.of_couple[number])

    def _exclude(self, changed: set[int], stale: set[int]) -> set[int]:
        """Take out the pairs that do not qualify in the lower run; return the blocks it changed."""
        now: set[int] = set()
        for number in self._touching(changed):
            couple, options = self.problem.couples[number], self.options[number]
            kept = [
                option
                for option in options
                if option == couple.dissolved or pair_qualifies(self.lower, couple.pairs[option])
            ]
            if len(kept) < len(options):
                since, out = len(self.steps), [option for option in options if option not in kept]
                self.steps += [Step(number, option, False, since) for option in out]
                self.options[number] = kept
                stale |= self.blocks.of_couple[number]
                now |= self._settle(number)
        return now

    def _press_everything(self, stale: Iterable[int]) -> None:
        """Redo the upper run in some blocks."""
        self.rounds += 1
        for block in sorted(stale):
            self.upper.refresh(self.lower, block)
            claims = [(number, self.options[number]) for number in self._touching({block})]
            self.upper.claim(block, claims)
        self._last_pressed = len(self.steps)

    def _believe(self, stale: set[int]) -> tuple[set[int], set[int]]:
        """Take out what comes after a pair held in the upper run, for who is not to be refused.

        Returns the blocks where the lower run changed, and those where less presses.
        """
        changed: set[int] = set()
        pressed_less: set[int] = set()
        for number in self._touching(stale):
            couple, options = self.problem.couples[number], self.options[number]
            if number in self.refusable:
                continue
            for place, option in enumerate(options[:-1]):
                if granted_held(self.upper, couple, option):
                    self.options[number] = options[: place + 1]
                    self.steps.append(Step(number, option, True, self._last_pressed))
                    pressed_less |= self.blocks.of_couple[number]
                    changed |= self._settle(number)
                    break
        return changed, pressed_less

    def _touching(self, blocks: set[int]) -> list[int]:
        of_couple = self.blocks.of_couple
        return [number for number in self.undecided if not blocks.isdisjoint(of_couple[number])]

    def _decided_hold(self) -> bool:
        """Whether decided couples still hold what they were granted."""
        return all(
            granted_held(self.lower, couple, options[0])
            for couple, options in zip(self.problem.couples, self.options, strict=True)
            if len(options) == 1
        )
