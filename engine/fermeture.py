"""Closed markets: those already inside a zone, their seats, what they would rather have."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouvement.engine.composantes import Marche
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.gardes import garder_les_types
from mouvement.engine.placement import Placements
from mouvement.engine.zones import Contenus
from mouvement.solvers import Market

PRECIS = ("POSTE", "ETB", "ZRE")
Booleens = NDArray[np.bool_]


@dataclass(frozen=True)
class MarcheFerme:
    """The closed markets of one level, all zones and disciplines at once, for they do not meet.

    Attributes
    ----------
    marche : the market; each candidate's last contract is his guarantee.
    zone : (candidates,) the zone of each, a place of ``Portees.niveau``.
    titulaire : (candidates,) whether he held a poste of the zone before the mouvement.
    """

    marche: Marche
    zone: Entiers
    titulaire: Booleens


def fermer(contrats: Contrats, etat: Placements, niveau: str) -> MarcheFerme:
    """Return the closed markets of a level (modele.md §5): who takes part, with what.

    Take part, among those seated in a zone of the level: those who held a poste of it before the
    mouvement and have a better vœu that meets it; those whom a wide vœu, or the extension, brought
    there; of couples, those alone who stay in the couple's département whatever they get. Their
    contracts are the better vœux, cut to the seats of those who take part, then their grant, cut
    likewise, above everything. Guards cut what their candidats may be given.
    """
    place, _ = contrats.carte.niveau(niveau)
    siege, origine = place[etat.poste], place[contrats.candidats["numero_actuel"]]
    lignes, auteur = _contrats_utiles(contrats, etat, siege)
    zones, zone = _en_zone(contrats, lignes, siege[auteur], place)
    zones, zone = garder_les_types(contrats, etat.poste, auteur, zones, zone)
    mieux = (lignes < etat.ligne[auteur]) & (np.diff(zones.ptr) > 0)[zone]
    interesse = np.zeros(len(siege), dtype=np.bool_)
    interesse[auteur[mieux]] = True
    dedans = siege == origine
    participe = (siege != AUCUN) & np.where(dedans, interesse, _venu_par_voeu_large(contrats, etat))
    participe &= ~_tenus_par_couple(etat, niveau)
    capacite = np.bincount(etat.poste[participe], minlength=len(contrats.capacite))
    zones = zones.garder(capacite[zones.poste] > 0)
    contrat = participe[auteur] & (np.diff(zones.ptr) > 0)[zone]
    marche = _marche(
        niveau, contrats, etat, (lignes[contrat], auteur[contrat], zone[contrat]), zones, capacite
    )
    gens = marche.candidats
    return MarcheFerme(marche, siege[gens], dedans[gens])


def _contrats_utiles(
    contrats: Contrats, etat: Placements, siege: Entiers
) -> tuple[Entiers, Entiers]:
    """Lines, and their authors, of the grants and better vœux of those seated in a zone."""
    lignes = np.flatnonzero(contrats.table["ordre"])
    auteur = contrats.table["candidat"].to_numpy()[lignes]
    mieux = contrats.exprime[lignes] & (lignes < etat.ligne[auteur])
    utile = (siege[auteur] != AUCUN) & (mieux | (lignes == etat.ligne[auteur]))
    return lignes[utile], auteur[utile]


def _en_zone(
    contrats: Contrats, lignes: Entiers, siege: Entiers, place: Entiers
) -> tuple[Contenus, Entiers]:
    """Cut each contract's zone to the level's zone where its author sits."""
    large = place.max(initial=0) + 1
    cles, zone = np.unique(
        contrats.table["zone"].to_numpy()[lignes] * large + siege, return_inverse=True
    )
    entiere, dans = np.divmod(cles, large)
    contenus = contrats.zones.choisir(entiere)
    return contenus.garder(place[contenus.poste] == dans[contenus.zone]), zone


def _venu_par_voeu_large(contrats: Contrats, etat: Placements) -> Booleens:
    """Return (candidats,) whom a wide vœu brought where he is, or the extension, always wide."""
    types = contrats.lieux["type"].to_numpy()
    accorde = etat.ligne != AUCUN
    lignes = etat.ligne[accorde]
    lieu = contrats.table["lieu"].to_numpy()[lignes]
    large: Booleens = np.zeros_like(accorde)
    large[accorde] = ~np.isin(types[lieu], PRECIS) | contrats.extension[lignes]
    return large


def _tenus_par_couple(etat: Placements, niveau: str) -> Booleens:
    """Return who must not move alone: dissolved couples, and any couple beyond its département."""
    tenus = np.zeros(len(etat.ligne), dtype=np.bool_)
    for sort in etat.sorts:
        tenus[list(sort.couple.candidats)] = sort.dissous or niveau == "ZRA"
    return tenus


def _marche(
    niveau: str,
    contrats: Contrats,
    etat: Placements,
    retenus: tuple[Entiers, Entiers, Entiers],
    zones: Contenus,
    capacite: Entiers,
) -> Marche:
    """Number the contracts kept (their line, author and zone), candidates and postes from 0."""
    lignes, auteur, zone = retenus
    utiles, zone = np.unique(zone, return_inverse=True)
    zones = zones.choisir(utiles)
    gens, debuts = np.unique(auteur, return_index=True)
    postes = np.flatnonzero(capacite)
    ordre = np.lexsort(
        (
            contrats.table["rang_priorite"].to_numpy()[lignes],
            lignes == etat.ligne[auteur],
            contrats.candidats["numero_discipline"].to_numpy()[auteur],
        )
    )
    rang = np.empty(len(lignes), dtype=np.int64)
    rang[ordre] = np.arange(1, len(lignes) + 1)
    market = Market(
        capacity=capacite[postes],
        zone_ptr=zones.ptr,
        zone_poste=np.searchsorted(postes, zones.poste),
        candidate_ptr=np.append(debuts, len(lignes)),
        zone=zone,
        rank=rang,
    )
    return Marche(niveau, market, gens, postes, lignes)
