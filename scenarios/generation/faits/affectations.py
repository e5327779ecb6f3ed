"""What the poste held brings: years in éducation prioritaire, lost postes, parcours."""

import numpy as np

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.faits.dossier import (
    Colonnes,
    Dossier,
    dates,
    entier,
    texte,
)
from mouvement.scenarios.generation.faits.entrants import nature_inter
from mouvement.scenarios.generation.hasard import Entiers

CLASSEMENTS = np.array([None, "REP", "REP+"], dtype=object)
PART_ENTRANT_PRIORITAIRE = 0.08
PART_MESURE_ANTERIEURE = 0.008
PART_CHANGEMENT_IMPOSE = 0.1
LIEUX_D_EXERCICE = ("CLG", "LYC", "LP", "SEP", "SGT", "SEGPA", "EREA")
PART_AUTRE_DISCIPLINE = 0.004
PART_ASH = 0.4
"""Of those who teach in SEGPA or EREA."""


def affectations(dossier: Dossier) -> Colonnes:
    """Return the facts that come from the poste held, or from one lost before."""
    return {
        **_education_prioritaire(dossier),
        **_carte_scolaire(dossier),
        **_parcours(dossier),
    }


def _annees(dossier: Dossier) -> Entiers:
    return dossier.candidats["anciennete"].to_numpy()


def annees_ep(dossier: Dossier) -> Entiers:
    """Return (candidats,) years in the établissement of éducation prioritaire held, or left."""
    tirage = dossier.flux("affectations/ep").random(dossier.nombre)
    venu = (nature_inter(dossier) == "ENTRANT") & (tirage < PART_ENTRANT_PRIORITAIRE)
    prioritaire = (dossier.candidats["prioritaire"] > 0).to_numpy() | venu
    return np.where(prioritaire, _annees(dossier), 0)


def _education_prioritaire(dossier: Dossier) -> Colonnes:
    """The classement of the poste held is its établissement's: only an entrant says his."""
    annees, entrant = annees_ep(dossier), dossier.est(Statut.INTER)
    niveau = 1 + (dossier.flux("affectations/classement").random(dossier.nombre) < 0.35)
    return {
        "annees_ep": annees,
        "classement_ep": texte(entrant & (annees > 0), CLASSEMENTS[niveau]),
    }


def _carte_scolaire(dossier: Dossier) -> Colonnes:
    """Measures of the year, one in eight not the first; and some titulaires moved by an old one."""
    alea, nombre = dossier.flux("affectations/carte"), dossier.nombre
    perdu = dossier.tirer_etablissement(dossier.voisinage, alea)
    tenu = dossier.poste_tenu["etablissement"].to_numpy(object)
    codes = dossier.etablissements(perdu)
    ancienne = dossier.est(Statut.TITULAIRE) & (perdu >= 0) & (codes != tenu)
    ancienne &= alea.random(nombre) < PART_MESURE_ANTERIEURE
    annee = dossier.annee - np.maximum(_annees(dossier), 1)
    impose = ancienne & (alea.random(nombre) < PART_CHANGEMENT_IMPOSE)
    mesures = dossier.est(Statut.CARTE_SCOLAIRE).astype(np.int64) + ancienne
    return {
        "nombre_mesures": mesures + dossier.candidats["carte_repetee"].to_numpy(),
        "etablissement_perdu": texte(ancienne, codes),
        "annee_mesure": entier(ancienne, annee),
        "annee_changement_impose": entier(impose, np.minimum(annee + 1, dossier.annee - 1)),
    }


def _parcours(dossier: Dossier) -> Colonnes:
    """Where one teaches, since when; another discipline, or special needs."""
    alea, nombre = dossier.flux("affectations/parcours"), dossier.nombre
    lieu, annees = dossier.poste_tenu["type"], _annees(dossier)
    exerce = lieu.isin(LIEUX_D_EXERCICE).to_numpy()
    depuis = dossier.rentrees(annees)
    autre = exerce & (annees >= 1) & (alea.random(nombre) < PART_AUTRE_DISCIPLINE)
    ash = lieu.isin(("SEGPA", "EREA")).to_numpy() & (alea.random(nombre) < PART_ASH)
    return {
        "exercice_lieu": texte(exerce, lieu),
        "exercice_depuis": dates(exerce, depuis),
        "autre_discipline_depuis": dates(autre, depuis),
        "autre_discipline_part": np.where(autre, alea.integers(30, 101, nombre), 0),
        "ash_depuis": dates(ash, depuis),
        "annees_erea": np.where(lieu == "EREA", annees, 0),
    }
