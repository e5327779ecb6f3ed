"""Who had a stronger claim to a place of the past than its holder (modele.md §2, §3)."""

import numpy as np

from mouvement.engine.contrats import Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import ORIGINES
from mouvement.scenarios.rejeu.enquete import Cause, Enquete

GRAVITE = ("DECISION", "BAREME_ENFREINT", "EGALITE", "BAREME_DIFFERENT", "COUPLE")
NATURE_SEULE = {"DECISION": "DECISION", "EXTENSION": "EXTENSION"}


def atteintes(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Return what the past owes to others: one cause for each place that a member took.

    Then one for each member wronged without that: what stood in his way is a place left free, or
    somebody who has the contract that we grant him.
    """
    trouvees, dits = [], set()
    for qui in gens.tolist():
        envieux = _envieux(enquete, qui, gens)
        if len(envieux):
            trouvees.append(_contre(enquete, qui, envieux, gens))
            dits.update(enquete.lignes.auteur[envieux].tolist())
    autres = (_autrement(enquete, qui, gens) for qui in gens.tolist() if qui not in dits)
    return trouvees + [cause for cause in autres if cause]


def _envieux(enquete: Enquete, qui: int, gens: Entiers) -> Entiers:
    """Return the stronger claims to a member's place, which he has by another contract than ours.

    In a kernel nobody has one: all that leads to a holder's place is closed to who is weaker than
    he, and granted to who is stronger and wants it.
    """
    passe, terrain = enquete.passe, enquete.terrain
    force = int(terrain.force[qui])
    if not force or passe.ligne[qui] == enquete.final.ligne[qui]:
        return np.empty(0, dtype=np.int64)
    return _recevables(enquete, qui, terrain.envieux(int(passe.poste[qui]), force), gens)


def _contre(enquete: Enquete, qui: int, envieux: Entiers, gens: Entiers) -> Cause:
    """Return the claim to show against a member."""
    ligne, poste = int(enquete.passe.ligne[qui]), int(enquete.passe.poste[qui])
    nature, lesee = _principale(enquete, ligne, envieux, gens)
    autres = len(np.unique(enquete.lignes.auteur[envieux])) - 1
    lese = int(enquete.lignes.auteur[lesee])
    return Cause(nature, qui, poste, ligne, lese, lesee, autres, interne=lese in gens)


def _autrement(enquete: Enquete, qui: int, gens: Entiers) -> Cause | None:
    """Return why a member should have had better, whoever has the place: nobody, if it is free."""
    terrain, lignes = enquete.terrain, enquete.lignes
    dues = terrain.dues[lignes.auteur[terrain.dues] == qui]
    notre = int(enquete.final.ligne[qui])
    # Half of a pair is due with the other half alone: what we grant them is.
    dues = dues[(dues == notre) | ~(lignes.conjoint[dues] & enquete.lies[qui])]
    if enquete.passe.exterieur[qui] or not len(dues):
        return None
    ligne = notre if notre in dues else int(dues[0])
    tenant = terrain.tenant_de(ligne, gens[gens != qui])
    if tenant not in (AUCUN, qui):
        tenue, siege = int(terrain.tenue[tenant]), int(terrain.siege[tenant])
        nature = _nature(enquete, tenue, ligne)
        return Cause(nature, tenant, siege, tenue, qui, ligne, interne=tenant in gens)
    if not enquete.passe.present[gens].all():  # Who is absent may have had the free place.
        return None
    poste = int(enquete.final.poste[qui]) if ligne == notre else AUCUN
    detail = "une place restait libre, ou l'était en asseyant autrement"
    if tenant == qui:
        detail = "il suffisait d'asseoir autrement, chacun dans sa zone"
    return Cause(_nature_seule(enquete, ligne), AUCUN, poste, AUCUN, qui, ligne, detail=detail)


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
    if ORIGINES[lignes.origine[autre]] == "DECISION":
        return "DECISION"
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


def _nature_seule(enquete: Enquete, ligne: int) -> str:
    """Return what was not done when nobody stands in the way of a contract."""
    lignes = enquete.lignes
    if enquete.lies[lignes.auteur[ligne]] and lignes.conjoint[ligne]:
        return "COUPLE"
    return NATURE_SEULE.get(ORIGINES[lignes.origine[ligne]], "BAREME_ENFREINT")
