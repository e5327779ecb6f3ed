"""Reading one Parquet file by its specification: its bytes once, its faults all at once."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mouvement.io.fautes import Lieu, Releve, Vecteur
from mouvement.io.physique import canonique, est_texte, vide
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables import en_pandas
from mouvement.io.valeurs import codes_cle, controler_doublons, controler_valeurs, ordre_cle

_MAGIE = b"PAR1"
_ABIME = "Le fichier est tronqué ou abîmé : le réexporter."


def sha256(octets: bytes) -> str:
    """Return the sha256 of a file's content, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def lire_octets(
    releve: Releve,
    nom: str,
    chemin: Path,
    remede_absent: str = "Le fournir, ou corriger son chemin dans campagne.toml.",
) -> bytes | None:
    """Return the file's content; None, and a fault, when it cannot be had."""
    try:
        return chemin.read_bytes()
    except FileNotFoundError:
        motif, remede = "fichier absent", remede_absent
    except IsADirectoryError:
        motif, remede = "c'est un dossier, pas un fichier", "Donner un fichier ordinaire."
    except OSError as erreur:
        motif, remede = f"fichier illisible ({erreur.strerror})", "Vérifier ses droits d'accès."
    releve.note(nom, "", motif, remede, valeur=str(chemin))
    return None


def lire_table(
    releve: Releve,
    specification: Table,
    octets: bytes,
    *,
    entree: bool,
    candidat: str | None = None,
    categories: bool = False,
) -> pd.DataFrame | None:
    """Read a table; None when it is no Parquet file, else a frame of its sound columns.

    Rows are sorted by key. Of an input (``entree``), keys must be unique, and the column
    ``ligne`` is added: the row number in the file, from 1. With ``candidat``, only his rows are
    read. With ``categories``, texts are categories.
    """
    brute = _ouvrir(releve, specification, octets, entree, candidat)
    if brute is None:
        return None
    colonnes: dict[str, Vecteur] = {}
    for colonne in specification.colonnes:
        lue = _lire_colonne(releve, specification.nom, colonne, brute)
        if lue is not None:
            colonnes[colonne.nom] = lue
    lignes = np.arange(1, brute.num_rows + 1)
    if set(specification.cle) <= colonnes.keys():
        codes = codes_cle(specification, colonnes)
        ordre = ordre_cle(codes)
        if entree:
            controler_doublons(releve, specification, colonnes, codes, ordre)
        if (np.diff(ordre) != 1).any():
            lignes = lignes[ordre]
            colonnes = {nom: colonne.take(ordre) for nom, colonne in colonnes.items()}
    series = {
        nom: en_pandas(specification.colonne(nom), lue, categories=categories)
        for nom, lue in colonnes.items()
    }
    return pd.DataFrame({**series, "ligne": lignes} if entree else series)


def _ouvrir(
    releve: Releve, specification: Table, octets: bytes, entree: bool, candidat: str | None
) -> Vecteur | None:
    """Decode the specified columns that the file has, of whatever type they are."""
    nom = specification.nom
    if octets[:4] != _MAGIE:
        motif = "fichier vide" if not octets else "ce n'est pas un fichier Parquet"
        releve.note(nom, "", motif, "Exporter la table au format Parquet (et non CSV ou tableur).")
        return None
    try:
        fichier = pq.ParquetFile(pa.BufferReader(octets))
        presentes = fichier.schema_arrow.names
        _controler_colonnes(releve, specification, presentes, entree)
        lues = [colonne for colonne in specification.noms if presentes.count(colonne) == 1]
        if candidat is None or "candidat" not in lues:
            return _lire_en_codes(specification, fichier, octets, lues)
        return _lire_candidat(fichier, lues, candidat)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as erreur:
        releve.note(nom, "", f"fichier Parquet illisible ({str(erreur).splitlines()[0]})", _ABIME)
        return None


def _lire_en_codes(
    specification: Table, fichier: pq.ParquetFile, octets: bytes, colonnes: list[str]
) -> Vecteur:
    """Read all rows, texts as the codes that files most often have of them: twice as fast."""
    schema, specifiees = fichier.schema_arrow, map(specification.colonne, colonnes)
    voulues = [colonne.nom for colonne in specifiees if colonne.genre is Genre.TEXTE]
    textes = [nom for nom in voulues if est_texte(schema.field(nom).type)]
    tampon = pa.BufferReader(octets)
    codes = pq.ParquetFile(tampon, metadata=fichier.metadata, read_dictionary=textes)
    try:
        return codes.read(columns=colonnes)
    except OSError:  # Texts written as differences have no codes; what is damaged fails again.
        return fichier.read(columns=colonnes)


def _lire_candidat(fichier: pq.ParquetFile, colonnes: list[str], candidat: str) -> Vecteur:
    """Read his rows, from the only row groups whose bounds allow him."""
    groupes = []
    for numero in range(fichier.metadata.num_row_groups):
        groupe = fichier.metadata.row_group(numero)
        feuilles = [groupe.column(place) for place in range(groupe.num_columns)]
        bornes = next(f.statistics for f in feuilles if f.path_in_schema == "candidat")
        if _peut_contenir(bornes, candidat):
            groupes.append(numero)
    brute: Vecteur = fichier.read_row_groups(groupes, columns=colonnes)
    return brute.filter(pc.equal(brute["candidat"], pa.scalar(candidat)))


def _peut_contenir(bornes: Vecteur, candidat: str) -> bool:
    if bornes is None or not bornes.has_min_max or not isinstance(bornes.min, str):
        return True
    return bool(bornes.min <= candidat <= bornes.max)


def _controler_colonnes(
    releve: Releve, specification: Table, presentes: list[str], entree: bool
) -> None:
    remede = "Ajouter cette colonne." if entree else "Refaire le résultat."
    for colonne in specification.colonnes:
        nombre = presentes.count(colonne.nom)
        if nombre > 1:
            releve.note(specification.nom, colonne.nom, "colonne en double", "N'en garder qu'une.")
        elif nombre == 0 and not colonne.facultative:
            lieu = Lieu(releve, specification.nom, colonne.nom, colonne.regles)
            lieu.note("colonne absente", remede)


def _lire_colonne(releve: Releve, table: str, colonne: Colonne, brute: Vecteur) -> Vecteur | None:
    lieu = Lieu(releve, table, colonne.nom, colonne.regles)
    if colonne.nom in brute.column_names:
        lue = canonique(lieu, colonne.genre, brute[colonne.nom])
        if lue is not None:
            controler_valeurs(lieu, colonne, lue)
    else:
        lue = vide(colonne.genre, brute.num_rows) if colonne.facultative else None
    if lue is None or colonne.defaut is None:
        return lue
    return lue.fill_null(pa.scalar(colonne.defaut, lue.type))
