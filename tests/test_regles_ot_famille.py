"""Orléans-Tours 2022: whose family situation is recognised, and on which vœux (IV.3.1)."""

from datetime import date
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from familles import APC, RC, enfants, points

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
LOIRET = "DPT* 45"


def rapprochement(faits: dict[str, Any], *voeux: str, **reste: Any) -> list[str]:
    """Points of rapprochement of A on each vœu."""
    return points([faits], voeux, ["RAPPROCHEMENT"], **reste)[0]


def recevables(*cas: dict[str, Any], voeu: str = LOIRET, **reste: Any) -> list[bool]:
    """Whether each has the 90,2 points on a département."""
    return [obtenu == ["90.2"] for obtenu in points(cas, [voeu], ["RAPPROCHEMENT"], **reste)]


@regle("OT22-2D-114")
def test_conjoints_de_departements_differents():
    a_orleans = RC | {"poste_actuel": "CLG_ORLEANS", "conjoint_commune": "BLOIS"}
    a_blois = RC | {"poste_actuel": "CLG_BLOIS", "conjoint_commune": "BLOIS"}
    assert recevables(a_orleans, a_blois, voeu="DPT* 41") == [True, False]
    assert recevables(RC | {"poste_actuel": "CLG_GIEN"}, RC) == [False, True]
    # The wide vœu of one's own département bears nothing: the ZRD shows that he is not separated.
    assert recevables(RC | {"poste_actuel": "CLG_GIEN"}, RC, voeu="ZRD 45") == [False, True]


@regle("OT22-2D-114")
def test_stagiaire_demandant_le_departement_de_son_conjoint():
    stagiaire = RC | {"statut": "STAGIAIRE", "poste_actuel": None}
    assert rapprochement(stagiaire, "DPT* 45") == ["90.2"]
    assert rapprochement(stagiaire, "DPT* 18") == ["0"]


@regle("OT22-2D-115")
def test_rapprochement_vers_la_commune_dans_un_meme_departement():
    refuse = RC | {"poste_actuel": "CLG_GIEN", "nombre_enfants": 1}
    accorde = refuse | {"rapprochement_commune": True}
    voeux = ["COM* ORLEANS", "DPT* 45", "ZRE ZR_45_OUEST"]
    familiaux = ["RAPPROCHEMENT", "ENFANTS"]
    assert points([accorde, refuse], voeux, familiaux) == [["30.2", "0", "30.2"], ["0", "0", "0"]]
    autre = {"rapprochement_commune_admis": False}
    assert points([accorde], voeux, familiaux, parametres=autre) == [["0", "0", "0"]]


@regle("OT22-2D-116")
def test_un_entrant_doit_l_avoir_fait_valider_a_l_inter():
    entrant = RC | {"entrant": True, "poste_actuel": None, "conjoint_commune": "TOURS"}
    tardive = {"date_demande_tardive": "2022-05-02", "motif_recevable": True}
    cas = [entrant, entrant | {"rapprochement_inter": "VALIDE"}, entrant | tardive]
    assert recevables(*cas, voeu="DPT* 37") == [False, True, True]


@regle("OT22-2D-117")
def test_pas_de_reexamen_sans_changement():
    entrant = RC | {"entrant": True, "poste_actuel": None}
    refuse = entrant | {"rapprochement_inter": "REFUSE"}
    # Married too late: validated or not by the inter phase, only a change makes it look again.
    valide = entrant | {"rapprochement_inter": "VALIDE", "date_union": "2021-12-01"}
    change = {"changement_situation_familiale": True}
    assert recevables(refuse, refuse | change) == [False, True]
    assert recevables(valide, valide | change) == [True, False]
    assert recevables(entrant | change) == [False]


@regle("OT22-2D-118")
def test_mariage_ou_pacs_au_31_aout_n_1():
    for situation in ("MARIE", "PACSE"):
        couple = RC | {"situation_familiale": situation}
        jours = [couple | {"date_union": jour} for jour in ("2021-08-31", "2021-09-01")]
        assert recevables(*jours) == [True, False]
    assert recevables(RC | {"situation_familiale": "CELIBATAIRE"}) == [False]


@regle("OT22-2D-119")
def test_enfant_reconnu_par_les_deux_parents():
    parents = RC | {"situation_familiale": "UNION_LIBRE"}
    jours = [parents | {"date_reconnaissance": jour} for jour in ("2022-02-10", "2022-04-05")]
    note = {"date_reconnaissance_enfant": date(2022, 3, 31)}
    assert recevables(*jours, parametres=note) == [True, False]
    # Without the note's date, that of the other situations.
    jours = [parents | {"date_reconnaissance": jour} for jour in ("2021-08-31", "2021-09-01")]
    assert recevables(*jours) == [True, False]


@regle("OT22-2D-120")
def test_autorite_parentale_conjointe():
    cas = [APC, APC, APC]
    ages = enfants("2010-05-01") + enfants("2004-08-31", candidat="B")
    ages += enfants("2004-09-01", candidat="C")
    familiaux = ["RAPPROCHEMENT", "ENFANTS"]
    assert points(cas, [LOIRET], familiaux, enfants=ages) == [["190.2"], ["0"], ["190.2"]]


@regle("OT22-2D-121")
def test_activite_du_conjoint():
    def chomage(jour: str) -> dict[str, Any]:
        return RC | {"conjoint_activite": "CHOMAGE", "conjoint_cessation": jour}

    def formation(mois: int) -> dict[str, Any]:
        return RC | {"conjoint_activite": "FORMATION_REMUNEREE", "conjoint_formation_mois": mois}

    def etudes(annees: int) -> dict[str, Any]:
        return RC | {"conjoint_activite": "ETUDES_CONCOURS", "conjoint_cursus_annees": annees}

    admises = ("EMPLOI", "APPRENTISSAGE", "SERVICE_CIVIQUE", "SANS_ACTIVITE")
    assert recevables(*(RC | {"conjoint_activite": activite} for activite in admises)) == [
        *(True, True, True),
        False,
    ]
    cessations = ("2019-09-15", "2019-08-20", "2019-08-31")
    assert recevables(*map(chomage, cessations)) == [True, False, False]
    assert recevables(formation(5), formation(6)) == [False, True]
    assert recevables(etudes(2), etudes(3)) == [False, True]


@regle("OT22-2D-122")
def test_residence_professionnelle_ou_privee_compatible():
    blois = RC | {"conjoint_commune": "BLOIS", "conjoint_residence": "ORLEANS"}
    compatible = blois | {"residences_compatibles": True}
    privee = {"rapprochement_residence": "PRIVEE"}
    cas = [compatible, compatible | privee, blois | privee]
    assert recevables(*cas, voeu="DPT* 41") == [True, False, True]
    assert recevables(*cas, voeu="DPT* 45") == [False, True, False]


@regle("OT22-2D-122")
def test_residence_privee_d_un_demandeur_d_emploi():
    sans_emploi = RC | {
        "conjoint_activite": "CHOMAGE",
        "conjoint_cessation": "2021-01-31",
        "conjoint_commune": None,
        "conjoint_residence": "ORLEANS",
    }
    compatible = sans_emploi | {"residences_compatibles": True}
    pres_de_lui = compatible | {"poste_actuel": "CLG_GIEN"}
    assert recevables(compatible, sans_emploi, pres_de_lui) == [True, False, False]


@regle("OT22-2D-123")
def test_conjoint_hors_de_l_academie():
    paris = RC | {"conjoint_commune": None, "conjoint_departement": "75"}
    assert rapprochement(paris, "COM* CHARTRES", "DPT* 28", "DPT* 45") == ["30.2", "90.2", "90.2"]
    # The first DPT* vœu is the choice: the first commune must be there too.
    assert rapprochement(paris, "COM* ORLEANS", "DPT* 28") == ["0", "90.2"]
    assert rapprochement(paris, "COM* ORLEANS") == ["30.2"]


@regle("OT22-2D-124")
def test_separation_au_plus_tard_le_1er_septembre_n():
    tours = RC | {"conjoint_commune": "TOURS"}
    cas = [tours | {"separation_depuis": jour} for jour in ("2022-09-01", "2022-10-01")]
    assert recevables(*cas, voeu="DPT* 37") == [True, False]
    assert points(cas[:1], ["DPT* 37"], ["SEPARATION"]) == [["0"]]


@regle("OT22-2D-125")
def test_premier_voeu_commune_dans_le_departement_de_rapprochement():
    assert rapprochement(RC, "COM* BLOIS", "COM* ORLEANS", "ZRE ZR_41") == ["0", "0", "30.2"]
    assert rapprochement(RC, "COM* ORLEANS", "COM* BLOIS") == ["30.2", "30.2"]
    # A typed vœu, an établissement or a département are not of that nature.
    liste = ["COM/CLG BLOIS", "ETB CLG_BLOIS", "DPT* 41", "GEO* METROPOLE", "COM* BLOIS"]
    assert rapprochement(RC, *liste) == ["0", "0", "0", "30.2", "30.2"]


@regle("OT22-2D-126")
def test_premier_voeu_departement_egal_au_departement_de_rapprochement():
    venu_de_blois = RC | {"poste_actuel": "CLG_BLOIS"}
    assert rapprochement(venu_de_blois, "DPT* 45", "DPT* 18") == ["90.2", "90.2"]
    liste = ["DPT* 18", "DPT* 45", "ACA*", "ZRD 18", "ZRA"]
    assert rapprochement(venu_de_blois, *liste) == ["0", "0", "90.2", "90.2", "90.2"]


@pytest.mark.parametrize(
    ("faits", "colonne"),
    [
        ({"conjoint_commune": None}, "conjoint_commune"),
        ({"rapprochement_residence": "PRIVEE"}, "conjoint_residence"),
        ({"conjoint_activite": None}, "conjoint_activite"),
        ({"date_union": None}, "date_union"),
        ({"situation_familiale": "UNION_LIBRE"}, "date_reconnaissance"),
    ],
)
def test_un_rapprochement_incomplet_est_refuse(faits, colonne):
    (faute,) = fautes(ORLEANS_TOURS.campagne({"A": RC | faits}, {"A": [LOIRET]}))
    assert (faute.table, faute.ligne, faute.colonne) == ("candidats", 1, colonne)
    assert faute.regles
    assert faute.remede


def test_un_rapprochement_non_recevable_est_signale():
    instruction = ORLEANS_TOURS.instruire(
        {"A": RC | {"poste_actuel": "CLG_GIEN"}, "B": RC}, {"A": [LOIRET], "B": [LOIRET]}
    )
    dits = instruction.signalements
    vus = dits[dits["signalement"] == "RAPPROCHEMENT_NON_RECEVABLE"]
    assert vus["candidat"].tolist() == ["A"]
