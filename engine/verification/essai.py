"""Holders to whom more candidats come, one by one: who stays is who has the highest priorities."""

from collections import defaultdict

from mouvement.engine.verification.marche import Marche

VENU = -1
"""Who comes, among the holders of whom one or the other moves."""


class Essai:
    """The holders of a discipline, and those who come after them."""

    def __init__(self, marche: Marche) -> None:
        self._zones = marche.zones
        self._libres = (marche.capacite - marche.occupation).tolist()
        self._siege: dict[int, int] = dict(enumerate(marche.siege.tolist()))
        self._zone: list[int] = marche.zone.tolist()
        self._rang: list[int] = marche.rang.tolist()

    def entrer(self, zone: int, rang: int) -> bool:
        """Seat one more by shifting holders; with no support for all, the weakest leaves.

        False when that is the one who comes.
        """
        occupants = self._occupants()
        vers = dict.fromkeys(self._contenu(zone), VENU)
        vues, atteints = {zone}, list(vers)
        for poste in atteints:
            if self._libres[poste] > 0:
                self._libres[poste] -= 1
                self._decaler(poste, vers, zone, rang)
                return True
            for occupant in occupants[poste]:
                suite = self._zone[occupant]
                nouveaux = [] if suite in vues else self._contenu(suite)
                vues.add(suite)
                for suivant in nouveaux:
                    if suivant not in vers:
                        vers[suivant] = occupant
                        atteints.append(suivant)
        presents = [occupant for poste in atteints for occupant in occupants[poste]]
        faible = min(presents, key=lambda occupant: self._rang[occupant], default=VENU)
        if faible == VENU or self._rang[faible] > rang:
            return False
        self._decaler(self._siege.pop(faible), vers, zone, rang)
        return True

    def _contenu(self, zone: int) -> list[int]:
        postes: list[int] = self._zones.postes[
            self._zones.debut[zone] : self._zones.debut[zone + 1]
        ].tolist()
        return postes

    def _occupants(self) -> dict[int, list[int]]:
        occupants: dict[int, list[int]] = defaultdict(list)
        for occupant, poste in self._siege.items():
            occupants[poste].append(occupant)
        return occupants

    def _decaler(self, poste: int, vers: dict[int, int], zone: int, rang: int) -> None:
        """Fill a poste left free by whom it can be reached, and his in turn, up to who comes."""
        while (occupant := vers[poste]) != VENU:
            self._siege[occupant], poste = poste, self._siege[occupant]
        self._siege[len(self._zone)] = poste
        self._zone.append(zone)
        self._rang.append(rang)
