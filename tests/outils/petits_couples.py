"""Tiny random markets with couples, and their best outcome by enumeration of couples' grants."""

from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
from petits_marches import asseyable, marche

from mouvement.solvers import Market, kernel
from mouvement.solvers.couples.problem import Couple, CouplesMarket, couple

Accords = tuple[int, ...]


def petit_probleme(alea: Random, seul_marche: bool | None = None) -> CouplesMarket:
    """One or two disciplines, one to three couples: titulaires who free posts, entrants, both.

    Zones overlap freely, postes may be closed, a pair may fall back on a maintien.
    """
    disciplines = 1 if seul_marche else 2
    if seul_marche is None:
        disciplines = alea.choice([1, 2, 2])
    postes = [alea.randint(1, 4) for _ in range(disciplines)]
    debut = [sum(postes[:d]) for d in range(disciplines)]
    capacites = [alea.choice([0, 0, 1, 1, 1, 2]) for _ in range(sum(postes))]
    zones, zones_de = [], []
    for d in range(disciplines):
        zones_de.append(list(range(len(zones), len(zones) + 4)))
        for _ in range(4):
            taille = alea.randint(1, postes[d])
            zones.append(sorted(debut[d] + p for p in alea.sample(range(postes[d]), taille)))
    listes: list[list[int]] = []
    protege: list[bool] = []

    def ajouter(d: int, conjoint: list[int]) -> int:
        """Add a candidate of a discipline: his list, and perhaps a poste of his own."""
        liste = list(conjoint) or [
            alea.choice(zones_de[d])
            for _ in range(alea.randint(0 if alea.random() < 0.1 else 1, 3))
        ]
        if conjoint and alea.random() < 0.2:
            liste.append(alea.choice(zones_de[d]))
        titulaire = alea.random() < 0.4
        if titulaire:
            poste = debut[d] + alea.randrange(postes[d])
            capacites[poste] += 1
            zones.append([poste])
            liste.append(len(zones) - 1)
        listes.append(liste)
        protege.append(titulaire)
        return len(listes) - 1

    formes = []
    for _ in range(alea.randint(1, 3)):
        lieux = alea.randint(1, 3)
        deux = [alea.randrange(disciplines) for _ in range(2)]
        membres = [ajouter(d, [alea.choice(zones_de[d]) for _ in range(lieux)]) for d in deux]
        formes.append((membres, lieux))
    for _ in range(alea.randint(0, 4)):
        ajouter(alea.randrange(disciplines), [])
    ordre = alea.sample(range(len(listes)), len(listes))
    nouveau = {ancien: rang for rang, ancien in enumerate(ordre)}
    forces = [
        [
            (protege[c] and place == len(listes[c]) - 1, alea.random())
            for place in range(len(listes[c]))
        ]
        for c in ordre
    ]
    market = marche(capacites, zones, [listes[c] for c in ordre], forces)
    couples = [
        _couple(alea, market, [nouveau[m] for m in membres], lieux) for membres, lieux in formes
    ]
    return CouplesMarket(market, tuple(couples))


def _couple(alea: Random, market: Market, membres: list[int], lieux: int) -> Couple:
    a, b = membres
    debut_a, debut_b = int(market.candidate_ptr[a]), int(market.candidate_ptr[b])
    paires = [(debut_a + k, debut_b + k) for k in range(lieux)]
    genre = alea.random()
    if genre < 0.25:
        # Any ordered list of pairs.
        toutes = list(product(range(debut_a, debut_a + lieux), range(debut_b, debut_b + lieux)))
        paires = alea.sample(toutes, min(len(toutes), alea.randint(1, 4)))
    forme = couple(market, a, b, [(debut_a + lieux - 1, debut_b + lieux - 1)])
    if genre > 0.85:
        # The last pairs fall back on what one of them has alone.
        fin_b = int(market.candidate_ptr[b + 1])
        paires = [*paires, *((debut_a + k, fin_b - 1) for k in range(lieux))]
        paires = list(dict.fromkeys(paires))
    return Couple(a, b, tuple(paires), forme.tails)


def listes_pour(probleme: CouplesMarket, accords: Accords) -> list[list[int]]:
    """What everybody proposes when couples are granted these options."""
    market = probleme.market
    ptr = market.candidate_ptr.tolist()
    listes = [list(range(ptr[c], ptr[c + 1])) for c in range(market.candidates)]
    for forme, option in zip(probleme.couples, accords, strict=True):
        for cote, membre in enumerate(forme.members):
            if option == forme.dissolved:
                listes[membre] = list(range(forme.tails[cote], ptr[membre + 1]))
            else:
                listes[membre] = [forme.pairs[option][cote]]
    return listes


def resultat_pour(probleme: CouplesMarket, accords: Accords) -> list[int]:
    """Contract of each candidate: the kernel of the market where each has only what he proposes."""
    market, listes = probleme.market, listes_pour(probleme, accords)
    gardes = np.array([contrat for liste in listes for contrat in liste], dtype=np.int64)
    reduit = Market(
        market.capacity,
        market.zone_ptr,
        market.zone_poste,
        np.cumsum([0, *map(len, listes)]),
        market.zone[gardes],
        np.argsort(np.argsort(market.rank[gardes])) + 1,
    )
    return [int(gardes[c]) if c >= 0 else -1 for c in kernel(reduit).granted.tolist()]


def valable(probleme: CouplesMarket, accords: Accords, accordes: list[int]) -> bool:
    """Whether every granted half is held."""
    return all(
        option == forme.dissolved
        or (accordes[forme.first], accordes[forme.second]) == forme.pairs[option]
        for forme, option in zip(probleme.couples, accords, strict=True)
    )


def choisis(market: Market, contrats: set[int]) -> set[int]:
    """Take by decreasing rank all that stays feasible: straight from the definition."""
    pris: list[int] = []
    for contrat in sorted(contrats, key=lambda c: -int(market.rank[c])):
        if asseyable(market, [int(market.zone[c]) for c in [*pris, contrat]]):
            pris.append(contrat)
    return set(pris)


def se_qualifie(market: Market, accordes: list[int], paire: tuple[int, int]) -> bool:
    """Whether a pair is chosen from the holders plus the pair."""
    return set(paire) <= choisis(market, {c for c in accordes if c >= 0} | set(paire))


def refuses(probleme: CouplesMarket, accords: Accords, accordes: list[int]) -> list[bool]:
    """Whether each couple qualifies for a better pair than it got."""
    return [
        any(se_qualifie(probleme.market, accordes, paire) for paire in forme.pairs[:option])
        for forme, option in zip(probleme.couples, accords, strict=True)
    ]


def resultats(probleme: CouplesMarket) -> Iterator[tuple[Accords, list[int], list[bool]]]:
    """Every true outcome: options, grants, who is refused."""
    for accords in product(*[range(forme.dissolved + 1) for forme in probleme.couples]):
        accordes = resultat_pour(probleme, accords)
        if valable(probleme, accords, accordes):
            yield accords, accordes, refuses(probleme, accords, accordes)


def meilleur(probleme: CouplesMarket) -> tuple[list[bool], Accords, list[int]]:
    """The fewest refusals, then couples' best options in turn: who is refused, options, grants."""
    _, accords, accordes, refus = min(
        (sum(refus), accords, accordes, refus) for accords, accordes, refus in resultats(probleme)
    )
    return refus, accords, accordes
