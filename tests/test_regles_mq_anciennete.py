"""Martinique 2025, second degré: the barème and its partie fixe (4.2.5, Ancienneté)."""

from datetime import date
from decimal import Decimal

import pytest
from academie_martinique import MARTINIQUE
from carrieres import CARRIERE, annees, points
from cas_regles import places

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
CN, HC, CE = "CLASSE_NORMALE", "HORS_CLASSE", "CLASSE_EXCEPTIONNELLE"


@regle("MQ25-2D-038")
def test_le_bareme_additionne_la_partie_fixe_et_les_bonifications_du_voeu():
    faits = {"annees_poste": 5, "demande_familiale": "RC", "conjoint_commune": "FDF"}
    faits |= {"nombre_enfants": 1}
    attendu = [Decimal("399.2"), Decimal(199)]
    assert MARTINIQUE.baremes(faits, ["GEO* CENTRE", "ETB CLG_FDF"]) == attendu
    assert MARTINIQUE.elements(faits, "GEO* CENTRE") == {
        "ANC_SERVICE": 49,
        "ANC_POSTE": 100,
        "ANC_POSTE_TRANCHES": 50,
        "RAPPROCHEMENT": Decimal("150.2"),
        "ENFANTS": 50,
    }


@regle("MQ25-2D-039")
def test_l_administration_peut_s_ecarter_du_bareme():
    candidats = {"A": {"annees_poste": 5}, "B": {}}
    voeux = {"A": ["ETB CLG_FDF"], "B": ["ETB CLG_FDF"]}
    assert places(MARTINIQUE.campagne(candidats, voeux)) == {"A": "CLG_FDF", "B": None}
    ecart = {"candidat": "A", "poste": "CLG_FDF", "nature": "INTERDIT", "motif": "service"}
    campagne = MARTINIQUE.campagne(candidats, voeux, decisions=[ecart])
    assert places(campagne) == {"A": None, "B": "CLG_FDF"}


@regle("MQ25-2D-040", "MQ25-2D-041", "MQ25-2D-042", "MQ25-2D-043", "MQ25-2D-044", "MQ25-2D-045")
def test_anciennete_de_service():
    # Corps, grade, échelon, years in the échelon: points.
    attendus = {
        ("CERTIFIE", CN, 1, 0): 14,
        ("CERTIFIE", CN, 2, 0): 14,
        ("CERTIFIE", CN, 3, 0): 21,
        ("CERTIFIE", CN, 9, 0): 63,
        ("CERTIFIE", CN, 11, 0): 77,
        ("CERTIFIE", HC, 4, 0): 84,
        ("AGREGE", HC, 3, 0): 84,
        ("CERTIFIE", HC, 7, 0): 105,
        ("AGREGE", HC, 1, 0): 70,
        ("PLP", HC, 4, 0): 84,
        ("CPE", HC, 4, 0): 84,
        ("PSYEN", HC, 4, 0): 84,
        ("CERTIFIE", CE, 1, 0): 84,
        ("CERTIFIE", CE, 3, 0): 98,
        ("CERTIFIE", CE, 4, 0): 105,
        ("AGREGE", HC, 4, 2): 91,
        ("AGREGE", HC, 4, 3): 105,
        ("CERTIFIE", HC, 4, 5): 84,
        ("AGREGE", CE, 3, 1): 98,
        ("AGREGE", CE, 3, 2): 105,
        ("CERTIFIE", CE, 3, 4): 98,
        ("CERTIFIE", CE, 5, 0): 105,
    }
    noms = ("corps", "grade", "echelon", "annees_echelon")
    cas = [dict(zip(noms, valeurs, strict=True)) for valeurs in attendus]
    trouves = points(MARTINIQUE, cas, "ETB CLG_FDF", ["ANC_SERVICE"])
    assert dict(zip(attendus, trouves, strict=True)) == attendus


@regle("MQ25-2D-046")
@pytest.mark.parametrize(
    ("echelon", "depuis", "admis"),
    [
        (8, date(2024, 8, 31), True),
        (8, date(2024, 9, 1), True),
        (9, date(2024, 11, 1), False),
    ],
)
def test_l_echelon_est_celui_du_31_aout_n_1(echelon, depuis, admis):
    faits = {"echelon": echelon, "date_echelon": depuis}
    trouvees = fautes(MARTINIQUE.campagne({"A": faits}, {"A": ["ETB CLG_FDF"]}))
    assert [faute.colonne for faute in trouvees] == ([] if admis else ["date_echelon"])
    if admis:
        assert MARTINIQUE.baremes(faits, ["ETB CLG_FDF"]) == [56]


@regle("MQ25-2D-041", "MQ25-2D-042")
def test_un_echelon_hors_de_son_grade_est_refuse():
    cas = {
        "A": {"corps": "AGREGE", "grade": HC, "echelon": 5, "discipline_college_et_lycee": True},
        "B": {"grade": HC, "echelon": 8},
        "C": {"grade": CE, "echelon": 6},
        "D": {"grade": CE, "echelon": 5},
    }
    trouvees = fautes(MARTINIQUE.campagne(cas, {nom: [] for nom in cas}))
    dites = [(f.table, f.ligne, f.colonne, f.valeur) for f in trouvees]
    assert dites == [("candidats", n, "echelon", v) for n, v in ((1, "5"), (2, "8"), (3, "6"))]


ANCIENNETE = ["ANC_POSTE", "ANC_POSTE_TRANCHES"]


@regle("MQ25-2D-047")
def test_anciennete_de_poste():
    attendus = {0: 0, 1: 20, 3: 60, 4: 130, 7: 190, 8: 260, 12: 390}
    cas = [{"annees_poste": nombre} for nombre in attendus]
    trouves = points(MARTINIQUE, cas, "ETB CLG_FDF", ANCIENNETE)
    assert dict(zip(attendus, trouves, strict=True)) == attendus


@regle("MQ25-2D-048")
def test_une_absence_garde_l_anciennete_du_dernier_poste():
    six_ans = annees(2017, 2022, etablissement="CLG_FDF")
    cas = [
        {CARRIERE: [*six_ans, *annees(2023, 2024, position="DISPO_AUTRE")]},
        {CARRIERE: [*six_ans, *annees(2023, 2024, position="CLD")]},
        {CARRIERE: [*six_ans, *annees(2023, 2024, statut="ATP")]},
        # The years of a former poste are not those of the last one.
        {CARRIERE: [*annees(2013, 2016, poste_occupe=False), *six_ans]},
        {CARRIERE: [*six_ans, *annees(2023, 2024)]},
    ]
    attendus = [170, 170, 170, 170, 260]
    assert points(MARTINIQUE, cas, "ETB CLG_FDF", ANCIENNETE) == attendus


@regle("MQ25-2D-049")
def test_le_stage_ne_compte_que_pour_un_ancien_titulaire_et_une_fois():
    stage = {"statut": "STAGIAIRE", CARRIERE: annees(2023, 2024, statut="STAGIAIRE")}
    cas = [
        stage | {"ex_titulaire": True},
        stage | {"ex_titulaire": False},
        {"statut": "STAGIAIRE", "ex_titulaire": True},
        {"statut": "TITULAIRE", "ex_titulaire": True},
    ]
    assert points(MARTINIQUE, cas, "ETB CLG_FDF", ANCIENNETE) == [20, 0, 20, 0]


@regle("MQ25-2D-073")
def test_egalite_de_bareme():
    candidats = {"B": {"naissance": "1985-05-01"}, "A": {"naissance": "1980-05-01"}}
    candidats = {nom: faits | {"annees_poste": 5} for nom, faits in candidats.items()}
    voeux = {nom: ["ETB CLG_FDF"] for nom in candidats}
    par_age = MARTINIQUE.campagne(candidats, voeux, parametres={"departage": "AGE"})
    assert places(par_age) == {"A": "CLG_FDF", "B": None}
    inverse = {"A": candidats["B"], "B": candidats["A"]}
    par_age = MARTINIQUE.campagne(inverse, voeux, parametres={"departage": "AGE"})
    assert places(par_age) == {"A": None, "B": "CLG_FDF"}
    # By default nothing of the text decides: no criterion is written, the draw does.
    faite = MARTINIQUE.instruire(candidats, voeux)
    assert faite.campagne.voeux["departage"].tolist() == [0, 0]


@regle("MQ25-2D-073")
def test_l_audit_dit_le_departage():
    ne = {"naissance": date(1980, 5, 1)}
    faite = MARTINIQUE.instruire({"A": ne}, {"A": ["ETB CLG_FDF"]}, parametres={"departage": "AGE"})
    assert faite.campagne.voeux["criteres"].tolist() == ["âge en jours : 16559"]
    campagne = MARTINIQUE.campagne({"A": {}}, {"A": []}, parametres={"departage": "AGE"})
    assert [faute.colonne for faute in fautes(campagne)] == ["naissance"]
