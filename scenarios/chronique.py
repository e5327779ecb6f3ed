"""Who follows the steps of a job: a progress bar, a stopwatch."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Chronique(Protocol):
    """Follows the steps of a job; ``durees`` has the seconds of each finished one, in order."""

    durees: dict[str, float]

    def etape(self, nom: str) -> AbstractContextManager[None]:
        """Time a step."""

    def __call__(self, quoi: str, fait: int, total: int) -> None:
        """Say how far a step has come."""

    def remarque(self, texte: str) -> None:
        """Say something that is no fault, but that who runs the job should know."""


class Chronometre:
    """Follows the steps without a word."""

    def __init__(self) -> None:
        self.durees: dict[str, float] = {}

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        """Time a step."""
        debut = time.perf_counter()
        yield
        self.durees[nom] = time.perf_counter() - debut

    def __call__(self, quoi: str, fait: int, total: int) -> None:
        """Say nothing."""

    def remarque(self, texte: str) -> None:
        """Say nothing."""
