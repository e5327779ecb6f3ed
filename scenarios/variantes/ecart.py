"""What a variant's rule set says otherwise than the one it is made from."""

from collections.abc import Mapping
from typing import Any


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
