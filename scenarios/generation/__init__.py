"""Synthetic second-degré campaigns, good enough to be taken for an export, by size and by seed."""

from mouvement.scenarios.generation.campagnes import (
    CampagneSynthetique,
    generer,
    generer_modele,
)
from mouvement.scenarios.generation.ecriture import ecrire_modele
from mouvement.scenarios.generation.modeles import (
    ACADEMIE_PAR_DEFAUT,
    GRAINE_PAR_DEFAUT,
    Modele,
    lire_modeles,
)

__all__ = [
    "ACADEMIE_PAR_DEFAUT",
    "GRAINE_PAR_DEFAUT",
    "CampagneSynthetique",
    "Modele",
    "ecrire_modele",
    "generer",
    "generer_modele",
    "lire_modeles",
]
