"""The options left to some couples, by *place*: that of the couple, that of the option."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from mouvement.solvers.couples.problem import Couple
from mouvement.solvers.couples.sandwich import Sandwich

Places = Sequence[int]
"""For each couple, the place of its grant among its options left."""
Grants = Mapping[int, int]
"""The same for some couples."""
Claim = tuple[int, Sequence[int]]
"""A couple and options, by number: see ``CouplesRun.claim``."""


class Offers:
    """Some undecided couples of a sandwich, and what each may still get.

    Attributes
    ----------
    couples : their numbers.
    options : the options left to each, preferred first. ``sizes`` : how many.
    in_block : block → places of the couples that have a member there.
    """

    def __init__(self, sandwich: Sandwich, couples: Sequence[int]) -> None:
        self._of_problem = sandwich.problem.couples
        self._blocks = sandwich.blocks
        self.couples = couples
        self.options = [sandwich.options[number] for number in couples]
        self.sizes = [len(options) for options in self.options]
        self.in_block: dict[int, list[int]] = {}
        for place, number in enumerate(couples):
            for block in sorted(sandwich.blocks.of_couple[number]):
                self.in_block.setdefault(block, []).append(place)

    def couple(self, place: int) -> Couple:
        """Return the couple at a place."""
        return self._of_problem[self.couples[place]]

    def option(self, place: int, chosen: int) -> int:
        """Return the option that a place stands for."""
        return self.options[place][chosen]

    def write(self, options: list[int], places: Places) -> None:
        """Write what these couples are granted among the options of all the problem's."""
        for place, chosen in enumerate(places):
            options[self.couples[place]] = self.option(place, chosen)

    def dissolves(self, place: int, chosen: int) -> bool:
        """Whether an option is to be dissolved."""
        return self.option(place, chosen) == self.couple(place).dissolved

    def pair(self, place: int, chosen: int) -> tuple[int, ...]:
        """Return the contracts of an option: none for a couple that it dissolves."""
        couple, option = self.couple(place), self.option(place, chosen)
        return () if option == couple.dissolved else couple.pairs[option]

    def place_of(self, place: int, pair: tuple[int, int]) -> int:
        """Return the place of a pair among a couple's options."""
        return self.options[place].index(self.couple(place).pairs.index(pair))

    def among(self, place: int, options: Collection[int]) -> frozenset[int]:
        """Return the places of those of a couple's options that are among these."""
        left = enumerate(self.options[place])
        return frozenset(chosen for chosen, option in left if option in options)

    def sides(self, place: int, block: int) -> list[int]:
        """Return which members of a couple are in a block."""
        return [side for side in (0, 1) if self._blocks.sides[self.couples[place]][side] == block]

    def granted(self, here: Iterable[int], places: Places | Grants) -> list[Claim]:
        """Return what these couples claim, each granted one option."""
        return [self.claim(place, [places[place]]) for place in here]

    def claim(self, place: int, chosen: Collection[int]) -> Claim:
        """Return what a couple claims when several options press."""
        return self.couples[place], [self.option(place, one) for one in sorted(chosen)]
