"""What each group of candidats gets in A and in B."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from mouvement.io.tables_comparaison import GROUPES
from mouvement.scenarios.comparaison.cote import Cote

MESURES = ("satisfaits", "premiers", "sans_poste")
FAMILLES = {"RC": "rapprochement de conjoints", "APC": "autorité parentale conjointe"}
SITUATIONS = ("titulaires d'un poste", "poste supprimé", "entrants et autres sans poste")


def _oui_non(vrais: pd.Series) -> pd.Series:
    return pd.Series(np.where(vrais, "oui", "non"), index=vrais.index, dtype="str")


def _situation(candidats: pd.DataFrame) -> pd.Series:
    cas = [candidats["poste_actuel"].isna(), candidats["carte_scolaire"]]
    noms = np.select(cas, [SITUATIONS[2], SITUATIONS[1]], SITUATIONS[0])
    return pd.Series(noms, index=candidats.index, dtype="str")


Division = Callable[[pd.DataFrame], pd.Series]
DU_RESULTAT: dict[str, Division] = {
    "ENSEMBLE": lambda candidats: pd.Series("tous", index=candidats.index, dtype="str"),
    "SITUATION": _situation,
    "CARTE_SCOLAIRE": lambda candidats: _oui_non(candidats["carte_scolaire"]),
    "PARTICIPATION": lambda candidats: candidats["participation"].astype("str").str.lower(),
    "COUPLE": lambda candidats: _oui_non(candidats["simultanee"].notna()),
}
DE_LA_CAMPAGNE: dict[str, tuple[str, Division]] = {
    "CORPS": ("corps", lambda candidats: candidats["corps"]),
    "SEXE": ("sexe", lambda candidats: candidats["sexe"]),
    "FAMILLE": (
        "demande_familiale",
        lambda candidats: candidats["demande_familiale"].map(FAMILLES).fillna("aucune demande"),
    ),
    "HANDICAP": ("boe_titre", lambda candidats: _oui_non(candidats["boe_titre"].notna())),
}
"""Group → the column of the campaign's candidats that it needs, and how it divides them."""
NOMS = {
    "ENSEMBLE": "Ensemble",
    "SITUATION": "Situation",
    "CARTE_SCOLAIRE": "Carte scolaire",
    "PARTICIPATION": "Participation",
    "COUPLE": "Mutation simultanée",
    "CORPS": "Corps",
    "SEXE": "Sexe",
    "FAMILLE": "Demande familiale",
    "HANDICAP": "Obligation d'emploi",
}


def comparer_satisfaction(a: Cote, b: Cote) -> pd.DataFrame:
    """Return the table ``satisfaction``, groups in the order of ``GROUPES``."""
    # A group that only one campaign gives would show nobody on the other side.
    dits = [g for g, (nom, _) in DE_LA_CAMPAGNE.items() if connu(a, nom) and connu(b, nom)]
    un, autre = _compte(a, dits), _compte(b, dits)
    table = un.merge(autre, on=["groupe", "valeur"], how="outer", suffixes=("_a", "_b"))
    table = table.set_index(["groupe", "valeur"]).fillna(0).astype("int64")
    for cote in "ab":
        effectif = table[f"effectif_{cote}"]
        table[f"part_{cote}"] = table[f"satisfaits_{cote}"] / effectif.where(effectif > 0)
    table = table.reset_index()
    place = table["groupe"].map(GROUPES.index)
    return table.assign(place=place).sort_values(["place", "valeur"]).drop(columns="place")


def _compte(cote: Cote, dits: list[str]) -> pd.DataFrame:
    candidats = _avec_mesures(cote)
    divisions = {groupe: division(candidats) for groupe, division in DU_RESULTAT.items()}
    for groupe in dits:
        divisions[groupe] = DE_LA_CAMPAGNE[groupe][1](candidats).fillna("non dit")
    comptes = [
        candidats.groupby(valeurs.rename("valeur").astype("str"))[["effectif", *MESURES]]
        .sum()
        .assign(groupe=groupe)
        .reset_index()
        for groupe, valeurs in divisions.items()
    ]
    return pd.concat(comptes)


def _avec_mesures(cote: Cote) -> pd.DataFrame:
    affectations = cote.resultat.affectations.astype({"candidat": "str", "decision": "str"})
    profil = cote.terrain["candidats"].drop(columns="ligne", errors="ignore")
    candidats = affectations.merge(profil, on="candidat", how="left")
    premier = candidats["candidat"].map(cote.listes.premiers)
    return candidats.assign(
        effectif=1,
        satisfaits=candidats["rang"].notna().astype("int64"),
        premiers=(candidats["rang"] == premier).fillna(False).astype("int64"),
        sans_poste=(candidats["decision"] == "NON_AFFECTE").astype("int64"),
    )


def connu(cote: Cote, colonne: str) -> bool:
    """Say whether a campaign gives a column of candidats."""
    return bool(cote.terrain["candidats"][colonne].notna().any())
