"""Expressions of a rule set, evaluated on whole tables (their language: ``reglements.modele``)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.instruction.comparaisons import COLONNES, comparer, vrai
from mouvement.engine.instruction.comparaisons import milliemes as milliemes
from mouvement.engine.instruction.comparaisons import valeur as valeur
from mouvement.engine.instruction.tableau import (
    AUTRES_TYPES,
    LYCEES,
    TOUT_TYPE,
    TYPES,
    Booleens,
    Colonne,
    Tableau,
)
from mouvement.engine.reglements.lecteur import ReglementInvalide

_NATURE = re.compile(r"([A-Z]+)(\*|!|/LYC|/)?")


@dataclass(frozen=True)
class Masque:
    """What holds: by candidat, or by vœu."""

    valeurs: Booleens
    par_voeu: bool


def par_voeu(tableau: Tableau, expression: Any) -> Booleens:
    """Return (voeux,) where an expression holds."""
    return _etendu(tableau, evaluer(tableau, expression))


def par_candidat(tableau: Tableau, expression: Any) -> Booleens:
    """Return (candidats,) where an expression holds; for one about vœux, on one of them."""
    masque = evaluer(tableau, expression)
    return _avec(tableau, masque.valeurs) if masque.par_voeu else masque.valeurs


def evaluer(tableau: Tableau, expression: Any) -> Masque:
    """Return where an expression holds, by candidat when it says nothing of vœux."""
    if isinstance(expression, str):
        return _nommee(tableau, expression)
    en_atomes = isinstance(expression, dict)
    resultat = Masque(np.ones(len(tableau.candidats), dtype=np.bool_), False)
    reste = list(expression.items() if en_atomes else expression)
    while reste and resultat.valeurs.any():
        partie = reste.pop(0)
        masque = _atome(tableau, *partie) if en_atomes else evaluer(tableau, partie)
        resultat = _combiner(tableau, [resultat, masque], np.logical_and, True)
    if not resultat.par_voeu and des_voeux(tableau, dict(reste) if en_atomes else reste):
        return Masque(_etendu(tableau, resultat), True)  # what is left changes nothing else
    return resultat


def des_voeux(tableau: Tableau, expression: Any) -> bool:
    """Return whether an expression says something of vœux, without evaluating it."""
    if isinstance(expression, str):
        return des_voeux(tableau, tableau.reglement.conditions[expression].si)
    if not isinstance(expression, dict):
        return any(des_voeux(tableau, partie) for partie in expression)
    return any(
        des_voeux(tableau, contenu) if cle in ("un_de", "sauf") else _du_voeu(tableau, cle)
        for cle, contenu in expression.items()
    )


def _du_voeu(tableau: Tableau, cle: str) -> bool:
    if cle in ("avec", "partenaire") or cle.startswith("$"):
        return False
    return cle in _VOEU or tableau.est_par_voeu(cle)


def _nommee(tableau: Tableau, nom: str) -> Masque:
    """Return where a named condition holds, evaluated once."""
    if nom not in tableau.memoire:
        masque = evaluer(tableau, tableau.reglement.conditions[nom].si)
        masque.valeurs.setflags(write=False)
        tableau.memoire[nom] = masque
    retenu: Masque = tableau.memoire[nom]
    return retenu


def _combiner(tableau: Tableau, parts: list[Masque], par: np.ufunc, neutre: bool) -> Masque:
    """Join masks, those by candidat first: they are shorter."""
    resultat = Masque(np.full(len(tableau.candidats), neutre), False)
    for partie in sorted(parts, key=lambda partie: partie.par_voeu):
        if partie.par_voeu and not resultat.par_voeu:
            resultat = Masque(_etendu(tableau, resultat), True)
        resultat = Masque(par(resultat.valeurs, partie.valeurs), partie.par_voeu)
    return resultat


def _etendu(tableau: Tableau, masque: Masque) -> Booleens:
    return masque.valeurs if masque.par_voeu else masque.valeurs[tableau.auteur]


def _atome(tableau: Tableau, cle: str, valeur: Any) -> Masque:
    if cle in _VOEU:
        return Masque(_VOEU[cle](tableau, valeur), True)
    if cle == "avec":
        return Masque(_avec(tableau, par_voeu(tableau, valeur)), False)
    if cle == "un_de":
        parts = [evaluer(tableau, partie) for partie in valeur]
        return _combiner(tableau, parts, np.logical_or, False)
    if cle == "sauf":
        masque = evaluer(tableau, valeur)
        return Masque(~masque.valeurs, masque.par_voeu)
    if cle == "partenaire":
        return Masque(_chez_le_partenaire(tableau, par_candidat(tableau, valeur)), False)
    if cle.startswith("$"):
        egal = tableau.parametres[cle[1:]] == valeur
        return Masque(np.full(len(tableau.candidats), egal), False)
    return _comparaison(tableau, cle, valeur)


def _chez_le_partenaire(tableau: Tableau, porte: Booleens) -> Booleens:
    """Return (candidats,) whether what is in a mask holds of each one's partner."""
    # Without partner his number is -1, and so the item appended.
    resultat: Booleens = np.append(porte, False)[tableau.partenaire]
    return resultat


def natures(tableau: Tableau, noms: list[str]) -> Booleens:
    """Return (voeux,) which vœux are of one of these natures (``COM*``, ``ETB``, ``DPT/LYC``)."""
    cle = f"natures {' '.join(noms)}"
    if cle not in tableau.memoire:
        tableau.memoire[cle] = _des_natures(tableau, noms)
    porte: Booleens = tableau.memoire[cle]
    return porte


def _admises(noms: list[str]) -> Booleens:
    """Return (types, typages, 2) what natures admit; by exception, in the last.

    Raises
    ------
    ReglementInvalide : one of them is not known.
    """
    admises = np.zeros((len(TYPES) + 1, 3, 2), dtype=np.bool_)
    for nom in noms:
        lu = _NATURE.fullmatch(nom)
        if lu is None or lu[1] not in TYPES:
            raise ReglementInvalide("voeux", f"nature de vœu inconnue : {nom}")
        typages, dispense = _TYPAGES[lu[2] or ""]
        admises[TYPES.index(lu[1]), list(typages)] = True
        admises[TYPES.index(lu[1]), LYCEES, 1] |= dispense
    return admises


def _des_natures(tableau: Tableau, noms: list[str]) -> Booleens:
    admises = _admises(noms)
    resultat: Booleens = admises[..., 0].ravel()[tableau.forme]
    if (admises[..., 0] != admises[..., 1]).any():
        dispenses = par_candidat(tableau, tableau.reglement.typage.si)
        if dispenses.any():
            resultat |= admises[..., 1].ravel()[tableau.forme] & dispenses[tableau.auteur]
    return resultat


_TYPAGES = {
    "": ((TOUT_TYPE, LYCEES, AUTRES_TYPES), True),
    "*": ((TOUT_TYPE,), True),
    "!": ((TOUT_TYPE,), False),
    "/LYC": ((LYCEES,), False),
    "/": ((AUTRES_TYPES,), False),
}
"""For each suffix: how the vœu may be typed, and whether lycées count as all types by exception."""


def _premier(tableau: Tableau, valeur: Any) -> Booleens:
    porte = natures(tableau, valeur) if _natures(valeur) else par_voeu(tableau, valeur)
    return premiers(tableau, porte)


def premiers(tableau: Tableau, porte: Booleens) -> Booleens:
    """Return (voeux,) the first vœu of each candidat in a mask."""
    places = np.flatnonzero(porte)
    auteurs = tableau.auteur[places]
    resultat = np.zeros(len(porte), dtype=np.bool_)
    resultat[places[np.append(True, auteurs[1:] != auteurs[:-1])[: len(places)]]] = True
    return resultat


def _natures(valeur: Any) -> bool:
    return isinstance(valeur, list) and all(
        isinstance(nom, str) and _NATURE.fullmatch(nom) for nom in valeur
    )


def _avant(tableau: Tableau, porte: Booleens) -> Booleens:
    """Return (voeux,) whether the list has, before each vœu, one in the mask."""
    cumul = np.concatenate([[0], np.cumsum(porte)])
    resultat: Booleens = cumul[:-1] > cumul[tableau.debut[tableau.auteur]]
    return resultat


def _apres(tableau: Tableau, porte: Booleens) -> Booleens:
    """Return (voeux,) whether the list has, after each vœu, one in the mask."""
    cumul = np.concatenate([[0], np.cumsum(porte)])
    resultat: Booleens = cumul[tableau.debut[tableau.auteur + 1]] > cumul[1:]
    return resultat


def _avec(tableau: Tableau, porte: Booleens) -> Booleens:
    resultat = np.zeros(len(tableau.candidats), dtype=np.bool_)
    resultat[tableau.auteur[porte]] = True
    return resultat


_VOEU: dict[str, Callable[[Tableau, Any], Booleens]] = {
    "voeux": natures,
    "lieu": Tableau.nomme,
    "couvre": Tableau.couvre,
    "premier": _premier,
    "apres": lambda tableau, valeur: _avant(tableau, par_voeu(tableau, valeur)),
    "avant": lambda tableau, valeur: _apres(tableau, par_voeu(tableau, valeur)),
}


def _comparaison(tableau: Tableau, nom: str, attendu: Any) -> Masque:
    colonne = tableau.colonne(nom)
    a_une_autre = isinstance(attendu, dict) and not attendu.keys().isdisjoint(COLONNES)
    if a_une_autre or colonne.numeros is None:
        return Masque(_tenir(tableau, colonne, colonne.valeurs, attendu), colonne.par_voeu)
    tests = _tenir(tableau, colonne, colonne.distinctes, attendu)
    return Masque(tests[colonne.numeros], colonne.par_voeu)


def _tenir(tableau: Tableau, colonne: Colonne, valeurs: pd.Series, attendu: Any) -> Booleens:
    """Return which of some values of a column are as expected."""
    if isinstance(attendu, dict):
        tests = [
            comparer(tableau, valeurs, colonne.par_voeu, operateur, borne)
            for operateur, borne in attendu.items()
        ]
        return tests[0] if len(tests) == 1 else np.logical_and.reduce(tests)
    if isinstance(attendu, list):
        return valeurs.isin(attendu).to_numpy()
    return vrai(valeurs == valeur(tableau, attendu))


def noms(expression: Any) -> Iterator[tuple[str, str]]:
    """Yield what an expression names: (``condition``, ``repere``, ``parametre``, ``colonne``).

    ReglementInvalide when it names a nature of vœu that does not exist.
    """
    if isinstance(expression, str):
        yield "condition", expression
    elif isinstance(expression, dict):
        for cle, contenu in expression.items():
            yield from _noms_atome(cle, contenu)
    else:
        for partie in expression:
            yield from noms(partie)


def _noms_atome(cle: str, contenu: Any) -> Iterator[tuple[str, str]]:
    if cle in ("lieu", "couvre"):
        yield "repere", contenu
    elif cle == "voeux" or (cle == "premier" and _natures(contenu)):
        _admises(contenu)
    elif cle in ("premier", "apres", "avant", "avec", "un_de", "sauf", "partenaire"):
        yield from noms(contenu)
    elif cle.startswith("$"):
        yield "parametre", cle[1:]
    else:
        yield "colonne", cle
        bornes = contenu.items() if isinstance(contenu, dict) else [("", contenu)]
        for operateur, borne in bornes:
            if operateur in COLONNES:
                yield "colonne", borne
            elif isinstance(borne, str) and borne.startswith("$"):
                yield "parametre", borne[1:]
