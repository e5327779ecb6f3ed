"""Writing a campaign, and the Parquet file of any table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from mouvement.io import dossier as dossiers
from mouvement.io.configuration import FICHIER as CONFIGURATION
from mouvement.io.conversion import en_arrow
from mouvement.io.specification import Genre, Table
from mouvement.io.tables_campagne import TABLES_CAMPAGNE

LIGNES_PAR_GROUPE = 1 << 16
"""Rows of a Parquet row group: ``expliquer`` reads only the groups that hold its candidate."""


def ecrire_campagne(
    dossier: Path,
    tables: Mapping[str, pd.DataFrame],
    configuration_toml: str,
    ecraser: bool,
    specifications: tuple[Table, ...] = TABLES_CAMPAGNE,
) -> None:
    """Write a campaign: the files of ``fichiers_campagne``."""
    fichiers = fichiers_campagne(tables, configuration_toml, specifications)
    dossiers.ecrire_dossier(dossier, fichiers, ecraser, *noms_campagne(specifications))


def noms_campagne(specifications: tuple[Table, ...] = TABLES_CAMPAGNE) -> tuple[str, ...]:
    """Return the names that these files may have."""
    return CONFIGURATION, *(f"{specification.nom}.parquet" for specification in specifications)


def fichiers_campagne(
    tables: Mapping[str, pd.DataFrame],
    configuration_toml: str,
    specifications: tuple[Table, ...] = TABLES_CAMPAGNE,
) -> Iterator[tuple[str, bytes]]:
    """Name and content of a campaign's files; optional tables that are not given make none.

    Frames follow the specifications (``tables_campagne`` of the rule set, when it has facts), with
    the types of ``Campagne``, whose column ``ligne`` is not written.
    """
    inconnues = sorted(tables.keys() - {specification.nom for specification in specifications})
    if inconnues:
        raise ValueError(f"tables inconnues : {inconnues}")
    yield CONFIGURATION, configuration_toml.encode("utf-8")
    for specification in specifications:
        if specification.nom in tables or not specification.facultative:
            frame = tables[specification.nom].drop(columns="ligne", errors="ignore")
            yield f"{specification.nom}.parquet", en_parquet(specification, frame)


def en_fichiers(
    specifications: tuple[Table, ...], tables: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files of these tables."""
    for specification in specifications:
        yield f"{specification.nom}.parquet", en_parquet(specification, tables[specification.nom])


def en_parquet(specification: Table, frame: pd.DataFrame) -> bytes:
    """Return the Parquet file of a table: the same bytes whenever the values are the same."""
    textes: Any = [c.nom for c in specification.colonnes if c.genre in (Genre.TEXTE, Genre.LISTE)]
    tampon = pa.BufferOutputStream()
    pq.write_table(
        en_arrow(specification, frame),
        tampon,
        compression="zstd",
        compression_level=1,
        use_dictionary=textes,
        row_group_size=LIGNES_PAR_GROUPE,
        store_schema=False,
    )
    return tampon.getvalue().to_pybytes()
