"""Candidats: what they hold, where they live, and the facts their points come from."""

from enum import StrEnum

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.disciplines import effectifs
from mouvement.scenarios.generation.hasard import (
    Booleens,
    Entiers,
    Hasard,
    Reels,
    repartir,
    tirer_par_ligne,
)
from mouvement.scenarios.generation.territoire import Territoire


class Statut(StrEnum):
    """Why one takes part."""

    TITULAIRE = "TITULAIRE"
    """Holds a poste in an établissement and would rather have another."""
    TZR = "TZR"
    """Holds a poste in a zone de remplacement."""
    CARTE_SCOLAIRE = "CARTE_SCOLAIRE"
    """His support is suppressed."""
    INTER = "INTER"
    """Comes from another académie."""
    STAGIAIRE = "STAGIAIRE"
    """First assignment."""
    REINTEGRATION = "REINTEGRATION"
    """Comes back from leave or secondment."""


PARTS = {
    Statut.TITULAIRE: 0.49,
    Statut.TZR: 0.085,
    Statut.CARTE_SCOLAIRE: 0.03,
    Statut.INTER: 0.175,
    Statut.STAGIAIRE: 0.185,
    Statut.REINTEGRATION: 0.035,
}
SANS_POSTE = (Statut.INTER, Statut.STAGIAIRE, Statut.REINTEGRATION)
PART_CARTE_EN_ZONE = 0.1
PART_TZR_OBLIGATOIRES = 0.04
PART_DOMICILE_PROCHE = 0.45
ECHELLE_DOMICILE_KM = 25.0
PREFERENCES = ("", "CLG", "LYC", "LP|SEP")
"""What a candidate may limit a wide vœu to; by index in ``preference``."""


def creer_candidats(
    territoire: Territoire,
    postes: pd.DataFrame,
    disciplines: pd.DataFrame,
    nombre: int,
    hasard: Hasard,
) -> pd.DataFrame:
    """Table of the candidats, sorted by identifier, with their facts in internal columns.

    ``tenu`` is the index of the poste held (or lost, carte scolaire), -1 for none; ``domicile`` the
    index of a commune; ``origine`` that of the commune of the poste held, -1 for none.
    """
    alea = hasard.flux("candidats")
    rang_discipline = np.repeat(np.arange(len(disciplines)), effectifs(disciplines, nombre))
    table = pd.DataFrame({"rang_discipline": alea.permutation(rang_discipline)})
    table["candidat"] = [f"C{numero:06d}" for numero in range(1, nombre + 1)]
    table["discipline"] = disciplines["code"].to_numpy()[table["rang_discipline"]]
    table["statut"] = _statuts(nombre, alea)
    table["tenu"] = _postes_tenus(table, postes, alea)
    indices = postes["indice"].to_numpy()
    table["origine"] = np.where(table["tenu"] >= 0, indices[table["tenu"]], -1)
    table["domicile"] = _domiciles(table, territoire, alea)
    obligatoire = table["statut"].isin([*SANS_POSTE, Statut.CARTE_SCOLAIRE])
    obligatoire |= (table["statut"] == Statut.TZR) & (alea.random(nombre) < PART_TZR_OBLIGATOIRES)
    table["participation"] = np.where(obligatoire, "OBLIGATOIRE", "FACULTATIVE")
    _ajouter_anciennete(table, postes, hasard.flux("candidats/anciennete"))
    _ajouter_situation(table, territoire, hasard.flux("candidats/situation"))
    _ajouter_preference(table, disciplines, hasard.flux("candidats/preference"))
    return table


def a_pourvoir(candidats: pd.DataFrame, nombre_disciplines: int) -> Entiers:
    """Number of candidats of each discipline who must find a support and bring none."""
    sans = candidats["statut"].isin([*SANS_POSTE, Statut.CARTE_SCOLAIRE])
    rangs = candidats["rang_discipline"][sans].to_numpy()
    return np.bincount(rangs, minlength=nombre_disciplines).astype(np.int64)


def _statuts(nombre: int, alea: np.random.Generator) -> list[str]:
    """Exact shares of each statut, shuffled."""
    parts = repartir(nombre, np.array(list(PARTS.values())))
    return [str(statut) for statut in alea.permutation(np.repeat(list(PARTS), parts))]


def _postes_tenus(table: pd.DataFrame, postes: pd.DataFrame, alea: np.random.Generator) -> Entiers:
    """Poste held by each titulaire: those who want to move are rather where nobody goes."""
    tenus = np.full(len(table), -1, dtype=np.int64)
    carte = (table["statut"] == Statut.CARTE_SCOLAIRE).to_numpy()
    tirage = alea.random(len(table))
    en_zone = (table["statut"] == Statut.TZR).to_numpy() | (carte & (tirage < PART_CARTE_EN_ZONE))
    en_etablissement = (table["statut"] == Statut.TITULAIRE).to_numpy() | (carte & ~en_zone)
    poids = (postes["poids"] * np.exp(-0.5 * postes["attrait"])).to_numpy()
    rangs, natures = postes["rang_discipline"].to_numpy(), postes["nature"].to_numpy()
    for rang in range(int(table["rang_discipline"].max()) + 1):
        siens = (table["rang_discipline"] == rang).to_numpy()
        for nature, groupe in (("ETB", en_etablissement & siens), ("ZR", en_zone & siens)):
            offerts = np.flatnonzero((rangs == rang) & (natures == nature))
            chances = poids[offerts] / poids[offerts].sum()
            tenus[groupe] = alea.choice(offerts, size=int(groupe.sum()), p=chances)
    return tenus


def _domiciles(table: pd.DataFrame, territoire: Territoire, alea: np.random.Generator) -> Entiers:
    """Where each would like to live: near the poste held, or somewhere populous and attractive."""
    origine = table["origine"].to_numpy()
    proche = (origine >= 0) & (alea.random(len(table)) < PART_DOMICILE_PROCHE)
    base = territoire.habitants * np.exp(0.5 * territoire.attrait)
    voisinage = np.exp(-territoire.distances / ECHELLE_DOMICILE_KM)
    poids = np.where(proche[:, None], voisinage[origine], 1.0) * base
    return tirer_par_ligne(alea, poids)


def _ajouter_anciennete(
    table: pd.DataFrame, postes: pd.DataFrame, alea: np.random.Generator
) -> None:
    """Add years in the poste, échelon and class, years in éducation prioritaire."""
    nombre = len(table)
    annees = np.minimum(alea.geometric(0.2, nombre), 24)
    annees = np.where(table["statut"] == Statut.STAGIAIRE, 0, annees)
    annees = np.where(table["statut"] == Statut.INTER, annees - 1, annees)
    annees = np.where(table["statut"] == Statut.CARTE_SCOLAIRE, annees + 3, annees)
    carriere = np.rint(3.5 + 0.4 * annees + 1.8 * alea.normal(size=nombre))
    debut = alea.choice([1, 2, 3, 4, 5], nombre, p=[0.15, 0.45, 0.2, 0.12, 0.08])
    echelon = np.clip(carriere, np.minimum(4, 2 + annees), 11)
    table["anciennete"] = annees
    table["echelon"] = np.where(table["statut"] == Statut.STAGIAIRE, debut, echelon).astype(int)
    table["hors_classe"] = (table["echelon"] >= 9) & (alea.random(nombre) < 0.35)
    table.loc[table["hors_classe"], "echelon"] -= 7
    niveaux = postes["prioritaire"].to_numpy()
    table["prioritaire"] = np.where(table["tenu"] >= 0, niveaux[table["tenu"]], 0)


def _ajouter_situation(
    table: pd.DataFrame, territoire: Territoire, alea: np.random.Generator
) -> None:
    """Add family, health and history: what bonuses reward."""
    nombre = len(table)
    origine, domicile = table["origine"].to_numpy(), table["domicile"].to_numpy()
    departement = territoire.departement
    separe = (origine < 0) | (departement[origine] != departement[domicile])
    carte = (table["statut"] == Statut.CARTE_SCOLAIRE).to_numpy()
    table["rapproche"] = separe & ~carte & (alea.random(nombre) < 0.36)
    table["enfants"] = alea.choice([0, 1, 2, 3, 4], nombre, p=[0.3, 0.28, 0.3, 0.1, 0.02])
    annees = np.minimum(alea.geometric(0.45, nombre) - 1, 5)
    stagiaire = (table["statut"] == Statut.STAGIAIRE).to_numpy()
    table["separation"] = np.where(stagiaire, np.minimum(annees, 1), annees)
    table["handicap"] = alea.choice(["", "AGENT", "PRIORITE"], nombre, p=[0.965, 0.025, 0.01])
    table["ex_contractuel"] = stagiaire & (alea.random(nombre) < 0.45)
    fidele = (origine >= 0) & ~carte & (alea.random(nombre) < 0.18)
    table["annees_preferentiel"] = np.where(fidele, alea.integers(1, 6, nombre), 0)
    table["carte_repetee"] = carte & (alea.random(nombre) < 0.12)


def _ajouter_preference(
    table: pd.DataFrame, disciplines: pd.DataFrame, alea: np.random.Generator
) -> None:
    """Add the corps, and the types of établissement that a candidate limits his vœux to."""
    rangs = table["rang_discipline"].to_numpy()
    agreges: Reels = disciplines["agreges"].to_numpy(np.float64)[rangs] / 100
    lycee, college, pro = (disciplines[t].to_numpy()[rangs] > 0 for t in ("LYC", "CLG", "LP"))
    deux: Booleens = lycee & college & ~pro
    tirage = alea.random(len(table))
    table["agrege"] = alea.random(len(table)) < agreges
    preference = np.where(deux & (tirage < 0.14), PREFERENCES.index("LYC"), 0)
    preference = np.where(deux & (tirage > 0.93), PREFERENCES.index("CLG"), preference)
    preference = np.where(pro & ~college & (tirage < 0.12), PREFERENCES.index("LP|SEP"), preference)
    preference = np.where(deux & table["agrege"], PREFERENCES.index("LYC"), preference)
    carte = table["statut"] == Statut.CARTE_SCOLAIRE
    table["preference"] = np.where(carte, 0, preference)
