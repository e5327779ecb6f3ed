"""Writing TOML: a variant's ``campagne.toml``, and what its rule set says otherwise."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

NUE = re.compile(r"[A-Za-z0-9_-]+")


def en_toml(table: Mapping[str, Any]) -> bytes:
    """Return a table as TOML, one line for each value, its whole path before it."""
    return "".join(f"{ligne}\n" for ligne in _lignes(table, "")).encode()


def _lignes(table: Mapping[str, Any], debut: str) -> Iterator[str]:
    for cle, valeur in table.items():
        chemin = f"{debut}{_cle(cle)}"
        if isinstance(valeur, dict) and valeur:
            yield from _lignes(valeur, f"{chemin}.")
        else:
            yield f"{chemin} = {_valeur(valeur)}"


def _cle(cle: str) -> str:
    return cle if NUE.fullmatch(cle) else _texte(cle)


def _texte(texte: str) -> str:
    # What JSON escapes, TOML escapes likewise; it wants this one escaped too.
    return json.dumps(texte, ensure_ascii=False).replace("\x7f", "\\u007f")


def _valeur(valeur: Any) -> str:
    if isinstance(valeur, str):
        return _texte(valeur)
    if isinstance(valeur, date | time):
        return valeur.isoformat()
    if isinstance(valeur, list):
        return f"[{', '.join(map(_valeur, valeur))}]"
    if isinstance(valeur, dict):
        return f"{{{', '.join(f'{_cle(cle)} = {_valeur(dite)}' for cle, dite in valeur.items())}}}"
    return str(valeur).lower()


def ecart(dessous: Mapping[str, Any], dessus: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to merge over a rule set to have another; an empty table removes an entry."""
    dit: dict[str, Any] = {cle: {} for cle in dessous if cle not in dessus}
    for cle, valeur in dessus.items():
        avant = dessous.get(cle)
        if isinstance(avant, dict) and isinstance(valeur, dict):
            if autres := ecart(avant, valeur):
                dit[cle] = autres
        elif (type(avant), avant) != (type(valeur), valeur):
            dit[cle] = valeur
    return dit
