"""``mouvement affecter``: the mouvement of a campaign."""

import sys
from pathlib import Path

import click

from mouvement.conduite import TEMPS_LIMITE
from mouvement.options import CAMPAGNE, ECRASER, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Commande, Option


@click.command(cls=Commande, short_help="Calcule le mouvement d'une campagne.")
@CAMPAGNE
@SORTIE
@ECRASER
@click.option(
    "--solveur",
    type=click.Choice(["auto", "acceptation-differee", "cp-sat"]),
    metavar="NOM",
    help="Remplace l'option solveur : auto, acceptation-differee ou cp-sat ; même résultat.",
)
@click.option(
    "--temps-max",
    type=click.IntRange(1),
    metavar="SECONDES",
    help="Remplace l'option temps_max_s : borne la recherche, quand des couples sont liés.",
)
@click.option(
    "--processus",
    "--executeur",
    "processus",
    default="1",
    cls=Option,
    metavar="N",
    help="Résout dans N processus (1 par défaut) les disciplines, par groupes que des couples "
    "lient ; ou sur une grappe Dask : dask://HÔTE:PORT. Même résultat. N'abrège que si plusieurs "
    "groupes ont des couples longs à prouver.",
)
@JSON
def affecter(
    campagne: Path,
    sortie: Path,
    ecraser: bool,
    solveur: str | None,
    temps_max: int | None,
    processus: str,
    en_json: bool,
) -> None:
    """Calcule le mouvement : contrats, affectations, certificat, audit.

    CAMPAGNE est le dossier qui contient campagne.toml et les tables Parquet. Rien n'est écrit si
    les données sont refusées ou si le certificat ne tient pas.
    """
    from mouvement.io.bilan import bilan, decisions
    from mouvement.io.resultats import verifier_sortie
    from mouvement.progression import Progression
    from mouvement.scenarios.affectation import affecter_dossier
    from mouvement.scenarios.executeurs import executeur

    verifier_sortie(sortie, ecraser)
    suivi = Progression()
    with executeur(processus, "mouvement.engine.resolution") as ouvriers:
        faite = affecter_dossier(campagne, sortie, ecraser, suivi, ouvriers.map, solveur, temps_max)
    compte, couples = faite.compte, faite.couples
    if en_json:
        statut = faite.identite["statut"]
        repondre_json({"statut": statut, "sortie": str(sortie), **compte, **couples})
    else:
        reserve = "hors décisions, " if compte["decisions"] else ""
        certificat = f"tenu : {reserve}aucun barème n'est lésé"
        click.echo(bilan(compte, suivi.durees, certificat, couples, decisions(faite.resultat)))
        click.echo(f"{'Résultat':<14}{sortie}")
    if not faite.prouve:
        sys.exit(TEMPS_LIMITE)
