"""The command line as a process of its own, for signals, limits and other environments."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

BLOQUE_ECRITURE = """
import os, sys, time
from mouvement.cli import main

def bloque(descripteur):
    print("ECRITURE", file=sys.stderr, flush=True)
    time.sleep(60)

os.fsync = bloque
main()
"""
"""The program, stopped in the middle of its first file."""


def commande(*arguments: object, programme: str = "") -> list[str]:
    """Return the process's command line: the program, or the Python text ``programme``."""
    debut = ["-c", programme] if programme else ["-m", "mouvement"]
    return [sys.executable, *debut, *map(str, arguments)]


def environnement(**variables: str) -> dict[str, str]:
    """Return this environment with other variables."""
    return {**os.environ, **variables}


def executer(
    *arguments: object, programme: str = "", **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return lancer_commande(commande(*arguments, programme=programme), **options)


def lancer_commande(ligne: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run any command line to its end, its outputs kept as text unless said otherwise."""
    reglages = {"capture_output": True, "text": True, "check": False, "timeout": 60, **options}
    return subprocess.run(ligne, **reglages)


def interrompre(
    processus: subprocess.Popen[str], attendu: str, signal: int, *, a_tous: bool = False
) -> tuple[int, str]:
    """Send a signal once stderr has said ``attendu``; return the exit status and the rest.

    ``a_tous`` : to the whole session that it was started in, as a terminal does.
    """
    with processus:
        try:
            for ligne in processus.stderr or ():
                if attendu in ligne:
                    break
            if a_tous:
                os.killpg(processus.pid, signal)
            else:
                processus.send_signal(signal)
            _, suite = processus.communicate(timeout=30)
        finally:
            processus.kill()
    return processus.returncode, suite


def vivants(session: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    trouves = []
    for etat in Path("/proc").glob("[0-9]*/stat"):
        try:
            champs = etat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(champs[3]) == session and champs[0] != "Z":
            trouves.append(int(etat.parent.name))
    return trouves


def demarrer(
    *arguments: object,
    programme: str = "",
    cwd: Path | None = None,
    start_new_session: bool = False,
) -> subprocess.Popen[str]:
    """Start the program, its two outputs to be read."""
    return subprocess.Popen(
        commande(*arguments, programme=programme),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        start_new_session=start_new_session,
    )
