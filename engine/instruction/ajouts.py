"""Vœux that a rule set makes: those that a list lacks, and the parts of one that it splits."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.lieux import NIVEAU_DU_TYPE, Entiers, Lieux
from mouvement.engine.instruction.listes import Listes, annoter, faits_par_defaut, intactes
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.portees import SANS_CODE
from mouvement.engine.reglements.modele import Operation

AVANT = -1
"""The ``sous_rang`` of what comes just before a vœu, in its place."""


def generer(tableau: Tableau, operation: Operation) -> Listes:
    """Add, after the list, the vœux of ``sequence`` that it lacks, where ``si`` holds.

    Each item of ``sequence`` has ``type`` and ``repere`` (whose place is the code; none for ACA and
    ZRA); the list does not lack it when it has a vœu of that type and place, of any type of
    établissement, or that satisfies ``deja``. With ``avant``, the list always lacks it: it comes
    just before the first vœu that satisfies this, if there is one. ``origine``: what the audit says
    they come from (CARTE_SCOLAIRE by default).
    """
    touches = conditions.par_candidat(tableau, operation.si)
    parts = [
        _manquants(tableau, operation, touches, numero, item)
        for numero, item in enumerate(operation.reste["sequence"], 1)
    ]
    ajouts = pd.concat(parts, ignore_index=True)
    if ajouts.empty:
        return intactes(tableau.voeux)
    voeux = pd.concat([tableau.voeux, ajouts], ignore_index=True)
    return intactes(voeux.astype(tableau.voeux.dtypes))


def _manquants(
    tableau: Tableau, operation: Operation, touches: Booleens, numero: int, item: Mapping[str, str]
) -> pd.DataFrame:
    """Return one item of a sequence, for those who should have it and do not."""
    manque = touches.copy()
    if "avant" not in item:
        manque &= ~conditions.par_candidat(tableau, {"avec": _deja(item)})
    codes = pd.Series(pd.NA, index=tableau.candidats.index, dtype="str")
    if item["type"] not in SANS_CODE:
        codes = tableau.repere(item["repere"])[NIVEAU_DU_TYPE[item["type"]]]
        manque &= codes.notna().to_numpy()
    rang = tableau.par_candidat("dernier_rang").to_numpy() + numero
    place, sous_rang = _place(tableau, rang, item)
    candidats = tableau.candidats["candidat"]
    return pd.DataFrame(
        {
            "candidat": candidats[manque],
            "ligne": 0,
            "rang": rang[manque],
            "place": place[manque],
            "sous_rang": sous_rang[manque],
            "type": item["type"],
            "code": codes[manque],
            "classe": 0,
            "departage": 0,
            "origine": operation.reste.get("origine", "CARTE_SCOLAIRE"),
            "regles": "|".join(operation.regles),
            "note": operation.sens,
            "annuel": False,
            **faits_par_defaut(tableau),
        }
    )


def _place(tableau: Tableau, rang: Entiers, item: Mapping[str, str]) -> tuple[Entiers, Entiers]:
    """Return (candidats,) the place and sous_rang of an item: that of its rang, or ``avant``."""
    place, sous_rang = rang.copy(), np.zeros_like(rang)
    if "avant" in item:
        suit = conditions.premiers(tableau, conditions.par_voeu(tableau, item["avant"]))
        place[tableau.auteur[suit]] = tableau.voeux["place"].to_numpy()[suit]
        sous_rang[tableau.auteur[suit]] = AVANT
    return place, sous_rang


def _deja(item: Mapping[str, str]) -> Any:
    """Return what the vœu satisfies that makes an item superfluous."""
    if "deja" in item:
        return item["deja"]
    nature = item["type"] if item["type"].startswith(("ETB", "ZR")) else item["type"] + "!"
    return {"voeux": [nature]} | ({"lieu": item["repere"]} if "repere" in item else {})


def scinder(tableau: Tableau, operation: Operation) -> Listes:
    """Split each vœu where ``si`` holds into ``parts``, tried in turn; the last is the vœu itself.

    A part is a type of vœu whose code is the place of ``repere`` (``COM``; "": the vœu's own),
    limited to a type of établissement (``/LYC``), or to the repère's (``/meme``, the default).
    """
    parts = operation.reste.get("parts", ["/meme"])
    ici = conditions.par_voeu(tableau, operation.si)
    ici = ici & tableau.voeux["types_etablissement"].isna().to_numpy()
    lieu = None
    if "repere" in operation.reste:
        lieu = tableau.repere(operation.reste["repere"]).de(tableau.auteur)
        ici &= lieu["type"].notna().to_numpy()
    if not ici.any():
        return intactes(tableau.voeux)
    voeux = annoter(tableau.voeux, ici, operation)
    premiers = [
        _part(voeux[ici], lieu and lieu.de(np.flatnonzero(ici)), nom).assign(sous_rang=numero)
        for numero, nom in enumerate(parts, 1)
    ]
    voeux.loc[ici, "sous_rang"] = len(parts) + 1
    return intactes(pd.concat([voeux, *premiers], ignore_index=True))


def _part(voeux: pd.DataFrame, lieu: Lieux | None, nom: str) -> pd.DataFrame:
    """Return one part of some vœux, cut to a place of theirs."""
    type_voeu, _, limite = nom.partition("/")
    if type_voeu and lieu is not None:
        voeux = voeux.assign(type=type_voeu, code=lieu[NIVEAU_DU_TYPE[type_voeu]].array)
    if limite:
        types: pd.Series | str = limite
        if limite == "meme" and lieu is not None:
            types = lieu["type"].set_axis(voeux.index)
        voeux = voeux.assign(types_etablissement=types)
    return voeux
