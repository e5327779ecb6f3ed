"""Closed markets, all those of a level at once: who takes part, by which contracts."""

from dataclasses import dataclass

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, prendre
from mouvement.engine.verification.gardes import interdits
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.traits import EXTENSION
from mouvement.engine.verification.voeux import TYPES
from mouvement.engine.verification.zones import Zones

PRECIS = (TYPES.index("POSTE"), TYPES.index("ETB"), TYPES.index("ZRE"))
"""Types of zone that bring nobody from outside into a closed market, save by extension."""

TITULAIRE, ENTRANT = 0, 1


@dataclass(frozen=True)
class Decoupage:
    """The zones of a level, one market each and by discipline.

    Attributes
    ----------
    etendue : number of places; a market's number is discipline × etendue + place.
    marche : market of each poste, ``NUL`` when it is in none.
    cles, parties : what the zones of the contracts hold of each market; the key of a part is
        zone × ``base`` + market.
    """

    nom: str
    etendue: int
    marche: Entiers
    base: int
    cles: Entiers
    parties: Zones

    @classmethod
    def de(cls, attendu: Attendu, nom: str) -> "Decoupage":
        """Cut every zone of the contracts along the places of a level."""
        postes, zones = attendu.postes, attendu.contrats.zones
        etendue = max(len(postes.codes[nom]), 1)
        place = postes.niveaux[nom]
        marche = np.where(place >= 0, postes.discipline * etendue + place, NUL)
        base = int(marche.max(initial=0)) + 1
        ici = marche[zones.postes] >= 0
        cle = zones.numero[ici] * base + marche[zones.postes[ici]]
        ordre = np.argsort(cle, kind="stable")  # A zone's postes are in increasing order.
        cles, debut = np.unique(cle[ordre], return_index=True)
        contenu = zones.postes[ici][ordre]
        parties = Zones(np.append(debut, len(contenu)), contenu, zones.nombre_postes)
        return cls(nom, etendue, marche, base, cles, parties)

    def partie(self, zone: Entiers, marche: Entiers) -> Entiers:
        """Return the part of each zone in the market beside it; ``NUL`` when there is none."""
        cle = np.maximum(zone, 0) * self.base + marche
        place = np.searchsorted(self.cles, cle)
        trouve = prendre(self.cles, np.where(place < len(self.cles), place, NUL)) == cle
        return np.where(trouve & (zone >= 0) & (marche >= 0), place, NUL)


@dataclass(frozen=True)
class Ferme:
    """The closed markets of a level, in one state.

    Attributes
    ----------
    agents : the candidats who take part.
    role, marche, garantie : of each agent; the last is what his granted zone keeps here.
    capacite : seats that the agents bring, by poste.
    contrats, zone : vœux better than what is granted that lead to such seats, in increasing
        order, and what their zones keep here.
    zones : granted and better zones, cut down to those seats.
    """

    agents: Entiers
    role: Entiers
    marche: Entiers
    garantie: Entiers
    capacite: Entiers
    contrats: Entiers
    zone: Entiers
    zones: Zones

    def zone_de(self, contrat: Entiers, avant: Entiers) -> Entiers:
        """Return the zone of each agent's contract, ``NUL`` when it has none here.

        ``avant`` : the granted contracts, which the guarantees are made of.
        """
        place = np.searchsorted(self.contrats, contrat)
        trouve = prendre(self.contrats, np.where(place < len(self.contrats), place, NUL))
        mieux = np.where((trouve == contrat) & (contrat >= 0), place, NUL)
        return np.where(contrat == avant, self.garantie, prendre(self.zone, mieux))

    def placer(self, attendu: Attendu, avant: Octrois, apres: Octrois) -> Marche:
        """Return the markets with their agents as they are after: guarantees above all else."""
        contrat, garde = apres.contrat[self.agents], avant.contrat[self.agents]
        nombre = attendu.priorites.nombre[attendu.candidats.discipline[self.agents]]
        return Marche(
            candidat=self.agents,
            siege=apres.siege[self.agents],
            rang=attendu.priorites.rang[contrat] + np.where(contrat == garde, nombre, 0),
            zone=self.zone_de(contrat, garde),
            zones=self.zones,
            capacite=self.capacite,
        )


def fermer(attendu: Attendu, decoupage: Decoupage, etat: Octrois, absents: Booleens) -> Ferme:
    """Close the zones of a level on those whom the state calls in, but who is kept out of it."""
    liste, contrats = attendu.contrats.liste, attendu.contrats
    zone = prendre(liste.zone, etat.contrat)
    marche = prendre(decoupage.marche, etat.siege)
    marche = np.where(contrats.zones.contient(zone, etat.siege), marche, NUL)
    voeux = liste.origine != EXTENSION  # A maintien, the last contract, is better than none.
    mieux = np.flatnonzero(voeux & (np.arange(len(liste.zone)) < etat.contrat[liste.candidat]))
    partie = decoupage.partie(liste.zone[mieux], marche[liste.candidat[mieux]])
    mieux, partie = mieux[partie >= 0], partie[partie >= 0]
    demande = np.zeros(len(marche), dtype=np.bool_)
    demande[liste.candidat[mieux]] = True
    chez_lui = prendre(decoupage.marche, attendu.candidats.actuel) == marche
    large = ~np.isin(prendre(contrats.type_zone, zone), PRECIS)
    large |= prendre(liste.origine, etat.contrat) == EXTENSION
    dedans = (marche >= 0) & np.where(chez_lui, demande, large) & ~absents
    agents = np.flatnonzero(dedans)
    retenus = dedans[liste.candidat[mieux]]
    return _couper(
        attendu,
        decoupage,
        etat,
        agents,
        np.where(chez_lui[agents], TITULAIRE, ENTRANT),
        marche[agents],
        mieux[retenus],
        partie[retenus],
    )


def _couper(
    attendu: Attendu,
    decoupage: Decoupage,
    etat: Octrois,
    agents: Entiers,
    role: Entiers,
    marche: Entiers,
    contrats: Entiers,
    partie: Entiers,
) -> Ferme:
    """Cut zones down to the seats brought; a contract that leads to none is no contract."""
    liste = attendu.contrats.liste
    capacite = np.bincount(etat.siege[agents], minlength=len(decoupage.marche)).astype(np.int64)
    garantie = decoupage.partie(liste.zone[etat.contrat[agents]], marche)
    auteurs = np.concatenate([liste.candidat[contrats], agents])
    zones, numero = _sous_garde(
        attendu, etat.siege, auteurs, decoupage.parties, np.concatenate([partie, garantie])
    )
    zones = zones.garder(capacite[zones.postes] > 0)
    zone, gardee = numero[: len(partie)], numero[len(partie) :]
    pleines = (np.diff(zones.debut) > 0)[zone]
    return Ferme(agents, role, marche, gardee, capacite, contrats[pleines], zone[pleines], zones)


def _sous_garde(
    attendu: Attendu, siege: Entiers, auteurs: Entiers, parties: Zones, partie: Entiers
) -> tuple[Zones, Entiers]:
    """Return (zones, number of each author's): a guarded candidat has his own, cut by his guards.

    Those alone that hold his seat are cut.
    """
    vises = attendu.candidats.noms.connus(attendu.instruction.gardes["candidat"])
    proprietaire = np.where(np.isin(auteurs, vises), auteurs, -1) + 1
    base = len(siege) + 1
    cles, numero = np.unique(partie * base + proprietaire, return_inverse=True)
    utiles, qui = np.divmod(cles, base)
    zones, qui = parties.extraire(utiles), qui - 1
    sieges = prendre(siege, qui)
    tient = zones.contient(np.arange(len(zones)), sieges)[zones.numero]
    vus = np.flatnonzero(tient)
    de = zones.numero[vus]
    tient[vus] = interdits(attendu, qui[de], sieges[de], zones.postes[vus])
    return zones.garder(~tient), numero
