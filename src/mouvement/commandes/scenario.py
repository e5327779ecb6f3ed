"""``mouvement scenario``: a campaign and its variants, said in a file."""

import sys
from pathlib import Path

import click

from mouvement.conduite import TEMPS_LIMITE
from mouvement.options import EXECUTEUR_PAR_COEUR, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Calcule des variantes d'une campagne et les compare.")
@click.argument("fichier", type=click.Path(path_type=Path))
@SORTIE
@click.option("--ecraser", is_flag=True, help="Refait tout : efface d'abord ce qui est là.")
@EXECUTEUR_PAR_COEUR
@JSON
def scenario(fichier: Path, sortie: Path, ecraser: bool, executeur: str, en_json: bool) -> None:
    """Calcule une campagne et des variantes, et compare chaque variante à la campagne.

    FICHIER est un scenario.toml : la campagne de base, et pour chaque variante ce qui change dans
    le règlement, les paramètres, les options, la graine ou les lignes des tables ; une grille de
    valeurs en fait d'un coup. Chaque variante a son sous-dossier : sa campagne, son resultat, sa
    comparaison avec la base. La même commande, relancée, garde ce que rien ne changerait.
    """
    from mouvement.progression import Progression
    from mouvement.scenarios.executeurs import executeur as ouvrir
    from mouvement.scenarios.variantes.bilan import bilan
    from mouvement.scenarios.variantes.dossier import mener_scenario

    suivi = Progression()
    with ouvrir(executeur, "mouvement.scenarios.variantes.travaux") as ouvriers:
        faite = mener_scenario(fichier, sortie, ecraser, suivi, ouvriers)
    if en_json:
        tableau = faite.tableau.astype(object).where(faite.tableau.notna(), None)
        repondre_json({"sortie": str(sortie), "variantes": tableau.to_dict("records")})
    else:
        click.echo(bilan(faite, suivi.durees))
        click.echo(f"Scénario : {sortie}")
    if not faite.prouve:
        sys.exit(TEMPS_LIMITE)
