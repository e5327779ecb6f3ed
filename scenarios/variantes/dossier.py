"""A scenario from file to folder: the base and its variants done, compared, told in one table."""

import json
import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.erreurs import SortieInutilisable
from mouvement.io import dossier as dossiers
from mouvement.io.ecriture import en_parquet
from mouvement.io.lecture import lire
from mouvement.io.resultats import MANIFESTE
from mouvement.io.tables import table
from mouvement.io.tables_scenario import VARIANTES
from mouvement.scenarios.chronique import Chronique
from mouvement.scenarios.executeurs import Executeur
from mouvement.scenarios.lot import Interrompu
from mouvement.scenarios.reprise import REPRISE
from mouvement.scenarios.variantes.derivation import Derivee, deriver_toutes
from mouvement.scenarios.variantes.lecture import lire_scenario
from mouvement.scenarios.variantes.modele import BASE, Scenario, Variante
from mouvement.scenarios.variantes.travaux import (
    CAMPAGNE,
    COMPAREE,
    RESULTAT,
    Paire,
    Unite,
    acquis,
    cle,
    confronter,
    ligne,
    mener,
)

MARQUE = "scenario.json"
"""By which the folder is known as a scenario's."""
SIENS = (f"{RESULTAT}/{MANIFESTE}", *(f"{nom}/*" for nom in (CAMPAGNE, RESULTAT, COMPAREE)))
"""What the folder of a variant holds."""
CONNUS = (
    *(MARQUE, f"{VARIANTES.nom}.parquet", f"{VARIANTES.nom}.csv"),
    *(f"*/{nom}" for nom in SIENS),
)
"""What such a folder holds."""


@dataclass(frozen=True)
class Faite:
    """A scenario done: its table, how many results were there already, whether all is proven."""

    scenario: Scenario
    tableau: pd.DataFrame
    gardees: int
    prouve: bool


def ouvrir(fichier: Path, sortie: Path, ecraser: bool, noms: Collection[str]) -> None:
    """Make the folder ready: new, or that of the same scenario, whose results may be kept.

    ``ecraser`` : what it holds goes first. ``noms`` : the sub-folders to come.

    Raises
    ------
    SortieInutilisable : it holds something else.
    """
    contenu = {"format": 1, "scenario": os.path.relpath(fichier.resolve(), sortie.resolve())}
    marque = f"{json.dumps(contenu, ensure_ascii=False, indent=2)}\n".encode()
    try:
        if (sortie / MARQUE).is_file() and not ecraser:
            if (sortie / MARQUE).read_bytes() != marque:
                raise SortieInutilisable(
                    f"{sortie} contient un autre scénario. Donner un autre nom, ou --ecraser pour "
                    "le remplacer."
                )
            _exiger_libres(sortie, noms)
            return
        cible = dossiers.verifier_sortie(sortie, ecraser, *CONNUS)
        if cible.exists():
            _exiger_libres(sortie, sorted(dedans.name for dedans in cible.iterdir()))
            shutil.rmtree(cible)
        cible.mkdir()
        dossiers.ecrire_fichier(cible / MARQUE, marque)
    except OSError as erreur:
        raise SortieInutilisable(f"{sortie} : {dossiers.raison(erreur)}.") from erreur


def mener_scenario(
    fichier: Path, sortie: Path, ecraser: bool, suivi: Chronique, executeur: Executeur
) -> Faite:
    """Read a scenario, do the base and each variant, compare them, write the folder.

    Results that are there, from the same inputs, rules and program, are kept.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu, SortieInutilisable, Interrompu.
    """
    with suivi.etape("lecture"):
        scenario = lire_scenario(fichier)
        lecture = lire(scenario.campagne)
    with suivi.etape("variantes"):
        derivees = deriver_toutes(lecture, scenario)
    base = Variante(BASE, scenario.titre, scenario.raison)
    variantes = [base, *scenario.variantes]
    noms = [variante.nom for variante in variantes]
    ouvrir(fichier, sortie, ecraser, noms)
    unites = _unites(variantes, [Derivee(lecture.campagne, {}), *derivees], scenario, sortie)
    try:
        with suivi.etape("mouvements"):
            identites, gardees = _mener(unites, suivi, executeur)
        with suivi.etape("comparaisons"):
            changements = _confronter(unites, suivi, executeur)
    except KeyboardInterrupt:
        raise Interrompu(REPRISE) from None
    lignes = [
        ligne(ordre, variante, identite, change)
        for ordre, (variante, identite, change) in enumerate(
            zip(variantes, identites, changements, strict=True)
        )
    ]
    tableau = table(VARIANTES, lignes)
    _oublier_les_autres(sortie, noms)
    dossiers.ecrire_fichier(sortie / f"{VARIANTES.nom}.parquet", en_parquet(VARIANTES, tableau))
    csv = tableau.to_csv(sep=";", decimal=",", index=False)
    dossiers.ecrire_fichier(sortie / f"{VARIANTES.nom}.csv", csv.encode("utf-8-sig"))
    return Faite(scenario, tableau, gardees, bool(tableau["prouve"].all()))


def _unites(
    variantes: Sequence[Variante], derivees: Sequence[Derivee], scenario: Scenario, sortie: Path
) -> list[Unite]:
    unites = []
    for variante, derivee in zip(variantes, derivees, strict=True):
        campagne, sienne = derivee.campagne, sortie.resolve() / variante.nom
        source = sienne / CAMPAGNE if derivee.fichiers else scenario.campagne.resolve()
        unites.append(Unite(variante, campagne, derivee.fichiers, source, sienne, cle(campagne)))
    return unites


def _mener(
    unites: list[Unite], suivi: Chronique, executeur: Executeur
) -> tuple[list[dict[str, Any]], int]:
    """Return the manifests, in order, and how many results were there already."""
    for unite in unites:
        for nom in (CAMPAGNE, RESULTAT, COMPAREE):
            dossiers.nettoyer(unite.sortie / nom)
    la = [acquis(unite) for unite in unites]
    faits = executeur.map(mener, (u for u, gardee in zip(unites, la, strict=True) if not gardee))
    identites = []
    for gardee in la:
        identites.append(gardee or next(faits))
        suivi("mouvements", len(identites), len(unites))
    return identites, sum(gardee is not None for gardee in la)


def _confronter(
    unites: list[Unite], suivi: Chronique, executeur: Executeur
) -> list[dict[str, int]]:
    """Return what changes from the first, the base, in each; nothing in itself."""
    base, *autres = unites
    paires = [Paire(unite.variante, base.sortie, unite.sortie) for unite in autres]
    changements: list[dict[str, int]] = [{}]
    for dits in executeur.map(confronter, paires):
        changements.append(dits)
        suivi("comparaisons", len(changements) - 1, len(paires))
    return changements


def _oublier_les_autres(sortie: Path, noms: Collection[str]) -> None:
    """Remove the variants that the scenario no longer has, and that nobody added anything to."""
    for manifeste in sortie.glob(f"*/{SIENS[0]}"):
        dossier = manifeste.parent.parent
        if dossier.name not in noms and _est_variante(dossier) and not dossier.is_symlink():
            try:
                dossiers.verifier_sortie(dossier, True, *SIENS)
            except SortieInutilisable:
                continue
            shutil.rmtree(dossier, ignore_errors=True)


def _exiger_libres(sortie: Path, noms: Collection[str]) -> None:
    """Say which variants would replace a result that is none of theirs (SortieInutilisable)."""
    siens = [sortie / nom for nom in noms if (sortie / nom / SIENS[0]).is_file()]
    pris = [dossier.name for dossier in siens if not _est_variante(dossier)]
    if pris:
        raise SortieInutilisable(
            f"{sortie} : cette commande n'a pas écrit {', '.join(pris)}. Déplacer ce dossier, ou "
            "donner un autre nom à la variante."
        )


def _est_variante(dossier: Path) -> bool:
    """Say whether a folder holds the result of the variant that it has the name of."""
    try:
        identite = json.loads((dossier / SIENS[0]).read_bytes())
    except ValueError:
        return False
    variante = identite.get("variante") if isinstance(identite, dict) else None
    return isinstance(variante, dict) and variante.get("nom") == dossier.name
