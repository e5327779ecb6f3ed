"""The market's own language and its solvers; knows contracts, no rule.

A solver answers an ``Outcome``; ``seat`` chooses seats; ``certificate`` proves it all.
"""

from mouvement.solvers.certificate import certificate
from mouvement.solvers.deferred_acceptance import kernel
from mouvement.solvers.market import NOT_GRANTED, OPEN, Flows, Ints, Market, Outcome
from mouvement.solvers.seating import Choices, seat

SOLVERS = {"acceptation-differee": kernel}
"""Every solver by name: a function from a market to its candidate-optimal kernel."""

__all__ = [
    "NOT_GRANTED",
    "OPEN",
    "SOLVERS",
    "Choices",
    "Flows",
    "Ints",
    "Market",
    "Outcome",
    "certificate",
    "kernel",
    "seat",
]
