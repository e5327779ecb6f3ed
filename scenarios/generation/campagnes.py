"""Whole campaigns: from a named size to tables, and to folders."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import Statut, a_pourvoir, creer_candidats
from mouvement.scenarios.generation.couples import former_couples
from mouvement.scenarios.generation.disciplines import disciplines_du_modele
from mouvement.scenarios.generation.etablissements import creer_etablissements
from mouvement.scenarios.generation.faits import Dossier
from mouvement.scenarios.generation.hasard import Hasard, repartir
from mouvement.scenarios.generation.modeles import (
    ACADEMIE_PAR_DEFAUT,
    GRAINE_PAR_DEFAUT,
    DemandeInvalide,
    Modele,
    effectif,
    exiger_effectif,
    modele_nomme,
)
from mouvement.scenarios.generation.options import Contexte
from mouvement.scenarios.generation.postes import capacites, creer_postes, offrir_supports
from mouvement.scenarios.generation.reglements import Choix, choisir, configuration
from mouvement.scenarios.generation.tables import calculees, declarees
from mouvement.scenarios.generation.territoire import (
    academies,
    ouvrir_territoire,
    zones_remplacement,
)
from mouvement.scenarios.generation.voeux import creer_voeux

UN = Fraction(1)
GRAINE_MAXIMALE = 2**63 - 1


@dataclass(frozen=True)
class CampagneSynthetique:
    """One generated campaign: its tables by name (``io.tables_campagne``) and ``campagne.toml``."""

    academie: str
    reglement: str
    tables: dict[str, pd.DataFrame]
    configuration: str


def generer(
    modele: str,
    academie: str | None = None,
    graine: int = GRAINE_PAR_DEFAUT,
    facteur: Fraction = UN,
    reglement: str | None = None,
    couples: int | None = None,
) -> CampagneSynthetique:
    """Make the campaign of one académie, the same for the same arguments.

    Its barèmes are computed when the académie has a rule set, else declared; ``reglement`` asks.
    ``couples`` : how many mutations simultanées there are, instead of the usual share.

    Raises
    ------
    DemandeInvalide : unknown size, académie or rule set, seed or factor without sense.
    """
    taille = modele_nomme(modele)
    if not 0 <= graine <= GRAINE_MAXIMALE:
        raise DemandeInvalide(f"La graine va de 0 à {GRAINE_MAXIMALE} (reçu : {graine}).")
    if taille.toutes_academies and academie is None:
        raise DemandeInvalide(f"Le modèle {modele} fait plusieurs campagnes : nommer l'académie.")
    nom = academie or ACADEMIE_PAR_DEFAUT
    if nom not in academies():
        raise DemandeInvalide(f"Académie inconnue : {nom}. Codes : {', '.join(academies())}.")
    choix = choisir(taille, nom, reglement)
    return _campagne(taille, nom, graine, _effectif(taille, nom, facteur), choix, couples)


def generer_modele(
    modele: str,
    academie: str | None = None,
    graine: int = GRAINE_PAR_DEFAUT,
    facteur: Fraction = UN,
    reglement: str | None = None,
) -> Iterator[CampagneSynthetique]:
    """Make the campaigns of a size one after the other: one, or one for each académie."""
    noms = academies() if modele_nomme(modele).toutes_academies and academie is None else [academie]
    for nom in noms:
        yield generer(modele, nom, graine, facteur, reglement)


def _effectif(modele: Modele, academie: str, facteur: Fraction) -> int:
    """Candidats of that académie: all of the size's, or its part by population."""
    total = effectif(modele.candidats, facteur)
    if not modele.toutes_academies:
        return exiger_effectif(total, academie)
    habitants = academies()
    parts = repartir(total, np.array(list(habitants.values())))
    return exiger_effectif(int(parts[list(habitants).index(academie)]), academie)


def _campagne(
    modele: Modele, academie: str, graine: int, nombre: int, choix: Choix, couples: int | None
) -> CampagneSynthetique:
    hasard = Hasard(graine, modele.nom, academie)
    contexte = _contexte(modele, academie, nombre, hasard, choix, couples)
    voeux = creer_voeux(contexte, hasard)
    if choix.calcule:
        tables = calculees(Dossier(contexte, voeux, hasard, choix.annee), choix)
    else:
        tables = declarees(contexte, voeux)
    dite = configuration(modele.nom, academie, graine, choix)
    return CampagneSynthetique(academie, choix.reglement, tables, dite)


def _contexte(
    modele: Modele,
    academie: str,
    nombre: int,
    hasard: Hasard,
    choix: Choix,
    couples: int | None,
) -> Contexte:
    """Make places, postes and candidats, then put supports on the postes."""
    territoire = ouvrir_territoire(academie, hasard)
    disciplines = disciplines_du_modele(modele)
    zones = zones_remplacement(territoire)
    etablissements = creer_etablissements(territoire, nombre, hasard)
    postes = creer_postes(etablissements, zones, disciplines, hasard)
    candidats = creer_candidats(territoire, postes, disciplines, nombre, hasard)
    separes = territoire.departement if choix.calcule else None
    former_couples(candidats, hasard, separes, couples)
    postes["vacants"] = offrir_supports(postes, a_pourvoir(candidats, len(disciplines)), hasard)
    conserves = candidats["tenu"][
        (candidats["tenu"] >= 0) & (candidats["statut"] != Statut.CARTE_SCOLAIRE)
    ]
    postes["capacite"] = capacites(postes, conserves.to_numpy())
    return Contexte(territoire, zones, etablissements, postes, candidats, choix.calcule)
