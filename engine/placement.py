"""Solve every market, seat the holders, and check the certificate before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass, fields

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
    guide = Guide(campagne, contrats) if campagne.options.guidage == "indicatifs" else None
    disciplines = contrats.carte.disciplines
    parts, constats = [], []
    for fait, marche in enumerate(marches(contrats), 1):
        part, rompus = _placer_discipline(campagne, marche, guide)
        parts.append(part)
        constats += [f"{marche.discipline} : {constat}" for constat in rompus]
        suivi("disciplines", fait, len(disciplines))
    if constats:
        raise CertificatRompu(constats)
    # Disciplines follow each other in every numbering, so their parts only need joining.
    return Placements(
        *(
            np.concatenate(
                [np.zeros(0, dtype=np.int64), *(getattr(part, champ.name) for part in parts)]
            )
            for champ in fields(Placements)
        )
    )


def _placer_discipline(
    campagne: Campagne, marche: Marche, guide: Guide | None
) -> tuple[Placements, list[str]]:
    """Return the discipline's part of the result, and what its certificate finds wrong."""
    market = marche.market
    outcome = SOLVERS[solveur(campagne.options.solveur)](market)
    choix, guides = guide.choix(marche, outcome) if guide else ([], np.zeros_like(outcome.granted))
    seats = seat(market, outcome, choix)
    sans = outcome.granted == NOT_GRANTED
    part = Placements(
        ligne=np.where(sans, AUCUN, np.append(marche.lignes, AUCUN)[outcome.granted]),
        poste=np.where(sans, AUCUN, seats + marche.postes.start),
        guide=guides,
        barre_poste=outcome.poste_barre,
        barre_zone=outcome.zone_barre,
    )
    return part, certificate(market, outcome.granted, seats, outcome.poste_barre)


def solveur(nom: str) -> str:
    """Return the solver that an option names: ``auto`` is deferred acceptance."""
    return "acceptation-differee" if nom == "auto" else nom
