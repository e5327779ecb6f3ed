"""Barres of given holders, exactly, in one linear pass (modele.md §3)."""

from collections.abc import Iterable, Sequence

import numpy as np

from mouvement.solvers.market import NOT_GRANTED, OPEN, Flows, Ints, Market, Outcome


def outcome(market: Market, granted: Ints, flows: Flows) -> Outcome:
    """Complete grants and the flows that seat them with their barres."""
    poste_barre = _poste_barre(market, granted, flows)
    return Outcome(granted, poste_barre, market.zone_min(poste_barre), flows)


def _poste_barre(market: Market, granted: Ints, flows: Flows) -> Ints:
    """Return (postes,) the barre of each poste; it does not depend on which flows are given."""
    seated = flows.by_poste(market.postes)
    taken = np.array([sum(here.values()) for here in seated], dtype=np.int64)
    barre = [market.closed] * market.postes
    spread_barres(
        barre,
        range(market.zones),
        market.zone_lists(),
        flows.by_zone,
        np.flatnonzero(market.capacity > taken).tolist(),
        _holders(market, granted),
    )
    return np.array(barre, dtype=np.int64)


def spread_barres(
    barre: list[int],
    zones: Iterable[int],
    zone_postes: Sequence[Sequence[int]],
    by_zone: Sequence[dict[int, int]],
    open_postes: list[int],
    holders: Iterable[tuple[int, int]],
) -> None:
    """Lower barres, closed until then, to what can be reached through the holders of some zones.

    Walking back from the free supports, then from the holders (rank, zone) by rising rank, each
    poste and zone gets its value once, at the first thing that can be reached from it.
    """
    holding = [bool(flow) for flow in by_zone]
    zones_of: list[list[int]] = [[] for _ in barre]
    for zone in zones:
        if holding[zone]:
            for poste in zone_postes[zone]:
                zones_of[poste].append(zone)

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

    spread(open_postes, OPEN)
    for rank, zone in holders:
        if holding[zone]:
            spread(list(by_zone[zone]), rank)


def _holders(market: Market, granted: Ints) -> Iterable[tuple[int, int]]:
    """Rank and zone of each granted contract, by rising rank."""
    held = granted[granted != NOT_GRANTED]
    held = held[np.argsort(market.rank[held])]
    return zip(market.rank[held].tolist(), market.zone[held].tolist(), strict=True)
