"""Withdrawals from folder to folder: a result verified, its chains of changes, written, checked."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.chaine import affectations_apres, maillons, table_des_changements
from mouvement.engine.contrats import compiler
from mouvement.engine.desistement import enchainer, lire_etat, retirer, tenus
from mouvement.engine.erreurs import CertificatRompu, DossierInutilisable
from mouvement.engine.instruction import Instruction
from mouvement.engine.verification.desistement import verifier_desistements
from mouvement.io.desistements import ecrire_desistements, lire_desistements
from mouvement.io.fautes import voisin
from mouvement.io.manifeste import manifeste
from mouvement.scenarios.chronique import Chronique
from mouvement.scenarios.verification import Verifiee, reverifier

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Desistes:
    """Withdrawals done: the tables, and those who withdraw."""

    tables: Tables
    retires: list[str]


def desister(instruction: Instruction, affectations: pd.DataFrame, retires: list[str]) -> Tables:
    """Return the tables of what follows from these withdrawals.

    Raises
    ------
    DonneesRefusees : a titulaire's poste is taken.
    CertificatRompu : a condition fails.
    """
    campagne, contrats = instruction.campagne, compiler(instruction)
    partis = contrats.candidats["candidat"].isin(retires).to_numpy()
    avant = lire_etat(contrats, affectations)
    quitte, libres = retirer(contrats, avant, partis)
    apres = enchainer(contrats, quitte, libres, partis | tenus(campagne, contrats))
    dits = maillons(contrats, avant, apres, partis, libres)
    return {
        "desistements": table_des_changements(campagne, contrats, avant, apres, dits),
        "affectations_apres": affectations_apres(contrats, affectations, avant, apres),
    }


def desister_dossier(
    resultat: Path,
    campagne: Path | None,
    candidats: tuple[str, ...],
    sortie: Path,
    ecraser: bool,
    suivi: Chronique,
) -> Desistes:
    """Verify a result, follow the withdrawals, check them, write the folder.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu, SortieInutilisable.
    """
    origine = _origine(resultat, campagne, suivi)
    retires = sorted(set(candidats))
    affectations = origine.resultat.affectations
    _exiger_connus(resultat, retires, affectations)
    with suivi.etape("chaînes"):
        tables = desister(origine.instruction, affectations, retires)
    with suivi.etape("contrôle"):
        _exiger(_constats(origine, retires, tables))
    with suivi.etape("écriture"):
        identite = _identite(origine, resultat, sortie, retires, tables, suivi)
        ecrire_desistements(sortie, tables, identite, ecraser)
    return Desistes(tables, retires)


def reverifier_desistements(dossier: Path, campagne: Path | None, suivi: Chronique) -> Desistes:
    """Verify a folder of withdrawals and the result that it names, from their files.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu.
    """
    tables, identite, empreintes = lire_desistements(dossier)
    resultat = dossier.resolve() / identite["origine"]["chemin"]
    origine = _origine(resultat, campagne, suivi)
    with suivi.etape("contrôle"):
        constats = []
        if identite.get("sorties") != empreintes:
            constats.append("manifeste.json : les fichiers ne sont pas ceux qu'il nomme.")
        if identite["origine"].get("sorties") != origine.empreintes:
            constats.append("manifeste.json : le résultat d'origine n'est plus le même.")
        _exiger(constats + _constats(origine, identite["retires"], tables))
    return Desistes(tables, identite["retires"])


def _origine(resultat: Path, campagne: Path | None, suivi: Chronique) -> Verifiee:
    origine = reverifier(resultat, campagne, suivi)
    _exiger([f"résultat d'origine : {constat}" for constat in origine.constats])
    return origine


def _constats(origine: Verifiee, retires: list[str], tables: Tables) -> list[str]:
    return verifier_desistements(
        origine.instruction, retires, origine.resultat.affectations, *tables.values()
    )


def _exiger(constats: list[str]) -> None:
    if constats:
        raise CertificatRompu(constats)


def _exiger_connus(resultat: Path, retires: list[str], affectations: pd.DataFrame) -> None:
    connus, dits = frozenset(affectations["candidat"]), []
    for candidat in retires:
        if candidat not in connus:
            proche = voisin(candidat, connus)
            conseil = f" Vouliez-vous dire « {proche} » ?" if proche else ""
            dits.append(f"Aucun candidat « {candidat} » dans {resultat}.{conseil}")
    if dits:
        raise DossierInutilisable("\n".join(dits))


def _identite(
    origine: Verifiee,
    resultat: Path,
    sortie: Path,
    retires: list[str],
    tables: Tables,
    suivi: Chronique,
) -> dict[str, Any]:
    campagne = origine.instruction.campagne
    changements = tables["desistements"]
    compte = {
        "desistements": len(retires),
        "changements": int((changements["cause"] != "DESISTEMENT").sum()),
    }
    return {
        **manifeste(campagne, origine.campagne, sortie, compte, suivi.durees, {}, campagne.options),
        "statut": "DESISTEMENTS_CERTIFIES",
        "retires": retires,
        "origine": {
            "chemin": os.path.relpath(resultat.resolve(), sortie.resolve()),
            "sorties": origine.empreintes,
        },
    }
