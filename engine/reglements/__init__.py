"""The rule sets: those that are shipped, one folder each, and those that a campaign brings."""

from functools import cache
from pathlib import Path
from typing import Any

from mouvement.engine.campagne import Campagne
from mouvement.engine.reglements import chargement, sources
from mouvement.engine.reglements.lecteur import ReglementInvalide
from mouvement.engine.reglements.modele import Reglement

__all__ = ["NOMS", "Reglement", "ReglementInvalide", "charger", "de", "parametres"]

NOMS = tuple(sources.dossiers_livres())


def charger(nom: str, racine: Path | None = None) -> Reglement:
    """Return a shipped rule set by name, or the one that a path names.

    Raises
    ------
    KeyError : there is none.
    ReglementInvalide : it says something that it cannot.
    """
    return _livre(nom) if nom in NOMS else _lire(nom, racine)


@cache
def _livre(nom: str) -> Reglement:
    """Read a shipped rule set, once: it does not change under a running program."""
    return _lire(nom, None)


def _lire(nom: str, racine: Path | None) -> Reglement:
    table, octets, module = sources.contenu(sources.dossiers_livres(), nom, racine)
    return chargement.lire(nom, table, octets, module)


def de(campagne: Campagne) -> Reglement:
    """Return a campaign's rule set."""
    return campagne.textes or charger(campagne.reglement)


def parametres(campagne: Campagne) -> dict[str, Any]:
    """Return the parameters of a campaign's rule set, as the campaign sets them."""
    defauts = {parametre.nom: parametre.valeur for parametre in de(campagne).parametres}
    return defauts | dict(campagne.parametres)
