"""Benchmarks of couples: what is compared is right; no time is judged here."""

from dataclasses import replace
from random import Random

import pandas as pd
import pytest
from petits_couples import meilleur, petit_probleme

from mouvement.benchmarks import siblings, tied
from mouvement.benchmarks.figures import BenchmarkFailed
from mouvement.benchmarks.places import NOWHERE, Places, Union
from mouvement.benchmarks.plain import Plain, solve_plainly
from mouvement.benchmarks.processes import PYTHON, run
from mouvement.benchmarks.siblings import SiblingsRefused, from_daycares, random_siblings
from mouvement.benchmarks.workspace import Workspace
from mouvement.solvers import kernel
from mouvement.solvers.couples import Status, solve_couples
from mouvement.solvers.couples.problem import CouplesMarket


@pytest.fixture(scope="module")
def atelier(tmp_path_factory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("atelier"))


def accordes(resultat) -> frozenset[int]:
    return frozenset(contrat for contrat in resultat if contrat >= 0)


def test_sans_couple_le_modele_naif_donne_le_noyau():
    for graine in range(60):
        market = petit_probleme(Random(graine)).market
        naif = solve_plainly(CouplesMarket(market, ()), 60)
        assert naif.refusals == 0
        assert naif.granted == accordes(kernel(market).granted.tolist()), graine


def test_avec_couples_le_modele_naif_n_a_jamais_plus_de_refus():
    memes = 0
    for graine in range(60):
        probleme = petit_probleme(Random(graine))
        refus, _, meilleurs = meilleur(probleme)
        naif = solve_plainly(probleme, 60)
        assert naif.refusals is not None
        assert naif.refusals <= sum(refus), graine
        memes += naif.granted == accordes(meilleurs)
    assert memes > 30


def test_le_modele_naif_compte_un_refus_inevitable():
    """The first couple puts a single in the way of the second, whose fall-back sends another back.

    Postes 0 to 2 are one market, 3 to 5 the other.
    """
    probleme = Places(
        capacity=[1] * 6,
        orders=[[2, 0], [0, 4], [4], [1, 3], [5], [5, 1]],
        lists=[[0, 1], [5, 3], [], [], [], []],
        unions=[Union(2, 3, ((0, 3),)), Union(4, 5, ((1, 4), (2, 5)))],
    ).problem()
    naif = solve_plainly(probleme, 60)
    assert naif.refusals == solve_couples(probleme).refusals == 1
    assert naif.booleans == 10


def test_le_modele_naif_sans_le_temps():
    naif = solve_plainly(petit_probleme(Random(1)), 0)
    assert (naif.refusals, naif.granted) == (None, frozenset())


def test_autant_de_couples_que_demande(atelier):
    dossier = atelier.with_couples(200, 30)
    candidats = pd.read_parquet(dossier / "candidats.parquet")
    assert candidats["simultanee"].notna().sum() == 60
    assert sum(len(part.couples) for part in atelier.components(200, 30)) == 30
    assert atelier.with_couples(200, 30) == dossier


def test_la_resolution_se_dit_avec_ce_que_la_propagation_laisse(atelier):
    mesures = tied.measure(atelier, (200,), 2)
    noms = [mesure.name for mesure in mesures]
    assert noms[0] == "solving stage, 2 couples, 200 candidates: 0 refusals, proven"
    assert noms[-4].startswith("solving stage, 10 couples, 200 candidates: ")
    assert [nom.rpartition(": ")[2] for nom in noms[1:4]] == [
        *("couples", "their options", "singles' contracts"),
    ]
    ouverts = [int(mesure.value) for mesure in mesures[-3:]]
    assert 0 < ouverts[0] < ouverts[1]


def test_ce_qui_n_est_pas_prouve_se_dit(atelier, monkeypatch):
    monkeypatch.setattr(tied, "LIMIT", 0.0)
    monkeypatch.setattr(tied, "SECONDS", {12_000: None})
    (mesure, *_) = tied.measure(atelier, (200,), 3)
    assert mesure.name.endswith("not proven")
    assert mesure.low is None  # a single run


def test_un_resultat_qui_change_est_refuse(atelier):
    parts = atelier.components(200, 10)
    une, autre = tied.solve(parts), tied.solve(parts)
    tied.check(parts, [une, autre])
    (premier, *suite) = autre.outcomes
    faux = premier.outcome.granted.copy()
    faux[0] = -1 if faux[0] >= 0 else 0
    change = replace(premier, outcome=replace(premier.outcome, granted=faux))
    with pytest.raises(BenchmarkFailed, match="not the outcome of the first run"):
        tied.check(parts, [une, replace(autre, outcomes=[change, *suite])])
    with pytest.raises(BenchmarkFailed):
        tied.check(parts, [replace(une, outcomes=[change, *suite])])


def test_le_rapport_est_un_minimum_quand_le_temps_manque(atelier, monkeypatch):
    monkeypatch.setattr(tied, "PLAIN_LIMIT", 0.0)
    _, naif, rapport = tied.measure_plain(atelier, (200,), 1)
    assert naif.name.endswith("given up after 0 s")
    assert rapport.name.startswith("≥ plain model / ours")


def test_un_modele_naif_qui_trouve_plus_de_refus_est_refuse(atelier, monkeypatch):
    monkeypatch.setattr(tied, "solve_plainly", lambda *_: Plain(99, frozenset(), 1.0, 1))
    with pytest.raises(BenchmarkFailed, match="the plain model finds 99 refusals"):
        tied.measure_plain(atelier, (200,), 1)


def test_les_fratries_tirees():
    places = random_siblings(200, 20, 1)
    assert places == random_siblings(200, 20, 1)
    assert len(places.unions) == 20
    assert all(len(union.pairs) == 10 for union in places.unions)
    assert [len(liste) for liste in places.lists] == [0] * 40 + [10] * 160
    assert 30 < len(places.kept) < 90
    issue = solve_couples(places.problem(), 20)
    sans_place = int((issue.outcome.granted < 0).sum())
    assert 20 < sans_place < 80  # disputed
    for poste, ordre in enumerate(places.orders):
        demandeurs = {qui for qui, liste in enumerate(places.lists) if poste in liste}
        demandeurs |= {
            qui
            for union in places.unions
            for paire in union.pairs
            for qui, la in zip((union.first, union.second), paire, strict=True)
            if la == poste
        }
        assert set(ordre) == demandeurs


def test_les_fratries_se_mesurent(tmp_path, monkeypatch):
    monkeypatch.setattr(siblings, "THEIRS", {100: 1000.0})
    mesures = siblings.measure(Workspace(tmp_path), (100,), 2)
    assert [mesure.name for mesure in mesures] == [
        "100 candidates, 10 % in pairs (5): 0 refusals, proven",
        "their 1000 s / ours, 100 candidates, 10 % in pairs",
        "100 candidates, 20 % in pairs (10): 0 refusals, proven",
    ]
    assert mesures[1].value == pytest.approx(1000 / mesures[0].value, rel=0.5)


def creche(nom, places, ordre, partages=()):
    return {
        "id": nom,
        "recruiting_numbers_list": places,
        "priority_child_id_list": ordre,
        "share_ages_list": list(partages),
    }


def enfant(nom, age, place=None):
    return {"id": nom, "age": age, "initial_daycare_id": place}


ENFANTS = [enfant(10, 0), enfant(20, 0), enfant(21, 1), enfant(30, 1, place=2)]
CRECHES = [creche(1, [1, 1], [20, 10, 30, 21]), creche(2, [1, 0], [10, 20, 21])]
FAMILLES = [
    {"id": 1, "children": [10], "pref": [1, None, 2]},
    {"id": 2, "children": [20, 21], "pref": [(1, 1), (2, None)]},
    {"id": 3, "children": [30], "pref": [1, 2]},
]


def test_une_creche_fait_un_poste_par_age():
    places = from_daycares(ENFANTS, CRECHES, FAMILLES)
    assert places == Places(
        capacity=[1, 1, 1, 0],
        orders=[[1, 0], [3, 2], [0, 1], [2]],
        lists=[[0, 2], [], [], [1, 3]],
        unions=[Union(1, 2, ((0, 1), (2, NOWHERE)))],
        kept={3: 3},
    )
    # 30 comes before 21 in the first daycare: the siblings ask for the second, and 10 is before 20.
    probleme = places.problem()
    issue = solve_couples(probleme)
    ou = [int(probleme.market.zone[c]) if c >= 0 else -1 for c in issue.outcome.granted]
    assert (ou, issue.refusals, issue.status) == ([0, 2, 4, 1], 0, Status.OPTIMAL)


@pytest.mark.parametrize(
    ("creches", "familles", "refus"),
    [
        ([creche(1, [1], [], partages=[[0, 1]])], [], "daycare 1: rooms shared"),
        (CRECHES, [{"id": 9, "children": [10, 20, 21], "pref": []}], "family 9: 3 siblings"),
    ],
)
def test_ce_que_nos_marches_n_ont_pas_est_refuse(creches, familles, refus):
    with pytest.raises(SiblingsRefused, match=refus):
        from_daycares(ENFANTS, creches, familles)


def test_un_etat_admis_n_est_pas_un_echec():
    cinq = [*PYTHON, "-c", "raise SystemExit(5)"]
    assert run(cinq, (0, 5)).status == 5
    with pytest.raises(BenchmarkFailed, match="status 5"):
        run(cinq)
