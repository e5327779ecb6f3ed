"""Couples: who asks for pairs of contracts together, solved to the proven best (modele.md §4).

Two candidates ask together for the first poste, which has one seat, then for the second, which has
two. There is no room for both in the first, though each alone would have it:

>>> from mouvement.solvers import Market
>>> from mouvement.solvers.couples import CouplesMarket, couple, solve_couples
>>> market = Market(
...     capacity=[1, 2],
...     zone_ptr=[0, 1, 2],
...     zone_poste=[0, 1],
...     candidate_ptr=[0, 2, 4],
...     zone=[0, 1, 0, 1],
...     rank=[4, 3, 2, 1],
... )
>>> together = couple(market, 0, 1, pairs=[(0, 2), (1, 3)])
>>> answer = solve_couples(CouplesMarket(market, (together,)))
>>> answer.status.name, answer.outcome.granted.tolist()
('OPTIMAL', [1, 3])
>>> answer.fates[0].pair, answer.fates[0].missed[0].verdict.name
(1, 'TOGETHER')

An outcome without a *residual refusal* (a couple that has room for a better pair than it got) need
not exist: the fewest are found, and proven the fewest.
"""

from mouvement.solvers.couples.outcome import (
    CouplesOutcome,
    Effort,
    Fate,
    Missed,
    Status,
    Verdict,
)
from mouvement.solvers.couples.problem import Couple, CouplesMarket, couple
from mouvement.solvers.couples.solve import solve_couples

__all__ = [
    "Couple",
    "CouplesMarket",
    "CouplesOutcome",
    "Effort",
    "Fate",
    "Missed",
    "Status",
    "Verdict",
    "couple",
    "solve_couples",
]
