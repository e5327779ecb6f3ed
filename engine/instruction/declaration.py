"""The rule set ``declare``: barèmes are read, and nothing is changed."""

from dataclasses import replace

import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import (
    COLONNES_REJETS,
    COLONNES_SIGNALEMENTS,
    COLONNES_SUPPRIMES,
    ORDINAIRE,
    Instruction,
    cadre,
)
from mouvement.engine.texte import jamais, toujours


def declarer(campagne: Campagne) -> Instruction:
    """Return the campaign as it is: every vœu stands, with the barème and the rang declared."""
    return Instruction(
        campagne=replace(campagne, voeux=voeux_declares(campagne.voeux)),
        supprimes=cadre(COLONNES_SUPPRIMES, []),
        baremes=_baremes(campagne.voeux),
        rejets=cadre(COLONNES_REJETS, []),
        signalements=cadre(COLONNES_SIGNALEMENTS, []),
    )


def voeux_declares(voeux: pd.DataFrame) -> pd.DataFrame:
    """Return vœux with the columns of ``Instruction.campagne``: none is changed, none is ranked."""
    absent = jamais(len(voeux))
    return voeux.assign(
        place=voeux["rang"],
        sous_rang=0,
        restriction=absent,
        classe=ORDINAIRE,
        departage=0,
        criteres=absent,
        origine=toujours("VOEU", len(voeux)),
        regles=absent,
        note=absent,
        annuel=False,
    )


def _baremes(voeux: pd.DataFrame) -> pd.DataFrame:
    """Each barème is one element, as given."""
    points = voeux[["candidat", "rang", "bareme"]].rename(columns={"bareme": "points"})
    element = toujours("DECLARE", len(voeux))
    return points.assign(element=element, regle=jamais(len(voeux)))
