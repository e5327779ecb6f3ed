"""The strict order of the contracts of each discipline, and what a rank is worth in points."""

import hashlib
from dataclasses import dataclass

import numpy as np

from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.verification.colonnes import NUL, Entiers, prendre
from mouvement.engine.verification.contrats import Lignes
from mouvement.engine.verification.terrain import Candidats


@dataclass(frozen=True)
class Priorites:
    """Priorities of the contracts.

    Attributes
    ----------
    tirage : draw of each candidat.
    rang : rang_priorite of each contract, from 1 (weakest) in its discipline.
    nombre : contracts of each discipline.
    debut, par_rang : the contract of rank r in discipline d is ``par_rang[debut[d] + r - 1]``.
    bareme : points of each contract, ``NUL`` for a maintien.
    """

    tirage: Entiers
    rang: Entiers
    nombre: Entiers
    debut: Entiers
    par_rang: Entiers
    bareme: Entiers

    def contrat(self, discipline: Entiers, rang: Entiers) -> Entiers:
        """Return the contract of each rank; ``NUL`` outside 1..N."""
        dedans = (discipline >= 0) & (rang >= 1)
        dedans &= rang <= prendre(self.nombre, discipline, 0)
        place = prendre(self.debut, discipline, 0) + np.where(dedans, rang, 0) - 1
        return prendre(self.par_rang, np.where(dedans, place, NUL))

    def points(self, discipline: Entiers, rang: Entiers) -> Entiers:
        """Return a barre in points from its rank: ``NUL`` when open, ``BARRE_FERMEE`` when shut."""
        bareme = prendre(self.bareme, self.contrat(discipline, rang))
        fermees = np.where(bareme == NUL, BARRE_FERMEE, bareme)
        return np.where((rang == 0) | (rang == NUL), NUL, fermees)


def tirer(noms: tuple[str, ...], graine: int) -> Entiers:
    """Return the draw of each candidat: 63 bits of a hash keyed by the campaign's seed."""
    cle = str(graine).encode("ascii")
    condenses = (hashlib.blake2b(n.encode("utf-8"), digest_size=8, key=cle) for n in noms)
    tirages = [int.from_bytes(condense.digest(), "big") >> 1 for condense in condenses]
    return np.array(tirages, dtype=np.int64)


def classer(liste: Lignes, candidats: Candidats, graine: int, disciplines: int) -> Priorites:
    """Rank all contracts inside their discipline.

    Weakest first: vœux by points, then draw, then the later identifier, then the later in the
    list; then every maintien, by draw and identifier.
    """
    tirage = tirer(candidats.noms.textes, graine)
    numeros = np.arange(len(tirage), dtype=np.int64)
    force = np.empty(len(tirage), dtype=np.int64)
    force[np.lexsort((-numeros, tirage))] = numeros
    dernier = int(liste.ordre.max(initial=0))
    departage = force[liste.candidat] * (dernier + 1) + dernier - liste.ordre
    discipline = candidats.discipline[liste.candidat]
    maintien = liste.rang == NUL
    marche = discipline * 2 + maintien
    ordre = np.lexsort((departage, np.where(maintien, 0, liste.bareme), marche))
    nombre = np.bincount(discipline, minlength=disciplines).astype(np.int64)
    debut = np.cumsum(nombre) - nombre
    rang = np.empty(len(ordre), dtype=np.int64)
    rang[ordre] = np.arange(len(ordre), dtype=np.int64) + 1 - debut[discipline[ordre]]
    return Priorites(tirage, rang, nombre, debut, ordre, liste.bareme)
