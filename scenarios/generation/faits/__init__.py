"""The facts that rule sets compute barèmes from, drawn so that they go together.

A fact that no maker here gives has its default; a rule set that has none for it is refused.
Everything is plausible and nothing is fitted: most people are ordinary, and every kind of case that
the rules tell apart is there in the models of 3,000 candidats and more.
"""

from collections.abc import Mapping

import pandas as pd

from mouvement.engine.reglements import Reglement
from mouvement.io.tables_campagne import TABLES_CAMPAGNE
from mouvement.scenarios.generation.faits import commissions, offre
from mouvement.scenarios.generation.faits.affectations import affectations
from mouvement.scenarios.generation.faits.carriere import carriere, table_carriere
from mouvement.scenarios.generation.faits.demandes import demandes
from mouvement.scenarios.generation.faits.dossier import Colonnes, Dossier
from mouvement.scenarios.generation.faits.entrants import entrants
from mouvement.scenarios.generation.faits.famille import famille, table_enfants
from mouvement.scenarios.generation.faits.handicap import handicap, voeux_designes
from mouvement.scenarios.generation.faits.remplacement import remplacement, table_preferences
from mouvement.scenarios.generation.modeles import DemandeInvalide

__all__ = ["Dossier", "faits", "manquants", "situations"]

DES_CANDIDATS = (
    carriere,
    entrants,
    affectations,
    remplacement,
    famille,
    handicap,
    demandes,
    offre.titres,
)
"""The makers of columns of ``candidats``."""
SITUATIONS = {
    "specifiques": commissions.table_specifiques,
    "decisions": commissions.table_decisions,
    "preferences": table_preferences,
    "enfants": table_enfants,
    "carriere": table_carriere,
}
"""The makers of whole tables."""


def faits(dossier: Dossier) -> dict[str, Colonnes]:
    """Return the columns that makers give, by table."""
    des_candidats: Colonnes = {}
    for faiseur in DES_CANDIDATS:
        des_candidats |= faiseur(dossier)
    return {
        "candidats": des_candidats,
        "etablissements": offre.etablissements(dossier),
        "postes": offre.postes(dossier),
        "voeux": {"designe_handicap": voeux_designes(dossier)},
    }


def situations(dossier: Dossier) -> dict[str, pd.DataFrame]:
    """Return the optional tables, those that are empty left out."""
    tables = {nom: faiseur(dossier) for nom, faiseur in SITUATIONS.items()}
    return {nom: table for nom, table in tables.items() if len(table)}


def manquants(reglement: Reglement, faites: Mapping[str, Colonnes]) -> list[str]:
    """Return the facts of a rule set that no maker gives, as ``table.colonne``.

    Raises
    ------
    DemandeInvalide : one of them has no default.
    """
    du_format = {table.nom: table.noms for table in TABLES_CAMPAGNE}
    sans = [
        fait
        for fait in reglement.faits
        if fait.nom not in (*du_format[fait.table], *faites.get(fait.table, {}))
    ]
    exiges = [fait.nom for fait in sans if fait.defaut is None and not fait.nul]
    if exiges:
        raise DemandeInvalide(
            f"Le générateur ne sait pas donner ces faits de {reglement.nom} : {', '.join(exiges)}."
        )
    return [f"{fait.table}.{fait.nom}" for fait in sans]
