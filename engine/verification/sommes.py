"""Barèmes told twice: by their elements, and whole in the audit."""

import numpy as np
import pandas as pd

from mouvement.engine.verification.colonnes import NUL, Entiers, Lexique, en_points, entiers
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.traits import EXTENSION, ORIGINES, en_textes

RANG_EXTENSION = 0
"""Rang of the barème of extension, which is no vœu's, in the decomposition."""


def verifier_sommes(baremes: pd.DataFrame, audit: pd.DataFrame, registre: Registre) -> None:
    """The elements of each vœu, or of the extension, sum to the barème that the audit tells."""
    candidat = en_textes(audit["candidat"])
    noms = candidat.lexique or Lexique(())
    rang, bareme = entiers(audit["rang"]), entiers(audit["bareme"])
    en_extension = ORIGINES.coder(audit["origine"]) == EXTENSION
    rang = np.where(en_extension & (rang == NUL), RANG_EXTENSION, rang)
    dits = (rang != NUL) & (bareme != NUL)
    auteur, rang, bareme = (colonne[dits] for colonne in (candidat.valeurs, rang, bareme))
    sommes = _sommes(baremes, noms, auteur, rang)
    faux = sommes != bareme
    ecarts = np.unique([colonne[faux] for colonne in (auteur, rang, bareme, sommes)], axis=1).T

    def constat(i: int) -> Constat:
        candidat, voeu, voulu, vu = ecarts[i].tolist()
        cle = f"candidat {noms.textes[candidat]}, rang {voeu}"
        quoi = "d'extension" if voeu == RANG_EXTENSION else "du vœu"
        phrase = (
            f"baremes, {cle} : les éléments font {en_points(vu)} points, le barème {quoi} est "
            f"{en_points(voulu)}."
        )
        dits = (en_points(vu), en_points(voulu))
        return Constat(Condition.BAREMES, "baremes", cle, "points", *dits, phrase, i)

    registre.lister(Condition.BAREMES, "baremes", range(len(ecarts)), constat)


def _sommes(baremes: pd.DataFrame, noms: Lexique, auteur: Entiers, rang: Entiers) -> Entiers:
    """Return the points of all the elements of each (candidat, rang)."""
    dites = noms.coder(baremes["candidat"]), entiers(baremes["rang"])
    largeur = int(max(colonne.max(initial=0) for colonne in (rang, dites[1]))) + 1
    cles, place = np.unique(auteur * largeur + rang, return_inverse=True)
    trouvees = dites[0] * largeur + dites[1]
    ou = np.searchsorted(cles, trouvees)
    connues = np.append(cles, NUL)[ou] == trouvees
    points = entiers(baremes["points"])
    sommes = np.zeros(len(cles), dtype=np.int64)
    np.add.at(sommes, ou[connues], np.where(points == NUL, 0, points)[connues])
    return sommes[place]
