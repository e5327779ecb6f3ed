"""Orléans-Tours 2022, second degré: phases, specific postes, decisions (I.1, II.1.1, IV, V.3)."""

from dataclasses import replace
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import affecter_verifie

from mouvement.engine.mouvement import affecter
from mouvement.engine.resultat import Resultat

regle = pytest.mark.regle
LIBRE = {"participation": "FACULTATIVE"}
SPECIFIQUES = {
    "SPEA": {"etablissement": "LYC_ORLEANS", "nature": "SPEA", "vacants": 1},
    "POP": {"etablissement": "CLG_GIEN", "nature": "POP", "vacants": 1},
    "ASH": {"etablissement": "CLG_BLOIS", "nature": "ASH", "vacants": 1},
}


def mouvement(candidats: Any, voeux: Any, *libres: str, **reste: Any) -> Resultat:
    """Place everybody: the specific postes are vacant, and of the others these alone."""
    tous = (*ORLEANS_TOURS.etablissements, *ORLEANS_TOURS.zones)
    ordinaires = {code: {"vacants": int(code in libres)} for code in tous}
    academie = replace(ORLEANS_TOURS, postes=ordinaires | SPECIFIQUES)
    campagne = academie.campagne(candidats, voeux, **reste)
    resultat = affecter_verifie(campagne)
    return resultat


def postes(resultat: Resultat) -> dict[str, Any]:
    lignes = resultat.affectations
    obtenus = lignes["poste"].astype(object).where(lignes["poste"].notna(), None)
    return dict(zip(lignes["candidat"], obtenus, strict=True))


def classement(poste: str, *candidats: str) -> list[dict[str, Any]]:
    """Return a commission's ranking."""
    return [
        {"candidat": nom, "poste": poste, "rang_commission": rang}
        for rang, nom in enumerate(candidats, 1)
    ]


@regle("OT22-2D-022", "OT22-2D-023", "OT22-2D-028", "OT22-2D-031")
def test_le_classement_de_la_commission():
    """B before A, whatever the barèmes; C asked for the commune alone, D sent a paper alone."""
    cas = {
        "A": LIBRE | {"echelon": 11, "annees_poste": 20, "poste_actuel": "CLG_TOURS"},
        "B": {"echelon": 2, "carte_scolaire": True, "poste_actuel": "CLG_BLOIS"},
        "C": LIBRE,
        "D": LIBRE,
    }
    voeux = {"A": ["POSTE SPEA"], "B": ["POSTE SPEA"], "C": ["COM* ORLEANS"], "D": ["ETB CLG_GIEN"]}
    resultat = mouvement(cas, voeux, specifiques=classement("SPEA", "C", "D", "B", "A"))
    assert postes(resultat) == {"A": "CLG_TOURS", "B": "SPEA", "C": None, "D": None}
    assert {rejet["cle"] for rejet in resultat.rejets.to_dict("records")} == {"C SPEA", "D SPEA"}


@regle("OT22-2D-029")
def test_qui_obtient_un_specifique_quitte_le_mouvement_general():
    """A, first on the SPEA, has the best barème for the lycée: C gets it, and D A's poste."""
    cas = {
        "A": LIBRE | {"echelon": 11, "annees_poste": 20, "poste_actuel": "CLG_TOURS"},
        "C": LIBRE | {"echelon": 3},
        "D": LIBRE | {"echelon": 2},
    }
    voeux = {
        "A": ["ETB LYC_BOURGES", "POSTE SPEA"],
        "C": ["ETB LYC_BOURGES"],
        "D": ["ETB CLG_TOURS"],
    }
    resultat = mouvement(cas, voeux, "LYC_BOURGES", specifiques=classement("SPEA", "A"))
    assert postes(resultat) == {"A": "SPEA", "C": "LYC_BOURGES", "D": "CLG_TOURS"}


@regle("OT22-2D-044", "OT22-2D-090")
def test_l_ordre_des_phases():
    """ASH before SPEA before POP: what each leaves goes to the next of the ranking."""
    cas = dict.fromkeys("ABC", LIBRE)
    voeux = {
        "A": ["POSTE SPEA", "POSTE ASH"],
        "B": ["POSTE POP", "POSTE SPEA"],
        "C": ["POSTE POP"],
    }
    classements = [
        *classement("ASH", "A"),
        *classement("SPEA", "A", "B"),
        *classement("POP", "B", "C"),
    ]
    resultat = mouvement(cas, voeux, specifiques=classements)
    assert postes(resultat) == {"A": "ASH", "B": "SPEA", "C": "POP"}


@regle("OT22-2D-010")
def test_sans_le_titre_le_premier_classe_n_est_pas_retenu():
    spea = SPECIFIQUES | {"SPEA": SPECIFIQUES["SPEA"] | {"titres_requis": "DNL_ANGLAIS"}}
    academie = replace(ORLEANS_TOURS, postes=spea)
    cas = {"X": LIBRE, "Y": LIBRE | {"titres": "DNL_ANGLAIS"}}
    voeux = {nom: ["POSTE SPEA"] for nom in cas}
    campagne = academie.campagne(cas, voeux, specifiques=classement("SPEA", "X", "Y"))
    assert postes(affecter(campagne)) == {"X": None, "Y": "SPEA"}


def decision(candidat: str, poste: str, nature: str = "FORCE") -> list[dict[str, Any]]:
    return [{"candidat": candidat, "poste": poste, "nature": nature, "motif": "service"}]


@regle("OT22-2D-005")
def test_decision_hors_bareme():
    """A (more points) and B want the same poste; B is forced: A goes to his next vœu."""
    cas = {"A": LIBRE | {"echelon": 11}, "B": LIBRE | {"echelon": 2}}
    voeux = {"A": ["ETB CLG_GIEN", "ETB CLG_TOURS"], "B": ["ETB CLG_GIEN"]}
    vacants = ("CLG_GIEN", "CLG_TOURS")
    assert postes(mouvement(cas, voeux, *vacants)) == {"A": "CLG_GIEN", "B": None}
    resultat = mouvement(cas, voeux, *vacants, decisions=decision("B", "CLG_GIEN"))
    assert postes(resultat) == {"A": "CLG_TOURS", "B": "CLG_GIEN"}
    derogations = resultat.audit[resultat.audit["motif"] == "DEROGATION"]
    assert {"A", "B"} >= set(derogations["candidat"]) >= {"A"}
    interdit = mouvement(cas, voeux, *vacants, decisions=decision("A", "CLG_GIEN", "INTERDIT"))
    assert postes(interdit) == {"A": "CLG_TOURS", "B": "CLG_GIEN"}


@regle("OT22-2D-051")
def test_affectation_verrouillee_apres_le_mouvement():
    """C is locked on a poste left vacant; the others are as they were."""
    cas = {"A": LIBRE | {"echelon": 11}, "B": LIBRE | {"echelon": 2}, "C": {"echelon": 2}}
    voeux = {"A": ["ETB CLG_GIEN"], "B": ["ETB CLG_TOURS"], "C": ["ETB CLG_GIEN"]}
    vacants = ("CLG_GIEN", "CLG_TOURS", "LYC_BOURGES", "CLG_OLIVET")
    avant = postes(mouvement(cas, voeux, *vacants))
    apres = postes(mouvement(cas, voeux, *vacants, decisions=decision("C", "LYC_BOURGES")))
    assert avant == {"A": "CLG_GIEN", "B": "CLG_TOURS", "C": "CLG_OLIVET"}
    assert apres == avant | {"C": "LYC_BOURGES"}


VOLONTAIRE = {"demande_seconde": True, "avis_discipline_seconde": "FAVORABLE"}


@pytest.mark.parametrize(
    ("corps", "type_etablissement", "marque"),
    [("CERTIFIE", "LP", "OT22-2D-214"), ("PLP", "CLG", "OT22-2D-215")],
)
@regle("OT22-2D-214", "OT22-2D-215")
def test_postes_restes_vacants(corps, type_etablissement, marque):
    """After the other corps: on a vœu for the établissement, a letter and a favourable opinion."""
    etablissements = ORLEANS_TOURS.etablissements | {"RESTE": (type_etablissement, "GIEN")}
    tous = (*etablissements, *ORLEANS_TOURS.zones)
    fermes = {code: {"vacants": 0} for code in tous}
    fermes["RESTE"] = {"etablissement": "RESTE", "discipline": "SECONDE", "vacants": 1}
    academie = replace(ORLEANS_TOURS, etablissements=etablissements, postes=fermes)
    volontaire = LIBRE | {"corps": corps, "discipline_seconde": "SECONDE"}
    essais = {
        "avec tout": (volontaire | VOLONTAIRE, ["ETB RESTE"]),
        "vœu large": (volontaire | VOLONTAIRE, ["COM* GIEN"]),
        "sans lettre": (volontaire | {"avis_discipline_seconde": "FAVORABLE"}, ["ETB RESTE"]),
        "sans avis": (volontaire | {"demande_seconde": True}, ["ETB RESTE"]),
    }
    obtenus = {
        nom: postes(affecter(academie.campagne({"A": faits}, {"A": voeux})))["A"]
        for nom, (faits, voeux) in essais.items()
    }
    assert obtenus == {
        "avec tout": "RESTE",
        "vœu large": None,
        "sans lettre": None,
        "sans avis": None,
    }, marque
