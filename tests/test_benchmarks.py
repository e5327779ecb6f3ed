"""The benchmarks work and agree; no time is judged here."""

import csv
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner

from mouvement.benchmarks import peers
from mouvement.benchmarks.__main__ import cli
from mouvement.benchmarks.commands import measure
from mouvement.benchmarks.figures import (
    BenchmarkFailed,
    Figure,
    Target,
    exponent,
    figure,
    ratios,
)
from mouvement.benchmarks.precise import Instance, by_heaps, by_kernel, random_instance
from mouvement.benchmarks.processes import PYTHON, run, run_mouvement
from mouvement.benchmarks.registry import SPECS
from mouvement.benchmarks.report import append, write_table
from mouvement.benchmarks.workspace import Workspace

IDENTITE = {
    "date": "2026-01-02T03:04Z",
    "commit": "abc1234",
    "machine": "Processeur, 2 cores",
    "libraries": "numpy 2",
}


def petite_instance(alea: Random) -> Instance:
    """Lists of any length, even none; closed postes."""
    postes = alea.randint(1, 6)
    listes = [
        alea.sample(range(postes), alea.randint(0, postes)) for _ in range(alea.randint(1, 12))
    ]
    rangs = list(range(1, sum(map(len, listes)) + 1))
    alea.shuffle(rangs)
    return Instance(
        capacity=np.array([alea.choice([0, 1, 1, 2]) for _ in range(postes)]),
        candidate_ptr=np.cumsum([0, *map(len, listes)]),
        poste=np.array([poste for liste in listes for poste in liste], dtype=np.int64),
        rank=np.array(rangs, dtype=np.int64),
    )


def test_smoke_passe_tous_les_specs():
    sortie = CliRunner().invoke(cli, ["smoke"])
    assert sortie.exit_code == 0, sortie.output
    for nom in SPECS:
        assert f"\n{nom}: " in f"\n{sortie.output}"


def test_smoke_echoue_quand_un_resultat_differe(monkeypatch):
    monkeypatch.setattr(peers, "by_heaps", lambda instance: by_kernel(instance)[::-1])
    seul = {nom: spec for nom, spec in SPECS.items() if nom in ("peers", "help")}
    monkeypatch.setattr("mouvement.benchmarks.__main__.SPECS", seul)
    sortie = CliRunner().invoke(cli, ["smoke"])
    assert sortie.exit_code == 1
    assert "peers: FAILED: the heap deferred acceptance places" in sortie.output
    assert "help: 1 figures" in sortie.output


def test_un_resultat_qui_change_d_un_essai_a_l_autre_est_refuse(tmp_path, monkeypatch):
    def avec_une_autre_graine(*arguments):
        fichier = tmp_path / "campaign-200" / "campagne.toml"
        if (tmp_path / "outputs-200").exists():  # the first result is done
            fichier.write_text(fichier.read_text().replace("= 20220615", "= 1"))
        return run_mouvement(*arguments)

    monkeypatch.setattr("mouvement.benchmarks.commands.run_mouvement", avec_une_autre_graine)
    with pytest.raises(BenchmarkFailed, match="not the bytes of the first result"):
        measure(Workspace(tmp_path), (200,), 1)


def test_les_tas_donnent_le_resultat_du_noyau():
    deplaces = 0
    for graine in range(500):
        instance = petite_instance(Random(graine))
        places = by_kernel(instance)
        assert by_heaps(instance) == places, graine
        deplaces += sum(
            place != instance.poste[debut]
            for place, debut, fin in zip(
                places, instance.candidate_ptr[:-1], instance.candidate_ptr[1:], strict=True
            )
            if fin > debut
        )
    assert deplaces > 500  # these markets are disputed


def test_le_marche_de_comparaison_est_dispute():
    instance = random_instance(200, 1)
    places = by_kernel(instance)
    assert len(places) == 200
    assert 10 < sum(place < 0 for place in places) < 150
    assert by_heaps(instance) == places


@pytest.mark.skipif(not peers.available(), reason="extra banc")
def test_matching_donne_le_resultat_du_noyau():
    for graine in range(20):
        instance = random_instance(40, graine)
        assert peers.by_matching(instance)[0] == by_kernel(instance)


def test_exposant_de_croissance():
    tailles = (1500, 3000, 6000, 24000)
    assert exponent(tailles, [1e-6 * n**1.25 for n in tailles]) == pytest.approx(1.25)
    assert exponent((1000, 2000), [3.0, 6.0]) == pytest.approx(1.0)
    # Least squares: through points off the line, by hand (logs in base 2).
    assert exponent((1, 2, 4), [1.0, 4.0, 4.0]) == pytest.approx(1.0)


def test_les_rapports_sont_ceux_de_chaque_tour():
    rapports = ratios([2.0, 30.0, 4.0], [1.0, 10.0, 2.0])
    assert rapports == [2.0, 3.0, 2.0]
    assert figure("r", rapports, "×") == Figure("r", 2.0, "×", 2.0, 3.0)
    assert figure("seul", [5.0], "s") == Figure("seul", 5.0, "s")


def test_une_cible_est_atteinte_ou_non():
    assert [Target(8).met(valeur) for valeur in (7.9, 8.0, 8.1)] == [True, True, False]
    assert [Target(100, at_most=False).met(valeur) for valeur in (99, 100, 101)] == [
        False,
        True,
        True,
    ]
    assert Figure("x", 1.0, "s").met is None


def test_une_commande_qui_echoue_se_dit():
    with pytest.raises(BenchmarkFailed, match=r"(?s)status 3.*dernier mot"):
        run([*PYTHON, "-c", "import sys; sys.stderr.write('dernier mot'); sys.exit(3)"])


def test_la_mesure_est_celle_du_processus_seul():
    lourd = bytearray(300 * 2**20)  # what this process holds is not the child's
    lourd[::4096] = b"x" * len(lourd[::4096])
    petit = run([*PYTHON, "-c", "sum(range(3_000_000))"])
    grand = run([*PYTHON, "-c", "x = b'x' * (200 * 2**20)"])
    assert petit.peak < 100 < 200 < grand.peak < 300
    assert petit.cpu > 0


def test_la_table_montre_le_dernier_essai_de_chaque_spec(tmp_path: Path):
    ancien = {**IDENTITE, "date": "2025-12-31T00:00Z", "commit": "0ld0000"}
    append(tmp_path, ancien, "help", [Figure("aide", 0.9, "s", target=Target(0.2))])
    append(tmp_path, ancien, "growth", [Figure("exposant", 1.3, "", target=Target(1.15))])
    append(
        tmp_path,
        IDENTITE,
        "help",
        [
            Figure("aide", 0.1, "s", 0.09, 0.12, Target(0.2)),
            Figure("débit", 123456.0, "/s"),
        ],
    )
    write_table(tmp_path)
    table = (tmp_path / "resultats.md").read_text(encoding="utf-8")
    assert "| aide | 0.100 s | 0.0900–0.120 | ≤ 0.2 | yes |" in table
    assert "| débit | 123,456 /s |  |  |  |" in table
    assert "| exposant | 1.30 |  | ≤ 1.15 | **no** |" in table
    assert "0.900" not in table
    debuts = [
        "## 2026-01-02T03:04Z, commit abc1234",
        "### help: ",
        "## 2025-12-31T00:00Z, commit 0ld0000",
        "### growth: ",
    ]
    assert [table.index(debut) for debut in debuts] == sorted(map(table.index, debuts))
    with (tmp_path / "resultats.csv").open(encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier))
    assert [(ligne["commit"], ligne["figure"], ligne["met"]) for ligne in lignes] == [
        ("0ld0000", "aide", "no"),
        ("0ld0000", "exposant", "no"),
        ("abc1234", "aide", "yes"),
        ("abc1234", "débit", ""),
    ]


def test_full_ecrit_ce_qu_il_mesure(tmp_path: Path):
    sortie = CliRunner().invoke(cli, ["full", "help", "--results", str(tmp_path)])
    assert sortie.exit_code == 0, sortie.output
    table = (tmp_path / "resultats.md").read_text(encoding="utf-8")
    assert table.count("| mouvement --help: CPU |") == 1
    assert CliRunner().invoke(cli, ["full", "inconnu"]).exit_code == 2


def test_full_exige_matching(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(peers, "available", lambda: False)
    sortie = CliRunner().invoke(cli, ["full", "peers", "--results", str(tmp_path)])
    assert sortie.exit_code == 1
    assert ".[banc]" in sortie.output
    assert list(tmp_path.iterdir()) == []
