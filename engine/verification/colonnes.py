"""Columns as whole numbers, so that tables of any length compare in one stroke."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.resultat import BARRE_FERMEE

Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]

NUL = int(np.iinfo(np.int64).min)
"""A missing value; no column of either side can hold it."""


def entiers(serie: "pd.Series[Any]") -> Entiers:
    """Whole numbers of a column, ``NUL`` where missing.

    Raises TypeError or ValueError when a value is no whole number.
    """
    if serie.dtype not in (np.bool_, np.int64):
        serie = serie.astype("Int64").fillna(NUL)
    return np.array(serie, dtype=np.int64)


def absents(serie: "pd.Series[Any]") -> Booleens:
    """Where a column is missing."""
    return np.asarray(serie.isna().to_numpy(), dtype=np.bool_)


def distincts(serie: "pd.Series[Any]") -> tuple[Entiers, list[str]]:
    """Return (code of each row, distinct texts); the code is ``NUL`` where missing."""
    if isinstance(serie.dtype, pd.CategoricalDtype):
        bruts, uniques = serie.cat.codes.to_numpy(), serie.cat.categories
    else:
        bruts, uniques = pd.factorize(serie)
    codes = bruts.astype(np.int64)
    codes[codes < 0] = NUL
    return codes, np.asarray(uniques, dtype=object).tolist()


@dataclass(frozen=True)
class Lexique:
    """Distinct texts, numbered from 0 in the order given."""

    textes: tuple[str, ...]

    @classmethod
    def trie(cls, textes: Iterable[str]) -> "Lexique":
        """Number texts in code-point order."""
        return cls(tuple(sorted(set(textes))))

    @cached_property
    def _numeros(self) -> dict[str, int]:
        return {texte: numero for numero, texte in enumerate(self.textes)}

    def __len__(self) -> int:
        return len(self.textes)

    def numeros(self, textes: Iterable[str]) -> Entiers:
        """Number of each text; unknown ones get numbers from ``len(self)`` on, in their order."""
        textes = tuple(textes)
        if textes == self.textes:  # As a key column's mostly are.
            return np.arange(len(self), dtype=np.int64)
        connus = self._numeros
        numeros = np.array([connus.get(texte, -1) for texte in textes], dtype=np.int64)
        nouveaux = np.flatnonzero(numeros < 0)
        if len(nouveaux):
            inconnus = sorted({textes[i] for i in nouveaux})
            suite = {texte: len(self) + rang for rang, texte in enumerate(inconnus)}
            numeros[nouveaux] = [suite[textes[i]] for i in nouveaux]
        return numeros

    def coder(self, serie: "pd.Series[Any]") -> Entiers:
        """Number of each row's text, ``NUL`` where missing."""
        codes, textes = distincts(serie)
        return prendre(self.numeros(textes), codes)

    def connus(self, serie: "pd.Series[Any]") -> Entiers:
        """Like ``coder``, ``NUL`` for unknown texts too."""
        codes = self.coder(serie)
        return np.where(codes < len(self), codes, NUL)


def prendre(valeurs: Entiers, indices: Entiers, defaut: int = NUL) -> Entiers:
    """``valeurs[indices]``, ``defaut`` where the index is negative (``NUL`` included)."""
    if not len(valeurs):
        return np.full(len(indices), defaut, dtype=np.int64)
    prises = valeurs[np.maximum(indices, 0)]
    prises[indices < 0] = defaut
    return prises


def en_points(milliemes: int) -> str:
    """Points as an analyst reads them: 134,2; at least one decimal, three at most."""
    if milliemes == BARRE_FERMEE:
        return "fermée"
    unites, reste = divmod(abs(milliemes), 1000)
    decimales = f"{reste:03d}".rstrip("0") or "0"
    return f"{'-' if milliemes < 0 else ''}{unites},{decimales}"


@dataclass(frozen=True)
class Colonne:
    """A column as it should be: whole numbers, or texts by their number in a lexicon."""

    valeurs: Entiers
    lexique: Lexique | None = None
    points: bool = False

    def lire(self, serie: "pd.Series[Any]") -> Entiers:
        """Read the published column the same way."""
        return entiers(serie) if self.lexique is None else self.lexique.coder(serie)

    def dire(self, ligne: int) -> str:
        """Return the expected value of a row, as an analyst reads it."""
        valeur = int(self.valeurs[ligne])
        if valeur == NUL:
            return "nul"
        if self.lexique is not None:
            return self.lexique.textes[valeur]
        return en_points(valeur) if self.points else str(valeur)

    def montrer(self, serie: "pd.Series[Any]", ligne: int) -> str:
        """Return the published value of a row, as an analyst reads it."""
        if self.lexique is None:
            valeur = int(entiers(serie.iloc[[ligne]])[0])
            if valeur != NUL:
                return en_points(valeur) if self.points else str(valeur)
        brut = serie.iloc[ligne]
        return "nul" if pd.isna(brut) else str(brut)


def trier(colonnes: dict[str, Colonne], cle: tuple[str, ...]) -> dict[str, Colonne]:
    """Sort the rows of a table by some of its columns, nulls last."""
    dernier = np.iinfo(np.int64).max
    valeurs = [colonnes[nom].valeurs for nom in cle]
    rangs = [np.where(colonne == NUL, dernier, colonne) for colonne in valeurs]
    if _triees(rangs):
        return dict(colonnes)
    ordre = np.lexsort(rangs[::-1])
    return {
        nom: Colonne(colonne.valeurs[ordre], colonne.lexique, colonne.points)
        for nom, colonne in colonnes.items()
    }


def ordonner(cle: Sequence[Entiers]) -> Entiers:
    """Return the order of the rows by their key, which mostly is the one they are in; stable."""
    if _triees(cle):
        return np.arange(len(cle[0]), dtype=np.int64)
    return np.lexsort(cle[::-1]).astype(np.int64)


def _triees(cle: Sequence[Entiers]) -> bool:
    egales = np.ones(max(len(cle[0]) - 1, 0), dtype=np.bool_)
    for colonne in cle:
        if (egales & (colonne[1:] < colonne[:-1])).any():
            return False
        egales &= colonne[1:] == colonne[:-1]
    return True
