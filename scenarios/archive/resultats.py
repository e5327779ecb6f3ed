"""The results that a folder holds, by their manifests."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_octets, sha256
from mouvement.io.resultats import MANIFESTE
from mouvement.io.tables_campagne import CANDIDATS
from mouvement.io.tables_resultat import AFFECTATIONS

_REMEDE = "Refaire le résultat, ou le sortir de l'archive : ce dossier n'est pas entier."


@dataclass(frozen=True)
class Archive:
    """A result of the archive.

    Attributes
    ----------
    nom : its folder, relatively to the archive.
    fichiers : the tables that its manifest names, by name of the table.
    """

    nom: str
    academie: str
    annee: int
    fichiers: dict[str, Path]


def trouver(racine: Path) -> list[Archive]:
    """Return the results of a folder, of its sub-folders and of theirs, by name.

    Raises
    ------
    DossierInutilisable : there is none.
    DonneesRefusees : some are not whole.
    """
    releve, trouvees = Releve(), []
    for dossier in _dossiers(racine):
        # The folder itself may be a result: an archive of one.
        nom = dossier.relative_to(racine).as_posix() if dossier != racine else racine.resolve().name
        manifeste = _lire(releve, nom, dossier)
        if manifeste is not None:
            trouvees.append(_archive(releve, racine, dossier, nom, manifeste))
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    if not trouvees:
        raise DossierInutilisable(
            f"{racine} : aucun résultat dans ce dossier ni dans ses sous-dossiers (un résultat "
            f"contient {MANIFESTE})."
        )
    return trouvees


def _dossiers(racine: Path) -> Iterator[Path]:
    """Yield the folders that have a manifest, two levels down; hidden ones are not finished."""
    if not racine.is_dir():
        raise DossierInutilisable(f"{racine} n'est pas un dossier.")
    niveau = [racine]
    for _ in range(3):
        yield from (dossier for dossier in niveau if (dossier / MANIFESTE).is_file())
        niveau = sorted(
            enfant
            for dossier in niveau
            for enfant in dossier.iterdir()
            if enfant.is_dir() and not enfant.name.startswith(".")
        )


def _lire(releve: Releve, nom: str, dossier: Path) -> dict[str, Any] | None:
    """Return the manifest of a result; None: that of something else, or a fault."""
    octets = lire_octets(releve, f"{nom}/{MANIFESTE}", dossier / MANIFESTE, _REMEDE)
    if octets is None:
        return None
    try:
        contenu = json.loads(octets)
        if f"{AFFECTATIONS.nom}.parquet" not in contenu.get("sorties", {}):
            return None
        campagne = contenu["campagne"]
        str(campagne["academie"]), int(campagne["annee"])
    except (ValueError, TypeError, AttributeError, KeyError):
        releve.note(f"{nom}/{MANIFESTE}", "", "ce n'est pas un manifeste", _REMEDE)
        return None
    return dict(contenu)


def _archive(
    releve: Releve, racine: Path, dossier: Path, nom: str, manifeste: dict[str, Any]
) -> Archive:
    fichiers = {
        Path(fichier).stem: dossier / fichier
        for fichier in sorted(manifeste["sorties"])
        # A name is that of a file of this folder, whatever the manifest says.
        if fichier == Path(fichier).name and fichier.endswith(".parquet")
    }
    for table, chemin in fichiers.items():
        if not chemin.is_file():
            releve.note(f"{nom}/{table}.parquet", "", "fichier absent", _REMEDE)
    candidats = _candidats(racine, dossier, manifeste)
    if candidats is not None:
        fichiers[CANDIDATS.nom] = candidats
    campagne = manifeste["campagne"]
    return Archive(nom, str(campagne["academie"]), int(campagne["annee"]), fichiers)


def _candidats(racine: Path, dossier: Path, manifeste: dict[str, Any]) -> Path | None:
    """Return the campaign's candidats, if the archive holds them as they were then."""
    chemin = manifeste["campagne"].get("chemin")
    fichier = f"{CANDIDATS.nom}.parquet"
    if not isinstance(chemin, str) or not isinstance(manifeste.get("entrees"), dict):
        return None
    candidats = (dossier.resolve() / chemin / fichier).resolve()
    if not candidats.is_relative_to(racine.resolve()) or not candidats.is_file():
        return None
    return (
        candidats if sha256(candidats.read_bytes()) == manifeste["entrees"].get(fichier) else None
    )
