"""Orléans-Tours 2022, second degré: mesures de carte scolaire (IV.2)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import listes

from mouvement.engine.mouvement import affecter

regle = pytest.mark.regle
# Échelon 7 (49), six years (120 + 50): the common part of the inventory's cases.
SIX_ANS = {"echelon": 7, "annees_poste": 6}
PERDU = SIX_ANS | {"carte_scolaire": True, "poste_actuel": "CLG_ORLEANS"}
COMMUN, BONIFIE = Decimal(219), Decimal(1719)
SEQUENCE = ["ETB CLG_ORLEANS", "COM* ORLEANS", "DPT* 45", "ZRD 45", "ACA*", "ZRA"]


def baremes(faits: dict[str, Any], voeux: list[str], **reste: Any) -> list[Decimal]:
    """Return the barème of each vœu, whole or split."""
    faite = ORLEANS_TOURS.instruire({"A": faits}, {"A": voeux}, **reste).campagne.voeux
    siens = faite[faite["origine"] != "EXTENSION"].drop_duplicates("rang")
    return [Decimal(int(points)) / 1000 for points in siens["bareme"]]


@regle("OT22-2D-100")
def test_les_six_voeux():
    assert baremes(PERDU, SEQUENCE) == [BONIFIE] * 6
    autres = ["GEO* METROPOLE", "DPT* 18", "ZRE ZR_45_EST", "ETB CLG_GIEN"]
    obligatoires = ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"]
    assert baremes(PERDU, autres + obligatoires) == [COMMUN] * 4 + [BONIFIE] * 3


@pytest.mark.parametrize(
    ("voeux", "bonifies"),
    [
        pytest.param(["ETB CLG_ORLEANS", "DPT* 45", "ACA*"], [1, 2, 3], marks=regle("OT22-2D-101")),
        pytest.param(["ETB CLG_ORLEANS", "COM* ORLEANS", "ACA*"], [], marks=regle("OT22-2D-101")),
        pytest.param(
            ["ETB LYC_TOURS", "ETB CLG_ORLEANS", "GEO* METROPOLE", "DPT* 45", "ACA*"],
            [2, 4, 5],
            marks=regle("OT22-2D-102"),
        ),
        pytest.param(["DPT* 45", "ETB CLG_ORLEANS", "ACA*"], [], marks=regle("OT22-2D-102")),
        pytest.param(
            ["ETB CLG_ORLEANS", "DPT/CLG 45", "ACA*"],
            [],
            marks=regle("OT22-2D-103"),
        ),
    ],
)
def test_voeux_obligatoires_et_ordre(voeux, bonifies):
    attendu = [BONIFIE if rang in bonifies else COMMUN for rang in range(1, len(voeux) + 1)]
    assert baremes(PERDU, voeux) == attendu


@regle("OT22-2D-101", "OT22-2D-102")
def test_sans_les_voeux_obligatoires_c_est_dit():
    cas = {"A": PERDU, "B": PERDU}
    voeux = {"A": ["ETB CLG_ORLEANS", "COM* ORLEANS"], "B": ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"]}
    lignes = ORLEANS_TOURS.instruire(cas, voeux).signalements
    dits = lignes[lignes["signalement"] == "CARTE_SCOLAIRE_SANS_BONIFICATION"]
    assert dits["candidat"].tolist() == ["A"]


@pytest.mark.parametrize(
    ("college_et_lycee", "bonifie"), [(True, True), (False, False)], ids=["maths", "philosophie"]
)
@regle("OT22-2D-103")
def test_agrege_limite_aux_lycees(college_et_lycee, bonifie):
    faits = PERDU | {
        "corps": "AGREGE",
        "discipline_college_et_lycee": college_et_lycee,
        "poste_actuel": "LYC_ORLEANS",
    }
    voeux = ["ETB LYC_ORLEANS", "COM/LYC ORLEANS", "DPT/LYC 45", "ACA/LYC"]
    elements = ORLEANS_TOURS.instruire({"A": faits}, {"A": voeux}).baremes
    rangs = elements.loc[elements["element"] == "CARTE_SCOLAIRE", "rang"].tolist()
    assert rangs == ([1, 2, 3, 4] if bonifie else [])


@regle("OT22-2D-104")
def test_plusieurs_mesures():
    voeux = ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"]
    assert baremes(PERDU | {"nombre_mesures": 2}, voeux) == [Decimal("1719.5")] * 3
    assert baremes(PERDU | {"nombre_mesures": 1}, voeux) == [BONIFIE] * 3


ANCIENNE = SIX_ANS | {"etablissement_perdu": "CLG_ORLEANS", "annee_mesure": 2015}
TROIS = ["ETB CLG_ORLEANS", "COM* ORLEANS", "DPT* 45"]


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        pytest.param({}, [BONIFIE] * 3, id="toujours"),
        pytest.param({"annee_depart_academie": 2018}, [COMMUN] * 3, id="partie en 2018"),
        pytest.param({"annee_depart_academie": 2012}, [BONIFIE] * 3, id="avant la mesure"),
        pytest.param({"annee_changement_impose": 2019}, [COMMUN] * 3, id="autre discipline"),
    ],
)
@regle("OT22-2D-105")
def test_priorite_sans_limite_de_temps(faits, attendu):
    ailleurs = {"poste_actuel": "CLG_BLOIS", "participation": "FACULTATIVE"}
    assert baremes(ANCIENNE | ailleurs | faits, TROIS) == attendu


@pytest.mark.parametrize(
    ("poste", "globale", "bonifies"),
    [
        ("CLG_GIEN", False, [True, True, False]),
        ("CLG_BLOIS", False, [True, True, True]),
        ("LYC_ORLEANS", False, [True, False, False]),
        # The other reading: nothing once he is back in the département.
        ("CLG_GIEN", True, [False, False, False]),
        ("CLG_BLOIS", True, [True, True, True]),
    ],
)
@regle("OT22-2D-110")
def test_mesure_anterieure(poste, globale, bonifies):
    elements = ORLEANS_TOURS.instruire(
        {"A": ANCIENNE | {"poste_actuel": poste, "participation": "FACULTATIVE"}},
        {"A": [*TROIS, "ZRD 45", "ACA*"]},
        parametres={"mesure_anterieure_globale": globale},
    ).baremes
    rangs = set(elements.loc[elements["element"] == "CARTE_SCOLAIRE", "rang"])
    assert [rang in rangs for rang in (1, 2, 3)] == bonifies
    assert not rangs & {4, 5}


@regle("OT22-2D-110")
def test_mesure_anterieure_dans_l_ordre():
    ailleurs = ANCIENNE | {"poste_actuel": "CLG_BLOIS", "participation": "FACULTATIVE"}
    assert baremes(ailleurs, ["DPT* 45", "ETB CLG_ORLEANS"]) == [COMMUN] * 2


@regle("OT22-2D-106")
def test_section_rattachee_a_un_etablissement():
    """A SEGPA of the collège is closed: the collège is the former établissement."""
    etablissements = ORLEANS_TOURS.etablissements | {
        "SEGPA": ("SEGPA", "ORLEANS", {"rattachement": "CLG_ORLEANS"})
    }
    academie = replace(ORLEANS_TOURS, etablissements=etablissements)
    voeux = {"A": ["ETB CLG_ORLEANS", "COM* ORLEANS", "DPT* 45", "ACA*"]}
    faite = academie.instruire({"A": PERDU | {"poste_actuel": "SEGPA"}}, voeux).campagne.voeux
    assert set(faite["bareme"]) == {1_719_000}


@regle("OT22-2D-107")
def test_poste_specifique_supprime():
    """Alone of its nature in the Cher, then not: then it is for somebody to look at."""
    academie = replace(
        ORLEANS_TOURS, postes={"SPEA": {"etablissement": "LYC_BOURGES", "nature": "SPEA"}}
    )
    voeux = ["ETB LYC_BOURGES", "DPT* 18", "ACA*"]
    seul = PERDU | {"poste_actuel": "SPEA"}
    cas = {"A": seul, "B": seul | {"specifique_equivalent": True}}
    faite = academie.instruire(cas, dict.fromkeys(cas, voeux))
    lignes = faite.campagne.voeux.groupby("candidat")["bareme"].agg(list)
    assert set(lignes["A"]) == {1_719_000}
    assert set(lignes["B"]) == {219_000}
    dits = faite.signalements
    assert dits.loc[dits["signalement"] == "SPECIFIQUE_SUPPRIME", "candidat"].tolist() == ["B"]


@regle("OT22-2D-108")
def test_poste_de_remplacement_supprime():
    # Hors classe, échelon 6: 56 + 42 = 98.
    faits = {"grade": "HORS_CLASSE", "echelon": 6}
    faits |= {"carte_scolaire": True, "poste_actuel": "ZR_45_EST"}
    voeux = ["ZRE ZR_45_EST", "ZRD 45", "ZRA", "DPT* 45"]
    elements = ORLEANS_TOURS.instruire({"A": faits}, {"A": voeux}).baremes
    points = elements[elements["element"] == "CARTE_SCOLAIRE"]
    assert points["rang"].tolist() == [1, 2, 3]
    assert points["points"].tolist() == [1_500_000] * 3
    assert elements.groupby("rang")["points"].sum()[[1, 2, 3]].tolist() == [1_598_000] * 3
    desordre = ORLEANS_TOURS.instruire({"A": faits}, {"A": ["ZRA", "ZRD 45"]}).baremes
    assert "CARTE_SCOLAIRE" not in set(desordre["element"])


@regle("OT22-2D-109")
@pytest.mark.parametrize(("annees", "attendu"), [(8, 260), (2, 40)], ids=["bonifié", "non bonifié"])
def test_anciennete_de_poste_conservee_ou_perdue(annees, attendu):
    """Six years before the measure, two since: eight are kept by a bonified vœu, two else."""
    elements = ORLEANS_TOURS.elements({"annees_poste": annees}, "DPT* 18")
    assert elements["ANC_POSTE"] + elements.get("ANC_POSTE_TRANCHES", 0) == attendu


def _nouveau_poste(*vacants: str) -> str:
    """Return where the agent of the collège A (Orléans) goes, when these postes are vacant."""
    postes = {code: {"vacants": int(code in vacants)} for code in ORLEANS_TOURS.etablissements}
    postes |= {code: {"vacants": 0} for code in ORLEANS_TOURS.zones}
    academie = replace(ORLEANS_TOURS, postes=postes)
    voeux = {"A": ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"]}
    resultat = affecter(academie.campagne({"A": PERDU}, voeux))
    return str(resultat.affectations["poste"].iat[0])


@regle("OT22-2D-111")
def test_recherche_du_nouveau_poste():
    """A collège of Orléans, else its lycée, else Olivet before Gien."""
    assert _nouveau_poste("CLG2_ORLEANS", "LYC_ORLEANS", "CLG_OLIVET") == "CLG2_ORLEANS"
    assert _nouveau_poste("LYC_ORLEANS", "CLG_OLIVET", "CLG_GIEN") == "LYC_ORLEANS"
    assert _nouveau_poste("CLG_GIEN", "CLG_OLIVET") == "CLG_OLIVET"
    assert _nouveau_poste("CLG_ORLEANS", "CLG2_ORLEANS") == "CLG_ORLEANS"


@regle("OT22-2D-112")
def test_fin_de_fonctions_en_services_academiques():
    """From the former lycée X (Tours): five years there, three at the rectorat."""
    faits = {
        "echelon": 7,
        "annees_poste": 8,
        "participation": "FACULTATIVE",
        "origine_reintegration": "SERVICES_ACADEMIQUES",
        "fin_de_fonctions_imposee": True,
        "etablissement_de_depart": "LYC_TOURS",
    }
    voeux = ["ETB LYC_TOURS", "DPT* 37", "ACA*"]
    faite = ORLEANS_TOURS.instruire({"A": faits}, {"A": voeux})
    assert faite.campagne.candidats["participation"].iat[0] == "OBLIGATOIRE"
    elements = faite.baremes
    carte = elements[elements["element"] == "CARTE_SCOLAIRE"]
    assert carte["rang"].tolist() == [1, 2, 3]
    poste = elements["element"].isin(["ANC_POSTE", "ANC_POSTE_TRANCHES"]) & (elements["rang"] == 1)
    assert elements.loc[poste, "points"].sum() == 260_000
    # Who leaves of his own accord is no carte-scolaire agent.
    volontaire = ORLEANS_TOURS.instruire(
        {"A": faits | {"fin_de_fonctions_imposee": False}}, {"A": voeux}
    )
    assert "CARTE_SCOLAIRE" not in set(volontaire.baremes["element"])


@regle("OT22-2D-113", "OT22-2D-079")
def test_jamais_en_extension():
    faite = ORLEANS_TOURS.instruire({"A": PERDU}, {"A": ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"]})
    assert set(faite.campagne.voeux["origine"]) == {"VOEU"}
    assert listes(faite)[0] == "ETB CLG_ORLEANS"
