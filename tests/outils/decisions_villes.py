"""Campaigns of one small town with commissions' rankings and decisions, barèmes declared."""

from dataclasses import replace
from typing import Any

import pandas as pd
from coutures import agent, ville
from petites_campagnes import Ligne, campagne

from mouvement.engine.campagne import Campagne


def specifique(nom: str, nature: str, vacants: int = 1) -> Ligne:
    """Return a specific poste of the établissement A1."""
    poste = {"poste": nom, "etablissement": "A1", "discipline": "M"}
    return poste | {"nature": nature, "vacants": vacants}


def demande(candidat: str, rang: int, lieu: str, points: int = 0) -> Ligne:
    """Return a vœu; ``lieu`` is written as in the audit."""
    nature, _, code = lieu.partition(":")
    voeu = {"candidat": candidat, "rang": rang, "type": nature, "code": code or None}
    return voeu | {"bareme": 1000 * points}


def classement(candidat: str, poste: str, rang: int | None, avis: str | None = None) -> Ligne:
    """Return what a commission says."""
    return {"candidat": candidat, "poste": poste, "rang_commission": rang, "avis": avis}


def decision(nature: str, candidat: str, poste: str, motif: str = "raison de santé") -> Ligne:
    """Return a decision of the administration."""
    return {"candidat": candidat, "poste": poste, "nature": nature, "motif": motif}


def bourg(
    vacants: dict[str, int],
    gens: list[Ligne] | str,
    voeux: list[Ligne],
    speciaux: list[Ligne] | None = None,
    options: dict[str, Any] | None = None,
    **tables: list[Ligne],
) -> Campagne:
    """Return a campaign, A1 always there; ``gens`` may be one letter for each."""
    lignes = [agent(nom) for nom in gens] if isinstance(gens, str) else gens
    base = ville({"A1": 0, **vacants}, lignes, voeux=voeux, **tables)
    base["postes"] = base["postes"] + (speciaux or [])
    petite = campagne(**base)
    return replace(petite, options=replace(petite.options, **(options or {})))


def motifs(table: pd.DataFrame, candidat: str) -> dict[str, str]:
    """Return zone → motive of a candidat's lines in the audit."""
    siens = table[table["candidat"] == candidat]
    return dict(zip(siens["zone"].astype("str"), siens["motif"].astype("str"), strict=True))
