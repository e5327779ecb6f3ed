"""Folders that exist only when they are whole: a temporary sibling, synced, then renamed."""

import errno
import glob
import os
import secrets
import shutil
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from mouvement.engine.erreurs import SortieInutilisable

_RAISONS = {
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque dépassé",
    errno.EFBIG: "fichier trop grand pour ce disque ou cette session",
    errno.EROFS: "disque en lecture seule",
    errno.EACCES: "droits d'écriture insuffisants",
    errno.EPERM: "droits d'écriture insuffisants",
    errno.ENAMETOOLONG: "nom de dossier trop long",
}

MONTRES = 5
"""How many files are named that a folder should not hold."""


def verifier_sortie(dossier: Path, ecraser: bool, *connus: str) -> Path:
    """Return the folder's real path, or say why a result cannot be written there.

    An existing folder is only given up with ``ecraser``, and only when it is empty, or ours: it
    holds the first of ``connus``, and nothing but them. ``*`` stands for any name in their paths.

    Raises
    ------
    SortieInutilisable : with the reason and the remedy, in French.
    """
    try:
        cible = dossier.resolve()
        existe, parent = os.path.lexists(cible), cible.parent
        if not parent.is_dir():
            raise SortieInutilisable(f"{dossier} : le dossier parent {parent} n'existe pas.")
        if not os.access(parent, os.W_OK | os.X_OK):
            raise SortieInutilisable(
                f"{dossier} : le dossier parent {parent} est en lecture seule."
            )
        if existe:
            _verifier_existant(dossier, cible, ecraser, connus)
    except (OSError, RuntimeError) as erreur:
        raise SortieInutilisable(f"{dossier} : chemin inutilisable ({erreur}).") from erreur
    return cible


def _verifier_existant(dossier: Path, cible: Path, ecraser: bool, connus: tuple[str, ...]) -> None:
    if not cible.is_dir():
        raise SortieInutilisable(f"{dossier} existe et n'est pas un dossier.")
    if not ecraser:
        raise SortieInutilisable(
            f"{dossier} existe déjà. Donner un autre nom, ou --ecraser pour le remplacer."
        )
    trouves = (chemin.relative_to(cible) for chemin in sorted(cible.rglob("*")))
    presents = [nom for nom in trouves if _compte(cible, nom)]
    etrangers = [str(nom) for nom in presents if not any(_convient(nom, c) for c in connus)]
    if presents and (etrangers or not (cible / connus[0]).exists()):
        vus = ", ".join((etrangers or [str(nom) for nom in presents])[:MONTRES])
        raise SortieInutilisable(
            f"{dossier} contient autre chose que ce que cette commande y écrit ({vus}) : "
            "--ecraser ne le remplace pas. Donner un autre nom."
        )


def _compte(cible: Path, nom: PurePath) -> bool:
    """Whether a path is a file, whatever it leads to; not what a killed process left of ours."""
    reste = any(p.startswith(".") and (".partiel-" in p or ".ancien-" in p) for p in nom.parts)
    return ((cible / nom).is_symlink() or not (cible / nom).is_dir()) and not reste


def _convient(nom: PurePath, connu: str) -> bool:
    motifs = connu.split("/")
    return len(nom.parts) == len(motifs) and all(map(fnmatchcase, nom.parts, motifs))


def ecrire_dossier(
    dossier: Path, fichiers: Iterable[tuple[str, bytes]], ecraser: bool, *connus: str
) -> None:
    """Write the files in a folder that appears whole or not at all; see ``verifier_sortie``.

    A file's name may begin with one sub-folder.

    Whatever interrupts the writing, the temporary folder is removed (short of a kill, which
    leaves it aside under its hidden name).

    Raises
    ------
    SortieInutilisable : the disk is full, the place is read-only, was taken meanwhile, …
    """
    cible = verifier_sortie(dossier, ecraser, *connus)
    jeton = secrets.token_hex(4)
    partiel = cible.with_name(f".{cible.name}.partiel-{jeton}")
    try:
        # mkdir and not mkdtemp: the folder must have the user's ordinary permissions.
        partiel.mkdir()
        for nom, contenu in fichiers:
            _ecrire_fichier(partiel / nom, contenu)
        for chemin in (*filter(Path.is_dir, partiel.iterdir()), partiel):
            _synchroniser(chemin)
        verifier_sortie(dossier, ecraser, *connus)
        _mettre_en_place(partiel, cible, cible.with_name(f".{cible.name}.ancien-{jeton}"))
    except OSError as erreur:
        raise SortieInutilisable(f"{dossier} : {raison(erreur)}. Rien n'a été écrit.") from erreur
    finally:
        shutil.rmtree(partiel, ignore_errors=True)


def _ecrire_fichier(chemin: Path, contenu: bytes) -> None:
    chemin.parent.mkdir(exist_ok=True)
    with chemin.open("xb") as fichier:
        fichier.write(contenu)
        fichier.flush()
        os.fsync(fichier.fileno())


def _synchroniser(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def ecrire_fichier(fichier: Path, contenu: bytes) -> None:
    """Write a file, or replace it, whole or not at all (SortieInutilisable)."""
    partiel = fichier.with_name(f".{fichier.name}.partiel-{secrets.token_hex(4)}")
    try:
        _ecrire_fichier(partiel, contenu)
        partiel.replace(fichier)
    except OSError as erreur:
        raise SortieInutilisable(f"{fichier} : {raison(erreur)}. Rien n'a été écrit.") from erreur
    finally:
        partiel.unlink(missing_ok=True)


def nettoyer(dossier: Path) -> None:
    """Remove what a killed process left while it wrote this folder, which nobody writes now.

    A folder that was being replaced comes back.
    """
    for reste in sorted(dossier.parent.glob(f".{glob.escape(dossier.name)}.*-*")):
        if reste.name.startswith(f".{dossier.name}.ancien-") and not dossier.exists():
            reste.rename(dossier)
        elif reste.name.startswith((f".{dossier.name}.ancien-", f".{dossier.name}.partiel-")):
            shutil.rmtree(reste, ignore_errors=True)


def _mettre_en_place(partiel: Path, cible: Path, ancien: Path) -> None:
    """Swap by renames; if the second one does not happen, the old folder comes back."""
    try:
        if cible.exists():
            cible.rename(ancien)
        partiel.rename(cible)
    finally:
        if ancien.exists() and not cible.exists():
            ancien.rename(cible)
    _synchroniser(cible.parent)
    shutil.rmtree(ancien, ignore_errors=True)


def raison(erreur: OSError) -> str:
    """Say in French why something could not be written."""
    return _RAISONS.get(erreur.errno or 0, f"écriture impossible ({erreur.strerror or erreur})")
