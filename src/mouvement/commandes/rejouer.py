"""``mouvement rejouer``: a past campaign, or several, solved again and compared."""

import sys
from pathlib import Path
from typing import Any

import click

from mouvement.conduite import TEMPS_LIMITE
from mouvement.options import CAMPAGNE, ECRASER, EXECUTEUR, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Commande


@click.command(cls=Commande, short_help="Rejoue une campagne passée et explique les différences.")
@CAMPAGNE
@SORTIE
@ECRASER
@EXECUTEUR
@JSON
def rejouer(campagne: Path, sortie: Path, ecraser: bool, executeur: str, en_json: bool) -> None:
    """Rejoue une campagne passée et explique chaque différence avec son résultat réel.

    CAMPAGNE est un dossier de campagne qui contient aussi affectations_reelles.parquet. Les
    différences qui se causent l'une l'autre forment un cas, avec sa première cause et ses preuves.
    Un résultat passé impossible (poste inconnu, surnombre…) est montré, non refusé.

    CAMPAGNE peut être un dossier de campagnes, une par sous-dossier : elles sont rejouées toutes,
    et la même commande relancée reprend où elle en était (--ecraser : les refait toutes).
    """
    from mouvement.scenarios.executeurs import executeur as ouvrir
    from mouvement.scenarios.rejeu.lot import est_lot

    if est_lot(campagne):
        with ouvrir(executeur, "mouvement.scenarios.rejeu.lot") as ouvriers:
            _lot(campagne, sortie, ecraser, ouvriers.map, en_json)
    else:
        with ouvrir(executeur, "mouvement.engine.resolution") as ouvriers:
            _une(campagne, sortie, ecraser, ouvriers.map, en_json)


def _une(campagne: Path, sortie: Path, ecraser: bool, executer: Any, en_json: bool) -> None:
    from mouvement.io.explication import lignes
    from mouvement.progression import Progression
    from mouvement.scenarios.rejeu.dossier import rejouer_dossier, verifier_sortie

    verifier_sortie(sortie, ecraser)
    faite = rejouer_dossier(campagne, sortie, ecraser, Progression(), executer)
    if en_json:
        repondre_json(
            {
                "sortie": str(sortie),
                "synthese": faite.tables["rejeu_synthese"].to_dict("records")[0],
                "cas": lignes(faite.tables["rejeu_cas"]),
            }
        )
    else:
        click.echo(faite.synthese)
        click.echo(f"Rejeu : {sortie}")
    if not faite.prouve:
        sys.exit(TEMPS_LIMITE)


def _lot(campagnes: Path, sortie: Path, ecraser: bool, executer: Any, en_json: bool) -> None:
    from mouvement.engine.erreurs import DonneesRefusees
    from mouvement.scenarios.rejeu.lot import rejouer_lot

    synthese, texte, reponses = rejouer_lot(
        campagnes, sortie, ecraser, executer, lambda ligne: click.echo(ligne, err=True)
    )
    if en_json:
        refus = {r.nom: r.refus for r in reponses if r.ligne is None}
        repondre_json(
            {"sortie": str(sortie), "campagnes": synthese.to_dict("records"), "refus": refus}
        )
    else:
        click.echo(texte)
        click.echo(f"Rejeux : {sortie}")
    if any(reponse.ligne is None for reponse in reponses):
        sys.exit(DonneesRefusees.code_sortie)
    if not all(reponse.prouve for reponse in reponses):
        sys.exit(TEMPS_LIMITE)
