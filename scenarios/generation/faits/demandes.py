"""How the demand was made: late, cancelled, without papers; what it repeats from other years.

Ninety-eight demands in a hundred are on time, confirmed and whole.
"""

import numpy as np

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.faits.affectations import annees_ep
from mouvement.scenarios.generation.faits.dossier import (
    Colonnes,
    Dossier,
    Textes,
    dates,
    texte,
)
from mouvement.scenarios.generation.hasard import Booleens, Reels

PART_NON_CONFIRMEE = 0.003
PART_TARDIVE = 0.003
PART_ANNULEE = 0.002
PART_RECEVABLE = 0.6
PART_PIECE_MANQUANTE = 0.02
PART_REPETITION_FAMILIALE = 0.05
PART_ACQUIS = 0.05
PART_ATER = 0.004
ANNEES_DURABLES = 5
SECONDES = {
    "P0210": "L0202",
    "P1315": "L1300",
    "P0222": "L0422",
    "P0226": "L0426",
    "L0202": "P0210",
    "L1300": "P1315",
    "L0422": "P0222",
    "L0426": "P0226",
}
"""What else one may teach: in lycée professionnel, or out of it."""
PART_VOLONTAIRE = 0.02
PART_DEMANDE_ECRITE, PART_AVIS_FAVORABLE = 0.9, 0.7


def demandes(dossier: Dossier) -> Colonnes:
    """Return the facts of the demand itself."""
    return {
        **_depot(dossier),
        "pieces_manquantes": _pieces_manquantes(dossier),
        **_preferentiel(dossier),
        **_ater(dossier),
        **_discipline_seconde(dossier),
    }


def ecartables(dossier: Dossier) -> Booleens:
    """Return (candidats,) whose demand is not an ordinary one: it may be refused."""
    return _tirage(dossier) < PART_NON_CONFIRMEE + PART_TARDIVE + PART_ANNULEE


def _tirage(dossier: Dossier) -> Reels:
    """Draw for those whom nothing obliges: who must take part is placed whatever he says."""
    tirage = dossier.flux("demandes/depot").random(dossier.nombre)
    libre = dossier.est(Statut.TITULAIRE, Statut.TZR) & dossier.seul
    return np.where(libre, tirage, 1.0)


def _depot(dossier: Dossier) -> Colonnes:
    """Unconfirmed, then late, then cancelled demands."""
    alea, tirage = dossier.flux("demandes"), _tirage(dossier)
    non_confirmee = tirage < PART_NON_CONFIRMEE
    tardive = ~non_confirmee & (tirage < PART_NON_CONFIRMEE + PART_TARDIVE)
    annulee = ecartables(dossier) & ~non_confirmee & ~tardive
    recevable = (tardive | annulee) & (alea.random(dossier.nombre) < PART_RECEVABLE)
    jours = dossier.jour(4, 15) + alea.integers(0, 30, dossier.nombre)
    return {
        "confirmee": ~non_confirmee,
        "date_demande_tardive": dates(tardive, jours),
        "date_annulation": dates(annulee, jours),
        "motif_recevable": recevable,
    }


def _pieces_manquantes(dossier: Dossier) -> Textes:
    """Return (candidats,) the claims whose papers never came, joined; missing for none."""
    alea, candidats = dossier.flux("demandes/pieces"), dossier.candidats
    demandees = {
        "EDUCATION_PRIORITAIRE": annees_ep(dossier) >= ANNEES_DURABLES,
        "EX_CONTRACTUEL": candidats["ex_contractuel"].to_numpy(),
        "FAMILLE": candidats["rapproche"].to_numpy(),
        "HANDICAP": (candidats["handicap"] == "AGENT").to_numpy(),
        "REINTEGRATION": dossier.est(Statut.REINTEGRATION),
        "ZONE_REMPLACEMENT": dossier.est(Statut.TZR),
    }
    dites = np.full(dossier.nombre, "", dtype=object)
    for mot, demande in demandees.items():
        manque = demande & (alea.random(dossier.nombre) < PART_PIECE_MANQUANTE)
        dites[manque] += np.where(dites[manque] == "", mot, "|" + mot)
    return texte(dites != "", dites)


def _preferentiel(dossier: Dossier) -> Colonnes:
    """The same first département as the years before, when it is not that of the poste held."""
    alea, nombre = dossier.flux("demandes/preferentiel"), dossier.nombre
    annees = dossier.candidats["annees_preferentiel"].to_numpy()
    premier = dossier.premier_departement
    repete = (annees > 0) & (premier >= 0) & (premier != dossier.departement)
    acquis = repete & (alea.random(nombre) < PART_ACQUIS)
    return {
        "preferentiel_departement": texte(repete, dossier.departements(premier)),
        "preferentiel_annees": np.where(repete, annees, 0),
        "preferentiel_familial": repete & (alea.random(nombre) < PART_REPETITION_FAMILIALE),
        "preferentiel_acquis": np.where(acquis, 20_000 * alea.integers(2, 6, nombre), 0),
    }


def _ater(dossier: Dossier) -> Colonnes:
    alea = dossier.flux("demandes/ater")
    candidat = dossier.est(Statut.INTER, Statut.STAGIAIRE) & dossier.seul
    candidat &= alea.random(dossier.nombre) < PART_ATER
    annees = alea.integers(0, 3, dossier.nombre)
    return {"candidat_ater": candidat, "annees_ater": np.where(candidat, annees, 0)}


def _discipline_seconde(dossier: Dossier) -> Colonnes:
    """Volunteers for the postes that another corps leaves vacant."""
    alea, nombre = dossier.flux("demandes/seconde"), dossier.nombre
    autre = dossier.candidats["discipline"].map(SECONDES)
    possible = autre.isin(dossier.contexte.postes["discipline"]).to_numpy()
    volontaire = possible & dossier.seul & ~dossier.est(Statut.CARTE_SCOLAIRE)
    volontaire &= alea.random(nombre) < PART_VOLONTAIRE
    avis = np.where(alea.random(nombre) < PART_AVIS_FAVORABLE, "FAVORABLE", "DEFAVORABLE")
    return {
        "discipline_seconde": texte(volontaire, autre),
        "demande_seconde": volontaire & (alea.random(nombre) < PART_DEMANDE_ECRITE),
        "avis_discipline_seconde": texte(volontaire, avis),
    }
