"""The wheel, installed alone in a fresh environment, works from another folder."""

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from processus import environnement, lancer_commande

from mouvement import __version__

RACINE = Path(__file__).resolve().parents[1]
SALLES = ("engine", "solvers", "io", "scenarios", "benchmarks")


@pytest.fixture(scope="module")
def roue(tmp_path_factory) -> Path:
    """Build from a copy: building leaves files beside the sources."""
    copie = tmp_path_factory.mktemp("sources")
    restes = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for nom in ("src", *SALLES):
        shutil.copytree(RACINE / nom, copie / nom, symlinks=True, ignore=restes)
    for nom in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(RACINE / nom, copie / nom)
    ligne = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(copie)]
    fini = lancer_commande(ligne)
    assert fini.returncode == 0, fini.stdout + fini.stderr
    (construite,) = (copie / "dist").glob("*.whl")
    return construite


@pytest.fixture(scope="module")
def installe(roue, tmp_path_factory) -> Path:
    """Return the ``bin`` folder of an environment that has the wheel, and our dependencies."""
    neuf = tmp_path_factory.mktemp("neuf")
    venv.create(neuf)
    executables = neuf / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(executables / "python")]
    options = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(roue)]
    subprocess.run(
        [*pip, *options], check=True, env=environnement(PIP_DISABLE_PIP_VERSION_CHECK="1")
    )
    # A folder added so gives its packages, but its own .pth (our editable install) are not read.
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    lien = neuf / f"lib/{version}/site-packages/dependances.pth"
    lien.write_text(sysconfig.get_path("purelib") + "\n")
    return executables


def lancer_installe(installe: Path, ou: Path, *ligne: str) -> subprocess.CompletedProcess[str]:
    return lancer_commande(
        [str(installe / ligne[0]), *ligne[1:]], cwd=ou, env=environnement(PYTHONPATH="")
    )


def test_les_cinq_salles_et_leurs_donnees(roue):
    noms = zipfile.ZipFile(roue).namelist()
    for salle in SALLES:
        assert any(nom.startswith(f"mouvement/{salle}/") for nom in noms)
    attendus = {
        f"mouvement/{chemin.relative_to(RACINE)}"
        for salle in SALLES
        for chemin in (RACINE / salle).rglob("*")
        if chemin.suffix in (".py", ".toml", ".csv", ".html", ".css", ".js", ".parquet")
    }
    assert attendus <= set(noms)
    assert "mouvement/py.typed" in noms


def test_version_d_ailleurs(installe, tmp_path):
    fini = lancer_installe(installe, tmp_path, "mouvement", "--version")
    assert fini.stdout == f"mouvement {__version__}\n"
    fini = lancer_installe(
        installe, tmp_path, "python", "-c", "import mouvement; print(mouvement.__file__)"
    )
    assert Path(fini.stdout.strip()).is_relative_to(installe.parent)


def test_generer_et_affecter_d_ailleurs(installe, tmp_path):
    for ligne in (
        ("generer", "minuscule", "--sortie", "c", "--facteur", "0,5"),
        ("affecter", "c", "--sortie", "r"),
        ("verifier", "r"),
    ):
        fini = lancer_installe(installe, tmp_path, "mouvement", *ligne)
        assert fini.returncode == 0, fini.stderr
    assert (tmp_path / "r/manifeste.json").is_file()
