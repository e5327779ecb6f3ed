"""The summary of a replay, in French: what an analyst reads first."""

from typing import Any

import pandas as pd

from mouvement.engine.points import en_points
from mouvement.io.markdown import tableau
from mouvement.io.tables_rejeu import NATURES

MONTRES = 20
"""Cases told; all are in the tables."""
AXES_DITS = {"DISCIPLINE": "Discipline", "CORPS": "Corps", "RANG": "Vœu", "DECISION": "Décision"}


def rediger(tables: dict[str, pd.DataFrame]) -> str:
    """Return the summary of one campaign, in Markdown that reads well as it is."""
    ligne = tables["rejeu_synthese"].to_dict("records")[0]
    parties = [
        f"# Rejeu de {ligne['academie']} {ligne['annee']}\n",
        *_accord(ligne),
        *_natures(ligne),
        *_cas(tables["rejeu_cas"]),
        *_barres(ligne, tables["rejeu_barres"]),
        *_axes(tables["rejeu_accords"]),
    ]
    return "\n".join(parties).rstrip("\n") + "\n"


def pourcent(part: int, total: int) -> str:
    """Return a share in French, never rounded up to all: 99,9 %."""
    milliemes = 1000 if total == 0 else part * 1000 // total
    return f"{en_points(milliemes * 100)} %"


def _accord(ligne: dict[Any, Any]) -> list[str]:
    accords, candidats = ligne["accords"], ligne["candidats"]
    dit = (
        f"{accords} candidats sur {candidats} ({pourcent(accords, candidats)}) ont le même sort "
        f"que dans le résultat passé. Différences : {ligne['differences']}, en {ligne['cas']} cas."
    )
    inconnus = ligne["inconnus"]
    if inconnus:
        dit += f" Agents du passé que le rejeu ne place pas : {inconnus}."
    return [dit, ""]


def _natures(ligne: dict[Any, Any]) -> list[str]:
    lignes = [
        (sens, str(ligne[nature.lower()]))
        for nature, sens in NATURES.items()
        if ligne[nature.lower()]
    ]
    return ["## Causes\n", tableau(("première cause", "cas"), lignes)] if lignes else []


def _cas(cas: pd.DataFrame) -> list[str]:
    if cas.empty:
        return []
    dits = [
        f"{numero}. {recit}." + (f" Chaîne : {chaine}." if candidats > 1 else "")
        for numero, recit, chaine, candidats in cas.head(MONTRES)[
            ["cas", "recit", "chaine", "candidats"]
        ].itertuples(index=False)
    ]
    reste = len(cas) - MONTRES
    fin = [f"\n… et {reste} autres cas, dans rejeu_cas.parquet."] if reste > 0 else []
    return ["## Cas\n", *dits, *fin, ""]


def _barres(ligne: dict[Any, Any], barres: pd.DataFrame) -> list[str]:
    dit = f"{ligne['barres_egales']} barres sur {ligne['barres']} sont les mêmes."
    communes = barres[(barres["niveau"] == "COM") & (barres["ecart"].fillna(0) != 0)]
    communes = communes.assign(taille=communes["ecart"].abs())
    communes = communes.sort_values(["taille", "discipline", "code"], ascending=[False, True, True])
    lignes = [
        (discipline, code, en_points(passee), en_points(notre), en_points(ecart))
        for discipline, code, passee, notre, ecart in communes.head(MONTRES)[
            ["discipline", "code", "barre_passee", "barre", "ecart"]
        ].itertuples(index=False)
    ]
    if not lignes:
        return ["## Barres\n", dit, ""]
    titres = ("discipline", "commune", "passée", "rejouée", "écart")
    return [
        "## Barres\n",
        dit + " Les plus grands écarts, par commune :\n",
        tableau(titres, lignes),
    ]


def _axes(accords: pd.DataFrame) -> list[str]:
    parties = []
    for axe, titre in AXES_DITS.items():
        siens = accords[accords["axe"] == axe]
        if siens.empty or not siens["differences"].sum():
            continue
        siens = siens.sort_values(["differences", "valeur"], ascending=[False, True])
        lignes = [
            (valeur, str(candidats), str(autres), pourcent(egaux, candidats))
            for valeur, candidats, egaux, autres in siens.head(MONTRES)[
                ["valeur", "candidats", "accords", "differences"]
            ].itertuples(index=False)
        ]
        titres = (titre.lower(), "candidats", "différences", "accord")
        parties += [f"## Accord par {titre.lower()}\n", tableau(titres, lignes)]
    return parties


def rediger_lot(synthese: pd.DataFrame, refus: dict[str, str]) -> str:
    """Return the summary of a batch: one line a campaign, then those that were refused."""
    colonnes = {nature.lower(): nature for nature in NATURES if synthese[nature.lower()].sum()}
    lignes = [
        (
            ligne["campagne"],
            str(ligne["annee"]),
            str(ligne["candidats"]),
            pourcent(ligne["accords"], ligne["candidats"]),
            str(ligne["differences"]),
            str(ligne["cas"]),
            *(str(ligne[colonne]) for colonne in colonnes),
        )
        for ligne in synthese.to_dict("records")
    ]
    titres = ("campagne", "année", "candidats", "accord", "différences", "cas", *colonnes.values())
    parties = ["# Rejeu d'une suite de campagnes\n", tableau(titres, lignes)]
    if refus:
        parties += ["## Campagnes refusées\n"]
        parties += [f"- {nom} : {motif}" for nom, motif in sorted(refus.items())]
    return "\n".join(parties).rstrip("\n") + "\n"
