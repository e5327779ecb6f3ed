"""Orléans-Tours 2022: points of rapprochement, children, separation, simultanée (IV.3)."""

from dataclasses import replace
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from familles import APC, RC, enfants, points

regle = pytest.mark.regle
LOIRET = "DPT* 45"
FAMILIAUX = ("RAPPROCHEMENT", "ENFANTS", "SEPARATION", "MUTATION_SIMULTANEE")
QUARANTE_HUIT = {"echelon": 4, "annees_poste": 1}
"""A partie commune of 28 + 20 points."""
PSYEN = {"corps": "PSYEN", "specialite_psyen": "EDA"}
AVEC_CIRCONSCRIPTION = replace(
    ORLEANS_TOURS,
    etablissements=ORLEANS_TOURS.etablissements
    | {"ECOLE_ORLEANS": ("ECOLE", "ORLEANS", {"circonscription": "CIRCO"})},
)


def separation(*cas: dict[str, Any], **reste: Any) -> list[str]:
    """Points of separation of each on the Loiret; who teaches in Bourges, spouse in Orléans."""
    return [
        obtenu[0] for obtenu in points([RC | c for c in cas], [LOIRET], ["SEPARATION"], **reste)
    ]


def carriere(*lignes: dict[str, Any], **reste: Any) -> str:
    """Points of separation of one agent with these years, the last being 2021-2022."""
    premiere = 2022 - len(lignes)
    rangs = [{"candidat": "A", "annee": premiere + n, **dit} for n, dit in enumerate(lignes)]
    faits = reste.pop("faits", {})
    return separation(faits, carriere=rangs, **reste)[0]


@regle("OT22-2D-127")
@regle("OT22-2D-128")
def test_90_2_du_departement_a_l_academie_30_2_en_dessous():
    voeux = ["DPT* 45", "ACA*", "ZRD 45", "ZRA", "DPT/CLG 45"]
    assert points([RC | QUARANTE_HUIT], voeux) == [["138.2", "138.2", "138.2", "138.2", "48"]]
    voeux = ["COM* ORLEANS", "GEO* METROPOLE", "ZRE ZR_45_EST", "CIR CIRCO", "ETB CLG_ORLEANS"]
    assert points([RC | QUARANTE_HUIT | PSYEN], voeux, academie=AVEC_CIRCONSCRIPTION) == [
        ["78.2", "78.2", "78.2", "78.2", "48"]
    ]


@regle("OT22-2D-125")
def test_les_circonscriptions_suivent_le_premier_voeu_commune():
    ailleurs = RC | PSYEN | {"conjoint_commune": "BLOIS"}
    seul = points([ailleurs], ["CIR CIRCO"], FAMILIAUX, AVEC_CIRCONSCRIPTION)
    apres = points([ailleurs], ["COM* BLOIS", "CIR CIRCO"], FAMILIAUX, AVEC_CIRCONSCRIPTION)
    assert (seul, apres) == ([["0"]], [["30.2", "30.2"]])


@regle("OT22-2D-129")
def test_100_points_par_enfant_de_moins_de_18_ans():
    # 4, 17 and 18 years old on 31 August 2022: two count. None on a ZRA.
    ages = enfants("2018-03-01", "2005-01-15", "2004-08-31")
    voeux = ["COM* ORLEANS", "DPT* 45", "ZRD 45", "ZRA", "ZRE ZR_45_EST", "ACA*", "ETB CLG_ORLEANS"]
    assert points([RC], voeux, FAMILIAUX, enfants=ages) == [
        ["230.2", "290.2", "290.2", "90.2", "230.2", "290.2", "0"]
    ]
    assert points([RC], ["ZRA"], FAMILIAUX, enfants=ages, parametres={"enfants_zra": True}) == [
        ["290.2"]
    ]


@regle("OT22-2D-129")
def test_quels_enfants_comptent():
    ages = [
        *enfants("2018-03-01", a_charge=False),
        # Born on 1 September 2022: not yet on 31 August.
        *enfants("2022-09-01", candidat="B"),
        *enfants("2004-09-01", "2010-01-01", candidat="C"),
    ]
    # D has no row in the table: his column is read. E asks for nothing as a family.
    sans_demande = RC | {"demande_familiale": "AUCUNE", "nombre_enfants": 2}
    cas = [RC, RC, RC, RC | {"nombre_enfants": 3}, sans_demande]
    assert points(cas, [LOIRET], ["ENFANTS"], enfants=ages) == [
        *(["0"], ["0"], ["200"], ["300"]),
        ["0"],
    ]
    attendu = RC | {"nombre_enfants_a_naitre": 1}
    assert points([attendu], [LOIRET], ["ENFANTS_A_NAITRE"]) == [["0"]]
    oui = {"enfants_a_naitre": True}
    assert points([attendu], [LOIRET], ["ENFANTS_A_NAITRE"], parametres=oui) == [["100"]]


@regle("OT22-2D-130")
def test_forfait_croissant_des_annees_de_separation():
    dites = [{"annees_separation": nombre} for nombre in (0, 1, 2, 3, 4, 5, 7)]
    assert separation(*dites) == ["0", "100", "150", "250", "350", "450", "450"]
    trois = RC | {"annees_separation": 3, "nombre_enfants": 1}
    voeux = ["DPT* 45", "COM* ORLEANS", "ZRE ZR_45_EST", "ACA*", "ZRD 45", "ZRA"]
    assert points([trois], voeux, ["SEPARATION"]) == [["250", "0", "0", "250", "250", "250"]]
    assert points([trois], [LOIRET], FAMILIAUX) == [["440.2"]]


@regle("OT22-2D-120")
def test_la_separation_vaut_pour_l_autorite_parentale():
    parent = APC | {"annees_separation": 2}
    assert points([parent], [LOIRET], ["SEPARATION"]) == [["150"]]
    non = {"separation_autorite_parentale": False}
    assert points(
        [parent, RC | {"annees_separation": 2}], [LOIRET], ["SEPARATION"], parametres=non
    ) == [
        ["0"],
        ["150"],
    ]


@regle("OT22-2D-131")
def test_six_mois_de_separation_par_annee_scolaire():
    assert carriere(*({"mois_separation": mois} for mois in (10, 6, 5))) == "150"


@regle("OT22-2D-132")
def test_les_annees_validees_sont_gardees():
    deux = {"annees_separation_validees": 2}
    # Only the current year is looked at: the older rows are not counted again.
    assert carriere({"mois_separation": 10}, {"mois_separation": 10}, faits=deux) == "250"
    assert carriere({"mois_separation": 10}, {"mois_separation": 3}, faits=deux) == "150"


@regle("OT22-2D-133")
def test_annees_entieres_de_conge():
    conge = {"position": "CONGE_PARENTAL", "mois": 0, "mois_separation": 10}
    suivre = conge | {"position": "DISPO_CONJOINT"}
    active = {"mois_separation": 10}
    assert carriere(conge, suivre, active) == "250"
    assert carriere(conge, suivre, active, parametres={"separation_poids_conge": 50}) == "150"
    assert carriere(conge | {"mois_separation": 0}) == "0"


@regle("OT22-2D-134")
def test_annee_qui_mele_activite_et_conge():
    mixte = {"position": "CONGE_PARENTAL", "mois": 4, "mois_separation": 12}
    assert carriere(mixte) == "100"
    assert carriere(mixte, parametres={"separation_poids_conge": 50}) == "100"
    assert carriere(mixte | {"position": "DISPO_AUTRE", "mois_separation": 4}) == "0"


@regle("OT22-2D-135")
def test_un_stagiaire_n_a_que_l_annee_en_cours():
    stagiaire = {"statut": "STAGIAIRE", "poste_actuel": None}
    assert separation(stagiaire | {"annees_separation": 3}) == ["100"]
    separe, reuni = {"mois_separation": 10}, {"mois_separation": 0}
    assert carriere(separe, separe, separe, faits=stagiaire) == "100"
    assert carriere(separe, separe, reuni, faits=stagiaire) == "0"


@regle("OT22-2D-136")
def test_des_annees_suspendent_sans_effacer():
    separe = {"mois_separation": 10}
    assert carriere(separe, separe | {"position": "CLM"}, separe, separe) == "250"


@regle("OT22-2D-136")
@pytest.mark.parametrize(
    "exclue",
    [
        *({"position": position} for position in ("DISPO_AUTRE", "NON_ACTIVITE", "CLD", "CLM")),
        {"position": "CONGE_FORMATION"},
        {"conjoint_inactif": True},
        {"hors_second_degre": True},
    ],
)
def test_annees_qui_ne_comptent_pas(exclue):
    separe = {"mois_separation": 10}
    assert carriere(separe, separe | exclue) == "100"


def couple(conjoints: bool, **faits: Any) -> dict[str, dict[str, Any]]:
    """A and B move together, from Bourges and from Vierzon."""
    commun = {"simultanee_conjoints": conjoints} | faits
    return {
        "A": {"poste_actuel": "CLG_BOURGES", "simultanee": "B", "echelon": 11} | commun,
        "B": {"poste_actuel": "CLG_VIERZON", "simultanee": "A", "echelon": 7} | commun,
    }


def baremes(
    candidats: dict[str, dict[str, Any]], voeux: list[str], **reste: Any
) -> list[list[int]]:
    """Points of each vœu of A, then of B."""
    instruction = ORLEANS_TOURS.instruire(candidats, {"A": voeux, "B": voeux}, **reste)
    lignes = instruction.campagne.voeux
    # A rule may make several lines of a vœu, all of the same barème.
    lignes = lignes[lignes["origine"] == "VOEU"].drop_duplicates(["candidat", "rang"])
    siens = [lignes.loc[lignes["candidat"] == nom, "bareme"] for nom in "AB"]
    return [[int(points) / 1000 for points in bareme] for bareme in siens]


@regle("OT22-2D-142")
def test_la_mutation_simultanee_exclut_les_bonifications_familiales():
    famille = RC | {"nombre_enfants": 2, "annees_separation": 3}
    del famille["poste_actuel"]
    voeux = ["DPT* 45", "COM* ORLEANS"]
    assert baremes(couple(True, **famille), voeux) == [[77 + 80, 77], [49 + 80, 49]]
    instruction = ORLEANS_TOURS.instruire(couple(True, **famille), {"A": voeux, "B": voeux})
    dits = instruction.signalements
    assert dits.loc[dits["signalement"] == "PANACHAGE", "candidat"].tolist() == ["A", "B"]


@regle("OT22-2D-143")
def test_80_points_aux_conjoints():
    voeux = ["DPT* 45", "ZRD 45", "COM* ORLEANS", "ZRE ZR_45_EST", "ACA*", "ZRA"]
    (obtenu, _) = baremes(couple(True), voeux)
    assert obtenu == [157, 157, 77, 77, 157, 157]


@regle("OT22-2D-146")
def test_rien_a_ceux_qui_ne_sont_pas_conjoints():
    amis = couple(False)
    assert baremes(amis, [LOIRET]) == [[77], [49]]
    faite = ORLEANS_TOURS.instruire(amis, {"A": [LOIRET], "B": [LOIRET]}).campagne.candidats
    assert faite["simultanee"].tolist() == ["B", "A"]
    instruits = ORLEANS_TOURS.instruire(
        amis | {"C": {"poste_actuel": "CLG_BOURGES"}}, {nom: [LOIRET] for nom in "ABC"}
    ).campagne.voeux
    assert instruits.drop_duplicates("candidat")["departage"].nunique() == 1


@regle("OT22-2D-208")
def test_un_titulaire_et_un_stagiaire_participent_seuls():
    entrant = couple(True)
    entrant["B"] |= {"poste_actuel": None, "entrant": True}
    mixte = couple(True)
    mixte["B"] |= {"poste_actuel": None, "statut": "STAGIAIRE"}
    stagiaires = couple(True, statut="STAGIAIRE")
    assert baremes(entrant, [LOIRET]) == [[157], [129]]
    assert baremes(stagiaires, [LOIRET]) == [[157], [129]]
    assert baremes(mixte, [LOIRET]) == [[77], [49]]
    admis = {"simultanee_statuts_mixtes": True}
    assert baremes(mixte, [LOIRET], parametres=admis) == [[157], [129]]


def test_chacun_a_ses_annees():
    lignes = [
        {"candidat": candidat, "annee": annee, "mois_separation": 10}
        for candidat, annee in (("A", 2019), ("A", 2020), ("A", 2021), ("B", 2021))
    ]
    assert separation({}, {}, {"annees_separation": 4}, carriere=lignes) == ["250", "100", "350"]
