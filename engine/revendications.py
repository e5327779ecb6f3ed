"""Who comes first in a closed market, and the claim on a seat of whom a wide vœu put there.

Better vœux are ranked by what the level compares, then by départage and draw as elsewhere;
guarantees are above everything. A claim is one more contract, after the better vœux and before the
guarantee: the seat alone. Who keeps it keeps his grant.
"""

from dataclasses import dataclass, fields

import numpy as np

from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import ORDINAIRE, Comparaison
from mouvement.engine.placement import Placements
from mouvement.engine.priorites import forces
from mouvement.engine.zones import Contenus

VOEU, SIEGE, GARANTIE = range(3)
"""Kinds of contracts, in the order of a list."""


@dataclass(frozen=True)
class Offres:
    """The contracts of closed markets, by author, in the order of his list.

    Attributes
    ----------
    ligne, auteur : line of ``Contrats.table``, candidat.
    zone : what it may give, among zones cut to the seats of the market.
    genre : ``VOEU``, ``SIEGE`` (a claim) or ``GARANTIE``; the last two have the line granted.
    classe, points, departage : what ranks it; ``AUCUN`` for no points.
    source : the line that the points are of; ``AUCUN`` when they are the author's common part.
    """

    ligne: Entiers
    auteur: Entiers
    zone: Entiers
    genre: Entiers
    classe: Entiers
    points: Entiers
    departage: Entiers
    source: Entiers

    def rangs(self, contrats: Contrats) -> Entiers:
        """Return the priority of each, 1 the weakest, disciplines one after the other."""
        table, candidats = contrats.table, contrats.candidats
        ordre = np.lexsort(
            (
                -table["ordre"].to_numpy()[self.ligne],
                forces(candidats)[self.auteur],
                *(self.departage, self.points, self.classe),
                self.genre == GARANTIE,
                candidats["numero_discipline"].to_numpy()[self.auteur],
            )
        )
        rang = np.empty(len(ordre), dtype=np.int64)
        rang[ordre] = np.arange(1, len(ordre) + 1)
        return rang

    @property
    def compares(self) -> Entiers:
        """Return the points that tell how each ranks; ``AUCUN`` where none would."""
        sans = (self.genre == GARANTIE) | (self.classe > ORDINAIRE)
        return np.where(sans, AUCUN, self.points)

    def avec(self, autres: "Offres") -> "Offres":
        """Return these and others, each at its place."""
        tout = Offres(
            *(
                np.concatenate([getattr(self, champ.name), getattr(autres, champ.name)])
                for champ in fields(Offres)
            )
        )
        ordre = np.lexsort((tout.genre, tout.ligne, tout.auteur))
        return Offres(*(getattr(tout, champ.name)[ordre] for champ in fields(Offres)))


def revendiquer(
    contrats: Contrats,
    etat: Placements,
    comparaison: Comparaison,
    offres: Offres,
    zones: Contenus,
    places: Entiers,
) -> tuple[Offres, Contenus]:
    """Add the claims of those candidats to the contracts, and their seats to the zones."""
    if comparaison.siege == "aucun":
        return offres, zones
    table, accorde = contrats.table, etat.ligne[places]
    source = np.full(len(places), AUCUN)
    if comparaison.siege == "indicatif":
        source = indicatifs(contrats, etat, offres, zones)[places]
    points = np.where(
        source == AUCUN, contrats.partie_commune[places], table["bareme"].to_numpy()[source]
    )
    nombre = np.arange(len(places))
    claims = Offres(
        ligne=accorde,
        auteur=places,
        zone=len(zones.ptr) - 1 + nombre,
        genre=np.full(len(places), SIEGE),
        classe=np.full(len(places), ORDINAIRE),
        points=points,
        departage=table["departage"].to_numpy()[np.where(source == AUCUN, accorde, source)],
        source=source,
    )
    sieges = Contenus(np.append(nombre, len(places)), etat.poste[places])
    return offres.avec(claims), zones.avec(sieges)


def indicatifs(contrats: Contrats, etat: Placements, offres: Offres, zones: Contenus) -> Entiers:
    """Return (candidats,) the line of the first better vœu that holds the seat, or ``AUCUN``.

    It must go by points.
    """
    auteur = offres.auteur
    par_points: Booleens = ~contrats.sans_points[offres.ligne] & (offres.genre == VOEU)
    tient = par_points & zones.contient(offres.zone, etat.poste[auteur])
    premier = np.full(len(etat.ligne), AUCUN)
    gens, place = np.unique(auteur[tient], return_index=True)
    premier[gens] = offres.ligne[tient][place]
    return premier
