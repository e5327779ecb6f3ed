"""One candidate's story in plain French, from the result's files alone."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from mouvement.engine.portees import GEOGRAPHIQUES
from mouvement.engine.restrictions import PAIRE
from mouvement.io.explication_voeux import Ligne, points, raconter_contrat

MARCHE = (
    "La barre d'une zone est le barème en dessous duquel personne n'y entre : tous les supports "
    "de la zone sont tenus par des agents qui ont au moins ce barème, ou par leurs titulaires. "
)
MARCHE_AVANT_ECHANGES = (
    "La barre d'une zone est le barème en dessous duquel personne n'y entre à l'étape générale : "
    "tous les supports de la zone y sont tenus par des agents qui ont au moins ce barème, ou par "
    "leurs titulaires. L'étape d'amélioration échange ensuite des postes entre agents qui sont "
    "déjà dans la zone : un poste peut alors revenir à l'un d'eux avec moins de points. "
)
TIRAGE = "À égalité de points, le tirage départage, le plus élevé l'emportant."
CRITERES = (
    "À égalité de points, les critères de départage décident, puis le tirage, le plus élevé "
    "l'emportant."
)


def raconter(
    tables: Mapping[str, list[Ligne]],
    *,
    lies: bool,
    ameliore: bool,
    partenaire: Sequence[Ligne] = (),
) -> str:
    """Return the story of one candidat.

    Parameters
    ----------
    tables : the candidat's lines of the tables ``io.resultats.HISTOIRE``.
    partenaire : the line of the affectations of whom he asks to move with.
    lies : whether the campaign ties couples.
    ameliore : whether it has an improvement stage.
    """
    lui, contrats = tables["affectations"][0], dans_l_ordre(tables["audit"])
    elements: dict[int, list[Ligne]] = {}
    for element in tables["baremes"]:
        elements.setdefault(element["rang"], []).append(element)
    parties = [
        _situation(lui, lies, partenaire),
        "",
        _decision(lui, contrats),
        "",
        "Ses vœux, dans l'ordre :",
    ]
    deja: dict[tuple[str, ...], str] = {}
    for contrat in contrats:
        # The barème of extension, rang 0, is told once.
        rang = 0 if contrat["origine"] == "EXTENSION" else contrat["rang"]
        parties += raconter_contrat(contrat, elements.pop(rang, []), deja)
    if not contrats:
        parties.append("  il n'a formulé aucun vœu et ne détient aucun poste à conserver.")
    parties += _signalements(tables["signalements"])
    departage = CRITERES if any(contrat["criteres"] for contrat in contrats) else TIRAGE
    tirage = f" Son tirage est {contrats[0]['tirage']}." if contrats else ""
    marche = MARCHE_AVANT_ECHANGES if ameliore else MARCHE
    return "\n".join([*parties, "", marche + departage + tirage])


def lignes(table: pd.DataFrame) -> list[Ligne]:
    """Return a table's lines as dictionaries, missing values as None."""
    valeurs = table.astype(object).where(table.notna(), None)
    return [dict(zip(table.columns, ligne, strict=True)) for ligne in valeurs.to_numpy().tolist()]


def dans_l_ordre(audit: list[Ligne]) -> list[Ligne]:
    """Return the lines as they were tried.

    One that made no contract, or a contract of the complementary stage, keeps its place by rang.
    """
    places, place = [], 0
    for contrat in audit:
        if contrat["etape"] != "COMPLEMENT":
            place = contrat["ordre"] or place
        places.append(place)
    return [audit[numero] for numero in sorted(range(len(audit)), key=places.__getitem__)]


def _situation(lui: Ligne, lies: bool, partenaire: Sequence[Ligne]) -> str:
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
        f"{''.join(f' ({_issue(ligne)})' for ligne in partenaire)}"
        f"{'' if lies else ' ; dans cette campagne, chacun est placé pour soi'}."
        if lui["simultanee"]
        else ""
    )
    return (
        f"Candidat {lui['candidat']}, discipline {lui['discipline']}, participation "
        f"{participation}, {poste}.{couple}"
    )


def _issue(autre: Ligne) -> str:
    """Say what somebody else got."""
    if autre["decision"] == "NON_AFFECTE":
        return "non affecté"
    rang = "" if autre["rang"] is None else f", par son vœu {autre['rang']}"
    etape = ETAPES.get(autre["etape"], "")
    return f"{VERBES[autre['decision']]}, {autre['libelle']}, poste {autre['poste']}{rang}{etape}"


def _decision(lui: Ligne, contrats: list[Ligne]) -> str:
    if lui["decision"] == "NON_AFFECTE":
        return _sans_poste(lui, contrats)
    lieu = f"{lui['libelle']}, poste {lui['poste']}"
    if lui["origine"] == "MAINTIEN":
        return (
            f"Décision : MAINTENU sur son poste, {lieu}. Aucun de ses vœux n'a pu être satisfait."
        )
    accorde = next(contrat for contrat in contrats if contrat["ordre"] == lui["ordre"])
    etape = ETAPES.get(lui["etape"], "")
    verbe = VERBES[lui["decision"]]
    precision = _precision(lui, accorde, contrats)
    return f"Décision : {verbe}, {lieu}, {_par(lui, accorde)}{etape}.{precision}"


ETAPES = {
    "AMELIORATION": " à l'étape d'amélioration",
    "COMPLEMENT": " à l'étape complémentaire, sur un poste resté vacant dans une autre discipline",
}
VERBES = {
    "MUTE": "MUTÉ",
    "MAINTENU": "MAINTENU sur son poste",
    "EXTENSION": "AFFECTÉ EN EXTENSION",
    "ANNUEL": "AFFECTÉ POUR UN AN",
}


def _sans_poste(lui: Ligne, contrats: list[Ligne]) -> str:
    etendu = any(contrat["origine"] == "EXTENSION" for contrat in contrats)
    extension = ", ni l'extension lui trouver un poste" if etendu else ""
    if any(map(_conjointe, contrats)):
        extension = (
            f", ni l'extension conjointe les placer tous deux, {lui['simultanee']} et lui, ni la "
            "sienne propre lui trouver un poste"
        )
    suite = (
        " Sa participation étant obligatoire, il reste à affecter."
        if lui["participation"] == "OBLIGATOIRE"
        else ""
    )
    return f"Décision : NON AFFECTÉ. Aucun de ses vœux n'a pu être satisfait{extension}.{suite}"


def _conjointe(contrat: Ligne) -> bool:
    """Tell whether the line is one of joint extension."""
    return contrat["origine"] == "EXTENSION" and PAIRE in contrat["zone"]


def _par(lui: Ligne, accorde: Ligne) -> str:
    """Say what gave him the poste, with its points if it has any."""
    numero = "" if lui["rang"] is None else f" {lui['rang']}"
    ce_qui = {
        "VOEU": f"par son vœu{numero}",
        "SPECIFIQUE": f"par son vœu{numero} au mouvement spécifique",
        "CARTE_SCOLAIRE": f"par son vœu{numero} de mesure de carte scolaire",
        "EXTENSION": "par l'extension conjointe de leurs vœux"
        if _conjointe(accorde)
        else "par l'extension de ses vœux",
        "DECISION": "par décision de l'administration",
    }[lui["origine"]]
    return ce_qui if lui["bareme"] is None else f"{ce_qui} avec {points(lui['bareme'])}"


def _precision(lui: Ligne, accorde: Ligne, contrats: list[Ligne]) -> str:
    if lui["origine"] == "EXTENSION":
        echec = _echec(lui, accorde, any(map(_conjointe, contrats)))
        return f" {echec} ; zone d'extension : {accorde['libelle']}."
    if re.split("[:/;]", accorde["zone"])[0] in GEOGRAPHIQUES:
        return (
            f" C'est un vœu large ({accorde['libelle']}) : le poste choisi dans la zone ne change "
            "ni qui y entre, ni les barres."
        )
    return ""


def _echec(lui: Ligne, accorde: Ligne, en_couple: bool) -> str:
    """Say what failed before the extension: his vœux, or what a couple asked for together."""
    autre = lui["simultanee"]
    if not en_couple:
        return "Aucun de ses vœux n'a pu être satisfait"
    if _conjointe(accorde):
        return (
            f"Aucun vœu commun n'a pu être satisfait pour les deux : {autre} et lui sont placés "
            "ensemble, dans un même département"
        )
    return (
        "Aucun vœu commun n'a pu être satisfait pour les deux, et l'extension conjointe (deux "
        "établissements d'un même département, ou un établissement et une zone de remplacement) "
        f"ne pouvait les placer, {autre} et lui : chacun est étendu seul"
    )


def _signalements(signalements: list[Ligne]) -> list[str]:
    if not signalements:
        return []
    recit = ["", "À regarder :"]
    for ligne in signalements:
        regle = f" (règle {ligne['regle']})" if ligne["regle"] else ""
        recit.append(f"  {ligne['detail'] or ligne['signalement']}{regle}")
    return recit
