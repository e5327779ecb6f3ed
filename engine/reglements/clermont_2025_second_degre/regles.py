"""What is Clermont-Ferrand's own: the registries that the engine reads (``reglements.modele``)."""

import pandas as pd

from mouvement.engine.instruction import preferences
from mouvement.engine.instruction.comparaisons import valeur
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.clermont_2025_second_degre import (
    regles_ajustement,
    regles_resultats,
)


def jours_d_affichage(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the days from the display of the barème to the final run."""
    fin = pd.Timestamp(valeur(tableau, "$date_calcul"))
    jours: pd.Series = (fin - tableau.candidats["date_affichage"]).dt.days
    return jours


def preferences_hors_zone(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the preferences out of the département of the zone held."""
    return preferences.hors_departement(tableau, "actuel")


DERIVEES = {
    "jours_d_affichage": jours_d_affichage,
    "nombre_preferences": preferences.nombre,
    "preferences_hors_zone": preferences_hors_zone,
}
APRES = {
    "mutations_annulees": regles_resultats.mutations_annulees,
    "departements_non_acquis": regles_resultats.departements_non_acquis,
    "derniers_entrants": regles_resultats.derniers_entrants,
    "rattachements": regles_ajustement.rattachements,
    "preferences_a_demander": regles_ajustement.preferences_a_demander,
    "affectations_a_l_annee": regles_ajustement.affectations_a_l_annee,
}
