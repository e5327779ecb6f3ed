"""Disjoint sets."""

from collections.abc import Iterable


class Reunion:
    """Disjoint sets of the numbers 0, 1, …, each known by its least member."""

    def __init__(self, taille: int) -> None:
        self._chef = list(range(taille))

    def chef(self, membre: int) -> int:
        """Return the least member of its set."""
        while self._chef[membre] != membre:
            self._chef[membre] = membre = self._chef[self._chef[membre]]
        return membre

    def unir(self, membres: Iterable[int]) -> None:
        """Put these in one set."""
        chefs = {self.chef(membre) for membre in membres}
        for chef in chefs:
            self._chef[chef] = min(chefs)
