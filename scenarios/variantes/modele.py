"""What a ``scenario.toml`` says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RETIRER, CHANGER, AJOUTER = ACTIONS = ("retirer", "changer", "ajouter")
"""What is done to rows, in the order in which it is, whatever the file's."""
BASE = "base"
"""Name of the campaign as it is, among the variants."""


@dataclass(frozen=True)
class Lignes:
    """Rows of a table added, removed or changed.

    Attributes
    ----------
    ou : where in the file it is said.
    action : one of ``ACTIONS``.
    where : column → a value, a list of them, or ``{min, max, nul}``; all must hold.
    mettre : column → a value, or ``{plus}`` or ``{nul}``: the key ``set``.
    """

    ou: str
    action: str
    table: str
    where: Mapping[str, Any]
    mettre: Mapping[str, Any]


@dataclass(frozen=True)
class Variante:
    """One variant of the campaign.

    Attributes
    ----------
    reglement : path in the rule set (its keys) → value; an empty table removes the entry.
    parametres, options : as in ``campagne.toml``.
    graine : the seed; None leaves the campaign's.
    point : what sets it apart in the grid, in words; "" outside a grid.
    """

    nom: str
    titre: str
    raison: str
    reglement: Mapping[tuple[str, ...], Any] = field(default_factory=dict)
    parametres: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    graine: int | None = None
    lignes: tuple[Lignes, ...] = ()
    point: str = ""


@dataclass(frozen=True)
class Scenario:
    """A base campaign, and its variants in order."""

    titre: str
    raison: str
    campagne: Path
    variantes: tuple[Variante, ...]
