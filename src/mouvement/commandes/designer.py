"""``mouvement designer``: who loses his poste when one is suppressed."""

from pathlib import Path

import click

from mouvement.options import JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande, Option, entier


@click.command(cls=Commande, short_help="Désigne qui perd son poste quand un poste est supprimé.")
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option(
    "--reglement",
    cls=Option,
    required=True,
    metavar="NOM",
    help="Règle à suivre (obligatoire) : clermont-2025-second-degre ou "
    "martinique-2025-second-degre.",
)
@click.option(
    "--annee",
    metavar="ENTIER",
    type=entier,
    help="Année du mouvement : l'ancienneté se compte au 1er septembre (par défaut : celle du "
    "règlement).",
)
@click.option(
    "--suppressions",
    metavar="ENTIER",
    type=entier,
    help="Nombre de postes supprimés, le même pour tout le fichier, au lieu de la colonne.",
)
@click.option(
    "--texte-seul",
    is_flag=True,
    help="Laisse à égalité ceux que le texte publié ne départage pas.",
)
@click.option(
    "--sortie",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Fichier à écrire aussi, en .csv ou .parquet.",
)
@click.option("--ecraser", is_flag=True, help="Remplace le fichier de sortie existant.")
@JSON
def designer(
    fichier: Path,
    reglement: str,
    annee: int | None,
    suppressions: int | None,
    texte_seul: bool,
    sortie: Path | None,
    ecraser: bool,
    en_json: bool,
) -> None:
    """Désigne qui est touché par une mesure de carte scolaire, parmi les occupants.

    FICHIER, CSV (UTF-8, à ligne de titres) ou Parquet, a une ligne par agent de chaque
    établissement (ou zone de remplacement) et discipline où un poste est supprimé. Colonnes :

    \b
    etablissement, discipline, agent
    volontaire, definitif          O ou N (definitif : à titre définitif)
    suppressions                   postes supprimés, ou l'option --suppressions
    installation                   date d'installation sur le poste
    partie_fixe                    points : ancienneté de poste et d'échelon
    enfants                        nombre d'enfants de moins de 20 ans au
                                   1er septembre de l'année scolaire en cours
    naissance                      date de naissance

    \b
    Martinique, en plus :
    maintien_medical               O : maintien décidé après avis du médecin
    installation_premiere          facultative ; date de première installation
                                   dans l'établissement (ancien corps ou grade),
                                   ou dans le premier poste supprimé

    \b
    Clermont-Ferrand, en plus : O ou N, protégé si les quatre sont O
    boe                            bénéficiaire de l'obligation d'emploi
    mute_bonification_handicap     venu par une bonification au titre du handicap
    poste_amenage                  aménagement matériel du poste
    avis_medecin_favorable         avis du médecin favorable au maintien

    À Clermont-Ferrand, le texte ne départage ni les volontaires (choix manuel) ni ceux de même
    ancienneté : partie fixe, enfants et naissance y suivent la Martinique, et c'est signalé. Avec
    --texte-seul, ces trois colonnes ne sont pas lues et l'égalité reste à trancher.
    """  # noqa: D301 - click wants the character itself, which keeps the lines as they are
    from mouvement.engine.designation import designer_tous
    from mouvement.engine.reglements.designation import charger_designation, noms_designation
    from mouvement.io import rendu_designation as rendu
    from mouvement.io.designation import lire_occupants

    if reglement not in noms_designation():
        connus = ", ".join(noms_designation())
        raise click.BadParameter(f"« {reglement} » ; règlements qui désignent : {connus}")
    if suppressions is not None and suppressions < 0:
        raise click.BadParameter(f"« {suppressions} » suppressions")
    if annee is not None and not 2000 <= annee < 2100:
        raise click.BadParameter(f"« {annee} » n'est pas une année de mouvement")
    regle = charger_designation(reglement)
    if texte_seul:
        regle = regle.texte_seul()
    if sortie is not None:
        rendu.verifier_sortie(sortie, fichier, ecraser)
    occupants = lire_occupants(
        fichier, regle, regle.annee if annee is None else annee, suppressions
    )
    resultat = designer_tous(occupants, regle)
    if sortie is not None:
        rendu.ecrire(resultat, sortie)
    if en_json:
        repondre_json(rendu.en_json(resultat))
    else:
        click.echo(rendu.rediger(resultat))
