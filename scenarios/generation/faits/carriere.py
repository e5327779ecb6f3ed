"""Corps, grade, échelon, age, seniorities; the table ``carriere`` of those whose years are proven.

Shares and ages are plausible, not fitted: two in three are certifiés in the normal class, one in
ten is in a higher one, and careers begin at 24 to 30.
"""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.disciplines import lire_disciplines
from mouvement.scenarios.generation.faits.dossier import (
    Colonnes,
    Dossier,
    entier,
    texte,
)
from mouvement.scenarios.generation.faits.entrants import ex_titulaires
from mouvement.scenarios.generation.hasard import Booleens, Entiers, etaler

CORPS = {"E0030": "CPE", "E0041": "PSYEN", "E0042": "PSYEN", "L1900": "PEPS"}
SPECIALITES = {"E0041": "EDO", "E0042": "EDA"}
PART_CLASSE_EXCEPTIONNELLE = 0.15
ECHELONS_PAR_GRADE_SUPERIEUR = 7
"""How far along a career a hors classe échelon is, beyond the normal one of that number."""
ECHELON_MAXIMAL_AGREGE = 3
ANNEES_PAR_ECHELON = 2.3
AGE_DE_DEBUT, AGE_MAXIMUM = 24, 66
PART_CONGE_PARENTAL = 0.04


def carriere(dossier: Dossier) -> Colonnes:
    """Return the facts of corps, grade, échelon and seniority."""
    alea, candidats = dossier.flux("carriere"), dossier.candidats
    discipline = candidats["discipline"]
    agrege, hors_classe = candidats["agrege"].to_numpy(), candidats["hors_classe"].to_numpy()
    propre, plp = discipline.map(CORPS), discipline.str.startswith("P")
    corps = np.where(propre.notna(), propre, np.where(plp, "PLP", "CERTIFIE"))
    exceptionnelle = hors_classe & (alea.random(dossier.nombre) < PART_CLASSE_EXCEPTIONNELLE)
    grade = np.where(hors_classe, "HORS_CLASSE", "CLASSE_NORMALE").astype(object)
    echelon = candidats["echelon"].to_numpy()
    plafond = np.where(exceptionnelle & agrege, ECHELON_MAXIMAL_AGREGE, echelon)
    anciens = ex_titulaires(dossier)
    annees = candidats["anciennete"].to_numpy()
    table = lire_disciplines().set_index("code")
    partout = table.index[(table["CLG"] > 0) & (table["LYC"] > 0)]
    return {
        "corps": np.where(agrege, "AGREGE", corps),
        "grade": np.where(exceptionnelle, "CLASSE_EXCEPTIONNELLE", grade),
        "echelon": np.minimum(echelon, plafond),
        "annees_echelon": alea.integers(0, 4, dossier.nombre),
        "annees_poste": np.where(anciens, alea.integers(1, 9, dossier.nombre), annees),
        "specialite_psyen": discipline.map(SPECIALITES).to_numpy(object),
        "discipline_college_et_lycee": discipline.isin(partout).to_numpy(),
        "naissance": _naissances(dossier, alea),
    }


def ages(dossier: Dossier) -> Entiers:
    """Return (candidats,) ages, as old as the career asks."""
    alea, candidats = dossier.flux("carriere/ages"), dossier.candidats
    superieur = ECHELONS_PAR_GRADE_SUPERIEUR * candidats["hors_classe"].to_numpy()
    carriere = ANNEES_PAR_ECHELON * (candidats["echelon"].to_numpy() + superieur - 1)
    annees = np.maximum(carriere, candidats["anciennete"].to_numpy() + 1)
    tous = AGE_DE_DEBUT + annees + alea.exponential(4.0, dossier.nombre)
    revolus: Entiers = np.minimum(tous, AGE_MAXIMUM).astype(np.int64)
    return revolus


def _naissances(dossier: Dossier, alea: np.random.Generator) -> object:
    jours = (ages(dossier) * 365.25 + alea.integers(0, 365, dossier.nombre)).astype(np.int64)
    return (dossier.jour(8, 31) - jours).astype("datetime64[s]")


def annees_prouvees(dossier: Dossier) -> Booleens:
    """Return (candidats,) whose years are in the table: rapprochements of titulaires."""
    candidats = dossier.candidats
    tient = (candidats["tenu"] >= 0) & (candidats["anciennete"] >= 1)
    return (tient & candidats["rapproche"]).to_numpy()


def table_carriere(dossier: Dossier) -> pd.DataFrame:
    """Return the years in the present poste of those who prove a separation."""
    alea = dossier.flux("carriere/annees")
    qui = np.flatnonzero(annees_prouvees(dossier))
    candidats = dossier.candidats.iloc[qui].reset_index(drop=True)
    source, numero = etaler(candidats["anciennete"].to_numpy(dtype=np.int64))
    tenus = dossier.poste_tenu.iloc[qui[source]].reset_index(drop=True)
    en_zone = (tenus["nature"] == "ZR").to_numpy()
    prioritaire = tenus["prioritaire"].to_numpy(dtype=np.int64)
    separe = numero < candidats["separation"].to_numpy()[source]
    conge = separe & (alea.random(len(source)) < PART_CONGE_PARENTAL)
    table = pd.DataFrame(
        {
            "candidat": candidats["candidat"].to_numpy(object)[source],
            "annee": dossier.annee - 1 - numero,
            "etablissement": texte(~en_zone, tenus["etablissement"]),
            "classement": np.array([None, "REP", "REP+"], dtype=object)[prioritaire],
            "zone": texte(en_zone, tenus["etablissement"]),
            "statut": np.where(en_zone, "TZR", "TITULAIRE"),
            "position": np.where(conge, "CONGE_PARENTAL", "ACTIVITE"),
            "mois": entier(np.ones(len(source), dtype=np.bool_), np.where(conge, 0, 10)),
            "mois_separation": entier(
                np.ones(len(source), dtype=np.bool_), np.where(separe, 12, 0)
            ),
        }
    )
    return table.sort_values(["candidat", "annee"], ignore_index=True)
