"""Arguments and options that several commands have."""

from pathlib import Path

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
EXECUTEUR = click.option(
    "--processus",
    "--executeur",
    "executeur",
    cls=Option,
    default="1",
    metavar="N",
    help="Nombre de processus (1 par défaut), ou une grappe Dask qui existe : dask://HÔTE:PORT. Le "
    "résultat est le même.",
)
