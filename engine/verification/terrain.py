"""The campaign's places and people as numbers: postes with their levels, candidats with theirs."""

from collections.abc import Iterable
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
    prendre,
)

SANS_GEOGRAPHIE = ("ZR", "ASH", "SPEA", "POP")
"""Natures of poste that no geographic zone holds (formats.md)."""


@dataclass(frozen=True)
class Postes:
    """The postes, numbered in the code-point order of their identifiers.

    Attributes
    ----------
    lieu : number of ``etablissement`` (or ZR) in ``lieux``.
    type : number of the établissement's type in ``types``; ``NUL`` for a ZR.
    classement : number of its ``education_prioritaire`` in ``classements``; ``NUL`` for none.
    niveaux : vœu type → number of the place of each poste in ``codes[type]``, ``NUL`` when the
        poste belongs to no zone of that type. ``ACA`` and ``ZRA`` have the single place 0.
    """

    noms: Lexique
    disciplines: Lexique
    lieux: Lexique
    types: Lexique
    classements: Lexique
    discipline: Entiers
    lieu: Entiers
    type: Entiers
    classement: Entiers
    capacite: Entiers
    niveaux: dict[str, Entiers]
    codes: dict[str, Lexique]


@dataclass(frozen=True)
class Candidats:
    """The candidats, numbered in code-point order.

    Attributes
    ----------
    actuel : number of ``poste_actuel``, ``NUL`` when there is none.
    garde : the same, for those alone who bring its support and keep it if nothing better comes.
    simultanee : number of the partner, ``NUL`` when there is none.
    partenaire : the same, when the campaign ties couples; ``NUL`` for all when it does not.
    """

    noms: Lexique
    discipline: Entiers
    actuel: Entiers
    garde: Entiers
    participation: Entiers
    carte_scolaire: Entiers
    simultanee: Entiers
    partenaire: Entiers


PARTICIPATIONS = Lexique(("OBLIGATOIRE", "FACULTATIVE"))


def textes(*series: "pd.Series[str]") -> Iterable[str]:
    """Texts of several columns, nulls left out, in no particular order."""
    for serie in series:
        yield from (str(texte) for texte in serie.dropna().unique())


def _ranger(table: pd.DataFrame, cle: str) -> tuple[Lexique, pd.DataFrame]:
    """Return (lexicon of the key, table in its order)."""
    codes, noms = distincts(table[cle])
    lexique = Lexique.trie(noms)
    numeros = prendre(lexique.numeros(noms), codes)
    return lexique, table.iloc[np.argsort(numeros, kind="stable")]


def lire_candidats(campagne: Campagne, disciplines: Lexique, postes: Lexique) -> Candidats:
    """Number the candidats."""
    noms, table = _ranger(campagne.candidats, "candidat")
    actuel = postes.connus(table["poste_actuel"])
    carte_scolaire = entiers(table["carte_scolaire"])
    simultanee = noms.coder(table["simultanee"])
    lies = campagne.options.simultanees == "liees"
    return Candidats(
        noms=noms,
        discipline=disciplines.connus(table["discipline"]),
        actuel=actuel,
        garde=np.where(carte_scolaire == 1, NUL, actuel),
        participation=PARTICIPATIONS.coder(table["participation"]),
        carte_scolaire=carte_scolaire,
        simultanee=simultanee,
        partenaire=simultanee if lies else np.full_like(simultanee, NUL),
    )


def lire_terrain(campagne: Campagne) -> tuple[Postes, Candidats]:
    """Number the postes and the candidats, with capacities and levels."""
    noms, table = _ranger(campagne.postes, "poste")
    disciplines = Lexique.trie(
        textes(campagne.postes["discipline"], campagne.candidats["discipline"])
    )
    candidats = lire_candidats(campagne, disciplines, noms)
    capacite = entiers(table["vacants"])
    np.add.at(capacite, candidats.garde[candidats.garde >= 0], 1)
    lieux = Lexique.trie(textes(campagne.postes["etablissement"]))
    types = Lexique.trie(textes(campagne.etablissements["type"]))
    niveaux, codes, type_lieu = _niveaux(campagne, table, noms, types)
    classements, classement = _classements(campagne, table)
    postes = Postes(
        noms=noms,
        disciplines=disciplines,
        lieux=lieux,
        types=types,
        classements=classements,
        discipline=disciplines.coder(table["discipline"]),
        lieu=lieux.coder(table["etablissement"]),
        type=type_lieu,
        classement=classement,
        capacite=capacite,
        niveaux=niveaux,
        codes=codes,
    )
    return postes, candidats


def _niveaux(
    campagne: Campagne, table: pd.DataFrame, noms: Lexique, types: Lexique
) -> tuple[dict[str, Entiers], dict[str, Lexique], Entiers]:
    etabs, etablissements = _ranger(campagne.etablissements, "etablissement")
    communes, cadre_communes = _ranger(campagne.communes, "commune")
    zr, zones = _ranger(campagne.zones_remplacement, "zone")
    departements = Lexique.trie(textes(cadre_communes["departement"], zones["departement"]))
    groupements = Lexique.trie(textes(cadre_communes["groupement"]))
    circonscriptions = Lexique.trie(textes(etablissements["circonscription"]))

    nature = table["nature"]
    est_zr = np.asarray(nature == "ZR", dtype=np.bool_)
    precis = ~np.asarray(nature.isin(SANS_GEOGRAPHIE), dtype=np.bool_)
    zone = _si(est_zr, zr.connus(table["etablissement"]))
    etab = _si(~est_zr, etabs.connus(table["etablissement"]))
    type_lieu = prendre(types.coder(etablissements["type"]), etab)
    erea = prendre(np.asarray(etablissements["type"] == "EREA", dtype=np.int64), etab) == 1
    commune = _si(precis & ~erea, prendre(communes.connus(etablissements["commune"]), etab))
    partout = np.zeros(len(table), dtype=np.int64)
    niveaux = {
        "POSTE": np.arange(len(table), dtype=np.int64),
        "ETB": _si(precis, etab),
        "COM": commune,
        "GEO": prendre(groupements.coder(cadre_communes["groupement"]), commune),
        "DPT": prendre(departements.coder(cadre_communes["departement"]), commune),
        "ACA": _si(commune >= 0, partout),
        "CIR": _si(
            precis & ~erea, prendre(circonscriptions.coder(etablissements["circonscription"]), etab)
        ),
        "ZRE": zone,
        "ZRD": prendre(departements.coder(zones["departement"]), zone),
        "ZRA": _si(zone >= 0, partout),
    }
    codes = {
        "POSTE": noms,
        "ETB": etabs,
        "COM": communes,
        "GEO": groupements,
        "DPT": departements,
        "ACA": Lexique((campagne.academie,)),
        "CIR": circonscriptions,
        "ZRE": zr,
        "ZRD": departements,
        "ZRA": Lexique((campagne.academie,)),
    }
    return niveaux, codes, type_lieu


def _classements(campagne: Campagne, table: pd.DataFrame) -> tuple[Lexique, Entiers]:
    """Return the classements there are, and that of each poste; not every campaign has some."""
    if "education_prioritaire" not in campagne.etablissements:
        return Lexique(()), np.full(len(table), NUL, dtype=np.int64)
    etabs, etablissements = _ranger(campagne.etablissements, "etablissement")
    lexique = Lexique.trie(textes(etablissements["education_prioritaire"]))
    etab = etabs.connus(table["etablissement"])
    etab = np.where(table["nature"] == "ZR", NUL, etab)
    return lexique, prendre(lexique.coder(etablissements["education_prioritaire"]), etab)


def _si(condition: Booleens, valeurs: Entiers) -> Entiers:
    return np.where(condition, valeurs, NUL)
