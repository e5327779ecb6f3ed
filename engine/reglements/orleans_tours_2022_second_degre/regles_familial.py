"""Children, separation, place of the rapprochement, age: what Orléans-Tours counts (IV.1, IV.3)."""

import pandas as pd

from mouvement.engine.instruction import conditions, enfants, separation
from mouvement.engine.instruction.comparaisons import valeur
from mouvement.engine.instruction.conditions import premiers
from mouvement.engine.instruction.tableau import Tableau


def enfants_mineurs(tableau: Tableau) -> pd.Series:
    """Return (candidats,) children à charge under age."""
    age = valeur(tableau, "$age_enfants_a_charge")
    return enfants.de_moins_de(tableau, age, _jour(tableau), "nombre_enfants")


def enfant_handicape_reconnu(tableau: Tableau) -> pd.Series:
    """Return (candidats,) whether a child's handicap opens the priority."""
    age = valeur(tableau, "$age_enfant_handicape")
    nombre = enfants.de_moins_de(tableau, age, _jour(tableau), "enfant_handicape", enfants.HANDICAP)
    return nombre > 0


def annees_separation_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) years of separation.

    Those validated a year ago stand, and only the current year is looked at; so it is for a
    stagiaire, who has nothing else.
    """
    candidats = tableau.candidats
    carriere = tableau.campagne.carriere
    courante = carriere["annee"] == tableau.annee - 1
    centiemes = _centiemes(tableau)
    toutes = separation.annees(centiemes, carriere["candidat"])
    derniere = separation.annees(centiemes.where(courante, 0), carriere["candidat"])
    decrit = candidats["candidat"].isin(toutes.index)
    cette_annee = candidats["candidat"].map(derniere).fillna(0).astype("int64")
    retenues = (
        candidats["candidat"].map(toutes).fillna(candidats["annees_separation"]).astype("int64")
    )
    validees = candidats["annees_separation_validees"]
    retenues = retenues.mask(decrit & (validees > 0), validees + cette_annee)
    stagiaire = candidats["statut"] == "STAGIAIRE"
    plafond = retenues.clip(upper=valeur(tableau, "$separation_annees_stagiaire"))
    return retenues.mask(stagiaire, cette_annee.where(decrit, plafond))


def _centiemes(tableau: Tableau) -> pd.Series:
    carriere = tableau.campagne.carriere
    seuils = separation.Seuils(
        valeur(tableau, "$separation_mois"), valeur(tableau, "$separation_poids_conge")
    )
    exclue = carriere["conjoint_inactif"] | carriere["hors_second_degre"]
    return separation.centiemes(carriere, seuils).mask(exclue, 0)


def commune_rapprochement(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the commune aimed at: that of work, or the compatible private one."""
    candidats = tableau.candidats
    privee = (candidats["rapprochement_residence"] == "PRIVEE") | (
        candidats["conjoint_activite"] == "CHOMAGE"
    )
    choisie = privee & candidats["residences_compatibles"]
    residence = candidats["conjoint_residence"]
    return candidats["conjoint_commune"].mask(choisie & residence.notna(), residence)


def departement_rapprochement(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the spouse's département; out of the académie, the one asked first.

    The first DPT vœu of any type says it, else the first commune, groupement or circonscription.
    """
    travail = tableau.candidats["conjoint_departement"]
    dedans = travail.isin(tableau.geographie.departements.index)
    choix = _premier(tableau, ["DPT*"]).fillna(_premier(tableau, ["COM*", "GEO*", "CIR"]))
    return travail.where(dedans, choix).where(travail.notna())


def _premier(tableau: Tableau, natures: list[str]) -> pd.Series:
    """Return (candidats,) the département of each one's first vœu of some natures."""
    premier = premiers(tableau, conditions.natures(tableau, natures))
    codes = tableau.par_voeu("voeu.departement")[premier]
    return pd.Series(codes.to_numpy(), index=tableau.auteur[premier], dtype="str").reindex(
        tableau.candidats.index
    )


def age_en_jours(tableau: Tableau) -> pd.Series:
    """Return (candidats,) ages in days; 0 when the birth is unknown."""
    jours = (_jour(tableau) - tableau.candidats["naissance"]).dt.days
    ages: pd.Series = jours.fillna(0).astype("int64")
    return ages


def _jour(tableau: Tableau) -> pd.Timestamp:
    return pd.Timestamp(valeur(tableau, "$date_des_ages"))


DERIVEES = {
    "enfants_mineurs": enfants_mineurs,
    "enfant_handicape_reconnu": enfant_handicape_reconnu,
    "annees_separation_retenues": annees_separation_retenues,
    "commune_rapprochement": commune_rapprochement,
    "departement_rapprochement": departement_rapprochement,
    "age_en_jours": age_en_jours,
}
