"""Tiny random markets, and their kernels by enumeration straight from the definition."""

from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np

from mouvement.solvers import Market

Grants = tuple[int, ...]


def petit_marche(alea: Random) -> Market:
    """Non-nested zones, closed postes, incumbents with a last contract above everything."""
    postes, candidats = alea.randint(1, 5), alea.randint(1, 5)
    capacites = [alea.choice([0, 0, 1, 1, 1, 2]) for _ in range(postes)]
    zones = [sorted(alea.sample(range(postes), alea.randint(1, postes))) for _ in range(6)]
    listes: list[list[int]] = []
    titulaires: list[int] = []
    for candidat in range(candidats):
        liste = [alea.randrange(len(zones)) for _ in range(alea.randint(0, 3))]
        if alea.random() < 0.4:
            poste = alea.randrange(postes)
            capacites[poste] += 1
            zones.append([poste])
            liste.append(len(zones) - 1)
            titulaires.append(candidat)
        listes.append(liste)
    forces = [
        [
            (candidat in titulaires and place == len(liste) - 1, alea.random())
            for place in range(len(liste))
        ]
        for candidat, liste in enumerate(listes)
    ]
    return marche(capacites, zones, listes, forces)


def marche(
    capacites: list[int],
    zones: list[list[int]],
    listes: list[list[int]],
    forces: list[list[tuple[bool, float]]],
) -> Market:
    """Build a market from lists; ``forces`` are sortable priorities, all distinct."""
    plates = [force for liste in forces for force in liste]
    rangs = {force: rang for rang, force in enumerate(sorted(plates), 1)}
    return Market(
        capacity=np.array(capacites),
        zone_ptr=np.cumsum([0, *map(len, zones)]),
        zone_poste=np.array([poste for zone in zones for poste in zone], dtype=np.int64),
        candidate_ptr=np.cumsum([0, *map(len, listes)]),
        zone=np.array([zone for liste in listes for zone in liste], dtype=np.int64),
        rank=np.array([rangs[force] for force in plates], dtype=np.int64),
    )


def asseyable(marche: Market, zones: list[int]) -> bool:
    """Whether holders of these zones can all be seated: try every way."""
    libres = marche.capacity.tolist()
    contenu = marche.zone_lists()

    def placer(reste: list[int]) -> bool:
        if not reste:
            return True
        for poste in contenu[reste[0]]:
            if libres[poste]:
                libres[poste] -= 1
                possible = placer(reste[1:])
                libres[poste] += 1
                if possible:
                    return True
        return False

    return placer(zones)


def noyaux(marche: Market) -> Iterator[Grants]:
    """Every kernel, by its definition: feasible, and no justified envy (modele.md §2)."""
    listes = [
        list(range(marche.candidate_ptr[c], marche.candidate_ptr[c + 1]))
        for c in range(marche.candidates)
    ]
    for accordes in product(*[[*liste, -1] for liste in listes]):
        tenus = [contrat for contrat in accordes if contrat >= 0]
        if asseyable(marche, [int(marche.zone[c]) for c in tenus]) and all(
            couvert(marche, prefere, tenus)
            for liste, accorde in zip(listes, accordes, strict=True)
            for prefere in (liste if accorde < 0 else liste[: liste.index(accorde)])
        ):
            yield accordes


def couvert(marche: Market, contrat: int, tenus: list[int]) -> bool:
    """Whether the granted contracts of strictly higher rank already make it infeasible."""
    plus_forts = [int(marche.zone[c]) for c in tenus if marche.rank[c] > marche.rank[contrat]]
    return not asseyable(marche, [*plus_forts, int(marche.zone[contrat])])


def barres_par_definition(marche: Market, accordes: Grants) -> list[int]:
    """Barre of each poste without any search: what one more holder there would cost.

    Open when one more support-taker at the poste can be seated with all holders; else the lowest
    holder whose leaving makes room; else closed.
    """
    tenus = sorted((c for c in accordes if c >= 0), key=lambda c: int(marche.rank[c]))
    barres = []
    for poste in range(marche.postes):
        if _asseyable_avec(marche, tenus, poste):
            barres.append(0)
            continue
        sortants = (
            int(marche.rank[contrat])
            for contrat in tenus
            if _asseyable_avec(marche, [c for c in tenus if c != contrat], poste)
        )
        barres.append(next(sortants, marche.closed))
    return barres


def _asseyable_avec(marche: Market, tenus: list[int], poste: int) -> bool:
    if marche.capacity[poste] == 0:
        return False
    capacites = marche.capacity.copy()
    capacites[poste] -= 1
    moindre = Market(
        capacites,
        marche.zone_ptr,
        marche.zone_poste,
        marche.candidate_ptr,
        marche.zone,
        marche.rank,
    )
    return asseyable(moindre, [int(marche.zone[c]) for c in tenus])
