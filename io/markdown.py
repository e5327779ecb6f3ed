"""What the generated pages share: tables, and what a column allows, in words."""

from collections.abc import Iterable

from mouvement.io.specification import Colonne
from mouvement.io.valeurs import nombre


def tableau(entete: tuple[str, ...], lignes: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table; a cell is one line, whatever its text."""
    trait = tuple("---" for _ in entete)
    rangees = (entete, trait, *(tuple(map(_cellule, ligne)) for ligne in lignes))
    return "".join(f"| {' | '.join(rangee)} |\n" for rangee in rangees)


def _cellule(texte: str) -> str:
    return " ".join(texte.split()).replace("|", "\\|")


def codes(valeurs: Iterable[str]) -> str:
    """Return words as code, joined with commas."""
    return ", ".join(f"`{valeur}`" for valeur in valeurs)


def permis(colonne: Colonne) -> str:
    """Return the meaning of a column and what its values may be."""
    notes = [colonne.sens]
    if colonne.valeurs:
        notes.append(codes(colonne.valeurs))
    if colonne.forme:
        notes.append(f"forme `{colonne.forme}`")
    if colonne.minimum is not None:
        notes.append(f"au moins {nombre(colonne.minimum)}")
    if colonne.maximum is not None:
        notes.append(f"au plus {nombre(colonne.maximum)}")
    if colonne.reference:
        notes.append(f"existe dans `{'.'.join(colonne.reference)}`")
    return " ; ".join(note for note in notes if note)


def ecrit(valeur: object) -> str:
    """Return a value as the campaign's files and ``campagne.toml`` say it, in French."""
    if isinstance(valeur, bool):
        return "vrai" if valeur else "faux"
    if isinstance(valeur, list):
        return ", ".join(map(str, valeur))
    return str(valeur)
