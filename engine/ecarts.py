"""Declared barèmes against computed ones: what a service corrects before it runs the mouvement."""

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction
from mouvement.engine.points import en_points


def ecarts(campagne: Campagne, instruction: Instruction) -> pd.DataFrame:
    """Return the vœux whose declared barème is not the computed one, sorted by key.

    Columns: ``candidat, rang, declare, calcule`` (thousandths; missing: the vœu does not stand, or
    is not ranked by points), ``ecart`` (computed less declared), ``elements`` (the decomposition in
    words) and ``note`` (why it does not stand).
    """
    declares = campagne.voeux.loc[campagne.voeux["bareme"].notna(), ["candidat", "rang", "bareme"]]
    declares = declares.rename(columns={"bareme": "declare"})
    restants = instruction.campagne.voeux.drop_duplicates(["candidat", "rang"])
    calcules = restants[["candidat", "rang", "bareme"]].rename(columns={"bareme": "calcule"})
    supprimes = instruction.supprimes[["candidat", "rang", "note"]]
    tous = declares.merge(calcules, on=["candidat", "rang"], how="left")
    tous = tous.merge(supprimes.drop_duplicates(["candidat", "rang"]), how="left")
    faux = tous[~(tous["declare"] == tous["calcule"]).fillna(False)]
    faux = faux.merge(_elements(instruction.baremes, faux), on=["candidat", "rang"], how="left")
    faux = faux.assign(ecart=faux["calcule"] - faux["declare"])
    ordre = ["candidat", "rang", "declare", "calcule", "ecart", "elements", "note"]
    return faux[ordre].sort_values(["candidat", "rang"], ignore_index=True)


def _elements(baremes: pd.DataFrame, faux: pd.DataFrame) -> pd.DataFrame:
    """Return, for some vœux, the decomposition in words: ``ANC_POSTE 20 + RC 90,2``."""
    siens = baremes.astype({"candidat": "str"}).merge(faux[["candidat", "rang"]])
    mots = siens["element"].astype("str") + " " + siens["points"].map(en_points).astype("str")
    joints = mots.groupby([siens["candidat"], siens["rang"]]).agg(" + ".join)
    return joints.rename("elements").reset_index()


def resume(ecarts: pd.DataFrame) -> dict[str, int]:
    """Return how many vœux and candidats differ, and by how much at most (thousandths)."""
    return {
        "voeux": len(ecarts),
        "candidats": ecarts["candidat"].nunique(),
        "ecart_maximal": int(np.abs(ecarts["ecart"].fillna(0)).max()) if len(ecarts) else 0,
    }
