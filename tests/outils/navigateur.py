"""Headless Chromium through its debugging pipe: pages opened as a reader does, offline."""

import fcntl
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DELAI_S = 60.0
LANCEUR = """
import os, sys
lu, ecrit, *commande = sys.argv[1:]
os.dup2(int(lu), 3)
os.dup2(int(ecrit), 4)
os.execv(commande[0], commande)
"""
"""Starts the browser, which wants its pipe as descriptors 3 and 4."""


def chercher() -> str | None:
    """Return the program of a browser, if this machine has one."""
    return next((trouve for nom in NOMS if (trouve := shutil.which(nom))), None)


class Page:
    """One page: ``evaluer`` runs an expression in it, ``plaintes`` is what its console said."""

    def __init__(self, entree: int, sortie: int) -> None:
        self.plaintes: list[str] = []
        self.requetes: list[str] = []
        self._entree, self._sortie = entree, sortie
        self._numeros = itertools.count(1)
        self._reste = b""
        self._session: str | None = None
        self._evenements: list[str] = []

    def ouvrir(self, adresse: str, *, sombre: bool = False) -> None:
        """Open the page and wait until it is loaded."""
        cible = self.envoyer("Target.createTarget", url="about:blank")["targetId"]
        attache = self.envoyer("Target.attachToTarget", targetId=cible, flatten=True)
        self._session = attache["sessionId"]
        for domaine in ("Runtime", "Log", "Page", "Network"):
            self.envoyer(f"{domaine}.enable")
        mode = [{"name": "prefers-color-scheme", "value": "dark" if sombre else "light"}]
        self.envoyer("Emulation.setEmulatedMedia", features=mode)
        self._evenements.clear()
        self.envoyer("Page.navigate", url=adresse)
        while "Page.loadEventFired" not in self._evenements:
            self._lire()

    def evaluer(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        reponse = self.envoyer(
            "Runtime.evaluate", expression=expression, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in reponse:
            raise RuntimeError(json.dumps(reponse["exceptionDetails"]))
        return reponse["result"].get("value")

    def taper(self, texte: str) -> None:
        """Type a text where the focus is."""
        self.envoyer("Input.insertText", text=texte)

    def envoyer(self, methode: str, **parametres: Any) -> dict[str, Any]:
        """Send a command and return its answer."""
        numero = next(self._numeros)
        message: dict[str, Any] = {"id": numero, "method": methode, "params": parametres}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._entree, json.dumps(message).encode() + b"\0")
        while True:
            recu = self._lire()
            if recu.get("id") == numero:
                if "error" in recu:
                    raise RuntimeError(f"{methode}: {recu['error']}")
                return dict(recu["result"])

    def _lire(self) -> dict[str, Any]:
        """Read one message; keep what the console said, what the page fetched."""
        fin = time.monotonic() + DELAI_S
        while b"\0" not in self._reste:
            prets, _, _ = select.select([self._sortie], [], [], max(0, fin - time.monotonic()))
            morceau = os.read(self._sortie, 1 << 16) if prets else b""
            if not morceau:
                raise RuntimeError("the browser does not answer")
            self._reste += morceau
        texte, _, self._reste = self._reste.partition(b"\0")
        recu: dict[str, Any] = json.loads(texte)
        methode, parametres = recu.get("method", ""), recu.get("params", {})
        self._evenements.append(methode)
        if methode in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
            self.plaintes.append(json.dumps(parametres))
        if methode == "Network.requestWillBeSent":
            self.requetes.append(parametres["request"]["url"])
        return recu


@contextmanager
def naviguer(programme: str, profil: Path) -> Iterator[Page]:
    """Run the browser, without network; its profile is thrown away with the test's folder."""
    lu, entree = os.pipe()
    sortie, ecrit = os.pipe()
    # Far from 3 and 4, so that neither is closed by the other's copy.
    vers_lui, de_lui = (fcntl.fcntl(bout, fcntl.F_DUPFD, 20) for bout in (lu, ecrit))
    lance = subprocess.Popen(
        [
            *(sys.executable, "-c", LANCEUR, str(vers_lui), str(de_lui)),
            *(programme, "--headless=new", "--remote-debugging-pipe", "--no-sandbox"),
            *("--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"),
            *("--no-first-run", "--disable-background-networking", f"--user-data-dir={profil}"),
        ],
        pass_fds=(vers_lui, de_lui),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for bout in (lu, ecrit, vers_lui, de_lui):
        os.close(bout)
    try:
        yield Page(entree, sortie)
    finally:
        lance.terminate()
        lance.wait(30)
        os.close(entree)
        os.close(sortie)
