"""A simulation from folder to folder: drawn, taken up where it was left, counted, written."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.io import dossier as dossiers
from mouvement.io.ecriture import en_fichiers
from mouvement.io.lecture import lire_campagne
from mouvement.io.lecture_table import sha256
from mouvement.io.manifeste import manifeste, versions
from mouvement.io.resultats import MANIFESTE
from mouvement.io.sceau import sceller
from mouvement.io.tables_simulation import TABLES_SIMULATION
from mouvement.scenarios.chronique import Chronique
from mouvement.scenarios.executeurs import Executeur
from mouvement.scenarios.lot import Interrompu
from mouvement.scenarios.reprise import REPRISE, Reprise
from mouvement.scenarios.simulation.comptes import Comptes
from mouvement.scenarios.simulation.incertitude import Reglages, incertitude
from mouvement.scenarios.simulation.tirages import (
    Issues,
    Preparation,
    jouer_lot,
    lots,
    preparer,
)

CONNUS = (MANIFESTE, *(f"{table.nom}.parquet" for table in TABLES_SIMULATION))
"""What such a folder holds."""


@dataclass(frozen=True)
class Simulee:
    """A simulation done and written.

    Attributes
    ----------
    repris : draws taken up from an earlier run.
    non_prouves : draws that a time limit cut short.
    """

    tables: dict[str, pd.DataFrame]
    tirages: int
    repris: int
    non_prouves: int


def verifier_sortie(sortie: Path, ecraser: bool) -> None:
    """Say whether a simulation can be written there (SortieInutilisable if not)."""
    dossiers.verifier_sortie(sortie, ecraser, *CONNUS)


def simuler_dossier(
    campagne: Path,
    sortie: Path,
    ecraser: bool,
    tirages: int,
    graine: int | None,
    reglages: Reglages,
    suivi: Chronique,
    executeur: Executeur,
) -> Simulee:
    """Read a campaign, draw it, count, write the folder: whole or not at all.

    ``graine`` : the campaign's when None.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu, SortieInutilisable, Interrompu.
    """
    with suivi.etape("lecture"):
        lue = lire_campagne(campagne)
        incertain = incertitude(lue, reglages)
    semence = lue.graine if graine is None else graine
    with suivi.etape("préparation"):
        preparation = preparer(lue, incertain, semence)
    reprise = Reprise(sortie, _cle(lue, semence, reglages))
    comptes, repris = Comptes(preparation), 0
    try:
        with suivi.etape("tirages"):
            for issues, garde in _issues(preparation, tirages, reprise, executeur):
                comptes.ajouter(issues)
                repris += len(issues.prouve) * garde
                suivi("tirages", comptes.tirages, tirages)
    except KeyboardInterrupt:
        raise Interrompu(REPRISE) from None
    with suivi.etape("comptes"):
        tables = comptes.tables()
    with suivi.etape("écriture"):
        identite = {
            **manifeste(lue, campagne, sortie, {}, suivi.durees, {}, lue.options),
            "statut": "SIMULATION",
            "simulation": {"tirages": tirages, "graine": semence, **asdict(reglages)},
        }
        dossiers.ecrire_dossier(sortie, _fichiers(tables, identite), ecraser, *CONNUS)
    reprise.oublier()
    return Simulee(tables, tirages, repris, comptes.non_prouves)


def _cle(campagne: Campagne, graine: int, reglages: Reglages) -> str:
    """Return what a draw depends on, its number aside."""
    dit = {
        "versions": versions(),
        "entrees": campagne.empreintes,
        "reglement": reglements.de(campagne).empreinte,
        "graine": graine,
        **asdict(reglages),
    }
    return sha256(json.dumps(dit, sort_keys=True).encode())


def _issues(
    preparation: Preparation, tirages: int, reprise: Reprise, executeur: Executeur
) -> Iterator[tuple[Issues, bool]]:
    """Yield the draws, some at a time, in order, and whether an earlier run had done them."""
    gardes = {lot: _lire(reprise.lire(_nom(lot))) for lot in lots(tirages)}
    a_faire = [lot for lot, issues in gardes.items() if issues is None]
    octets = executeur.partager(pickle.dumps(preparation, protocol=5) if a_faire else b"")
    faits = executeur.map(jouer_lot, ((octets, lot) for lot in a_faire))
    for lot, issues in gardes.items():
        if issues is not None:
            yield issues, True
            continue
        jouees = next(faits)
        reprise.garder(_nom(lot), _ecrire(jouees))
        yield jouees, False


def _nom(lot: range) -> str:
    return f"tirages-{lot.start:06}-{lot.stop:06}"


def _ecrire(issues: Issues) -> bytes:
    tampon = BytesIO()
    prouve = issues.prouve[:, np.newaxis].astype(np.int32)
    places = np.full_like(prouve, issues.octrois.shape[1])
    tout = np.hstack([prouve, places, issues.octrois, issues.barres])
    np.save(tampon, tout.astype(np.int32), allow_pickle=False)
    return tampon.getvalue()


def _lire(octets: bytes | None) -> Issues | None:
    if octets is None:
        return None
    tout = np.load(BytesIO(octets), allow_pickle=False).astype(np.int64)
    fin = 2 + int(tout[0, 1])
    return Issues(tout[:, 0] == 1, tout[:, 2:fin], tout[:, fin:])


def _fichiers(
    tables: dict[str, pd.DataFrame], identite: dict[str, Any]
) -> Iterator[tuple[str, bytes]]:
    return sceller(en_fichiers(TABLES_SIMULATION, tables), identite, MANIFESTE)
