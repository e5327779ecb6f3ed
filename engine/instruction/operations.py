"""What a rule set does to the lists of vœux: limit, remove, cut, move, restrict, add, split."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.instruction import COLONNES_SUPPRIMES, cadre
from mouvement.engine.instruction.lieux import NIVEAU_DU_TYPE
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.portees import SANS_CODE
from mouvement.engine.reglements.modele import Operation


@dataclass(frozen=True)
class Listes:
    """The vœux that stand, and those that an operation removes (``Instruction.supprimes``)."""

    voeux: pd.DataFrame
    supprimes: pd.DataFrame


Fonction = Callable[[Tableau, Operation], Listes]


def appliquer(
    tableau: Tableau, propres: Mapping[str, Fonction]
) -> tuple[Tableau, list[pd.DataFrame]]:
    """Apply the operations of the rule set in order; ``propres`` are those of its module.

    Those of ``SCISSIONS`` wait for the barème: see ``scinder_les_voeux``.
    """
    supprimes = []
    for operation in tableau.reglement.voeux:
        if operation.operation in SCISSIONS:
            continue
        fonction = propres.get(operation.operation) or OPERATIONS[operation.operation]
        listes = fonction(tableau, operation)
        supprimes.append(listes.supprimes)
        if listes.voeux is not tableau.voeux:
            tableau = tableau.avec_voeux(listes.voeux)
    return tableau, supprimes


def oter(
    tableau: Tableau, operation: Operation, masque: Booleens, motif: str = "SUPPRIME"
) -> Listes:
    """Remove the vœux of a mask, for the reason that the operation gives."""
    if not masque.any():
        return Listes(tableau.voeux, cadre(COLONNES_SUPPRIMES, []))
    otes = tableau.voeux[masque]
    supprimes = otes[["candidat", "rang", "type", "code", "types_etablissement"]].assign(
        motif=motif, regles="|".join(operation.regles), note=operation.sens
    )
    return Listes(tableau.voeux[~masque], supprimes)


def annoter(
    voeux: pd.DataFrame, masque: Booleens, operation: Operation, note: str = ""
) -> pd.DataFrame:
    """Return the vœux, those of a mask carrying the operation's rules and words."""
    ajouts = {"regles": ("|", "|".join(operation.regles)), "note": (" ; ", note or operation.sens)}
    voeux = voeux.copy()
    for colonne, (lien, ajout) in ajouts.items():
        dit = voeux.loc[masque, colonne]
        voeux.loc[masque, colonne] = (dit + lien).fillna("") + ajout
    return voeux


def limiter(tableau: Tableau, operation: Operation) -> Listes:
    """Remove what comes after the first ``maximum`` vœux."""
    maximum = conditions.valeur(tableau, operation.reste["maximum"])
    return oter(tableau, operation, tableau.numero > maximum)


def retirer(tableau: Tableau, operation: Operation) -> Listes:
    """Remove the vœux where ``si`` holds; ``motif``: SUPPRIME (default) or INELIGIBLE."""
    masque = conditions.par_voeu(tableau, operation.si)
    return oter(tableau, operation, masque, operation.reste.get("motif", "SUPPRIME"))


def couper(tableau: Tableau, operation: Operation) -> Listes:
    """Remove the first vœu where ``si`` holds and all that follow it."""
    ici = conditions.par_voeu(tableau, operation.si)
    cumul = np.concatenate([[0], np.cumsum(ici)])
    return oter(tableau, operation, cumul[1:] > cumul[tableau.debut[tableau.auteur]])


def hors_tete(tableau: Tableau, operation: Operation) -> Listes:
    """Remove the vœux where ``si`` holds that come after one where it does not."""
    ici = conditions.par_voeu(tableau, operation.si)
    cumul = np.concatenate([[0], np.cumsum(~ici)])
    return oter(tableau, operation, ici & (cumul[1:] > cumul[tableau.debut[tableau.auteur]]))


def en_tete(tableau: Tableau, operation: Operation) -> Listes:
    """Put the vœux where ``si`` holds before the others, each group in its own order."""
    ici = conditions.par_voeu(tableau, operation.si)
    ordre = np.lexsort((np.arange(len(ici)), ~ici, tableau.auteur))
    if (ordre == np.arange(len(ici))).all():
        return Listes(tableau.voeux, cadre(COLONNES_SUPPRIMES, []))
    deplaces = np.empty(len(ici), dtype=np.int64)
    deplaces[ordre] = tableau.numero
    montes = ici & (deplaces < tableau.numero)
    voeux = annoter(tableau.voeux, montes, operation).assign(place=deplaces, sous_rang=0)
    return Listes(voeux, cadre(COLONNES_SUPPRIMES, []))


def restreindre(tableau: Tableau, operation: Operation) -> Listes:
    """Cut the zones of the vœux where ``si`` holds.

    ``sauf``: the repère whose établissement they leave out; ``hors``, ``label``: the classement
    that they leave out, or keep alone.
    """
    ici = conditions.par_voeu(tableau, operation.si)
    if not ici.any():
        return Listes(tableau.voeux, cadre(COLONNES_SUPPRIMES, []))
    voeux = annoter(tableau.voeux, ici, operation)
    for mot in ("sauf", "hors", "label"):
        if mot in operation.reste:
            voeux.loc[ici, "restriction"] = _restriction(tableau, operation, mot, ici)
    return Listes(voeux, cadre(COLONNES_SUPPRIMES, []))


def _restriction(tableau: Tableau, operation: Operation, mot: str, ici: Booleens) -> pd.Series:
    """Return the restrictions of a mask of vœux with one more item."""
    valeur = operation.reste[mot]
    ajouts = (
        mot + "=" + tableau.par_voeu(f"{valeur}.etablissement")[ici]
        if mot == "sauf"
        else pd.Series(f"{mot}={valeur}", index=np.flatnonzero(ici))
    )
    avant = tableau.voeux.loc[ici, "restriction"]
    jointes = (avant + ";").fillna("") + ajouts
    return jointes.map(lambda texte: ";".join(sorted(set(texte.split(";")))))


def generer(tableau: Tableau, operation: Operation) -> Listes:
    """Add, after the list, the vœux of ``sequence`` that it lacks, where ``si`` holds.

    Each item of ``sequence`` has ``type`` and ``repere`` (whose place is the code; none for ACA and
    ZRA). ``origine``: what the audit says they come from (CARTE_SCOLAIRE by default).
    """
    touches = conditions.par_candidat(tableau, operation.si)
    parts = [
        _manquants(tableau, operation, touches, numero, item)
        for numero, item in enumerate(operation.reste["sequence"], 1)
    ]
    ajouts = pd.concat(parts, ignore_index=True)
    if ajouts.empty:
        return Listes(tableau.voeux, cadre(COLONNES_SUPPRIMES, []))
    voeux = pd.concat([tableau.voeux, ajouts], ignore_index=True)
    return Listes(voeux.astype(tableau.voeux.dtypes), cadre(COLONNES_SUPPRIMES, []))


def _manquants(
    tableau: Tableau, operation: Operation, touches: Booleens, numero: int, item: Mapping[str, str]
) -> pd.DataFrame:
    """Return one item of a sequence, for those who should have it and do not."""
    nature = item["type"] if item["type"].startswith(("ETB", "ZR")) else item["type"] + "!"
    cherche: dict[str, Any] = {"voeux": [nature]}
    if "repere" in item:
        cherche["lieu"] = item["repere"]
    manque = touches & ~conditions.par_candidat(tableau, {"avec": cherche})
    codes = pd.Series(pd.NA, index=tableau.candidats.index, dtype="str")
    if item["type"] not in SANS_CODE:
        codes = tableau.repere(item["repere"])[NIVEAU_DU_TYPE[item["type"]]]
        manque &= codes.notna().to_numpy()
    dernier = tableau.par_candidat("dernier_rang").to_numpy()
    candidats = tableau.candidats["candidat"]
    return pd.DataFrame(
        {
            "candidat": candidats[manque],
            "ligne": 0,
            "rang": dernier[manque] + numero,
            "place": dernier[manque] + numero,
            "sous_rang": 0,
            "type": item["type"],
            "code": codes[manque],
            "classe": 0,
            "departage": 0,
            "origine": operation.reste.get("origine", "CARTE_SCOLAIRE"),
            "regles": "|".join(operation.regles),
            "note": operation.sens,
            "annuel": False,
        }
    )


def scinder_les_voeux(tableau: Tableau) -> pd.DataFrame:
    """Return the vœux, split where the rule set says; the parts have the barème of the whole."""
    for operation in tableau.reglement.voeux:
        if operation.operation in SCISSIONS:
            voeux = OPERATIONS[operation.operation](tableau, operation).voeux
            tableau = tableau if voeux is tableau.voeux else tableau.avec_voeux(voeux)
    return tableau.voeux


def scinder(tableau: Tableau, operation: Operation) -> Listes:
    """Split each vœu where ``si`` holds into ``parts``, tried in turn; the last is the vœu itself.

    A part is a type of vœu whose code is the place of ``repere`` (``COM``; "": the vœu's own),
    limited to the repère's type of établissement when it ends with ``/meme``. By default: the
    repère's type of établissement first.
    """
    parts = operation.reste.get("parts", ["/meme"])
    lieu = tableau.repere(operation.reste["repere"]).take(tableau.auteur).reset_index(drop=True)
    ici = conditions.par_voeu(tableau, operation.si)
    ici &= lieu["type"].notna().to_numpy() & tableau.voeux["types_etablissement"].isna().to_numpy()
    if not ici.any():
        return Listes(tableau.voeux, cadre(COLONNES_SUPPRIMES, []))
    voeux = annoter(tableau.voeux, ici, operation)
    premiers = [
        _part(voeux[ici], lieu[ici], nom).assign(sous_rang=numero)
        for numero, nom in enumerate(parts, 1)
    ]
    voeux.loc[ici, "sous_rang"] = len(parts) + 1
    return Listes(pd.concat([voeux, *premiers], ignore_index=True), cadre(COLONNES_SUPPRIMES, []))


def _part(voeux: pd.DataFrame, lieu: pd.DataFrame, nom: str) -> pd.DataFrame:
    """Return one part of some vœux, cut to a place of theirs."""
    type_voeu, _, meme = nom.partition("/")
    if type_voeu:
        voeux = voeux.assign(type=type_voeu, code=lieu[NIVEAU_DU_TYPE[type_voeu]])
    return voeux.assign(types_etablissement=lieu["type"]) if meme else voeux


def prefixe_commun(tableau: Tableau, operation: Operation) -> Listes:
    """Remove, of two partners' lists, the first vœu that is not the other's and all that follow."""
    voeux, leurs = tableau.voeux, tableau.partenaire[tableau.auteur]
    demande = (
        voeux.groupby(["type", "code", "types_etablissement"], dropna=False).ngroup().to_numpy()
    )
    autre = tableau.debut[leurs] + tableau.numero - 1
    existe = (leurs >= 0) & (autre < tableau.debut[leurs + 1])
    differe = (leurs >= 0) & ~(existe & (demande[np.where(existe, autre, 0)] == demande))
    cumul = np.concatenate([[0], np.cumsum(differe)])
    return oter(tableau, operation, cumul[1:] > cumul[tableau.debut[tableau.auteur]])


def noter(tableau: Tableau, operation: Operation) -> Listes:
    """Change nothing, but put the rules and the words on the vœux where ``si`` holds."""
    ici = conditions.par_voeu(tableau, operation.si)
    return Listes(annoter(tableau.voeux, ici, operation), cadre(COLONNES_SUPPRIMES, []))


OPERATIONS: dict[str, Fonction] = {
    "limiter": limiter,
    "retirer": retirer,
    "couper": couper,
    "hors_tete": hors_tete,
    "en_tete": en_tete,
    "restreindre": restreindre,
    "generer": generer,
    "scinder": scinder,
    "prefixe_commun": prefixe_commun,
    "noter": noter,
}
SCISSIONS = ("scinder",)
"""Those that wait for the barème, which is that of the vœu whole."""
