"""``mouvement desistement``: what changes if these agents withdraw, nobody worse off."""

from pathlib import Path

import click

from mouvement.conduite import pluriel
from mouvement.options import DOSSIER, ECRASER, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Suit des désistements : qui y gagne, personne n'y perd.")
@DOSSIER
@click.argument("candidats", metavar="CANDIDAT…", nargs=-1, required=True)
@click.option(
    "--campagne",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier de la campagne (par défaut : celui que nomme le manifeste).",
)
@SORTIE
@ECRASER
@JSON
def desistement(
    dossier: Path,
    candidats: tuple[str, ...],
    campagne: Path | None,
    sortie: Path,
    ecraser: bool,
    en_json: bool,
) -> None:
    """Dit ce qui change si des agents renoncent à ce que le résultat DIR leur donne.

    Un titulaire revient sur son poste, qui doit être libre ; qui n'en avait pas s'en va. Les
    supports libérés vont, de proche en proche, à ceux qui les préfèrent à ce qu'ils ont, par
    priorité ; les autres gardent exactement leur poste. La chaîne est la plus courte qui ne laisse
    passer personne devant un mieux classé. Ne bougent pas les couples liés, ni les agents placés
    par décision ; les postes restés vacants le restent.
    """
    from mouvement.io.desistements import verifier_sortie
    from mouvement.io.explication import lignes
    from mouvement.io.recit_desistements import raconter_desistements
    from mouvement.progression import Progression
    from mouvement.scenarios.desistement import desister_dossier

    verifier_sortie(sortie, ecraser)
    faits = desister_dossier(dossier, campagne, candidats, sortie, ecraser, Progression())
    changements = faits.tables["desistements"]
    if en_json:
        repondre_json(
            {"sortie": str(sortie), "retires": faits.retires, "changements": lignes(changements)}
        )
    else:
        click.echo(raconter_desistements(changements))
        click.echo(f"Désistements : {sortie}")


def verifier_desistements(dossier: Path, campagne: Path | None, en_json: bool) -> None:
    """Verify a folder of withdrawals, as ``mouvement verifier`` does."""
    from mouvement.progression import Progression
    from mouvement.scenarios.desistement import reverifier_desistements

    faits = reverifier_desistements(dossier, campagne, Progression())
    if en_json:
        repondre_json([])
    else:
        suites = len(faits.tables["desistements"]) - len(faits.retires)
        click.echo(
            f"Les désistements tiennent : {pluriel(len(faits.retires), 'désistement')} et "
            f"{pluriel(suites, 'changement')} revérifiés, avec le résultat d'origine."
        )
