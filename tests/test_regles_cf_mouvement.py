"""Clermont-Ferrand 2025, second degré: who gets what, where, improvements, results."""

from decimal import Decimal
from typing import Any

import pytest
from academie_clermont import CLERMONT, mouvement, places, signales

from mouvement.engine.instruction import instruire


def points(nombre: int, **faits: Any) -> dict[str, Any]:
    """Return a candidat whose vœux have these points, if nothing else adds to them."""
    return {"annees_poste": nombre} | faits


@pytest.mark.regle("CF25-2D-065")
def test_le_meilleur_rang_que_le_bareme_permet():
    gens = {"X": points(150), "Y": points(120)}
    voeux = {"X": ["ETB CLG_VICHY", "ETB CLG_RIOM"], "Y": ["ETB CLG_RIOM"]}
    assert places(mouvement(gens, voeux, {"CLG_RIOM": 1})) == {"X": "CLG_RIOM", "Y": ""}
    libres = {"CLG_RIOM": 1, "CLG_VICHY": 1}
    assert places(mouvement(gens, voeux, libres)) == {"X": "CLG_VICHY", "Y": "CLG_RIOM"}


@pytest.mark.regle("CF25-2D-066")
def test_la_commune_la_plus_proche_des_voeux_indicatifs():
    # Yzeure is next to Moulins; Vichy is further. Neither Moulins nor what he would have is free.
    resultat = mouvement(
        {"A": points(100)},
        {"A": ["ETB CLG_MOULINS", "DPT* 03"]},
        {"CLG_YZEURE": 1, "CLG_VICHY": 1},
    )
    assert places(resultat) == {"A": "CLG_YZEURE"}


@pytest.mark.regle("CF25-2D-067")
def test_les_zones_de_remplacement_ignorent_les_distances():
    # The reference of ZR_63 is Clermont, next to Gerzat: the order of the codes decides, not it.
    resultat = mouvement(
        {"A": points(100)}, {"A": ["ETB CLG_GERZAT", "ZRA"]}, {"ZR_03_NORD": 1, "ZR_63": 1}
    )
    assert places(resultat) == {"A": "ZR_03_NORD"}


@pytest.mark.regle("CF25-2D-068")
def test_les_voeux_precis_d_abord():
    gens = {"X": points(300), "Y": points(250)}
    voeux = {"X": ["GEO* LIMAGNE"], "Y": ["ETB CLG_GERZAT", "GEO* LIMAGNE"]}
    resultat = mouvement(gens, voeux, {"CLG_GERZAT": 1, "CLG_RIOM": 1})
    assert places(resultat) == {"X": "CLG_RIOM", "Y": "CLG_GERZAT"}


CANTAL = {"CLG_AURILLAC": 1, "CLG_MAURIAC": 1}


@pytest.mark.regle("CF25-2D-069", "CF25-2D-074")
def test_sans_voeu_indicatif_n_importe_quel_etablissement():
    gens = {"X": points(200), "Y": points(150)}
    voeux = {"X": ["DPT* 15"], "Y": ["COM* AURILLAC", "DPT* 15"]}
    # Both are served, rather than X alone where he would sit first.
    assert places(mouvement(gens, voeux, CANTAL)) == {"X": "CLG_MAURIAC", "Y": "CLG_AURILLAC"}


@pytest.mark.regle("CF25-2D-074")
def test_le_plus_grand_nombre_est_satisfait():
    # 15 agents, 15 postes: the wide vœu of A leaves to the others the postes that they ask for.
    autres = [code for code in CLERMONT.etablissements if code.startswith("CLG")][:14]
    gens = {"A": points(500)} | {f"B_{code}": points(100) for code in autres}
    voeux = {"A": ["ACA*"]} | {f"B_{code}": [f"ETB {code}"] for code in autres}
    libres = dict.fromkeys((*autres, "SGT_CLERMONT"), 1)
    obtenus = places(mouvement(gens, voeux, libres))
    assert obtenus == {"A": "SGT_CLERMONT"} | {f"B_{code}": code for code in autres}


@pytest.mark.parametrize(
    ("besoins", "attendus"),
    [
        ({}, {"X": "CLG_AURILLAC"}),
        ({"CLG_MAURIAC": 1}, {"X": "CLG_MAURIAC"}),
        ({"CLG_MAURIAC": 1}, {"X": "CLG_MAURIAC", "Y": "CLG_AURILLAC"}),
        ({"CLG_MAURIAC": 1, "CLG_YDES": 1}, {"X": "CLG_MAURIAC", "Y": "CLG_YDES"}),
    ],
)
@pytest.mark.regle("CF25-2D-075")
def test_couverture_des_besoins(besoins, attendus):
    gens = {nom: points(100 - numero) for numero, nom in enumerate(attendus)}
    faits = {code: {"couverture_minimale": nombre} for code, nombre in besoins.items()}
    resultat = mouvement(gens, {nom: ["DPT* 15"] for nom in gens}, CANTAL | {"CLG_YDES": 1}, faits)
    assert places(resultat) == attendus


@pytest.mark.regle("CF25-2D-075")
def test_la_couverture_ne_deplace_pas_qui_a_un_voeu_indicatif():
    faits = {"CLG_MAURIAC": {"couverture_minimale": 1}}
    voeux = {"X": ["COM* YDES", "DPT* 15"]}
    resultat = mouvement({"X": points(100)}, voeux, CANTAL, faits)
    # Ydes lies between Aurillac and Mauriac, at the same distance: the code decides.
    assert places(resultat) == {"X": "CLG_AURILLAC"}


MINIMUM = {"couverture_minimale": 1}


@pytest.mark.parametrize("deja", [["ETB CLG_AURILLAC"], ["COM* YDES", "DPT* 15"]])
@pytest.mark.regle("CF25-2D-075")
def test_qui_est_deja_la_couvre_le_besoin(deja):
    # A asks for Aurillac, or is guided there: it is Mauriac that needs X.
    faits = {"CLG_AURILLAC": MINIMUM, "CLG_MAURIAC": MINIMUM}
    gens = {"A": points(50), "X": points(100)}
    libres = {"CLG_AURILLAC": 2, "CLG_MAURIAC": 1}
    resultat = mouvement(gens, {"A": deja, "X": ["DPT* 15"]}, libres, faits)
    assert places(resultat) == {"A": "CLG_AURILLAC", "X": "CLG_MAURIAC"}


@pytest.mark.regle("CF25-2D-075")
def test_un_besoin_refuse_n_efface_pas_le_suivant():
    # Both supports of the commune go to who asks for it: it needs X, but X cannot sit there.
    faits = {"CLG_RIOM": MINIMUM, "LYC_RIOM": {"couverture_minimale": 2}, "CLG_THIERS": MINIMUM}
    gens = {nom: points(200 - numero) for numero, nom in enumerate("XYAB")}
    voeux = {"X": ["DPT* 63"], "Y": ["DPT* 63"], "A": ["COM* RIOM"], "B": ["COM* RIOM"]}
    libres = {"CLG_RIOM": 1, "LYC_RIOM": 1, "CLG_AMBERT": 1, "CLG_THIERS": 2}
    obtenus = places(mouvement(gens, voeux, libres, faits))
    assert (obtenus["X"], obtenus["Y"]) == ("CLG_THIERS", "CLG_AMBERT")


@pytest.mark.regle("CF25-2D-073", "CF25-2D-075")
def test_la_seconde_etape_ne_couvre_rien_de_plus():
    """The same supports are filled again: X, who has the higher barème, is not moved for that."""
    gens = {"T": points(90, poste_actuel="CLG_MAURIAC"), "X": points(300), "Y": points(250)}
    voeux = {"T": ["ETB CLG_YDES"], "X": ["DPT* 15"], "Y": ["DPT* 15"]}
    libres = {"CLG_AURILLAC": 1, "CLG_YDES": 1}
    resultat = mouvement(gens, voeux, libres, {"CLG_MAURIAC": MINIMUM})
    assert places(resultat) == {"T": "CLG_YDES", "X": "CLG_AURILLAC", "Y": "CLG_MAURIAC"}


@pytest.mark.regle("CF25-2D-046")
def test_carte_scolaire_au_plus_pres_du_poste_perdu():
    # Gerzat is next to Riom, Issoire the furthest of the département.
    perdu = {"carte_scolaire": True, "poste_actuel": "CLG_RIOM"}
    voeux = {"A": ["ETB CLG_RIOM", "COM* RIOM", "DPT* 63", "ACA*"]}
    resultat = mouvement({"A": perdu}, voeux, {"CLG_ISSOIRE": 1, "CLG_GERZAT": 1})
    assert places(resultat) == {"A": "CLG_GERZAT"}


@pytest.mark.regle("CF25-2D-072")
def test_d_abord_qui_entre_dans_le_departement():
    gens = {"A": points(200), "B": points(180), "C": points(170)}
    voeux = {"A": ["DPT* 15"], "B": ["COM* MAURIAC", "DPT* 15"], "C": ["COM* AURILLAC", "DPT* 15"]}
    # Two supports: C does not enter, although nobody else asks for Aurillac.
    attendus = {"A": "CLG_AURILLAC", "B": "CLG_MAURIAC", "C": ""}
    assert places(mouvement(gens, voeux, CANTAL)) == attendus


@pytest.mark.regle("CF25-2D-073")
def test_echange_qui_ameliore_les_deux():
    gens = {
        "A": points(100, poste_actuel="CLG_RIOM"),
        "B": points(50, poste_actuel="CLG_ISSOIRE"),
    }
    voeux = {"A": ["ETB CLG_ISSOIRE"], "B": ["ETB CLG_RIOM"]}
    assert places(mouvement(gens, voeux, {})) == {"A": "CLG_ISSOIRE", "B": "CLG_RIOM"}


@pytest.mark.regle("CF25-2D-067", "CF25-2D-072")
def test_pas_d_echange_entre_zones_de_remplacement():
    """N enters the Allier by its zones; I, on the other one, does not take his, nor does Y."""
    gens = {
        "I": points(10, poste_actuel="ZR_03_NORD"),
        "N": points(60, poste_actuel="CLG_ISSOIRE"),
        "Y": points(50, poste_actuel="CLG_AURILLAC"),
    }
    voeux = {"I": ["ZRE ZR_03_SUD"], "N": ["ZRD 03"], "Y": ["ZRE ZR_03_SUD"]}
    resultat = mouvement(gens, voeux, {"ZR_03_SUD": 1})
    assert places(resultat) == {"I": "ZR_03_NORD", "N": "ZR_03_SUD", "Y": "CLG_AURILLAC"}
    assert resultat.ameliorations.empty


@pytest.mark.regle("CF25-2D-072", "CF25-2D-073")
def test_seconde_etape_dans_la_zone():
    gens = {
        "T": points(90, poste_actuel="LYC_RIOM"),
        "X": points(300),
        "Y": points(250),
    }
    voeux = {"T": ["ETB CLG_RIOM"], "X": ["COM* RIOM"], "Y": ["COM* RIOM"]}
    # X has entered the commune: T, already there, has the collège, and X his poste. Y has not.
    resultat = mouvement(gens, voeux, {"CLG_RIOM": 1})
    assert places(resultat) == {"T": "CLG_RIOM", "X": "LYC_RIOM", "Y": ""}
    assert set(resultat.ameliorations["candidat"]) == {"T", "X"}


@pytest.mark.regle("CF25-2D-060")
def test_fausse_declaration():
    gens = {
        "A": points(200, poste_actuel="CLG_YDES", fausse_declaration=True),
        "B": points(100, poste_actuel="CLG_RIOM", fausse_declaration=True),
        "C": points(50),
    }
    voeux = {"A": ["ETB CLG_VICHY"], "B": ["ETB CLG_VICHY"], "C": ["ETB CLG_VICHY"]}
    resultat = mouvement(gens, voeux, {"CLG_VICHY": 1})
    # Nothing is run again: the poste is told vacant. B had obtained nothing.
    assert places(resultat) == {"A": "CLG_VICHY", "B": "CLG_RIOM", "C": ""}
    dits = {nom: signales(resultat.signalements, nom).get("MUTATION_ANNULEE") for nom in gens}
    assert dits == {
        "A": "poste CLG_VICHY à déclarer vacant ; situation antérieure rendue",
        "B": None,
        "C": None,
    }


@pytest.mark.regle("CF25-2D-061", "CF25-2D-076")
def test_resultat_de_chacun():
    voeux = ["ETB CLG_RIOM", "ETB CLG_ISSOIRE", "COM* THIERS", "GEO* VICHY"]
    gens = {"A": points(100), "B": points(50, poste_actuel="CLG_YDES"), "C": {}}
    # He signed: what he obtains is firm, whatever its rank; an unsigned demand is looked at.
    gens["C"] = {"confirmee": False}
    resultat = mouvement(
        gens, {"A": voeux, "B": ["ETB CLG_VICHY"], "C": ["ETB CLG_RIOM"]}, {"CLG_CUSSET": 1}
    )
    lignes = resultat.affectations.set_index("candidat")
    assert lignes["decision"].to_dict() == {"A": "MUTE", "B": "MAINTENU", "C": "NON_AFFECTE"}
    assert lignes.loc["A", ["poste", "rang"]].tolist() == ["CLG_CUSSET", 4]
    obtenu = resultat.audit[resultat.audit["motif"] == "SATISFAIT"].set_index("candidat")
    assert obtenu.loc["A", "zone"] == "GEO:VICHY"
    assert "NON_CONFIRMEE" not in signales(resultat.signalements, "A")
    assert "NON_CONFIRMEE" in signales(resultat.signalements, "C")


@pytest.mark.regle("CF25-2D-062")
def test_demandes_tardives_modifications_et_annulations():
    # Before 10 May 2025, and that day is too late.
    veille, jour = {"motif_recevable": True}, {"motif_recevable": True}
    gens: dict[str, dict[str, Any]] = {
        "annulée": veille | {"date_annulation": "2025-05-09"},
        "annulée trop tard": jour | {"date_annulation": "2025-05-12"},
        "annulée le jour même": jour | {"date_annulation": "2025-05-10"},
        "annulée sans motif": {"date_annulation": "2025-05-09"},
        "tardive": veille | {"date_demande_tardive": "2025-05-09"},
        "trop tardive": jour | {"date_demande_tardive": "2025-05-10"},
        "modifiée": veille,
        "modifiée sans motif": {},
    }
    gens = {nom: {"participation": "FACULTATIVE"} | faits for nom, faits in gens.items()}
    modifie = ("ETB CLG_RIOM", {"date_modification": "2025-05-09"})
    voeux: dict[str, list[Any]] = {nom: ["DPT* 43"] for nom in gens}
    voeux["modifiée"] = voeux["modifiée sans motif"] = [modifie, "DPT* 43"]
    faite = CLERMONT.instruire(gens, voeux).campagne
    assert set(gens) - set(faite.candidats["candidat"]) == {"annulée", "trop tardive"}
    siens = faite.voeux[faite.voeux["origine"] == "VOEU"].groupby("candidat")["type"].agg(list)
    assert siens["modifiée"] == ["ETB", "DPT"]
    assert siens["modifiée sans motif"] == ["DPT"]


@pytest.mark.regle("CF25-2D-064")
def test_quinze_jours_d_affichage():
    gens = {"affiché": {"date_affichage": "2025-05-12"}, "inconnu": {}}
    voeux = {nom: ["DPT* 43"] for nom in gens}

    def trop_court(jour: str) -> bool:
        faite = CLERMONT.instruire(gens, voeux, parametres={"date_calcul": jour})
        assert "AFFICHAGE_TROP_COURT" not in signales(faite.signalements, "inconnu")
        return "AFFICHAGE_TROP_COURT" in signales(faite.signalements, "affiché")

    assert trop_court("2025-05-26")
    assert not trop_court("2025-05-27")


@pytest.mark.regle("CF25-2D-064")
def test_une_rectification_acceptee_change_le_bareme():
    assert CLERMONT.baremes({"echelon": 3}, ["DPT* 43"]) == [Decimal(41)]
    assert CLERMONT.baremes({"echelon": 4}, ["DPT* 43"]) == [Decimal(48)]


@pytest.mark.regle("CF25-2D-079")
def test_revisions():
    gens = {"A": {"motif_revision": "NON_SOUHAITEE"}, "B": {"motif_revision": "MEDICAL"}, "C": {}}
    dits = CLERMONT.instruire(gens, {nom: ["DPT* 43"] for nom in gens}).signalements
    revisions = {
        nom: [dit for dit in signales(dits, nom) if dit.startswith("REVISION")] for nom in gens
    }
    assert revisions == {"A": ["REVISION_REJETEE"], "B": ["REVISION_A_EXAMINER"], "C": []}


def publies(resultat: Any) -> dict[str, str]:
    """Return what is told of each place: "GEO VICHY" → figure, or "" when it is to hide."""
    lignes = resultat.signalements
    siens = lignes[lignes["signalement"].str.startswith("DERNIER_ENTRANT")]
    lieux = [dit for detail in siens["detail"] for dit in detail.split(" ; ")]
    return {dit.partition(" : ")[0]: dit.partition(" : ")[2] for dit in lieux}


@pytest.mark.regle("CF25-2D-077")
def test_bareme_du_dernier_entrant():
    gens = {
        "A": points(254),
        "B": points(171),
        "C": points(98),
        # Already in the groupement: moving inside it, he does not enter.
        "D": points(60, poste_actuel="CLG_CUSSET"),
        # Nobody enters Issoire but by extension.
        "E": points(300, academie_obtenue="CLERMONT-FERRAND"),
    }
    voeux = {nom: ["GEO* VICHY"] for nom in "ABC"} | {"D": ["ETB CLG_VICHY"], "E": ["ETB CLG_RIOM"]}
    resultat = mouvement(
        gens,
        voeux,
        {"CLG_VICHY": 3, "CLG_ISSOIRE": 1},
        extensions=[{"depart": "63", "ordre": 1, "type": "DPT", "code": "63"}],
    )
    assert places(resultat)["E"] == "CLG_ISSOIRE"
    assert places(resultat)["D"] == "CLG_VICHY"
    chiffres = publies(resultat)
    assert chiffres["GEO VICHY"] == chiffres["DPT 03"] == "98"
    assert chiffres["COM VICHY"] == "60"
    assert "COM ISSOIRE" not in chiffres
    assert set(resultat.signalements["regle"]) >= {"CF25-2D-077"}


@pytest.mark.regle("CF25-2D-078")
def test_un_chiffre_qui_devoilerait_une_situation_est_masque():
    seul = points(41, boe_titre="RQTH", decision_handicap=True)
    gens = {"X": seul} | {f"V{numero}": points(98 + numero) for numero in range(4)}
    gens["V4"] = points(98, boe_titre="RQTH")
    voeux = {nom: ["GEO* VICHY"] for nom in gens} | {"X": ["DPT* 15"]}
    resultat = mouvement(gens, voeux, {"CLG_YDES": 1, "CLG_VICHY": 5})
    assert resultat.affectations.set_index("candidat").loc["X", "bareme"] == 1_141_000
    chiffres = publies(resultat)
    # X is alone with handicap points; among five entrants nothing is told of anybody.
    assert {chiffres[lieu] for lieu in ("COM YDES", "DPT 15", "ETB CLG_YDES")} == {""}
    assert chiffres["GEO VICHY"] == "98"
    assert chiffres["ACA " + CLERMONT.reglement] == "98"
    assert not resultat.signalements["detail"].str.contains("1141").any()
    # Whom he moves with is told of nobody either: the points of a mutation simultanée.
    couple = {"A": points(50, simultanee="B"), "B": points(40, simultanee="A")}
    voeux = {nom: ["DPT* 63"] for nom in couple}
    ensemble = mouvement(couple, voeux, {"CLG_RIOM": 1, "CLG_THIERS": 1})
    assert ensemble.affectations["bareme"].tolist() == [120_000, 110_000]
    assert (publies(ensemble)["COM RIOM"], publies(ensemble)["DPT 63"]) == ("", "110")
    # A campaign may want more entrants than two.
    deux = dict.fromkeys("YZ", seul)
    for minimum, attendu in ((2, "1141"), (3, "")):
        parametres = {"entrants_minimum": minimum}
        voeux = {nom: ["DPT* 15"] for nom in deux}
        dits = publies(mouvement(deux, voeux, {"CLG_YDES": 2}, parametres=parametres))
        assert dits["DPT 15"] == attendu
    # Alone without any personal element: the figure says nothing but his seniority.
    assert (
        publies(mouvement({"A": points(98)}, {"A": ["DPT* 15"]}, {"CLG_YDES": 1}))["DPT 15"] == "98"
    )


@pytest.mark.regle("CF25-2D-063")
def test_instruire_ne_change_rien_aux_donnees():
    campagne = CLERMONT.campagne({"A": {}}, {"A": [("DPT* 43", {"bareme": 131})]})
    instruire(campagne)
    assert campagne.voeux["bareme"].tolist() == [131_000]
