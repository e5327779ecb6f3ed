"""Checking what one column's specification says of each value, and that keys are unique."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mouvement.io.fautes import Lieu, Releve, Remede, Vecteur, choix
from mouvement.io.physique import SEPARATEUR
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.vocabulaire import FORMES

_INVISIBLE = r"\p{Cc}|\p{Cf}"
_NUL = np.iinfo(np.int64).max
_BORDS = r"^\pZ|\pZ$"


def controler_valeurs(lieu: Lieu, colonne: Colonne, valeurs: Vecteur) -> None:
    """Check a canonical column: missing values, texts, enumerations, bounds."""
    if not colonne.nullable:
        lieu.refuse(valeurs.is_null(), valeurs, "valeur manquante", "Compléter la valeur.")
    if colonne.genre in (Genre.TEXTE, Genre.LISTE):
        _controler_textes(lieu, colonne, valeurs)
    elif colonne.genre is not Genre.BOOLEEN:
        _controler_bornes(lieu, colonne, valeurs)


def _controler_bornes(lieu: Lieu, colonne: Colonne, valeurs: Vecteur) -> None:
    unite = 1000 if colonne.genre is Genre.POINTS else 1
    for borne, hors, mot in (
        (colonne.minimum, pc.less, "inférieur"),
        (colonne.maximum, pc.greater, "supérieur"),
    ):
        if borne is not None:
            limite = pa.scalar(round(borne * unite), valeurs.type)
            motif = f"{mot} à {nombre(borne)}"
            masque = hors(valeurs, limite)
            trouves = valeurs if unite == 1 else pc.divide(valeurs.cast(pa.float64()), unite)
            lieu.refuse(masque, trouves, motif, "Corriger la valeur.")


def nombre(borne: float) -> str:
    """Write a bound the French way, without needless decimals."""
    return f"{borne:.3f}".rstrip("0").rstrip(".").replace(".", ",")


def _controler_textes(lieu: Lieu, colonne: Colonne, valeurs: Vecteur) -> None:
    """Check the distinct texts only, then find the rows of the faulty ones."""
    distincts = valeurs.dictionary

    def refuse(masque: Vecteur, motif: str, remede: Remede) -> None:
        mauvais = np.flatnonzero(masque)
        if len(mauvais):
            lieu.refuse(
                pc.is_in(valeurs.indices, pa.array(mauvais, pa.int32())), valeurs, motif, remede
            )

    refuse(
        pc.equal(distincts, pa.scalar("", pa.large_string())),
        "texte vide",
        "Laisser la valeur manquante (null)." if colonne.nullable else "Compléter la valeur.",
    )
    if not colonne.libre:
        caches = pc.match_substring_regex(distincts, _INVISIBLE)
        refuse(caches, "caractère invisible", "Retirer ce caractère.")
        bords = pc.match_substring_regex(distincts, _BORDS)
        refuse(bords, "espace au début ou à la fin", "Retirer cet espace.")
    if colonne.valeurs:
        inconnus = _hors(distincts, colonne, colonne.valeurs.__contains__)
        refuse(inconnus, "valeur inconnue", lambda lu: choix(lu, colonne.valeurs))
    elif colonne.forme:
        respecte = re.compile(colonne.forme).fullmatch
        informes = _hors(distincts, colonne, lambda texte: bool(respecte(texte)))
        refuse(informes, "forme refusée", FORMES[colonne.forme])


def _hors(
    distincts: Vecteur, colonne: Colonne, permis: Callable[[str], bool]
) -> npt.NDArray[np.bool_]:
    """Return which texts are not allowed, or have an item that is not; an empty one is said."""
    separe = SEPARATEUR if colonne.genre is Genre.LISTE else None

    def respecte(texte: str) -> bool:
        elements = texte.split(separe) if separe else [texte]
        return texte == "" or all(map(permis, elements))

    return np.array([not respecte(texte) for texte in distincts.to_pylist()], np.bool_)


Codes: TypeAlias = list[npt.NDArray[np.int64]]


def codes_cle(table: Table, colonnes: Mapping[str, Vecteur]) -> Codes:
    """Return each column of the key as numbers in its order: text by code point, nulls last."""
    return [_rangs(colonnes[nom]) for nom in table.cle]


def ordre_cle(codes: Codes) -> npt.NDArray[np.int64]:
    """Return the row order by key; stable."""
    if _deja_triees(codes):
        return np.arange(len(codes[0]))
    return np.lexsort(codes[::-1]).astype(np.int64)


def _deja_triees(codes: Codes) -> bool:
    """Say whether rows are in order as they stand: as they most often are, and ten times faster."""
    egaux = np.ones(max(len(codes[0]) - 1, 0), np.bool_)
    for code in codes:
        if (egaux & (code[1:] < code[:-1])).any():
            return False
        egaux &= code[1:] == code[:-1]
    return True


def controler_doublons(
    releve: Releve,
    table: Table,
    colonnes: Mapping[str, Vecteur],
    codes: Codes,
    ordre: npt.NDArray[np.int64],
) -> None:
    """Add a fault for each row whose key an earlier row of the file has; missing keys aside."""
    egaux = np.ones(max(len(ordre) - 1, 0), np.bool_)
    for code in codes:
        trie = code[ordre]
        egaux &= (trie[1:] == trie[:-1]) & (trie[1:] != _NUL)
    repris = ordre[1:][egaux]
    cles = [colonnes[nom].take(repris).to_pylist() for nom in table.cle]
    releve.lignes(
        table.nom,
        ", ".join(table.cle),
        repris + 1,
        [", ".join(str(partie) for partie in cle) for cle in zip(*cles, strict=True)],
        "clé déjà présente sur une ligne précédente",
        "Ne garder qu'une de ces lignes.",
    )


def _rangs(cle: Vecteur) -> npt.NDArray[np.int64]:
    if not pa.types.is_dictionary(cle.type):
        return np.asarray(cle.fill_null(_NUL).to_numpy(zero_copy_only=False), np.int64)
    places = np.asarray(pc.sort_indices(cle.dictionary)).astype(np.int64)
    rangs = np.full(len(places) + 1, _NUL, np.int64)
    rangs[places] = np.arange(len(places))
    indices: npt.NDArray[np.int32] = np.asarray(cle.indices.fill_null(len(places)))
    return rangs[indices]
