"""One open part as a CP-SAT model: barres as integers, conditions reified (modele.md §3 and 4).

Variables: the barre of each poste, a priority rank within the bounds of propagation; the barre of
each zone, the lowest of its postes; for each open contract whether it *qualifies* (its rank is at
or above the barre of its zone); who is granted what; how many holders of each zone sit at each
poste; which couples are refused. Constraints, with the numbers of ``certificate``:

1. holders of a zone are seated in it, within capacities;
2. a poste whose barre is not open is full;
3. who is granted a contract qualifies; who sits at a poste of a zone finds no lower barre in it;
4. a single is granted the first of his contracts that qualifies; a couple, one option, and it is
   refused when a pair before that one qualifies.

The solutions are all the kernels, not only the candidates' best, and a pair whose halves may
compete for one seat may count as not qualifying: it is a relaxation, and says who could be granted
what. ``truth`` has the last word.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Any

from ortools.sat.python import cp_model

from mouvement.solvers.couples.deadline import Deadline
from mouvement.solvers.couples.opening import OpenCouple, Part, Terrain
from mouvement.solvers.couples.reasons import Cut
from mouvement.solvers.market import OPEN

SEED = 1


@dataclass(frozen=True)
class Answer:
    """What one solve says.

    Attributes
    ----------
    proven : the value is the least, or there is no solution.
    grants : place of the chosen option of each couple; None without solution.
    refused : couples that the model counts as refused.
    bound : of the goal.
    """

    proven: bool
    grants: list[int] | None
    refused: set[int]
    bound: int


class GrantModel:
    """Which couple is granted what, and who is refused: all that is known of it is in the cuts.

    Attributes
    ----------
    choices : for each couple, a literal for each option.
    refused : a literal for each couple.
    """

    def __init__(self, sizes: Sequence[int], refusable: Sequence[bool]) -> None:
        self.model = cp_model.CpModel()
        self._true = self.model.new_constant(1)
        self.choices: list[list[Any]] = []
        self.refused: list[Any] = []
        for size, may_be in zip(sizes, refusable, strict=True):
            chosen = [self.model.new_bool_var("option") for _ in range(size)]
            self.model.add_exactly_one(chosen)
            self.choices.append(chosen)
            self.refused.append(self.model.new_bool_var("refused") if may_be else ~self._true)

    def cut(self, cut: Cut) -> None:
        """Rule out what a judge has given the reason of."""
        self.model.add_bool_or(self.clause(cut))

    def clause(self, cut: Cut) -> list[Any]:
        """Return literals of which one must hold."""
        clause = [] if cut.refused is None else [self.refused[cut.refused]]
        for place, options in cut.grants.items():
            literals = self.choices[place]
            if len(options) == 1:
                clause += [~literals[chosen] for chosen in options]
            else:
                clause += [one for chosen, one in enumerate(literals) if chosen not in options]
        return clause

    def keep(self, place: int, options: Collection[int]) -> None:
        """Leave only these options to a couple."""
        literals = self.choices[place]
        self.model.add_bool_and(~one for k, one in enumerate(literals) if k not in options)

    def ever_refused(self, most: int, deadline: Deadline) -> set[int]:
        """Return who is refused in some solution with so many refusals at most.

        Everybody when there is no time to tell. The model keeps to such solutions.
        """
        self.fix(0, most)
        found: set[int] = set()
        while True:
            self.refuse_another(found)
            solver = new_solver(deadline.left())
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE:
                return found
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return set(range(len(self.refused)))
            found |= {k for k, literal in enumerate(self.refused) if solver.boolean_value(literal)}

    def _goal(self, number: int) -> Any:
        """Return how many are refused (0), or the place of a couple's grant (1, 2, …)."""
        if number == 0:
            return sum(self.refused)
        return sum(place * literal for place, literal in enumerate(self.choices[number - 1]))

    def fix(self, goal: int, value: int) -> None:
        """Keep a goal at its least value, for good."""
        self.model.add(self._goal(goal) <= value)

    def hint(self, grants: Sequence[int]) -> None:
        """Start from these options."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for literals, chosen in zip(self.choices, grants, strict=True):
            for place, literal in enumerate(literals):
                self.model.add_hint(literal, place == chosen)

    def solve(self, goal: int, seconds: float | None) -> Answer:
        """Minimise a goal."""
        self.model.minimize(self._goal(goal))
        return self._answer(self.model, seconds)

    def better(self, places: Sequence[int], seconds: float | None) -> Answer:
        """Serve a couple better and nobody before it otherwise: the first couple that can be.

        ``places`` : the options to improve on. The bound is the place of that couple.
        """
        model = self.model.clone()
        same: Any = self._true
        firsts = []
        for literals, now in zip(self.choices, places, strict=True):
            first = model.new_bool_var("the first served better")
            model.add_implication(first, same)
            model.add_bool_or(literals[:now]).only_enforce_if(first)
            firsts.append(first)
            same_here = model.new_bool_var("the same up to here")
            model.add_implication(same_here, same)
            model.add_implication(same_here, literals[now])
            same = same_here
        model.add_exactly_one(firsts)
        model.minimize(sum(place * first for place, first in enumerate(firsts)))
        return self._answer(model, seconds)

    def refuse_another(self, refused: Collection[int]) -> None:
        """Have somebody refused who is not of these."""
        self.model.add_bool_or(one for k, one in enumerate(self.refused) if k not in refused)

    def _answer(self, model: cp_model.CpModel, seconds: float | None) -> Answer:
        solver = new_solver(seconds)
        status = solver.solve(model)
        proven = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(proven, None, set(), 0)
        chosen = [[solver.boolean_value(v) for v in row].index(True) for row in self.choices]
        refused = {k for k, literal in enumerate(self.refused) if solver.boolean_value(literal)}
        return Answer(proven, chosen, refused, round(solver.best_objective_bound))


class PartModel(GrantModel):
    """The model of one part: grants, and the kernels that go with them."""

    def __init__(self, terrain: Terrain, part: Part) -> None:
        super().__init__(
            [len(couple.options) for couple in part.couples],
            [couple.refusable for couple in part.couples],
        )
        self._terrain = terrain
        self._zones = part.zones
        self._literals: dict[tuple[str, int, int], Any] = {}
        self._poste_barre: dict[int, Any] = {}
        self._zone_barre: dict[int, Any] = {}
        self._flow: dict[int, list[Any]] = {}
        self._holders: dict[int, list[Any]] = {zone: [n] for zone, n in part.sure.items()}
        for zone, postes in part.zones.items():
            self._add_zone(zone, postes)
        self._singles = part.singles
        self._granted = [self._grant_first(seen, self._true) for seen in part.singles]
        for couple, chosen, refused in zip(part.couples, self.choices, self.refused, strict=True):
            self._add_couple(couple, chosen, refused)
        self._seat()

    # Barres.

    def _add_zone(self, zone: int, postes: list[int]) -> None:
        terrain = self._terrain
        for poste in postes:
            if poste not in self._poste_barre:
                low, high = terrain.poste_low[poste], terrain.poste_high[poste]
                self._poste_barre[poste] = self.model.new_int_var(low, high, f"poste {poste}")
        if len(postes) == 1:
            self._zone_barre[zone] = self._poste_barre[postes[0]]
            return
        low, high = terrain.zone_low[zone], terrain.zone_high[zone]
        self._zone_barre[zone] = barre = self.model.new_int_var(low, high, f"zone {zone}")
        self.model.add_min_equality(barre, [self._poste_barre[poste] for poste in postes])

    def _at_most(self, kind: str, place: int, value: int) -> Any:
        """Literal: the barre of a poste or zone is at most this."""
        if kind == "zone" and len(self._zones[place]) == 1:
            return self._at_most("poste", self._zones[place][0], value)
        barre = (self._zone_barre if kind == "zone" else self._poste_barre)[place]
        key = (kind, place, value)
        if key not in self._literals:
            self._literals[key] = literal = self.model.new_bool_var(f"{kind} {place} <= {value}")
            self.model.add(barre <= value).only_enforce_if(literal)
            self.model.add(barre > value).only_enforce_if(~literal)
        return self._literals[key]

    def _qualifies(self, contract: int) -> Any:
        """Literal: the contract is at or above the barre of its zone."""
        if self._terrain.sure(contract):
            return self._true
        return self._at_most("zone", self._terrain.zone[contract], self._terrain.rank[contract])

    # Grants.

    def _count(self, contract: int, literal: Any) -> None:
        """Count a holder of the contract's zone, if his seat matters."""
        holders = self._holders.get(self._terrain.zone[contract])
        if holders is not None:
            holders.append(literal)

    def _grant_first(self, contracts: list[int], when: Any) -> list[Any]:
        """Grant the first of these contracts that qualifies, if ``when``; return the literals."""
        model, grants, still = self.model, [], when
        for contract in contracts:
            qualifies = self._qualifies(contract)
            granted, after = model.new_bool_var(f"granted {contract}"), model.new_bool_var("after")
            model.add_implication(granted, qualifies)
            model.add_implication(after, ~qualifies)
            model.add(granted + after == still)
            self._count(contract, granted)
            grants.append(granted)
            still = after
        return grants

    def _add_couple(self, couple: OpenCouple, chosen: list[Any], is_refused: Any) -> None:
        model = self.model
        later: Any = ~self._true
        for literal, pair in zip(reversed(chosen), reversed(couple.options), strict=True):
            if pair is None:
                for tail in couple.tails:
                    self._grant_first(tail, literal)
            else:
                halves = [self._qualifies(contract) for contract in pair]
                for contract, half in zip(pair, halves, strict=True):
                    model.add_implication(literal, half)
                    self._count(contract, literal)
                refusal = [is_refused, *self._compete(*pair)]
                model.add_bool_or([~later, *(~half for half in halves), *refusal])
            here = model.new_bool_var("this option or later")
            model.add(here == literal + later)
            later = here

    def _compete(self, first: int, second: int) -> list[Any]:
        """Literal, if it may be: both zones reach the same lowest thing, so both may not fit."""
        terrain = self._terrain
        one, other = terrain.zone[first], terrain.zone[second]
        if terrain.block[one] != terrain.block[other]:
            return []
        low, high = terrain.zone_low, terrain.zone_high
        if low[one] > high[other] or low[other] > high[one]:
            return []
        literal = self.model.new_bool_var("compete")
        # A zone that is not at stake is open.
        barres = [self._zone_barre.get(zone, OPEN) for zone in (one, other)]
        self.model.add(barres[0] == barres[1]).only_enforce_if(literal)
        return [literal]

    # Seats.

    def _seat(self) -> None:
        """Seat the holders of each zone; a poste that is not open is full."""
        terrain = self._terrain
        load: dict[int, list[Any]] = {poste: [] for poste in self._poste_barre}
        for zone, postes in self._zones.items():
            holders = sum(self._holders[zone])
            flows = [holders] if len(postes) == 1 else self._flows(zone, postes)
            self.model.add(sum(flows) == holders)
            self._flow[zone] = flows
            for poste, flow in zip(postes, flows, strict=True):
                load[poste].append(flow)
        for poste, flows in load.items():
            seated, capacity = sum(flows), terrain.capacity[poste]
            if terrain.poste_low[poste] > OPEN:
                self.model.add(seated == capacity)
                continue
            self.model.add(seated <= capacity)
            is_open = self._at_most("poste", poste, OPEN)
            self.model.add(seated >= capacity).only_enforce_if(~is_open)

    def _flows(self, zone: int, postes: list[int]) -> list[Any]:
        """Return the holders of a zone at each poste: none where the barre is not its lowest."""
        terrain, model = self._terrain, self.model
        most = self._holders[zone][0] + len(self._holders[zone]) - 1
        flows = []
        for poste in postes:
            flow = model.new_int_var(0, min(most, terrain.capacity[poste]), f"{zone} at {poste}")
            if terrain.poste_high[poste] > terrain.zone_low[zone]:
                used = model.new_bool_var("used")
                model.add(flow == 0).only_enforce_if(~used)
                barres = self._poste_barre[poste], self._zone_barre[zone]
                model.add(barres[0] <= barres[1]).only_enforce_if(used)
            flows.append(flow)
        return flows

    # Without couples.

    def kernel(self) -> "Kernel | None":
        """Return the kernel where every single's place in his list is the least; None without."""
        self.model.minimize(
            sum(
                place * literal
                for grants in self._granted
                for place, literal in enumerate(grants, -len(grants))
            )
        )
        solver = new_solver(None)
        if solver.solve(self.model) != cp_model.OPTIMAL:
            return None
        granted = [
            contract
            for seen, grants in zip(self._singles, self._granted, strict=True)
            for contract, literal in zip(seen, grants, strict=True)
            if solver.boolean_value(literal)
        ]
        flows = {
            zone: {
                p: n for p, f in zip(self._zones[zone], flow, strict=True) if (n := solver.value(f))
            }
            for zone, flow in self._flow.items()
        }
        return Kernel(granted, flows)


@dataclass(frozen=True)
class Kernel:
    """Contracts granted, and for each zone poste → its holders seated there."""

    granted: list[int]
    flows: dict[int, dict[int, int]]


class _Solver(cp_model.CpSolver):
    """A solver that Ctrl-C stops as it stops everything else, and not with an answer."""

    def solve(self, model: cp_model.CpModel) -> Any:  # type: ignore[override]
        # In a thread of its own: signals wait for the main one, which only waits.
        answer: Future[Any] = Future()
        search = Thread(target=_answer, args=(answer, super().solve, model), daemon=True)
        try:
            search.start()
            return answer.result()
        finally:
            while search.is_alive():  # Until it hears: it may not have begun.
                self.stop_search()
                search.join(0.01)


def _answer(answer: "Future[Any]", solve: Callable[[Any], Any], model: cp_model.CpModel) -> None:
    """Hand over what a search returns, or what it raises, to who waits for it."""
    try:
        answer.set_result(solve(model))
    except BaseException as error:
        answer.set_exception(error)


def new_solver(seconds: float | None) -> cp_model.CpSolver:
    """Return a solver that does the same thing each time."""
    solver = _Solver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    if seconds is not None:
        solver.parameters.max_time_in_seconds = max(seconds, 0.001)
    return solver
