"""Places as columns: what a vœu names and what matters to a candidat, at every level."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne

Entiers = NDArray[np.int64]
NIVEAUX = ("etablissement", "commune", "groupement", "departement", "circonscription", "zone")
ATTRIBUTS = (*NIVEAUX, "type", "poste", "nature", "discipline")
"""What every place has, if only missing."""
NIVEAU_DU_TYPE = {
    "ETB": "etablissement",
    "COM": "commune",
    "GEO": "groupement",
    "DPT": "departement",
    "CIR": "circonscription",
    "ZRE": "zone",
    "ZRD": "departement",
}
"""The level that the code of a vœu names; ACA and ZRA name everything, POSTE its établissement."""


@dataclass(frozen=True)
class Lieux:
    """Places, each described once: that of item ``i`` is the row ``numeros[i]`` of ``places``."""

    places: pd.DataFrame
    numeros: Entiers

    def __getitem__(self, nom: str) -> pd.Series:
        return self.distincts(nom).take(self.numeros).reset_index(drop=True)

    def distincts(self, nom: str) -> pd.Series:
        """Return (places,) an attribute; missing when no place of these levels has it."""
        if nom in self.places:
            return self.places[nom]
        return pd.Series(np.nan, index=self.places.index, dtype=object)

    def de(self, items: Entiers) -> "Lieux":
        """Return the places of some items."""
        return Lieux(self.places, self.numeros[items])


class Geographie:
    """A campaign's places: from any code to the places that hold it."""

    def __init__(self, campagne: Campagne) -> None:
        self._campagne = campagne

    @cached_property
    def etablissements(self) -> pd.DataFrame:
        """Établissements by code, with their columns and those of their commune."""
        communes = self._campagne.communes.drop(columns=["ligne", "libelle"])
        frame = self._campagne.etablissements.drop(columns=["ligne", "libelle"])
        return frame.merge(communes, on="commune", how="left").set_index(
            "etablissement", drop=False
        )

    def etablissements_par_commune(self, types: tuple[str, ...]) -> pd.Series:
        """Return how many établissements of some types (all when empty) each commune has."""
        etablissements = self._campagne.etablissements
        if types:
            etablissements = etablissements[etablissements["type"].isin(types)]
        return etablissements["commune"].value_counts()

    @cached_property
    def communes(self) -> pd.DataFrame:
        """Communes by code."""
        communes = self._campagne.communes.drop(columns=["ligne", "libelle"])
        return communes.set_index("commune", drop=False)

    @cached_property
    def groupements(self) -> pd.DataFrame:
        """Groupements by code; the département only where it is the same for all communes."""
        communes = self._campagne.communes.dropna(subset=["groupement"])
        par_groupe = communes.groupby("groupement")["departement"]
        seul = par_groupe.first().where(par_groupe.nunique() == 1)
        return seul.to_frame().assign(groupement=seul.index)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Zones de remplacement by code; they lie in no commune."""
        zones = self._campagne.zones_remplacement[["zone", "departement"]]
        return zones.set_index("zone", drop=False)

    @cached_property
    def circonscriptions(self) -> pd.DataFrame:
        """Circonscriptions by code; the département only where it is the same throughout."""
        ecoles = self.etablissements.dropna(subset=["circonscription"])
        par_circonscription = ecoles.groupby("circonscription")["departement"]
        seul = par_circonscription.first().where(par_circonscription.nunique() == 1)
        return seul.to_frame().assign(circonscription=seul.index)

    @cached_property
    def postes(self) -> pd.DataFrame:
        """Postes by code, with their facts and the places of their établissement or zone."""
        postes = self._campagne.postes.drop(columns=["ligne", "vacants"])
        en_zone = postes["nature"] == "ZR"
        lieux = pd.concat(
            [
                self.situer("etablissement", postes.loc[~en_zone, "etablissement"]),
                self.situer("zone", postes.loc[en_zone, "etablissement"]),
            ]
        )
        lieux = lieux.drop(columns=lieux.columns.intersection(postes.columns))
        autres = postes.drop(columns="etablissement").join(lieux)
        en_place = postes["etablissement"].where(~en_zone)
        return autres.assign(etablissement=en_place).set_index("poste", drop=False)

    @cached_property
    def departements(self) -> pd.DataFrame:
        """Départements by code."""
        codes = pd.Series(sorted({*self._campagne.communes["departement"]}), dtype="str")
        return pd.DataFrame({"departement": codes}).set_index("departement", drop=False)

    def situer(self, niveau: str, codes: pd.Series) -> pd.DataFrame:
        """Return, for each code of a level, every place that holds it; missing when unknown.

        A département or commune outside the académie is kept at its own level.
        """
        lieux: pd.DataFrame = getattr(self, niveau + "s").reindex(pd.Index(codes))
        lieux.index = codes.index
        if niveau in ("departement", "commune"):
            lieux[niveau] = codes
        return lieux

    def reperes(self, depuis: Iterable[tuple[str, pd.Series]]) -> Lieux:
        """Return the place of the first code of each item; its level is that of the codes."""
        parts: list[pd.DataFrame] = []
        debut, numeros = 0, np.zeros(0, dtype=np.int64)
        for niveau, codes in depuis:
            siens, distincts = pd.factorize(codes)
            numeros = numeros if len(numeros) else np.full(len(siens), -1)
            numeros = np.where((numeros < 0) & (siens >= 0), siens + debut, numeros)
            if len(distincts):
                parts.append(self.situer(niveau, pd.Series(distincts, dtype="str")))
            debut += len(distincts)
        places = pd.concat([pd.DataFrame(), *parts], ignore_index=True)
        ailleurs = places.reindex(range(debut + 1))  # the last row: nowhere
        return Lieux(ailleurs, np.where(numeros < 0, debut, numeros))

    def numeroter(self, lieux: Lieux) -> Entiers:
        """Return (levels, places) the number of each place at each level, -1 where it has none."""
        codes = [(self.codes[niveau], lieux.distincts(niveau)) for niveau in NIVEAUX]
        return np.array([connus.get_indexer(pd.Index(siens)) for connus, siens in codes])

    @cached_property
    def codes(self) -> dict[str, pd.Index]:
        """Every code of each level, to compare places as numbers."""
        campagne = self._campagne
        return {
            "etablissement": pd.Index(campagne.etablissements["etablissement"]),
            "commune": pd.Index(campagne.communes["commune"]),
            "groupement": pd.Index(self.groupements.index),
            "departement": pd.Index(self.departements.index),
            "circonscription": pd.Index(self.circonscriptions.index),
            "zone": pd.Index(campagne.zones_remplacement["zone"]),
        }
