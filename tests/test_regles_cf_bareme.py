"""Clermont-Ferrand 2025, second degré: the barème of a vœu. Its unpublished points are made up."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from academie_clermont import CLERMONT, PARAMETRES, signales
from cas_regles import ecrire

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction.coherences import fautes
from mouvement.io.lecture import lire_campagne

CENT = {"service_classe_normale": [[1, 80]]}
"""Fixed part of the ordinary candidat: 80 + 20."""
PERDU = {"carte_scolaire": True, "poste_actuel": "CLG_RIOM"}
ENTRANT = {"academie_obtenue": "CLERMONT-FERRAND"}
RC = {"demande_familiale": "RC", "conjoint_commune": "RIOM"}
Cas = tuple[dict[str, Any], list[Any], list[Any]]


def verifier_les_baremes(cas: Mapping[str, Cas], **parametres: Any) -> None:
    """Check the barème of each vœu: name → (facts, vœux, barèmes)."""
    gens = {nom: faits for nom, (faits, _, _) in cas.items()}
    voeux = {nom: liste for nom, (_, liste, _) in cas.items()}
    faites = CLERMONT.instruire(gens, voeux, parametres=parametres).campagne.voeux
    for nom, (_, _, attendus) in cas.items():
        siens = faites[(faites["candidat"] == nom) & (faites["origine"] != "EXTENSION")]
        assert [Decimal(int(p)) / 1000 for p in siens["bareme"]] == attendus, nom


def refusees(faits: dict[str, Any], **autres: dict[str, Any]) -> list[str]:
    """Return the columns at fault of a candidat A; others may be there."""
    gens = {"A": faits} | autres
    campagne = CLERMONT.campagne(gens, {nom: ["DPT* 63"] for nom in gens})
    return [faute.colonne for faute in fautes(campagne)]


@pytest.mark.regle("CF25-2D-054")
def test_une_campagne_sans_les_points_non_publies_est_refusee(tmp_path):
    campagne = CLERMONT.campagne({"A": {}}, {"A": ["DPT* 63"]})
    assert lire_campagne(ecrire(campagne, tmp_path / "entiere")).parametres == PARAMETRES
    for nom in ("service_classe_normale", "poste_a_profil"):
        del campagne.parametres[nom]
    with pytest.raises(DonneesRefusees) as refus:
        lire_campagne(ecrire(campagne, tmp_path / "trouee"))
    assert {faute.colonne: faute.regles for faute in refus.value.fautes} == {
        "[parametres] service_classe_normale": ("CF25-2D-054",),
        "[parametres] poste_a_profil": ("CF25-2D-039", "CF25-2D-054"),
    }


@pytest.mark.regle("CF25-2D-054")
def test_elements_dont_les_points_sont_donnes():
    ep = {"annees_ep": 5, "classement_ep": "REP"}
    apc = RC | {"demande_familiale": "APC"}
    couple = {"A": {"simultanee": "B"}, "B": {"simultanee": "A"}}
    verifier_les_baremes(
        {
            "partie commune": (
                {"echelon": 5, "annees_poste": 9},
                ["ETB CLG_RIOM"],
                [35 + 180 + 100],
            ),
            "hors classe": ({"grade": "HORS_CLASSE", "echelon": 2}, ["ETB CLG_RIOM"], [70 + 20]),
            "hors classe des agrégés": (
                *({"corps": "AGREGE", "grade": "HORS_CLASSE", "echelon": 2}, ["ETB CLG_RIOM"]),
                [77 + 20],
            ),
            "classe exceptionnelle": (
                *({"grade": "CLASSE_EXCEPTIONNELLE", "echelon": 2}, ["ETB CLG_RIOM"]),
                [91 + 20],
            ),
            "REP": (ep, ["ETB CLG_RIOM", "COM* RIOM", "COM/CLG RIOM"], [41, 241, 41]),
            "REP+": (ep | {"classement_ep": "REP+"}, ["DPT* 63"], [441]),
            "REP, quatre ans": (ep | {"annees_ep": 4}, ["DPT* 63"], [41]),
            "RC": (
                *(RC, ["ETB CLG_RIOM", "COM* THIERS", "DPT* 63", "DPT* 03", "ZRD 63", "ACA*"]),
                [41, 71, 131, 41, 131, 131],
            ),
            "APC": (apc, ["COM* THIERS", "DPT* 63", "DPT* 03"], [66, 121, 41]),
            "A": (couple["A"], ["DPT* 63"], [111]),
            "B": (couple["B"], ["DPT* 63"], [111]),
        }
    )
    assert refusees({"demande_familiale": "RC"}) == ["conjoint_commune"]
    assert refusees({"annees_ep": 1}) == ["classement_ep"]


@pytest.mark.parametrize(
    ("corps", "grade", "echelons"),
    [
        ("AGREGE", "HORS_CLASSE", 4),
        ("CERTIFIE", "HORS_CLASSE", 7),
        ("AGREGE", "CLASSE_EXCEPTIONNELLE", 3),
        ("CERTIFIE", "CLASSE_EXCEPTIONNELLE", 5),
    ],
)
@pytest.mark.regle("CF25-2D-054")
def test_echelon_hors_du_grade(corps, grade, echelons):
    faits = {"corps": corps, "grade": grade}
    assert refusees(faits | {"echelon": echelons}) == []
    assert refusees(faits | {"echelon": echelons + 1}) == ["echelon"]


@pytest.mark.regle("CF25-2D-055")
def test_rqth():
    rqth = {"boe_titre": "RQTH"}
    voeux = ["GEO* LIMAGNE", "ETB CLG_RIOM"]
    verifier_les_baremes({"RQTH": (rqth, voeux, [141, 141])})
    verifier_les_baremes({"RQTH": (rqth, voeux, [141, 41])}, rqth_voeux="LARGES")


@pytest.mark.parametrize(
    ("handicap_voeux", "attendus"),
    [
        ("DEPARTEMENT", [41, 41, 1041]),
        ("LARGES", [41, 1041, 1041]),
        ("DESIGNES", [1041, 41, 41]),
    ],
)
@pytest.mark.regle("CF25-2D-056")
def test_handicap_superieur(handicap_voeux, attendus):
    voeux = [("ETB CLG_RIOM", {"designe_handicap": True}), "COM* RIOM", "DPT* 63"]
    cas = {"décision": ({"decision_handicap": True}, voeux, attendus)}
    verifier_les_baremes(cas, handicap_voeux=handicap_voeux)


@pytest.mark.regle("CF25-2D-056")
def test_handicap_superieur_et_rqth_s_ajoutent():
    faits = {"decision_handicap": True, "boe_titre": "RQTH"}
    verifier_les_baremes({"les deux": (faits, ["DPT* 63"], [1141])})


@pytest.mark.regle("CF25-2D-057")
def test_voeu_preferentiel():
    repete = {"preferentiel_commune": "RIOM", "preferentiel_annees": 1}
    departement = {"preferentiel_departement": "63", "preferentiel_annees": 1}
    verifier_les_baremes(
        {
            "établissement d'abord": (repete, ["ETB CLG_VICHY", "COM* RIOM"], [41, 41]),
            "zone d'abord": (repete, ["COM* RIOM", "ETB CLG_VICHY"], [101, 41]),
            "autre zone": (repete, ["COM* VICHY", "COM* RIOM"], [41, 41]),
            "département": (departement, ["DPT* 63"], [101]),
            "limité à un type": (departement, ["DPT/LYC 63"], [41]),
        }
    )
    assert refusees({"preferentiel_annees": 1}) == ["preferentiel_annees"]


@pytest.mark.regle("CF25-2D-037")
def test_retour_d_un_poste_specifique():
    zone = {"poste_actuel": "S1", "zone_anterieure": "ZR_15"}
    etablissement = {"poste_actuel": "S1", "etablissement_anterieur": "CLG_YDES"}
    verifier_les_baremes(
        {
            "ancienne zone départementale": (
                *(zone | {"zones_departementales": True}, ["ZRD 15", "DPT* 03", "DPT* 15"]),
                [541, 41, 41],
            ),
            "ancienne zone infra-départementale": (zone, ["ZRE ZR_15", "ZRD 15"], [541, 41]),
            "ancien établissement": (etablissement, ["DPT* 15", "ZRD 15"], [541, 41]),
            "poste ordinaire": (
                *(etablissement | {"poste_actuel": "CLG_RIOM"}, ["DPT* 15"]),
                [41],
            ),
        }
    )


@pytest.mark.regle("CF25-2D-039")
def test_poste_a_profil():
    voeux = ["COM* RIOM", "COM/LYC RIOM", "ETB CLG_RIOM", "ZRD 63"]
    verifier_les_baremes(
        {
            "trois ans": ({"annees_pop": 3}, voeux, [81, 41, 41, 81]),
            "deux ans": ({"annees_pop": 2}, voeux, [41, 41, 41, 41]),
            # It adds to all others.
            "avec RC": ({"annees_pop": 3} | RC, ["DPT* 63"], [171]),
        }
    )


@pytest.mark.regle("CF25-2D-043")
def test_carte_scolaire_en_etablissement():
    voeux = ["ETB CLG_RIOM", "COM* RIOM", "GEO* LIMAGNE", "DPT* 63", "ACA*", "ETB CLG_VICHY", "ZRA"]
    attendus = [1600, 1600, 100, 1600, 1600, 100, 100]
    verifier_les_baremes({"mesure": (PERDU, voeux, attendus)}, **CENT)


@pytest.mark.regle("CF25-2D-043")
def test_carte_scolaire_aux_voeux_manquants_ou_en_desordre():
    listes = {
        "complète": ["ETB CLG_RIOM", "COM* RIOM", "DPT* 63", "ACA*"],
        "sans commune": ["ETB CLG_RIOM", "DPT* 63", "ACA*"],
        "désordre": ["COM* RIOM", "ETB CLG_RIOM", "DPT* 63", "ACA*"],
    }
    faite = CLERMONT.instruire(dict.fromkeys(listes, PERDU), listes)
    dits = {nom: "CARTE_SCOLAIRE_INCOMPLETE" in signales(faite.signalements, nom) for nom in listes}
    assert dits == {"complète": False, "sans commune": True, "désordre": True}
    # Nothing is added, and the points are on each vœu whatever the order.
    verifier_les_baremes({"désordre": (PERDU, listes["désordre"], [1541, 1541, 1541, 1541])})


@pytest.mark.regle("CF25-2D-044")
def test_zones_intercalees():
    place = ["ETB CLG_RIOM", "COM* RIOM", "DPT* 63", "ZRD 63", "ACA*"]
    avant = ["ETB CLG_RIOM", "COM* RIOM", "ZRD 63", "DPT* 63", "ACA*"]
    apres = ["ETB CLG_RIOM", "COM* RIOM", "DPT* 63", "ACA*", "ZRD 63"]
    verifier_les_baremes(
        {
            "entre DPT et ACA": (PERDU, place, [1600, 1600, 1600, 1600, 1600]),
            "avant DPT": (PERDU, avant, [1600, 1600, 100, 1600, 1600]),
            "après ACA": (PERDU, apres, [1600, 1600, 1600, 1600, 100]),
            "autre département": (PERDU, ["DPT* 63", "ZRD 03", "ACA*"], [1600, 100, 1600]),
        },
        **CENT,
    )


@pytest.mark.regle("CF25-2D-045")
def test_carte_scolaire_en_zone():
    infra = {"carte_scolaire": True, "poste_actuel": "ZR_03_NORD"}
    departementale = {
        "carte_scolaire": True,
        "poste_actuel": "ZR_15",
        "zones_departementales": True,
    }
    voeux = ["ZRE ZR_03_NORD", "ZRE ZR_03_SUD", "ZRD 03", "ZRA", "DPT* 03"]
    verifier_les_baremes(
        {
            "infra-départementale": (infra, voeux, [1541, 41, 1541, 1541, 41]),
            "départementale": (departementale, ["ZRD 15", "ZRA", "DPT* 15"], [1541, 1541, 41]),
        }
    )


@pytest.mark.regle("CF25-2D-047")
def test_greta_apres_une_affectation_en_formation_initiale():
    # His GRETA poste was in Puy-de-Dôme.
    lycee = {"greta_supprime": True, "etablissement_anterieur": "CLG_YDES"}
    zone = {"greta_supprime": True, "zone_anterieure": "ZR_15"}
    voeux = ["DPT* 15", "DPT* 63", "ZRD 15"]
    verifier_les_baremes(
        {
            "en établissement": (lycee, voeux, [1041, 41, 41]),
            "en zone": (zone, voeux, [41, 41, 1041]),
        }
    )


@pytest.mark.regle("CF25-2D-048")
def test_greta_des_le_concours():
    direct = {"greta_supprime": True, "echelon_reclassement": 4}
    voeux = ["DPT* 63", "ZRD 63", "ACA*", "ZRA", "ETB CLG_RIOM", "COM* RIOM"]
    verifier_les_baremes(
        {
            "quatrième échelon": (direct, voeux, [141, 141, 141, 141, 41, 41]),
            "troisième échelon": (direct | {"echelon_reclassement": 3}, ["DPT* 63"], [91]),
        }
    )
    assert refusees({"greta_supprime": True}) == ["echelon_reclassement"]


@pytest.mark.regle("CF25-2D-048")
def test_greta_plus_de_cent_points_sont_refuses(tmp_path):
    campagne = CLERMONT.campagne(
        {"A": {}}, {"A": ["DPT* 63"]}, parametres={"greta_direct": [[1, 120]]}
    )
    with pytest.raises(DonneesRefusees) as refus:
        lire_campagne(ecrire(campagne, tmp_path / "campagne"))
    (faute,) = refus.value.fautes
    assert faute.colonne == "[parametres] greta_direct"
    assert "au plus 100" in faute.remede


@pytest.mark.regle("CF25-2D-058")
def test_l_entrant_garde_sa_strategie():
    valide = ENTRANT | {"strategie_inter": "RC"}
    autre = {"B": {"simultanee": "A"}}
    assert refusees(valide | RC) == []
    assert refusees(valide) == ["strategie_inter"]
    assert refusees(valide | {"simultanee": "B"}, **autre) == ["strategie_inter"]
    assert refusees(valide | {"changement_situation_familiale": True}) == []
    assert refusees(ENTRANT | {"strategie_inter": "AUCUNE"} | RC) == ["strategie_inter"]
    ensemble = ENTRANT | {"strategie_inter": "SIMULTANEE"}
    assert refusees(ensemble | {"simultanee": "B"}, **autre) == []
    assert refusees(ensemble) == ["strategie_inter"]


@pytest.mark.regle("CF25-2D-059")
def test_pieces():
    sans = {"pieces_manquantes": "FAMILLE|HANDICAP|PARCOURS"}
    famille = ENTRANT | RC | {"strategie_inter": "RC"}
    change = famille | {"changement_situation_familiale": True}
    verifier_les_baremes(
        {
            "validée à l'inter": (famille | sans, ["DPT* 63"], [131]),
            "situation changée, sans pièce": (change | sans, ["DPT* 63"], [41]),
            "situation changée, avec pièces": (change, ["DPT* 63"], [131]),
            "déjà dans l'académie, sans pièce": (RC | sans, ["DPT* 63"], [41]),
            "RQTH d'un entrant": (ENTRANT | sans | {"boe_titre": "RQTH"}, ["DPT* 63"], [141]),
            "RQTH, sans pièce": (sans | {"boe_titre": "RQTH"}, ["DPT* 63"], [41]),
            "bonification académique": (ENTRANT | {"annees_pop": 3}, ["DPT* 63"], [81]),
            "la même, sans pièce": (ENTRANT | sans | {"annees_pop": 3}, ["DPT* 63"], [41]),
        }
    )


@pytest.mark.regle("CF25-2D-063")
def test_seul_le_bareme_verifie_compte():
    declare = ("DPT* 63", {"bareme": 131})
    verifier_les_baremes({"déclaré 131": ({}, [declare], [41])})
