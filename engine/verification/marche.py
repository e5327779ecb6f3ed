"""Holders as they are placed, in a whole market or in closed ones, and what that placing proves.

A holder leads from the poste where he sits to every poste of his zone: he could be seated there
instead. Barres come down these arcs, claims go up them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mouvement.engine.verification.colonnes import Booleens, Entiers
from mouvement.engine.verification.zones import Zones


@dataclass(frozen=True)
class Marche:
    """Who holds what, where.

    Attributes
    ----------
    candidat, siege, rang, zone : of each holder: himself, his poste, the priority of his contract,
        its zone (a number in ``zones``).
    capacite : supports of each poste of the campaign.
    """

    candidat: Entiers
    siege: Entiers
    rang: Entiers
    zone: Entiers
    zones: Zones
    capacite: Entiers

    def garder(self, choix: Booleens) -> "Marche":
        """Keep some holders, whose postes and zones are apart from those of the others."""
        return Marche(
            self.candidat[choix],
            self.siege[choix],
            self.rang[choix],
            self.zone[choix],
            self.zones,
            self.capacite,
        )

    @cached_property
    def occupation(self) -> Entiers:
        """How many holders sit on each poste."""
        return np.bincount(self.siege, minlength=len(self.capacite)).astype(np.int64)

    @cached_property
    def libres(self) -> Booleens:
        """Postes with a free support."""
        return self.occupation < self.capacite

    @cached_property
    def _arcs(self) -> tuple[Entiers, Entiers, Zones]:
        """Return (poste, zone where it leads, zones); equal arcs only once."""
        utiles, numero = np.unique(self.zone, return_inverse=True)
        arcs = np.unique(self.siege * len(utiles) + numero)
        depart, zone = np.divmod(arcs, max(len(utiles), 1))
        return depart, zone, self.zones.extraire(utiles)

    def barres(self, fermee: Entiers) -> Entiers:
        """Return the barre of each poste, as a rank, by the definition of modele.md §3.

        It starts from what each poste shows by itself (a free support: 0; otherwise its weakest
        holder; ``fermee`` without one) and comes down the arcs until nothing moves.
        """
        depart, zone, zones = self._arcs
        barre = fermee.copy()
        np.minimum.at(barre, self.siege, self.rang)
        barre[self.libres] = 0
        while True:
            suivante = barre.copy()
            np.minimum.at(suivante, depart, zones.minimums(barre)[zone])
            if np.array_equal(suivante, barre):
                return barre
            barre = suivante

    def pretendants(self, zone: Entiers, rang: Entiers) -> Entiers:
        """Return, for each poste, the strongest claim on it (-1: none).

        The claims are those of the zones and ranks given. A claim on a poste is one on every
        poste to which a holder seated there could be shifted.
        """
        depart, arrivee, zones = self._arcs
        claims = np.full(len(self.zones), -1, dtype=np.int64)
        np.maximum.at(claims, zone, rang)
        force = self.zones.hausser(np.full(len(self.capacite), -1, dtype=np.int64), claims)
        while True:
            claims = np.full(len(zones), -1, dtype=np.int64)
            np.maximum.at(claims, arrivee, force[depart])
            suivante = zones.hausser(force, claims)
            if np.array_equal(suivante, force):
                return force
            force = suivante
