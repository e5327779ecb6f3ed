"""Specific postes: the commission's ranking, not the barème; first in every list (modele.md §1)."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import SPECIFIQUE, Instruction
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.retouches import (
    dissoudre,
    en_textes,
    rejeter,
    sans_points,
    supprimer,
)

NATURES = ("ASH", "SPEA", "POP")
"""Natures of the postes that commissions give, in the order in which they are served."""
SEPARE = "COUPLE_DISSOUS_SPECIFIQUE"
MOTIF_SEPARE = (
    "mutation simultanée ignorée : un membre du couple est classé sur un poste spécifique"
)


def specifier(instruction: Instruction) -> Instruction:
    """Put the vœux for specific postes first, in the class and order of the commissions.

    A vœu for a specific poste whose candidat no commission ranked does not stand, unless barèmes
    are declared and nobody is ranked on that poste: then its points count as any other's. A ranking
    without a vœu is set aside. A couple asks for everything together, which no commission grants:
    it is dissolved by a ranking.
    """
    instruction = replace(instruction, rejets=_sans_voeu(instruction))
    campagne = instruction.campagne
    phase = _phases(campagne)
    if not (phase >= 0).any():
        return instruction
    voeux = campagne.voeux
    vises, autres = voeux[phase >= 0], voeux[phase < 0]
    rang, avis = _classements(campagne, vises)
    retenu = rang.notna()
    phase = phase[phase >= 0][retenu]
    ranges = _ranges(en_textes(vises[retenu]), phase, rang[retenu], voeux["place"])
    suite = replace(
        instruction,
        campagne=replace(campagne, voeux=pd.concat([autres, ranges], ignore_index=True)),
        supprimes=supprimer(instruction.supprimes, _ecartes(vises[~retenu], avis[~retenu])),
        baremes=sans_points(instruction.baremes, vises),
    )
    return dissoudre(suite, vises.loc[retenu, "candidat"], SEPARE, MOTIF_SEPARE)


def _phases(campagne: Campagne) -> Entiers:
    """Return (voeux,) the place in ``NATURES`` of each vœu for a specific poste, else -1."""
    natures = campagne.postes.set_index("poste")["nature"]
    precis = np.flatnonzero(campagne.voeux["type"] == "POSTE")
    nature = campagne.voeux["code"].take(precis).map(natures)
    phase = np.full(len(campagne.voeux), -1)
    phase[precis] = pd.Index(NATURES).get_indexer(pd.Index(nature))
    if campagne.options.bareme == "declare":
        classes = campagne.voeux["code"].isin(campagne.specifiques["poste"])
        phase = np.where(classes, phase, -1)
    return phase


def _classements(campagne: Campagne, voeux: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return (voeux,) the rang that the commission gave its author on the poste, and its avis."""
    classes = campagne.specifiques.rename(columns={"poste": "code"})
    cles = voeux[["candidat", "code"]].merge(classes, on=["candidat", "code"], how="left")
    cles.index = voeux.index
    return cles["rang_commission"].astype("Int64"), cles["avis"]


def _ranges(
    voeux: pd.DataFrame, phase: Entiers, rang: pd.Series, places: pd.Series
) -> pd.DataFrame:
    """Give the vœux retained their class, their order in it, and places before all others."""
    largeur = places.max() - places.min() + 1
    return voeux.assign(
        place=voeux["place"] - (len(NATURES) - phase) * largeur,
        classe=SPECIFIQUE,
        bareme=pd.Series(pd.NA, index=voeux.index, dtype="Int64"),
        departage=-rang.astype("int64"),
        criteres="classement de la commission : " + rang.astype("str"),
        origine="SPECIFIQUE",
    )


def _ecartes(voeux: pd.DataFrame, avis: pd.Series) -> pd.DataFrame:
    note = "candidature non retenue par la commission" + (" : " + avis).fillna("")
    return voeux.assign(motif="INELIGIBLE", note=note)


def _sans_voeu(instruction: Instruction) -> pd.DataFrame:
    """Set aside the rankings of people who did not ask for the poste."""
    voeux, classes = instruction.campagne.voeux, instruction.campagne.specifiques
    vises = voeux["code"].isin(classes["poste"]) & (voeux["type"] == "POSTE")
    demandes = pd.MultiIndex.from_frame(voeux.loc[vises, ["candidat", "code"]])
    demande = pd.MultiIndex.from_frame(classes[["candidat", "poste"]]).isin(demandes)
    motif = "aucun vœu retenu du candidat sur ce poste"
    return rejeter(instruction.rejets, "specifiques", classes[~demande], motif)
