"""Orléans-Tours 2022: handicap (IV.1)."""

from datetime import date

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from familles import enfants, points

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
RQTH = {"boe_titre": "RQTH", "echelon": 4}
"""28 points of partie commune."""
HANDICAP = ("HANDICAP_1000", "HANDICAP_100")
DECIDE = ("DPT* 45", {"designe_handicap": True})


def prioritaires(*cas: dict[str, object], **reste: object) -> list[bool]:
    """Whether a decision would give each the 1000 points."""
    decidees = [faits | {"decision_handicap": True} for faits in cas]
    return [gagne == ["1000"] for gagne in points(decidees, ["ZRA"], HANDICAP[:1], **reste)]


@regle("OT22-2D-093")
def test_beneficiaires_de_l_obligation_d_emploi():
    boe = [
        {"boe_titre": "RQTH"},
        {"boe_titre": "AT_MP", "boe_taux": 10, "boe_rente": True},
        {"boe_titre": "PENSION_INVALIDITE", "boe_taux": 67},
        {"boe_titre": "ANCIEN_MILITAIRE"},
        {"boe_titre": "CARTE_INVALIDITE", "boe_taux": 80},
        {"boe_titre": "CARTE_INVALIDITE", "boe_categorie": 3},
        {"boe_titre": "POMPIER_VOLONTAIRE"},
        {"boe_titre": "AAH"},
        {"statut": "CONTRACTUEL_BOE", "poste_actuel": None},
    ]
    assert points(boe, ["DPT* 45"], HANDICAP) == [["100"]] * 9
    autres = [
        {"boe_titre": "AT_MP", "boe_taux": 8, "boe_rente": True},
        {"boe_titre": "AT_MP", "boe_taux": 10, "boe_rente": False},
        {"boe_titre": "PENSION_INVALIDITE", "boe_taux": 66},
        {"boe_titre": "CARTE_INVALIDITE", "boe_taux": 79, "boe_categorie": 2},
        {},
    ]
    assert points(autres, ["DPT* 45"], HANDICAP) == [["0"]] * 5


@regle("OT22-2D-093")
def test_l_agent_son_conjoint_ou_son_enfant():
    cas = [RQTH, {"conjoint_boe": True}, {"enfant_handicape": True}, {}]
    assert prioritaires(*cas) == [True, True, True, False]


@regle("OT22-2D-093")
def test_un_taux_manquant_est_refuse():
    campagne = ORLEANS_TOURS.campagne({"A": {"boe_titre": "AT_MP"}}, {"A": []})
    (faute,) = fautes(campagne)
    assert (faute.colonne, faute.regles) == ("boe_taux", ("OT22-2D-093",))


@regle("OT22-2D-094")
def test_enfant_handicape_de_moins_de_20_ans():
    ages = [
        *enfants("2002-09-01", handicap=True),
        *enfants("2002-08-31", candidat="B", handicap=True),
        *enfants("2015-01-01", candidat="C", handicap=False),
    ]
    assert prioritaires({}, {}, {}, enfants=ages) == [True, False, False]


@regle("OT22-2D-095")
def test_enfant_gravement_malade():
    assert prioritaires({"enfant_gravement_malade": True}) == [True]
    assert points([{"enfant_gravement_malade": True}], ["DPT* 45"], HANDICAP) == [["0"]]


@regle("OT22-2D-096")
def test_1000_points_sur_les_voeux_que_la_decision_designe():
    conjoint = {"conjoint_boe": True, "echelon": 5}
    lui = {"boe_titre": "RQTH", "echelon": 5}
    assert points([conjoint, lui], [DECIDE, "DPT* 18"]) == [["1035", "35"], ["1035", "135"]]
    # A précis vœu may be designated; nothing is, without a decision.
    assert points([conjoint], [("ETB CLG_GIEN", DECIDE[1]), "DPT* 18"]) == [["1035", "35"]]
    assert points([conjoint], ["DPT* 45"]) == [["35"]]


@regle("OT22-2D-096")
def test_1000_points_sur_les_voeux_larges_quand_la_decision_n_en_designe_aucun():
    faits = {"conjoint_boe": True, "decision_handicap": True, "echelon": 5}
    voeux = ["ETB CLG_GIEN", "COM* GIEN", "DPT/CLG 45", "DPT* 18"]
    assert points([faits], voeux) == [["35", "1035", "35", "1035"]]
    assert points([faits], [*voeux[:3], DECIDE]) == [["35", "35", "35", "1035"]]
    tous = {"handicap_1000_tous_voeux": True}
    assert points([faits], [*voeux[:3], DECIDE], parametres=tous) == [["35", "1035", "35", "1035"]]


@regle("OT22-2D-096")
def test_le_dossier_est_depose_dans_les_delais():
    faits = {"conjoint_boe": True, "echelon": 5}
    cas = [faits | {"date_dossier_handicap_depose": jour} for jour in ("2022-03-31", "2022-04-01")]
    limite = {"date_dossier_handicap": date(2022, 3, 31)}
    assert points(cas, [DECIDE], parametres=limite) == [["1035"], ["35"]]


@regle("OT22-2D-093")
@regle("OT22-2D-096")
def test_une_decision_sans_titre_est_signalee():
    dits = ORLEANS_TOURS.instruire(
        {"A": {}, "B": RQTH}, {"A": [DECIDE], "B": [DECIDE]}
    ).signalements
    vus = dits[dits["signalement"] == "DECISION_HANDICAP_SANS_TITRE"]
    assert vus["candidat"].tolist() == ["A"]


@regle("OT22-2D-097")
def test_100_points_a_l_agent_sur_ses_voeux_larges():
    voeux = ["COM* GIEN", "DPT* 45", "ZRE ZR_41", "ETB CLG_GIEN", "GEO* METROPOLE", "DPT/CLG 45"]
    conjoint = {"conjoint_boe": True, "echelon": 4}
    # Who teaches in Gien keeps them on the vœux that contain his établissement.
    assert points([RQTH, RQTH | {"poste_actuel": "CLG_GIEN"}, conjoint], voeux) == [
        ["128", "128", "128", "28", "128", "28"],
        ["128", "128", "128", "28", "128", "28"],
        ["28", "28", "28", "28", "28", "28"],
    ]
    assert points([RQTH], ["ACA*", "ZRD 45", "ZRA"]) == [["128", "128", "128"]]


@regle("OT22-2D-098")
def test_1000_et_100_points_ne_s_ajoutent_pas():
    voeux = [DECIDE, "COM* CHARTRES", "ETB CLG_GIEN"]
    assert points([RQTH], voeux) == [["1028", "128", "28"]]
    globale = {"handicap_exclusion": "candidat"}
    assert points([RQTH], voeux, parametres=globale) == [["1028", "28", "28"]]
