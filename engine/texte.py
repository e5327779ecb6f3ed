"""Text columns made from numbers: no text is copied, however many the lines."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

ETAPES = ["GENERAL", "AMELIORATION", "COMPLEMENT"]
GENERAL, AMELIORATION, COMPLEMENT = range(len(ETAPES))


def texte(codes: ArrayLike, valeurs: list[str]) -> "pd.Categorical[str]":
    """Return a text column from the numbers of its values, -1 being missing."""
    numeros = np.asarray(codes, dtype=np.int64)
    return pd.Categorical.from_codes(numeros, categories=pd.Index(valeurs, dtype="str"))


def toujours(valeur: str, lignes: int) -> "pd.Categorical[str]":
    """Return a column that holds one value."""
    return texte(np.zeros(lignes, dtype=np.int64), [valeur])


def jamais(lignes: int) -> "pd.Categorical[str]":
    """Return a column where every value is missing."""
    return texte(np.full(lignes, -1), [])


def choisir(valeurs: pd.Series, numeros: NDArray[np.int64]) -> "pd.Categorical[str]":
    """Return the text at each number of a column, missing for -1."""
    codes, distinctes = pd.factorize(valeurs)
    return texte(np.append(codes, -1)[numeros], list(distinctes))


def par_ligne(dits: Mapping[int, str], lignes: int) -> "pd.Categorical[str]":
    """Return a column of this length that says something on these lines alone."""
    valeurs = sorted(set(dits.values()))
    place = {valeur: numero for numero, valeur in enumerate(valeurs)}
    codes = np.full(lignes, -1)
    codes[list(dits)] = [place[dit] for dit in dits.values()]
    return texte(codes, valeurs)


def joindre(premier: "pd.Categorical[str]", second: "pd.Categorical[str]") -> "pd.Categorical[str]":
    """Return what two columns say, with a semicolon between when both say something."""
    un, deux = premier.codes.astype(np.int64), second.codes.astype(np.int64)
    largeur = len(second.categories) + 1
    paires, codes = np.unique((un + 1) * largeur + deux + 1, return_inverse=True)
    dits = [["", *colonne.categories] for colonne in (premier, second)]
    textes = [
        " ; ".join(filter(None, (dits[0][paire // largeur], dits[1][paire % largeur])))
        for paire in paires.tolist()
    ]
    numeros, distincts = pd.factorize(np.array([dit or None for dit in textes], dtype=object))
    return texte(numeros[codes], list(distincts))


def empiler(haut: pd.DataFrame, bas: pd.DataFrame) -> pd.DataFrame:
    """Put a table under another; a column that is categorical in both stays so."""
    return pd.DataFrame(
        {
            nom: pd.api.types.union_categoricals([haut[nom], bas[nom]])
            if isinstance(haut[nom].dtype, pd.CategoricalDtype)
            else pd.concat([haut[nom], bas[nom]], ignore_index=True)
            for nom in haut.columns
        }
    )
