"""What the rules say once everybody is placed: what somebody should look at, or must know."""

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.instruction.instruction import COLONNES_SIGNALEMENTS, Instruction, cadre
from mouvement.engine.instruction.reglementaire import fonctions
from mouvement.engine.instruction.retouches import signaler


def suites(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return the instruction's signalements and those that the rule set draws from the outcome.

    ``affectations`` has the columns of the result's table; the order of its rows is indifferent.
    """
    campagne = instruction.campagne
    if campagne.options.bareme == "declare":
        return instruction.signalements
    vues = affectations.sort_values("candidat", ignore_index=True)
    parts = [
        fonction(instruction, vues)
        for fonction in fonctions(reglements.de(campagne), "APRES").values()
    ]
    vide = cadre(COLONNES_SIGNALEMENTS, [])
    return signaler(instruction.signalements, pd.concat([vide, *parts], ignore_index=True))
