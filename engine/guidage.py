"""Guidance: where, inside a wide vœu, its holder would rather sit (modele.md §5, seating).

First the commune: holders by decreasing barème of their first indicative vœu (a more precise vœu,
inside the zone, ranked before the granted one), nearest commune first; the further indicative vœux
break equal distances, then the commune's code. Then the établissement: by decreasing common part
of the barème, in the order they asked for them. A carte-scolaire agent measures from the
établissement that he lost. Who has no point to measure from chooses last, by priority.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers, Marche
from mouvement.engine.demandes import AUCUN
from mouvement.engine.geographie import distances_m
from mouvement.engine.portees import GEOGRAPHIQUES
from mouvement.solvers import NOT_GRANTED, Choices, Outcome

PRECISION = {"POSTE": 0, "ETB": 0, "COM": 1, "CIR": 2, "GEO": 2, "DPT": 3, "ACA": 4}


@dataclass(frozen=True)
class _Porteur:
    """A holder of a wide vœu: the lines of his granted vœu and of those that guide him."""

    candidat: int
    ligne: int
    indicatifs: tuple[int, ...]
    reperes: tuple[frozenset[int], ...]


class Guide:
    """The campaign's geography, ready to turn grants into seating choices."""

    def __init__(self, campagne: Campagne, contrats: Contrats) -> None:
        self.campagne = campagne
        self.contrats = contrats
        table = contrats.table
        self.lieu: list[int] = table["lieu"].tolist()
        self.bareme = table["bareme"].to_numpy()
        self.priorite = table["rang_priorite"].to_numpy()
        self.rang = table["rang"].to_numpy()
        self.debut = np.searchsorted(table["candidat"], np.arange(len(contrats.candidats) + 1))
        self.type: list[str] = contrats.lieux["type"].tolist()
        self.communes = pd.Index(campagne.communes["commune"])
        self.commune_poste = self.communes.get_indexer(pd.Index(contrats.carte.postes["commune"]))
        self._inclus: dict[tuple[int, int], bool] = {}
        self._distances: dict[frozenset[int], Entiers] = {}

    def choix(self, marche: Marche, outcome: Outcome) -> tuple[list[Choices], Entiers]:
        """Return the two rounds of choices, and (candidates,) the vœu that guides each, or 0."""
        porteurs = list(self._porteurs(marche, outcome))
        guide = np.zeros(marche.market.candidates, dtype=np.int64)
        for porteur in porteurs:
            if porteur.indicatifs:
                guide[porteur.candidat] = self.rang[porteur.indicatifs[0]]
        guides = [porteur for porteur in porteurs if porteur.reperes]
        en_commune = [
            porteur
            for porteur in porteurs
            if porteur.reperes or self.type[self.lieu[porteur.ligne]] == "COM"
        ]
        return [self._communes(marche, guides), self._etablissements(marche, en_commune)], guide

    def _porteurs(self, marche: Marche, outcome: Outcome) -> list[_Porteur]:
        market = marche.market
        tailles = np.diff(market.zone_ptr)
        porteurs = []
        for candidat in np.flatnonzero(outcome.granted != NOT_GRANTED).tolist():
            contrat = outcome.granted[candidat]
            ligne = int(marche.lignes[contrat])
            large = self.type[self.lieu[ligne]] in GEOGRAPHIQUES
            if large and tailles[market.zone[contrat]] > 1:
                porteurs.append(self._porteur(candidat, marche.candidats.start + candidat, ligne))
        return porteurs

    def _porteur(self, candidat: int, numero: int, ligne: int) -> _Porteur:
        avant = range(self.debut[numero], ligne)
        indicatifs = tuple(i for i in avant if self._dans(self.lieu[i], self.lieu[ligne]))
        perdu = self._commune_perdue[numero]
        reperes = (
            (frozenset((perdu,)),)
            if perdu != AUCUN
            else tuple(self._lieu_communes[self.lieu[i]] for i in indicatifs)
        )
        return _Porteur(candidat, ligne, () if perdu != AUCUN else indicatifs, reperes)

    @cached_property
    def _commune_perdue(self) -> list[int]:
        """Commune of the établissement that each carte-scolaire agent lost, ``AUCUN`` if none."""
        candidats = self.contrats.candidats
        commune = np.append(self.commune_poste, AUCUN)[candidats["numero_actuel"]]
        perdues: list[int] = np.where(candidats["carte_scolaire"], commune, AUCUN).tolist()
        return perdues

    def _dans(self, petit: int, grand: int) -> bool:
        """Whether a lieu is more precise than another and inside it."""
        cle = (petit, grand)
        if cle not in self._inclus:
            dedans = self._lieu_communes[petit]
            self._inclus[cle] = (
                bool(dedans)
                and PRECISION[self.type[petit]] < PRECISION[self.type[grand]]
                and dedans <= self._lieu_communes[grand]
            )
        return self._inclus[cle]

    @cached_property
    def _lieu_communes(self) -> list[frozenset[int]]:
        """Communes of each lieu, whether or not they hold a poste; empty for what is no place."""
        communes = self.campagne.communes.assign(ACA="ACA")
        etablissements = self.campagne.etablissements
        postes = self.contrats.carte.postes
        sources = {
            "POSTE": postes.loc[postes["geographique"], ["poste", "commune"]],
            "ETB": etablissements[["etablissement", "commune"]],
            "CIR": etablissements[["circonscription", "commune"]],
            "COM": pd.DataFrame({"code": communes["commune"], "commune": communes["commune"]}),
            "GEO": communes[["groupement", "commune"]],
            "DPT": communes[["departement", "commune"]],
            "ACA": communes[["ACA", "commune"]],
        }
        contenu: dict[tuple[str, str], set[int]] = {}
        for type_voeu, source in sources.items():
            numeros = self.communes.get_indexer(pd.Index(source["commune"])).tolist()
            for code, numero in zip(source.iloc[:, 0].tolist(), numeros, strict=True):
                contenu.setdefault((type_voeu, code), set()).add(numero)
        cles = zip(self.type, self.contrats.lieux["code"].tolist(), strict=True)
        return [
            frozenset(contenu.get((nom, "ACA" if nom == "ACA" else code), ())) for nom, code in cles
        ]

    def _communes(self, marche: Marche, porteurs: list[_Porteur]) -> Choices:
        """First round: each takes the nearest commune that leaves the others a seat."""
        postes: dict[int, list[int]] = {}
        for poste, commune in enumerate(self.commune_poste[marche.postes].tolist()):
            postes.setdefault(commune, []).append(poste)

        def cle(porteur: _Porteur) -> tuple[int, int]:
            premiere = porteur.indicatifs[0] if porteur.indicatifs else porteur.ligne
            return (-self.bareme[premiere], -self.priorite[porteur.ligne])

        for porteur in sorted(porteurs, key=cle):
            yield porteur.candidat, (postes[c] for c in self._proches(marche, porteur))

    def _proches(self, marche: Marche, porteur: _Porteur) -> list[int]:
        """Communes of the granted zone, the nearest first."""
        contenus = self.contrats.zones
        zone = self.contrats.table["zone"].to_numpy()[porteur.ligne]
        communes = np.unique(
            self.commune_poste[contenus.poste[contenus.ptr[zone] : contenus.ptr[zone + 1]]]
        )
        distances = [self._distance(repere)[communes] for repere in reversed(porteur.reperes)]
        # Communes are numbered by code, which breaks what distances do not.
        proches: list[int] = communes[np.lexsort((communes, *distances))].tolist()
        return proches

    def _distance(self, repere: frozenset[int]) -> Entiers:
        if repere not in self._distances:
            communes = self.campagne.communes
            self._distances[repere] = distances_m(
                communes["latitude"].to_numpy(),
                communes["longitude"].to_numpy(),
                np.array(sorted(repere)),
            )
        return self._distances[repere]

    def _etablissements(self, marche: Marche, porteurs: list[_Porteur]) -> Choices:
        """Second round: inside his commune, each takes the établissements in the order he asked."""
        contenus, table = self.contrats.zones, self.contrats.table
        zones = table["zone"].to_numpy()

        def cle(porteur: _Porteur) -> tuple[int, int]:
            numero = marche.candidats.start + porteur.candidat
            return (-self._partie_commune[numero], -self.priorite[porteur.ligne])

        for porteur in sorted(porteurs, key=cle):
            numero = marche.candidats.start + porteur.candidat
            precis = (
                zones[ligne]
                for ligne in range(self.debut[numero], self.debut[numero + 1])
                if self.type[self.lieu[ligne]] in ("ETB", "POSTE") and self.rang[ligne]
            )
            yield (
                porteur.candidat,
                (
                    (
                        contenus.poste[contenus.ptr[z] : contenus.ptr[z + 1]] - marche.postes.start
                    ).tolist()
                    for z in precis
                ),
            )

    @cached_property
    def _partie_commune(self) -> Entiers:
        """(candidats,) what is common to all the vœux of a candidat: his lowest barème.

        With declared barèmes the elements are unknown; what every vœu has is at most the lowest.
        """
        table = self.contrats.table
        plus_bas = np.full(len(self.contrats.candidats), np.iinfo(np.int64).max)
        voeux = table["rang"].to_numpy() > 0
        np.minimum.at(plus_bas, table["candidat"].to_numpy()[voeux], self.bareme[voeux])
        return plus_bas
