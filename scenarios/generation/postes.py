"""Postes: établissement × discipline × nature, before any support is put on them."""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.etablissements import lire_types
from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard, Reels

POSTES_MINIMUM = 4
EXCEDENT_MAXIMUM = 0.15
PART_EN_ZONE = 0.2
DEGOUT = 0.8
"""How fast vacant supports pile up where nobody goes (per standard deviation of ``attrait``)."""
PART_SPEA = 0.035
PART_POP = 0.004


def creer_postes(
    etablissements: pd.DataFrame,
    zones: pd.DataFrame,
    disciplines: pd.DataFrame,
    hasard: Hasard,
) -> pd.DataFrame:
    """Table of the postes, sorted by code.

    Besides the campaign's columns but ``vacants``: ``lieu`` (index of the établissement, or of the
    zone for nature ZR), ``indice`` (commune), ``rang_discipline``, ``poids`` (relative number of
    supports), ``attrait``, ``prioritaire`` (as the établissement).
    """
    alea = hasard.flux("postes")
    etb = _ordinaires(etablissements, disciplines, alea)
    tirage = alea.random(len(etb))
    spea = etb[tirage < PART_SPEA].assign(nature="SPEA")
    pop = etb[(tirage >= PART_SPEA) & (tirage < PART_SPEA + PART_POP)].assign(nature="POP")
    table = pd.concat([etb, spea, pop, _en_zone(zones, disciplines, etb, alea)], ignore_index=True)
    codes = disciplines["code"].to_numpy()[table["rang_discipline"]]
    table["discipline"] = codes
    suffixe = table["nature"].map({"ETB": "", "ZR": "", "SPEA": "-SPEA", "POP": "-POP"})
    table["poste"] = table["etablissement"] + "-" + table["discipline"] + suffixe
    return table.sort_values("poste").reset_index(drop=True)


def _presence(etablissements: pd.DataFrame, disciplines: pd.DataFrame) -> Reels:
    """Probability that a discipline is taught in an établissement (E × D)."""
    types = list(lire_types())
    rangs = etablissements["type"].map({nom: i for i, nom in enumerate(types)}).to_numpy()
    presence: Reels = disciplines[types].to_numpy(np.float64).T[rangs] / 100
    return presence


def _ordinaires(
    etablissements: pd.DataFrame, disciplines: pd.DataFrame, alea: np.random.Generator
) -> pd.DataFrame:
    """Postes of nature ETB; a rare discipline keeps a few of its likeliest places."""
    presence = _presence(etablissements, disciplines)
    tirage = alea.random(presence.shape)
    retenus: Booleens = tirage < presence
    for rang in np.flatnonzero(retenus.sum(axis=0) < POSTES_MINIMUM):
        possibles = np.flatnonzero(presence[:, rang] > 0)
        ordre = np.argsort(tirage[possibles, rang] / presence[possibles, rang], kind="stable")
        retenus[possibles[ordre[:POSTES_MINIMUM]], rang] = True
    lieu, rang_discipline = np.nonzero(retenus)
    supports = etablissements["type"].map({n: v["supports"] for n, v in lire_types().items()})
    return pd.DataFrame(
        {
            "etablissement": etablissements["etablissement"].to_numpy()[lieu],
            "nature": "ETB",
            "lieu": lieu,
            "rang_discipline": rang_discipline,
            "poids": supports.to_numpy(np.float64)[lieu],
            **{
                colonne: etablissements[colonne].to_numpy()[lieu]
                for colonne in ("indice", "attrait", "prioritaire")
            },
        }
    )


def _en_zone(
    zones: pd.DataFrame,
    disciplines: pd.DataFrame,
    etb: pd.DataFrame,
    alea: np.random.Generator,
) -> pd.DataFrame:
    """Postes of nature ZR: common disciplines in every zone, rare ones in some."""
    offre = np.bincount(etb["rang_discipline"], minlength=len(disciplines))
    chance = np.minimum(1.0, 0.3 + offre / (6 * len(zones)))
    retenus = alea.random((len(zones), len(disciplines))) < chance
    retenus[0] |= ~retenus.any(axis=0)
    lieu, rang_discipline = np.nonzero(retenus)
    return pd.DataFrame(
        {
            "etablissement": zones["zone"].to_numpy()[lieu],
            "nature": "ZR",
            "lieu": lieu,
            "rang_discipline": rang_discipline,
            "poids": 1.0,
            "indice": zones["indice"].to_numpy()[lieu],
            "attrait": -0.5,
            "prioritaire": 0,
        }
    )


def offrir_supports(postes: pd.DataFrame, besoins: Entiers, hasard: Hasard) -> Entiers:
    """Vacant supports of each poste: in each discipline the need and up to 15 % more.

    One in five is in a ZR, the others rather where nobody goes; SPEA and POP come on top.
    """
    alea = hasard.flux("supports")
    vacants = np.zeros(len(postes), dtype=np.int64)
    natures, rangs = postes["nature"].to_numpy(), postes["rang_discipline"].to_numpy()
    poids = (postes["poids"] * np.exp(-DEGOUT * postes["attrait"])).to_numpy()
    for rang, besoin in enumerate(besoins.tolist()):
        total = round(besoin * (1 + EXCEDENT_MAXIMUM * alea.random()))
        en_zone = int(alea.binomial(total, PART_EN_ZONE))
        for nature, nombre in (("ZR", en_zone), ("ETB", total - en_zone)):
            offerts = np.flatnonzero((rangs == rang) & (natures == nature))
            vacants[offerts] = alea.multinomial(nombre, poids[offerts] / poids[offerts].sum())
    profiles = np.isin(natures, ("SPEA", "POP"))
    vacants[profiles] = alea.random(int(profiles.sum())) < 0.55
    return vacants


def capacites(postes: pd.DataFrame, tenus: Entiers) -> Entiers:
    """Supports of each poste: the vacant ones and those that participants may leave."""
    liberables = np.bincount(tenus, minlength=len(postes))
    return postes["vacants"].to_numpy() + liberables.astype(np.int64)
