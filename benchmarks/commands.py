"""Specs: whole commands in fresh processes, beside the floor; and how long ``--help`` takes."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, Target, figure, ratios
from mouvement.benchmarks.floor import READERS, prepare
from mouvement.benchmarks.processes import Run, run_floor, run_mouvement
from mouvement.benchmarks.workspace import LARGE, Workspace

RATIO = {"affecter": Target(8), "verifier": Target(3)}
PEAK = Target(1.2 * 1024)
HELP = Target(0.2)


@dataclass(frozen=True)
class _Bench:
    """A campaign, its result once computed, and the same tables ready for the floor."""

    campaign: Path
    result: Path
    outputs: Path

    def round(self) -> dict[str, Run]:
        """Run each process once, in turns, and compare all that was written."""
        with TemporaryDirectory(dir=self.result.parent) as name:
            runs = {}
            for reader in READERS:
                written = Path(name, reader)
                runs[reader] = run_floor(reader, self.campaign, self.outputs, written)
                compare(self.result, written)
            written = Path(name, "again")
            runs["affecter"] = run_mouvement("affecter", self.campaign, "--sortie", written)
            compare(self.result, written)
            runs["verifier"] = run_mouvement("verifier", written)
            return runs


def compare(result: Path, written: Path) -> None:
    """Refuse tables that are not, byte for byte, those of the first result."""
    names = sorted(path.name for path in result.glob("*.parquet"))
    if names != sorted(path.name for path in written.glob("*.parquet")):
        raise BenchmarkFailed(f"{written}: other tables than {names}")
    for name in names:
        if (written / name).read_bytes() != (result / name).read_bytes():
            raise BenchmarkFailed(f"{written / name}: not the bytes of the first result")


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Measure ``affecter`` and ``verifier`` in turns with the two floors."""
    figures = []
    for size in sizes:
        bench = _prepare(workspace, size)
        rounds = [bench.round() for _ in range(repeats)]
        for name in (*READERS, "affecter", "verifier"):
            figures += _figures(name, size, [each[name] for each in rounds])
        for name, target in RATIO.items():
            for reader in READERS:
                figures += _ratios(name, reader, size, rounds, target)
    return figures


def measure_help(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Measure ``mouvement --help``."""
    runs = [run_mouvement("--help") for _ in range(repeats)]
    return [figure("mouvement --help: CPU", [run.cpu for run in runs], "s", HELP)]


def _prepare(workspace: Workspace, size: int) -> _Bench:
    campaign = workspace.campaign(size)
    result, outputs = (workspace.folder / f"{name}-{size}" for name in ("result", "outputs"))
    run_mouvement("affecter", campaign, "--sortie", result)
    prepare(result, outputs)
    return _Bench(campaign, result, outputs)


def _figures(name: str, size: int, runs: list[Run]) -> list[Figure]:
    label = f"floor with {name}" if name in READERS else name
    label = f"{label}, {size:,} candidates"
    target = PEAK if name == "affecter" and size == LARGE else None
    figures = [
        figure(f"{label}: wall", [run.wall for run in runs], "s"),
        figure(f"{label}: CPU", [run.cpu for run in runs], "s"),
    ]
    if name not in READERS:
        figures.append(figure(f"{label}: peak memory", [run.peak for run in runs], "MiB", target))
    return figures


def _ratios(
    name: str, reader: str, size: int, rounds: list[dict[str, Run]], target: Target
) -> list[Figure]:
    label = f"{name} / floor with {reader}, {size:,} candidates"
    kept = target if size == LARGE else None
    walls, cpus = (
        ratios(
            [getattr(each[name], what) for each in rounds],
            [getattr(each[reader], what) for each in rounds],
        )
        for what in ("wall", "cpu")
    )
    return [figure(f"{label}: wall", walls, "×", kept), figure(f"{label}: CPU", cpus, "×", kept)]
