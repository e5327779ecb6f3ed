"""Why a combination of grants is bad, in terms that rule out many more than the one judged.

More proposals only raise barres. So when a granted half is not held, what keeps it out is a few
other grants, and it is out wherever they are made; and when a couple qualifies for more than it
got, it still does wherever the others press no more than this and that. Such a reason is a *cut*.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mouvement.solvers.couples.offers import Grants, Offers, Places
from mouvement.solvers.couples.qualification import all_qualify
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.sandwich import Sandwich

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


def restricted(cut: Cut, wide: Offers, offers: Offers, sandwich: Sandwich) -> Cut | None:
    """Return a cut over fewer couples and options; None when it says nothing of them alone.

    ``sandwich`` : what may be granted to all the others.
    """
    places = {number: place for place, number in enumerate(offers.couples)}
    grants = {}
    for place, may in cut.grants.items():
        number = wide.couples[place]
        options = {wide.option(place, chosen) for chosen in may}
        if number in places:
            grants[places[number]] = offers.among(places[number], options)
        elif not options.issuperset(sandwich.options[number]):
            return None
    if cut.refused is None:
        return Cut(grants, None)
    number = wide.couples[cut.refused]
    if number not in places and number in sandwich.refusable:
        return None
    return Cut(grants, places.get(number))


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
        grants = {k: places[k] for k in self._offers.in_block[block]}
        reasons = self.decisive(block, grants, lambda run: run.holds(contract), [place])
        if reasons is None:
            return None
        return Cut({k: self.same(k, places[k], block) for k in reasons}, None)

    def decisive(
        self, block: int, grants: Grants, stands: Callable[[CouplesRun], bool], first: Sequence[int]
    ) -> list[int] | None:
        """Return whose grants, the first ones among them, make something fall that stands without.

        None when it stands with all of them.
        """
        reasons = list(first)
        while (found := self._falls(block, grants, stands, reasons)) is not None:
            if not found:
                return reasons
            reasons += found
        return None

    def _falls(
        self, block: int, grants: Grants, stands: Callable[[CouplesRun], bool], reasons: list[int]
    ) -> list[int] | None:
        """Return whose grant, after these, makes it fall: [] if it has; None if nobody's does."""
        offers = self._offers
        with self._bare.supposing(block) as run:
            run.claim(block, offers.granted(reasons, grants))
            if not stands(run):
                return []
            for other in grants:
                if other not in reasons:
                    run.claim(block, offers.granted([other], grants))
                    if not stands(run):
                        return [other]
        return None

    def better(self, places: Places, place: int, pair: tuple[int, int]) -> Cut:
        """Find what couples may get without this pair of one of them ceasing to qualify."""
        offers = self._offers
        worse = range(offers.place_of(place, pair) + 1, offers.sizes[place])
        grants = {place: frozenset(worse)}
        for block, halves in self.halves(pair):
            # Where all that is left presses, nothing more is to be found.
            if self.always(halves):
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
        here = self._offers.in_block[block]
        allowed = {k: {places[k]} for k in here}
        order = sorted(here, key=lambda k: (k == place, -k))
        with self._run.supposing(block) as run:
            self.widen(run, block, allowed, order, {place: worse}, halves)
        return allowed

    def widen(
        self,
        run: CouplesRun,
        block: int,
        allowed: dict[int, set[int]],
        order: Iterable[int],
        limits: Mapping[int, range],
        halves: Halves,
    ) -> None:
        """Let these couples in turn press all they can on top of what presses: it is allowed too.

        ``limits`` : among which options of a couple, when not all.
        """
        offers = self._offers
        pressed = {c for k, may in allowed.items() for one in may for c in offers.pair(k, one)}
        for other in order:
            for chosen in limits.get(other, range(offers.sizes[other])):
                if chosen in allowed[other]:
                    continue
                addition = self._addition(run, block, other, chosen, pressed)
                if addition is not None and self._stay(run, block, addition, halves, keep=True):
                    allowed[other].add(chosen)
                    pressed.update(addition[0])

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

    def always(self, halves: Halves) -> bool:
        """Whether halves qualify whatever is granted."""
        return all_qualify(self._upper, halves)

    def halves(self, pair: tuple[int, ...]) -> list[tuple[int, Halves]]:
        """Return the blocks of a pair, and its contracts in each."""
        first, second = map(self._block, pair)
        if first == second:
            return [(first, pair)]
        return sorted([(first, pair[:1]), (second, pair[1:])])

    def _block(self, contract: int) -> int:
        return self._of_zone[self._run.zone[contract]]

    def same(self, place: int, chosen: int, block: int) -> frozenset[int]:
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
