"""Preferences of titulaires of a zone de remplacement for the adjustment phase."""

import pandas as pd

from mouvement.engine.instruction.tableau import Tableau

NIVEAUX = {"ETB": "etablissement", "COM": "commune", "GEO": "groupement"}
"""Type of preference → the level of its code."""


def nombre(tableau: Tableau) -> pd.Series:
    """Return (candidats,) how many preferences each gave."""
    return _compter(tableau, tableau.campagne.preferences["candidat"])


def hors_departement(tableau: Tableau, repere: str) -> pd.Series:
    """Return (candidats,) how many are not in the département of a repère; 0 when it has none."""
    preferences = tableau.campagne.preferences
    lieux = [
        tableau.geographie.situer(niveau, preferences.loc[preferences["type"] == nature, "code"])
        for nature, niveau in NIVEAUX.items()
    ]
    departements = pd.concat([lieu["departement"] for lieu in lieux]).reindex(preferences.index)
    chez_lui = tableau.repere(repere)["departement"].set_axis(tableau.candidats["candidat"])
    attendus = preferences["candidat"].map(chez_lui)
    ailleurs = attendus.notna() & (departements != attendus)
    return _compter(tableau, preferences.loc[ailleurs, "candidat"])


def _compter(tableau: Tableau, candidats: pd.Series) -> pd.Series:
    return tableau.candidats["candidat"].map(candidats.value_counts()).fillna(0).astype("int64")
