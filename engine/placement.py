"""Solve every market, seat the holders, and check the certificate before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers, Marche, marches
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import CertificatRompu
from mouvement.engine.guidage import Guide
from mouvement.solvers import NOT_GRANTED, SOLVERS, certificate, seat

Suivi = Callable[[str, int, int], None]
"""Told (what, done, total) as work goes on."""


@dataclass(frozen=True)
class Placements:
    """Grants, seats and barres of a whole campaign.

    Attributes
    ----------
    ligne : (candidats,) line of the granted contract in ``Contrats.table``, or ``AUCUN``.
    poste : (candidats,) number of the poste, or ``AUCUN``.
    guide : (candidats,) rang of the vœu that guided the seat, or 0.
    barre_poste : (postes,) barre in ``rang_priorite`` of the discipline; 0: open.
    barre_zone : (zones,) the lowest barre among the zone's postes.
    """

    ligne: Entiers
    poste: Entiers
    guide: Entiers
    barre_poste: Entiers
    barre_zone: Entiers


def placer(campagne: Campagne, contrats: Contrats, suivi: Suivi) -> Placements:
    """Place everybody (modele.md §2, §5 seating); CertificatRompu if any condition fails."""
    candidats, postes = len(contrats.candidats), len(contrats.carte.postes)
    resultat = Placements(
        ligne=np.full(candidats, AUCUN),
        poste=np.full(candidats, AUCUN),
        guide=np.zeros(candidats, dtype=np.int64),
        barre_poste=np.zeros(postes, dtype=np.int64),
        barre_zone=np.zeros(len(contrats.zones.lieu), dtype=np.int64),
    )
    guide = Guide(campagne, contrats) if campagne.options.guidage == "indicatifs" else None
    premiere_zone = np.searchsorted(
        contrats.zones.discipline, np.arange(len(contrats.carte.disciplines) + 1)
    )
    constats: list[str] = []
    for numero, marche in enumerate(marches(contrats)):
        zones = slice(premiere_zone[numero], premiere_zone[numero + 1])
        constats += _placer_discipline(campagne, marche, zones, guide, resultat)
        suivi("disciplines", numero + 1, len(contrats.carte.disciplines))
    if constats:
        raise CertificatRompu(constats)
    return resultat


def _placer_discipline(
    campagne: Campagne, marche: Marche, zones: slice, guide: Guide | None, resultat: Placements
) -> list[str]:
    """Fill the discipline's part of the result; return what its certificate finds wrong."""
    market, candidats = marche.market, marche.candidats
    outcome = SOLVERS[solveur(campagne.options.solveur)](market)
    choix, guides = guide.choix(marche, outcome) if guide else ((), 0)
    seats = seat(market, outcome, choix)
    granted = outcome.granted != NOT_GRANTED
    resultat.ligne[candidats][granted] = marche.lignes[outcome.granted[granted]]
    resultat.poste[candidats][granted] = seats[granted] + marche.postes.start
    resultat.guide[candidats] = guides
    resultat.barre_poste[marche.postes] = outcome.poste_barre
    resultat.barre_zone[zones] = outcome.zone_barre
    return [
        f"{marche.discipline} : {constat}"
        for constat in certificate(market, outcome.granted, seats, outcome.poste_barre)
    ]


def solveur(nom: str) -> str:
    """Return the solver that an option names: ``auto`` is deferred acceptance."""
    return "acceptation-differee" if nom == "auto" else nom
