"""The explaining tables: priorites, audit, baremes, rejets, row by row as they should be."""

from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import (
    NUL,
    Colonne,
    Entiers,
    Lexique,
    en_points,
    prendre,
)
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.octrois import ETAPES, ORIGINES, Octrois
from mouvement.engine.verification.rapprochement import Rapprochement, empaqueter

MOTIFS = Lexique(
    (
        *("SATISFAIT", "SANS_OBJET", "BAREME_INSUFFISANT"),
        *("REFUS_SIMULTANEE", "AUCUN_POSTE", "INELIGIBLE"),
    )
)
SATISFAIT, SANS_OBJET, SOUS_BARRE, REFUS_SIMULTANEE, AUCUN_POSTE, INELIGIBLE = range(6)
ELEMENTS = Lexique(("DECLARE",))


def verifier_priorites(attendu: Attendu, frame: pd.DataFrame, registre: Registre) -> None:
    """Exactly the expected contracts, with their zone and rank."""
    liste, candidats = attendu.contrats.liste, attendu.candidats
    cle = {"candidat": Colonne(liste.candidat, candidats.noms), "ordre": Colonne(liste.ordre)}
    table = Rapprochement(registre, Condition.PRIORITES, "priorites", frame, cle)
    table.comparer(
        {
            "discipline": Colonne(attendu.discipline, attendu.postes.disciplines),
            "etape": Colonne(np.zeros(len(liste.ordre), dtype=np.int64), ETAPES),
            "zone": Colonne(liste.label, attendu.contrats.labels),
            "rang_priorite": Colonne(attendu.priorites.rang),
        }
    )


def verifier_audit(
    attendu: Attendu,
    premiers: Octrois,
    finaux: Octrois,
    rangs: Entiers,
    frame: pd.DataFrame,
    registre: Registre,
) -> None:
    """One row per contract and per vœu that made none; ``rangs``: barre of each poste."""
    audit, candidats = attendu.contrats.audit, attendu.candidats
    cle = {
        "candidat": Colonne(audit.candidat, candidats.noms),
        "rang": Colonne(audit.rang),
        "ordre": Colonne(audit.ordre),
    }
    zone = Colonne(audit.label, attendu.contrats.labels)
    if attendu.contrats.couples:
        # A partner's vœu over the académie gives several rows, and these may have no ordre.
        cle["zone"] = zone
    table = Rapprochement(registre, Condition.AUDIT, "audit", frame, cle)
    barre, motif = _issue(attendu, finaux, rangs)
    nuls = np.zeros(len(audit.rang), dtype=np.int64)
    change = (finaux.contrat != premiers.contrat)[audit.candidat]
    origine = (audit.rang == NUL).astype(np.int64)
    table.comparer(
        {
            "origine": Colonne(origine, ORIGINES),
            "zone": zone,
            "bareme": Colonne(audit.bareme, points=True),
            "barre": Colonne(barre, points=True),
            "motif": Colonne(motif, MOTIFS),
            "etape": Colonne((change & (motif == SATISFAIT)).astype(np.int64), ETAPES),
            "tirage": Colonne(attendu.priorites.tirage[audit.candidat]),
        }
    )
    table.comparer_nuls("libelle", nuls)
    table.comparer_nuls("regles", nuls + 1)


def _issue(attendu: Attendu, octrois: Octrois, rangs: Entiers) -> tuple[Entiers, Entiers]:
    """Return (barre in points, motif) of each audit row."""
    contrats = attendu.contrats
    rang = contrats.zones.minimums(rangs)[contrats.liste.zone]
    numeros = np.arange(len(rang), dtype=np.int64)
    accorde = octrois.contrat[contrats.liste.candidat]
    a_la_barre = attendu.conjoints & (attendu.priorites.rang >= rang)
    motif = np.select(
        [(accorde >= 0) & (numeros > accorde), numeros == accorde, a_la_barre],
        [SANS_OBJET, SATISFAIT, REFUS_SIMULTANEE],
        SOUS_BARRE,
    )
    sans_contrat = np.where(contrats.communs, AUCUN_POSTE, INELIGIBLE)
    place = np.where(contrats.faits, np.cumsum(contrats.faits) - 1, NUL)
    points = attendu.priorites.points(attendu.discipline, rang)
    return prendre(points, place), np.where(contrats.faits, prendre(motif, place), sans_contrat)


def verifier_baremes(attendu: Attendu, frame: pd.DataFrame, registre: Registre) -> None:
    """One ``DECLARE`` element a vœu; the elements of a vœu sum to its barème."""
    voeux = attendu.contrats.voeux
    nuls = np.zeros(len(voeux.rang), dtype=np.int64)
    voeu = {
        "candidat": Colonne(voeux.candidat, attendu.candidats.noms),
        "rang": Colonne(voeux.rang),
    }
    cle = {**voeu, "element": Colonne(nuls, ELEMENTS)}
    table = Rapprochement(registre, Condition.BAREMES, "baremes", frame, cle)
    justes = table.comparer({"points": Colonne(voeux.bareme, points=True)})
    table.comparer_nuls("regle", nuls + 1)
    if not (justes and table.exact):
        # With the very rows expected, the sums are right.
        _verifier_sommes(table, voeu, voeux.bareme)


def _verifier_sommes(table: Rapprochement, voeu: dict[str, Colonne], bareme: Entiers) -> None:
    lues = [table.lire_tout(nom, colonne) for nom, colonne in voeu.items()]
    points = table.lire_tout("points", Colonne(bareme))
    colonnes = [colonne for colonne in lues if colonne is not None]
    if points is None or len(colonnes) < len(voeu):
        return
    attendues, trouvees = empaqueter([colonne.valeurs for colonne in voeu.values()], colonnes)
    place = np.searchsorted(attendues, trouvees)
    connu = prendre(attendues, np.where(place < len(attendues), place, NUL)) == trouvees
    sommes = np.zeros(len(bareme), dtype=np.int64)
    np.add.at(sommes, place[connu], np.where(points == NUL, 0, points)[connu])

    def constat(i: int) -> Constat:
        cle = ", ".join(f"{nom} {colonne.dire(i)}" for nom, colonne in voeu.items())
        vu, voulu = en_points(int(sommes[i])), en_points(int(bareme[i]))
        phrase = f"baremes, {cle} : les éléments font {vu} points, le barème du vœu est {voulu}."
        return Constat(Condition.BAREMES, "baremes", cle, "points", vu, voulu, phrase, i)

    ecarts = np.flatnonzero(sommes != bareme)
    table.registre.lister(Condition.BAREMES, "baremes", ecarts, constat)


def verifier_rejets(frame: pd.DataFrame, registre: Registre) -> None:
    """Under ``declare`` no input row is left out."""

    def texte(colonne: str, i: int) -> Any:
        return frame[colonne].iloc[i] if colonne in frame else "?"

    def constat(i: int) -> Constat:
        cle = f"table {texte('table', i)}, ligne {texte('ligne', i)}"
        phrase = (
            f"rejets, {cle} : cette ligne ne devrait pas exister, le règlement « declare » "
            "n'écarte aucune ligne d'entrée."
        )
        quoi = ("une ligne", "aucune ligne")
        return Constat(Condition.REJETS, "rejets", cle, "", *quoi, phrase, i)

    registre.lister(Condition.REJETS, "rejets", range(len(frame)), constat)
