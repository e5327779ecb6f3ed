"""Seats as flows zone → poste → count, and shifting along a path: what both solver and seating do.

Holders of one zone are interchangeable, so a state is a few counts and a search walks zones and
postes, never people.
"""

from mouvement.solvers.market import Flows


class SeatFlows:
    """The mutable flows of one run; plain lists, because inner loops read one item at a time.

    Attributes
    ----------
    free : supports left at each poste.
    zone_postes : postes of each zone.
    flow : for each zone, poste → holders of the zone seated there (no zero).
    seated : the same by poste: zone → holders.
    search : number of the current search; ``zone_mark`` and ``poste_mark`` say which search saw a
        zone or poste last, ``zone_from`` (a poste) and ``poste_from`` (a zone) from where. A poste
        marked above every search is not searched any more.
    """

    def __init__(self, free: list[int], zone_postes: list[list[int]]) -> None:
        self.free = free
        self.zone_postes = zone_postes
        self.flow: list[dict[int, int]] = [{} for _ in zone_postes]
        self.seated: list[dict[int, int]] = [{} for _ in free]
        self.search = 0
        self.zone_mark = [0] * len(zone_postes)
        self.zone_from = [0] * len(zone_postes)
        self.poste_mark = [0] * len(free)
        self.poste_from = [0] * len(free)

    def add_zone(self, postes: list[int]) -> int:
        """Add a zone; return its number."""
        self.zone_postes.append(postes)
        self.flow.append({})
        self.zone_mark.append(0)
        self.zone_from.append(0)
        return len(self.zone_postes) - 1

    def augment(self, start: int) -> bool:
        """Seat one more holder of a zone by shifting others; False when that cannot be."""
        self.search = search = self.search + 1
        zone_mark, poste_mark = self.zone_mark, self.poste_mark
        zone_mark[start] = search
        reached = [start]
        for zone in reached:
            for poste in self.zone_postes[zone]:
                if poste_mark[poste] >= search:
                    continue
                poste_mark[poste] = search
                self.poste_from[poste] = zone
                if self.free[poste]:
                    self.free[poste] -= 1
                    self.shift(start, poste)
                    return True
                for other in self.seated[poste]:
                    if zone_mark[other] != search:
                        zone_mark[other] = search
                        self.zone_from[other] = poste
                        reached.append(other)
        return False

    def shift(self, start: int, poste: int) -> None:
        """Fill the support just taken at ``poste``, back along the path of the search."""
        while True:
            zone = self.poste_from[poste]
            self.put(zone, poste)
            if zone == start:
                return
            poste = self.zone_from[zone]
            self.take(zone, poste)

    def put(self, zone: int, poste: int) -> None:
        """Seat one holder of a zone at a poste."""
        flow = self.flow[zone]
        flow[poste] = self.seated[poste][zone] = flow.get(poste, 0) + 1

    def take(self, zone: int, poste: int) -> None:
        """Take one holder of a zone out of a poste."""
        flow, seated = self.flow[zone], self.seated[poste]
        count = flow[poste] - 1
        if count:
            flow[poste] = seated[zone] = count
        else:
            del flow[poste], seated[zone]

    def freeze(self) -> Flows:
        """Return the flows as they stand; what the run does next does not change them."""
        return Flows(tuple(map(dict, self.flow)))
