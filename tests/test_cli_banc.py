"""``mouvement banc``: every step measured, nothing kept; no time is judged here."""

import json
from pathlib import Path

import pytest

from mouvement.benchmarks import users
from mouvement.benchmarks.steps import Measured, Steps

TABLE = [
    {"figure": f, "value": v, "unit": "s", "date": d, "commit": "abc", "machine": "M"}
    for f, v, d in [
        ("affecter: wall, 3,000 candidates", "2", "2026-01-01"),
        ("affecter: wall, 3,000 candidates", "1", "2026-02-01"),
        ("affecter, 12,000 candidates: wall", "4", "2026-02-01"),
        ("affecter: CPU, 2,000 candidates", "9", "2026-02-01"),
        ("verifier, 12,000 candidates: wall", "8", "2026-01-01"),
        ("affecter, 12,000 candidates: peak memory", "100", "2026-01-01"),
        ("rules applied, 12,000 candidates, 240,000 vœux, 9 elements", "5", "2026-01-01"),
    ]
]


def mesure(secondes: float, calcule: bool = False, candidats: int = 2400) -> Measured:
    faite = Steps({"lecture": secondes, "instruction": 1.0}, {"lecture": 50.0, "instruction": 70.0})
    revue = Steps({"lecture": 1.0, "vérification": 3.0}, {"lecture": 50.0, "vérification": 60.0})
    tailles = {"candidats": candidats, "voeux": 3, "contrats": 2, "elements": 1}
    return Measured(faite, revue, tailles, calcule, 0)


def test_medianes_et_debit():
    dit = users.summary([mesure(9.0), mesure(1.0), mesure(3.0)], TABLE)
    lecture = dit["affecter"][0]
    assert (lecture["duree_s"], lecture["min_s"], lecture["max_s"]) == (3.0, 1.0, 9.0)
    assert (dit["affecter_s"], dit["candidats_par_s"], dit["verifier_s"]) == (4.0, 600.0, 4.0)


def test_compare_a_la_taille_la_plus_proche_et_a_la_derniere_mesure():
    rapports = {c["mesure"]: c for c in users.summary([mesure(3.0)], TABLE)["comparaison"]}
    assert rapports["affecter : durée"]["reference"] == 1.0
    assert rapports["affecter : durée"]["candidats_reference"] == 3000
    assert rapports["affecter : durée"]["rapport"] == 4.0
    assert rapports["affecter : mémoire"]["rapport"] == 0.7
    assert rapports["verifier : durée"]["rapport"] == 0.5
    # Declared barèmes: the rules' time would mean nothing.
    assert "instruction : durée" not in rapports
    calcules = users.summary([mesure(3.0, calcule=True)], TABLE)["comparaison"]
    assert calcules[-1]["mesure"] == "instruction : durée"
    # 2,400 is nearer 3,000; 11,000 is nearer 12,000.
    grande = users.summary([mesure(3.0, candidats=11_000)], TABLE)["comparaison"][0]
    assert (grande["reference"], grande["candidats_reference"]) == (4.0, 12_000)


def test_la_table_publiee_a_de_quoi_comparer(lancer, minuscule, tmp_path, monkeypatch):
    """The command as a user runs it, against the committed table."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    reponse = lancer("banc", minuscule, "--repetitions", 2, "--json")
    assert reponse.code == 0, reponse.err
    dit = json.loads(reponse.out)
    assert (dit["candidats"], dit["repetitions"], dit["bareme"]) == (60, 2, "declare")
    assert [etape["etape"] for etape in dit["affecter"]] == [
        "démarrage", "lecture", "instruction", "contrats", "placement", "audit", "écriture",
    ]  # fmt: skip
    assert [etape["etape"] for etape in dit["verifier"]] == ["lecture", "vérification"]
    for etape in (*dit["affecter"], *dit["verifier"]):
        assert 0 < etape["min_s"] <= etape["duree_s"] <= etape["max_s"]
        assert etape["memoire_mio"] > 10
    compares = {c["mesure"] for c in dit["comparaison"]}
    assert compares >= {"affecter : durée", "affecter : mémoire", "verifier : durée"}
    assert list(tmp_path.iterdir()) == []


def test_banc_se_lit(lancer, minuscule):
    reponse = lancer("banc", minuscule)
    assert reponse.code == 0, reponse.err
    for mot in (
        "60 candidats",
        "barèmes déclarés",
        "vérification",
        "candidats par seconde",
        " : × ",
    ):
        assert mot in reponse.out


@pytest.mark.parametrize(("quoi", "code"), [("absente", 2), ("vide", 3)])
def test_banc_refuse(lancer, tmp_path: Path, quoi, code):
    (tmp_path / "vide").mkdir()
    reponse = lancer("banc", tmp_path / quoi)
    assert (reponse.code, reponse.out) == (code, "")
    assert "Traceback" not in reponse.err
