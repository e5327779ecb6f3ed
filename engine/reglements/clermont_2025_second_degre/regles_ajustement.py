"""The adjustment phase: rattachement and yearly service of the TZR; their zone never changes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.geographie import distances_m
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.preferences import NIVEAUX
from mouvement.engine.instruction.tableau import Booleens
from mouvement.engine.portees import situer
from mouvement.engine.reglements.clermont_2025_second_degre.regles_resultats import signaler

DEMANDES = ("rattachement_demande_1", "rattachement_demande_2", "rattachement_demande_3")
JAMAIS = np.iinfo(np.int64).max
Besoins = dict[tuple[str, str], int]
"""What each établissement needs in each discipline."""


def rattachements(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell each TZR's rattachement: kept, changed where it is asked for and needed, or to fix."""
    suite = Ajustement(instruction, affectations)
    tzr = suite.tzr
    ou = pd.Series(suite.rattachements, index=tzr.index, dtype="str")
    change = ou.notna() & (ou != tzr["etablissement_rattachement"])
    mot = pd.Series("RATTACHEMENT_CONSERVE", index=tzr.index)
    mot = mot.mask(change, "RATTACHEMENT_MODIFIE").mask(ou.isna(), "RATTACHEMENT_A_FIXER")
    regle = pd.Series("CF25-2D-081", index=tzr.index).mask(change, "CF25-2D-082")
    return signaler(tzr, mot, regle, ou.fillna("aucun dans cette zone"))


def preferences_a_demander(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell who is new in his zone, without preferences there: they are asked for afterwards."""
    suite = Ajustement(instruction, affectations)
    nouveaux = suite.tzr[~(suite.tzr["reste"] | suite.preferent)]
    detail = "à transmettre selon la note de service"
    return signaler(nouveaux, "PREFERENCES_A_DEMANDER", "CF25-2D-085", detail)


def affectations_a_l_annee(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Tell where each TZR serves for the year, when the hours make his whole service."""
    suite = Ajustement(instruction, affectations)
    services = pd.Series(suite.services(), index=suite.tzr.index, dtype="str")
    servis = services.notna()
    tzr, detail = suite.tzr[servis], services[servis]
    return signaler(tzr, "AFFECTATION_A_L_ANNEE", "CF25-2D-084", detail)


@dataclass(frozen=True)
class Ajustement:
    """The TZR once the mouvement is made, in the order in which they are served.

    The text gives no order between them: by decreasing seniority in the poste.
    """

    instruction: Instruction
    affectations: pd.DataFrame

    @cached_property
    def postes(self) -> pd.DataFrame:
        """Every poste, with its places and needs."""
        return situer(self.instruction.campagne)

    @cached_property
    def tzr(self) -> pd.DataFrame:
        """Those who hold a zone, with its département and commune; ``reste``: the one they had."""
        zones = self.postes.loc[self.postes["nature"] == "ZR", ["poste", "departement", "commune"]]
        faits = self.instruction.campagne.candidats.drop(columns=["discipline", "poste_actuel"])
        obtenu = self.affectations[["candidat", "poste", "discipline", "poste_actuel"]]
        tzr = obtenu.merge(zones, on="poste").merge(faits, on="candidat")
        ordre = np.lexsort((tzr["candidat"], -tzr["annees_poste"]))
        tzr = tzr.iloc[ordre].reset_index(drop=True)
        return tzr.assign(reste=(tzr["poste"] == tzr["poste_actuel"]).fillna(False))

    @cached_property
    def preferent(self) -> Booleens:
        """(tzr,) whether he has a preference in the département of his zone."""
        siennes = (
            ligne["candidat"] in self._preferences
            and bool((self._rangs(ligne["candidat"], self._siens(ligne)) < JAMAIS).any())
            for ligne in self._lignes
        )
        return np.fromiter(siennes, np.bool_, len(self._lignes))

    @cached_property
    def rattachements(self) -> list[str | None]:
        """(tzr,) the établissement of rattachement; None for who is new in his zone."""
        besoins = self._besoins("besoin_rattachement")
        return [
            self._rattachement(ligne, besoins) if ligne["reste"] else None for ligne in self._lignes
        ]

    def _rattachement(self, ligne: dict[str, Any], besoins: Besoins) -> str | None:
        """Return the first établissement asked for that has a need, which is met; else his own."""
        for nom in DEMANDES:
            souhaite: str = ligne[nom]
            if besoins.get((ligne["discipline"], souhaite), 0) > 0:
                besoins[ligne["discipline"], souhaite] -= 1
                return souhaite
        actuel = ligne["etablissement_rattachement"]
        return actuel if isinstance(actuel, str) else None

    def services(self) -> list[str | None]:
        """Return (tzr,) where each serves for the year and how many hours; None: nowhere."""
        heures = self._besoins("heures_provisoires")
        return [
            self._service(ligne, self._choix(ligne, rattachement), heures)
            for ligne, rattachement in zip(self._lignes, self.rattachements, strict=True)
        ]

    def _service(self, ligne: dict[str, Any], choix: list[str], heures: Besoins) -> str | None:
        """Take hours where they suit best until the service is whole; None when it cannot be."""
        pris: Besoins = {}
        reste = ligne["service_du"]
        for etablissement in choix:
            cle = (ligne["discipline"], etablissement)
            if reste and heures.get(cle, 0) > 0:
                pris[cle] = min(reste, heures[cle])
                reste -= pris[cle]
        if reste:
            return None
        for cle, nombre in pris.items():
            heures[cle] -= nombre
        return ", ".join(f"{cle[1]} ({nombre} h)" for cle, nombre in pris.items())

    @cached_property
    def _lignes(self) -> list[dict[str, Any]]:
        return [{str(nom): v for nom, v in ligne.items()} for ligne in self.tzr.to_dict("records")]

    def _besoins(self, colonne: str) -> Besoins:
        """Return the needs that a column of the postes tells."""
        postes = self.postes[self.postes["nature"] != "ZR"]
        besoins: Besoins = {}
        for discipline, etablissement, nombre in (
            postes[["discipline", "etablissement", colonne]].to_numpy().tolist()
        ):
            cle = (discipline, etablissement)
            besoins[cle] = besoins.get(cle, 0) + nombre
        return besoins

    def _choix(self, ligne: dict[str, Any], rattachement: str | None) -> list[str]:
        """Return the établissements of a TZR's département, those that suit him best first."""
        siens = self._siens(ligne)
        depart = ligne["commune"] if rattachement is None else self._commune_de[rattachement]
        communes = pd.Index(self.instruction.campagne.communes["commune"])
        distances = distances_m(self._points, communes.get_indexer([depart]))
        loin = distances[communes.get_indexer(pd.Index(siens["commune"]))]
        voulu = self._rangs(ligne["candidat"], siens)
        cles = (loin, voulu) if self._distance_d_abord else (voulu, loin)
        ordre = np.lexsort((siens["etablissement"], cles[1], cles[0]))
        choisis: list[str] = siens["etablissement"].iloc[ordre].tolist()
        return choisis

    def _siens(self, ligne: dict[str, Any]) -> pd.DataFrame:
        """Return the établissements of a TZR's département."""
        siens: pd.DataFrame = self._lieux[self._lieux["departement"] == ligne["departement"]]
        return siens

    def _rangs(self, candidat: str, lieux: pd.DataFrame) -> Entiers:
        """Return the rang of the first preference that holds each place."""
        rangs = np.full(len(lieux), JAMAIS)
        for rang, nature, code in self._preferences.get(candidat, ())[::-1]:
            rangs[(lieux[NIVEAUX[nature]] == code).to_numpy(dtype=np.bool_)] = rang
        return rangs

    @cached_property
    def _preferences(self) -> dict[str, list[tuple[int, str, str]]]:
        """The preferences of each candidat, by rang."""
        siennes: dict[str, list[tuple[int, str, str]]] = {}
        triees = self.instruction.campagne.preferences.sort_values("rang", kind="stable")
        for candidat, *dite in triees[["candidat", "rang", "type", "code"]].to_numpy().tolist():
            siennes.setdefault(candidat, []).append((dite[0], dite[1], dite[2]))
        return siennes

    @cached_property
    def _lieux(self) -> pd.DataFrame:
        """Établissements, with their places."""
        campagne = self.instruction.campagne
        communes = campagne.communes[["commune", "groupement", "departement"]]
        return campagne.etablissements[["etablissement", "commune"]].merge(communes, on="commune")

    @cached_property
    def _commune_de(self) -> dict[str, str]:
        return dict(zip(self._lieux["etablissement"], self._lieux["commune"], strict=True))

    @cached_property
    def _points(self) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        communes = self.instruction.campagne.communes
        return communes[["latitude", "longitude"]].to_numpy(dtype=np.float64)

    @cached_property
    def _distance_d_abord(self) -> bool:
        parametres = reglements.parametres(self.instruction.campagne)
        return bool(parametres["ajustement_d_abord"] == "DISTANCE")
