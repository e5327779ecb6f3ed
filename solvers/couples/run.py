"""Deferred acceptance with couples' contracts coming in one by one.

A run only ever gains proposals, and its outcome does not depend on their order: so what is decided
is added to a run, never computed anew. What is only supposed is added to a copy of it, or added and
then undone.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from mouvement.solvers.couples.blocks import Blocks
from mouvement.solvers.couples.problem import CouplesMarket
from mouvement.solvers.deferred_acceptance import Run


@dataclass(frozen=True)
class Saved:
    """What a block was: what is cheap to copy whole, the rest before its first change.

    Attributes
    ----------
    free, floor, following : of all the postes, zones and candidates in the span of the block.
    held, flow : of zones. ``seated`` : of postes. ``owner`` : of ranks.
    """

    block: int
    free: list[int]
    floor: list[int]
    following: list[int]
    held: dict[int, list[int]] = field(default_factory=dict)
    flow: dict[int, dict[int, int]] = field(default_factory=dict)
    seated: dict[int, dict[int, int]] = field(default_factory=dict)
    owner: dict[int, int] = field(default_factory=dict)


class CouplesRun(Run):
    """A run where singles have proposed, and couples only what they are made to propose."""

    def __init__(self, problem: CouplesMarket, blocks: Blocks) -> None:
        super().__init__(problem.market)
        self.problem = problem
        self.blocks = blocks
        self._saved: list[Saved] = []
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
        twin._saved = []
        twin.__dict__.pop("drafts", None)
        twin.forget_search()
        return twin

    @cached_property
    def drafts(self) -> tuple["CouplesRun", "CouplesRun"]:
        """Two copies to suppose things on: copying is slow, refreshing what one uses is not."""
        return self.fork(), self.fork()

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

    # Supposing: save, propose, then undo or keep; what is saved last is undone or kept first.

    def save(self, block: int) -> None:
        """Remember what a block is; nothing is to be proposed elsewhere until undone or kept."""
        postes, zones, candidates = self.blocks.spans[block]
        free, floor, following = self.free[postes], self.floor[zones], self.following[candidates]
        self._saved.append(Saved(block, free, floor, following))

    def undo(self) -> None:
        """Make the block what it was when last saved."""
        saved = self._saved.pop()
        postes, zones, candidates = self.blocks.spans[saved.block]
        self.free[postes], self.floor[zones] = saved.free, saved.floor
        self.following[candidates] = saved.following
        for zone, held in saved.held.items():
            self.held[zone], self.flow[zone] = held, saved.flow[zone]
        for poste, seated in saved.seated.items():
            self.seated[poste] = seated
        for rank, owner in saved.owner.items():
            self.owner[rank] = owner

    def keep(self) -> None:
        """Leave the run as it is; undoing what was saved before undoes this too."""
        last = self._saved.pop()
        for before in self._saved[-1:]:
            for zone in last.held.keys() - before.held.keys():
                before.held[zone], before.flow[zone] = last.held[zone], last.flow[zone]
            for poste in last.seated.keys() - before.seated.keys():
                before.seated[poste] = last.seated[poste]
            for rank in last.owner.keys() - before.owner.keys():
                before.owner[rank] = last.owner[rank]

    @contextmanager
    def supposing(self, block: int) -> Iterator["CouplesRun"]:
        """Undo at the end all that is proposed in a block."""
        self.save(block)
        yield self
        self.undo()

    def put(self, zone: int, poste: int) -> None:
        """Seat one holder of a zone at a poste."""
        self._touch(zone, poste)
        super().put(zone, poste)

    def take(self, zone: int, poste: int) -> None:
        """Take one holder of a zone out of a poste."""
        self._touch(zone, poste)
        super().take(zone, poste)

    def replace(self, start: int, rank: int, loser: int) -> None:
        """Seat a contract of zone ``start`` by taking out the lowest holder of zone ``loser``."""
        self._touch(start)
        self._touch(loser)
        super().replace(start, rank, loser)

    def _touch(self, zone: int, poste: int | None = None) -> None:
        """Save a zone and a poste that are about to change."""
        for saved in self._saved[-1:]:
            if zone not in saved.held:
                saved.held[zone] = self.held[zone].copy()
                saved.flow[zone] = self.flow[zone].copy()
            if poste is not None and poste not in saved.seated:
                saved.seated[poste] = self.seated[poste].copy()

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
            for saved in self._saved[-1:]:
                saved.owner.setdefault(priority, owner[priority])
            owner[priority] = self.nobody
            if priority >= floor[place]:
                left = self.admit(place, priority)
                if left and left != priority:
                    self.propose([owner[left]])
