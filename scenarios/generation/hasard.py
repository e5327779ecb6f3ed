"""Reproducible draws: one independent stream per table, and exact sharing out."""

from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Entiers = NDArray[np.int64]
Reels = NDArray[np.floating[Any]]
Booleens = NDArray[np.bool_]


class Hasard:
    """The streams of one campaign: what one table draws never moves another's draws."""

    def __init__(self, graine: int, modele: str, academie: str) -> None:
        self._cle = (graine, crc32(modele.encode()), crc32(academie.encode()))

    def flux(self, table: str) -> np.random.Generator:
        """Return the stream of that table, always from its beginning."""
        return np.random.Generator(np.random.PCG64([*self._cle, crc32(table.encode())]))


def repartir(total: int, poids: NDArray[np.generic]) -> Entiers:
    """Share out a whole total in proportion to weights, to the largest remainders.

    Ties go to the first. Each part is within one of its exact share.
    """
    quotes = total * (poids.astype(np.float64) / poids.astype(np.float64).sum())
    parts: Entiers = np.floor(quotes).astype(np.int64)
    reste = total - int(parts.sum())
    parts[np.argsort(parts - quotes, kind="stable")[:reste]] += 1
    return parts


def tirer_par_ligne(alea: np.random.Generator, poids: Reels) -> Entiers:
    """Draw one column for each row of a matrix of weights."""
    cumul = np.cumsum(poids, axis=1)
    seuil = alea.random(len(poids)) * cumul[:, -1]
    tires: Entiers = (cumul < seuil[:, None]).sum(axis=1).astype(np.int64)
    return tires


def gumbel(alea: np.random.Generator, taille: tuple[int, ...]) -> Reels:
    """Noise that turns scores into choices (a logit's)."""
    return -np.log(-np.log(alea.random(taille) * (1 - 1e-12) + 5e-13))


def etaler(tailles: Entiers) -> tuple[Entiers, Entiers]:
    """For groups of these sizes laid end to end: each item's group, and its place in it."""
    groupe = np.repeat(np.arange(len(tailles)), tailles)
    debut = np.repeat(np.cumsum(tailles) - tailles, tailles)
    return groupe, np.arange(len(groupe)) - debut
