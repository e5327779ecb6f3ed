"""Where the improvement stage is: one level of one tour, and how its findings are told."""

from dataclasses import dataclass

from mouvement.engine.instruction.instruction import Comparaison
from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.decoupage import Decoupage
from mouvement.engine.verification.marches_fermes import Ferme
from mouvement.engine.verification.octrois import Octrois

TABLE = "ameliorations"


@dataclass(frozen=True)
class Moment:
    """A level's closed markets, in the state where it finds the candidats."""

    attendu: Attendu
    registre: Registre
    tour: int
    decoupage: Decoupage
    avant: Octrois
    ferme: Ferme

    @property
    def comparaison(self) -> Comparaison:
        """What the rule set says of the level."""
        return self.attendu.instruction.comparaisons[self.decoupage.nom]

    def dire_marche(self, marche: int) -> str:
        """Name a closed market as its rows are: tour, level, code, discipline."""
        postes, nom = self.attendu.postes, self.decoupage.nom
        discipline, place = divmod(marche, self.decoupage.etendue)
        return (
            f"tour {self.tour}, niveau {nom}, code {postes.codes[nom].textes[place]}, "
            f"discipline {postes.disciplines.textes[discipline]}"
        )

    def dire_agent(self, candidat: int) -> str:
        """Name the row of one of the agents."""
        marche = int(self.decoupage.marche[self.avant.siege[candidat]])
        return (
            f"{self.dire_marche(marche)}, candidat {self.attendu.candidats.noms.textes[candidat]}"
        )

    def signaler(
        self, regle: Condition, colonne: str, candidat: int, vu: str, voulu: str, suite: str
    ) -> Constat:
        """Make a finding about one of the agents."""
        cle = self.dire_agent(candidat)
        phrase = f"{TABLE}, {cle} : {suite}"
        return Constat(regle, TABLE, cle, colonne, vu, voulu, phrase, candidat)
