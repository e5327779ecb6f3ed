"""The mechanism of the 343 points (IV.4.12): who has gathered enough."""

import numpy as np

from mouvement.engine.instruction import elements
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.tableau import Tableau

MILLIEMES = 1000


def points_anciennete(tableau: Tableau) -> Entiers:
    """Return (candidats,) the whole points of the partie commune; 0 without vœu."""
    communs = tableau.reglement.partie_commune
    siens = [e for e in tableau.reglement.elements if e.nom in communs]
    somme = elements.total(tableau, [elements.points_de(tableau, e) for e in siens])
    points = np.zeros(len(tableau.candidats), dtype=np.int64)
    np.maximum.at(points, tableau.auteur, somme)
    return points // MILLIEMES
