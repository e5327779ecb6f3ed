"""Martinique 2025, second degré: trainees, careers, éducation prioritaire (4.2.4, 4.2.5)."""

import pytest
from academie_martinique import MARTINIQUE
from carrieres import CARRIERE, annees, baremes, points
from cas_regles import listes

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
STAGIAIRE = {"statut": "STAGIAIRE"}
EX_CONTRACTUEL = STAGIAIRE | {"ex_contractuel": True}


def bonifications(cas, voeux, **reste):
    """Return, for each case, what each vœu has besides the 49 points of the échelon."""
    return [[p - 49 for p in siens] for siens in baremes(MARTINIQUE, cas, voeux, **reste)]


@regle("MQ25-2D-050", "MQ25-2D-051", "MQ25-2D-052", "MQ25-2D-053")
def test_bonifications_des_stagiaires():
    inter = {"bonification_stagiaire_inter": True}
    cas = [
        ({"stagiaire_inspe": "ANNEE_N"} | inter, [10, 0]),
        ({"stagiaire_inspe": "ANNEE_N"}, [0, 0]),
        ({"stagiaire_inspe": "ANNEE_N_2"}, [50, 0]),
        # 50 and not 60: the two lines do not add up.
        ({"stagiaire_inspe": "ANNEE_N_2"} | inter, [50, 0]),
        (EX_CONTRACTUEL | {"echelon_classement_initial": 1}, [150, 150]),
        (EX_CONTRACTUEL | {"echelon_classement_initial": 3}, [150, 150]),
        (EX_CONTRACTUEL | {"echelon_classement_initial": 4}, [165, 165]),
        (EX_CONTRACTUEL | {"echelon_classement_initial": 6}, [180, 180]),
        # 3.1.1: the INSPE lines are for who was neither a contractuel nor a fonctionnaire.
        (
            EX_CONTRACTUEL | {"echelon_classement_initial": 5, "stagiaire_inspe": "ANNEE_N_2"},
            [180, 180],
        ),
        ({"ex_autre_corps": True, "stagiaire_inspe": "ANNEE_N_2"}, [0, 0]),
    ]
    stagiaires = [STAGIAIRE | faits for faits, _ in cas]
    trouvees = bonifications(stagiaires, ["ETB CLG_FDF", "GEO* CENTRE"])
    assert trouvees == [attendues for _, attendues in cas]


@regle("MQ25-2D-053")
def test_la_bonification_non_publiee_se_regle():
    ancien = STAGIAIRE | {"ex_autre_corps": True}
    note = {"points_ex_autre_corps": 1000}
    assert bonifications([ancien], ["ETB CLG_FDF"], parametres=note) == [[1000]]


@regle("MQ25-2D-052")
def test_l_echelon_de_classement_d_un_ex_contractuel_est_necessaire():
    (faute,) = fautes(MARTINIQUE.campagne({"A": EX_CONTRACTUEL}, {"A": ["ETB CLG_FDF"]}))
    assert faute.colonne == "echelon_classement_initial"


@regle("MQ25-2D-054")
def test_agrege_sur_les_lycees():
    lycees = ["COM/LYC FDF", "GEO/LYC CENTRE", "DPT/LYC 972", "ETB LYC_FDF"]
    autres = ["COM* FDF", "COM/CLG,LYC FDF", "ETB CLG_FDF"]
    maths = {"corps": "AGREGE", "discipline_college_et_lycee": True}
    # Philosophie is taught in lycées only; and a certifié has nothing.
    philosophie = maths | {"discipline_college_et_lycee": False}
    cas = [maths, philosophie, maths | {"corps": "CERTIFIE"}]
    attendues = [[150] * 4 + [0] * 3, [0] * 7, [0] * 7]
    assert bonifications(cas, lycees + autres) == attendues


@regle("MQ25-2D-054")
@pytest.mark.parametrize(
    ("faits", "refuse"),
    [
        ({"corps": "AGREGE"}, True),
        ({"corps": "AGREGE", "discipline_college_et_lycee": False}, False),
        ({"corps": "CERTIFIE"}, False),
    ],
)
def test_l_exception_des_disciplines_de_lycee_se_dit_pour_un_agrege(faits, refuse):
    trouvees = fautes(MARTINIQUE.campagne({"A": faits}, {"A": ["COM/LYC FDF"]}))
    assert [f.colonne for f in trouvees] == ["discipline_college_et_lycee"] * refuse


@regle("MQ25-2D-055")
def test_plp_apres_reconversion():
    plp = {"corps": "PLP"}
    cas = [plp | {"reconversion_achevee": True}, plp]
    assert bonifications(cas, ["ETB LP_FDF", "GEO* CENTRE"]) == [[80, 0], [0, 0]]


@regle("MQ25-2D-056")
def test_constance_du_voeu():
    # The k-th year: k - 1 years before this one.
    attendues = {1: 0, 2: 20, 5: 80, 10: 180, 12: 180}
    cas = [{"preferentiel_commune": "FDF", "preferentiel_annees": k - 1} for k in attendues]
    trouvees = bonifications(cas, ["COM* FDF", "COM* LAMENTIN"])
    assert trouvees == [[points, 0] for points in attendues.values()]


@regle("MQ25-2D-056")
def test_la_constance_est_celle_du_premier_voeu_de_tout_type():
    constant = {"preferentiel_commune": "FDF", "preferentiel_annees": 4}
    for voeux in (["ETB CLG_FDF", "COM* FDF"], ["COM/LYC FDF"], ["COM* LAMENTIN", "COM* FDF"]):
        assert bonifications([constant], voeux) == [[0] * len(voeux)]
    autre_lecture = {"constance": "premier_voeu_commune"}
    voeux = ["ETB CLG_FDF", "COM* FDF", "COM* FDF"]
    assert bonifications([constant], voeux, parametres=autre_lecture) == [[0, 80, 0]]


@regle("MQ25-2D-058")
def test_diversite_du_parcours():
    attendues = {
        None: 0,
        "HORS_SPECIALITE": 20,
        "COMPLEMENT_SERVICE|HORS_SPECIALITE": 40,
        "CERTIFIE_EN_LP_SEP_SEGPA|COMPLEMENT_SERVICE|HORS_SPECIALITE": 40,
    }
    cas = [{"situations_diversite": situations} for situations in attendues]
    trouvees = bonifications(cas, ["ETB CLG_FDF", "DPT* 972"])
    assert trouvees == [[points, points] for points in attendues.values()]


@regle("MQ25-2D-059", "MQ25-2D-060", "MQ25-2D-061")
def test_reintegration():
    attendues = {"CLD": 50, "CONGE_PARENTAL": 40, "DETACHEMENT": 20, "DISPONIBILITE": 0}
    origine = {"etablissement_origine": "CLG_FDF"}
    cas = [origine | {"origine_reintegration": motif} for motif in attendues]
    voeux = ["GEO* CENTRE", "GEO/LYC CENTRE", "COM* FDF", "GEO* NORD", "DPT* 972"]
    trouvees = bonifications(cas, voeux)
    assert trouvees == [[points, 0, 0, 0, 0] for points in attendues.values()]


@regle("MQ25-2D-062")
def test_demander_a_exercer_en_rep_plus():
    labellise = {"label_rep_plus": True}
    voeux = [
        ("GEO* NORD", labellise),
        "GEO* NORD",
        ("COM* PRECHEUR", labellise),
        ("COM* LAMENTIN", labellise),
        "ETB CLG_REP_PLUS",
    ]
    assert bonifications([{}], voeux) == [[100, 0, 60, 80, 0]]
    faite = MARTINIQUE.instruire({"A": {}}, {"A": voeux})
    assert listes(faite)[:2] == ["GEO* NORD [label=REP+]", "GEO* NORD"]
    large = {"voeu_labellise": "toute_la_zone"}
    assert listes(MARTINIQUE.instruire({"A": {}}, {"A": voeux}, parametres=large))[0] == "GEO* NORD"


@regle("MQ25-2D-062")
def test_seuls_une_commune_ou_un_groupement_sont_labellises():
    voeux = {"A": [("DPT* 972", {"label_rep_plus": True})]}
    (faute,) = fautes(MARTINIQUE.campagne({"A": {}}, voeux))
    assert (faute.table, faute.colonne) == ("voeux", "label_rep_plus")


COM1, COM2, GEO = "COM* PRECHEUR", "COM* LAMENTIN", "GEO* NORD"
VOEUX_EP = [COM1, COM2, GEO, "DPT* 972", "ETB CLG_FDF", "GEO/CLG NORD"]
EP = ["EDUCATION_PRIORITAIRE"]


@regle("MQ25-2D-063", "MQ25-2D-064")
def test_cinq_ans_en_education_prioritaire():
    cas = [
        ({"annees_ep": 5, "annees_rep_plus": 5}, [80, 160, 320]),
        ({"annees_ep": 4, "annees_rep_plus": 4}, [0, 0, 0]),
        ({"annees_ep": 10, "annees_rep_plus": 10}, [80, 160, 320]),
        ({"annees_ep": 5}, [60, 80, 160]),
        ({"annees_ep": 4}, [0, 0, 0]),
        ({"annees_ep": 10}, [60, 80, 160]),
    ]
    trouvees = bonifications([faits for faits, _ in cas], VOEUX_EP)
    assert trouvees == [[*attendues, 0, 0, 0] for _, attendues in cas]


@regle("MQ25-2D-063", "MQ25-2D-064")
def test_les_cinq_ans_sont_continus_et_dans_le_meme_etablissement():
    rep_plus = {"etablissement": "X", "classement": "REP+"}
    autre = rep_plus | {"etablissement": "Y"}
    cas = [
        {CARRIERE: annees(2020, 2024, **rep_plus)},
        {CARRIERE: annees(2021, 2024, **rep_plus)},
        {CARRIERE: annees(2019, 2023, **rep_plus) + annees(2024, 2024, etablissement="Y")},
        {
            CARRIERE: annees(2018, 2021, **rep_plus)
            + annees(2022, 2022, etablissement="Y")
            + annees(2023, 2024, **rep_plus)
        },
        {CARRIERE: annees(2020, 2022, **rep_plus) + annees(2023, 2024, **autre)},
        {CARRIERE: annees(2020, 2024, etablissement="Z", classement="REP")},
    ]  # fmt: skip
    assert points(MARTINIQUE, cas, GEO, EP) == [320, 0, 0, 0, 0, 160]


@regle("MQ25-2D-065", "MQ25-2D-066")
def test_un_tzr_change_d_etablissement_d_education_prioritaire():
    def tzr(*periodes):
        lignes = [
            ligne
            for debut, fin, nom, classement in periodes
            for ligne in annees(debut, fin, etablissement=nom, classement=classement)
        ]
        return {"poste_actuel": "ZR_972", CARRIERE: lignes}

    cas = [
        tzr((2020, 2022, "R1", "REP"), (2023, 2024, "P1", "REP+")),
        tzr((2020, 2022, "R1", "REP"), (2023, 2024, "R2", "REP")),
        tzr((2019, 2021, "R1", "REP"), (2022, 2022, "Y", None), (2023, 2024, "P1", "REP+")),
        tzr((2021, 2022, "R1", "REP"), (2023, 2024, "P1", "REP+")),
    ]
    assert points(MARTINIQUE, cas, COM1, EP) == [80, 60, 0, 0]
    assert points(MARTINIQUE, cas, COM2, EP) == [160, 80, 0, 0]
    assert points(MARTINIQUE, cas, GEO, EP) == [320, 160, 0, 0]


@regle("MQ25-2D-067")
def test_etablissement_rural_isole():
    voeux = ["ETB CLG_RURAL", "COM* GRAND_RIVIERE", "ETB CLG_FDF"]
    assert bonifications([{}, STAGIAIRE], voeux) == [[60, 0, 0], [60, 0, 0]]


@regle("MQ25-2D-079")
def test_la_note_de_l_annee_change_une_valeur(tmp_path):
    note = """
base = "martinique-2025-second-degre"
titre = "Martinique 2026, second degré"

[elements.RURAL_ISOLE]
points = 80
"""
    academie = MARTINIQUE.avec_textes(tmp_path, note)
    assert academie.elements({}, "ETB CLG_RURAL")["RURAL_ISOLE"] == 80
    assert MARTINIQUE.elements({}, "ETB CLG_RURAL")["RURAL_ISOLE"] == 60


@regle("MQ25-2D-065", "MQ25-2D-066")
def test_les_annees_de_titulaire_d_un_tzr_sont_celles_d_un_titulaire():
    def cas(*periodes):
        lignes = [
            ligne
            for debut, fin, nom, classement, statut in periodes
            for ligne in annees(debut, fin, etablissement=nom, classement=classement, statut=statut)
        ]
        return {"poste_actuel": "ZR_972", CARRIERE: lignes}

    rep, rep_plus, autre = ("R1", "REP"), ("P1", "REP+"), ("R2", "REP")
    tous = [
        # A titulaire of two établissements in turn, then a TZR: each move breaks.
        cas(
            (2020, 2021, *rep, "TITULAIRE"),
            (2022, 2023, *rep_plus, "TITULAIRE"),
            (2024, 2024, *autre, "TZR"),
        ),
        cas((2018, 2022, *rep, "TITULAIRE"), (2023, 2024, *rep_plus, "TZR")),
        cas((2020, 2021, *rep, "AFA"), (2022, 2023, *rep_plus, "SUP"), (2024, 2024, *autre, "TZR")),
        # In one établissement, whatever he was there.
        cas((2020, 2022, *rep, "TITULAIRE"), (2023, 2024, *rep, "TZR")),
    ]
    assert points(MARTINIQUE, tous, GEO, EP) == [0, 0, 320, 160]
