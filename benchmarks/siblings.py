"""Spec: markets of the kind of ExtendedSDA, daycares and siblings; and a reader of its instances.

Sun, Yamada, Takenami, Moriwaki and Yokoo, "Stable Matchings in Practice: A Constraint Programming
Approach" (AAAI 2024), whose code is tomonatu8/ExtendedSDA on GitHub: precise vœux, children who
have a place already (our titulaires), siblings who are placed together (our couples).
"""

import gc
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, Target, figure
from mouvement.benchmarks.places import NOWHERE, Places, Union
from mouvement.benchmarks.workspace import Workspace
from mouvement.solvers.couples import CouplesMarket, CouplesOutcome, Status, solve_couples

THEIRS = {500: 2.2, 1_000: 7.6, 2_000: 26.0, 5_000: 145.0}
"""Seconds of their CP model (OR-Tools), 10 vœux, pairs 10 % of n, proven; run for this project on
two cores, Python 3.11."""
RATIO = Target(30, at_most=False)
SHARES = (10, 20)
"""Candidates in pairs, per cent; the first is compared."""
LIMIT = 120.0
WISHES = 10
PER_POSTE = 10
"""Candidates for each poste."""
VACANT = 5
"""Vacant supports of each poste."""
HOLDERS = 0.3
"""Share of those who have a place already."""
SPREAD = 0.5
"""How far postes' orders are from the common one (Mallows)."""
SEED = 20240220


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time our solver on such markets, against their published times."""
    figures = []
    for size in sizes:
        for share in SHARES:
            problem = random_siblings(size, share, SEED).problem()
            runs = [_solve(problem)]
            while runs[0][0].status is Status.OPTIMAL and len(runs) < repeats:
                runs.append(_solve(problem))
            answer, times = runs[0][0], [seconds for _, seconds in runs]
            known = f"{answer.refusals} refusals, {_known(answer)}"
            label = f"{size:,} candidates, {share} % in pairs"
            figures.append(figure(f"{label} ({len(problem.couples)}): {known}", times, "s"))
            if share == SHARES[0] and size in THEIRS:
                theirs = [THEIRS[size] / seconds for seconds in times]
                name = f"their {THEIRS[size]:g} s / ours, {label}"
                figures.append(figure(name, theirs, "×", RATIO))
    return figures


def random_siblings(candidates: int, share: int, seed: int) -> Places:
    """Return a market: ``share`` per cent of the candidates in pairs, whose orders are adjacent."""
    alea = np.random.default_rng(seed)
    postes = max(candidates // PER_POSTE, WISHES)
    paired = candidates * share // 200 * 2
    pairs = [(first, first + 1) for first in range(0, paired, 2)]
    groups = [*pairs, *((single,) for single in range(paired, candidates))]
    common = [c for group in alea.permutation(len(groups)) for c in groups[group]]
    asked = [alea.choice(postes, WISHES, replace=False).tolist() for _ in range(candidates)]
    holding = [group for group in groups if alea.random() < HOLDERS]
    kept = {c: int(alea.integers(postes)) for group in holding for c in group}
    return Places(
        capacity=[VACANT] * postes,
        orders=_orders(alea, common, asked, postes),
        lists=[[] if c < paired else asked[c] for c in range(candidates)],
        unions=[Union(a, b, tuple(zip(asked[a], asked[b], strict=True))) for a, b in pairs],
        kept=kept,
    )


def _orders(
    alea: np.random.Generator, common: Iterable[int], asked: list[list[int]], postes: int
) -> list[list[int]]:
    """Order the candidates of each poste as all do, disturbed (Mallows, by repeated insertion)."""
    orders: list[list[int]] = [[] for _ in range(postes)]
    for candidate in common:
        for poste in asked[candidate]:
            order = orders[poste]
            back = min(int(alea.geometric(1 - SPREAD)) - 1, len(order))
            order.insert(len(order) - back, candidate)
    return orders


class SiblingsRefused(Exception):
    """What an instance of theirs has that our markets have not."""


def from_daycares(
    children: Iterable[dict[str, Any]],
    daycares: Iterable[dict[str, Any]],
    families: Iterable[dict[str, Any]],
) -> Places:
    """Return an instance of ExtendedSDA as places: a poste for each daycare and age.

    The three dictionaries' values are as its generator makes them; None is no place. Priorities
    are the order of ``priority_child_id_list``. Refused: more than two siblings, shared rooms.
    Refusals compare with its blocking families when siblings are not excluded from those who come
    before (``exclude_bool=False``, as its tests call it): a family does not make room for itself.
    It may find fewer, when nobody blocks once some single is placed worse than he could be.
    """
    people = {child["id"]: child for child in children}
    number = {child: place for place, child in enumerate(people)}
    rooms: dict[tuple[Any, int], int] = {}
    capacity: list[int] = []
    orders: list[list[int]] = []
    for daycare in daycares:
        if daycare["share_ages_list"]:
            raise SiblingsRefused(f"daycare {daycare['id']}: rooms shared by several ages")
        for age, places in enumerate(daycare["recruiting_numbers_list"]):
            rooms[daycare["id"], age] = len(capacity)
            capacity.append(places)
            ranked = daycare["priority_child_id_list"]
            orders.append([number[child] for child in ranked if people[child]["age"] == age])

    def room(child: Any, daycare: Any) -> int:
        return NOWHERE if daycare is None else rooms[daycare, people[child]["age"]]

    lists: list[list[int]] = [[] for _ in people]
    unions = []
    for family in families:
        members, asked = family["children"], family["pref"]
        if len(members) == 1:
            rows = [room(members[0], one) for one in asked]
            lists[number[members[0]]] = [place for place in rows if place != NOWHERE]
        elif len(members) == 2:
            first, second = members
            pairs = tuple((room(first, one), room(second, other)) for one, other in asked)
            unions.append(Union(number[first], number[second], pairs))
        else:
            raise SiblingsRefused(f"family {family['id']}: {len(members)} siblings")
    kept = {
        number[child]: room(child, held)
        for child, held in ((child, people[child]["initial_daycare_id"]) for child in people)
        if held is not None
    }
    return Places(capacity, orders, lists, unions, kept)


def _solve(problem: CouplesMarket) -> tuple[CouplesOutcome, float]:
    gc.collect()
    start = time.perf_counter()
    answer = solve_couples(problem, LIMIT)
    seconds = time.perf_counter() - start
    halves = answer.outcome.granted[[m for couple in problem.couples for m in couple.members]]
    for couple, fate, one, other in zip(
        problem.couples, answer.fates, halves[::2].tolist(), halves[1::2].tolist(), strict=True
    ):
        if not fate.dissolved and couple.pairs[fate.pair] != (one, other):
            raise BenchmarkFailed("siblings: a pair is not held")
    return answer, seconds


def _known(answer: CouplesOutcome) -> str:
    if answer.status is Status.OPTIMAL:
        return "proven"
    return f"at least {answer.bound}, not proven"
