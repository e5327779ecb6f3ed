"""The four conditions under which grants, seats and barres are a kernel (modele.md §3)."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mouvement.solvers.market import NOT_GRANTED, OPEN, Ints, Market

Booleans: TypeAlias = NDArray[np.bool_]


def certificate(
    market: Market, granted: Ints, seat: Ints, poste_barre: Ints, free: Booleans | None = None
) -> list[str]:
    """Return what does not hold, a sentence each; an empty list is the proof.

    Parameters
    ----------
    granted : (candidates,) contract granted, or ``NOT_GRANTED``.
    seat : (candidates,) poste where each holder is seated; ignored without a grant.
    poste_barre : (postes,) the barres claimed.
    free : (contracts,) those that condition 4 does not bind: a couple's, granted by pairs.

    1. capacities hold, each seat is in the zone of the granted contract;
    2. a poste with a free support is open;
    3. a holder's rank is at least the barre of his seat, which is the lowest of his zone;
    4. a contract preferred to the granted one ranks below the barre of its zone.
    """
    holders = np.flatnonzero(granted != NOT_GRANTED)
    held, seats = granted[holders], seat[holders]
    unknown = (
        ("1: no such contract, candidate", holders[(held < 0) | (held >= market.contracts)]),
        ("1: no such seat, candidate", holders[(seats < 0) | (seats >= market.postes)]),
    )
    if found := _sentences(unknown):
        return found
    zone_barre = market.zone_min(poste_barre)
    zone = market.zone[held]
    taken = np.bincount(seats, minlength=market.postes)
    preferred = (
        np.arange(market.contracts)
        < np.where(granted == NOT_GRANTED, market.candidate_ptr[1:], granted)[market.candidate]
    )
    if free is not None:
        preferred &= ~free
    envied = preferred & (market.rank >= zone_barre[market.zone])
    checks = (
        ("1: contract of another candidate", holders[market.candidate[held] != holders]),
        ("1: more holders than supports at poste", np.flatnonzero(taken > market.capacity)),
        ("1: seat outside the zone, candidate", holders[~_member(market, zone, seats)]),
        (
            "2: free support but not open, poste",
            np.flatnonzero((taken < market.capacity) & (poste_barre != OPEN)),
        ),
        ("3: rank below the barre, candidate", holders[market.rank[held] < poste_barre[seats]]),
        (
            "3: seat not at the lowest barre of the zone, candidate",
            holders[poste_barre[seats] != zone_barre[zone]],
        ),
        ("4: preferred contract not below its barre, contract", np.flatnonzero(envied)),
    )
    return _sentences(checks)


def _sentences(checks: Iterable[tuple[str, Ints]]) -> list[str]:
    return [f"{label} {number}" for label, found in checks for number in found.tolist()]


def _member(market: Market, zone: Ints, poste: Ints) -> Booleans:
    """Whether each poste belongs to the zone beside it."""
    width = market.postes
    owner = np.repeat(np.arange(market.zones), np.diff(market.zone_ptr))
    return np.isin(zone * width + poste, owner * width + market.zone_poste)
