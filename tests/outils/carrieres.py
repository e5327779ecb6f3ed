"""Many cases in one campaign: one candidat each, by his facts and the years of his career."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from cas_regles import Academie

from mouvement.engine.instruction import Instruction

CARRIERE = "carriere"
"""Key of a case that holds its rows (see ``annees``), beside its facts."""


def annees(premiere: int, derniere: int, **dit: Any) -> list[dict[str, Any]]:
    """Return one row for each school year, both included (2021: that of 2021-2022)."""
    return [{"annee": annee, **dit} for annee in range(premiere, derniere + 1)]


def instruire(
    academie: Academie, cas: Sequence[dict[str, Any]], voeux: list[str], **reste: Any
) -> Instruction:
    """Return the instruction of a campaign where each case is a candidat, all with these vœux."""
    noms = [_nom(numero) for numero in range(len(cas))]
    lignes = [
        {"candidat": nom, **annee}
        for nom, faits in zip(noms, cas, strict=True)
        for annee in faits.get(CARRIERE, [])
    ]
    candidats = {
        nom: {cle: valeur for cle, valeur in faits.items() if cle != CARRIERE}
        for nom, faits in zip(noms, cas, strict=True)
    }
    return academie.instruire(candidats, dict.fromkeys(noms, voeux), carriere=lignes, **reste)


def points(
    academie: Academie,
    cas: Sequence[dict[str, Any]],
    voeu: str,
    elements: Collection[str],
    **reste: Any,
) -> list[int]:
    """Return, for each case, what some elements bring to one vœu."""
    baremes = instruire(academie, cas, [voeu], **reste).baremes
    siens = baremes[baremes["element"].isin(list(elements)) & (baremes["rang"] == 1)]
    sommes = siens.groupby(siens["candidat"].astype("str"))["points"].sum()
    return [int(sommes.get(_nom(numero), 0)) // 1000 for numero in range(len(cas))]


def baremes(
    academie: Academie, cas: Sequence[dict[str, Any]], voeux: list[str], **reste: Any
) -> list[list[Decimal]]:
    """Return, for each case, the barème of each vœu that stands, in order."""
    faits = instruire(academie, cas, voeux, **reste).campagne.voeux
    siens: pd.DataFrame = faits[faits["origine"] != "EXTENSION"]
    return [
        [Decimal(int(p)) / 1000 for p in siens.loc[siens["candidat"] == _nom(numero), "bareme"]]
        for numero in range(len(cas))
    ]


def signales(instruction: Instruction, signalement: str) -> list[int]:
    """Return the numbers of the cases that a signalement names."""
    dits = instruction.signalements
    return [int(nom[1:]) for nom in dits.loc[dits["signalement"] == signalement, "candidat"]]


def _nom(numero: int) -> str:
    return f"C{numero:03}"
