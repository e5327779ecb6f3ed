"""What the rules take out of zones: établissements, postes, whatever has a classement or has not.

A restriction is a text, its items joined with ``;``: ``sauf=<etablissement>``,
``sauf_poste=<poste>``, ``hors=<classement>``, ``label=<classement>`` (nothing else stays); and
``paire=``, which takes nothing out: half of a pair made by the rules (see ``couples``).
"""

from collections.abc import Iterator

import numpy as np

from mouvement.engine.verification.colonnes import Booleens, Entiers, Lexique
from mouvement.engine.verification.terrain import Postes
from mouvement.engine.verification.zones import Zones


def restreindre(zones: Zones, restriction: Entiers, textes: list[str], postes: Postes) -> Zones:
    """Take out of each zone what its restriction (a number in ``textes``) leaves out."""
    quelle = np.maximum(restriction, -1)[zones.numero]
    ici = np.flatnonzero(quelle >= 0)
    garde = np.ones(len(quelle), dtype=np.bool_)
    garde[ici] = _admises(quelle[ici], zones.postes[ici], textes, postes)
    return zones.garder(garde)


def _admises(quelle: Entiers, poste: Entiers, textes: list[str], postes: Postes) -> Booleens:
    """Tell which postes the restriction beside each leaves in."""
    sortes = {
        "sauf": (postes.lieu, postes.lieux),
        "sauf_poste": (postes.niveaux["POSTE"], postes.noms),
        "hors": (postes.classement, postes.classements),
        "label": (postes.classement, postes.classements),
    }
    dites: dict[str, list[tuple[int, str]]] = {sorte: [] for sorte in sortes}
    for numero, sorte, valeur in _items(textes):
        if sorte in dites:
            dites[sorte].append((numero, valeur))
    admises = np.ones(len(poste), dtype=np.bool_)
    for sorte, (par_poste, lexique) in sortes.items():
        nommes = _nommes(quelle, par_poste[poste], dites[sorte], lexique)
        limitee = np.isin(quelle, [numero for numero, _ in dites[sorte]])
        admises &= (nommes | ~limitee) if sorte == "label" else ~nommes
    return admises


def moities(restriction: Entiers, textes: list[str]) -> Booleens:
    """Tell which restrictions (numbers in ``textes``) are those of half of a pair."""
    paires = [numero for numero, sorte, _ in _items(textes) if sorte == "paire"]
    return np.isin(restriction, paires)


def _items(textes: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (number of the restriction, kind, value) of every item."""
    for numero, texte in enumerate(textes):
        for item in texte.split(";"):
            sorte, _, valeur = item.partition("=")
            yield numero, sorte, valeur


def _nommes(
    quelle: Entiers, valeur: Entiers, dites: list[tuple[int, str]], lexique: Lexique
) -> Booleens:
    """Tell which values the restriction beside each names."""
    largeur = len(lexique) + 1
    numeros = lexique.numeros(texte for _, texte in dites)
    cles = [
        restriction * largeur + numero
        for (restriction, _), numero in zip(dites, numeros.tolist(), strict=True)
        if numero < len(lexique)
    ]
    return np.asarray((valeur >= 0) & np.isin(quelle * largeur + np.maximum(valeur, 0), cles))
