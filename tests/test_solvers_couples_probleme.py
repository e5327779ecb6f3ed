"""Couples' problems: what is refused, worked cases, what is loaded when, repeated runs."""

import doctest
import subprocess
import sys
from random import Random

import numpy as np
import pytest
from ortools.sat.python import cp_model
from petits_couples import petit_probleme
from petits_marches import marche

from mouvement import solvers
from mouvement.solvers import NOT_GRANTED, couples
from mouvement.solvers.couples import Couple, CouplesMarket, Verdict, couple, cp_sat, solve_couples


def deux_postes(capacites, rangs):
    """Postes A and B; a and b ask for A then B, x asks for A: ``rangs`` of the five contracts."""
    forces = [[(False, rangs[0]), (False, rangs[1])], [(False, rangs[2]), (False, rangs[3])]]
    listes = [[0, 1], [0, 1], [0]]
    return marche(capacites, [[0], [1]], listes, [*forces, [(False, rangs[4])]])


@pytest.mark.parametrize(
    ("forme", "message"),
    [
        (Couple(0, 9, (), (0, 0)), "no candidate 9"),
        (Couple(0, 0, (), (0, 0)), "candidate 0 comes twice"),
        (Couple(0, 1, ((0, 0),), (2, 4)), "contract outside the list of 1"),
        (Couple(0, 1, (), (2, 5)), "tail outside the list of 1"),
    ],
)
def test_couple_qui_ne_va_pas_au_marche(forme, message):
    with pytest.raises(ValueError, match=f"couple 0: {message}"):
        CouplesMarket(deux_postes([1, 1], [1, 2, 3, 4, 5]), (forme,))


def test_les_queues_commencent_apres_la_liste_commune():
    market = deux_postes([1, 1], [1, 2, 3, 4, 5])
    assert couple(market, 0, 1, [(0, 2)]).tails == (1, 3)
    assert couple(market, 0, 1, []).tails == (0, 2)


def test_ensemble_ou_pas_du_tout():
    market = deux_postes([2, 0], [4, 1, 2, 5, 3])
    issue = solve_couples(CouplesMarket(market, (couple(market, 0, 1, [(0, 2), (1, 3)]),)))
    # b is outbid at A by x: a does not go alone.
    assert issue.outcome.granted.tolist() == [NOT_GRANTED, NOT_GRANTED, 4]
    (sort,) = issue.fates
    assert sort.dissolved
    assert not sort.refused
    # A has a support left (a did not come): both halves alone are above the barre.
    assert [manque.verdict for manque in sort.missed] == [Verdict.TOGETHER, Verdict.BELOW]


def test_une_paire_en_deux_lieux():
    market = deux_postes([1, 1], [5, 1, 4, 2, 3])
    issue = solve_couples(CouplesMarket(market, (couple(market, 0, 1, [(0, 2), (0, 3)]),)))
    assert issue.outcome.granted.tolist() == [0, 3, NOT_GRANTED]
    assert issue.fates[0].pair == 1


def test_sans_couple():
    market = deux_postes([1, 1], [5, 1, 4, 2, 3])
    issue = solve_couples(CouplesMarket(market, ()))
    assert issue.outcome.granted.tolist() == [0, 3, NOT_GRANTED]
    assert issue.fates == ()


def test_or_tools_n_est_charge_que_pour_ce_qui_reste_ouvert():
    programme = (
        "import sys\n"
        "from mouvement.solvers import Market\n"
        "from mouvement.solvers.couples import CouplesMarket, couple, solve_couples\n"
        "m = Market([1, 1], [0, 1, 2], [0, 1], [0, 1, 2], [0, 1], [1, 2])\n"
        "print(solve_couples(CouplesMarket(m, (couple(m, 0, 1, [(0, 1)]),))).fates[0].pair)\n"
        "print('ortools' in sys.modules)\n"
    )
    sortie = subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, text=True, check=True
    )
    assert sortie.stdout.split() == ["0", "False"]


def test_une_panne_de_cp_sat_se_dit(monkeypatch):
    """The search runs in a thread of its own: its failure must not be lost there."""

    def panne(self, model):
        raise MemoryError("no room")

    monkeypatch.setattr(cp_model.CpSolver, "solve", panne)
    with pytest.raises(MemoryError, match="no room"):
        cp_sat.new_solver(None).solve(cp_model.CpModel())


@pytest.mark.parametrize("module", [solvers, couples])
def test_l_exemple_du_paquet_dit_vrai(module):
    essais = doctest.testmod(module)
    assert essais.attempted > 3
    assert essais.failed == 0


def test_deux_fois_la_meme_chose():
    for graine in range(60):
        une, autre = (solve_couples(petit_probleme(Random(graine))) for _ in range(2))
        assert np.array_equal(une.outcome.granted, autre.outcome.granted)
        assert (une.fates, une.effort) == (autre.fates, autre.effort)
