"""What is told once everybody is placed (3.2, 4.2.4)."""

import pandas as pd

from mouvement.engine import publication, reglements
from mouvement.engine.instruction.decisions import couvrants
from mouvement.engine.instruction.instruction import COLONNES_SIGNALEMENTS, Instruction

CHIFFRES, RECOURS, EN_ZONE = "MQ25-2D-076", "MQ25-2D-077", "MQ25-2D-075"
PERSONNELLES = ("handicap", "familiale")
"""Families of elements that tell a personal situation."""
DEMANDE = ("VOEU", "SPECIFIQUE")
"""Origins of the vœux that he made; the administration makes the others."""


def derniers_entrants(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell, on the last entrant of each place, the barème to publish, or to hide (3.2)."""
    minimum = reglements.parametres(instruction.campagne)["entrants_minimum"]
    derniers = publication.derniers_entrants(instruction, affectations, PERSONNELLES, minimum)
    return publication.signaler_derniers(derniers, CHIFFRES, CHIFFRES)


def recours(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return who may appeal: without mutation, or placed where he did not ask to be (3.2).

    Who keeps his poste without having asked for anything was refused nothing.
    """
    decision, demande = affectations["decision"], affectations["origine"].isin(DEMANDE)
    derniers = instruction.campagne.candidats.set_index("candidat")["dernier_rang"]
    a_demande = affectations["candidat"].map(derniers) > 0
    sans = (decision == "NON_AFFECTE") | (decision == "MAINTENU") & a_demande
    hors = ~decision.isin(["NON_AFFECTE", "MAINTENU"]) & ~demande
    hors &= ~affectations["candidat"].isin(_sur_un_poste_demande(instruction, affectations[hors]))
    return pd.concat(
        [
            _dire(affectations[sans], "RECOURS_SANS_MUTATION", RECOURS, "recours ouvert"),
            _dire(affectations[hors], "RECOURS_HORS_VOEUX", RECOURS, "recours ouvert"),
        ],
        ignore_index=True,
    )


def _sur_un_poste_demande(instruction: Instruction, affectations: pd.DataFrame) -> pd.Series:
    """Return the candidats whose poste is in the zone of a vœu that they made."""
    campagne = instruction.campagne
    siens = couvrants(campagne, affectations[["candidat", "poste"]])
    faits = campagne.voeux["origine"].isin(DEMANDE).to_numpy()[siens["numero"]]
    candidats: pd.Series = siens.loc[faits, "candidat"]
    return candidats


def annee_en_zone(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return where agents from overseas spend the year, who keep the poste obtained (4.2.4)."""
    campagne = instruction.campagne
    venus = campagne.candidats.set_index("candidat")["collectivite_origine"].notna()
    contractuels = campagne.postes.set_index("poste")["occupe_par_contractuel"]
    siens = affectations[affectations["candidat"].map(venus) & affectations["poste"].notna()]
    libre = siens["poste"].map(contractuels).astype("bool")
    poste = "poste " + siens["poste"]
    return pd.concat(
        [
            _dire(
                siens[~libre],
                "ANNEE_EN_ZONE_DE_REMPLACEMENT",
                EN_ZONE,
                poste[~libre] + " obtenu et gardé ; affecté en zone de remplacement pour l'année",
            ),
            _dire(
                siens[libre],
                "ANNEE_SUR_LE_POSTE_OBTENU",
                EN_ZONE,
                poste[libre] + " rejoint dès la fin du congé administratif",
            ),
        ],
        ignore_index=True,
    )


def _dire(
    lignes: pd.DataFrame, signalement: str, regle: str, detail: str | pd.Series
) -> pd.DataFrame:
    """Return one row of ``signalements`` for each of some affectations."""
    dit = lignes[["candidat"]].assign(signalement=signalement, regle=regle, detail=detail)
    return dit.astype(COLONNES_SIGNALEMENTS)
