"""The driver: ``python -m mouvement.benchmarks smoke``, ``full`` or ``hrc``."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from mouvement.benchmarks import peers
from mouvement.benchmarks.figures import BenchmarkFailed, Figure
from mouvement.benchmarks.hrc_command import hrc
from mouvement.benchmarks.registry import SPECS
from mouvement.benchmarks.report import FOLDER, append, run_identity, write_table
from mouvement.benchmarks.workspace import Workspace

LIST = "\b\nSpecs:\n" + "\n".join(f"  {spec.name:<9} {spec.summary}" for spec in SPECS.values())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Measure the project, beside its floor and its peers.

    `smoke` runs every spec once on tiny sizes, to know that they all still work and agree; `full`
    measures and rewrites the committed table, with the targets beside the figures. `hrc` solves
    published instances with couples.
    """


cli.add_command(hrc)


@cli.command(epilog=LIST)
def smoke() -> None:
    """Run each spec once, tiny: a few seconds in all.

    Exits with 1 when an outcome differs from what it is compared with, or a command fails. Times
    are not judged.
    """
    _say_if_no_matching()
    failed = []
    with _workspace() as workspace:
        for name, spec in SPECS.items():
            start = time.perf_counter()
            try:
                figures = spec.run(workspace, spec.tiny)
                seconds = time.perf_counter() - start
                click.echo(f"{name}: {len(figures)} figures in {seconds:.1f} s")
            except BenchmarkFailed as failure:
                click.echo(f"{name}: FAILED: {failure}", err=True)
                failed.append(name)
    if failed:
        raise click.ClickException(f"{', '.join(failed)} failed")


@cli.command(epilog=LIST)
@click.argument("specs", metavar="[SPEC]...", nargs=-1, type=click.Choice(list(SPECS)))
@click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=FOLDER,
    help="Folder of resultats.csv and resultats.md (default: the project's benchmarks/).",
)
def full(specs: tuple[str, ...], results: Path) -> None:
    """Measure the named SPECs (default: all, some minutes) on a quiet machine.

    Appends the figures to resultats.csv, by date, commit and machine, and rewrites resultats.md
    from the latest run of each spec.
    """
    chosen = specs or tuple(SPECS)
    if "peers" in chosen and not peers.available():
        raise click.ClickException("peers needs the extra “banc”: pip install -e '.[banc]'")
    identity = run_identity()
    with _workspace() as workspace:
        for name in chosen:
            try:
                figures = SPECS[name].run(workspace, SPECS[name].full)
            except BenchmarkFailed as failure:
                raise click.ClickException(f"{name}: {failure}") from failure
            _show(name, figures)
            append(results, identity, name, figures)
            write_table(results)
    click.echo(f"Written: {results / 'resultats.md'}")


def _show(name: str, figures: list[Figure]) -> None:
    click.echo(name)
    for figure in figures:
        target = "" if figure.target is None else f" {figure.target}"
        missed = " NOT MET" if figure.met is False else ""
        value = f"{figure.value:12.4g} {figure.unit:<3}{target}{missed}"
        click.echo(f"  {figure.name:<72}{value.rstrip()}")


@contextmanager
def _workspace() -> Iterator[Workspace]:
    with TemporaryDirectory(prefix="mouvement-benchmarks-") as folder:
        yield Workspace(Path(folder))


def _say_if_no_matching() -> None:
    if not peers.available():
        click.echo("matching is not installed (extra “banc”): its comparison is left out")


if __name__ == "__main__":
    cli()
