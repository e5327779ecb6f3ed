"""The true outcome of given couples' grants, and what it is worth."""

from collections.abc import Sequence

from mouvement.solvers.couples.outcome import Fate, Missed, Verdict
from mouvement.solvers.couples.problem import Couple
from mouvement.solvers.couples.qualification import pair_qualifies
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.market import NOT_GRANTED

Worth = tuple[int, tuple[int, ...]]
"""(refusals, option of each couple by decreasing priority): the lower, the better."""


def granted_held(run: CouplesRun, couple: Couple, option: int) -> bool:
    """Whether a couple keeps what it was granted; a tail may end with nothing."""
    return option == couple.dissolved or all(map(run.holds, couple.pairs[option]))


def fate(run: CouplesRun, couple: Couple, option: int, zone_barre: Sequence[int]) -> Fate:
    """Tell what a couple got, and why nothing better."""
    missed = []
    for number, pair in enumerate(couple.pairs[:option]):
        barres = (zone_barre[run.zone[pair[0]]], zone_barre[run.zone[pair[1]]])
        if pair_qualifies(run, pair):
            verdict = Verdict.REFUSED
        elif run.rank[pair[0]] >= barres[0] and run.rank[pair[1]] >= barres[1]:
            verdict = Verdict.TOGETHER
        else:
            verdict = Verdict.BELOW
        missed.append(Missed(number, barres, verdict))
    return Fate(NOT_GRANTED if option == couple.dissolved else option, tuple(missed))
