"""The best outcome of one open part: goals proven one after the other, over the CP-SAT model.

The model is a relaxation (see ``cp_sat``): what it proposes is judged by deferred acceptance.
When the true outcome is worth what the model said, the goal is proven; otherwise the judge says why
not, the model is cut, the outcome kept if it is the best so far, and the search goes on. Every cut
rules out the grants judged at least, so it ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mouvement.solvers.couples.deadline import Deadline
from mouvement.solvers.couples.judge import Judge
from mouvement.solvers.couples.truth import Worth

if TYPE_CHECKING:
    from mouvement.solvers.couples.cp_sat import GrantModel


@dataclass(frozen=True)
class Served:
    """What is known of all parts of a sandwich together.

    Attributes
    ----------
    refusals : of the best outcome found; None when some part has none.
    options : what each couple of the problem is granted in it.
    stuck : couples of the parts without an outcome.
    proven : it is the best; without outcome, that there is none.
    """

    refusals: int | None
    options: list[int]
    stuck: frozenset[int]
    proven: bool


@dataclass(frozen=True)
class Found:
    """What is known of a part.

    Attributes
    ----------
    best : worth of the best outcome found, with the place of each couple's grant.
    bound : no outcome has fewer refusals.
    proven : ``best`` is the best; without ``best``, there is no outcome.
    """

    best: Worth | None
    bound: int
    proven: bool


def search_part(
    model: Callable[[], "GrantModel"], judge: Judge, deadline: Deadline, patience: int | None = None
) -> Found:
    """Return the best outcome of the couples of a judge.

    Parameters
    ----------
    model : makes what says who could be granted what; not called where there is no need to search.
    patience : how many outcomes in a row may be neither better nor prove more before giving up.
    """
    best = judge.judge(judge.improve(), range(len(judge.couples))).worth
    if best is not None and best[0] == 0 and not any(best[1]):
        return Found(best, 0, proven=True)
    if deadline.passed():
        return Found(best, 0, proven=False)
    return _Search(model(), judge, deadline, patience).run(best)


class _Search:
    """The goals of one part, in turn: refusals, then the place of each couple's grant."""

    def __init__(
        self, model: "GrantModel", judge: Judge, deadline: Deadline, patience: int | None
    ) -> None:
        self.model = model
        self.judge = judge
        self.deadline = deadline
        self.patience = patience

    def run(self, best: Worth | None) -> Found:
        """Improve an outcome until it is proven the best, or time is out."""
        if best is not None:
            self.model.hint(best[1])
        for goal in range(len(self.judge.couples) + 1):
            best, bound, proven = self.reach(goal, best)
            if not proven or best is None:
                refusals = bound if goal == 0 else (best[0] if best else 0)
                return Found(best, refusals, proven)
            self.model.fix(goal, _value(best, goal))
        return Found(best, best[0] if best else 0, proven=True)

    def reach(self, goal: int, best: Worth | None) -> tuple[Worth | None, int, bool]:
        """Bring one goal to its least; return the best outcome, a bound of the goal, if proven."""
        bound = 0
        waited = 0
        while best is None or _value(best, goal) > bound:
            answer = self.model.solve(goal, self.deadline.left())
            if answer.grants is None:
                return best, bound, answer.proven
            waited = 0 if answer.bound > bound else waited + 1
            bound = max(bound, answer.bound)
            if best is not None and bound >= _value(best, goal):
                break
            verdict = self.judge.judge(answer.grants, answer.refused)
            for cut in verdict.cuts:
                self.model.cut(cut)
            if verdict.worth is not None and (best is None or verdict.worth < best):
                best = verdict.worth
                self.model.hint(best[1])
                waited = 0
            tired = self.patience is not None and waited > self.patience
            if tired or self.deadline.passed() or not (verdict.cuts or answer.proven):
                return best, bound, False
        return best, bound, True


def _value(worth: Worth, number: int) -> int:
    refusals, places = worth
    return refusals if number == 0 else places[number - 1]
