"""From the physical types that files use to one canonical Arrow array per kind of column.

Text becomes codes in a dictionary of distinct texts, so that what is asked of a text is asked once;
whole numbers become int64, points int64 thousandths, coordinates float64, dates date32, lists one
text joined with ``|``. A value that cannot be converted is a fault, and is then replaced by a
harmless one, so that it is reported once.
"""

from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mouvement.io.dates import dates
from mouvement.io.fautes import Lieu, TypePhysique, Vecteur, nom_type
from mouvement.io.specification import Genre

SEPARATEUR = "|"
TOLERANCE = 1e-6
"""Points: how far a float may be from a thousandth."""
PLAFOND = 10**12
"""Thousandths: decimal(12, 3) holds less than this."""

ATTENDUS = {
    Genre.TEXTE: "texte (string)",
    Genre.ENTIER: "entier (int64)",
    Genre.BOOLEEN: "booléen (bool)",
    Genre.POINTS: "décimal au millième (decimal(12, 3))",
    Genre.REEL: "réel (double)",
    Genre.DATE: "date (date32)",
    Genre.LISTE: "liste de textes (list<string>)",
}
_TEXTES = pa.dictionary(pa.int32(), pa.large_string())
_CANONIQUES: dict[Genre, TypePhysique] = {
    Genre.TEXTE: _TEXTES,
    Genre.ENTIER: pa.int64(),
    Genre.BOOLEEN: pa.bool_(),
    Genre.POINTS: pa.int64(),
    Genre.REEL: pa.float64(),
    Genre.DATE: pa.date32(),
    Genre.LISTE: _TEXTES,
}
_JOINT = "\x1f"
_FINI = ("n'est pas un nombre fini", "Corriger la valeur.")
_TROP = ("nombre trop grand", "Les points s'arrêtent à 999 999 999,999.")
_MILLIEME = ("n'est pas un nombre entier de millièmes", "Donner les points au millième près.")
_ELEMENT = (
    "liste vide, ou élément vide, manquant ou contenant « | »",
    "Laisser la valeur manquante s'il n'y a rien à lister.",
)


def vide(genre: Genre, nombre: int) -> Vecteur:
    """Return a canonical column of nulls."""
    return pa.nulls(nombre, _CANONIQUES[genre])


def canonique(lieu: Lieu, genre: Genre, brut: Vecteur) -> Vecteur | None:
    """Convert one column; None, and a fault, when its type is not one that the kind accepts."""
    if pa.types.is_null(brut.type):
        return vide(genre, len(brut))
    if pa.types.is_dictionary(brut.type) and not _accepte(genre, brut.type):
        brut = brut.cast(brut.type.value_type)
    if not _accepte(genre, brut.type):
        lieu.note("type de colonne refusé", _conseil_type(genre, brut.type), nom_type(brut.type))
        return None
    bloc = pa.concat_arrays(brut.chunks or [pa.array([], brut.type)])
    try:
        bloc.validate(full=True)
    except pa.ArrowInvalid:
        lieu.note("colonne abîmée, ou texte qui n'est pas de l'UTF-8", "La réexporter en UTF-8.")
        return None
    return _convertit(lieu, genre, bloc)


def _accepte(genre: Genre, physique: TypePhysique) -> bool:
    types = pa.types
    if genre is Genre.TEXTE:
        return est_texte(physique)
    if genre is Genre.LISTE:
        return _est_liste(physique) and est_texte(physique.value_type)
    if genre is Genre.BOOLEEN:
        return types.is_boolean(physique)
    if genre is Genre.ENTIER:
        return types.is_integer(physique)
    if genre is Genre.DATE:
        return types.is_date(physique) or (types.is_timestamp(physique) and physique.tz is None)
    nombre = types.is_integer(physique) or types.is_floating(physique)
    return nombre or (genre is Genre.POINTS and types.is_decimal(physique))


def est_texte(physique: TypePhysique) -> bool:
    """Say whether a type is that of texts, or of codes of texts."""
    types = pa.types
    if types.is_dictionary(physique):
        physique = physique.value_type
    return (
        types.is_string(physique)
        or types.is_large_string(physique)
        or types.is_string_view(physique)
    )


def _est_liste(physique: TypePhysique) -> bool:
    types = pa.types
    return (
        types.is_list(physique)
        or types.is_large_list(physique)
        or types.is_list_view(physique)
        or types.is_fixed_size_list(physique)
    )


def _conseil_type(genre: Genre, physique: TypePhysique) -> str:
    conseil = f"Type attendu : {ATTENDUS[genre]}."
    if genre is Genre.ENTIER and pa.types.is_floating(physique):
        conseil += (
            " Une colonne d'entiers devient flottante quand il y manque des valeurs : les "
            "compléter, ou exporter en entiers."
        )
    return conseil


def _convertit(lieu: Lieu, genre: Genre, brut: Vecteur) -> Vecteur:
    if genre is Genre.TEXTE:
        return _en_codes(brut)
    if genre is Genre.LISTE:
        return _liste(lieu, brut)
    if genre is Genre.DATE:
        return dates(lieu, brut)
    if genre is Genre.POINTS:
        flottant = pa.types.is_floating(brut.type)
        return _points_flottants(lieu, brut) if flottant else _points_exacts(lieu, brut)
    if genre is Genre.REEL:
        brut = brut.cast(pa.float64(), safe=False)
        infini = pc.invert(pc.is_finite(brut))
        lieu.refuse(infini, brut, *_FINI)
        return pc.if_else(infini, 0.0, brut)
    if pa.types.is_uint64(brut.type):
        plafond = pa.scalar(np.iinfo(np.int64).max, pa.uint64())
        hors = pc.greater(brut, plafond)
        lieu.refuse(hors, brut, "entier trop grand", "Corriger la valeur.")
        brut = pc.if_else(hors, pa.scalar(1, pa.uint64()), brut)  # no bound says it again
    return brut.cast(_CANONIQUES[genre])


def _points_exacts(lieu: Lieu, brut: Vecteur) -> Vecteur:
    if pa.types.is_integer(brut.type):
        brut = brut.cast(pa.decimal128(20, 0))
    if brut.type.scale == 3 and brut.type.precision <= 12:
        return _sans_virgule(brut.cast(pa.decimal128(18, 3)))
    # 256 bits: whatever the file's precision, neither rounding nor rescaling can overflow.
    echelle = brut.type.scale
    exacts = brut.cast(pa.decimal256(76 if echelle > 3 else 73 + echelle, echelle))
    milliemes = pc.round(exacts, ndigits=3) if echelle > 3 else exacts
    lieu.refuse(pc.not_equal(milliemes, exacts), brut, *_MILLIEME)
    trop = pc.greater_equal(pc.abs(milliemes), pa.scalar(PLAFOND // 1000, pa.decimal256(13, 0)))
    lieu.refuse(trop, brut, *_TROP)
    bornes = pc.if_else(trop, pa.scalar(Decimal(0), milliemes.type), milliemes)
    return _sans_virgule(bornes.cast(pa.decimal128(18, 3)))


def _sans_virgule(decimaux: Vecteur) -> Vecteur:
    """Return the unscaled integers of decimals that fit in 64 bits: the low halves of 128."""
    tampon = decimaux.buffers()[1]
    if len(decimaux) == 0 or tampon is None:
        return pa.nulls(len(decimaux), pa.int64())
    moities = np.frombuffer(tampon, np.int64)[::2]
    choisies = moities[decimaux.offset : decimaux.offset + len(decimaux)]
    return pa.array(choisies, mask=_nuls(decimaux))


def _points_flottants(lieu: Lieu, brut: Vecteur) -> Vecteur:
    reels = brut.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False)
    fini = np.isfinite(reels)
    lieu.refuse(~fini, brut, *_FINI)
    trop = fini & (np.abs(reels) >= PLAFOND / 1000)
    lieu.refuse(trop, brut, *_TROP)
    reels = np.where(fini & ~trop, reels, 0.0)
    milliemes = np.rint(reels * 1000)
    lieu.refuse(np.abs(reels - milliemes / 1000) > TOLERANCE, brut, *_MILLIEME)
    return pa.array(milliemes.astype(np.int64), mask=_nuls(brut))


def _liste(lieu: Lieu, brut: Vecteur) -> Vecteur:
    """Work on the few distinct lists, not on the rows."""
    brut = brut.cast(pa.list_(pa.string()))
    joints: Vecteur = pc.binary_join(brut, _JOINT)
    lieu.refuse(_nuls(joints) & ~_nuls(brut), brut, *_ELEMENT)
    codes = joints.dictionary_encode()
    textes = [_canonise(texte) for texte in codes.dictionary.to_pylist()]
    joints_lus = pa.DictionaryArray.from_arrays(codes.indices, pa.array(textes, pa.string()))
    lus = _en_codes(joints_lus)
    lieu.refuse(_nuls(lus) & ~_nuls(joints), brut, *_ELEMENT)
    return lus


def _en_codes(brut: Vecteur) -> Vecteur:
    """Return texts as codes; the dictionary of a file may repeat a text, or have a null."""
    if not pa.types.is_dictionary(brut.type):
        return brut.cast(pa.large_string()).dictionary_encode()
    distincts = brut.dictionary.cast(pa.large_string()).dictionary_encode()
    indices = distincts.indices.take(brut.indices)
    return pa.DictionaryArray.from_arrays(indices, distincts.dictionary)


def _canonise(joint: str) -> str | None:
    elements = joint.split(_JOINT)
    if any(element == "" or SEPARATEUR in element for element in elements):
        return None
    return SEPARATEUR.join(sorted(set(elements)))


def _nuls(tableau: Vecteur) -> npt.NDArray[np.bool_]:
    return np.asarray(tableau.is_null().to_numpy(zero_copy_only=False), np.bool_)
