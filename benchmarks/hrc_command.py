"""``python -m mouvement.benchmarks hrc``: published instances with couples, solved."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from mouvement.benchmarks.hrc import HrcRefused, read
from mouvement.solvers.couples import Status, solve_couples

REFUSED, UNPROVEN = 3, 5
COLUMNS = ("internes", "couples", "hôpitaux", "contrats", "placés", "refus", "borne", "durée")


@click.command(short_help="Résout des instances publiées « hôpitaux et internes avec couples ».")
@click.argument("fichiers", metavar="FICHIER...", nargs=-1, required=True, type=Path)
@click.option(
    "--temps-max",
    type=click.FloatRange(min=0),
    default=900.0,
    show_default=True,
    metavar="SECONDES",
    help="Durée au bout de laquelle la recherche s'arrête, pour chaque fichier.",
)
def hrc(fichiers: Sequence[Path], temps_max: float) -> None:
    """Résout chaque FICHIER et dit combien d'internes sont placés et de couples refusés.

    Les FICHIERs sont au format de Glasgow : ou bien trois effectifs (internes seuls, couples,
    hôpitaux), ou bien les neuf lignes d'en-tête des expériences de Biró, Manlove et McBride ; puis
    les listes des internes, celles des couples et celles des hôpitaux, sans ex æquo.

    Un couple compte parmi les refus s'il préfère une paire d'hôpitaux qui le choisiraient tous
    deux ; aucun interne seul n'est jamais dans ce cas. Chaque hôpital choisit les meilleurs de ceux
    qu'il a et de ceux qui demandent : deux partenaires qui veulent le même hôpital doivent y être
    retenus tous les deux. Zéro refus veut dire que le résultat est stable. Les auteurs qui comptent
    autrement les paires bloquantes, ou qui placent des internes seuls moins bien qu'ils ne peuvent
    l'être pour qu'aucun couple ne soit refusé, ne trouvent pas toujours le même nombre.

    État de sortie : 0 si tout est prouvé, 3 si un fichier est refusé, 5 si le temps a manqué.
    """
    width = max(len(path.name) for path in fichiers)
    click.echo("  ".join([f"{'fichier':<{width}}", *(f"{name:>8}" for name in COLUMNS), "état"]))
    status = 0
    for path in fichiers:
        try:
            cells, proven = _solve(path, temps_max)
        except HrcRefused as refused:
            click.echo(str(refused), err=True)
            status = REFUSED
            continue
        if not proven:
            status = status or UNPROVEN
        state = "optimal, prouvé" if proven else "preuve inachevée"
        click.echo("  ".join([f"{path.name:<{width}}", *(f"{cell:>8}" for cell in cells), state]))
    sys.exit(status)


def _solve(path: Path, seconds: float) -> tuple[list[str], bool]:
    """Return what the table says of a file, and whether it is proven."""
    instance = read(path)
    problem = instance.places.problem()
    start = time.perf_counter()
    answer = solve_couples(problem, seconds)
    took = time.perf_counter() - start
    nowhere = len(instance.hospitals)
    held = answer.outcome.granted[answer.outcome.granted >= 0]
    placed = int((problem.market.zone[held] != nowhere).sum())
    numbers = [
        len(instance.residents),
        len(problem.couples),
        len(instance.hospitals),
        problem.market.contracts,
        placed,
        answer.refusals,
        answer.bound,
    ]
    duration = f"{took:.2f} s".replace(".", ",")
    return [*map(str, numbers), duration], answer.status is Status.OPTIMAL
