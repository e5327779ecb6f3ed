"""The files of a rule set, shipped or brought: put together, over those it derives from."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from mouvement.engine.reglements.lecteur import ReglementInvalide

FICHIER, REGLES = "reglement.toml", "regles.py"
Table = Mapping[str, Any]


def dossiers_livres() -> dict[str, Any]:
    """Return the shipped rule sets' folders, by the name that a campaign gives."""
    racine = resources.files("mouvement.engine.reglements")
    return {
        dossier.name.replace("_", "-"): dossier
        for dossier in sorted(racine.iterdir(), key=lambda dossier: dossier.name)
        if dossier.is_dir() and (dossier / FICHIER).is_file()
    }


def contenu(dossiers: Mapping[str, Any], nom: str, racine: Path | None) -> tuple[Table, bytes, str]:
    """Return a rule set's merged TOML, the bytes that it is made of, and the shipped module.

    Parameters
    ----------
    dossiers : the shipped rule sets' folders by name.
    racine : folder to which a path is relative; None when only shipped names are known.
    """
    livre = nom in dossiers
    lu: dict[str, Any] = {}
    octets, module = b"", ""
    for source in _fichiers(dossiers[nom], ".toml") if livre else [_chemin(nom, racine)]:
        octets += source.read_bytes()
        lu = _reunir(source, lu, _toml(source))
    if livre and (dossiers[nom] / REGLES).is_file():
        module = dossiers[nom].name
        octets += b"".join(f.read_bytes() for f in _fichiers(dossiers[nom], ".py", ".csv"))
    base = lu.pop("base", None)
    if base is None:
        return lu, octets, module
    if base not in dossiers:
        raise ReglementInvalide("base", f"« {base} » n'est pas un règlement livré")
    dessous, octets_base, module_base = contenu(dossiers, base, None)
    return fusionner(dessous, lu), octets_base + octets, module or module_base


def _fichiers(dossier: Any, *suffixes: str) -> list[Any]:
    """Return the files of a shipped rule set of these kinds, by name: one subject each."""
    tous = (fichier for fichier in dossier.iterdir() if fichier.name.endswith(suffixes))
    return sorted(tous, key=lambda fichier: fichier.name)


def _reunir(source: Any, lu: Table, suite: Table) -> dict[str, Any]:
    """Put together what two files of a rule set say; each entry is in one of them."""
    for section, entrees in suite.items():
        dites = lu.get(section, {})
        deux_fois = [nom for nom in entrees if nom in dites] if isinstance(entrees, dict) else dites
        if deux_fois:
            raise ReglementInvalide(f"{source.name}, {section}", f"dit deux fois : {deux_fois}")
    return fusionner(lu, suite)


def _toml(source: Any) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as erreur:
        raise ReglementInvalide(source.name, str(erreur)) from None


def _chemin(nom: str, racine: Path | None) -> Path:
    chemin = None if racine is None else racine / nom
    if chemin is not None and chemin.is_dir():
        chemin = chemin / FICHIER
    if chemin is None or not chemin.is_file():
        raise KeyError(nom)
    return chemin


def fusionner(dessous: Table, dessus: Table) -> dict[str, Any]:
    """Return the tables merged key by key; what is above wins; an empty table removes an entry."""
    resultat = dict(dessous)
    for cle, valeur in dessus.items():
        if valeur == {}:
            resultat.pop(cle, None)
        elif isinstance(valeur, dict) and isinstance(resultat.get(cle), dict):
            resultat[cle] = fusionner(resultat[cle], valeur)
        else:
            resultat[cle] = valeur
    return resultat
