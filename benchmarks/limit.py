"""Spec: the hardest couples under the shortest time limit: a valid outcome, certified, its gap."""

import json
from tempfile import TemporaryDirectory

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, figure
from mouvement.benchmarks.processes import Run, run_mouvement
from mouvement.benchmarks.tied import SECONDS, in_proportion
from mouvement.benchmarks.workspace import Workspace

COUPLES = max(SECONDS)
LIMIT = 1
"""Seconds, for each component."""
OUT_OF_TIME = 5
"""Exit status: certified, perhaps not the best."""


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Run ``affecter --temps-max 1``, then ``verifier`` on what it wrote."""
    figures = []
    for size in sizes:
        runs = [_once(workspace, size) for _ in range(repeats)]
        label = f"{in_proportion(COUPLES, size)} couples, {size:,} candidates"
        outcomes = sorted({known for _, known in runs})
        name = f"affecter --temps-max {LIMIT}, {label}: {' / '.join(outcomes)}: wall"
        figures.append(figure(name, [run.wall for run, _ in runs], "s"))
    return figures


def _once(workspace: Workspace, size: int) -> tuple[Run, str]:
    """Return the run and what its result says; BenchmarkFailed unless ``verifier`` accepts it."""
    campaign = workspace.with_couples(size, in_proportion(COUPLES, size))
    with TemporaryDirectory(dir=workspace.folder) as folder:
        result = f"{folder}/result"
        run = run_mouvement(
            *("affecter", campaign, "--sortie", result, "--temps-max", str(LIMIT)),
            accepted=(0, OUT_OF_TIME),
        )
        with open(f"{result}/manifeste.json", encoding="utf-8") as file:
            couples = json.load(file)["couples"]
        run_mouvement("verifier", result, "--campagne", campaign)
    if couples["prouve"] != (run.status == 0):
        raise BenchmarkFailed(f"status {run.status}, proven: {couples['prouve']}")
    gap = couples["refus_residuels"] - couples["borne"]
    return run, f"status {run.status}, {couples['refus_residuels']} refusals, gap {gap}"
