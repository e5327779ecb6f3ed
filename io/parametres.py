"""``[parametres]`` of ``campagne.toml``: what the campaign sets among its rule set's parameters."""

import re
from collections.abc import Mapping
from typing import Any

from mouvement.engine.reglements import Reglement, ReglementInvalide
from mouvement.engine.reglements.modele import Parametre
from mouvement.io.faits import en_memoire, genre
from mouvement.io.fautes import Releve, choix, plus_proche
from mouvement.io.specification import Genre

SECTION = "parametres"
PALIERS = "paliers"
"""Kind of a parameter that no column has: points by steps."""
GENRES = (Genre.TEXTE, Genre.ENTIER, Genre.BOOLEEN, Genre.DATE, Genre.POINTS)
RELATIVE = re.compile(r"\d{2}/\d{2}/n([+-]\d+)?")
"""A default date may be said by the year of the mouvement: 31/08/n-1."""
_DONNER = {
    Genre.TEXTE: "Donner un texte, entre guillemets.",
    Genre.ENTIER: "Donner un nombre entier.",
    Genre.BOOLEEN: "Écrire true ou false.",
    Genre.DATE: "Donner une date : 2022-03-31.",
    Genre.POINTS: "Donner des points, au millième près.",
    PALIERS: "Donner des paliers croissants, à partir de quoi et combien de points : [[1, 20.5]].",
}


def verifier_parametres(reglement: Reglement) -> None:
    """Check what a rule set declares; ReglementInvalide when a default is not of its kind."""
    for parametre in reglement.parametres:
        ou = f"{SECTION}.{parametre.nom}"
        if parametre.genre != PALIERS:
            genre(ou, parametre.genre, GENRES)
        if parametre.valeur is None:
            continue
        try:
            _verifier_defaut(parametre)
        except ValueError:
            motif = _conseil(parametre, str(parametre.valeur)).rstrip(".")
            raise ReglementInvalide(f"{ou}.valeur", motif) from None


def _verifier_defaut(parametre: Parametre) -> None:
    """Check a default; that of a date is a TOML date, or a relative one."""
    if parametre.genre != Genre.DATE or not isinstance(parametre.valeur, str):
        _valeur(parametre, parametre.valeur)
    elif not RELATIVE.fullmatch(parametre.valeur):
        raise ValueError(parametre.valeur)


def lire_parametres(
    releve: Releve,
    fichier: str,
    contenu: Mapping[str, Any],
    reglement: Reglement,
    *,
    exigeant: bool,
) -> dict[str, Any]:
    """Return the values given, as a rule set's defaults are: points exact, in points; dates.

    Parameters
    ----------
    exigeant : a parameter without default must be given.
    """
    declares = {parametre.nom: parametre for parametre in reglement.parametres}
    lus = {}
    for nom, valeur in contenu.items():
        if nom not in declares:
            remede = _inconnu(nom, reglement)
            releve.note(fichier, _cle(nom), "paramètre inconnu du règlement", remede)
            continue
        try:
            lus[nom] = _valeur(declares[nom], valeur)
        except ValueError:
            remede = _conseil(declares[nom], str(valeur))
            _noter(releve, fichier, declares[nom], "valeur refusée", remede, str(valeur))
    for nom, parametre in declares.items():
        if exigeant and parametre.valeur is None and nom not in contenu:
            motif = f"paramètre que le règlement exige : {parametre.sens.rstrip('.')}"
            _noter(releve, fichier, parametre, motif, _conseil(parametre, ""))
    return lus


def _noter(
    releve: Releve, fichier: str, parametre: Parametre, motif: str, remede: str, valeur: str = ""
) -> None:
    cle, regles = _cle(parametre.nom), parametre.regles
    releve.note(fichier, cle, motif, remede, valeur=valeur, regles=regles)


def _cle(nom: str) -> str:
    return f"[{SECTION}] {nom}"


def _valeur(parametre: Parametre, valeur: Any) -> Any:
    """Return the value as the rule set's own default would be; ValueError when it is not one."""
    if parametre.genre == PALIERS:
        return [[seuil, _points(parametre, points)] for seuil, points in _paliers(valeur)]
    sorte = Genre(parametre.genre)
    if sorte is Genre.POINTS:
        return _points(parametre, valeur)
    lue = en_memoire(sorte, valeur)
    if parametre.valeurs and lue not in parametre.valeurs:
        raise ValueError(valeur)
    return lue


def _points(parametre: Parametre, valeur: Any) -> Any:
    """Return points as given; ValueError when they are none, or too many."""
    en_memoire(Genre.POINTS, valeur)
    if parametre.maximum is not None and valeur > parametre.maximum:
        raise ValueError(valeur)
    return valeur


def _paliers(valeur: Any) -> list[tuple[int, Any]]:
    """Return steps (from, points); ValueError when they are none, or do not rise."""
    if not isinstance(valeur, list) or not valeur:
        raise ValueError(valeur)
    if not all(isinstance(palier, list) and len(palier) == 2 for palier in valeur):
        raise ValueError(valeur)
    seuils = [en_memoire(Genre.ENTIER, seuil) for seuil, _ in valeur]
    if seuils != sorted(set(seuils)):
        raise ValueError(valeur)
    return [(seuil, points) for seuil, points in valeur]


def _conseil(parametre: Parametre, valeur: str) -> str:
    if parametre.valeurs:
        return choix(valeur, parametre.valeurs)
    conseil = _DONNER[parametre.genre]
    if parametre.maximum is None:
        return conseil
    return f"{conseil.removesuffix('.')}, au plus {parametre.maximum}."


def _inconnu(nom: str, reglement: Reglement) -> str:
    permis = [parametre.nom for parametre in reglement.parametres]
    if not permis:
        return f"Le règlement {reglement.nom} n'a pas de paramètre : retirer cette clé."
    proche = plus_proche(nom, permis)
    debut = f"Vouliez-vous dire « {proche} » ? " if proche else ""
    return f"{debut}Paramètres du règlement : {', '.join(permis)}."
