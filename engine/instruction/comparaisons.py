"""Columns compared: with values of the TOML, or with one another."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.lecteur import ReglementInvalide

_DATE = re.compile(r"(\d\d)/(\d\d)/n(?:-(\d+))?")
_ANNEE = re.compile(r"n(?:-(\d+))?")
COLONNES = ("egal", "different", "atteint", "parmi")
"""The operators that compare with another column."""


def valeur(tableau: Tableau, donnee: Any) -> Any:
    """Return a value of the TOML: ``$nom`` a parameter, ``31/08/n-1`` a date, ``n-3`` a year."""
    if isinstance(donnee, str) and donnee.startswith("$"):
        donnee = tableau.parametres[donnee[1:]]
    if isinstance(donnee, str) and (lue := _DATE.fullmatch(donnee)):
        jour, mois, recul = lue.groups()
        donnee = date(tableau.annee - int(recul or 0), int(mois), int(jour))
    if isinstance(donnee, str) and (lue := _ANNEE.fullmatch(donnee)):
        return tableau.annee - int(lue[1] or 0)
    if isinstance(donnee, date):
        return pd.Timestamp(donnee)
    return donnee


def milliemes(tableau: Tableau, points: Any) -> int:
    """Return points of the TOML in thousandths; ReglementInvalide when they are not whole."""
    exacts = Decimal(valeur(tableau, points)) * 1000
    if exacts != exacts.to_integral_value():
        raise ReglementInvalide("points", f"{points} n'est pas un nombre entier de millièmes")
    return int(exacts)


def comparer(
    tableau: Tableau, valeurs: pd.Series, voeu: bool, operateur: str, borne: Any
) -> Booleens:
    """Return where an operator holds between a column and a value, or another column."""
    if operateur == "nul":
        return vrai(valeurs.isna() == borne)
    if operateur in COLONNES:
        autre = tableau.par_voeu(borne) if voeu else tableau.par_candidat(borne)
        if operateur == "parmi":
            return _parmi(valeurs, autre)
        connus = valeurs.notna() & autre.notna()
        if operateur == "atteint":
            return vrai(connus & (valeurs >= autre))
        return vrai(connus & ((valeurs == autre) == (operateur == "egal")))
    borne = valeur(tableau, borne)
    return vrai(_ORDRES[operateur](valeurs, borne))


_ORDRES: dict[str, Callable[[Any, Any], Any]] = {
    "min": lambda valeurs, borne: valeurs >= borne,
    "max": lambda valeurs, borne: valeurs <= borne,
    "au_plus_tot": lambda valeurs, borne: valeurs >= borne,
    "au_plus_tard": lambda valeurs, borne: valeurs <= borne,
    "apres": lambda valeurs, borne: valeurs > borne,
    "avant": lambda valeurs, borne: valeurs < borne,
    "contient": lambda listes, mot: ("|" + listes + "|").str.contains(f"|{mot}|", regex=False),
}


def _parmi(valeurs: pd.Series, listes: pd.Series) -> Booleens:
    """Return whether each value is an item of its list, or all the items of a list are."""
    ligne, distinctes = pd.factorize(valeurs)
    colonne, textes = pd.factorize(listes)
    dedans = np.zeros((len(distinctes) + 1, len(textes) + 1), dtype=np.bool_)  # last: missing
    for numero, texte in enumerate(textes):
        liste = set(texte.split("|"))
        dedans[:-1, numero] = [set(valeur.split("|")) <= liste for valeur in distinctes]
    resultat: Booleens = dedans[ligne, colonne]
    return resultat


def vrai(resultat: pd.Series) -> Booleens:
    """Return a mask; what is missing does not hold."""
    return resultat.fillna(False).to_numpy(dtype=np.bool_)
