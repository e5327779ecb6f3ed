"""Éducation prioritaire (I.1.3, IV.4.3): the years that count, and the text's lists by name.

The text names établissements, not their codes: ``education_prioritaire.csv`` has its lists, and a
name is looked for in its commune, whatever its capitals, accents and hyphens.
"""

import csv
import unicodedata
from functools import cache
from importlib import resources

import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import carriere, conditions
from mouvement.engine.instruction.comparaisons import valeur
from mouvement.engine.instruction.tableau import Tableau

LISTE = "education_prioritaire.csv"
PRIORITAIRES = ("REP+", "REP")
STATUTS = ("TITULAIRE", "AFA", "REP", "SUP", "ATP", "REVISION")
"""Years under these count: as the holder, in replacement there, or provisionally."""
HORS_LISTE = "HORS_LISTE"
ABREVIATIONS = {"clg": "", "college": "", "st": "saint", "ste": "sainte"}


def annees_ep_retenues(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the years in the établissement; in a CIO, those that are attested."""
    annees = tableau.campagne.carriere
    compte = carriere.effectives(
        annees,
        quotite=valeur(tableau, "$quotite_minimale_ep"),
        mois=valeur(tableau, "$mois_minimaux_ep"),
    ) & annees["statut"].fillna("TITULAIRE").isin(STATUTS)
    en_poste = carriere.continues(
        tableau, annees["etablissement"], compte, "annees_ep", _carte_scolaire(tableau)
    )
    fin = pd.Timestamp(valeur(tableau, "31/08/n"))
    attestees = carriere.annees_depuis(tableau.candidats["attestation_cio"], fin)
    return en_poste.mask(conditions.par_candidat(tableau, "psyen_en_cio"), attestees)


def _carte_scolaire(tableau: Tableau) -> pd.Series:
    """Return (rows,) the years in REP or REP+ that a school-map measure ended."""
    annees = tableau.campagne.carriere
    mesure = annees["carte_scolaire"].astype("boolean").groupby(annees["candidat"]).shift(-1)
    return mesure.fillna(False).astype(bool) & _classements_des_annees(tableau).isin(PRIORITAIRES)


def _classements_des_annees(tableau: Tableau) -> pd.Series:
    annees = tableau.campagne.carriere
    connus = _chercher(annees["etablissement"], classements(tableau.campagne))
    return annees["classement"].fillna(connus)


def classement_ep_retenu(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the classement of where each one serves.

    What the career's last year says, else the fact, else the établissement's own.
    """
    dit = carriere.derniere(tableau, "classement").fillna(tableau.candidats["classement_ep"])
    return dit.fillna(_chercher(_exercice(tableau), classements(tableau.campagne)))


def classement_ep_du_texte(tableau: Tableau) -> pd.Series:
    """Return (candidats,) what the text's lists say of where each one serves.

    ``HORS_LISTE`` for an établissement of the académie that they do not name; nothing for one of
    another académie, which has its own lists.
    """
    listes = classements_du_texte(tableau.campagne).fillna(HORS_LISTE)
    return _chercher(_exercice(tableau), listes)


def _chercher(codes: pd.Series, table: pd.Series) -> pd.Series:
    """Return what a table says of each code, a text or nothing."""
    return codes.map(table).astype("str")


def _exercice(tableau: Tableau) -> pd.Series:
    """Return (candidats,) where each one serves: the career's last établissement, else his own."""
    actuel = tableau.repere("actuel")["etablissement"].astype("str")
    return carriere.derniere(tableau, "etablissement").fillna(actuel)


def classements(campagne: Campagne) -> pd.Series:
    """Return, by établissement, the classement declared, else that of the text's lists."""
    declares = campagne.etablissements.set_index("etablissement")["education_prioritaire"]
    return declares.fillna(classements_du_texte(campagne))


def classements_du_texte(campagne: Campagne) -> pd.Series:
    """Return, by établissement, the classement that the text gives to its name, if it does."""
    etablissements = campagne.etablissements
    villes = campagne.communes.set_index("commune")["libelle"]
    communes = etablissements["commune"].map(villes)
    listes = _listes()
    trouves = [
        listes.get((cle(nom), cle(commune)))
        for nom, commune in zip(etablissements["libelle"], communes, strict=True)
    ]
    return pd.Series(trouves, index=pd.Index(etablissements["etablissement"]), dtype="str")


@cache
def _listes() -> dict[tuple[str, str], str]:
    """Return the classement by name and commune; a SEGPA that the text cites has its own entry."""
    texte = resources.files(__package__).joinpath(LISTE).read_text(encoding="utf-8")
    listes = {}
    for ligne in csv.DictReader(texte.splitlines()):
        nom, commune = cle(ligne["libelle"]), cle(ligne["commune"])
        listes[nom, commune] = ligne["classement"]
        if ligne["segpa"]:
            listes[f"segpa {nom}", commune] = ligne["classement"]
    return listes


@cache
def cle(nom: str) -> str:
    """Return a name without what writers change: capitals, accents, hyphens, abbreviations."""
    lettres = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    mots = "".join(lettre if lettre.isalnum() else " " for lettre in lettres).split()
    return " ".join(filter(None, (ABREVIATIONS.get(mot, mot) for mot in mots)))


DERIVEES = {
    "annees_ep_retenues": annees_ep_retenues,
    "classement_ep_retenu": classement_ep_retenu,
    "classement_ep_du_texte": classement_ep_du_texte,
}
