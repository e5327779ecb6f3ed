"""The finished parts of a long job, kept beside its output until that is whole."""

import os
import secrets
import shutil
from pathlib import Path

from mouvement.engine.erreurs import SortieInutilisable
from mouvement.io.dossier import raison
from mouvement.io.lecture_table import sha256

REPRISE = "Interrompu ; ce qui est fait est gardé, la même commande reprend où elle en était."
"""What whoever interrupts such a job is told."""


class Reprise:
    """Parts kept by name in ``.SORTIE.reprise``, for a job known by its key.

    A part is whole or absent, and checked when it is taken up: a kill at any moment costs no more
    than the parts under way. Parts of another key are another job's.
    """

    def __init__(self, sortie: Path, cle: str) -> None:
        cible = sortie.resolve()
        self._racine = cible.with_name(f".{cible.name}.reprise")
        self._dossier = self._racine / cle[:32]

    def lire(self, nom: str) -> bytes | None:
        """Return a part; None when it is not there, or not as it was kept."""
        try:
            empreinte, _, octets = (self._dossier / nom).read_bytes().partition(b"\n")
        except OSError:
            return None
        return octets if empreinte == sha256(octets).encode() else None

    def garder(self, nom: str, octets: bytes) -> None:
        """Keep a part; SortieInutilisable when it cannot be."""
        provisoire = self._dossier / f"{nom}.{secrets.token_hex(4)}"
        try:
            self._dossier.mkdir(parents=True, exist_ok=True)
            provisoire.write_bytes(sha256(octets).encode() + b"\n" + octets)
            os.replace(provisoire, self._dossier / nom)
        except OSError as erreur:
            raise SortieInutilisable(f"{self._dossier} : {raison(erreur)}.") from erreur

    def oublier(self) -> None:
        """Remove all parts: the output is whole."""
        shutil.rmtree(self._racine, ignore_errors=True)
