"""Restrictions: what a rule leaves out of a zone, or limits it to.

A restriction is a text, items joined with ``;``: ``hors=REP+`` and ``label=REP+`` leave out, or
keep only, the établissements of that classement; ``sauf=…`` leaves out an établissement and
``sauf_poste=…`` a poste. ``paire=…`` leaves nothing out: the two halves of a pair that a rule makes
for a couple bear the same, for their zones may differ. All is part of the zone's label.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]

COLONNES = {
    "hors": "education_prioritaire",
    "label": "education_prioritaire",
    "sauf": "etablissement",
    "sauf_poste": "poste",
}
"""Item → what it names, a column of the postes."""
PAIRE = "paire="
"""Item of the halves of a pair; who is in no tied couple has nothing by such a line."""
CONJOINTE = "E"
"""How the number of a pair of joint extension begins."""


def articles(restriction: str) -> list[tuple[str, str]]:
    """Return the items of a restriction: what each does, and what it names."""
    couples = (article.partition("=") for article in restriction.split(";"))
    return [(genre, valeur) for genre, _, valeur in couples]


def en_paire(restrictions: pd.Series) -> Booleens:
    """Return (lines,) whether each is half of a pair that a rule makes."""
    numeros, distinctes = pd.factorize(restrictions)
    demies = [any(a.startswith(PAIRE) for a in texte.split(";")) for texte in distinctes]
    # Missing is -1, and so the item appended.
    masque: Booleens = np.array([*demies, False], dtype=np.bool_)[numeros]
    return masque


def avec_paire(restrictions: pd.Series, paires: pd.Series) -> pd.Series:
    """Return the restrictions with the number of a pair, in order; missing ones add nothing."""
    jointes = ((restrictions + ";").fillna("") + PAIRE + paires).dropna()
    triees = jointes.map(lambda texte: ";".join(sorted(texte.split(";"))))
    return restrictions.where(paires.isna(), triees)


def retenus(restrictions: pd.Series, postes: pd.DataFrame, ou: Entiers, poste: Entiers) -> Booleens:
    """Return (items,) whether a zone keeps a poste.

    Parameters
    ----------
    restrictions : (lieux,) the restriction of each lieu, missing when there is none.
    ou, poste : (items,) the lieu of the zone, and the number of the poste.
    """
    numero, distinctes = pd.factorize(restrictions)
    retenu = np.ones(len(poste), dtype=np.bool_)
    items = np.flatnonzero(numero[ou] >= 0)
    qui, quoi = numero[ou[items]], poste[items]
    garde = np.ones(len(items), dtype=np.bool_)
    par_genre: dict[str, list[tuple[int, str]]] = {}
    for place, restriction in enumerate(distinctes):
        for genre, valeur in articles(restriction):
            if genre in COLONNES:
                par_genre.setdefault(genre, []).append((place, valeur))
    for genre, vises in par_genre.items():
        touche = _touches(vises, postes[COLONNES[genre]], qui, quoi)
        if genre == "label":
            garde &= touche | ~np.isin(qui, [place for place, _ in vises])
        else:
            garde &= ~touche
    retenu[items] = garde
    return retenu


def _touches(
    vises: list[tuple[int, str]], colonne: pd.Series, qui: Entiers, poste: Entiers
) -> Booleens:
    """Return (items,) whether the restriction of each names its poste, by that column."""
    valeur, valeurs = pd.factorize(colonne)
    nommee = pd.Index(valeurs).get_indexer([nom for _, nom in vises])
    place = np.array([place for place, _ in vises], dtype=np.int64)
    # Numbers from 1: 0 is a poste that has no value, which nothing names.
    largeur = len(valeurs) + 1
    cles = (place * largeur + nommee + 1)[nommee >= 0]
    return np.isin(qui * largeur + valeur[poste] + 1, cles)
