"""The strict order of the contracts of each discipline, and what a rank is worth in points."""

import hashlib
from dataclasses import dataclass

import numpy as np

from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, prendre
from mouvement.engine.verification.contrats import Lignes
from mouvement.engine.verification.terrain import Candidats
from mouvement.engine.verification.traits import ORDINAIRE, RESIDUELLE, Traits

MAINTENUE = int(np.iinfo(np.int64).max)
"""Class of a maintien, above all others."""


@dataclass(frozen=True)
class Priorites:
    """Priorities of the contracts.

    Attributes
    ----------
    tirage : draw of each candidat.
    rang : rang_priorite of each contract, from 1 (weakest) in its discipline.
    nombre : contracts of each discipline.
    debut, par_rang : the contract of rank r in discipline d is ``par_rang[debut[d] + r - 1]``.
    bareme : points of each contract that goes by points, ``NUL`` for the others.
    residuel : whether each contract comes after every vœu, as those of extension do.
    """

    tirage: Entiers
    rang: Entiers
    nombre: Entiers
    debut: Entiers
    par_rang: Entiers
    bareme: Entiers
    residuel: Booleens

    def contrat(self, discipline: Entiers, rang: Entiers) -> Entiers:
        """Return the contract of each rank; ``NUL`` outside 1..N."""
        dedans = (discipline >= 0) & (rang >= 1)
        dedans &= rang <= prendre(self.nombre, discipline, 0)
        place = prendre(self.debut, discipline, 0) + np.where(dedans, rang, 0) - 1
        return prendre(self.par_rang, np.where(dedans, place, NUL))

    def points(
        self, discipline: Entiers, rang: Entiers, residuel: Booleens | None = None
    ) -> Entiers:
        """Return a barre in points from its rank: ``NUL`` when open, ``BARRE_FERMEE`` when shut.

        ``residuel`` : whether each barre is what stops a residual contract. To vœux, which come
        first, the barre of such a contract is open.
        """
        contrat = self.contrat(discipline, rang)
        bareme = prendre(self.bareme, contrat)
        fermees = np.where(bareme == NUL, BARRE_FERMEE, bareme)
        apres_tout = self.residuelle(contrat)
        if residuel is not None:
            apres_tout &= ~residuel
        return np.where((rang == 0) | (rang == NUL) | apres_tout, NUL, fermees)

    def residuelle(self, contrat: Entiers) -> Booleens:
        """Tell which of these contracts are residual."""
        return np.asarray(prendre(self.residuel.astype(np.int64), contrat, 0) == 1)


def tirer(noms: tuple[str, ...], graine: int) -> Entiers:
    """Return the draw of each candidat: 63 bits of a hash keyed by the campaign's seed."""
    cle = str(graine).encode("ascii")
    condenses = (hashlib.blake2b(n.encode("utf-8"), digest_size=8, key=cle) for n in noms)
    tirages = [int.from_bytes(condense.digest(), "big") >> 1 for condense in condenses]
    return np.array(tirages, dtype=np.int64)


def classer(
    liste: Lignes, traits: Traits, candidats: Candidats, graine: int, disciplines: int
) -> Priorites:
    """Rank all contracts inside their discipline.

    Weakest first: by class, points, départage of the rules, then draw, then the later identifier,
    then the later in the list; then every maintien, by draw and identifier.
    """
    tirage = tirer(candidats.noms.textes, graine)
    numeros = np.arange(len(tirage), dtype=np.int64)
    force = np.empty(len(tirage), dtype=np.int64)
    force[np.lexsort((-numeros, tirage))] = numeros
    dernier = int(liste.ordre.max(initial=0))
    sort = force[liste.candidat] * (dernier + 1) + dernier - liste.ordre
    discipline = candidats.discipline[liste.candidat]
    classe = prendre(traits.classe, liste.source, MAINTENUE)
    classes, niveau = np.unique(classe, return_inverse=True)
    marche = discipline * len(classes) + niveau
    departage = prendre(traits.departage, liste.source, 0)
    points = np.where(liste.bareme == NUL, -1, liste.bareme)
    ordre = np.lexsort((sort, departage, points, marche))
    nombre = np.bincount(discipline, minlength=disciplines).astype(np.int64)
    debut = np.cumsum(nombre) - nombre
    rang = np.empty(len(ordre), dtype=np.int64)
    rang[ordre] = np.arange(len(ordre), dtype=np.int64) + 1 - debut[discipline[ordre]]
    bareme = np.where(classe > ORDINAIRE, NUL, liste.bareme)
    return Priorites(tirage, rang, nombre, debut, ordre, bareme, classe == RESIDUELLE)
