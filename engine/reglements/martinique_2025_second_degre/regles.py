"""What is Martinique's own: the registries that the engine reads (see ``reglements.modele``)."""

from mouvement.engine.reglements.martinique_2025_second_degre import (
    regles_resultats,
    regles_situations,
    regles_voeux,
)

DERIVEES = regles_situations.DERIVEES
OPERATIONS = {"academie_en_departement": regles_voeux.academie_en_departement}
APRES = {
    "derniers_entrants": regles_resultats.derniers_entrants,
    "recours": regles_resultats.recours,
    "annee_en_zone": regles_resultats.annee_en_zone,
}
