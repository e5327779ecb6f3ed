"""Situations of Orléans-Tours in a few words, many at once: one campaign for all the cases."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie

RC: dict[str, Any] = {
    "poste_actuel": "CLG_BOURGES",
    "demande_familiale": "RC",
    "situation_familiale": "MARIE",
    "date_union": "2019-07-06",
    "conjoint_activite": "EMPLOI",
    "conjoint_commune": "ORLEANS",
}
"""Who teaches in Bourges and whose spouse works in Orléans: all is recognised."""
APC: dict[str, Any] = {
    "poste_actuel": "CLG_BOURGES",
    "demande_familiale": "APC",
    "conjoint_commune": "ORLEANS",
    "nombre_enfants": 1,
}
"""Who teaches in Bourges; the other parent works in Orléans."""


def enfants(*naissances: str, candidat: str = "A", **dit: Any) -> list[dict[str, Any]]:
    """Return the rows of the table ``enfants`` of children born on these days."""
    return [
        {"candidat": candidat, "enfant": numero, "naissance": naissance, **dit}
        for numero, naissance in enumerate(naissances, 1)
    ]


def points(
    cas: Sequence[Mapping[str, Any]],
    voeux: Sequence[Any],
    elements: Sequence[str] = (),
    academie: Academie = ORLEANS_TOURS,
    **reste: Any,
) -> list[list[str]]:
    """Return, for each case, the points of some elements (of all: the barème) on each vœu.

    The cases are candidats A, B, C…, with the same vœux.
    """
    noms = ascii_uppercase[: len(cas)]
    instruction = academie.instruire(
        {nom: dict(faits) for nom, faits in zip(noms, cas, strict=True)},
        {nom: list(voeux) for nom in noms},
        options={"extension": "aucune"},
        **reste,
    )
    lignes = instruction.baremes
    if elements:
        lignes = lignes[lignes["element"].isin(elements)]
    sommes = (lignes.groupby(["candidat", "rang"], observed=True)["points"].sum() / 1000).to_dict()
    rangs = range(1, len(voeux) + 1)
    return [[f"{sommes.get((nom, rang), 0):g}" for rang in rangs] for nom in noms]
