"""What the couples' solver answers: grants, barres, and for each couple what it got and why."""

from dataclasses import dataclass
from enum import Enum

from mouvement.solvers.market import NOT_GRANTED, Outcome


class Status(Enum):
    """What is known of the outcome."""

    OPTIMAL = "optimal"
    """The fewest refusals, and with them every couple's best rank in turn: both proven."""
    FEASIBLE = "feasible"
    """A true outcome; a better one may exist."""


class Verdict(Enum):
    """Why a couple did not get a pair that it would rather have had."""

    BELOW = "below"
    """A half at least is below the barre of its zone."""
    TOGETHER = "together"
    """Each half alone is at or above its barre; there is room for one of them only."""
    REFUSED = "refused"
    """The pair qualifies: a residual refusal."""


@dataclass(frozen=True)
class Missed:
    """A pair better than what the couple got.

    Attributes
    ----------
    pair : its place in the joint list.
    barres : barre of the zone of each half, to hold against the ranks of its contracts.
    verdict : why it was not granted.
    """

    pair: int
    barres: tuple[int, int]
    verdict: Verdict


@dataclass(frozen=True)
class Fate:
    """What a couple got.

    Attributes
    ----------
    pair : place of the granted pair in the joint list, ``NOT_GRANTED`` for a dissolved couple.
    missed : every better pair, in list order.
    """

    pair: int
    missed: tuple[Missed, ...]

    @property
    def dissolved(self) -> bool:
        """Whether no pair was granted."""
        return self.pair == NOT_GRANTED

    @property
    def refused(self) -> bool:
        """Whether the couple qualifies for a better pair: a residual refusal."""
        return any(missed.verdict is Verdict.REFUSED for missed in self.missed)


@dataclass(frozen=True)
class Effort:
    """What it took, and what propagation left to search (the widest search, if several).

    Attributes
    ----------
    rounds : how many times upper runs were redone.
    couples, pairs : couples left open, and their options (being dissolved is one).
    contracts : singles' contracts left open.
    searches : sandwiches, each searched part by part. ``truths``: outcomes computed and compared.
    """

    rounds: int = 0
    couples: int = 0
    pairs: int = 0
    contracts: int = 0
    searches: int = 0
    truths: int = 0


@dataclass(frozen=True, eq=False)
class CouplesOutcome:
    """A true outcome of a market with couples (see ``solve_couples``).

    Attributes
    ----------
    outcome : grants of everybody, barres and flows.
    fates : what each couple got.
    refusals : number of couples with a residual refusal.
    bound : no outcome has fewer refusals. Equal to ``refusals``: proven minimal.
    status : what is known.
    effort : figures of the search.
    """

    outcome: Outcome
    fates: tuple[Fate, ...]
    refusals: int
    bound: int
    status: Status
    effort: Effort

    @property
    def gap(self) -> int:
        """Refusals that may be too many."""
        return self.refusals - self.bound
