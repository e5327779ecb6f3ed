"""Why a combination of grants is bad, in terms that rule out many more than the one judged.

More proposals only raise barres. So when a granted half is not held, what keeps it out is a few
other grants, and it is out wherever they are made; and when a couple qualifies for more than it
got, it still does wherever the others press no more than this and that. Such a reason is a *cut*.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mouvement.solvers.couples.offers import Offers, Places
from mouvement.solvers.couples.qualification import all_qualify
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.sandwich import Sandwich, Step

Halves = tuple[int, ...]
"""The contracts of a pair that are in the block in question: one, or both."""
Addition = tuple[list[int], list[tuple[int, int]]]
"""What an option adds to a run: contracts that press, tails that follow."""


@dataclass(frozen=True)
class Cut:
    """Couples (by place) whose grants cannot all be among these options (by place).

    Attributes
    ----------
    grants : couple → options.
    refused : unless this couple is refused; None: whatever happens.
    """

    grants: dict[int, frozenset[int]]
    refused: int | None


def deduced(offers: Offers, steps: Iterable[Step]) -> list[Cut]:
    """Return what another sandwich deduced, as cuts: true whoever is refused."""
    places = {number: place for place, number in enumerate(offers.couples)}
    cuts = []
    for step in steps:
        place = places.get(step.number)
        if place is None or step.option not in offers.options[place]:
            continue
        others = ((places[k], options) for k, options in step.others.items() if k in places)
        may = {other: offers.among(other, options) for other, options in others}
        grants = {k: left for k, left in may.items() if len(left) < offers.sizes[k]}
        chosen = offers.options[place].index(step.option)
        own = range(chosen + 1, offers.sizes[place]) if step.sure else [chosen]
        cuts.append(Cut({**grants, place: frozenset(own)}, place if step.sure else None))
    return cuts


class Reasons:
    """Explains what is bad in the outcome of a run, which it leaves as it finds it."""

    def __init__(self, sandwich: Sandwich, offers: Offers, run: CouplesRun) -> None:
        self._offers = offers
        self._of_zone = sandwich.blocks.of_zone
        self._run = run
        # Singles and decided couples only, but for what is being supposed.
        self._bare = sandwich.drafts[1]
        for block in offers.in_block:
            self._bare.refresh(sandwich.lower, block)
        self._upper = sandwich.upper

    def out(self, places: Places, place: int, contract: int) -> Cut | None:
        """Find a few grants that keep a granted half out; None when no others do."""
        block = self._block(contract)
        reasons = [place]
        while (found := self._decisive(block, places, contract, reasons)) is not None:
            if not found:
                return Cut({k: self._same(k, places[k], block) for k in reasons}, None)
            reasons += found
        return None

    def _decisive(
        self, block: int, places: Places, contract: int, reasons: list[int]
    ) -> list[int] | None:
        """Return whose grant, after these, puts a half out: [] if it is; None if nobody's does."""
        offers = self._offers
        with self._bare.supposing(block) as run:
            run.claim(block, offers.granted(reasons, places))
            if not run.holds(contract):
                return []
            for other in offers.in_block[block]:
                if other not in reasons:
                    run.claim(block, offers.granted([other], places))
                    if not run.holds(contract):
                        return [other]
        return None

    def better(self, places: Places, place: int, pair: tuple[int, int]) -> Cut:
        """Find what couples may get without this pair of one of them ceasing to qualify."""
        offers = self._offers
        worse = range(offers.place_of(place, pair) + 1, offers.sizes[place])
        grants = {place: frozenset(worse)}
        for block in sorted({self._block(contract) for contract in pair}):
            halves = tuple(contract for contract in pair if self._block(contract) == block)
            # Where all that is left presses, nothing more is to be found.
            if all_qualify(self._upper, halves):
                continue
            for other, may in self._allowed(block, places, place, worse, halves).items():
                grants[other] = grants.get(other, may) & may
        kept = {k: may for k, may in grants.items() if k == place or len(may) < offers.sizes[k]}
        return Cut(kept, place)

    def _allowed(
        self, block: int, places: Places, place: int, worse: range, halves: Halves
    ) -> dict[int, frozenset[int]]:
        """Return what couples may get, in a block, for these halves to qualify whatever they do.

        The options of each press all together, besides what it got. Those of the last couple that
        cannot have them all, the one that the search varies most, press one by one instead: it
        gets one of them.
        """
        offers = self._offers
        allowed = self._together(block, places, place, worse, halves)
        open_to = {k: len(worse) if k == place else offers.sizes[k] for k in allowed}
        last = max((k for k, may in allowed.items() if len(may) < open_to[k]), default=place)
        with self._bare.supposing(block) as run:
            others = [offers.claim(k, may) for k, may in allowed.items() if k != last]
            run.claim(block, others)
            for chosen in range(offers.sizes[last]):
                addition = self._addition(run, block, last, chosen, set())
                if addition is not None and self._stay(run, block, addition, halves):
                    allowed[last].add(chosen)
        return {k: frozenset(may) for k, may in allowed.items()}

    def _together(
        self, block: int, places: Places, place: int, worse: range, halves: Halves
    ) -> dict[int, set[int]]:
        """Return the options that can press with those before them, the couple's own last."""
        offers, here = self._offers, self._offers.in_block[block]
        allowed = {k: {places[k]} for k in here}
        pressed = {contract for k in here for contract in offers.pair(k, places[k])}
        with self._run.supposing(block) as run:
            for other in sorted(here, key=lambda k: (k == place, -k)):
                for chosen in worse if other == place else range(offers.sizes[other]):
                    addition = self._addition(run, block, other, chosen, pressed)
                    if addition is not None and self._stay(run, block, addition, halves, keep=True):
                        allowed[other].add(chosen)
                        pressed.update(addition[0])
        return allowed

    def _addition(
        self, run: CouplesRun, block: int, place: int, chosen: int, pressed: set[int]
    ) -> Addition | None:
        """Return what an option adds to what is ``pressed``; None when that cannot be told apart.

        A contract both in a pair and in the tail is proposed by the couple or by the member.
        """
        couple = self._offers.couple(place)
        contracts: list[int] = []
        tails = []
        for side in self._offers.sides(place, block):
            member, start = couple.members[side], couple.tails[side]
            tail = range(start, run.end[member])
            if any(pair[side] in tail for pair in couple.pairs):
                return None
            if self._offers.dissolves(place, chosen):
                tails.append((member, start))
            else:
                contracts.append(self._offers.pair(place, chosen)[side])
        return [contract for contract in contracts if contract not in pressed], tails

    def _stay(
        self, run: CouplesRun, block: int, addition: Addition, halves: Halves, keep: bool = False
    ) -> bool:
        """Whether halves that qualify still do with this; if so, it is kept or taken back."""
        contracts = [c for c in addition[0] if run.rank[c] >= run.floor[run.zone[c]]]
        if not contracts and not addition[1]:
            return True
        run.save(block)
        run.press(contracts)
        run.follow(addition[1])
        stay = all_qualify(run, halves)
        (run.keep if stay and keep else run.undo)()
        return stay

    def _block(self, contract: int) -> int:
        return self._of_zone[self._run.zone[contract]]

    def _same(self, place: int, chosen: int, block: int) -> frozenset[int]:
        """Return the options that propose in a block just what one does."""
        offers = self._offers
        if offers.dissolves(place, chosen):
            return frozenset([chosen])
        sides = offers.sides(place, block)
        pair = offers.pair(place, chosen)
        return frozenset(
            other
            for other in range(offers.sizes[place])
            if not offers.dissolves(place, other)
            and all(offers.pair(place, other)[side] == pair[side] for side in sides)
        )
