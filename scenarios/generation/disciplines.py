"""The disciplines: their relative sizes and where they are taught (``disciplines.csv``)."""

from functools import cache

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.hasard import Entiers, repartir
from mouvement.scenarios.generation.modeles import DONNEES, Modele

CANDIDATS_MINIMUM = 2


@cache
def lire_disciplines() -> pd.DataFrame:
    """Return the whole table: code, libelle, poids, agreges and presence by type (percents)."""
    return pd.read_csv(DONNEES / "disciplines.csv", keep_default_na=False)


def disciplines_du_modele(modele: Modele) -> pd.DataFrame:
    """Return the disciplines of a size, sorted by code."""
    table = lire_disciplines()
    if isinstance(modele.disciplines, int):
        choisies = table.head(modele.disciplines)
    else:
        choisies = table[table["code"].isin(modele.disciplines)]
    return choisies.sort_values("code").reset_index(drop=True)


def effectifs(disciplines: pd.DataFrame, candidats: int) -> Entiers:
    """Number of candidats of each discipline: at least two, then by weight."""
    minimum = CANDIDATS_MINIMUM if candidats >= 4 * len(disciplines) else 0
    reste = candidats - minimum * len(disciplines)
    return minimum + repartir(reste, disciplines["poids"].to_numpy(np.float64))
