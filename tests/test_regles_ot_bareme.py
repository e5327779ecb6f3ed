"""Orléans-Tours 2022: what a barème is made of, and which vœux may bear it (II.1, III, IV)."""

from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import listes
from familles import RC, points

regle = pytest.mark.regle
REP_PLUS: dict[str, Any] = {
    "poste_actuel": "CLG_BLOIS",
    "annees_poste": 6,
    "annees_ep": 6,
    "classement_ep": "REP+",
}


@regle("OT22-2D-006")
def test_elements_du_bareme():
    assert ORLEANS_TOURS.elements({"echelon": 6}, "DPT* 45") == {"ANC_SERVICE": 42}
    faits = RC | REP_PLUS | {"boe_titre": "RQTH", "poste_actuel": "CLG_BOURGES"}
    faits |= {"preferentiel_departement": "45", "preferentiel_annees": 1}
    assert set(ORLEANS_TOURS.elements(faits, "DPT* 45")) == {
        *("ANC_SERVICE", "ANC_POSTE", "ANC_POSTE_TRANCHES"),
        *("RAPPROCHEMENT", "HANDICAP_100", "EDUCATION_PRIORITAIRE", "VOEU_PREFERENTIEL"),
    }


@regle("OT22-2D-007")
def test_les_bonifications_s_ajoutent():
    faits = RC | {"nombre_enfants": 1, "boe_titre": "RQTH"}
    bonifications = ("RAPPROCHEMENT", "ENFANTS", "HANDICAP_100")
    assert points([faits], ["DPT* 45"], bonifications) == [["290.2"]]
    assert points([faits], ["DPT* 45"]) == [["332.2"]]


@regle("OT22-2D-077")
def test_le_voeu_large_qui_contient_son_etablissement_n_est_pas_bonifie():
    voeux = ["DPT* 41", "DPT* 45", "COM* BLOIS", "ACA*"]
    assert points([REP_PLUS], voeux) == [["212", "612", "212", "612"]]
    assert points([REP_PLUS | {"boe_titre": "RQTH"}], voeux[:1]) == [["312"]]


@regle("OT22-2D-077")
def test_les_autres_zones_gardent_leurs_bonifications():
    # Neither a ZR poste nor an établissement out of the vœu's types is in the zone.
    en_zone = RC | {"poste_actuel": "ZR_45_EST", "conjoint_commune": "BLOIS"}
    assert points([en_zone], ["DPT* 41", "DPT* 45"], ["RAPPROCHEMENT"]) == [["90.2", "90.2"]]
    agrege = RC | {"corps": "AGREGE", "discipline_college_et_lycee": True}
    voeux = ["DPT* 45", "DPT/LYC 18", "DPT* 18"]
    assert points([agrege], voeux, ["RAPPROCHEMENT"]) == [["90.2", "90.2", "0"]]


@regle("OT22-2D-077")
def test_les_points_de_carte_scolaire_priment():
    carte_scolaire = RC | {"poste_actuel": "CLG_ORLEANS", "carte_scolaire": True}
    voeux = ["ETB CLG_ORLEANS", "COM* ORLEANS", "DPT* 45", "ACA*"]
    (obtenu,) = points([carte_scolaire], voeux, ["CARTE_SCOLAIRE"])
    assert obtenu == ["1500", "1500", "1500", "1500"]


@regle("OT22-2D-087")
def test_une_correction_des_donnees_change_le_bareme_et_sa_decomposition():
    affiche = RC | {"echelon": 11, "annees_poste": 3}
    corrige = affiche | {"nombre_enfants": 1}
    assert points([affiche, corrige], ["COM* ORLEANS"]) == [["167.2"], ["267.2"]]
    assert ORLEANS_TOURS.elements(corrige, "COM* ORLEANS")["ENFANTS"] == 100


@regle("OT22-2D-088")
def test_ni_voeu_precis_ni_voeu_type_ni_bonification_sans_pieces():
    faits = RC | {"nombre_enfants": 1, "echelon": 4, "annees_poste": 1}
    sans_pieces = faits | {"pieces_manquantes": "FAMILLE"}
    autres_pieces = faits | {"pieces_manquantes": "HANDICAP|PARCOURS"}
    voeux = ["COM* ORLEANS", "COM/CLG ORLEANS", "ETB CLG_ORLEANS"]
    assert points([faits, sans_pieces, autres_pieces], voeux) == [
        ["178.2", "48", "48"],
        ["48", "48", "48"],
        ["178.2", "48", "48"],
    ]
    boe = {"boe_titre": "RQTH", "pieces_manquantes": "HANDICAP"}
    assert points([boe], ["DPT* 45"], ["HANDICAP_100"]) == [["0"]]


@regle("OT22-2D-091")
def test_un_bareme_par_voeu():
    faits = RC | {
        "grade": "HORS_CLASSE",
        "echelon": 3,
        "annees_poste": 5,
        "annees_ep": 5,
        "classement_ep": "REP",
        "nombre_enfants": 1,
        "annees_separation": 2,
    }
    voeux = ["DPT* 45", "COM* ORLEANS", "ETB CLG_ORLEANS"]
    assert points([faits], voeux) == [["767.2", "557.2", "227"]]


@regle("OT22-2D-092")
def test_la_partie_commune_vaut_sur_tous_les_voeux():
    faits = {"echelon": 7, "annees_poste": 6}
    voeux = ["ETB CLG_ORLEANS", "COM/CLG ORLEANS", "DPT* 45", "ZRA"]
    assert points([faits], voeux) == [["219", "219", "219", "219"]]
    instruction = ORLEANS_TOURS.instruire({"A": RC | faits}, {"A": voeux})
    assert instruction.partie_commune is not None
    assert instruction.partie_commune["A"] == 219_000
    encadre = {"anciennete_poste_tout_type": True}
    assert points([faits], voeux, parametres=encadre) == [["49", "49", "219", "219"]]


@regle("OT22-2D-137")
def test_l_agrege_garde_ses_bonifications_sur_les_lycees():
    agrege = RC | {"corps": "AGREGE", "discipline_college_et_lycee": True}
    philosophe = RC | {"corps": "AGREGE", "discipline_college_et_lycee": False}
    certifie = RC | {"discipline_college_et_lycee": True}
    bonifications = ("RAPPROCHEMENT", "AGREGE")
    assert points([agrege, certifie, philosophe], ["COM/LYC ORLEANS"], bonifications) == [
        ["120.2"],
        ["0"],
        ["0"],
    ]
    # Only lycées: another type, or several, are not.
    assert points([agrege], ["COM/CLG,LYC ORLEANS"], ["RAPPROCHEMENT"]) == [["0"]]
    # And the trigger counts them as vœux of any type.
    assert points([agrege], ["COM/LYC BLOIS", "COM* ORLEANS"], ["RAPPROCHEMENT"]) == [["0", "0"]]


@regle("OT22-2D-077")
def test_le_voeu_large_reste_sans_l_etablissement_actuel():
    instruction = ORLEANS_TOURS.instruire({"A": REP_PLUS}, {"A": ["DPT* 41", "DPT* 45"]})
    assert listes(instruction) == ["DPT* 41 [sauf=CLG_BLOIS]", "DPT* 45"]
