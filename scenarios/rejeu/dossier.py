"""A replay from folder to folder: its tables, its summary, and our result beside."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.mouvement import rediger as rediger_resultat
from mouvement.engine.mouvement import temoigner
from mouvement.engine.placement import Executer
from mouvement.engine.resultat import Resultat
from mouvement.io import dossier as dossiers
from mouvement.io.bilan import effectifs
from mouvement.io.ecriture import en_parquet
from mouvement.io.lecture import lire_campagne
from mouvement.io.lecture_table import sha256
from mouvement.io.manifeste import manifeste, versions
from mouvement.io.resultats import MANIFESTE, fichiers
from mouvement.io.tables_rejeu import TABLES_REJEU
from mouvement.scenarios.chronique import Chronique
from mouvement.scenarios.rejeu.rejeu import rejouer
from mouvement.scenarios.rejeu.synthese import rediger
from mouvement.scenarios.rejeu.tables import tables as en_tables

SYNTHESE = "synthese.md"
RESULTAT = "resultat"
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
    dossiers.verifier_sortie(dossier, ecraser, MANIFESTE)


def rejouer_dossier(
    campagne: Path, sortie: Path, ecraser: bool, suivi: Chronique, executer: Executer = map
) -> Rejouee:
    """Replay a campaign and write what it teaches: whole or not at all.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu, SortieInutilisable.
    """
    with suivi.etape("lecture"):
        lue = lire_campagne(campagne)
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
        dossiers.ecrire_dossier(sortie, contenu, ecraser, MANIFESTE)
    return Rejouee(tables, synthese, rejeu.placee.etapes.general.prouve)


def _fichiers(
    tables: dict[str, pd.DataFrame], synthese: str, resultat: Resultat, identite: dict[str, Any]
) -> Iterator[tuple[str, bytes]]:
    empreintes = {}
    for specification in TABLES_REJEU:
        nom = f"{specification.nom}.parquet"
        octets = en_parquet(specification, tables[specification.nom])
        empreintes[nom] = sha256(octets)
        yield nom, octets
    octets = synthese.encode()
    empreintes[SYNTHESE] = sha256(octets)
    yield SYNTHESE, octets
    for nom, octets in fichiers(resultat, identite):
        if nom != MANIFESTE:
            empreintes[f"{RESULTAT}/{nom}"] = sha256(octets)
        yield f"{RESULTAT}/{nom}", octets
    contenu = {
        "format": 1,
        "genre": GENRE,
        "statut": identite["statut"],
        "entrees": identite["entrees"],
        "reglement": identite["reglement"],
        "versions": versions(),
        "sorties": empreintes,
    }
    texte = json.dumps(contenu, ensure_ascii=False, indent=2, sort_keys=True)
    yield MANIFESTE, f"{texte}\n".encode("utf-8", "surrogatepass")
