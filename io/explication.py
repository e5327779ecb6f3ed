"""One candidate's story in plain French, from the result's files alone."""

from typing import Any

import pandas as pd

from mouvement.engine.points import en_points
from mouvement.engine.portees import GEOGRAPHIQUES
from mouvement.engine.resultat import BARRE_FERMEE

Ligne = dict[str, Any]

PHRASES = {
    "SATISFAIT": "obtenu",
    "SANS_OBJET": "sans objet : mieux obtenu",
    "AUCUN_POSTE": "aucun poste",
    "SUPPRIME": "vœu supprimé",
    "INELIGIBLE": "vœu inéligible",
    "REFUS_SIMULTANEE": "refusé avec la mutation simultanée",
    "DEROGATION": "décision de l'administration",
}


def raconter(
    affectation: pd.DataFrame, audit: pd.DataFrame, baremes: pd.DataFrame, lies: bool
) -> str:
    """Return the story of one candidat.

    Parameters
    ----------
    affectation, audit, baremes : the candidat's lines of the result's tables.
    lies : whether the campaign ties couples.
    """
    lui = lignes(affectation)[0]
    elements: dict[int, list[Ligne]] = {}
    for element in lignes(baremes):
        elements.setdefault(element["rang"], []).append(element)
    contrats = lignes(audit)
    accorde = next((contrat for contrat in contrats if contrat["motif"] == "SATISFAIT"), None)
    parties = [_situation(lui, lies), "", _decision(lui, accorde), "", "Ses vœux, dans l'ordre :"]
    for contrat in contrats:
        parties += _voeu(contrat, elements.get(contrat["rang"], []))
    if not contrats:
        parties.append("  il n'a formulé aucun vœu et ne détient aucun poste à conserver.")
    tirage = f" Son tirage est {contrats[0]['tirage']}." if contrats else ""
    parties += ["", EXPLICATION_BARRE + tirage]
    return "\n".join(parties)


EXPLICATION_BARRE = (
    "La barre d'une zone est le barème en dessous duquel personne n'y entre : tous les supports "
    "de la zone sont tenus par des agents qui ont au moins ce barème, ou par leurs titulaires. "
    "À égalité de points, le tirage départage, le plus élevé l'emportant."
)


def lignes(table: pd.DataFrame) -> list[Ligne]:
    """Return a table's lines as dictionaries, missing values as None."""
    valeurs = table.astype(object).where(table.notna(), None)
    return [dict(zip(table.columns, ligne, strict=True)) for ligne in valeurs.to_numpy().tolist()]


def _situation(lui: Ligne, lies: bool) -> str:
    if lui["poste_actuel"] is None:
        poste = "sans poste à titre définitif"
    elif lui["carte_scolaire"]:
        poste = (
            f"touché par une mesure de carte scolaire sur le poste {lui['poste_actuel']} "
            f"({lui['libelle_actuel']})"
        )
    else:
        poste = f"titulaire du poste {lui['poste_actuel']} ({lui['libelle_actuel']})"
    participation = "obligatoire" if lui["participation"] == "OBLIGATOIRE" else "facultative"
    couple = (
        f" Il demande une mutation simultanée avec {lui['simultanee']}"
        f"{'' if lies else ' ; dans cette campagne, chacun est placé pour soi'}."
        if lui["simultanee"]
        else ""
    )
    return (
        f"Candidat {lui['candidat']}, discipline {lui['discipline']}, participation "
        f"{participation}, {poste}.{couple}"
    )


def _decision(lui: Ligne, accorde: Ligne | None) -> str:
    if lui["decision"] == "NON_AFFECTE":
        suite = (
            " Sa participation étant obligatoire, il reste à affecter."
            if lui["participation"] == "OBLIGATOIRE"
            else ""
        )
        return f"Décision : NON AFFECTÉ. Aucun de ses vœux n'a pu être satisfait.{suite}"
    lieu = f"{lui['libelle']}, poste {lui['poste']}"
    if lui["origine"] == "MAINTIEN":
        return (
            f"Décision : MAINTENU sur son poste, {lieu}. Aucun de ses vœux n'a pu être satisfait."
        )
    large = (
        f" C'est un vœu large ({accorde['libelle']}) : le poste choisi dans la zone ne change ni "
        "qui y entre, ni les barres."
        if accorde and accorde["zone"].partition(":")[0] in GEOGRAPHIQUES
        else ""
    )
    etape = " à l'étape d'amélioration" if lui["etape"] == "AMELIORATION" else ""
    voeu = f"par son vœu {lui['rang']} avec {_points(lui['bareme'])}{etape}"
    verbe = "MUTÉ" if lui["decision"] == "MUTE" else "MAINTENU sur son poste"
    return f"Décision : {verbe}, {lieu}, {voeu}.{large}"


def _voeu(contrat: Ligne, elements: list[Ligne]) -> list[str]:
    if contrat["rang"] is None:
        texte = "maintien sur son poste"
        points = ""
    else:
        texte = f"vœu {contrat['rang']}, {contrat['libelle']} [{contrat['zone']}]"
        points = f" : {_points(contrat['bareme'])}"
    recit = [f"  {texte}{points}{_barre(contrat)} → {_motif(contrat)}"]
    if len(elements) > 1 or (elements and elements[0]["regle"]):
        recit += [
            f"      {element['element']} ({element['regle']}) : {en_points(element['points'])}"
            for element in elements
        ]
    return recit


def _barre(contrat: Ligne) -> str:
    if contrat["rang"] is None or contrat["ordre"] is None:
        return ""
    if contrat["barre"] is None:
        return ", zone ouverte"
    if contrat["barre"] == BARRE_FERMEE:
        return ", zone fermée"
    return f", barre {en_points(contrat['barre'])}"


def _motif(contrat: Ligne) -> str:
    detail = f" ({contrat['detail']})" if contrat["detail"] else ""
    if contrat["motif"] != "BAREME_INSUFFISANT":
        if contrat["rang"] is None and contrat["motif"] == "SATISFAIT":
            return "appliqué"
        return PHRASES[contrat["motif"]] + detail
    if contrat["barre"] == BARRE_FERMEE:
        return "refusé" + detail
    manque = contrat["barre"] - contrat["bareme"]
    if manque:
        return f"refusé : il manque {_points(manque)}" + detail
    return "refusé" + detail


def _points(milliemes: int) -> str:
    return f"{en_points(milliemes)} point{'s' if milliemes >= 2000 else ''}"
