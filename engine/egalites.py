"""Ties that only the draw broke: whom it refused a poste, and who has it."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.contrats import compiler
from mouvement.engine.instruction.instruction import (
    COLONNES_SIGNALEMENTS,
    ORDINAIRE,
    Instruction,
)

SIGNALEMENT = "EGALITE_TRANCHEE_PAR_TIRAGE"
PRIORITE = ["discipline", "bareme", "departage"]
"""What equals share."""


def egalites(instruction: Instruction, affectations: pd.DataFrame, regle: str) -> pd.DataFrame:
    """Return ``signalements``, one row for each of those whom the draw parted.

    Somebody was refused a vœu that comes before what he got, and an equal is seated in its zone by
    a vœu of the same points and criteria. The extension is not looked at.
    """
    voeux = _voeux(instruction, affectations)
    gagnants = voeux[voeux["rang"] == voeux["rang_obtenu"]].drop_duplicates("candidat")
    refuses = voeux[voeux["place"] < voeux["place_obtenue"]]
    refuses = refuses.merge(gagnants[PRIORITE].drop_duplicates(), on=PRIORITE)
    if refuses.empty:
        return pd.DataFrame(columns=list(COLONNES_SIGNALEMENTS)).astype(COLONNES_SIGNALEMENTS)
    gagnants = gagnants[[*PRIORITE, "candidat", "rang", "poste"]]
    paires = _zones(instruction, refuses).merge(
        gagnants, on=[*PRIORITE, "poste"], suffixes=("", "_gagnant")
    )
    return _dire(paires[paires["candidat"] != paires["candidat_gagnant"]], regle)


def _voeux(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return the vœux ranked by points, with what their candidat got and its place in his list."""
    obtenu = affectations[["candidat", "discipline", "poste", "rang"]].rename(
        columns={"rang": "rang_obtenu"}
    )
    voeux = instruction.campagne.voeux.drop(columns="discipline", errors="ignore")
    voeux = voeux.merge(obtenu, on="candidat")
    places = voeux[voeux["rang"] == voeux["rang_obtenu"]].groupby("candidat")["place"].min()
    voeux["place_obtenue"] = places.reindex(voeux["candidat"]).to_numpy("float64", na_value=np.inf)
    par_points = voeux["rang"].notna() & voeux["bareme"].notna() & (voeux["classe"] == ORDINAIRE)
    return voeux[par_points]


def _zones(instruction: Instruction, voeux: pd.DataFrame) -> pd.DataFrame:
    """Return the vœux, one row for each poste of their zones."""
    campagne = instruction.campagne
    seuls = replace(campagne.options, simultanees="separees")
    contrats = compiler(
        replace(instruction, campagne=replace(campagne, voeux=voeux, options=seuls))
    )
    contenu = pd.DataFrame(
        {
            "zone": contrats.zones.zone,
            "poste": contrats.carte.postes["poste"].take(contrats.zones.poste).to_numpy(),
        }
    )
    lignes = contrats.table[["voeu", "zone"]].merge(contenu, on="zone")
    siens = voeux[["candidat", "rang", *PRIORITE]]
    return lignes.merge(siens, left_on="voeu", right_index=True)


def _dire(paires: pd.DataFrame, regle: str) -> pd.DataFrame:
    """Return one row for each candidat of the pairs, with all that the draw decided about him."""
    rang, poste = paires["rang"].astype("str"), paires["poste"]
    perdants = pd.DataFrame(
        {
            "candidat": paires["candidat"],
            "detail": "vœu "
            + rang
            + " : à égalité avec "
            + paires["candidat_gagnant"]
            + ", qui obtient "
            + poste,
        }
    )
    gagnants = pd.DataFrame(
        {
            "candidat": paires["candidat_gagnant"],
            "detail": "obtient " + poste + ", à égalité avec " + paires["candidat"],
        }
    )
    dits = pd.concat([gagnants, perdants]).drop_duplicates().sort_values(["candidat", "detail"])
    detail = dits.groupby("candidat")["detail"].agg(" ; ".join).reset_index()
    return detail.assign(signalement=SIGNALEMENT, regle=regle)[list(COLONNES_SIGNALEMENTS)].astype(
        COLONNES_SIGNALEMENTS
    )
