"""What is Orléans-Tours' own: the registries that the engine reads (see ``reglements.modele``)."""

from mouvement.engine.reglements.orleans_tours_2022_second_degre import (
    regles_343,
    regles_carriere,
    regles_education,
    regles_familial,
)

DERIVEES = {
    "points_anciennete": regles_343.points_anciennete,
    **regles_carriere.DERIVEES,
    **regles_education.DERIVEES,
    **regles_familial.DERIVEES,
}
APRES = {**regles_carriere.APRES}
