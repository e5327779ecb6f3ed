"""``mouvement simuler``: a campaign whose vacancies and withdrawals are uncertain."""

import sys
from pathlib import Path

import click

from mouvement.conduite import TEMPS_LIMITE
from mouvement.io.specification import PLAFOND
from mouvement.options import CAMPAGNE, ECRASER, EXECUTEUR_PAR_COEUR, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Commande, entier, nombre


def part(texte: str | float) -> float:
    """Return the share that an option gives: ``2%``, ``2,5 %`` or ``0.02``."""
    dit = str(texte).strip()
    centieme = dit.endswith("%")
    valeur = nombre(dit.removesuffix("%").strip()) / (100 if centieme else 1)
    if not 0 <= valeur <= 1:
        raise click.BadParameter(f"« {texte} » n'est pas une part, de 0 % à 100 %")
    return valeur


def vacance(texte: str) -> tuple[int, float]:
    """Return what ``--vacants`` says: a number of supports, or a share of those vacant."""
    if texte.strip().endswith("%"):
        dite = part(texte)
        if dite > 0.5:
            raise click.BadParameter(f"« {texte} » : au plus 50 %")
        return 0, dite
    ecart = entier(texte)
    if ecart < 0:
        raise click.BadParameter(f"« {texte} » : au moins 0")
    if ecart > PLAFOND:
        raise click.BadParameter(f"« {texte} » : au plus {PLAFOND}")
    return ecart, 0.0


@click.command(cls=Commande, short_help="Chances de chacun quand vacances et retraits varient.")
@CAMPAGNE
@click.option(
    "--tirages",
    type=click.IntRange(1, 100_000),
    metavar="NOMBRE",
    default=200,
    help="Nombre de tirages (200 par défaut).",
)
@click.option(
    "--graine",
    metavar="ENTIER",
    type=entier,
    help="Graine des tirages (par défaut : celle de la campagne).",
)
@click.option(
    "--vacants",
    metavar="PLUS_OU_MOINS",
    type=vacance,
    default="0",
    help="Là où il y a des supports vacants : N de plus ou de moins au plus, tous les nombres "
    "étant aussi probables ; ou P % : chaque support vacant a P % de chances de disparaître, et "
    "autant d'être doublé.",
)
@click.option(
    "--retraits",
    metavar="PART",
    type=part,
    default=0.0,
    help="Chance que chaque candidat se retire : 2%.",
)
@SORTIE
@ECRASER
@EXECUTEUR_PAR_COEUR
@JSON
def simuler(
    campagne: Path,
    tirages: int,
    graine: int | None,
    vacants: tuple[int, float],
    retraits: float,
    sortie: Path,
    ecraser: bool,
    executeur: str,
    en_json: bool,
) -> None:
    """Tire au sort vacances et retraits, et compte ce que chacun obtient.

    Les colonnes facultatives vacants_min et vacants_max de postes, probabilite_retrait de
    candidats, disent ce qui est incertain ; à défaut, --vacants et --retraits. Qui se retire garde
    son poste, et les barèmes des autres ne changent pas. Interrompue, la même commande reprend là
    où elle en était.
    """
    from mouvement.progression import Progression
    from mouvement.scenarios.executeurs import executeur as ouvrir
    from mouvement.scenarios.simulation.bilan import bilan, chiffres
    from mouvement.scenarios.simulation.dossier import simuler_dossier, verifier_sortie
    from mouvement.scenarios.simulation.incertitude import Reglages

    verifier_sortie(sortie, ecraser)
    reglages, suivi = Reglages(*vacants, retraits), Progression()
    with ouvrir(executeur, "mouvement.scenarios.simulation.tirages") as ouvriers:
        faite = simuler_dossier(
            campagne, sortie, ecraser, tirages, graine, reglages, suivi, ouvriers
        )
    if en_json:
        repondre_json({"sortie": str(sortie), **chiffres(faite)})
    else:
        click.echo(bilan(faite, suivi.durees))
        click.echo(f"{'Simulation':<14}{sortie}")
    if faite.non_prouves:
        sys.exit(TEMPS_LIMITE)
