"""Fresh processes: wall time, CPU time and peak memory of a whole command."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mouvement.benchmarks import floor, launcher
from mouvement.benchmarks.figures import BenchmarkFailed

# -P: nothing of the current folder is imported by accident, the folder of a script neither.
PYTHON = (sys.executable, "-P")


@dataclass(frozen=True)
class Run:
    """What one run of a command took.

    Attributes
    ----------
    wall, cpu : seconds; the CPU time is user and system, of the command and what it started.
    peak : the most memory it held at a time (resident set), in MiB.
    status : exit status.
    """

    wall: float
    cpu: float
    peak: float
    status: int


def run(command: Sequence[str], accepted: Sequence[int] = (0,)) -> Run:
    """Run a command in a fresh process to its end; BenchmarkFailed on a status not accepted."""
    answer = subprocess.run(
        [*PYTHON, str(launcher.__file__), *command], check=True, capture_output=True
    )
    measured = json.loads(answer.stdout)
    if measured["status"] not in accepted:
        raise BenchmarkFailed(
            f"{' '.join(command)}: status {measured['status']}\n{measured['messages']}"
        )
    return Run(measured["wall"], measured["cpu"], measured["peak"] / 2**20, measured["status"])


def run_mouvement(*arguments: str | Path, accepted: Sequence[int] = (0,)) -> Run:
    """Run the ``mouvement`` command."""
    return run([*PYTHON, "-m", "mouvement", *map(str, arguments)], accepted)


def run_floor(reader: str, campaign: Path, outputs: Path, folder: Path) -> Run:
    """Run the floor (see ``floor``): inputs of a campaign read, prepared outputs written."""
    return run([*PYTHON, str(floor.__file__), reader, str(campaign), str(outputs), str(folder)])
