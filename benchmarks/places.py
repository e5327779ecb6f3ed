"""Markets where each poste ranks its own candidates, and couples list pairs of postes.

Hospitals and residents, daycares and siblings: vœux are precise, so that a poste only ever compares
the contracts that name it. Any total order that keeps each poste's own order will do as the one
order of our markets; here, poste after poste.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mouvement.solvers import Ints, Market
from mouvement.solvers.couples import Couple, CouplesMarket

NOWHERE = -1
"""In a pair: this half is placed nowhere."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Union:
    """Two candidates and the pairs of postes that they ask for, preferred first."""

    first: int
    second: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Places:
    """Postes that rank candidates.

    Attributes
    ----------
    capacity : supports of each poste, those of ``kept`` not counted.
    orders : for each poste, the candidates that it accepts, preferred first.
    lists : for each candidate alone, the postes he asks for, preferred first; empty for others.
    unions : those who ask together, by decreasing priority.
    kept : candidate → the poste that is his already: he brings its support, nobody takes it from
        him, and he gives it up for a better one only.
    """

    capacity: Sequence[int]
    orders: Sequence[Sequence[int]]
    lists: Sequence[Sequence[int]]
    unions: Sequence[Union] = ()
    kept: dict[int, int] = field(default_factory=dict)

    def problem(self) -> CouplesMarket:
        """Return the market that the couples' solver takes."""
        return _Maker(self).problem()


class _Maker:
    """The contracts of a ``Places``: one for each candidate and poste that accept each other."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.nowhere = len(places.capacity)
        self.accepted = [set(order) for order in places.orders]
        self.asked = [self._own(candidate) for candidate in range(len(places.lists))]
        for union in places.unions:
            for side, member in enumerate((union.first, union.second)):
                self.asked[member] = self._together(member, [pair[side] for pair in union.pairs])
        self.ptr = np.cumsum([0, *map(len, self.asked)]).tolist()
        self.contract = {
            (candidate, poste): self.ptr[candidate] + place
            for candidate, postes in enumerate(self.asked)
            for place, poste in enumerate(postes)
        }

    def problem(self) -> CouplesMarket:
        """Return the market and its couples."""
        capacity = [*self.places.capacity, 0]
        for poste in self.places.kept.values():
            capacity[poste] += 1
        capacity[self.nowhere] = sum(poste == self.nowhere for _, poste in self.contract)
        market = Market(
            capacity=np.array(capacity),
            zone_ptr=np.arange(len(capacity) + 1),
            zone_poste=np.arange(len(capacity)),
            candidate_ptr=np.array(self.ptr),
            zone=np.array([poste for _, poste in self.contract], dtype=np.int64),
            rank=self._ranks(),
        )
        return CouplesMarket(market, tuple(map(self._couple, self.places.unions)))

    def _accepts(self, poste: int, candidate: int) -> bool:
        return (
            poste == self.nowhere
            or self.places.kept.get(candidate) == poste
            or candidate in self.accepted[poste]
        )

    def _own(self, candidate: int) -> list[int]:
        """Return the postes that somebody asks for alone, to the one that is his already."""
        postes = list(dict.fromkeys(self.places.lists[candidate]))
        kept = self.places.kept.get(candidate)
        if kept is not None:
            postes = [*postes[: postes.index(kept)], kept] if kept in postes else [*postes, kept]
        return [poste for poste in postes if self._accepts(poste, candidate)]

    def _together(self, member: int, asked: list[int]) -> list[int]:
        """Return a partner's postes; the one that is his already last, for it is his tail."""
        named = [self.nowhere if poste == NOWHERE else poste for poste in asked]
        kept = self.places.kept.get(member)
        postes = [poste for poste in dict.fromkeys(named) if poste != kept]
        mine = [] if kept is None else [kept]
        return [poste for poste in [*postes, *mine] if self._accepts(poste, member)]

    def _ranks(self) -> Ints:
        """Rank poste by poste, whoever keeps his place above all."""
        asking: list[list[int]] = [[] for _ in range(self.nowhere + 1)]
        for candidate, poste in self.contract:
            asking[poste].append(candidate)
        rising: list[int] = []
        for poste, candidates in enumerate(asking):
            orders = self.places.orders
            order = orders[poste] if poste < self.nowhere else candidates
            place = {candidate: k for k, candidate in enumerate(order)}
            place.update((c, -1) for c in candidates if self.places.kept.get(c) == poste)
            worst_first = sorted(candidates, key=place.__getitem__, reverse=True)
            rising += [self.contract[candidate, poste] for candidate in worst_first]
        rank: Ints = np.empty(len(rising), dtype=np.int64)
        rank[rising] = np.arange(1, len(rising) + 1)
        return rank

    def _couple(self, union: Union) -> Couple:
        """Return the pairs that both halves' postes accept, each once."""
        members = (union.first, union.second)
        pairs = dict.fromkeys(
            tuple(
                self.contract.get((member, self.nowhere if poste == NOWHERE else poste))
                for member, poste in zip(members, pair, strict=True)
            )
            for pair in union.pairs
        )
        one, other = (self.ptr[m + 1] - (m in self.places.kept) for m in members)
        kept = tuple((a, b) for a, b in pairs if a is not None and b is not None)
        return Couple(*members, kept, (one, other))
