"""The four conditions under which grants, seats and barres are a kernel (modele.md §3)."""

import numpy as np

from mouvement.solvers.market import NOT_GRANTED, OPEN, Ints, Market


def certificate(market: Market, granted: Ints, seat: Ints, poste_barre: Ints) -> list[str]:
    """Return what does not hold, a sentence each; an empty list is the proof.

    Parameters
    ----------
    granted : (candidates,) contract granted, or ``NOT_GRANTED``.
    seat : (candidates,) poste where each holder is seated; ignored without a grant.
    poste_barre : (postes,) the barres claimed.

    1. capacities hold, each seat is in the zone of the granted contract;
    2. a poste with a free support is open;
    3. a holder's rank is at least the barre of his seat, which is the lowest of his zone;
    4. a contract preferred to the granted one ranks below the barre of its zone.
    """
    zone_barre = market.zone_min(poste_barre)
    holders = np.flatnonzero(granted != NOT_GRANTED)
    held, seats = granted[holders], seat[holders]
    zone = market.zone[held]
    taken = np.bincount(seats, minlength=market.postes)
    preferred = (
        np.arange(market.contracts)
        < np.where(granted == NOT_GRANTED, market.candidate_ptr[1:], granted)[market.candidate]
    )
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
    return [f"{label} {number}" for label, found in checks for number in found.tolist()]


def _member(market: Market, zone: Ints, poste: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each poste belongs to the zone beside it."""
    width = market.postes
    owner = np.repeat(np.arange(market.zones), np.diff(market.zone_ptr))
    return np.isin(zone * width + poste, owner * width + market.zone_poste)
