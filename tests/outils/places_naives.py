"""Tiny random markets of hospitals, residents and couples; their best outcome by enumeration.

In the words of hospitals: each chooses the best of those it has and those who ask. No contract, no
rank over several hospitals, no deferred acceptance.
"""

from collections.abc import Iterator
from itertools import product
from random import Random

from mouvement.benchmarks.places import NOWHERE, Places, Union

Ou = tuple[int | None, ...]
"""Hospital of each resident."""


def petites_places(alea: Random, publiables: bool = False) -> Places:
    """One or two couples; ``publiables``: nothing that the published formats have not."""
    postes, couples, seuls = alea.randint(2, 3), alea.randint(1, 2), alea.randint(1, 3)
    membres = [(seuls + 2 * k, seuls + 2 * k + 1) for k in range(couples)]
    gens = seuls + 2 * couples
    nulle_part = [] if publiables else [NOWHERE]
    lieux = [*range(postes), *nulle_part]
    return Places(
        capacity=[alea.choice([0, 1, 1, 1, 1, 2]) for _ in range(postes)],
        orders=[
            alea.sample(range(gens), gens if alea.random() < 0.7 else gens - 1)
            for _ in range(postes)
        ],
        lists=[
            alea.sample(range(postes), alea.randint(0, min(3, postes))) if qui < seuls else []
            for qui in range(gens)
        ],
        unions=[
            Union(
                *deux,
                tuple((alea.choice(lieux), alea.choice(lieux)) for _ in range(alea.randint(1, 4))),
            )
            for deux in membres
        ],
        kept={}
        if publiables
        else {qui: alea.randrange(postes) for qui in range(gens) if alea.random() < 0.25},
    )


def meilleure(places: Places) -> tuple[int, Ou]:
    """Return the fewest couples refused, with couples' best pairs in turn, and who is where."""
    trouvees = (
        (sum(_refuses(places, choix, ou)), choix, sum(_rangs(places, ou)), ou)
        for choix, ou in _issues(places)
    )
    # For given couples' pairs, everybody alone has his best place in the same outcome.
    par_choix: dict[tuple[int, ...], tuple[int, int, Ou]] = {}
    for refus, choix, rangs, ou in trouvees:
        connu = par_choix.get(choix)
        if connu is None or rangs < connu[0]:
            par_choix[choix] = (rangs, refus, ou)
    refus, _, ou = min((refus, choix, ou) for choix, (_, refus, ou) in par_choix.items())
    return refus, ou


def _issues(places: Places) -> Iterator[tuple[tuple[int, ...], Ou]]:
    """Every way to place everybody that no hospital, and nobody alone, would undo."""
    seuls = [qui for qui in range(len(places.lists)) if not _union(places, qui)]
    unions = [[*_paires(places, union), None] for union in places.unions]
    for choix in product(*(range(len(options)) for options in unions)):
        for seul in product(*([*_liste(places, qui), None] for qui in seuls)):
            ou: list[int | None] = [None] * len(places.lists)
            for qui, poste in zip(seuls, seul, strict=True):
                ou[qui] = poste
            for union, options, option in zip(places.unions, unions, choix, strict=True):
                deux = (union.first, union.second)
                paire = options[option] or tuple(places.kept.get(qui) for qui in deux)
                for qui, poste in zip(deux, paire, strict=True):
                    ou[qui] = None if poste == NOWHERE else poste
            if _tient(places, ou) and not any(_envie(places, qui, ou) for qui in seuls):
                yield choix, tuple(ou)


def _union(places: Places, qui: int) -> bool:
    return any(qui in (union.first, union.second) for union in places.unions)


def _accepte(places: Places, poste: int, qui: int) -> bool:
    return poste == NOWHERE or places.kept.get(qui) == poste or qui in places.orders[poste]


def _paires(places: Places, union: Union) -> list[tuple[int, int]]:
    acceptees = [
        (un, autre)
        for un, autre in union.pairs
        if _accepte(places, un, union.first) and _accepte(places, autre, union.second)
    ]
    return list(dict.fromkeys(acceptees))


def _liste(places: Places, qui: int) -> list[int]:
    """What somebody alone would rather have, down to what is his."""
    liste = [poste for poste in places.lists[qui] if _accepte(places, poste, qui)]
    sien = places.kept.get(qui)
    if sien is None:
        return liste
    return [*(liste[: liste.index(sien)] if sien in liste else liste), sien]


def _rangs(places: Places, ou: Ou | list[int | None]) -> list[int]:
    rangs = []
    for qui, poste in enumerate(ou):
        liste = [] if _union(places, qui) else _liste(places, qui)
        rangs.append(liste.index(poste) if poste in liste else len(liste))
    return rangs


def _capacite(places: Places, poste: int) -> int:
    return places.capacity[poste] + list(places.kept.values()).count(poste)


def _choisis(places: Places, poste: int, qui: set[int]) -> set[int]:
    """Return whom a hospital takes."""

    def rang(candidat: int) -> int:
        sien = places.kept.get(candidat) == poste
        return -1 - candidat if sien else list(places.orders[poste]).index(candidat)

    return set(sorted(qui, key=rang)[: _capacite(places, poste)])


def _la(ou: Ou | list[int | None], poste: int) -> set[int]:
    return {qui for qui, place in enumerate(ou) if place == poste}


def _tient(places: Places, ou: list[int | None]) -> bool:
    return all(
        len(_la(ou, poste)) <= _capacite(places, poste) for poste in range(len(places.capacity))
    )


def _envie(places: Places, qui: int, ou: list[int | None]) -> bool:
    liste = _liste(places, qui)
    mieux = liste[: liste.index(ou[qui])] if ou[qui] in liste else liste
    return any(qui in _choisis(places, poste, _la(ou, poste) | {qui}) for poste in mieux)


def _refuses(places: Places, choix: tuple[int, ...], ou: Ou) -> list[bool]:
    return [
        any(_bloque(places, union, paire, ou) for paire in _paires(places, union)[:option])
        for union, option in zip(places.unions, choix, strict=True)
    ]


def _bloque(places: Places, union: Union, paire: tuple[int, int], ou: Ou) -> bool:
    deux = (union.first, union.second)
    return all(
        poste == NOWHERE
        or qui
        in _choisis(
            places,
            poste,
            _la(ou, poste) | {q for q, p in zip(deux, paire, strict=True) if p == poste},
        )
        for qui, poste in zip(deux, paire, strict=True)
    )
