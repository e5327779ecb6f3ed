"""Closed markets: those already inside a zone, their seats, what they would rather have."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouvement.engine.composantes import Marche
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.gardes import garder_les_types
from mouvement.engine.instruction.instruction import Comparaison
from mouvement.engine.placement import Placements
from mouvement.engine.restrictions import en_paire
from mouvement.engine.revendications import GARANTIE, SIEGE, VOEU, Offres, revendiquer
from mouvement.engine.zones import Contenus
from mouvement.solvers import Market

PRECIS = ("POSTE", "ETB", "ZRE")
Booleens = NDArray[np.bool_]


@dataclass(frozen=True)
class MarcheFerme:
    """The closed markets of one level, all zones and disciplines at once, for they do not meet.

    Attributes
    ----------
    marche : the market; each candidate's last contract is his guarantee. A contract that claims
        his seat has the same line.
    zone : (candidates,) the zone of each, a place of ``Portees.niveau``.
    titulaire : (candidates,) whether he held a poste of the zone before the mouvement.
    offres : the contracts of ``marche``.
    comparaison : what the level says.
    """

    marche: Marche
    zone: Entiers
    titulaire: Booleens
    offres: Offres
    comparaison: Comparaison

    @property
    def sieges(self) -> Entiers:
        """Return (candidates,) the contract by which each claims his seat, or ``AUCUN``."""
        avant = self.marche.market.candidate_ptr[1:] - 2
        revendique = self.offres.genre[avant] == SIEGE
        return np.where(revendique, avant, AUCUN)


def fermer(contrats: Contrats, etat: Placements, niveau: str) -> MarcheFerme:
    """Return the closed markets of a level (modele.md §5): who takes part, with what.

    Take part, among those seated in a zone of the level: those who held a poste of it before the
    mouvement and have a better vœu that meets it; those whom a wide vœu, or the extension, brought
    there; of couples, those alone who stay in the couple's département whatever they get. Their
    contracts are the better vœux, cut to the seats of those who take part; for whom a wide vœu or
    the extension seated, from outside or not, his seat, if the level lets him claim it; then their
    grant, cut likewise, above everything. Guards cut what their candidats may be given.
    """
    comparaison = contrats.comparaisons[niveau]
    place, _ = contrats.carte.niveau(niveau)
    siege, origine = place[etat.poste], place[contrats.candidats["numero_actuel"]]
    dedans = siege == origine
    lignes, auteur = _contrats_utiles(contrats, etat, siege)
    mieux = lignes < etat.ligne[auteur]
    ecartee = _commune_ecartee(contrats, etat, comparaison)[auteur]
    ecartee = np.where(mieux & dedans[auteur], ecartee, AUCUN)
    zones, zone = _en_zone(contrats, lignes, siege[auteur], place, ecartee)
    zones, zone = garder_les_types(contrats, etat.poste, auteur, zones, zone)
    interesse = np.zeros(len(siege), dtype=np.bool_)
    interesse[auteur[mieux & (np.diff(zones.ptr) > 0)[zone]]] = True
    large = _venu_par_voeu_large(contrats, etat)
    participe = (siege != AUCUN) & np.where(dedans, interesse, large)
    participe &= ~_tenus_par_couple(etat, niveau)
    capacite = np.bincount(etat.poste[participe], minlength=len(contrats.capacite))
    zones = zones.garder(capacite[zones.poste] > 0)
    retenu = participe[auteur] & (np.diff(zones.ptr) > 0)[zone]
    offres = _offres(contrats, comparaison, lignes[retenu], zone[retenu], mieux[retenu])
    places = np.flatnonzero(participe & large)
    offres, zones = revendiquer(contrats, etat, comparaison, offres, zones, places)
    marche = _marche(niveau, contrats, offres, zones, capacite)
    gens = marche.candidats
    return MarcheFerme(marche, siege[gens], dedans[gens], offres, comparaison)


def _contrats_utiles(
    contrats: Contrats, etat: Placements, siege: Entiers
) -> tuple[Entiers, Entiers]:
    """Lines, and their authors, of the grants and better vœux of those seated in a zone.

    The vœu that a couple's fall-back pair is made of is not better than its half.
    """
    lignes = np.flatnonzero(contrats.table["ordre"])
    auteur, rang = (contrats.table[nom].to_numpy() for nom in ("candidat", "rang"))
    auteur = auteur[lignes]
    accorde = etat.ligne[auteur]
    repli = en_paire(contrats.lieux["restriction"])[contrats.table["lieu"]]
    # Who has nothing is -1, and so the items appended.
    du_repli = np.append(repli, False)[accorde] & (rang[lignes] == np.append(rang, 0)[accorde])
    mieux = contrats.exprime[lignes] & (lignes < accorde) & ~du_repli
    utile = (siege[auteur] != AUCUN) & (mieux | (lignes == accorde))
    return lignes[utile], auteur[utile]


def _commune_ecartee(contrats: Contrats, etat: Placements, comparaison: Comparaison) -> Entiers:
    """Return (candidats,) the commune that a titulaire's vœux leave to its own level.

    It is the one where he was and still is, where that level takes him for a titulaire.
    """
    commune, _ = contrats.carte.niveau("COM")
    ici = commune[etat.poste]
    la = commune[contrats.candidats["numero_actuel"]]
    return np.where((ici == la) & comparaison.hors_commune, ici, AUCUN)


def _en_zone(
    contrats: Contrats, lignes: Entiers, siege: Entiers, place: Entiers, ecartee: Entiers
) -> tuple[Contenus, Entiers]:
    """Cut each contract's zone to the level's zone where its author sits, less a commune."""
    commune, _ = contrats.carte.niveau("COM")
    large, communes = place.max(initial=0) + 1, commune.max(initial=0) + 2
    ici = contrats.table["zone"].to_numpy()[lignes] * large + siege
    cles, zone = np.unique(ici * communes + ecartee + 1, return_inverse=True)
    ici, sans = np.divmod(cles, communes)
    entiere, dans = np.divmod(ici, large)
    contenus = contrats.zones.choisir(entiere)
    de = contenus.zone
    # A poste in no commune (-1) is in none that is left aside (0: nothing is).
    autre = commune[contenus.poste] + 1 != np.where(sans == 0, AUCUN, sans)[de]
    return contenus.garder((place[contenus.poste] == dans[de]) & autre), zone


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


def _offres(
    contrats: Contrats, comparaison: Comparaison, lignes: Entiers, zone: Entiers, mieux: Booleens
) -> Offres:
    """Return the contracts of these lines; what ranks a better vœu is what the level says."""
    table = contrats.table
    auteur, points = (table[nom].to_numpy()[lignes] for nom in ("candidat", "bareme"))
    source = lignes
    if comparaison.bareme == "partie_commune":
        points = np.where(mieux, contrats.partie_commune[auteur], points)
        source = np.where(mieux, AUCUN, lignes)
    return Offres(
        ligne=lignes,
        auteur=auteur,
        zone=zone,
        genre=np.where(mieux, VOEU, GARANTIE),
        classe=table["classe"].to_numpy()[lignes],
        points=points,
        departage=table["departage"].to_numpy()[lignes],
        source=source,
    )


def _marche(
    niveau: str, contrats: Contrats, offres: Offres, zones: Contenus, capacite: Entiers
) -> Marche:
    """Number the contracts' candidats, zones and postes from 0."""
    utiles, zone = np.unique(offres.zone, return_inverse=True)
    zones = zones.choisir(utiles)
    gens, debuts = np.unique(offres.auteur, return_index=True)
    postes = np.flatnonzero(capacite)
    market = Market(
        capacity=capacite[postes],
        zone_ptr=zones.ptr,
        zone_poste=np.searchsorted(postes, zones.poste),
        candidate_ptr=np.append(debuts, len(offres.ligne)),
        zone=zone,
        rank=offres.rangs(contrats),
    )
    return Marche(niveau, market, gens, postes, offres.ligne)
