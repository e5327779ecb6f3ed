"""From a campaign to the instructed campaign: what a rule set makes of it."""

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.declaration import declarer
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.instruction.reglementaire import appliquer_le_reglement

__all__ = ["Instruction", "instruire"]


def instruire(campagne: Campagne) -> Instruction:
    """Apply the campaign's rule set; declared barèmes are taken as they are.

    Raises
    ------
    DonneesRefusees : an element finds no case for somebody.
    """
    if campagne.options.bareme == "declare":
        return declarer(campagne)
    return appliquer_le_reglement(campagne, reglements.de(campagne))
