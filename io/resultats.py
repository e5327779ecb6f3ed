"""The result folder: written whole or not at all, read back as it was, or for one candidate."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable
from mouvement.engine.resultat import Resultat
from mouvement.io import dossier as dossiers
from mouvement.io.ecriture import en_fichiers
from mouvement.io.fautes import Releve, voisin
from mouvement.io.lecture_table import lire_octets, lire_table, sha256
from mouvement.io.sceau import sceller
from mouvement.io.specification import Table
from mouvement.io.tables_desistement import DESISTEMENTS
from mouvement.io.tables_resultat import (
    AFFECTATIONS,
    AUDIT,
    BAREMES,
    REJETS,
    SIGNALEMENTS,
    TABLES_RESULTAT,
)

MANIFESTE = "manifeste.json"
CONNUS = (MANIFESTE, *(f"{table.nom}.parquet" for table in TABLES_RESULTAT))
"""What a result folder holds."""
HISTOIRE = (AFFECTATIONS, AUDIT, BAREMES, SIGNALEMENTS)
"""What tells one candidat's story."""
_REMEDE = "Refaire le résultat : ce dossier n'est pas entier."


def verifier_sortie(dossier: Path, ecraser: bool) -> None:
    """Say whether a result can be written there, before any work (SortieInutilisable if not)."""
    dossiers.verifier_sortie(dossier, ecraser, *CONNUS)


def ecrire_resultat(
    dossier: Path, resultat: Resultat, manifeste: Mapping[str, Any], ecraser: bool
) -> None:
    """Write the result's tables and ``manifeste.json``, to which ``sorties`` (sha256) is added."""
    dossiers.ecrire_dossier(dossier, fichiers(resultat, manifeste), ecraser, *CONNUS)


def fichiers(resultat: Resultat, manifeste: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Name and content of a result's files."""
    tables = {table.nom: getattr(resultat, table.nom) for table in TABLES_RESULTAT}
    return sceller(en_fichiers(TABLES_RESULTAT, tables), manifeste, MANIFESTE)


def lire_resultat(
    dossier: Path, *, categories: Collection[str] = ()
) -> tuple[Resultat, dict[str, Any], dict[str, str]]:
    """Read a result folder back.

    Columns have the types of the specification, points in thousandths; rows are sorted by key,
    and duplicate keys are kept: what the tables say together is the verifier's to judge. Texts
    are ``str``, in the tables named in ``categories`` categories, which are quicker read.

    Returns
    -------
    resultat, manifeste, empreintes : the last is the sha256 of each file but the manifest.

    Raises
    ------
    DossierInutilisable : there is no such folder.
    DonneesRefusees : it is not whole, with every fault.
    """
    _exiger_dossier(dossier)
    releve = Releve()
    manifeste = _lire_manifeste(releve, dossier)
    contenus = {
        chemin.name: lire_octets(releve, chemin.name, chemin, _REMEDE) or b""
        for chemin in sorted(dossier.iterdir())
        if chemin.is_file() and chemin.name != MANIFESTE
    }
    tables = {
        specification.nom: _lire(
            releve, specification, dossier, contenus, specification.nom in categories
        )
        for specification in TABLES_RESULTAT
    }
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    resultat = Resultat(**{nom: frame for nom, frame in tables.items() if frame is not None})
    return resultat, manifeste, {nom: sha256(octets) for nom, octets in contenus.items()}


def lire_manifeste(dossier: Path) -> dict[str, Any] | None:
    """Return the manifest of a result folder whose files are those that it names; else None."""
    releve = Releve()
    manifeste = _lire_manifeste(releve, dossier)
    sorties = manifeste.get("sorties")
    if releve.fautes or not isinstance(sorties, dict):
        return None
    presentes = {
        nom: sha256(lire_octets(releve, nom, dossier / nom) or b"")
        for specification in TABLES_RESULTAT
        for nom, _ in [_nommer(specification, dossier)]
    }
    return manifeste if presentes == sorties else None


def retouches_de(manifeste: Mapping[str, Any], empreintes: Mapping[str, str]) -> list[str]:
    """Return the tables that are not those that a manifest seals, by name of file.

    ``empreintes`` : the sha256 of the files that are there.
    """
    sorties = manifeste.get("sorties")
    scellees = sorties if isinstance(sorties, dict) else {}
    return [nom for nom, trouvee in sorted(empreintes.items()) if scellees.get(nom) != trouvee]


def retouches(dossier: Path) -> list[str]:
    """Return the files of ``HISTOIRE`` that are no longer those that were computed."""
    releve = Releve()
    nommes = (_nommer(specification, dossier) for specification in HISTOIRE)
    empreintes = {nom: sha256(lire_octets(releve, nom, chemin) or b"") for nom, chemin in nommes}
    return retouches_de(_lire_manifeste(releve, dossier), empreintes)


def campagne_du_manifeste(dossier: Path, manifeste: Mapping[str, Any]) -> Path:
    """Return the campaign's folder, which the manifest names relatively to the result's."""
    campagne = manifeste.get("campagne")
    chemin = campagne.get("chemin") if isinstance(campagne, dict) else None
    if not isinstance(chemin, str):
        raise DossierInutilisable(
            f"{dossier / MANIFESTE} ne nomme pas la campagne : la donner par --campagne."
        )
    return dossier.resolve() / chemin


def options_suivies(dossier: Path) -> dict[str, Any]:
    """Return the options of the campaign of a result, as its manifest tells them."""
    releve = Releve()
    options = _lire_manifeste(releve, dossier).get("options")
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    return options if isinstance(options, dict) else {}


def lire_candidat(dossier: Path, candidat: str) -> dict[str, pd.DataFrame]:
    """Return one candidate's rows of ``HISTOIRE``, by name of the table, and read little else.

    Raises
    ------
    DossierInutilisable : there is no such folder, or no such candidate in it.
    DonneesRefusees : the folder is not whole.
    """
    _exiger_dossier(dossier)
    releve = Releve()
    tables = {
        specification.nom: _lire_lignes(releve, specification, dossier, candidat)
        for specification in HISTOIRE
    }
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    if tables["affectations"].empty:
        raise DossierInutilisable(_candidat_absent(dossier, candidat))
    return tables


def lire_affectation(dossier: Path, candidat: str) -> pd.DataFrame:
    """Return one candidate's row of the affectations; none when he took no part."""
    releve = Releve()
    siennes = _lire_lignes(releve, AFFECTATIONS, dossier, candidat)
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    return siennes


def _lire_lignes(
    releve: Releve, specification: Table, dossier: Path, candidat: str | None
) -> pd.DataFrame:
    """Return a candidate's rows (None: everybody's); no column when there is a fault."""
    octets = lire_octets(releve, *_nommer(specification, dossier), _REMEDE)
    if octets is None:
        return pd.DataFrame()
    lue = lire_table(releve, specification, octets, entree=False, candidat=candidat)
    return pd.DataFrame() if lue is None else lue


def _candidat_absent(dossier: Path, candidat: str) -> str:
    raisons = _raisons_du_rejet(dossier, candidat)
    if raisons:
        return f"Le candidat « {candidat} » est écarté du mouvement : {' ; '.join(raisons)}."
    tous = _lire_lignes(Releve(), AFFECTATIONS, dossier, None)["candidat"]
    proche = voisin(candidat, frozenset(tous))
    conseil = f" Vouliez-vous dire « {proche} » ?" if proche else ""
    return f"Aucun candidat « {candidat} » dans {dossier}.{conseil}"


def _raisons_du_rejet(dossier: Path, candidat: str) -> list[str]:
    """Return why a candidate of the campaign takes no part; nothing when that is not told."""
    rejets = _lire_lignes(Releve(), REJETS, dossier, None)
    if rejets.empty:
        return []
    siens = (rejets["table"] == "candidats") & (rejets["cle"] == candidat)
    return list(rejets.loc[siens, "motif"])


def _exiger_dossier(dossier: Path) -> None:
    if not dossier.is_dir():
        raise DossierInutilisable(f"{dossier} n'est pas un dossier de résultat.")
    if (dossier / f"{DESISTEMENTS.nom}.parquet").is_file():
        raise DossierInutilisable(
            f"{dossier} est un dossier de désistements : donner celui du résultat."
        )
    affectations, dedans = f"{AFFECTATIONS.nom}.parquet", dossier / "resultat"
    if not (dossier / affectations).exists() and (dedans / affectations).is_file():
        raise DossierInutilisable(f"Le résultat est dans un sous-dossier : donner {dedans}.")


def _nommer(specification: Table, dossier: Path) -> tuple[str, Path]:
    nom = f"{specification.nom}.parquet"
    return nom, dossier / nom


def _lire_manifeste(releve: Releve, dossier: Path) -> dict[str, Any]:
    octets = lire_octets(releve, MANIFESTE, dossier / MANIFESTE, _REMEDE)
    if octets is None:
        return {}
    try:
        contenu = json.loads(octets)
    except ValueError:
        contenu = None
    if not isinstance(contenu, dict):
        releve.note(MANIFESTE, "", "ce n'est pas un objet JSON", _REMEDE)
        return {}
    return contenu


def _lire(
    releve: Releve,
    specification: Table,
    dossier: Path,
    contenus: Mapping[str, bytes],
    categories: bool,
) -> pd.DataFrame | None:
    nom, chemin = _nommer(specification, dossier)
    octets = contenus.get(nom)
    if octets is None:  # neither a file nor a link to one: say which
        lire_octets(releve, nom, chemin, _REMEDE)
        return None
    return lire_table(releve, specification, octets, entree=False, categories=categories)
