"""Who keeps to a type of établissement in the exchanges of the improvement stage."""

import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.instruction import COLONNES_GARDES, cadre
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Garde


def gardes(tableau: Tableau) -> pd.DataFrame:
    """Return ``Instruction.gardes``: all the guards that are for each candidat."""
    parts = [_de(tableau, garde) for garde in tableau.reglement.gardes]
    tous = pd.concat([cadre(COLONNES_GARDES, []), *parts], ignore_index=True)
    return tous.drop_duplicates().sort_values(list(COLONNES_GARDES), ignore_index=True)


def _de(tableau: Tableau, garde: Garde) -> pd.DataFrame:
    siens = tableau.candidats["candidat"][conditions.par_candidat(tableau, garde.si)]
    dit = {"candidat": siens, "niveau": garde.niveau, "types": "|".join(sorted(garde.types))}
    return pd.DataFrame(dit).astype(COLONNES_GARDES)
