"""The market's own language and its solvers; knows contracts, no rule.

A solver answers an ``Outcome``; ``seat`` chooses seats; ``certificate`` proves it all.
"""

from collections.abc import Callable

from mouvement.solvers.certificate import certificate
from mouvement.solvers.cp_sat import cp_sat_kernel
from mouvement.solvers.deferred_acceptance import kernel
from mouvement.solvers.market import NOT_GRANTED, OPEN, Flows, Ints, Market, Outcome
from mouvement.solvers.seating import Choices, Open, Round, seat

SOLVERS: dict[str, Callable[[Market], Outcome]] = {
    "acceptation-differee": kernel,
    "cp-sat": cp_sat_kernel,
}
"""Every solver by name: a function from a market to its candidate-optimal kernel."""

__all__ = [
    "NOT_GRANTED",
    "OPEN",
    "SOLVERS",
    "Choices",
    "Flows",
    "Ints",
    "Market",
    "Open",
    "Outcome",
    "Round",
    "certificate",
    "cp_sat_kernel",
    "kernel",
    "seat",
]
