"""Établissements in proportion to population, with UAI-like codes and usual names."""

import tomllib
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard, repartir
from mouvement.scenarios.generation.modeles import DONNEES
from mouvement.scenarios.generation.territoire import Territoire, prefixe_code

NIVEAUX = {"REP": 1, "REP+": 2}
LETTRES_UAI = "ABCDEFGHJKLMNPRSTUVWXYZ"
CANDIDATS_PAR_HABITANT = 3000 / 2_600_000
"""Participation of an ordinary year, at which the numbers of établissements are the real ones."""
PART_EDUCATION_PRIORITAIRE = 0.16
PART_REP_PLUS = 0.35
HABITANTS_EDUCATION_PRIORITAIRE = 12_000


@cache
def lire_types() -> dict[str, dict[str, Any]]:
    """Return the types of établissement and their parameters (``etablissements.toml``)."""
    return tomllib.loads(DONNEES.joinpath("etablissements.toml").read_text(encoding="utf-8"))


@cache
def lire_noms() -> tuple[str, ...]:
    """Return the historical figures whose names établissements bear."""
    return tuple(pd.read_csv(DONNEES / "noms.csv")["nom"])


@cache
def lire_classes() -> pd.DataFrame:
    """Return the collèges that an académie's text classes: names, and places in their commune."""
    table = pd.read_csv(DONNEES / "education_prioritaire.csv", dtype=str)
    return table.assign(
        type="CLG",
        numero=table.groupby("commune").cumcount(),
        niveau=table["classement"].map(NIVEAUX),
    )


def uai(prefixe: str, numero: int) -> str:
    """Return a code built as a UAI: three digits, four digits, check letter.

    >>> uai("075", 655)
    '0750655E'
    """
    chiffres = f"{prefixe}{numero:04d}"
    return chiffres + LETTRES_UAI[int(chiffres) % len(LETTRES_UAI)]


def creer_etablissements(territoire: Territoire, candidats: int, hasard: Hasard) -> pd.DataFrame:
    """Table of the établissements.

    Besides the campaign's columns: ``indice`` (commune), ``prioritaire`` (0, 1 REP, 2 REP+),
    ``rattachement`` (a section's host, by place in the table, else -1) and ``attrait``. The number
    grows as the square root of the participation. Where the académie's text lists its collèges of
    éducation prioritaire, a commune's first ones are those; elsewhere they are drawn.
    """
    densite = sqrt(candidats / (territoire.habitants.sum() * CANDIDATS_PAR_HABITANT))
    table = _implantations(territoire, densite)
    classes = _classes(table, territoire)
    table = _avec_sections(table, classes["nom"], territoire, hasard)
    table = _coder(table, territoire, hasard)
    alea = hasard.flux("etablissements/attrait")
    tires = _education_prioritaire(table, territoire, alea)
    listes = classes["niveau"].reindex(table.index).fillna(0).astype(np.int64)
    table["prioritaire"] = listes if listes.any() else tires
    table["attrait"] = (
        territoire.attrait[table["indice"].to_numpy()]
        + 0.5 * alea.normal(size=len(table))
        + 0.4 * (table["type"] == "LYC").to_numpy()
        - 0.8 * (table["prioritaire"] > 0).to_numpy()
    )
    return _trier(table)


def _trier(table: pd.DataFrame) -> pd.DataFrame:
    """Sort by code; hosts are then named by their new places."""
    ordre = np.argsort(table["etablissement"].to_numpy(), kind="stable")
    places = np.empty(len(ordre), dtype=np.int64)
    places[ordre] = np.arange(len(ordre))
    hote = table["hote"].to_numpy()
    table["rattachement"] = np.where(hote >= 0, places[hote], -1)
    return table.iloc[ordre].drop(columns="hote").reset_index(drop=True)


def _implantations(territoire: Territoire, densite: float) -> pd.DataFrame:
    """Independent établissements: type and commune."""
    morceaux = []
    for nom, valeurs in lire_types().items():
        if "hote" in valeurs:
            continue
        nombre = max(2, round(territoire.habitants.sum() * densite / valeurs["habitants"]))
        parts = repartir(nombre, territoire.habitants ** valeurs["concentration"])
        indices = np.repeat(np.arange(len(parts)), parts)
        morceaux.append(pd.DataFrame({"type": nom, "indice": indices}))
    return pd.concat(morceaux, ignore_index=True)


def _classes(table: pd.DataFrame, territoire: Territoire) -> pd.DataFrame:
    """Return (établissements,) ``nom`` and ``niveau`` of those that a text classes."""
    places = table.assign(
        commune=territoire.communes["commune"].to_numpy()[table["indice"]],
        numero=table.groupby(["type", "indice"]).cumcount(),
    )
    return places.merge(lire_classes(), how="left", on=["type", "commune", "numero"])


def _avec_sections(
    table: pd.DataFrame, classes: pd.Series, territoire: Territoire, hasard: Hasard
) -> pd.DataFrame:
    """Give each établissement its name, then add the sections, which bear their host's.

    ``classes`` : (établissements,) the names that are not to be drawn.
    """
    alea = hasard.flux("etablissements/sections")
    table["nom"] = classes.fillna(_noms(table, territoire, alea))
    morceaux = [table.assign(hote=-1)]
    for nom, valeurs in lire_types().items():
        if "hote" in valeurs:
            hotes = table[table["type"] == valeurs["hote"]]
            nombre = max(1, round(valeurs["part"] * len(hotes)))
            choisis = np.sort(alea.permutation(len(hotes))[:nombre])
            sections = hotes.iloc[choisis]
            morceaux.append(sections.assign(type=nom, hote=sections.index))
    complete = pd.concat(morceaux, ignore_index=True)
    prefixes = complete["type"].map({nom: v["libelle"] for nom, v in lire_types().items()})
    return complete.assign(libelle=prefixes + " " + complete["nom"]).drop(columns="nom")


def _noms(table: pd.DataFrame, territoire: Territoire, alea: np.random.Generator) -> pd.Series:
    """Names, distinct inside a commune as long as the list allows; a CIO has its commune's."""
    noms = np.array(lire_noms(), dtype=object)[alea.permutation(len(lire_noms()))]
    indice = table["indice"].to_numpy()
    numero = table.groupby("indice").cumcount().to_numpy()
    depart = alea.integers(len(noms), size=len(territoire.communes))
    choisis = noms[(depart[indice] + numero) % len(noms)]
    communes = territoire.communes["libelle"].to_numpy(object)[indice]
    return pd.Series(np.where(table["type"] == "CIO", communes, choisis), index=table.index)


def _coder(table: pd.DataFrame, territoire: Territoire, hasard: Hasard) -> pd.DataFrame:
    """Add codes: numbers drawn without meaning among those of the département."""
    alea = hasard.flux("etablissements/codes")
    departement = territoire.departement[table["indice"].to_numpy()]
    codes = np.empty(len(table), dtype=object)
    for rang, code in enumerate(territoire.departements):
        membres = np.flatnonzero(departement == rang)
        numeros = alea.permutation(max(1999, 2 * len(membres)))[: len(membres)] + 1
        codes[membres] = [uai(prefixe_code(code), int(numero)) for numero in numeros]
    return table.assign(etablissement=codes)


def _education_prioritaire(
    table: pd.DataFrame, territoire: Territoire, alea: np.random.Generator
) -> Entiers:
    """Some collèges of the larger towns: 1 for REP, 2 for REP+."""
    ville = territoire.communes["population"].to_numpy()[table["indice"].to_numpy()]
    college: Booleens = (table["type"] == "CLG").to_numpy()
    tirage = alea.random(len(table))
    classe = college & (ville >= HABITANTS_EDUCATION_PRIORITAIRE)
    classe &= tirage < 2 * PART_EDUCATION_PRIORITAIRE
    niveau = np.where(classe, 1 + (tirage < 2 * PART_EDUCATION_PRIORITAIRE * PART_REP_PLUS), 0)
    return niveau.astype(np.int64)
