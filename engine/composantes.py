"""From contracts to the markets that solvers see: disciplines alone, or tied by couples."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.couples import Couple
from mouvement.engine.zones import tranches
from mouvement.solvers import OPEN, Market


@dataclass(frozen=True)
class Marche:
    """A market, and where its numbers come from.

    Attributes
    ----------
    nom : what it is the market of: disciplines, or the zones of a level.
    market : what the solver sees.
    candidats, postes : (candidates,) and (postes,) their numbers in ``Contrats``, rising.
    lignes : (contracts,) the line of ``Contrats.table`` of each contract.
    """

    nom: str
    market: Market
    candidats: Entiers
    postes: Entiers
    lignes: Entiers


@dataclass(frozen=True)
class Composante(Marche):
    """The market of one discipline, or of several that couples tie.

    Attributes
    ----------
    propre : (contracts,) whether the contract is its candidate's alone, whatever a couple asks for
        together: a maintien, an extension that is not joint.
    zones : (zones,) their numbers in ``Contrats.zones``, rising.
    couples : those tied, by decreasing priority.
    debut, effectif : (all disciplines,) ranks before each discipline's, and how many it has: in
        the market, the ranks of its disciplines follow each other.
    """

    propre: NDArray[np.bool_]
    zones: Entiers
    couples: tuple[Couple, ...]
    debut: Entiers
    effectif: Entiers

    def en_discipline(self, barre: Entiers, discipline: Entiers) -> Entiers:
        """Return barres of the market as ranks of the discipline of each item."""
        propre = np.minimum(barre - self.debut[discipline], self.effectif[discipline] + 1)
        return np.where(barre == OPEN, OPEN, propre)


def composantes(contrats: Contrats) -> Iterator[Composante]:
    """Yield the components, by their first discipline; those without candidat included."""
    table, carte, contenus = contrats.table, contrats.carte, contrats.zones
    disciplines = np.arange(len(carte.disciplines) + 1)
    numero = contrats.candidats["numero_discipline"].to_numpy()
    lignes, conjoint = np.flatnonzero(table["ordre"]), table["conjoint"].to_numpy()
    candidat = np.searchsorted(numero, disciplines)
    zone = np.searchsorted(contenus.discipline, disciplines)
    contrat = np.searchsorted(table["candidat"].to_numpy()[lignes], np.arange(len(numero) + 1))
    effectif = np.diff(contrat[candidat])
    for groupe, couples in _lier(contrats, numero):
        gens, postes, zones = (
            tranches(debuts[groupe], np.diff(debuts)[groupe])
            for debuts in (candidat, carte.bornes, zone)
        )
        par_candidat = np.diff(contrat)[gens]
        siens = lignes[tranches(contrat[gens], par_candidat)]
        contenu = contenus.choisir(zones)
        debut = np.zeros_like(effectif)
        debut[groupe] = np.cumsum(effectif[groupe]) - effectif[groupe]
        auteur = numero[table["candidat"].to_numpy()[siens]]
        market = Market(
            capacity=contrats.capacite[postes],
            zone_ptr=contenu.ptr,
            zone_poste=np.searchsorted(postes, contenu.poste),
            candidate_ptr=np.concatenate([[0], np.cumsum(par_candidat)]),
            zone=np.searchsorted(zones, table["zone"].to_numpy()[siens]),
            rank=table["rang_priorite"].to_numpy()[siens] + debut[auteur],
        )
        yield Composante(
            nom=", ".join(carte.disciplines[discipline] for discipline in groupe),
            market=market,
            candidats=gens,
            postes=postes,
            lignes=siens,
            propre=~conjoint[siens],
            zones=zones,
            couples=couples,
            debut=debut,
            effectif=effectif,
        )


def _lier(contrats: Contrats, numero: Entiers) -> Iterator[tuple[Entiers, tuple[Couple, ...]]]:
    """Yield the disciplines that couples tie together, directly or not, with these couples."""
    chef = list(range(len(contrats.carte.disciplines)))

    def racine(discipline: int) -> int:
        while chef[discipline] != discipline:
            discipline = chef[discipline]
        return discipline

    for couple in contrats.couples:
        un, autre = sorted(racine(int(numero[candidat])) for candidat in couple.candidats)
        chef[autre] = un
    racines = np.array([racine(discipline) for discipline in chef], dtype=np.int64)
    for premiere in np.unique(racines):
        yield (
            np.flatnonzero(racines == premiere),
            tuple(c for c in contrats.couples if racines[numero[c.candidats[0]]] == premiere),
        )
