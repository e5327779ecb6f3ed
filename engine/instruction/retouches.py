"""What changes after the rules: couples dissolved, vœux without points, more to look at."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.instruction.instruction import (
    COLONNES_REJETS,
    COLONNES_SIGNALEMENTS,
    COLONNES_SUPPRIMES,
    Instruction,
)

TEXTES = ("restriction", "criteres", "origine", "regles", "note")
"""The texts that the instruction adds to the vœux."""


def ranger(instruction: Instruction) -> Instruction:
    """Sort the vœux by candidat and place; texts that repeat become categories."""
    voeux = instruction.campagne.voeux
    noms = pd.factorize(voeux["candidat"], sort=True)[0]
    ordre = np.lexsort((voeux["sous_rang"], voeux["place"], noms))
    genres = {**dict.fromkeys(TEXTES, "category"), "rang": "Int64", "bareme": "Int64"}
    rangees = voeux.astype(genres)
    if (np.diff(ordre) != 1).any():
        rangees = rangees.take(ordre)
    sans = instruction.sans_decisions
    return replace(
        instruction,
        campagne=replace(instruction.campagne, voeux=rangees.reset_index(drop=True)),
        sans_decisions=None if sans is None else ranger(sans),
    )


def en_textes(voeux: pd.DataFrame) -> pd.DataFrame:
    """Return vœux whose texts may be changed: none of them is a category."""
    fixes = [nom for nom in TEXTES if voeux[nom].dtype != "str"]
    return voeux.assign(**{nom: en_texte(voeux[nom]) for nom in fixes})


def en_texte(colonne: pd.Series) -> pd.Series:
    """Return a column as texts; those of a category are taken, which is quicker than made."""
    if not isinstance(colonne.dtype, pd.CategoricalDtype):
        return colonne.astype("str")
    textes = colonne.cat.categories.array.take(colonne.cat.codes.to_numpy(), allow_fill=True)
    return pd.Series(textes, index=colonne.index, dtype="str")


def dissoudre(
    instruction: Instruction, membres: pd.Series, signalement: str, detail: str
) -> Instruction:
    """Dissolve the couples of some candidats, where the campaign ties couples."""
    campagne = instruction.campagne
    if campagne.options.simultanees != "liees":
        return instruction
    candidats = campagne.candidats
    a_deux = candidats["simultanee"].notna()
    vises = candidats["candidat"].isin(membres) | candidats["simultanee"].isin(membres)
    seuls = a_deux & vises
    if not seuls.any():
        return instruction
    apart = candidats.assign(simultanee=candidats["simultanee"].mask(seuls))
    dits = pd.DataFrame(
        {
            "candidat": candidats.loc[seuls, "candidat"],
            "signalement": signalement,
            "regle": pd.NA,
            "detail": detail,
        }
    )
    return replace(
        instruction,
        campagne=replace(campagne, candidats=apart),
        signalements=signaler(instruction.signalements, dits),
    )


def signaler(signalements: pd.DataFrame, ajouts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``signalements`` with some more, sorted."""
    tout = pd.concat([signalements, ajouts.astype(COLONNES_SIGNALEMENTS)], ignore_index=True)
    return tout.sort_values(list(COLONNES_SIGNALEMENTS), ignore_index=True)


def sans_points(baremes: pd.DataFrame, voeux: pd.DataFrame) -> pd.DataFrame:
    """Leave out the decomposition of vœux that the barème does not rank."""
    cle, genres = ["candidat", "rang"], {"candidat": "str", "rang": "Int64"}
    sans = pd.MultiIndex.from_frame(voeux[cle].astype(genres))
    vises = np.flatnonzero(baremes["candidat"].isin(voeux["candidat"]))
    siens = pd.MultiIndex.from_frame(baremes[cle].take(vises).astype(genres))
    garde = np.ones(len(baremes), dtype=np.bool_)
    garde[vises] = ~siens.isin(sans)
    return baremes[garde].reset_index(drop=True)


def supprimer(supprimes: pd.DataFrame, ajouts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``supprimes`` with some more, sorted."""
    ajouts = ajouts[list(COLONNES_SUPPRIMES)].astype(COLONNES_SUPPRIMES)
    tout = pd.concat([supprimes, ajouts], ignore_index=True)
    return tout.sort_values(list(COLONNES_SUPPRIMES), ignore_index=True)


def rejeter(rejets: pd.DataFrame, table: str, lignes: pd.DataFrame, motif: str) -> pd.DataFrame:
    """Return the rows of ``rejets`` with some rows of a table (candidat, poste) set aside."""
    ajouts = pd.DataFrame(
        {
            "table": table,
            "ligne": lignes["ligne"],
            "cle": lignes["candidat"] + " " + lignes["poste"],
            "colonne": "poste",
            "motif": motif,
            "valeur": lignes["poste"],
        }
    )
    return pd.concat([rejets, ajouts.astype(COLONNES_REJETS)], ignore_index=True)
