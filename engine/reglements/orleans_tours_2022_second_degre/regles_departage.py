"""What the five criteria of départage leave undecided (PARTIE 1, préambule)."""

import pandas as pd

from mouvement.engine import egalites
from mouvement.engine.instruction.instruction import Instruction


def egalites_residuelles(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return ``signalements``: those whom nothing but the draw parted."""
    return egalites.egalites(instruction, affectations, "OT22-2D-021")


APRES = {"egalites_residuelles": egalites_residuelles}
