"""The real geography of an académie, and what makes a place attractive."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.hasard import Entiers, Hasard, Reels
from mouvement.scenarios.generation.modeles import DemandeInvalide

GEOGRAPHIE = Path(__file__).parent.parent / "geographie"
RAYON_TERRE_KM = 6371.0
BASSIN_KM = 20.0
ECART_ZONES_KM = 18.0
HABITANTS_PAR_ZONE = 110_000
ZONES_PAR_DEPARTEMENT = (2, 8)
PREFIXES_UAI = {"2A": "620", "2B": "720"}


@dataclass(frozen=True)
class Territoire:
    """An académie: its communes, départements and groupements, by index.

    Attributes
    ----------
    communes : table of the communes, its index 0..C-1.
    departements : codes, sorted. departement : index of each commune's.
    groupements : codes, sorted. groupement : index of each commune's, -1 for none.
    distances : C × C, km. attrait : of each commune, centred, standard deviation 1.
    habitants : of each commune with the country around it, summing to the whole académie.
    """

    academie: str
    communes: pd.DataFrame
    departements: tuple[str, ...]
    departement: Entiers
    groupements: tuple[str, ...]
    groupement: Entiers
    distances: Reels
    attrait: Reels
    habitants: Reels


@cache
def lire_departements() -> pd.DataFrame:
    """Return the départements with their académie and population."""
    return pd.read_csv(
        GEOGRAPHIE / "departements.csv", dtype={"departement": str}, keep_default_na=False
    )


@cache
def lire_communes() -> pd.DataFrame:
    """Return the communes of France of 2,000 inhabitants or more."""
    textes = ("commune", "departement", "groupement")
    return pd.read_csv(
        GEOGRAPHIE / "communes.csv", dtype=dict.fromkeys(textes, str), keep_default_na=False
    )


def academies() -> dict[str, int]:
    """Population of each académie, by code."""
    sommes = lire_departements().groupby("academie")["population"].sum()
    return {str(nom): int(habitants) for nom, habitants in sommes.items()}


def ouvrir_territoire(academie: str, hasard: Hasard) -> Territoire:
    """Load an académie; its attractiveness has a part of chance, so a seed has its own fashion."""
    if academie not in academies():
        raise DemandeInvalide(f"Académie inconnue : {academie}. Codes : {', '.join(academies())}.")
    table = lire_departements()
    table = table[table["academie"] == academie]
    communes = lire_communes()
    communes = communes[communes["departement"].isin(table["departement"])].reset_index(drop=True)
    departements = tuple(sorted(table["departement"]))
    departement = np.searchsorted(departements, communes["departement"]).astype(np.int64)
    groupements, groupement = _groupements(communes)
    distances = distances_km(communes["latitude"].to_numpy(), communes["longitude"].to_numpy())
    population = communes["population"].to_numpy(np.float64)
    totaux = table.set_index("departement")["population"].loc[list(departements)].to_numpy()
    bassin = np.log((population * np.exp(-distances / BASSIN_KM)).sum(axis=1))
    mode = hasard.flux("attrait").normal(size=len(communes))
    return Territoire(
        academie=academie,
        communes=communes,
        departements=departements,
        departement=departement,
        groupements=groupements,
        groupement=groupement,
        distances=distances,
        attrait=_reduire(_reduire(bassin) + 0.6 * mode),
        habitants=_avec_campagne(population, departement, totaux),
    )


def distances_km(latitudes: Reels, longitudes: Reels) -> Reels:
    """Great-circle distances between all pairs of points given in degrees."""
    lat, lon = np.radians(latitudes), np.radians(longitudes)
    corde = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    km: Reels = 2 * RAYON_TERRE_KM * np.arcsin(np.sqrt(np.minimum(corde, 1.0)))
    return km


def prefixe_code(departement: str) -> str:
    """Three digits that begin the codes of a département's établissements (045, 620, 972)."""
    return PREFIXES_UAI.get(departement, departement.zfill(3))


def _groupements(communes: pd.DataFrame) -> tuple[tuple[str, ...], Entiers]:
    """Groupements of two communes or more: alone, a commune has nothing to be grouped with."""
    comptes = communes["groupement"].value_counts()
    codes = sorted(str(c) for c, nombre in comptes.items() if c != "" and nombre > 1)
    rang = {code: i for i, code in enumerate(codes)}
    rangs = communes["groupement"].map(rang).fillna(-1).to_numpy()
    return tuple(codes), rangs.astype(np.int64)


def _avec_campagne(population: Reels, departement: Entiers, totaux: Reels) -> Reels:
    """Add to each commune its part of the département's smaller ones (square root of its size)."""
    recensee = np.bincount(departement, population, len(totaux))
    partage = np.bincount(departement, np.sqrt(population), len(totaux))
    campagne = np.maximum(totaux - recensee, 0)[departement]
    avec: Reels = population + campagne * np.sqrt(population) / partage[departement]
    return avec


def _reduire(valeurs: Reels) -> Reels:
    """Centre, and bring to a standard deviation of one."""
    ecart = valeurs.std()
    reduites: Reels = (valeurs - valeurs.mean()) / (ecart if ecart > 0 else 1.0)
    return reduites


def zones_remplacement(territoire: Territoire) -> pd.DataFrame:
    """Table of the ZR, with the index of their reference commune (``indice``) and département.

    The reference communes are a département's largest, far enough from one another.
    """
    lignes = []
    for rang, departement in enumerate(territoire.departements):
        membres = np.flatnonzero(territoire.departement == rang)
        membres = membres[np.argsort(-territoire.habitants[membres], kind="stable")]
        minimum, maximum = ZONES_PAR_DEPARTEMENT
        habitants = territoire.habitants[membres].sum()
        nombre = int(np.clip(round(habitants / HABITANTS_PAR_ZONE), minimum, maximum))
        for numero, commune in enumerate(_espacees(territoire, membres, nombre), start=1):
            libelle = f"ZR {territoire.communes['libelle'].iloc[commune]}"
            code = f"{prefixe_code(departement)}{numero:03d}ZR"
            lignes.append((code, libelle, departement, commune, rang))
    colonnes = ["zone", "libelle", "departement", "indice", "rang_departement"]
    return pd.DataFrame(lignes, columns=colonnes)


def _espacees(territoire: Territoire, membres: Entiers, nombre: int) -> list[int]:
    """First communes of a list, each far enough from those taken before."""
    prises: list[int] = []
    for commune in membres.tolist():
        loin = all(territoire.distances[commune, autre] >= ECART_ZONES_KM for autre in prises)
        if loin and len(prises) < nombre:
            prises.append(commune)
    return prises
