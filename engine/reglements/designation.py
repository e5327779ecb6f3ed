"""How an académie says who is struck by a carte-scolaire measure: ``designation.toml`` as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from mouvement.engine.reglements.lecteur import Lecteur, ReglementInvalide
from mouvement.engine.reglements.modele import Entree

FICHIER = "designation.toml"
SENS = {"minimum": 1, "maximum": -1}
"""What a value is multiplied by, so that who is designated first has the lowest."""


@dataclass(frozen=True)
class Critere(Entree):
    """A criterion, named for the column that it compares.

    Attributes
    ----------
    retient : ``minimum`` or ``maximum``: whom it designates first.
    publie : the académie's text says it; otherwise it is our reading.
    """

    retient: str
    publie: bool


@dataclass(frozen=True)
class Vivier(Entree):
    """Agents designated together: the volunteers, or the others; without criterion, by hand."""

    criteres: tuple[Critere, ...]


@dataclass(frozen=True)
class Protection(Entree):
    """What keeps somebody from compulsory designation: all these columns are true."""

    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Anciennete(Entree):
    """From when, and on which day of the campaign's year, years in the poste are counted.

    Attributes
    ----------
    anterieure : an earlier installation counts (former corps, first poste suppressed).
    """

    mois: int
    jour: int
    anterieure: bool


@dataclass(frozen=True)
class Designation:
    """An académie's rule.

    Attributes
    ----------
    titre, source : what it is and where it comes from, in French.
    annee : the campaign for which it was written.
    titulaire : who can be struck at all.
    """

    titre: str
    source: str
    annee: int
    titulaire: Entree
    anciennete: Anciennete
    protections: tuple[Protection, ...]
    volontaires: Vivier
    office: Vivier

    @property
    def criteres(self) -> dict[str, tuple[str, ...]]:
        """Columns that some criterion compares, each with the rules that ask for it."""
        regles: dict[str, set[str]] = {}
        for critere in (*self.volontaires.criteres, *self.office.criteres):
            regles.setdefault(critere.nom, set()).update(critere.regles)
        return {nom: tuple(sorted(ids)) for nom, ids in sorted(regles.items())}

    @property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """Columns that some protection reads, each with the rules that ask for it."""
        return {nom: p.regles for p in self.protections for nom in p.conditions}

    def texte_seul(self) -> "Designation":
        """Return the rule without what its text does not say: a tie then stays a tie."""
        return replace(self, volontaires=_publie(self.volontaires), office=_publie(self.office))


def _publie(vivier: Vivier) -> Vivier:
    return replace(vivier, criteres=tuple(c for c in vivier.criteres if c.publie))


def noms_designation() -> tuple[str, ...]:
    """Return the names of the rule sets that say how to designate."""
    return tuple(sorted(_dossiers()))


def charger_designation(nom: str) -> Designation:
    """Return a shipped rule (KeyError when there is none)."""
    texte = (_dossiers()[nom] / FICHIER).read_text(encoding="utf-8")
    return lire_designation(tomllib.loads(texte)["designation"])


def _dossiers() -> dict[str, Any]:
    racine = resources.files("mouvement.engine.reglements")
    return {
        dossier.name.replace("_", "-"): dossier
        for dossier in racine.iterdir()
        if dossier.is_dir() and (dossier / FICHIER).is_file()
    }


def lire_designation(table: Mapping[str, Any]) -> Designation:
    """Return what a table ``[designation]`` says; ReglementInvalide when it is wrong."""
    lecteur = Lecteur("designation", table)
    designation = Designation(
        titre=lecteur.lire("titre", str),
        source=lecteur.lire("source", str),
        annee=lecteur.lire("annee", int),
        titulaire=_titulaire(_sous_table(lecteur, "titulaire")),
        anciennete=_anciennete(_sous_table(lecteur, "anciennete")),
        protections=lecteur.chaque("protections", _protection),
        volontaires=_vivier(_sous_table(lecteur, "volontaires")),
        office=_vivier(_sous_table(lecteur, "office")),
    )
    lecteur.finir()
    return designation


def _sous_table(lecteur: Lecteur, cle: str) -> Lecteur:
    return Lecteur(f"{lecteur.ou}.{cle}", lecteur.lire(cle, dict))


def _titulaire(lecteur: Lecteur) -> Entree:
    entree = Entree(**lecteur.entree())
    lecteur.finir()
    return entree


def _anciennete(lecteur: Lecteur) -> Anciennete:
    anciennete = Anciennete(
        **lecteur.entree(),
        mois=lecteur.lire("mois", int),
        jour=lecteur.lire("jour", int),
        anterieure=lecteur.lire("anterieure", bool),
    )
    lecteur.finir()
    return anciennete


def _protection(lecteur: Lecteur) -> Protection:
    protection = Protection(**lecteur.entree(), conditions=lecteur.textes("conditions"))
    if not protection.conditions:
        raise ReglementInvalide(lecteur.ou, "une protection demande des conditions")
    return protection


def _vivier(lecteur: Lecteur) -> Vivier:
    vivier = Vivier(**lecteur.entree(), criteres=lecteur.chaque("criteres", _critere))
    lecteur.finir()
    return vivier


def _critere(lecteur: Lecteur) -> Critere:
    critere = Critere(
        **lecteur.entree(),
        retient=lecteur.lire("retient", str),
        publie=lecteur.lire("publie", bool, True),
    )
    if critere.retient not in SENS:
        raise ReglementInvalide(f"{lecteur.ou}.retient", "minimum ou maximum est attendu")
    return critere
