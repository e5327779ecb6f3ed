"""What is Orléans-Tours' own: the registries that the engine reads (see ``reglements.modele``)."""

from mouvement.engine.reglements.orleans_tours_2022_second_degre import (
    regles_343,
    regles_carriere,
    regles_departage,
    regles_education,
    regles_familial,
    regles_resultats,
    regles_tzr,
)

DERIVEES = {
    "points_anciennete": regles_343.points_anciennete,
    **regles_carriere.DERIVEES,
    **regles_education.DERIVEES,
    **regles_familial.DERIVEES,
}
APRES = {
    **regles_carriere.APRES,
    **regles_departage.APRES,
    **regles_resultats.APRES,
    **regles_tzr.APRES,
}
