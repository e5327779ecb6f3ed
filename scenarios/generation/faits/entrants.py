"""Those who must be placed: from another académie, stagiaires, back from leave, for one year.

Most of those who hold nothing are plain entrants. A few are something else: already placed for one
year (343 points), in a new discipline or corps, recruited as disabled workers.
"""

from dataclasses import dataclass

import numpy as np

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.faits.dossier import (
    Colonnes,
    Dossier,
    Textes,
    dates,
    entier,
    texte,
    tirer,
)
from mouvement.scenarios.generation.hasard import Booleens, Entiers

PARTS_INTER = {
    "ENTRANT": 0.962,
    "DISPOSITIF_343": 0.015,
    "DISCIPLINE": 0.01,
    "DETACHE": 0.008,
    "LISTE_APTITUDE": 0.005,
}
PART_CONTRACTUEL_BOE = 0.012
PART_EX_TITULAIRE = 0.04
PART_EX_FONCTIONNAIRE = 0.01
PART_STAGE_PROLONGE = 0.02
PART_ARRETE_JOINT = 0.8
EX_CONTRACTUELS = {
    "ENSEIGNANT": 0.72,
    "AED": 0.14,
    "AESH": 0.06,
    "EAP": 0.05,
    "CFA_PUBLIC": 0.03,
}
PART_SERVICES_SUFFISANTS = 0.92
REINTEGRATIONS = {
    "DISPONIBILITE": 0.5,
    "CONGE_LIBERATION_POSTE": 0.14,
    "DETACHEMENT": 0.12,
    "SUPERIEUR": 0.06,
    "POSTE_ADAPTE": 0.06,
    "CFC": 0.05,
    "SERVICES_ACADEMIQUES": 0.04,
    "COM": 0.03,
}
PART_CONDITIONNELLE = 0.15
PART_EX_TZR = 0.15
PART_RETOUR_PROCHE = 0.8
POINTS_DU_DISPOSITIF = (343, 520)


@dataclass(frozen=True)
class _Origine:
    """Where somebody was before: an établissement or a zone (indices, -1 for none)."""

    etablissement: Entiers
    zone: Entiers


def ex_titulaires(dossier: Dossier) -> Booleens:
    """Return (candidats,) stagiaires who were titulaires of another corps."""
    tirage = dossier.flux("entrants/ex_titulaires").random(dossier.nombre)
    return dossier.est(Statut.STAGIAIRE) & dossier.seul & (tirage < PART_EX_TITULAIRE)


def entrants(dossier: Dossier) -> Colonnes:
    """Return the facts of those who hold no poste."""
    return {
        **_arrivees(dossier),
        **_stages(dossier),
        **_retours(dossier),
    }


def nature_inter(dossier: Dossier) -> Textes:
    """Return (candidats,) what those who come neither from a stage nor from leave are, else ""."""
    natures = tirer(dossier.flux("entrants/inter"), PARTS_INTER, dossier.nombre)
    natures = np.where(dossier.seul, natures, "ENTRANT")
    return np.where(dossier.est(Statut.INTER), natures, "").astype(object)


def _boe(dossier: Dossier) -> Booleens:
    """Return (candidats,) who was recruited as a disabled worker, instead of as a stagiaire."""
    tirage = dossier.flux("entrants/boe").random(dossier.nombre)
    possibles = dossier.est(Statut.STAGIAIRE) & dossier.seul & ~ex_titulaires(dossier)
    return possibles & (tirage < PART_CONTRACTUEL_BOE)


def nouveaux(dossier: Dossier) -> Booleens:
    """Return (candidats,) whom the inter-académique phase sent here."""
    stagiaires = dossier.est(Statut.STAGIAIRE) & ~_boe(dossier) & ~ex_titulaires(dossier)
    recus: Booleens = stagiaires | (nature_inter(dossier) == "ENTRANT")
    return recus


def _arrivees(dossier: Dossier) -> Colonnes:
    """Entrants, and those of the 343 points."""
    alea, nature = dossier.flux("entrants/arrivees"), nature_inter(dossier)
    boe, nouveau = _boe(dossier), nouveaux(dossier)
    statut = np.where(dossier.est(Statut.STAGIAIRE), "STAGIAIRE", "TITULAIRE")
    depuis = dossier.annee - alea.integers(1, 4, dossier.nombre)
    dispositif = nature == "DISPOSITIF_343"
    conserves = alea.integers(*POINTS_DU_DISPOSITIF, dossier.nombre) * 1000
    detache = nature == "DETACHE"
    return {
        "statut": np.where(boe, "CONTRACTUEL_BOE", statut),
        "entrant": nouveau,
        "academie_obtenue": texte(nouveau, dossier.contexte.territoire.academie.upper()),
        "dispositif_343_depuis": entier(dispositif, depuis),
        "points_conserves": np.where(dispositif, conserves, 0),
        "date_changement_discipline": dates(
            nature == "DISCIPLINE", dossier.jour(2, 1) - alea.integers(0, 90, dossier.nombre)
        ),
        "date_detachement": dates(detache, dossier.jour(9, 1, 1)),
        "affectation_provisoire": detache,
        "maintien_possible": ~(detache | ex_titulaires(dossier)),
        "liste_aptitude": nature == "LISTE_APTITUDE",
    }


def _stages(dossier: Dossier) -> Colonnes:
    """Stagiaires: former contract staff, former titulaires, longer stages."""
    alea, nombre = dossier.flux("entrants/stages"), dossier.nombre
    echelon = dossier.candidats["echelon"].to_numpy()
    ancien = dossier.candidats["ex_contractuel"].to_numpy() & ~_boe(dossier)
    qualite = tirer(alea, EX_CONTRACTUELS, nombre)
    suffit = alea.random(nombre) < PART_SERVICES_SUFFISANTS
    jours = np.where(suffit, alea.integers(360, 721, nombre), alea.integers(60, 360, nombre))
    titulaire = ex_titulaires(dossier)
    ordinaire = dossier.est(Statut.STAGIAIRE) & ~_boe(dossier) & ~titulaire
    prolonge = ordinaire & (alea.random(nombre) < PART_STAGE_PROLONGE)
    gagnes = alea.integers(0, 4, nombre)
    return {
        "ex_contractuel": texte(ancien, qualite),
        "services_contractuel": np.where(ancien, jours, 0),
        "annees_eap": np.where(ancien & (qualite == "EAP"), 1 + suffit, 0),
        "ex_titulaire": titulaire,
        "echelon_ancien_corps": entier(titulaire, echelon + gagnes),
        "arrete_classement_joint": titulaire & (alea.random(nombre) < PART_ARRETE_JOINT),
        "ex_fonctionnaire": ordinaire & (alea.random(nombre) < PART_EX_FONCTIONNAIRE),
        "stage_prolonge": prolonge,
        "echelon_classement_initial": entier(prolonge, echelon),
    }


def _retours(dossier: Dossier) -> Colonnes:
    """Back from leave or secondment, or to a new discipline: from where."""
    alea, nombre = dossier.flux("entrants/retours"), dossier.nombre
    motif = tirer(alea, REINTEGRATIONS, nombre)
    revient = dossier.est(Statut.REINTEGRATION)
    origine = _origine(dossier, alea)
    autre = np.isin(nature_inter(dossier), ("DISCIPLINE", "DETACHE", "LISTE_APTITUDE"))
    situe = revient | autre
    etablissement = situe & (origine.zone < 0) & (origine.etablissement >= 0)
    zone = situe & (origine.zone >= 0)
    ailleurs = situe & ~etablissement & ~zone
    codes_zones = dossier.contexte.zones["zone"].to_numpy(object)
    conditionnelle = revient & (motif == "DISPONIBILITE")
    conditionnelle &= alea.random(nombre) < PART_CONDITIONNELLE
    return {
        "origine_reintegration": texte(revient, motif),
        "reintegration_conditionnelle": conditionnelle,
        "etablissement_origine": texte(
            etablissement, dossier.etablissements(origine.etablissement)
        ),
        "zone_origine": texte(zone, codes_zones[origine.zone]),
        "departement_origine": texte(ailleurs, dossier.departements(dossier.voisinage)),
    }


def _origine(dossier: Dossier, alea: np.random.Generator) -> _Origine:
    """Draw where each was before: rather near to where he would like to live."""
    zones = dossier.contexte.zones
    nombre = len(dossier.contexte.territoire.departements)
    hasard = alea.integers(0, nombre, dossier.nombre)
    proche = alea.random(dossier.nombre) < PART_RETOUR_PROCHE
    departement = np.where(proche, dossier.voisinage, hasard)
    rangs = zones["rang_departement"].to_numpy()
    premiere = np.searchsorted(rangs, departement)
    en_zone = dossier.est(Statut.REINTEGRATION) & (alea.random(dossier.nombre) < PART_EX_TZR)
    return _Origine(
        etablissement=dossier.tirer_etablissement(departement, alea),
        zone=np.where(en_zone, premiere, -1),
    )
