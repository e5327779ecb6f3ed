"""Generated campaigns to folders: one campaign, or one sub-folder for each académie."""

from collections.abc import Iterator
from fractions import Fraction
from math import isfinite
from pathlib import Path

from mouvement.engine.erreurs import SortieInutilisable
from mouvement.engine.reglements import charger
from mouvement.io import dossier as dossiers
from mouvement.io.configuration import FICHIER as CONFIGURATION
from mouvement.io.ecriture import fichiers_campagne, noms_campagne
from mouvement.io.tables_campagne import tables_campagne
from mouvement.scenarios.generation.campagnes import UN, CampagneSynthetique, generer_modele
from mouvement.scenarios.generation.modeles import (
    GRAINE_PAR_DEFAUT,
    DemandeInvalide,
    modele_nomme,
)
from mouvement.scenarios.generation.reglements import SYNTHETIQUE

SOMMAIRE = "academies.csv"
"""In a folder of several campaigns: their sub-folders and sizes."""
CONNUS_DE_PLUSIEURS = (SOMMAIRE, *(f"*/{nom}" for nom in noms_campagne()))
"""What such a folder holds."""


def ecrire_modele(
    modele: str,
    sortie: Path,
    academie: str | None = None,
    graine: int = GRAINE_PAR_DEFAUT,
    facteur: Fraction | float = UN,
    ecraser: bool = False,
    reglement: str | None = None,
) -> None:
    """Write the campaign of a named size, whole or not at all.

    A size of all the académies makes a folder with one campaign in each sub-folder, unless an
    académie is named. The same arguments write the same bytes.

    Raises
    ------
    DemandeInvalide : unknown size, académie or rule set, seed or factor without sense.
    SortieInutilisable : the folder exists already, cannot be written, …
    """
    plusieurs = modele_nomme(modele).toutes_academies and academie is None
    if not isfinite(facteur):
        raise DemandeInvalide(f"Le facteur doit être un nombre fini (reçu : {facteur}).")
    exact = Fraction(facteur).limit_denominator(10**6)
    connus = CONNUS_DE_PLUSIEURS if plusieurs else noms_campagne()
    dossiers.verifier_sortie(sortie, ecraser, *connus)
    if not plusieurs:
        _exiger_une_synthetique(sortie)
    campagnes = generer_modele(modele, academie, graine, exact, reglement)
    fichiers = _rassembler(campagnes) if plusieurs else _fichiers(next(campagnes))
    dossiers.ecrire_dossier(sortie, fichiers, ecraser, *connus)


def _exiger_une_synthetique(sortie: Path) -> None:
    """Refuse to replace a campaign that nobody generated (SortieInutilisable)."""
    try:
        dite = (sortie / CONFIGURATION).read_bytes()
    except FileNotFoundError:
        return
    if not dite.startswith(SYNTHETIQUE.encode()):
        raise SortieInutilisable(
            f"{sortie} contient une campagne qui n'a pas été générée : --ecraser ne la remplace "
            "pas. Donner un autre nom."
        )


def _fichiers(campagne: CampagneSynthetique) -> Iterator[tuple[str, bytes]]:
    specifications = tables_campagne(charger(campagne.reglement))
    return fichiers_campagne(campagne.tables, campagne.configuration, specifications)


def _rassembler(campagnes: Iterator[CampagneSynthetique]) -> Iterator[tuple[str, bytes]]:
    """Files of each campaign in its sub-folder as it is made, then the summary."""
    lignes = ["academie,candidats,voeux\n"]
    for campagne in campagnes:
        for nom, contenu in _fichiers(campagne):
            yield f"{campagne.academie}/{nom}", contenu
        tailles = [str(len(campagne.tables[table])) for table in ("candidats", "voeux")]
        lignes.append(",".join([campagne.academie, *tailles]) + "\n")
    yield SOMMAIRE, "".join(lignes).encode()
