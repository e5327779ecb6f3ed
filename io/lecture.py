"""Reading a campaign: every table checked alone, then together; all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne, Options
from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable
from mouvement.engine.instruction import coherences
from mouvement.io.configuration import (
    FICHIER,
    Configuration,
    configurer,
    decoder,
    lire_configuration,
)
from mouvement.io.controles import Controles
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_octets, lire_table, sha256
from mouvement.io.specification import Table
from mouvement.io.tables import table
from mouvement.io.tables_campagne import tables_campagne


@dataclass(frozen=True)
class Lecture:
    """A campaign, and what it was read from.

    Attributes
    ----------
    contenu : what ``campagne.toml`` says.
    tables : as they were read, by name.
    """

    dossier: Path
    contenu: Mapping[str, Any]
    configuration: Configuration
    tables: Mapping[str, pd.DataFrame]
    campagne: Campagne


def lire_campagne(dossier: Path, *, calcule: bool = False) -> Campagne:
    """Read and check a campaign folder; see ``Campagne`` for the conventions in memory.

    ``calcule``: its barèmes are to be computed, even if it says that they are declared.

    Raises
    ------
    DossierInutilisable : there is no such folder.
    DonneesRefusees : with every fault found, in a stable order.
    """
    return lire(dossier, calcule=calcule).campagne


def lire(dossier: Path, *, calcule: bool = False) -> Lecture:
    """Do the same, and keep what it was read from."""
    if not dossier.is_dir():
        raise DossierInutilisable(f"{dossier} n'est pas un dossier de campagne.")
    releve = Releve()
    octets = lire_octets(releve, FICHIER, dossier / FICHIER)
    contenu = None if octets is None else decoder(releve, FICHIER, octets)
    if octets is None or contenu is None:
        raise DonneesRefusees(releve.fautes)
    forcees = {"bareme": "calcule"} if calcule else {}
    configuration = configurer(releve, dossier, contenu, forcees)
    empreintes = {FICHIER: sha256(octets)}
    tables = lire_tables(releve, configuration, empreintes)
    campagne = assembler(releve, configuration, tables, empreintes)
    return Lecture(dossier, contenu, configuration, tables, campagne)


def lire_tables(
    releve: Releve, configuration: Configuration, empreintes: dict[str, str]
) -> dict[str, pd.DataFrame]:
    """Read every table with the facts of the rule set; one that cannot be is left out."""
    lues = {
        specification.nom: _lire(releve, configuration, specification, empreintes)
        for specification in specifications(configuration)
    }
    return {nom: frame for nom, frame in lues.items() if frame is not None}


def specifications(configuration: Configuration) -> tuple[Table, ...]:
    """Return the tables of a campaign with the facts of its rule set."""
    return tables_campagne(configuration.textes, exigeant=configuration.calcule)


def assembler(
    releve: Releve,
    configuration: Configuration,
    tables: Mapping[str, pd.DataFrame],
    empreintes: dict[str, str],
) -> Campagne:
    """Check tables that were read together, and return the campaign that they make.

    ``empreintes`` are those of the files; that of a rule set that the campaign brings is added.

    Raises
    ------
    DonneesRefusees : with every fault found, those of ``releve`` first.
    """
    tous = specifications(configuration)
    lues = {specification.nom: tables.get(specification.nom) for specification in tous}
    Controles(releve, tous, lues, configuration).controler()
    if releve.fautes or configuration.options is None:
        raise DonneesRefusees(releve.fautes)
    empreintes = {**_reglement_apporte(configuration), **empreintes}
    campagne = _campagne(configuration, configuration.options, empreintes, dict(tables))
    fautes = coherences.fautes(campagne) if configuration.calcule else []
    if fautes:
        raise DonneesRefusees(fautes)
    return campagne


def _reglement_apporte(configuration: Configuration) -> dict[str, str]:
    """Return the sha256 of the rule set, when it is not one of those shipped."""
    textes = configuration.textes
    apporte = textes is not None and textes.nom not in reglements.NOMS
    return {textes.nom: textes.empreinte} if textes is not None and apporte else {}


def _campagne(
    configuration: Configuration,
    options: Options,
    empreintes: dict[str, str],
    tables: dict[str, Any],
) -> Campagne:
    return Campagne(
        academie=configuration.academie,
        annee=configuration.annee,
        reglement=configuration.reglement,
        graine=configuration.graine,
        options=options,
        parametres=configuration.parametres,
        textes=configuration.textes,
        empreintes=empreintes,
        **tables,
    )


def _lire(
    releve: Releve,
    configuration: Configuration,
    specification: Table,
    empreintes: dict[str, str],
) -> pd.DataFrame | None:
    """Read one table; an optional one that is nowhere is empty."""
    nom = specification.nom
    chemin = configuration.chemins.get(nom)
    if chemin is None:
        return None
    if _absente(configuration, specification, chemin):
        return table(specification, []).assign(ligne=pd.Series(dtype="int64"))
    octets = lire_octets(releve, nom, chemin)
    if octets is None:
        return None
    empreintes[configuration.noms[nom]] = sha256(octets)
    return lire_table(releve, specification, octets, entree=True)


def _absente(configuration: Configuration, specification: Table, chemin: Path) -> bool:
    facultative = specification.facultative and specification.nom not in configuration.explicites
    return facultative and not chemin.exists()


def empreintes_campagne(dossier: Path) -> tuple[dict[str, str], str] | None:
    """Return what tells whether a campaign has changed, without reading its tables.

    The sha256 of each input file, as ``Campagne.empreintes``, and that of the rule set; None when
    something is missing or wrong, which reading the campaign would tell.
    """
    releve = Releve()
    octets = lire_octets(releve, FICHIER, dossier / FICHIER)
    configuration = octets and lire_configuration(releve, dossier, octets, {})
    if not octets or not configuration or configuration.textes is None:
        return None
    empreintes = {FICHIER: sha256(octets), **_reglement_apporte(configuration)}
    for specification in tables_campagne(configuration.textes, exigeant=configuration.calcule):
        chemin = configuration.chemins.get(specification.nom)
        if chemin is not None and not _absente(configuration, specification, chemin):
            contenu = lire_octets(releve, specification.nom, chemin)
            empreintes[configuration.noms[specification.nom]] = sha256(contenu or b"")
    return None if releve.fautes else (empreintes, configuration.textes.empreinte)
