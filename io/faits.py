"""The facts that a rule set declares, as columns of the campaign's tables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, Overflow
from typing import Any

from mouvement.engine.reglements import Reglement, ReglementInvalide
from mouvement.engine.reglements.modele import Fait
from mouvement.io.specification import PLAFOND, Colonne, Genre, Table

UNITES = 1000
"""Thousandths in a point."""
PLAFONDS = {"années": 99, "années révolues": 99, "mois": 1200, "enfants": 99}
"""Of each unit, the most that a fact may be where its rules do not say: a year is no count."""
_BORNES = (Genre.ENTIER, Genre.POINTS)
_LISTES = (Genre.TEXTE, Genre.LISTE)


def colonnes_des_faits(
    reglement: Reglement, tables: Iterable[Table], *, exigeant: bool
) -> dict[str, list[Colonne]]:
    """Return the columns that the facts make, by table.

    A fact that has the name of a column of the format does not add one: it names its rules, and
    narrows its values.

    Raises
    ------
    ReglementInvalide : a fact is not one that a table can have.
    """
    par_nom = {table.nom: table for table in tables}
    colonnes: dict[str, list[Colonne]] = {}
    for fait in reglement.faits:
        if fait.table not in par_nom:
            raise ReglementInvalide(_ou(fait, "table"), f"« {fait.table} » n'est pas une table")
        table = par_nom[fait.table]
        ajoutee = _colonne(fait, par_nom, exigeant)
        if fait.nom in table.noms:
            ajoutee = _precisee(fait, table.colonne(fait.nom), ajoutee)
        colonnes.setdefault(table.nom, []).append(ajoutee)
    return colonnes


def genre(ou: str, nom: str, permis: Collection[Genre] = tuple(Genre)) -> Genre:
    """Return the kind of that name; ReglementInvalide when there is none."""
    if nom not in permis:
        raise ReglementInvalide(f"{ou}.genre", f"« {nom} » n'est pas un de : {', '.join(permis)}")
    return Genre(nom)


def en_memoire(genre: Genre, valeur: Any) -> str | int | bool | date:
    """Return a value written in TOML as a table in memory holds it; ValueError when it cannot."""
    if genre is Genre.POINTS:
        return _milliemes(valeur)
    if genre is Genre.DATE and isinstance(valeur, str):
        return date.fromisoformat(valeur)
    if genre is Genre.DATE and isinstance(valeur, date) and not isinstance(valeur, datetime):
        return valeur
    if genre is Genre.LISTE and isinstance(valeur, list) and valeur:
        return "|".join(sorted({str(en_memoire(Genre.TEXTE, item)) for item in valeur}))
    if genre is Genre.TEXTE and isinstance(valeur, str) and valeur:
        return valeur
    if genre is Genre.ENTIER and type(valeur) is int:
        return valeur
    if genre is Genre.BOOLEEN and type(valeur) is bool:
        return valeur
    raise ValueError(valeur)


def _milliemes(valeur: Any) -> int:
    if type(valeur) not in (int, Decimal) or not Decimal(valeur).is_finite():
        raise ValueError(valeur)
    try:
        milliemes = Decimal(valeur) * UNITES
    except Overflow:
        raise ValueError(valeur) from None
    if milliemes != int(milliemes):
        raise ValueError(valeur)
    return int(milliemes)


def _ou(fait: Fait, cle: str) -> str:
    return f"faits.{fait.nom}.{cle}"


def _colonne(fait: Fait, tables: Mapping[str, Table], exigeant: bool) -> Colonne:
    sorte = genre(f"faits.{fait.nom}", fait.genre)
    if fait.nul and fait.defaut is not None:
        raise ReglementInvalide(_ou(fait, "nul"), "un fait a un défaut, ou peut être nul")
    if fait.valeurs and sorte not in _LISTES:
        raise ReglementInvalide(_ou(fait, "valeurs"), "seuls les textes ont des valeurs permises")
    if (fait.minimum, fait.maximum) != (None, None) and sorte not in _BORNES:
        raise ReglementInvalide(_ou(fait, "minimum"), "seuls les nombres ont des bornes")
    peut_manquer = fait.nul or fait.defaut is not None or not exigeant
    return Colonne(
        nom=fait.nom,
        genre=sorte,
        sens=fait.sens,
        nullable=peut_manquer,
        facultative=peut_manquer,
        valeurs=fait.valeurs,
        minimum=fait.minimum,
        maximum=_maximum(fait, sorte),
        reference=_reference(fait, tables),
        defaut=_defaut(fait, sorte),
        regles=fait.regles,
    )


def _maximum(fait: Fait, sorte: Genre) -> int | None:
    if fait.maximum is not None or sorte is not Genre.ENTIER:
        return fait.maximum
    return PLAFONDS.get(fait.unite, PLAFOND)


def _reference(fait: Fait, tables: Mapping[str, Table]) -> tuple[str, str] | None:
    if not fait.reference:
        return None
    table, _, colonne = fait.reference.partition(".")
    if table not in tables or colonne not in tables[table].noms:
        motif = f"« {fait.reference} » n'est pas une colonne d'une table"
        raise ReglementInvalide(_ou(fait, "reference"), motif)
    return table, colonne


def _defaut(fait: Fait, sorte: Genre) -> str | int | bool | date | None:
    if fait.defaut is None:
        return None
    try:
        defaut = en_memoire(sorte, fait.defaut)
    except ValueError:
        motif = f"valeur qui n'est pas de genre « {sorte} »"
        raise ReglementInvalide(_ou(fait, "defaut"), motif) from None
    if fait.valeurs and not set(str(defaut).split("|")) <= set(fait.valeurs):
        raise ReglementInvalide(_ou(fait, "defaut"), "ce n'est pas une des valeurs permises")
    return defaut


def _precisee(fait: Fait, base: Colonne, ajout: Colonne) -> Colonne:
    """Return the format's column with what the fact says more."""
    if base.genre is not ajout.genre:
        raise ReglementInvalide(_ou(fait, "genre"), f"{base.nom} est de genre {base.genre}")
    return replace(
        base,
        regles=ajout.regles,
        valeurs=ajout.valeurs or base.valeurs,
        minimum=base.minimum if ajout.minimum is None else ajout.minimum,
        maximum=base.maximum if ajout.maximum is None else ajout.maximum,
    )
