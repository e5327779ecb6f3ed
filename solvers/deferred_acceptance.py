"""Deferred acceptance over the transversal matroid: the candidate-optimal kernel.

Candidates propose in list order. A proposal is held when it can be seated by shifting holders
inside their own zones; otherwise the lowest contract of the saturated circuit leaves, and its
candidate goes on with his list. Fleiner (2003), "A Fixed-Point Approach to Stable Matchings and
Some Applications"; the outcome does not depend on the order of proposals.

Two facts make it fast. Barres only rise during the run, so a lower bound of each zone's barre (its
*floor*) refuses most later proposals at once and cuts the search short. And holders of one zone
are interchangeable, so seats are flows zone → poste → count, and the search walks zones and
postes, never people.
"""

from heapq import heappop, heappush, heapreplace

import numpy as np

from mouvement.solvers.barres import outcome
from mouvement.solvers.flows import SeatFlows
from mouvement.solvers.market import NOT_GRANTED, Market, Outcome


def kernel(market: Market) -> Outcome:
    """Return the candidate-optimal kernel of a market.

    Guarantees (modele.md §2): the granted contracts are feasible; a contract that its candidate
    prefers to what he got is spanned by granted contracts of higher rank; no candidate does better
    in any other outcome with these two properties. ``certificate`` checks the first two.
    """
    run = Run(market)
    run.propose(run.order())
    return run.outcome()


class Run(SeatFlows):
    """One run: the flows, with the ranks held in each zone and a floor under each zone's barre.

    Attributes
    ----------
    held : for each zone, a heap of the ranks held.
    floor : for each zone, a lower bound of its barre.
    following, end : for each candidate, his next contract and the end of his list.
    owner : for each rank, the candidate who goes on with his list when it is left out.
    """

    def __init__(self, market: Market) -> None:
        super().__init__(market.capacity.tolist(), market.zone_lists())
        self.market = market
        self.zone: list[int] = market.zone.tolist()
        self.rank: list[int] = market.rank.tolist()
        self.held: list[list[int]] = [[] for _ in range(market.zones)]
        self.floor: list[int] = [0] * market.zones
        self.following: list[int] = market.candidate_ptr[:-1].tolist()
        self.end: list[int] = market.candidate_ptr[1:].tolist()
        self.owner: list[int] = [0, *market.candidate[market.contract_of_rank[1:]].tolist()]

    def propose(self, waiting: list[int]) -> None:
        """Run the proposals of the candidates waiting, last first, and all that follows."""
        zone, rank, floor, owner = self.zone, self.rank, self.floor, self.owner
        following, end = self.following, self.end
        while waiting:
            candidate = waiting.pop()
            contract, last = following[candidate], end[candidate]
            while contract < last:
                place, priority = zone[contract], rank[contract]
                contract += 1
                if priority < floor[place]:
                    continue
                left = self.admit(place, priority)
                if left != priority:
                    if left:
                        waiting.append(owner[left])
                    break
            following[candidate] = contract

    def outcome(self) -> Outcome:
        """Return what is granted as it stands."""
        market = self.market
        granted = np.full(market.candidates, NOT_GRANTED)
        held = market.contract_of_rank[[rank for heap in self.held for rank in heap]]
        granted[market.candidate[held]] = held
        return outcome(market, granted, self.freeze())

    def order(self) -> list[int]:
        """Return the candidates by rising rank of their first contract: popped strongest first.

        Any order gives the same outcome; this one displaces few holders.
        """
        market = self.market
        some = np.flatnonzero(np.diff(market.candidate_ptr))
        first = market.rank[market.candidate_ptr[:-1][some]]
        order: list[int] = some[np.argsort(first)].tolist()
        return order

    def admit(self, start: int, rank: int) -> int:
        """Offer a contract; return the rank that is left out: 0 (nobody), another's, or its own."""
        self.search = search = self.search + 1
        zone_mark, zone_from, zone_postes = self.zone_mark, self.zone_from, self.zone_postes
        poste_mark, poste_from = self.poste_mark, self.poste_from
        free, seated, held, floor = self.free, self.seated, self.held, self.floor
        floor_start = floor[start]
        zone_mark[start] = search
        reached = [start]
        loser, lowest = start, held[start][0] if held[start] else self.market.closed
        for zone in reached:
            for poste in zone_postes[zone]:
                if poste_mark[poste] == search:
                    continue
                poste_mark[poste] = search
                poste_from[poste] = zone
                if free[poste]:
                    free[poste] -= 1
                    self.shift(start, poste)
                    heappush(held[start], rank)
                    return 0
                for other in seated[poste]:
                    # Nothing below its floor can be reached through a zone.
                    if zone_mark[other] == search or floor[other] >= lowest:
                        continue
                    zone_mark[other] = search
                    zone_from[other] = poste
                    reached.append(other)
                    if held[other][0] < lowest:
                        loser, lowest = other, held[other][0]
            if lowest == floor_start:
                break
        for zone in reached:
            if floor[zone] < lowest:
                floor[zone] = lowest
        if rank < lowest:
            return rank
        self.replace(start, rank, loser)
        return lowest

    def replace(self, start: int, rank: int, loser: int) -> None:
        """Seat a contract of zone ``start`` by taking out the lowest holder of zone ``loser``."""
        if loser == start:
            heapreplace(self.held[start], rank)
            return
        poste = self.zone_from[loser]
        heappop(self.held[loser])
        self.take(loser, poste)
        self.shift(start, poste)
        heappush(self.held[start], rank)
