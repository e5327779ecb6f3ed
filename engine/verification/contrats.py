"""The contracts that the campaign should give: vœux → zones → contracts, then the maintien."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, Lexique, prendre
from mouvement.engine.verification.couples import Couple, communs, former
from mouvement.engine.verification.terrain import Candidats, Postes
from mouvement.engine.verification.voeux import (
    GROUPE,
    SANS_CODE,
    TYPES,
    Groupes,
    Voeux,
    lire_groupes,
    lire_voeux,
    separer,
)
from mouvement.engine.verification.zones import Classement, Demandes, Zones, developper


@dataclass(frozen=True)
class Lignes:
    """Contracts, and vœux that made none, by (candidat, rang, ordre, label), nulls last.

    Attributes
    ----------
    rang, bareme : ``NUL`` for a maintien.
    ordre : 1, 2, … over the candidat's contracts; ``NUL`` for a vœu that made none.
    zone : number in ``Contrats.zones``.
    label : number in ``Contrats.labels``.
    """

    candidat: Entiers
    rang: Entiers
    ordre: Entiers
    zone: Entiers
    label: Entiers
    bareme: Entiers

    def garder(self, choix: Booleens | Entiers) -> "Lignes":
        """Return some of the rows."""
        return Lignes(*(colonne[choix] for colonne in vars(self).values()))


@dataclass(frozen=True)
class Contrats:
    """Every expected contract.

    Attributes
    ----------
    audit : all rows that audit should have.
    faits : where a row of ``audit`` is a contract.
    communs : where it is not a partner's vœu that the other does not share.
    liste : the contracts alone, same order.
    debut : contracts of candidat c are ``debut[c]`` to ``debut[c + 1]`` (ordre 1 first).
    type_zone : type of each zone, a number in ``voeux.TYPES``; a maintien's is ``POSTE``.
    couples : those that the campaign ties.
    """

    audit: Lignes
    faits: Booleens
    communs: Booleens
    liste: Lignes
    debut: Entiers
    zones: Zones
    type_zone: Entiers
    labels: Lexique
    voeux: Voeux
    couples: list[Couple]

    def numero(self, candidat: Entiers, ordre: Entiers) -> Entiers:
        """Return each candidat's contract of that ordre; ``NUL`` when he has no such contract."""
        possible = (ordre >= 1) & (ordre <= np.diff(self.debut)[candidat])
        return np.where(possible, self.debut[candidat] + np.where(possible, ordre, 1) - 1, NUL)


def compiler(campagne: Campagne, postes: Postes, candidats: Candidats) -> Contrats:
    """Make the contracts of every candidat."""
    voeux = lire_voeux(campagne, candidats)
    groupes = lire_groupes(campagne.groupes, postes)
    etales = separer(voeux, campagne, candidats)
    brutes = _etaler(etales, groupes, postes, candidats)
    zone, demandes, premiers = _distinguer(brutes, candidats)
    classements = [
        Classement.de(postes.discipline, postes.niveaux[nom], postes.niveaux["POSTE"])
        for nom in TYPES[:-1]
    ]
    filtres = [set(texte.split("|")) for texte in voeux.filtres]
    zones = developper(demandes, [*classements, groupes.classement], filtres, postes)
    labels, label, label_groupe = _etiqueter(brutes, etales, postes, groupes, zone, premiers)
    commun = communs(brutes.candidat, brutes.voeu, label, candidats)
    fait = commun & (zones.sommes(postes.capacite) > 0)[zone]
    toutes, garde, debut = _numeroter(brutes, zone, label, label_groupe, fait, candidats)
    audit, faits = toutes.garder(garde), fait[garde]
    liste = audit.garder(faits)
    couples = former(debut, liste.rang, liste.label, candidats)
    types = demandes.type
    return Contrats(audit, faits, commun[garde], liste, debut, zones, types, labels, voeux, couples)


@dataclass(frozen=True)
class _Brutes:
    """One row per vœu and sub-zone, and per maintien, in the order of the lists."""

    candidat: Entiers
    voeu: Entiers
    rang: Entiers
    type: Entiers
    place: Entiers
    filtre: Entiers
    code: Entiers
    bareme: Entiers


def _places(voeux: Voeux, groupes: Groupes, postes: Postes) -> tuple[Entiers, Entiers]:
    """Return (place of each vœu at its level, its group or ``NUL``).

    A code that is nowhere gets a number of its own, beyond those of its level: an empty zone.
    """
    place = np.full(len(voeux.type), NUL, dtype=np.int64)
    for numero, nom in enumerate(TYPES[:GROUPE]):
        ici = voeux.type == numero
        codes = postes.codes[nom].numeros(voeux.codes)
        place[ici] = 0 if nom in SANS_CODE else prendre(codes, voeux.code[ici])
    ici = voeux.type == GROUPE
    codes = groupes.noms.numeros(voeux.codes)
    groupe = np.full(len(place), NUL, dtype=np.int64)
    groupe[ici] = prendre(np.where(codes < len(groupes.noms), codes, NUL), voeux.code[ici])
    place[ici & (groupe == NUL)] = len(groupes.sous_rang) + voeux.code[ici & (groupe == NUL)]
    return place, groupe


def _etaler(voeux: Voeux, groupes: Groupes, postes: Postes, candidats: Candidats) -> _Brutes:
    """Give each vœu its place at its level, groups one row per sub-zone, titulaires a last row."""
    place, groupe = _places(voeux, groupes, postes)
    fois = prendre(np.diff(groupes.debut), groupe, 1)
    voeu = np.repeat(np.arange(len(place), dtype=np.int64), fois)
    sous = np.arange(len(voeu), dtype=np.int64) - np.repeat(np.cumsum(fois) - fois, fois)
    place = np.where(groupe[voeu] >= 0, prendre(groupes.debut, groupe)[voeu] + sous, place[voeu])
    garde = np.flatnonzero(candidats.garde >= 0)
    nuls = np.full(len(garde), NUL, dtype=np.int64)
    colonnes = [
        (voeux.candidat[voeu], garde),
        (voeu, nuls),
        (voeux.rang[voeu], nuls),
        (voeux.type[voeu], np.full(len(garde), TYPES.index("POSTE"))),
        (place, candidats.garde[garde]),
        (voeux.filtre[voeu], nuls),
        (voeux.code[voeu], nuls),
        (voeux.bareme[voeu], nuls),
    ]
    jointes = [np.concatenate(paire) for paire in colonnes]
    ordre = np.argsort(jointes[0], kind="stable")
    return _Brutes(*(colonne[ordre] for colonne in jointes))


def _distinguer(brutes: _Brutes, candidats: Candidats) -> tuple[Entiers, Demandes, Entiers]:
    """Return (zone of each row, distinct zones, a row of each zone)."""
    discipline = candidats.discipline[brutes.candidat]
    filtre = np.maximum(brutes.filtre, -1)
    place = np.maximum(brutes.place, -1)
    cles = (discipline + 1) * len(TYPES) + brutes.type
    cles = cles * (int(filtre.max(initial=-1)) + 2) + filtre + 1
    cles = cles * (int(place.max(initial=-1)) + 2) + place + 1
    zone, premiers = _premiers(cles)
    demandes = Demandes(
        discipline=discipline[premiers],
        type=brutes.type[premiers],
        place=place[premiers],
        filtre=filtre[premiers],
    )
    return zone, demandes, premiers


def _premiers(cles: Entiers) -> tuple[Entiers, Entiers]:
    """Number distinct keys in order of appearance; return (numbers, first row of each)."""
    numeros = pd.factorize(cles)[0].astype(np.int64)
    premiers = np.zeros(int(numeros.max(initial=-1)) + 1, dtype=np.int64)
    premiers[numeros[::-1]] = np.arange(len(cles) - 1, -1, -1)
    return numeros, premiers


def _etiqueter(
    brutes: _Brutes,
    voeux: Voeux,
    postes: Postes,
    groupes: Groupes,
    zone: Entiers,
    premiers: Entiers,
) -> tuple[Lexique, Entiers, Entiers]:
    """Return (labels, label of each row, label of each row as a whole vœu)."""

    def etiquette(ligne: int) -> str:
        nom = TYPES[brutes.type[ligne]]
        if brutes.voeu[ligne] == NUL:
            return f"{nom}:{postes.noms.textes[brutes.place[ligne]]}"
        texte = nom if brutes.code[ligne] == NUL else f"{nom}:{voeux.codes[brutes.code[ligne]]}"
        if brutes.filtre[ligne] != NUL:
            texte += "/" + ",".join(sorted(voeux.filtres[brutes.filtre[ligne]].split("|")))
        return texte

    entieres = [etiquette(int(ligne)) for ligne in premiers]
    detail = list(entieres)
    connus = brutes.place[premiers] < len(groupes.sous_rang)
    for z in np.flatnonzero((brutes.type[premiers] == GROUPE) & connus):
        detail[z] += f"/{groupes.sous_rang[brutes.place[premiers[z]]]}"
    labels = Lexique(tuple(dict.fromkeys([*detail, *entieres])))
    return labels, labels.numeros(detail)[zone], labels.numeros(entieres)[zone]


def _numeroter(
    brutes: _Brutes,
    zone: Entiers,
    label: Entiers,
    label_groupe: Entiers,
    fait: Booleens,
    candidats: Candidats,
) -> tuple[Lignes, Entiers, Entiers]:
    """Number the contracts made, and keep one row of each vœu that made none.

    Returns (all rows, those kept, in order, contracts before each candidat).
    """
    nombre = len(candidats.noms)
    debut = np.zeros(nombre + 1, dtype=np.int64)
    np.cumsum(np.bincount(brutes.candidat[fait], minlength=nombre), out=debut[1:])
    ordre = np.where(fait, np.cumsum(fait) - debut[brutes.candidat], NUL)
    voeu = brutes.voeu
    servis = np.bincount(voeu[fait & (voeu >= 0)], minlength=int(voeu.max(initial=-1)) + 1)
    premiere = np.concatenate(([True], voeu[1:] != voeu[:-1]))[: len(voeu)]
    orphelin = premiere & (prendre(servis, voeu, 1) == 0)
    toutes = Lignes(
        candidat=brutes.candidat,
        rang=brutes.rang,
        ordre=ordre,
        zone=zone,
        label=np.where(orphelin, label_groupe, label),
        bareme=brutes.bareme,
    )
    garde = np.flatnonzero(fait | orphelin)
    cles = (toutes.label, ordre, brutes.rang, brutes.candidat)
    dernier = np.iinfo(np.int64).max
    tri = np.lexsort([np.where(cle[garde] == NUL, dernier, cle[garde]) for cle in cles])
    return toutes, garde[tri], debut
