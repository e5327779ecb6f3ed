"""The map of the académie: the barre of each commune in A and in B, discipline by discipline."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import pandas as pd

from mouvement.scenarios.comparaison.comparaison import Comparaison

LARGEUR, MARGE = 720, 28
NOMMEES = 9
"""Communes whose name is on the map: those with most supports."""
OUVERTE, FERMEE = -1, -2
"""What stands for points that there are not."""


@dataclass(frozen=True)
class Point:
    """A commune on the map: pixels, and how many of its disciplines went up or down."""

    commune: str
    libelle: str
    x: str
    y: str
    rayon: str
    classe: str
    hausses: int
    baisses: int
    nommee: bool


@dataclass(frozen=True)
class Carte:
    """The picture, with what the page needs to show one discipline.

    Attributes
    ----------
    donnees : ``seuils``, three limits of points (thousandths); ``disciplines``: for each, the lists
        ``[number of the point, barre of A, barre of B]``, in thousandths (see ``OUVERTE``; null:
        no such zone).
    """

    hauteur: int
    points: list[Point]
    donnees: dict[str, Any]


def dessiner(comparaison: Comparaison) -> Carte | None:
    """Return the map; None when neither campaign gives places."""
    communes = pd.concat([cote.terrain["communes"] for cote in (comparaison.b, comparaison.a)])
    communes = communes.drop_duplicates("commune").sort_values("commune", ignore_index=True)
    if communes.empty:
        return None
    barres = comparaison.barres_comparees
    barres = barres[(barres["niveau"] == "COM") & (barres["etape"] == "GENERAL")]
    barres = barres[barres["code"].isin(communes["commune"])]
    places, hauteur = _projeter(communes)
    compte = pd.crosstab(barres["code"], barres["sens"]).reindex(communes["commune"], fill_value=0)
    hausses, baisses = (
        compte[sens].tolist() if sens in compte else [0] * len(communes)
        for sens in ("HAUSSE", "BAISSE")
    )
    capacites = barres.groupby("code")[["capacite_a", "capacite_b"]].sum().sum(axis=1)
    par_taille = capacites.sort_values(ascending=False, kind="stable")
    nommees = set(par_taille.index[:NOMMEES])
    points = [
        Point(commune, libelle, x, y, _rayon(haut + bas), _classe(haut, bas), haut, bas, nommee)
        for commune, libelle, x, y, haut, bas, nommee in zip(
            communes["commune"],
            communes["libelle"],
            *places,
            hausses,
            baisses,
            communes["commune"].isin(nommees).tolist(),
            strict=True,
        )
    ]
    return Carte(hauteur, points, _donnees(barres, communes["commune"].tolist()))


def _projeter(communes: pd.DataFrame) -> tuple[tuple[list[str], list[str]], int]:
    """Return pixels, north up, the same scale both ways, and the height that this takes."""
    longitudes, latitudes = communes["longitude"].to_numpy(), communes["latitude"].to_numpy()
    milieu = cos(radians((latitudes.min() + latitudes.max()) / 2))
    est, sud = (longitudes - longitudes.min()) * milieu, latitudes.max() - latitudes
    # One commune, or communes on one line, take no width.
    etendue = max(float(est.max()), float(sud.max()) / 1.3, 1e-6)
    echelle = (LARGEUR - 2 * MARGE) / etendue
    decale = (LARGEUR - 2 * MARGE - est.max() * echelle) / 2
    x = [f"{MARGE + decale + valeur * echelle:.1f}" for valeur in est]
    y = [f"{MARGE + valeur * echelle:.1f}" for valeur in sud]
    return (x, y), round(2 * MARGE + float(sud.max()) * echelle)


def _rayon(nombre: int) -> str:
    return f"{min(2.5 + 1.6 * nombre**0.5, 16):.1f}"


def _classe(hausses: int, baisses: int) -> str:
    """Return how the disciplines of a commune went, on the whole."""
    if hausses + baisses == 0:
        return "rien"
    part = (hausses - baisses) / (hausses + baisses)
    seuils = ((0.5, "haut2"), (0.0, "haut1"), (-0.0001, "egal"), (-0.5, "bas1"))
    return next((classe for seuil, classe in seuils if part > seuil), "bas2")


def _donnees(barres: pd.DataFrame, communes: list[str]) -> dict[str, Any]:
    numeros = {commune: numero for numero, commune in enumerate(communes)}
    disciplines: dict[str, list[list[int | None]]] = {}
    colonnes = (barres[nom].tolist() for nom in ("discipline", "code"))
    valeurs = (_valeurs(barres, cote) for cote in "ab")
    for discipline, code, avant, apres in zip(*colonnes, *valeurs, strict=True):
        disciplines.setdefault(discipline, []).append([numeros[code], avant, apres])
    chiffres = [v for liste in disciplines.values() for _, *deux in liste for v in deux]
    points = [valeur for valeur in chiffres if valeur is not None and valeur >= 0]
    parts = (0.25, 0.5, 0.75) if points else ()
    seuils = [int(np.quantile(points, part, method="lower")) for part in parts]
    return {"seuils": seuils, "disciplines": disciplines}


def _valeurs(barres: pd.DataFrame, cote: str) -> list[int | None]:
    sans_points = {"OUVERTE": OUVERTE, "EXTENSION": OUVERTE, "FERMEE": FERMEE}
    return [
        None if pd.isna(etat) else sans_points.get(etat, 0 if pd.isna(barre) else int(barre))
        for etat, barre in zip(barres[f"etat_{cote}"], barres[f"barre_{cote}"], strict=True)
    ]
