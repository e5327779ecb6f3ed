"""Results kept: a history in CSV, by date, commit and machine; and the table made from it."""

import csv
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

from mouvement.benchmarks.figures import Figure
from mouvement.benchmarks.registry import SPECS

FOLDER = Path(__file__).resolve().parent
HISTORY, TABLE = "resultats.csv", "resultats.md"
RUN = ("date", "commit", "machine", "libraries")
FIGURE = ("spec", "figure", "value", "unit", "low", "high", "target", "met")
LIBRARIES = ("numpy", "pandas", "pyarrow", "ortools", "matching")
Row = dict[str, str]


def run_identity() -> Row:
    """Return when, on which commit and on what machine a run takes place."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes").removesuffix("+00:00") + "Z",
        "commit": _commit(),
        "machine": f"{_cpu()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "libraries": ", ".join([f"python {platform.python_version()}", *_versions()]),
    }


def append(folder: Path, identity: Row, spec: str, figures: Sequence[Figure]) -> None:
    """Add the figures of one spec to the history."""
    path = folder / HISTORY
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*RUN, *FIGURE], lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows({**identity, **_row(spec, figure)} for figure in figures)


def write_table(folder: Path) -> None:
    """Rewrite the table: of each spec the latest run in the history."""
    with (folder / HISTORY).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    latest = {row["spec"]: _identity(row) for row in rows}
    kept = [row for row in rows if _identity(row) == latest[row["spec"]] and row["spec"] in SPECS]
    parts = [_HEADER]
    for identity, of_run in groupby(sorted(kept, key=_identity, reverse=True), _identity):
        parts.append(_run_section(dict(zip(RUN, identity, strict=True)), list(of_run)))
    (folder / TABLE).write_text("\n".join(parts), encoding="utf-8")


_HEADER = """\
# Benchmarks

Made by `python -m mouvement.benchmarks full` (history: `resultats.csv`); do not edit. A value is
the median of several measures, beside it their extremes. Measures that are compared were taken in
turns in the same run; ratios are those of each turn. A size is a number of candidates of the model
`large` (20 vœux each). The floor is a fresh process that reads the same inputs and writes the same
bytes with pyarrow, and nothing else: with `pq.read_table`, the ordinary way, which itself imports
pandas, or with `pq.ParquetFile`, the leanest. The kernel's time beside `matching` counts the making
of the market from plain arrays; `matching`'s does not count the dictionaries that it wants.

Not in turns: the plain CP-SAT model, which runs once, for 200 s at most, its making counted; and
the times of ExtendedSDA (Sun et al., AAAI 2024), which are those of its own CP model on two cores,
measured once for this project. What propagation leaves open is that of the widest search: who has
a choice left when nobody is to be refused, or when those who are in the way may be.
"""


def _run_section(run: Row, rows: list[Row]) -> str:
    lines = [
        f"## {run['date']}, commit {run['commit']}",
        "",
        f"{run['machine']}; {run['libraries']}.",
    ]
    for name, spec in SPECS.items():
        figures = [row for row in rows if row["spec"] == name]
        if figures:
            lines += ["", f"### {name}: {spec.summary}", "", *_table(figures)]
    return "\n".join([*lines, ""])


def _table(rows: list[Row]) -> list[str]:
    lines = ["| figure | value | extremes | target | met |", "| --- | ---: | --- | --- | --- |"]
    for row in rows:
        extremes = f"{_show(row['low'])}–{_show(row['high'])}" if row["low"] else ""
        value = f"{_show(row['value'])} {row['unit']}".strip()
        met = "**no**" if row["met"] == "no" else row["met"]
        lines.append(f"| {row['figure']} | {value} | {extremes} | {row['target']} | {met} |")
    return lines


def _show(text: str) -> str:
    """Three figures that mean something."""
    value = float(text)
    return f"{value:,.0f}" if value >= 100 else f"{value:#.3g}"


def _row(spec: str, figure: Figure) -> Row:
    return {
        "spec": spec,
        "figure": figure.name,
        "value": f"{figure.value:.6g}",
        "unit": figure.unit,
        "low": "" if figure.low is None else f"{figure.low:.6g}",
        "high": "" if figure.high is None else f"{figure.high:.6g}",
        "target": "" if figure.target is None else str(figure.target),
        "met": {None: "", True: "yes", False: "no"}[figure.met],
    }


def _identity(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in RUN)


def _commit() -> str:
    """Return the short commit, followed by "+" when tracked files differ from it."""
    commit = _git("rev-parse", "--short", "HEAD")
    if commit is None:
        return "unknown"
    changed = _git("status", "--porcelain", "-uno", ":/", f":!{HISTORY}", f":!{TABLE}")
    return f"{commit}+" if changed else commit


def _git(*arguments: str) -> str | None:
    try:
        answer = subprocess.run(
            ["git", *arguments], cwd=FOLDER, check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def _cpu() -> str:
    """Return the processor's name, which only Linux's own file tells in words."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _versions() -> list[str]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found
