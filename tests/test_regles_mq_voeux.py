"""Martinique 2025, second degré: lists of vœux, what they reach, extension (4.2.2 to 4.2.4)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from academie_martinique import MARTINIQUE, seuls
from cas_regles import etendus, listes, places

from mouvement.engine.instruction.coherences import fautes

regle = pytest.mark.regle
RC = {"demande_familiale": "RC", "conjoint_commune": "FDF"}


@regle("MQ25-2D-002")
def test_chaque_discipline_est_un_marche():
    academie = seuls("CLG_FDF", ANGLAIS={"etablissement": "CLG_LAMENTIN", "discipline": "ANGLAIS"})
    candidats = {"A": {"annees_poste": 2}, "B": {"discipline": "ANGLAIS", "annees_poste": 12}}
    voeux = {"A": ["COM* FDF"], "B": ["COM* FDF"]}
    assert places(academie.campagne(candidats, voeux)) == {"A": "CLG_FDF", "B": None}


@regle("MQ25-2D-003", "MQ25-2D-018")
def test_un_poste_specifique_est_servi_d_abord_et_libere_l_ancien():
    academie = seuls("LYC_LAMENTIN", "SPEA_1")
    candidats = {"X": {"poste_actuel": "CLG_FDF", "annees_poste": 12}, "Y": {}}
    voeux = {"X": ["ETB LYC_LAMENTIN", "POSTE SPEA_1"], "Y": ["ETB CLG_FDF"]}
    retenu = [{"candidat": "X", "poste": "SPEA_1", "rang_commission": 1}]
    campagne = academie.campagne(candidats, voeux, specifiques=retenu)
    # X has 390 points of seniority on LYC_LAMENTIN, which he does not take; Y has his poste.
    assert places(campagne) == {"X": "SPEA_1", "Y": "CLG_FDF"}


@regle("MQ25-2D-012")
def test_vingt_voeux_au_plus():
    vingt_et_un = ["ETB CLG_FDF"] * 20 + ["ETB LYC_FDF"]
    faite = MARTINIQUE.instruire({"A": {}}, {"A": vingt_et_un})
    assert listes(faite) == ["ETB CLG_FDF"] * 20
    (supprime,) = faite.supprimes.to_dict("records")
    assert (supprime["rang"], supprime["regles"]) == (21, "MQ25-2D-012")


@regle("MQ25-2D-012", "MQ25-2D-031")
def test_les_voeux_de_carte_scolaire_s_ajoutent_aux_vingt():
    perdu = {"poste_actuel": "CLG_LAMENTIN", "carte_scolaire": True}
    faite = MARTINIQUE.instruire({"A": perdu}, {"A": ["ETB CLG_FDF"] * 20})
    assert len(listes(faite)) == 23


@regle("MQ25-2D-013")
@pytest.mark.parametrize(
    ("libres", "obtenu"),
    [(["CLG_SCHOELCHER"], "CLG_SCHOELCHER"), (["CLG_SCHOELCHER", "LP_FDF"], "LP_FDF")],
)
def test_un_groupement_est_une_liste_ordonnee_de_communes(libres, obtenu):
    # LP_FDF is in FDF, the first commune; LAMENTIN, the second, has nothing.
    campagne = seuls(*libres).campagne({"A": {}}, {"A": ["GEO* CENTRE"]})
    ordre = {"FDF": 1, "LAMENTIN": 2, "SCHOELCHER": 3}
    communes = campagne.communes.assign(ordre_groupement=campagne.communes["commune"].map(ordre))
    assert places(replace(campagne, communes=communes)) == {"A": obtenu}


@regle("MQ25-2D-013")
def test_l_ordre_du_groupement_ne_prive_pas_qui_demande_la_commune():
    campagne = seuls("CLG_FDF", "CLG_SCHOELCHER").campagne(
        {"A": {"annees_poste": 8}, "B": {}}, {"A": ["GEO* CENTRE"], "B": ["COM* FDF"]}
    )
    ordre = {"FDF": 1, "LAMENTIN": 2, "SCHOELCHER": 3}
    communes = campagne.communes.assign(ordre_groupement=campagne.communes["commune"].map(ordre))
    assert places(replace(campagne, communes=communes)) == {"A": "CLG_SCHOELCHER", "B": "CLG_FDF"}


@regle("MQ25-2D-013")
def test_le_departement_est_l_academie_et_les_zones_de_remplacement_ne_se_demandent_pas():
    voeux = ["ACA*", "ACA/LYC", "ZRE ZR_972", "ZRD 972", "ZRA"]
    faite = MARTINIQUE.instruire({"A": {}}, {"A": voeux})
    assert listes(faite) == ["DPT* 972", "DPT/LYC 972"]
    assert set(faite.supprimes["motif"]) == {"INELIGIBLE"}
    admises = MARTINIQUE.instruire({"A": {}}, {"A": voeux}, parametres={"voeux_zr": True})
    assert listes(admises)[2:] == ["ZRE ZR_972", "ZRD 972", "ZRA"]


@regle("MQ25-2D-014")
def test_un_voeu_limite_aux_lycees_ne_mene_pas_en_college():
    campagne = seuls("CLG_LAMENTIN").campagne({"A": {}}, {"A": ["COM/LYC LAMENTIN"]})
    assert places(campagne) == {"A": None}
    campagne = seuls("CLG_LAMENTIN").campagne({"A": {}}, {"A": ["COM* LAMENTIN"]})
    assert places(campagne) == {"A": "CLG_LAMENTIN"}


@regle("MQ25-2D-011")
@pytest.mark.parametrize(
    ("voeu", "tenu", "lu"),
    [
        ("COM* FDF", "CLG_FDF", "COM* FDF [sauf_poste=CLG_FDF]"),
        ("GEO* CENTRE", "CLG_FDF", "GEO* CENTRE [sauf_poste=CLG_FDF]"),
        ("ACA*", "CLG_FDF", "DPT* 972 [sauf_poste=CLG_FDF]"),
        ("ETB CLG_FDF", "CLG_FDF", "ETB CLG_FDF [sauf_poste=CLG_FDF]"),
        # He is not in the zone.
        ("COM/LYC FDF", "CLG_FDF", "COM/LYC FDF"),
        ("COM* LAMENTIN", "CLG_FDF", "COM* LAMENTIN"),
        ("DPT* 972", "ZR_972", "DPT* 972"),
    ],
)
def test_qui_souhaite_changer_ne_demande_pas_le_poste_qu_il_occupe(voeu, tenu, lu):
    faits = {"poste_actuel": tenu, "participation": "FACULTATIVE"}
    assert listes(MARTINIQUE.instruire({"A": faits}, {"A": [voeu]})) == [lu]
    # Who lost his poste has his priorities on all supports of the place.
    perdu = faits | {"carte_scolaire": True}
    assert listes(MARTINIQUE.instruire({"A": perdu}, {"A": [voeu]}))[0] == lu.partition(" [")[0]


@regle("MQ25-2D-011")
@pytest.mark.parametrize(
    ("libres", "obtenu"),
    [(["CLG_REP", "LYC_FDF"], "LYC_FDF"), (["CLG_REP"], "CLG_REP"), ([], "CLG_FDF")],
)
def test_son_propre_poste_ne_satisfait_aucun_voeu(libres, obtenu):
    titulaire = {"poste_actuel": "CLG_FDF", "participation": "FACULTATIVE"}
    campagne = seuls(*libres).campagne({"A": titulaire}, {"A": ["COM* FDF", "ETB CLG_REP"]})
    assert places(campagne) == {"A": obtenu}


@regle("MQ25-2D-015")
def test_les_bonifications_qui_demandent_tous_les_types():
    tzr = {"poste_actuel": "ZR_972"}
    assert MARTINIQUE.baremes(tzr, ["COM* LAMENTIN", "COM/CLG LAMENTIN"]) == [49 + 50, 49]
    lost = {"carte_scolaire": True, "poste_actuel": "CLG_LAMENTIN", "corps": "AGREGE"}
    voeux = ["ETB CLG_LAMENTIN", "COM/LYC LAMENTIN", "DPT/LYC 972"]
    assert MARTINIQUE.baremes(lost, voeux) == [1549, 1549, 1549]
    # The exception of the agrégés is written for the carte scolaire only.
    agrege = RC | {"corps": "AGREGE"}
    assert "RAPPROCHEMENT" not in MARTINIQUE.elements(agrege, "COM/LYC FDF")
    assert MARTINIQUE.elements(agrege, "COM* FDF")["RAPPROCHEMENT"] == Decimal("150.2")


@regle("MQ25-2D-015")
@pytest.mark.parametrize(
    ("faits", "element"),
    [
        ({"parent_isole": True}, "PARENT_ISOLE"),
        ({"boe_titre": "RQTH", "residence": "FDF"}, "HANDICAP"),
        ({"statut": "STAGIAIRE", "stagiaire_inspe": "ANNEE_N_2"}, "STAGIAIRE_INSPE"),
        ({"corps": "PLP", "reconversion_achevee": True}, "RECONVERSION"),
        ({"situations_diversite": "HORS_SPECIALITE"}, "DIVERSITE"),
    ],
)
def test_les_bonifications_sans_condition_de_type(faits, element):
    assert element in MARTINIQUE.elements(faits, "COM/LYC FDF")


@regle("MQ25-2D-016")
@pytest.mark.parametrize(
    ("commune", "points"),
    # Schœlcher has one collège, and two écoles that are not of the second degré.
    [("PRECHEUR", "30.2"), ("SCHOELCHER", "30.2"), ("LAMENTIN", "150.2"), ("FDF", "150.2")],
)
def test_commune_d_un_seul_etablissement_ou_de_plusieurs(commune, points):
    conjoint = {"demande_familiale": "RC", "conjoint_commune": commune}
    elements = MARTINIQUE.elements(conjoint, f"COM* {commune}")
    assert elements["RAPPROCHEMENT"] == Decimal(points)


@regle("MQ25-2D-018")
def test_les_postes_specifiques_passent_en_tete():
    voeux = ["ETB CLG_FDF", "POSTE SPEA_2", "COM* LAMENTIN", "POSTE SPEA_1"]
    retenus = [
        {"candidat": "A", "poste": poste, "rang_commission": 2} for poste in ("SPEA_1", "SPEA_2")
    ]
    faite = MARTINIQUE.instruire({"A": {}}, {"A": voeux}, specifiques=retenus)
    assert listes(faite) == ["POSTE SPEA_2", "POSTE SPEA_1", "ETB CLG_FDF", "COM* LAMENTIN"]
    assert faite.supprimes.empty


@regle("MQ25-2D-018", "MQ25-2D-050")
def test_le_premier_voeu_est_le_premier_hors_postes_specifiques():
    stagiaire = {"statut": "STAGIAIRE", "stagiaire_inspe": "ANNEE_N_2"}
    voeux = ["POSTE SPEA_1", "ETB CLG_FDF", "ETB LYC_FDF"]
    retenu = [{"candidat": "A", "poste": "SPEA_1", "rang_commission": 1}]
    faite = MARTINIQUE.instruire({"A": stagiaire}, {"A": voeux}, specifiques=retenu)
    siens = faite.campagne.voeux.query("origine == 'VOEU'")
    assert siens["bareme"].tolist() == [99_000, 49_000]


@regle("MQ25-2D-019")
@pytest.mark.parametrize(
    ("preferee", "libres", "obtenue"),
    [
        ("ECOLE_2", ["ECOLE_1", "ECOLE_2"], "ECOLE_2"),
        ("ECOLE_2", ["ECOLE_1"], "ECOLE_1"),
        (None, ["ECOLE_1", "ECOLE_2"], "ECOLE_1"),
    ],
)
def test_ecole_preferee_d_une_circonscription(preferee, libres, obtenue):
    psyen = {"corps": "PSYEN", "discipline": "PSYEN_EDA"}
    voeu = ("CIR CIRCO", {"ecole_preferee": preferee})
    assert places(seuls(*libres).campagne({"A": psyen}, {"A": [voeu]})) == {"A": obtenue}


@regle("MQ25-2D-019")
def test_une_ecole_ne_se_prefere_que_dans_une_circonscription():
    campagne = MARTINIQUE.campagne(
        {"A": {}}, {"A": [("COM* SCHOELCHER", {"ecole_preferee": "ECOLE_1"})]}
    )
    (faute,) = fautes(campagne)
    assert (faute.table, faute.ligne, faute.colonne) == ("voeux", 1, "ecole_preferee")


EXTENSIONS = [
    {"depart": "FDF", "ordre": numero, "type": "COM", "code": commune}
    for numero, commune in enumerate(["FDF", "LAMENTIN", "PRECHEUR", "MORNE_ROUGE"], 1)
]


@regle("MQ25-2D-020")
@pytest.mark.parametrize(
    ("libres", "obtenu"),
    [
        (["LP_FDF", "CLG_LAMENTIN"], "LP_FDF"),
        (["CLG_LAMENTIN", "CLG_REP"], "CLG_LAMENTIN"),
        (["CLG_REP"], "CLG_REP"),
    ],
)
def test_l_extension_part_du_premier_voeu(libres, obtenu):
    # The second vœu would start elsewhere: nothing starts there.
    voeux = {"M": ["ETB CLG_FDF", "COM* SCHOELCHER"], "F": ["ETB CLG_FDF"]}
    candidats = {"M": {}, "F": {"poste_actuel": "CLG_RURAL", "participation": "FACULTATIVE"}}
    campagne = seuls(*libres).campagne(candidats, voeux, extensions=EXTENSIONS)
    assert places(campagne) == {"M": obtenu, "F": "CLG_RURAL"}


@regle("MQ25-2D-020")
def test_le_bareme_d_extension_est_la_partie_fixe_et_ce_que_tous_les_voeux_portent():
    faits = RC | {"annees_poste": 4, "situations_diversite": "HORS_SPECIALITE"}
    faite = MARTINIQUE.instruire({"A": faits}, {"A": ["COM* FDF"]}, extensions=EXTENSIONS)
    assert etendus(faite) == ["COM FDF", "COM LAMENTIN", "COM PRECHEUR", "COM MORNE_ROUGE"]
    etendue = faite.campagne.voeux.query("origine == 'EXTENSION'")
    # 49 + 80 + 50 + 20; the vœu itself has 150,2 more.
    assert set(etendue["bareme"]) == {199_000}


@regle("MQ25-2D-020", "MQ25-2D-034")
@pytest.mark.parametrize(
    "faits",
    [
        {"poste_actuel": "CLG_RURAL", "participation": "FACULTATIVE"},
        {"poste_actuel": "CLG_RURAL", "poste_transforme": True},
    ],
)
def test_pas_d_extension_pour_qui_garde_un_poste(faits):
    faite = MARTINIQUE.instruire({"A": faits}, {"A": ["COM* FDF"]}, extensions=EXTENSIONS)
    assert etendus(faite) == []


@regle("MQ25-2D-021")
@pytest.mark.parametrize(
    ("voeu", "attendu"),
    [
        ("COM* PRECHEUR", None),
        ("DPT* 972", None),
        (("COM* PRECHEUR", {"label_rep_plus": True}), "CLG_REP_PLUS"),
        (("GEO* NORD", {"label_rep_plus": True}), "CLG_REP_PLUS"),
        ("ETB CLG_REP_PLUS", "CLG_REP_PLUS"),
    ],
)
def test_un_neo_titulaire_ne_va_en_rep_plus_que_volontaire(voeu, attendu):
    neo = {"N": {"neo_titulaire": True}}
    campagne = seuls("CLG_REP_PLUS").campagne(neo, {"N": [voeu]}, options={"extension": "aucune"})
    assert places(campagne) == {"N": attendu}


@regle("MQ25-2D-021")
@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        ({"statut": "STAGIAIRE"}, None),
        ({"statut": "STAGIAIRE", "neo_titulaire": False}, "CLG_REP_PLUS"),
        ({"statut": "TITULAIRE", "neo_titulaire": True}, None),
        ({"statut": "TITULAIRE"}, "CLG_REP_PLUS"),
    ],
)
def test_un_stagiaire_est_neo_titulaire_sauf_a_dire_le_contraire(faits, attendu):
    extensions = [{"depart": "972", "ordre": 1, "type": "DPT", "code": "972"}]
    campagne = seuls("CLG_REP_PLUS").campagne(
        {"N": faits}, {"N": ["DPT* 972"]}, extensions=extensions
    )
    assert places(campagne) == {"N": attendu}


@regle("MQ25-2D-013", "MQ25-2D-021")
def test_un_poste_ordinaire_ou_un_groupe_de_postes_ne_se_demande_pas():
    voeux = ["POSTE CLG_REP_PLUS", "GROUPE G", "POSTE SPEA_1", "ETB CLG_FDF"]
    groupe = [{"groupe": "G", "poste": "CLG_REP_PLUS", "sous_rang": 1}]
    retenu = [{"candidat": "A", "poste": "SPEA_1", "rang_commission": 1}]
    faite = MARTINIQUE.instruire({"A": {}}, {"A": voeux}, groupes=groupe, specifiques=retenu)
    assert listes(faite) == ["POSTE SPEA_1", "ETB CLG_FDF"]
    ecartes = faite.supprimes[["rang", "motif", "regles"]].to_dict("split")["data"]
    assert ecartes == [[1, "INELIGIBLE", "MQ25-2D-013"], [2, "INELIGIBLE", "MQ25-2D-013"]]


@regle("MQ25-2D-020", "MQ25-2D-018")
def test_l_extension_part_du_premier_voeu_exprime_non_du_specifique_remonte():
    campagne = seuls("CLG_REP", "CLG_LAMENTIN").campagne(
        {"A": {}},
        {"A": ["ETB CLG_RURAL", "POSTE SPEA_1"]},
        extensions=[
            {"depart": "GRAND_RIVIERE", "ordre": 1, "type": "COM", "code": "MORNE_ROUGE"},
            {"depart": "FDF", "ordre": 1, "type": "COM", "code": "LAMENTIN"},
        ],
    )
    assert places(campagne) == {"A": "CLG_REP"}


@regle("MQ25-2D-021")
def test_l_extension_d_un_neo_titulaire_saute_les_rep_plus():
    libres = seuls("CLG_REP_PLUS", "CLG_REP")
    for neo, obtenu in ((True, "CLG_REP"), (False, "CLG_REP_PLUS")):
        campagne = libres.campagne(
            {"N": {"neo_titulaire": neo}}, {"N": ["ETB CLG_FDF"]}, extensions=EXTENSIONS
        )
        assert places(campagne) == {"N": obtenu}
