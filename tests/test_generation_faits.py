"""Computed campaigns: facts that go together, lists shaped by the rules, cases of every kind."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mouvement.engine.instruction import instruire
from mouvement.engine.reglements import charger
from mouvement.engine.reglements.orleans_tours_2022_second_degre.regles_education import (
    classements_du_texte,
)
from mouvement.io.lecture import lire_campagne
from mouvement.scenarios.generation import ecrire_modele, generer
from mouvement.scenarios.generation.faits import manquants
from mouvement.scenarios.generation.modeles import DemandeInvalide

REGLEMENT = "orleans-tours-2022-second-degre"
SANS_FAISEUR = {
    "candidats": {
        *(
            "annee_depart_academie",
            "annees_detachement",
            "annees_pop",
            "annees_separation_validees",
        ),
        *("annees_services_academiques", "attestation_cio", "boe_categorie"),
        *("date_dossier_handicap_depose", "date_echelon", "departement_services"),
        *("departements_limitrophes", "detachement_obtenu", "discipline_inter"),
        *("discipline_recrutement", "echelon_par_classement", "echelon_precedent"),
        *("enfant_handicape", "etablissement_de_depart", "exercice_part", "fausse_declaration"),
        *("fin_de_fonctions_imposee", "motif_participation", "nombre_enfants"),
        *("option_detachement_pe", "rapprochement_commune", "reclasse", "separation_depuis"),
        *("specifique_equivalent", "specifique_national", "territoire_demande", "zone_de_depart"),
    },
    "carriere": {"conjoint_inactif", "hors_second_degre", "nature_poste"},
    "etablissements": {"rattaches_minimum"},
    "voeux": {"date_modification", "discipline_voeu"},
}
"""Facts that every generated campaign leaves to their default."""
SANS_PERSONNE = {"POP", "ENFANTS_A_NAITRE", "EX_FONCTIONNAIRE"}
"""Elements for which nobody is made: nobody holds a poste à profil; the others are worth nothing by
default."""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    chemin = tmp_path_factory.mktemp("calculee") / "demo"
    ecrire_modele("demo", chemin)
    return chemin


@pytest.fixture(scope="module")
def demo(dossier):
    """As it is read: checked, with the defaults."""
    return lire_campagne(dossier)


@pytest.fixture(scope="module")
def instruction(demo):
    return instruire(demo)


@pytest.fixture(scope="module")
def candidats(demo):
    return demo.candidats.set_index("candidat")


def test_les_faits_sans_faiseur_sont_connus():
    """A new fact wants a maker, or a line in SANS_FAISEUR."""
    reglement = charger(REGLEMENT)
    tables = generer("minuscule").tables
    donnes = {nom: dict.fromkeys(table) for nom, table in tables.items()}
    sans = {nom: set() for nom in SANS_FAISEUR}
    for nom in manquants(reglement, donnes):
        table, _, colonne = nom.partition(".")
        sans[table].add(colonne)
    assert sans == SANS_FAISEUR


def test_un_fait_exige_que_personne_ne_sait_donner_est_refuse():
    reglement = charger(REGLEMENT)
    nouveau = replace(reglement.faits[0], nom="pointure", defaut=None, nul=False)
    avec = replace(reglement, faits=(*reglement.faits, nouveau))
    donnes = {fait.table: {} for fait in avec.faits}
    for fait in reglement.faits:
        donnes[fait.table][fait.nom] = None
    with pytest.raises(DemandeInvalide, match=r"ne sait pas donner .* pointure\."):
        manquants(avec, donnes)
    assert manquants(reglement, donnes) == []


def test_la_campagne_suit_le_reglement(demo):
    assert (demo.reglement, demo.annee) == (REGLEMENT, 2022)
    assert demo.options == charger(REGLEMENT).options
    assert demo.voeux["bareme"].isna().all()
    assert demo.parametres["date_limite_demandes"].year == 2022


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_d_autres_graines_sont_acceptees(graine, tmp_path):
    ecrire_modele("minuscule", tmp_path / "c", graine=graine, facteur=5)
    campagne = lire_campagne(tmp_path / "c")
    assert len(instruire(campagne).campagne.voeux) > 1000


def test_une_campagne_declaree_se_demande():
    calculee, declaree = generer("minuscule"), generer("minuscule", reglement="declare")
    assert 'reglement = "declare"' in declaree.configuration
    assert declaree.tables.keys() < calculee.tables.keys()
    assert declaree.tables["voeux"]["bareme"].notna().all()
    with pytest.raises(DemandeInvalide, match="Règlement sans campagne synthétique pour paris"):
        generer("minuscule", academie="paris", reglement=REGLEMENT)


def test_presque_tous_participent(demo, instruction):
    restent = len(instruction.campagne.candidats)
    assert 0.99 * len(demo.candidats) <= restent < len(demo.candidats)


def test_chaque_sorte_de_points_revient_a_quelqu_un(instruction):
    existants = {element.nom for element in charger(REGLEMENT).elements}
    assert existants - set(instruction.baremes["element"]) == SANS_PERSONNE


def test_l_education_prioritaire_est_celle_des_listes_du_texte(demo, instruction):
    """All the text's collèges are there, under their names; no other établissement is classé."""
    declares = demo.etablissements.set_index("etablissement")["education_prioritaire"].dropna()
    assert declares.value_counts().to_dict() == {"REP": 20, "REP+": 10}
    assert (classements_du_texte(demo)[declares.index] == declares).all()
    assert "CLASSEMENT_EP_DISCORDANT" not in set(instruction.signalements["signalement"])


def test_l_ordinaire_domine(candidats, instruction):
    """Most have their seniorities alone; few are disabled, in couples, or late."""
    lignes = instruction.baremes[instruction.baremes["rang"] > 0]
    communs = charger(REGLEMENT).partie_commune
    bonifies = lignes.loc[~lignes["element"].isin(communs), "candidat"].nunique()
    assert 0.3 < bonifies / len(candidats) < 0.65
    assert candidats["boe_titre"].notna().mean() < 0.06
    assert (~candidats["confirmee"]).mean() < 0.01
    assert candidats["pieces_manquantes"].notna().mean() < 0.03


def test_grades_echelons_et_ages_vont_ensemble(candidats):
    agreges = candidats[candidats["corps"] == "AGREGE"]
    assert 0.05 < len(agreges) / len(candidats) < 0.2
    assert not agreges["discipline"].str.startswith(("P", "E")).any()
    assert (candidats["corps"] == "PLP").equals(candidats["discipline"].str.startswith("P"))
    debut = pd.Timestamp("2022-08-31") - candidats["naissance"]
    ages = debut.dt.days / 365.25
    assert ages.between(22, 68).all()
    hauts = candidats["grade"] != "CLASSE_NORMALE"
    assert ages[hauts].min() > 38
    assert candidats.loc[hauts, "echelon"].max() <= 4
    assert candidats.loc[candidats["statut"] == "STAGIAIRE", "annees_poste"].mean() < 1


def test_les_annees_prouvees_sont_celles_du_poste(demo, candidats):
    annees = demo.carriere
    nombres = annees.groupby("candidat").size()
    assert len(nombres) > 100
    assert (candidats.loc[nombres.index, "annees_poste"] == nombres).all()
    assert annees["annee"].max() == 2021
    assert (annees["etablissement"].isna() != annees["zone"].isna()).all()
    separes = (annees["mois_separation"] >= 6).groupby(annees["candidat"]).sum()
    assert 0.3 < (separes > 0).mean() < 0.9


def test_un_conjoint_est_ailleurs(demo, candidats):
    """Nobody asks to join somebody in the département where he already works."""
    demandes = candidats[candidats["demande_familiale"] != "AUCUNE"]
    assert 0.2 < len(demandes) / len(candidats) < 0.4
    situe = demandes["conjoint_commune"].notna() | demandes["conjoint_departement"].notna()
    assert (situe | demandes["conjoint_residence"].notna()).all()
    departements = demo.communes.set_index("commune")["departement"]
    ici = demandes["conjoint_commune"].map(departements)
    tenu = demandes["poste_actuel"].str[1:3]
    assert not (ici == tenu).any()


def test_les_rapprochements_sont_presque_tous_recus(candidats, instruction):
    demandeurs = candidats.index[candidats["demande_familiale"] != "AUCUNE"]
    lignes = instruction.baremes[instruction.baremes["element"] == "RAPPROCHEMENT"]
    recus = np.isin(demandeurs, lignes["candidat"].unique()).mean()
    assert 0.75 < recus < 0.97


def test_les_enfants_sont_nes_apres_leurs_parents(demo, candidats):
    parents = demo.enfants["candidat"].map(candidats["naissance"])
    ecart = (demo.enfants["naissance"] - parents).dt.days / 365.25
    assert ecart.min() > 18
    aines = demo.enfants.sort_values(["candidat", "enfant"])
    suite = aines["candidat"] == aines["candidat"].shift()
    assert (aines["naissance"] >= aines["naissance"].shift())[suite].all()


def test_deux_conjoints_ont_les_memes_enfants(demo, candidats):
    couples = candidats[candidats["simultanee_conjoints"]]
    assert len(couples) > 20
    naissances = demo.enfants.groupby("candidat")["naissance"].agg(list)
    for candidat, agent in couples.iterrows():
        siens = naissances.get(candidat, [])
        assert siens == naissances.get(agent["simultanee"], [])


def test_les_couples_ne_sont_pas_deja_ensemble(candidats):
    couples = candidats[candidats["simultanee"].notna()]
    autre = couples["simultanee"].map(candidats["poste_actuel"]).str[:3]
    assert not (couples["poste_actuel"].str[:3] == autre).any()
    assert couples["poste_actuel"].notna().any()


def test_chaque_carte_scolaire_est_bonifiee(candidats, instruction):
    touches = candidats.index[candidats["carte_scolaire"]]
    lignes = instruction.baremes[instruction.baremes["element"] == "CARTE_SCOLAIRE"]
    nombres = lignes.groupby("candidat").size().reindex(touches, fill_value=0)
    assert len(touches) > 80
    assert nombres.min() >= 3


def test_personne_ne_demande_les_zones_de_son_departement(candidats, demo):
    zones = demo.voeux[demo.voeux["type"] == "ZRD"]
    siens = candidats.loc[zones["candidat"]]
    en_zone = (siens["annees_zr"] > 0) & ~siens["carte_scolaire"]
    occupe = siens["poste_actuel"].str[1:3]
    assert not ((occupe.to_numpy() == zones["code"].to_numpy()) & en_zone.to_numpy()).any()


def test_les_commissions_classent_de_un_en_un(demo):
    classes = demo.specifiques.dropna(subset=["rang_commission"])
    assert 0.6 < len(classes) / len(demo.specifiques) < 0.9
    for _, rangs in classes.groupby("poste")["rang_commission"]:
        assert sorted(rangs) == list(range(1, len(rangs) + 1))
    postes = demo.voeux.loc[demo.voeux["type"] == "POSTE", ["candidat", "code", "rang"]]
    voulus = classes.merge(postes, left_on=["candidat", "poste"], right_on=["candidat", "code"])
    assert len(voulus) == len(classes)
    assert voulus["rang"].max() <= 2


def test_les_decisions_sont_tenues(demo, instruction):
    assert sorted(demo.decisions["nature"]) == ["FORCE", "INTERDIT"]
    dites = instruction.signalements["signalement"]
    assert dites.str.startswith("DECISION_").sum() == 2


def test_les_supports_offerts_sont_ceux_du_modele(demo, instruction):
    offerts = instruction.campagne.postes["vacants"].sum()
    faits = demo.postes[["reserves_stagiaires", "retires", "pris_pegc", "liberes_pegc"]].sum()
    assert (faits > 0).all()
    declares = generer("demo", reglement="declare").tables["postes"]["vacants"].sum()
    liberees = (~demo.candidats["candidat"].isin(instruction.campagne.candidats["candidat"])).sum()
    assert 0 <= offerts - declares <= liberees
