"""A small Clermont-Ferrand: four départements, mnemonic codes, one poste for each établissement.

Communes lie 11 km apart along a meridian, in the order of the table: RIOM next to GERZAT, ISSOIRE
further. The points that the text does not publish are illustrative: with the ordinary candidat
(third échelon, one year of poste) the barème of a vœu is 21 + 20 = 41.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from cas_regles import Academie

from mouvement.engine.mouvement import affecter
from mouvement.engine.resultat import Resultat

PARAMETRES = {
    "service_classe_normale": [[1, 14], [3, 21], [4, 28], [5, 35], [6, 42], [7, 49]],
    "service_hors_classe": [[1, 63], [2, 70]],
    "service_hors_classe_agreges": [[1, 70], [2, 77]],
    "service_classe_exceptionnelle": [[1, 84], [2, 91]],
    "poste_annee": 20,
    "poste_tranche": 50,
    "poste_tranche_annees": 4,
    "education_prioritaire_rep_plus": [[5, 400]],
    "education_prioritaire_rep": [[5, 200]],
    "voeu_preferentiel": [[1, 60]],
    "rapprochement_departement": 90,
    "rapprochement_commune": 30,
    "autorite_parentale_departement": 80,
    "autorite_parentale_commune": 25,
    "mutation_simultanee": 70,
    "handicap": 1000,
    "handicap_voeux": "DEPARTEMENT",
    "poste_a_profil": 40,
    "retour_specifique": 500,
    "greta_direct": [[1, 50], [4, 100]],
    "date_limite_demandes": date(2025, 5, 10),
}

CLERMONT = Academie(
    reglement="clermont-2025-second-degre",
    annee=2025,
    communes={
        "VICHY": ("03", "VICHY"),
        "CUSSET": ("03", "VICHY"),
        "YZEURE": ("03", None),
        "MOULINS": ("03", None),
        "MONTLUCON": ("03", None),
        "AURILLAC": ("15", None),
        "YDES": ("15", None),
        "MAURIAC": ("15", None),
        "LE_PUY": ("43", None),
        "CLERMONT": ("63", None),
        "GERZAT": ("63", "LIMAGNE"),
        "RIOM": ("63", "LIMAGNE"),
        "THIERS": ("63", None),
        "AMBERT": ("63", None),
        "ISSOIRE": ("63", None),
    },
    etablissements={
        "CLG_VICHY": ("CLG", "VICHY"),
        "CLG_CUSSET": ("CLG", "CUSSET"),
        "CLG_YZEURE": ("CLG", "YZEURE"),
        "CLG_MOULINS": ("CLG", "MOULINS"),
        "LYC_MOULINS": ("LYC", "MOULINS"),
        "CLG_MONTLUCON": ("CLG", "MONTLUCON"),
        "CLG_AURILLAC": ("CLG", "AURILLAC"),
        "CLG_YDES": ("CLG", "YDES"),
        "CLG_MAURIAC": ("CLG", "MAURIAC"),
        "CLG_LE_PUY": ("CLG", "LE_PUY"),
        "LYC_CLERMONT": ("LYC", "CLERMONT"),
        "LP_CLERMONT": ("LP", "CLERMONT"),
        "SGT_CLERMONT": ("SGT", "CLERMONT"),
        "CLG_GERZAT": ("CLG", "GERZAT"),
        "CLG_RIOM": ("CLG", "RIOM"),
        "LYC_RIOM": ("LYC", "RIOM"),
        "EREA_RIOM": ("EREA", "RIOM"),
        "CLG_THIERS": ("CLG", "THIERS"),
        "CLG_AMBERT": ("CLG", "AMBERT"),
        "CLG_ISSOIRE": ("CLG", "ISSOIRE"),
        "ECOLE_1": ("ECOLE", "THIERS", {"circonscription": "K"}),
        "ECOLE_2": ("ECOLE", "THIERS", {"circonscription": "K"}),
    },
    zones={
        "ZR_03_NORD": "03",
        "ZR_03_SUD": "03",
        "ZR_15": "15",
        "ZR_43": "43",
        "ZR_63": "63",
    },
    postes={
        "S1": {"etablissement": "LYC_CLERMONT", "nature": "SPEA"},
        "S2": {"etablissement": "CLG_RIOM", "nature": "SPEA"},
        "S_EREA": {"etablissement": "EREA_RIOM", "nature": "SPEA"},
        "ECOLE_1": {"etablissement": "ECOLE_1", "discipline": "PSYEN_EDA"},
        "ECOLE_2": {"etablissement": "ECOLE_2", "discipline": "PSYEN_EDA"},
    },
    parametres=PARAMETRES,
    ordinaire={
        "corps": "CERTIFIE",
        "grade": "CLASSE_NORMALE",
        "echelon": 3,
        "annees_poste": 1,
    },
)

EN_POINTS = {"service_classe_normale": [[1, 0]], "poste_annee": 1, "poste_tranche": 0}
"""Parameters under which the barème of a vœu is ``annees_poste``, if nothing else adds to it."""


def mouvement(
    candidats: dict[str, dict[str, Any]],
    voeux: dict[str, list[str]],
    vacants: dict[str, int],
    faits: dict[str, dict[str, Any]] | None = None,
    parametres: dict[str, Any] | None = None,
    **reste: Any,
) -> Resultat:
    """Return the result of a campaign where nothing is vacant but this; points as they are said.

    ``faits``: what some postes have besides.
    """
    postes = {c: {"vacants": 0} for c in (*CLERMONT.etablissements, *CLERMONT.zones)}
    for code, dit in CLERMONT.postes.items():
        postes[code] = {"vacants": 0} | dit
    for code, nombre in vacants.items():
        postes[code] = postes.get(code, {}) | {"vacants": nombre}
    for code, dit in (faits or {}).items():
        postes[code] = postes[code] | dit
    academie = replace(CLERMONT, postes=postes)
    return affecter(
        academie.campagne(candidats, voeux, parametres=EN_POINTS | (parametres or {}), **reste)
    )


def places(resultat: Resultat) -> dict[str, str]:
    """Return the poste of each candidat, "" for none."""
    lignes = resultat.affectations
    return dict(zip(lignes["candidat"], lignes["poste"].fillna(""), strict=True))


def signales(lignes: Any, candidat: str = "A") -> dict[str, str]:
    """Return what is told of a candidat: signalement → detail."""
    siens = lignes[lignes["candidat"] == candidat]
    return dict(zip(siens["signalement"], siens["detail"], strict=True))
