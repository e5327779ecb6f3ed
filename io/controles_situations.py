"""Checks of the tables of situations: codes that exist, dates and years before the mouvement."""

import numpy as np
import pandas as pd

from mouvement.io.examen import Examen

DEPARTS = (
    *(("communes", "departement"), ("communes", "commune")),
    *(("zones_remplacement", "departement"), ("zones_remplacement", "zone")),
)
"""Where the start of an extension must exist."""


def controler_situations(examen: Examen, annee: int) -> None:
    """Run every check of these tables.

    Parameters
    ----------
    annee : of the mouvement, which takes effect on 1 September.
    """
    _naissances(examen, annee)
    _annees_passees(examen, annee)
    _departs(examen)


def _naissances(examen: Examen, annee: int) -> None:
    if examen.a("enfants", "naissance"):
        naissances = examen.tables["enfants"]["naissance"]
        apres = naissances > np.datetime64(f"{annee:04}-09-01")
        motif = f"naissance après le 1er septembre {annee}"
        examen.refuse(
            "enfants", "naissance", apres, motif, "Corriger la date, ou retirer l'enfant."
        )


def _annees_passees(examen: Examen, annee: int) -> None:
    if examen.a("carriere", "annee"):
        futures = examen.tables["carriere"]["annee"] >= annee
        motif = f"cette année scolaire n'est pas passée au 1er septembre {annee}"
        remede = f"Donner des années scolaires qui commencent en {annee - 1} au plus tard."
        examen.refuse("carriere", "annee", futures, motif, remede)


def _departs(examen: Examen) -> None:
    if all(examen.a(*cible) for cible in DEPARTS):
        connus = pd.concat([examen.tables[table][colonne] for table, colonne in DEPARTS])
        source = "communes et zones_remplacement"
        examen.existe_parmi("extensions", "depart", connus, source)
