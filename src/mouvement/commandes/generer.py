"""``mouvement generer``: a synthetic campaign."""

from pathlib import Path

import click

from mouvement.options import ECRASER, SORTIE
from mouvement.usage import Commande, entier, nombre


@click.command(cls=Commande, short_help="Écrit une campagne synthétique.")
@click.argument("modele")
@SORTIE
@click.option(
    "--academie",
    metavar="NOM",
    help="Académie imitée (orleans-tours par défaut ; toutes pour nationale).",
)
@click.option(
    "--graine",
    metavar="ENTIER",
    type=entier,
    help="Graine du hasard : même graine, mêmes fichiers.",
)
@click.option(
    "--facteur",
    metavar="NOMBRE",
    type=nombre,
    default=1.0,
    help="Multiplie candidats, vœux et supports (1 par défaut).",
)
@click.option(
    "--reglement",
    metavar="NOM",
    help="Règlement de la campagne : declare pour des barèmes donnés (par défaut : celui de "
    "l'académie s'il est fourni, sinon declare).",
)
@ECRASER
def generer(
    modele: str,
    sortie: Path,
    academie: str | None,
    graine: int | None,
    facteur: float,
    reglement: str | None,
    ecraser: bool,
) -> None:
    """Écrit une campagne synthétique du second degré, de la taille d'un MODELE.

    MODELE : minuscule (essais), demo ou typique (une académie réelle : 3 000 candidats, 60 000
    vœux), large (12 000 candidats, 240 000 vœux), nationale (un dossier de 30 académies, aux
    barèmes déclarés). Les communes sont réelles, les établissements et les personnes inventés.
    """
    from mouvement.progression import Progression
    from mouvement.scenarios.generation import GRAINE_PAR_DEFAUT, ecrire_modele

    choisie = GRAINE_PAR_DEFAUT if graine is None else graine
    with Progression().etape("génération"):
        ecrire_modele(modele, sortie, academie, choisie, facteur, ecraser, reglement)
    click.echo(f"Campagne écrite : {sortie}")
