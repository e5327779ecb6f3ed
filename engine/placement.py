"""Solve every market, seat the holders, and check the certificate before anything is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.composantes import Composante, composantes
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import CertificatRompu
from mouvement.engine.guidage import Guide
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.resolution import Solution, Sort, resoudre
from mouvement.engine.texte import AMELIORATION, COMPLEMENT
from mouvement.solvers import certificate, seat

SANS_GUIDE = np.zeros(1, dtype=np.int64)
Suivi = Callable[[str, int, int], None]
"""Told (what, done, total) as work goes on."""
U = TypeVar("U")
R = TypeVar("R")


class Executer(Protocol):
    """Applies a function to each item as ``map`` does: it, or another that works elsewhere."""

    def __call__(self, fonction: Callable[[U], R], unites: Iterable[U], /) -> Iterator[R]:
        """Return the results, in order."""


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
    sorts : what each couple got.
    refus, borne : couples refused a pair that they qualify for, and how few there can be.
    prouve : whether it is proven that nothing is better.
    """

    ligne: Entiers
    poste: Entiers
    guide: Entiers
    barre_poste: Entiers
    barre_zone: Entiers
    sorts: tuple[Sort, ...]
    refus: int
    borne: int
    prouve: bool

    @property
    def couples(self) -> dict[str, int | bool]:
        """What the manifest and the summary say of couples; empty when there are none."""
        if not self.sorts:
            return {}
        return {
            "couples": len(self.sorts),
            "dissous": sum(sort.dissous for sort in self.sorts),
            "refus_residuels": self.refus,
            "borne": self.borne,
            "prouve": self.prouve,
        }


@dataclass(frozen=True)
class Complement:
    """The complementary stage: a small mouvement of its own, see ``complement.completer``.

    Attributes
    ----------
    instruction, contrats, placements : its people, postes and vœux; its contracts, whose ``ordre``
        goes on after that of their author's list; what it grants.
    lignes : (lines of its table,) the line of the mouvement's table, that of the same vœu.
    candidats, ordre : who gets a poste, by number in the mouvement, and by which contract.
    final : where everybody is in the end. Who gets a poste has the line of its vœu there, whether
        or not that line is a contract of the mouvement.
    """

    instruction: Instruction
    contrats: Contrats
    placements: Placements
    lignes: Entiers
    candidats: Entiers
    ordre: Entiers
    final: Placements


@dataclass(frozen=True)
class Etapes:
    """The stages of a mouvement.

    Attributes
    ----------
    general : who enters where; its barres are those that are published.
    ameliore : after the improvement stage, if there was one.
    echanges : the lines that tell the improvement stage (``amelioration.COLONNES``).
    refus : whom the claims of that stage refuse (``amelioration.COLONNES_REFUS``).
    complement : the complementary stage; None when nobody was concerned.
    """

    general: Placements
    ameliore: Placements
    echanges: pd.DataFrame
    refus: pd.DataFrame
    complement: Complement | None = None

    @property
    def final(self) -> Placements:
        """Return what everybody has after the last stage."""
        return self.complement.final if self.complement else self.ameliore

    @property
    def completes(self) -> NDArray[np.bool_]:
        """Return (candidats,) whether the complementary stage gave a poste."""
        completes = np.zeros(len(self.general.ligne), dtype=np.bool_)
        if self.complement:
            completes[self.complement.candidats] = True
        return completes

    @property
    def derniere(self) -> Entiers:
        """Return (candidats,) the last stage that changed the grant or the seat: ``ETAPES``."""
        avant, apres = self.general, self.ameliore
        ameliores = (avant.ligne != apres.ligne) | (avant.poste != apres.poste)
        derniere: Entiers = np.where(self.completes, COMPLEMENT, ameliores * AMELIORATION)
        return derniere


def placer(
    campagne: Campagne, contrats: Contrats, suivi: Suivi, executer: Executer = map
) -> Placements:
    """Place everybody (modele.md §2, §4, §5 seating); CertificatRompu if any condition fails.

    ``executer`` : solves the components, each a unit of work of its own.
    """
    guide = Guide(campagne, contrats) if campagne.options.guidage == "indicatifs" else None
    parts, solutions, placees, constats = list(composantes(contrats)), [], [], []
    reponses = executer(partial(resoudre, options=campagne.options), parts)
    for fait, (part, solution) in enumerate(zip(parts, reponses, strict=True), 1):
        choix, guides = guide.choix(part, solution.outcome) if guide else ([], SANS_GUIDE)
        sieges = seat(part.market, solution.outcome, choix)
        constats += [f"{part.nom} : {constat}" for constat in _constats(part, solution, sieges)]
        placees.append((sieges, guides))
        solutions.append(solution)
        suivi("marchés", fait, len(parts))
    if constats:
        raise CertificatRompu(constats)
    return _rassembler(contrats, parts, solutions, placees)


def _constats(part: Composante, solution: Solution, sieges: Entiers) -> list[str]:
    outcome = solution.outcome
    return certificate(
        part.market, outcome.granted, sieges, outcome.poste_barre, free=solution.libres
    )


def _rassembler(
    contrats: Contrats,
    parts: list[Composante],
    solutions: list[Solution],
    placees: list[tuple[Entiers, Entiers]],
) -> Placements:
    """Put each component's answer at its place in the campaign's numbering."""
    postes, zones = contrats.carte.postes, contrats.zones
    discipline_poste = np.repeat(
        np.arange(len(contrats.carte.disciplines)), np.diff(contrats.carte.bornes)
    )
    ligne = np.full(len(contrats.candidats), AUCUN)
    poste, guide = ligne.copy(), np.zeros_like(ligne)
    barre_poste = np.zeros(len(postes), dtype=np.int64)
    barre_zone = np.zeros(len(zones.lieu), dtype=np.int64)
    for part, solution, (sieges, guides) in zip(parts, solutions, placees, strict=True):
        outcome = solution.outcome
        # NOT_GRANTED is -1, and so the item appended.
        ligne[part.candidats] = np.append(part.lignes, AUCUN)[outcome.granted]
        poste[part.candidats] = np.append(part.postes, AUCUN)[sieges]
        guide[part.candidats] = guides
        barre_poste[part.postes] = part.en_discipline(
            outcome.poste_barre, discipline_poste[part.postes]
        )
        barre_zone[part.zones] = part.en_discipline(
            outcome.zone_barre, zones.discipline[part.zones]
        )
    return Placements(
        ligne,
        poste,
        guide,
        barre_poste,
        barre_zone,
        tuple(sort for solution in solutions for sort in solution.sorts),
        sum(solution.refus for solution in solutions),
        sum(solution.borne for solution in solutions),
        all(solution.prouve for solution in solutions),
    )
