"""The supports offered: what a rule set takes from, or adds to, those vacant."""

from dataclasses import replace

from mouvement.engine.campagne import Campagne
from mouvement.engine.reglements.modele import Reglement


def offrir(campagne: Campagne, reglement: Reglement) -> Campagne:
    """Return the campaign with its supports vacant as the rule set counts them, never below 0."""
    if not reglement.offre:
        return campagne
    postes = campagne.postes
    vacants = postes["vacants"]
    for offre in reglement.offre:
        vacants = vacants - postes[offre.moins] if offre.moins else vacants + postes[offre.plus]
    return replace(campagne, postes=postes.assign(vacants=vacants.clip(lower=0)))
