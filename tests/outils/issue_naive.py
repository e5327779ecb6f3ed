"""What the naive reference finds: who holds what, where, at which barres."""

from dataclasses import dataclass

from amelioration_naive import Amelioration
from contrats_naifs import SansContrat
from couples_naifs import Couple, former, refuses
from marche_naif import Contrat
from terrain_naif import Terrain

from mouvement.engine.instruction import Instruction
from mouvement.engine.resultat import BARRE_FERMEE


@dataclass
class Issue:
    """Grants, seats and barres (as ranks) of stage one, and what the improvement made of them."""

    instruction: Instruction
    terrain: Terrain
    contrats: list[Contrat]
    sans: list[SansContrat]
    tenus: dict[str, Contrat]
    places: dict[str, str]
    barres: dict[str, int]
    suite: Amelioration | None = None

    @property
    def finaux(self) -> tuple[dict[str, Contrat], dict[str, str]]:
        """Grants and seats in the end."""
        if self.suite is None:
            return self.tenus, self.places
        return self.suite.tenus, self.suite.places

    @property
    def couples(self) -> list[Couple]:
        """Those whose moves are tied, by decreasing priority."""
        return former(self.contrats, self.terrain.partenaires)

    @property
    def dissous(self) -> set[str]:
        """Members of the couples that hold no pair."""
        perdants = [c for c in self.couples if c.option(self.tenus) == len(c.paires)]
        return {nom for couple in perdants for nom in couple.membres}

    def compter_couples(self) -> dict[str, int]:
        """Return the counts of the manifest."""
        return {
            "couples": len(self.couples),
            "dissous": len(self.dissous) // 2,
            "refus_residuels": sum(refuses(self.couples, self.tenus, marches_de(self.terrain))),
        }

    def deplace(self, nom: str) -> bool:
        """Tell whether the improvement stage changed something for that candidat."""
        avant = (self.tenus.get(nom), self.places.get(nom))
        return avant != tuple(fin.get(nom) for fin in self.finaux)

    def etat(
        self, discipline: str, rang: int, *, en_extension: bool = False
    ) -> tuple[str, int | None]:
        """Return (etat, points) of a barre given as a rank, for a vœu or for an extension."""
        if rang == 0:
            return "OUVERTE", None
        for contrat in self.contrats:
            if contrat.discipline == discipline and contrat.rang_priorite == rang:
                if contrat.dit["classe"] < 0 and not en_extension:
                    return "EXTENSION", None
                if contrat.points is not None:
                    return "BARRE", contrat.points
        return "FERMEE", BARRE_FERMEE


def marches_de(terrain: Terrain) -> dict[str, dict[str, int]]:
    """Return the capacity of each poste, by discipline."""
    marches: dict[str, dict[str, int]] = {}
    for nom, ligne in sorted(terrain.postes.items()):
        marches.setdefault(ligne["discipline"], {})[nom] = terrain.capacite[nom]
    return marches
