"""``mouvement lot``: the mouvement of every campaign of a folder."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mouvement.options import EXECUTEUR_PAR_COEUR, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Commande

if TYPE_CHECKING:
    from mouvement.scenarios.lot import Faite


@click.command(cls=Commande, short_help="Calcule le mouvement de chaque campagne d'un dossier.")
@click.argument("dossier", type=click.Path(path_type=Path))
@SORTIE
@click.option(
    "--ecraser", is_flag=True, help="Refait tout : efface d'abord les résultats d'un lot précédent."
)
@click.option("--verifier", is_flag=True, help="Revérifie chaque résultat, sans solveur.")
@EXECUTEUR_PAR_COEUR
@JSON
def lot(
    dossier: Path, sortie: Path, ecraser: bool, verifier: bool, executeur: str, en_json: bool
) -> None:
    """Calcule le mouvement de chaque campagne d'un dossier : plusieurs académies, ou années.

    DOSSIER contient une campagne par sous-dossier ; son résultat prend le même nom dans le dossier
    de sortie, à côté d'un tableau de toutes (campagnes.parquet et .csv). La même commande,
    relancée, garde les résultats dont ni les données, ni le règlement, ni le logiciel n'ont changé,
    et refait les autres. Une campagne refusée n'arrête pas les suivantes.
    """
    from mouvement.io.tables_lot import imprimer
    from mouvement.scenarios.lot import CONNUS, code_sortie, lister, mener, ouvrir

    campagnes = lister(dossier)
    ouvrir(dossier, sortie, ecraser, *CONNUS)
    suivi = _Suivi(len(campagnes))
    lignes = mener(campagnes, sortie, verifier, executeur, suivi)
    if en_json:
        repondre_json({"sortie": str(sortie), "campagnes": lignes})
    else:
        click.echo(imprimer(lignes))
        click.echo(f"Résultats : {sortie}")
    sys.exit(code_sortie(lignes))


class _Suivi:
    """One line of progress for each campaign."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.fait = 0

    def __call__(self, faite: "Faite") -> None:
        from mouvement.io.tables_lot import resumer

        self.fait += 1
        duree = "déjà fait" if faite.gardee else f"{faite.duree:.1f} s".replace(".", ",")
        click.echo(f"{self.fait}/{self.total} {resumer(faite.ligne)}, {duree}", err=True)
        for ecueil in faite.ecueils:
            click.echo(f"    {ecueil}", err=True)
