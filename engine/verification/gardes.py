"""Guards read again: which seats they keep somebody from, where he is seated."""

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Booleens, Entiers, prendre


def interdits(attendu: Attendu, candidat: Entiers, siege: Entiers, poste: Entiers) -> Booleens:
    """Whether a guard of each candidat, seated there, forbids the poste beside him."""
    postes, gardes = attendu.postes, attendu.instruction.gardes
    interdit = np.zeros(len(candidat), dtype=np.bool_)
    for niveau, types in sorted(set(zip(gardes["niveau"], gardes["types"], strict=True))):
        vises = gardes[(gardes["niveau"] == niveau) & (gardes["types"] == types)]
        garde = np.isin(candidat, attendu.candidats.noms.connus(vises["candidat"]))
        place, gardes_ici = postes.niveaux[niveau], _numeros(attendu, types)
        ici = prendre(place, siege)
        type_siege, type_poste = prendre(postes.type, siege), prendre(postes.type, poste)
        garde &= np.isin(type_siege, gardes_ici) & ~np.isin(type_poste, gardes_ici)
        interdit |= garde & (ici >= 0) & (prendre(place, poste) == ici)
    return interdit


def _numeros(attendu: Attendu, types: str) -> list[int]:
    """Numbers of the types of établissement there are among those that a guard names."""
    gardes = types.split("|")
    return [n for n, nom in enumerate(attendu.postes.types.textes) if nom in gardes]
