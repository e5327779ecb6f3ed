"""What each candidat asks for, in order, and the lieux that it names."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.portees import SANS_CODE

AUCUN = -1
"""No poste, no zone, no barème."""
GROUPE_ENTIER = np.iinfo(np.int64).max
"""Sub-rank of the line that stands for a whole GROUPE vœu, should none of its parts be open."""


def demandes(campagne: Campagne, candidats: pd.DataFrame) -> pd.DataFrame:
    """Return every vœu, then each titulaire's maintien (rang 0), in order of preference.

    A GROUPE vœu becomes one line for each sub-rank of its group, and one for itself. When couples
    are tied, a partner's vœu over the académie becomes one for each département. Columns:
    ``candidat`` (number in ``candidats``), ``rang, sous_rang, type, code, types, bareme``
    (thousandths or ``AUCUN``).
    """
    voeux = _voeux(campagne)
    if campagne.options.simultanees == "liees":
        voeux = _par_departement(campagne, voeux)
    voeux["candidat"] = pd.Index(candidats["candidat"]).get_indexer(pd.Index(voeux["candidat"]))
    maintiens = candidats.loc[candidats["titulaire"], ["poste_actuel"]].rename(
        columns={"poste_actuel": "code"}
    )
    maintiens = maintiens.rename_axis("candidat").reset_index()
    maintiens = maintiens.assign(rang=0, sous_rang=0, type="POSTE", types=None, bareme=AUCUN)
    tout = pd.concat([voeux, maintiens.astype({"types": "str"})], ignore_index=True)
    ordre = np.lexsort((tout["sous_rang"], tout["rang"], tout["rang"] == 0, tout["candidat"]))
    return tout.iloc[ordre].reset_index(drop=True)


def _voeux(campagne: Campagne) -> pd.DataFrame:
    voeux = campagne.voeux.assign(
        sous_rang=0,
        bareme=campagne.voeux["bareme"].to_numpy(dtype=np.int64, na_value=AUCUN),
        types=campagne.voeux["types_etablissement"],
    )
    voeux = voeux[["candidat", "rang", "sous_rang", "type", "code", "types", "bareme"]]
    de_groupe = voeux["type"] == "GROUPE"
    if not de_groupe.any():
        return voeux
    rangs = campagne.groupes[["groupe", "sous_rang"]].drop_duplicates()
    parts = voeux[de_groupe].drop(columns="sous_rang")
    parts = parts.merge(rangs.rename(columns={"groupe": "code"}), on="code")
    parts["code"] = parts["code"] + "/" + parts["sous_rang"].astype("str")
    entiers = voeux[de_groupe].assign(sous_rang=GROUPE_ENTIER)
    return pd.concat([voeux[~de_groupe], parts, entiers], ignore_index=True)


def _par_departement(campagne: Campagne, voeux: pd.DataFrame) -> pd.DataFrame:
    """Split partners' vœux over the académie: a couple is placed in one département."""
    en_couple = campagne.candidats.loc[campagne.candidats["simultanee"].notna(), "candidat"]
    lie = voeux["candidat"].isin(en_couple)
    parts, entiers = [], pd.Series(True, index=voeux.index)
    for entier, part, lieux in (
        ("ACA", "DPT", campagne.communes),
        ("ZRA", "ZRD", campagne.zones_remplacement),
    ):
        departements = sorted(lieux["departement"].unique())
        # With no département to split it into, the vœu stays whole: it must not be lost.
        a_scinder = lie & (voeux["type"] == entier) & bool(departements)
        entiers &= ~a_scinder
        siens = voeux[a_scinder]
        for numero, departement in enumerate(departements, 1):
            parts.append(siens.assign(type=part, code=departement, sous_rang=numero))
    return pd.concat([voeux[entiers], *parts], ignore_index=True)


def lieux(demandes: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return the distinct lieux, sorted by label, and the (demandes,) lieu of each demande.

    Columns: ``lieu`` (label), ``base`` (label without the types), ``type, code, types``.
    """
    numero = np.zeros(len(demandes), dtype=np.int64)
    for colonne in ("type", "code", "types"):
        valeurs, distinctes = pd.factorize(demandes[colonne])
        numero = np.unique(numero * (len(distinctes) + 1) + valeurs, return_inverse=True)[1]
    premiers = np.unique(numero, return_index=True)[1]
    distincts = demandes.iloc[premiers][["type", "code", "types"]].reset_index(drop=True)
    base = distincts["type"].where(
        distincts["type"].isin(SANS_CODE), distincts["type"] + ":" + distincts["code"]
    )
    types = ("/" + distincts["types"].str.replace("|", ",", regex=False)).fillna("")
    distincts = distincts.assign(base=base, lieu=base + types)
    ordre = distincts["lieu"].argsort(kind="stable").to_numpy()
    place = np.empty(len(ordre), dtype=np.int64)
    place[ordre] = np.arange(len(ordre))
    return distincts.iloc[ordre].reset_index(drop=True), place[numero]
