"""Couples: who asks for pairs of contracts together, solved to the proven best (modele.md §4)."""

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
