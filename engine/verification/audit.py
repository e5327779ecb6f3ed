"""The audit table as it should be: every contract, every vœu that made none or does not stand."""

from collections.abc import Iterator
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
    distincts,
    entiers,
    prendre,
    trier,
)
from mouvement.engine.verification.complement import Complement
from mouvement.engine.verification.constats import Condition, Registre
from mouvement.engine.verification.derogations import admettre
from mouvement.engine.verification.etalement import etiquette
from mouvement.engine.verification.octrois import (
    AMELIOREE,
    COMPLEMENTAIRE,
    ETAPES,
    GENERALE,
    Octrois,
)
from mouvement.engine.verification.priorites import tirer
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.terrain import textes
from mouvement.engine.verification.traits import (
    DECISION,
    MAINTIEN,
    ORIGINES,
    VOEU,
    bout_a_bout,
    en_textes,
)

MOTIFS = Lexique(
    (
        *("SATISFAIT", "SANS_OBJET", "BAREME_INSUFFISANT"),
        *("REFUS_SIMULTANEE", "AUCUN_POSTE", "INELIGIBLE", "SUPPRIME", "DEROGATION"),
    )
)
SATISFAIT, SANS_OBJET, SOUS_BARRE, REFUS_SIMULTANEE, AUCUN_POSTE, INELIGIBLE = range(6)
DEROGATION = MOTIFS.textes.index("DEROGATION")
REFUS = (SOUS_BARRE, REFUS_SIMULTANEE, AUCUN_POSTE)
CLE = ("candidat", "rang", "ordre")


@dataclass(frozen=True)
class Vus:
    """What the result grants at each stage, and the barres of the postes that go with it.

    Attributes
    ----------
    premiers, rangs : of the general stage.
    complement, rangs_complementaires : of the complementary one, and what was before it.
    """

    premiers: Octrois
    rangs: Entiers
    complement: Complement
    rangs_complementaires: Entiers


def verifier_audit(
    attendu: Attendu, vus: Vus, frame: pd.DataFrame, registre: Registre
) -> list[str]:
    """One row per contract, per vœu that made none, per vœu removed.

    Return the author of each line that the audit says to be refused by a decision.
    """
    voulues = _attendre(attendu, vus)
    triees = trier(voulues, CLE)
    cle = {nom: triees[nom] for nom in CLE}
    if attendu.contrats.couples or not _distinguent(cle):
        # One vœu, or none, may give several rows, and these may have no ordre.
        triees = trier(voulues, (*CLE, "zone"))
        cle = {nom: triees[nom] for nom in (*CLE, "zone")}
    table = Rapprochement(registre, Condition.AUDIT, "audit", frame, cle)
    note, motif = triees.pop("note"), triees["motif"]
    refuse = np.isin(motif.valeurs, REFUS) & (triees["origine"].valeurs != MAINTIEN)
    triees["motif"], prives = admettre(attendu, table, motif, refuse)
    table.comparer({nom: colonne for nom, colonne in triees.items() if nom not in CLE})
    table.comparer_nuls("libelle", np.zeros(len(table.lignes), dtype=np.int64))
    _verifier_notes(table, note)
    return [triees["candidat"].dire(ligne) for ligne in prives.tolist()]


def _distinguent(cle: dict[str, Colonne]) -> bool:
    """Tell whether no two rows, in the order of their keys, have the same one."""
    valeurs = [colonne.valeurs for colonne in cle.values()]
    egales = [colonne[1:] == colonne[:-1] for colonne in valeurs]
    return not np.all(egales, axis=0).any()


def _attendre(attendu: Attendu, vus: Vus) -> dict[str, Colonne]:
    """Return every column as it must be, rows in no particular order; ``note`` is in detail."""
    complement, lignes = vus.complement, attendu.contrats.lignes
    toutes = _du_marche(attendu, complement.avant, vus.rangs, complement.seuil)
    change = (complement.avant.contrat != vus.premiers.contrat)[lignes.candidat]
    ameliore = change & (toutes["motif"].valeurs == SATISFAIT)
    toutes["etape"] = Colonne(np.where(ameliore, AMELIOREE, GENERALE), ETAPES)
    # A vœu that made no contract but one of the complementary stage has no other row.
    garde = attendu.contrats.faits | ~complement.servis(lignes.source)
    if not garde.all():
        toutes = _garder(toutes, garde)
    for autres in (_complementaires(vus), _supprimees(attendu)):
        toutes |= {nom: bout_a_bout(toutes[nom], autres[nom]) for nom in autres}
    auteur, noms = toutes["candidat"].valeurs, toutes["candidat"].lexique
    tirages = attendu.priorites.tirage
    if noms is not None and noms is not attendu.candidats.noms:
        tirages = tirer(noms.textes, attendu.campagne.graine)
    return toutes | {"tirage": Colonne(prendre(tirages, auteur))}


def _complementaires(vus: Vus) -> dict[str, Colonne]:
    """Return the columns of the contracts of the complementary stage."""
    complement = vus.complement
    if complement.etape is None:
        return {}
    attendu = complement.etape.attendu
    jamais = np.full(len(attendu.candidats.noms), NUL, dtype=np.int64)
    toutes = _du_marche(attendu, complement.octrois, vus.rangs_complementaires, jamais)
    faits = attendu.contrats.faits
    etape = Colonne(np.full(len(faits), COMPLEMENTAIRE, dtype=np.int64), ETAPES)
    toutes["etape"] = etape
    return _garder(toutes, faits)


def _garder(colonnes: dict[str, Colonne], choix: Booleens) -> dict[str, Colonne]:
    """Return some of the rows."""
    return {
        nom: replace(colonne, valeurs=colonne.valeurs[choix]) for nom, colonne in colonnes.items()
    }


def _du_marche(
    attendu: Attendu, octrois: Octrois, rangs: Entiers, seuil: Entiers
) -> dict[str, Colonne]:
    """Return the columns of the contracts of a stage, and of the vœux that made none."""
    contrats = attendu.contrats
    lignes, traits = contrats.lignes, contrats.traits
    barre, motif = _issue(attendu, octrois, rangs, seuil)
    return {
        "candidat": Colonne(lignes.candidat, attendu.candidats.noms),
        "rang": Colonne(lignes.rang),
        "ordre": Colonne(lignes.ordre),
        "origine": Colonne(lignes.origine, ORIGINES),
        "zone": Colonne(lignes.label, contrats.labels),
        "bareme": Colonne(lignes.bareme, points=True),
        "barre": Colonne(barre, points=True),
        "motif": Colonne(motif, MOTIFS),
        "criteres": traits.texte_de("criteres", lignes.source),
        "regles": traits.texte_de("regles", lignes.source),
        "note": traits.texte_de("note", lignes.source),
    }


def _supprimees(attendu: Attendu) -> dict[str, Colonne]:
    """Return the columns of the vœux that the rules removed, some with their author."""
    table = attendu.instruction.supprimes
    candidats = attendu.candidats.noms
    tous_la = not set(textes(table["candidat"])) - set(candidats.textes)
    nuls = np.full(len(table), NUL, dtype=np.int64)
    zones = pd.Series(list(_zones(table)), dtype="str")
    return {
        "candidat": (
            Colonne(candidats.coder(table["candidat"]), candidats)
            if tous_la
            else en_textes(table["candidat"])
        ),
        "rang": Colonne(entiers(table["rang"])),
        "ordre": Colonne(nuls),
        "origine": Colonne(np.full(len(table), VOEU, dtype=np.int64), ORIGINES),
        "zone": en_textes(zones),
        "bareme": Colonne(nuls, points=True),
        "barre": Colonne(nuls, points=True),
        "motif": Colonne(MOTIFS.coder(table["motif"]), MOTIFS),
        "criteres": Colonne(nuls, Lexique(())),
        "regles": en_textes(table["regles"]),
        "note": en_textes(table["note"]),
        "etape": Colonne(np.zeros(len(table), dtype=np.int64), ETAPES),
    }


def _zones(table: pd.DataFrame) -> Iterator[str]:
    colonnes = (table[nom].astype(object) for nom in ("type", "code", "types_etablissement"))
    for nom, code, types in zip(*colonnes, strict=True):
        yield etiquette(nom, None if pd.isna(code) else code, None if pd.isna(types) else types)


def _issue(
    attendu: Attendu, octrois: Octrois, rangs: Entiers, seuil: Entiers
) -> tuple[Entiers, Entiers]:
    """Return (barre in points, motif) of each row of ``Contrats.lignes``.

    ``seuil`` : see ``Complement``.
    """
    contrats = attendu.contrats
    rang = contrats.zones.minimums(rangs)[contrats.liste.zone]
    numeros = np.arange(len(rang), dtype=np.int64)
    suite = seuil[contrats.liste.candidat]
    accorde = np.where(suite >= 0, NUL, octrois.contrat[contrats.liste.candidat])
    a_la_barre = attendu.conjoints & (attendu.priorites.rang >= rang)
    par_decision = contrats.liste.origine == DECISION
    motif = np.select(
        [
            ((accorde >= 0) & (numeros > accorde)) | ((suite >= 0) & (numeros >= suite)),
            (numeros == accorde) & par_decision,
            numeros == accorde,
            a_la_barre,
        ],
        [SANS_OBJET, DEROGATION, SATISFAIT, REFUS_SIMULTANEE],
        SOUS_BARRE,
    )
    sans_contrat = np.where(contrats.communs, AUCUN_POSTE, INELIGIBLE)
    place = np.where(contrats.faits, np.cumsum(contrats.faits) - 1, NUL)
    points = attendu.priorites.points(attendu.discipline, rang, attendu.priorites.residuel)
    return prendre(points, place), np.where(contrats.faits, prendre(motif, place), sans_contrat)


def _verifier_notes(table: Rapprochement, note: Colonne) -> None:
    """The detail of a row begins with what the rules had to say of it, if anything."""
    ici = np.flatnonzero((note.valeurs != NUL) & (table.lignes >= 0))
    if table.muet or not len(ici) or table.lire_tout("detail", note) is None:
        return
    dites, details = distincts(table.frame["detail"].iloc[table.lignes[ici]])
    textes = [*details, ""]  # The last one, -1, for a detail that is missing.

    def reprend(i: int, dite: int) -> bool:
        voulue, detail = note.dire(i), textes[max(dite, -1)]
        return detail == voulue or detail.startswith(f"{voulue} ; ")

    tues = [i for i, dite in zip(ici.tolist(), dites.tolist(), strict=True) if not reprend(i, dite)]
    place = dict(zip(ici.tolist(), dites.tolist(), strict=True))
    table.signaler(
        tues,
        "detail",
        lambda i: textes[max(place[i], -1)] or "nul",
        lambda i: f"« {note.dire(i)} », puis ce qu'il est devenu",
    )
