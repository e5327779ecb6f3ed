"""What the verifier reports: one finding each, in a stable order, never a flood."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

LIMITE = 20
"""Findings listed by condition and table; the others are only counted, in a last line."""


class Condition(StrEnum):
    """What is checked, in the order in which findings are reported."""

    STRUCTURE = "structure des tables"
    EMPREINTES = "empreintes des fichiers"
    MANIFESTE = "manifeste"
    AFFECTATIONS = "affectations"
    ZONES = "siège dans la zone du contrat (modèle §3, condition 1)"
    CAPACITES = "capacités (modèle §3, condition 1)"
    SUPPORTS_LIBRES = "support libre, barre ouverte (modèle §3, condition 2)"
    OCCUPANTS = "occupants à la barre ou au-dessus (modèle §3, condition 3)"
    ENVIE = "aucune envie justifiée (modèle §3, condition 4)"
    MAINTIEN = "maintien des titulaires"
    DECISIONS = "décisions de l'administration"
    COUPLES = "mutations simultanées (modèle §4)"
    SIEGES = "ordre des sièges (modèle §5)"
    GARANTIE = "rang acquis dans l'étape d'amélioration (modèle §5)"
    OPTIMUM = "meilleure issue pour les candidats (modèle §2 et §5)"
    AMELIORATION = "étape d'amélioration (modèle §5)"
    COMPLEMENT = "étape complémentaire"
    BARRES = "barres"
    PRIORITES = "priorités"
    AUDIT = "audit"
    BAREMES = "barèmes"
    REJETS = "rejets"
    SIGNALEMENTS = "signalements"


_NUMEROS = {condition: numero for numero, condition in enumerate(Condition)}


@dataclass(frozen=True)
class Constat:
    """One thing that does not hold.

    Attributes
    ----------
    condition : what was checked.
    table : the table (or the file) where it shows.
    cle : the row's key as an analyst reads it, "candidat C12, rang 3"; "" for the whole table.
    colonne : the column; "" when it is the whole row's.
    trouve, attendu : what is written, what should be; "" when the sentence says it all.
    phrase : the finding in one French sentence.
    position : where the key stands in the table, for the order only.
    """

    condition: Condition
    table: str
    cle: str
    colonne: str
    trouve: str
    attendu: str
    phrase: str
    position: int = 0

    @property
    def rang(self) -> tuple[int, str, int, str, str, str, str]:
        """Total order in which findings are listed."""
        numero = _NUMEROS[self.condition]
        reste = (self.cle, self.colonne, self.trouve, self.attendu)
        return (numero, self.table, self.position, *reste)

    def __str__(self) -> str:
        return self.phrase


@dataclass
class Registre:
    """Collects findings; keeps the first ``LIMITE`` of a condition and table, counts the others."""

    _retenus: dict[tuple[Condition, str], list[Constat]] = field(default_factory=dict)
    _totaux: dict[tuple[Condition, str], int] = field(default_factory=dict)

    def ajouter(self, *constats: Constat) -> None:
        """Add findings one by one."""
        for constat in constats:
            place = (constat.condition, constat.table)
            self._retenus.setdefault(place, []).append(constat)
            self._totaux[place] = self._totaux.get(place, 0) + 1

    def releve(self, *conditions: Condition) -> bool:
        """Tell whether there are findings on one of these conditions."""
        return any(condition in conditions for condition, _ in self._totaux)

    def lister(
        self,
        condition: Condition,
        table: str,
        positions: Iterable[int],
        fabrique: Callable[[int], Constat],
    ) -> None:
        """Add one finding per position (in increasing order); only the first ones are built."""
        toutes = [int(position) for position in positions]
        self.ajouter(*(fabrique(position) for position in toutes[:LIMITE]))
        if len(toutes) > LIMITE:
            self._totaux[condition, table] += len(toutes) - LIMITE

    def constats(self) -> list[Constat]:
        """Return the findings in order, each full list closed by a line that counts the others."""
        sortie: list[Constat] = []
        for place, retenus in self._retenus.items():
            gardes = sorted(retenus, key=lambda constat: constat.rang)[:LIMITE]
            sortie += gardes
            autres = self._totaux[place] - len(gardes)
            if autres:
                sortie.append(_suite(*place, autres))
        return sorted(sortie, key=lambda constat: constat.rang)


def _suite(condition: Condition, table: str, autres: int) -> Constat:
    phrase = f"{table} : … et {autres} autre(s) constat(s) sur ce point ({condition})."
    return Constat(condition, table, "", "", "", "", phrase, position=sys.maxsize)
