"""A folder of campaigns replayed as a batch: one after the other or at once, taken up where left.

Each campaign's replay is whole or absent; one that is there already, from the very same files,
rules and program, is not done again.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement import __version__
from mouvement.engine import reglements
from mouvement.engine.erreurs import DonneesRefusees, ErreurMouvement, SortieInutilisable
from mouvement.io import dossier as dossiers
from mouvement.io.configuration import FICHIER
from mouvement.io.ecriture import en_parquet
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_table, sha256
from mouvement.io.resultats import MANIFESTE
from mouvement.io.schema import TABLES_CAMPAGNE
from mouvement.io.tables_rejeu import SYNTHESE as TABLE
from mouvement.scenarios.chronique import Chronometre
from mouvement.scenarios.rejeu.dossier import SYNTHESE, rejouer_dossier
from mouvement.scenarios.rejeu.synthese import pourcent, rediger_lot

LOT = "lot.json"
"""By which a folder is known as a batch's."""


@dataclass(frozen=True)
class Unite:
    """One campaign to replay; ``refaire`` even if it is done."""

    campagne: Path
    sortie: Path
    refaire: bool


@dataclass(frozen=True)
class Reponse:
    """What became of it: its line of ``rejeu_synthese``, or why there is none."""

    nom: str
    ligne: dict[str, Any] | None
    refus: str
    repris: bool
    prouve: bool
    duree_s: float

    def __str__(self) -> str:
        if self.ligne is None:
            return f"{self.nom} : {self.refus}"
        accords, candidats = self.ligne["accords"], self.ligne["candidats"]
        temps = "déjà fait" if self.repris else f"{self.duree_s:.1f} s".replace(".", ",")
        return (
            f"{self.nom} : {candidats} candidats, accord {pourcent(accords, candidats)}, "
            f"{self.ligne['cas']} cas, {temps}"
        )


Repartir = Callable[[Callable[[Unite], Reponse], list[Unite]], Iterator[Reponse]]


def est_lot(dossier: Path) -> bool:
    """Say whether a folder holds campaigns, and is none itself."""
    return not (dossier / FICHIER).exists() and bool(_campagnes(dossier))


def _campagnes(dossier: Path) -> list[Path]:
    return sorted(chemin.parent for chemin in dossier.glob(f"*/{FICHIER}"))


def rejouer_lot(
    dossier: Path, sortie: Path, ecraser: bool, repartir: Repartir, dire: Callable[[str], None]
) -> tuple[pd.DataFrame, str, list[Reponse]]:
    """Replay every campaign of a folder; return the table of all, its summary, each answer.

    ``dire`` is told one line a campaign. Those already done are kept, unless ``ecraser``.

    Raises
    ------
    SortieInutilisable : the folder is something else's, or cannot be written.
    """
    campagnes = _campagnes(dossier)
    _ouvrir(sortie)
    unites = [Unite(campagne, sortie / campagne.name, ecraser) for campagne in campagnes]
    reponses = []
    for fait, reponse in enumerate(repartir(rejouer_unite, unites), 1):
        reponses.append(reponse)
        dire(f"{fait}/{len(unites)} {reponse}")
    lignes = [reponse.ligne for reponse in reponses if reponse.ligne is not None]
    synthese = pd.DataFrame(lignes, columns=TABLE.noms)
    texte = rediger_lot(synthese, {r.nom: r.refus for r in reponses if r.ligne is None})
    _ecrire(sortie / f"{TABLE.nom}.parquet", en_parquet(TABLE, _typer(synthese)))
    _ecrire(sortie / SYNTHESE, texte.encode())
    return synthese, texte, reponses


def _typer(synthese: pd.DataFrame) -> pd.DataFrame:
    textes = ("campagne", "academie", "reglement")
    return synthese.astype({n: "str" if n in textes else "int64" for n in TABLE.noms})


def rejouer_unite(unite: Unite) -> Reponse:
    """Replay one campaign, or take up what is there."""
    nom = unite.campagne.name
    if not unite.refaire:
        ligne = _deja_fait(unite)
        if ligne is not None:
            return Reponse(nom, ligne, "", True, _prouve(unite.sortie), 0.0)
    suivi = Chronometre()
    try:
        faite = rejouer_dossier(unite.campagne, unite.sortie, True, suivi)
    except DonneesRefusees as refus:
        premiere = f" ; {refus.fautes[0]}" if refus.fautes else ""
        return Reponse(nom, None, f"{refus}{premiere}", False, True, 0.0)
    except SortieInutilisable:
        raise
    except ErreurMouvement as erreur:
        return Reponse(nom, None, str(erreur), False, True, 0.0)
    faits = _simple(faite.tables["rejeu_synthese"].to_dict("records")[0])
    return Reponse(nom, faits, "", False, faite.prouve, sum(suivi.durees.values()))


def _simple(ligne: dict[Any, Any]) -> dict[str, Any]:
    return {str(nom): v if isinstance(v, str) else int(v) for nom, v in ligne.items()}


def _deja_fait(unite: Unite) -> dict[str, Any] | None:
    """Return the line of a replay that is there, from the same files, rules and program."""
    manifeste = _manifeste(unite.sortie)
    if not manifeste or not _memes_entrees(unite.campagne, manifeste):
        return None
    nom = f"{TABLE.nom}.parquet"
    octets = (unite.sortie / nom).read_bytes()
    if sha256(octets) != manifeste["sorties"].get(nom):
        return None
    releve = Releve()
    table = lire_table(releve, TABLE, octets, entree=False)
    if table is None or releve.fautes or len(table) != 1:
        return None
    return _simple(table.to_dict("records")[0])


def _manifeste(sortie: Path) -> dict[str, Any]:
    """Return the manifest of a replay by this version; empty when there is none."""
    try:
        manifeste = json.loads((sortie / MANIFESTE).read_bytes())
        notre = manifeste["genre"] == "rejeu" and manifeste["versions"]["mouvement"] == __version__
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(manifeste) if notre else {}


def _prouve(sortie: Path) -> bool:
    return _manifeste(sortie).get("statut") == "CERTIFIE"


def _memes_entrees(campagne: Path, manifeste: dict[str, Any]) -> bool:
    entrees, reglement = manifeste["entrees"], manifeste["reglement"]
    # A rule set of the campaign's own is a folder or a file that we do not hash here.
    if reglement["nom"] not in reglements.NOMS:
        return False
    if reglements.charger(reglement["nom"]).empreinte != reglement["sha256"]:
        return False
    ajoutees = [
        table.nom
        for table in TABLES_CAMPAGNE
        if (campagne / f"{table.nom}.parquet").exists() and f"{table.nom}.parquet" not in entrees
    ]
    if ajoutees:
        return False
    try:
        return all(sha256((campagne / nom).read_bytes()) == lu for nom, lu in entrees.items())
    except OSError:
        return False


def _ouvrir(sortie: Path) -> None:
    """Make the batch's folder, or find it as it was left."""
    existe = os.path.lexists(sortie)
    dossiers.verifier_sortie(sortie, existe, LOT)
    try:
        sortie.mkdir(exist_ok=True)
        contenu = json.dumps({"format": 1, "genre": "rejeu"}, indent=2, sort_keys=True)
        _ecrire(sortie / LOT, f"{contenu}\n".encode())
    except OSError as erreur:
        raise SortieInutilisable(f"{sortie} : {dossiers.raison(erreur)}.") from erreur


def _ecrire(chemin: Path, octets: bytes) -> None:
    """Write a file that appears whole or not at all."""
    partiel = chemin.with_name(f".{chemin.name}.partiel-{secrets.token_hex(4)}")
    try:
        partiel.write_bytes(octets)
        partiel.replace(chemin)
    except OSError as erreur:
        raise SortieInutilisable(f"{chemin} : {dossiers.raison(erreur)}.") from erreur
    finally:
        partiel.unlink(missing_ok=True)
