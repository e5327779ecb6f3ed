"""Why DuckDB refuses a request, in French."""

import re
from collections.abc import Mapping, Sequence

from mouvement.io.fautes import voisin

_OU = re.compile(r"LINE \d+: (?P<ligne>[^\n]*)\n(?P<blanc> *)\^")


def en_francais(message: str, tables: Mapping[str, Sequence[str]]) -> str:
    """Return DuckDB's message in French, with the place that it shows.

    ``tables`` : the columns of each table, for advice.
    """
    return f"Requête refusée : {_motif(message, tables)}{_lieu(message)}"


def _motif(message: str, tables: Mapping[str, Sequence[str]]) -> str:
    if trouve := re.search(r"syntax error at or near \"(.*?)\"", message):
        return f"erreur de syntaxe près de « {trouve[1]} »."
    if "syntax error at end of input" in message:
        return "erreur de syntaxe : il manque quelque chose à la fin."
    if trouve := re.search(r"Table with name (\S+) does not exist", message):
        proche = voisin(trouve[1], frozenset(tables))
        conseil = f" Vouliez-vous dire « {proche} » ?" if proche else ""
        return f"table inconnue : {trouve[1]}.{conseil} Tables : {', '.join(tables)}."
    if trouve := re.search(r"(?:Referenced column|column named) \"(.*?)\"", message):
        connues = {colonne for colonnes in tables.values() for colonne in colonnes}
        proche = voisin(trouve[1], connues)
        conseil = f" Vouliez-vous dire « {proche} » ?" if proche else ""
        return (
            f"colonne inconnue : {trouve[1]}.{conseil} Celles d'une table : « describe "
            f"{next(iter(tables))} »."
        )
    if trouve := re.search(r"Function with name (\S+) does not exist", message):
        return f"fonction inconnue : {trouve[1]}."
    if "file system operations are disabled" in message or message.startswith("Permission"):
        return "elle lit ou écrit hors des tables de l'archive."
    dit = message.splitlines()[0]
    if dit.startswith("Parser Error: "):
        return f"erreur de syntaxe ; DuckDB répond « {dit.removeprefix('Parser Error: ')} »."
    return f"DuckDB répond « {dit} »."


def _lieu(message: str) -> str:
    """Return the line of the request that is wrong, and a mark under the place."""
    trouve = _OU.search(message)
    if trouve is None:
        return ""
    debut = trouve.start("ligne") - trouve.start()
    return f"\n  {trouve['ligne']}\n  {trouve['blanc'][debut:]}^"
