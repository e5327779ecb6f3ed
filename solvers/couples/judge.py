"""True outcomes of what open couples could be granted, and what is to be learnt from bad ones."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from mouvement.solvers.couples.deadline import NO_DEADLINE, Deadline
from mouvement.solvers.couples.offers import Offers, Places
from mouvement.solvers.couples.qualification import pair_qualifies
from mouvement.solvers.couples.reasons import Cut, Reasons
from mouvement.solvers.couples.sandwich import Sandwich
from mouvement.solvers.couples.truth import Worth, granted_held

PATIENCE = 8
"""How many times all ask again without fewer refusals; one at a time, twice each."""


@dataclass(frozen=True)
class Judgement:
    """What a combination of grants is worth, None when it is no outcome, and why it is bad."""

    worth: Worth | None
    cuts: list[Cut]


class Judge:
    """Runs deferred acceptance on what some undecided couples of a sandwich are granted.

    Attributes
    ----------
    couples : their numbers; the other undecided couples propose nothing.
    offers : what is left to each. ``sizes`` : how many options.
    reasons : what explains the outcomes. ``truths`` : outcomes computed.
    """

    def __init__(
        self, sandwich: Sandwich, couples: Sequence[int], deadline: Deadline = NO_DEADLINE
    ) -> None:
        self._sandwich = sandwich
        self._run = sandwich.drafts[0]
        self.offers = Offers(sandwich, couples)
        self.reasons = Reasons(sandwich, self.offers, self._run)
        self._deadline = deadline
        self._ran: dict[int, list[int]] = {}
        self.couples = couples
        self.sizes = self.offers.sizes
        self.truths = 0

    def judge(self, places: Places, refused: Collection[int] = ()) -> Judgement:
        """Tell what grants are worth, and explain all that is bad but these couples' refusals."""
        self._make(places)
        out = [
            (place, contract)
            for place, chosen in enumerate(places)
            for contract in self.offers.pair(place, chosen)
            if not self._run.holds(contract)
        ]
        if out:
            reasons = (self.reasons.out(places, place, half) for place, half in out)
            return Judgement(None, self._in_time(cut for cut in reasons if cut))
        better = self._refused(places)
        cuts = self._in_time(
            self.reasons.better(places, place, pair)
            for place, pair in better.items()
            if place not in refused
        )
        if any(self.couples[place] not in self._sandwich.refusable for place in better):
            return Judgement(None, cuts)
        return Judgement((len(better), tuple(places)), cuts)

    def worth(self, places: Places) -> Worth:
        """Tell what an outcome is worth."""
        self._make(places)
        return len(self._refused(places)), tuple(places)

    def improve(self) -> list[int]:
        """Return a true outcome with few refusals, not always the fewest.

        Who is refused asks again for the pair it qualifies for, all together, then one at a time;
        who then does not hold a pair falls to the next; and again, as long as there are fewer
        refusals now and then. Where it is not possible that everybody is dissolved, what it returns
        may not be an outcome.
        """
        best = self._fall([0] * len(self.couples))
        fewest = self._refused(best)
        for together in (True, False):
            now, refused = best, fewest
            patience = most = PATIENCE if together else 2 * len(fewest)
            while refused and patience and not self._deadline.passed():
                asking = sorted(refused)
                if not together:
                    asking = [asking[patience % len(asking)]]
                now = list(now)
                for place in asking:
                    now[place] = self.offers.place_of(place, refused[place])
                now = self._fall(now)
                refused = self._refused(now)
                patience -= 1
                if len(refused) < len(fewest):
                    best, fewest, patience = now, refused, most
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

    def _make(self, places: Places) -> None:
        """Run what the couples are granted, in the blocks where that changed."""
        self.truths += 1
        for block, here in self.offers.in_block.items():
            now = [places[place] for place in here]
            if self._ran.get(block) != now:
                self._ran[block] = now
                self._run.refresh(self._sandwich.lower, block)
                self._run.claim(block, self.offers.granted(here, places))

    def _held(self, place: int, chosen: int) -> bool:
        offers = self.offers
        return granted_held(self._run, offers.couple(place), offers.option(place, chosen))

    def _better(self, place: int, places: Places) -> tuple[int, int] | None:
        """Return the first pair that a couple qualifies for and did not get."""
        couple = self.offers.couple(place)
        for option in self.offers.options[place][: places[place]]:
            if pair_qualifies(self._run, couple.pairs[option]):
                return couple.pairs[option]
        return None

    def _in_time(self, cuts: Iterable[Cut]) -> list[Cut]:
        return list(takewhile(lambda _: not self._deadline.passed(), cuts))
