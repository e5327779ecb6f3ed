"""Couples: what the two members of a simultaneous move ask for together (modele.md §4)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.demandes import exprimes


@dataclass(frozen=True)
class Couple:
    """Two candidats tied by a simultaneous move.

    Attributes
    ----------
    candidats : their numbers in ``Contrats.candidats``, the smaller identifier first.
    paires : their joint list: the lines of ``Contrats.table`` of the same vœu of each, where both
        have a contract.
    """

    candidats: tuple[int, int]
    paires: tuple[tuple[int, int], ...]


def partenaires(candidats: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the numbers of each couple's members, couples and members by identifier."""
    noms = pd.Index(candidats["candidat"])
    autre = noms.get_indexer(pd.Index(candidats["simultanee"]))
    premiers = candidats[(autre >= 0) & (candidats["candidat"] < candidats["simultanee"])]
    return [(int(un), int(autre[un])) for un in premiers.sort_values("candidat").index]


def par_occurrence(
    table: pd.DataFrame, voulu: NDArray[np.int64], liens: list[tuple[int, int]]
) -> NDArray[np.int64]:
    """Return (lines,) what each asks for, a partner's second time apart from his first.

    What comes back in a list (a département, then the académie) is common with what comes back in
    the other's, and its pair keeps its place in the order of both.
    """
    siennes = np.flatnonzero(np.isin(table["candidat"], np.array(liens).ravel()))
    cles = [table["candidat"].to_numpy()[siennes], table["conjoint"].to_numpy()[siennes]]
    fois = pd.Series(voulu[siennes]).groupby([*cles, voulu[siennes]]).cumcount()
    resultat = voulu.copy()
    resultat[siennes] += fois.to_numpy() * (voulu.max(initial=0) + 1)
    return resultat


def communs(table: pd.DataFrame, liens: list[tuple[int, int]], candidats: int) -> NDArray[np.bool_]:
    """Return (lines,) whether a line may count: a partner's vœux only as far as they are common.

    Two partners' lists are the same vœux in the same order; the first that differs, and all that
    follow, are no part of the simultaneous move. Lines of extension, which rules make for both at
    once or for each alone, and maintiens are not compared.
    """
    commun = np.ones(len(table), dtype=np.bool_)
    debut = np.searchsorted(table["candidat"], np.arange(candidats + 1))
    voeu, voulu = exprimes(table), table["voulu"].to_numpy()
    for un, autre in liens:
        siens, leurs = (
            np.arange(debut[qui], debut[qui + 1])[voeu[debut[qui] : debut[qui + 1]]]
            for qui in (un, autre)
        )
        taille = min(len(siens), len(leurs))
        differents = np.flatnonzero(voulu[siens[:taille]] != voulu[leurs[:taille]])
        meme = int(differents[0]) if len(differents) else taille
        commun[siens[meme:]] = commun[leurs[meme:]] = False
    return commun


def former(table: pd.DataFrame, liens: list[tuple[int, int]], candidats: int) -> tuple[Couple, ...]:
    """Return the couples, by decreasing summed barème on their first pair, then identifier."""
    debut = np.searchsorted(table["candidat"], np.arange(candidats + 1))
    utile = (table["conjoint"] & (table["ordre"] > 0)).to_numpy()
    voulu, bareme = table["voulu"].tolist(), table["bareme"].tolist()
    couples = []
    for un, autre in liens:
        siens, leurs = (
            {voulu[k]: k for k in range(debut[qui], debut[qui + 1]) if utile[k]}
            for qui in (un, autre)
        )
        paires = tuple((siens[nom], leurs[nom]) for nom in siens if nom in leurs)
        couples.append(Couple((un, autre), paires))

    def force(couple: Couple) -> int:
        return -sum(bareme[ligne] for ligne in couple.paires[0]) if couple.paires else 0

    # Couples come by identifier, and sorting is stable.
    return tuple(sorted(couples, key=force))
