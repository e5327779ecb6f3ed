"""``mouvement banc``: the steps of a user's campaign, beside the committed figures."""

import csv
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from mouvement.benchmarks.steps import Measured, Request, Steps, measure
from mouvement.engine.erreurs import CertificatRompu
from mouvement.scenarios.executeurs import Processus

HISTORY = Path(__file__).with_name("resultats.csv")
PATTERNS = {
    "affecter : durée": r"affecter, ([\d,]+) candidates: wall|affecter: wall, ([\d,]+) candidates",
    "affecter : mémoire": r"affecter, ([\d,]+) candidates: peak memory",
    "verifier : durée": r"verifier, ([\d,]+) candidates: wall",
    "instruction : durée": r"rules applied, ([\d,]+) candidates, .*",
}
"""Figure of ours → the figures of the committed table that it is compared with."""


@dataclass(frozen=True)
class Committed:
    """A figure of the committed table."""

    size: int
    value: float
    run: dict[str, str]


def bench(campaign: Path, repetitions: int, told: Any) -> dict[str, Any]:
    """Measure a campaign, each repetition in a process of its own, and compare.

    ``told`` : told (done, total) after each repetition.

    Raises
    ------
    CertificatRompu : a result written does not hold when verified.
    """
    runs = []
    for done in range(repetitions):
        runs.append(_fresh(campaign))
        told("répétitions", done + 1, repetitions)
    if runs[0].findings:
        raise CertificatRompu([f"{runs[0].findings} écart(s) : voir « mouvement verifier »."])
    return summary(runs, _history())


def summary(runs: Sequence[Measured], history: Iterable[dict[str, str]]) -> dict[str, Any]:
    """Return the median of each step over the runs, the rates, and the comparison."""
    first = runs[0]
    steps = [*_steps([run.done for run in runs])]
    checks = [*_steps([run.verified for run in runs])]
    total = median(sum(run.done.durees.values()) for run in runs)
    verified = median(sum(run.verified.durees.values()) for run in runs)
    figures = {
        "affecter : durée": total,
        "affecter : mémoire": median(max(run.done.peaks.values()) for run in runs),
        "verifier : durée": verified,
    }
    if first.computed:
        figures["instruction : durée"] = median(run.done.durees["instruction"] for run in runs)
    size = first.sizes["candidats"]
    return {
        "repetitions": len(runs),
        **first.sizes,
        "bareme": "calcule" if first.computed else "declare",
        "affecter": steps,
        "affecter_s": total,
        "candidats_par_s": size / total,
        "verifier": checks,
        "verifier_s": verified,
        "comparaison": list(_compare(figures, size, history)),
    }


def _fresh(campaign: Path) -> Measured:
    with TemporaryDirectory(prefix="mouvement-banc-") as folder:
        request = Request(campaign.resolve(), Path(folder, "resultat"), time.monotonic())
        with Processus(1) as process:
            (measured,) = process.map(measure, [request])
            return measured


def _steps(runs: Sequence[Steps]) -> Iterable[dict[str, Any]]:
    for name in runs[0].durees:
        seconds = [run.durees[name] for run in runs]
        yield {
            "etape": name,
            "duree_s": median(seconds),
            "min_s": min(seconds),
            "max_s": max(seconds),
            "memoire_mio": median(run.peaks[name] for run in runs),
        }


def _history() -> list[dict[str, str]]:
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _compare(
    figures: dict[str, float], size: int, history: Iterable[dict[str, str]]
) -> Iterable[dict[str, Any]]:
    rows = list(history)
    for name, value in figures.items():
        committed = nearest(rows, PATTERNS[name], size)
        if committed:
            yield {
                "mesure": name,
                "ici": value,
                "reference": committed.value,
                "unite": committed.run["unit"],
                "candidats_reference": committed.size,
                "rapport": value / committed.value,
                "date": committed.run["date"],
                "commit": committed.run["commit"],
                "machine": committed.run["machine"],
            }


def nearest(rows: Iterable[dict[str, str]], pattern: str, size: int) -> Committed | None:
    """Return the figure of the nearest size (in ratio), the latest of that size."""
    found = []
    for row in rows:
        match = re.fullmatch(pattern, row["figure"])
        if match:
            text = next(group for group in match.groups() if group)
            found.append(Committed(int(text.replace(",", "")), float(row["value"]), row))
    return min(
        # min keeps the first of equals: the latest comes first.
        sorted(found, key=lambda each: each.run["date"], reverse=True),
        key=lambda each: abs(log(each.size / max(size, 1))),
        default=None,
    )
