"""The result of a mouvement, as tables; frozen, equal whenever its tables are equal."""

from dataclasses import dataclass

import pandas as pd

BARRE_FERMEE = 999_999_999_999
"""Thousandths: the barre of a closed place, above every barème, so that comparing still works."""
PRIVE = "PRIVE_PAR_DECISION"
"""Signalement of somebody who would have had better without the administration's decisions."""


@dataclass(frozen=True)
class Resultat:
    """The result's tables, columns as in ``io/tables_resultat.py`` (``TABLES_RESULTAT``).

    Text columns may be ``str`` or categorical; points are whole thousandths. Rows are sorted by
    the table's key (nulls last).
    """

    affectations: pd.DataFrame
    audit: pd.DataFrame
    baremes: pd.DataFrame
    barres: pd.DataFrame
    priorites: pd.DataFrame
    ameliorations: pd.DataFrame
    complements: pd.DataFrame
    rejets: pd.DataFrame
    signalements: pd.DataFrame
