"""Each table over all results of an archive, read only as far as a question asks."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow.fs import LocalFileSystem

from mouvement.io.conversion import PHYSIQUES
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables_campagne import CANDIDATS
from mouvement.io.tables_resultat import TABLES_RESULTAT
from mouvement.scenarios.archive.resultats import Archive

IDENTITE = (
    Colonne("academie", Genre.TEXTE, "académie de la campagne"),
    Colonne("annee", Genre.ENTIER, "année de la campagne"),
    Colonne("resultat", Genre.TEXTE, "dossier du résultat, dans l'archive"),
)
"""The columns that come first in every table, from the manifests."""
QUI = Table(
    CANDIDATS.nom,
    "Le corps de chaque candidat, des campagnes que l'archive contient aussi.",
    ("candidat",),
    (
        Colonne("candidat", Genre.TEXTE, "candidat"),
        Colonne("corps", Genre.TEXTE, "corps (nul : la campagne ne le dit pas)", nullable=True),
    ),
)
TABLES = (*TABLES_RESULTAT, QUI)


def tables(archives: Sequence[Archive]) -> dict[str, ds.Dataset]:
    """Return each table, by name; no file is read yet.

    A column that an older result does not have is null there.
    """
    return {table.nom: _table(table, archives) for table in TABLES}


def _table(table: Table, archives: Sequence[Archive]) -> ds.Dataset:
    forme, disque = ds.ParquetFileFormat(), LocalFileSystem()
    fragments = [
        forme.make_fragment(str(archive.fichiers[table.nom]), disque, _identite(archive))
        for archive in archives
        if table.nom in archive.fichiers
    ]
    champs = [
        pa.field(colonne.nom, PHYSIQUES[colonne.genre]) for colonne in (*IDENTITE, *table.colonnes)
    ]
    return ds.FileSystemDataset(fragments, pa.schema(champs), forme, disque)


def _identite(archive: Archive) -> pc.Expression:
    """Say what is true of every row of a result: it becomes columns, and spares reading others."""
    return (
        (pc.field("academie") == archive.academie)
        & (pc.field("annee") == archive.annee)
        & (pc.field("resultat") == archive.nom)
    )
