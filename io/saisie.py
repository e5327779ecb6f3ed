"""Columns as people and their tools write them: texts in, typed columns out, every fault said.

A CSV has only texts; the columns of a Parquet file are turned into texts first, so that one reading
serves both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Literal

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from mouvement.io.fautes import Lieu, Releve, Vecteur, nom_type
from mouvement.io.specification import Colonne, Genre
from mouvement.io.valeurs import controler_valeurs

VRAIS = frozenset({"o", "oui", "vrai", "true", "1"})
FAUX = frozenset({"n", "non", "faux", "false", "0"})
MAGIE_PARQUET = b"PAR1"


class Nature(StrEnum):
    """What a column holds, as its reader would say it."""

    TEXTE = "texte"
    BOOLEEN = "O ou N"
    ENTIER = "nombre entier"
    POINTS = "points, au millième"
    DATE = "date"


@dataclass(frozen=True)
class ColonneSaisie:
    """A column: name, what it holds, whether it and its values may be missing, who asks for it."""

    nom: str
    nature: Nature
    facultative: bool = False
    regles: tuple[str, ...] = ()


def lire_textes(releve: Releve, nom: str, octets: bytes) -> pa.Table | None:
    """Return the columns of a CSV or Parquet file as texts; None, and a fault, when it is neither.

    A CSV is in UTF-8; its separator is the semicolon if its first line has one, else the comma.
    """
    try:
        if octets[:4] == MAGIE_PARQUET:
            return pq.ParquetFile(pa.BufferReader(octets)).read()
        return _lire_csv(releve, nom, octets)
    except UnicodeDecodeError:
        releve.note(nom, "", "ce fichier n'est pas de l'UTF-8", "L'enregistrer en « CSV UTF-8 ».")
    except (pa.ArrowException, OSError) as erreur:
        motif = f"fichier illisible ({str(erreur).splitlines()[0]})"
        releve.note(nom, "", motif, "Donner un CSV à ligne de titres, ou un fichier Parquet.")
    return None


def _lire_csv(releve: Releve, nom: str, octets: bytes) -> pa.Table:
    titres = octets.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    separateur = ";" if ";" in titres else ","
    noms = [titre.strip('"') for titre in titres.split(separateur)]

    def refuse(ligne: pacsv.InvalidRow) -> Literal["skip"]:
        motif = f"{ligne.actual_columns} cases au lieu de {ligne.expected_columns}"
        numero = [] if ligne.number is None else [ligne.number - 1]
        remede = "Rétablir les séparateurs de cette ligne."
        releve.lignes(nom, "", numero, [ligne.text], motif, remede)
        return "skip"

    return pacsv.read_csv(
        BytesIO(octets),
        read_options=pacsv.ReadOptions(use_threads=False),
        parse_options=pacsv.ParseOptions(delimiter=separateur, invalid_row_handler=refuse),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(noms, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def typer(releve: Releve, nom: str, brute: pa.Table, colonnes: list[ColonneSaisie]) -> pd.DataFrame:
    """Return the columns that could be read; a bad value is a fault, and missing in the frame."""
    series: dict[str, pd.Series] = {}
    for colonne in colonnes:
        lieu = Lieu(releve, nom, colonne.nom, colonne.regles)
        presentes = brute.column_names.count(colonne.nom)
        if presentes > 1:
            lieu.note("colonne en double", "N'en garder qu'une.")
        elif presentes == 1:
            textes = _en_textes(lieu, brute[colonne.nom])
            if textes is not None:
                series[colonne.nom] = _typer(lieu, colonne, textes)
        elif not colonne.facultative:
            lieu.note("colonne absente", f"Ajouter cette colonne ({colonne.nature}).")
    return pd.DataFrame(series, index=range(brute.num_rows))


def _en_textes(lieu: Lieu, vecteur: Vecteur) -> Vecteur | None:
    try:
        if pa.types.is_timestamp(vecteur.type):
            vecteur = vecteur.cast(pa.date32())
        return pa.concat_arrays(
            vecteur.cast(pa.large_string()).chunks or [pa.array([], pa.large_string())]
        )
    except pa.ArrowException:
        motif, remede = "type de colonne refusé", "La donner en texte, nombre, date ou booléen."
        lieu.note(motif, remede, nom_type(vecteur.type))
        return None


def _typer(lieu: Lieu, colonne: ColonneSaisie, vecteur: Vecteur) -> pd.Series:
    if colonne.nature is Nature.TEXTE:
        textes = Colonne(colonne.nom, Genre.TEXTE, "", nullable=colonne.facultative)
        controler_valeurs(lieu, textes, vecteur.dictionary_encode())
        return pd.Series(pd.array(vecteur, dtype="str"))
    if not colonne.facultative:
        lieu.refuse(vecteur.is_null(), vecteur, "valeur manquante", "Compléter la valeur.")
    convertir, motif, remede = _LECTURES[colonne.nature]
    valeurs = convertir(pd.Series(pd.array(vecteur, dtype="str")))
    lieu.refuse(
        (valeurs.isna() & vecteur.is_valid().to_pandas()).to_numpy(), vecteur, motif, remede
    )
    return valeurs


def _booleens(textes: pd.Series) -> pd.Series:
    minuscules = textes.str.lower()
    vrais = minuscules.isin(VRAIS).astype("boolean")
    return vrais.where(minuscules.isin(VRAIS | FAUX))


def _entiers(textes: pd.Series) -> pd.Series:
    # « 2.0 »: how a tool that has no missing whole number writes 2.
    chiffres = textes.str.extract(r"^(\d{1,9})(?:[.,]0+)?$")[0]
    return pd.to_numeric(chiffres).astype("Int64")


def _points(textes: pd.Series) -> pd.Series:
    parties = textes.str.extract(r"^(\d{1,9})(?:[.,](\d{1,3})0*)?$")
    milliemes = parties[0] + parties[1].fillna("").str.ljust(3, "0")
    return pd.to_numeric(milliemes).astype("Int64")


def _dates(textes: pd.Series) -> pd.Series:
    iso = pd.to_datetime(textes, format="%Y-%m-%d", errors="coerce")
    dates: pd.Series = iso.fillna(pd.to_datetime(textes, format="%d/%m/%Y", errors="coerce"))
    return dates.where(dates.dt.year.between(1900, 2199))


_LECTURES: dict[Nature, tuple[Callable[[pd.Series], pd.Series], str, str]] = {
    Nature.BOOLEEN: (_booleens, "ni oui ni non", "Écrire O ou N."),
    Nature.ENTIER: (_entiers, "n'est pas un nombre entier", "Écrire un nombre, sans unité."),
    Nature.POINTS: (_points, "n'est pas un nombre de points", "Écrire 134 ou 134,2."),
    Nature.DATE: (_dates, "n'est pas une date", "Écrire 01/09/2015 ou 2015-09-01."),
}
