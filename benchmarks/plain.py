"""The baseline: a market with couples as a plain CP-SAT model, the way one writes it first.

Every wide vœu is expanded: one boolean for each contract and each poste of its zone, one constraint
for each of them; no flows, no propagation first. Barres are integers; a candidate is granted the
first of his contracts that qualifies, a couple one of its pairs or its tails. Two goals, one after
the other: the fewest residual refusals, then the best places of everybody in the lists, summed.

Its task is lighter than that of ``solve_couples``: it may push barres up to any kernel's so that
couples stop qualifying, counts no refusal of a pair inside one market (there may be room for one
half only), and does not serve couples in turn. So it never has more refusals; without couples, its
outcome is the kernel.
"""

import time
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from mouvement.solvers import OPEN
from mouvement.solvers.couples import Couple, CouplesMarket
from mouvement.solvers.couples.blocks import Blocks

SEED = 1
WORKERS = 2


@dataclass(frozen=True)
class Plain:
    """What the plain model says.

    Attributes
    ----------
    refusals : the fewest, proven; None when time was out before both goals were.
    granted : the contracts granted; empty when time was out.
    seconds : making the model and solving it.
    booleans : for a contract and a poste.
    """

    refusals: int | None
    granted: frozenset[int]
    seconds: float
    booleans: int


class _OutOfTime(Exception):
    """The model is not made, or a goal not proven."""


def solve_plainly(problem: CouplesMarket, limit: float) -> Plain:
    """Return what the plain model finds, made and solved within so many seconds."""
    start = time.perf_counter()
    model = _Model(problem, start + limit)
    refusals, granted = None, frozenset[int]()
    try:
        model.make()
        refusals, granted = model.solve()
    except _OutOfTime:
        pass
    return Plain(refusals, granted, time.perf_counter() - start, model.booleans)


class _Model:
    """The model, contract by contract."""

    def __init__(self, problem: CouplesMarket, end: float) -> None:
        self.problem = problem
        self.market = market = problem.market
        self.end = end
        self.booleans = 0
        self.model = cp_model.CpModel()
        self.zone, self.rank = market.zone.tolist(), market.rank.tolist()
        self.ptr = market.candidate_ptr.tolist()
        self.capacity = market.capacity.tolist()
        self.postes = [[p for p in zone if self.capacity[p]] for zone in market.zone_lists()]
        self.block = Blocks(problem).of_zone
        self.seated: list[list[Any]] = [[] for _ in self.capacity]
        self.poste_barre: list[Any] = []
        self.zone_barre: list[Any] = []
        self.qualifies: dict[int, Any] = {}
        self.granted: dict[int, Any] = {}
        self.refused: list[Any] = []
        self.places: list[Any] = []

    def make(self) -> None:
        """Make everything: barres, lists, couples, capacities."""
        for capacity in self.capacity:
            low = OPEN if capacity else self.market.closed
            self.poste_barre.append(self.model.new_int_var(low, self.market.closed, ""))
        for postes in self.postes:
            barre = self.model.new_int_var(OPEN, self.market.closed, "")
            closed = [self.model.new_constant(self.market.closed)]
            self.model.add_min_equality(barre, [self.poste_barre[p] for p in postes] or closed)
            self.zone_barre.append(barre)
        paired = {member for couple in self.problem.couples for member in couple.members}
        yes = self.model.new_constant(1)
        for candidate in range(self.market.candidates):
            if candidate not in paired:
                contracts = range(self.ptr[candidate], self.ptr[candidate + 1])
                mine = self._first(contracts, yes)
                self._place(list(mine.values()))
                for contract, granted in mine.items():
                    self._seat(contract, granted)
        self.refused = [self._couple(couple) for couple in self.problem.couples]
        for poste, capacity in enumerate(self.capacity):
            self._full(poste, capacity)

    def solve(self) -> tuple[int, frozenset[int]]:
        """Prove both goals in turn; return the refusals and the contracts granted."""
        fewest = round(self._least(sum(self.refused)).objective_value)
        self.model.add(sum(self.refused) <= fewest)
        solver = self._least(sum(self.places))
        held = {k for k, literal in self.granted.items() if solver.boolean_value(literal)}
        return fewest, frozenset(held)

    def _least(self, goal: Any) -> cp_model.CpSolver:
        self.model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = SEED
        solver.parameters.num_workers = WORKERS
        solver.parameters.max_time_in_seconds = max(0.0, self.end - time.perf_counter())
        if solver.solve(self.model) != cp_model.OPTIMAL:
            raise _OutOfTime
        return solver

    def _qualifies(self, contract: int) -> Any:
        """Literal: the rank is at or above the barre of the zone."""
        if contract not in self.qualifies:
            self.qualifies[contract] = literal = self.model.new_bool_var("")
            barre, rank = self.zone_barre[self.zone[contract]], self.rank[contract]
            self.model.add(barre <= rank).only_enforce_if(literal)
            self.model.add(barre > rank).only_enforce_if(~literal)
        return self.qualifies[contract]

    def _first(self, contracts: range, when: Any) -> dict[int, Any]:
        """Grant the first contract that qualifies, when a literal holds; nothing otherwise."""
        granted: dict[int, Any] = {}
        for contract in contracts:
            literal, qualifies = self.model.new_bool_var(""), self._qualifies(contract)
            before = list(granted.values())
            self.model.add_bool_or([literal, ~qualifies, ~when, *before])
            self.model.add_implication(literal, qualifies)
            self.model.add_implication(literal, when)
            granted[contract] = literal
        self.model.add_at_most_one(granted.values())
        return granted

    def _place(self, literals: list[Any]) -> None:
        """Count the place of what is granted, in list order; nothing comes after everything."""
        last = len(literals)
        self.places += [(place - last) * literal for place, literal in enumerate(literals)]

    def _seat(self, contract: int, granted: Any) -> None:
        """Seat the holder of a contract at one poste of its zone, none with a lower barre there."""
        self.granted[contract] = granted
        if time.perf_counter() > self.end:
            raise _OutOfTime
        barre = self.zone_barre[self.zone[contract]]
        places = []
        for poste in self.postes[self.zone[contract]]:
            here = self.model.new_bool_var("")
            self.model.add(self.poste_barre[poste] == barre).only_enforce_if(here)
            self.seated[poste].append(here)
            places.append(here)
        self.booleans += len(places)
        self.model.add(sum(places) == granted)

    def _couple(self, couple: Couple) -> Any:
        """Grant one option; return the literal of a refusal."""
        options = [self.model.new_bool_var("") for _ in range(couple.dissolved + 1)]
        refused = self.model.new_bool_var("")
        self.model.add_exactly_one(options)
        self._place(options)
        held: dict[int, list[Any]] = {}
        for place, pair in enumerate(couple.pairs):
            for contract in pair:
                held.setdefault(contract, []).append(options[place])
                self.model.add_implication(options[place], self._qualifies(contract))
            short = [~self._qualifies(contract) for contract in pair]
            if len({self.block[self.zone[contract]] for contract in pair}) == 2:
                self.model.add_bool_or([refused, *options[: place + 1], *short])
        for member, tail in zip(couple.members, couple.tails, strict=True):
            alone = self._first(range(tail, self.ptr[member + 1]), options[couple.dissolved])
            self._place(list(alone.values()))
            for contract, literal in alone.items():
                held.setdefault(contract, []).append(literal)
        for contract, literals in held.items():
            granted = self.model.new_bool_var("")
            self.model.add(sum(literals) == granted)
            self._seat(contract, granted)
        return refused

    def _full(self, poste: int, capacity: int) -> None:
        """Keep within the capacity, and let no support be free when the barre is not open."""
        seated, free = sum(self.seated[poste]), self.model.new_bool_var("")
        self.model.add(seated <= capacity)
        if capacity:
            self.model.add(self.poste_barre[poste] == OPEN).only_enforce_if(free)
            self.model.add(seated == capacity).only_enforce_if(~free)
