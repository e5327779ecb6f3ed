"""``mouvement banc``: what a campaign costs, step by step."""

from pathlib import Path

import click

from mouvement.options import CAMPAGNE, JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Mesure durée et mémoire de chaque étape.")
@CAMPAGNE
@click.option(
    "--repetitions",
    type=click.IntRange(1, 1000),
    default=1,
    metavar="NOMBRE",
    help="Nombre de mesures, chacune dans un processus neuf ; les médianes sont montrées (1 par "
    "défaut).",
)
@JSON
def banc(campagne: Path, repetitions: int, en_json: bool) -> None:
    """Mesure la durée et la mémoire de chaque étape, sur cette campagne et cette machine.

    Fait le mouvement, l'écrit dans un dossier temporaire, le revérifie, et compare aux mesures
    publiées, pour la taille la plus proche. Rien n'est gardé.
    """
    from mouvement.benchmarks.users import bench
    from mouvement.benchmarks.words import tell
    from mouvement.progression import Progression

    suivi = Progression()
    with suivi.etape("mesures"):
        mesures = bench(campagne, repetitions, suivi)
    if en_json:
        repondre_json(mesures)
    else:
        click.echo(tell(mesures))
