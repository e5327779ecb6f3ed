"""From an instructed campaign to contracts: who may be given what, in which order and priority."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.couples import Couple, communs, former, par_occurrence, partenaires
from mouvement.engine.demandes import AUCUN, PART_ENTIERE, demandes, exprimes, lieux, voulus
from mouvement.engine.instruction.instruction import (
    ORDINAIRE,
    ORIGINES,
    Comparaison,
    Instruction,
)
from mouvement.engine.portees import Portees, portees
from mouvement.engine.priorites import rangs, tirages
from mouvement.engine.zones import Zones, zones

Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]


@dataclass(frozen=True)
class Contrats:
    """Every contract of a campaign, and every line of a list that made none.

    Attributes
    ----------
    candidats : the candidats sorted by (discipline, candidat), numbered by their index, with
        ``titulaire`` (he keeps a right to his poste), ``numero_actuel`` (the number of
        poste_actuel, or ``AUCUN``), ``numero_discipline`` and ``tirage``.
    carte : where the postes are; its postes are sorted by (discipline, poste) and numbered so.
    capacite : (postes,) supports offered, and supports of those who keep a right to them.
    lieux : what the demandes name, see ``demandes.lieux``.
    zones : the postes of each lieu in each discipline that asks for it.
    table : the demandes by candidat and preference: ``candidat``, ``voeu`` (its number in the
        instructed vœux, ``AUCUN``: maintien), ``part`` (of a vœu that is several lines), ``rang``
        (0: none), ``origine`` (its place in
        ``ORIGINES``), ``annuel``, ``lieu, zone``, ``ordre`` (0: no contract, for there is no
        support), ``classe``, ``bareme`` (thousandths; ``AUCUN``: no points), ``departage``,
        ``rang_priorite`` (0: no contract), ``commun`` (false: a partner's vœu that the other does
        not share), ``conjoint`` (whether a partner asks for it with the other).
    couples : those whose moves are tied, by decreasing priority; none when they are not.
    partie_commune : (candidats,) what orders the seating inside a commune, thousandths.
    gardes : those of the instruction; ``candidat`` is a number.
    comparaisons : see ``Instruction``.
    """

    candidats: pd.DataFrame
    carte: Portees
    capacite: Entiers
    lieux: pd.DataFrame
    zones: Zones
    table: pd.DataFrame
    couples: tuple[Couple, ...]
    partie_commune: Entiers
    gardes: pd.DataFrame
    comparaisons: Mapping[str, Comparaison]

    @property
    def maintien(self) -> Booleens:
        """Return (lines,) whether the line is a maintien."""
        return self._origine("MAINTIEN")

    @property
    def extension(self) -> Booleens:
        """Return (lines,) whether the line is one of extension."""
        return self._origine("EXTENSION")

    @property
    def exprime(self) -> Booleens:
        """Return (lines,) whether the line is a vœu, his own or one that a rule made."""
        return exprimes(self.table)

    @property
    def sans_points(self) -> Booleens:
        """Return (lines,) whether no number of points of a vœu would pass before the line."""
        table = self.table
        sans: Booleens = ((table["classe"] > ORDINAIRE) | (table["bareme"] == AUCUN)).to_numpy()
        return sans

    def _origine(self, nom: str) -> Booleens:
        masque: Booleens = (self.table["origine"] == ORIGINES.index(nom)).to_numpy()
        return masque


@dataclass(frozen=True)
class Esquisse:
    """What contracts are made of, before who takes part in the end and what is vacant.

    Attributes
    ----------
    candidats, carte, lieux, zones : as in ``Contrats``.
    table : the demandes, as in ``Contrats`` but for what depends on the supports.
    liens : the numbers of the partners whose moves are tied.
    partie_commune : see ``Instruction``.
    gardes : as in ``Contrats``.
    comparaisons : see ``Instruction``.
    """

    candidats: pd.DataFrame
    carte: Portees
    lieux: pd.DataFrame
    zones: Zones
    table: pd.DataFrame
    liens: list[tuple[int, int]]
    partie_commune: pd.Series | None
    gardes: pd.DataFrame
    comparaisons: Mapping[str, Comparaison]


def compiler(instruction: Instruction) -> Contrats:
    """Compile an instructed campaign into ordered contracts (modele.md §1)."""
    return conclure(esquisser(instruction))


def esquisser(instruction: Instruction) -> Esquisse:
    """List what everybody asks for, and the zones that it makes."""
    campagne = instruction.campagne
    carte = portees(campagne)
    candidats = _candidats(campagne, carte)
    table = demandes(campagne, candidats)
    noms, table["lieu"] = lieux(table)
    discipline = candidats["numero_discipline"].to_numpy()[table["candidat"]]
    contenus, table["zone"] = zones(discipline, table["lieu"].to_numpy(), noms, carte)
    liens = partenaires(candidats) if campagne.options.simultanees == "liees" else []
    table["voulu"] = par_occurrence(table, voulus(noms)[table["lieu"]], liens)
    table["commun"] = communs(table, liens, len(candidats))
    gardes = _gardes(instruction.gardes, candidats)
    communes, niveaux = instruction.partie_commune, instruction.comparaisons
    return Esquisse(candidats, carte, noms, contenus, table, liens, communes, gardes, niveaux)


def conclure(
    esquisse: Esquisse, vacants: Entiers | None = None, presents: Booleens | None = None
) -> Contrats:
    """Make the contracts of those who take part, for the supports that there are.

    Parameters
    ----------
    vacants : (postes,) in the place of what the campaign says.
    presents : (candidats,) who takes part; the others keep away, with the poste that they hold.
        Both members of a tied couple take part, or it is no couple of the outline.
    """
    candidats, carte, contenus = esquisse.candidats, esquisse.carte, esquisse.zones
    if vacants is None:
        vacants = carte.postes["vacants"].to_numpy(dtype=np.int64)
    table, utile = esquisse.table.copy(deep=False), esquisse.table["commun"].to_numpy()
    if presents is not None:
        candidats = candidats.assign(titulaire=candidats["titulaire"] & presents)
        utile = utile & presents[table["candidat"]]
    capacite = vacants + np.bincount(
        candidats["numero_actuel"][candidats["titulaire"]], minlength=len(carte.postes)
    )
    ouverte = contenus.somme(capacite) > 0
    table["ordre"] = _ordres(table, ouverte[table["zone"]] & utile)
    table = _une_ligne_par_groupe_vide(table)
    table["rang_priorite"] = rangs(table, candidats)
    couples = former(table, esquisse.liens, len(candidats))
    table = table.drop(columns=["type", "code", "types", "restriction", "voulu"])
    communes = _partie_commune(esquisse.partie_commune, table, candidats)
    return Contrats(
        *(candidats, carte, capacite, esquisse.lieux, contenus, table, couples, communes),
        gardes=esquisse.gardes,
        comparaisons=esquisse.comparaisons,
    )


def _candidats(campagne: Campagne, carte: Portees) -> pd.DataFrame:
    candidats = campagne.candidats.sort_values(["discipline", "candidat"], ignore_index=True)
    actuel = pd.Index(candidats["poste_actuel"])
    discipline = pd.Index(candidats["discipline"])
    return candidats.assign(
        titulaire=candidats["poste_actuel"].notna() & ~candidats["carte_scolaire"],
        numero_actuel=pd.Index(carte.postes["poste"]).get_indexer(actuel),
        numero_discipline=pd.Index(carte.disciplines).get_indexer(discipline),
        tirage=tirages(candidats["candidat"].tolist(), campagne.graine),
    )


def _gardes(gardes: pd.DataFrame, candidats: pd.DataFrame) -> pd.DataFrame:
    """Number the candidats; those who do not take part need no guard."""
    numeros = pd.Index(candidats["candidat"]).get_indexer(pd.Index(gardes["candidat"]))
    presentes = np.flatnonzero(numeros >= 0)
    return gardes.assign(candidat=numeros).take(presentes).reset_index(drop=True)


def _ordres(table: pd.DataFrame, contrat: NDArray[np.bool_]) -> Entiers:
    """Return each contract's place in its candidat's list: 1, 2, …; 0 for what makes none."""
    faits = np.concatenate([[0], np.cumsum(contrat)])
    debut = np.searchsorted(table["candidat"], table["candidat"])
    return np.where(contrat, faits[1:] - faits[debut], 0)


def _une_ligne_par_groupe_vide(table: pd.DataFrame) -> pd.DataFrame:
    """Keep, of a GROUPE vœu, the parts that are contracts, or itself when none is."""
    groupe = table["type"] == "GROUPE"
    if not groupe.any():
        return table
    contrat = table["ordre"] > 0
    servi = contrat.groupby(table["voeu"]).transform("any")
    entier = (table["part"] == PART_ENTIERE) & ~servi
    return table[~groupe | contrat | entier].reset_index(drop=True)


def _partie_commune(
    fixee: pd.Series | None, table: pd.DataFrame, candidats: pd.DataFrame
) -> Entiers:
    """Return what is common to all the vœux of each candidat: at most, his lowest barème.

    0 for who has none.
    """
    if fixee is not None:
        return fixee.loc[candidats["candidat"]].to_numpy(dtype=np.int64)
    infini = np.iinfo(np.int64).max
    plus_bas = np.full(len(candidats), infini)
    voeux = table[exprimes(table) & (table["bareme"] != AUCUN)]
    np.minimum.at(plus_bas, voeux["candidat"].to_numpy(), voeux["bareme"].to_numpy())
    return np.where(plus_bas == infini, 0, plus_bas)
