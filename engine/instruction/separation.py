"""Years of professional separation, from the table ``carriere``; no number of a rule is here."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

ACTIVITE = "ACTIVITE"
CONGES = ("CONGE_PARENTAL", "DISPO_CONJOINT")
"""Positions that may count as separation."""
ENTIERE = 100
"""A whole year, in hundredths."""


@dataclass(frozen=True)
class Seuils:
    """What a rule set asks of a year.

    Attributes
    ----------
    mois : months of separation that make a year.
    poids_conge : hundredths of a year that a whole year of leave makes.
    """

    mois: int
    poids_conge: int


def centiemes(carriere: pd.DataFrame, seuils: Seuils) -> pd.Series:
    """Return what each row of ``carriere`` is worth, in hundredths of a year of separation.

    ``mois_separation`` are the months spent apart, in activity or on leave: leave completes months
    of activity that are too few. A whole year of leave has no month of activity (``mois``).
    """
    en_conge = carriere["position"].isin(CONGES)
    compte = (carriere["mois_separation"] >= seuils.mois) & (
        en_conge | (carriere["position"] == ACTIVITE)
    )
    entiere = np.where(en_conge & (carriere["mois"] == 0), seuils.poids_conge, ENTIERE)
    return pd.Series(np.where(compte, entiere, 0), index=carriere.index)


def annees(centiemes: pd.Series, candidats: pd.Series) -> pd.Series:
    """Return the whole years of each candidat who has rows, whatever the gaps between them."""
    return centiemes.groupby(candidats).sum() // ENTIERE
