"""Établissements and communes: the nearest and the most popular first."""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import PREFERENCES, SANS_POSTE, Statut
from mouvement.scenarios.generation.hasard import (
    Booleens,
    Entiers,
    Hasard,
    Reels,
    etaler,
    gumbel,
)
from mouvement.scenarios.generation.options import COM, ETB, Contexte, Options, options, reunir

COMMUNES_VISEES = 14
ETABLISSEMENTS_PAR_COMMUNE = 6
PAS = 10.0
"""Room in the order for one commune: its établissements, then itself."""
ATTENTE_COMMUNE = 8.0
GOUT_ATTRAIT = 0.35
GOUT_HASARD = 1.1
PART_COMMUNE_DEMANDEE = 0.65
PART_HORS_PREFERENCE = 0.1
GOUT_CHANCE = 1.6
PART_SANS_CHANCE = 0.12
"""Of the établissements where nothing is on offer, how many are asked for all the same."""
PART_DOMICILE_SANS_POSTE = 0.12


def communes_visees(contexte: Contexte, hasard: Hasard) -> Entiers:
    """Communes where each candidate would go, best first (N × K; -1 once there are no more).

    Only those where his discipline is taught, rather where people are known to come and go.
    """
    alea = hasard.flux("voeux/communes")
    candidats = contexte.candidats
    visees = np.full((len(candidats), COMMUNES_VISEES), -1, dtype=np.int64)
    echelle = _echelles(candidats, alea)
    etb = contexte.postes[contexte.postes["nature"] == "ETB"]
    for rang, postes in etb.groupby("rang_discipline"):
        siens = np.flatnonzero(candidats["rang_discipline"] == rang)
        communes = np.unique(postes["indice"].to_numpy())
        domicile = candidats["domicile"].to_numpy()[siens]
        distances = contexte.territoire.distances[domicile[:, None], communes]
        score = gumbel(alea, distances.shape) * GOUT_HASARD - distances / echelle[siens, None]
        offres = np.bincount(postes["indice"], postes["capacite"])[communes]
        score += GOUT_ATTRAIT * contexte.territoire.attrait[communes] + GOUT_CHANCE * (offres > 0)
        places = np.argsort(-score, axis=1, kind="stable")[:, :COMMUNES_VISEES]
        visees[siens, : places.shape[1]] = communes[places]
    return _conjoint_d_abord(contexte, visees) if contexte.calcule else visees


def _conjoint_d_abord(contexte: Contexte, visees: Entiers) -> Entiers:
    """Put first, for who joins somebody, the communes of the département where they would live.

    The rules reward nothing else.
    """
    candidats, departement = contexte.candidats, contexte.territoire.departement
    voulu = departement[candidats["domicile"].to_numpy()][:, None]
    ailleurs = (visees < 0) | (departement[visees] != voulu)
    ailleurs &= candidats["rapproche"].to_numpy()[:, None]
    ordre = np.argsort(ailleurs | (visees < 0), axis=1, kind="stable")
    return np.take_along_axis(visees, ordre, axis=1)


def voeux_precis(contexte: Contexte, visees: Entiers, hasard: Hasard) -> Options:
    """ETB and COM options, commune by commune."""
    alea = hasard.flux("voeux/precis")
    candidat, place = np.nonzero(visees >= 0)
    commune = visees[candidat, place]
    etb = _etablissements(contexte, candidat, place, commune, alea)
    voulu = alea.random(len(candidat)) < np.where(place == 0, 0.9, PART_COMMUNE_DEMANDEE)
    candidat, place, commune = candidat[voulu], place[voulu], commune[voulu]
    preference = contexte.candidats["preference"].to_numpy()[candidat]
    masque = np.where(alea.random(len(candidat)) < 0.6, preference, 0)
    ordre = PAS * place + ATTENTE_COMMUNE
    com = options(candidat, COM, commune, ordre, 0.6 * PAS * place + 3, masque)
    return reunir([etb, com, _domicile(contexte, alea)])


def _echelles(candidats: pd.DataFrame, alea: np.random.Generator) -> Reels:
    """Distance that costs each candidate as much as one unit of attractiveness, km."""
    entrant = candidats["statut"].isin(SANS_POSTE).to_numpy()
    echelles: Reels = np.where(entrant, 16.0, 11.0) * np.exp(0.4 * alea.normal(size=len(entrant)))
    return echelles


def _etablissements(
    contexte: Contexte,
    candidat: Entiers,
    place: Entiers,
    commune: Entiers,
    alea: np.random.Generator,
) -> Options:
    """Expand each wanted commune into its most popular établissements of the discipline."""
    etb = contexte.postes[contexte.postes["nature"] == "ETB"]
    etb = etb.sort_values(["rang_discipline", "indice", "attrait"], ascending=[True, True, False])
    nombre_communes = len(contexte.territoire.communes)
    cles = (etb["rang_discipline"] * nombre_communes + etb["indice"]).to_numpy()
    discipline = contexte.candidats["rang_discipline"].to_numpy()[candidat]
    voulues = discipline * nombre_communes + commune
    debut = np.searchsorted(cles, voulues)
    taille = np.searchsorted(cles, voulues, side="right") - debut
    source, numero = etaler(np.minimum(taille, ETABLISSEMENTS_PAR_COMMUNE).astype(np.int64))
    rang = debut[source] + numero
    etablissement = etb["lieu"].to_numpy()[rang]
    offert = etb["capacite"].to_numpy()[rang] > 0
    chance = offert | (alea.random(len(source)) < PART_SANS_CHANCE)
    gout = alea.random(len(source)) * 4 + 0.5 * numero
    ordre = PAS * place[source] + gout
    retenue = 0.6 * PAS * place[source] + gout
    possibles = options(candidat[source], ETB, etablissement, ordre, retenue).garder(chance)
    return possibles.garder(_acceptables(contexte, possibles, alea))


def _acceptables(contexte: Contexte, possibles: Options, alea: np.random.Generator) -> Booleens:
    """Not where he is already, and hardly ever a type that he does not want."""
    candidats = contexte.candidats
    tenu = candidats["tenu"].to_numpy()[possibles.candidat]
    natures, lieux = contexte.postes["nature"].to_numpy(), contexte.postes["lieu"].to_numpy()
    reste = candidats["statut"].to_numpy()[possibles.candidat] != Statut.CARTE_SCOLAIRE
    sien = (tenu >= 0) & (natures[tenu] == "ETB") & (lieux[tenu] == possibles.objet) & reste
    types = contexte.etablissements["type"].to_numpy()[possibles.objet]
    preference = candidats["preference"].to_numpy()[possibles.candidat]
    convient = preference == 0
    for rang, admis in enumerate(PREFERENCES[1:], start=1):
        convient |= (preference == rang) & np.isin(types, admis.split("|"))
    ouvert = alea.random(len(possibles)) < PART_HORS_PREFERENCE
    accepte: Booleens = ~sien & (convient | ouvert)
    return accepte


def _domicile(contexte: Contexte, alea: np.random.Generator) -> Options:
    """Some ask for the commune where they live even though nothing is taught there."""
    candidat = np.flatnonzero(alea.random(len(contexte.candidats)) < PART_DOMICILE_SANS_POSTE)
    commune = contexte.candidats["domicile"].to_numpy()[candidat]
    return options(candidat, COM, commune, ATTENTE_COMMUNE + 1, 3.5)
