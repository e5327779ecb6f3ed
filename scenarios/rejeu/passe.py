"""The past result in the numbers of our contracts: who sat where, and by which contract."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.placement import Etapes

INCONNU = -2
"""A poste that the campaign does not have."""


@dataclass(frozen=True)
class Passe:
    """What ``affectations_reelles`` says, by number of candidat in ``Contrats``.

    Attributes
    ----------
    present : whether the table has a row for him.
    poste : what it gives him: the number of a poste, ``AUCUN``, or ``INCONNU``; a titulaire to
        whom it gives none keeps his own.
    rang : the rang that it gives, 0 when unknown or none.
    ligne : the line of ``Contrats.table`` that would have granted it, or ``AUCUN``.
    premiere : his first contract that holds it, the best that can be said of him, or ``AUCUN``.
    devinee : whether ``ligne`` is one of several, that nothing tells from the others.
    siege : the poste where he weighs: a titulaire of whom the table says nothing stays on his own.
    etrangers : rows whose candidat we do not place, with ``numero`` of the poste.
    """

    contrats: Contrats
    present: Booleens
    poste: Entiers
    rang: Entiers
    ligne: Entiers
    premiere: Entiers
    devinee: Booleens
    siege: Entiers
    etrangers: pd.DataFrame

    @cached_property
    def exterieur(self) -> Booleens:
        """Return whether no contract tells where he was: nobody owes him, nor he to anybody."""
        sans_contrat = (self.poste != AUCUN) & (self.ligne == AUCUN)
        return np.asarray(~self.present | sans_contrat)

    @cached_property
    def occupation(self) -> Entiers:
        """Return (postes,) how many people each poste had, unknown ones included."""
        numeros = np.concatenate([self.siege, self.etrangers["numero"].to_numpy()])
        return np.bincount(numeros[numeros >= 0], minlength=len(self.contrats.capacite))

    @cached_property
    def surnombre(self) -> Booleens:
        """Return (postes,) whether it had more people than supports."""
        return np.asarray(self.occupation > self.contrats.capacite)


def lire_passe(reelles: pd.DataFrame, contrats: Contrats, etapes: Etapes) -> Passe:
    """Read the past result; what it has of impossible is kept, to be told."""
    candidats, postes = contrats.candidats, contrats.carte.postes
    qui = pd.Index(candidats["candidat"]).get_indexer(pd.Index(reelles["candidat"]))
    numero = pd.Index(postes["poste"]).get_indexer(pd.Index(reelles["poste"]))
    numero = np.where(reelles["poste"].notna() & (numero < 0), INCONNU, numero)
    etrangers = reelles.assign(numero=numero)[qui < 0].reset_index(drop=True)
    connus = qui >= 0
    present = np.zeros(len(candidats), dtype=np.bool_)
    poste, rang = np.full(len(candidats), AUCUN), np.zeros(len(candidats), dtype=np.int64)
    present[qui[connus]] = True
    poste[qui[connus]] = numero[connus]
    rang[qui[connus]] = reelles["rang"].to_numpy(dtype=np.int64, na_value=0)[connus]
    gardes = (poste == AUCUN) & candidats["titulaire"].to_numpy()
    siege = np.where(gardes, candidats["numero_actuel"], poste)
    poste = np.where(present, siege, poste)
    ligne, premiere, devinee = _lignes(contrats, etapes.final.ligne, poste, rang)
    return Passe(contrats, present, poste, rang, ligne, premiere, devinee, siege, etrangers)


def _lignes(
    contrats: Contrats, notre: Entiers, poste: Entiers, rang: Entiers
) -> tuple[Entiers, Entiers, Booleens]:
    """Return (candidats,) the line that best tells how each one got his past poste.

    That of the rang given, when its zone holds the poste; else ours, when it does; else, of those
    that do, the one of highest priority, the surest way in; lines that are no contract come last.
    Then ``Passe.premiere`` and ``Passe.devinee``.
    """
    table = contrats.table
    auteur = table["candidat"].to_numpy()
    lignes = np.flatnonzero(poste[auteur] >= 0)
    lignes = lignes[contient(contrats, table["zone"].to_numpy()[lignes], poste[auteur[lignes]])]
    auteur = auteur[lignes]
    contrat = table["ordre"].to_numpy()[lignes] > 0
    dit = (rang[auteur] > 0) & (table["rang"].to_numpy()[lignes] == rang[auteur])
    priorite = table["rang_priorite"].to_numpy()[lignes]
    # Of a rang, the first line; without rang, the surest.
    surete = np.where(dit, len(priorite) - np.arange(len(lignes)), priorite)
    ordre = np.lexsort((surete, contrat, lignes == notre[auteur], dit, auteur))
    trouvees = np.full(len(contrats.candidats), AUCUN)
    # Of each author, the last written is the best.
    trouvees[auteur[ordre]] = lignes[ordre]
    premieres = np.full(len(contrats.candidats), AUCUN)
    premieres[auteur[contrat][::-1]] = lignes[contrat][::-1]
    combien = np.bincount(auteur[contrat], minlength=len(premieres))
    return trouvees, premieres, (combien > 1) & (rang == 0) & (trouvees != notre)


def contient(contrats: Contrats, zone: Entiers, poste: Entiers) -> Booleens:
    """Return whether each zone holds the poste beside it."""
    largeur = len(contrats.capacite)
    # Zones are numbered in order and their postes rise: the keys are sorted.
    cles = contrats.zones.zone * largeur + contrats.zones.poste
    voulues = zone * largeur + poste
    place = np.searchsorted(cles, voulues)
    return np.asarray(np.append(cles, -1)[place] == voulues)
