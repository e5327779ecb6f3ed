"""Applying a rule set: participants, lists of vœux, barème, départage, extension, in that order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import conditions, elements
from mouvement.engine.instruction.communs import rangs_separes
from mouvement.engine.instruction.declaration import voeux_declares
from mouvement.engine.instruction.departage import departager
from mouvement.engine.instruction.echanges import comparaisons
from mouvement.engine.instruction.extension import etendre
from mouvement.engine.instruction.gardes import gardes
from mouvement.engine.instruction.instruction import (
    COLONNES_BAREMES,
    COLONNES_SIGNALEMENTS,
    COLONNES_SUPPRIMES,
    Instruction,
)
from mouvement.engine.instruction.offre import offrir
from mouvement.engine.instruction.operations import appliquer, scinder_les_voeux
from mouvement.engine.instruction.participation import participer, signaler
from mouvement.engine.instruction.retouches import en_texte, en_textes
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.instruction.volontaires import volontaires
from mouvement.engine.reglements.modele import Reglement


def tableau(campagne: Campagne, reglement: Reglement) -> Tableau:
    """Return the campaign as columns, before any rule is applied."""
    voeux = en_textes(voeux_declares(campagne.voeux))
    derniers = voeux.groupby("candidat")["rang"].max()
    candidats = campagne.candidats.assign(
        dernier_rang=campagne.candidats["candidat"].map(derniers).fillna(0).astype("int64"),
        rang_separe=rangs_separes(campagne.candidats, voeux),
    )
    pret = replace(campagne, candidats=candidats, voeux=voeux)
    return Tableau(pret, reglement, fonctions(reglement, "DERIVEES"))


def fonctions(reglement: Reglement, registre: str) -> Mapping[str, Callable[..., Any]]:
    """Return a registry of functions of the rule set's module; empty when it has none."""
    module = module_propre(reglement)
    return getattr(module, registre, {}) if module else {}


def module_propre(reglement: Reglement) -> ModuleType | None:
    """Return the module ``regles`` of a rule set, if it has one."""
    if not reglement.module:
        return None
    return import_module(f"mouvement.engine.reglements.{reglement.module}.regles")


def appliquer_le_reglement(campagne: Campagne, reglement: Reglement) -> Instruction:
    """Return the campaign instructed by a rule set; its vœux are in no order yet (``ranger``)."""
    participants = participer(tableau(offrir(campagne, reglement), reglement))
    dossier, supprimes = appliquer(participants.tableau, fonctions(reglement, "OPERATIONS"))
    points = elements.evaluer(dossier)
    departage, criteres = departager(dossier)
    voeux = dossier.voeux.assign(
        bareme=pd.array(elements.total(dossier, points), dtype="Int64"),
        departage=departage,
        criteres=en_texte(pd.Series(criteres)),
    )
    baremes = [elements.decomposer(dossier, points)]
    parts = scinder_les_voeux(dossier, voeux)
    signalements = [participants.signalements, *_signalements(dossier)]
    if dossier.campagne.options.extension != "aucune":
        lignes, decomposition, dits = etendre(dossier, points, voeux)
        parts = pd.concat([parts, lignes], ignore_index=True)
        baremes.append(decomposition)
        signalements.append(pd.DataFrame(dits, columns=list(COLONNES_SIGNALEMENTS)))
    return Instruction(
        campagne=replace(dossier.campagne, voeux=parts),
        supprimes=_empiler([participants.supprimes, *supprimes], COLONNES_SUPPRIMES),
        baremes=_baremes(baremes),
        rejets=participants.rejets,
        signalements=_empiler(signalements, COLONNES_SIGNALEMENTS),
        partie_commune=_partie_commune(dossier, points),
        volontaires=volontaires(dossier),
        gardes=gardes(dossier),
        comparaisons=comparaisons(dossier),
    )


def _signalements(dossier: Tableau) -> list[pd.DataFrame]:
    vus = [
        (signalement, conditions.par_candidat(dossier, signalement.si))
        for signalement in dossier.reglement.signalements
    ]
    return [
        signaler(signalement.nom, signalement, dossier.candidats[touches])
        for signalement, touches in vus
        if touches.any()
    ]


def _empiler(parts: list[pd.DataFrame], colonnes: dict[str, str]) -> pd.DataFrame:
    tout = pd.concat(parts, ignore_index=True)[list(colonnes)].astype(colonnes)
    return tout.sort_values(list(colonnes), ignore_index=True)


def _baremes(parts: list[pd.DataFrame]) -> pd.DataFrame:
    parts = [part for part in parts if len(part.columns)]
    tout = pd.concat(parts, ignore_index=True)
    return tout.sort_values(["candidat", "rang", "element"], ignore_index=True)[
        list(COLONNES_BAREMES)
    ]


def _partie_commune(dossier: Tableau, points: list[elements.Points]) -> pd.Series:
    """Return, by candidat, what all his vœux have: the least sum of the common elements."""
    communs = dossier.reglement.partie_commune
    somme = elements.total(dossier, [p for p in points if p.element.nom in communs])
    plus_bas = np.full(len(dossier.candidats), np.iinfo(np.int64).max)
    np.minimum.at(plus_bas, dossier.auteur, somme)
    sans_voeu = plus_bas == np.iinfo(np.int64).max
    return pd.Series(np.where(sans_voeu, 0, plus_bas), index=dossier.candidats["candidat"])
