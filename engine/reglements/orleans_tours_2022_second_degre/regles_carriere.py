"""Échelon; years of poste, of zone, of poste à profil, of EREA; points kept (IV.4)."""

import numpy as np
import pandas as pd

from mouvement.engine.instruction import carriere, conditions, elements
from mouvement.engine.instruction.comparaisons import valeur
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.orleans_tours_2022_second_degre.regles_resultats import signaler

SPECIFIQUE = "SPEA"
SANS_POSTE = ("DISPO_CONJOINT", "DISPO_AUTRE", "CONGE_FORMATION")
"""Positions whose years leave the seniority of the last poste as it was."""
NON_TITULAIRE_DU_POSTE = ("ATP", "STAGIAIRE")
SERVICES = "SERVICES_ACADEMIQUES"
EN_REMPLACEMENT = ("TZR", "AFA", "REP", "SUP")
CONSERVEE = "ANC_CONSERVEE"
PERTE = "passage d'un poste ordinaire à un poste spécifique, ou l'inverse : ancienneté à zéro"


def echelon_retenu(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the échelon that counts."""
    candidats = tableau.candidats
    retenu = candidats["echelon"].astype("Int64")
    for condition, colonne in (
        ("echelon_non_acquis", "echelon_precedent"),
        ("stage_prolonge", "echelon_classement_initial"),
        ("garde_son_ancien_echelon", "echelon_ancien_corps"),
    ):
        retenu = retenu.mask(conditions.par_candidat(tableau, condition), candidats[colonne])
    return retenu


def annees_echelon_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) whole years in the échelon, by its date when it is known."""
    candidats = tableau.candidats
    fin = pd.Timestamp(valeur(tableau, "$echelon_par_promotion_au"))
    depuis = carriere.annees_depuis(candidats["date_echelon"], fin)
    return depuis.where(candidats["date_echelon"].notna(), candidats["annees_echelon"])


def annees_poste_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) years of seniority in the poste."""
    candidats = tableau.candidats
    annees = carriere.compter(tableau, _annees_de_poste(tableau), "annees_poste")
    en_plus = candidats["annees_detachement"]
    if tableau.parametres["services_academiques_comptes"]:
        en_plus = en_plus + candidats["annees_services_academiques"]
    annees += en_plus.mask(carriere.decrits(tableau), 0)
    forfait: int = valeur(tableau, "$annees_forfaitaires_du_stage")
    return annees.mask(conditions.par_candidat(tableau, "stagiaire_ex_titulaire"), annees + forfait)


def _annees_de_poste(tableau: Tableau) -> pd.Series:
    """Return (rows,) the years in the poste since it is, or is not, a specific one."""
    annees = tableau.campagne.carriere
    exclus = list(NON_TITULAIRE_DU_POSTE)
    if not tableau.parametres["services_academiques_comptes"]:
        exclus.append(SERVICES)
    comptent = annees["poste_occupe"] & ~annees["position"].isin(SANS_POSTE)
    comptent &= ~annees["statut"].isin(exclus)
    siennes = annees[comptent]
    garde = carriere.periode(siennes, siennes["nature_poste"] == SPECIFIQUE)
    return garde.reindex(annees.index, fill_value=False)


def annees_zr_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) years of replacement in the present zone."""
    annees = tableau.campagne.carriere
    remplace = annees["statut"].fillna("TZR").isin(EN_REMPLACEMENT)
    compte = carriere.effectives(annees) & remplace
    return carriere.continues(tableau, annees["zone"], compte, "annees_zr")


def annees_pop_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) effective years on the poste à profil."""
    return _annees_de_nature(tableau, "POP", "annees_pop")


def annees_erea_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) effective years in EREA."""
    return _annees_de_nature(tableau, "EREA", "annees_erea")


def _annees_de_nature(tableau: Tableau, nature: str, fait: str) -> pd.Series:
    annees = tableau.campagne.carriere
    compte = carriere.effectives(annees) & (annees["nature_poste"] == nature)
    return carriere.continues(tableau, annees["nature_poste"], compte, fait)


def complement_conserve(tableau: Tableau) -> Entiers:
    """Return (voeux,) the thousandths by which seniorities fall short of the points kept."""
    communs = [nom for nom in tableau.reglement.partie_commune if nom != CONSERVEE]
    siens = [e for e in tableau.reglement.elements if e.nom in communs]
    somme = elements.total(tableau, [elements.points_de(tableau, e) for e in siens])
    conserves = tableau.par_voeu("points_conserves").to_numpy(dtype=np.int64)
    return np.maximum(conserves - somme, 0)


def anciennete_perdue(instruction: Instruction, affectations: pd.DataFrame) -> pd.DataFrame:
    """Say who moves from an ordinary poste to a specific one, or back: his seniority is lost."""
    natures = instruction.campagne.postes.set_index("poste")["nature"]
    mouvements = affectations.dropna(subset=["poste", "poste_actuel"])
    avant = mouvements["poste_actuel"].map(natures) == SPECIFIQUE
    apres = mouvements["poste"].map(natures) == SPECIFIQUE
    perdants = mouvements.loc[avant != apres, "candidat"]
    return signaler(perdants, "ANCIENNETE_PERDUE", "OT22-2D-024", PERTE)


DERIVEES = {
    "echelon_retenu": echelon_retenu,
    "annees_echelon_retenues": annees_echelon_retenues,
    "annees_poste_retenues": annees_poste_retenues,
    "annees_zr_retenues": annees_zr_retenues,
    "annees_pop_retenues": annees_pop_retenues,
    "annees_erea_retenues": annees_erea_retenues,
    "complement_conserve": complement_conserve,
}
APRES = {"anciennete_perdue": anciennete_perdue}
