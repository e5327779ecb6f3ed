"""What an académie publishes of a mouvement: the barème of the last who entered each place."""

from collections.abc import Collection

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.portees import situer

NIVEAUX = {
    "ETB": "etablissement",
    "COM": "commune",
    "GEO": "groupement",
    "DPT": "departement",
    "ACA": "academie",
    "ZR": "etablissement",
}
"""Level → the column of a poste that names its place there."""
SANS_BAREME = ("EXTENSION", "SPECIFIQUE", "DECISION", "MAINTIEN")
"""Origins of the grants whose points say nothing of the entry."""


def derniers_entrants(
    instruction: Instruction, affectations: pd.DataFrame, personnelles: Collection[str]
) -> pd.DataFrame:
    """Return the last entrant of each discipline and place: he who has the lowest barème.

    Entrants come from outside the place, by a vœu. Columns: ``discipline, niveau, code, candidat,
    points`` (of the vœu granted, thousandths), ``masque``: he is alone, and his points hold an
    element of a personal family, which the figure would tell.

    Parameters
    ----------
    affectations : as in the result.
    personnelles : families of elements that tell somebody's situation.
    """
    lieux = _lieux(instruction)
    par_voeu = ~affectations["origine"].isin(SANS_BAREME) & affectations["bareme"].notna()
    places = affectations[par_voeu].rename(columns={"bareme": "points"})
    parts = []
    for niveau, colonne in NIVEAUX.items():
        codes = lieux.loc[(lieux["nature"] == "ZR") == (niveau == "ZR"), colonne]
        siens = places.assign(niveau=niveau, code=places["poste"].map(codes))
        dehors = siens["code"] != places["poste_actuel"].map(codes)
        parts.append(siens[siens["code"].notna() & dehors])
    entrants = pd.concat(parts, ignore_index=True)
    cle = ["discipline", "niveau", "code"]
    entrants["seul"] = ~entrants.duplicated(cle, keep=False)
    derniers = entrants.sort_values([*cle, "points", "candidat"]).drop_duplicates(cle)
    intimes = _personnels(instruction, personnelles)
    voeux = pd.MultiIndex.from_frame(derniers[["candidat", "rang"]].astype({"rang": "int64"}))
    masque = derniers["seul"] & voeux.isin(intimes)
    return derniers.assign(masque=masque)[[*cle, "candidat", "points", "masque"]]


def _lieux(instruction: Instruction) -> pd.DataFrame:
    """Return the postes whose entry the barème decides, by name, with their places."""
    campagne = instruction.campagne
    postes = situer(campagne).assign(academie=campagne.academie)
    return postes[postes["geographique"] | (postes["nature"] == "ZR")].set_index("poste")


def _personnels(instruction: Instruction, familles: Collection[str]) -> pd.MultiIndex:
    """Return the (candidat, rang) whose points hold an element of these families."""
    elements = reglements.de(instruction.campagne).elements
    noms = [element.nom for element in elements if element.famille in familles]
    baremes = instruction.baremes
    siens = baremes.loc[baremes["element"].isin(noms), ["candidat", "rang"]]
    return pd.MultiIndex.from_frame(siens.astype({"candidat": "str", "rang": "int64"}))
