"""Clermont-Ferrand 2025, second degré: titulaires of a zone de remplacement, adjustment phase."""

from typing import Any

import pytest
from academie_clermont import CLERMONT, mouvement, places, signales

from mouvement.engine.instruction.coherences import fautes

TZR = {"poste_actuel": "ZR_63", "etablissement_rattachement": "CLG_RIOM"}
DEMANDE = {"rattachement_demande_1": "CLG_THIERS", "rattachement_demande_2": "CLG_GERZAT"}


def preferences(*codes: str, candidat: str = "A") -> list[dict[str, Any]]:
    return [
        {"candidat": candidat, "rang": rang, "type": "ETB", "code": code}
        for rang, code in enumerate(codes, 1)
    ]


def refusees(*codes: str) -> list[tuple[str, str]]:
    """Return the faults that preferences make, of a TZR who asks for nothing else."""
    campagne = CLERMONT.campagne({"A": TZR}, {}, preferences=preferences(*codes))
    return [(faute.colonne, faute.valeur) for faute in fautes(campagne)]


def dits(
    gens: dict[str, dict[str, Any]],
    postes: dict[str, dict[str, Any]] | None = None,
    voeux: dict[str, list[str]] | None = None,
    **reste: Any,
) -> dict[str, dict[str, str]]:
    """Return what the adjustment phase tells of each; their zone is what the mouvement gave."""
    gens = {nom: {"participation": "FACULTATIVE"} | faits for nom, faits in gens.items()}
    resultat = mouvement(gens, voeux or {}, {"ZR_15": 1, "ZR_63": 0}, postes, **reste)
    assert set(places(resultat).values()) <= {"ZR_15", "ZR_63"}
    suites = ("RATTACHEMENT_", "PREFERENCES_", "AFFECTATION_")
    return {
        nom: {
            dit: detail
            for dit, detail in signales(resultat.signalements, nom).items()
            if dit.startswith(suites)
        }
        for nom in gens
    }


@pytest.mark.regle("CF25-2D-080", "CF25-2D-081")
def test_le_rattachement_demeure_et_la_zone_ne_change_pas():
    assert dits({"A": TZR}) == {"A": {"RATTACHEMENT_CONSERVE": "CLG_RIOM"}}
    heures = {"CLG_RIOM": {"heures_provisoires": 18}}
    assert dits({"A": TZR}, heures) == {
        "A": {"RATTACHEMENT_CONSERVE": "CLG_RIOM", "AFFECTATION_A_L_ANNEE": "CLG_RIOM (18 h)"}
    }


@pytest.mark.regle("CF25-2D-082")
def test_le_rattachement_change_sur_demande_s_il_y_a_un_besoin():
    besoin = {"CLG_GERZAT": {"besoin_rattachement": 1}}
    change = {"RATTACHEMENT_MODIFIE": "CLG_GERZAT"}
    garde = {"RATTACHEMENT_CONSERVE": "CLG_RIOM"}
    assert dits({"A": TZR | DEMANDE}, besoin) == {"A": change}
    assert dits({"A": TZR | DEMANDE}) == {"A": garde}
    assert dits({"A": TZR}, besoin) == {"A": garde}
    # One need serves one TZR, the one with the greatest seniority.
    deux = {"A": TZR | DEMANDE, "B": TZR | DEMANDE | {"annees_poste": 9}}
    assert dits(deux, besoin) == {"A": garde, "B": change}
    # The first asked for goes before the second.
    partout = besoin | {"CLG_THIERS": {"besoin_rattachement": 1}}
    assert dits({"A": TZR | DEMANDE}, partout) == {"A": {"RATTACHEMENT_MODIFIE": "CLG_THIERS"}}


@pytest.mark.regle("CF25-2D-083")
def test_cinq_preferences_dans_sa_zone():
    clg = ["CLG_RIOM", "CLG_GERZAT", "CLG_THIERS", "CLG_AMBERT", "CLG_ISSOIRE"]
    assert refusees(*clg[:3]) == []
    assert refusees(*clg) == []
    assert refusees(*clg, "LYC_RIOM") == [("nombre_preferences", "6")]
    assert refusees("CLG_RIOM", "CLG_VICHY") == [("preferences_hors_zone", "1")]


FRACTIONS = {
    "CLG_GERZAT": {"heures_provisoires": 9},
    "CLG_THIERS": {"heures_provisoires": 9},
    "CLG_ISSOIRE": {"heures_provisoires": 18},
}
"""From Riom: Gerzat and Thiers are next to it, Issoire the furthest."""


@pytest.mark.regle("CF25-2D-084")
def test_affectation_a_l_annee_au_plus_pres_puis_selon_les_preferences():
    voulu = {"preferences": preferences("CLG_ISSOIRE")}
    pres = dits({"A": TZR}, FRACTIONS, **voulu)["A"]
    assert pres["AFFECTATION_A_L_ANNEE"] == "CLG_GERZAT (9 h), CLG_THIERS (9 h)"
    voulues = dits(
        {"A": TZR}, FRACTIONS, parametres={"ajustement_d_abord": "PREFERENCES"}, **voulu
    )["A"]
    assert voulues["AFFECTATION_A_L_ANNEE"] == "CLG_ISSOIRE (18 h)"
    # At equal distance, the preference.
    egales = dits({"A": TZR | {"service_du": 9}}, FRACTIONS, preferences=preferences("CLG_THIERS"))
    assert egales["A"]["AFFECTATION_A_L_ANNEE"] == "CLG_THIERS (9 h)"


@pytest.mark.regle("CF25-2D-084")
def test_affectation_a_l_annee_selon_les_moyens():
    # What one takes is no more there for the next; an incomplete service makes no affectation.
    gens = {
        nom: TZR | {"annees_poste": annees} for nom, annees in zip("ABC", (9, 5, 1), strict=True)
    }
    servis = {nom: dit.get("AFFECTATION_A_L_ANNEE") for nom, dit in dits(gens, FRACTIONS).items()}
    assert servis == {
        "A": "CLG_GERZAT (9 h), CLG_THIERS (9 h)",
        "B": "CLG_ISSOIRE (18 h)",
        "C": None,
    }
    # Neither another discipline nor another département.
    ailleurs = {"CLG_YDES": {"heures_provisoires": 18}}
    autre = {"CLG_RIOM": {"heures_provisoires": 18, "discipline": "L0202"}}
    assert "AFFECTATION_A_L_ANNEE" not in dits({"A": TZR}, ailleurs)["A"]
    assert "AFFECTATION_A_L_ANNEE" not in dits({"A": TZR}, autre)["A"]


@pytest.mark.regle("CF25-2D-085", "CF25-2D-009")
def test_preferences_demandees_apres_le_mouvement():
    entrant = {"academie_obtenue": "CLERMONT-FERRAND"}
    nouveau = {"RATTACHEMENT_A_FIXER": "aucun dans cette zone"}
    a_demander = {"PREFERENCES_A_DEMANDER": "à transmettre selon la note de service"}
    assert dits({"E": entrant}) == {"E": nouveau | a_demander}
    saisies = preferences("CLG_YDES", candidat="E")
    assert dits({"E": entrant}, preferences=saisies) == {"E": nouveau}
    # He had some for the zone that he leaves: they say nothing of the new one.
    partant = {"voeux": {"A": ["ZRE ZR_15"]}, "preferences": preferences("CLG_RIOM")}
    assert dits({"A": TZR}, **partant) == {"A": nouveau | a_demander}
    # The rattachement does not follow who changes zone.
    assert dits({"A": TZR}, voeux={"A": ["ZRE ZR_15"]}) == {"A": nouveau | a_demander}
