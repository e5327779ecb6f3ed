"""Same campaign, same bytes: whatever the order of the rows and the hash seed."""

import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from processus import environnement, executer


def tables(dossier: Path) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in dossier.glob("*.parquet")}


@pytest.fixture(scope="module")
def attendu(minuscule, tmp_path_factory) -> dict[str, bytes]:
    dossier = tmp_path_factory.mktemp("attendu") / "r"
    reponse = executer("affecter", minuscule, "--sortie", dossier)
    assert reponse.returncode == 0, reponse.stderr
    return tables(dossier)


def test_deux_fois(lancer, minuscule, tmp_path, attendu):
    assert len(attendu) >= 6
    assert lancer("affecter", minuscule, "--sortie", tmp_path / "r").code == 0
    assert tables(tmp_path / "r") == attendu


@pytest.mark.parametrize("melange", [1, 2, 3])
def test_lignes_melangees(lancer, minuscule, tmp_path, attendu, melange):
    campagne = Path(shutil.copytree(minuscule, tmp_path / "c"))
    hasard = np.random.default_rng(melange)
    for chemin in sorted(campagne.glob("*.parquet")):
        table = pq.ParquetFile(chemin).read()
        pq.write_table(table.take(hasard.permutation(table.num_rows)), chemin)
    assert tables(campagne) != tables(minuscule)
    assert lancer("affecter", campagne, "--sortie", tmp_path / "r").code == 0
    assert tables(tmp_path / "r") == attendu


@pytest.mark.parametrize("graine", ["0", "1", "random"])
def test_graine_de_hachage(minuscule, tmp_path, attendu, graine):
    reponse = executer(
        "affecter",
        minuscule,
        "--sortie",
        tmp_path / "r",
        env=environnement(PYTHONHASHSEED=graine),
    )
    assert reponse.returncode == 0
    assert tables(tmp_path / "r") == attendu


def test_dossier_d_ou_l_on_lance(minuscule, tmp_path, attendu):
    reponse = executer("affecter", minuscule, "--sortie", "r", cwd=tmp_path)
    assert reponse.returncode == 0
    assert tables(tmp_path / "r") == attendu
