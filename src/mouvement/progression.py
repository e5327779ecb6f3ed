"""Progress on stderr: a bar on a terminal, timestamped lines in a log; and each step's duration."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

BATTEMENT_S = 10.0
"""A log line at least this often during long work, so that a night's log shows it is alive."""


class Progression:
    """Follows the steps of a command.

    Attributes
    ----------
    durees : seconds of each finished step, in order.
    """

    def __init__(self) -> None:
        self.durees: dict[str, float] = {}
        self._terminal = sys.stderr.isatty()
        self._dernier = 0.0

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        """Time a step and say that it runs."""
        debut = self._dernier = time.perf_counter()
        if self._terminal:
            click.echo(f"\r\033[K{nom}…", nl=False, err=True)
        else:
            self._journal(f"{nom}…")
        try:
            yield
        finally:
            # Whatever comes next, an error too, must not follow on the same line.
            if self._terminal:
                click.echo("\r\033[K", nl=False, err=True)
        self.durees[nom] = time.perf_counter() - debut

    def __call__(self, quoi: str, fait: int, total: int) -> None:
        """Say how far a step has come."""
        if self._terminal:
            plein = 30 * fait // total
            barre = "█" * plein + "░" * (30 - plein)
            click.echo(f"\r\033[K{barre} {fait}/{total} {quoi}", nl=False, err=True)
        elif time.perf_counter() - self._dernier > BATTEMENT_S:
            self._dernier = time.perf_counter()
            self._journal(f"{fait}/{total} {quoi}")

    def remarque(self, texte: str) -> None:
        """Say something that is no fault, but that who runs the command should know."""
        click.echo(f"Remarque : {texte}", err=True)

    def _journal(self, texte: str) -> None:
        click.echo(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {texte}", err=True)
