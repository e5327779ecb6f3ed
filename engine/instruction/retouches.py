"""What changes after the rules: couples dissolved, vœux without points, more to look at."""

from dataclasses import replace

import pandas as pd

from mouvement.engine.instruction.instruction import (
    COLONNES_REJETS,
    COLONNES_SIGNALEMENTS,
    COLONNES_SUPPRIMES,
    Instruction,
)


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
    siens = pd.MultiIndex.from_frame(baremes[cle].astype(genres))
    return baremes[~siens.isin(sans)].reset_index(drop=True)


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
