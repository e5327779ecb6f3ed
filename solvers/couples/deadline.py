"""When to stop."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Deadline:
    """A moment (``time.monotonic``), or none."""

    moment: float | None = None

    def left(self) -> float | None:
        """Seconds left; None without a limit."""
        return None if self.moment is None else self.moment - time.monotonic()

    def passed(self) -> bool:
        """Whether there is no time left."""
        return self.moment is not None and time.monotonic() >= self.moment


NO_DEADLINE = Deadline()
