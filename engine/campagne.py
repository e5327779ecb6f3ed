"""The campaign in memory: checked tables and options, nothing computed yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from mouvement.engine.reglements.modele import Reglement


@dataclass(frozen=True)
class Options:
    """What ``[options]`` of ``campagne.toml`` may say; the defaults are the rule set's."""

    bareme: str
    guidage: str
    amelioration: bool
    extension: str
    solveur: str = "auto"
    simultanees: str = "separees"
    temps_max_s: int = 3600


@dataclass(frozen=True)
class Campagne:
    """A campaign whose every reference has been checked.

    Each table is sorted by its key, so that nothing downstream can depend on the order of the
    input rows; the column ``ligne`` keeps the row number in the file (from 1). Text columns are
    pandas ``str`` (missing: NaN), whole numbers int64, points ``Int64`` in **thousandths of a
    point**, coordinates float64 degrees, lists of types one text sorted and joined with ``|``
    (missing: untyped).

    Optional tables are empty frames with their columns when the file is absent. The facts that the
    rule set declares are columns of their tables, whole: a missing one has its default.
    """

    academie: str
    annee: int
    reglement: str
    graine: int
    options: Options
    candidats: pd.DataFrame
    postes: pd.DataFrame
    etablissements: pd.DataFrame
    communes: pd.DataFrame
    zones_remplacement: pd.DataFrame
    voeux: pd.DataFrame
    groupes: pd.DataFrame
    specifiques: pd.DataFrame
    decisions: pd.DataFrame
    affectations_reelles: pd.DataFrame
    enfants: pd.DataFrame = field(default_factory=pd.DataFrame)
    carriere: pd.DataFrame = field(default_factory=pd.DataFrame)
    preferences: pd.DataFrame = field(default_factory=pd.DataFrame)
    extensions: pd.DataFrame = field(default_factory=pd.DataFrame)
    parametres: Mapping[str, Any] = field(default_factory=dict)
    """What the campaign sets among the rule set's parameters."""
    textes: "Reglement | None" = None
    """The rule set itself; None: the shipped one of that name."""
    empreintes: dict[str, str] = field(default_factory=dict)
    """sha256 of each input file, by file name as ``campagne.toml`` names it."""

    def menee_par(self, solveur: str | None, temps_max_s: int | None) -> "Campagne":
        """Return the campaign solved otherwise than it says; None leaves what it says."""
        options = replace(
            self.options,
            solveur=solveur or self.options.solveur,
            temps_max_s=temps_max_s or self.options.temps_max_s,
        )
        return replace(self, options=options)
