"""Mutations simultanées: who asks with whom."""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard

PART_EN_COUPLE = 0.015
STATUTS = (Statut.TITULAIRE, Statut.STAGIAIRE, Statut.INTER)
"""The texts pair titulaires with titulaires and stagiaires with stagiaires."""


def former_couples(
    candidats: pd.DataFrame,
    hasard: Hasard,
    departements: Entiers | None = None,
    nombre: int | None = None,
) -> None:
    """Add ``partenaire`` (row of the partner, -1 for none) and make one household of each pair.

    The first of a pair is the one whose list both will hand in: same home, no preference of type,
    none of the family bonuses that the texts refuse to a mutation simultanée.

    Parameters
    ----------
    departements : département of each commune, when two partners may not hold postes in one.
    nombre : how many pairs, as far as there are people to pair; the usual share when None.
    """
    alea = hasard.flux("couples")
    if nombre is None:
        nombre = max(1, round(len(candidats) * PART_EN_COUPLE / 2))
    ordre = alea.permutation(len(candidats))
    groupes = [ordre[(candidats["statut"].to_numpy() == statut)[ordre]] for statut in STATUTS]
    paires = [groupe[: len(groupe) // 2 * 2].reshape(-1, 2) for groupe in groupes]
    choisies = np.concatenate(paires)
    choisies = choisies[alea.permutation(len(choisies))]
    if departements is not None:
        choisies = choisies[_separes(candidats["origine"].to_numpy(), departements, choisies)]
    choisies = choisies[:nombre]
    premier, second = choisies.min(axis=1), choisies.max(axis=1)
    partenaire = np.full(len(candidats), -1, dtype=np.int64)
    partenaire[premier], partenaire[second] = second, premier
    candidats["partenaire"] = partenaire
    domicile = candidats["domicile"].to_numpy(copy=True)
    domicile[second] = domicile[premier]
    candidats["domicile"] = domicile
    en_couple = partenaire >= 0
    candidats["preference"] = np.where(en_couple, 0, candidats["preference"])
    candidats["rapproche"] &= ~en_couple
    candidats["annees_preferentiel"] = np.where(en_couple, 0, candidats["annees_preferentiel"])


def _separes(origine: Entiers, departements: Entiers, paires: Entiers) -> Booleens:
    """Tell which pairs do not hold two postes of one département."""
    premier, second = origine[paires[:, 0]], origine[paires[:, 1]]
    separes: Booleens = (premier < 0) | (departements[premier] != departements[second])
    return separes
