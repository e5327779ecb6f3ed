"""Deferred acceptance with couples' contracts coming in one by one.

A run only ever gains proposals, and its outcome does not depend on their order: so what is decided
is added to a run, never computed anew, and what is only supposed is added to a copy of it.
"""

from collections.abc import Iterable, Sequence
from copy import copy

from mouvement.solvers.couples.blocks import Blocks
from mouvement.solvers.couples.problem import CouplesMarket
from mouvement.solvers.deferred_acceptance import Run


class CouplesRun(Run):
    """A run where singles have proposed, and couples only what they are made to propose."""

    def __init__(self, problem: CouplesMarket, blocks: Blocks) -> None:
        super().__init__(problem.market)
        self.problem = problem
        self.blocks = blocks
        # Somebody with nothing more to propose: he owns the contracts that press alone.
        self.nobody = len(self.following)
        self.following.append(0)
        self.end.append(0)
        members = {member for couple in problem.couples for member in couple.members}
        for member in members:
            self.following[member] = self.end[member]
        self.propose([candidate for candidate in self.order() if candidate not in members])

    def fork(self) -> "CouplesRun":
        """Return a copy that lives its own life."""
        twin = copy(self)
        for name in ("held", "flow", "seated"):
            setattr(twin, name, [content.copy() for content in getattr(self, name)])
        for name in ("free", "floor", "following", "owner"):
            setattr(twin, name, getattr(self, name).copy())
        twin.forget_search()
        return twin

    def forget_search(self) -> None:
        """Make the marks of the search one's own."""
        self.search = 0
        for name in ("zone_mark", "zone_from", "poste_mark", "poste_from"):
            setattr(self, name, [0] * len(getattr(self, name)))

    def refresh(self, source: "CouplesRun", block: int) -> None:
        """Make one block what it is in another run."""
        following = self.following
        for zone in self.blocks.zones[block]:
            self.held[zone] = source.held[zone].copy()
            self.flow[zone] = source.flow[zone].copy()
            self.floor[zone] = source.floor[zone]
        for poste in self.blocks.postes[block]:
            self.free[poste] = source.free[poste]
            self.seated[poste] = source.seated[poste].copy()
        for candidate in self.blocks.candidates[block]:
            following[candidate] = source.following[candidate]
        for rank in self.blocks.couples_ranks[block]:
            self.owner[rank] = source.owner[rank]

    def grant(self, number: int, option: int) -> None:
        """Let a couple propose what it is granted: a pair, or the two tails."""
        for block in self.blocks.of_couple[number]:
            self.claim(block, [(number, (option,))])

    def holds(self, contract: int) -> bool:
        """Whether a contract is held."""
        return self.rank[contract] in self.held[self.zone[contract]]

    def claim(self, block: int, claims: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Let couples (number, options) propose, in one block, all that these options offer.

        Each contract of a pair is proposed by a candidate of its own, a tail in list order. One
        option is a grant; several press more than whichever of them is granted.
        """
        alone: set[int] = set()
        tails: list[tuple[int, int]] = []
        for number, options in claims:
            for side in (0, 1):
                if self.blocks.sides[number][side] == block:
                    contracts, tail = self._offers(number, options, side)
                    alone |= contracts
                    tails.extend(tail)
        self.press(sorted(alone, key=self.rank.__getitem__, reverse=True))
        self.follow(tails)

    def follow(self, tails: Iterable[tuple[int, int]]) -> None:
        """Let candidates propose their lists, each from this contract on."""
        waiting = []
        for member, start in tails:
            self.following[member] = start
            waiting.append(member)
        self.propose(waiting)

    def _offers(
        self, number: int, options: Sequence[int], side: int
    ) -> tuple[set[int], list[tuple[int, int]]]:
        """Return what one member proposes: contracts, each alone, and his tail if it is a list."""
        couple = self.problem.couples[number]
        contracts = {couple.pairs[o][side] for o in options if o != couple.dissolved}
        member, start = couple.members[side], couple.tails[side]
        tail = range(start, self.end[member])
        if couple.dissolved not in options:
            return contracts, []
        if contracts.isdisjoint(tail):
            return contracts, [(member, start)]
        return contracts.union(tail), []

    def press(self, contracts: Iterable[int]) -> None:
        """Propose these contracts, each by a candidate of its own."""
        zone, rank, floor, owner = self.zone, self.rank, self.floor, self.owner
        for contract in contracts:
            place, priority = zone[contract], rank[contract]
            owner[priority] = self.nobody
            if priority >= floor[place]:
                left = self.admit(place, priority)
                if left and left != priority:
                    self.propose([owner[left]])
