"""An answer as people, spreadsheets or programs read it."""

import io
import math
from csv import writer
from decimal import Decimal
from typing import Any

from mouvement.scenarios.archive.base import Reponse


def tableau(reponse: Reponse) -> str:
    """Return the rows under the names of the columns, then their number."""
    textes = [[_simple(_texte(valeur)) for valeur in ligne] for ligne in reponse.lignes]
    colonnes = list(zip(reponse.colonnes, *textes, strict=True))
    largeurs = [max(map(len, colonne)) for colonne in colonnes]
    a_droite = [
        any(_est_nombre(ligne[place]) for ligne in reponse.lignes) for place in range(len(colonnes))
    ]
    lignes = [
        "  ".join(
            f"{cellule:>{largeur}}" if droite else f"{cellule:<{largeur}}"
            for cellule, largeur, droite in zip(ligne, largeurs, a_droite, strict=True)
        ).rstrip()
        for ligne in (reponse.colonnes, *textes)
    ]
    nombre = len(reponse.lignes)
    return "\n".join([*lignes, "", f"{nombre} ligne{'s' if nombre > 1 else ''}"])


def csv(reponse: Reponse) -> bytes:
    """Return what a French spreadsheet opens as it is."""
    tampon = io.StringIO()
    feuille = writer(tampon, delimiter=";", lineterminator="\n")
    feuille.writerow(reponse.colonnes)
    feuille.writerows([[_texte(valeur, "O", "N") for valeur in ligne] for ligne in reponse.lignes])
    return tampon.getvalue().encode("utf-8-sig", "replace")


def objets(reponse: Reponse) -> list[dict[str, Any]]:
    """Return each row as JSON holds it."""
    return [dict(zip(reponse.colonnes, map(_json, ligne), strict=True)) for ligne in reponse.lignes]


def _est_nombre(valeur: Any) -> bool:
    return isinstance(valeur, int | float | Decimal) and not isinstance(valeur, bool)


def _texte(valeur: Any, oui: str = "oui", non: str = "non") -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return oui if valeur else non
    if isinstance(valeur, Decimal):
        entiers, _, reste = f"{valeur:f}".partition(".")
        return f"{entiers},{reste}".rstrip("0").rstrip(",") if reste else entiers
    if isinstance(valeur, float):
        return str(valeur).removesuffix(".0").replace(".", ",")
    if isinstance(valeur, list):
        return " | ".join(_texte(element, oui, non) for element in valeur)
    return str(valeur)


def _simple(texte: str) -> str:
    """Keep a cell on its line, and a terminal from obeying it."""
    return "".join(lettre if lettre.isprintable() else " " for lettre in texte)


def _json(valeur: Any) -> Any:
    if isinstance(valeur, Decimal):
        valeur = float(valeur)
    if isinstance(valeur, float):
        return valeur if math.isfinite(valeur) else None
    if isinstance(valeur, list):
        return [_json(element) for element in valeur]
    if isinstance(valeur, dict):
        return {str(nom): _json(element) for nom, element in valeur.items()}
    return valeur
