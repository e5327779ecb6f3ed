"""``mouvement bareme``: barèmes alone, and where the declared ones differ."""

from pathlib import Path

import click

from mouvement.options import CAMPAGNE, ECRASER, JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(
    cls=Commande, short_help="Calcule les barèmes et montre les écarts avec les barèmes déclarés."
)
@CAMPAGNE
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier à écrire : voeux, baremes, ecarts, signalements et rejets, en Parquet.",
)
@ECRASER
@JSON
def bareme(campagne: Path, sortie: Path | None, ecraser: bool, en_json: bool) -> None:
    """Calcule le barème de chaque vœu et sa décomposition, sans rien affecter.

    Les barèmes que la table voeux déclare sont comparés à ceux que le règlement calcule, même si
    la campagne les prend tels quels : chaque écart est montré avec ses éléments. C'est ainsi que
    les données se fiabilisent avant le mouvement.
    """
    from mouvement.engine.instruction import instruire
    from mouvement.io import baremes
    from mouvement.io.explication import lignes
    from mouvement.io.lecture import lire_campagne
    from mouvement.progression import Progression

    if sortie is not None:
        baremes.verifier_sortie(sortie, ecraser)
    suivi = Progression()
    with suivi.etape("lecture"):
        lue = lire_campagne(campagne, calcule=True)
    with suivi.etape("barème"):
        instruction = instruire(lue)
        tables = baremes.tables(lue, instruction)
    if sortie is not None:
        with suivi.etape("écriture"):
            baremes.ecrire(sortie, lue, tables, ecraser)
    if en_json:
        repondre_json(lignes(tables["ecarts"]))
    else:
        click.echo(baremes.bilan(instruction, tables["ecarts"]))
