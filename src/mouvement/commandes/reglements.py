"""``mouvement reglements``: the rule sets shipped, for reading."""

import click

from mouvement.options import JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Liste ou détaille les règlements fournis.")
@click.argument("nom", required=False)
@JSON
def reglements(nom: str | None, en_json: bool) -> None:
    """Liste les règlements fournis, ou en détaille un : éléments, options, sources."""
    from mouvement.engine.reglements import NOMS, charger
    from mouvement.io.reglements import detailler, lister

    if nom is not None and nom not in NOMS:
        raise click.BadParameter(f"« {nom} » ; règlements fournis : {', '.join(NOMS)}")
    choisis = [charger(n) for n in (NOMS if nom is None else [nom])]
    if en_json:
        repondre_json([{**vars(r), "options": vars(r.options)} for r in choisis])
    else:
        click.echo(lister(choisis) if nom is None else detailler(choisis[0]))
