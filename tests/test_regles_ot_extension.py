"""Orléans-Tours 2022, second degré: extension (III.2) and the 343 points (IV.4.12)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import affecter_verifie, etendus

from mouvement.engine.resultat import Resultat

regle = pytest.mark.regle
CHER, EURE_ET_LOIR, INDRE, INDRE_ET_LOIRE, LOIR_ET_CHER, LOIRET = "18", "28", "36", "37", "41", "45"
TABLE = {
    CHER: [INDRE, LOIRET, LOIR_ET_CHER, EURE_ET_LOIR, INDRE_ET_LOIRE],
    EURE_ET_LOIR: [LOIRET, LOIR_ET_CHER, INDRE_ET_LOIRE, CHER, INDRE],
    INDRE: [CHER, LOIR_ET_CHER, INDRE_ET_LOIRE, LOIRET, EURE_ET_LOIR],
    INDRE_ET_LOIRE: [LOIR_ET_CHER, INDRE, EURE_ET_LOIR, LOIRET, CHER],
    LOIR_ET_CHER: [EURE_ET_LOIR, LOIRET, CHER, INDRE_ET_LOIRE, INDRE],
    LOIRET: [EURE_ET_LOIR, LOIR_ET_CHER, CHER, INDRE, INDRE_ET_LOIRE],
}
VINGT_ANS = {"echelon": 9, "annees_poste": 10, "entrant": True}
"""63 + 200 + 100 points: an entrant of the mechanism."""
CONJOINTS_18 = {"demande_familiale": "RC", "situation_familiale": "MARIE"}


def vacants(*codes: str) -> Any:
    """Return the académie where only these postes are vacant."""
    tous = (*ORLEANS_TOURS.etablissements, *ORLEANS_TOURS.zones)
    return replace(ORLEANS_TOURS, postes={code: {"vacants": int(code in codes)} for code in tous})


def mouvement(candidats: Any, voeux: Any, *libres: str, **reste: Any) -> Resultat:
    campagne = vacants(*libres).campagne(candidats, voeux, **reste)
    resultat = affecter_verifie(campagne)
    return resultat


def decisions(resultat: Resultat) -> dict[str, tuple[str, str | None]]:
    """Return each candidat's decision and poste."""
    lignes = resultat.affectations
    postes = lignes["poste"].astype(object).where(lignes["poste"].notna(), None)
    couples = zip(lignes["decision"], postes, strict=True)
    return dict(zip(lignes["candidat"], couples, strict=True))


@regle("OT22-2D-079", "OT22-2D-054", "OT22-2D-062", "OT22-2D-200")
def test_qui_est_etendu():
    conditionnel = {"origine_reintegration": "DISPONIBILITE", "reintegration_conditionnelle": True}
    cas = {
        "entrant": {"entrant": True, "echelon": 2},
        "volontaire": {"participation": "FACULTATIVE", "poste_actuel": "CLG_TOURS"},
        "carte scolaire": {"carte_scolaire": True, "poste_actuel": "CLG_BLOIS"},
        "343": VINGT_ANS,
        "conditionnel": conditionnel,
    }
    voeux = {nom: ["ETB LYC_ORLEANS", "DPT* 45"] for nom in cas}
    resultat = mouvement(cas, voeux, "CLG_CHARTRES", "ZR_45_EST")
    assert decisions(resultat) == {
        "entrant": ("EXTENSION", "CLG_CHARTRES"),
        "volontaire": ("MAINTENU", "CLG_TOURS"),
        "carte scolaire": ("NON_AFFECTE", None),
        "343": ("ANNUEL", "ZR_45_EST"),
        "conditionnel": ("NON_AFFECTE", None),
    }


@pytest.mark.parametrize(("depart", "suite"), TABLE.items())
@regle("OT22-2D-082", "OT22-2D-083", "OT22-2D-084")
def test_ordre_des_departements(depart, suite):
    """Établissements of all six, then their replacement zones, in the same order."""
    faite = ORLEANS_TOURS.instruire({"A": {}}, {"A": [f"DPT* {depart}", "DPT* 45"]})
    ordre = [depart, *suite]
    assert etendus(faite) == [f"DPT {d}" for d in ordre] + [f"ZRD {d}" for d in ordre]


@regle("OT22-2D-082")
def test_depart_d_un_etablissement():
    faite = ORLEANS_TOURS.instruire({"A": {}}, {"A": ["ETB CLG_CHARTRES", "DPT* 18"]})
    assert etendus(faite)[:6] == [f"DPT {d}" for d in (EURE_ET_LOIR, *TABLE[EURE_ET_LOIR])]


@regle("OT22-2D-083")
def test_les_etablissements_avant_les_zones():
    """First vœu in the Loiret: the collège of the Indre comes before the zone of the Loiret."""
    cas, voeux = {"A": {}}, {"A": ["ETB LYC_ORLEANS"]}
    obtenu = decisions(mouvement(cas, voeux, "ZR_45_EST", "CLG_CHATEAUROUX"))
    assert obtenu == {"A": ("EXTENSION", "CLG_CHATEAUROUX")}
    assert decisions(mouvement(cas, voeux, "ZR_45_EST")) == {"A": ("EXTENSION", "ZR_45_EST")}


@regle("OT22-2D-032", "OT22-2D-082")
def test_pas_d_erea_en_extension():
    assert decisions(mouvement({"A": {}}, {"A": ["DPT* 18"]}, "EREA_ORLEANS")) == {
        "A": ("NON_AFFECTE", None)
    }


@regle("OT22-2D-085")
def test_sans_depart():
    cas = {nom: {} for nom in "AB"}
    faite = ORLEANS_TOURS.instruire(cas, {"A": ["ACA*", "DPT* 18"], "B": ["ACA*"]})
    assert etendus(faite, "A")[0] == "DPT 18"
    assert etendus(faite, "B") == []
    dits = faite.signalements[faite.signalements["signalement"] == "SANS_DEPART_EXTENSION"]
    assert dits["candidat"].tolist() == ["B"]


def bareme_d_extension(faits: dict[str, Any], voeux: list[str], **parametres: Any) -> Decimal:
    faite = ORLEANS_TOURS.instruire({"A": faits}, {"A": voeux}, parametres=parametres)
    lignes = faite.campagne.voeux
    (points,) = set(lignes.loc[lignes["origine"] == "EXTENSION", "bareme"])
    decomposition = faite.baremes[faite.baremes["rang"] == 0]
    assert decomposition["points"].sum() == points
    return Decimal(int(points)) / 1000


@regle("OT22-2D-080")
def test_elements_gardes_en_extension():
    """14 + 150 + 90.2 on the DPT*: the ex-contractuel's points do not count."""
    faits = {
        "echelon": 2,
        "statut": "STAGIAIRE",
        "ex_contractuel": "CONTRACTUEL",
        "services_contractuel": 360,
        "date_union": "2020-01-01",
        "conjoint_activite": "EMPLOI",
        "conjoint_departement": "45",
    }
    assert bareme_d_extension(CONJOINTS_18 | faits, ["DPT* 45"]) == Decimal("104.2")


@regle("OT22-2D-081")
def test_bareme_le_plus_faible():
    """48 on the ETB, 178.2 on the COM*, 238.2 on the DPT*."""
    faits = CONJOINTS_18 | {
        "echelon": 4,
        "annees_poste": 1,
        "date_union": "2020-01-01",
        "conjoint_activite": "EMPLOI",
        "conjoint_commune": "ORLEANS",
        "nombre_enfants": 1,
    }
    larges = ["COM* ORLEANS", "DPT* 45"]
    assert bareme_d_extension(faits, ["ETB LYC_ORLEANS", *larges]) == 48
    assert bareme_d_extension(faits, larges) == Decimal("178.2")


@regle("OT22-2D-197", "OT22-2D-081")
def test_les_points_des_agreges_sont_retires():
    """165 on the lycée, 255.2 on the DPT/LYC: 75 and 165.2 once the 90 are out."""
    faits = CONJOINTS_18 | {
        "corps": "AGREGE",
        "discipline_college_et_lycee": True,
        "echelon": 5,
        "annees_poste": 2,
        "date_union": "2020-01-01",
        "conjoint_activite": "EMPLOI",
        "conjoint_departement": "45",
    }
    voeux = ["ETB LYC_TOURS", "DPT/LYC 45"]
    assert ORLEANS_TOURS.baremes(faits, voeux) == [165, Decimal("255.2")]
    assert bareme_d_extension(faits, voeux) == 75
    assert bareme_d_extension(faits, voeux, extension_minimum="avant_filtrage") == 75


@pytest.mark.parametrize(
    ("faits", "voeux", "annuel"),
    [
        pytest.param({}, ["ETB CLG_GIEN", "DPT* 18"], True, marks=regle("OT22-2D-199")),
        pytest.param({}, ["ETB CLG_GIEN", "GEO* METROPOLE"], True, marks=regle("OT22-2D-199")),
        pytest.param({}, ["ETB CLG_GIEN", "COM* GIEN"], True, marks=regle("OT22-2D-199")),
        # Olivet is in a groupement.
        pytest.param({}, ["ETB CLG_GIEN", "COM* OLIVET"], False, marks=regle("OT22-2D-199")),
        pytest.param({}, ["DPT/CLG 18"], False, marks=regle("OT22-2D-199")),
        # Echelon 9, six years: 63 + 120 + 50 = 233.
        pytest.param({"annees_poste": 6}, ["DPT* 18"], False, marks=regle("OT22-2D-200")),
        pytest.param({"entrant": False}, ["DPT* 18"], False, marks=regle("OT22-2D-200")),
        pytest.param(
            {"entrant": False, "dispositif_343_depuis": 2019},
            ["DPT* 18"],
            False,
            marks=regle("OT22-2D-202"),
        ),
        pytest.param(
            {"entrant": False, "dispositif_343_depuis": 2020},
            ["DPT* 18"],
            True,
            marks=regle("OT22-2D-202", "OT22-2D-058"),
        ),
        pytest.param(
            {"entrant": False, "dispositif_343_depuis": 2021},
            ["DPT* 18"],
            True,
            marks=regle("OT22-2D-058"),
        ),
    ],
)
def test_dispositif_des_343_points(faits, voeux, annuel):
    faite = ORLEANS_TOURS.instruire({"A": VINGT_ANS | faits}, {"A": voeux})
    lignes = faite.campagne.voeux
    extension = lignes[lignes["origine"] == "EXTENSION"]
    assert set(extension["annuel"]) == {annuel}
    assert ("DPT" in set(extension["type"])) == (not annuel)


@regle("OT22-2D-200")
def test_affectation_d_un_an_au_plus_pres_des_voeux():
    resultat = mouvement({"A": VINGT_ANS}, {"A": ["DPT* 18"]}, "ZR_36", "ZR_18", "CLG_GIEN")
    assert decisions(resultat) == {"A": ("ANNUEL", "ZR_18")}


@pytest.mark.parametrize(("annees_poste", "annuel"), [(1, False), (10, True)])
@regle("OT22-2D-203")
def test_dispositif_343_et_mutation_simultanee(annees_poste, annuel):
    """Kept when both are of the mechanism, lost for both else."""
    cas = {
        "A": VINGT_ANS | {"simultanee": "B"},
        "B": VINGT_ANS | {"simultanee": "A", "annees_poste": annees_poste},
    }
    lignes = ORLEANS_TOURS.instruire(cas, {nom: ["DPT* 18"] for nom in cas}).campagne.voeux
    extension = lignes[lignes["origine"] == "EXTENSION"]
    assert extension.groupby("candidat")["annuel"].any().to_dict() == {"A": annuel, "B": annuel}


@regle("OT22-2D-063")
def test_disponibilite_sans_courrier():
    """Conditional: he may be left without; else he is assigned, by extension if need be."""
    dispo = {"origine_reintegration": "DISPONIBILITE"}
    voeux = {"A": ["ETB LYC_ORLEANS", "ETB LYC_TOURS", "COM* BLOIS"]}
    resultat = mouvement({"A": dispo}, voeux, "CLG_CHARTRES")
    assert decisions(resultat) == {"A": ("EXTENSION", "CLG_CHARTRES")}
    conditionnel = dispo | {"reintegration_conditionnelle": True}
    resultat = mouvement({"A": conditionnel}, voeux, "CLG_CHARTRES")
    assert decisions(resultat) == {"A": ("NON_AFFECTE", None)}
