"""Spec: how times grow with the number of candidates."""

from statistics import median
from tempfile import TemporaryDirectory

from mouvement.benchmarks.figures import Figure, Target, exponent, figure
from mouvement.benchmarks.kernel import kernel_seconds
from mouvement.benchmarks.processes import run_mouvement
from mouvement.benchmarks.workspace import Workspace

EXPONENT = Target(1.15)
Series = dict[str, list[float]]


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Measure the kernel and ``affecter`` at every size, all sizes in each round."""
    for size in sizes:
        workspace.campaign(size)
    rounds = [[_once(workspace, size) for size in sizes] for _ in range(repeats)]
    figures = []
    for name in ("kernel", "affecter: CPU", "affecter: wall"):
        samples = [[each[place][name] for each in rounds] for place in range(len(sizes))]
        figures += _growth(name, sizes, samples)
    return figures


def _once(workspace: Workspace, size: int) -> dict[str, float]:
    seconds = kernel_seconds(list(workspace.markets(size)))
    with TemporaryDirectory(dir=workspace.folder) as folder:
        run = run_mouvement("affecter", workspace.campaign(size), "--sortie", f"{folder}/result")
    return {"kernel": seconds, "affecter: CPU": run.cpu, "affecter: wall": run.wall}


def _growth(name: str, sizes: tuple[int, ...], samples: list[list[float]]) -> list[Figure]:
    """Times at each size, the exponent, and that of the last step, less helped by fixed costs."""
    times = [median(each) for each in samples]
    each_size = [
        figure(f"{name}, {size:,} candidates", seconds, "s")
        for size, seconds in zip(sizes, samples, strict=True)
    ]
    ends = f"{sizes[-2]:,} → {sizes[-1]:,}"
    return [
        *each_size,
        Figure(f"{name}: exponent, {sizes[0]:,} → {sizes[-1]:,}", exponent(sizes, times), "",
               target=EXPONENT),
        Figure(f"{name}: exponent, {ends} alone", exponent(sizes[-2:], times[-2:]), ""),
    ]  # fmt: skip
