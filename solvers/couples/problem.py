"""A market with couples: two candidates who ask for pairs of contracts, together or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mouvement.solvers.market import Market


@dataclass(frozen=True)
class Couple:
    """Two candidates and what they ask for together.

    Attributes
    ----------
    first, second : the two candidates.
    pairs : the joint list, preferred pair first: (contract of the first, contract of the second).
        Any list of pairs will do; a contract may come back in several pairs.
    tails : where the tail of each begins: when the couple is *dissolved* (granted no pair), each
        proposes alone his contracts from this one to the end of his list, in list order. A contract
        may be both in a pair and in a tail (a maintien that a pair falls back on); one that is in
        neither is never proposed.
    """

    first: int
    second: int
    pairs: tuple[tuple[int, int], ...]
    tails: tuple[int, int]

    @property
    def members(self) -> tuple[int, int]:
        """The two candidates."""
        return self.first, self.second

    @property
    def dissolved(self) -> int:
        """The option that comes after every pair: granted none, each on his tail."""
        return len(self.pairs)


def couple(market: Market, first: int, second: int, pairs: Iterable[tuple[int, int]]) -> Couple:
    """Return a couple whose tails begin after the last contract of each that is in a pair.

    A pair that falls back on the last contract of a list (a maintien) thus leaves nothing to its
    tail: where the tail should have it too, make the ``Couple`` itself.
    """
    pairs = tuple(pairs)
    ptr = market.candidate_ptr
    tails = (
        max((pair[0] + 1 for pair in pairs), default=int(ptr[first])),
        max((pair[1] + 1 for pair in pairs), default=int(ptr[second])),
    )
    return Couple(first, second, pairs, tails)


@dataclass(frozen=True, eq=False)
class CouplesMarket:
    """A market and its couples, an immutable problem.

    Attributes
    ----------
    market : every market tied by the couples, side by side, with one order over all their ranks.
    couples : by decreasing priority: the first is the first to be given its best rank.

    Raises
    ------
    ValueError
        A couple does not fit the market.
    """

    market: Market
    couples: tuple[Couple, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "couples", tuple(self.couples))
        ptr = self.market.candidate_ptr.tolist()
        seen: set[int] = set()
        for number, one in enumerate(self.couples):
            for side, candidate in enumerate(one.members):
                if not 0 <= candidate < self.market.candidates:
                    raise ValueError(f"couple {number}: no candidate {candidate}")
                if candidate in seen:
                    raise ValueError(f"couple {number}: candidate {candidate} comes twice")
                seen.add(candidate)
                start, end = ptr[candidate], ptr[candidate + 1]
                if not start <= one.tails[side] <= end:
                    raise ValueError(f"couple {number}: tail outside the list of {candidate}")
                if not all(start <= pair[side] < end for pair in one.pairs):
                    raise ValueError(f"couple {number}: contract outside the list of {candidate}")

    @cached_property
    def options(self) -> tuple[tuple[int, ...], ...]:
        """For each couple, what may be granted in a best outcome: pairs, then being dissolved.

        A pair over the zones of an earlier one, with no higher rank, is left out: granted the
        earlier one instead, the couple holds it too, and nobody else gets anything different.
        """
        zone, rank = self.market.zone.tolist(), self.market.rank.tolist()
        useful = []
        for one in self.couples:
            strongest: dict[tuple[int, int], list[tuple[int, int]]] = {}
            kept = []
            for option, (first, second) in enumerate(one.pairs):
                before = strongest.setdefault((zone[first], zone[second]), [])
                if not any(rank[first] <= a and rank[second] <= b for a, b in before):
                    before.append((rank[first], rank[second]))
                    kept.append(option)
            useful.append((*kept, one.dissolved))
        return tuple(useful)
