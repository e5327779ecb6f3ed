"""One component, solved: deferred acceptance alone, or with CP-SAT when couples tie it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouvement.engine.campagne import Options
from mouvement.engine.composantes import Composante
from mouvement.engine.couples import Couple
from mouvement.solvers import SOLVERS, Outcome
from mouvement.solvers.couples import Couple as Tied
from mouvement.solvers.couples import CouplesMarket, Status, solve_couples


@dataclass(frozen=True)
class Sort:
    """What a couple got.

    Attributes
    ----------
    paire : place of the granted pair in its joint list, -1 when it is dissolved.
    verdicts : why each better pair was not granted, as ``solvers.couples.Verdict`` names it.
    """

    couple: Couple
    paire: int
    verdicts: tuple[str, ...]

    @property
    def dissous(self) -> bool:
        """Whether no pair was granted."""
        return self.paire < 0


@dataclass(frozen=True)
class Solution:
    """The answer of a component.

    Attributes
    ----------
    outcome : grants, barres and flows.
    sorts : what each couple got.
    refus, borne : couples refused a pair that they qualify for, and how few there can be.
    prouve : the outcome is the best there is.
    libres : (contracts,) joint contracts, which may stay ungranted although they qualify alone.
    """

    outcome: Outcome
    sorts: tuple[Sort, ...]
    refus: int
    borne: int
    prouve: bool
    libres: NDArray[np.bool_]


def resoudre(part: Composante, options: Options) -> Solution:
    """Solve a component; a time limit may leave couples unproven."""
    libres = np.zeros(part.market.contracts, dtype=np.bool_)
    if not part.couples:
        outcome = SOLVERS[solveur(options.solveur)](part.market)
        return Solution(outcome, (), 0, 0, True, libres)
    return _avec_couples(part, options, libres)


def _avec_couples(part: Composante, options: Options, libres: NDArray[np.bool_]) -> Solution:
    lie = probleme(part)
    for couple in lie.couples:
        for qui, queue in zip(couple.members, couple.tails, strict=True):
            libres[part.market.candidate_ptr[qui] : queue] = True
    reponse = solve_couples(lie, float(options.temps_max_s))
    sorts = tuple(
        Sort(couple, fate.pair, tuple(missed.verdict.name for missed in fate.missed))
        for couple, fate in zip(part.couples, reponse.fates, strict=True)
    )
    prouve = reponse.status is Status.OPTIMAL
    return Solution(reponse.outcome, sorts, reponse.refusals, reponse.bound, prouve, libres)


def probleme(part: Composante) -> CouplesMarket:
    """Return a component as the couples' solver sees it."""
    tied = []
    for couple in part.couples:
        premier, second = np.searchsorted(part.candidats, couple.candidats).tolist()
        paires = np.searchsorted(part.lignes, np.array(couple.paires).reshape(-1, 2)).tolist()
        queues = (_queue(part, premier), _queue(part, second))
        tied.append(Tied(premier, second, tuple(map(tuple, paires)), queues))
    return CouplesMarket(part.market, tuple(tied))


def _queue(part: Composante, candidat: int) -> int:
    """Where a partner's own contracts begin: after the last that is asked for together."""
    debut, fin = part.market.candidate_ptr[candidat : candidat + 2].tolist()
    ensemble = np.flatnonzero(~part.propre[debut:fin])
    return int(debut + ensemble[-1] + 1) if len(ensemble) else int(debut)


def solveur(nom: str) -> str:
    """Return the solver that an option names: ``auto`` is deferred acceptance."""
    return "acceptation-differee" if nom == "auto" else nom
