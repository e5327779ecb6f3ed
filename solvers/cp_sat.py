"""The kernel by CP-SAT: the couples' model on a market without couples.

It is there to hold the two solvers against each other, and so that a whole campaign can go through
one model.
"""

import numpy as np

from mouvement.solvers.barres import outcome
from mouvement.solvers.couples.opening import Part, Terrain
from mouvement.solvers.deferred_acceptance import kernel
from mouvement.solvers.market import NOT_GRANTED, OPEN, Flows, Ints, Market, Outcome


def cp_sat_kernel(market: Market, bounded: bool = True) -> Outcome:
    """Return the candidate-optimal kernel of a market, by CP-SAT.

    Parameters
    ----------
    bounded : bound the barres by deferred acceptance first, as for couples; without couples the
        lower and the upper run are the same, so the model then seats everybody and checks the
        four conditions. Otherwise the model finds the kernel by itself, which is for small markets:
        of all kernels, the one where everybody's place in his list is the least, all at once.

    Raises
    ------
    ArithmeticError
        The model has no solution, though every market has a kernel: the model is wrong, or what
        deferred acceptance found, which bounds it.
    """
    from mouvement.solvers.couples.cp_sat import PartModel

    if bounded:
        known = kernel(market)
        low = high = known.poste_barre
    else:
        low = np.full(market.postes, OPEN)
        high = np.full(market.postes, market.closed)
    terrain = _terrain(market, low, high)
    answer = PartModel(terrain, _everything(market, terrain)).kernel()
    if answer is None:
        raise ArithmeticError("CP-SAT finds no kernel, though every market has one")
    granted = np.full(market.candidates, NOT_GRANTED)
    held = np.array(answer.granted, dtype=np.int64)
    granted[market.candidate[held]] = held
    return outcome(
        market, granted, Flows(tuple(answer.flows.get(z, {}) for z in range(market.zones)))
    )


def _terrain(market: Market, low: Ints, high: Ints) -> Terrain:
    return Terrain(
        zone=market.zone.tolist(),
        rank=market.rank.tolist(),
        capacity=market.capacity.tolist(),
        block=[0] * market.zones,
        poste_low=low.tolist(),
        poste_high=high.tolist(),
        zone_low=market.zone_min(low).tolist(),
        zone_high=market.zone_min(high).tolist(),
    )


def _everything(market: Market, terrain: Terrain) -> Part:
    """Return everybody's list, and every zone where somebody may be seated."""
    ptr = market.candidate_ptr.tolist()
    lists = [terrain.possible(range(ptr[c], ptr[c + 1])) for c in range(market.candidates)]
    asked = sorted({terrain.zone[contract] for contracts in lists for contract in contracts})
    low, high, postes = terrain.poste_low, terrain.zone_high, market.zone_lists()
    zones = {zone: [p for p in postes[zone] if low[p] <= high[zone]] for zone in asked}
    return Part([], lists, zones, dict.fromkeys(asked, 0))
