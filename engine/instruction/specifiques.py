"""Specific postes: the commission's ranking, not the barème; first in every list (modele.md §1)."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import (
    COLONNES_REJETS,
    SPECIFIQUE,
    Instruction,
)

NATURES = ("ASH", "SPEA", "POP")
"""Natures of the postes that commissions give, in the order in which they are served."""


def specifier(instruction: Instruction) -> Instruction:
    """Put the vœux for specific postes first, in the class and order of the commissions.

    A vœu for a specific poste whose candidat no commission ranked does not stand, unless barèmes
    are declared and nobody is ranked on that poste: then its points count as any other's. A ranking
    without a vœu is set aside.
    """
    campagne = instruction.campagne
    phase = _phases(campagne)
    if not (phase >= 0).any():
        return replace(instruction, rejets=_sans_voeu(instruction))
    voeux = campagne.voeux.merge(
        campagne.specifiques[["candidat", "poste", "rang_commission", "avis"]],
        left_on=["candidat", "code"],
        right_on=["candidat", "poste"],
        how="left",
    ).drop(columns="poste")
    retenu = (phase >= 0) & voeux["rang_commission"].notna().to_numpy()
    ecarte = (phase >= 0) & ~retenu
    return replace(
        instruction,
        campagne=replace(campagne, voeux=_ranges(voeux, phase, retenu)[~ecarte]),
        supprimes=pd.concat([instruction.supprimes, _ecartes(voeux[ecarte])], ignore_index=True),
        baremes=_sans_points(instruction.baremes, voeux[retenu | ecarte]),
        rejets=_sans_voeu(instruction),
    )


def _phases(campagne: Campagne) -> np.ndarray:
    """Return (voeux,) the place in ``NATURES`` of each vœu for a specific poste, else -1."""
    natures = campagne.postes.set_index("poste")["nature"]
    precis = campagne.voeux["type"] == "POSTE"
    nature = campagne.voeux["code"].where(precis).map(natures)
    phase = pd.Index(NATURES).get_indexer(pd.Index(nature))
    if campagne.options.bareme == "declare":
        classes = campagne.voeux["code"].isin(campagne.specifiques["poste"])
        phase = np.where(classes, phase, -1)
    return phase


def _ranges(voeux: pd.DataFrame, phase: np.ndarray, retenu: np.ndarray) -> pd.DataFrame:
    """Give the vœux retained their class, their order and the first places."""
    rang = voeux["rang_commission"].fillna(0).astype("int64")
    avant = np.lexsort((voeux["sous_rang"], voeux["place"], np.where(retenu, phase, len(NATURES))))
    ordre = avant[np.argsort(pd.factorize(voeux["candidat"], sort=True)[0][avant], kind="stable")]
    place = np.empty(len(voeux), dtype=np.int64)
    debut = np.flatnonzero(np.append(True, np.diff(pd.factorize(voeux["candidat"].iloc[ordre])[0])))
    tailles = np.diff(np.append(debut, len(voeux)))
    place[ordre] = np.arange(len(voeux)) - np.repeat(debut, tailles) + 1
    dits = "classement de la commission : " + rang.astype("str")
    return voeux.assign(
        place=place,
        classe=voeux["classe"].mask(retenu, SPECIFIQUE),
        bareme=voeux["bareme"].mask(retenu),
        departage=voeux["departage"].mask(retenu, -rang),
        criteres=voeux["criteres"].astype("str").mask(retenu, dits),
        origine=voeux["origine"].astype("str").mask(retenu, "SPECIFIQUE"),
    ).drop(columns=["rang_commission", "avis"])


def _ecartes(voeux: pd.DataFrame) -> pd.DataFrame:
    avis = (" : " + voeux["avis"]).fillna("")
    return voeux[["candidat", "rang", "type", "code", "types_etablissement"]].assign(
        motif="INELIGIBLE",
        regles=voeux["regles"],
        note="candidature non retenue par la commission" + avis,
    )


def _sans_points(baremes: pd.DataFrame, voeux: pd.DataFrame) -> pd.DataFrame:
    """Leave out the decomposition of vœux that the barème does not rank."""
    cles = pd.MultiIndex.from_frame(voeux[["candidat", "rang"]].astype({"candidat": "str"}))
    siens = pd.MultiIndex.from_frame(baremes[["candidat", "rang"]].astype({"candidat": "str"}))
    return baremes[~siens.isin(cles)].reset_index(drop=True)


def _sans_voeu(instruction: Instruction) -> pd.DataFrame:
    """Set aside the rankings of people who did not ask for the poste."""
    campagne = instruction.campagne
    classes = campagne.specifiques
    demandes = pd.MultiIndex.from_frame(
        campagne.voeux.loc[campagne.voeux["type"] == "POSTE", ["candidat", "code"]]
    )
    seuls = classes[~pd.MultiIndex.from_frame(classes[["candidat", "poste"]]).isin(demandes)]
    rejets = pd.DataFrame(
        {
            "table": "specifiques",
            "ligne": seuls["ligne"],
            "cle": seuls["candidat"] + " " + seuls["poste"],
            "colonne": "poste",
            "motif": "aucun vœu du candidat sur ce poste",
            "valeur": seuls["poste"],
        }
    )
    return pd.concat([instruction.rejets, rejets.astype(COLONNES_REJETS)], ignore_index=True)
