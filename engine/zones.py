"""Zones: the postes of one lieu in one discipline, as flat arrays."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.portees import Portees
from mouvement.engine.restrictions import retenus

Entiers = NDArray[np.int64]


@dataclass(frozen=True)
class Contenus:
    """The postes of each of several zones.

    Attributes
    ----------
    ptr, poste : the postes of zone z are ``poste[ptr[z]:ptr[z + 1]]``, rising.
    """

    ptr: Entiers
    poste: Entiers

    @property
    def zone(self) -> Entiers:
        """Return the zone of each item of ``poste``."""
        return np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))

    def somme(self, par_poste: Entiers) -> Entiers:
        """Return (zones,) the sum over each zone's postes."""
        cumul = np.concatenate([[0], np.cumsum(par_poste[self.poste])])
        total: Entiers = cumul[self.ptr[1:]] - cumul[self.ptr[:-1]]
        return total

    def choisir(self, zones: Entiers) -> "Contenus":
        """Return the zones named, in that order."""
        tailles = np.diff(self.ptr)[zones]
        poste = self.poste[tranches(self.ptr[:-1][zones], tailles)]
        return Contenus(np.concatenate([[0], np.cumsum(tailles)]), poste)

    def avec(self, autres: "Contenus") -> "Contenus":
        """Return other zones numbered after these."""
        ptr = np.concatenate([self.ptr, self.ptr[-1] + autres.ptr[1:]])
        return Contenus(ptr, np.concatenate([self.poste, autres.poste]))

    def contient(self, zones: Entiers, postes: Entiers) -> NDArray[np.bool_]:
        """Return whether each poste is in the zone beside it."""
        large = int(max(self.poste.max(initial=0), postes.max(initial=0))) + 1
        dedans: NDArray[np.bool_] = np.isin(zones * large + postes, self.zone * large + self.poste)
        return dedans

    def garder(self, masque: NDArray[np.bool_]) -> "Contenus":
        """Return the same zones with the items of a mask over ``poste``."""
        tailles = np.bincount(self.zone[masque], minlength=len(self.ptr) - 1)
        return Contenus(np.concatenate([[0], np.cumsum(tailles)]), self.poste[masque])


@dataclass(frozen=True)
class Zones(Contenus):
    """Distinct zones, sorted by discipline.

    Attributes
    ----------
    discipline, lieu : (zones,) what each zone is.
    """

    discipline: Entiers
    lieu: Entiers


def zones(
    discipline: Entiers, lieu: Entiers, lieux: pd.DataFrame, carte: Portees
) -> tuple[Zones, Entiers]:
    """Return the distinct zones of (discipline, lieu) pairs, and the zone of each pair."""
    cles, zone = np.unique(discipline * len(lieux) + lieu, return_inverse=True)
    discipline, lieu = np.divmod(cles, len(lieux))
    contenus = _contenus(discipline, lieu, lieux, carte)
    return Zones(contenus.ptr, contenus.poste, discipline, lieu), zone


def _contenus(discipline: Entiers, lieu: Entiers, lieux: pd.DataFrame, carte: Portees) -> Contenus:
    """Cut each lieu's postes to the discipline (a range: they are sorted by it) and limits."""
    largeur = len(carte.postes) + 1
    bases = pd.Index(lieux["base"].unique())
    base = bases.get_indexer(pd.Index(carte.incidence["lieu"]))
    cles = np.sort((base * largeur + carte.incidence["poste"].to_numpy())[base >= 0])
    origine = bases.get_indexer(pd.Index(lieux["base"]))[lieu] * largeur
    debuts = np.searchsorted(cles, origine + carte.bornes[discipline])
    tailles = np.searchsorted(cles, origine + carte.bornes[discipline + 1]) - debuts
    poste = cles[tranches(debuts, tailles)] % largeur
    tous = Contenus(np.concatenate([[0], np.cumsum(tailles)]), poste)
    type_poste = pd.factorize(carte.postes["type"])[0][poste]
    types = tous.garder(_acceptes(lieux, carte.postes)[lieu[tous.zone], type_poste])
    if lieux["restriction"].isna().all():
        return types
    return types.garder(retenus(lieux["restriction"], carte.postes, lieu[types.zone], types.poste))


def _acceptes(lieux: pd.DataFrame, postes: pd.DataFrame) -> NDArray[np.bool_]:
    """Return (lieux, types + 1): whether a lieu takes établissements of a type (last: no type)."""
    types = pd.factorize(postes["type"])[1]
    ensemble, ensembles = pd.factorize(lieux["types"])
    accepte = np.ones((len(ensembles) + 1, len(types) + 1), dtype=np.bool_)
    for numero, demandes in enumerate(ensembles):
        accepte[numero] = [*(nom in demandes.split("|") for nom in types), False]
    # An untyped lieu has ensemble -1, hence the last row, which takes everything.
    resultat: NDArray[np.bool_] = accepte[ensemble]
    return resultat


def tranches(debuts: Entiers, tailles: Entiers) -> Entiers:
    """Concatenate the ranges ``debut, …, debut + taille - 1``."""
    fins = np.cumsum(tailles)
    total = int(fins[-1]) if len(fins) else 0
    return np.repeat(debuts - fins + tailles, tailles) + np.arange(total)
