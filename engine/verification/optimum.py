"""Whether an outcome that breaks no barème is the candidats' best one: no rotation is left.

The strongest claim on a held poste (``Marche.pretendants``) is the one that would follow if its
holder left. So each holder makes room for one candidat at most; where that comes round in a
circle, all of it can advance at once with nobody's barème broken. Conversely, let some outcome be
better, and let a holder h do better in it. Somebody took over h's part, by a claim no stronger
than the strongest one, c. Had the author of c not done better too, he would still claim c, and
against weaker holders than c: a justified envy. So from those who do better, the steps never
leave them, and come round. (Barres cannot tell: keeping everybody where he is breaks none.)
"""

from collections.abc import Callable

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Entiers, prendre
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.octrois import Octrois, marche_general

Rotation = list[tuple[int, int]]
"""(candidat, contract or claim that he should get), each in the place of the one before."""

NOMMES = 4
"""Candidats of an exchange that a sentence names; the others are counted."""

NOYAU = (
    Condition.AFFECTATIONS,
    Condition.ZONES,
    Condition.CAPACITES,
    Condition.SUPPORTS_LIBRES,
    Condition.OCCUPANTS,
    Condition.ENVIE,
)
"""What must hold for the outcome to be a kernel: before that, there is no best one to speak of."""


def verifier_optimum(attendu: Attendu, octrois: Octrois, registre: Registre) -> None:
    """Report what candidats of stage one could exchange, if it is a kernel so far.

    Partners hold what they were granted, and claim nothing on their own (modele.md §4).
    """
    if registre.releve(*NOYAU):
        return
    liste = attendu.contrats.liste
    mieux = np.flatnonzero(octrois.preferes(liste.candidat) & ~attendu.conjoints)
    marche = marche_general(attendu, octrois)
    trouvees = rotations(attendu, marche, mieux, liste.zone[mieux])

    def constat(numero: int) -> Constat:
        vu, voulu, suite = dire_echange(attendu, octrois, trouvees[numero], attendu.dire_contrat)
        candidat = trouvees[numero][0][0]
        cle = f"candidat {attendu.candidats.noms.textes[candidat]}"
        phrase = f"{attendu.dire_affectation(cle)} : sans léser personne, {suite}"
        regle = Condition.OPTIMUM
        return Constat(regle, "affectations", cle, "ordre", vu, voulu, phrase, candidat)

    registre.lister(Condition.OPTIMUM, "affectations", range(len(trouvees)), constat)


def dire_echange(
    attendu: Attendu, octrois: Octrois, rotation: Rotation, dire: Callable[[int], str]
) -> tuple[str, str, str]:
    """Return (what the first has, what he could have, the whole exchange in words).

    ``dire`` : names what somebody should get.
    """
    noms = attendu.candidats.noms.textes
    gains = [f"à {noms[c]} son {dire(k)}" for c, k in rotation]
    if len(gains) > NOMMES:
        gains[NOMMES:] = [f"à {len(gains) - NOMMES} autre(s) un meilleur vœu"]
    liste = ", ".join(gains[:-1]) + f" et {gains[-1]}" if len(gains) > 1 else gains[0]
    premier, contrat = rotation[0]
    vu = attendu.dire_contrat(int(octrois.contrat[premier]))
    return vu, dire(contrat), f"on pouvait donner {liste}."


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
    return tourner(marche, len(attendu.candidats.noms), suite, liste.candidat)


def tourner(marche: Marche, candidats: int, suite: Entiers, auteurs: Entiers) -> list[Rotation]:
    """Return the circles in which each takes the place of the one before.

    Parameters
    ----------
    candidats : how many there are.
    suite : of each holder, the strongest claim on his seat (``NUL``: none).
    auteurs : whose each claim is.
    """
    nombre = len(marche.candidat)
    # Who holds nothing makes room for nobody: the last place, which leads to itself.
    place = np.full(candidats, nombre, dtype=np.int64)
    place[marche.candidat] = np.arange(nombre, dtype=np.int64)
    suivant = np.append(prendre(place, prendre(auteurs, suite), nombre), nombre)
    return [
        [(int(auteurs[suite[i]]), int(suite[i])) for i in cercle] for cercle in _cercles(suivant)
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
