"""Ties that only the draw broke."""

from dataclasses import replace
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie

from mouvement.engine.egalites import egalites
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter_instruite

DEUX = {"A": ["ETB CLG_GIEN", "DPT* 18"], "B": ["COM* GIEN", "DPT* 18"]}


def dites(
    candidats: dict[str, Any], voeux: dict[str, list[str]], academie: Academie = ORLEANS_TOURS
) -> dict[str, str]:
    """What is told to each candidat."""
    instruction = instruire(academie.campagne(candidats, voeux))
    affectations = affecter_instruite(instruction).affectations
    signalements = egalites(instruction, affectations, "REGLE-1")
    assert set(signalements["regle"]) <= {"REGLE-1"}
    return dict(zip(signalements["candidat"], signalements["detail"], strict=True))


def test_les_deux_egaux_sont_signales() -> None:
    assert dites({"A": {}, "B": {}}, DEUX) == {
        "A": "obtient CLG_GIEN, à égalité avec B",
        "B": "vœu 1 : à égalité avec A, qui obtient CLG_GIEN",
    }


@pytest.mark.parametrize("mieux", [{"echelon": 7}, {"conjoint_boe": True}, {"nombre_enfants": 1}])
def test_rien_quand_les_points_ou_un_critere_departagent(mieux: dict[str, Any]) -> None:
    assert dites({"A": {}, "B": mieux}, DEUX) == {}


def test_rien_quand_chacun_a_son_premier_voeu() -> None:
    assert dites({"A": {}, "B": {}}, {"A": ["ETB CLG_GIEN"], "B": ["ETB CLG_BLOIS"]}) == {}


def test_rien_entre_disciplines() -> None:
    lettres = {"discipline": "LETTRES", "etablissement": "CLG_VIERZON", "vacants": 1}
    academie = replace(ORLEANS_TOURS, postes={"LETTRES_VIERZON": lettres})
    candidats = {"A": {}, "B": {"discipline": "LETTRES"}}
    assert dites(candidats, DEUX, academie) == {}


def test_qui_n_obtient_rien_est_signale() -> None:
    voeux = {nom: ["ETB CLG_GIEN"] for nom in "ABC"}
    facultative = {"participation": "FACULTATIVE"}
    dits = dites(dict.fromkeys("ABC", facultative), voeux)
    assert sorted(dits) == ["A", "B", "C"]
    assert sum("obtient CLG_GIEN, à égalité avec" in dit for dit in dits.values()) == 1
