"""``mouvement comparer``: what changed between two results, for whom, and why."""

from pathlib import Path

import click

from mouvement.options import ECRASER, JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Compare deux résultats : qui change, et pourquoi.")
@click.argument("dir_a", metavar="DIR_A", type=click.Path(path_type=Path))
@click.argument("dir_b", metavar="DIR_B", type=click.Path(path_type=Path))
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier à écrire : les tables en Parquet et la page comparaison.html.",
)
@click.option(
    "--campagne-a",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier de la campagne de A (par défaut : celui que nomme son manifeste).",
)
@click.option(
    "--campagne-b",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="De même pour B.",
)
@ECRASER
@JSON
def comparer(
    dir_a: Path,
    dir_b: Path,
    sortie: Path | None,
    campagne_a: Path | None,
    campagne_b: Path | None,
    ecraser: bool,
    en_json: bool,
) -> None:
    """Compare deux résultats : qui change, à qui B profite, quelles barres bougent, et pourquoi.

    Les règlements et les données peuvent différer. Les candidats sont rapprochés par identifiant.
    Les campagnes ne servent qu'à la carte, aux noms des zones et à la satisfaction par corps,
    sexe, demande familiale et obligation d'emploi ; ce qui ne peut être dit est annoncé.
    """
    from mouvement.progression import Progression
    from mouvement.scenarios import comparaison
    from mouvement.scenarios.comparaison import dossier, page, resume

    if sortie is not None:
        dossier.verifier_sortie(sortie, ecraser)
    suivi = Progression()
    with suivi.etape("lecture"):
        a = comparaison.lire_cote(dir_a, campagne_a)
        b = comparaison.lire_cote(dir_b, campagne_b)
    with suivi.etape("comparaison"):
        faite = comparaison.comparer(a, b)
    if sortie is not None:
        with suivi.etape("écriture"):
            dossier.ecrire_comparaison(sortie, faite, ecraser)
    if en_json:
        repondre_json(resume.chiffres(faite))
    else:
        click.echo(resume.resumer_comparaison(faite))
        if sortie is not None:
            click.echo(f"\n{'Page':<20}{sortie / page.FICHIER}")
