"""Agents in order by an ordered list of criteria, and the line that a number of places draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mouvement.engine.reglements.designation import SENS, Critere

Entiers = npt.NDArray[np.int64]
Masque = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Classement:
    """A pool of agents, first designated first; every array is in that order.

    Attributes
    ----------
    places : how many are designated.
    lignes : their rows in the frame.
    cles : their value for each criterion, lowest first: shape (agents, criteria).
    debut, fin : where their run of equals begins and ends (excluded).
    """

    places: int
    lignes: Entiers
    cles: Entiers
    debut: Entiers
    fin: Entiers

    @property
    def dispute(self) -> bool:
        """There is a choice to make."""
        return 0 < self.places < len(self.lignes)

    @property
    def retenus(self) -> Masque:
        """Those who are designated for sure."""
        return self.fin <= self.places

    @property
    def a_egalite(self) -> Masque:
        """Those whose run of equals has fewer places than agents."""
        return (self.debut < self.places) & (self.places < self.fin)

    def decisif(self) -> Entiers:
        """Return the first criterion that sets each one apart from the other side of the line.

        Only for a ``dispute``; meaningless for ``a_egalite``.
        """
        rangs = np.arange(len(self.lignes))
        vis_a_vis = np.where(rangs < self.places, self.places, self.places - 1)
        premier: Entiers = np.argmax(self.cles != self.cles[vis_a_vis], axis=1)
        return premier


def classer(
    frame: pd.DataFrame, masque: Masque, criteres: Sequence[Critere], places: int
) -> Classement:
    """Put the rows of the mask in order; without criteria, they are all equal."""
    lignes = np.flatnonzero(masque).astype(np.int64)
    cles = np.empty((len(lignes), len(criteres)), np.int64)
    for rang, critere in enumerate(criteres):
        valeurs = frame[critere.nom].to_numpy()[lignes]
        cles[:, rang] = SENS[critere.retient] * valeurs.astype(np.int64)
    if criteres:
        ordre = np.lexsort(cles.T[::-1])
        lignes, cles = lignes[ordre], cles[ordre]
    change = (cles[1:] != cles[:-1]).any(axis=1)
    groupe = np.concatenate([[0], np.cumsum(change)])[: len(lignes)]
    tailles = np.bincount(groupe, minlength=1)
    fin = np.cumsum(tailles)[groupe]
    return Classement(places, lignes, cles, fin - tailles[groupe], fin)
