"""The kernel against brute force, by definition, on thousands of tiny markets."""

from functools import partial
from random import Random

import numpy as np
import pytest
from petits_marches import barres_par_definition, noyaux, petit_marche

from mouvement.solvers import (
    NOT_GRANTED,
    SOLVERS,
    Market,
    certificate,
    cp_sat_kernel,
    kernel,
    seat,
)
from mouvement.solvers.deferred_acceptance import Run

GRAINES = range(3000)
PAQUETS = 10


TOUS = {**SOLVERS, "cp-sat sans bornes": partial(cp_sat_kernel, bounded=False)}
LENTS = 10
"""CP-SAT takes a millisecond or two a market: it gets one market in ten."""


@pytest.fixture(params=sorted(TOUS))
def solve(request):
    return TOUS[request.param]


@pytest.fixture
def graines(solve):
    return GRAINES if solve is kernel else GRAINES[::LENTS]


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_le_resultat_est_le_meilleur_noyau(solve, graines, paquet):
    for graine in graines[paquet::PAQUETS]:
        market = petit_marche(Random(graine))
        outcome = solve(market)
        granted = tuple(outcome.granted.tolist())
        kernels = list(noyaux(market))
        assert granted in kernels, graine
        # Contracts are numbered in list order: the lower number is the better one, -1 the worst.
        worst = market.contracts
        for other_kernel in kernels:
            assert all(
                (mine if mine >= 0 else worst) <= (other if other >= 0 else worst)
                for mine, other in zip(granted, other_kernel, strict=True)
            ), graine
        assert outcome.poste_barre.tolist() == barres_par_definition(market, granted), graine


def test_les_quatre_conditions_tiennent(solve, graines):
    for graine in graines:
        market = petit_marche(Random(graine))
        outcome = solve(market)
        seats = seat(market, outcome)
        assert certificate(market, outcome.granted, seats, outcome.poste_barre) == [], graine


def test_renumeroter_ne_change_rien(solve, graines):
    for graine in graines[: len(graines) // 3]:
        alea = Random(graine)
        market = petit_marche(alea)
        autre, candidats, postes = renumerote(market, alea)
        avant, apres = solve(market), solve(autre)
        for ancien, nouveau in enumerate(candidats):
            assert place(market, avant.granted, ancien) == place(autre, apres.granted, nouveau)
        assert [apres.poste_barre[postes[p]] for p in range(market.postes)] == list(
            avant.poste_barre
        )


def test_l_ordre_des_propositions_ne_change_rien(monkeypatch):
    for graine in GRAINES[:1000]:
        market = petit_marche(Random(graine))
        avant = kernel(market)
        with monkeypatch.context() as m:
            ordre = list(range(market.candidates))
            Random(graine).shuffle(ordre)
            m.setattr(Run, "order", lambda self, ordre=ordre: list(ordre))
            apres = kernel(market)
        assert np.array_equal(avant.granted, apres.granted)
        assert np.array_equal(avant.poste_barre, apres.poste_barre)


def test_marche_vide(solve):
    vide = np.zeros(0, dtype=np.int64)
    market = Market(vide, np.zeros(1, int), vide, np.zeros(3, int), vide, vide)
    outcome = solve(market)
    assert outcome.granted.tolist() == [NOT_GRANTED, NOT_GRANTED]
    assert seat(market, outcome).tolist() == [NOT_GRANTED, NOT_GRANTED]


def place(market, granted, candidat):
    contrat = granted[candidat]
    return contrat if contrat < 0 else contrat - market.candidate_ptr[candidat]


def renumerote(market, alea):
    """The same market with candidates, postes and zones in another order."""
    candidats = alea.sample(range(market.candidates), market.candidates)
    postes = alea.sample(range(market.postes), market.postes)
    zones = alea.sample(range(market.zones), market.zones)
    anciens_candidats, anciennes_zones = np.argsort(candidats), np.argsort(zones)
    capacites = market.capacity[np.argsort(postes)]
    contenu = market.zone_lists()
    listes = [sorted(postes[p] for p in contenu[zone]) for zone in anciennes_zones]
    contrats = [
        c
        for candidat in anciens_candidats
        for c in range(market.candidate_ptr[candidat], market.candidate_ptr[candidat + 1])
    ]
    tailles = np.diff(market.candidate_ptr)[anciens_candidats]
    autre = Market(
        capacites,
        np.cumsum([0, *map(len, listes)]),
        np.array([p for liste in listes for p in liste], dtype=np.int64),
        np.cumsum([0, *tailles]),
        np.array([zones[market.zone[c]] for c in contrats], dtype=np.int64),
        np.array([market.rank[c] for c in contrats], dtype=np.int64),
    )
    return autre, candidats, postes
