"""Groupements, départements, zones, académie: the wider, the later and the fewer ask."""

import numpy as np

from mouvement.scenarios.generation.candidats import SANS_POSTE, Statut
from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard, Reels
from mouvement.scenarios.generation.options import (
    ACA,
    DPT,
    GEO,
    REPLI,
    ZRA,
    ZRD,
    ZRE,
    Contexte,
    Options,
    options,
    reunir,
)
from mouvement.scenarios.generation.voeux_precis import PAS

ATTENTE_GROUPEMENT = 33.0
ORDRE_MAX_GROUPEMENT = 148.0
RECUL_GROUPEMENT = 0.11
"""Added to the threshold for each commune preferred to the groupement's first."""
ZONES_VISEES = 5
ORDRES = {DPT: 150.0, ZRE: 160.0, ZRD: 200.0, ACA: 900.0, ZRA: 950.0}
ORDRE_AUTRES_DEPARTEMENTS = 300.0
SEUILS = {GEO: 0.2, DPT: 0.4, ZRE: 0.5, ZRD: 0.58, ACA: 0.75, ZRA: 0.83}
"""How broad a candidate must be to want a vœu of that type (``largeur``, about 0 to 1)."""
RETICENCE_ZONE = 0.35
"""Added for a titulaire in an établissement: he hardly gives it up for a ZR."""


class Ampleur:
    """How broad each candidate's list is, and what he then wants of it."""

    def __init__(self, contexte: Contexte, hasard: Hasard) -> None:
        statut = contexte.candidats["statut"]
        entrant = statut.isin(SANS_POSTE).to_numpy()
        self._alea = hasard.flux("voeux/larges")
        self._largeur: Reels = np.where(
            entrant,
            self._alea.beta(4.0, 2.0, len(entrant)),
            self._alea.beta(1.3, 4.0, len(entrant)),
        )
        self._etabli: Booleens = statut.isin([Statut.TITULAIRE, Statut.CARTE_SCOLAIRE]).to_numpy()

    def proposer(
        self,
        candidat: Entiers,
        type_: int,
        objet: Entiers | int,
        ordre: Reels | float,
        recul: Reels | float = 0.0,
        masque: Entiers | int = 0,
    ) -> Options:
        """Options kept early by those broad enough, as fillers by the others."""
        seuil = SEUILS[type_] + np.broadcast_to(np.asarray(recul, dtype=np.float64), len(candidat))
        if type_ in (ZRE, ZRD, ZRA):
            seuil = seuil + RETICENCE_ZONE * self._etabli[candidat]
        envie = self._largeur[candidat] + 0.1 * self._alea.normal(size=len(candidat))
        retenue = np.where(envie > seuil, 1.5 + seuil, REPLI + 100 * seuil)
        return options(candidat, type_, objet, ordre, retenue, masque)


def voeux_larges(contexte: Contexte, visees: Entiers, hasard: Hasard) -> Options:
    """All wide options of every candidate; typed ones for those who have a preference."""
    ampleur = Ampleur(contexte, hasard)
    possibles = reunir(
        [
            _groupements(contexte, visees, ampleur),
            *_departements(contexte, ampleur),
            _zones(contexte, ampleur),
            *_partout(contexte, ampleur),
        ]
    )
    return possibles.garder(~_zone_tenue(contexte, possibles))


def _groupements(contexte: Contexte, visees: Entiers, ampleur: Ampleur) -> Options:
    """Groupements of the wanted communes, some time after their first commune."""
    groupement = np.where(visees >= 0, contexte.territoire.groupement[visees], -1)
    candidat, place = np.nonzero(groupement >= 0)
    ordre = np.minimum(PAS * place + ATTENTE_GROUPEMENT, ORDRE_MAX_GROUPEMENT)
    recul = RECUL_GROUPEMENT * place
    possibles = ampleur.proposer(candidat, GEO, groupement[candidat, place], ordre, recul)
    tard = np.where(possibles.retenue >= REPLI, ORDRE_MAX_GROUPEMENT + 0.1 * place, ordre)
    return options(candidat, GEO, possibles.objet, tard, possibles.retenue)


def _departements(contexte: Contexte, ampleur: Ampleur) -> list[Options]:
    """Départements and their ZR, from the one where he lives outwards."""
    territoire = contexte.territoire
    nombre = len(territoire.departements)
    acces = np.stack(
        [territoire.distances[:, territoire.departement == d].min(axis=1) for d in range(nombre)],
        axis=1,
    )
    proximite = np.argsort(acces, axis=1, kind="stable")[contexte.candidats["domicile"]]
    preference = contexte.candidats["preference"].to_numpy()
    tous = np.arange(len(proximite))
    morceaux = []
    for rang in range(nombre):
        autre = ORDRE_AUTRES_DEPARTEMENTS + 10 * rang
        ordre, recul = (autre, 0.22 + 0.07 * rang) if rang else (ORDRES[DPT], 0.0)
        objet, limite = proximite[:, rang], np.flatnonzero(preference > 0)
        morceaux += [
            ampleur.proposer(tous, DPT, objet, ordre, recul + 0.15 * (preference > 0)),
            ampleur.proposer(
                limite, DPT, objet[limite], ordre - 1, recul - 0.05, preference[limite]
            ),
            ampleur.proposer(tous, ZRD, objet, autre + 5 if rang else ORDRES[ZRD], recul),
        ]
    return morceaux


def _zones(contexte: Contexte, ampleur: Ampleur) -> Options:
    """The nearest ZR, one by one."""
    indices = contexte.zones["indice"].to_numpy()
    distances = contexte.territoire.distances[:, indices]
    proches = np.argsort(distances, axis=1, kind="stable")[:, :ZONES_VISEES]
    proches = proches[contexte.candidats["domicile"]]
    rang = np.tile(np.arange(proches.shape[1]), len(proches))
    candidat = np.repeat(np.arange(len(proches)), proches.shape[1])
    return ampleur.proposer(candidat, ZRE, proches.ravel(), ORDRES[ZRE] + rang, 0.06 * rang)


def _partout(contexte: Contexte, ampleur: Ampleur) -> list[Options]:
    """The whole académie, limited to a type or not, then all its ZR."""
    preference = contexte.candidats["preference"].to_numpy()
    tous, limite = np.arange(len(preference)), np.flatnonzero(preference > 0)
    return [
        ampleur.proposer(tous, ACA, 0, ORDRES[ACA]),
        ampleur.proposer(limite, ACA, 0, ORDRES[ACA] - 1, 0.0, preference[limite]),
        ampleur.proposer(tous, ZRA, 0, ORDRES[ZRA]),
    ]


def _zone_tenue(contexte: Contexte, possibles: Options) -> Booleens:
    """Tell which options are the very ZR that a TZR holds; or, by the rules, hold it."""
    candidats, postes = contexte.candidats, contexte.postes
    tenu = candidats["tenu"].to_numpy()[possibles.candidat]
    tzr = candidats["statut"].to_numpy()[possibles.candidat] == Statut.TZR
    sienne = postes["lieu"].to_numpy()[tenu] == possibles.objet
    tenue: Booleens = tzr & (possibles.type == ZRE) & sienne
    if contexte.calcule:
        origine = candidats["origine"].to_numpy()[possibles.candidat]
        du_departement = contexte.territoire.departement[origine] == possibles.objet
        tenue = tenue | (tzr & (possibles.type == ZRD) & du_departement)
    return tenue
