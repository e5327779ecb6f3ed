"""All that the campaign alone says about its result."""

from dataclasses import dataclass

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, en_points
from mouvement.engine.verification.contrats import Contrats, compiler
from mouvement.engine.verification.priorites import Priorites, classer
from mouvement.engine.verification.terrain import Candidats, Postes, lire_terrain


@dataclass(frozen=True)
class Attendu:
    """Places, people, contracts and priorities, made again from the campaign."""

    campagne: Campagne
    postes: Postes
    candidats: Candidats
    contrats: Contrats
    priorites: Priorites

    @property
    def discipline(self) -> Entiers:
        """Discipline of each contract."""
        return self.candidats.discipline[self.contrats.liste.candidat]

    @property
    def conjoints(self) -> Booleens:
        """Whether each contract can only be granted with another one, to the partner."""
        liste = self.contrats.liste
        lies = self.candidats.partenaire[liste.candidat] >= 0
        conjoints: Booleens = lies & (liste.rang != NUL)
        return conjoints

    def dire_contrat(self, contrat: int) -> str:
        """Name a contract as an analyst does: "vœu 3 (COM:63113, 134,2 points)"."""
        liste = self.contrats.liste
        label = self.contrats.labels.textes[liste.label[contrat]]
        if liste.rang[contrat] < 0:
            return f"maintien ({label})"
        return (
            f"vœu {liste.rang[contrat]} ({label}, {en_points(int(liste.bareme[contrat]))} points)"
        )

    def dire_affectation(self, cle: str) -> str:
        """Say where a finding on stage one shows: affectations tells the state after the last."""
        etape = ", à l'étape générale" if self.campagne.options.amelioration else ""
        return f"affectations, {cle}{etape}"


def preparer(campagne: Campagne) -> Attendu:
    """Make again everything that does not depend on the result."""
    postes, candidats = lire_terrain(campagne)
    contrats = compiler(campagne, postes, candidats)
    priorites = classer(contrats.liste, candidats, campagne.graine, len(postes.disciplines))
    return Attendu(campagne, postes, candidats, contrats, priorites)
