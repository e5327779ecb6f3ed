"""Spec: couples on the model *large*, to the proven optimum; beside a plain CP-SAT model."""

import gc
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import reduce

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, Target, figure, ratios
from mouvement.benchmarks.plain import solve_plainly
from mouvement.benchmarks.workspace import LARGE, Workspace
from mouvement.engine.composantes import Composante
from mouvement.engine.resolution import probleme
from mouvement.solvers import certificate, kernel, seat
from mouvement.solvers.couples import CouplesMarket, CouplesOutcome, Effort, Status, solve_couples

SECONDS = {150: Target(3.0), 300: None, 400: None, 600: Target(6.0)}
"""Couples on *large*, all components solved; fewer in proportion at other sizes."""
COMPARED = min(SECONDS)
"""As many couples beside the plain model."""
RATIO = Target(50, at_most=False)
LIMIT = 240.0
"""Seconds after which a component's best outcome so far is taken."""
PLAIN_LIMIT = 200.0
"""Seconds after which the plain model is given up: the ratio is then at least what is said."""


@dataclass(frozen=True)
class Solved:
    """The solving stage of a campaign: every component, seconds in all."""

    outcomes: list[CouplesOutcome]
    seconds: float

    @property
    def refusals(self) -> int:
        """Residual refusals in all."""
        return sum(outcome.refusals for outcome in self.outcomes)

    @property
    def proven(self) -> bool:
        """Whether nothing is better."""
        return all(outcome.status is Status.OPTIMAL for outcome in self.outcomes)

    @property
    def known(self) -> str:
        """What is known of the refusals, in words."""
        if self.proven:
            return f"{self.refusals} refusals, proven"
        bound = sum(outcome.bound for outcome in self.outcomes)
        return f"{self.refusals} refusals, at least {bound}, not proven"

    @property
    def effort(self) -> Effort:
        """What propagation left open, in all."""
        return reduce(_add, (outcome.effort for outcome in self.outcomes), Effort())


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time the solving stage alone, and tell what the propagation left open."""
    figures = []
    for size in sizes:
        for couples, target in SECONDS.items():
            parts = workspace.components(size, in_proportion(couples, size))
            label = f"{sum(len(part.couples) for part in parts)} couples, {size:,} candidates"
            runs = _again(parts, repeats)
            check(parts, runs)
            figures.append(
                figure(
                    f"solving stage, {label}: {runs[0].known}",
                    [run.seconds for run in runs],
                    "s",
                    target if size == LARGE else None,
                )
            )
            figures += _left_open(label, runs[0].effort)
    return figures


def measure_plain(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time our solver and the plain model on the same components with couples."""
    figures = []
    for size in sizes:
        parts = workspace.components(size, in_proportion(COMPARED, size))
        tied = [part for part in parts if part.couples]
        ours = _again(tied, repeats)
        seconds, booleans, ended = _plain(tied, ours[0])
        label = f"{sum(len(part.couples) for part in tied)} couples, {size:,} candidates"
        mark = "" if ended else "≥ "
        given_up = "" if ended else f", given up after {PLAIN_LIMIT:.0f} s"
        figures += [
            figure(f"ours, {label}: {ours[0].known}", [run.seconds for run in ours], "s"),
            figure(f"plain model, {label}: {booleans:,} booleans{given_up}", [seconds], "s"),
            figure(
                f"{mark}plain model / ours, {label}",
                ratios([seconds] * len(ours), [run.seconds for run in ours]),
                "×",
                RATIO if size == LARGE else None,
            ),
        ]
    return figures


def solve(parts: Iterable[Composante]) -> Solved:
    """Solve every component: by the couples' solver when it has couples, else by the kernel."""
    problems = [(part, probleme(part)) for part in parts]
    gc.collect()
    outcomes = []
    start = time.perf_counter()
    for part, problem in problems:
        if part.couples:
            outcomes.append(solve_couples(problem, LIMIT))
        else:
            kernel(part.market)
    return Solved(outcomes, time.perf_counter() - start)


def _again(parts: Sequence[Composante], repeats: int) -> list[Solved]:
    """Solve several times; once when it takes all the time there is."""
    runs = [solve(parts)]
    while runs[0].proven and len(runs) < repeats:
        runs.append(solve(parts))
    return runs


def check(parts: Sequence[Composante], runs: Sequence[Solved]) -> None:
    """Refuse outcomes that no certificate holds for, or that change from run to run."""
    problems = [probleme(part) for part in parts if part.couples]
    for problem, outcome in zip(problems, runs[0].outcomes, strict=True):
        _certify(problem, outcome)
    for run in runs[1:]:
        for one, other in zip(runs[0].outcomes, run.outcomes, strict=True):
            proven = one.status is other.status is Status.OPTIMAL
            if proven and one.outcome.granted.tolist() != other.outcome.granted.tolist():
                raise BenchmarkFailed("couples: not the outcome of the first run")


def _certify(problem: CouplesMarket, outcome: CouplesOutcome) -> None:
    market, found = problem.market, outcome.outcome
    free = market.candidate != market.candidate
    for couple in problem.couples:
        for member, tail in zip(couple.members, couple.tails, strict=True):
            free[market.candidate_ptr[member] : tail] = True
    seats = seat(market, found)
    broken = certificate(market, found.granted, seats, found.poste_barre, free=free)
    if broken:
        raise BenchmarkFailed("\n".join(broken))


def _plain(tied: Sequence[Composante], ours: Solved) -> tuple[float, int, bool]:
    """Return the plain model's seconds, its booleans, and whether it came to an end."""
    left, booleans, ended = PLAIN_LIMIT, 0, True
    for part, outcome in zip(tied, ours.outcomes, strict=True):
        answer = solve_plainly(probleme(part), left)
        left -= answer.seconds
        booleans += answer.booleans
        ended &= answer.refusals is not None
        # It counts less as a refusal: see ``plain``.
        if answer.refusals is not None and answer.refusals > outcome.refusals:
            raise BenchmarkFailed(
                f"the plain model finds {answer.refusals} refusals at least in {part.nom}, "
                f"our solver {outcome.refusals}"
            )
    return PLAIN_LIMIT - left, booleans, ended


def _left_open(label: str, effort: Effort) -> list[Figure]:
    return [
        figure(f"left open by propagation, {label}: {what}", [float(value)], "")
        for what, value in (
            ("couples", effort.couples),
            ("their options", effort.pairs),
            ("singles' contracts", effort.contracts),
        )
    ]


def in_proportion(couples: int, size: int) -> int:
    """Return how many couples a campaign of that size has, for so many on *large*."""
    return max(1, round(couples * size / LARGE))


def _add(one: Effort, other: Effort) -> Effort:
    return Effort(*(getattr(one, f.name) + getattr(other, f.name) for f in fields(Effort)))
