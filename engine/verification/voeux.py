"""The vœux and the groups as numbers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.colonnes import (
    NUL,
    Booleens,
    Entiers,
    Lexique,
    distincts,
    entiers,
    ordonner,
    prendre,
)
from mouvement.engine.verification.restrictions import moities
from mouvement.engine.verification.terrain import Candidats, Postes, textes
from mouvement.engine.verification.traits import EXTENSION, Traits
from mouvement.engine.verification.zones import Classement

TYPES = ("POSTE", "ETB", "COM", "GEO", "DPT", "ACA", "CIR", "ZRE", "ZRD", "ZRA", "GROUPE")
SANS_CODE = ("ACA", "ZRA")
GROUPE = TYPES.index("GROUPE")
SEPARES = (("ACA", "DPT", "communes"), ("ZRA", "ZRD", "zones_remplacement"))
"""Vœux over the académie, what a partner's become, the table that names the départements."""


@dataclass(frozen=True)
class Voeux:
    """The lines of the vœux as numbers, by candidat and in the order of his list.

    Attributes
    ----------
    source : number of the line in the table, see ``Traits``.
    conjoint : whether a partner asks for it with the other; of the extension, the pairs alone.
    rang, bareme : ``NUL`` for a line without one.
    """

    source: Entiers
    candidat: Entiers
    conjoint: Booleens
    rang: Entiers
    type: Entiers
    code: Entiers
    filtre: Entiers
    restriction: Entiers
    bareme: Entiers
    codes: list[str]
    filtres: list[str]
    restrictions: list[str]


def lire_voeux(table: pd.DataFrame, traits: Traits, candidats: Candidats) -> Voeux:
    """Number the vœux; what has no meaning is left out.

    That is those of an unknown candidat or type, and half of a pair for whom no couple ties.
    """
    codes, noms = distincts(table["code"])
    filtre, types = distincts(table["types_etablissement"])
    restriction, restrictions = distincts(table["restriction"])
    candidat = candidats.noms.connus(table["candidat"])
    nature = Lexique(TYPES).connus(table["type"])
    ordre = ordonner((candidat, entiers(table["place"]), entiers(table["sous_rang"])))
    ordre = ordre[(candidat[ordre] >= 0) & (nature[ordre] >= 0)]
    demi = moities(restriction, restrictions)
    seul = prendre(candidats.partenaire, candidat) < 0
    ordre = ordre[~(demi & seul)[ordre]]
    du_couple = demi | (traits.origine != EXTENSION)
    return Voeux(
        source=ordre.astype(np.int64),
        candidat=candidat[ordre],
        conjoint=(du_couple & ~seul)[ordre],
        rang=entiers(table["rang"])[ordre],
        type=nature[ordre],
        code=codes[ordre],
        filtre=filtre[ordre],
        restriction=restriction[ordre],
        bareme=entiers(table["bareme"])[ordre],
        codes=noms,
        filtres=types,
        restrictions=restrictions,
    )


def separer(voeux: Voeux, campagne: Campagne) -> Voeux:
    """Split partners' vœux over the académie: as many as there are départements, by code."""
    codes, nature = list(voeux.codes), voeux.type.copy()
    fois, premier = np.ones_like(nature), np.full_like(nature, NUL)
    for entier, part, table in SEPARES:
        departements = sorted(set(textes(getattr(campagne, table)["departement"])))
        ici = voeux.conjoint & (voeux.type == TYPES.index(entier)) & bool(departements)
        nature[ici], fois[ici], premier[ici] = TYPES.index(part), len(departements), len(codes)
        codes += departements
    if (premier == NUL).all():
        return voeux
    voeu = np.repeat(np.arange(len(fois), dtype=np.int64), fois)
    place = np.arange(len(voeu), dtype=np.int64) - np.repeat(np.cumsum(fois) - fois, fois)
    return Voeux(
        source=voeux.source[voeu],
        candidat=voeux.candidat[voeu],
        conjoint=voeux.conjoint[voeu],
        rang=voeux.rang[voeu],
        type=nature[voeu],
        code=np.where(premier[voeu] >= 0, premier[voeu] + place, voeux.code[voeu]),
        filtre=voeux.filtre[voeu],
        restriction=voeux.restriction[voeu],
        bareme=voeux.bareme[voeu],
        codes=codes,
        filtres=voeux.filtres,
        restrictions=voeux.restrictions,
    )


@dataclass(frozen=True)
class Groupes:
    """Sub-zones of the groups: those of group g are ``debut[g]`` to ``debut[g + 1]``."""

    noms: Lexique
    debut: Entiers
    sous_rang: Entiers
    classement: Classement


def lire_groupes(table: pd.DataFrame, postes: Postes) -> Groupes:
    """Number the groups and their sub-zones, by (groupe, sous_rang)."""
    noms = Lexique.trie(table["groupe"])
    couples = np.stack([noms.coder(table["groupe"]), entiers(table["sous_rang"])], axis=1)
    distinctes, numero = np.unique(couples, axis=0, return_inverse=True)
    poste = postes.noms.connus(table["poste"])
    discipline = prendre(postes.discipline, poste)
    return Groupes(
        noms=noms,
        debut=np.searchsorted(distinctes[:, 0], np.arange(len(noms) + 1)),
        sous_rang=distinctes[:, 1],
        classement=Classement.de(
            discipline, np.where(poste >= 0, numero.reshape(-1), NUL).astype(np.int64), poste
        ),
    )
