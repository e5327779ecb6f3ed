"""The ameliorations table as numbers: what each row says that an agent had, and then has."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Booleens, Colonne, Entiers, Lexique
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.rapprochement import Illisible, lire_colonne

NIVEAUX = Lexique(("DPT", "GEO", "COM", "ZRD", "ZRA"))
"""Levels of the closed zones, in the order in which they come in a tour."""

SORTS = Lexique(("GARDE", "PERDU", "MIEUX"))
GARDE, PERDU, MIEUX = range(3)
"""What becomes of an agent's claim on his seat."""

CLE = ("tour", "niveau", "code", "discipline", "candidat")
ETATS = ("ordre_avant", "poste_avant", "ordre_apres", "poste_apres", "siege")


def codes_des_niveaux(attendu: Attendu) -> Lexique:
    """Return one lexicon for the codes of all levels."""
    codes = attendu.postes.codes
    return Lexique.trie(texte for nom in NIVEAUX.textes for texte in codes[nom].textes)


@dataclass(frozen=True)
class Deplacements:
    """The rows, by tour and level; those of an unknown candidat are left out.

    Attributes
    ----------
    code : number in ``codes_des_niveaux``; ``NUL`` when unknown, as any other.
    contrat_*, siege_* : contract and poste before and after, ``NUL`` when there is no such one.
    garde : whether the agent keeps his seat by his claim.
    """

    tour: Entiers
    niveau: Entiers
    code: Entiers
    discipline: Entiers
    candidat: Entiers
    contrat_avant: Entiers
    siege_avant: Entiers
    contrat_apres: Entiers
    siege_apres: Entiers
    garde: Booleens

    def garder(self, choix: Booleens | Entiers) -> "Deplacements":
        """Return some of the rows."""
        return Deplacements(*(colonne[choix] for colonne in vars(self).values()))

    @property
    def tours(self) -> int:
        """How many tours follow each other from 1 on."""
        presents = np.unique(self.tour[self.tour >= 1])
        return int(np.sum(presents == np.arange(1, len(presents) + 1)))

    def du_passage(self, tour: int, niveau: int) -> "Deplacements":
        """Return the rows of one level of one tour."""
        return self.garder((self.tour == tour) & (self.niveau == niveau))

    def defaire(self, finaux: Octrois) -> Octrois:
        """Return stage one: what each agent had before his first row, or has in the end."""
        deplaces, premiere = np.unique(self.candidat, return_index=True)
        contrat, siege = finaux.contrat.copy(), finaux.siege.copy()
        contrat[deplaces] = self.contrat_avant[premiere]
        siege[deplaces] = self.siege_avant[premiere]
        return Octrois(contrat, siege)


def lire_deplacements(attendu: Attendu, frame: pd.DataFrame) -> Deplacements:
    """Read the table, quietly: what is wrong with it is reported where it is compared."""
    candidats, postes = attendu.candidats, attendu.postes
    nuls = np.zeros(0, dtype=np.int64)
    lexiques = {
        "niveau": NIVEAUX,
        "code": codes_des_niveaux(attendu),
        "discipline": postes.disciplines,
        "candidat": candidats.noms,
        "poste_avant": postes.noms,
        "poste_apres": postes.noms,
        "siege": SORTS,
    }
    lues = {}
    try:
        for nom in (*CLE, *ETATS):
            lexique = lexiques.get(nom)
            lues[nom] = lire_colonne(frame, nom, Colonne(nuls, lexique))
            if lexique is not None:
                lues[nom] = np.where(lues[nom] < len(lexique), lues[nom], NUL)
    except Illisible:
        lues = dict.fromkeys((*CLE, *ETATS), nuls)
    if not attendu.campagne.options.amelioration:
        lues = dict.fromkeys((*CLE, *ETATS), nuls)
    connues = lues["candidat"] >= 0
    # All columns in the sort: rows with equal keys must not depend on the order of the file.
    ordre = np.lexsort([lues[nom] for nom in reversed((*CLE, *ETATS))])
    triees = {nom: colonne[ordre[connues[ordre]]] for nom, colonne in lues.items()}
    candidat = triees["candidat"]
    return Deplacements(
        tour=triees["tour"],
        niveau=triees["niveau"],
        code=triees["code"],
        discipline=triees["discipline"],
        candidat=candidat,
        contrat_avant=attendu.contrats.numero(candidat, triees["ordre_avant"]),
        siege_avant=triees["poste_avant"],
        contrat_apres=attendu.contrats.numero(candidat, triees["ordre_apres"]),
        siege_apres=triees["poste_apres"],
        garde=triees["siege"] == GARDE,
    )
