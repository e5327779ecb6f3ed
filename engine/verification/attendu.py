"""All that the campaign alone says about its result."""

from dataclasses import dataclass

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, en_points
from mouvement.engine.verification.contrats import Contrats, compiler
from mouvement.engine.verification.priorites import Priorites, classer
from mouvement.engine.verification.terrain import Candidats, Postes, lire_terrain

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
