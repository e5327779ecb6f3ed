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


def melanger(source: Path, copie: Path, graine: int) -> Path:
    """Copy a campaign with the rows of every table shuffled."""
    campagne = Path(shutil.copytree(source, copie))
    hasard = np.random.default_rng(graine)
    for chemin in sorted(campagne.glob("*.parquet")):
        table = pq.ParquetFile(chemin).read()
        pq.write_table(table.take(hasard.permutation(table.num_rows)), chemin)
    assert tables(campagne) != tables(source)
    return campagne


@pytest.mark.parametrize("melange", [1, 2, 3])
def test_lignes_melangees(lancer, minuscule, tmp_path, attendu, melange):
    campagne = melanger(minuscule, tmp_path / "c", melange)
    assert lancer("affecter", campagne, "--sortie", tmp_path / "r").code == 0
    assert tables(tmp_path / "r") == attendu


def test_lignes_melangees_sous_un_reglement(lancer, minuscule_calculee, tmp_path):
    """Computed barèmes and all: only the numbers of the rows set aside are those of the files."""
    campagne = melanger(minuscule_calculee, tmp_path / "c", 1)
    obtenues = []
    for source, sortie in ((minuscule_calculee, tmp_path / "a"), (campagne, tmp_path / "b")):
        assert lancer("affecter", source, "--sortie", sortie).code == 0
        faites = tables(sortie)
        rejets = pq.read_table(sortie / "rejets.parquet").drop_columns(["ligne"])
        obtenues.append(faites | {"rejets.parquet": rejets.to_pylist()})
    assert obtenues[0] == obtenues[1]


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
