"""One campaign, done and verified in a fresh process: time and peak memory of each step."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Request:
    """What a process is asked: a campaign, where to write, and when it was asked (monotonic)."""

    campaign: Path
    output: Path
    start: float


@dataclass
class Steps:
    """What each step took, in order.

    Attributes
    ----------
    durees : seconds.
    peaks : the most memory held (resident set) in MiB, during the step; since the process began
        where the system cannot tell.
    """

    durees: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        """Measure a step."""
        _reset_peak()
        start = time.perf_counter()
        yield
        self.durees[nom] = time.perf_counter() - start
        self.peaks[nom] = _peak()

    def __call__(self, quoi: str, fait: int, total: int) -> None:
        """Say nothing."""

    def remarque(self, texte: str) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Measured:
    """A whole run: the steps of ``affecter`` and those of ``verifier``, and the campaign's size."""

    done: Steps
    verified: Steps
    sizes: dict[str, int]
    computed: bool
    findings: int


def measure(request: Request) -> Measured:
    """Do the mouvement, write it, verify it; the first step is the start of the process."""
    from mouvement.scenarios.affectation import affecter_dossier
    from mouvement.scenarios.verification import reverifier

    done, verified = Steps(), Steps()
    done.durees["démarrage"] = time.monotonic() - request.start
    done.peaks["démarrage"] = _peak()
    made = affecter_dossier(request.campaign, request.output, False, done)
    sizes = {
        "candidats": made.identite["lignes_lues"]["candidats"],
        "voeux": made.identite["lignes_lues"]["voeux"],
        "contrats": made.compte["contrats"],
        "elements": len(made.resultat.baremes),
    }
    computed = made.identite["options"]["bareme"] != "declare"
    del made
    findings = reverifier(request.output, request.campaign, verified).constats
    return Measured(done, verified, sizes, computed, len(findings))


def _reset_peak() -> None:
    """Forget the peak so far, where the system allows it (Linux)."""
    try:
        RESET.write_text("5", encoding="ascii")
    except OSError:
        return


def _peak() -> float:
    try:
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        maxrss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return maxrss * BYTES_OF_MAXRSS / 2**20
