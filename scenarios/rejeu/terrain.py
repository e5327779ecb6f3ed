"""The past result as a market: its holders, the barres that they make, and who could claim what.

The barres are those of ``modele.md`` §3, from seats alone. People that no contract explains hold
their support, and are no holders: nobody enters in their place.

An improvement stage comes after the barres, and the past shows only how it ended. So everybody is
where the past left him, but for the exchanges that it made as we do, which are undone for all
those they moved. Then, to prove anything (``prouver``), whoever another exchange may have brought
to his seat is as strong there as anybody who may have handed it over, and is shifted nowhere.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.fermeture import PRECIS
from mouvement.engine.instruction.instruction import NIVEAUX
from mouvement.engine.placement import Etapes
from mouvement.scenarios.rejeu.passe import Passe, contient
from mouvement.scenarios.rejeu.reunion import Reunion
from mouvement.solvers.barres import spread_barres


@dataclass(frozen=True)
class Terrain:
    """The past result as a market.

    Attributes
    ----------
    obtenue : (candidats,) the contract that the past says each had in the end, else the first of
        his that holds his poste: what he would rather have comes before. ``poste`` : that poste; a
        contract whose zone holds it was not refused to him.
    tenue, siege : (candidats,) contract and seat as they count here, exchanges undone.
    sur : (candidats,) whether that is how our general stage leaves him, or no exchange tells it.
    devinee : (candidats,) whether his contract may be another.
    zone : (candidats,) where each holder may be shifted; past the zones, one for each poste alone.
    force : (candidats,) the priority that a claim to his seat must pass; 0: he is no holder.
    libres : (postes,) free supports.
    """

    contrats: Contrats
    obtenue: Entiers
    poste: Entiers
    tenue: Entiers
    siege: Entiers
    sur: Booleens
    devinee: Booleens
    zone: Entiers
    force: Entiers
    libres: Entiers

    @cached_property
    def tenants(self) -> Entiers:
        """Return the candidats seated by a contract, by rising force."""
        qui = np.flatnonzero(self.force > 0)
        return qui[np.argsort(self.force[qui], kind="stable")]

    @cached_property
    def _priorite(self) -> Entiers:
        return self.contrats.table["rang_priorite"].to_numpy()

    @cached_property
    def _zone(self) -> Entiers:
        return self.contrats.table["zone"].to_numpy()

    def _postes(self, zone: int) -> list[int]:
        ptr = self.contrats.zones.ptr
        seul = zone - (len(ptr) - 1)
        if seul >= 0:
            return [seul]
        postes: list[int] = self.contrats.zones.poste[ptr[zone] : ptr[zone + 1]].tolist()
        return postes

    @cached_property
    def _flux(self) -> dict[int, dict[int, int]]:
        """Zone → poste → how many of its holders sit there."""
        flux: dict[int, dict[int, int]] = defaultdict(dict)
        zones, sieges = self.zone[self.tenants], self.siege[self.tenants]
        for zone, poste in zip(zones.tolist(), sieges.tolist(), strict=True):
            flux[zone][poste] = flux[zone].get(poste, 0) + 1
        return dict(flux)

    @cached_property
    def _zones_tenues(self) -> dict[int, list[int]]:
        """Poste → zones that hold it and have holders."""
        tenues = defaultdict(list)
        for zone in self._flux:
            for poste in self._postes(zone):
                tenues[poste].append(zone)
        return tenues

    @cached_property
    def barre_poste(self) -> Entiers:
        """Return (postes,) the barre of each, a rank of its discipline; 0 is open."""
        contrats = self.contrats
        contrat = contrats.table["ordre"].to_numpy() > 0
        auteur = contrats.table["candidat"].to_numpy()[contrat]
        numero = contrats.candidats["numero_discipline"].to_numpy()[auteur]
        effectif = np.bincount(numero, minlength=len(contrats.carte.disciplines))
        barre = np.repeat(effectif + 1, np.diff(contrats.carte.bornes)).tolist()
        place = {zone: place for place, zone in enumerate(self._flux)}
        spread_barres(
            barre,
            range(len(place)),
            [self._postes(zone) for zone in place],
            list(self._flux.values()),
            np.flatnonzero(self.libres > 0).tolist(),
            [(int(self.force[qui]), place[int(self.zone[qui])]) for qui in self.tenants.tolist()],
        )
        return np.array(barre, dtype=np.int64)

    def menant_a(self, poste: int) -> Entiers:
        """Return the postes from which this one can be had, by shifting holders in their zones."""
        atteints, reste, vues = {poste}, [poste], set()
        while reste:
            for zone in self._zones_tenues.get(reste.pop(), []):
                if zone not in vues:
                    vues.add(zone)
                    nouveaux = set(self._flux[zone]) - atteints
                    atteints |= nouveaux
                    reste.extend(nouveaux)
        return np.array(sorted(atteints), dtype=np.int64)

    def envieux(self, poste: int, plus_que: int) -> Entiers:
        """Return the contracts of higher rank, preferred by their authors, that lead to a poste."""
        contrats = self.contrats
        vise = np.zeros(len(contrats.capacite), dtype=np.int64)
        vise[self.menant_a(poste)] = 1
        ouverte = contrats.zones.somme(vise) > 0
        auteur = contrats.table["candidat"].to_numpy()
        # Lines follow their authors, and authors their disciplines: only some can be concerned.
        discipline = int(np.searchsorted(contrats.carte.bornes, poste, side="right")) - 1
        numeros = contrats.candidats["numero_discipline"].to_numpy()
        gens = np.searchsorted(numeros, [discipline, discipline + 1])
        debut, fin = np.searchsorted(auteur, gens).tolist()
        lignes = np.arange(debut, fin)
        fort = self._priorite[lignes] > plus_que
        return self._preferees(lignes[fort & ouverte[self._zone[lignes]]])

    def _preferees(self, lignes: Entiers) -> Entiers:
        """Keep what the authors would rather have had."""
        obtenue = self.obtenue[self.contrats.table["candidat"].to_numpy()[lignes]]
        lignes = lignes[(obtenue == AUCUN) | (lignes < obtenue)]
        table = self.contrats.table
        zone, poste = table["zone"].to_numpy(), self.poste[table["candidat"].to_numpy()[lignes]]
        gardees: Entiers = lignes[~contient(self.contrats, zone[lignes], poste)]
        return gardees

    @cached_property
    def dues(self) -> Entiers:
        """Return the contracts that pass the barre, and their authors prefer: none in a kernel."""
        zones = self.contrats.zones
        barre = np.full(len(zones.ptr) - 1, np.iinfo(np.int64).max)
        np.minimum.at(barre, zones.zone, self.barre_poste[zones.poste])
        return self._preferees(np.flatnonzero(self._priorite > barre[self._zone]))

    def tenant_de(self, ligne: int, plutot: Entiers) -> int:
        """Return a holder whom a contract passes; ``AUCUN`` when some support is free.

        One of those given if it passes any, else the weakest of all: he is the one who has to go.
        """
        zones, atteints, tenants = [int(self._zone[ligne])], dict[int, None](), []
        vues = set(zones)
        for zone in zones:
            nouveaux = [poste for poste in self._postes(zone) if poste not in atteints]
            atteints.update(dict.fromkeys(nouveaux))
            ici = [qui for poste in nouveaux for qui in self._occupants.get(poste, [])]
            suite = {int(self.zone[qui]): None for qui in ici}
            tenants += ici
            zones += [autre for autre in suite if autre not in vues]
            vues.update(suite)
        if (self.libres[list(atteints)] > 0).any():
            return AUCUN
        faibles = [qui for qui in tenants if self.force[qui] < self._priorite[ligne]]
        return min(faibles, key=lambda qui: (qui not in plutot, int(self.force[qui]), qui))

    @cached_property
    def _occupants(self) -> dict[int, list[int]]:
        occupants = defaultdict(list)
        for qui in self.tenants.tolist():
            occupants[int(self.siege[qui])].append(qui)
        return occupants


def terrain(passe: Passe, etapes: Etapes, accord: Booleens) -> Terrain:
    """Return the past result as a market, its holders in the zones of their contracts."""
    contrats, general = passe.contrats, etapes.general
    defaits = _defaits(passe, etapes, accord)
    ligne = np.where(accord, etapes.final.ligne, passe.ligne)
    # Who is told by no contract is no holder; nor a titulaire of whom nothing is said.
    ligne = np.where(passe.exterieur & ~accord, AUCUN, ligne)
    tenue = np.where(defaits, general.ligne, ligne)
    siege = np.where(defaits, general.poste, passe.siege)
    etrangers = passe.etrangers["numero"].to_numpy()
    pris = np.concatenate([siege[siege >= 0], etrangers[etrangers >= 0]])
    libres = np.maximum(contrats.capacite - np.bincount(pris, minlength=len(contrats.capacite)), 0)
    # AUCUN is -1, and so the items appended.
    zone = np.append(contrats.table["zone"].to_numpy(), AUCUN)[tenue]
    force = np.append(contrats.table["rang_priorite"].to_numpy(), 0)[tenue]
    force = np.where(siege >= 0, force, 0)
    sur = defaits | (tenue == AUCUN) | (siege < 0)
    devine = (passe.rang == 0) & (ligne != AUCUN) & (passe.premiere != AUCUN)
    obtenue = np.where(devine & (passe.premiere < ligne), passe.premiere, ligne)
    devinee = passe.devinee & ~defaits
    return Terrain(contrats, obtenue, passe.poste, tenue, siege, sur, devinee, zone, force, libres)


def _defaits(passe: Passe, etapes: Etapes, accord: Booleens) -> Booleens:
    """Return (candidats,) who is put back where our general stage left him.

    Those of whom the past says what we say, if all those who shared an exchange with them are so:
    then nobody else needs their seats. Who got his poste at the complementary stage goes back to a
    seat that nobody else has in the past.
    """
    avant, apres = etapes.general, etapes.ameliore
    ailleurs = [passe.siege[~accord], passe.etrangers["numero"].to_numpy()]
    remplace = etapes.completes & np.isin(apres.poste, np.concatenate(ailleurs))
    fixes = accord & ~remplace
    echange = (avant.ligne != AUCUN) & (avant.poste != apres.poste)
    reunion = Reunion(len(passe.contrats.capacite))
    bouges = np.flatnonzero(echange).tolist()
    for qui in bouges:
        reunion.unir((int(avant.poste[qui]), int(apres.poste[qui])))
    rompus = {reunion.chef(int(avant.poste[qui])) for qui in bouges if not fixes[qui]}
    for qui in bouges:
        fixes[qui] &= reunion.chef(int(avant.poste[qui])) not in rompus
    return np.asarray(fixes)


def prouver(vu: Terrain, amelioration: bool) -> Terrain:
    """Return the same market, as far as it proves something.

    Who has one contract of several is not shifted inside the zone of one. After an improvement
    stage, somebody may have come to his seat by an exchange if a contract that he likes less leads
    to the seat of another such, in a zone of a level: the titulaire's own zone, or where a wide vœu
    or the extension brings. He is not shifted either, nor his seat claimed unless by more than all
    who may have had it.
    """
    fixes, force = vu.devinee, vu.force
    if amelioration:
        lignes, poste = _provenances(vu)
        auteur = vu.contrats.table["candidat"].to_numpy()[lignes]
        venus = np.zeros_like(vu.sur)
        venus[auteur] = True
        passage = np.zeros_like(vu.contrats.capacite)
        np.maximum.at(passage, poste, vu.contrats.table["rang_priorite"].to_numpy()[lignes])
        fixes, force = fixes | venus, np.where(venus, np.maximum(force, passage[vu.siege]), force)
    seuls = len(vu.contrats.zones.ptr) - 1 + vu.siege
    return replace(vu, zone=np.where(fixes & (force > 0), seuls, vu.zone), force=force)


def _provenances(vu: Terrain) -> tuple[Entiers, Entiers]:
    """Return the contracts by which people may have had a seat before an exchange; that seat."""
    contrats, table = vu.contrats, vu.contrats.table
    auteurs = table["candidat"].to_numpy()
    douteux = ~vu.sur & (vu.force > 0)
    moins_bonne = np.arange(len(table)) >= vu.tenue[auteurs]
    lignes = np.flatnonzero((table["ordre"].to_numpy() > 0) & douteux[auteurs] & moins_bonne)
    sieges = np.isin(contrats.zones.poste, vu.siege[douteux])
    postes = contrats.zones.garder(sieges).choisir(table["zone"].to_numpy()[lignes])
    lignes, poste = lignes[postes.zone], postes.poste
    auteur = auteurs[lignes]
    large = ~np.isin(contrats.lieux["type"].to_numpy(), PRECIS)[table["lieu"].to_numpy()[lignes]]
    large |= contrats.extension[lignes]
    siege, actuel = vu.siege[auteur], contrats.candidats["numero_actuel"].to_numpy()[auteur]
    dedans = np.zeros(len(lignes), dtype=np.bool_)
    for niveau in NIVEAUX:
        place, _ = contrats.carte.niveau(niveau)
        ici = (place[siege] == place[poste]) & (place[poste] != AUCUN)
        dedans |= ici & (large | (place[actuel] == place[poste]))
    # An exchange gives a better vœu, or another seat of the same.
    mieux = (lignes > vu.tenue[auteur]) & contrats.exprime[vu.tenue[auteur]]
    dedans &= mieux | ((lignes == vu.tenue[auteur]) & (poste != siege))
    return lignes[dedans], poste[dedans]
