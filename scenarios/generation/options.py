"""The vœux that candidats might make, before each keeps as many as he hands in."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.hasard import Booleens, Entiers, Reels
from mouvement.scenarios.generation.territoire import Territoire

TYPES = ("ETB", "COM", "GEO", "DPT", "ACA", "ZRE", "ZRD", "ZRA", "POSTE")
ETB, COM, GEO, DPT, ACA, ZRE, ZRD, ZRA, POSTE = range(len(TYPES))
TIENT = -10.0
"""``retenue`` of what a list must hold, whatever its length."""
REPLI = 1000.0
"""Added to the ``retenue`` of what only fills a list that would be too short."""


@dataclass(frozen=True)
class Contexte:
    """The tables that vœux refer to.

    ``calcule``: barèmes will be computed, so that lists are shaped by what the rules reward.
    """

    territoire: Territoire
    zones: pd.DataFrame
    etablissements: pd.DataFrame
    postes: pd.DataFrame
    candidats: pd.DataFrame
    calcule: bool = False


@dataclass(frozen=True)
class Options:
    """Possible vœux, one per item.

    Attributes
    ----------
    candidat : row of the author.
    type : index in ``TYPES``.
    objet : index of what is asked, in the table that the type says (0 for ACA and ZRA).
    masque : index in ``candidats.PREFERENCES`` of the types it is limited to.
    ordre : place in the list; retenue : what is kept when the list is cut. Lowest first, both.
    """

    candidat: Entiers
    type: Entiers
    objet: Entiers
    masque: Entiers
    ordre: Reels
    retenue: Reels

    def __len__(self) -> int:
        return len(self.candidat)

    def garder(self, choix: Booleens | Entiers) -> "Options":
        """Return the items of a mask, or of a list of places."""
        return Options(*(getattr(self, champ.name)[choix] for champ in fields(self)))


def options(
    candidat: Entiers,
    type_: int,
    objet: Entiers | int,
    ordre: Reels | float,
    retenue: Reels | float,
    masque: Entiers | int = 0,
) -> Options:
    """Return options of one type; single values are repeated."""
    taille = len(candidat)
    return Options(
        candidat.astype(np.int64),
        np.full(taille, type_),
        np.broadcast_to(np.asarray(objet, dtype=np.int64), taille),
        np.broadcast_to(np.asarray(masque, dtype=np.int64), taille),
        np.broadcast_to(np.asarray(ordre, dtype=np.float64), taille),
        np.broadcast_to(np.asarray(retenue, dtype=np.float64), taille),
    )


def reunir(morceaux: Sequence[Options]) -> Options:
    """Concatenate."""
    noms = [champ.name for champ in fields(Options)]
    return Options(*(np.concatenate([getattr(m, nom) for m in morceaux]) for nom in noms))


def sans_doublon(possibles: Options) -> Options:
    """Keep of each vœu its most wanted version."""
    cle = ((possibles.candidat * 16 + possibles.type) * 8 + possibles.masque) << 24
    cle |= possibles.objet
    ordre = np.lexsort((possibles.ordre, possibles.retenue, cle))
    triees = cle[ordre]
    premier = np.concatenate([[True], triees[1:] != triees[:-1]])
    return possibles.garder(np.sort(ordre[premier]))


def sans_domines(possibles: Options, contexte: Contexte) -> Options:
    """Drop what would come after a wanted groupement that holds it: few people ask that."""
    groupement = contexte.territoire.groupement
    commune = np.full(len(possibles), -1, dtype=np.int64)
    indices = contexte.etablissements["indice"].to_numpy()
    for type_, source in ((ETB, indices), (COM, np.arange(len(groupement)))):
        siens = possibles.type == type_
        commune[siens] = source[possibles.objet[siens]]
    cle = possibles.candidat * len(groupement) + groupement[commune]
    vouls = (possibles.type == GEO) & (possibles.masque == 0) & (possibles.retenue < REPLI)
    cle_geo = possibles.candidat[vouls] * len(groupement) + possibles.objet[vouls]
    limites = pd.Series(possibles.ordre[vouls]).groupby(cle_geo).min()
    precis = (commune >= 0) & (groupement[commune] >= 0) & (possibles.retenue > TIENT + 5)
    limite = limites.reindex(np.where(precis, cle, -1)).fillna(np.inf).to_numpy()
    return possibles.garder(possibles.ordre <= limite)
