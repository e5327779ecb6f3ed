"""What ``mouvement bareme`` writes and prints: computed barèmes, and where the declared differ."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine import ecarts as calcul
from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction
from mouvement.engine.points import en_points
from mouvement.io import dossier as dossiers
from mouvement.io.ecriture import en_fichiers
from mouvement.io.sceau import sceller
from mouvement.io.specification import Genre
from mouvement.io.tables_bareme import TABLES_BAREME, VOEUX_CALCULES

MANIFESTE = "manifeste.json"
CONNUS = (MANIFESTE, *(f"{table.nom}.parquet" for table in TABLES_BAREME))
"""What such a folder holds."""
MONTRES = 20
"""How many discrepancies are printed; all are written."""


def verifier_sortie(dossier: Path, ecraser: bool) -> None:
    """Say whether the folder can be written, before any work (SortieInutilisable if not)."""
    dossiers.verifier_sortie(dossier, ecraser, *CONNUS)


def ecrire(
    dossier: Path, campagne: Campagne, tables: dict[str, pd.DataFrame], ecraser: bool
) -> None:
    """Write the tables of ``tables`` and a manifest with the sha256 of all that went in and out."""
    dossiers.ecrire_dossier(dossier, _fichiers(campagne, tables), ecraser, *CONNUS)


def tables(campagne: Campagne, instruction: Instruction) -> dict[str, pd.DataFrame]:
    """Return the tables of ``TABLES_BAREME``."""
    return {
        "voeux": _voeux(instruction),
        "baremes": instruction.baremes,
        "ecarts": calcul.ecarts(campagne, instruction),
        "signalements": instruction.signalements,
        "rejets": instruction.rejets,
    }


def _voeux(instruction: Instruction) -> pd.DataFrame:
    """Put together the vœux that stand and those that do not."""
    textes = [c.nom for c in VOEUX_CALCULES.colonnes if c.genre in (Genre.TEXTE, Genre.LISTE)]
    tous = pd.concat(
        [
            lignes.reindex(columns=VOEUX_CALCULES.noms).astype(dict.fromkeys(textes, "str"))
            for lignes in (instruction.campagne.voeux, instruction.supprimes)
        ],
        ignore_index=True,
    )
    tous = tous.astype(dict.fromkeys(("rang", "place", "sous_rang", "bareme"), "Int64"))
    return tous.sort_values(["candidat", "place", "sous_rang", "rang"], ignore_index=True)


def _fichiers(campagne: Campagne, tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, bytes]]:
    identite = {
        "format": 1,
        "reglement": {
            "nom": campagne.reglement,
            "sha256": reglements.de(campagne).empreinte,
        },
        "entrees": campagne.empreintes,
    }
    return sceller(en_fichiers(TABLES_BAREME, tables), identite, MANIFESTE)


def bilan(instruction: Instruction, ecarts: pd.DataFrame) -> str:
    """Return the summary in French: what was computed, what each element gave, what differs."""
    voeux = instruction.campagne.voeux
    exprimes = voeux[voeux["rang"].notna()].drop_duplicates(["candidat", "rang"])
    lignes = [
        f"Vœux qui comptent    {len(exprimes)}, de {exprimes['candidat'].nunique()} candidats",
        f"Vœux écartés         {len(instruction.supprimes)}",
        f"Signalements         {len(instruction.signalements)}",
        *_elements(instruction.baremes),
    ]
    return "\n".join([*lignes, *_ecarts(ecarts)])


def _elements(baremes: pd.DataFrame) -> list[str]:
    voeux = baremes[baremes["rang"] > 0]
    par_element = voeux.groupby(voeux["element"].astype("str"))["points"]
    comptes = par_element.agg(["size", "min", "max"])
    if comptes.empty:
        return []
    largeur = max(map(len, comptes.index))
    return [
        "",
        "Éléments (vœux, points) :",
        *(
            f"  {nom:<{largeur}}  {compte:>8}  {_etendue(bas, haut)}"
            for nom, compte, bas, haut in comptes.itertuples()
        ),
    ]


def _etendue(bas: int, haut: int) -> str:
    return en_points(bas) if bas == haut else f"{en_points(bas)} à {en_points(haut)}"


def _ecarts(ecarts: pd.DataFrame) -> list[str]:
    if ecarts.empty:
        return ["", "Aucun écart avec les barèmes déclarés."]
    compte = calcul.resume(ecarts)
    tete = (
        f"Écarts avec les barèmes déclarés : {compte['voeux']} vœux de {compte['candidats']} "
        f"candidats, jusqu'à {en_points(compte['ecart_maximal'])} points."
    )
    reste = len(ecarts) - MONTRES
    fin = [f"  … et {reste} autres, dans ecarts.parquet (--sortie)."] if reste > 0 else []
    return ["", tete, *map(_ecart, ecarts.head(MONTRES).to_dict("records")), *fin]


def _ecart(ligne: dict[Any, Any]) -> str:
    declare = f"  {ligne['candidat']}, vœu {ligne['rang']} : déclaré {en_points(ligne['declare'])}"
    if pd.isna(ligne["calcule"]):
        raison = ligne["note"] if isinstance(ligne["note"], str) else "hors barème"
        return f"{declare}, ne compte pas ({raison})"
    elements = ligne["elements"] if isinstance(ligne["elements"], str) else "aucun élément"
    return f"{declare}, calculé {en_points(ligne['calcule'])} ({elements})"
