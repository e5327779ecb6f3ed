"""Reading a campaign: every table checked alone, then together; all faults at once."""

from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne, Options
from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable
from mouvement.engine.instruction import coherences
from mouvement.io.configuration import FICHIER, Configuration, lire_configuration
from mouvement.io.controles import Controles
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_octets, lire_table, sha256
from mouvement.io.schema import tables_campagne
from mouvement.io.specification import Table
from mouvement.io.tables import table


def lire_campagne(dossier: Path, *, calcule: bool = False) -> Campagne:
    """Read and check a campaign folder; see ``Campagne`` for the conventions in memory.

    ``calcule``: its barèmes are to be computed, even if it says that they are declared.

    Raises
    ------
    DossierInutilisable : there is no such folder.
    DonneesRefusees : with every fault found, in a stable order.
    """
    if not dossier.is_dir():
        raise DossierInutilisable(f"{dossier} n'est pas un dossier de campagne.")
    releve = Releve()
    octets = lire_octets(releve, FICHIER, dossier / FICHIER)
    configuration = (
        None
        if octets is None
        else lire_configuration(releve, dossier, octets, {"bareme": "calcule"} if calcule else {})
    )
    if octets is None or configuration is None:
        raise DonneesRefusees(releve.fautes)
    empreintes = {FICHIER: sha256(octets), **_reglement_apporte(configuration)}
    tables = _tables(releve, configuration, empreintes)
    if releve.fautes or configuration.options is None:
        raise DonneesRefusees(releve.fautes)
    campagne = _campagne(configuration, configuration.options, empreintes, tables)
    fautes = coherences.fautes(campagne) if configuration.calcule else []
    if fautes:
        raise DonneesRefusees(fautes)
    return campagne


def _tables(
    releve: Releve, configuration: Configuration, empreintes: dict[str, str]
) -> dict[str, pd.DataFrame]:
    """Read every table with the facts of the rule set, then check them together."""
    specifications = tables_campagne(configuration.textes, exigeant=configuration.calcule)
    tables = {
        specification.nom: _lire(releve, configuration, specification, empreintes)
        for specification in specifications
    }
    Controles(releve, specifications, tables, configuration).controler()
    return {nom: frame for nom, frame in tables.items() if frame is not None}


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
