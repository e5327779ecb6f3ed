"""Spec: our kernel beside the PyPI package ``matching`` and a minimal heap deferred acceptance."""

import gc
import importlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, Target, figure, ratios
from mouvement.benchmarks.precise import (
    WISHES,
    Instance,
    by_heaps,
    by_kernel,
    random_instance,
)
from mouvement.benchmarks.workspace import Workspace
from mouvement.solvers import NOT_GRANTED

PACKAGE = "matching"
RATIO = Target(100, at_most=False)
SEED = 20220615
ONCE_FROM = 10_000
"""At this size ``matching`` takes most of a minute and runs once."""
DEEP = 10_000_000
"""It copies its players recursively, deeper than Python's default limit."""


def available() -> bool:
    """Whether ``matching`` is installed (extra ``banc``)."""
    return importlib.util.find_spec(PACKAGE) is not None


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time the three in turns on the same markets; they must place everybody alike."""
    figures = []
    for size in sizes:
        instance = random_instance(size, SEED)
        label = f"{size:,} × {WISHES} vœux"
        ours: list[float] = []
        heaps: list[float] = []
        theirs: list[tuple[float, float]] = []
        by_kernel(instance)  # first call of a process: memory to get, code to warm
        for turn in range(repeats):
            places, seconds = _timed(by_kernel, instance)
            ours.append(seconds)
            found, seconds = _timed(by_heaps, instance)
            heaps.append(seconds)
            _same("the heap deferred acceptance", places, found)
            if available() and (turn == 0 or size < ONCE_FROM):
                found, building, solving = by_matching(instance)
                theirs.append((building, solving))
                _same(PACKAGE, places, found)
        figures += [
            figure(f"kernel, market made included, {label}", ours, "s"),
            figure(f"heap deferred acceptance, {label}", heaps, "s"),
            figure(f"kernel / heap, {label}", ratios(ours, heaps), "×"),
        ]
        if theirs:
            figures += _against_matching(label, ours, theirs)
    return figures


def by_matching(instance: Instance) -> tuple[list[int], float, float]:
    """Return each candidate's poste by ``matching``, and its seconds: players made, game solved.

    The dictionaries that it wants are made outside its time.
    """
    games = importlib.import_module(f"{PACKAGE}.games")
    residents, hospitals = _preferences(instance)
    capacities = {poste: int(instance.capacity[poste]) for poste in hospitals}
    gc.collect()
    with _deep_recursion():
        start = time.perf_counter()
        game = games.HospitalResident.create_from_dictionaries(residents, hospitals, capacities)
        made = time.perf_counter()
        matches: dict[Any, list[Any]] = game.solve()
        end = time.perf_counter()
    places = [NOT_GRANTED] * (len(instance.candidate_ptr) - 1)
    for hospital, matched in matches.items():
        for resident in matched:
            places[resident.name] = hospital.name
    return places, made - start, end - made


def _against_matching(
    label: str, ours: list[float], theirs: list[tuple[float, float]]
) -> list[Figure]:
    paired = ours[: len(theirs)]
    whole = [building + solving for building, solving in theirs]
    solving = [solving for _, solving in theirs]
    return [
        figure(f"matching, players made included, {label}", whole, "s"),
        figure(f"matching, solve() alone, {label}", solving, "s"),
        figure(f"matching / kernel, {label}", ratios(whole, paired), "×", RATIO),
        figure(f"matching's solve() alone / kernel, {label}", ratios(solving, paired), "×"),
    ]


def _preferences(instance: Instance) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Lists of everybody; no line for those whom nobody can be matched with."""
    poste = instance.poste.tolist()
    ptr = instance.candidate_ptr
    residents = {
        candidate: poste[start:end]
        for candidate, (start, end) in enumerate(pairwise(ptr.tolist()))
        if end > start
    }
    candidate = np.repeat(np.arange(len(ptr) - 1), np.diff(ptr)).tolist()
    hospitals: dict[int, list[int]] = {}
    for wish in np.argsort(-instance.rank).tolist():
        hospitals.setdefault(poste[wish], []).append(candidate[wish])
    return residents, hospitals


@contextmanager
def _deep_recursion() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(DEEP)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _timed(solve: Callable[[Instance], list[int]], instance: Instance) -> tuple[list[int], float]:
    gc.collect()  # of the players of `matching`, or they would be collected in our time
    start = time.perf_counter()
    places = solve(instance)
    return places, time.perf_counter() - start


def _same(who: str, ours: list[int], theirs: list[int]) -> None:
    different = [c for c, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if different:
        raise BenchmarkFailed(
            f"{who} places {len(different)} candidates otherwise: {different[:5]}"
        )
