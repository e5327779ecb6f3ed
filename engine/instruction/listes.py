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
    ajouts = {"regles": ("|", "|".join(operation.regles)), "note": (" ; ", note or operation.sens)}
    voeux = voeux.copy()
    for colonne, (lien, ajout) in ajouts.items():
        dit = voeux.loc[masque, colonne]
        deja = (lien + dit + lien).str.contains(lien + ajout + lien, regex=False, na=False)
        voeux.loc[masque, colonne] = dit.where(deja, (dit + lien).fillna("") + ajout)
    return voeux


def intactes(voeux: pd.DataFrame) -> Listes:
    """Return vœux, of which none is removed."""
    return Listes(voeux, cadre(COLONNES_SUPPRIMES, []))


def faits_par_defaut(tableau: Tableau) -> dict[str, Any]:
    """Return the facts of a vœu that nobody wrote."""
    return {
        fait.nom: milliemes(tableau, fait.defaut) if fait.genre == "points" else fait.defaut
        for fait in tableau.reglement.faits
        if fait.table == "voeux" and fait.defaut is not None
    }
