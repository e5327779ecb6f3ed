"""Martinique 2025, second degré: family, handicap, corrections of the barème (4.2.5, 3.1.1)."""

from decimal import Decimal

import pytest
from academie_martinique import MARTINIQUE
from carrieres import baremes

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
RC = {"demande_familiale": "RC", "conjoint_commune": "FDF"}
R30, R150, R170 = Decimal("30.2"), Decimal("150.2"), Decimal("170.2")


def bonifications(cas, voeux, **reste):
    """Return, for each case, what each vœu has besides the 49 points of the échelon."""
    return [[p - 49 for p in siens] for siens in baremes(MARTINIQUE, cas, voeux, **reste)]


@regle("MQ25-2D-068")
def test_rapprochement_la_ou_reside_ou_travaille_l_autre_parent():
    cas = [
        RC,
        RC | {"demande_familiale": "APC"},
        {"demande_familiale": "RC", "conjoint_residence": "FDF"},
        RC | {"demande_familiale": "AUCUNE"},
    ]
    voeux = ["COM* FDF", "GEO* CENTRE", "DPT* 972", "ETB CLG_FDF", "COM* LAMENTIN", "COM/LYC FDF"]
    recu = [R150, R150, R170, 0, 0, 0]
    assert bonifications(cas, voeux) == [recu, recu, recu, [0] * 6]
    # He works elsewhere, out of the groupement: both places are good.
    deux = {"demande_familiale": "RC", "conjoint_commune": "PRECHEUR", "conjoint_residence": "FDF"}
    assert bonifications([deux], ["GEO* NORD", "GEO* CENTRE"]) == [[R150, R150]]


@regle("MQ25-2D-068")
def test_rapprochement_sur_la_commune_d_un_seul_etablissement():
    faits = {"demande_familiale": "RC", "conjoint_commune": "PRECHEUR"}
    assert bonifications([faits], ["COM* PRECHEUR", "GEO* NORD"]) == [[R30, R150]]


@regle("MQ25-2D-068")
def test_rapprochement_selon_la_regle_nationale():
    nationale = {"cible_rapprochement": "premier_voeu"}
    voeux = ["ETB CLG_REP", "COM* FDF", "COM* LAMENTIN", "GEO* NORD", "DPT* 972"]
    assert bonifications([RC], voeux, parametres=nationale) == [[0, R150, R150, R150, R170]]
    # The first zone does not hold the spouse's commune: nothing.
    voeux = ["COM* LAMENTIN", "COM* FDF", "DPT* 972"]
    assert bonifications([RC], voeux, parametres=nationale) == [[0, 0, 0]]


@regle("MQ25-2D-068")
def test_un_rapprochement_sans_lieu_est_refuse():
    (faute,) = fautes(MARTINIQUE.campagne({"A": {"demande_familiale": "RC"}}, {"A": ["COM* FDF"]}))
    assert (faute.colonne, faute.regles) == ("conjoint_commune", ("MQ25-2D-068",))


@regle("MQ25-2D-069")
def test_parent_isole():
    voeux = ["COM* FDF", "GEO/CLG CENTRE", "DPT* 972", "ETB CLG_FDF"]
    # Flat, whatever the number of children.
    assert bonifications([{"parent_isole": True, "nombre_enfants": 3}], voeux) == [[7, 7, 7, 0]]


@regle("MQ25-2D-070")
def test_enfants_avec_un_rapprochement():
    faits = {"demande_familiale": "RC", "conjoint_commune": "PRECHEUR", "nombre_enfants": 2}
    voeux = ["COM* PRECHEUR", "GEO* NORD", "DPT* 972", "ETB CLG_REP_PLUS", "COM* FDF"]
    recu = [R30 + 100, R150 + 100, R170 + 100, 0, 0]
    assert bonifications([faits, {"nombre_enfants": 2}], voeux) == [recu, [0] * 5]


@regle("MQ25-2D-070")
def test_un_enfant_compte_avant_ses_18_ans_au_1er_septembre():
    naissances = ["2007-09-01", "2007-09-02", "2020-01-01"]
    enfants = [
        {"candidat": "A", "enfant": numero, "naissance": naissance}
        for numero, naissance in enumerate(naissances, 1)
    ]
    enfants.append(enfants[2] | {"enfant": 4, "a_charge": False})
    # The first is 18 that day; the last is not dependent.
    assert MARTINIQUE.elements(RC, "GEO* CENTRE", enfants=enfants)["ENFANTS"] == 100


RQTH = {"boe_titre": "RQTH", "soins": "FDF", "residence": "LAMENTIN"}


@regle("MQ25-2D-071")
def test_bonification_prioritaire_handicap():
    cas = [
        (RQTH, [1000, 0]),
        (RQTH | {"boe_fin": "2025-08-31"}, [0, 0]),
        (RQTH | {"boe_fin": "2025-09-01"}, [1000, 0]),
        ({"soins": "FDF"}, [0, 0]),
        ({"soins": "FDF", "conjoint_boe": True}, [1000, 0]),
        ({"soins": "FDF", "enfant_handicape": True}, [1000, 0]),
    ]
    trouvees = bonifications([faits for faits, _ in cas], ["COM* FDF", "COM* LAMENTIN"])
    assert trouvees == [attendues for _, attendues in cas]


@regle("MQ25-2D-071")
@pytest.mark.parametrize(
    ("voeux", "attendues"),
    [
        (["COM* LAMENTIN", "COM* FDF"], [1000, 0]),
        (["COM/LYC FDF"], [1000]),
        (["ETB CLG_FDF", "COM* FDF"], [0, 0]),
        (["COM* PRECHEUR", "COM* FDF"], [0, 0]),
    ],
)
def test_le_handicap_vaut_au_premier_voeu_sur_la_residence_ou_les_soins(voeux, attendues):
    assert bonifications([RQTH], voeux) == [attendues]


@regle("MQ25-2D-071", "MQ25-2D-018")
def test_le_handicap_ne_compte_pas_les_postes_specifiques():
    retenu = [{"candidat": "A", "poste": "SPEA_1", "rang_commission": 1}]
    faite = MARTINIQUE.instruire(
        {"A": RQTH}, {"A": ["POSTE SPEA_1", "COM* FDF"]}, specifiques=retenu
    )
    commune = faite.campagne.voeux.query("type == 'COM' and origine == 'VOEU'")
    assert commune["bareme"].tolist() == [1_049_000]


@regle("MQ25-2D-072")
def test_situation_grave_sans_valeur_publiee():
    grave = {"situation_grave": True}
    assert bonifications([grave], ["COM* FDF", "ETB CLG_FDF"]) == [[0, 0]]
    note = {"points_situation_grave": 500}
    voeux = ["COM* FDF", "ETB CLG_FDF"]
    assert bonifications([grave], voeux, parametres=note) == [[500, 500]]


@regle("MQ25-2D-078")
def test_la_derniere_version_du_bareme_est_celle_qui_compte():
    affiche = {"annees_poste": 5}
    assert MARTINIQUE.baremes(affiche, ["GEO* CENTRE"]) == [199]
    corrige = affiche | RC | {"nombre_enfants": 1}
    assert MARTINIQUE.baremes(corrige, ["GEO* CENTRE"]) == [Decimal("399.2")]
