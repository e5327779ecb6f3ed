"""One line of the audit in plain French: what was asked, with what, what it became and why."""

from typing import Any

from mouvement.engine.audit_detail import APRES_LES_VOEUX
from mouvement.engine.points import en_points
from mouvement.engine.resultat import BARRE_FERMEE

Ligne = dict[str, Any]

PHRASES = {
    "SATISFAIT": "obtenu",
    "SANS_OBJET": "sans objet : mieux obtenu",
    "AUCUN_POSTE": "aucun poste",
    "SUPPRIME": "vœu supprimé",
    "INELIGIBLE": "vœu inéligible",
    "REFUS_SIMULTANEE": "refusé avec la mutation simultanée",
    "DEROGATION": "refusé par l'effet d'une décision de l'administration",
}


def raconter_contrat(
    contrat: Ligne, elements: list[Ligne], deja: dict[tuple[str, ...], str]
) -> list[str]:
    """Return what became of one line, then its barème, what broke a tie, its rules.

    ``deja``: which vœu told each decomposition first; it is not told twice.
    """
    bareme = "" if contrat["bareme"] is None else f" : {points(contrat['bareme'])}"
    recit = [f"  {_demande(contrat)}{bareme}{_barre(contrat)} → {_motif(contrat)}"]
    if len(elements) > 1 or (elements and elements[0]["regle"]):
        recit += [f"      {dit}" for dit in _decomposition(contrat, elements, deja)]
    if contrat["criteres"] and contrat["bareme"] in (None, contrat["barre"]):
        recit.append(f"      critères de départage : {contrat['criteres']}")
    if contrat["regles"]:
        ids = contrat["regles"].split("|")
        recit.append(f"      règle{'s' if len(ids) > 1 else ''} : {', '.join(ids)}")
    return recit


def _demande(contrat: Ligne) -> str:
    if contrat["origine"] == "MAINTIEN":
        return "maintien sur son poste"
    numero = "" if contrat["rang"] is None else f" {contrat['rang']}"
    ce_que = {
        "VOEU": f"vœu{numero}",
        "SPECIFIQUE": f"vœu{numero} au mouvement spécifique",
        "CARTE_SCOLAIRE": f"vœu{numero} de carte scolaire",
        "EXTENSION": "extension",
        "DECISION": "décision de l'administration",
    }[contrat["origine"]]
    return f"{ce_que}, {contrat['libelle']} [{contrat['zone']}]"


def _decomposition(
    contrat: Ligne, elements: list[Ligne], deja: dict[tuple[str, ...], str]
) -> list[str]:
    dits = tuple(map(_element, elements))
    if dits in deja and len(dits) > 1:
        return [f"même barème que {deja[dits]}"]
    deja.setdefault(dits, f"le vœu {contrat['rang']}" if contrat["rang"] else "l'extension")
    return [*dits]


def _element(element: Ligne) -> str:
    regle = f" ({element['regle']})" if element["regle"] else ""
    return f"{element['element']}{regle} : {en_points(element['points'])}"


def _barre(contrat: Ligne) -> str:
    if contrat["bareme"] is None or contrat["ordre"] is None:
        return ""
    # In the improvement stage the barre of entry is not what the points are held against.
    entree = " d'entrée" if contrat["etape"] == "AMELIORATION" else ""
    if contrat["barre"] is None:
        return ", zone ouverte"
    if contrat["barre"] == BARRE_FERMEE:
        if contrat["motif"] == "SATISFAIT":
            return ""  # he has it by a priority that no points give
        return f", zone fermée{' à l’entrée' if entree else ''}"
    return f", barre{entree} {en_points(contrat['barre'])}"


def _motif(contrat: Ligne) -> str:
    detail = f" ({contrat['detail']})" if contrat["detail"] else ""
    if contrat["origine"] == "DECISION":
        return "appliquée" + detail
    if contrat["motif"] != "BAREME_INSUFFISANT":
        if contrat["origine"] == "MAINTIEN" and contrat["motif"] == "SATISFAIT":
            return "appliqué"
        return PHRASES[contrat["motif"]] + detail
    return "refusé" + _manque(contrat) + detail


def _manque(contrat: Ligne) -> str:
    """Say what is missing, when points would have been enough."""
    if contrat["bareme"] is None or contrat["barre"] in (None, BARRE_FERMEE):
        return ""
    manque = contrat["barre"] - contrat["bareme"]
    # Against a vœu, no number of points is enough for an extension.
    if manque <= 0 or APRES_LES_VOEUX in (contrat["detail"] or ""):
        return ""
    return f" : il manque {points(manque)}"


def points(milliemes: int) -> str:
    """Return a number of points in French."""
    return f"{en_points(milliemes)} point{'s' if milliemes >= 2000 else ''}"
