"""Orléans-Tours 2022, second degré: réintégration, changes, TZR, parcours (I.1, IV.4.4 to 11)."""

from datetime import date
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from carrieres import annees, baremes, instruire, points

from mouvement.engine.instruction.coherences import fautes
from mouvement.engine.mouvement import affecter

regle = pytest.mark.regle
LARGES = ["ETB CLG_GIEN", "COM* GIEN", "GEO* METROPOLE", "DPT* 45", "ACA*"]
LARGES += ["ZRE ZR_45_EST", "ZRD 45", "ZRA"]
"""A vœu of each kind, of one département."""


def totaux(faits: dict[str, Any], attendus: dict[str, int], **reste: Any) -> None:
    """Check the barème of each vœu of a list, in order."""
    trouves = baremes(ORLEANS_TOURS, [faits], list(attendus), **reste)
    assert trouves == [list(attendus.values())]


def sur(voeu: str, element: str, cas: list[tuple[dict[str, Any], int]], **reste: Any) -> None:
    """Check what an element gives to each case on a vœu."""
    trouves = points(ORLEANS_TOURS, [faits for faits, _ in cas], voeu, [element], **reste)
    assert trouves == [attendu for _, attendu in cas]


def refus(faits: dict[str, Any]) -> list[str]:
    """Return the columns refused."""
    return [faute.colonne for faute in fautes(ORLEANS_TOURS.campagne({"A": faits}, {}))]


# --- Réintégration (IV.4.4)

RETOUR = {"origine_reintegration": "DISPONIBILITE", "etablissement_origine": "CLG_TOURS"}


@regle("OT22-2D-174")
def test_reintegration_sur_le_departement_d_origine_et_l_academie():
    attendus = {
        "DPT* 37": 1056,
        "ACA*": 1056,
        "DPT* 18": 56,
        "COM* TOURS": 56,
        "GEO* METROPOLE": 56,
    }
    totaux(
        RETOUR | {"echelon": 8}, attendus | {"ETB CLG_TOURS": 56, "ZRD 37": 56, "DPT/CLG 37": 56}
    )
    assert refus({"origine_reintegration": "DISPONIBILITE"}) == ["origine_reintegration"]
    assert refus(RETOUR) == []


@regle("OT22-2D-175")
def test_qui_a_droit_a_la_reintegration():
    origines = {
        **{"DISPONIBILITE": 1000, "CONGE_LIBERATION_POSTE": 1000, "POSTE_ADAPTE": 1000},
        **{"CFC": 1000, "GRETA_CARTIF_CFA": 1000, "SUPERIEUR": 1000},
        **{"DETACHEMENT": 1000, "COM": 1000, "MISE_A_DISPOSITION": 1000},
        # Obliged to take part (II), but not of the list (IV.4.4).
        "CPD_EPS": 0,
    }
    cas = [
        (RETOUR | {"origine_reintegration": origine}, attendu)
        for origine, attendu in origines.items()
    ]
    simple = {"poste_actuel": "CLG_TOURS", "etablissement_origine": "CLG_TOURS"}
    sur("ACA*", "REINTEGRATION", [*cas, (simple, 0)])


EX_TZR = {"origine_reintegration": "CONGE_LIBERATION_POSTE", "zone_origine": "ZR_45_EST"}


@regle("OT22-2D-176")
def test_reintegration_d_un_ex_tzr():
    # Échelon 10: 70 points.
    ex_tzr = EX_TZR | {"echelon": 10}
    totaux(ex_tzr, {"ZRD 45": 1070, "DPT* 45": 1070, "ZRA": 1070, "ACA*": 70, "DPT* 18": 70})
    totaux(ex_tzr, {"DPT* 45": 70, "ZRA": 70, "ZRD 45": 1070, "ZRE ZR_45_EST": 70})
    totaux(ex_tzr, {"ZRD 18": 70, "DPT* 45": 70})
    academie = {"reintegration_ex_tzr_academie": True}
    totaux(ex_tzr, {"ACA*": 1070, "DPT* 45": 70}, parametres=academie)


@regle("OT22-2D-177")
def test_depart_volontaire_des_services_academiques():
    agent = {"origine_reintegration": "SERVICES_ACADEMIQUES", "participation": "FACULTATIVE"}
    agent |= {"etablissement_origine": "LYC_BOURGES", "departement_services": "45"}
    agent |= {"territoire_demande": "ORIGINE"}
    voeux = ["DPT* 18", "ZRD 18", "DPT* 45", "ZRD 45", "ACA*"]
    cas = [
        agent,
        agent | {"territoire_demande": "EXERCICE"},
        agent | {"fin_de_fonctions_imposee": True},  # school-map rules instead
    ]
    origine, exercice, impose = baremes(ORLEANS_TOURS, cas, voeux)
    assert origine == [1042, 1042, 42, 42, 42]
    assert exercice == [42, 42, 1042, 1042, 42]
    assert impose[2:4] == [42, 42]
    candidats = instruire(ORLEANS_TOURS, [agent], voeux).campagne.candidats
    assert candidats["participation"].tolist() == ["OBLIGATOIRE"]
    inconnu = agent | {"territoire_demande": "EXERCICE", "departement_services": None}
    assert refus(inconnu) == ["territoire_demande"]


# --- Détachement, liste d'aptitude, changement de discipline (IV.4.6)

DETACHE = {"date_detachement": date(2021, 9, 1), "maintien_possible": False, "echelon": 7}
DE_BOURGES = {"etablissement_origine": "LYC_BOURGES"}
SUITE_DETACHEMENT = {
    **{"DPT* 18": 1049, "ZRD 18": 1049, "ACA*": 1049, "ZRA": 1049},
    **{"DPT* 45": 49, "COM* BOURGES": 49, "ETB LYC_BOURGES": 49, "ZRD 45": 49},
}


@regle("OT22-2D-184")
def test_detachement_et_liste_d_aptitude():
    totaux(DETACHE | DE_BOURGES, SUITE_DETACHEMENT)
    totaux({"liste_aptitude": True, "echelon": 7} | DE_BOURGES, SUITE_DETACHEMENT)
    maintenu = DETACHE | DE_BOURGES | {"maintien_possible": True}
    totaux(maintenu, dict.fromkeys(SUITE_DETACHEMENT, 49))
    assert refus(DETACHE) == ["etablissement_origine"]


@regle("OT22-2D-185")
def test_detache_d_une_academie_voisine():
    attendus = {"DPT* 18": 1049, "DPT* 36": 1049, "DPT* 45": 49, "ZRD 18": 49, "ACA*": 49}
    totaux(DETACHE | {"departements_limitrophes": "18|36"}, attendus)


CHANGE = {"date_changement_discipline": date(2021, 3, 1), "grade": "HORS_CLASSE", "echelon": 6}
DE_BLOIS = {"etablissement_origine": "CLG_BLOIS"}


@regle("OT22-2D-187")
def test_changement_definitif_de_discipline():
    # Hors classe, échelon 6: 98 points.
    attendus = {
        **{"ETB CLG_BLOIS": 1098, "COM* BLOIS": 1098, "DPT* 41": 1098, "ZRD 41": 1098},
        **{"ACA*": 1098, "ETB CLG_GIEN": 98, "ZRA": 98, "DPT/CLG 41": 98, "DPT* 45": 98},
    }
    totaux(CHANGE | DE_BLOIS, attendus)
    d_orleans = CHANGE | {"etablissement_origine": "CLG_ORLEANS"}
    totaux(d_orleans, {"COM* OLIVET": 98, "GEO* METROPOLE": 1098})


@regle("OT22-2D-188")
def test_les_1000_points_durent_jusqu_au_retour():
    changement = CHANGE | {"etablissement_origine": "CLG_VIERZON"}
    apres: list[tuple[dict[str, Any], int]] = [
        ({"poste_actuel": None}, 1000),
        ({"poste_actuel": "CLG_GIEN"}, 1000),  # assigned in Loiret
        ({"poste_actuel": "CLG_BOURGES"}, 0),  # back in Cher
        ({"poste_actuel": "ZR_18"}, 0),
    ]
    sur("ACA*", "CHANGEMENT_DISCIPLINE", [(changement | lieu, pts) for lieu, pts in apres])
    sur("ACA*", "DETACHEMENT", [(DETACHE | DE_BOURGES | lieu, pts) for lieu, pts in apres])


@regle("OT22-2D-189")
@pytest.mark.parametrize("faits", [DETACHE | DE_BOURGES, CHANGE | DE_BOURGES | {"echelon": 1}])
def test_le_departement_doit_preceder_la_zone(faits):
    base = 49 if faits["echelon"] == 7 else 63
    totaux(faits, {"ZRD 18": base, "DPT* 18": base + 1000})
    totaux(faits, {"DPT* 18": base + 1000, "ZRD 18": base + 1000})
    totaux(faits, {"DPT* 45": base, "ZRD 18": base})


# --- Titulaires sur zone de remplacement (I.1.4, IV.4.5)

TZR = {"poste_actuel": "ZR_45_EST"}


@regle("OT22-2D-178")
def test_points_de_remplacement_par_annee():
    tzr = TZR | {"annees_zr": 5}
    voeux = ["ETB CLG_BLOIS", "COM* BLOIS", "DPT* 41", "ACA*", "ZRE ZR_41", "ZRD 41", "ZRA"]
    # Échelon 6 (42); 5 years: 100 + 20.
    assert baremes(ORLEANS_TOURS, [tzr], voeux) == [[42, 162, 162, 162, 162, 162, 162]]
    sur("ACA*", "REMPLACEMENT", [(tzr, 100), (tzr | {"pieces_manquantes": "ZONE_REMPLACEMENT"}, 0)])
    assert refus({"annees_zr": 1}) == ["annees_zr"]


@regle("OT22-2D-039", "OT22-2D-178")
@pytest.mark.parametrize(
    ("lecture", "attendus"),
    [
        ("GEOGRAPHIQUES", [42, 162, 162]),
        ("TOUS", [162, 162, 162]),
        ("DEPARTEMENT", [42, 42, 162]),
    ],
)
def test_lectures_des_voeux_de_remplacement(lecture, attendus):
    parametres = {"voeux_de_remplacement": lecture}
    voeux = ["ETB CLG_BLOIS", "COM* BLOIS", "DPT* 41"]
    trouves = baremes(ORLEANS_TOURS, [TZR | {"annees_zr": 5}], voeux, parametres=parametres)
    assert trouves == [attendus]


@regle("OT22-2D-179")
def test_points_de_remplacement_par_tranche():
    bareme = {3: 60, 4: 100, 9: 220}
    cas = [TZR | {"annees_zr": ans} for ans in bareme]
    deux = ["REMPLACEMENT", "REMPLACEMENT_TRANCHES"]
    assert points(ORLEANS_TOURS, cas, "ACA*", deux) == list(bareme.values())


@regle("OT22-2D-178", "OT22-2D-179")
def test_seules_comptent_les_annees_effectives_dans_la_zone():
    ailleurs = annees(2012, 2015, zone="ZR_18", statut="TZR")
    ici = annees(2016, 2019, zone="ZR_45_EST", statut="AFA")
    conge = annees(2020, 2020, position="CONGE_PARENTAL")
    retour = annees(2021, 2021, zone="ZR_45_EST", statut="SUP")
    cas = [
        TZR | {"carriere": ailleurs + ici + conge + retour},  # 5 years
        TZR | {"carriere": ici + annees(2020, 2020, zone="ZR_18") + retour},  # 1 year
    ]
    sur("ACA*", "REMPLACEMENT", list(zip(cas, [100, 20], strict=True)))


@regle("OT22-2D-180")
def test_points_de_remplacement_et_anciennete_de_poste_se_cumulent():
    tzr = TZR | {"echelon": 9, "annees_poste": 9, "annees_zr": 9, "participation": "OBLIGATOIRE"}
    # 63 + (180 + 100) + (180 + 40).
    totaux(tzr, {"DPT* 41": 563, "ETB CLG_BLOIS": 343})
    instruite = instruire(ORLEANS_TOURS, [tzr], ["DPT* 41"])
    voeux = instruite.campagne.voeux
    assert set(voeux.loc[voeux["origine"] == "EXTENSION", "bareme"]) == {343_000}
    lecture = {"tzr_sans_anciennete_poste": True}
    totaux(tzr, {"DPT* 41": 283, "ETB CLG_BLOIS": 63}, parametres=lecture)


@regle("OT22-2D-039", "OT22-2D-181")
def test_stabilisation_sur_un_seul_departement():
    blois = {"departement_remplacement": "41"}
    voeux = ["COM* ORLEANS", "DPT* 41", "DPT* 45"]
    cas = [
        TZR,
        TZR | blois | {"mois_remplacement": 4},
        TZR | blois | {"mois_remplacement": 2},
        TZR | blois | {"mois_remplacement": 3},
        {"poste_actuel": "CLG_GIEN"},
    ]
    # Échelon 6: 42 points.
    assert baremes(ORLEANS_TOURS, cas, voeux) == [
        [42, 42, 112],
        [42, 112, 42],
        [42, 42, 112],
        [42, 112, 42],
        [42, 42, 42],
    ]
    assert refus(TZR | {"mois_remplacement": 4}) == ["departement_remplacement"]


@regle("OT22-2D-182")
def test_un_remplacement_par_revision_ne_stabilise_pas():
    cher = {"departement_remplacement": "18", "mois_remplacement": 6}
    cher |= {"remplacement_par_revision": True}
    totaux(TZR | cher, {"DPT* 18": 42, "DPT* 45": 112})


# --- Poste à profil, EREA (IV.4.7, IV.4.8)


@regle("OT22-2D-190")
def test_poste_a_profil():
    # 35 + 60 points.
    agent = {"echelon": 5, "annees_poste": 3, "annees_pop": 3}
    totaux(agent, dict(zip(LARGES, [95, 215, 215, 215, 215, 95, 215, 215], strict=True)))
    sur("ACA*", "POP", [(agent | {"annees_pop": 2}, 0)])


@regle("OT22-2D-190", "OT22-2D-191")
def test_les_annees_sur_poste_a_profil_et_en_erea_sont_continues():
    deux_pop = annees(2018, 2019, nature_poste="POP")
    coupure = annees(2019, 2020, nature_poste="POP") + annees(2021, 2021)
    cas = [
        ({"carriere": deux_pop + annees(2020, 2021, nature_poste="POP")}, 120),
        ({"carriere": deux_pop + annees(2020, 2020) + annees(2021, 2021, nature_poste="POP")}, 0),
        ({"carriere": annees(2015, 2018, nature_poste="POP") + coupure}, 0),
        ({"carriere": deux_pop + annees(2020, 2021, nature_poste="POP", position="CLD")}, 0),
    ]
    sur("ACA*", "POP", cas)
    sur("ACA*", "EREA", [({"carriere": annees(2017, 2021, nature_poste="EREA")}, 150)])


@regle("OT22-2D-027")
def test_le_poste_a_profil_se_cumule_avec_le_rapprochement():
    couple = {"demande_familiale": "RC", "situation_familiale": "MARIE"}
    couple |= {"date_union": date(2019, 6, 1), "conjoint_activite": "EMPLOI"}
    couple |= {"conjoint_commune": "TOURS", "conjoint_departement": "37"}
    avec = couple | {"poste_actuel": "CLG_GIEN", "annees_pop": 3}
    sans = avec | {"annees_pop": 0, "demande_familiale": "AUCUNE"}
    avec_tout, nu = baremes(ORLEANS_TOURS, [avec, sans], ["DPT* 37"])
    assert float(avec_tout[0] - nu[0]) == 210.2  # 120 + 90.2


@regle("OT22-2D-191")
def test_erea():
    # 42 + 150 points.
    agent = {"annees_poste": 5, "annees_erea": 5}
    totaux(agent, dict(zip(LARGES, [192, 342, 342, 342, 342, 192, 342, 342], strict=True)))
    sur("ACA*", "EREA", [(agent | {"annees_erea": 4}, 0)])


@regle("OT22-2D-033")
def test_un_erea_va_au_plus_haut_bareme():
    # The 127 points of the worked case are no sum of seniorities, and a précis vœu bears no
    # bonification: 118 and 98, whatever the names say.
    candidats = {
        "A": {"grade": "HORS_CLASSE", "echelon": 6},  # 98
        "B": {"grade": "HORS_CLASSE", "echelon": 6, "annees_poste": 1},  # 118
    }
    campagne = ORLEANS_TOURS.campagne(candidats, {nom: ["ETB EREA_ORLEANS"] for nom in "AB"})
    resultat = affecter(campagne).affectations.set_index("candidat")
    assert resultat.loc["B", "poste"] == "EREA_ORLEANS"
    assert resultat.loc["A", "poste"] != "EREA_ORLEANS"


# --- Stagiaires ex-contractuels (IV.4.9)

EX_CONTRACTUEL = {"statut": "STAGIAIRE", "academie_obtenue": "ORLEANS-TOURS"}
EX_CONTRACTUEL |= {"ex_contractuel": "AED", "services_contractuel": 360}


@regle("OT22-2D-192")
def test_ex_contractuel_selon_l_echelon():
    bareme = {1: 164, 2: 164, 3: 171, 4: 193, 5: 215, 6: 222}
    cas = [EX_CONTRACTUEL | {"echelon": echelon} for echelon in bareme]
    attendus = [[total] for total in bareme.values()]
    assert baremes(ORLEANS_TOURS, cas, ["DPT* 45"]) == attendus
    agent = EX_CONTRACTUEL | {"echelon": 5}
    totaux(agent, dict(zip(LARGES, [35, 35, 35, 215, 215, 35, 215, 215], strict=True)))


@regle("OT22-2D-193", "OT22-2D-194")
def test_services_exiges_d_un_ex_contractuel():
    agent = EX_CONTRACTUEL | {"echelon": 1}
    eap = agent | {"ex_contractuel": "EAP", "services_contractuel": 0}
    cas = [
        (agent, 150),
        (agent | {"services_contractuel": 359}, 0),
        (agent | {"ex_contractuel": None}, 0),
        (agent | {"statut": "TITULAIRE"}, 0),
        (agent | {"pieces_manquantes": "EX_CONTRACTUEL"}, 0),
        (eap | {"annees_eap": 2}, 150),
        (eap | {"annees_eap": 1, "services_contractuel": 360}, 0),
    ]
    sur("ACA*", "EX_CONTRACTUEL", cas)


# --- Diversité du parcours (I.1.5, IV.4.10)

TROIS_ANS = {"exercice_depuis": date(2019, 9, 1)}


@regle("OT22-2D-040")
def test_certifie_en_voie_professionnelle():
    certifie = TROIS_ANS | {"corps": "CERTIFIE", "exercice_lieu": "LP", "exercice_part": 60}
    cas = [
        (certifie, 90),
        (certifie | {"exercice_lieu": "SEP", "corps": "AGREGE"}, 90),
        (certifie | {"exercice_part": 50}, 90),
        (certifie | {"exercice_part": 49}, 0),
        (certifie | {"exercice_depuis": date(2020, 9, 1)}, 0),
        (certifie | {"exercice_lieu": "SGT"}, 0),
        (certifie | {"exercice_lieu": "LYC"}, 0),
        (certifie | {"discipline": "L0080"}, 0),  # documentation
        (certifie | {"discipline": "L1900", "corps": "AGREGE"}, 0),  # EPS
        (certifie | {"corps": "CPE"}, 0),
        (certifie | {"pieces_manquantes": "PARCOURS"}, 0),
    ]
    sur("ACA*", "PARCOURS", cas)


@regle("OT22-2D-041")
def test_plp_hors_voie_professionnelle():
    plp = TROIS_ANS | {"corps": "PLP"}
    cas = [plp | {"exercice_lieu": lieu} for lieu in ("LYC", "CLG", "SEGPA", "LP")]
    sur("ACA*", "PARCOURS", list(zip(cas, [90, 90, 0, 0], strict=True)))
    preambule = {"parcours_plp_en_lycee": False}
    sur("ACA*", "PARCOURS", list(zip(cas, [0, 90, 0, 0], strict=True)), parametres=preambule)


@regle("OT22-2D-042")
def test_autre_discipline_que_celle_du_recrutement():
    depuis = {"autre_discipline_depuis": date(2019, 9, 1)}
    cas = [
        (depuis | {"autre_discipline_part": 100 * 10 // 18}, 90),  # 10 hours of 18
        (depuis | {"autre_discipline_part": 100 * 8 // 18}, 0),
        (depuis | {"autre_discipline_part": 50}, 90),
        ({"autre_discipline_depuis": date(2019, 9, 2), "autre_discipline_part": 100}, 0),
    ]
    sur("ACA*", "PARCOURS", cas)


@regle("OT22-2D-043")
def test_poste_de_l_ash():
    cas = [({"ash_depuis": date(2019, 9, 1)}, 90), ({"ash_depuis": date(2020, 9, 1)}, 0)]
    sur("ACA*", "PARCOURS", cas)


@regle("OT22-2D-195")
def test_points_de_la_diversite_du_parcours():
    plp = TROIS_ANS | {"corps": "PLP", "exercice_lieu": "CLG", "grade": "HORS_CLASSE", "echelon": 3}
    totaux(plp, dict(zip(LARGES, [77, 137, 137, 167, 167, 137, 167, 167], strict=True)))


# --- Agrégés (I.1.7, IV.4.11)


@regle("OT22-2D-196")
def test_agrege_demandant_un_lycee():
    # 35 + 40 points.
    lettres = {"corps": "AGREGE", "discipline_college_et_lycee": True}
    lettres |= {"echelon": 5, "annees_poste": 2}
    attendus = {
        **{"ETB LYC_TOURS": 165, "COM/LYC TOURS": 165, "GEO/LYC METROPOLE": 165},
        **{"DPT/LYC 37": 165, "ACA/LYC": 165},
        **{"COM* TOURS": 75, "ETB CLG_TOURS": 75, "DPT/CLG 37": 75, "ZRD 37": 75},
    }
    totaux(lettres, attendus)
    philosophie = lettres | {"discipline_college_et_lycee": False}
    totaux(philosophie, dict.fromkeys(attendus, 75))
    totaux(lettres | {"corps": "CERTIFIE"}, dict.fromkeys(attendus, 75))
    # A wide vœu on the own zone bears nothing (III.1).
    ici = lettres | {"poste_actuel": "LYC_TOURS"}
    totaux(ici, {"DPT/LYC 37": 75, "DPT/LYC 18": 165})


@regle("OT22-2D-077")
def test_sur_la_zone_propre_le_parcours_n_apporte_rien():
    agent = TROIS_ANS | {"corps": "PLP", "exercice_lieu": "CLG", "annees_pop": 3, "annees_erea": 5}
    agent |= {"annees_ep": 5, "classement_ep": "REP", "poste_actuel": "CLG_GIEN"}
    # 42 points; with REP (200), EREA (150), POP (120) and parcours (60 or 90) elsewhere.
    totaux(agent, {"COM* GIEN": 42, "DPT* 45": 42, "COM* TOURS": 572, "DPT* 37": 602})
