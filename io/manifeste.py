"""The manifest: what went in, what came out, with which rules; times and host only here."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mouvement import __version__
from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne, Options
from mouvement.io.tables_campagne import TABLES_CAMPAGNE

DEPENDANCES = ("numpy", "pandas", "pyarrow")


def manifeste(
    campagne: Campagne,
    dossier: Path,
    sortie: Path,
    effectifs: dict[str, int],
    durees: dict[str, float],
    couples: dict[str, int | bool],
    menee: Options,
) -> dict[str, Any]:
    """Return the manifest of a certified result; the writer adds the outputs' sha256.

    ``menee`` holds the options as run: the command line may have changed solver and time limit,
    which change no outcome but a time-limited one.
    """
    return {
        "format": 1,
        "statut": "CERTIFIE" if couples.get("prouve", True) else "CERTIFIE_NON_OPTIMAL",
        **({"couples": couples} if couples else {}),
        "campagne": {
            "academie": campagne.academie,
            "annee": campagne.annee,
            "chemin": os.path.relpath(dossier.resolve(), sortie.resolve()),
        },
        "entrees": campagne.empreintes,
        "reglement": {
            "nom": campagne.reglement,
            "sha256": reglements.de(campagne).empreinte,
        },
        "graine": campagne.graine,
        "options": vars(campagne.options),
        "effectifs": effectifs,
        "lignes_lues": {table.nom: len(getattr(campagne, table.nom)) for table in TABLES_CAMPAGNE},
        "versions": versions(),
        "execution": {
            "fin": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": platform.node(),
            "systeme": platform.platform(),
            "solveur": menee.solveur,
            "temps_max_s": menee.temps_max_s,
            "durees_s": {nom: round(duree, 3) for nom, duree in durees.items()},
        },
    }


def versions() -> dict[str, str]:
    """Return the versions of what makes the bytes of a result."""
    return {
        "mouvement": __version__,
        "python": platform.python_version(),
        **{nom: version(nom) for nom in DEPENDANCES},
    }
