"""Lists of vœux like people's: how many, which, in what order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import SANS_POSTE, Statut
from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard, etaler, repartir
from mouvement.scenarios.generation.modeles import VOEUX_PAR_CANDIDAT
from mouvement.scenarios.generation.options import (
    Contexte,
    Options,
    reunir,
    sans_domines,
    sans_doublon,
)
from mouvement.scenarios.generation.voeux_larges import voeux_larges
from mouvement.scenarios.generation.voeux_particuliers import (
    partager_listes,
    voeux_carte_scolaire,
    voeux_specifiques,
)
from mouvement.scenarios.generation.voeux_precis import communes_visees, voeux_precis

VOEUX_MAXIMUM = 30
VOEUX_CARTE_SCOLAIRE = 6
PART_CIBLES = 0.3


@dataclass(frozen=True)
class Voeux:
    """The vœux, sorted by candidate and rank; same columns as ``Options``, with ``rang``."""

    candidat: Entiers
    rang: Entiers
    type: Entiers
    objet: Entiers
    masque: Entiers


def creer_voeux(contexte: Contexte, hasard: Hasard) -> Voeux:
    """Make every candidate's list; together 20 vœux per candidate when there is matter for it."""
    visees = communes_visees(contexte, hasard)
    possibles = reunir(
        [
            voeux_precis(contexte, visees, hasard),
            voeux_larges(contexte, visees, hasard),
            voeux_carte_scolaire(contexte),
            voeux_specifiques(contexte, hasard),
        ]
    )
    possibles = partager_listes(contexte, sans_domines(sans_doublon(possibles), contexte))
    offerts = np.bincount(possibles.candidat, minlength=len(contexte.candidats))
    nombres = _nombres(contexte.candidats, offerts.astype(np.int64), hasard)
    return _ordonner(_couper(possibles, nombres))


def _nombres(candidats: pd.DataFrame, offerts: Entiers, hasard: Hasard) -> Entiers:
    """Length of each list: a few short ones, the others moved together to the promised total."""
    alea = hasard.flux("voeux/nombres")
    entrant = candidats["statut"].isin(SANS_POSTE).to_numpy()
    cible: Booleens = ~entrant & (alea.random(len(entrant)) < PART_CIBLES)
    nombres = np.where(
        entrant, alea.integers(16, 31, len(entrant)), alea.integers(10, 31, len(entrant))
    )
    nombres = np.where(cible, alea.integers(1, 13, len(entrant)), nombres)
    carte = (candidats["statut"] == Statut.CARTE_SCOLAIRE).to_numpy()
    nombres = np.where(carte, np.maximum(nombres, VOEUX_CARTE_SCOLAIRE), nombres)
    plafonds = np.minimum(offerts, VOEUX_MAXIMUM)
    partenaire, soi = candidats["partenaire"].to_numpy(), np.arange(len(candidats))
    premier = np.where(partenaire >= 0, np.minimum(partenaire, soi), soi)
    nombres = np.minimum(nombres[premier], plafonds)
    libre = (partenaire < 0) & ~cible
    return _ajuster(nombres, plafonds, libre, VOEUX_PAR_CANDIDAT * len(candidats))


def _ajuster(nombres: Entiers, plafonds: Entiers, libre: Booleens, total: int) -> Entiers:
    """Lengthen or shorten the lists that may be, in proportion to the room, towards the total."""
    ecart = total - int(nombres.sum())
    plancher = np.minimum(plafonds, VOEUX_CARTE_SCOLAIRE)
    marge = np.where(libre, (plafonds - nombres) if ecart > 0 else (nombres - plancher), 0)
    marge = np.maximum(marge, 0)
    if not marge.any():
        return nombres
    parts = repartir(min(abs(ecart), int(marge.sum())), marge)
    return nombres + (parts if ecart > 0 else -parts)


def _couper(possibles: Options, nombres: Entiers) -> Options:
    """Keep in each list as many of the most wanted as it is long."""
    tri = np.lexsort((possibles.ordre, possibles.retenue, possibles.candidat))
    _, place = etaler(np.bincount(possibles.candidat, minlength=len(nombres)).astype(np.int64))
    return possibles.garder(tri[place < nombres[possibles.candidat[tri]]])


def _ordonner(retenus: Options) -> Voeux:
    """Put each list in order and number it."""
    tri = np.lexsort((retenus.retenue, retenus.type, retenus.ordre, retenus.candidat))
    ranges = retenus.garder(tri)
    _, place = etaler(np.bincount(ranges.candidat).astype(np.int64))
    return Voeux(ranges.candidat, place + 1, ranges.type, ranges.objet, ranges.masque)
