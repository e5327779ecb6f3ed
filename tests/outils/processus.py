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


def interrompre(processus: subprocess.Popen[str], attendu: str, signal: int) -> tuple[int, str]:
    """Send a signal once stderr has said ``attendu``; return the exit status and the rest."""
    with processus:
        try:
            for ligne in processus.stderr or ():
                if attendu in ligne:
                    break
            processus.send_signal(signal)
            _, suite = processus.communicate(timeout=30)
        finally:
            processus.kill()
    return processus.returncode, suite


def demarrer(
    *arguments: object, programme: str = "", cwd: Path | None = None
) -> subprocess.Popen[str]:
    """Start the program, its two outputs to be read."""
    return subprocess.Popen(
        commande(*arguments, programme=programme),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
    )
