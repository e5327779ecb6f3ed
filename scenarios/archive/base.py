"""DuckDB over an archive: it sees the tables and nothing else, and can write nowhere."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mouvement.engine.erreurs import ErreurMouvement
from mouvement.scenarios.archive.refus import en_francais
from mouvement.scenarios.archive.resultats import trouver
from mouvement.scenarios.archive.tables import tables

# The files are read by Arrow, outside DuckDB, so that DuckDB itself may be denied every file: a
# COPY hidden in a WITH is a SELECT for its parser.
REGLAGES = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
}


class RequeteRefusee(ErreurMouvement):
    """A request that DuckDB cannot follow, or that would do something else than read."""


@dataclass(frozen=True)
class Reponse:
    """What a request gives: names of the columns, all different, and rows."""

    colonnes: list[str]
    lignes: list[tuple[Any, ...]]


class Base:
    """The tables of an archive, to be used in a ``with``."""

    def __init__(self, racine: Path) -> None:
        """Find the results; see ``resultats.trouver``."""
        try:
            self._duckdb: Any = importlib.import_module("duckdb")
        except ModuleNotFoundError:
            raise ErreurMouvement(
                "DuckDB n'est pas installé : pip install 'mouvement[archive]'."
            ) from None
        self.archives = trouver(racine)
        self._lien = self._duckdb.connect(":memory:", config=REGLAGES)
        self._tables = tables(self.archives)
        for nom, table in self._tables.items():
            self._lien.register(nom, table)
        self._lien.execute("SET lock_configuration = true")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, genre: type[BaseException] | None, _: object, trace: TracebackType | None
    ) -> None:
        self._lien.close()

    def interroger(self, requete: str, valeurs: Mapping[str, Any] | None = None) -> Reponse:
        """Run one request that only reads; ``valeurs`` : those of its parameters ``$nom``.

        Raises
        ------
        RequeteRefusee : with the reason in French.
        """
        try:
            phrases = self._lien.extract_statements(requete)
            if [phrase.type for phrase in phrases] != [self._duckdb.StatementType.SELECT]:
                raise RequeteRefusee(
                    "Requête refusée : donner une seule requête, qui commence par select (ou with, "
                    "from, describe, show tables). L'archive ne se modifie pas."
                )
            faite = self._lien.execute(phrases[0], valeurs)
            return Reponse(_distincts([c[0] for c in faite.description]), faite.fetchall())
        except self._duckdb.Error as erreur:
            colonnes = {nom: table.schema.names for nom, table in self._tables.items()}
            raise RequeteRefusee(en_francais(str(erreur), colonnes)) from None


def _distincts(noms: Sequence[str]) -> list[str]:
    """Number the columns that have the same name: ``x, x_2``."""
    distincts: list[str] = []
    for nom in noms:
        numero, nouveau = 1, nom
        while nouveau in distincts:
            numero += 1
            nouveau = f"{nom}_{numero}"
        distincts.append(nouveau)
    return distincts
