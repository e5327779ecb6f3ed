"""The affectations table: one true row a candidat, seats in their zones, nobody ousted.

The table tells the final state. Stage one's (``premiers``), which the improvement stage starts
from and the barres prove, is the same one where that stage moved nobody.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import (
    NUL,
    Booleens,
    Colonne,
    Entiers,
    Lexique,
    entiers,
    prendre,
)
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.terrain import PARTICIPATIONS
from mouvement.engine.verification.traits import EXTENSION, ORIGINES, VOEU

DECISIONS = Lexique(("NON_AFFECTE", "MAINTENU", "MUTE", "EXTENSION", "ANNUEL"))
NON_AFFECTE, MAINTENU, MUTE, EN_EXTENSION, ANNUEL = range(5)
ETAPES = Lexique(("GENERAL", "AMELIORATION", "COMPLEMENT"))
GENERALE, AMELIOREE, COMPLEMENTAIRE = range(len(ETAPES))


@dataclass(frozen=True)
class Octrois:
    """What is granted at one time: of each candidat, contract and poste (``NUL``: none).

    ``tenus`` are the candidats with both, ``contrat`` and ``siege`` valid.
    """

    contrat: Entiers
    siege: Entiers

    @property
    def tenus(self) -> Entiers:
        """Candidats who hold a contract and a seat."""
        return np.flatnonzero((self.contrat >= 0) & (self.siege >= 0))

    def preferes(self, auteur: Entiers) -> Booleens:
        """Tell, of all contracts, which ones their authors prefer to what is granted."""
        accorde = self.contrat[auteur]
        mieux: Booleens = (accorde == NUL) | (np.arange(len(accorde)) < accorde)
        return mieux


@dataclass(frozen=True)
class Passages:
    """Those whom the complementary stage gives a poste: who they are, what their vœu says."""

    candidat: Entiers
    rang: Entiers
    bareme: Entiers
    annuel: Entiers

    @classmethod
    def de(cls, attendu: Attendu, candidat: Entiers, source: Entiers) -> "Passages":
        """Read the vœu granted to each, a line of the campaign's."""
        voeux = attendu.campagne.voeux.iloc[source]
        annuel = attendu.contrats.traits.annuel[source]
        return cls(candidat, entiers(voeux["rang"]), entiers(voeux["bareme"]), annuel)


def marche_general(attendu: Attendu, octrois: Octrois) -> Marche:
    """Return the market of stage one, all disciplines at once, with its holders."""
    tenus = octrois.tenus
    contrat = octrois.contrat[tenus]
    return Marche(
        candidat=tenus,
        siege=octrois.siege[tenus],
        rang=attendu.priorites.rang[contrat],
        zone=attendu.contrats.liste.zone[contrat],
        zones=attendu.contrats.zones,
        capacite=attendu.postes.capacite,
    )


def lire_octrois(
    attendu: Attendu, frame: pd.DataFrame, registre: Registre
) -> tuple[Rapprochement, Octrois]:
    """Read affectations: (the table beside the candidats, what it grants)."""
    candidats, postes = attendu.candidats, attendu.postes
    numeros = np.arange(len(candidats.noms), dtype=np.int64)
    cle = {"candidat": Colonne(numeros, candidats.noms)}
    table = Rapprochement(registre, Condition.AFFECTATIONS, "affectations", frame, cle)
    poste = table.lire("poste", Colonne(numeros, postes.noms))
    return table, Octrois(
        attendu.contrats.numero(numeros, table.lire("ordre", Colonne(numeros))),
        np.where(poste < len(postes.noms), poste, NUL),
    )


def verifier_octrois(
    attendu: Attendu,
    table: Rapprochement,
    premiers: Octrois,
    avant: Octrois,
    finaux: Octrois,
    passages: Passages,
) -> None:
    """Check affectations, field by field, and stage one's seats.

    ``avant`` : the state before the complementary stage, which makes the ``passages``.
    """
    if table.muet:
        return
    candidats = attendu.candidats
    _signaler_inconnus(attendu, table, finaux, passages)
    colonnes = _colonnes(attendu, premiers, avant)
    table.comparer(colonnes | _colonnes_des_passages(attendu, colonnes, finaux, passages))
    table.comparer_nuls("libelle", (finaux.siege == NUL).astype(np.int64))
    table.comparer_nuls("libelle_actuel", (candidats.actuel == NUL).astype(np.int64))
    verifier_zones(attendu, premiers, table.registre)
    verifier_capacites(attendu, premiers, table.registre)
    _verifier_maintien(attendu, table, finaux)


def _signaler_inconnus(
    attendu: Attendu, table: Rapprochement, octrois: Octrois, passages: Passages
) -> None:
    """Report contracts and postes that do not exist, and one without the other."""
    nombre = np.diff(attendu.contrats.debut)
    ordre = table.lire("ordre", Colonne(nombre))
    poste = table.lire("poste", Colonne(nombre, attendu.postes.noms))
    table.signaler(
        np.setdiff1d(np.flatnonzero((ordre != NUL) & (octrois.contrat == NUL)), passages.candidat),
        "ordre",
        lambda i: str(ordre[i]),
        lambda i: f"un de ses {nombre[i]} contrat(s)",
    )
    colonne = Colonne(poste, attendu.postes.noms)
    serie = table.frame["poste"] if "poste" in table.frame else pd.Series(dtype="str")
    table.signaler(
        np.flatnonzero((poste != NUL) & (octrois.siege == NUL)),
        "poste",
        lambda i: colonne.montrer(serie, int(table.lignes[i])),
        lambda i: "un poste de la campagne",
    )
    table.signaler(
        np.flatnonzero((table.lignes >= 0) & ((ordre == NUL) != (poste == NUL))),
        "poste",
        lambda i: "nul" if poste[i] == NUL else colonne.montrer(serie, int(table.lignes[i])),
        lambda i: "un poste, puisqu'un contrat est accordé" if poste[i] == NUL else "nul",
    )


def _colonnes(attendu: Attendu, premiers: Octrois, octrois: Octrois) -> dict[str, Colonne]:
    """Return every field as it must be, given the contract and the seat."""
    candidats, postes, liste = attendu.candidats, attendu.postes, attendu.contrats.liste
    bouge = (octrois.contrat != premiers.contrat) | (octrois.siege != premiers.siege)
    return {
        "discipline": Colonne(candidats.discipline, postes.disciplines),
        "decision": Colonne(_decisions(attendu, octrois), DECISIONS),
        "etablissement": Colonne(prendre(postes.lieu, octrois.siege), postes.lieux),
        "rang": Colonne(prendre(liste.rang, octrois.contrat)),
        "origine": Colonne(prendre(liste.origine, octrois.contrat), ORIGINES),
        "bareme": Colonne(prendre(liste.bareme, octrois.contrat), points=True),
        "etape": Colonne(bouge.astype(np.int64), ETAPES),
        "participation": Colonne(candidats.participation, PARTICIPATIONS),
        "carte_scolaire": Colonne(candidats.carte_scolaire),
        "simultanee": Colonne(candidats.simultanee, candidats.noms),
        "poste_actuel": Colonne(candidats.actuel, postes.noms),
    }


def _colonnes_des_passages(
    attendu: Attendu, colonnes: dict[str, Colonne], finaux: Octrois, passages: Passages
) -> dict[str, Colonne]:
    """Return the columns that the complementary stage changes, all rows of them."""
    siege = finaux.siege[passages.candidat]
    changes: dict[str, Entiers | int] = {
        "decision": np.where(passages.annuel == 1, ANNUEL, MUTE),
        "etablissement": prendre(attendu.postes.lieu, siege),
        "rang": passages.rang,
        "origine": VOEU,
        "bareme": passages.bareme,
        "etape": COMPLEMENTAIRE,
    }
    corrigees = {nom: colonnes[nom].valeurs.copy() for nom in changes}
    for nom, valeurs in changes.items():
        corrigees[nom][passages.candidat] = valeurs
    return {nom: replace(colonnes[nom], valeurs=toutes) for nom, toutes in corrigees.items()}


def _decisions(attendu: Attendu, octrois: Octrois) -> Entiers:
    """Return what happens to each candidat, a number in ``DECISIONS``."""
    contrats = attendu.contrats
    source = prendre(contrats.liste.source, octrois.contrat)
    decision = np.select(
        [
            octrois.siege == NUL,
            prendre(contrats.traits.annuel, source, 0) == 1,
            prendre(contrats.liste.origine, octrois.contrat) == EXTENSION,
            octrois.siege == attendu.candidats.garde,
        ],
        [NON_AFFECTE, ANNUEL, EN_EXTENSION, MAINTENU],
        MUTE,
    )
    return decision.astype(np.int64)


def verifier_zones(attendu: Attendu, octrois: Octrois, registre: Registre) -> None:
    """Report the holders seated outside the zone of their contract."""
    tenus, contrats = octrois.tenus, attendu.contrats
    zone = contrats.liste.zone[octrois.contrat[tenus]]
    dehors = tenus[~contrats.zones.contient(zone, octrois.siege[tenus])]

    def constat(c: int) -> Constat:
        cle = f"candidat {attendu.candidats.noms.textes[c]}"
        vu = attendu.postes.noms.textes[octrois.siege[c]]
        voulu = f"un poste de la zone de son {attendu.dire_contrat(int(octrois.contrat[c]))}"
        phrase = f"{attendu.dire_affectation(cle)} : poste vaut {vu}, attendu {voulu}."
        return Constat(Condition.ZONES, "affectations", cle, "poste", vu, voulu, phrase, c)

    registre.lister(Condition.ZONES, "affectations", dehors, constat)


def verifier_capacites(attendu: Attendu, octrois: Octrois, registre: Registre) -> None:
    """Report the postes where more people sit than there are supports."""
    postes = attendu.postes
    assis = np.bincount(octrois.siege[octrois.siege >= 0], minlength=len(postes.noms))

    def constat(p: int) -> Constat:
        cle, vus, places = f"poste {postes.noms.textes[p]}", str(assis[p]), str(postes.capacite[p])
        ou = attendu.dire_affectation(cle)
        phrase = f"{ou} : {vus} agents y sont placés pour {places} support(s)."
        return Constat(Condition.CAPACITES, "affectations", cle, "poste", vus, places, phrase, p)

    debordes = np.flatnonzero(assis > postes.capacite)
    registre.lister(Condition.CAPACITES, "affectations", debordes, constat)


def _verifier_maintien(attendu: Attendu, table: Rapprochement, octrois: Octrois) -> None:
    garde = attendu.candidats.garde
    table.signaler(
        np.flatnonzero((garde >= 0) & (octrois.siege == NUL) & (table.lignes >= 0)),
        "poste",
        lambda i: "nul",
        lambda i: f"au moins {attendu.postes.noms.textes[garde[i]]}, qu'il tient et conserve",
        Condition.MAINTIEN,
    )
