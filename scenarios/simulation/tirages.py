"""One draw after the other, from what no draw changes."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.barres import Niveau, niveaux, tenants
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers, Esquisse, conclure, esquisser
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.instruction.offre import offrir
from mouvement.engine.instruction.retouches import dissoudre
from mouvement.engine.mouvement import resoudre
from mouvement.scenarios.simulation.incertitude import Booleens, Incertitude

MAINTIEN, RIEN, RETIRE = -1, -2, -3
"""What a candidat has, when it is no vœu's number."""
OUVERTE, FERMEE = -1, -2
"""What a barre is, when it is no vœu's number."""
LOT = 10
"""Draws of a unit of work."""


@dataclass(frozen=True)
class Preparation:
    """What draws have in common.

    Attributes
    ----------
    campagne : as it was read: what it offers before any rule.
    instruction : the same instructed, without what only texts need.
    esquisse : what everybody asks for.
    niveaux : the places that have barres.
    rendus : (postes,) supports that the rules add to those offered.
    """

    campagne: Campagne
    instruction: Instruction
    esquisse: Esquisse
    niveaux: list[Niveau]
    rendus: Entiers
    incertitude: Incertitude
    graine: int

    @property
    def disciplines(self) -> Entiers:
        """Return (barres,) the discipline of each, by number."""
        return np.concatenate([niveau.discipline for niveau in self.niveaux])


@dataclass(frozen=True)
class Issues:
    """What some draws give.

    Attributes
    ----------
    prouve : (draws,) whether it is proven that nothing is better.
    octrois : (draws, candidats of ``Contrats``) the vœu that each got, by its number in the
        instructed vœux, or ``MAINTIEN``, ``RIEN``, ``RETIRE``.
    barres : (draws, places) the vœu of the last contract let in, or ``OUVERTE``, ``FERMEE``.
    """

    prouve: Booleens
    octrois: Entiers
    barres: Entiers


def preparer(campagne: Campagne, incertain: Incertitude, graine: int) -> Preparation:
    """Do once all that no draw changes: instruction, what is asked for, zones."""
    instruction = _legere(instruire(campagne))
    esquisse = esquisser(instruction)
    offerts = _offerts(campagne, campagne.postes["vacants"].to_numpy())
    return Preparation(
        campagne=_offre_seule(campagne),
        instruction=instruction,
        esquisse=esquisse,
        niveaux=niveaux(campagne.academie, esquisse.carte),
        rendus=instruction.campagne.postes["vacants"].to_numpy() - offerts,
        incertitude=incertain,
        graine=graine,
    )


def _legere(instruction: Instruction) -> Instruction:
    """Leave out what only texts need, and seats where nothing depends on them."""
    campagne = instruction.campagne
    assis = campagne.options.amelioration or len(instruction.volontaires)
    guidage = campagne.options.guidage if assis else "aucun"
    # Forced placements stay in the lists; one whose support is not there fails, and counts so.
    campagne = replace(
        campagne,
        options=replace(campagne.options, guidage=guidage),
        decisions=campagne.decisions.iloc[:0],
    )
    return replace(
        instruction,
        campagne=campagne,
        supprimes=instruction.supprimes.iloc[:0],
        baremes=instruction.baremes.iloc[:0],
        rejets=instruction.rejets.iloc[:0],
        signalements=instruction.signalements.iloc[:0],
        sans_decisions=None,
    )


def _offre_seule(campagne: Campagne) -> Campagne:
    """Leave out the vœux as they were read: draws change supports and people."""
    return replace(campagne, voeux=campagne.voeux.iloc[:0])


def _offerts(campagne: Campagne, vacants: Entiers) -> Entiers:
    """Return (postes,) the supports that the rules offer when these are vacant."""
    if campagne.options.bareme == "declare":
        return vacants
    postes = campagne.postes.assign(vacants=vacants)
    offerte = offrir(replace(campagne, postes=postes), reglements.de(campagne))
    return offerte.postes["vacants"].to_numpy(dtype=np.int64)


def jouer(preparation: Preparation, numeros: range) -> Issues:
    """Return what the draws of these numbers give."""
    parts = [_jouer(preparation, numero) for numero in numeros]
    prouve, octrois, barres = zip(*parts, strict=True)
    return Issues(np.array(prouve), np.stack(octrois), np.stack(barres))


def _jouer(preparation: Preparation, numero: int) -> tuple[bool, Entiers, Entiers]:
    vacants, retires = preparation.incertitude.tirer(preparation.graine, numero)
    absents = preparation.campagne.candidats.loc[retires, "candidat"]
    instruction, contrats = contrats_du_tirage(preparation, vacants, absents)
    etapes = resoudre(instruction, contrats, lambda quoi, fait, total: None)
    voeu = contrats.table["voeu"].to_numpy()
    octrois = np.append(np.where(voeu == AUCUN, MAINTIEN, voeu), RIEN)[etapes.final.ligne]
    octrois[contrats.candidats["candidat"].isin(absents)] = RETIRE
    rangs = np.concatenate([n.rangs(etapes.general.barre_poste) for n in preparation.niveaux])
    lignes = tenants(contrats, preparation.disciplines, rangs)
    # Their own numbers stand for a line: AUCUN for an open barre, PERSONNE for a closed one.
    barres = np.append(np.where(voeu == AUCUN, FERMEE, voeu), [FERMEE, OUVERTE])[lignes]
    return etapes.general.prouve, octrois, barres


def contrats_du_tirage(
    preparation: Preparation, vacants: Entiers, absents: pd.Series
) -> tuple[Instruction, Contrats]:
    """Return the campaign and its contracts with these supports vacant, without these candidats.

    Barèmes are those of the whole campaign: who withdraws does it after the instruction. His
    partner goes alone.
    """
    instruction, esquisse = preparation.instruction, preparation.esquisse
    noms = esquisse.candidats["candidat"]
    presents = ~noms.isin(absents).to_numpy()
    if any(not (presents[un] and presents[autre]) for un, autre in esquisse.liens):
        instruction = dissoudre(instruction, absents, "RETRAIT", "")
        esquisse = esquisser(instruction)
    volontaires = instruction.volontaires
    libres = volontaires[~volontaires["candidat"].isin(absents)].reset_index(drop=True)
    offerts = _offerts(preparation.campagne, vacants) + preparation.rendus
    postes = pd.Index(preparation.campagne.postes["poste"])
    ordre = postes.get_indexer(pd.Index(esquisse.carte.postes["poste"]))
    return replace(instruction, volontaires=libres), conclure(esquisse, offerts[ordre], presents)


def lots(total: int) -> Iterator[range]:
    """Yield the numbers of the draws of each unit of work."""
    for debut in range(0, total, LOT):
        yield range(debut, min(debut + LOT, total))


def jouer_lot(unite: tuple[bytes, range]) -> Issues:
    """Run a unit of work: a pickled preparation, and the numbers of the draws."""
    preparation: Preparation = pickle.loads(unite[0])
    return jouer(preparation, unite[1])
