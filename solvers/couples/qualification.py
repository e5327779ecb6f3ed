"""Who qualifies, at a run's holders: a contract, and a pair (modele.md §4).

A contract qualifies when it is at or above the barre of its zone. A pair qualifies when both halves
are chosen if one takes, by decreasing rank, all that stays feasible from the holders plus the pair.
The holders are all of them, what the couple itself holds included.

Let l be the lowest thing (free support or holder) that one half can reach, m that of the other.
When they differ, the two halves do not compete and a pair qualifies when both halves do: a circuit
through one has a part of the other's that is lower than the weaker half. Only when they are the
same thing is there more to look at: whether there is room for two.
"""

from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.market import OPEN

Step = tuple[int, int, bool]
"""(zone, poste, whether one more of its holders sits there, or one less)."""


def lowest(run: CouplesRun, start: int, enough: int = OPEN) -> int:
    """Return the barre of a zone, or any rank it can reach at or below ``enough``.

    ``OPEN`` when a free support can be reached, closed when nothing can.
    """
    run.search = search = run.search + 1
    zone_mark, poste_mark, held = run.zone_mark, run.poste_mark, run.held
    least = held[start][0] if held[start] else run.market.closed
    zone_mark[start] = search
    reached = [start]
    for zone in reached:
        if least <= enough or least == run.floor[start]:
            return least
        for poste in run.zone_postes[zone]:
            if poste_mark[poste] == search:
                continue
            poste_mark[poste] = search
            if run.free[poste]:
                return OPEN
            for other in run.seated[poste]:
                if zone_mark[other] != search and run.floor[other] < least:
                    zone_mark[other] = search
                    reached.append(other)
                    least = min(least, held[other][0])
    if least > enough:
        run.floor[start] = max(run.floor[start], least)
    return least


def qualifies(run: CouplesRun, contract: int) -> bool:
    """Whether a contract is at or above the barre of its zone."""
    zone, rank = run.zone[contract], run.rank[contract]
    return rank >= run.floor[zone] and lowest(run, zone, rank) <= rank


def all_qualify(run: CouplesRun, halves: tuple[int, ...]) -> bool:
    """Whether a pair, or the one half of it that is in the block in question, qualifies."""
    return qualifies(run, halves[0]) if len(halves) == 1 else pair_qualifies(run, halves)


def pair_qualifies(run: CouplesRun, pair: tuple[int, ...]) -> bool:
    """Whether both halves are chosen from the holders plus the pair."""
    first, second = pair
    if not (qualifies(run, first) and qualifies(run, second)):
        return False
    zone, rank, of_zone = run.zone, run.rank, run.blocks.of_zone
    if of_zone[zone[first]] != of_zone[zone[second]]:
        return True
    weak, strong = (first, second) if rank[first] < rank[second] else (second, first)
    if run.holds(strong):
        return True
    loss = lowest(run, zone[strong])
    if run.holds(weak):
        return loss != rank[weak]
    if loss != lowest(run, zone[weak]):
        return True
    return _room_for_both(run, zone[strong], zone[weak], rank[weak])


def _room_for_both(run: CouplesRun, one: int, other: int, rank: int) -> bool:
    """Whether one more holder of each zone can be seated if those below ``rank`` leave."""
    left: dict[int, int] = {}
    taken: dict[int, int] = {}
    steps = _path(run, one, rank, left, taken)
    if steps is None:
        return False
    _walk(run, steps)
    found = _path(run, other, rank, left, taken)
    _walk(run, [(zone, poste, not comes) for zone, poste, comes in reversed(steps)])
    return found is not None


def _walk(run: CouplesRun, steps: list[Step]) -> None:
    for zone, poste, comes in steps:
        (run.put if comes else run.take)(zone, poste)


def _path(
    run: CouplesRun, start: int, rank: int, left: dict[int, int], taken: dict[int, int]
) -> list[Step] | None:
    """Find how to seat one more; count who left (by zone) and the supports taken (by poste)."""
    zone_from: dict[int, int] = {start: -1}
    poste_from: dict[int, int] = {}
    reached = [start]
    for zone in reached:
        if sum(held < rank for held in run.held[zone]) > left.get(zone, 0):
            left[zone] = left.get(zone, 0) + 1
            if zone == start:
                return []
            poste = zone_from[zone]
            return [(zone, poste, False), *_back(poste, start, zone_from, poste_from)]
        for poste in run.zone_postes[zone]:
            if poste in poste_from:
                continue
            poste_from[poste] = zone
            if run.free[poste] > taken.get(poste, 0):
                taken[poste] = taken.get(poste, 0) + 1
                return _back(poste, start, zone_from, poste_from)
            for other in run.seated[poste]:
                if other not in zone_from:
                    zone_from[other] = poste
                    reached.append(other)
    return None


def _back(
    poste: int, start: int, zone_from: dict[int, int], poste_from: dict[int, int]
) -> list[Step]:
    steps = []
    while True:
        zone = poste_from[poste]
        steps.append((zone, poste, True))
        if zone == start:
            return steps
        poste = zone_from[zone]
        steps.append((zone, poste, False))
