"""Barres of A and B, zone by zone."""

import numpy as np
import pandas as pd

from mouvement.engine.resultat import BARRE_FERMEE, Resultat

CLE = ["discipline", "niveau", "code", "etape"]
VALEURS = ["etat", "barre", "capacite", "entrants"]
OUVERTES = ("OUVERTE", "EXTENSION")


def comparer_barres(a: Resultat, b: Resultat, libelles: "pd.Series[str]") -> pd.DataFrame:
    """Return the table ``barres_comparees``, by its key.

    Parameters
    ----------
    libelles : name of each zone, by its label ``niveau:code``.
    """
    un, autre = (_barres(resultat) for resultat in (a, b))
    table = un.merge(autre, on=CLE, how="outer", suffixes=("_a", "_b")).sort_values(CLE)
    hauteurs = [_hauteur(table, cote) for cote in "ab"]
    ecart = (table["barre_b"] - table["barre_a"]).astype("Int64")
    chiffrees = (table["etat_a"] == "BARRE") & (table["etat_b"] == "BARRE")
    cas = [table["etat_a"].isna(), table["etat_b"].isna()]
    cas += [hauteurs[1] > hauteurs[0], hauteurs[1] < hauteurs[0]]
    sens = np.select(cas, ["APPARUE", "DISPARUE", "HAUSSE", "BAISSE"], "EGALE")
    zones = table["niveau"] + ":" + table["code"]
    return table.assign(
        libelle=zones.map(libelles).astype("str"),
        sens=pd.Series(sens, index=table.index, dtype="str"),
        ecart=ecart.where(chiffrees),
    ).reset_index(drop=True)


def _barres(resultat: Resultat) -> pd.DataFrame:
    textes = dict.fromkeys([*CLE, "etat"], "str")
    nombres = dict.fromkeys(["barre", "capacite", "entrants"], "Int64")
    return resultat.barres[[*CLE, *VALEURS]].astype({**textes, **nombres})


def _hauteur(table: pd.DataFrame, cote: str) -> "pd.Series[int]":
    """Return how high each barre is: open, then points, then closed."""
    etat = table[f"etat_{cote}"]
    points = table[f"barre_{cote}"].fillna(0).astype("int64")
    hauteur: pd.Series[int] = points.mask(etat.isin(OUVERTES), -1).mask(
        etat == "FERMEE", BARRE_FERMEE
    )
    return hauteur


def compter(barres: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return, by niveau that has barres, how many went each way."""
    tableau = pd.crosstab(barres["niveau"], barres["sens"])
    return {
        str(niveau): {str(sens): int(nombre) for sens, nombre in ligne.items()}
        for niveau, ligne in tableau.to_dict("index").items()
    }
