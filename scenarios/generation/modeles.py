"""The registry of named sizes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from mouvement.engine.erreurs import ErreurMouvement

DONNEES = Path(__file__).parent
ACADEMIE_PAR_DEFAUT = "orleans-tours"
GRAINE_PAR_DEFAUT = 20220615
VOEUX_PAR_CANDIDAT = 20
CANDIDATS_MINIMUM = 20


class DemandeInvalide(ErreurMouvement):
    """What was asked of the generator does not exist or cannot be made."""


@dataclass(frozen=True)
class Modele:
    """A named size.

    Attributes
    ----------
    resume : one line for the help, in French.
    candidats : number of candidats before any factor, of all the académies together.
    disciplines : how many of the commonest, or the codes.
    toutes_academies : one campaign for each of the 30 académies.
    """

    nom: str
    resume: str
    candidats: int
    disciplines: int | tuple[str, ...]
    toutes_academies: bool = False


def lire_modeles() -> Mapping[str, Modele]:
    """Return the registry, by name."""
    contenu = tomllib.loads(DONNEES.joinpath("modeles.toml").read_text(encoding="utf-8"))
    modeles = {}
    for nom, valeurs in contenu.items():
        disciplines = valeurs.pop("disciplines")
        if isinstance(disciplines, list):
            disciplines = tuple(disciplines)
        modeles[nom] = Modele(nom, disciplines=disciplines, **valeurs)
    return MappingProxyType(modeles)


def modele_nomme(nom: str) -> Modele:
    """Return that size, or refuse with the names that exist."""
    modeles = lire_modeles()
    if nom not in modeles:
        raise DemandeInvalide(f"Modèle inconnu : {nom}. Modèles : {', '.join(modeles)}.")
    return modeles[nom]


def effectif(candidats: int, facteur: Fraction) -> int:
    """Return the number of candidats once the factor is applied, refusing one without sense."""
    if facteur <= 0:
        raise DemandeInvalide(f"Le facteur doit être positif (reçu : {facteur}).")
    return round(candidats * facteur)


def exiger_effectif(nombre: int, academie: str) -> int:
    """Return that number of candidats, or refuse it when no campaign can be made of so few."""
    if nombre < CANDIDATS_MINIMUM:
        raise DemandeInvalide(
            f"{academie} : {nombre} candidats, il en faut au moins {CANDIDATS_MINIMUM}. "
            "Augmenter le facteur."
        )
    return nombre
