"""From a table in memory to Arrow, by the specification: exact, vectorised, strict."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mouvement.io.fautes import TypePhysique, Vecteur
from mouvement.io.physique import PLAFOND, SEPARATEUR
from mouvement.io.specification import Colonne, Genre, Table

_DECIMAL = pa.decimal128(12, 3)
PHYSIQUES: dict[Genre, TypePhysique] = {
    Genre.TEXTE: pa.string(),
    Genre.ENTIER: pa.int64(),
    Genre.BOOLEEN: pa.bool_(),
    Genre.POINTS: _DECIMAL,
    Genre.REEL: pa.float64(),
    Genre.DATE: pa.date32(),
    Genre.LISTE: pa.list_(pa.string()),
}
"""The type that each kind of column has in the files that we write."""
_EN_MEMOIRE = {
    Genre.ENTIER: ("int64", "Int64"),
    Genre.POINTS: ("int64", "Int64"),
    Genre.BOOLEEN: ("bool", "boolean"),
    Genre.REEL: ("float64",),
    Genre.DATE: ("datetime64[s]",),
}


def en_arrow(specification: Table, frame: pd.DataFrame) -> pa.Table:
    """Convert a table; columns may come in any order; only optional ones may be missing.

    Raises
    ------
    TypeError, ValueError : the frame is not what the specification says: an error of the caller.
    """
    presentes = [
        colonne
        for colonne in specification.colonnes
        if colonne.nom in frame or not colonne.facultative
    ]
    ecart = set(frame.columns) ^ {colonne.nom for colonne in presentes}
    if ecart:
        raise ValueError(f"{specification.nom} : colonnes en trop ou absentes : {sorted(ecart)}")
    champs = [
        pa.field(colonne.nom, PHYSIQUES[colonne.genre], nullable=colonne.nullable)
        for colonne in presentes
    ]
    vecteurs = [_vecteur(specification, colonne, frame) for colonne in presentes]
    return pa.Table.from_arrays(vecteurs, schema=pa.schema(champs))


def _vecteur(specification: Table, colonne: Colonne, frame: pd.DataFrame) -> Vecteur:
    serie = frame[colonne.nom]
    lieu = f"{specification.nom}.{colonne.nom}"
    if not colonne.nullable and serie.hasnans:
        raise ValueError(f"{lieu} : valeur manquante")
    if colonne.genre in (Genre.TEXTE, Genre.LISTE):
        return _textes(lieu, colonne, serie)
    if str(serie.dtype) not in _EN_MEMOIRE[colonne.genre]:
        raise TypeError(f"{lieu} : type {serie.dtype}")
    vecteur = _un_bloc(pa.array(serie, from_pandas=True))
    if colonne.genre is Genre.DATE:
        return vecteur.cast(pa.date32())
    return _decimaux(lieu, vecteur) if colonne.genre is Genre.POINTS else vecteur


def _un_bloc(vecteur: Vecteur) -> Vecteur:
    return vecteur.combine_chunks() if isinstance(vecteur, pa.ChunkedArray) else vecteur


def _textes(lieu: str, colonne: Colonne, serie: pd.Series) -> Vecteur:
    if isinstance(serie.dtype, pd.CategoricalDtype):
        codes: Vecteur = _un_bloc(pa.array(serie, from_pandas=True))
        if len(codes.dictionary) == 0:
            return pa.nulls(len(serie), PHYSIQUES[colonne.genre])
    elif isinstance(serie.dtype, pd.StringDtype):
        vecteur: Vecteur = _un_bloc(pa.array(serie, from_pandas=True))
        if colonne.genre is Genre.TEXTE:
            return vecteur.cast(pa.string())
        codes = vecteur.dictionary_encode()
    else:
        raise TypeError(f"{lieu} : type {serie.dtype}")
    textes = codes.dictionary.cast(pa.string())
    if colonne.genre is Genre.LISTE:
        textes = pc.split_pattern(textes, SEPARATEUR)
    # Plain values, not codes: the bytes written must not depend on the order of the categories.
    return textes.take(codes.indices)


def _decimaux(lieu: str, milliemes: Vecteur) -> Vecteur:
    """Reinterpret whole thousandths as decimals: low halves of 128 bits, the sign above."""
    nuls = np.asarray(milliemes.is_null())
    entiers = np.asarray(milliemes.fill_null(0), np.int64)
    if (np.abs(entiers) >= PLAFOND).any():
        raise ValueError(f"{lieu} : points hors de decimal(12, 3)")
    moities = np.empty((len(entiers), 2), np.int64)
    moities[:, 0] = entiers
    moities[:, 1] = entiers >> 63
    presents = np.packbits(~nuls, bitorder="little") if nuls.any() else None
    tampons = [
        None if presents is None else pa.py_buffer(presents.data),
        pa.py_buffer(moities.data),
    ]
    return pa.Array.from_buffers(_DECIMAL, len(entiers), tampons)
