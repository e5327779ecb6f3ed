"""Titulaires of replacement zones, after the mouvement (VIII): what the adjustment will read."""

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.reglements.orleans_tours_2022_second_degre.regles_resultats import (
    faits,
    signaler,
)


def en_zone(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of those who are on a replacement zone."""
    postes = instruction.campagne.postes
    zones = postes.loc[postes["nature"] == "ZR", "poste"]
    return affectations[affectations["poste"].isin(zones)]


def preferences(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return what becomes of the preferences of those on a zone; five count, in order."""
    campagne = instruction.campagne
    maximum = reglements.parametres(campagne)["preferences_maximum"]
    zone = en_zone(instruction, affectations)
    siennes = campagne.preferences.sort_values(["candidat", "rang"])
    place = siennes.groupby("candidat").cumcount()
    trop = siennes[place >= maximum]
    refus = "préférence " + trop["rang"].astype("str") + f", au-delà de {maximum}"
    extension = (zone["decision"] == "EXTENSION") & ~zone["candidat"].isin(siennes["candidat"])
    toute = faits(instruction, ["toute_affectation_annuelle"], zone["candidat"])
    partout = toute["toute_affectation_annuelle"]
    par_courrier = f"peut exprimer {maximum} préférences par courrier"
    return pd.concat(
        [
            signaler(trop["candidat"], "PREFERENCE_REJETEE", "OT22-2D-226", refus),
            signaler(
                zone.loc[partout, "candidat"],
                *("TOUTE_AFFECTATION_ANNUELLE", "OT22-2D-226"),
                "accepte tout support à l'année de sa zone",
            ),
            signaler(
                zone.loc[extension, "candidat"],
                *("PREFERENCES_A_EXPRIMER", "OT22-2D-227"),
                par_courrier,
            ),
        ]
    )


def vivier(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return how many of a zone may be assigned for the year, the minimal reserve being kept."""
    zone = en_zone(instruction, affectations)
    effectifs = zone["poste"].value_counts()
    postes = instruction.campagne.postes.set_index("poste").loc[effectifs.index]
    libres = (effectifs - postes["vivier_minimal"]).clip(lower=0, upper=postes["besoins_annuels"])
    dits = libres.astype("str") + " à l'année sur " + effectifs.astype("str") + " de la zone"
    vises = zone[zone["poste"].isin(libres.index[libres > 0])]
    detail = vises["poste"].map(dits)
    return signaler(vises["candidat"], "AFFECTATION_A_L_ANNEE", "OT22-2D-225", detail)


def rattachements(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return whether each may change his rattachement: enough must stay where he was."""
    zone = en_zone(instruction, affectations)["candidat"]
    lus = faits(instruction, ["rattachement_administratif", "rattachement_demande"], zone)
    lieu, demande = lus["rattachement_administratif"], lus["rattachement_demande"]
    etablissements = instruction.campagne.etablissements.set_index("etablissement")
    effectifs = lieu.value_counts()
    marges = effectifs - etablissements["rattaches_minimum"].reindex(effectifs.index)
    restent = pd.to_numeric(lieu.map(marges))
    part = demande.notna() & (demande != lieu)
    # Those who ask to leave the same établissement do so in the order of their identifiers.
    depart = part.astype("int64").groupby(lieu, dropna=False).cumsum()
    accorde = lieu.isna() | (depart <= restent)
    return pd.concat(
        signaler(zone[part & ceux], signalement, "OT22-2D-228", detail + demande[part & ceux])
        for ceux, signalement, detail in (
            (accorde, "RATTACHEMENT_ACCORDE", "nouveau rattachement : "),
            (~accorde, "RATTACHEMENT_REFUSE", "maillage insuffisant, demandé : "),
        )
    )


APRES = {"preferences": preferences, "vivier": vivier, "rattachements": rattachements}
