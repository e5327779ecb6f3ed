"""The registry of named specs, each with a tiny size for the smoke run and its real sizes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mouvement.benchmarks import (
    bareme,
    commands,
    growth,
    kernel,
    limit,
    peers,
    siblings,
    stages,
    tied,
)
from mouvement.benchmarks.figures import Figure
from mouvement.benchmarks.workspace import LARGE, Workspace


@dataclass(frozen=True)
class Effort:
    """How much to do: numbers of candidates, and how many times each."""

    sizes: tuple[int, ...]
    repeats: int


@dataclass(frozen=True)
class Spec:
    """One thing measured.

    Attributes
    ----------
    summary : what it measures, for the help and the table.
    measure : does it; raises BenchmarkFailed when an outcome differs or a command fails.
    """

    name: str
    summary: str
    measure: Callable[[Workspace, tuple[int, ...], int], list[Figure]]
    tiny: Effort
    full: Effort

    def run(self, workspace: Workspace, effort: Effort) -> list[Figure]:
        """Measure with that effort."""
        return self.measure(workspace, effort.sizes, effort.repeats)


_SPECS = (
    Spec(
        "help",
        "CPU time of `mouvement --help`",
        commands.measure_help,
        tiny=Effort((), 1),
        full=Effort((), 10),
    ),
    Spec(
        "kernel",
        "the kernel alone on every discipline, markets ready in memory",
        kernel.measure,
        tiny=Effort((200,), 1),
        full=Effort((LARGE,), 7),
    ),
    Spec(
        "commands",
        "whole `affecter` and `verifier`, barèmes declared, in turns with the floor",
        commands.measure,
        tiny=Effort((200,), 1),
        full=Effort((LARGE,), 9),
    ),
    Spec(
        "bareme",
        "barèmes by the rules of Orléans-Tours, with their elements: alone, and the whole command",
        bareme.measure,
        tiny=Effort((200,), 1),
        full=Effort((LARGE,), 5),
    ),
    Spec(
        "growth",
        "kernel and `affecter` from 1,500 to 24,000 candidates: exponent of the time",
        growth.measure,
        tiny=Effort((200, 400), 1),
        full=Effort(tuple(LARGE * eighths // 8 for eighths in (1, 2, 4, 8, 16)), 5),
    ),
    Spec(
        "stages",
        "couples tied, to the proven optimum, and the improvement stage",
        stages.measure,
        tiny=Effort((400,), 1),
        full=Effort((LARGE,), 3),
    ),
    Spec(
        "couples",
        "couples tied, the solving stage alone, and what its propagation leaves open",
        tied.measure,
        tiny=Effort((200,), 1),
        full=Effort((LARGE,), 3),
    ),
    Spec(
        "plain",
        "couples tied, beside a plain CP-SAT model: one boolean for each contract and poste",
        tied.measure_plain,
        tiny=Effort((200,), 1),
        full=Effort((LARGE // 30, LARGE // 12, LARGE), 1),
    ),
    Spec(
        "limit",
        "as many couples, a second to solve them: `affecter --temps-max 1`, then `verifier`",
        limit.measure,
        tiny=Effort((200,), 1),
        full=Effort((LARGE,), 1),
    ),
    Spec(
        "siblings",
        "precise vœux, initial places, pairs: the markets of ExtendedSDA (AAAI 2024)",
        siblings.measure,
        tiny=Effort((60,), 1),
        full=Effort(tuple(siblings.THEIRS), 3),
    ),
    Spec(
        "peers",
        "precise vœux only: kernel, `matching` (PyPI) and a minimal heap deferred acceptance",
        peers.measure,
        tiny=Effort((60,), 1),
        full=Effort((1_000, 3_000, 10_000), 5),
    ),
)

SPECS: Mapping[str, Spec] = MappingProxyType({spec.name: spec for spec in _SPECS})
