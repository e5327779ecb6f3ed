"""Markets of precise vœux only: the hospital–resident problem, which everybody's programs solve."""

from dataclasses import dataclass
from heapq import heappush, heapreplace
from itertools import pairwise

import numpy as np

from mouvement.solvers import NOT_GRANTED, Ints, Market, kernel

WISHES = 25


@dataclass(frozen=True)
class Instance:
    """A precise market as plain arrays; ranks are as in ``Market``.

    Attributes
    ----------
    capacity : (postes,) supports of each poste.
    candidate_ptr : (candidates + 1,) the vœux of each candidate, the preferred one first.
    poste, rank : (vœux,) poste asked for and priority there.
    """

    capacity: Ints
    candidate_ptr: Ints
    poste: Ints
    rank: Ints

    def places(self, granted: Ints) -> list[int]:
        """Return (candidates,) the poste of each one's granted vœu, or ``NOT_GRANTED``."""
        # NOT_GRANTED is -1, and so the item appended.
        places: list[int] = np.append(self.poste, NOT_GRANTED)[granted].tolist()
        return places


def random_instance(candidates: int, seed: int) -> Instance:
    """Return a market with ``WISHES`` vœux each, unequally popular postes, too few supports."""
    alea = np.random.default_rng(seed)
    postes = max(candidates // 2, WISHES)
    popularity = 1 / np.sqrt(np.arange(10, postes + 10))
    popularity /= popularity.sum()
    wishes = [alea.choice(postes, WISHES, replace=False, p=popularity) for _ in range(candidates)]
    return Instance(
        capacity=alea.integers(1, 3, postes),
        candidate_ptr=np.arange(0, candidates * WISHES + 1, WISHES),
        poste=np.concatenate(wishes),
        rank=alea.permutation(candidates * WISHES) + 1,
    )


def by_kernel(instance: Instance) -> list[int]:
    """Return each candidate's poste by our kernel, the making of its market included."""
    postes = len(instance.capacity)
    market = Market(
        capacity=instance.capacity,
        zone_ptr=np.arange(postes + 1),
        zone_poste=np.arange(postes),
        candidate_ptr=instance.candidate_ptr,
        zone=instance.poste,
        rank=instance.rank,
    )
    return instance.places(kernel(market).granted)


def by_heaps(instance: Instance) -> list[int]:
    """Return each candidate's poste by the least deferred acceptance: one heap for each poste.

    No zones, no barres: what plain Python can do at best.
    """
    poste, rank, room = instance.poste.tolist(), instance.rank.tolist(), instance.capacity.tolist()
    lists = [range(*ends) for ends in pairwise(instance.candidate_ptr.tolist())]
    owner = {rank[wish]: candidate for candidate, wishes in enumerate(lists) for wish in wishes}
    following = [iter(wishes) for wishes in lists]
    places = [NOT_GRANTED] * len(lists)
    held: list[list[int]] = [[] for _ in room]
    waiting = list(range(len(lists)))
    while waiting:
        candidate = waiting.pop()
        for wish in following[candidate]:
            place, priority = poste[wish], rank[wish]
            if len(held[place]) < room[place]:
                heappush(held[place], priority)
            elif held[place] and held[place][0] < priority:
                left = owner[heapreplace(held[place], priority)]
                places[left] = NOT_GRANTED
                waiting.append(left)
            else:
                continue
            places[candidate] = place
            break
    return places
