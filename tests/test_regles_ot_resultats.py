"""Orléans-Tours 2022, second degré: what is said once everybody is placed (V.2, VII, VIII)."""

from dataclasses import replace
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS

from mouvement.engine.mouvement import affecter

regle = pytest.mark.regle
TENU = {"participation": "FACULTATIVE"}


def signalements(
    candidats: dict[str, Any],
    voeux: dict[str, Any],
    libres: dict[str, dict[str, Any]],
    etablissements: dict[str, Any] | None = None,
    **tables: Any,
) -> dict[str, dict[str, str]]:
    """Return what is said, and of whom, once everybody is placed; ``libres`` alone are vacant."""
    tous = (*ORLEANS_TOURS.etablissements, *ORLEANS_TOURS.zones)
    postes = {code: {"vacants": 0} | libres.get(code, {}) for code in tous}
    academie = replace(
        ORLEANS_TOURS,
        postes=postes,
        etablissements=ORLEANS_TOURS.etablissements | (etablissements or {}),
    )
    lignes = affecter(academie.campagne(candidats, voeux, **tables)).signalements
    dits: dict[str, dict[str, str]] = {}
    for ligne in lignes.to_dict("records"):
        dits.setdefault(ligne["signalement"], {})[ligne["candidat"]] = ligne["detail"]
    return dits


@regle("OT22-2D-014")
def test_priorites_legales_non_satisfaites():
    """A asks as a spouse and gets nothing; B has no priority; C, a spouse too, is satisfied."""
    conjoint = {
        "demande_familiale": "RC",
        "situation_familiale": "MARIE",
        "date_union": "2020-01-01",
        "conjoint_activite": "EMPLOI",
        "conjoint_departement": "45",
    }
    cas = {"A": TENU | conjoint, "B": TENU, "C": TENU | conjoint | {"echelon": 11}}
    dits = signalements(cas, {nom: ["DPT* 45"] for nom in cas}, {"CLG_GIEN": {"vacants": 1}})
    assert dits["PRIORITE_LEGALE_NON_SATISFAITE"] == {
        "A": "priorité légale non satisfaite : RAPPROCHEMENT"
    }


CARTE = {"carte_scolaire": True, "poste_actuel": "CLG_ORLEANS"}
OBLIGATOIRES = ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"]


@regle("OT22-2D-113")
def test_carte_scolaire_sans_poste():
    """No établissement is left; the zone is not for him, and nobody extends him to it."""
    zone = {"ZR_45_EST": {"vacants": 1}}
    dits = signalements({"A": CARTE}, {"A": OBLIGATOIRES}, zone)
    assert set(dits["CARTE_SCOLAIRE_NON_SATISFAITE"]) == {"A"}
    place = signalements({"A": CARTE}, {"A": OBLIGATOIRES}, {"CLG_GIEN": {"vacants": 1}})
    assert "CARTE_SCOLAIRE_NON_SATISFAITE" not in place


@regle("OT22-2D-109")
def test_anciennete_conservee_sur_un_voeu_bonifie():
    cas = {"A": CARTE, "B": CARTE | {"poste_actuel": "CLG2_ORLEANS"}}
    voeux = {
        "A": OBLIGATOIRES,
        "B": ["ETB CLG_TOURS", "ETB CLG2_ORLEANS", "DPT* 45", "ACA*"],
    }
    libres = {"CLG_GIEN": {"vacants": 1}, "CLG_TOURS": {"vacants": 1}}
    dits = signalements(cas, voeux, libres)
    assert set(dits["ANCIENNETE_CONSERVEE"]) == {"A"}
    assert set(dits["ANCIENNETE_PERDUE"]) == {"B"}


@regle("OT22-2D-211", "OT22-2D-212", "OT22-2D-213")
def test_detachement_des_ater():
    """On a zone that he asked for, and less than four years already: else there is none."""
    ater = {"candidat_ater": True}
    cas = {
        "zone demandée": ater | {"annees_ater": 2, "echelon": 11},
        "zone en extension": ater | {"annees_ater": 2},
        "quatre ans": ater | {"annees_ater": 4, "echelon": 11},
        "établissement": ater | {"echelon": 11},
        "titulaire": ater | TENU | {"poste_actuel": "LYC_BOURGES", "echelon": 11},
    }
    voeux = {
        "zone demandée": ["ZRD 45"],
        "zone en extension": ["ETB LYC_ORLEANS"],
        "quatre ans": ["ZRD 45"],
        "établissement": ["ETB CLG_GIEN"],
        "titulaire": ["ZRA"],
    }
    libres = {
        "ZR_45_EST": {"vacants": 2},
        "CLG_GIEN": {"vacants": 1},
        "ZR_18": {"vacants": 2},
    }
    dits = signalements(cas, voeux, libres)
    assert set(dits["DETACHEMENT_ATER_POSSIBLE"]) == {"zone demandée", "titulaire"}
    assert dits["DETACHEMENT_ATER_IMPOSSIBLE"] == {
        "zone en extension": "pas de zone obtenue sur un vœu",
        "quatre ans": "durée totale atteinte",
        "établissement": "pas de zone obtenue sur un vœu",
    }


@regle("OT22-2D-225")
def test_vivier_de_remplacement():
    """Six of the zone, five needed, two to be kept: four for the year."""
    cas = {f"T{n}": TENU | {"poste_actuel": "ZR_45_EST"} for n in range(6)}
    libres = {"ZR_45_EST": {"besoins_annuels": 5, "vivier_minimal": 2}}
    dits = signalements(cas, {nom: ["ETB LYC_TOURS"] for nom in cas}, libres)
    assert dits["AFFECTATION_A_L_ANNEE"] == dict.fromkeys(cas, "4 à l'année sur 6 de la zone")


def _preferences(candidat: str, nombre: int) -> list[dict[str, Any]]:
    return [
        {"candidat": candidat, "rang": rang, "type": "COM", "code": code}
        for rang, code in enumerate(list(ORLEANS_TOURS.communes)[:nombre], 1)
    ]


@regle("OT22-2D-226", "OT22-2D-227")
def test_preferences_des_titulaires_de_zone():
    """The sixth is refused; by extension, he will give his five by letter."""
    cas = {
        "six": TENU | {"poste_actuel": "ZR_45_EST"},
        "toute": TENU | {"poste_actuel": "ZR_45_EST", "toute_affectation_annuelle": True},
        "étendu": {},
        "étendu, dites": {},
    }
    voeux = {nom: ["ETB CLG_CHATEAUROUX"] for nom in cas}
    preferences = _preferences("six", 6) + _preferences("étendu, dites", 3)
    dits = signalements(cas, voeux, {"ZR_36": {"vacants": 2}}, preferences=preferences)
    assert dits["PREFERENCE_REJETEE"] == {"six": "préférence 6, au-delà de 5"}
    assert set(dits["TOUTE_AFFECTATION_ANNUELLE"]) == {"toute"}
    assert set(dits["PREFERENCES_A_EXPRIMER"]) == {"étendu"}


@regle("OT22-2D-228")
def test_changement_de_rattachement():
    """One must stay near A: the only one there may not leave; of three near B, two may."""
    tzr = TENU | {"poste_actuel": "ZR_45_EST"}
    cas = {
        "seul": {"rattachement_administratif": "CLG_ORLEANS", "rattachement_demande": "CLG_GIEN"},
        **{
            nom: {"rattachement_administratif": "CLG_OLIVET", "rattachement_demande": "CLG_GIEN"}
            for nom in ("premier", "second", "troisième")
        },
        "content": {"rattachement_administratif": "CLG_GIEN"},
    }
    cas = {nom: tzr | faits for nom, faits in cas.items()}
    un = {"rattaches_minimum": 1}
    etablissements = {
        "CLG_ORLEANS": ("CLG", "ORLEANS", un),
        "CLG_OLIVET": ("CLG", "OLIVET", un),
    }
    dits = signalements(cas, {nom: ["ETB LYC_TOURS"] for nom in cas}, {}, etablissements)
    assert set(dits["RATTACHEMENT_ACCORDE"]) == {"premier", "second"}
    assert set(dits["RATTACHEMENT_REFUSE"]) == {"seul", "troisième"}
