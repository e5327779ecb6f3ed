"""Years of a career, from the table ``carriere``: those that count, suspend, or break a stretch.

Every mask is by row of the table, which is sorted by (candidat, annee); no number of a rule is
here. A candidat without row has the fact that the table ``candidats`` gives instead.
"""

import numpy as np
import pandas as pd

from mouvement.engine.instruction.tableau import Tableau

ACTIVITE = "ACTIVITE"


def effectives(carriere: pd.DataFrame, *, quotite: int = 0, mois: int = 0) -> pd.Series:
    """Return the years of activity with at least this share of service and these months."""
    en_activite = carriere["position"] == ACTIVITE
    return en_activite & (carriere["quotite"] >= quotite) & (carriere["mois"] >= mois)


def periode(
    carriere: pd.DataFrame,
    lieu: pd.Series,
    *,
    suspend: pd.Series | None = None,
    pont: pd.Series | None = None,
    derniere: int | None = None,
) -> pd.Series:
    """Return the years of each candidat's last stretch in one place.

    Parameters
    ----------
    lieu : the place of each year; a missing one is nowhere.
    suspend : years that do not break, wherever they were spent: they have the place of what
        follows, but for the last.
    pont : years that the move to the place of the next one does not break.
    derniere : the stretch must reach this year, without a year missing; None: nothing is asked.
    """
    candidat = carriere["candidat"].iloc[::-1]
    recente = candidat != candidat.shift()
    place = lieu.iloc[::-1]
    if suspend is not None:
        suspendue = suspend.iloc[::-1] & ~recente
        place = place.mask(suspendue, place.mask(suspendue).groupby(candidat).ffill())
    tient = place == place.shift()
    if pont is not None:
        tient |= pont.iloc[::-1]
    if derniere is not None:
        annee = carriere["annee"].iloc[::-1]
        tient &= annee == annee.shift() - 1
        recente &= annee == derniere
    rompt = ~(tient.where(candidat == candidat.shift(), recente) & place.notna())
    ruptures = rompt.astype("int64").groupby(candidat).cumsum()
    return (ruptures == 0).iloc[::-1]


def continues(
    tableau: Tableau, lieu: pd.Series, compte: pd.Series, fait: str, pont: pd.Series | None = None
) -> pd.Series:
    """Return (candidats,) the years that count of the stretch that runs to the mouvement.

    Years out of activity suspend it.
    """
    annees = tableau.campagne.carriere
    if annees.empty:
        return tableau.candidats[fait].astype("int64")
    suspend = annees["position"] != ACTIVITE
    garde = periode(annees, lieu, suspend=suspend, pont=pont, derniere=tableau.annee - 1)
    return compter(tableau, garde & compte, fait)


def compter(tableau: Tableau, compte: pd.Series, fait: str) -> pd.Series:
    """Return (candidats,) how many years count; the fact for those who have no row."""
    candidats = tableau.candidats
    annees = compte.astype("int64").groupby(tableau.campagne.carriere["candidat"]).sum()
    comptees = candidats["candidat"].map(annees)
    return comptees.fillna(candidats[fait]).astype("int64")


def derniere(tableau: Tableau, colonne: str) -> pd.Series:
    """Return (candidats,) a column's value for the last year; missing for those without row."""
    fin = tableau.campagne.carriere.drop_duplicates("candidat", keep="last")
    valeurs = fin.set_index("candidat")[colonne]
    return tableau.candidats["candidat"].map(valeurs).astype(valeurs.dtype)


def decrits(tableau: Tableau) -> pd.Series:
    """Return (candidats,) who has rows."""
    noms = tableau.candidats["candidat"]
    rang = pd.Index(tableau.campagne.carriere["candidat"].unique()).get_indexer(pd.Index(noms))
    return pd.Series(rang >= 0, index=noms.index)


def annees_depuis(dates: pd.Series, fin: pd.Timestamp) -> pd.Series:
    """Return the whole years from each date to the end of a day, 0 when there is no date."""
    lendemain = fin + pd.Timedelta(days=1)
    pas_encore = dates.dt.month * 100 + dates.dt.day > lendemain.month * 100 + lendemain.day
    annees = lendemain.year - dates.dt.year - pas_encore.astype("int64")
    return pd.Series(np.maximum(annees.fillna(0), 0)).astype("int64")
