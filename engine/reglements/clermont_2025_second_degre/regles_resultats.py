"""What is told once everybody is placed: what to publish, what is lost, what is not acquired."""

import pandas as pd

from mouvement.engine import publication, reglements
from mouvement.engine.instruction.instruction import COLONNES_SIGNALEMENTS, Instruction
from mouvement.engine.instruction.specifiques import NATURES
from mouvement.engine.portees import situer

PERSONNELLES = ("handicap", "familiale", "simultanee")
"""Families of elements that tell a personal situation."""
NOUVELLES = ("MUTE", "EXTENSION", "ANNUEL")
ADAPTE = "EREA"
"""The type of établissement whose specific postes make titulaires of the département."""


def derniers_entrants(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell, on the last entrant of each place, the barème to publish, or to hide."""
    minimum = reglements.parametres(instruction.campagne)["entrants_minimum"]
    derniers = publication.derniers_entrants(instruction, affectations, PERSONNELLES, minimum)
    return publication.signaler_derniers(derniers, "CF25-2D-077", "CF25-2D-078")


def mutations_annulees(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell whose mutation is lost for a false statement; the run is not made again."""
    candidats = instruction.campagne.candidats
    fautifs = candidats.loc[candidats["fausse_declaration"], "candidat"]
    perdues = affectations[
        affectations["candidat"].isin(fautifs) & affectations["decision"].isin(NOUVELLES)
    ]
    detail = "poste " + perdues["poste"] + " à déclarer vacant ; situation antérieure rendue"
    return signaler(perdues, "MUTATION_ANNULEE", "CF25-2D-060", detail)


def departements_non_acquis(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell who gets a specific poste in a département of which it does not make him titulaire."""
    campagne = instruction.campagne
    postes = situer(campagne).set_index("poste")
    dit = campagne.candidats.set_index("candidat")["departement_titulaire"]
    sans_titre = postes["nature"].isin(NATURES) & (postes["type"] != ADAPTE)
    acquis = postes.loc[~sans_titre, "departement"]
    nouvelles = affectations[affectations["decision"].isin(NOUVELLES)]
    ici = nouvelles["poste"].map(postes["departement"])
    sien = nouvelles["candidat"].map(dit).fillna(nouvelles["poste_actuel"].map(acquis))
    touches = nouvelles["poste"].map(sans_titre).astype(bool) & (ici != sien)
    detail = "département " + ici + " : barre à franchir pour un poste ordinaire"
    siens = nouvelles[touches]
    return signaler(siens, "DEPARTEMENT_NON_ACQUIS", "CF25-2D-036", detail[touches])


def signaler(
    lignes: pd.DataFrame,
    signalement: str | pd.Series,
    regle: str | pd.Series,
    detail: str | pd.Series,
) -> pd.DataFrame:
    """Return one row of ``signalements`` for each line, of its candidat."""
    dits = lignes[["candidat"]].assign(signalement=signalement, regle=regle, detail=detail)
    return dits.astype(COLONNES_SIGNALEMENTS)
