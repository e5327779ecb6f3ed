"""Orléans-Tours 2022, second degré: seniorities of service and of poste (IV.4.1, 2, 12)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from academie_orleans_tours import ORLEANS_TOURS
from carrieres import annees, baremes, instruire, points, signales

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.coherences import fautes
from mouvement.engine.instruction.reglementaire import tableau
from mouvement.engine.reglements.orleans_tours_2022_second_degre import regles

regle = pytest.mark.regle
Cas = list[tuple[dict[str, Any], int]]
"""Facts of a candidat, and the points expected."""
CN, HC, CE = "CLASSE_NORMALE", "HORS_CLASSE", "CLASSE_EXCEPTIONNELLE"


def verifier(cas: Cas, *elements: str, **reste: Any) -> None:
    """Check what elements give to each case, on a vœu that bears no bonification."""
    trouves = points(ORLEANS_TOURS, [faits for faits, _ in cas], "ETB CLG_GIEN", elements, **reste)
    assert trouves == [attendu for _, attendu in cas]


def service(cas: Cas, **reste: Any) -> None:
    verifier(cas, "ANC_SERVICE", **reste)


def poste(cas: Cas, **reste: Any) -> None:
    verifier(cas, "ANC_POSTE", "ANC_POSTE_TRANCHES", **reste)


def grade(corps: str, grade: str, echelon: int, ans: int = 0) -> dict[str, Any]:
    return {"corps": corps, "grade": grade, "echelon": echelon, "annees_echelon": ans}


def refus(*cas: dict[str, Any]) -> list[tuple[int, str]]:
    """Return the cases refused, by number from 1, with the column at fault."""
    candidats = {f"C{numero:03}": faits for numero, faits in enumerate(cas)}
    campagne = ORLEANS_TOURS.campagne(candidats, {})
    return [(faute.ligne or 0, faute.colonne) for faute in fautes(campagne)]


@regle("OT22-2D-002")
@pytest.mark.parametrize(
    ("dite", "attendue"),
    [
        ("31/08/n", "2022-08-31"),
        ("31/08/n-1", "2021-08-31"),
        ("31/08/n-3", "2019-08-31"),
        ("01/09/n-1", "2021-09-01"),
    ],
)
def test_toute_date_se_calcule_de_l_annee_du_mouvement(dite, attendue):
    campagne = ORLEANS_TOURS.campagne({"A": {}}, {"A": []})
    dossier = tableau(campagne, campagne.textes)
    assert conditions.valeur(dossier, dite) == pd.Timestamp(attendue)


@regle("OT22-2D-148")
def test_classe_normale():
    bareme = {1: 14, 2: 14, 3: 21, 4: 28, 5: 35, 6: 42, 7: 49, 8: 56, 9: 63, 10: 70, 11: 77}
    service([({"echelon": echelon}, attendu) for echelon, attendu in bareme.items()])


@regle("OT22-2D-149")
def test_hors_classe():
    service(
        [
            (grade("CERTIFIE", HC, 3), 77),
            (grade("CPE", HC, 6), 98),
            (grade("PLP", HC, 7), 105),
        ]
    )


@regle("OT22-2D-150", "OT22-2D-151")
def test_hors_classe_des_agreges():
    service(
        [
            (grade("AGREGE", HC, 2), 77),
            (grade("AGREGE", HC, 4, ans=1), 91),
            (grade("AGREGE", HC, 4, ans=2), 98),
            (grade("AGREGE", HC, 4, ans=3), 105),
            # The years count for agrégés alone, and at the fourth échelon alone.
            (grade("AGREGE", HC, 3, ans=3), 84),
            (grade("CERTIFIE", HC, 4, ans=3), 84),
        ]
    )


@regle("OT22-2D-152", "OT22-2D-153")
def test_classe_exceptionnelle():
    service(
        [
            (grade("CERTIFIE", CE, 3), 98),
            (grade("CERTIFIE", CE, 4), 105),
            (grade("CERTIFIE", CE, 5), 105),
            (grade("AGREGE", CE, 3, ans=1), 98),
            (grade("AGREGE", CE, 3, ans=2), 105),
            (grade("CERTIFIE", CE, 3, ans=2), 98),
        ]
    )


@regle("OT22-2D-151")
def test_les_annees_dans_l_echelon_sont_revolues():
    depuis = {
        date(2019, 9, 1): 98,  # 2 years on 31 August 2021
        date(2018, 10, 15): 98,  # 2.9 years
        date(2018, 9, 1): 105,  # 3 years
        date(2020, 3, 1): 91,  # 1.5 year
    }
    # The date wins over the count.
    agrege = grade("AGREGE", HC, 4, ans=9)
    service([(agrege | {"date_echelon": jour}, attendu) for jour, attendu in depuis.items()])


@regle("OT22-2D-154")
def test_date_d_observation_de_l_echelon():
    promu = {"echelon": 6, "echelon_precedent": 5}
    reclasse = {"echelon": 4, "echelon_par_classement": True}
    cas = [
        promu | {"date_echelon": date(2021, 8, 15)},
        promu | {"date_echelon": date(2022, 3, 1)},
        promu | {"date_echelon": date(2021, 9, 1)},  # too late for a promotion
        reclasse | {"date_echelon": date(2021, 9, 1)},  # in time for a classement
    ]
    service(list(zip(cas, [42, 35, 35, 28], strict=True)))
    annee_n = {
        "echelon_par_promotion_au": date(2022, 8, 31),
        "echelon_par_classement_au": date(2022, 9, 1),
    }
    service(list(zip(cas, [42, 42, 42, 28], strict=True)), parametres=annee_n)


@regle("OT22-2D-155")
def test_echelon_de_l_ancien_corps():
    ancien_pe = {"statut": "STAGIAIRE", "echelon": 1, "echelon_ancien_corps": 7}
    cas = [
        ancien_pe | {"arrete_classement_joint": True},
        ancien_pe | {"arrete_classement_joint": False},
        ancien_pe | {"arrete_classement_joint": True, "reclasse": True},
        ancien_pe | {"arrete_classement_joint": True, "statut": "TITULAIRE"},
    ]
    service(list(zip(cas, [49, 14, 14, 14], strict=True)))
    instruite = instruire(ORLEANS_TOURS, cas, ["ACA*"])
    assert signales(instruite, "ARRETE_DE_CLASSEMENT_MANQUANT") == [1]


@regle("OT22-2D-156")
def test_echelon_du_classement_initial_d_un_stage_prolonge():
    stagiaire = {"statut": "STAGIAIRE", "echelon": 3, "echelon_classement_initial": 1}
    service([(stagiaire | {"stage_prolonge": True}, 14), (stagiaire, 21)])
    sans = {"statut": "STAGIAIRE", "echelon": 3, "stage_prolonge": True}
    assert refus(stagiaire, sans) == [(2, "echelon_classement_initial")]


@regle("OT22-2D-148", "OT22-2D-149", "OT22-2D-150", "OT22-2D-152", "OT22-2D-153")
def test_un_echelon_que_le_grade_n_a_pas_est_refuse():
    admis = [
        grade("CERTIFIE", CN, 11),
        grade("CERTIFIE", HC, 7),
        grade("AGREGE", HC, 4),
        grade("PLP", CE, 5),
        grade("AGREGE", CE, 3),
    ]
    assert refus(*admis) == []
    au_dela = [
        grade("CERTIFIE", HC, 8),
        grade("AGREGE", HC, 5),
        grade("PLP", CE, 6),
        grade("AGREGE", CE, 4),
    ]
    assert refus(*au_dela) == [(numero, "echelon") for numero in (1, 2, 3, 4)]


@regle("OT22-2D-154")
def test_un_echelon_pas_encore_acquis_demande_le_precedent():
    promu = {"echelon": 6, "date_echelon": date(2022, 3, 1)}
    assert refus(promu | {"echelon_precedent": 5}, promu) == [(2, "echelon_precedent")]


@regle("OT22-2D-008")
def test_ex_fonctionnaire_sans_points_tant_que_la_note_n_en_fixe_pas():
    attache = {"statut": "STAGIAIRE", "ex_fonctionnaire": True, "echelon": 1}
    attache |= {"echelon_ancien_corps": 5, "arrete_classement_joint": True}
    voeux = ["ETB CLG_GIEN", "COM* GIEN", "DPT* 45", "ACA*", "ZRD 45", "ZRA"]
    assert baremes(ORLEANS_TOURS, [attache], voeux) == [[35] * 6]
    note = {"points_ex_fonctionnaire": 1000}
    attendus = [35, 35, 1035, 1035, 1035, 1035]
    assert baremes(ORLEANS_TOURS, [attache], voeux, parametres=note) == [attendus]


@regle("OT22-2D-157", "OT22-2D-158")
def test_anciennete_de_poste():
    bareme = {0: 0, 3: 60, 4: 130, 7: 190, 8: 260, 12: 390}
    poste([({"annees_poste": ans}, attendu) for ans, attendu in bareme.items()])


@regle("OT22-2D-157")
def test_les_annees_de_poste_se_comptent_jusqu_au_31_aout_n():
    # Titulaire there since 1 September 2018: 4 years. The poste before, and the fact, do not count.
    carriere = annees(2015, 2017, poste_occupe=False) + annees(2018, 2021)
    poste([({"annees_poste": 9, "carriere": carriere}, 130)])


@regle("OT22-2D-024")
def test_changer_de_type_de_poste_remet_l_anciennete_a_zero():
    def neuf_ans(avant: str, apres: str) -> dict[str, Any]:
        """Return 7 years, then 2."""
        debut = annees(2013, 2019, nature_poste=avant)
        return {"carriere": debut + annees(2020, 2021, nature_poste=apres)}

    poste(
        [
            (neuf_ans("ORDINAIRE", "SPEA"), 40),
            (neuf_ans("SPEA", "ORDINAIRE"), 40),
            (neuf_ans("ORDINAIRE", "ORDINAIRE"), 280),
            (neuf_ans("ORDINAIRE", "POP"), 280),
        ]
    )


@regle("OT22-2D-024")
def test_qui_change_de_type_de_poste_est_signale():
    specifique = {"SPEA_TOURS": {"etablissement": "LYC_TOURS", "nature": "SPEA"}}
    academie = replace(ORLEANS_TOURS, postes=specifique)
    instruite = academie.instruire({nom: {} for nom in "ABCD"}, {"A": ["ACA*"]})
    affectations = pd.DataFrame(
        {
            "candidat": list("ABCD"),
            "poste_actuel": ["LYC_TOURS", "SPEA_TOURS", "CLG_GIEN", None],
            "poste": ["SPEA_TOURS", "LYC_TOURS", "CLG_TOURS", "SPEA_TOURS"],
        }
    )
    dits = regles.APRES["anciennete_perdue"](instruite, affectations)
    assert dits["candidat"].tolist() == ["A", "B"]
    assert set(dits["regle"]) == {"OT22-2D-024"}


@regle("OT22-2D-159")
def test_l_anciennete_est_celle_du_dernier_poste_d_avant():
    cinq_ans = annees(2015, 2019, etablissement="CLG_TOURS")
    ensuite: list[dict[str, Any]] = [
        {"position": "DISPO_AUTRE"},
        {"position": "DISPO_CONJOINT"},
        {"position": "CONGE_FORMATION"},
        {"statut": "ATP"},
    ]
    poste([({"carriere": cinq_ans + annees(2020, 2021, **dit)}, 150) for dit in ensuite])


@regle("OT22-2D-160")
def test_le_stage_d_un_titulaire_vaut_une_annee_forfaitaire():
    ancien_pe = {"statut": "STAGIAIRE", "ex_titulaire": True, "annees_poste": 6}
    prolonge = {"stage_prolonge": True, "echelon_classement_initial": 6}
    six_ans = annees(2014, 2019)
    poste(
        [
            (ancien_pe, 190),
            (ancien_pe | prolonge, 190),
            (ancien_pe | {"carriere": six_ans + annees(2020, 2021, statut="STAGIAIRE")}, 190),
            (ancien_pe | {"ex_titulaire": False}, 170),
        ]
    )


@regle("OT22-2D-161")
def test_les_annees_de_detachement_s_ajoutent_a_celles_du_dernier_poste():
    # 3 years + 2 years: 5 years, one tranche of four.
    carriere = annees(2017, 2019) + annees(2020, 2021, statut="DETACHE")
    poste([({"annees_poste": 3, "annees_detachement": 2}, 150), ({"carriere": carriere}, 150)])


@regle("OT22-2D-112")
@pytest.mark.parametrize(("comptees", "attendu"), [(True, 260), (False, 150)])
def test_les_annees_en_services_academiques_s_ajoutent(comptees, attendu):
    carriere = annees(2014, 2018) + annees(2019, 2021, statut="SERVICES_ACADEMIQUES")
    cas = [{"annees_poste": 5, "annees_services_academiques": 3}, {"carriere": carriere}]
    lecture = {"services_academiques_comptes": comptees}
    poste([(faits, attendu) for faits in cas], parametres=lecture)


@regle("OT22-2D-198")
@pytest.mark.parametrize(("seuil", "attendus"), [(343, [0]), (344, [])])
def test_seuil_des_343_points(seuil, attendus):
    entrant = {"entrant": True, "echelon": 9}
    cas = [
        entrant | {"annees_poste": 9},  # 63 + 280 = 343
        entrant | {"annees_poste": 8},  # 63 + 260 = 323
        {"echelon": 9, "annees_poste": 12},  # 453, but already in the académie
        # Bonifications do not count: 323 + 400.
        entrant | {"annees_poste": 8, "annees_ep": 5, "classement_ep": "REP+"},
    ]
    instruite = instruire(ORLEANS_TOURS, cas, ["DPT* 45"], parametres={"seuil_343": seuil})
    assert signales(instruite, "DISPOSITIF_343") == attendus


@regle("OT22-2D-201")
def test_points_conserves_pendant_trois_mouvements():
    # On a provisional zone since, with 63 + 20 points of his own; 343 are kept.
    agent = {"echelon": 9, "annees_poste": 1, "points_conserves": 343}
    depuis = {2018: 83, 2019: 343, 2020: 343, 2021: 343}
    cas = [agent | {"dispositif_343_depuis": annee} for annee in depuis]
    attendus = [[total, total] for total in depuis.values()]
    assert baremes(ORLEANS_TOURS, cas, ["ETB CLG_GIEN", "DPT* 45"]) == attendus


@regle("OT22-2D-201")
def test_les_points_conserves_sont_un_minimum_de_la_partie_commune():
    agent = {"echelon": 9, "annees_poste": 12, "dispositif_343_depuis": 2021}
    cas = [agent | {"points_conserves": 343}, agent | {"points_conserves": 500}]
    instruite = instruire(ORLEANS_TOURS, cas, ["DPT* 45"])
    assert instruite.partie_commune.tolist() == [453_000, 500_000]
