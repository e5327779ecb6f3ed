"""Why a sandwich took an option out: a cut, found when it is asked for.

A sandwich deduces thousands of things, each from all that many couples may get at that moment, and
hardly any of it matters. So only what a conflict rests on is explained, and each explanation is
widened to the few grants that it truly needs. Those rest on earlier deductions, and so on, down to
what is true whatever is granted.
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from mouvement.solvers.couples.offers import Offers
from mouvement.solvers.couples.qualification import all_qualify
from mouvement.solvers.couples.reasons import Cut, Reasons
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.sandwich import Sandwich, Step

Removal = tuple[int, int]
"""A couple and an option that it may not get, both by place."""


class Trail:
    """When a sandwich took out each of the options that a wider one leaves.

    Attributes
    ----------
    steps : what it deduced, in order. ``when`` : the step that took an option out.
    refusable : the couples, by place, that it lets be refused.
    """

    def __init__(self, sandwich: Sandwich, offers: Offers) -> None:
        places = {number: place for place, number in enumerate(offers.couples)}
        self.steps = sandwich.steps
        self.refusable = {places[number] for number in sandwich.refusable if number in places}
        self.when: dict[Removal, int] = {}
        for moment, step in enumerate(self.steps):
            if (place := places.get(step.number)) is None:
                continue
            for chosen, option in enumerate(offers.options[place]):
                if option > step.option if step.sure else option == step.option:
                    self.when.setdefault((place, chosen), moment)

    def out(self, removal: Removal, moment: int) -> bool:
        """Whether an option was out before a step."""
        return self.when.get(removal, moment) < moment


class Explainer:
    """Explains what sandwiches deduce, over the options that the widest of them leaves.

    Every cut it gives is true of every outcome, whoever is refused.
    """

    def __init__(self, widest: Sandwich, offers: Offers, reasons: Reasons) -> None:
        self._offers = offers
        self._reasons = reasons
        self._lower = widest.lower
        self._run = widest.lower.fork()
        self._pressing: dict[int, dict[int, frozenset[int]]] = {}
        self._known: dict[Removal, list[Cut]] = {}

    def explain(self, sandwich: Sandwich, removals: Iterable[Removal]) -> list[Cut]:
        """Return what was not known yet of why a sandwich took these options out."""
        trail = Trail(sandwich, self._offers)
        learnt: list[Cut] = []
        # From the last deduction back: each presses in a block just what the one before pressed.
        waiting = [(-trail.when[removal], removal) for removal in removals]
        heapify(waiting)
        seen = set()
        while waiting:
            _, removal = heappop(waiting)
            if removal in seen:
                continue
            seen.add(removal)
            cut = self._recall(trail, removal)
            if cut is None:
                cut = self._learn(trail, removal)
                learnt.append(cut)
            for needed in self._premises(cut, removal[0]):
                heappush(waiting, (-trail.when[needed], needed))
        return learnt

    def _recall(self, trail: Trail, removal: Removal) -> Cut | None:
        """Return a known cut that could have taken the option out when it was."""
        moment = trail.when[removal]
        for cut in self._known.get(removal, ()):
            if cut.refused not in trail.refusable and all(
                trail.out(needed, moment) for needed in self._premises(cut, removal[0])
            ):
                return cut
        return None

    def _premises(self, cut: Cut, place: int) -> list[Removal]:
        """Return what must be out for a cut to take out what it says of a couple."""
        return [
            (other, chosen)
            for other, may in cut.grants.items()
            if other != place
            for chosen in range(self._offers.sizes[other])
            if chosen not in may
        ]

    def _learn(self, trail: Trail, removal: Removal) -> Cut:
        place, moment = removal[0], trail.when[removal]
        step = trail.steps[moment]
        cut = self._sure(trail, place, moment) if step.sure else self._below(trail, place, step)
        for chosen in cut.grants[place]:
            self._known.setdefault((place, chosen), []).append(cut)
        return cut

    def _sure(self, trail: Trail, place: int, moment: int) -> Cut:
        """Find what couples may get without this pair of one of them ceasing to qualify."""
        offers, step = self._offers, trail.steps[moment]
        at = offers.options[place].index(step.option)
        worse = range(at + 1, offers.sizes[place])
        grants = {place: frozenset(worse)}
        for block, halves in self._reasons.halves(offers.pair(place, at)):
            if self._reasons.always(halves):
                continue
            left = {k: self._left(trail, k, step) for k in offers.in_block[block]}
            left[place] = frozenset(c for c in worse if not trail.out((place, c), moment))
            for other, may in self._allowed(trail, block, left, place, worse, halves).items():
                grants[other] = grants.get(other, may) & may
        kept = {k: may for k, may in grants.items() if k == place or len(may) < offers.sizes[k]}
        return Cut(kept, place)

    def _allowed(
        self,
        trail: Trail,
        block: int,
        left: dict[int, frozenset[int]],
        place: int,
        worse: range,
        halves: tuple[int, ...],
    ) -> dict[int, frozenset[int]]:
        """Return what couples may get, beyond what was left to them, for these to qualify."""

        def order(other: int) -> tuple[bool, int, int]:
            # What was taken out last is let in first: what stays needed is easier to explain.
            rest = (trail.when.get(removal, -1) for removal in self._rest(other, left[other]))
            return other == place, -max(rest, default=-1), -other

        allowed = {k: set(may) for k, may in left.items()}
        self._press(block, left)
        with self._run.supposing(block) as run:
            self._reasons.widen(
                run, block, allowed, sorted(left, key=order), {place: worse}, halves
            )
        return {k: frozenset(may) for k, may in allowed.items()}

    def _rest(self, place: int, left: frozenset[int]) -> Iterable[Removal]:
        return (
            (place, chosen) for chosen in range(self._offers.sizes[place]) if chosen not in left
        )

    def _left(self, trail: Trail, place: int, step: Step) -> frozenset[int]:
        """Return what a couple could get when a step was made."""
        options = range(self._offers.sizes[place])
        return frozenset(c for c in options if not trail.out((place, c), step.since))

    def _press(self, block: int, options: dict[int, frozenset[int]]) -> None:
        """Let these options press in a block, and nothing else."""
        if self._pressing.get(block) != options:
            self._pressing[block] = options
            self._run.refresh(self._lower, block)
            self._run.claim(block, [self._offers.claim(k, may) for k, may in options.items()])

    def _below(self, trail: Trail, place: int, step: Step) -> Cut:
        """Find a few grants with which this pair does not qualify."""
        offers, reasons = self._offers, self._reasons
        at = offers.options[place].index(step.option)
        for block, halves in reasons.halves(offers.pair(place, at)):
            left = {k: self._left(trail, k, step) for k in offers.in_block[block] if k != place}
            grants = {k: min(may) for k, may in left.items() if len(may) == 1}

            def qualify(run: CouplesRun, halves: tuple[int, ...] = halves) -> bool:
                return all_qualify(run, halves)

            found = reasons.decisive(block, grants, qualify, ())
            if found is not None:
                same = {k: reasons.same(k, grants[k], block) for k in found}
                return Cut({**same, place: reasons.same(place, at, block)}, None)
        raise ValueError(f"couple {step.number}: nothing keeps pair {step.option} out")
