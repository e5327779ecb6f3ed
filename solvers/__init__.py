"""The market's own language and its solvers; knows contracts, no rule.

A *poste* is a place with so many identical seats (its *supports*); a *zone*, a set of postes: zones
overlap freely. A *contract* says that a candidate may be seated anywhere in a zone, with a *rank*:
one strict order over all contracts, the highest wins. Each candidate lists contracts, the preferred
one first. The *kernel* grants each the best that nobody stronger keeps from him, seats being
shifted inside their zones whenever that serves one more; the *barre* of a poste is the rank under
which nobody gets in, ``OPEN`` while there is room.

Somebody asks for either of two postes, somebody else for the first alone, then for either. Both are
served, whoever is stronger:

>>> from mouvement.solvers import Market, certificate, kernel, seat
>>> market = Market(
...     capacity=[1, 1],
...     zone_ptr=[0, 1, 3],       # zone 0 is poste 0 alone,
...     zone_poste=[0, 0, 1],     # zone 1 is postes 0 and 1
...     candidate_ptr=[0, 1, 3],  # contract 0 is candidate 0's; 1 and 2, candidate 1's
...     zone=[1, 0, 1],
...     rank=[3, 2, 1],
... )
>>> outcome = kernel(market)
>>> outcome.granted.tolist()
[0, 1]
>>> seats = seat(market, outcome)
>>> seats.tolist()
[1, 0]
>>> outcome.poste_barre.tolist()
[2, 2]

Grants, seats and barres are their own proof, which is checked without any solver:

>>> certificate(market, outcome.granted, seats, outcome.poste_barre)
[]
>>> certificate(market, outcome.granted, seats[::-1], outcome.poste_barre)
['1: seat outside the zone, candidate 1']

Who asks for pairs of contracts together: ``mouvement.solvers.couples``.
"""

from collections.abc import Callable

from mouvement.solvers.certificate import certificate
from mouvement.solvers.cp_sat import cp_sat_kernel
from mouvement.solvers.deferred_acceptance import kernel
from mouvement.solvers.least import least_kernel
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
    "least_kernel",
    "seat",
]
