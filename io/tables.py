"""A table in memory: its pandas types by the specification, and small tables from literal rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mouvement.io.fautes import Vecteur
from mouvement.io.specification import Colonne, Genre, Table

TEXTE = pd.StringDtype("pyarrow", na_value=np.nan)
"""What pandas calls ``str``."""
_TYPES: dict[Genre, tuple[Any, Any]] = {
    Genre.TEXTE: (TEXTE, TEXTE),
    Genre.LISTE: (TEXTE, TEXTE),
    Genre.ENTIER: (np.dtype(np.int64), pd.Int64Dtype()),
    Genre.POINTS: (np.dtype(np.int64), pd.Int64Dtype()),
    Genre.REEL: (np.dtype(np.float64), np.dtype(np.float64)),
    Genre.BOOLEEN: (np.dtype(np.bool_), pd.BooleanDtype()),
    Genre.DATE: (np.dtype("datetime64[s]"), np.dtype("datetime64[s]")),
}


def table(specification: Table, lignes: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Build a table from literal rows, as it would be read: points in thousandths, lists joined.

    Nullable values may be left out: they are missing, or the column's default. An unknown column
    is a KeyError, a missing value that is not nullable a ValueError.
    """
    for ligne in lignes:
        for nom in ligne:
            specification.colonne(nom)
    return pd.DataFrame(
        {
            colonne.nom: pd.Series(
                [_valeur(colonne, ligne) for ligne in lignes],
                dtype=_TYPES[colonne.genre][colonne.trouee],
            )
            for colonne in specification.colonnes
        }
    )


def _valeur(colonne: Colonne, ligne: Mapping[str, object]) -> object:
    valeur = ligne.get(colonne.nom)
    if valeur is None and not colonne.nullable:
        raise ValueError(f"{colonne.nom} : valeur exigée")
    return colonne.defaut if valeur is None else valeur


def en_pandas(colonne: Colonne, vecteur: Vecteur, *, categories: bool = False) -> pd.Series:
    """Convert a canonical column; one that wrongly has nulls becomes nullable all the same.

    ``categories`` : texts become categories, and not ``str``.
    """
    if colonne.genre in (Genre.TEXTE, Genre.LISTE):
        if categories:
            genre = pd.CategoricalDtype(pd.Index(pd.array(vecteur.dictionary, dtype=TEXTE)))
            codes = vecteur.indices.fill_null(-1).to_numpy()
            return pd.Series(pd.Categorical.from_codes(codes, dtype=genre))
        textes: pd.Series = pd.Series(pd.array(vecteur.dictionary_decode(), dtype=TEXTE))
        return textes
    simple = _TYPES[colonne.genre][False]
    sans_nul = vecteur.null_count == 0 and not colonne.trouee
    if sans_nul or colonne.genre in (Genre.REEL, Genre.DATE):
        simples: pd.Series = pd.Series(vecteur.to_numpy(zero_copy_only=False), dtype=simple)
        return simples
    booleen = colonne.genre is Genre.BOOLEEN
    valeurs = np.array(vecteur.fill_null(False if booleen else 0))
    nuls = np.array(vecteur.is_null())
    tableau = pd.arrays.BooleanArray if booleen else pd.arrays.IntegerArray
    return pd.Series(tableau(valeurs, nuls))
