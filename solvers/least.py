"""The least kernel: the one that the fewest candidates gain by.

Where deferred acceptance lets candidates propose, here the postes do: the strongest contracts that
can all be seated are offered, each candidate keeps the best he is offered and gives up what he
likes less, and so on. Kernels are a lattice (Fleiner 2003): nobody does better here than in any
other kernel, so who gains here gains in every one.
"""

import numpy as np

from mouvement.solvers.barres import outcome
from mouvement.solvers.flows import SeatFlows
from mouvement.solvers.market import NOT_GRANTED, Ints, Market, Outcome


def least_kernel(market: Market) -> Outcome:
    """Return the kernel of a market that its candidates like least."""
    strongest_first = market.contract_of_rank[:0:-1]
    last = market.candidate_ptr[1:]
    best = last.copy()
    while True:
        pool = strongest_first[strongest_first <= best[market.candidate[strongest_first]]]
        chosen, flows = _offer(market, pool)
        np.minimum.at(best, market.candidate[chosen], chosen)
        if len(np.unique(market.candidate[chosen])) == len(chosen):
            granted = np.where(best == last, NOT_GRANTED, best)
            return outcome(market, granted, flows.freeze())


def _offer(market: Market, pool: Ints) -> tuple[Ints, SeatFlows]:
    """Seat contracts in this order, each one that leaves those before it seated."""
    flows = SeatFlows(market.capacity.tolist(), market.zone_lists())
    zones = market.zone[pool].tolist()
    chosen = []
    for n, zone in enumerate(zones):
        if flows.augment(zone):
            chosen.append(n)
        elif any(flows.poste_mark[poste] == flows.search for poste in flows.zone_postes[zone]):
            # Nobody leaves: what no free support was reached from is full for good.
            flows.poste_mark = [
                len(zones) + 1 if mark == flows.search else mark for mark in flows.poste_mark
            ]
    return pool[chosen], flows
