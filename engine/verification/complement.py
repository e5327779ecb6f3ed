"""The complementary stage checked: who took part, what was free, a kernel, nobody else moved.

``affectations`` says where people are in the end, and ``complements`` what they had before: the
stages before are checked on that state, and the stage itself as any mouvement (modele.md §2, §3).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.barres import rangs_des_postes, verifier_barres
from mouvement.engine.verification.certificat import verifier_certificat
from mouvement.engine.verification.colonnes import NUL, Booleens, Colonne, Entiers, prendre
from mouvement.engine.verification.constats import Condition, Registre
from mouvement.engine.verification.dossier_complementaire import Etape, ouvrir
from mouvement.engine.verification.octrois import (
    Octrois,
    Passages,
    verifier_capacites,
    verifier_zones,
)
from mouvement.engine.verification.optimum import verifier_optimum
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.sieges import verifier_sieges

TABLE = "complements"


@dataclass(frozen=True)
class Complement:
    """The stage as the result tells it.

    Attributes
    ----------
    avant : what everybody had before it.
    etape : the stage made again from there; None when it concerns nobody.
    octrois : what it grants, in its own numbers.
    passages : those whom it gives a poste.
    seuil : of each candidat, the first of his contracts that comes after the vœu which the stage
        grants; ``NUL`` when it grants him nothing.
    """

    avant: Octrois
    etape: Etape | None
    octrois: Octrois
    passages: Passages
    seuil: Entiers

    def servis(self, source: Entiers) -> Booleens:
        """Tell which lines of the vœux made a contract of the stage."""
        if self.etape is None:
            return np.zeros(len(source), dtype=np.bool_)
        faits = self.etape.sources[self.etape.attendu.contrats.liste.source]
        return np.isin(source, faits)


def lire_complement(
    attendu: Attendu,
    affectations: Rapprochement,
    finaux: Octrois,
    frame: pd.DataFrame,
    registre: Registre,
) -> Complement:
    """Read the stage; ``affectations``: the table beside the candidats, ``finaux``: its grants."""
    nombre = np.diff(attendu.contrats.debut)
    ordre = affectations.lire("ordre", Colonne(nombre))
    venus = np.flatnonzero(ordre > nombre)
    avant = _defaire(attendu, finaux, venus, ordre, frame, registre)
    etape = ouvrir(attendu, avant)
    if etape is None:
        rien = np.zeros(0, dtype=np.int64)
        seuil = np.full(len(nombre), NUL, dtype=np.int64)
        return Complement(avant, None, Octrois(rien, rien), Passages.de(attendu, rien, rien), seuil)
    octrois = _octrois(etape, finaux, ordre, nombre)
    admis = np.flatnonzero(octrois.contrat != NUL)
    liste = etape.attendu.contrats.liste
    sources = etape.sources[liste.source[octrois.contrat[admis]]]
    passages = Passages.de(attendu, etape.candidats[admis], sources)
    seuil = np.full(len(nombre), NUL, dtype=np.int64)
    seuil[passages.candidat] = _seuils(attendu, sources)
    return Complement(avant, etape, octrois, passages, seuil)


def _defaire(
    attendu: Attendu,
    finaux: Octrois,
    venus: Entiers,
    ordre: Entiers,
    frame: pd.DataFrame,
    registre: Registre,
) -> Octrois:
    """Return the state before the stage, and check the table that tells it.

    ``venus`` : the candidats whose contract is none of those that they had before.
    """
    postes = attendu.postes
    cle = {"candidat": Colonne(venus, attendu.candidats.noms)}
    table = Rapprochement(registre, Condition.COMPLEMENT, TABLE, frame, cle)
    siege = finaux.siege[venus]
    table.comparer(
        {
            "discipline": Colonne(prendre(postes.discipline, siege), postes.disciplines),
            "ordre_apres": Colonne(ordre[venus]),
            "poste_apres": Colonne(siege, postes.noms),
        }
    )
    dit = table.lire("ordre_avant", Colonne(venus))
    quitte = table.lire("poste_avant", Colonne(venus, postes.noms))
    quitte = np.where(quitte < len(postes.noms), quitte, NUL)
    contrat = attendu.contrats.numero(venus, dit)
    _signaler_impossibles(table, contrat, dit, quitte)
    avant = Octrois(finaux.contrat.copy(), finaux.siege.copy())
    avant.contrat[venus], avant.siege[venus] = contrat, quitte
    return avant


def _signaler_impossibles(
    table: Rapprochement, contrat: Entiers, dit: Entiers, quitte: Entiers
) -> None:
    """Report contracts that nobody had, and one of contract and poste without the other."""
    table.signaler(
        np.flatnonzero((dit != NUL) & (contrat == NUL)),
        "ordre_avant",
        lambda i: str(dit[i]),
        lambda i: "un de ses contrats d'avant l'étape complémentaire",
    )
    table.signaler(
        np.flatnonzero((table.lignes >= 0) & ((dit == NUL) != (quitte == NUL))),
        "poste_avant",
        lambda i: "nul ou inconnu" if quitte[i] == NUL else "un poste",
        lambda i: "nul" if dit[i] == NUL else "un poste, puisqu'un contrat était accordé",
    )


def _octrois(etape: Etape, finaux: Octrois, ordre: Entiers, nombre: Entiers) -> Octrois:
    """Return what the stage grants, in its own numbers."""
    gens = np.arange(len(etape.candidats), dtype=np.int64)
    sien = np.where(ordre == NUL, NUL, ordre - nombre)[etape.candidats]
    place = np.full(int(max(etape.postes, default=0)) + 1, NUL, dtype=np.int64)
    place[etape.postes] = np.arange(len(etape.postes), dtype=np.int64)
    siege = finaux.siege[etape.candidats]
    siege = prendre(place, np.where(siege < len(place), siege, NUL))
    contrat = etape.attendu.contrats.numero(gens, sien)
    complet = (contrat != NUL) & (siege != NUL)
    return Octrois(np.where(complet, contrat, NUL), np.where(complet, siege, NUL))


def _seuils(attendu: Attendu, sources: Entiers) -> Entiers:
    """Return the number of the first contract after the line of each of these vœux."""
    contrats = attendu.contrats
    avant = np.cumsum(contrats.faits)
    rangees = [int(np.flatnonzero(contrats.lignes.source == source)[0]) for source in sources]
    return avant[np.array(rangees, dtype=np.int64)].astype(np.int64)


def verifier_complement(
    complement: Complement, barres: pd.DataFrame, registre: Registre
) -> Entiers:
    """Check the stage as a mouvement of its own; return the barre of each of its postes."""
    if complement.etape is None:
        return np.zeros(0, dtype=np.int64)
    attendu, octrois = complement.etape.attendu, complement.octrois
    verifier_zones(attendu, octrois, registre)
    verifier_capacites(attendu, octrois, registre)
    rangs = rangs_des_postes(attendu, octrois)
    publies = verifier_barres(attendu, octrois, rangs, barres, registre)
    verifier_certificat(attendu, octrois, publies, registre)
    verifier_optimum(attendu, octrois, registre)
    verifier_sieges(attendu, octrois, registre)
    return rangs


def separer_les_barres(
    complement: Complement, frame: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the published barres of the general stage, and those of the complementary one."""
    if complement.etape is None or "etape" not in frame:
        return frame, frame.iloc[:0]
    siennes = (frame["etape"].astype("str") == "COMPLEMENT").to_numpy(dtype=np.bool_)
    return frame[~siennes], frame[siennes]
