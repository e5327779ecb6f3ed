"""Clermont-Ferrand 2025, second degré: the lists of vœux, own poste, postes spécifiques."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from academie_clermont import CLERMONT, mouvement, places, signales
from cas_regles import listes

from mouvement.engine.instruction.coherences import fautes

RIOM = {"poste_actuel": "CLG_RIOM"}
YDES = {"poste_actuel": "CLG_YDES"}
PERDU = RIOM | {"carte_scolaire": True}
Cas = tuple[dict[str, Any], list[str], list[str]]


def verifier_les_listes(cas: Mapping[str, Cas]) -> None:
    """Check what stands of each list: name → (facts, vœux, vœux that stand)."""
    gens = {nom: {"participation": "FACULTATIVE"} | faits for nom, (faits, _, _) in cas.items()}
    faite = CLERMONT.instruire(gens, {nom: voeux for nom, (_, voeux, _) in cas.items()})
    for nom, (_, _, attendue) in cas.items():
        assert listes(faite, nom) == attendue, nom


@pytest.mark.regle("CF25-2D-026")
def test_vingt_voeux():
    vingt = [f"COM/{types} RIOM" for types in ("CLG", "LYC")] * 10
    # A specific poste beyond the first ranks is one of the twenty, although it goes.
    avec_specifique = ["COM/CLG RIOM", "POSTE S1", *vingt[2:], "DPT* 43"]
    verifier_les_listes(
        {
            "20": ({}, vingt, vingt),
            "21": ({}, [*vingt, "DPT* 43"], vingt),
            "21 dont un spécifique": ({}, avec_specifique, ["COM/CLG RIOM", *vingt[2:]]),
        }
    )


@pytest.mark.regle("CF25-2D-027")
def test_portee_des_voeux():
    admis = [
        *("ETB CLG_RIOM", "COM* RIOM", "GEO* LIMAGNE", "DPT* 63", "ACA*"),
        *("ZRE ZR_63", "ZRD 63", "ZRA"),
    ]
    verifier_les_listes(
        {
            "admis": ({}, admis, admis),
            "autres": ({}, ["CIR K", "POSTE CLG_RIOM", "DPT* 63"], ["DPT* 63"]),
        }
    )


@pytest.mark.regle("CF25-2D-027")
def test_un_departement_ne_comprend_pas_ses_zones_de_remplacement():
    for voeu, attendu in (("DPT* 15", "CLG_YDES"), ("ZRD 15", "ZR_15")):
        resultat = mouvement({"A": {}}, {"A": [voeu]}, {"CLG_YDES": 1, "ZR_15": 1})
        assert places(resultat) == {"A": attendu}


@pytest.mark.regle("CF25-2D-028")
def test_zones_departementales_selon_la_discipline():
    voeux = ["ZRE ZR_63", "ZRD 63"]
    verifier_les_listes(
        {
            "départementales": ({"zones_departementales": True}, voeux, ["ZRD 63"]),
            "infra-départementales": ({}, voeux, voeux),
        }
    )


@pytest.mark.regle("CF25-2D-029")
def test_le_poste_detenu_coupe_la_liste():
    ailleurs = ["ETB CLG_VICHY", "ETB CLG_RIOM", "ETB CLG_CUSSET", "COM* MOULINS"]
    en_zone = ["ETB CLG_VICHY", "ZRE ZR_03_SUD", "DPT* 63"]
    verifier_les_listes(
        {
            "établissement": (RIOM, ailleurs, ["ETB CLG_VICHY"]),
            "zone": ({"poste_actuel": "ZR_03_SUD"}, en_zone, ["ETB CLG_VICHY"]),
            "zone voisine": ({"poste_actuel": "ZR_03_NORD"}, en_zone, en_zone),
        }
    )


@pytest.mark.regle("CF25-2D-030")
def test_la_zone_qui_englobe_l_affectation_coupe_la_liste():
    riom = ["ETB LYC_CLERMONT", "COM* RIOM", "DPT* 03"]
    type_exclu = ["COM/LYC RIOM", "DPT* 03"]
    cantal = ["GEO* VICHY", "DPT* 15", "COM* MOULINS"]
    cusset = ["COM* MOULINS", "GEO* VICHY", "DPT* 63"]
    verifier_les_listes(
        {
            "commune": (RIOM, riom, ["ETB LYC_CLERMONT"]),
            "groupement": ({"poste_actuel": "CLG_CUSSET"}, cusset, ["COM* MOULINS"]),
            "département": (YDES, cantal, ["GEO* VICHY"]),
            "académie": (RIOM, ["ACA*", "ETB CLG_VICHY"], []),
            "limité à d'autres types": (RIOM, type_exclu, type_exclu),
            "toutes les zones": ({"poste_actuel": "ZR_15"}, ["ZRA", "DPT* 63"], []),
            "établissements, pour un TZR": ({"poste_actuel": "ZR_15"}, cantal, cantal),
            "zones, en établissement": (YDES, ["ZRD 15", "ZRA"], ["ZRD 15", "ZRA"]),
        }
    )


@pytest.mark.regle("CF25-2D-029", "CF25-2D-030")
def test_la_coupe_est_dans_l_audit():
    resultat = mouvement({"A": RIOM}, {"A": ["COM* RIOM", "DPT* 03"]}, {})
    supprimes = resultat.audit[resultat.audit["motif"] == "SUPPRIME"]
    assert supprimes[["zone", "regles", "detail"]].to_numpy().tolist() == [
        [
            zone,
            "CF25-2D-030|CF25-2D-031",
            "zone qui englobe l'affectation actuelle, ou vœu qui suit",
        ]
        for zone in ("COM:RIOM", "DPT:03")
    ]


@pytest.mark.regle("CF25-2D-031")
def test_la_carte_scolaire_n_est_pas_coupee():
    voeux = ["ETB CLG_RIOM", "COM* RIOM", "DPT* 63", "ACA*"]
    verifier_les_listes({"mesure": (PERDU, voeux, voeux)})


@pytest.mark.regle("CF25-2D-025")
def test_une_chaire_se_demande_sous_le_code_de_la_sgt():
    gens = {"A": {}}
    for voeu, attendu in (
        ("ETB LP_CLERMONT", ""),
        ("ETB SGT_CLERMONT", "SGT_CLERMONT"),
        ("COM* CLERMONT", "SGT_CLERMONT"),
        ("DPT* 63", "SGT_CLERMONT"),
    ):
        resultat = mouvement(gens, {"A": [voeu]}, {"SGT_CLERMONT": 1})
        assert places(resultat) == {"A": attendu}
        signale = "CHAIRE_EN_SGT" in signales(resultat.signalements)
        assert signale == (voeu == "ETB LP_CLERMONT")


@pytest.mark.regle("CF25-2D-032")
def test_voeu_precis_d_un_psychologue_eda():
    eda = {"corps": "PSYEN", "discipline": "PSYEN_EDA"}
    precis = ("ETB ECOLE_1", {"circonscription_voeu": "K"})
    # The poste of ECOLE_2, in K too, is not in the vœu (K, ECOLE_1).
    for libre, attendu in (("ECOLE_1", "ECOLE_1"), ("ECOLE_2", "")):
        assert places(mouvement({"A": eda}, {"A": [precis]}, {libre: 1})) == {"A": attendu}
    ailleurs = ("ETB ECOLE_1", {"circonscription_voeu": "L"})
    campagne = CLERMONT.campagne({"A": eda}, {"A": [precis, ailleurs]})
    assert [(f.table, f.ligne, f.colonne) for f in fautes(campagne)] == [
        ("voeux", 2, "circonscription_voeu")
    ]


@pytest.mark.regle("CF25-2D-033")
def test_les_specifiques_hors_tete_sont_supprimes():
    gens = {"A": {}, "B": {}}
    classes = [
        {"candidat": nom, "poste": poste, "rang_commission": rang}
        for rang, nom in enumerate(gens, 1)
        for poste in ("S1", "S2")
    ]
    faite = CLERMONT.instruire(
        gens,
        {
            "A": ["ETB CLG_RIOM", "POSTE S1", "COM* VICHY"],
            "B": ["POSTE S1", "ETB CLG_RIOM", "POSTE S2"],
        },
        specifiques=classes,
    )
    assert listes(faite, "A") == ["ETB CLG_RIOM", "COM* VICHY"]
    assert listes(faite, "B") == ["POSTE S1", "ETB CLG_RIOM"]


@pytest.mark.regle("CF25-2D-034")
def test_un_specifique_non_retenu_est_neutralise():
    voeux = ["POSTE S1", "COM* RIOM", "COM* VICHY"]
    # Of last year's first vœu, the bonification is read on the first vœu that remains.
    repete = {"preferentiel_commune": "RIOM", "preferentiel_annees": 1}
    faite = CLERMONT.instruire({"A": repete}, {"A": voeux})
    assert listes(faite) == ["COM* RIOM", "COM* VICHY"]
    assert faite.campagne.voeux.loc[:1, "bareme"].tolist() == [101_000, 41_000]


@pytest.mark.regle("CF25-2D-035")
def test_les_specifiques_sont_hors_bareme():
    gens = {"X": {"annees_poste": 50}, "Y": {"annees_poste": 400}}
    classes = [
        {"candidat": "X", "poste": "S1", "rang_commission": 1},
        {"candidat": "Y", "poste": "S1", "rang_commission": 2},
    ]
    voeux = {nom: ["POSTE S1"] for nom in gens}
    resultat = mouvement(gens, voeux, {"S1": 1}, specifiques=classes)
    assert places(resultat) == {"X": "S1", "Y": ""}


@pytest.mark.regle("CF25-2D-002")
def test_les_specifiques_sont_attribues_avant_le_bareme():
    gens = {
        "X": {"annees_poste": 300, "poste_actuel": "CLG_MOULINS"},
        "Y": {"annees_poste": 100},
        "Z": {"annees_poste": 10},
    }
    voeux = {
        "X": ["POSTE S1", "ETB CLG_RIOM"],
        "Y": ["ETB CLG_RIOM"],
        "Z": ["ETB CLG_MOULINS"],
    }
    classes = [{"candidat": "X", "poste": "S1", "rang_commission": 1}]
    resultat = mouvement(gens, voeux, {"S1": 1, "CLG_RIOM": 1}, specifiques=classes)
    # The poste that X leaves is given in the same run.
    assert places(resultat) == {"X": "S1", "Y": "CLG_RIOM", "Z": "CLG_MOULINS"}


@pytest.mark.regle("CF25-2D-036")
def test_un_specifique_ne_rend_pas_titulaire_du_departement():
    gens = {
        "A": {"poste_actuel": "S1", "annees_poste": 120},
        "B": {"annees_poste": 150},
    }
    voeux = {"A": ["DPT* 63"], "B": ["DPT* 63"]}
    # Titular of Cantal on a specific poste of Puy-de-Dôme: the barre of the département is for him.
    resultat = mouvement(gens, voeux, {"CLG_ISSOIRE": 1})
    assert places(resultat) == {"A": "S1", "B": "CLG_ISSOIRE"}
    verifier_les_listes(
        {
            "titulaire d'ailleurs": ({"poste_actuel": "S1"}, ["DPT* 63"], ["DPT* 63"]),
            "en EREA": ({"poste_actuel": "S_EREA"}, ["DPT* 63"], []),
            "titulaire d'ici": (
                *({"poste_actuel": "S1", "departement_titulaire": "63"}, ["DPT* 63"]),
                [],
            ),
            "son propre poste": ({"poste_actuel": "S1"}, ["POSTE S1", "DPT* 63"], []),
            # An ordinary poste of the établissement is not what he holds.
            "dans l'établissement": (
                {"poste_actuel": "S2", "departement_titulaire": "63"},
                *(["ETB CLG_RIOM", "DPT* 15"], ["ETB CLG_RIOM", "DPT* 15"]),
            ),
        }
    )


@pytest.mark.parametrize("nature", ["SPEA", "POP", "ASH"])
@pytest.mark.regle("CF25-2D-029", "CF25-2D-036", "CF25-2D-037")
def test_postes_a_profil_et_adaptes_sont_specifiques(nature):
    postes = CLERMONT.postes | {"S9": {"etablissement": "LYC_RIOM", "nature": nature}}
    faite = replace(CLERMONT, postes=postes).instruire(
        {"A": {"poste_actuel": "S9", "etablissement_anterieur": "CLG_YDES"}},
        {"A": ["ETB LYC_RIOM", "COM* RIOM", "DPT* 15"]},
    )
    assert listes(faite) == ["ETB LYC_RIOM", "COM* RIOM", "DPT* 15"]
    assert faite.campagne.voeux["bareme"].tolist() == [41_000, 41_000, 541_000]


@pytest.mark.regle("CF25-2D-036", "CF25-2D-037")
def test_en_erea_il_est_titulaire_et_n_a_pas_de_retour():
    erea = {"poste_actuel": "S_EREA", "etablissement_anterieur": "CLG_YDES"}
    assert CLERMONT.elements(erea, "DPT* 15").keys() == {"ANC_SERVICE", "ANC_POSTE"}


@pytest.mark.regle("CF25-2D-036")
def test_departement_non_acquis():
    gens = {
        "A": {"poste_actuel": "CLG_YDES"},
        "B": {"poste_actuel": "CLG_RIOM"},
        "C": {"poste_actuel": "CLG_MAURIAC"},
        # EREA has made him titulaire of the Puy-de-Dôme.
        "D": {"poste_actuel": "S_EREA"},
        "E": {"poste_actuel": "CLG_AURILLAC"},
        "F": {"poste_actuel": "CLG_LE_PUY"},
    }
    postes = {"A": "S1", "B": "S2", "C": "S_EREA", "D": "S1", "E": "POP", "F": "ASH"}
    ailleurs = {"etablissement": "LYC_MOULINS", "discipline": "MATHS"}
    resultat = mouvement(
        gens,
        {nom: [f"POSTE {poste}"] for nom, poste in postes.items()},
        {"S1": 2, "S2": 1, "S_EREA": 1, "POP": 1, "ASH": 1},
        {nature: ailleurs | {"nature": nature} for nature in ("POP", "ASH")},
        specifiques=[
            {"candidat": nom, "poste": poste, "rang_commission": 1} for nom, poste in postes.items()
        ],
    )
    assert places(resultat) == postes
    dits = resultat.signalements[resultat.signalements["signalement"] == "DEPARTEMENT_NON_ACQUIS"]
    assert dits[["candidat", "regle", "detail"]].to_numpy().tolist() == [
        [nom, "CF25-2D-036", f"département {code} : barre à franchir pour un poste ordinaire"]
        for nom, code in (("A", "63"), ("E", "03"), ("F", "03"))
    ]


@pytest.mark.regle("CF25-2D-038")
def test_un_specifique_ajoute_la_veille_compte():
    classes = [{"candidat": "A", "poste": "S9", "rang_commission": 1}]
    ajoute = {"S9": {"etablissement": "LYC_RIOM", "nature": "SPEA", "discipline": "MATHS"}}
    resultat = mouvement({"A": {}}, {"A": ["POSTE S9"]}, {"S9": 1}, ajoute, specifiques=classes)
    assert places(resultat) == {"A": "S9"}
