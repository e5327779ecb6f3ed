"""What a rule set makes of a campaign: the campaign instructed, and all that it says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from mouvement.engine.campagne import Campagne

COLONNES_VOEUX = {
    "place": "int64",
    "sous_rang": "int64",
    "restriction": "str",
    "classe": "int64",
    "departage": "int64",
    "criteres": "str",
    "origine": "str",
    "regles": "str",
    "note": "str",
    "annuel": "bool",
}
"""What the instruction adds to the table ``voeux``, with the types (see ``Instruction``)."""
COLONNES_SUPPRIMES = {
    "candidat": "str",
    "rang": "int64",
    "type": "str",
    "code": "str",
    "types_etablissement": "str",
    "motif": "str",
    "regles": "str",
    "note": "str",
}
COLONNES_BAREMES = {
    "candidat": "str",
    "rang": "int64",
    "element": "str",
    "regle": "str",
    "points": "int64",
}
COLONNES_REJETS = {
    "table": "str",
    "ligne": "int64",
    "cle": "str",
    "colonne": "str",
    "motif": "str",
    "valeur": "str",
}
COLONNES_SIGNALEMENTS = {"candidat": "str", "signalement": "str", "regle": "str", "detail": "str"}
COLONNES_VOLONTAIRES = {"candidat": "str", "discipline": "str", "types": "str", "regles": "str"}
COLONNES_GARDES = {"candidat": "str", "niveau": "str", "types": "str"}

NIVEAUX = ("DPT", "GEO", "COM", "ZRD", "ZRA")
"""Levels of the improvement stage, in the order in which a tour takes them."""

SPECIFIQUE, ORDINAIRE, RESIDUELLE = 1, 0, -1
DECISION = 2
"""Priority classes, the strongest highest; a maintien is above them all."""
ORIGINES = ("VOEU", "CARTE_SCOLAIRE", "SPECIFIQUE", "DECISION", "EXTENSION", "MAINTIEN")
"""What a contract comes from; the last is no vœu's."""


@dataclass(frozen=True)
class Comparaison:
    """On what agents are compared at a level of the improvement stage, see ``modele.Niveau``."""

    bareme: str = "voeu"
    siege: str = "aucun"
    hors_commune: bool = False


def comparaisons_par_defaut() -> Mapping[str, Comparaison]:
    """Return what holds where no rule says anything: the barème of each vœu, and no claim."""
    return dict.fromkeys(NIVEAUX, Comparaison())


@dataclass(frozen=True)
class Instruction:
    """A campaign whose rules have been applied: nothing is left but to compile contracts.

    Attributes
    ----------
    campagne : the participants, vœux and postes that stand. ``voeux`` has, besides its columns,
        ``place`` (its order in the list; unique with ``sous_rang``), ``sous_rang`` (0, the part
        of a vœu that a rule splits, or -1 for what a rule puts just before it), ``restriction``
        (missing, or what its zone leaves out or is limited to, see ``portees``), ``classe`` and
        ``departage`` (the higher is the stronger; priority is classe, points, départage, draw),
        ``criteres`` (the départage in words), ``origine`` (``ORIGINES``), ``regles`` (ids joined
        with ``|``), ``note`` (words for the audit), ``annuel`` (a grant for one year). ``rang`` is
        missing for lines of extension, ``bareme`` for vœux that are not ranked by points.
    supprimes : vœux that do not stand, with the motive, the rules and words for the audit.
    baremes : the decomposition, sorted by key; the points of a (candidat, rang) sum to its barème.
        Rang 0 is the barème of extension.
    rejets : input rows set aside, with the reason.
    signalements : what somebody should look at, one row each.
    partie_commune : thousandths by candidat (each of them), the part of the barème that all his
        vœux share, which orders the seating inside a commune; None: his lowest barème stands in.
    sans_decisions : the same without the administration's decisions, to tell whom they deprive;
        None when there are none.
    volontaires : who may be given, on a precise vœu, a poste of another discipline that the
        mouvement leaves vacant: at most one row each, with that ``discipline``, the ``types`` of
        établissement joined with ``|`` (missing: any) and the ``regles``.
    gardes : who keeps to types of établissement (joined with ``|``) in the exchanges of the
        improvement stage that leave him in the same place of a ``niveau`` (``COM``, ``GEO``,
        ``DPT``, ``ACA``), see ``engine.gardes``.
    comparaisons : by level of ``NIVEAUX`` that has exchanges, on what agents are compared there.
    """

    campagne: Campagne
    supprimes: pd.DataFrame
    baremes: pd.DataFrame
    rejets: pd.DataFrame
    signalements: pd.DataFrame
    partie_commune: pd.Series | None = None
    sans_decisions: "Instruction | None" = None
    volontaires: pd.DataFrame = field(default_factory=lambda: cadre(COLONNES_VOLONTAIRES, []))
    gardes: pd.DataFrame = field(default_factory=lambda: cadre(COLONNES_GARDES, []))
    comparaisons: Mapping[str, Comparaison] = field(default_factory=comparaisons_par_defaut)


def cadre(colonnes: dict[str, str], lignes: list[dict[str, object]]) -> pd.DataFrame:
    """Return a frame of these columns and types."""
    if not lignes:
        return pd.DataFrame({nom: pd.Series(dtype=genre) for nom, genre in colonnes.items()})
    return pd.DataFrame(lignes, columns=list(colonnes)).astype(colonnes)
