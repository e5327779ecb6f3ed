"""Why cuts leave no way once some options are out: a few of these, by cores of assumptions.

A core is a set of assumptions that cannot all hold, which CP-SAT returns when it proves that; asked
again of the core alone, it mostly returns a smaller one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ortools.sat.python import cp_model

from mouvement.solvers.couples.cp_sat import GrantModel, new_solver
from mouvement.solvers.couples.deadline import Deadline
from mouvement.solvers.couples.explanation import Removal
from mouvement.solvers.couples.reasons import Cut


class Refutation(GrantModel):
    """Cuts that nothing satisfies once some options are out: which of them are in the way."""

    def __init__(
        self,
        sizes: Sequence[int],
        refusable: Sequence[bool],
        cuts: Iterable[Cut],
        deadline: Deadline,
    ) -> None:
        super().__init__(sizes, refusable)
        self._deadline = deadline
        self._used = []
        for cut in cuts:
            used = self.model.new_bool_var("used")
            self.model.add_bool_or(self.clause(cut)).only_enforce_if(used)
            self._used.append(used)

    def needed(self, removals: Iterable[Removal]) -> set[Removal]:
        """Return the options that conflicts rest on, of those that are out.

        Conflicts are looked for that have no cut in common, until there is none, or no time.
        """
        out = {~self.choices[place][chosen]: (place, chosen) for place, chosen in removals}
        cuts = list(self._used)
        needed: set[Removal] = set()
        while core := self._core([*cuts, *out]):
            needed.update(out[literal] for literal in core if literal in out)
            left = [literal for literal in cuts if literal not in core]
            if len(left) == len(cuts):
                break
            cuts = left
        return needed

    def _core(self, literals: Sequence[Any]) -> set[Any]:
        """Return a few of these literals that cannot all hold; none when they can."""
        core: set[Any] = set()
        while True:
            self.model.clear_assumptions()
            self.model.add_assumptions(literals)
            solver = new_solver(self._deadline.left())
            if solver.solve(self.model) != cp_model.INFEASIBLE:
                return core
            indices = set(solver.sufficient_assumptions_for_infeasibility())
            fewer = [literal for literal in literals if literal.index in indices]
            core = set(fewer or literals)
            if len(core) == len(literals):
                return core
            literals = fewer
