"""What each candidat asks for, in order, and the lieux that it names."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import DECISION, ORIGINES
from mouvement.engine.portees import SANS_CODE
from mouvement.engine.restrictions import en_paire

AUCUN = -1
"""No poste, no zone, no barème, no vœu."""
PART_ENTIERE = np.iinfo(np.int64).max
"""Part of the line that stands for a whole GROUPE vœu, should none of its parts be open."""
MAINTIEN = DECISION + 1
"""The class of a maintien, above every other."""
_TEXTES = ("type", "code", "types", "restriction")
_AUTRES = [ORIGINES.index(nom) for nom in ("DECISION", "EXTENSION", "MAINTIEN")]
"""Origins of what is no vœu."""


def demandes(campagne: Campagne, candidats: pd.DataFrame) -> pd.DataFrame:
    """Return every line of the instructed vœux, then each titulaire's maintien, by preference.

    A GROUPE vœu becomes one line for each sub-rank of its group, and one for itself. When couples
    are tied, a partner's vœu over the académie becomes one for each département; half of a pair is
    nothing to somebody alone. Columns:
    ``candidat`` (number in ``candidats``), ``voeu`` (number in ``campagne.voeux``, ``AUCUN`` for a
    maintien), ``part, type, code, types, restriction``, then those of ``_attributs``.
    """
    voeux = _sans_moities_seules(campagne, _voeux(campagne))
    if campagne.options.simultanees == "liees":
        voeux = _par_departement(campagne, voeux)
    voeux["candidat"] = pd.Index(candidats["candidat"]).get_indexer(pd.Index(voeux["candidat"]))
    maintiens = candidats.loc[candidats["titulaire"], ["poste_actuel"]].rename(
        columns={"poste_actuel": "code"}
    )
    maintiens = maintiens.rename_axis("candidat").reset_index()
    maintiens = maintiens.assign(voeu=AUCUN, place=0, sous_rang=0, part=0, type="POSTE")
    maintiens = maintiens.assign(types=None, restriction=None)
    textes = dict.fromkeys(_TEXTES, "str")
    tout = pd.concat([voeux.astype(textes), maintiens.astype(textes)], ignore_index=True)
    ordre = np.lexsort(
        (tout["part"], tout["sous_rang"], tout["place"], tout["voeu"] == AUCUN, tout["candidat"])
    )
    tout = tout.iloc[ordre].drop(columns=["place", "sous_rang"]).reset_index(drop=True)
    return tout.assign(**_attributs(campagne.voeux, tout["voeu"].to_numpy()))


def _attributs(voeux: pd.DataFrame, voeu: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """Return the numbers of each line: ``rang`` (0: none), ``bareme`` (thousandths or ``AUCUN``).

    Further: ``classe``, ``departage``, ``annuel``, ``origine`` (its place in ``ORIGINES``) and
    ``conjoint``: whether a partner asks for it with the other.
    """
    origine, origines = pd.factorize(voeux["origine"])
    place = np.array([ORIGINES.index(nom) for nom in origines], dtype=np.int64)
    seul = np.isin(place, _AUTRES)[origine]
    colonnes = {
        # Name: the vœux' values, then a maintien's, for AUCUN is -1.
        "rang": (voeux["rang"].to_numpy(dtype=np.int64, na_value=0), 0),
        "bareme": (voeux["bareme"].to_numpy(dtype=np.int64, na_value=AUCUN), AUCUN),
        "classe": (voeux["classe"].to_numpy(), MAINTIEN),
        "departage": (voeux["departage"].to_numpy(), 0),
        "annuel": (voeux["annuel"].to_numpy(), False),
        "origine": (place[origine], ORIGINES.index("MAINTIEN")),
        "conjoint": (~seul | en_paire(voeux["restriction"]), False),
    }
    return {nom: np.append(valeurs, propre)[voeu] for nom, (valeurs, propre) in colonnes.items()}


def exprimes(demandes: pd.DataFrame) -> NDArray[np.bool_]:
    """Return (demandes,) whether a line is a vœu; not a decision, an extension, a maintien."""
    masque: NDArray[np.bool_] = ~demandes["origine"].isin(_AUTRES).to_numpy()
    return masque


def _voeux(campagne: Campagne) -> pd.DataFrame:
    voeux = campagne.voeux.assign(
        voeu=np.arange(len(campagne.voeux)),
        part=0,
        types=campagne.voeux["types_etablissement"],
    )
    voeux = voeux[["candidat", "voeu", "place", "sous_rang", "part", *_TEXTES]]
    de_groupe = voeux["type"] == "GROUPE"
    if not de_groupe.any():
        return voeux
    rangs = campagne.groupes[["groupe", "sous_rang"]].drop_duplicates()
    rangs = rangs.rename(columns={"groupe": "code", "sous_rang": "part"})
    parts = voeux[de_groupe].drop(columns="part").merge(rangs, on="code")
    parts["code"] = parts["code"] + "/" + parts["part"].astype("str")
    entiers = voeux[de_groupe].assign(part=PART_ENTIERE)
    return pd.concat([voeux[~de_groupe], parts, entiers], ignore_index=True)


def _en_couple(campagne: Campagne, voeux: pd.DataFrame) -> pd.Series:
    """Return (lines,) whether the author of each is in a tied couple."""
    candidats = campagne.candidats
    lies = candidats["simultanee"].notna() & (campagne.options.simultanees == "liees")
    return voeux["candidat"].isin(candidats.loc[lies, "candidat"])


def _sans_moities_seules(campagne: Campagne, voeux: pd.DataFrame) -> pd.DataFrame:
    moities = en_paire(voeux["restriction"])
    return voeux[_en_couple(campagne, voeux) | ~moities] if moities.any() else voeux


def _par_departement(campagne: Campagne, voeux: pd.DataFrame) -> pd.DataFrame:
    """Split partners' vœux over the académie: a couple is placed in one département."""
    # What comes to each partner alone may lead him anywhere.
    en_extension = (campagne.voeux["origine"] == "EXTENSION").to_numpy()[voeux["voeu"]]
    lie = _en_couple(campagne, voeux) & ~en_extension
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
            parts.append(siens.assign(type=part, code=departement, part=numero))
    return pd.concat([voeux[entiers], *parts], ignore_index=True)


def lieux(demandes: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return the distinct lieux, sorted by label, and the (demandes,) lieu of each demande.

    Columns: ``lieu`` (label), ``base`` (label without what limits it), ``type, code, types,
    restriction``.
    """
    numero = np.zeros(len(demandes), dtype=np.int64)
    for colonne in _TEXTES:
        valeurs, distinctes = pd.factorize(demandes[colonne])
        numero = np.unique(numero * (len(distinctes) + 1) + valeurs, return_inverse=True)[1]
    premiers = np.unique(numero, return_index=True)[1]
    distincts = demandes.iloc[premiers][list(_TEXTES)].reset_index(drop=True).astype("str")
    base = distincts["type"].where(
        distincts["type"].isin(SANS_CODE), distincts["type"] + ":" + distincts["code"]
    )
    types = ("/" + distincts["types"].str.replace("|", ",", regex=False)).fillna("")
    restriction = (";" + distincts["restriction"]).fillna("")
    distincts = distincts.assign(base=base, lieu=base + types + restriction)
    ordre = distincts["lieu"].argsort(kind="stable").to_numpy()
    place = np.empty(len(ordre), dtype=np.int64)
    place[ordre] = np.arange(len(ordre))
    return distincts.iloc[ordre].reset_index(drop=True), place[numero]


def voulus(lieux: pd.DataFrame) -> NDArray[np.int64]:
    """Return (lieux,) the number of what each asks for, whatever is taken out for one's own sake.

    The halves of a pair ask for the same (``restrictions``).

    Two partners ask for the same although a rule takes his own établissement, or a decision a
    poste, out of the zone of one of them.
    """
    propres = r"(^|;)(sauf|sauf_poste)=[^;]*"
    reste = lieux["restriction"].str.replace(propres, "", regex=True).str.removeprefix(";")
    demande = lieux["base"] + "/" + lieux["types"].fillna("") + ";" + reste.fillna("")
    paire = lieux["restriction"].str.extract(r"(?:^|;)(paire=[^;]*)", expand=False)
    numeros: NDArray[np.int64] = pd.factorize(paire.fillna(demande))[0].astype(np.int64)
    return numeros
