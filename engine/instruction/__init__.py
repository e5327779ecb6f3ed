"""From a campaign to the instructed campaign: what a rule set makes of it."""

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.decisions import decider
from mouvement.engine.instruction.declaration import declarer
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.instruction.reglementaire import appliquer_le_reglement
from mouvement.engine.instruction.retouches import ranger
from mouvement.engine.instruction.specifiques import specifier
from mouvement.engine.instruction.volontaires import prevenir

__all__ = ["Instruction", "instruire"]


def instruire(campagne: Campagne) -> Instruction:
    """Apply the campaign's rule set, then the commissions' rankings, then the decisions.

    Declared barèmes are taken as they are.

    Raises
    ------
    DonneesRefusees : an element finds no case for somebody; who is forced does not take part.
    """
    if campagne.options.bareme == "declare":
        return ranger(decider(specifier(declarer(campagne))))
    reglement = reglements.de(campagne)
    return prevenir(ranger(decider(specifier(appliquer_le_reglement(campagne, reglement)))))
