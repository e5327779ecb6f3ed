"""Small tamperings of a result's tables: one cell, one row, the order of the rows."""

from dataclasses import replace
from typing import Any

import pandas as pd
from petites_campagnes import Ligne, cadre, lignes_de

from mouvement.engine.resultat import Resultat
from mouvement.engine.verification import Constat
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables_resultat import TABLES_RESULTAT

SPECS = {table.nom: table for table in TABLES_RESULTAT}


def lignes(resultat: Resultat, table: str) -> list[Ligne]:
    """Return the rows of a table as dicts."""
    return lignes_de(getattr(resultat, table), sauf="")


def avec(resultat: Resultat, table: str, nouvelles: list[Ligne]) -> Resultat:
    """Return the result with other rows in one table."""
    return replace(resultat, **{table: cadre(SPECS[table], nouvelles)})


def modifier(resultat: Resultat, table: str, numero: int, /, **valeurs: Any) -> Resultat:
    """Return the result with other values in one row."""
    nouvelles = lignes(resultat, table)
    nouvelles[numero] = nouvelles[numero] | valeurs
    return avec(resultat, table, nouvelles)


def trouver(resultat: Resultat, table: str, /, **valeurs: Any) -> int:
    """Return the number of the first row with these values."""
    for numero, ligne in enumerate(lignes(resultat, table)):
        if all(ligne[nom] == valeur for nom, valeur in valeurs.items()):
            return numero
    raise LookupError(f"{table}: no row with {valeurs}")


def melanger(resultat: Resultat, graine: int) -> Resultat:
    """Return the result with the rows of every table in another order."""
    return Resultat(
        **{
            nom: getattr(resultat, nom).sample(frac=1, random_state=graine, ignore_index=True)
            for nom in SPECS
        }
    )


def en_categories(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its texts as categories, as the engine may hold them."""
    textes = [nom for nom in frame.columns if frame[nom].dtype == "str"]
    return frame.astype(dict.fromkeys(textes, "category"))


def nomme(constats: list[Constat], table: str, *cles: object) -> bool:
    """Tell whether a finding names this table and all these parts of a key."""
    return any(
        constat.table == table and all(_dans(str(cle), constat.cle) for cle in cles)
        for constat in constats
    )


def _dans(cle: str, texte: str) -> bool:
    return any(morceau.split(" ", 1)[-1] == cle for morceau in texte.split(", "))


def autre(colonne: Colonne, valeur: Any) -> Any:
    """Return another value that the column could hold."""
    if colonne.genre is Genre.BOOLEEN:
        return not valeur
    if colonne.genre in (Genre.ENTIER, Genre.POINTS):
        return 7 if valeur is None else valeur + 1
    possibles = [v for v in (*colonne.valeurs, "X") if v != valeur]
    return possibles[0]


def cle_de(spec: Table, ligne: Ligne) -> list[Any]:
    """Return what a finding on that row must name; etape is no part of what names it."""
    return ["nul" if ligne[nom] is None else ligne[nom] for nom in spec.cle if nom != "etape"]


def cle_nommee(table: str, ligne: Ligne) -> list[Any]:
    """Return the same, by the name of the table."""
    if table == "priorites":
        return [ligne["candidat"], ligne["ordre"]]
    return cle_de(SPECS[table], ligne)
