"""``mouvement verifier``: a result, checked again from its files."""

from pathlib import Path

import click

from mouvement.commandes.desistement import verifier_desistements
from mouvement.engine.erreurs import CertificatRompu
from mouvement.options import DOSSIER, JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Revérifie un résultat, sans solveur.")
@DOSSIER
@click.option(
    "--campagne",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier de la campagne (par défaut : celui que nomme le manifeste).",
)
@JSON
def verifier(dossier: Path, campagne: Path | None, en_json: bool) -> None:
    """Revérifie un résultat à partir de ses fichiers, sans solveur.

    Refait contrats, priorités, capacités et barres à partir de la campagne, et compare tout ce
    que le dossier DIR affirme. Chaque écart est nommé ; le code de sortie est alors 4. DIR peut
    aussi être un dossier de désistements : son résultat d'origine est revérifié avec lui.
    """
    from mouvement.io.desistements import est_desistement
    from mouvement.progression import Progression
    from mouvement.scenarios.verification import reverifier

    if est_desistement(dossier):
        verifier_desistements(dossier, campagne, en_json)
        return
    faite = reverifier(dossier, campagne, Progression())
    resultat, constats = faite.resultat, faite.constats
    if en_json:
        repondre_json([vars(constat) for constat in constats])
    if constats:
        raise CertificatRompu([] if en_json else [str(constat) for constat in constats])
    if not en_json:
        click.echo(
            f"Le résultat tient : {len(resultat.affectations)} candidats, "
            f"{len(resultat.priorites)} contrats et {len(resultat.barres)} barres revérifiés."
        )
