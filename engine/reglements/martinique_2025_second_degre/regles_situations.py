"""What the situations of a candidat amount to: years, children, choices (4.2.4, 4.2.5)."""

import pandas as pd

from mouvement.engine.instruction import carriere, conditions, enfants
from mouvement.engine.instruction.comparaisons import valeur
from mouvement.engine.instruction.tableau import Tableau

STAGIAIRE = "STAGIAIRE"
HORS_POSTE = (STAGIAIRE, "ATP")
"""Years that are nobody's in his poste: training, a provisional affectation."""
TZR = "TZR"
EN_REMPLACEMENT = (TZR, "AFA", "REP", "SUP")
"""Years of a titulaire of a zone, in an établissement or not."""
REP_PLUS = "REP+"
EP = [REP_PLUS, "REP"]


def anciennete_poste(tableau: Tableau) -> pd.Series:
    """Return (candidats,) years in the poste, or in the last one before an absence (4.2.5)."""
    candidats, annees = tableau.candidats, tableau.campagne.carriere
    titulaire = ~annees["statut"].isin(HORS_POSTE)
    comptent = annees["poste_occupe"] & titulaire & carriere.effectives(annees)
    stage = (candidats["statut"] == STAGIAIRE) & candidats["ex_titulaire"]
    annees_de_poste = carriere.compter(tableau, comptent, "annees_poste")
    annees_de_stage: int = valeur(tableau, "$annees_stage_ex_titulaire")
    return annees_de_poste + stage * annees_de_stage


def annees_ep_continues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) years without a break in REP or REP+, the last one included."""
    return _annees_ep(tableau, EP, "annees_ep")


def annees_rep_plus_continues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) how many of them are in REP+."""
    return _annees_ep(tableau, [REP_PLUS], "annees_rep_plus")


def _annees_ep(tableau: Tableau, classements: list[str], fait: str) -> pd.Series:
    """Return (candidats,) the years in these classements, of the last stretch in any of them.

    It lies in one établissement, but a carte scolaire may change it, or, for who is a TZR, going
    from one to the other as a TZR; years that say nothing are as today.
    """
    annees = tableau.campagne.carriere
    lieu = annees["etablissement"].where(annees["classement"].isin(EP))
    tzr = tableau.candidats.loc[conditions.par_candidat(tableau, "tzr"), "candidat"]
    remplace = annees["statut"].fillna(TZR).isin(EN_REMPLACEMENT) & annees["candidat"].isin(tzr)
    pont = _ensuite(annees, annees["carte_scolaire"]) | remplace & _ensuite(annees, remplace)
    compte = carriere.effectives(annees) & annees["classement"].isin(classements)
    return carriere.continues(tableau, lieu, compte, fait, pont)


def _ensuite(annees: pd.DataFrame, masque: pd.Series) -> pd.Series:
    """Return whether a mask holds of the year after each, of the same candidat."""
    suivante = masque.astype("boolean").groupby(annees["candidat"]).shift(-1)
    return suivante.fillna(False).astype(bool)


def enfants_mineurs(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the dependent children under age."""
    jour = pd.Timestamp(valeur(tableau, "$date_des_ages"))
    return enfants.de_moins_de(
        tableau, valeur(tableau, "$age_enfants_a_charge"), jour, "nombre_enfants"
    )


def nombre_situations_diversite(tableau: Tableau) -> pd.Series:
    """Return (candidats,) how many situations of a diverse career each has."""
    separateurs = tableau.candidats["situations_diversite"].str.count(r"\|")
    return (separateurs + 1).fillna(0).astype("int64")


def nombre_preferences(tableau: Tableau) -> pd.Series:
    """Return (candidats,) how many preferences each gave for the adjustment phase."""
    donnees = tableau.campagne.preferences["candidat"].value_counts()
    return tableau.candidats["candidat"].map(donnees).fillna(0).astype("int64")


def age_en_jours(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the age on 1 September of the campaign's year; missing if not known."""
    jour = pd.Timestamp(tableau.annee, 9, 1)
    jours: pd.Series = (jour - tableau.candidats["naissance"]).dt.days
    return jours


DERIVEES = {
    fonction.__name__: fonction
    for fonction in (
        anciennete_poste,
        annees_ep_continues,
        annees_rep_plus_continues,
        enfants_mineurs,
        nombre_situations_diversite,
        nombre_preferences,
        age_en_jours,
    )
}
