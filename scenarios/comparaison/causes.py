"""Why a candidat changed, where the two audits tell it.

What is looked at is one wish: the one that places him on one side, and what it became on the
other.
"""

from typing import Any

import pandas as pd

from mouvement.io.tables import table
from mouvement.io.tables_comparaison import CAUSES
from mouvement.scenarios.comparaison.listes import Listes
from mouvement.scenarios.comparaison.recit import raconter

Ligne = dict[str, Any]
_UTILES = (
    *("zone", "libelle", "rang", "ordre", "origine", "etape"),
    *("bareme", "barre", "motif", "regles", "detail", "criteres", "tirage"),
)
_RANGEES = (
    *("DEROGATION", "REFUS_SIMULTANEE", "BAREME_INSUFFISANT", "SANS_OBJET"),
    *("AUCUN_POSTE", "INELIGIBLE", "SUPPRIME"),
)
"""Motives, from what says most of a wish that made several lines."""
_PAR_MOTIF = {
    "SUPPRIME": "REGLE",
    "INELIGIBLE": "REGLE",
    "AUCUN_POSTE": "OFFRE",
    "REFUS_SIMULTANEE": "COUPLE",
    "DEROGATION": "DECISION",
}
_PAR_ORIGINE = {"MAINTIEN": "SITUATION", "EXTENSION": "EXTENSION", "DECISION": "DECISION"}
COTES = {"PERDU": {"ou": "a", "refuse": "b"}, "GAGNE": {"ou": "b", "refuse": "a"}}
"""Where the wish was granted, then where it was not."""


def chercher_causes(candidats: pd.DataFrame, a: Listes, b: Listes) -> pd.DataFrame:
    """Return the table ``causes``, by its key: of those in A and in B who changed."""
    change = candidats[candidats["change"] & ~candidats["sens"].isin(["ENTRANT", "SORTANT"])]
    meme = (change["voeu_a"] == change["voeu_b"]).fillna(False).astype("bool")
    listes = {"a": a, "b": b}
    lignes = _sieges(change[meme], listes)
    for quoi in COTES:
        lignes += _pivots(change[~meme], listes, quoi)
    _avec_capacites(lignes, candidats, listes)
    _avec_elements(lignes, listes)
    finies = [raconter(ligne) for ligne in lignes]
    finies += _sans_voeu(change[~change["candidat"].isin({un["candidat"] for un in finies})])
    return _table(finies)


def _sans_voeu(change: pd.DataFrame) -> list[Ligne]:
    """Return the lines of those of whom no wish was refused on one side only."""
    return [
        raconter(
            {
                "candidat": candidat,
                "quoi": "AUTRE",
                "nature": "ORDRE" if sens == "NON_COMPARABLE" else "NON_DIT",
            }
        )
        for candidat, sens in zip(change["candidat"], change["sens"], strict=True)
    ]


def _sieges(change: pd.DataFrame, listes: dict[str, Listes]) -> list[Ligne]:
    """Return the lines of those who have the same wish and another poste or decision."""
    lignes = []
    accordes = {cote: _lignes(liste.accordes, change) for cote, liste in listes.items()}
    for candidat in change["candidat"]:
        un, autre = (accordes[cote].get(candidat) for cote in "ab")
        if un and autre:
            ligne = {"candidat": candidat, "quoi": "SIEGE", "nature": "SIEGE"}
            lignes.append(ligne | _lieu(autre) | _deux(un, autre, "ab"))
    return lignes


def _lignes(accordes: pd.DataFrame, change: pd.DataFrame) -> dict[str, Ligne]:
    siens = accordes.reindex(columns=["voeu", *_UTILES])
    siens = siens[siens.index.isin(change["candidat"])]
    return dict(zip(siens.index, _dictionnaires(siens), strict=True))


def _pivots(change: pd.DataFrame, listes: dict[str, Listes], quoi: str) -> list[Ligne]:
    """Return what became of the wish granted on one side only, when the other side refused it."""
    ou, refuse = COTES[quoi]["ou"], COTES[quoi]["refuse"]
    accordes = _lignes(listes[ou].accordes, change)
    demandes = pd.DataFrame(
        [(candidat, ligne["voeu"]) for candidat, ligne in accordes.items()],
        columns=["candidat", "voeu"],
        dtype="str",
    )
    audit = listes[refuse].audit[["candidat", "voeu", *_UTILES]]
    trouvees: dict[str, list[Ligne]] = {}
    siennes = demandes.merge(audit, on=["candidat", "voeu"])
    for ligne in _dictionnaires(siennes):
        trouvees.setdefault(ligne["candidat"], []).append(ligne)
    lignes = []
    for candidat, accorde in accordes.items():
        autre = _decisive(accorde, trouvees.get(candidat, []))
        nature = _nature(accorde, autre, quoi)
        if nature:
            ligne = {"candidat": candidat, "quoi": quoi, "nature": nature, **_lieu(accorde)}
            ligne |= _deux(accorde, autre or {}, ou + refuse)
            if nature == "DEPARTAGE" and autre:
                ligne["autrement"] = any(accorde[n] != autre[n] for n in ("criteres", "tirage"))
            ecart = {nom: autre[nom] for nom in ("regles", "detail")} if autre else {}
            ligne |= ecart if nature == "REGLE" else {}
            lignes.append(ligne | {"etape": accorde["etape"]})
    return lignes


def _dictionnaires(table: pd.DataFrame) -> list[Ligne]:
    valeurs = table.astype(object).where(table.notna(), None)
    return [dict(zip(table.columns, ligne, strict=True)) for ligne in valeurs.to_numpy().tolist()]


def _lieu(ligne: Ligne) -> Ligne:
    return {nom: ligne[nom] for nom in ("zone", "libelle")}


def _deux(un: Ligne, autre: Ligne, cotes: str) -> Ligne:
    return {
        f"{nom}_{cote}": ligne.get(nom)
        for cote, ligne in zip(cotes, (un, autre), strict=True)
        for nom in ("rang", "bareme", "barre")
    }


def _decisive(accorde: Ligne, lignes: list[Ligne]) -> Ligne | None:
    """Return, of the lines of a wish, the same zone, else the one that says most."""
    return min(
        lignes,
        key=lambda ligne: (
            ligne["zone"] != accorde["zone"],
            _RANGEES.index(ligne["motif"]) if ligne["motif"] in _RANGEES else -1,
            ligne["zone"],
            ligne["ordre"] or 0,
        ),
        default=None,
    )


def _nature(accorde: Ligne, autre: Ligne | None, quoi: str) -> str:
    """Return the nature of a cause; "" when the other side had no need of this wish."""
    if autre is None:
        absent = "VOEU_RETIRE" if quoi == "PERDU" else "VOEU_AJOUTE"
        return _PAR_ORIGINE.get(accorde["origine"], absent)
    if autre["motif"] in ("SANS_OBJET", "SATISFAIT"):
        return ""
    if autre["motif"] in _PAR_MOTIF:
        return _PAR_MOTIF[autre["motif"]]
    return _points(accorde, autre)


def _points(accorde: Ligne, refuse: Ligne) -> str:
    """Return what made the difference between two lines: points, the barre, or else."""
    ses, autres = accorde["bareme"], refuse["bareme"]
    if ses is None or autres is None:
        return "CLASSEMENT"
    barres = [ligne["barre"] if ligne["barre"] is not None else -1 for ligne in (accorde, refuse)]
    if accorde["etape"] != "GENERAL" and ses < barres[0]:
        return "ETAPE"
    if ses == autres:
        return "DEPARTAGE" if barres[0] == barres[1] else "BARRE"
    # With the other side's points, or the other side's barre, would it have been enough?
    suffiraient, suffirait = ses >= barres[1], autres >= barres[0]
    if suffiraient != suffirait:
        return "BAREME" if suffiraient else "BARRE"
    return "BAREME_ET_BARRE" if barres[0] != barres[1] else "BAREME"


def _avec_capacites(
    lignes: list[Ligne], candidats: pd.DataFrame, listes: dict[str, Listes]
) -> None:
    """Add how many supports each zone has, when the table of barres has it."""
    noms = candidats["candidat"]
    for cote, liste in listes.items():
        barres = liste.resultat.barres
        cles = zip(
            barres["discipline"].astype("str"),
            barres["niveau"].astype("str") + ":" + barres["code"].astype("str"),
            strict=True,
        )
        capacites = dict(zip(cles, barres["capacite"].tolist(), strict=True))
        disciplines = dict(zip(noms, candidats[f"discipline_{cote}"], strict=True))
        academie = next(iter(barres.loc[barres["niveau"] == "ACA", "code"]), "")
        for ligne in lignes:
            zone = "ACA:" + academie if ligne["zone"] == "ACA" else ligne["zone"]
            zone = zone.replace("ZRE:", "ZR:", 1)
            ligne[f"capacite_{cote}"] = capacites.get((disciplines[ligne["candidat"]], zone))


def _avec_elements(lignes: list[Ligne], listes: dict[str, Listes]) -> None:
    """Add the elements of barème that differ, for the wishes whose points do."""
    differents = [
        ligne
        for ligne in lignes
        if ligne["bareme_a"] is not None
        and ligne["bareme_b"] is not None
        and ligne["bareme_a"] != ligne["bareme_b"]
    ]
    for cote, liste in listes.items():
        voulus = {(ligne["candidat"], ligne[f"rang_{cote}"] or 0) for ligne in differents}
        baremes = liste.resultat.baremes
        siens = baremes[baremes["candidat"].isin({candidat for candidat, _ in voulus})]
        points: dict[tuple[str, int], dict[str, int]] = {}
        for candidat, rang, element, valeur in zip(
            *(siens[nom].tolist() for nom in ("candidat", "rang", "element", "points")), strict=True
        ):
            points.setdefault((candidat, rang), {})[element] = valeur
        for ligne in differents:
            cle = (ligne["candidat"], ligne[f"rang_{cote}"] or 0)
            ligne[f"elements_{cote}"] = points.get(cle, {})


def _table(lignes: list[Ligne]) -> pd.DataFrame:
    """Return the lines with the types of the specification, sorted by key."""
    utiles = set(CAUSES.noms)
    nettes = [{nom: valeur for nom, valeur in ligne.items() if nom in utiles} for ligne in lignes]
    triees = sorted(nettes, key=lambda ligne: (ligne["candidat"], ligne["quoi"]))
    return table(CAUSES, triees)
