"""Solve every market, seat the holders, and check the certificate before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers, Marche, marches
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import CertificatRompu
from mouvement.engine.guidage import Guide
from mouvement.solvers import SOLVERS, certificate, seat

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


@dataclass(frozen=True)
class Etapes:
    """The stages of a mouvement.

    Attributes
    ----------
    general : who enters where; its barres are those that are published.
    final : after the improvement stage, if there was one.
    echanges : the lines that tell the improvement stage (``amelioration.COLONNES``).
    """

    general: Placements
    final: Placements
    echanges: pd.DataFrame

    @property
    def changes(self) -> NDArray[np.bool_]:
        """Return (candidats,) whether the improvement stage changed the grant or the seat."""
        avant, apres = self.general, self.final
        changes: NDArray[np.bool_] = (avant.ligne != apres.ligne) | (avant.poste != apres.poste)
        return changes


def placer(campagne: Campagne, contrats: Contrats, suivi: Suivi) -> Placements:
    """Place everybody (modele.md §2, §5 seating); CertificatRompu if any condition fails."""
    guide = Guide(campagne, contrats) if campagne.options.guidage == "indicatifs" else None
    disciplines = contrats.carte.disciplines
    parts, constats = [], []
    for fait, marche in enumerate(marches(contrats), 1):
        part, rompus = _placer_discipline(campagne, marche, guide)
        parts.append(part)
        constats += [f"{marche.nom} : {constat}" for constat in rompus]
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
    # NOT_GRANTED is -1, and so the item appended.
    part = Placements(
        ligne=np.append(marche.lignes, AUCUN)[outcome.granted],
        poste=np.append(marche.postes, AUCUN)[seats],
        guide=guides,
        barre_poste=outcome.poste_barre,
        barre_zone=outcome.zone_barre,
    )
    return part, certificate(market, outcome.granted, seats, outcome.poste_barre)


def solveur(nom: str) -> str:
    """Return the solver that an option names: ``auto`` is deferred acceptance."""
    return "acceptation-differee" if nom == "auto" else nom
