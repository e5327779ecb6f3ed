"""Vœux laid out: a row for each zone that they name, in the order of the lists, and its label."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, Lexique, prendre
from mouvement.engine.verification.terrain import Candidats, Postes
from mouvement.engine.verification.voeux import GROUPE, SANS_CODE, TYPES, Groupes, Voeux
from mouvement.engine.verification.zones import Demandes


@dataclass(frozen=True)
class Brutes:
    """One row per vœu and sub-zone, and per maintien (``voeu`` is ``NUL``), by candidat and place.

    Attributes
    ----------
    voeu : number in the ``Voeux`` laid out.
    source, conjoint, rang, type, code, filtre, restriction, bareme : see ``Voeux``.
    place : number of the place at the level of the type.
    """

    candidat: Entiers
    voeu: Entiers
    source: Entiers
    conjoint: Booleens
    rang: Entiers
    type: Entiers
    place: Entiers
    filtre: Entiers
    restriction: Entiers
    code: Entiers
    bareme: Entiers


def etaler(voeux: Voeux, groupes: Groupes, postes: Postes, candidats: Candidats) -> Brutes:
    """Give each vœu its place at its level, groups one row per sub-zone, titulaires a last row."""
    place, groupe = _places(voeux, groupes, postes)
    fois = prendre(np.diff(groupes.debut), groupe, 1)
    voeu = np.repeat(np.arange(len(place), dtype=np.int64), fois)
    sous = np.arange(len(voeu), dtype=np.int64) - np.repeat(np.cumsum(fois) - fois, fois)
    place = np.where(groupe[voeu] >= 0, prendre(groupes.debut, groupe)[voeu] + sous, place[voeu])
    garde = np.flatnonzero(candidats.garde >= 0)
    candidat = np.concatenate([voeux.candidat[voeu], garde])
    ordre = np.argsort(candidat, kind="stable")
    voeu = np.concatenate([voeu, np.full(len(garde), NUL, dtype=np.int64)])[ordre]
    return Brutes(
        candidat=candidat[ordre],
        voeu=voeu,
        source=prendre(voeux.source, voeu),
        conjoint=prendre(voeux.conjoint.astype(np.int64), voeu, 0) == 1,
        rang=prendre(voeux.rang, voeu),
        type=prendre(voeux.type, voeu, TYPES.index("POSTE")),
        place=np.concatenate([place, candidats.garde[garde]])[ordre],
        filtre=prendre(voeux.filtre, voeu),
        restriction=prendre(voeux.restriction, voeu),
        code=prendre(voeux.code, voeu),
        bareme=prendre(voeux.bareme, voeu),
    )


def _places(voeux: Voeux, groupes: Groupes, postes: Postes) -> tuple[Entiers, Entiers]:
    """Return (place of each vœu at its level, its group or ``NUL``).

    A code that is nowhere gets a number of its own, beyond those of its level: an empty zone.
    """
    place = np.full(len(voeux.type), NUL, dtype=np.int64)
    for numero, nom in enumerate(TYPES[:GROUPE]):
        ici = np.flatnonzero(voeux.type == numero)
        if len(ici):
            codes = postes.codes[nom].numeros(voeux.codes)
            place[ici] = 0 if nom in SANS_CODE else prendre(codes, voeux.code[ici])
    ici = voeux.type == GROUPE
    codes = groupes.noms.numeros(voeux.codes)
    groupe = np.full(len(place), NUL, dtype=np.int64)
    groupe[ici] = prendre(np.where(codes < len(groupes.noms), codes, NUL), voeux.code[ici])
    place[ici & (groupe == NUL)] = len(groupes.sous_rang) + voeux.code[ici & (groupe == NUL)]
    return place, groupe


def distinguer(brutes: Brutes, candidats: Candidats) -> tuple[Entiers, Demandes, Entiers]:
    """Return (zone of each row, distinct zones, a row of each zone)."""
    discipline = candidats.discipline[brutes.candidat]
    filtre = np.maximum(brutes.filtre, -1)
    restriction = np.maximum(brutes.restriction, -1)
    place = np.maximum(brutes.place, -1)
    cles = (discipline + 1) * len(TYPES) + brutes.type
    for colonne in (filtre, restriction, place):
        cles = cles * (int(colonne.max(initial=-1)) + 2) + colonne + 1
    zone, premiers = _premiers(cles)
    demandes = Demandes(
        discipline=discipline[premiers],
        type=brutes.type[premiers],
        place=place[premiers],
        filtre=filtre[premiers],
        restriction=restriction[premiers],
    )
    return zone, demandes, premiers


def _premiers(cles: Entiers) -> tuple[Entiers, Entiers]:
    """Number distinct keys in order of appearance; return (numbers, first row of each)."""
    numeros = pd.factorize(cles)[0].astype(np.int64)
    premiers = np.zeros(int(numeros.max(initial=-1)) + 1, dtype=np.int64)
    premiers[numeros[::-1]] = np.arange(len(cles) - 1, -1, -1)
    return numeros, premiers


def etiqueter(
    brutes: Brutes,
    voeux: Voeux,
    postes: Postes,
    groupes: Groupes,
    zone: Entiers,
    premiers: Entiers,
) -> tuple[Lexique, Entiers, Entiers]:
    """Return (labels, label of each row, label of each row as a whole vœu)."""
    colonnes = (brutes.type, brutes.place, brutes.voeu, brutes.code, brutes.filtre)
    lignes = [colonne[premiers].tolist() for colonne in (*colonnes, brutes.restriction)]
    entieres, detail = [], []
    for nature, place, voeu, numero, filtre, restreint in zip(*lignes, strict=True):
        nom, code = TYPES[nature], _texte(voeux.codes, numero)
        if voeu == NUL:
            code = postes.noms.textes[place]
        base = etiquette(nom, code, _texte(voeux.filtres, filtre))
        restriction = _texte(voeux.restrictions, restreint)
        suite = f";{restriction}" if restriction else ""
        part = nom == "GROUPE" and place < len(groupes.sous_rang)
        entieres.append(base + suite)
        detail.append(f"{base}/{groupes.sous_rang[place]}{suite}" if part else base + suite)
    labels = Lexique(tuple(dict.fromkeys([*detail, *entieres])))
    return labels, labels.numeros(detail)[zone], labels.numeros(entieres)[zone]


def _texte(textes: list[str], numero: int) -> str | None:
    return None if numero == NUL else textes[numero]


def etiquette(nom: str, code: str | None, types: str | None) -> str:
    """Return the label of a vœu, by its type, its code, and the types of établissement joined."""
    texte = nom if code is None else f"{nom}:{code}"
    return f"{texte}/{','.join(sorted(types.split('|')))}" if types else texte
