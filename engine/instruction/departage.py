"""Départage: what orders equal barèmes before the draw, as one number and in words."""

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Critere
from mouvement.engine.texte import jamais, texte


def departager(tableau: Tableau) -> "tuple[Entiers, pd.Categorical[str]]":
    """Return (voeux,) the rank of each among all (0: the weakest), and its criteria in words.

    Criteria are compared in the rule set's order, the highest first.
    """
    criteres = [critere for critere in tableau.reglement.departage if _sert(tableau, critere)]
    if not criteres:
        return np.zeros(len(tableau.voeux), dtype=np.int64), jamais(len(tableau.voeux))
    valeurs = [_valeurs(tableau, critere) for critere in criteres]
    rang, exemples = _rangs(valeurs)
    distinctes = np.stack(valeurs, axis=1)[exemples]
    mots = [_dire(criteres, ligne) for ligne in distinctes.tolist()]
    return rang, texte(rang, mots)


def _rangs(valeurs: list[Entiers]) -> tuple[Entiers, Entiers]:
    """Return the rank of each in lexicographic order, equals together, and one of each rank."""
    rang = np.zeros(len(valeurs[0]), dtype=np.int64)
    for valeur in valeurs:
        codes, distinctes = pd.factorize(valeur, sort=True)
        rang = pd.factorize(rang * max(len(distinctes), 1) + codes, sort=True)[0]
    premiers = np.zeros(int(rang.max(initial=-1)) + 1, dtype=np.int64)
    premiers[rang] = np.arange(len(rang))
    return rang, premiers


def _sert(tableau: Tableau, critere: Critere) -> bool:
    return not critere.valeur or bool(conditions.par_candidat(tableau, critere.si).any())


def _valeurs(tableau: Tableau, critere: Critere) -> Entiers:
    ici = conditions.par_voeu(tableau, critere.si).astype(np.int64)
    if not critere.valeur:
        return ici
    sens, nom = (-1, critere.valeur[1:]) if critere.valeur[0] == "-" else (1, critere.valeur)
    valeurs: Entiers = tableau.par_voeu(nom).fillna(0).to_numpy(dtype=np.int64)
    return sens * ici * valeurs


def _dire(criteres: list[Critere], valeurs: list[int]) -> str:
    dits = [
        str(abs(valeur)) if critere.valeur else ("oui" if valeur else "non")
        for critere, valeur in zip(criteres, valeurs, strict=True)
    ]
    return ", ".join(f"{c.sens} : {dit}" for c, dit in zip(criteres, dits, strict=True))
