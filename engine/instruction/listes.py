"""Lists of vœux as operations give them back: those that stand, those removed, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mouvement.engine.instruction.comparaisons import milliemes
from mouvement.engine.instruction.instruction import COLONNES_SUPPRIMES, cadre
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.modele import Operation


@dataclass(frozen=True)
class Listes:
    """The vœux that stand, and those that an operation removes (``Instruction.supprimes``)."""

    voeux: pd.DataFrame
    supprimes: pd.DataFrame


Fonction = Callable[[Tableau, Operation], Listes]
AUCUN = cadre(COLONNES_SUPPRIMES, [])
"""No vœu removed."""


def oter(
    tableau: Tableau, operation: Operation, masque: Booleens, motif: str = "SUPPRIME"
) -> Listes:
    """Remove the vœux of a mask, for the reason that the operation gives."""
    if not masque.any():
        return intactes(tableau.voeux)
    otes = tableau.voeux[masque]
    supprimes = otes[["candidat", "rang", "type", "code", "types_etablissement"]].assign(
        motif=motif, regles="|".join(operation.regles), note=operation.sens
    )
    return Listes(tableau.voeux[~masque], supprimes)


def annoter(
    voeux: pd.DataFrame, masque: Booleens, operation: Operation, note: str = ""
) -> pd.DataFrame:
    """Return the vœux, those of a mask carrying the operation's rules and words, said once."""
    lien, mots = " ; ", note or operation.sens
    voeux = voeux.copy()
    voeux.loc[masque, "regles"] = _avec_regles(voeux.loc[masque, "regles"], operation.regles)
    dit = voeux.loc[masque, "note"]
    deja = (lien + dit + lien).str.contains(lien + mots + lien, regex=False, na=False)
    voeux.loc[masque, "note"] = dit.where(deja, (dit + lien).fillna("") + mots)
    return voeux


def _avec_regles(dites: pd.Series, ajouts: tuple[str, ...]) -> pd.Series:
    """Return lists of rules with more of them, sorted, each once: as a table holds a list."""
    siennes = {texte: texte.split("|") for texte in dites.dropna().unique()}
    apres = {texte: "|".join(sorted({*ids, *ajouts})) for texte, ids in siennes.items()}
    rien = "|".join(sorted(ajouts))
    return pd.Series([apres.get(texte, rien) for texte in dites], index=dites.index, dtype="str")


def intactes(voeux: pd.DataFrame) -> Listes:
    """Return vœux, of which none is removed."""
    return Listes(voeux, AUCUN)


def faits_par_defaut(tableau: Tableau) -> dict[str, Any]:
    """Return the facts of a vœu that nobody wrote."""
    return {
        fait.nom: milliemes(tableau, fait.defaut) if fait.genre == "points" else fait.defaut
        for fait in tableau.reglement.faits
        if fait.table == "voeux" and fait.defaut is not None
    }
