"""Progress: a bar that leaves nothing behind on a terminal, dated lines in a log."""

import os
import re
import subprocess
from pathlib import Path

from processus import executer

from mouvement import progression
from mouvement.progression import Progression

EFFACE = "\r\x1b[K"


def sur_un_terminal(*arguments: object) -> str:
    """Return what the program writes on stderr when it is a terminal."""
    maitre, esclave = os.openpty()
    executer(*arguments, capture_output=False, stdout=subprocess.DEVNULL, stderr=esclave)
    os.close(esclave)
    morceaux = []
    try:
        while morceau := os.read(maitre, 4096):
            morceaux.append(morceau)
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(maitre)
    return b"".join(morceaux).decode().replace("\r\n", "\n")


def test_barre_sur_un_terminal(minuscule: Path, tmp_path: Path):
    ecrit = sur_un_terminal("affecter", minuscule, "--sortie", tmp_path / "r").split(EFFACE)
    assert "lecture…" in ecrit
    assert "█" * 7 + "░" * 23 + " 1/4 marchés" in ecrit
    assert "█" * 30 + " 4/4 marchés" in ecrit
    assert ecrit[-1] == ""


def test_une_erreur_ne_suit_pas_la_barre(tmp_path: Path):
    ecrit = sur_un_terminal("affecter", tmp_path / "rien", "--sortie", tmp_path / "r")
    assert ecrit.split(EFFACE)[-1] == f"{tmp_path / 'rien'} n'est pas un dossier de campagne.\n"


def test_lignes_datees_dans_un_journal(capsys, monkeypatch):
    temps = iter(range(0, 1000, 6))
    monkeypatch.setattr(progression.time, "perf_counter", lambda: float(next(temps)))
    suivi = Progression()
    with suivi.etape("placement"):
        for fait in range(1, 5):
            suivi("disciplines", fait, 4)
    lignes = capsys.readouterr().err.splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", ligne) for ligne in lignes)
    # Six seconds go by at each look at the clock; more than ten since the last line make a line.
    assert [ligne[20:] for ligne in lignes] == ["placement…", "2/4 disciplines", "4/4 disciplines"]
