"""What propagation left open, as parts that do not touch: postes, zones, singles, couples.

Barres are bounded by the two runs. A contract at or above its zone's upper barre is *sure* to
qualify, one below the lower barre is sure not to, one between is *open*. A place whose upper barre
is open takes everybody in whatever happens: it is left out, and so are places where nothing can
change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mouvement.solvers.barres import spread_barres
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.sandwich import Sandwich
from mouvement.solvers.market import OPEN


@dataclass(frozen=True)
class Terrain:
    """A market as plain lists, with lower and upper barres of postes and zones.

    Attributes
    ----------
    zone, rank : zone and rank of each contract.
    capacity : supports of each poste.
    block : block of each zone.
    """

    zone: Sequence[int]
    rank: Sequence[int]
    capacity: Sequence[int]
    block: Sequence[int]
    poste_low: Sequence[int]
    poste_high: Sequence[int]
    zone_low: Sequence[int]
    zone_high: Sequence[int]

    def sure(self, contract: int) -> bool:
        """Whether a contract qualifies at any barre within the bounds."""
        return self.rank[contract] >= self.zone_high[self.zone[contract]]

    def possible(self, contracts: Iterable[int]) -> list[int]:
        """Keep the contracts that may qualify, up to the first that is sure to."""
        kept = []
        for contract in contracts:
            if self.rank[contract] >= self.zone_low[self.zone[contract]]:
                kept.append(contract)
                if self.sure(contract):
                    break
        return kept


@dataclass(frozen=True)
class OpenCouple:
    """What may still become of a couple.

    Attributes
    ----------
    number : in the problem.
    options : the pairs left, preferred first; ``None``, the last, for being dissolved.
    tails : the contracts that may be granted to each member when dissolved, in list order.
    refusable : whether it may be refused.
    """

    number: int
    options: list[tuple[int, int] | None]
    tails: tuple[list[int], list[int]]
    refusable: bool

    @property
    def contracts(self) -> list[int]:
        """Everything that may be granted."""
        pairs = [contract for pair in self.options if pair for contract in pair]
        return [*pairs, *self.tails[0], *self.tails[1]]


@dataclass(frozen=True)
class Part:
    """Open matters that touch no others.

    Attributes
    ----------
    couples : the open couples, by decreasing priority.
    singles : open lists: contracts that may be granted, in order; the candidate gets the first
        that qualifies (dissolved decided members are such singles).
    zones : each zone at stake → its postes whose barre can be the lowest.
    sure : zone at stake → number of holders it is sure to have, those of ``singles`` apart.
    """

    couples: list[OpenCouple] = field(default_factory=list)
    singles: list[list[int]] = field(default_factory=list)
    zones: dict[int, list[int]] = field(default_factory=dict)
    sure: dict[int, int] = field(default_factory=dict)


def opening(sandwich: Sandwich) -> tuple[Terrain, list[Part]]:
    """Return the bounds that a sandwich leaves, and the open parts by their first couple."""
    blocks = sandwich.blocks
    touched = sorted({b for number in sandwich.undecided for b in blocks.of_couple[number]})
    terrain = _terrain(sandwich, touched)
    sure: dict[int, int] = {}
    singles = []
    for contracts in _lists(sandwich, touched):
        seen = terrain.possible(contracts)
        if len(seen) == 1 and terrain.sure(seen[0]):
            zone = terrain.zone[seen[0]]
            sure[zone] = sure.get(zone, 0) + 1
        elif seen:
            singles.append(seen)
    couples = [_open_couple(sandwich, terrain, number) for number in sandwich.undecided]
    zones = [zone for block in touched for zone in blocks.zones[block]]
    contents = at_stake(terrain, zones, sandwich.lower.zone_postes)
    return terrain, _parts(terrain, couples, singles, contents, sure)


def at_stake(
    terrain: Terrain, zones: Iterable[int], zone_postes: Sequence[list[int]]
) -> dict[int, list[int]]:
    """Return the zones that are not sure to be open → their postes that can be the lowest."""
    return {
        zone: [p for p in zone_postes[zone] if terrain.poste_low[p] <= terrain.zone_high[zone]]
        for zone in zones
        if terrain.zone_high[zone] != OPEN
    }


def _open_couple(sandwich: Sandwich, terrain: Terrain, number: int) -> OpenCouple:
    couple = sandwich.problem.couples[number]
    options = sandwich.options[number]
    pairs = [None if o == couple.dissolved else couple.pairs[o] for o in options]
    end = sandwich.lower.end
    tails: tuple[list[int], list[int]] = ([], [])
    if pairs[-1] is None:
        tails = (
            terrain.possible(range(couple.tails[0], end[couple.first])),
            terrain.possible(range(couple.tails[1], end[couple.second])),
        )
    return OpenCouple(number, pairs, tails, number in sandwich.refusable)


def _parts(
    terrain: Terrain,
    couples: list[OpenCouple],
    singles: list[list[int]],
    contents: dict[int, list[int]],
    sure: dict[int, int],
) -> list[Part]:
    """Tie what touches; keep the parts that have a couple."""
    lists = [*(one.contracts for one in couples), *singles]
    asked = [{terrain.zone[contract] for contract in contracts} for contracts in lists]
    live = sorted(contents.keys() & {*sure, *(zone for zones in asked for zone in zones)})
    first_list = len(terrain.zone_low) + len(terrain.poste_low)
    ties = _Ties(first_list + len(lists))
    for zone in live:
        for poste in contents[zone]:
            ties.tie(zone, len(terrain.zone_low) + poste)
    for place, zones in enumerate(asked):
        for zone in zones & contents.keys():
            ties.tie(first_list + place, zone)
    parts: dict[int, Part] = {}
    for place, couple in enumerate(couples):
        parts.setdefault(ties.root(first_list + place), Part()).couples.append(couple)
    for place, seen in enumerate(singles, first_list + len(couples)):
        part = parts.get(ties.root(place))
        if part:
            part.singles.append(seen)
    for zone in live:
        part = parts.get(ties.root(zone))
        if part:
            part.zones[zone] = contents[zone]
            part.sure[zone] = sure.get(zone, 0)
    return list(parts.values())


class _Ties:
    """Things tied into groups (union-find)."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, item: int) -> int:
        parent = self.parent
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    def tie(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self.parent[max(one, other)] = min(one, other)


def _lists(sandwich: Sandwich, touched: list[int]) -> Iterable[Iterable[int]]:
    """Yield the list of everybody in some blocks but the open couples."""
    problem, blocks = sandwich.problem, sandwich.blocks
    ptr = problem.market.candidate_ptr.tolist()
    start = ptr[:-1]
    skipped: set[int] = set()
    for couple, options in zip(problem.couples, sandwich.options, strict=True):
        if options == [couple.dissolved]:
            start[couple.first], start[couple.second] = couple.tails
            continue
        skipped.update(couple.members)
        if len(options) == 1:
            for contract in couple.pairs[options[0]]:
                yield (contract,)
    for block in touched:
        for candidate in blocks.candidates[block]:
            if candidate not in skipped:
                yield range(start[candidate], ptr[candidate + 1])


def _terrain(sandwich: Sandwich, touched: list[int]) -> Terrain:
    lower = sandwich.lower
    low, zone_low = _barres(lower, touched)
    high, zone_high = _barres(sandwich.upper, touched)
    capacity: list[int] = sandwich.problem.market.capacity.tolist()
    block = sandwich.blocks.of_zone
    return Terrain(lower.zone, lower.rank, capacity, block, low, high, zone_low, zone_high)


def _barres(run: CouplesRun, touched: list[int]) -> tuple[list[int], list[int]]:
    """Return the barres of postes and of zones, closed outside the blocks asked for."""
    market, blocks = run.market, run.blocks
    zones = [zone for block in touched for zone in blocks.zones[block]]
    barre = [market.closed] * market.postes
    spread_barres(
        barre,
        zones,
        run.zone_postes,
        run.flow,
        [poste for block in touched for poste in blocks.postes[block] if run.free[poste]],
        sorted((rank, zone) for zone in zones for rank in run.held[zone]),
    )
    zone_barre = [market.closed] * market.zones
    for zone in zones:
        zone_barre[zone] = min((barre[p] for p in run.zone_postes[zone]), default=market.closed)
    return barre, zone_barre
