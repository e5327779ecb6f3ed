"""Priorities: a strict total order over a market's contracts, points first, then the draw."""

from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def tirages(candidats: list[str], graine: int) -> NDArray[np.int64]:
    """Return (candidats,) the last-resort draw of each, 63 bits, the highest wins.

    BLAKE2b of the candidat's identifier (UTF-8), 8 bytes, keyed with the campaign's seed written
    in decimal, read as a big-endian number and halved: anybody can do it again (modele.md §7).
    """
    cle = str(graine).encode("ascii")
    return np.array(
        [
            int.from_bytes(blake2b(nom.encode("utf-8"), digest_size=8, key=cle).digest(), "big")
            >> 1
            for nom in candidats
        ],
        dtype=np.int64,
    )


def forces(candidats: pd.DataFrame) -> NDArray[np.int64]:
    """Return (candidats,) what breaks the last ties: the draw, then the identifier.

    Candidats are numbered by identifier inside a discipline: the smaller number is stronger.
    """
    force = np.empty(len(candidats), dtype=np.int64)
    force[np.lexsort((-candidats.index.to_numpy(), candidats["tirage"]))] = candidats.index
    return force


def rangs(table: pd.DataFrame, candidats: pd.DataFrame) -> NDArray[np.int64]:
    """Return (lines,) the priority of each contract in its discipline: 1 is the weakest.

    The class decides, then points, then what the rule set breaks ties by, then the draw, then the
    identifier (the draw may collide), then the order of preference. A maintien's class is above
    every other: nobody loses a post that he did not ask to leave.
    """
    contrat = np.flatnonzero(table["ordre"] > 0)
    auteur = table["candidat"].to_numpy()[contrat]
    discipline = candidats["numero_discipline"].to_numpy()[auteur]
    force = forces(candidats)
    ordre = np.lexsort(
        (
            -table["ordre"].to_numpy()[contrat],
            force[auteur],
            *(table[nom].to_numpy()[contrat] for nom in ("departage", "bareme", "classe")),
            discipline,
        )
    )
    debuts = np.searchsorted(discipline[ordre], discipline)
    resultat = np.zeros(len(table), dtype=np.int64)
    resultat[contrat[ordre]] = np.arange(len(ordre)) + 1
    resultat[contrat] -= debuts
    return resultat
