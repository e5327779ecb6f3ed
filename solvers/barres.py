"""Barres of given holders, exactly, in one linear pass (modele.md §3)."""

import numpy as np

from mouvement.solvers.market import NOT_GRANTED, OPEN, Flows, Ints, Market, Outcome


def outcome(market: Market, granted: Ints, flows: Flows) -> Outcome:
    """Complete grants and the flows that seat them with their barres."""
    poste_barre = _poste_barre(market, granted, flows)
    return Outcome(granted, poste_barre, market.zone_min(poste_barre), flows)


def _poste_barre(market: Market, granted: Ints, flows: Flows) -> Ints:
    """Return (postes,) the barre of each poste; it does not depend on which flows are given.

    Walking back from the free supports, then from the holders by rising rank, each poste and zone
    gets its value once, at the first thing that can be reached from it.
    """
    by_zone, seated = flows.by_zone, flows.by_poste(market.postes)
    holding = [bool(flow) for flow in by_zone]
    zones_of: list[list[int]] = [[] for _ in seated]
    for zone, postes in enumerate(market.zone_lists()):
        if holding[zone]:
            for poste in postes:
                zones_of[poste].append(zone)
    barre = [market.closed] * market.postes

    def spread(postes: list[int], value: int) -> None:
        while postes:
            poste = postes.pop()
            if barre[poste] <= value:
                continue
            barre[poste] = value
            for zone in zones_of[poste]:
                if holding[zone]:
                    holding[zone] = False
                    postes.extend(by_zone[zone])

    taken = np.array([sum(here.values()) for here in seated], dtype=np.int64)
    spread(np.flatnonzero(market.capacity > taken).tolist(), OPEN)
    ranks, zones = _holders(market, granted)
    for rank, zone in zip(ranks.tolist(), zones.tolist(), strict=True):
        if holding[zone]:
            spread(list(by_zone[zone]), rank)
    return np.array(barre, dtype=np.int64)


def _holders(market: Market, granted: Ints) -> tuple[Ints, Ints]:
    """Ranks and zones of the granted contracts, by rising rank."""
    held = granted[granted != NOT_GRANTED]
    held = held[np.argsort(market.rank[held])]
    return market.rank[held], market.zone[held]
