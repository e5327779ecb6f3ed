"""Spec: the kernel alone, on every discipline of a campaign."""

import gc
import time

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, Target, figure
from mouvement.benchmarks.workspace import LARGE, Workspace
from mouvement.solvers import Market, certificate, kernel, seat

SECONDS = Target(1.5)


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time the kernel; before that, prove its outcomes once."""
    figures = []
    for size in sizes:
        check(list(workspace.markets(size)))
        times = [kernel_seconds(list(workspace.markets(size))) for _ in range(repeats)]
        markets = list(workspace.markets(size))
        candidates = sum(market.candidates for market in markets)
        contracts = sum(market.contracts for market in markets)
        name = f"kernel, {size:,} candidates"
        figures += [
            figure(name, times, "s", SECONDS if size == LARGE else None),
            figure(f"{name}: candidates", [candidates / t for t in times], "/s"),
            figure(f"{name}: contracts ({contracts:,})", [contracts / t for t in times], "/s"),
        ]
    return figures


def kernel_seconds(markets: list[Market]) -> float:
    """Return the seconds that the kernel takes on fresh markets, one after the other."""
    gc.collect()
    start = time.perf_counter()
    for market in markets:
        kernel(market)
    return time.perf_counter() - start


def check(markets: list[Market]) -> None:
    """Prove the kernel's outcomes by their certificate; BenchmarkFailed if one does not hold."""
    for market in markets:
        outcome = kernel(market)
        broken = certificate(market, outcome.granted, seat(market, outcome), outcome.poste_barre)
        if broken:
            raise BenchmarkFailed("\n".join(broken))
