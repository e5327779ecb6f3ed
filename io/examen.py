"""The tables that could be read, and how a check that needs several columns says what it finds."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mouvement.io.fautes import ConseilCode, Releve, Remede, Vecteur
from mouvement.io.physique import SEPARATEUR
from mouvement.io.specification import Genre, Table

Masque = npt.NDArray[np.bool_]
Cible = tuple[str, str]
"""A table and a column of it."""


def parmi(valeurs: pd.Series, connus: pd.Series) -> Masque:
    """Return which texts are known; as ``isin``, but hashed by Arrow, a hundred times as fast."""
    presents: Vecteur = pc.is_in(pa.array(valeurs), value_set=pa.array(connus.dropna().unique()))
    return np.asarray(presents, np.bool_)


class Examen:
    """The tables read, and the faults found in them.

    Attributes
    ----------
    specifications : of every table, read or not, by name.
    tables : those that could be read, with their sound columns.
    """

    def __init__(
        self,
        releve: Releve,
        specifications: Iterable[Table],
        tables: Mapping[str, pd.DataFrame | None],
    ) -> None:
        self.releve = releve
        self.specifications = {table.nom: table for table in specifications}
        self.tables = {nom: frame for nom, frame in tables.items() if frame is not None}

    def a(self, table: str, *colonnes: str) -> bool:
        """Say whether a table has these columns: a check whose columns are not there waits."""
        return table in self.tables and set(colonnes) <= set(self.tables[table].columns)

    def refuse(
        self, table: str, colonne: str, masque: pd.Series | Masque, motif: str, remede: Remede
    ) -> None:
        """Add a fault for each row where the mask is true (missing: it is not)."""
        rangs = np.flatnonzero(pd.Series(masque).fillna(False).astype(bool))
        if len(rangs):
            trouves = self.tables[table][colonne].iloc[rangs]
            if self.specifications[table].colonne(colonne).genre is Genre.DATE:
                trouves = trouves.dt.date
            self._lignes(table, colonne, rangs, trouves.astype(object), motif, remede)

    def existe(self, table: str, colonne: str, cible: Cible, ou: pd.Series | None = None) -> None:
        """Refuse the values (of the rows ``ou``) that the target column does not have."""
        if self.a(*cible):
            self.existe_parmi(table, colonne, self.tables[cible[0]][cible[1]], ".".join(cible), ou)

    def existe_parmi(
        self,
        table: str,
        colonne: str,
        connus: pd.Series,
        source: str,
        ou: pd.Series | None = None,
    ) -> None:
        """Refuse the values (each item of a list) that are not known; ``source`` says of what."""
        if not self.a(table, colonne):
            return
        valeurs = self.tables[table][colonne].reset_index(drop=True)
        if ou is not None:
            valeurs = valeurs[ou.to_numpy()]
        if self.specifications[table].colonne(colonne).genre is Genre.LISTE:
            valeurs = valeurs.str.split(SEPARATEUR).explode().astype(valeurs.dtype)
        valeurs = valeurs.dropna()
        valeurs = valeurs[valeurs != ""]  # refused as such
        if valeurs.empty:
            return
        connus = connus.dropna()
        inconnues = valeurs[~parmi(valeurs, connus)]
        if len(inconnues):
            conseil = ConseilCode(connus, f"Corriger, ou l'ajouter à {source}.")
            motif = f"code inconnu de {source}"
            self._lignes(table, colonne, inconnues.index.to_numpy(), inconnues, motif, conseil)

    def _lignes(
        self,
        table: str,
        colonne: str,
        rangs: npt.NDArray[np.int64],
        trouves: pd.Series,
        motif: str,
        remede: Remede,
    ) -> None:
        lignes = self.tables[table]["ligne"].to_numpy()[rangs]
        valeurs = trouves.where(trouves.notna(), None)
        regles = self.specifications[table].colonne(colonne).regles
        self.releve.lignes(table, colonne, lignes, valeurs, motif, remede, regles)
