"""All that the campaign alone says about its result."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.verification.colonnes import (
    NUL,
    Booleens,
    Entiers,
    en_points,
    entiers,
)
from mouvement.engine.verification.contrats import Contrats, compiler
from mouvement.engine.verification.priorites import Priorites, classer
from mouvement.engine.verification.terrain import Candidats, Postes, lire_terrain
from mouvement.engine.verification.traits import DECISION, EXTENSION, MAINTIEN

NOMS = ("vœu", "vœu de carte scolaire", "extension", "poste spécifique", "décision", "maintien")
"""Origins, in the order of ``traits.ORIGINES``, of contracts without a rang."""


@dataclass(frozen=True)
class Attendu:
    """Places, people, contracts and priorities, made again from the campaign.

    ``complementaire`` : those of the complementary stage, see ``dossier_complementaire``.
    """

    instruction: Instruction
    postes: Postes
    candidats: Candidats
    contrats: Contrats
    priorites: Priorites
    complementaire: bool = False

    @property
    def campagne(self) -> Campagne:
        """The campaign as it is instructed."""
        return self.instruction.campagne

    @property
    def discipline(self) -> Entiers:
        """Discipline of each contract."""
        return self.candidats.discipline[self.contrats.liste.candidat]

    @property
    def conjoints(self) -> Booleens:
        """Whether each contract can only be granted with another one, to the partner."""
        return self.contrats.liste.conjoint

    @cached_property
    def parties_communes(self) -> Entiers:
        """What all the vœux of each candidat share, or else the lowest barème among them; or 0."""
        fixees = self.instruction.partie_commune
        if fixees is not None:
            return entiers(fixees.reindex(list(self.candidats.noms.textes)))
        lignes = self.contrats.lignes
        ici = (lignes.bareme != NUL) & ~np.isin(lignes.origine, (EXTENSION, DECISION, MAINTIEN))
        sans = np.iinfo(np.int64).max
        plus_bas = np.full(len(self.candidats.noms), sans, dtype=np.int64)
        np.minimum.at(plus_bas, lignes.candidat[ici], lignes.bareme[ici])
        return np.where(plus_bas == sans, 0, plus_bas)

    def dire_contrat(self, contrat: int) -> str:
        """Name a contract as an analyst does: "vœu 3 (COM:63113, 134,2 points)"."""
        liste = self.contrats.liste
        rang, bareme = int(liste.rang[contrat]), int(liste.bareme[contrat])
        quoi = NOMS[liste.origine[contrat]] if rang == NUL else f"vœu {rang}"
        points = "" if bareme == NUL else f", {en_points(bareme)} points"
        return f"{quoi} ({self.contrats.labels.textes[liste.label[contrat]]}{points})"

    def dire_affectation(self, cle: str) -> str:
        """Say where a finding on stage one shows: affectations tells the state after the last."""
        etape = ", à l'étape générale" if self.campagne.options.amelioration else ""
        etape = ", à l'étape complémentaire" if self.complementaire else etape
        return f"affectations, {cle}{etape}"


def preparer(instruction: Instruction) -> Attendu:
    """Make again everything that does not depend on the result."""
    campagne = instruction.campagne
    postes, candidats = lire_terrain(campagne)
    contrats = compiler(campagne, postes, candidats)
    disciplines = len(postes.disciplines)
    priorites = classer(contrats.liste, contrats.traits, candidats, campagne.graine, disciplines)
    return Attendu(instruction, postes, candidats, contrats, priorites)
