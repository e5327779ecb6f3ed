"""Hand-built instructions over a small town: what a rule set would hand over to the engine."""

from dataclasses import replace
from typing import Any

import pandas as pd
from petites_campagnes import Ligne, campagne
from petites_instructions import cadre_instruit, voeux_instruits

from mouvement.engine.instruction.instruction import (
    COLONNES_BAREMES,
    COLONNES_REJETS,
    COLONNES_SIGNALEMENTS,
    COLONNES_SUPPRIMES,
    Instruction,
)
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.resultat import Resultat

ORDINAIRE = {"sous_rang": 0, "classe": 0, "departage": 0, "origine": "VOEU", "annuel": False}
"""What a rule set says of a vœu that it leaves alone."""
CLASSEMENT = {"A1": "REP+", "A2": "REP", "B1": None}
LIEUX = {"A": 1.0, "B": 1.2, "C": 2.0}
"""Commune → longitude, on one parallel; all in the département 41."""


def agent(nom: str, **champs: Any) -> Ligne:
    """Return a candidat without a poste, who must leave with one."""
    base = {"candidat": nom, "discipline": "M", "participation": "OBLIGATOIRE"}
    return {**base, "carte_scolaire": False, **champs}


def voeu(candidat: str, rang: int | None, lieu: str, points: int | None, **dit: Any) -> Ligne:
    """Return a line of the instructed vœux; ``lieu`` is written as in the audit (``COM:A/LYC``)."""
    entier, _, types = lieu.partition("/")
    nature, _, code = entier.partition(":")
    return {
        **ORDINAIRE,
        "candidat": candidat,
        "rang": rang,
        "place": rang,
        "type": nature,
        "code": code or None,
        "types_etablissement": types.replace(",", "|") or None,
        "bareme": None if points is None else 1000 * points,
        **dit,
    }


def extension(candidat: str, lieu: str, points: int, **dit: Any) -> Ligne:
    """Return a line of extension, residual, after every vœu."""
    return voeu(candidat, None, lieu, points, **{"place": 100, **dit}) | {
        "origine": "EXTENSION",
        "classe": dit.get("classe", -1),
    }


def ville(vacants: dict[str, int], gens: list[Ligne], **tables: list[Ligne]) -> dict[str, Any]:
    """Return tables of établissements named by commune then number, one poste ``P…`` in each."""
    etablissements = [
        {"etablissement": nom, "libelle": f"Collège {nom}", "type": "CLG", "commune": nom[0]}
        for nom in vacants
    ]
    postes = [
        {"poste": f"P{nom}", "etablissement": nom, "discipline": "M", "nature": "ETB"}
        | {"vacants": nombre}
        for nom, nombre in vacants.items()
    ]
    communes = [
        {"commune": code, "libelle": f"Ville {code}", "departement": "41"}
        | {"latitude": 47.0, "longitude": longitude}
        for code, longitude in LIEUX.items()
    ]
    base = {"communes": communes, "etablissements": etablissements, "postes": postes}
    return base | {"candidats": gens} | tables


def instruction(tables: dict[str, Any], voeux: list[Ligne], **dit: Any) -> Instruction:
    """Return an instruction; ``dit``: rows of its other tables, options, ``partie_commune``."""
    base = campagne(**tables)
    classement = base.etablissements["etablissement"].map(CLASSEMENT).astype("str")
    options = replace(base.options, **dit.pop("options", {}))
    autres = {
        nom: cadre_instruit(colonnes, dit.pop(nom, []))
        for nom, colonnes in (
            ("supprimes", COLONNES_SUPPRIMES),
            ("baremes", COLONNES_BAREMES),
            ("rejets", COLONNES_REJETS),
            ("signalements", COLONNES_SIGNALEMENTS),
        )
    }
    instruite = replace(
        base,
        options=options,
        etablissements=base.etablissements.assign(education_prioritaire=classement),
        voeux=voeux_instruits(voeux),
    )
    return Instruction(instruite, **autres, **dit)


def affecter(tables: dict[str, Any], voeux: list[Ligne], **dit: Any) -> Resultat:
    """Run the engine on an instruction."""
    return affecter_instruite(instruction(tables, voeux, **dit))


def places(resultat: Resultat) -> dict[str, str]:
    """Return candidat → poste ("": none)."""
    affectations = resultat.affectations
    return dict(zip(affectations["candidat"], affectations["poste"].fillna(""), strict=True))


def colonne(table: pd.DataFrame, candidat: str, nom: str) -> list[Any]:
    """Return a column of a candidat's lines, missing values as None."""
    valeurs = table.loc[table["candidat"] == candidat, nom]
    return [None if pd.isna(valeur) else valeur for valeur in valeurs.tolist()]
