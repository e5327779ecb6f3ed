"""The folder of a comparison: its tables, its page, and what it was made from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mouvement import __version__
from mouvement.io import dossier as dossiers
from mouvement.io.ecriture import en_parquet
from mouvement.io.lecture_table import sha256
from mouvement.io.sceau import sceller
from mouvement.io.tables_comparaison import TABLES_COMPARAISON
from mouvement.scenarios.comparaison.comparaison import Comparaison
from mouvement.scenarios.comparaison.cote import Cote
from mouvement.scenarios.comparaison.page import FICHIER, rediger
from mouvement.scenarios.comparaison.resume import chiffres

MANIFESTE = "comparaison.json"
NOMS = (*(f"{specification.nom}.parquet" for specification in TABLES_COMPARAISON), FICHIER)


def verifier_sortie(dossier: Path, ecraser: bool) -> None:
    """Say whether a comparison can be written there (SortieInutilisable if not)."""
    dossiers.verifier_sortie(dossier, ecraser, MANIFESTE, *NOMS)


def ecrire_comparaison(
    dossier: Path, comparaison: Comparaison, ecraser: bool, cle: str | None = None
) -> None:
    """Write the tables, the page and ``comparaison.json``: the same bytes for the same results.

    ``cle`` : by which whoever made it will know that it would be made the same.
    """
    dossiers.ecrire_dossier(dossier, _fichiers(comparaison, cle), ecraser, MANIFESTE, *NOMS)


def chiffres_gardes(dossier: Path, cle: str) -> dict[str, Any] | None:
    """Return the figures of a comparison written with this key; None when it is not whole."""
    try:
        dit = json.loads((dossier / MANIFESTE).read_bytes())
        tels = dit["sorties"] == {nom: sha256((dossier / nom).read_bytes()) for nom in NOMS}
        gardes: dict[str, Any] | None = dit["chiffres"] if tels and dit["cle"] == cle else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return gardes


def _fichiers(comparaison: Comparaison, cle: str | None) -> Iterator[tuple[str, bytes]]:
    contenu = {
        "format": 1,
        "a": _identite(comparaison.a),
        "b": _identite(comparaison.b),
        "chiffres": chiffres(comparaison),
        **({} if cle is None else {"cle": cle}),
        "versions": {"mouvement": __version__},
    }
    return sceller(_contenus(comparaison), contenu, MANIFESTE)


def _contenus(comparaison: Comparaison) -> Iterator[tuple[str, bytes]]:
    for specification in TABLES_COMPARAISON:
        table = getattr(comparaison, specification.nom)
        yield f"{specification.nom}.parquet", en_parquet(specification, table)
    yield FICHIER, rediger(comparaison).encode("utf-8", "surrogatepass")


def _identite(cote: Cote) -> dict[str, Any]:
    """Return what says which result it was: its name and the sha256 of its files."""
    return {"nom": cote.nom, "fichiers": dict(cote.empreintes)}
