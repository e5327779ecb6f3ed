"""Seating: grants fixed, choose who sits where, so that everybody stays seatable.

Seats change no grant and no barre (modele.md §3); they are chosen by serial choice: each holder in
turn narrows his zone to the first of his choices that leaves everybody else a seat.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from mouvement.solvers.flows import SeatFlows
from mouvement.solvers.market import NOT_GRANTED, Ints, Market, Outcome

Choices = Iterable[tuple[int, Iterable[tuple[int, ...]]]]
"""(candidate, sets of postes he would rather have, the preferred one first), in choosing order."""
Open = Callable[[int], Sequence[int]]
"""The postes that the choices made so far leave open to a candidate; none if he holds nothing."""
Round = Choices | Callable[[Open], Choices]
"""Choices; or a function that makes them, one after the other, as the zones narrow."""


def seat(market: Market, outcome: Outcome, rounds: Iterable[Round] = ()) -> Ints:
    """Return (candidates,) the poste of each holder, ``NOT_GRANTED`` for the others.

    In each round, holders in the order given narrow their zone to the first set of postes that
    leaves everybody seatable (to none of them when no set does, or when they hold nothing). What
    remains open is settled by decreasing rank of the granted contract, each taking the least poste.
    The result depends on the grants and choices alone, not on the outcome's flows.
    """
    seating = _Seating(market, outcome)
    for choices in rounds:
        for candidate, sets in choices(seating.open) if callable(choices) else choices:
            for postes in sets:
                if seating.narrow(candidate, postes):
                    break
    holders = np.flatnonzero(outcome.granted != NOT_GRANTED)
    by_rank = holders[np.argsort(-market.rank[outcome.granted[holders]])]
    return np.array(seating.settle(by_rank.tolist()), dtype=np.int64)


class _Seating:
    """Holders' zones as they narrow; a holder narrowed to one poste is seated for good."""

    def __init__(self, market: Market, outcome: Outcome) -> None:
        self.flows = flows = SeatFlows(market.capacity.tolist(), market.zone_lists())
        for zone, counts in enumerate(outcome.flows.by_zone):
            for poste, count in counts.items():
                flows.free[poste] -= count
                # A zone of one poste is settled: it takes the support and shifts no more.
                if len(flows.zone_postes[zone]) > 1:
                    flows.flow[zone][poste] = flows.seated[poste][zone] = count
        # NOT_GRANTED is -1, and so the item appended.
        self.zone: list[int] = np.append(market.zone, NOT_GRANTED)[outcome.granted].tolist()
        self.part: dict[tuple[int, ...], int] = {}
        # What a zone has in common with some postes, as long as a holder can be kept to it.
        self.common: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}

    def open(self, candidate: int) -> Sequence[int]:
        """Return the postes that are left of a candidate's zone."""
        zone = self.zone[candidate]
        return () if zone == NOT_GRANTED else self.flows.zone_postes[zone]

    def narrow(self, candidate: int, postes: tuple[int, ...]) -> bool:
        """Keep a holder to these postes of his zone; False, and no change, when that cannot be."""
        zone = self.zone[candidate]
        if zone == NOT_GRANTED:
            return False
        kept = self.common.get((zone, postes))
        if kept is None:
            wanted = set(postes)
            kept = tuple(poste for poste in self.flows.zone_postes[zone] if poste in wanted)
            self.common[zone, postes] = kept
        if len(kept) == len(self.flows.zone_postes[zone]):
            return True
        # Zones only narrow and nobody leaves, so what once could not be never can.
        if kept and not self.move(candidate, zone, kept):
            self.common[zone, postes] = kept = ()
        return bool(kept)

    def move(self, candidate: int, zone: int, kept: tuple[int, ...]) -> bool:
        """Change one holder of ``zone`` into a holder of the postes kept, shifting others."""
        flows = self.flows
        if not any(flows.free[poste] or flows.seated[poste] for poste in kept):
            return False
        # A seat of this zone among the postes kept needs no shifting.
        seats = flows.flow[zone]
        vacated = next((poste for poste in kept if poste in seats), None)
        if vacated is None:
            vacated = min(seats)
        flows.take(zone, vacated)
        flows.free[vacated] += 1
        part = self.part.get(kept)
        if part is None:
            part = self.part[kept] = flows.add_zone(list(kept))
        if not flows.augment(part):
            flows.free[vacated] -= 1
            flows.put(zone, vacated)
            return False
        if len(kept) == 1:
            flows.take(part, kept[0])
        self.zone[candidate] = part
        return True

    def settle(self, order: list[int]) -> list[int]:
        """Seat everybody: in this order, each takes the least poste that leaves others a seat."""
        zone_postes = self.flows.zone_postes
        tried = [0] * len(zone_postes)
        for candidate in order:
            zone = self.zone[candidate]
            postes = zone_postes[zone]
            if len(postes) > 1:
                while not self.move(candidate, zone, (postes[tried[zone]],)):
                    tried[zone] += 1
        return [zone if zone == NOT_GRANTED else zone_postes[zone][0] for zone in self.zone]
