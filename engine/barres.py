"""The table of barres that an académie publishes, at every level of its geography."""

import numpy as np
import pandas as pd

from mouvement.engine.audit import points_des_rangs
from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.placement import Placements
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.texte import texte

NIVEAUX = {
    "ACA": "ACA",
    "COM": "COM",
    "DPT": "DPT",
    "ETB": "ETB",
    "GEO": "GEO",
    "POSTE": "POSTE",
    "ZRE": "ZR",
}
"""Type of lieu → level of the table."""


def barres(academie: str, contrats: Contrats, placements: Placements) -> pd.DataFrame:
    """Return the barres of every level; a level's barre is the lowest among its postes."""
    niveaux = [
        _niveau(niveau, type_lieu, academie, contrats, placements)
        for type_lieu, niveau in NIVEAUX.items()
    ]
    table = pd.concat(niveaux, ignore_index=True)
    discipline = table.pop("numero").to_numpy()
    rang = table["rang_barre"].to_numpy()
    points = points_des_rangs(contrats, discipline, rang)
    etat = np.select(
        [rang == 0, (points == BARRE_FERMEE).to_numpy(dtype=bool, na_value=False)],
        ["OUVERTE", "FERMEE"],
        "BARRE",
    )
    noms = texte(discipline, contrats.carte.disciplines)
    table = table.assign(discipline=noms, etape="GENERAL", barre=points, etat=etat)
    return table.sort_values(["discipline", "niveau", "code"], ignore_index=True)


def _niveau(
    niveau: str, type_lieu: str, academie: str, contrats: Contrats, placements: Placements
) -> pd.DataFrame:
    """Return one level: each (discipline, code) with at least one poste."""
    carte, candidats = contrats.carte, contrats.candidats
    lieu, noms = carte.niveau(type_lieu)
    disciplines = len(carte.disciplines)
    depuis = lieu[np.where(candidats["titulaire"], candidats["numero_actuel"], AUCUN)]
    vers = lieu[placements.poste]
    entrants = vers[(vers != AUCUN) & (vers != depuis)]
    postes = np.flatnonzero(lieu[:-1] != AUCUN)
    groupes, groupe = np.unique(lieu[postes], return_inverse=True)
    rang = np.full(len(groupes), np.iinfo(np.int64).max)
    np.minimum.at(rang, groupe, placements.barre_poste[postes])
    codes = [academie if type_lieu == "ACA" else nom.partition(":")[2] for nom in noms]
    return pd.DataFrame(
        {
            "numero": groupes % disciplines,
            "niveau": niveau,
            "code": pd.Series(codes, dtype="str").iloc[groupes // disciplines].array,
            "capacite": np.bincount(groupe, contrats.capacite[postes], len(groupes)).astype(int),
            "entrants": np.bincount(np.searchsorted(groupes, entrants), minlength=len(groupes)),
            "rang_barre": rang,
        }
    )
