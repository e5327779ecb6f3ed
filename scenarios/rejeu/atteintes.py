"""Who had a stronger claim to a place of the past than its holder (modele.md §2, §3)."""

import numpy as np

from mouvement.engine.contrats import Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.scenarios.rejeu.enquete import Cause, Enquete

GRAVITE = ("BAREME_ENFREINT", "EGALITE", "BAREME_DIFFERENT", "COUPLE")


def atteintes(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Return what the past places of a case's members owe to others, one cause for each place."""
    causes = (_atteinte(enquete, qui, gens) for qui in gens.tolist())
    return [cause for cause in causes if cause]


def _atteinte(enquete: Enquete, qui: int, gens: Entiers) -> Cause | None:
    """Return the strongest claim to a member's place, which he has by another contract than ours.

    In a kernel nobody has one: all that leads to a holder's place is closed to who is weaker than
    he, and granted to who is stronger and wants it.
    """
    passe, lignes = enquete.passe, enquete.lignes
    ligne, poste = int(passe.ligne[qui]), int(passe.poste[qui])
    if passe.exterieur[qui] or poste < 0 or ligne == enquete.final.ligne[qui]:
        return None
    priorite = int(lignes.priorite[ligne])
    if not priorite:
        return None
    envieux = _recevables(enquete, qui, enquete.terrain.envieux(poste, priorite), gens)
    if not len(envieux):
        return None
    nature, lesee = _principale(enquete, ligne, envieux, gens)
    autres = len(np.unique(lignes.auteur[envieux])) - 1
    lese = int(lignes.auteur[lesee])
    return Cause(nature, qui, poste, ligne, lese, lesee, autres, interne=lese in gens)


def _recevables(enquete: Enquete, qui: int, envieux: Entiers, gens: Entiers) -> Entiers:
    """Leave out the holder's own claims, and those that another case explains, or no rule."""
    auteur = enquete.lignes.auteur[envieux]
    ailleurs = enquete.differents[auteur] & ~np.isin(auteur, gens)
    gardes = (auteur != qui) & ~ailleurs & ~enquete.passe.exterieur[auteur]
    return np.asarray(envieux[gardes])


def _principale(enquete: Enquete, ligne: int, envieux: Entiers, gens: Entiers) -> tuple[str, int]:
    """Return the claim to show, and its nature.

    The gravest: breaking a barème outside the case weighs more than a tie inside. Then a member's;
    then that of the contract that we grant; then the strongest.
    """
    natures = [_nature(enquete, ligne, int(autre)) for autre in envieux.tolist()]
    gravite = np.array([GRAVITE.index(nature) for nature in natures])
    auteur = enquete.lignes.auteur[envieux]
    dehors = ~np.isin(auteur, gens)
    perdue = enquete.final.ligne[auteur] == envieux
    ordre = np.lexsort((-enquete.lignes.priorite[envieux], ~perdue, dehors, gravite))
    return natures[ordre[0]], int(envieux[ordre[0]])


def _nature(enquete: Enquete, ligne: int, autre: int) -> str:
    """Return how a claim is stronger than a holder's contract."""
    lignes, baremes = enquete.lignes, enquete.baremes
    if enquete.lies[lignes.auteur[autre]] and lignes.conjoint[autre]:
        return "COUPLE"
    if lignes.classe[ligne] != lignes.classe[autre]:
        return "BAREME_ENFREINT"
    points = lignes.bareme[ligne], lignes.bareme[autre]
    if points[0] == points[1] and lignes.departage[ligne] == lignes.departage[autre]:
        return "EGALITE"
    if baremes is not None:
        autres = baremes.autre[[ligne, autre]]
        selon_l_autre = np.where(autres == AUCUN, points, autres)
        if (autres != AUCUN).any() and selon_l_autre[0] >= selon_l_autre[1]:
            return "BAREME_DIFFERENT"
    return "BAREME_ENFREINT"


def places_libres(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Return who was refused a place that was left free, or that shifting would have freed."""
    passe, zones = enquete.passe, enquete.contrats.zones
    causes = []
    for qui in gens.tolist():
        ligne = int(enquete.final.ligne[qui])
        if passe.exterieur[qui] or ligne == AUCUN or 0 <= passe.ligne[qui] <= ligne:
            continue
        zone = enquete.lignes.zone[ligne]
        postes = zones.poste[zones.ptr[zone] : zones.ptr[zone + 1]]
        if (enquete.terrain.barre_poste[postes] == 0).any():
            poste = int(enquete.final.poste[qui])
            detail = "une place restait libre, ou l'était en asseyant autrement"
            causes.append(Cause("BAREME_ENFREINT", AUCUN, poste, AUCUN, qui, ligne, detail=detail))
    return causes
