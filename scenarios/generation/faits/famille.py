"""Spouses, children, years apart. Two partners who are spouses have the same children.

A third of those who work, or are sent, in another département than where they would live ask to
join somebody there; one spouse in eight works outside the académie, and one
claim in ten lacks something: an activity, a date, the recognition by the inter-académique phase.
"""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.faits.carriere import ages
from mouvement.scenarios.generation.faits.dossier import (
    Colonnes,
    Dossier,
    Textes,
    dates,
    entier,
    texte,
    tirer,
)
from mouvement.scenarios.generation.faits.entrants import nouveaux
from mouvement.scenarios.generation.faits.handicap import enfant_malade
from mouvement.scenarios.generation.hasard import Booleens, Entiers, etaler

PART_AUTORITE_PARENTALE = 0.12
UNIONS = {"MARIE": 0.42, "PACSE": 0.25, "UNION_LIBRE": 0.08, "CELIBATAIRE": 0.25}
ACTIVITES = {
    "EMPLOI": 0.92,
    "CHOMAGE": 0.03,
    "FORMATION_REMUNEREE": 0.015,
    "ETUDES_CONCOURS": 0.01,
    "APPRENTISSAGE": 0.01,
    "SANS_ACTIVITE": 0.015,
}
INTER = {"VALIDE": 0.85, "REFUSE": 0.08, "NON_DEMANDE": 0.07}
PART_CONJOINT_HORS_ACADEMIE = 0.12
DEPARTEMENTS_VOISINS = {"75": 0.4, "78": 0.2, "91": 0.2, "72": 0.1, "86": 0.1}
PART_RESIDENCE_PRIVEE = 0.06
PART_COMPATIBLE = 0.8
PART_CHANGEMENT = 0.02
PART_CONJOINTS = 0.9
PART_A_NAITRE = 0.015
AGE_MAXIMAL_ENFANT = 21
PART_ENFANT_HANDICAPE = 0.004
PART_A_CHARGE = 0.97


def menages(dossier: Dossier) -> Entiers:
    """Return (candidats,) whose children are counted: those of spouses are the first one's."""
    partenaire, soi = dossier.candidats["partenaire"].to_numpy(), np.arange(dossier.nombre)
    return np.where(_conjoints(dossier), np.minimum(partenaire, soi), soi)


def _conjoints(dossier: Dossier) -> Booleens:
    """Return (candidats,) whose partner is the spouse."""
    partenaire, soi = dossier.candidats["partenaire"].to_numpy(), np.arange(dossier.nombre)
    tirage = dossier.flux("famille/conjoints").random(dossier.nombre)
    premier = np.where(partenaire >= 0, np.minimum(partenaire, soi), soi)
    return (partenaire >= 0) & (tirage[premier] < PART_CONJOINTS)


def famille(dossier: Dossier) -> Colonnes:
    """Return the facts of the family."""
    alea, nombre = dossier.flux("famille"), dossier.nombre
    rapproche = dossier.candidats["rapproche"].to_numpy()
    enfants = dossier.candidats["enfants"].to_numpy()[menages(dossier)]
    seul_parent = rapproche & (enfants > 0) & (alea.random(nombre) < PART_AUTORITE_PARENTALE)
    demande = np.where(rapproche, "RC", "AUCUNE").astype(object)
    union = _unions(rapproche & ~seul_parent | _conjoints(dossier), seul_parent, enfants, alea)
    reconnus = dossier.jour(12, 31, 1) - alea.integers(0, 3000, nombre)
    entre = nouveaux(dossier) & rapproche
    sort = np.where(entre, tirer(alea, INTER, nombre), "NON_DEMANDE")
    annees = dossier.candidats["separation"].to_numpy()
    return {
        "demande_familiale": np.where(seul_parent, "APC", demande),
        "situation_familiale": union,
        "date_union": dates(
            np.isin(union, ("MARIE", "PACSE")),
            dossier.jour(8, 31) - alea.integers(200, 5500, nombre),
        ),
        "date_reconnaissance": dates(union == "UNION_LIBRE", reconnus),
        "rapprochement_inter": sort,
        "changement_situation_familiale": entre & (alea.random(nombre) < PART_CHANGEMENT),
        "annees_separation": np.where(rapproche, annees, 0),
        "simultanee_conjoints": _conjoints(dossier),
        "nombre_enfants_a_naitre": (alea.random(nombre) < PART_A_NAITRE).astype(np.int64),
        **_conjoint(dossier, rapproche),
    }


def _unions(
    en_couple: Booleens, seul: Booleens, enfants: Entiers, alea: np.random.Generator
) -> Textes:
    """Draw the ties of each: a couple is one, and a free union has a child."""
    union = tirer(alea, UNIONS, len(enfants))
    union = np.where((union == "UNION_LIBRE") & (enfants == 0), "PACSE", union)
    union = np.where(en_couple & (union == "CELIBATAIRE"), "MARIE", union)
    return np.where(seul, "CELIBATAIRE", union).astype(object)


def _conjoint(dossier: Dossier, rapproche: Booleens) -> Colonnes:
    """Return what the spouse does, and where: by default where the candidat would live."""
    alea, nombre = dossier.flux("famille/conjoint"), dossier.nombre
    domicile = dossier.candidats["domicile"].to_numpy()
    activite = tirer(alea, ACTIVITES, nombre)
    cherche = activite == "CHOMAGE"
    hors = rapproche & ~cherche & (alea.random(nombre) < PART_CONJOINT_HORS_ACADEMIE)
    ici = rapproche & ~cherche & ~hors
    privee = ici & (alea.random(nombre) < PART_RESIDENCE_PRIVEE)
    compatible = cherche | (alea.random(nombre) < PART_COMPATIBLE)
    residence = np.where(privee, _voisines(dossier)[domicile], domicile)
    fin = dossier.jour(8, 31) - alea.integers(30, 1250, nombre)
    formation = activite == "FORMATION_REMUNEREE"
    return {
        "conjoint_activite": texte(rapproche, activite),
        "conjoint_cessation": dates(rapproche & cherche, fin),
        "conjoint_formation_mois": entier(rapproche & formation, alea.integers(3, 13, nombre)),
        "conjoint_cursus_annees": entier(
            rapproche & (activite == "ETUDES_CONCOURS"), alea.integers(2, 6, nombre)
        ),
        "conjoint_commune": texte(ici, dossier.communes(domicile)),
        "conjoint_departement": texte(hors, tirer(alea, DEPARTEMENTS_VOISINS, nombre)),
        "conjoint_residence": texte(privee | (rapproche & cherche), dossier.communes(residence)),
        "residences_compatibles": rapproche & compatible & (privee | cherche),
        "rapprochement_residence": np.where(privee, "PRIVEE", "PROFESSIONNELLE"),
    }


def _voisines(dossier: Dossier) -> Entiers:
    """Return (communes,) the nearest other commune of each."""
    distances = dossier.contexte.territoire.distances.copy()
    np.fill_diagonal(distances, np.inf)
    proches: Entiers = distances.argmin(axis=1)
    return proches


def table_enfants(dossier: Dossier) -> pd.DataFrame:
    """Return the children, the eldest first."""
    alea, foyer = dossier.flux("famille/enfants"), menages(dossier)
    nombres = dossier.candidats["enfants"].to_numpy()[foyer]
    maximum = max(int(nombres.max()), 1)
    possible = np.clip(ages(dossier) - 22, 1, AGE_MAXIMAL_ENFANT)[:, None]
    jours = alea.random((dossier.nombre, maximum)) * possible * 365
    handicape = alea.random((dossier.nombre, maximum)) < PART_ENFANT_HANDICAPE
    a_charge = alea.random((dossier.nombre, maximum)) < PART_A_CHARGE
    handicape[:, 0] |= enfant_malade(dossier)
    present = np.arange(maximum) < dossier.candidats["enfants"].to_numpy()[:, None]
    aines = -np.sort(-np.where(present, jours, -1.0), axis=1)
    parent, numero = etaler(nombres.astype(np.int64))
    place = (foyer[parent], numero)
    return pd.DataFrame(
        {
            "candidat": dossier.candidats["candidat"].to_numpy(object)[parent],
            "enfant": numero + 1,
            "naissance": (dossier.jour(8, 31) - aines[place].astype(np.int64)).astype(
                "datetime64[s]"
            ),
            "a_charge": pd.array(a_charge[place], dtype="boolean"),
            "handicap": pd.array(handicape[place], dtype="boolean"),
        }
    )
