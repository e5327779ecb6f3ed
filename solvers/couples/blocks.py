"""Blocks: the parts of a market that no single candidate ties, such as its disciplines.

Runs are redone block by block, where something changed.
"""

from functools import cached_property

import numpy as np

from mouvement.solvers.couples.problem import CouplesMarket
from mouvement.solvers.market import Ints, Market

NONE = -1


class Blocks:
    """Who and what is in which block.

    Attributes
    ----------
    of_zone : (zones,) block of each zone.
    sides : for each couple, the block of each member; ``NONE`` for one without contract.
    of_couple : for each couple, these blocks.
    """

    def __init__(self, problem: CouplesMarket) -> None:
        market = problem.market
        labels = _labels(market)
        numbers = np.unique(labels, return_inverse=True)[1]
        self.number = int(numbers.max()) + 1 if len(numbers) else 0
        self._problem = problem
        self._of_zone = numbers
        self.of_zone: list[int] = numbers.tolist()
        self.sides = [(self._of(one.first), self._of(one.second)) for one in problem.couples]
        self.of_couple = [frozenset(sides) - {NONE} for sides in self.sides]

    def _of(self, candidate: int) -> int:
        start, end = self._problem.market.candidate_ptr[candidate : candidate + 2]
        return self.of_zone[int(self._problem.market.zone[start])] if start < end else NONE

    @cached_property
    def zones(self) -> list[list[int]]:
        """Zones of each block."""
        return _groups(self._of_zone, self.number)

    @cached_property
    def postes(self) -> list[list[int]]:
        """Postes of each block; a poste of no zone is in none."""
        market = self._problem.market
        of_poste = np.full(market.postes, -1)
        of_poste[market.zone_poste] = np.repeat(self._of_zone, np.diff(market.zone_ptr))
        return _groups(of_poste, self.number)

    @cached_property
    def candidates(self) -> list[list[int]]:
        """Candidates of each block; one without contract is in none."""
        market = self._problem.market
        of_candidate = np.full(market.candidates, -1)
        of_candidate[market.candidate] = self._of_zone[market.zone]
        return _groups(of_candidate, self.number)

    @cached_property
    def spans(self) -> list[tuple[slice, slice, slice]]:
        """Postes, zones and candidates from the first to the last of each block.

        A block's numbers mostly follow one another, and a slice is copied at once.
        """
        groups = zip(self.postes, self.zones, self.candidates, strict=True)
        return [(_span(postes), _span(zones), _span(people)) for postes, zones, people in groups]

    @cached_property
    def couples_ranks(self) -> list[list[int]]:
        """Ranks of the contracts of the couples' members in each block."""
        market = self._problem.market
        ranks: list[list[int]] = [[] for _ in range(self.number)]
        for couple, sides in zip(self._problem.couples, self.sides, strict=True):
            for member, block in zip(couple.members, sides, strict=True):
                if block != NONE:
                    own = slice(market.candidate_ptr[member], market.candidate_ptr[member + 1])
                    ranks[block].extend(market.rank[own].tolist())
        return ranks


def _span(numbers: list[int]) -> slice:
    return slice(numbers[0], numbers[-1] + 1) if numbers else slice(0)


def _groups(numbers: Ints, count: int) -> list[list[int]]:
    order = np.argsort(numbers, kind="stable")
    bounds = np.searchsorted(numbers[order], np.arange(count + 1)).tolist()
    items = order.tolist()
    return [items[bounds[block] : bounds[block + 1]] for block in range(count)]


def _labels(market: Market) -> Ints:
    """Return (zones,) the least zone tied to each, through postes and candidates' lists."""
    owner = np.repeat(np.arange(market.zones), np.diff(market.zone_ptr))
    label = np.arange(market.zones)
    while True:
        before = label.copy()
        for zone, other, count in (
            (owner, market.zone_poste, market.postes),
            (market.zone, market.candidate, market.candidates),
        ):
            least = np.full(count, market.zones)
            np.minimum.at(least, other, label[zone])
            np.minimum.at(label, zone, least[other])
        label = label[label]
        if np.array_equal(label, before):
            return label
