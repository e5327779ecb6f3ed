"""Two agents who want one seat, and what they were compared on, in words."""

from dataclasses import dataclass

from mouvement.engine.demandes import AUCUN
from mouvement.engine.points import en_points


@dataclass(frozen=True)
class Duel:
    """What two agents were compared on: the points of one, of the other who claimed his seat.

    ``commune`` : whether the first ones are his common part. ``rang`` : of the vœu that the second
    ones are of, or 0: the common part.
    """

    points: int
    commune: bool
    points_siege: int
    rang: int

    def dire(self, *, du_siege: bool = False) -> str:
        """Return it in words, as one of them reads it: his own points first.

        ``du_siege`` : it is he who claimed his seat.
        """
        egalite = ", puis le départage" if self.points == self.points_siege else ""
        points = [dire_points(self.points), dire_points(self.points_siege)]
        if self.commune and not self.rang:
            un, autre = reversed(points) if du_siege else points
            return f"parties communes du barème comparées, {un} contre {autre}{egalite}"
        points[0] += " (partie commune du barème)" if self.commune else " (barème du vœu)"
        points[1] += f" (barème du vœu indicatif {self.rang})" if self.rang else " (partie commune)"
        un, autre = reversed(points) if du_siege else points
        return f"{un} contre {autre}{egalite}"


def dire_points(milliemes: int) -> str:
    """Return points in French; none is said too."""
    return "hors barème" if milliemes == AUCUN else f"{en_points(milliemes)} points"
