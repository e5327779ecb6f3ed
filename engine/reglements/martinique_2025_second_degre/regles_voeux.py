"""The académie is one département (4.2.3): a vœu for the one is a vœu for the other."""

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.listes import Listes, annoter, intactes
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Operation


def academie_en_departement(tableau: Tableau, operation: Operation) -> Listes:
    """Turn the vœux for the académie into vœux for its département, when it has only one."""
    departements = tableau.campagne.communes["departement"].unique()
    ici = conditions.par_voeu(tableau, {"voeux": ["ACA"]})
    if len(departements) != 1 or not ici.any():
        return intactes(tableau.voeux)
    voeux = annoter(tableau.voeux, ici, operation)
    voeux.loc[ici, "type"] = "DPT"
    voeux.loc[ici, "code"] = departements[0]
    return intactes(voeux)
