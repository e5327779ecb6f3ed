"""A folder of campaigns replayed as a batch: one after the other or at once, taken up where left.

Each campaign's replay is whole or absent; one that is there already, from the very same files,
rules and program, is not done again.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.erreurs import DonneesRefusees, ErreurMouvement, SortieInutilisable
from mouvement.io import dossier as dossiers
from mouvement.io.configuration import FICHIER
from mouvement.io.ecriture import en_parquet
from mouvement.io.fautes import Releve
from mouvement.io.lecture import empreintes_campagne
from mouvement.io.lecture_table import lire_table, sha256
from mouvement.io.manifeste import versions
from mouvement.io.resultats import MANIFESTE, lire_manifeste
from mouvement.io.tables_rejeu import SYNTHESE as TABLE
from mouvement.scenarios.chronique import Chronometre
from mouvement.scenarios.lot import Interrompu, ouvrir
from mouvement.scenarios.rejeu.dossier import CONNUS as REJEU
from mouvement.scenarios.rejeu.dossier import RESULTAT, SYNTHESE, rejouer_dossier
from mouvement.scenarios.rejeu.synthese import pourcent, rediger_lot
from mouvement.scenarios.reprise import REPRISE

LOT = "rejeux.json"
"""By which a folder is known as a batch's."""
CONNUS = (LOT, f"{TABLE.nom}.parquet", SYNTHESE, *(f"*/{nom}" for nom in REJEU))
"""What such a folder holds."""


@dataclass(frozen=True)
class Unite:
    """One campaign to replay, and the folder of its replay."""

    campagne: Path
    sortie: Path


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

    ``dire`` is told one line a campaign. Those already done are kept, unless ``ecraser``: what is
    there goes first.

    Raises
    ------
    SortieInutilisable : the folder is something else's, another batch's, or cannot be written.
    Interrompu : by Ctrl-C, or SIGTERM.
    """
    campagnes = _campagnes(dossier)
    ouvrir(dossier, sortie, ecraser, *CONNUS)
    unites = [
        Unite(campagne.resolve(), (sortie / campagne.name).resolve()) for campagne in campagnes
    ]
    reponses = []
    try:
        for fait, reponse in enumerate(repartir(rejouer_unite, unites), 1):
            reponses.append(reponse)
            dire(f"{fait}/{len(unites)} {reponse}")
    except KeyboardInterrupt:
        raise Interrompu(REPRISE) from None
    lignes = [reponse.ligne for reponse in reponses if reponse.ligne is not None]
    synthese = pd.DataFrame(lignes, columns=TABLE.noms)
    texte = rediger_lot(synthese, {r.nom: r.refus for r in reponses if r.ligne is None})
    dossiers.ecrire_fichier(sortie / f"{TABLE.nom}.parquet", en_parquet(TABLE, _typer(synthese)))
    dossiers.ecrire_fichier(sortie / SYNTHESE, texte.encode())
    return synthese, texte, reponses


def _typer(synthese: pd.DataFrame) -> pd.DataFrame:
    textes = ("campagne", "academie", "reglement")
    return synthese.astype({n: "str" if n in textes else "int64" for n in TABLE.noms})


def rejouer_unite(unite: Unite) -> Reponse:
    """Replay one campaign, or take up what is there."""
    nom = unite.campagne.name
    dossiers.nettoyer(unite.sortie)
    ligne = _deja_fait(unite)
    if ligne is not None:
        return Reponse(nom, ligne, "", True, True, 0.0)
    suivi = Chronometre()
    try:
        faite = rejouer_dossier(unite.campagne, unite.sortie, True, suivi)
    except DonneesRefusees as refus:
        suite = f" (toutes : mouvement controler {nom})"
        premiere = f" ; {refus.fautes[0]}{suite}" if refus.fautes else ""
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
    """Return the line of a replay that is there, whole and proven, and would be made the same."""
    manifeste = lire_manifeste(unite.sortie / RESULTAT)
    empreintes = manifeste and empreintes_campagne(unite.campagne)
    if not manifeste or not empreintes:
        return None
    entrees, reglement = empreintes
    memes = (
        manifeste.get("statut") == "CERTIFIE"
        and manifeste.get("entrees") == entrees
        and manifeste.get("reglement", {}).get("sha256") == reglement
        and manifeste.get("versions") == versions()
    )
    return _relire(unite.sortie) if memes else None


def _relire(sortie: Path) -> dict[str, Any] | None:
    """Return the line of a replay, if its file is the one that was written."""
    nom = f"{TABLE.nom}.parquet"
    try:
        octets = (sortie / nom).read_bytes()
        ecrits = json.loads((sortie / MANIFESTE).read_bytes())["sorties"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if ecrits.get(nom) != sha256(octets):
        return None
    table = lire_table(Releve(), TABLE, octets, entree=False)
    return None if table is None else _simple(table.to_dict("records")[0])
