"""``mouvement controler``: everything that is wrong with a campaign, at once."""

import sys
from pathlib import Path

import click

from mouvement.conduite import pluriel
from mouvement.engine.erreurs import DonneesRefusees
from mouvement.options import CAMPAGNE, JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Lit et contrôle une campagne.")
@CAMPAGNE
@JSON
def controler(campagne: Path, en_json: bool) -> None:
    """Lit et contrôle toute la campagne, liste toutes les fautes, ne change rien.

    CAMPAGNE est le dossier qui contient campagne.toml et les tables Parquet.
    """
    from mouvement.io.lecture import lire
    from mouvement.io.remarques import remarques

    try:
        lecture = lire(campagne)
    except DonneesRefusees as refus:
        if en_json:
            repondre_json([vars(faute) for faute in refus.fautes])
        else:
            click.echo("\n".join(map(str, refus.fautes)))
        click.echo(pluriel(len(refus.fautes), "faute"), err=True)
        sys.exit(refus.code_sortie)
    lue = lecture.campagne
    for texte in remarques(lecture):
        click.echo(f"Remarque : {texte}", err=True)
    if en_json:
        repondre_json([])
    else:
        click.echo(
            f"Campagne {lue.academie} {lue.annee} : {len(lue.candidats)} candidats, "
            f"{len(lue.voeux)} vœux, {len(lue.postes)} postes. Aucune faute."
        )
