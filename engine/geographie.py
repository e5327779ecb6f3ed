"""Distances between communes, and the communes that places hold."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne

RAYON_TERRE_M = 6_371_009
"""Mean radius of the Earth in metres (IUGG)."""


def distances_m(points: NDArray[np.float64], depuis: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return (communes,) the great-circle distance to the nearest of the communes ``depuis``.

    Parameters
    ----------
    points : (communes, 2) latitude and longitude, degrees.
    depuis : numbers of the communes to measure from, at least one.

    Whole metres: the last bits of a sine, which differ between machines, cannot change an order.
    """
    phi, lam = np.radians(points).T
    d_phi = phi[depuis, None] - phi[None, :]
    d_lam = lam[depuis, None] - lam[None, :]
    corde = np.sin(d_phi / 2) ** 2
    corde += np.cos(phi[depuis, None]) * np.cos(phi[None, :]) * np.sin(d_lam / 2) ** 2
    metres = 2 * RAYON_TERRE_M * np.arcsin(np.sqrt(np.minimum(corde, 1.0)))
    entiers: NDArray[np.int64] = np.rint(metres.min(axis=0)).astype(np.int64)
    return entiers


def communes_des_lieux(
    campagne: Campagne, postes: pd.DataFrame, lieux: pd.DataFrame
) -> list[frozenset[int]]:
    """Return the communes of each lieu, by their place in the table; empty for what is no place.

    They count whether or not they hold a poste.

    Parameters
    ----------
    postes : ``Portees.postes``.
    lieux : ``type, code`` of each.
    """
    communes = campagne.communes.assign(ACA="ACA")
    etablissements = campagne.etablissements
    sources = {
        "POSTE": postes.loc[postes["geographique"], ["poste", "commune"]],
        "ETB": etablissements[["etablissement", "commune"]],
        "CIR": etablissements[["circonscription", "commune"]],
        "COM": pd.DataFrame({"code": communes["commune"], "commune": communes["commune"]}),
        "GEO": communes[["groupement", "commune"]],
        "DPT": communes[["departement", "commune"]],
        "ACA": communes[["ACA", "commune"]],
    }
    numerotees = pd.Index(communes["commune"])
    contenu: dict[tuple[str, str], set[int]] = {}
    for type_voeu, source in sources.items():
        numeros = numerotees.get_indexer(pd.Index(source["commune"])).tolist()
        for code, numero in zip(source.iloc[:, 0].tolist(), numeros, strict=True):
            contenu.setdefault((type_voeu, code), set()).add(numero)
    cles = zip(lieux["type"].tolist(), lieux["code"].tolist(), strict=True)
    return [
        frozenset(contenu.get((nom, "ACA" if nom == "ACA" else code), ())) for nom, code in cles
    ]
