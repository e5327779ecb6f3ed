"""Guidance: where, inside a wide vœu, its holder would rather sit (modele.md §5, seating).

First the commune: holders by decreasing barème of their first indicative vœu (a more precise vœu,
inside the zone, ranked before the granted one), nearest commune first; the further indicative vœux
break equal distances, then the commune's code. Then the établissement: by decreasing common part
of the barème, in the order they asked for them. A carte-scolaire agent measures from the
établissement that he lost. Who has no point to measure from chooses last, by priority: the communes
of an ordered groupement in its order, then any that needs somebody (``couverture``), then any; so
does whom the extension brought there.

Two columns, when the rule set has these facts, say more: ``communes.ordre_groupement``, the place
of a commune in its groupement, and ``voeux.ecole_preferee``, the école of a circonscription that
the vœu prefers: it guides before any other.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.composantes import Marche
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.couverture import couvrir
from mouvement.engine.demandes import AUCUN
from mouvement.engine.geographie import communes_des_lieux, distances_m
from mouvement.engine.portees import GEOGRAPHIQUES
from mouvement.solvers import NOT_GRANTED, Choices, Outcome, Round

PRECISION = {"POSTE": 0, "ETB": 0, "COM": 1, "CIR": 2, "GEO": 2, "DPT": 3, "ACA": 4}


@dataclass(frozen=True)
class _Porteur:
    """A holder of a wide vœu: the lines of his granted vœu and of those that guide him.

    ``ecole`` is the établissement that his vœu prefers, or missing.
    """

    candidat: int
    ligne: int
    indicatifs: tuple[int, ...]
    reperes: tuple[frozenset[int], ...]
    ecole: str | None


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
        self.exprime = contrats.exprime
        self.debut = np.searchsorted(table["candidat"], np.arange(len(contrats.candidats) + 1))
        self.type: list[str] = contrats.lieux["type"].tolist()
        self.communes = pd.Index(campagne.communes["commune"])
        self.commune_poste = self.communes.get_indexer(pd.Index(contrats.carte.postes["commune"]))
        self.zone: list[int] = table["zone"].tolist()
        self.voeu = table["voeu"].to_numpy()
        self.points = campagne.communes[["latitude", "longitude"]].to_numpy(dtype=np.float64)
        self._inclus: dict[tuple[int, int], bool] = {}
        self._distances: dict[frozenset[int], Entiers] = {}
        self._communes_de: dict[int, Entiers] = {}

    def choix(self, marche: Marche, outcome: Outcome) -> tuple[list[Round], Entiers]:
        """Return the rounds of choices, and (candidates,) the vœu that guides each, or 0."""
        porteurs = list(self._porteurs(marche, outcome))
        guide = np.zeros(marche.market.candidates, dtype=np.int64)
        for porteur in porteurs:
            if porteur.indicatifs:
                guide[porteur.candidat] = self.rang[porteur.indicatifs[0]]
        guides = [p for p in porteurs if p.reperes or self._ordonne(p.ligne)]
        en_commune = [
            porteur
            for porteur in porteurs
            if porteur.reperes or self.type[self.lieu[porteur.ligne]] == "COM"
        ]
        tours: list[Round] = [
            self._communes(marche, guides),
            self._etablissements(marche, en_commune),
            couvrir(self.contrats, marche, outcome, self._indifferents(porteurs)),
        ]
        return tours, guide

    def _indifferents(self, porteurs: list[_Porteur]) -> list[int]:
        """Return those who have no point to measure from, by priority."""
        sans = [porteur for porteur in porteurs if not porteur.reperes]
        return [p.candidat for p in sorted(sans, key=lambda p: -self.priorite[p.ligne])]

    def _porteurs(self, marche: Marche, outcome: Outcome) -> list[_Porteur]:
        market = marche.market
        tailles = np.diff(market.zone_ptr)
        porteurs = []
        for candidat in np.flatnonzero(outcome.granted != NOT_GRANTED).tolist():
            contrat = outcome.granted[candidat]
            ligne = int(marche.lignes[contrat])
            large = self.type[self.lieu[ligne]] in GEOGRAPHIQUES and self.exprime[ligne]
            if large and tailles[market.zone[contrat]] > 1:
                porteurs.append(self._porteur(candidat, int(marche.candidats[candidat]), ligne))
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
        ecole = self._ecoles.get(int(self.voeu[ligne]))
        if ecole:
            reperes = (self._commune_de[ecole], *reperes)
        return _Porteur(candidat, ligne, () if perdu != AUCUN else indicatifs, reperes, ecole)

    def _ordonne(self, ligne: int) -> bool:
        return self.type[self.lieu[ligne]] == "GEO" and "ordre_groupement" in self.campagne.communes

    @cached_property
    def _ecoles(self) -> dict[int, str]:
        """École that each vœu prefers, by the number of the vœu."""
        voeux = self.campagne.voeux
        if "ecole_preferee" not in voeux:
            return {}
        preferees = voeux["ecole_preferee"].reset_index(drop=True)
        siennes: dict[int, str] = preferees[voeux["type"].to_numpy() == "CIR"].dropna().to_dict()
        return siennes

    @cached_property
    def _commune_de(self) -> dict[str, frozenset[int]]:
        """Commune of each établissement, as a place to measure from."""
        etablissements = self.campagne.etablissements
        numeros = self.communes.get_indexer(pd.Index(etablissements["commune"])).tolist()
        codes = etablissements["etablissement"]
        return {code: frozenset((n,)) for code, n in zip(codes, numeros, strict=True)}

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
        """Communes of each lieu, by number in the table."""
        return communes_des_lieux(self.campagne, self.contrats.carte.postes, self.contrats.lieux)

    def _communes(self, marche: Marche, porteurs: list[_Porteur]) -> Choices:
        """First round: each takes the nearest commune that leaves the others a seat."""
        contenu: dict[int, list[int]] = {}
        for poste, commune in enumerate(self.commune_poste[marche.postes].tolist()):
            contenu.setdefault(commune, []).append(poste)
        postes = {commune: tuple(liste) for commune, liste in contenu.items()}

        def cle(porteur: _Porteur) -> tuple[bool, int, int]:
            premiere = porteur.indicatifs[0] if porteur.indicatifs else porteur.ligne
            points = self.bareme[premiere] if porteur.reperes else 0
            return (not porteur.reperes, -points, -self.priorite[porteur.ligne])

        for porteur in sorted(porteurs, key=cle):
            yield porteur.candidat, (postes.get(commune, ()) for commune in self._proches(porteur))

    def _proches(self, porteur: _Porteur) -> list[int]:
        """Communes of the granted zone, the nearest first, then in the order of the groupement."""
        communes = self._zone_communes(self.zone[porteur.ligne])
        cles = [self._distance(repere)[communes] for repere in reversed(porteur.reperes)]
        if self._ordonne(porteur.ligne):
            cles.insert(0, self._ordre[communes])
        # Communes are numbered by code, which breaks what the rest does not.
        proches: list[int] = communes[np.lexsort((communes, *cles))].tolist()
        return proches

    @cached_property
    def _ordre(self) -> Entiers:
        """Place of each commune in its groupement; after all others when it has none."""
        ordre = self.campagne.communes["ordre_groupement"]
        return ordre.fillna(ordre.max() + 1 if ordre.notna().any() else 0).to_numpy(dtype=np.int64)

    def _zone_communes(self, zone: int) -> Entiers:
        """Communes where a zone has a poste."""
        if zone not in self._communes_de:
            contenus = self.contrats.zones
            postes = contenus.poste[contenus.ptr[zone] : contenus.ptr[zone + 1]]
            self._communes_de[zone] = np.unique(self.commune_poste[postes])
        return self._communes_de[zone]

    def _distance(self, repere: frozenset[int]) -> Entiers:
        if repere not in self._distances:
            self._distances[repere] = distances_m(self.points, np.array(sorted(repere)))
        return self._distances[repere]

    def _etablissements(self, marche: Marche, porteurs: list[_Porteur]) -> Choices:
        """Second round: inside his commune, each takes the établissements in the order he asked."""
        place = np.full(len(self.commune_poste), AUCUN)
        place[marche.postes] = np.arange(len(marche.postes))

        def cle(porteur: _Porteur) -> tuple[int, int]:
            numero = int(marche.candidats[porteur.candidat])
            return (-self.contrats.partie_commune[numero], -self.priorite[porteur.ligne])

        for porteur in sorted(porteurs, key=cle):
            numero = int(marche.candidats[porteur.candidat])
            demandes = (
                self._postes(self.zone[ligne], place)
                for ligne in range(self.debut[numero], self.debut[numero + 1])
                if self.type[self.lieu[ligne]] in ("ETB", "POSTE") and self.exprime[ligne]
            )
            yield porteur.candidat, chain(self._de_l_ecole(porteur, place), demandes)

    def _de_l_ecole(self, porteur: _Porteur, place: Entiers) -> list[tuple[int, ...]]:
        """Postes of the école preferred, by their place in the market; nothing without one."""
        if porteur.ecole is None:
            return []
        ici = (self.contrats.carte.postes["etablissement"] == porteur.ecole).to_numpy()
        return [tuple(place[ici & (place != AUCUN)].tolist())]

    def _postes(self, zone: int, place: Entiers) -> tuple[int, ...]:
        """Postes of a zone, by their place in the market."""
        contenus = self.contrats.zones
        places = place[contenus.poste[contenus.ptr[zone] : contenus.ptr[zone + 1]]]
        return tuple(places[places != AUCUN].tolist())
