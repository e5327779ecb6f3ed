"""The improvement stage told: its table, and the words that the audit puts on each exchange."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.amelioration import SANS_SIEGE
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.libelles import libelles_entiers
from mouvement.engine.placement import Etapes
from mouvement.engine.texte import texte

DEPASSE = "obtenu à l'étape générale, puis mieux à l'étape d'amélioration"
DEPASSE_ENSUITE = "obtenu à l'étape d'amélioration, puis mieux encore"
CRITERES = ["VOEU", "PARTIE_COMMUNE"]
SORTS_SIEGE = ["GARDE", "PERDU", "MIEUX"]
SUR_PLACE = "le poste où il était déjà placé répond aussi à ce vœu, mieux classé"
PAR_ECHANGE = "échange entre agents déjà placés dans la zone"
SOUS_LA_BARRE = (
    f"{PAR_ECHANGE} ; des points sous la barre d'entrée suffisent, car {{poste}} revient à la zone"
)
MOINS_DE_POINTS = (
    "obtenu avec moins de points qu'un agent refusé qui n'est pas de l'échange ({autre}), car "
    "{poste} revient à la zone"
)
SON_POSTE = {True: "son propre poste", False: "le poste où il était placé"}
"""Whether what he brings to the exchange is the poste that he held before the mouvement."""


def ameliorations(campagne: Campagne, contrats: Contrats, echanges: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the exchanges, from the lines of ``amelioration.ameliorer``."""
    table, candidats, postes = contrats.table, contrats.candidats, contrats.carte.postes["poste"]
    ordre, bareme = table["ordre"].to_numpy(), table["bareme"].to_numpy()
    avant, apres, qui = echanges["ligne_avant"], echanges["ligne_apres"], echanges["candidat"]
    codes = [lieu.partition(":")[2] or campagne.academie for lieu in echanges["lieu"]]
    resultat = pd.DataFrame(
        {
            "tour": echanges["tour"],
            "niveau": echanges["niveau"].astype("str"),
            "code": pd.Series(codes, dtype="str"),
            "discipline": candidats["discipline"].iloc[qui].array,
            "candidat": candidats["candidat"].iloc[qui].array,
            "role": texte(~echanges["titulaire"].astype(bool), ["TITULAIRE", "ENTRANT"]),
            "ordre_avant": ordre[avant],
            "poste_avant": postes.iloc[echanges["poste_avant"]].array,
            "ordre_apres": ordre[apres],
            "poste_apres": postes.iloc[echanges["poste_apres"]].array,
            "bareme": pd.Series(bareme[apres], dtype="Int64").mask(bareme[apres] == AUCUN),
            "barre": echanges["barre"].astype("Int64"),
            "critere": texte(echanges["commune"].astype(bool), CRITERES),
            "points": echanges["points"].astype("Int64").mask(echanges["points"] == AUCUN),
            **_siege(echanges),
        }
    )
    cle = ["tour", "niveau", "code", "discipline", "candidat"]
    return resultat.sort_values(cle, ignore_index=True)


def _siege(echanges: pd.DataFrame) -> dict[str, Any]:
    """Return the columns that tell the claims; missing where there is none."""
    sans = echanges["sort_siege"] == SANS_SIEGE
    commune = (echanges["ligne_siege"] == AUCUN).astype("int64")
    return {
        "siege": texte(echanges["sort_siege"], SORTS_SIEGE),
        "critere_siege": texte(commune.mask(sans, AUCUN), CRITERES),
        "points_siege": echanges["points_siege"].astype("Int64").mask(sans),
    }


def phrases(
    campagne: Campagne, contrats: Contrats, etapes: Etapes, dehors: Mapping[int, str]
) -> dict[int, str]:
    """Return what the audit says of the lines that the stage gave or took back.

    ``dehors`` : line → who was refused there, with more points, and took no part.
    """
    dites: dict[int, str] = {}
    echanges, table = etapes.echanges, contrats.table
    changes = echanges[echanges["ligne_avant"] != echanges["ligne_apres"]]
    lieux = libelles_entiers(campagne, changes["lieu"].unique().tolist())
    apportes = contrats.candidats["numero_actuel"].to_numpy()[changes["candidat"]]
    obtenues = changes["ligne_apres"].to_numpy(dtype=np.int64)
    barre = etapes.general.barre_zone[table["zone"].to_numpy()[obtenues]]
    d_abord = etapes.general.ligne[changes["candidat"]] == changes["ligne_avant"]
    for avant, au_debut, apres, lieu, bouge, sien, sous_barre in zip(
        changes["ligne_avant"],
        d_abord,
        obtenues.tolist(),
        changes["lieu"],
        changes["poste_avant"] != changes["poste_apres"],
        apportes == changes["poste_avant"],
        table["rang_priorite"].to_numpy()[obtenues] < barre,
        strict=True,
    ):
        dites[avant] = DEPASSE if au_debut else DEPASSE_ENSUITE
        if apres in dehors:
            raison = MOINS_DE_POINTS.format(autre=dehors[apres], poste=SON_POSTE[sien])
        elif not bouge:
            raison = SUR_PLACE
        else:
            raison = SOUS_LA_BARRE.format(poste=SON_POSTE[sien]) if sous_barre else PAR_ECHANGE
        dites[apres] = f"amélioration, {lieux[lieu]} : {raison}"
    return dites
