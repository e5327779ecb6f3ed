"""What classifying the differences needs, and what it answers: causes with their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.derogations import Placee
from mouvement.engine.placement import Placements
from mouvement.io.tables_rejeu import NATURES
from mouvement.scenarios.rejeu.passe import Passe
from mouvement.scenarios.rejeu.terrain import Terrain
from mouvement.scenarios.rejeu.variantes import Baremes

_PLACES = {nature: place for place, nature in enumerate(NATURES)}


@dataclass(frozen=True)
class Cause:
    """One cause, with its evidence.

    Attributes
    ----------
    candidat : whom it is about, by number (``Passe.etrangers`` after the candidats).
    poste : where; ``AUCUN`` when nowhere.
    ligne : the contract by which he came; ``AUCUN`` when there is none.
    lese : whom it deprives, ``AUCUN`` for nobody; ``ligne_lese``, the contract that he claims.
    autres : how many others have the same claim.
    interne : whether the deprived is of the case too.
    detail : further evidence, in French.
    """

    nature: str
    candidat: int
    poste: int = AUCUN
    ligne: int = AUCUN
    lese: int = AUCUN
    ligne_lese: int = AUCUN
    autres: int = 0
    interne: bool = False
    detail: str = ""

    @property
    def rang(self) -> tuple[int, bool, int, int]:
        """Order among the causes of a case, from the one that may bring about the others.

        Who took a member's place comes before a member who was then put somewhere else.
        """
        return _PLACES[self.nature], not self.interne, self.candidat, self.poste


@dataclass(frozen=True)
class Lignes:
    """Columns of ``Contrats.table``, as arrays."""

    auteur: Entiers
    rang: Entiers
    origine: Entiers
    zone: Entiers
    ordre: Entiers
    commun: Booleens
    classe: Entiers
    bareme: Entiers
    departage: Entiers
    priorite: Entiers
    conjoint: Booleens


@dataclass(frozen=True)
class Enquete:
    """All that classifying needs.

    Attributes
    ----------
    differents : (candidats,) who has something else than in the past.
    variantes : nature → (candidats,) who gets, the campaign done otherwise, what the past gave him.
    porteurs : the same natures → (candidats,) whom that other way concerns.
    hors_mouvement : candidats of the campaign whom the rule set leaves out.
    ecartes : candidat → the vœux that a rule removed: label, rang, reason.
    """

    placee: Placee
    passe: Passe
    terrain: Terrain
    differents: Booleens
    variantes: Mapping[str, Booleens]
    porteurs: Mapping[str, Booleens]
    baremes: Baremes | None
    hors_mouvement: frozenset[str]
    ecartes: Mapping[str, list[tuple[str, int, str]]]

    @property
    def contrats(self) -> Contrats:
        """Return the contracts."""
        return self.placee.contrats

    @property
    def general(self) -> Placements:
        """Return what our general stage gives."""
        return self.placee.etapes.general

    @property
    def final(self) -> Placements:
        """Return what we give in the end."""
        return self.placee.etapes.final

    @property
    def effectif(self) -> int:
        """Return the number of candidats: members of a case from there on are unknown to us."""
        return len(self.differents)

    @cached_property
    def discipline(self) -> Entiers:
        """Return (candidats,) the number of each one's discipline."""
        return self.contrats.candidats["numero_discipline"].to_numpy()

    @cached_property
    def lignes(self) -> Lignes:
        """Return the lines of the contracts."""
        table = self.contrats.table
        noms = ("rang", "origine", "zone", "ordre", "commun", "classe", "bareme", "departage")
        return Lignes(
            auteur=table["candidat"].to_numpy(),
            priorite=table["rang_priorite"].to_numpy(),
            conjoint=table["conjoint"].to_numpy(),
            **{nom: table[nom].to_numpy() for nom in noms},
        )

    @cached_property
    def lies(self) -> Booleens:
        """Return (candidats,) whose moves are tied."""
        lies = np.zeros(self.effectif, dtype=np.bool_)
        for couple in self.contrats.couples:
            lies[list(couple.candidats)] = True
        return lies
