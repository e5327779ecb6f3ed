"""What reading a campaign leaves aside without a fault: unread files and columns, another text."""

import pyarrow.parquet as pq

from mouvement.engine import reglements
from mouvement.io.fautes import plus_proche
from mouvement.io.lecture import Lecture, specifications
from mouvement.io.specification import Table

MONTREES = 8
"""How many unread columns of a table are named."""
PARENTE = 0.8
"""How alike two names are (0 to 1) for one to be taken for the other misspelt."""
DECLARE = "declare"
"""The rule set of no académie."""


def remarques(lecture: Lecture) -> list[str]:
    """Return what an analyst should know of a campaign that is accepted, in French.

    Files and columns of other names are allowed (rectorats' exports have many), but one that was
    misspelt would be left out without a word: each is told, with the name that was perhaps meant.
    """
    tables = specifications(lecture.configuration)
    colonnes = [dite for specification in tables for dite in _colonnes(lecture, specification)]
    return [*_reglement(lecture), *_fichiers(lecture), *colonnes]


def _reglement(lecture: Lecture) -> list[str]:
    """Tell a shipped rule set that is not, by its name, of this académie and year."""
    configuration = lecture.configuration
    nom, sienne = configuration.reglement, f"{configuration.academie}-{configuration.annee}-"
    if nom not in reglements.NOMS or nom == DECLARE or nom.startswith(sienne):
        return []
    quelle = f"la campagne est de l'académie {configuration.academie}, {configuration.annee}"
    return [f"{quelle} ; le règlement est {nom}."]


def _fichiers(lecture: Lecture) -> list[str]:
    lus = set(lecture.configuration.chemins.values())
    absentes = [nom for nom, chemin in lecture.configuration.chemins.items() if not chemin.exists()]
    return [
        f"le fichier {chemin.name} n'est lu par aucune table{_propose(chemin.stem, absentes)}."
        for chemin in sorted(lecture.dossier.glob("*.parquet"))
        if chemin.resolve() not in lus
    ]


def _colonnes(lecture: Lecture, specification: Table) -> list[str]:
    chemin = lecture.configuration.chemins[specification.nom]
    presentes = pq.read_schema(chemin).names if chemin.exists() else []
    absentes = [nom for nom in specification.noms if nom not in presentes]
    dites = {nom: _propose(nom, absentes) for nom in presentes if nom not in specification.noms}
    # What looks like a missing column matters most, and must be among those that are named.
    noms = sorted(dites, key=lambda nom: dites[nom] == "")
    suite = f" et {len(noms) - MONTREES} autres" if len(noms) > MONTREES else ""
    vues = ", ".join(f"{nom}{dites[nom]}" for nom in noms[:MONTREES])
    return [f"table {specification.nom}, colonnes non lues : {vues}{suite}."] if noms else []


def _propose(nom: str, absentes: list[str]) -> str:
    proche = plus_proche(nom, absentes, PARENTE)
    return f" (vouliez-vous dire « {proche} » ?)" if proche else ""
