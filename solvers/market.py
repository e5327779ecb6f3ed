"""The market: postes, zones, contracts. The whole language that solvers speak.

A *contract* (candidate, position, zone, rank) says: this candidate, by this wish, may be seated
anywhere in this zone, with this priority. Hatfield & Milgrom (2005), "Matching with Contracts";
the seats make a transversal matroid: a set of contracts is feasible when its holders can all be
seated at once.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]

NOT_GRANTED = -1
OPEN = 0
"""Barre of a poste from which a free support can be reached."""


@dataclass(frozen=True, eq=False)
class Market:
    """An immutable market.

    Attributes
    ----------
    capacity : (postes,) number of supports of each poste, >= 0.
    zone_ptr : (zones + 1,) the postes of zone z are ``zone_poste[zone_ptr[z]:zone_ptr[z + 1]]``.
    zone_poste : postes of each zone, ascending and distinct inside a zone. Zones overlap freely.
    candidate_ptr : (candidates + 1,) the contracts of candidate c are those from
        ``candidate_ptr[c]`` to ``candidate_ptr[c + 1]``, the preferred one first.
    zone : (contracts,) zone of each contract.
    rank : (contracts,) priority of each contract: a permutation of 1..contracts, the highest wins.

    Raises
    ------
    ValueError
        The arrays do not describe a market.
    """

    capacity: Ints
    zone_ptr: Ints
    zone_poste: Ints
    candidate_ptr: Ints
    zone: Ints
    rank: Ints

    def __post_init__(self) -> None:
        for name in ("capacity", "zone_ptr", "zone_poste", "candidate_ptr", "zone", "rank"):
            given = np.asarray(getattr(self, name))
            if given.size and not np.issubdtype(given.dtype, np.integer):
                raise ValueError(f"{name}: not whole numbers")
            array = given.astype(np.int64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        _check(self)

    @property
    def postes(self) -> int:
        """Number of postes."""
        return len(self.capacity)

    @property
    def zones(self) -> int:
        """Number of zones."""
        return len(self.zone_ptr) - 1

    @property
    def candidates(self) -> int:
        """Number of candidates."""
        return len(self.candidate_ptr) - 1

    @property
    def contracts(self) -> int:
        """Number of contracts."""
        return len(self.zone)

    @cached_property
    def closed(self) -> int:
        """Barre of a place where nobody can get in: above every rank."""
        return self.contracts + 1

    @cached_property
    def candidate(self) -> Ints:
        """(contracts,) candidate of each contract."""
        return np.repeat(np.arange(self.candidates), np.diff(self.candidate_ptr))

    @cached_property
    def contract_of_rank(self) -> Ints:
        """(contracts + 1,) the contract of each rank; item 0 means nothing."""
        contracts = np.zeros(self.contracts + 1, dtype=np.int64)
        contracts[self.rank] = np.arange(self.contracts)
        return contracts

    def zone_lists(self) -> list[list[int]]:
        """Return the postes of each zone as plain lists, for inner loops."""
        ptr, postes = self.zone_ptr.tolist(), self.zone_poste.tolist()
        return [postes[start:end] for start, end in pairwise(ptr)]

    def zone_min(self, poste_barre: Ints) -> Ints:
        """Return (zones,) the lowest barre among the postes of each zone; closed when empty."""
        barre = np.full(self.zones, self.closed)
        filled = np.flatnonzero(np.diff(self.zone_ptr))
        if len(filled):
            barre[filled] = np.minimum.reduceat(
                poste_barre[self.zone_poste], self.zone_ptr[:-1][filled]
            )
        return barre


@dataclass(frozen=True)
class Flows:
    """Seats as flows, since holders of one zone are interchangeable.

    Attributes
    ----------
    by_zone : for each zone, poste → number of its holders seated there (no zero).
    """

    by_zone: tuple[dict[int, int], ...]

    def by_poste(self, postes: int) -> list[dict[int, int]]:
        """Return, for each poste, zone → number of holders seated there."""
        seats: list[dict[int, int]] = [{} for _ in range(postes)]
        for zone, flow in enumerate(self.by_zone):
            for poste, count in flow.items():
                seats[poste][zone] = count
        return seats


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a solver answers.

    Attributes
    ----------
    granted : (candidates,) index of the granted contract, or ``NOT_GRANTED``.
    poste_barre : (postes,) ``OPEN``, or the lowest rank of a holder reachable by shifting holders
        inside their zones, or ``Market.closed`` when there is none.
    zone_barre : (zones,) the lowest barre among the zone's postes.
    flows : one way to seat all holders; which one is no part of the answer (see ``seating``).
    """

    granted: Ints
    poste_barre: Ints
    zone_barre: Ints
    flows: Flows


def _check(market: Market) -> None:
    if market.postes and int(market.capacity.min()) < 0:
        raise ValueError("capacity: negative")
    _check_pointers("zone_ptr", market.zone_ptr, len(market.zone_poste))
    _check_pointers("candidate_ptr", market.candidate_ptr, market.contracts)
    _check_range("zone_poste", market.zone_poste, market.postes)
    _check_range("zone", market.zone, market.zones)
    rising = np.diff(market.zone_poste) > 0
    starts = market.zone_ptr[1:-1]
    starts = starts[(starts > 0) & (starts < len(market.zone_poste))]
    rising[starts - 1] = True
    if not rising.all():
        raise ValueError("zone_poste: not ascending and distinct inside a zone")
    if not np.array_equal(np.sort(market.rank), np.arange(1, market.contracts + 1)):
        raise ValueError("rank: not a permutation of 1..contracts")


def _check_pointers(name: str, pointers: Ints, end: int) -> None:
    ordered = len(pointers) > 0 and pointers[0] == 0 and pointers[-1] == end
    if not (ordered and (np.diff(pointers) >= 0).all()):
        raise ValueError(f"{name}: not pointers from 0 to {end}")


def _check_range(name: str, values: Ints, end: int) -> None:
    if len(values) and not (values.min() >= 0 and values.max() < end):
        raise ValueError(f"{name}: out of range")
