"""What somebody should look at once the mouvement is done (Orléans-Tours)."""

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.instruction.conditions import par_candidat
from mouvement.engine.instruction.instruction import COLONNES_SIGNALEMENTS, Instruction, cadre
from mouvement.engine.instruction.reglementaire import tableau
from mouvement.engine.instruction.tableau import Booleens

PRIORITES = ("familiale", "handicap", "carte_scolaire", "education_prioritaire")
"""Families of the elements that a legal priority gives."""
VOEUX = ("VOEU", "CARTE_SCOLAIRE", "SPECIFIQUE", "DECISION")
"""What gives a poste that was asked for, or decided."""


def signaler(candidats: pd.Series, signalement: str, regle: str, detail: object) -> pd.DataFrame:
    """Return one row of ``signalements`` for each candidat."""
    if candidats.empty:
        return cadre(COLONNES_SIGNALEMENTS, [])
    lignes = {"candidat": candidats, "signalement": signalement, "regle": regle, "detail": detail}
    return pd.DataFrame(lignes).astype(COLONNES_SIGNALEMENTS)


def remplissant(instruction: Instruction, condition: str, candidats: pd.Series) -> Booleens:
    """Return whether each of some candidats satisfies a condition of the rule set."""
    campagne = instruction.campagne
    dossier = tableau(campagne, reglements.de(campagne))
    ceux = dossier.candidats.loc[par_candidat(dossier, condition), "candidat"]
    return candidats.isin(ceux).to_numpy()


def faits(instruction: Instruction, noms: list[str], candidats: pd.Series) -> pd.DataFrame:
    """Return some facts of some candidats, row by row."""
    tous = instruction.campagne.candidats.set_index("candidat")[noms]
    lus = tous.loc[candidats]
    lus.index = candidats.index
    return lus


def priorites_non_satisfaites(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return those who had a legal priority, and nothing that they asked for."""
    reglement = reglements.de(instruction.campagne)
    noms = {element.nom for element in reglement.elements if element.famille in PRIORITES}
    points = instruction.baremes
    ceux = points.loc[points["element"].isin(noms) & (points["rang"] > 0)]
    titres = ceux.drop_duplicates(["candidat", "element"]).groupby("candidat", observed=True)
    dits = titres["element"].agg(lambda elements: ", ".join(sorted(map(str, elements))))
    manques = affectations.loc[~affectations["origine"].isin(VOEUX), "candidat"]
    vises = manques[manques.isin(dits.index)]
    detail = "priorité légale non satisfaite : " + vises.map(dits).astype("str")
    return signaler(vises, "PRIORITE_LEGALE_NON_SATISFAITE", "OT22-2D-014", detail)


def carte_scolaire_non_satisfaite(
    instruction: Instruction, affectations: pd.DataFrame
) -> pd.DataFrame:
    """Return the carte-scolaire agents who are left without a poste: no extension takes them."""
    sans = affectations.loc[affectations["decision"] == "NON_AFFECTE", "candidat"]
    sans = sans[remplissant(instruction, "mesure_de_l_annee", sans)]
    detail = "aucun vœu réalisable, pas d'extension : décision à prendre"
    return signaler(sans, "CARTE_SCOLAIRE_NON_SATISFAITE", "OT22-2D-113", detail)


def anciennete_de_poste(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return whether each carte-scolaire agent who moves keeps the years of his lost poste."""
    mutes = affectations[affectations["decision"] == "MUTE"]
    mutes = mutes[remplissant(instruction, "mesure_de_l_annee", mutes["candidat"])]
    points = instruction.baremes[instruction.baremes["element"] == "CARTE_SCOLAIRE"]
    bonifies = zip(points["candidat"], points["rang"], strict=True)
    obtenus = pd.Series(zip(mutes["candidat"], mutes["rang"], strict=True), index=mutes.index)
    garde = obtenus.isin(list(bonifies))
    return pd.concat(
        signaler(mutes.loc[ceux, "candidat"], signalement, "OT22-2D-109", detail)
        for ceux, signalement, detail in (
            (garde, "ANCIENNETE_CONSERVEE", "muté sur un vœu bonifié"),
            (~garde, "ANCIENNETE_PERDUE", "muté sur un vœu non bonifié"),
        )
    )


def detachement_ater(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Return whether each ATER candidat may be detached: on a zone that he asked for."""
    candidats = affectations["candidat"]
    lus = faits(instruction, ["candidat_ater", "annees_ater"], candidats)
    maximum = reglements.parametres(instruction.campagne)["annees_ater_maximum"]
    natures = instruction.campagne.postes.set_index("poste")["nature"]
    en_zone = affectations["poste"].map(natures) == "ZR"
    trop = lus["annees_ater"] >= maximum
    possible = en_zone & (affectations["origine"] == "VOEU") & ~trop
    ater = lus["candidat_ater"]
    impossible = ater & ~possible
    return pd.concat(
        [
            signaler(
                candidats[ater & possible],
                *("DETACHEMENT_ATER_POSSIBLE", "OT22-2D-213", "zone de remplacement obtenue"),
            ),
            signaler(
                candidats[impossible],
                *("DETACHEMENT_ATER_IMPOSSIBLE", "OT22-2D-213"),
                trop[impossible].map(
                    {True: "durée totale atteinte", False: "pas de zone obtenue sur un vœu"}
                ),
            ),
        ]
    )


APRES = {
    "priorites_non_satisfaites": priorites_non_satisfaites,
    "carte_scolaire_non_satisfaite": carte_scolaire_non_satisfaite,
    "anciennete_de_poste": anciennete_de_poste,
    "detachement_ater": detachement_ater,
}
