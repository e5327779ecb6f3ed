"""``mouvement requete``: questions to an archive of results."""

from pathlib import Path

import click

from mouvement.options import JSON
from mouvement.reponse import repondre_json
from mouvement.usage import Commande, choix

QUESTIONS = ("barres", "satisfaction")
DIVISIONS = ("discipline", "corps")


@click.command(cls=Commande, short_help="Interroge en SQL les résultats de plusieurs campagnes.")
@click.argument("dossier", metavar="DOSSIER", type=click.Path(path_type=Path))
@click.argument("requete", metavar="[REQUETE]", required=False)
@click.option(
    "--question",
    type=choix(QUESTIONS),
    metavar="NOM",
    help="Question toute faite : barres (celles d'une zone, au fil des années) ou satisfaction.",
)
@click.option(
    "--zone",
    metavar="TYPE:CODE",
    help="Pour barres : la zone, ainsi COM:45234 (POSTE, ETB, COM, GEO, DPT, ZR ; ACA sans code).",
)
@click.option("--discipline", metavar="CODE", help="Pour barres : cette discipline seulement.")
@click.option(
    "--par",
    type=choix(DIVISIONS),
    metavar="NOM",
    help="Pour satisfaction : par discipline (par défaut), ou par corps, pour les campagnes qui le "
    "disent et que l'archive contient.",
)
@JSON
@click.option("--csv", "en_csv", is_flag=True, help="Réponse pour un tableur (« ; », UTF-8).")
def requete(
    dossier: Path,
    requete: str | None,
    question: str | None,
    zone: str | None,
    discipline: str | None,
    par: str | None,
    en_json: bool,
    en_csv: bool,
) -> None:
    """Interroge en SQL tous les résultats rangés dans un dossier.

    DOSSIER contient des dossiers de résultat, directement ou un niveau plus bas. Chaque table de
    résultat (affectations, audit, barres…) y réunit celles de tous, avec trois colonnes de plus :
    academie, annee, et resultat, le nom du dossier. La table candidats donne le corps, si les
    campagnes sont aussi dans DOSSIER. REQUETE est un select de DuckDB, qui ne fait que lire, ainsi
    "select annee, decision, count(*) from affectations group by all order by all".

    « show tables » liste les tables, « describe barres » les colonnes de l'une d'elles. Les
    résultats ne sont pas revérifiés : c'est le travail de « verifier ».
    """
    _exiger_coherence(requete, question, zone, discipline, par)
    if en_json and en_csv:
        raise click.UsageError("choisir entre --json et --csv")
    from mouvement.scenarios.archive import questions, rendu
    from mouvement.scenarios.archive.base import Base

    with Base(dossier) as base:
        if requete is not None:
            reponse = base.interroger(requete)
        elif zone is not None:
            reponse = questions.barres(base, zone, discipline)
        else:
            reponse = questions.satisfaction(base, par or "discipline")
    if en_json:
        repondre_json(rendu.objets(reponse))
    elif en_csv:
        click.echo(rendu.csv(reponse), nl=False)
    else:
        click.echo(rendu.tableau(reponse))


def _exiger_coherence(
    requete: str | None,
    question: str | None,
    zone: str | None,
    discipline: str | None,
    par: str | None,
) -> None:
    if (requete is None) == (question is None):
        raise click.UsageError("donner une requête, ou --question (l'une ou l'autre)")
    if (question == "barres") != (zone is not None):
        raise click.UsageError("--question barres demande --zone, et elle seule")
    if discipline is not None and question != "barres":
        raise click.UsageError("--discipline ne va qu'avec --question barres")
    if par is not None and question != "satisfaction":
        raise click.UsageError("--par ne va qu'avec --question satisfaction")
