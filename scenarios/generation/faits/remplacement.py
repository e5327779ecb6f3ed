"""Titulaires sur zone de remplacement: years, where they are attached, what they prefer.

Half of them say what they would prefer for the year to come.
"""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.faits.dossier import Colonnes, Dossier, texte
from mouvement.scenarios.generation.hasard import Entiers

PART_REMPLACE_AILLEURS = 0.15
PART_REVISION = 0.2
PART_TOUTE_AFFECTATION = 0.3
PART_CHANGE_DE_RATTACHEMENT = 0.15
PART_PREFERENCES = 0.5


def remplacement(dossier: Dossier) -> Colonnes:
    """Return the facts of those who hold a poste in a zone."""
    alea, nombre = dossier.flux("remplacement"), dossier.nombre
    tzr, annees = dossier.est(Statut.TZR), dossier.candidats["anciennete"].to_numpy()
    en_zone = (dossier.poste_tenu["nature"] == "ZR").to_numpy()
    tire = alea.integers(0, len(dossier.contexte.territoire.departements), nombre)
    ailleurs = tzr & (tire != dossier.departement)
    ailleurs &= alea.random(nombre) < PART_REMPLACE_AILLEURS
    attache, voulu = _rattachements(dossier, "actuel"), _rattachements(dossier, "voulu")
    change = tzr & (voulu >= 0) & (voulu != attache)
    change &= alea.random(nombre) < PART_CHANGE_DE_RATTACHEMENT
    return {
        "annees_zr": np.where(en_zone, annees, 0),
        "departement_remplacement": texte(ailleurs, dossier.departements(tire)),
        "mois_remplacement": np.where(ailleurs, alea.integers(1, 11, nombre), 0),
        "remplacement_par_revision": ailleurs & (alea.random(nombre) < PART_REVISION),
        "toute_affectation_annuelle": tzr & (alea.random(nombre) < PART_TOUTE_AFFECTATION),
        "rattachement_administratif": texte(tzr & (attache >= 0), dossier.etablissements(attache)),
        "rattachement_demande": texte(change, dossier.etablissements(voulu)),
    }


def _rattachements(dossier: Dossier, sujet: str) -> Entiers:
    """Return (candidats,) an établissement of the département where each holds his poste."""
    alea = dossier.flux(f"remplacement/{sujet}")
    return dossier.tirer_etablissement(dossier.departement, alea)


def table_preferences(dossier: Dossier) -> pd.DataFrame:
    """Return what TZR prefer for the year: an établissement near, its commune, its groupement."""
    territoire, alea = dossier.contexte.territoire, dossier.flux("remplacement/preferences")
    proches = dossier.tirer_etablissement(dossier.departement, alea)
    dit = dossier.est(Statut.TZR) & (proches >= 0) & (alea.random(len(proches)) < PART_PREFERENCES)
    tzr, proches = np.flatnonzero(dit), proches[dit]
    commune = dossier.contexte.etablissements["indice"].to_numpy()[proches]
    groupement = territoire.groupement[commune]
    codes = np.array([*territoire.groupements, None], dtype=object)
    tables = [
        pd.DataFrame({"numero": tzr, "rang": rang, "type": type_, "code": code})
        for rang, type_, code in (
            (1, "ETB", dossier.etablissements(proches)),
            (2, "COM", dossier.communes(commune)),
            (3, "GEO", texte(groupement >= 0, codes[groupement])),
        )
    ]
    table = pd.concat(tables, ignore_index=True).dropna(subset=["code"])
    table["candidat"] = dossier.candidats["candidat"].to_numpy(object)[table["numero"]]
    table = table.sort_values(["candidat", "rang"], ignore_index=True)
    return table[["candidat", "rang", "type", "code"]]
