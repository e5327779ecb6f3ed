"""What the specification of a table says: its columns, their kinds, what a value may be."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Genre(StrEnum):
    """Kind of a column: how it is stored in Parquet and held in memory."""

    TEXTE = "texte"
    """Parquet string; pandas ``str``."""
    ENTIER = "entier"
    """Parquet int64; pandas int64 (``Int64`` where nulls are allowed)."""
    BOOLEEN = "booléen"
    """Parquet bool; pandas bool."""
    POINTS = "points"
    """Parquet decimal(12, 3); pandas ``Int64`` or int64 in thousandths of a point."""
    REEL = "réel"
    """Parquet double; pandas float64. Coordinates and shares, never points."""
    DATE = "date"
    """Parquet date32; pandas ``datetime64[s]``."""
    LISTE = "liste de textes"
    """Parquet list of strings; pandas ``str``, the items sorted, distinct, joined with ``|``."""


PLAFOND = 1_000_000
"""The most that a whole number of the input may be: what is made of it stays exact."""


@dataclass(frozen=True)
class Colonne:
    """One column: name, kind, meaning, and the checks that one value allows.

    Attributes
    ----------
    nullable : the value may be missing.
    facultative : the whole column may be missing from the file (it then reads as nulls).
    valeurs : the allowed values; () when the column is no enumeration.
    minimum, maximum : bounds, included; None when there is none.
    forme : regular expression that the whole value (each item of a list) matches; "" when free.
    libre : the text is only read by people: nothing is asked of its characters.
    reference : (table, column) where the value must exist; None when it is free.
    defaut : what a missing value means, as it is held in memory; None when it stays missing.
    regles : the rules that read the column: a fault in it names them.
    """

    nom: str
    genre: Genre
    sens: str
    nullable: bool = False
    facultative: bool = False
    valeurs: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    forme: str = ""
    libre: bool = False
    reference: tuple[str, str] | None = None
    defaut: str | int | bool | date | None = None
    regles: tuple[str, ...] = ()

    @property
    def trouee(self) -> bool:
        """Values may be missing in memory."""
        return self.nullable and self.defaut is None


@dataclass(frozen=True)
class Table:
    """One table: name, meaning, key, columns; ``facultative`` when its file may be missing."""

    nom: str
    sens: str
    cle: tuple[str, ...]
    colonnes: tuple[Colonne, ...]
    facultative: bool = False

    @property
    def noms(self) -> list[str]:
        """Names of the columns, in file order."""
        return [colonne.nom for colonne in self.colonnes]

    def colonne(self, nom: str) -> Colonne:
        """Return the column of that name (KeyError when there is none)."""
        return {colonne.nom: colonne for colonne in self.colonnes}[nom]

    def avec(self, *ajouts: Colonne) -> "Table":
        """Return the table with these columns too; one that it has already is replaced."""
        remplacees = {colonne.nom: colonne for colonne in ajouts}
        gardees = [remplacees.pop(colonne.nom, colonne) for colonne in self.colonnes]
        return replace(self, colonnes=(*gardees, *remplacees.values()))
