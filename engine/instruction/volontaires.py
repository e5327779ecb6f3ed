"""Who volunteers for postes of another discipline, should the mouvement leave some vacant."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.instruction import COLONNES_VOLONTAIRES, Instruction, cadre
from mouvement.engine.instruction.retouches import signaler
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.modele import Complement

LIE = "VOLONTAIRE_EN_COUPLE"
MOTIF_LIE = (
    "volontaire pour les postes restés vacants en {discipline}, mais lié par une demande de "
    "mutation simultanée : ne prend pas part à l'étape complémentaire"
)


def volontaires(tableau: Tableau) -> pd.DataFrame:
    """Return ``Instruction.volontaires``: each candidat follows the first rule that is for him."""
    libres = np.ones(len(tableau.candidats), dtype=np.bool_)
    parts = []
    for regle in tableau.reglement.complements:
        nommee = tableau.par_candidat(regle.discipline).notna().to_numpy()
        siens = libres & nommee & conditions.par_candidat(tableau, regle.si)
        parts.append(_de(tableau, regle, siens))
        libres &= ~siens
    tous = pd.concat([cadre(COLONNES_VOLONTAIRES, []), *parts], ignore_index=True)
    return tous.sort_values("candidat", ignore_index=True)


def _de(tableau: Tableau, regle: Complement, masque: Booleens) -> pd.DataFrame:
    siens = tableau.candidats[masque]
    return pd.DataFrame(
        {
            "candidat": siens["candidat"],
            "discipline": tableau.par_candidat(regle.discipline)[masque],
            "types": "|".join(sorted(regle.types)) or None,
            "regles": "|".join(regle.regles) or None,
        }
    ).astype(COLONNES_VOLONTAIRES)


def prevenir(instruction: Instruction) -> Instruction:
    """Tell the volunteers whom a couple ties that they take no part."""
    campagne, tous = instruction.campagne, instruction.volontaires
    if campagne.options.simultanees != "liees":
        return instruction
    candidats = campagne.candidats
    lies = candidats.loc[candidats["simultanee"].notna(), "candidat"]
    vises = tous[tous["candidat"].isin(lies)]
    dits = pd.DataFrame(
        {
            "candidat": vises["candidat"],
            "signalement": LIE,
            "regle": vises["regles"],
            "detail": [MOTIF_LIE.format(discipline=nom) for nom in vises["discipline"]],
        }
    )
    return replace(instruction, signalements=signaler(instruction.signalements, dits))
