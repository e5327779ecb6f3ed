"""Text columns made from numbers: no text is copied, however many the lines."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

ETAPES = ["GENERAL", "AMELIORATION"]


def texte(codes: ArrayLike, valeurs: list[str]) -> "pd.Categorical[str]":
    """Return a text column from the numbers of its values, -1 being missing."""
    numeros = np.asarray(codes, dtype=np.int64)
    return pd.Categorical.from_codes(numeros, categories=pd.Index(valeurs, dtype="str"))


def toujours(valeur: str, lignes: int) -> "pd.Categorical[str]":
    """Return a column that holds one value."""
    return texte(np.zeros(lignes, dtype=np.int64), [valeur])
