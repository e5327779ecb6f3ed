"""A replay from folder to folder: its tables, its summary, and our result beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.mouvement import rediger as rediger_resultat
from mouvement.engine.mouvement import temoigner
from mouvement.engine.placement import Executer
from mouvement.engine.resultat import Resultat
from mouvement.io import dossier as dossiers
from mouvement.io.bilan import effectifs
from mouvement.io.ecriture import en_fichiers
from mouvement.io.lecture import lire, lire_campagne
from mouvement.io.manifeste import manifeste, versions
from mouvement.io.remarques import remarques
from mouvement.io.resultats import CONNUS as RESULTATS
from mouvement.io.resultats import MANIFESTE, fichiers
from mouvement.io.sceau import sceller
from mouvement.io.tables_rejeu import TABLES_REJEU
from mouvement.scenarios.chronique import Chronique
from mouvement.scenarios.rejeu.rejeu import rejouer
from mouvement.scenarios.rejeu.synthese import rediger
from mouvement.scenarios.rejeu.tables import tables as en_tables

SYNTHESE = "synthese.md"
RESULTAT = "resultat"
CONNUS = (
    *(MANIFESTE, SYNTHESE),
    *(f"{table.nom}.parquet" for table in TABLES_REJEU),
    *(f"{RESULTAT}/{nom}" for nom in RESULTATS),
)
"""What such a folder holds."""
GENRE = "rejeu"
"""By which a manifest is known as a replay's."""


@dataclass(frozen=True)
class Rejouee:
    """A replay that is written."""

    tables: dict[str, pd.DataFrame]
    synthese: str
    prouve: bool


def verifier_sortie(dossier: Path, ecraser: bool) -> None:
    """Say whether a replay can be written there, before any work (SortieInutilisable if not)."""
    dossiers.verifier_sortie(dossier, ecraser, *CONNUS)


def rejouer_dossier(
    campagne: Path, sortie: Path, ecraser: bool, suivi: Chronique, executer: Executer = map
) -> Rejouee:
    """Replay a campaign and write what it teaches: whole or not at all.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu, SortieInutilisable.
    """
    with suivi.etape("lecture"):
        lecture = lire(campagne)
    lue = lecture.campagne
    for texte in remarques(lecture):
        suivi.remarque(texte)
    with suivi.etape("rejeu"):
        rejeu = rejouer(lue, lambda: lire_campagne(campagne, calcule=True), suivi, executer)
        temoin = temoigner(rejeu.placee.instruction, suivi, executer)
    with suivi.etape("audit"):
        resultat = rediger_resultat(rejeu.placee, temoin)
        tables = en_tables(rejeu, campagne.resolve().name)
        synthese = rediger(tables)
    couples = rejeu.placee.etapes.general.couples
    with suivi.etape("écriture"):
        ecrits = sortie / RESULTAT
        compte = effectifs(resultat)
        identite = manifeste(lue, campagne, ecrits, compte, suivi.durees, couples, lue.options)
        contenu = _fichiers(tables, synthese, resultat, identite)
        dossiers.ecrire_dossier(sortie, contenu, ecraser, *CONNUS)
    return Rejouee(tables, synthese, rejeu.placee.etapes.general.prouve)


def _fichiers(
    tables: dict[str, pd.DataFrame], synthese: str, resultat: Resultat, identite: dict[str, Any]
) -> Iterator[tuple[str, bytes]]:
    sien = ((f"{RESULTAT}/{nom}", octets) for nom, octets in fichiers(resultat, identite))
    tous = chain(en_fichiers(TABLES_REJEU, tables), [(SYNTHESE, synthese.encode())], sien)
    contenu = {
        "format": 1,
        "genre": GENRE,
        "statut": identite["statut"],
        "entrees": identite["entrees"],
        "reglement": identite["reglement"],
        "versions": versions(),
    }
    return sceller(tous, contenu, MANIFESTE, sauf=[f"{RESULTAT}/{MANIFESTE}"])
