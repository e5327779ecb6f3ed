"""A Dask cluster of two workers on this machine, one of whom can be killed at work."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VEILLEUR = """
import os, signal, sys, time
import distributed

client = distributed.Client(sys.argv[1], set_as_default=False)
client.wait_for_workers(2)
numeros = client.run(os.getpid)
print("PRET", flush=True)
limite = time.monotonic() + 60
while not (occupes := [ou for ou, faits in client.processing().items() if faits]):
    if time.monotonic() > limite:
        sys.exit()
    time.sleep(0.01)
os.kill(numeros[occupes[0]], signal.SIGKILL)
print("TUE", numeros[occupes[0]], flush=True)
"""
"""Waits until a worker has something to do, and kills him."""


class Grappe:
    """``adresse``, as ``--executeur`` wants it."""

    def __init__(self, dossier: Path) -> None:
        self._dossier = dossier
        self._fichier = dossier / "grappe.json"
        self._ouvriers: list[subprocess.Popen[bytes]] = []
        self._chef = self._dask("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not self._fichier.exists() and self._chef.poll() is None:
            time.sleep(0.05)
        self._tcp = json.loads(self._fichier.read_text())["address"]
        self.adresse = self._tcp.replace("tcp://", "dask://")

    def _dask(self, *ligne: str) -> subprocess.Popen[bytes]:
        commun = ("--scheduler-file", str(self._fichier), "--no-dashboard")
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *ligne, *commun],
            cwd=self._dossier,
            stderr=subprocess.DEVNULL,
        )

    def completer(self) -> None:
        """Have two workers of one thread alive."""
        self._ouvriers = [ouvrier for ouvrier in self._ouvriers if ouvrier.poll() is None]
        while len(self._ouvriers) < 2:
            self._ouvriers.append(self._dask("worker", "--nthreads", "1", "--no-nanny"))

    @contextmanager
    def un_tue(self) -> Iterator[None]:
        """Kill the first worker who has something to do meanwhile; RuntimeError if none had."""
        ligne = [sys.executable, "-c", VEILLEUR, self._tcp]
        with subprocess.Popen(ligne, stdout=subprocess.PIPE, text=True) as veilleur:
            try:
                if veilleur.stdout is None or veilleur.stdout.readline() != "PRET\n":
                    raise RuntimeError("the cluster has no two workers")
                yield
                if not veilleur.stdout.readline().startswith("TUE"):
                    raise RuntimeError("nobody was killed")
            finally:
                veilleur.kill()
        vivants = [ouvrier.poll() for ouvrier in self._ouvriers].count(None)
        if vivants != 1:
            raise RuntimeError(f"{vivants} workers are left")

    def fermer(self) -> None:
        """End all."""
        for lance in (*self._ouvriers, self._chef):
            lance.kill()
            lance.wait()
