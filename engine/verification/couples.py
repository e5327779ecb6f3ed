"""Couples: what is common to two partners' lists, and the pairs that they ask for together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mouvement.engine.verification.colonnes import Booleens, Entiers, Lexique
from mouvement.engine.verification.terrain import Candidats


@dataclass(frozen=True)
class Couple:
    """Two candidats whose moves are tied (modele.md §4).

    Attributes
    ----------
    membres : the two, by identifier.
    paires : their joint list: a contract of each, for each zone that both ask for.
    """

    membres: tuple[int, int]
    paires: tuple[tuple[int, int], ...]

    def option(self, contrat: Entiers) -> int:
        """Return the place of the pair granted, or the number of pairs when none is.

        ``contrat`` : granted contract of each candidat.
        """
        un, autre = self.membres
        accordes = int(contrat[un]), int(contrat[autre])
        return self.paires.index(accordes) if accordes in self.paires else len(self.paires)


def membres(candidats: Candidats) -> Iterator[tuple[int, int]]:
    """Yield the two members of each couple; couples and members by identifier."""
    for un in np.flatnonzero(candidats.partenaire > np.arange(len(candidats.noms))).tolist():
        yield un, int(candidats.partenaire[un])


def voulus(labels: tuple[str, ...]) -> Entiers:
    """Number what each label asks for, but for what is taken out for one's own sake.

    The two halves of a pair, which bear the same ``paire=``, ask for the same.
    """
    propres = ("sauf=", "sauf_poste=")
    restes = []
    for label in labels:
        items = label.split(";")
        paires = [item for item in items if item.startswith("paire=")]
        restes.append(";".join(paires or [i for i in items if not i.startswith(propres)]))
    return Lexique(tuple(dict.fromkeys(restes))).numeros(restes)


def par_occurrence(candidat: Entiers, conjoint: Booleens, voulu: Entiers) -> Entiers:
    """Number what partners ask for anew, the k-th time in a list as the k-th in the other's.

    ``candidat, conjoint, voulu`` : of each row, by candidat and place in his list.
    """
    ordre = np.flatnonzero(conjoint)
    ordre = ordre[np.lexsort((voulu[ordre], candidat[ordre]))]
    cles = np.stack([candidat[ordre], voulu[ordre]])
    nouveau = np.append(True, (cles[:, 1:] != cles[:, :-1]).any(axis=0))[: len(ordre)]
    place = np.arange(len(ordre))
    numeros = voulu.copy()
    fois = place - np.maximum.accumulate(np.where(nouveau, place, 0))
    numeros[ordre] += fois * (voulu.max(initial=0) + 1)
    return numeros


def communs(candidat: Entiers, compare: Booleens, voulu: Entiers, candidats: Candidats) -> Booleens:
    """Return where a row may make a contract: a partner's, as far as both lists are the same.

    ``candidat, compare, voulu`` : of each row, by candidat and place in his list; a row that is
    not to ``compare`` is no vœu: it comes to each alone, or to both by a rule.
    """
    commun = np.ones(len(candidat), dtype=np.bool_)
    debut = np.searchsorted(candidat, np.arange(len(candidats.noms) + 1))
    for deux in membres(candidats):
        listes = [np.arange(debut[c], debut[c + 1]) for c in deux]
        siennes, leurs = (lignes[compare[lignes]] for lignes in listes)
        taille = min(len(siennes), len(leurs))
        memes = voulu[siennes[:taille]] == voulu[leurs[:taille]]
        nombre = int(np.argmin(np.append(memes, False)))
        commun[siennes[nombre:]] = commun[leurs[nombre:]] = False
    return commun


def former(
    debut: Entiers, conjoint: Booleens, voulu: Entiers, candidats: Candidats
) -> list[Couple]:
    """Return the couples, by identifier.

    ``debut`` : where each candidat's contracts begin; ``conjoint, voulu`` : of each contract.
    """
    couples = []
    for deux in membres(candidats):
        siens, leurs = (
            {int(voulu[k]): k for k in range(int(debut[c]), int(debut[c + 1])) if conjoint[k]}
            for c in deux
        )
        paires = sorted((siens[zone], leurs[zone]) for zone in siens.keys() & leurs.keys())
        couples.append(Couple(deux, tuple(paires)))
    return couples
