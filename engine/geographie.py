"""Distances between communes."""

import numpy as np
from numpy.typing import NDArray

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
