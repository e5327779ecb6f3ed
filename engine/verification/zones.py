"""What each distinct zone holds: (discipline, type, place, types) → postes, expanded once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers
from mouvement.engine.verification.terrain import Postes


@dataclass(frozen=True)
class Classement:
    """Postes sorted by (discipline, place) at one level, so that a zone is a slice.

    Attributes
    ----------
    etendue : number of places; the key of a slice is discipline × etendue + place.
    cles, postes : sorted keys, and the postes in that order (increasing inside a key).
    """

    etendue: int
    cles: Entiers
    postes: Entiers

    @classmethod
    def de(cls, discipline: Entiers, place: Entiers, postes: Entiers) -> "Classement":
        """Sort the postes given (those with a place) by discipline and place."""
        garde = place >= 0
        discipline, place, postes = discipline[garde], place[garde], postes[garde]
        etendue = int(place.max(initial=0)) + 1
        cles = discipline * etendue + place
        ordre = np.lexsort((postes, cles))
        return cls(etendue, cles[ordre], postes[ordre])

    def tranches(self, discipline: Entiers, place: Entiers) -> tuple[Entiers, Entiers]:
        """Return where each zone begins and ends; empty when the place is not one of ours."""
        ici = (place >= 0) & (place < self.etendue) & (discipline >= 0)
        cles = np.where(ici, discipline * self.etendue + np.where(ici, place, 0), -1)
        debut = np.searchsorted(self.cles, cles, side="left")
        return debut, np.searchsorted(self.cles, cles, side="right")


@dataclass(frozen=True)
class Demandes:
    """Distinct zones as they are asked for.

    Attributes
    ----------
    type : number of the vœu type in the order of the classements given to ``developper``.
    place : number of the place at that level, ``NUL`` when unknown.
    filtre : number of the set of types of établissement, negative when untyped.
    restriction : number of the restriction, negative when there is none.
    """

    discipline: Entiers
    type: Entiers
    place: Entiers
    filtre: Entiers
    restriction: Entiers


@dataclass(frozen=True)
class Zones:
    """Contents of the distinct zones: those of zone z are ``postes[debut[z]:debut[z + 1]]``."""

    debut: Entiers
    postes: Entiers
    nombre_postes: int

    def __len__(self) -> int:
        return len(self.debut) - 1

    @cached_property
    def numero(self) -> Entiers:
        """Zone of each entry of ``postes``."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.debut))

    @cached_property
    def _couples(self) -> Entiers:
        return self.numero * self.nombre_postes + self.postes

    def sommes(self, par_poste: Entiers) -> Entiers:
        """Sum over the postes of each zone."""
        cumul = np.concatenate(([0], np.cumsum(par_poste[self.postes])))
        return cumul[self.debut[1:]] - cumul[self.debut[:-1]]

    def minimums(self, par_poste: Entiers) -> Entiers:
        """Min over the postes of each zone; ``NUL`` for an empty one."""
        resultat = np.full(len(self), NUL, dtype=np.int64)
        pleines = np.flatnonzero(np.diff(self.debut))
        if len(pleines):
            # Empty zones take no entry, so the starts of the others delimit them.
            debuts = self.debut[pleines]
            resultat[pleines] = np.minimum.reduceat(par_poste[self.postes], debuts)
        return resultat

    def hausser(self, par_poste: Entiers, par_zone: Entiers) -> Entiers:
        """Raise each poste to the highest value of the zones that hold it."""
        resultat = par_poste.copy()
        np.maximum.at(resultat, self.postes, par_zone[self.numero])
        return resultat

    def contient(self, zone: Entiers, poste: Entiers) -> Booleens:
        """Whether each poste is in the zone beside it."""
        if not len(self.postes):
            return np.zeros(len(zone), dtype=np.bool_)
        couples = zone * self.nombre_postes + poste
        place = np.minimum(np.searchsorted(self._couples, couples), len(self._couples) - 1)
        return np.asarray((self._couples[place] == couples) & (zone >= 0) & (poste >= 0))

    def extraire(self, zones: Entiers) -> "Zones":
        """Keep some zones, renumbered in the order given."""
        tailles = np.diff(self.debut)[zones]
        return Zones(*_bout_a_bout(self.debut[zones], tailles, self.postes), self.nombre_postes)

    def avec(self, postes: Entiers) -> "Zones":
        """Add zones of one poste each, numbered after these."""
        debuts = len(self.postes) + np.arange(1, len(postes) + 1, dtype=np.int64)
        tous = np.concatenate((self.postes, postes))
        return Zones(np.concatenate((self.debut, debuts)), tous, self.nombre_postes)

    def garder(self, choix: Booleens) -> "Zones":
        """Keep some entries of ``postes``; zones keep their numbers."""
        compte = np.concatenate(([0], np.cumsum(choix))).astype(np.int64)
        return Zones(compte[self.debut], self.postes[choix], self.nombre_postes)


def _bout_a_bout(depart: Entiers, tailles: Entiers, postes: Entiers) -> tuple[Entiers, Entiers]:
    """Join slices of ``postes`` end to end: (starts in the result, values)."""
    debut = np.concatenate(([0], np.cumsum(tailles))).astype(np.int64)
    rang = np.arange(debut[-1], dtype=np.int64) - np.repeat(debut[:-1], tailles)
    return debut, postes[np.repeat(depart, tailles) + rang]


def developper(
    demandes: Demandes, classements: list[Classement], filtres: list[set[str]], postes: Postes
) -> Zones:
    """Expand each distinct zone into its postes, typed zones cut down to their types."""
    nombre = len(demandes.type)
    debuts = np.zeros(nombre, dtype=np.int64)
    tailles = np.zeros(nombre, dtype=np.int64)
    decalages = np.cumsum([0] + [len(classement.postes) for classement in classements])
    for numero, classement in enumerate(classements):
        ici = np.flatnonzero(demandes.type == numero)
        debut, fin = classement.tranches(demandes.discipline[ici], demandes.place[ici])
        debuts[ici] = debut + decalages[numero]
        tailles[ici] = fin - debut
    tous = np.concatenate([classement.postes for classement in classements])
    debut, contenu = _bout_a_bout(debuts, tailles, tous)
    zones = Zones(debut, contenu, len(postes.noms))
    return _filtrer(zones, demandes.filtre, filtres, postes)


def _filtrer(zones: Zones, filtre: Entiers, filtres: list[set[str]], postes: Postes) -> Zones:
    """Keep in the typed zones the postes whose établissement has one of the types."""
    types = postes.types.textes
    # One more column for postes without a type (index -1), one more row for untyped zones.
    admis = np.zeros((len(filtres) + 1, len(types) + 1), dtype=np.bool_)
    for ligne, noms in enumerate(filtres):
        admis[ligne, :-1] = [nom in noms for nom in types]
    admis[-1] = True
    types_admis = admis[
        np.maximum(filtre, -1)[zones.numero], np.maximum(postes.type, -1)[zones.postes]
    ]
    return zones.garder(types_admis)
