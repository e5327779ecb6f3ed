"""A batch: the mouvement of every campaign of a folder, each a unit of work, taken up again.

A finished result whose inputs, rule set and versions have not changed is kept.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mouvement.engine.erreurs import (
    CertificatRompu,
    DonneesRefusees,
    DossierInutilisable,
    ErreurMouvement,
    SortieInutilisable,
)
from mouvement.io import dossier as dossiers
from mouvement.io import tables_lot
from mouvement.io.configuration import FICHIER as CONFIGURATION
from mouvement.io.lecture import empreintes_campagne
from mouvement.io.manifeste import versions
from mouvement.io.resultats import CONNUS as RESULTATS
from mouvement.io.resultats import lire_manifeste
from mouvement.scenarios.affectation import affecter_dossier
from mouvement.scenarios.chronique import Chronometre
from mouvement.scenarios.executeurs import executeur
from mouvement.scenarios.reprise import REPRISE
from mouvement.scenarios.verification import reverifier

MARQUE = "lot.json"
"""The file by which a folder is known to hold a batch's results, and of which campaigns."""
CONNUS = (MARQUE, *tables_lot.NOMS, *(f"*/{nom}" for nom in RESULTATS))
"""What such a folder holds."""
CODES = {
    tables_lot.ROMPU: CertificatRompu.code_sortie,
    tables_lot.REFUSEE: DonneesRefusees.code_sortie,
    tables_lot.NON_OPTIMAL: 5,
}
"""Exit status of each bad end, the worst first."""


class Interrompu(ErreurMouvement):
    """The batch was interrupted; what is done is kept."""

    code_sortie = 130


@dataclass(frozen=True)
class Unite:
    """One campaign to do: its folder, that of its result, whether to verify it afterwards."""

    campagne: Path
    sortie: Path
    verifier: bool


@dataclass(frozen=True)
class Faite:
    """One campaign done.

    Attributes
    ----------
    ligne : its row of ``tables_lot.CAMPAGNES``.
    gardee : its result was there already.
    duree : seconds spent on it.
    ecueils : the faults for which it was refused, or what its certificate lacks.
    """

    ligne: dict[str, Any]
    gardee: bool
    duree: float
    ecueils: tuple[str, ...] = ()


def lister(dossier: Path) -> list[Path]:
    """Return the campaigns of a folder: its sub-folders with a ``campagne.toml``, by name."""
    if not dossier.is_dir():
        raise DossierInutilisable(f"{dossier} n'est pas un dossier.")
    trouves = (chemin.parent for chemin in dossier.glob(f"*/{CONFIGURATION}"))
    campagnes = sorted(chemin for chemin in trouves if not chemin.name.startswith("."))
    if not campagnes:
        seule = (dossier / CONFIGURATION).exists()
        conseil = " C'est une campagne : voir « mouvement affecter »." if seule else ""
        raise DossierInutilisable(
            f"{dossier} : aucun sous-dossier ne contient {CONFIGURATION}.{conseil}"
        )
    return campagnes


def ouvrir(dossier: Path, sortie: Path, ecraser: bool, *connus: str) -> None:
    """Make the folder of results ready: new, or that of the same batch, to be taken up again.

    ``ecraser`` : what another batch, or this one, left there goes first; ``connus`` : as in
    ``dossiers.verifier_sortie``, the first one telling batches of this kind.

    Raises
    ------
    SortieInutilisable : it holds something else.
    """
    marque, fichier = _marque(dossier, sortie), connus[0]
    try:
        if (sortie / fichier).is_file() and not ecraser:
            _exiger_le_meme(sortie / fichier, marque)
        else:
            cible = dossiers.verifier_sortie(sortie, ecraser or _vide(sortie), *connus)
            if cible.exists():
                shutil.rmtree(cible)
            cible.mkdir()
            dossiers.ecrire_fichier(cible / fichier, marque)
    except OSError as erreur:
        raise SortieInutilisable(f"{sortie} : {dossiers.raison(erreur)}.") from erreur


def _exiger_le_meme(fichier: Path, marque: bytes) -> None:
    if fichier.read_bytes() != marque:
        raise SortieInutilisable(
            f"{fichier.parent} contient le lot d'un autre dossier. Donner un autre nom, ou "
            "--ecraser pour le remplacer."
        )


def _vide(sortie: Path) -> bool:
    return sortie.is_dir() and not any(sortie.iterdir())


def _marque(dossier: Path, sortie: Path) -> bytes:
    contenu = {"format": 1, "campagnes": os.path.relpath(dossier.resolve(), sortie.resolve())}
    texte = json.dumps(contenu, ensure_ascii=False, indent=2)
    return f"{texte}\n".encode("utf-8", "surrogatepass")


def mener(
    campagnes: Sequence[Path],
    sortie: Path,
    verifier: bool,
    demande: str,
    suivi: Callable[[Faite], None],
) -> list[dict[str, Any]]:
    """Do every campaign, then write the table across them; return its rows.

    ``demande`` : where they are done, see ``executeurs.executeur``; ``suivi`` : told of each
    campaign, in order. Whatever stops it, what is done can be taken up again.

    Raises
    ------
    Interrompu : by Ctrl-C, or SIGTERM.
    """
    unites = [
        Unite(campagne.resolve(), (sortie / campagne.name).resolve(), verifier)
        for campagne in campagnes
    ]
    lignes = []
    try:
        with executeur(demande, "mouvement.scenarios.lot") as ouvriers:
            for faite in ouvriers.map(mener_une, unites):
                suivi(faite)
                lignes.append(faite.ligne)
    except KeyboardInterrupt:
        raise Interrompu(REPRISE) from None
    finally:
        for unite in unites:
            dossiers.nettoyer(unite.sortie)
    for nom, contenu in tables_lot.fichiers(lignes):
        dossiers.ecrire_fichier(sortie / nom, contenu)
    return lignes


def mener_une(unite: Unite) -> Faite:
    """Do one campaign, unless its result is there; a refused one does not stop the others."""
    debut, nom, gardee = time.perf_counter(), {"campagne": unite.campagne.name}, False
    ecueils: Sequence[object] = ()
    dossiers.nettoyer(unite.sortie)
    try:
        identite = acquis(unite)
        gardee = identite is not None
        if identite is None:
            faite = affecter_dossier(unite.campagne, unite.sortie, True, Chronometre())
            identite = faite.identite
        ligne = {**nom, **_ligne(identite), **(_constats(unite) if unite.verifier else {})}
    except DonneesRefusees as refus:
        ecueils = refus.fautes
        ligne = {**nom, "statut": tables_lot.REFUSEE, "fautes": len(ecueils)}
    except CertificatRompu as rupture:
        ecueils = rupture.constats
        ligne = {**nom, "statut": tables_lot.ROMPU, "constats": len(ecueils)}
    return Faite(ligne, gardee, time.perf_counter() - debut, tuple(map(str, ecueils)))


def acquis(unite: Unite) -> dict[str, Any] | None:
    """Return the manifest of the result when it is whole, proven, and would be made the same."""
    identite = lire_manifeste(unite.sortie)
    empreintes = identite and empreintes_campagne(unite.campagne)
    if not identite or not empreintes:
        return None
    entrees, reglement = empreintes
    tenu = (
        identite.get("statut") == tables_lot.CERTIFIE
        and identite.get("entrees") == entrees
        and identite.get("reglement", {}).get("sha256") == reglement
        and identite.get("versions") == versions()
    )
    return identite if tenu else None


def _ligne(identite: dict[str, Any]) -> dict[str, Any]:
    """Return a campaign's row, from its manifest."""
    campagne, effectifs = identite["campagne"], identite["effectifs"]
    couples = identite.get("couples", {})
    return {
        "statut": identite["statut"],
        "academie": campagne["academie"],
        "annee": campagne["annee"],
        "reglement": identite["reglement"]["nom"],
        **{nom: effectifs[nom] for nom in tables_lot.EFFECTIFS},
        **{nom: couples.get(nom) for nom in tables_lot.COUPLES},
    }


def _constats(unite: Unite) -> dict[str, Any]:
    """Verify a result; one that cannot even be read does not hold."""
    try:
        nombre = len(reverifier(unite.sortie, unite.campagne, Chronometre()).constats)
    except DonneesRefusees as refus:
        nombre = len(refus.fautes)
    return {"constats": nombre} | ({"statut": tables_lot.ROMPU} if nombre else {})


def code_sortie(lignes: Sequence[Mapping[str, Any]]) -> int:
    """Return the exit status of a batch: that of the worst of its campaigns."""
    statuts = {ligne["statut"] for ligne in lignes}
    return next((code for statut, code in CODES.items() if statut in statuts), 0)
