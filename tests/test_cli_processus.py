"""The program as a process: signals, limits, encodings, what it loads."""

import errno
import os
import resource
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from processus import (
    BLOQUE_ECRITURE,
    commande,
    demarrer,
    environnement,
    executer,
    interrompre,
    lancer_commande,
)

CHARGE = """
import sys
from mouvement.cli import main
try:
    main()
finally:
    lourds = {"numpy", "pandas", "pyarrow"} & set(sys.modules)
    print("LOURDS", sorted(lourds), file=sys.stderr)
"""


def octets(dossier: Path) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in dossier.iterdir()}


def test_aide_sans_rien_de_lourd():
    reponse = executer("--help", programme=CHARGE)
    assert reponse.returncode == 0
    assert reponse.stdout.startswith("Usage : mouvement ")
    assert reponse.stderr == "LOURDS []\n"


def test_aide_en_peu_de_temps():
    avant = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert executer("--help").returncode == 0
    apres = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime < 0.5


@pytest.mark.parametrize("recu", [signal.SIGINT, signal.SIGTERM])
def test_interrompu_en_lisant(minuscule, tmp_path, recu):
    campagne = tmp_path / "c"
    campagne.mkdir()
    for nom, contenu in octets(minuscule).items():
        (campagne / nom).write_bytes(contenu)
    (campagne / "voeux.parquet").unlink()
    os.mkfifo(campagne / "voeux.parquet")  # nobody writes in it: reading waits
    processus = demarrer("affecter", campagne, "--sortie", tmp_path / "r")
    code, suite = interrompre(processus, "lecture…", recu)
    assert (code, suite.strip()) == (130, "Interrompu ; rien n'a été écrit.")
    assert list(tmp_path.iterdir()) == [campagne]


@pytest.mark.parametrize("recu", [signal.SIGINT, signal.SIGTERM])
def test_interrompu_en_ecrivant(minuscule, tmp_path, recu):
    processus = demarrer(
        "affecter", minuscule, "--sortie", tmp_path / "r", programme=BLOQUE_ECRITURE
    )
    code, suite = interrompre(processus, "ECRITURE", recu)
    assert (code, suite.strip()) == (130, "Interrompu ; rien n'a été écrit.")
    assert list(tmp_path.iterdir()) == []


def test_interrompu_en_ecrasant(lancer, minuscule, tmp_path):
    sortie = tmp_path / "r"
    assert lancer("affecter", minuscule, "--sortie", sortie).code == 0
    avant = octets(sortie)
    processus = demarrer(
        "affecter", minuscule, "--sortie", sortie, "--ecraser", programme=BLOQUE_ECRITURE
    )
    assert interrompre(processus, "ECRITURE", signal.SIGINT)[0] == 130
    assert list(tmp_path.iterdir()) == [sortie]
    assert octets(sortie) == avant


def test_tue_en_ecrivant(lancer, minuscule, tmp_path):
    sortie = tmp_path / "r"
    processus = demarrer("affecter", minuscule, "--sortie", sortie, programme=BLOQUE_ECRITURE)
    code, _ = interrompre(processus, "ECRITURE", signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert not sortie.exists()
    assert all(chemin.name.startswith(".r.partiel-") for chemin in tmp_path.iterdir())
    assert lancer("affecter", minuscule, "--sortie", sortie).code == 0
    assert lancer("verifier", sortie).code == 0


def test_fichier_trop_grand(minuscule, tmp_path):
    reponse = executer(
        "affecter",
        minuscule,
        "--sortie",
        tmp_path / "r",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert (reponse.returncode, reponse.stdout) == (2, "")
    assert f"{tmp_path / 'r'} : fichier trop grand" in reponse.stderr
    assert reponse.stderr.endswith("Rien n'a été écrit.\n")
    assert "Traceback" not in reponse.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("commande_", ["affecter", "generer"])
def test_disque_plein(lancer, minuscule, tmp_path, monkeypatch, commande_):
    def plein(descripteur: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", plein)
    objet = minuscule if commande_ == "affecter" else "minuscule"
    reponse = lancer(commande_, objet, "--sortie", tmp_path / "x")
    assert (reponse.code, reponse.out) == (2, "")
    assert reponse.err.endswith(f"{tmp_path / 'x'} : disque plein. Rien n'a été écrit.\n")
    assert list(tmp_path.iterdir()) == []


def test_lecteur_parti(minuscule, tmp_path):
    """``mouvement reglements declare | head -0``: no traceback."""
    lecture, ecriture = os.pipe()
    os.close(lecture)
    reponse = executer(
        "reglements", "declare", capture_output=False, stdout=ecriture, stderr=subprocess.PIPE
    )
    os.close(ecriture)
    assert "Traceback" not in reponse.stderr
    assert "Exception" not in reponse.stderr


@pytest.mark.parametrize("ferme", [">&-", "2>&-", ">&- 2>&-"])
def test_flux_fermes(minuscule, tmp_path, ferme):
    """As a daemon's: the result is written all the same."""
    ligne = shlex.join(commande("affecter", minuscule, "--sortie", tmp_path / "r"))
    reponse = lancer_commande(["sh", "-c", f"{ligne} {ferme}"])
    assert (reponse.returncode, "Traceback" in reponse.stderr) == (0, False)
    assert (tmp_path / "r/manifeste.json").exists()


def test_affichage_plein():
    reponse = lancer_commande(["sh", "-c", shlex.join(commande("reglements")) + " >/dev/full"])
    assert reponse.returncode == 2
    assert reponse.stderr == "Affichage impossible : disque plein.\n"


def test_sortie_en_latin_1(minuscule, tmp_path):
    reglages = {"env": environnement(PYTHONIOENCODING="latin-1"), "text": False}
    reponse = executer("affecter", minuscule, "--sortie", tmp_path / "r", **reglages)
    assert reponse.returncode == 0
    assert "Mutés" in reponse.stdout.decode("latin-1")
    candidat = pq.read_table(tmp_path / "r/affectations.parquet")["candidat"][0]
    histoire = executer("expliquer", tmp_path / "r", candidat, **reglages)
    assert histoire.returncode == 0
    assert "Décision : " in histoire.stdout.decode("latin-1")
    assert b"Traceback" not in histoire.stderr


def test_json_intact_en_latin_1(campagne_minimale):
    """``œ`` is not Latin-1: JSON must not lose it."""
    campagne_minimale.changer("candidats", 1, poste_actuel="P2-Cœur")
    reponse = executer(
        "controler",
        campagne_minimale.ecrire(),
        "--json",
        env=environnement(PYTHONIOENCODING="latin-1"),
    )
    assert reponse.returncode == 3
    assert r"P2-C\u0153ur" in reponse.stdout


def test_executable_du_paquet(minuscule):
    """The console script that ``pip`` makes is the same program."""
    programme = Path(sys.executable).with_name("mouvement")
    reponse = lancer_commande([str(programme), "controler", str(minuscule)])
    assert (reponse.returncode, reponse.stdout) == (0, executer("controler", minuscule).stdout)
