"""What a vœu designates: from its type and code to the postes that it may reach.

A *lieu* is what a vœu names, whatever the discipline (``COM:45234``, ``DPT:45/CLG,LYC``); a *zone*
is the postes of one lieu in one discipline.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne

GEOGRAPHIQUES = ("COM", "GEO", "DPT", "ACA", "CIR")
"""Wide vœux over établissements; they never hold ZR, specific or EREA postes."""
HORS_ZONES = ("ZR", "ASH", "SPEA", "POP")
SANS_CODE = ("ACA", "ZRA")
"""Types that designate the whole académie."""


@dataclass(frozen=True)
class Portees:
    """Where each poste is, and which postes each lieu designates.

    Attributes
    ----------
    postes : every poste with where it is, sorted by (discipline, poste); its index is the number
        that zones use. Columns ``poste, etablissement, discipline, nature, vacants, type, commune,
        groupement, departement, circonscription, geographique``.
    incidence : (lieu, poste) for every untyped lieu, sorted; ``lieu`` is the label, ``poste`` the
        number of the poste.
    disciplines : the disciplines, sorted.
    bornes : (disciplines + 1,) the postes of discipline d are those from ``bornes[d]`` to
        ``bornes[d + 1]``.
    """

    postes: pd.DataFrame
    incidence: pd.DataFrame
    disciplines: list[str]
    bornes: NDArray[np.int64]

    @cached_property
    def _type(self) -> "pd.Series[str]":
        """(incidences,) type of the lieu of each."""
        types: pd.Series[str] = self.incidence["lieu"].str.partition(":")[0]
        return types

    def niveau(self, type_lieu: str) -> tuple[NDArray[np.int64], list[str]]:
        """Return where each poste is at a level that cuts the postes up (``COM``, ``ZRE``…).

        Returns
        -------
        place : (postes + 1,) number of the place in the poste's discipline, -1 for no place and
            for the last item, which thus answers for poste -1; ``place // disciplines`` is the
            number of the lieu, ``place % disciplines`` the discipline.
        lieux : label of each lieu.
        """
        incidence = self.incidence[self._type == type_lieu]
        numeros, lieux = pd.factorize(incidence["lieu"])
        place = np.full(len(self.postes) + 1, -1)
        discipline = np.repeat(np.arange(len(self.disciplines)), np.diff(self.bornes))
        postes = incidence["poste"].to_numpy()
        place[postes] = numeros * len(self.disciplines) + discipline[postes]
        return place, lieux.tolist()


def portees(campagne: Campagne) -> Portees:
    """Locate every poste of a campaign and list what every lieu designates."""
    postes = situer(campagne)
    parts = [
        _part(type_voeu, postes[colonne][masque]) for type_voeu, colonne, masque in _niveaux(postes)
    ]
    incidence = pd.concat([*parts, _groupes(campagne, postes)], ignore_index=True)
    disciplines, debuts = np.unique(postes["discipline"].to_numpy(object), return_index=True)
    bornes = np.append(debuts, len(postes)).astype(np.int64)
    return Portees(postes, incidence, disciplines.tolist(), bornes)


def situer(campagne: Campagne) -> pd.DataFrame:
    """Return the postes with their place; ZR postes take the département of their zone."""
    lieux = campagne.etablissements.drop(columns=["ligne", "libelle"]).merge(
        campagne.communes[["commune", "groupement", "departement"]], on="commune"
    )
    zones = campagne.zones_remplacement[["zone", "departement", "commune"]].rename(
        columns={"zone": "etablissement"}
    )
    zr = campagne.postes["nature"] == "ZR"
    postes = pd.concat(
        [
            campagne.postes[~zr].merge(lieux, on="etablissement", how="left"),
            campagne.postes[zr].merge(zones, on="etablissement", how="left"),
        ],
        ignore_index=True,
    )
    postes["geographique"] = ~postes["nature"].isin(HORS_ZONES) & (postes["type"] != "EREA")
    return postes.sort_values(["discipline", "poste"], ignore_index=True)


def _niveaux(postes: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    """Each vœu type, the column that its code names, and the postes it may hold."""
    geographique, zr = postes["geographique"], postes["nature"] == "ZR"
    return [
        ("POSTE", "poste", postes["poste"].notna()),
        ("ETB", "etablissement", ~postes["nature"].isin(HORS_ZONES)),
        ("COM", "commune", geographique),
        ("GEO", "groupement", geographique & postes["groupement"].notna()),
        ("CIR", "circonscription", geographique & postes["circonscription"].notna()),
        ("DPT", "departement", geographique),
        ("ACA", "departement", geographique),
        ("ZRE", "etablissement", zr),
        ("ZRD", "departement", zr),
        ("ZRA", "departement", zr),
    ]


def _part(type_voeu: str, codes: pd.Series) -> pd.DataFrame:
    lieu = type_voeu if type_voeu in SANS_CODE else type_voeu + ":" + codes
    return pd.DataFrame({"lieu": lieu, "poste": codes.index}, index=codes.index)


def _groupes(campagne: Campagne, postes: pd.DataFrame) -> pd.DataFrame:
    """Each sub-rank of a group is a lieu of its own: a GROUPE vœu tries them in turn."""
    groupes = campagne.groupes.merge(
        postes[["poste"]].reset_index(names="numero"), on="poste", how="inner"
    )
    lieu = "GROUPE:" + groupes["groupe"] + "/" + groupes["sous_rang"].astype(str)
    return pd.DataFrame({"lieu": lieu, "poste": groupes["numero"]})
