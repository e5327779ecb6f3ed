"""The folder of withdrawals: written whole or not at all, read back."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.erreurs import DonneesRefusees, SortieInutilisable
from mouvement.io import dossier as dossiers
from mouvement.io.ecriture import en_fichiers
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_octets, lire_table, sha256
from mouvement.io.resultats import MANIFESTE
from mouvement.io.sceau import sceller
from mouvement.io.tables_desistement import DESISTEMENTS, TABLES_DESISTEMENT

CONNUS = (MANIFESTE, *(f"{table.nom}.parquet" for table in TABLES_DESISTEMENT))
"""What such a folder holds."""
REMEDE = "Refaire les désistements : ce dossier n'est pas entier."


def verifier_sortie(dossier: Path, ecraser: bool) -> None:
    """Say whether the folder can be written there (SortieInutilisable if not)."""
    dossiers.verifier_sortie(dossier, ecraser, *CONNUS)
    if (dossier.resolve().parent / MANIFESTE).is_file():
        raise SortieInutilisable(
            f"{dossier} serait dans un dossier que scelle son {MANIFESTE}, et qui ne change plus. "
            "Donner un dossier ailleurs."
        )


def ecrire_desistements(
    dossier: Path, tables: Mapping[str, pd.DataFrame], identite: Mapping[str, Any], ecraser: bool
) -> None:
    """Write the tables and ``manifeste.json``, to which ``sorties`` (sha256) is added."""
    dossiers.ecrire_dossier(dossier, _fichiers(tables, identite), ecraser, *CONNUS)


def _fichiers(
    tables: Mapping[str, pd.DataFrame], identite: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    return sceller(en_fichiers(TABLES_DESISTEMENT, tables), identite, MANIFESTE)


def est_desistement(dossier: Path) -> bool:
    """Say whether the folder is one of withdrawals."""
    return (dossier / f"{DESISTEMENTS.nom}.parquet").is_file()


def lire_desistements(
    dossier: Path,
) -> tuple[dict[str, pd.DataFrame], dict[str, Any], dict[str, str]]:
    """Return the tables, the manifest and the sha256 of each table's file.

    Raises
    ------
    DonneesRefusees : the folder is not whole, with every fault.
    """
    releve, tables, empreintes = Releve(), {}, {}
    for specification in TABLES_DESISTEMENT:
        nom = f"{specification.nom}.parquet"
        octets = lire_octets(releve, nom, dossier / nom, REMEDE)
        lue = None if octets is None else lire_table(releve, specification, octets, entree=False)
        if octets is not None and lue is not None:
            tables[specification.nom], empreintes[nom] = lue, sha256(octets)
    identite = _lire_manifeste(releve, dossier)
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    return tables, identite, empreintes


def _lire_manifeste(releve: Releve, dossier: Path) -> dict[str, Any]:
    """Return the manifest; a fault when it does not say what withdraws from which result."""
    octets = lire_octets(releve, MANIFESTE, dossier / MANIFESTE, REMEDE)
    if octets is None:
        return {}
    try:
        contenu = json.loads(octets)
    except ValueError:
        contenu = None
    if isinstance(contenu, dict) and _complet(contenu):
        return contenu
    releve.note(MANIFESTE, "", "il ne nomme pas le résultat d'origine et les retirés", REMEDE)
    return {}


def _complet(contenu: dict[str, Any]) -> bool:
    origine, retires = contenu.get("origine"), contenu.get("retires")
    return (
        isinstance(origine, dict)
        and isinstance(origine.get("chemin"), str)
        and isinstance(retires, list)
        and all(isinstance(nom, str) for nom in retires)
    )
