"""Seating against its definition, and the certificate against what breaks it."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from petits_marches import asseyable, marche, petit_marche

from mouvement.solvers import NOT_GRANTED, Market, certificate, kernel, seat
from mouvement.solvers.deferred_acceptance import Run


def sieges_par_definition(market, granted, tours=()):
    """Each in turn keeps the first set of postes that leaves everybody a seat; try everything."""
    contenu = market.zone_lists()
    zones = {c: list(contenu[market.zone[k]]) for c, k in enumerate(granted) if k != NOT_GRANTED}

    def tenable(essai):
        reduit = Market(
            market.capacity,
            np.cumsum([0, *map(len, essai.values())]),
            np.array([p for postes in essai.values() for p in postes], dtype=np.int64),
            np.zeros(1, dtype=np.int64),
            np.zeros(0, dtype=np.int64),
            np.zeros(0, dtype=np.int64),
        )
        return asseyable(reduit, list(range(len(essai))))

    def garder(candidat, postes):
        garde = [p for p in zones.get(candidat, []) if p in postes]
        if garde and tenable({**zones, candidat: garde}):
            zones[candidat] = garde
            return True
        return False

    for tour in tours:
        for candidat, ensembles in tour:
            any(garder(candidat, postes) for postes in ensembles)
    for candidat in sorted(zones, key=lambda c: -market.rank[granted[c]]):
        any(garder(candidat, (poste,)) for poste in list(zones[candidat]))
    return [zones[c][0] if c in zones else NOT_GRANTED for c in range(market.candidates)]


def test_les_sieges_suivent_leur_definition():
    for graine in range(1500):
        alea = Random(graine)
        market = petit_marche(alea)
        outcome = kernel(market)
        tours = [
            [(candidat, _choix(alea, market.postes)) for candidat in _holders(alea, outcome)]
            for _ in range(2)
        ]
        granted = outcome.granted.tolist()
        assert seat(market, outcome).tolist() == sieges_par_definition(market, granted), graine
        attendu = sieges_par_definition(market, granted, tours)
        assert seat(market, outcome, tours).tolist() == attendu, graine


def test_un_tour_voit_ce_que_les_choix_laissent():
    """Two holders of two postes: the first takes one, the second still has the two of his zone."""
    market = marche([1, 1], [[0, 1]], [[0], [0]], [[(False, 2)], [(False, 1)]])
    vus = []

    def tour(ouverts):
        vus.extend([list(ouverts(0)), list(ouverts(1))])
        yield 0, [(1,)]
        vus.extend([list(ouverts(0)), list(ouverts(1))])

    assert seat(market, kernel(market), [tour]).tolist() == [1, 0]
    assert vus == [[0, 1], [0, 1], [1], [0, 1]]


def _holders(alea, outcome):
    holders = np.flatnonzero(outcome.granted != NOT_GRANTED).tolist()
    return alea.sample(holders, alea.randint(0, len(holders)))


def _choix(alea, postes):
    return [
        tuple(sorted(alea.sample(range(postes), alea.randint(1, postes))))
        for _ in range(alea.randint(0, 3))
    ]


@pytest.fixture
def temoin():
    """Two postes of one support; 0 holds the zone of both, 1 the first poste, 2 is refused."""
    market = marche(
        [1, 1],
        [[0, 1], [0], [1]],
        [[1, 0], [1], [0, 2]],
        [[(False, 2), (False, 3)], [(False, 5)], [(False, 1), (False, 0)]],
    )
    outcome = kernel(market)
    return market, outcome, seat(market, outcome)


def test_le_temoin_tient(temoin):
    market, outcome, seats = temoin
    assert outcome.granted.tolist() == [1, 2, NOT_GRANTED]
    assert seats.tolist() == [1, 0, NOT_GRANTED]
    assert certificate(market, outcome.granted, seats, outcome.poste_barre) == []


@pytest.mark.parametrize(
    ("granted", "seats", "barres", "condition"),
    [
        ([1, 2, -1], [0, 0, -1], None, "1: more holders than supports"),
        ([1, 2, -1], [1, 1, -1], None, "1: seat outside the zone"),
        ([1, 1, -1], [1, 0, -1], None, "1: contract of another candidate"),
        ([1, 5, -1], [1, 0, -1], None, "1: no such contract, candidate 1"),
        ([1, -2, -1], [1, 0, -1], None, "1: no such contract, candidate 1"),
        ([1, 2, -1], [2, 0, -1], None, "1: no such seat, candidate 0"),
        ([1, 2, -1], [1, -1, -1], None, "1: no such seat, candidate 1"),
        ([-1, 2, -1], [-1, 0, -1], None, "2: free support but not open"),
        ([1, 2, -1], None, [6, 4], "3: rank below the barre"),
        ([1, 2, -1], None, [2, 4], "3: seat not at the lowest barre"),
        ([1, 2, -1], None, [5, 1], "4: preferred contract not below its barre"),
    ],
)
def test_chaque_condition_se_rompt(temoin, granted, seats, barres, condition):
    market, outcome, places = temoin
    constats = certificate(
        market,
        np.array(granted),
        places if seats is None else np.array(seats),
        outcome.poste_barre if barres is None else np.array(barres),
    )
    assert any(constat.startswith(condition) for constat in constats), constats


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("capacity", [-1, 1]),
        ("zone_ptr", [0, 2, 3, 5]),
        ("zone_ptr", [0, 3, 2, 4]),
        ("zone_poste", [1, 0, 0, 1]),
        ("zone_poste", [0, 0, 0, 1]),
        ("zone_poste", [0, 2, 0, 1]),
        ("candidate_ptr", [1, 2, 3, 5]),
        ("zone", [1, 0, 1, 0, 3]),
        ("zone", [1, 0, 1, 0, -1]),
        ("capacity", [1.5, 1.0]),
        ("rank", [3.0, 4.0, 5.0, 2.0, 1.0]),
        ("rank", [3, 3, 5, 2, 1]),
        ("rank", [3, 4, 6, 2, 1]),
    ],
)
def test_un_marche_mal_forme_est_refuse(temoin, champ, valeur):
    market = temoin[0]
    with pytest.raises(ValueError, match=champ):
        replace(market, **{champ: np.array(valeur)})


def test_qui_ne_tient_rien_ne_choisit_rien(temoin):
    market, outcome, seats = temoin
    for choisi in ([(1,)], [(0, 1)], [(0,), (1,)]):
        assert seat(market, outcome, [[(2, choisi)]]).tolist() == seats.tolist()


def test_une_issue_ne_change_pas_apres_coup():
    """What the run proposes next is not in an outcome that was taken before."""
    market = marche([2], [[0]], [[0], [0]], [[(False, 1)], [(False, 0)]])
    run = Run(market)
    run.propose([0])
    issue = run.outcome()
    run.propose([1])
    assert issue.flows.by_zone == ({0: 1},)


def test_un_marche_ne_change_pas(temoin):
    market, outcome, _ = temoin
    with pytest.raises(ValueError, match="read-only"):
        market.capacity[0] = 5
    again = kernel(market)
    assert np.array_equal(again.granted, outcome.granted)
