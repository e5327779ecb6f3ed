"""Whether an outcome that breaks no barème is the candidats' best one: no rotation is left.

The strongest claim on a held poste (``Marche.pretendants``) is the one that would follow if its
holder left. So each holder makes room for one candidat at most; where that comes round in a
circle, all of it can advance at once with nobody's barème broken. Conversely, let some outcome be
better, and let a holder h do better in it. Somebody took over h's part, by a claim no stronger
than the strongest one, c. Had the author of c not done better too, he would still claim c, and
against weaker holders than c: a justified envy. So from those who do better, the steps never
leave them, and come round. (Barres cannot tell: keeping everybody where he is breaks none.)
"""

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Entiers, prendre
from mouvement.engine.verification.marche import Marche

Rotation = list[tuple[int, int]]
"""(candidat, contract that he should get), each in the place of the one before."""


def rotations(
    attendu: Attendu, marche: Marche, contrats: Entiers, zones: Entiers
) -> list[Rotation]:
    """Return the circles of candidats who could all do better.

    Parameters
    ----------
    marche : without any justified envy.
    contrats, zones : contracts that candidats prefer to what they hold, and their zones.
    """
    liste, priorites = attendu.contrats.liste, attendu.priorites
    force = marche.pretendants(zones, priorites.rang[contrats])[marche.siege]
    suite = priorites.contrat(attendu.candidats.discipline[marche.candidat], force)
    nombre = len(marche.candidat)
    # Who holds nothing makes room for nobody: the last place, which leads to itself.
    place = np.full(len(attendu.candidats.noms), nombre, dtype=np.int64)
    place[marche.candidat] = np.arange(nombre, dtype=np.int64)
    suivant = np.append(prendre(place, prendre(liste.candidat, suite), nombre), nombre)
    return [
        [(int(liste.candidat[suite[i]]), int(suite[i])) for i in cercle]
        for cercle in _cercles(suivant)
    ]


def _cercles(suivant: Entiers) -> list[list[int]]:
    """Return the circles of a map into itself, but that of its last element."""
    loin = suivant
    for _ in range(len(suivant).bit_length()):
        loin = loin[loin]  # After as many steps as there are elements, all are on circles.
    restants = set(loin.tolist()) - {len(suivant) - 1}
    cercles = []
    for depart in sorted(restants):
        if depart in restants:
            cercle = [depart]
            while (ici := int(suivant[cercle[-1]])) != depart:
                cercle.append(ici)
            restants -= set(cercle)
            cercles.append(cercle)
    return cercles
