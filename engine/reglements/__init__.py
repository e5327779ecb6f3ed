"""The shipped rule sets, one folder each: what they are called, what they say, their defaults."""

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources

from mouvement.engine.campagne import Options


@dataclass(frozen=True)
class Reglement:
    """A rule set.

    Attributes
    ----------
    nom : the name that ``campagne.toml`` gives.
    titre, resume, source : what it is and where it comes from, in French.
    options : the options that apply when ``campagne.toml`` says nothing.
    elements : the barème's elements, each with its name, meaning and source.
    """

    nom: str
    titre: str
    resume: str
    source: str
    options: Options
    elements: tuple[dict[str, str], ...]


def _noms() -> tuple[str, ...]:
    dossiers = resources.files(__name__).iterdir()
    return tuple(
        sorted(d.name for d in dossiers if d.is_dir() and (d / "reglement.toml").is_file())
    )


NOMS = _noms()


def charger(nom: str) -> Reglement:
    """Return a shipped rule set by name (KeyError when there is none)."""
    if nom not in NOMS:
        raise KeyError(nom)
    contenu = tomllib.loads(_texte(nom).decode("utf-8"))
    return Reglement(
        nom=nom,
        titre=contenu["titre"],
        resume=contenu["resume"],
        source=contenu["source"],
        options=Options(**contenu["options"]),
        elements=tuple(contenu["elements"]),
    )


def empreinte(nom: str) -> str:
    """Return the sha256 of a shipped rule set."""
    return sha256(_texte(nom)).hexdigest()


def _texte(nom: str) -> bytes:
    return (resources.files(__name__) / nom / "reglement.toml").read_bytes()
