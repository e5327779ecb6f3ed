"""Closed markets, all those of a level at once: who takes part, by which contracts."""

from dataclasses import dataclass

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, prendre
from mouvement.engine.verification.decoupage import Decoupage, commune_ecartee, ecarter
from mouvement.engine.verification.gardes import interdits
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.pretentions import Pretentions, classer_pretentions
from mouvement.engine.verification.traits import EXTENSION
from mouvement.engine.verification.voeux import TYPES
from mouvement.engine.verification.zones import Zones

PRECIS = (TYPES.index("POSTE"), TYPES.index("ETB"), TYPES.index("ZRE"))
"""Types of zone that bring nobody from outside into a closed market, save by extension."""

TITULAIRE, ENTRANT = 0, 1


@dataclass(frozen=True)
class Ferme:
    """The closed markets of a level, in one state.

    Attributes
    ----------
    agents : the candidats who take part.
    role, marche, garantie : of each agent; the last is what his granted zone keeps here.
    siege : of each agent, the claim that he makes on his seat; ``NUL`` for none.
    capacite : seats that the agents bring, by poste.
    pretentions : what they would rather have than their guarantees.
    zones : granted and better zones, cut down to those seats, and the seats claimed.
    """

    agents: Entiers
    role: Entiers
    marche: Entiers
    garantie: Entiers
    siege: Entiers
    capacite: Entiers
    pretentions: Pretentions
    zones: Zones

    def zone_de(self, contrat: Entiers, avant: Entiers, tient: Booleens) -> Entiers:
        """Return the zone of each agent's contract, ``NUL`` when it has none here.

        Parameters
        ----------
        avant : the granted contracts, which the guarantees are made of.
        tient : whether each holds his seat by his claim.
        """
        zone = prendre(self.pretentions.zone, self._numero(contrat))
        zone = np.where(contrat == avant, self.garantie, zone)
        return np.where(tient, prendre(self.pretentions.zone, self.siege), zone)

    def _numero(self, contrat: Entiers) -> Entiers:
        """Return the number, among what they would rather have, of better vœux."""
        mieux = self.pretentions.contrat[~self.pretentions.revendique]  # They come first, rising.
        place = np.searchsorted(mieux, contrat)
        trouve = prendre(mieux, np.where(place < len(mieux), place, NUL))
        return np.where((trouve == contrat) & (contrat >= 0), place, NUL)

    def tenues(self, contrat: Entiers, avant: Entiers, tient: Booleens) -> Entiers:
        """Return what each holds of ``pretentions``; ``NUL`` for his guarantee."""
        mieux = np.where(contrat == avant, NUL, self._numero(contrat))
        return np.where(tient, self.siege, mieux)

    def placer(
        self, attendu: Attendu, avant: Octrois, apres: Octrois, tient: Booleens
    ) -> tuple[Marche, Entiers]:
        """Return (the markets with their agents as they are after, what each would rather have).

        Guarantees are above all else.
        """
        contrat, garde = apres.contrat[self.agents], avant.contrat[self.agents]
        tenues = self.tenues(contrat, garde, tient)
        acquis = len(self.pretentions) + attendu.priorites.rang[garde]
        marche = Marche(
            candidat=self.agents,
            siege=apres.siege[self.agents],
            rang=np.where(tenues == NUL, acquis, prendre(self.pretentions.rang, tenues)),
            zone=self.zone_de(contrat, garde, tient),
            zones=self.zones,
            capacite=self.capacite,
        )
        return marche, self._preferees(apres, avant, tenues)

    def _preferees(self, apres: Octrois, avant: Octrois, tenues: Entiers) -> Entiers:
        """Return what the agents would rather have than what they hold."""
        auteur, contrat = self.pretentions.auteur, self.pretentions.contrat
        garde = apres.contrat == avant.contrat
        garde[self.agents[tenues != NUL]] = False
        mieux = (contrat >= 0) & (contrat < apres.contrat[auteur])
        return np.flatnonzero(np.where(contrat == NUL, garde[auteur], mieux))


def fermer(attendu: Attendu, decoupage: Decoupage, etat: Octrois, absents: Booleens) -> Ferme:
    """Close the zones of a level on those whom the state calls in, but who is kept out of it."""
    liste, contrats = attendu.contrats.liste, attendu.contrats
    zone = prendre(liste.zone, etat.contrat)
    marche = prendre(decoupage.marche, etat.siege)
    marche = np.where(contrats.zones.contient(zone, etat.siege), marche, NUL)
    voeux = liste.origine != EXTENSION  # A maintien, the last contract, is better than none.
    accorde = etat.contrat[liste.candidat]
    # A fall-back pair is made of a vœu: this one is no better.
    replis = np.array(["paire=" in label for label in contrats.labels.textes], dtype=np.bool_)
    repli = prendre(replis[liste.label].astype(np.int64), accorde, 0) > 0
    repli &= liste.rang == prendre(liste.rang, accorde)
    mieux = np.flatnonzero(voeux & (np.arange(len(liste.zone)) < accorde) & ~repli)
    auteur = liste.candidat[mieux]
    chez_lui = prendre(decoupage.marche, attendu.candidats.actuel) == marche
    parties = np.concatenate(
        [decoupage.partie(liste.zone[mieux], marche[auteur]), decoupage.partie(zone, marche)]
    )
    ecartee = np.full(len(parties), NUL, dtype=np.int64)
    ecartee[: len(mieux)] = commune_ecartee(attendu, decoupage.nom, etat, chez_lui)[auteur]
    zones, parties = ecarter(attendu, decoupage.parties, parties, ecartee)
    partie, garantie = parties[: len(mieux)], parties[len(mieux) :]
    menent = prendre(np.diff(zones.debut), partie, 0) > 0
    mieux, partie = mieux[menent], partie[menent]
    demande = np.zeros(len(marche), dtype=np.bool_)
    demande[liste.candidat[mieux]] = True
    large = ~np.isin(prendre(contrats.type_zone, zone), PRECIS)
    large |= prendre(liste.origine, etat.contrat) == EXTENSION
    dedans = (marche >= 0) & np.where(chez_lui, demande, large) & ~absents
    agents = np.flatnonzero(dedans)
    retenus = dedans[liste.candidat[mieux]]
    return _couper(
        attendu,
        decoupage.nom,
        etat,
        (agents, np.where(chez_lui[agents], TITULAIRE, ENTRANT), marche[agents]),
        agents[large[agents]],
        (mieux[retenus], partie[retenus], garantie[agents]),
        zones,
    )


def _couper(
    attendu: Attendu,
    niveau: str,
    etat: Octrois,
    qui: tuple[Entiers, Entiers, Entiers],
    revendiquent: Entiers,
    demandes: tuple[Entiers, Entiers, Entiers],
    parties: Zones,
) -> Ferme:
    """Cut zones down to the seats brought; a contract that leads to none is no contract.

    Parameters
    ----------
    qui : agents, role and market of each.
    revendiquent : those of them whom a wide vœu, or the extension, seated.
    demandes : better contracts, the part of each, that of each agent's guarantee.
    """
    (agents, role, marche), (contrats, partie, garantie) = qui, demandes
    liste = attendu.contrats.liste
    capacite = np.bincount(etat.siege[agents], minlength=parties.nombre_postes).astype(np.int64)
    auteurs = np.concatenate([liste.candidat[contrats], agents])
    zones, numero = _sous_garde(
        attendu, etat.siege, auteurs, parties, np.concatenate([partie, garantie])
    )
    zones = zones.garder(capacite[zones.postes] > 0)
    zone, gardee = numero[: len(partie)], numero[len(partie) :]
    pleines = (np.diff(zones.debut) > 0)[zone]
    mieux = contrats[pleines], zone[pleines]
    pretentions, zones = classer_pretentions(attendu, niveau, etat, mieux, zones, revendiquent)
    siege = np.full(len(etat.contrat), NUL, dtype=np.int64)
    revendiquees = np.flatnonzero(pretentions.revendique)
    siege[pretentions.auteur[revendiquees]] = revendiquees
    return Ferme(agents, role, marche, gardee, siege[agents], capacite, pretentions, zones)


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
