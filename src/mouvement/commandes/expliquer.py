"""``mouvement expliquer``: the story of one candidat."""

from pathlib import Path

import click

from mouvement.options import DOSSIER, JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Raconte l'histoire d'un candidat.")
@DOSSIER
@click.argument("candidat")
@JSON
def expliquer(dossier: Path, candidat: str, en_json: bool) -> None:
    """Raconte l'histoire d'un candidat : chaque vœu, ses points, la barre, le motif."""
    from mouvement.io.explication import lignes, raconter
    from mouvement.io.resultats import (
        lire_affectation,
        lire_candidat,
        options_suivies,
        retouches,
    )

    tables = {nom: lignes(table) for nom, table in lire_candidat(dossier, candidat).items()}
    changees = ", ".join(retouches(dossier))
    if changees:
        dit = f"Attention : modifié depuis le calcul ({changees}). Voir « mouvement verifier »."
        click.echo(dit, err=True)
    autre = tables["affectations"][0]["simultanee"]
    partenaire = lignes(lire_affectation(dossier, autre)) if autre else []
    if en_json:
        repondre_json(
            {
                "affectation": tables["affectations"][0],
                "partenaire": next(iter(partenaire), None),
                "audit": tables["audit"],
                "baremes": tables["baremes"],
                "signalements": tables["signalements"],
            }
        )
    else:
        options = options_suivies(dossier)
        lies, ameliore = options.get("simultanees") == "liees", bool(options.get("amelioration"))
        click.echo(raconter(tables, lies=lies, ameliore=ameliore, partenaire=partenaire))
