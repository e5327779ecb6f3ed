"""True outcomes of what open couples could be granted, and what is to be learnt from bad ones.

More proposals only raise barres. So when a granted half is not held, what keeps it out is a few
other grants, and it is out wherever they are made; and when a couple qualifies for more than it
got, it still does wherever the others press no more than this and that. Such a reason, a *cut*,
rules out many more combinations than the one judged.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from mouvement.solvers.couples.deadline import NO_DEADLINE, Deadline
from mouvement.solvers.couples.qualification import pair_qualifies
from mouvement.solvers.couples.sandwich import Sandwich, Step
from mouvement.solvers.couples.truth import Worth, granted_held

PATIENCE = 8
"""How many times to try without fewer refusals."""

Places = Sequence[int]
"""For each couple judged, the place of its grant among its options left."""


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


@dataclass(frozen=True)
class Verdict:
    """What a combination of grants is worth, None when it is no outcome, and why it is bad."""

    worth: Worth | None
    cuts: list[Cut]


class Judge:
    """Runs deferred acceptance on what some undecided couples of a sandwich are granted.

    Attributes
    ----------
    couples : their numbers; the other undecided couples propose nothing.
    sizes : how many options each has left.
    truths : outcomes computed.
    """

    def __init__(
        self, sandwich: Sandwich, couples: Sequence[int], deadline: Deadline = NO_DEADLINE
    ) -> None:
        self._sandwich = sandwich
        self._of_problem = sandwich.problem.couples
        self._run = sandwich.lower.fork()
        self._trial = sandwich.lower.fork()
        self._settled = sandwich.lower.fork()
        self.couples = couples
        self._deadline = deadline
        self.options = [sandwich.options[number] for number in couples]
        self.sizes = [len(options) for options in self.options]
        self._places_in: dict[int, list[int]] = {}
        for place, number in enumerate(couples):
            for block in sorted(sandwich.blocks.of_couple[number]):
                self._places_in.setdefault(block, []).append(place)
        self._ran: dict[int, list[int]] = {}
        self.truths = 0

    def judge(self, places: Places, refused: Collection[int] = ()) -> Verdict:
        """Tell what grants are worth, and explain all that is bad but these couples' refusals."""
        self._make(places)
        out = [
            (place, contract)
            for place, chosen in enumerate(places)
            for contract in self._pair(place, chosen)
            if not self._run.holds(contract)
        ]
        if out:
            reasons = (self._why_out(places, place, places[place], half) for place, half in out)
            return Verdict(None, self._in_time(cut for cut in reasons if cut))
        better = self._refused(places)
        cuts = self._in_time(
            self._why_better(places, place, pair)
            for place, pair in better.items()
            if place not in refused
        )
        if any(self.couples[place] not in self._sandwich.refusable for place in better):
            return Verdict(None, cuts)
        return Verdict((len(better), tuple(places)), cuts)

    def step_cuts(self, steps: Iterable[Step]) -> list[Cut]:
        """Return what another sandwich deduced, as cuts: true whoever is refused."""
        place_of = {number: place for place, number in enumerate(self.couples)}
        cuts = []
        for step in steps:
            place = place_of.get(step.number)
            if place is None or step.option not in self.options[place]:
                continue
            chosen = self.options[place].index(step.option)
            grants = {}
            for number, options in step.others.items():
                other = place_of.get(number)
                if other is not None and other != place:
                    may = [k for k, option in enumerate(self.options[other]) if option in options]
                    if len(may) < self.sizes[other]:
                        grants[other] = frozenset(may)
            if step.sure:
                grants[place] = frozenset(range(chosen + 1, self.sizes[place]))
            else:
                grants[place] = frozenset([chosen])
            cuts.append(Cut(grants, place if step.sure else None))
        return cuts

    def improve(self) -> list[int]:
        """Return a true outcome with few refusals, not always the fewest.

        Who is refused asks again for the pair it qualifies for; who then does not hold a pair falls
        to the next; and again, as long as there are fewer refusals now and then. Where it is not
        possible that everybody is dissolved, what it returns may not be an outcome.
        """
        best = now = self._fall([0] * len(self.couples))
        refused = fewest = self._refused(now)
        patience = PATIENCE
        while refused and patience and not self._deadline.passed():
            now = list(now)
            for place, pair in refused.items():
                option = self._of_problem[self.couples[place]].pairs.index(pair)
                now[place] = self.options[place].index(option)
            now = self._fall(now)
            refused = self._refused(now)
            patience -= 1
            if len(refused) < len(fewest):
                best, fewest, patience = now, refused, PATIENCE
        return best

    def _fall(self, places: list[int]) -> list[int]:
        """Let who does not hold a pair ask for the next, until all hold theirs."""
        while True:
            self._make(places)
            falling = [
                place
                for place, chosen in enumerate(places)
                if chosen + 1 < self.sizes[place] and not self._held(place, chosen)
            ]
            if not falling:
                return places
            for place in falling:
                places[place] += 1

    def _refused(self, places: Places) -> dict[int, tuple[int, int]]:
        """Return who qualifies for better, and the first such pair; for what was run last."""
        better = ((place, self._better(place, places)) for place in range(len(places)))
        return {place: pair for place, pair in better if pair}

    def option(self, place: int, chosen: int) -> int:
        """Return the option that a place stands for."""
        return self.options[place][chosen]

    def _make(self, places: Places) -> None:
        """Run what the couples are granted, in the blocks where that changed."""
        self.truths += 1
        for block, here in self._places_in.items():
            now = [places[place] for place in here]
            if self._ran.get(block) != now:
                self._ran[block] = now
                self._run.refresh(self._sandwich.lower, block)
                self._run.claim(block, self._granted(here, places))

    def _granted(self, here: Iterable[int], places: Places) -> list[tuple[int, Sequence[int]]]:
        return [(self.couples[k], (self.option(k, places[k]),)) for k in here]

    def _pair(self, place: int, chosen: int) -> tuple[int, ...]:
        couple, option = self._of_problem[self.couples[place]], self.option(place, chosen)
        return () if option == couple.dissolved else couple.pairs[option]

    def _held(self, place: int, chosen: int) -> bool:
        couple = self._of_problem[self.couples[place]]
        return granted_held(self._run, couple, self.option(place, chosen))

    def _better(self, place: int, places: Places) -> tuple[int, int] | None:
        """Return the first pair that a couple qualifies for and did not get."""
        couple = self._of_problem[self.couples[place]]
        for option in self.options[place][: places[place]]:
            if pair_qualifies(self._run, couple.pairs[option]):
                return couple.pairs[option]
        return None

    # Reasons.

    def _in_time(self, cuts: Iterable[Cut]) -> list[Cut]:
        return list(takewhile(lambda _: not self._deadline.passed(), cuts))

    def _block(self, contract: int) -> int:
        return self._sandwich.blocks.of_zone[self._run.zone[contract]]

    def _why_out(self, places: Places, place: int, chosen: int, contract: int) -> Cut | None:
        """Find a few grants that keep a half of an option out; None when others do not."""
        block = self._block(contract)
        others = [other for other in self._places_in[block] if other != place]
        option = [(self.couples[place], (self.option(place, chosen),))]
        reasons: list[int] = []
        trial = self._trial
        while True:
            trial.refresh(self._sandwich.lower, block)
            trial.claim(block, [*option, *self._granted(reasons, places)])
            if not trial.holds(contract):
                grants = {k: self._same(k, places[k], [block]) for k in reasons}
                return Cut({**grants, place: self._same(place, chosen, [block])}, None)
            for other in others:
                trial.claim(block, self._granted([other], places))
                if not trial.holds(contract):
                    reasons.append(other)
                    others.remove(other)
                    break
            else:
                return None

    def _why_better(self, places: Places, place: int, pair: tuple[int, int]) -> Cut:
        """Find the few couples that must get what they got for a pair to qualify."""
        limits: dict[int, list[int]] = {}
        for block in sorted({self._block(contract) for contract in pair}):
            wanted = [contract for contract in pair if self._block(contract) == block]
            for other in self._needed(block, places, place, pair, wanted):
                limits.setdefault(other, []).append(block)
        grants = {k: self._same(k, places[k], blocks) for k, blocks in limits.items()}
        worse = frozenset(self._worse(place, pair))
        grants[place] = grants.get(place, worse) & worse
        return Cut(grants, place)

    def _worse(self, place: int, pair: tuple[int, int]) -> range:
        """Return the places of the options after a pair."""
        couple = self._of_problem[self.couples[place]]
        return range(self.options[place].index(couple.pairs.index(pair)) + 1, self.sizes[place])

    def _needed(
        self, block: int, places: Places, place: int, pair: tuple[int, int], wanted: list[int]
    ) -> list[int]:
        """Return who, in a block, cannot press with all his options: the halves would be out.

        Groups press together; one that puts a half out is halved, and so on.
        """
        settled, trial = self._settled, self._trial
        options = {k: self.options[k] for k in self._places_in[block]}
        couple = self._of_problem[self.couples[place]]
        options[place] = options[place][options[place].index(couple.pairs.index(pair)) :]
        settled.refresh(self._run, block)
        settled.press(contract for contract in wanted if not settled.holds(contract))
        trial.refresh(settled, block)
        groups = [[k for k in self._places_in[block] if self.sizes[k] > 1]]
        needed = []
        while groups:
            group = groups.pop()
            if all(self._stays(block, k, places[k], options[k], wanted) for k in group):
                settled.refresh(trial, block)
                continue
            trial.refresh(settled, block)
            if len(group) == 1:
                needed += group
            else:
                half = len(group) // 2
                groups += [group[half:], group[:half]]
        return sorted(needed)

    def _stays(
        self, block: int, place: int, chosen: int, options: list[int], wanted: list[int]
    ) -> bool:
        """Press all the options of a couple besides what it got; return if these halves stay."""
        number, trial = self.couples[place], self._trial
        couple = self._of_problem[number]
        granted = self.option(place, chosen)
        for side in (0, 1):
            if self._sandwich.blocks.sides[number][side] != block:
                continue
            contracts = {couple.pairs[o][side] for o in options if o != couple.dissolved}
            member, start = couple.members[side], couple.tails[side]
            if couple.dissolved in options:
                if not contracts.isdisjoint(range(start, trial.end[member])):
                    # He may have proposed some of these already.
                    return False
                if granted != couple.dissolved:
                    trial.follow([(member, start)])
            trial.press(contracts.difference(wanted, self._pair(place, chosen)))
        return all(map(trial.holds, wanted))

    def _same(self, place: int, chosen: int, blocks: Sequence[int]) -> frozenset[int]:
        """Return the options that propose in these blocks just what one does."""
        couple = self._of_problem[self.couples[place]]
        if self.option(place, chosen) == couple.dissolved:
            return frozenset([chosen])
        pair = self._pair(place, chosen)
        sides = [side for side in (0, 1) if self._block(pair[side]) in blocks]
        return frozenset(
            other
            for other in range(self.sizes[place])
            if self.option(place, other) != couple.dissolved
            and all(self._pair(place, other)[side] == pair[side] for side in sides)
        )
