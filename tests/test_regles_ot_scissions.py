"""Orléans-Tours 2022, second degré: the vœu that carte scolaire splits (IV.2)."""

import pytest
from academie_orleans_tours import ORLEANS_TOURS

from mouvement.engine.mouvement import affecter
from mouvement.engine.verification import verifier

AGREGE = {"corps": "AGREGE", "discipline_college_et_lycee": True, "carte_scolaire": True}


@pytest.mark.regle("OT22-2D-111")
@pytest.mark.parametrize(("perdu", "type_perdu"), [("LYC_ORLEANS", "LYC"), ("CLG_ORLEANS", "CLG")])
def test_l_agrege_en_carte_scolaire_cherche_d_abord_la_meme_nature(perdu, type_perdu):
    """In the commune of the lost poste alone."""
    voeux = [f"ETB {perdu}", "COM* OLIVET", "COM* ORLEANS", "DPT* 45", "ACA*"]
    campagne = ORLEANS_TOURS.campagne({"A": AGREGE | {"poste_actuel": perdu}}, {"A": voeux})
    resultat = affecter(campagne)
    zones = resultat.audit.groupby("rang")["zone"].agg(list)
    assert zones[2] == ["COM:OLIVET"]
    assert zones[3] == [f"COM:ORLEANS/{type_perdu}", "COM:ORLEANS"]
    regles = resultat.audit.set_index("rang")["regles"]
    assert set(regles[3]) == {"OT22-2D-111"}
    assert verifier(campagne, resultat) == []
