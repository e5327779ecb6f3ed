"""Spec: barèmes computed by a rule set, each with its elements."""

import gc
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mouvement.benchmarks.commands import compare
from mouvement.benchmarks.figures import Figure, Target, figure, ratios
from mouvement.benchmarks.floor import READERS, prepare
from mouvement.benchmarks.processes import Run, run_floor, run_mouvement
from mouvement.benchmarks.workspace import LARGE, Workspace
from mouvement.engine.instruction import instruire
from mouvement.io.lecture import lire_campagne

SECONDS = Target(3.0)
COMMAND = "bareme"


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time the rules alone, then the whole command in turns with the two floors."""
    figures = []
    for size in sizes:
        campaign = workspace.computed(size)
        figures += _alone(campaign, size, repeats)
        result, outputs = (workspace.folder / f"{COMMAND}-{name}-{size}" for name in "ab")
        run_mouvement(COMMAND, campaign, "--sortie", result)
        prepare(result, outputs)
        rounds = [_round(campaign, result, outputs) for _ in range(repeats)]
        figures += _command(size, rounds)
    return figures


def _alone(campaign: Path, size: int, repeats: int) -> list[Figure]:
    """Time what rules make of a campaign in memory: participants, vœux, barèmes and elements."""
    read = lire_campagne(campaign)
    seconds = []
    for _ in range(repeats):
        gc.collect()
        start = time.perf_counter()
        instruction = instruire(read)
        seconds.append(time.perf_counter() - start)
    lines, target = len(instruction.baremes), SECONDS if size == LARGE else None
    name = f"rules applied, {size:,} candidates, {len(read.voeux):,} vœux, {lines:,} elements"
    return [figure(name, seconds, "s", target)]


def _round(campaign: Path, result: Path, outputs: Path) -> dict[str, Run]:
    """Run each process once, in turns, and compare all that was written."""
    with TemporaryDirectory(dir=result.parent) as name:
        runs = {}
        for reader in READERS:
            runs[reader] = run_floor(reader, campaign, outputs, Path(name, reader))
            compare(result, Path(name, reader))
        runs[COMMAND] = run_mouvement(COMMAND, campaign, "--sortie", Path(name, COMMAND))
        compare(result, Path(name, COMMAND))
        return runs


def _command(size: int, rounds: list[dict[str, Run]]) -> list[Figure]:
    runs = [each[COMMAND] for each in rounds]
    label = f"{COMMAND}, {size:,} candidates"
    figures = [
        figure(f"{label}: wall", [run.wall for run in runs], "s"),
        figure(f"{label}: CPU", [run.cpu for run in runs], "s"),
        figure(f"{label}: peak memory", [run.peak for run in runs], "MiB"),
    ]
    for reader in READERS:
        floors = [each[reader] for each in rounds]
        walls = ratios([run.wall for run in runs], [run.wall for run in floors])
        cpus = ratios([run.cpu for run in runs], [run.cpu for run in floors])
        beside = f"{COMMAND} / floor with {reader}, {size:,} candidates"
        figures += [figure(f"{beside}: wall", walls, "×"), figure(f"{beside}: CPU", cpus, "×")]
    return figures
