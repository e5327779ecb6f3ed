"""Disability: the agent's own (3 %), and the priorities that the rectorat decides (1 %)."""

import numpy as np

from mouvement.scenarios.generation.faits.dossier import (
    Colonnes,
    Dossier,
    Textes,
    entier,
    texte,
    tirer,
)
from mouvement.scenarios.generation.hasard import Booleens
from mouvement.scenarios.generation.options import DPT

TITRES = {
    "RQTH": 0.8,
    "AT_MP": 0.08,
    "PENSION_INVALIDITE": 0.05,
    "CARTE_INVALIDITE": 0.04,
    "AAH": 0.03,
}
TAUX = {"AT_MP": (10, 60), "PENSION_INVALIDITE": (67, 90), "CARTE_INVALIDITE": (80, 95)}
MOTIFS = {"AGENT": 0.5, "CONJOINT": 0.25, "ENFANT": 0.15, "MALADIE": 0.1}
PART_DECISION = 0.85
PART_VOEUX_DESIGNES = 0.5


def _motifs(dossier: Dossier) -> Textes:
    """Return (candidats,) whose health is the motive of a priority asked for, "" for none."""
    motif = tirer(dossier.flux("handicap/motifs"), MOTIFS, dossier.nombre)
    sans_enfant = (dossier.candidats["enfants"] == 0) | ~dossier.seul
    motif = np.where(np.isin(motif, ("ENFANT", "MALADIE")) & sans_enfant, "AGENT", motif)
    return np.where(dossier.candidats["handicap"] == "PRIORITE", motif, "").astype(object)


def enfant_malade(dossier: Dossier) -> Booleens:
    """Return (candidats,) who has a disabled child, for whom he asks a priority."""
    malade: Booleens = _motifs(dossier) == "ENFANT"
    return malade


def decides(dossier: Dossier) -> Booleens:
    """Return (candidats,) who was given the priority."""
    tirage = dossier.flux("handicap/decisions").random(dossier.nombre)
    decide: Booleens = (_motifs(dossier) != "") & (tirage < PART_DECISION)
    return decide


def handicap(dossier: Dossier) -> Colonnes:
    """Return the facts of disability."""
    alea, nombre, motif = dossier.flux("handicap"), dossier.nombre, _motifs(dossier)
    agent = (dossier.candidats["handicap"] == "AGENT").to_numpy() | (motif == "AGENT")
    titre = tirer(alea, TITRES, nombre)
    taux = np.zeros(nombre, dtype=np.int64)
    for mot, bornes in TAUX.items():
        taux = np.where(titre == mot, alea.integers(*bornes, nombre), taux)
    return {
        "boe_titre": texte(agent, titre),
        "boe_taux": entier(agent & (taux > 0), taux),
        "boe_rente": agent & (titre == "AT_MP"),
        "conjoint_boe": motif == "CONJOINT",
        "enfant_gravement_malade": motif == "MALADIE",
        "decision_handicap": decides(dossier),
    }


def voeux_designes(dossier: Dossier) -> Booleens:
    """Return (voeux,) those that decisions name; a decision that names none holds on all."""
    tirage = dossier.flux("handicap/voeux").random(dossier.nombre)
    precise = decides(dossier) & (tirage < PART_VOEUX_DESIGNES)
    voeux = dossier.voeux
    designes: Booleens = precise[voeux.candidat] & (voeux.type == DPT) & (voeux.masque == 0)
    return designes
