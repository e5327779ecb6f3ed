"""The improvement stage told: its table, and the words that the audit puts on each exchange."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mouvement.engine.amelioration import SANS_SIEGE
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.libelles import libelles_entiers
from mouvement.engine.texte import texte

DEPASSE = "obtenu à l'étape générale, puis mieux à l'étape d'amélioration"
CRITERES = ["VOEU", "PARTIE_COMMUNE"]
SORTS_SIEGE = ["GARDE", "PERDU", "MIEUX"]
PAR_SON_POSTE = (
    "des points sous la barre d'entrée suffisent, car son propre poste revient à la zone"
)
MOINS_DE_POINTS = (
    "obtenu avec moins de points qu'un agent extérieur refusé ({autre}), car son propre poste "
    "revient à la zone"
)
PAR_ECHANGE = "échange entre agents déjà placés dans la zone"


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
    campagne: Campagne, echanges: pd.DataFrame, dehors: Mapping[int, str]
) -> dict[int, str]:
    """Return what the audit says of the lines that the stage gave or took back.

    ``dehors`` : line → who was refused there from outside with more points.
    """
    dites: dict[int, str] = {}
    changes = echanges[echanges["ligne_avant"] != echanges["ligne_apres"]]
    lieux = libelles_entiers(campagne, changes["lieu"].unique().tolist())
    for avant, apres, titulaire, lieu in zip(
        changes["ligne_avant"],
        changes["ligne_apres"],
        changes["titulaire"],
        changes["lieu"],
        strict=True,
    ):
        raison = PAR_SON_POSTE if titulaire else PAR_ECHANGE
        if titulaire and apres in dehors:
            raison = MOINS_DE_POINTS.format(autre=dehors[apres])
        dites[avant] = DEPASSE
        dites[apres] = f"amélioration, {lieux[lieu]} : {raison}"
    return dites
