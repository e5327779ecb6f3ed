"""Dates of a file: whole days, whatever their physical type."""

import numpy as np
import pyarrow as pa

from mouvement.io.fautes import Lieu, TypePhysique, Vecteur

PREMIERE, DERNIERE = np.datetime64("1900-01-01"), np.datetime64("2199-12-31")
"""A date out of these is a mistake of typing or of conversion."""
_HEURE = ("date qui porte une heure", "Donner une date sans heure.")
_HORS = ("date hors de 1900 à 2199", "Corriger la date.")


def dates(lieu: Lieu, brut: Vecteur) -> Vecteur:
    """Return a column of dates or timestamps as date32; a fault for each that is no plain day."""
    nuls = brut.is_null().to_numpy(zero_copy_only=False)
    unites, par_jour = _unites(brut)
    jours, heures = np.divmod(unites, par_jour)
    premier, dernier = PREMIERE.astype(np.int64), DERNIERE.astype(np.int64)
    hors = ~nuls & ((jours < premier) | (jours > dernier))
    lieu.refuse(hors, brut.cast(pa.string()), *_HORS)
    lieu.refuse(~nuls & ~hors & (heures != 0), brut, *_HEURE)
    plains = np.where(hors, 0, jours).astype(np.int32)
    return pa.array(plains, mask=nuls).view(pa.date32())


def _unites(brut: Vecteur) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int]:
    """Return the whole numbers that the file stores, and how many of their units make a day."""
    if pa.types.is_date32(brut.type):
        entiers, par_jour = brut.cast(pa.int32()), 1
    else:
        entiers, par_jour = brut.cast(pa.int64()), 86_400 * _par_seconde(brut.type)
    return entiers.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64), par_jour


def _par_seconde(physique: TypePhysique) -> int:
    unite = "ms" if pa.types.is_date64(physique) else physique.unit
    return {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unite]
