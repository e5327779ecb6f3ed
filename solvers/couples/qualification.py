"""Who qualifies, at a run's holders: a contract, and a pair (modele.md §4).

A contract qualifies when it is at or above the barre of its zone. A pair qualifies when both halves
are chosen if one takes, by decreasing rank, all that stays feasible from the holders plus the pair.
The holders are all of them, what the couple itself holds included.
"""

from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.market import OPEN


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
    # The strong half first, then the weak one: what is chosen does not depend on the order.
    with run.supposing(of_zone[zone[weak]]):
        left = run.admit(zone[strong], rank[strong])
        if left == rank[weak] or run.holds(weak):
            return left != rank[weak]
        return run.admit(zone[weak], rank[weak]) != rank[weak]
