"""A designation as people read it: a table on the screen, a CSV for the service, a Parquet file."""

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from mouvement.engine.designation import GROUPE
from mouvement.engine.erreurs import SortieInutilisable
from mouvement.io.dossier import ecrire_fichier

COLONNES = [
    *GROUPE,
    *("agent", "rang", "designe", "motif", "critere", "regle", "signal"),
    *("suppressions", "anciennete"),
]
SUFFIXES = (".csv", ".parquet")


def bilan(resultat: pd.DataFrame) -> dict[str, int]:
    """Return the counts: suppressions, agents designated for sure, runs that somebody must end."""
    groupes = resultat.groupby(GROUPE)
    return {
        "suppressions": int(groupes["suppressions"].first().sum()),
        "designes": int(resultat["designe"].sum()),
        "a_trancher": int(resultat.loc[resultat["designe"].isna()].groupby(GROUPE).ngroups),
    }


def rediger(resultat: pd.DataFrame) -> str:
    """Return the table in French, one block for each établissement and discipline, then counts."""
    blocs = [
        _bloc(f"{etablissement}, discipline {discipline}", groupe)
        for (etablissement, discipline), groupe in resultat.groupby(GROUPE)
    ]
    compte = bilan(resultat)
    total = (
        f"{_pluriel(compte['suppressions'], 'suppression')} · "
        f"{_pluriel(compte['designes'], 'agent désigné', 'agents désignés')} · "
        f"{_pluriel(compte['a_trancher'], 'choix', 'choix')} à trancher"
    )
    return "\n\n".join([*blocs, total])


def _bloc(titre: str, groupe: pd.DataFrame) -> str:
    suppressions = _pluriel(int(groupe["suppressions"].iloc[0]), "suppression")
    largeur = max(map(len, groupe["agent"]))
    lignes = [f"{titre} : {suppressions}"]
    for agent in _enregistrements(groupe):
        rang = "" if agent["rang"] is None else agent["rang"]
        mot = {True: "désigné", False: "", None: "à trancher"}[agent["designe"]]
        lignes.append(f"{rang:>4}  {agent['agent']:<{largeur}}  {mot:<10}  {agent['motif']}")
        if agent["signal"] is not None:
            lignes.append(f"{'':{largeur + 8}}! {agent['signal']}")
    return "\n".join(lignes)


def _pluriel(nombre: int, un: str, plusieurs: str = "") -> str:
    return f"{nombre} {(plusieurs or un + 's') if nombre > 1 else un}"


def _enregistrements(resultat: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as plain values, None where one is missing."""
    presentes = resultat[[nom for nom in COLONNES if nom in resultat]].astype(object)
    return presentes.where(presentes.notna(), None).to_dict(orient="records")  # type: ignore[return-value]


def en_json(resultat: pd.DataFrame) -> dict[str, Any]:
    """Return the counts and the rows, as JSON holds them."""
    return {**bilan(resultat), "occupants": _enregistrements(resultat)}


def verifier_sortie(sortie: Path, entree: Path, ecraser: bool) -> None:
    """Say, before any work, why the file cannot be written (SortieInutilisable)."""
    if sortie.suffix not in SUFFIXES:
        raise SortieInutilisable(f"{sortie} : finir le nom par {' ou '.join(SUFFIXES)}.")
    if not sortie.parent.is_dir():
        raise SortieInutilisable(f"{sortie} : le dossier {sortie.parent} n'existe pas.")
    if sortie.is_dir():
        raise SortieInutilisable(f"{sortie} est un dossier. Donner un nom de fichier.")
    if sortie.exists() and entree.exists() and sortie.samefile(entree):
        raise SortieInutilisable(f"{sortie} est le fichier lu. Donner un autre nom.")
    if os.path.lexists(sortie) and not ecraser:
        raise SortieInutilisable(
            f"{sortie} existe déjà. Donner un autre nom, ou --ecraser pour le remplacer."
        )


def ecrire(resultat: pd.DataFrame, sortie: Path) -> None:
    """Write the file, whole or not at all (SortieInutilisable)."""
    frame = resultat[[nom for nom in COLONNES if nom in resultat]]
    octets = _csv(frame) if sortie.suffix == ".csv" else _parquet(frame)
    ecrire_fichier(sortie, octets)


def _csv(frame: pd.DataFrame) -> bytes:
    """Return what a French spreadsheet opens as it is."""
    oui_non = frame["designe"].map({True: "O", False: "N"}, na_action="ignore")
    return frame.assign(designe=oui_non).to_csv(sep=";", index=False).encode("utf-8-sig")


def _parquet(frame: pd.DataFrame) -> bytes:
    tampon = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), tampon)
    return tampon.getvalue().to_pybytes()
