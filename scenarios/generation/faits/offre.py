"""Facts of établissements and postes: éducation prioritaire, sections, supports set aside."""

from itertools import pairwise

import numpy as np

from mouvement.scenarios.generation.faits.dossier import Colonnes, Dossier, texte
from mouvement.scenarios.generation.hasard import Booleens
from mouvement.scenarios.generation.options import POSTE

CLASSEMENTS = np.array([None, "REP", "REP+"], dtype=object)
PART_RESERVES, PART_RETIRES = 0.015, 0.01
PART_PEGC = 0.003
PART_A_L_ANNEE = 0.5
TITRE = "CERTIFICATION_DNL"
PART_TITRE_REQUIS = 0.2
PART_TITRE_DETENU = 0.85
PART_TITRE = 0.02


def etablissements(dossier: Dossier) -> Colonnes:
    """Return what établissements are."""
    table = dossier.contexte.etablissements
    hote = table["rattachement"].to_numpy()
    return {
        "education_prioritaire": CLASSEMENTS[table["prioritaire"].to_numpy()],
        "rattachement": texte(hote >= 0, dossier.etablissements(hote)),
    }


def postes(dossier: Dossier) -> Colonnes:
    """Return the supports counted but not offered, or offered but not counted.

    What is on offer in the end is what the generator meant.
    """
    alea, table = dossier.flux("offre"), dossier.contexte.postes
    vacants, tirage = table["vacants"].to_numpy(), alea.random(len(table))
    pris = [PART_RESERVES, PART_RETIRES, PART_PEGC, PART_PEGC]
    bornes = np.concatenate([[0.0], np.cumsum(pris)])
    ordinaire = (table["nature"] == "ETB").to_numpy()
    reserves, retires, pris_pegc, liberes = (
        (ordinaire & (tirage >= bas) & (tirage < haut)).astype(np.int64)
        for bas, haut in pairwise(bornes)
    )
    liberes = np.where(vacants >= 1, liberes, 0)
    return {
        "vacants": vacants + reserves + retires + pris_pegc - liberes,
        "reserves_stagiaires": reserves,
        "retires": retires,
        "pris_pegc": pris_pegc,
        "liberes_pegc": liberes,
        **_remplacements(dossier),
        "titres_requis": texte(_titre_requis(dossier), TITRE),
    }


def _remplacements(dossier: Dossier) -> Colonnes:
    """Supports that zones fill for a year, and those that they keep to replace."""
    alea, table = dossier.flux("offre/remplacements"), dossier.contexte.postes
    zone = (table["nature"] == "ZR").to_numpy()
    offerts = table["capacite"].to_numpy()
    besoins = alea.binomial(offerts, PART_A_L_ANNEE)
    return {
        "besoins_annuels": np.where(zone, besoins, 0),
        "vivier_minimal": np.where(zone, (offerts - besoins) // 2, 0),
    }


def _titre_requis(dossier: Dossier) -> Booleens:
    """Return (postes,) the specific ones that ask for a certification."""
    table = dossier.contexte.postes
    tirage = dossier.flux("offre/titres").random(len(table))
    requis: Booleens = (table["nature"] == "SPEA").to_numpy() & (tirage < PART_TITRE_REQUIS)
    return requis


def titres(dossier: Dossier) -> Colonnes:
    """Return what candidats hold: most of those who ask for such a poste have what it takes."""
    alea, voeux = dossier.flux("offre/detenus"), dossier.voeux
    specifique = voeux.type == POSTE
    voulu = np.zeros(dossier.nombre, dtype=np.bool_)
    requis = _titre_requis(dossier)[np.where(specifique, voeux.objet, 0)]
    voulu[voeux.candidat[specifique & requis]] = True
    part = np.where(voulu, PART_TITRE_DETENU, PART_TITRE)
    return {"titres": texte(alea.random(dossier.nombre) < part, TITRE)}
