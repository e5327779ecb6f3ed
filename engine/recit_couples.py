"""Couples told: why a simultaneous move was refused on the vœux before the one granted."""

import numpy as np

from mouvement.engine.barres import classes_des_tenants, points_des_tenants, tenants
from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import DECISION, RESIDUELLE, SPECIFIQUE
from mouvement.engine.placement import Etapes, Placements
from mouvement.engine.points import en_points
from mouvement.engine.resultat import BARRE_FERMEE

ENSEMBLE = "il n'y a place que pour l'un des deux"
REFUS_RESIDUEL = "refus résiduel : le couple y avait droit"
MOINS = "aucune issue qui en refuse moins n'a été trouvée, sans preuve qu'il n'y en a pas"
AUTANT = "toute autre issue en refuserait au moins autant"
PRIORITE = ", ou un couple plus prioritaire"
PRIORITE_SANS_PREUVE = " ; il n'est pas prouvé qu'aucune ne sert mieux un couple plus prioritaire"
APRES_LES_VOEUX = "{autre} : les supports y reviennent à des vœux, que suit l'extension"
SANS_SUPPORT = "{autre} : aucun support de sa discipline n'y est vacant ni libérable"
SOUS_BARRE = "{autre} est sous la barre de ce vœu : {manque}"
FERME = "aucun support ne s'y libère"
FERMES = {
    DECISION: "les supports y sont attribués par décision de l'administration",
    SPECIFIQUE: "les supports y reviennent à des candidats classés par une commission",
}
"""Why no number of points is enough, by the class of who holds the barre."""
DIFFERENT = (
    "hors des vœux communs, identiques et dans le même ordre : les listes de {autre} et la sienne "
    "diffèrent à partir du vœu {rang}"
)
A_L_ETAPE_GENERALE = "à l'étape générale, {phrase}"


def phrases_couples(contrats: Contrats, etapes: Etapes) -> tuple[dict[int, str], list[int]]:
    """Return what the audit says of partners' lines, and those refused for the other's sake.

    These are the contracts, before the one granted, that their author's own barème would have
    granted him: it is the other who could not be.
    """
    general = etapes.general
    candidats = contrats.candidats["candidat"].tolist()
    phrases = {"TOGETHER": ENSEMBLE, "REFUSED": _refus_residuel(general)}
    refuses: dict[int, str] = {}
    sous_barre: list[tuple[int, int, str]] = []
    for sort in general.sorts:
        verdicts = dict(zip(sort.couple.paires, sort.verdicts, strict=False))
        for cote, autre in ((0, 1), (1, 0)):
            nom = candidats[sort.couple.candidats[autre]]
            paires = {paire[cote]: paire for paire in sort.couple.paires}
            for ligne in _avant(contrats, general, sort.couple.candidats[cote]):
                paire = paires.get(ligne)
                if paire is None:
                    refuses[ligne] = SANS_SUPPORT.format(autre=nom)
                elif verdicts[paire] == "BELOW":
                    sous_barre.append((ligne, paire[autre], nom))
                else:
                    refuses[ligne] = phrases[verdicts[paire]]
    refuses |= _sous_barre(contrats, general, sous_barre)
    refuses = _apres_amelioration(contrats, etapes, refuses)
    return refuses | _differents(contrats), list(refuses)


def _apres_amelioration(
    contrats: Contrats, etapes: Etapes, refuses: dict[int, str]
) -> dict[int, str]:
    """Leave out what exchanges gave better than, and say what was true before them."""
    auteur, autres = contrats.table["candidat"].tolist(), _partenaires(contrats)
    avant, apres = etapes.general.ligne, etapes.ameliore.ligne
    dites = {}
    for ligne, phrase in refuses.items():
        qui, autre = auteur[ligne], autres[auteur[ligne]]
        if apres[qui] == AUCUN or ligne < apres[qui]:
            inchange = avant[autre] == apres[autre]
            dites[ligne] = phrase if inchange else A_L_ETAPE_GENERALE.format(phrase=phrase)
    return dites


def _differents(contrats: Contrats) -> dict[int, str]:
    """Say of the vœux that are not common where the two lists part."""
    candidats, autres = contrats.candidats["candidat"].tolist(), _partenaires(contrats)
    auteur, rang = contrats.table["candidat"].tolist(), contrats.table["rang"].tolist()
    premier: dict[int, int] = {}
    dites = {}
    for ligne in np.flatnonzero(~contrats.table["commun"]).tolist():
        qui = auteur[ligne]
        depuis = premier.setdefault(qui, rang[ligne])
        dites[ligne] = DIFFERENT.format(autre=candidats[autres[qui]], rang=depuis)
    return dites


def _refus_residuel(general: Placements) -> str:
    """Say what is proven of a couple's refusal, and no more."""
    if general.refus > general.borne:
        return f"{REFUS_RESIDUEL} ; {MOINS}"
    ordre = PRIORITE if general.prouve else PRIORITE_SANS_PREUVE
    return f"{REFUS_RESIDUEL}, mais {AUTANT}{ordre}"


def _avant(contrats: Contrats, general: Placements, candidat: int) -> list[int]:
    """His contracts before the one granted that qualify by themselves."""
    table = contrats.table
    debut, fin = np.searchsorted(table["candidat"], [candidat, candidat + 1]).tolist()
    accorde = int(general.ligne[candidat])
    lignes = np.arange(debut, fin if accorde == AUCUN else accorde)
    rang = table["rang_priorite"].to_numpy()[lignes]
    barre = general.barre_zone[table["zone"].to_numpy()[lignes]]
    seuls: list[int] = lignes[(rang > 0) & (rang >= barre)].tolist()
    return seuls


def _sous_barre(
    contrats: Contrats, general: Placements, lignes: list[tuple[int, int, str]]
) -> dict[int, str]:
    """Say by how much the other is short on the same vœu."""
    autres = np.array([autre for _, autre, _ in lignes], dtype=np.int64)
    table = contrats.table
    discipline = contrats.candidats["numero_discipline"].to_numpy()[table["candidat"].iloc[autres]]
    derniers = tenants(contrats, discipline, general.barre_zone[table["zone"].iloc[autres]])
    # No number of points would be enough for an extension against a vœu.
    classe = classes_des_tenants(contrats, derniers)
    apres = (table["classe"].to_numpy()[autres] == RESIDUELLE) & (classe != RESIDUELLE)
    barres = points_des_tenants(contrats, derniers).to_numpy(dtype=np.int64)
    manques = barres - table["bareme"].to_numpy()[autres]
    departage = table["departage"].to_numpy()
    tires = departage[autres] == departage[derniers]
    return {
        ligne: APRES_LES_VOEUX.format(autre=nom)
        if suit and barre != BARRE_FERMEE
        else SOUS_BARRE.format(
            autre=nom, manque=_manque(int(barre), int(manque), bool(tire), int(du_dernier))
        )
        for (ligne, _, nom), barre, manque, tire, suit, du_dernier in zip(
            lignes, barres, manques, tires, apres, classe, strict=True
        )
    }


def _manque(barre: int, manque: int, tire: bool, du_dernier: int) -> str:
    if barre == BARRE_FERMEE:
        return FERMES.get(du_dernier, FERME)
    if manque:
        return f"il manque {en_points(manque)} points"
    return f"départagé par {'le tirage' if tire else 'les critères'}"


def _partenaires(contrats: Contrats) -> dict[int, int]:
    membres = [couple.candidats for couple in contrats.couples]
    return {qui: autre for un, deux in membres for qui, autre in ((un, deux), (deux, un))}
