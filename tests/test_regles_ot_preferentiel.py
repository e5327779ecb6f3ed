"""Orléans-Tours 2022: vœu préférentiel (IV.5), and what the summary adds (récapitulatif)."""

from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from familles import RC, points

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
ELEMENT = ("VOEU_PREFERENTIEL",)


def annee(k: int, departement: str = "45", **faits: Any) -> dict[str, Any]:
    """Who asks for the Loiret first for the k-th consecutive year: k - 1 are behind him."""
    return {"preferentiel_departement": departement, "preferentiel_annees": k - 1} | faits


@regle("OT22-2D-204")
def test_20_points_par_annee_a_partir_de_la_deuxieme():
    assert points([annee(k) for k in (1, 2, 3, 6, 9)], ["DPT* 45", "DPT* 18"], ELEMENT) == [
        ["0", "0"],
        ["20", "0"],
        ["40", "0"],
        ["100", "0"],
        ["100", "0"],
    ]


@regle("OT22-2D-204")
def test_le_premier_departement_de_tout_type_et_le_meme():
    assert points([annee(3)], ["DPT* 18", "DPT* 45"], ELEMENT) == [["0", "0"]]
    assert points([annee(3)], ["COM* GIEN", "DPT/CLG 18", "DPT* 45"], ELEMENT) == [["0", "0", "40"]]
    assert points([annee(3, "18")], ["DPT* 45"], ELEMENT) == [["0"]]


@regle("OT22-2D-204")
def test_le_departement_repete_doit_etre_donne():
    campagne = ORLEANS_TOURS.campagne({"A": {"preferentiel_annees": 2}}, {"A": ["DPT* 45"]})
    (faute,) = fautes(campagne)
    assert faute.colonne == "preferentiel_departement"


@regle("OT22-2D-205")
def test_une_bonification_familiale_l_annee_precedente_interrompt():
    assert points([annee(4, preferentiel_familial=True), annee(4)], ["DPT* 45"], ELEMENT) == [
        ["0"],
        ["60"],
    ]
    # That of the year itself does not.
    assert points([RC | annee(4)], ["DPT* 45"], [*ELEMENT, "RAPPROCHEMENT"]) == [["150.2"]]


@regle("OT22-2D-206")
def test_les_points_acquis_avant_2018_depassent_le_plafond():
    cas = [annee(8, preferentiel_acquis=140), annee(8), annee(8, preferentiel_acquis=40)]
    assert points(cas, ["DPT* 45"], ELEMENT) == [["140"], ["100"], ["100"]]
    assert points(cas[:1], ["DPT* 18"], ELEMENT) == [["0"]]


def couple(conjoints: bool) -> list[dict[str, Any]]:
    faits = annee(4, simultanee_conjoints=conjoints)
    return [
        faits | {"simultanee": "B", "poste_actuel": "CLG_BOURGES"},
        faits | {"simultanee": "A", "poste_actuel": "CLG_VIERZON"},
    ]


@regle("OT22-2D-207")
def test_la_mutation_simultanee_exclut_le_voeu_preferentiel():
    deux = [*ELEMENT, "MUTATION_SIMULTANEE"]
    assert points(couple(True), ["DPT* 45"], deux) == [["80"], ["80"]]
    # « La bonification » does not add up: without it, nothing is excluded.
    assert points(couple(False), ["DPT* 45"], deux) == [["60"], ["60"]]


@regle("OT22-2D-209")
def test_voeux_plus_larges_ne_comprend_pas_les_zones_infra_departementales():
    erea = {"poste_actuel": "EREA_ORLEANS", "annees_erea": 5}
    assert points([erea], ["ZRE ZR_18", "DPT* 18"], ["EREA"]) == [["0", "150"]]
    assert points([RC], ["ZRE ZR_45_EST"], ["RAPPROCHEMENT"]) == [["30.2"]]
