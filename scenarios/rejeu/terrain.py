"""The past result as a market: its holders, the barres that they make, and who could claim what.

The barres are those of ``modele.md`` §3, from seats alone. People that no contract explains hold
their support, and are no holders: nobody enters in their place.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.placement import Etapes
from mouvement.scenarios.rejeu.passe import Passe
from mouvement.solvers.barres import spread_barres


@dataclass(frozen=True)
class Terrain:
    """The past result, before any improvement stage as far as ours tells it.

    Attributes
    ----------
    ligne, siege : (candidats,) contract and seat of each; who had in the end just what we give him
        counts as he stands after our general stage.
    """

    contrats: Contrats
    ligne: Entiers
    siege: Entiers
    libres: Entiers

    @cached_property
    def tenants(self) -> Entiers:
        """Return the candidats seated by a contract, by rising priority."""
        qui = np.flatnonzero((self.ligne != AUCUN) & (self.siege >= 0))
        qui = qui[self._priorite[self.ligne[qui]] > 0]
        return qui[np.argsort(self._priorite[self.ligne[qui]], kind="stable")]

    @cached_property
    def _priorite(self) -> Entiers:
        return self.contrats.table["rang_priorite"].to_numpy()

    @cached_property
    def _zone(self) -> Entiers:
        return self.contrats.table["zone"].to_numpy()

    @cached_property
    def _flux(self) -> dict[int, dict[int, int]]:
        """Zone → poste → how many of its holders sit there."""
        flux: dict[int, dict[int, int]] = defaultdict(dict)
        zones, sieges = self._zone[self.ligne[self.tenants]], self.siege[self.tenants]
        for zone, poste in zip(zones.tolist(), sieges.tolist(), strict=True):
            flux[zone][poste] = flux[zone].get(poste, 0) + 1
        return dict(flux)

    @cached_property
    def _zones_tenues(self) -> dict[int, list[int]]:
        """Poste → zones that hold it and have holders."""
        zones, tenues = self.contrats.zones, defaultdict(list)
        for zone in self._flux:
            for poste in zones.poste[zones.ptr[zone] : zones.ptr[zone + 1]].tolist():
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
        zones, tenues = contrats.zones, list(self._flux)
        spread_barres(
            barre,
            range(len(tenues)),
            [zones.poste[zones.ptr[z] : zones.ptr[z + 1]].tolist() for z in tenues],
            [self._flux[z] for z in tenues],
            np.flatnonzero(self.libres > 0).tolist(),
            self._par_rang({zone: place for place, zone in enumerate(tenues)}),
        )
        return np.array(barre, dtype=np.int64)

    def _par_rang(self, place: dict[int, int]) -> list[tuple[int, int]]:
        lignes = self.ligne[self.tenants]
        rangs, zones = self._priorite[lignes].tolist(), self._zone[lignes].tolist()
        return [(rang, place[zone]) for rang, zone in zip(rangs, zones, strict=True)]

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
        contrats, table = self.contrats, self.contrats.table
        atteints = self.menant_a(poste)
        vise = np.zeros(len(contrats.capacite), dtype=np.int64)
        vise[atteints] = 1
        ouverte = contrats.zones.somme(vise) > 0
        auteur = table["candidat"].to_numpy()
        # Lines follow their authors, and authors their disciplines: only some can be concerned.
        discipline = int(np.searchsorted(contrats.carte.bornes, poste, side="right")) - 1
        numeros = contrats.candidats["numero_discipline"].to_numpy()
        gens = np.searchsorted(numeros, [discipline, discipline + 1])
        debut, fin = np.searchsorted(auteur, gens).tolist()
        lignes = np.arange(debut, fin)
        obtenue = self.ligne[auteur[lignes]]
        mieux = (obtenue == AUCUN) | (lignes < obtenue)
        fort = self._priorite[lignes] > plus_que
        trouvees: Entiers = lignes[mieux & fort & ouverte[self._zone[lignes]]]
        return trouvees


def terrain(passe: Passe, etapes: Etapes, accord: Booleens) -> Terrain:
    """Return the past result as a market."""
    contrats = passe.contrats
    ligne = np.where(accord, etapes.general.ligne, passe.ligne)
    siege = np.where(accord, etapes.general.poste, passe.siege)
    etrangers = passe.etrangers["numero"].to_numpy()
    pris = np.concatenate([siege[siege >= 0], etrangers[etrangers >= 0]])
    occupation = np.bincount(pris, minlength=len(contrats.capacite))
    # Who is told by no contract is no holder; nor a titulaire of whom nothing is said.
    ligne = np.where(passe.exterieur & ~accord, AUCUN, ligne)
    return Terrain(contrats, ligne, siege, np.maximum(contrats.capacite - occupation, 0))
