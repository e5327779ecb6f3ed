"""Arguments and options that several commands have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mouvement.usage import Option

CAMPAGNE = click.argument("campagne", type=click.Path(path_type=Path))
DOSSIER = click.argument("dossier", metavar="DIR", type=click.Path(path_type=Path))
SORTIE = click.option(
    "--sortie",
    cls=Option,
    required=True,
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier à écrire (obligatoire).",
)
ECRASER = click.option("--ecraser", is_flag=True, help="Remplace le dossier de sortie existant.")
JSON = click.option("--json", "en_json", is_flag=True, help="Réponse lisible par un programme.")


def _executeur(defaut: str, dit: str) -> Callable[[Any], Any]:
    return click.option(
        "--processus",
        "--executeur",
        "executeur",
        cls=Option,
        default=defaut,
        metavar="N",
        help=f"Nombre de processus ({dit} par défaut), « coeurs » pour autant que de cœurs, ou une "
        "grappe Dask qui existe : dask://HÔTE:PORT. Le résultat est le même.",
    )


EXECUTEUR = _executeur("1", "1")
EXECUTEUR_PAR_COEUR = _executeur("coeurs", "autant que de cœurs")
