"""Orléans-Tours 2022: départage at equal barème (partie 1, préambule)."""

from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from familles import APC, RC

from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter_instruite

regle = pytest.mark.regle
PARTAGE = "ETB CLG_GIEN"
"""No bonification: whoever they are, the barèmes are equal."""


def ordre(*cas: dict[str, Any], voeux: tuple[Any, ...] = (PARTAGE,), **parametres: Any) -> str:
    """A, B, C… by what departs them on the first vœu, ``=`` between equals: ``B A=C``."""
    noms = "ABCDEF"[: len(cas)]
    instruction = ORLEANS_TOURS.instruire(
        dict(zip(noms, cas, strict=True)),
        {nom: list(voeux) for nom in noms},
        parametres=parametres,
        options={"extension": "aucune"},
    )
    lignes = instruction.campagne.voeux.query("rang == 1")
    assert lignes["bareme"].nunique() == 1
    rangs = dict(zip(lignes["candidat"], lignes["departage"], strict=True))
    groupes = sorted({*rangs.values()}, reverse=True)
    return " ".join("=".join(n for n in noms if rangs[n] == rang) for rang in groupes)


HANDICAP = {"boe_titre": "RQTH"}
CARTE_SCOLAIRE = {"poste_actuel": "CLG_BLOIS", "carte_scolaire": True}


def conjoints(avec: str, entre_conjoints: bool = True, **faits: Any) -> dict[str, Any]:
    return {"simultanee": avec, "simultanee_conjoints": entre_conjoints} | faits


@regle("OT22-2D-015")
def test_cinq_criteres_compares_l_un_apres_l_autre():
    assert ordre(RC | {"nombre_enfants": 3}, HANDICAP) == "B A"
    cas = [
        {"nombre_enfants": 4},
        conjoints("C"),
        conjoints("B"),
        RC,
        CARTE_SCOLAIRE,
        HANDICAP,
    ]
    assert ordre(*cas) == "F E D B=C A"
    # A criterion counts only between equals on those before it.
    assert ordre(HANDICAP | {"nombre_enfants": 1}, HANDICAP | RC) == "B A"


@regle("OT22-2D-016")
def test_situation_de_handicap_de_l_agent_du_conjoint_ou_de_l_enfant():
    ancienne = {"etablissement_perdu": "CLG_TOURS", "annee_mesure": 2019, "nombre_mesures": 1}
    voeux = (PARTAGE, "ETB CLG_TOURS")
    assert ordre({"enfant_handicape": True}, ancienne, {}, voeux=voeux) == "A B C"
    assert ordre({"conjoint_boe": True}, HANDICAP, {}) == "A=B C"


@regle("OT22-2D-016")
def test_le_handicap_peut_se_lire_sur_le_voeu():
    cas = ({"conjoint_boe": True}, {}, HANDICAP)
    assert ordre(*cas, departage_handicap="SITUATION") == "A=C B"
    assert ordre(*cas, departage_handicap="BONIFICATION") == "A=B=C"
    designe = (PARTAGE, {"designe_handicap": True})
    sans_titre = {"decision_handicap": True}
    assert ordre(sans_titre, {}, voeux=(designe,), departage_handicap="BONIFICATION") == "A=B"
    deux = ({"conjoint_boe": True}, HANDICAP)
    assert ordre(*deux, voeux=(designe,), departage_handicap="BONIFICATION") == "A=B"


@regle("OT22-2D-017")
def test_mesure_de_carte_scolaire():
    reintegre = RC | {"poste_actuel": None, "origine_reintegration": "DISPONIBILITE"}
    assert ordre(CARTE_SCOLAIRE, reintegre) == "A B"


@regle("OT22-2D-018")
def test_rapprochement_ou_autorite_parentale():
    assert ordre(APC, conjoints("C", nombre_enfants=3), conjoints("B", nombre_enfants=3)) == "A B=C"
    assert ordre(APC, RC | {"nombre_enfants": 1}) == "A=B"
    # Not recognised: same département.
    assert ordre(RC | {"poste_actuel": "CLG_ORLEANS"}, {}) == "A=B"


@regle("OT22-2D-019")
def test_mutation_simultanee_entre_conjoints():
    amis = [conjoints(nom, False, nombre_enfants=2) for nom in "DC"]
    assert ordre(conjoints("B"), conjoints("A"), *amis) == "A=B C=D"


@regle("OT22-2D-020")
def test_nombre_d_enfants():
    assert ordre({"nombre_enfants": 1}, {"nombre_enfants": 2}) == "B A"


@regle("OT22-2D-021")
def test_une_egalite_complete_est_signalee():
    voeux = {nom: [PARTAGE, "DPT* 18"] for nom in "AB"}
    instruction = instruire(ORLEANS_TOURS.campagne({"A": {}, "B": {}}, voeux))
    dits = affecter_instruite(instruction).signalements
    assert dits["candidat"].tolist() == ["A", "B"]
    assert set(dits["regle"]) == {"OT22-2D-021"}


@regle("OT22-2D-021")
def test_l_age_peut_departager():
    cas = ({"naissance": "1980-05-01"}, {"naissance": "1975-05-01"}, {})
    assert ordre(*cas) == "A=B=C"
    assert ordre(*cas, departage_final="AGE") == "B A C"
