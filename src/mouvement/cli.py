"""The front door: the group of commands. Each is a module of ``commandes``; heavy imports wait."""

from typing import NoReturn

import click

from mouvement import __version__
from mouvement.commandes.affecter import affecter
from mouvement.commandes.banc import banc
from mouvement.commandes.bareme import bareme
from mouvement.commandes.comparer import comparer
from mouvement.commandes.controler import controler
from mouvement.commandes.designer import designer
from mouvement.commandes.desistement import desistement
from mouvement.commandes.expliquer import expliquer
from mouvement.commandes.generer import generer
from mouvement.commandes.lot import lot
from mouvement.commandes.reglements import reglements
from mouvement.commandes.rejouer import rejouer
from mouvement.commandes.requete import requete
from mouvement.commandes.scenario import scenario
from mouvement.commandes.simuler import simuler
from mouvement.commandes.verifier import verifier
from mouvement.conduite import conduire
from mouvement.usage import Groupe


@click.group(
    cls=Groupe,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    epilog="Codes de sortie : 0 fait et certifié · 2 usage, ou sortie inutilisable · 3 données "
    "refusées · 4 certificat rompu · 5 preuve inachevée · 130 interrompu.",
)
@click.version_option(
    __version__, prog_name="mouvement", message="%(prog)s %(version)s", help="Affiche la version."
)
def cli() -> None:
    """Calcule le mouvement d'une campagne, le prouve et l'explique.

    Pour commencer : « mouvement generer demo --sortie essai », puis « mouvement affecter essai
    --sortie resultat », puis « mouvement expliquer resultat CANDIDAT ».
    """


for commande in (
    generer,
    controler,
    bareme,
    affecter,
    verifier,
    expliquer,
    reglements,
    designer,
    desistement,
    rejouer,
    comparer,
    scenario,
    simuler,
    lot,
    requete,
    banc,
):
    cli.add_command(commande)


def main() -> NoReturn:
    """Run the command line."""
    conduire(cli)
