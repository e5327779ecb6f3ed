"""What an académie publishes of a mouvement: the barème of the last who entered each place."""

from collections.abc import Collection

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.instruction.instruction import COLONNES_SIGNALEMENTS, Instruction, cadre
from mouvement.engine.points import en_points
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


def signaler_derniers(derniers: pd.DataFrame, publie: str, masque: str) -> pd.DataFrame:
    """Return rows of ``signalements``: on each last entrant, the barème to publish, or to hide.

    Parameters
    ----------
    derniers : as ``derniers_entrants`` returns them.
    publie, masque : the rule by which a figure is published, and that by which it is hidden.
    """
    if derniers.empty:
        return cadre(COLONNES_SIGNALEMENTS, [])
    lieu = derniers["niveau"] + " " + derniers["code"].astype("str")
    chiffre = " : " + derniers["points"].astype("int64").map(en_points)
    cache = derniers["masque"]
    dits = derniers.assign(
        signalement=cache.map({False: "DERNIER_ENTRANT", True: "DERNIER_ENTRANT_A_MASQUER"}),
        regle=cache.map({False: publie, True: masque}),
        detail=(lieu + chiffre).mask(cache, lieu),
    )
    cle = ["candidat", "signalement", "regle"]
    return dits.groupby(cle)["detail"].agg(" ; ".join).reset_index().astype(COLONNES_SIGNALEMENTS)


def derniers_entrants(
    instruction: Instruction,
    affectations: pd.DataFrame,
    personnelles: Collection[str],
    minimum: int,
) -> pd.DataFrame:
    """Return the last entrant of each discipline and place: he who has the lowest barème.

    Entrants come from outside the place, by a vœu. Columns: ``discipline, niveau, code, candidat,
    points`` (of the vœu granted, thousandths), ``masque``: so few enter, and his points hold an
    element of a personal family, that the figure would tell it.

    Parameters
    ----------
    affectations : as in the result.
    personnelles : families of elements that tell somebody's situation.
    minimum : how many must enter for such a figure to be published.
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
    entrants["peu"] = entrants.groupby(cle)["candidat"].transform("size") < minimum
    derniers = entrants.sort_values([*cle, "points", "candidat"]).drop_duplicates(cle)
    intimes = _personnels(instruction, personnelles)
    voeux = pd.MultiIndex.from_frame(derniers[["candidat", "rang"]].astype({"rang": "int64"}))
    masque = derniers["peu"] & voeux.isin(intimes)
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
