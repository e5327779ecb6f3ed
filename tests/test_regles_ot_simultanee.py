"""Orléans-Tours 2022, second degré: mutations simultanées (I.1.1, IV.3.2, Récapitulatif)."""

from dataclasses import replace
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import etendus, listes
from comparaison import exiger_les_memes
from reference_naive import affecter_instruite_naif

from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.mouvement import affecter, affecter_instruite
from mouvement.engine.verification import verifier

regle = pytest.mark.regle
LIBRE = {"participation": "FACULTATIVE"}


def couple(a: dict[str, Any], b: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return A and B, who ask to move together."""
    return {"A": a | {"simultanee": "B"}, "B": b | {"simultanee": "A"}}


def lies(instruction: Instruction) -> bool:
    """Return whether the couple stands."""
    return bool(instruction.campagne.candidats["simultanee"].notna().all())


def obtenus(candidats: Any, voeux: Any, libres: dict[str, int], **reste: Any) -> dict[str, Any]:
    """Return the poste of each, these alone being vacant; reference and verifier agree.

    But on what the rules signal of outcomes, which the reference does not know.
    """
    tous = (*ORLEANS_TOURS.etablissements, *ORLEANS_TOURS.zones)
    academie = replace(ORLEANS_TOURS, postes={c: {"vacants": libres.get(c, 0)} for c in tous})
    campagne = academie.campagne(candidats, voeux, **reste)
    instruite = instruire(campagne)
    resultat, naif = affecter_instruite(instruite), affecter_instruite_naif(instruite)
    exiger_les_memes(resultat, replace(naif, signalements=resultat.signalements), "couple")
    assert verifier(campagne, resultat, instruite) == []
    lignes = resultat.affectations
    postes = lignes["poste"].astype(object).where(lignes["poste"].notna(), None)
    return dict(zip(lignes["candidat"], postes, strict=True))


@regle("OT22-2D-138")
def test_ensemble_ou_pas_du_tout():
    """Together in one département, or nobody moves: in the Cher when both can."""
    deux = couple(LIBRE | {"poste_actuel": "CLG_TOURS"}, LIBRE | {"poste_actuel": "LYC_TOURS"})
    voeux = {nom: ["DPT* 45", "DPT* 18"] for nom in "AB"}
    seul = {"CLG_GIEN": 1, "CLG_BOURGES": 1}
    assert obtenus(deux, voeux, seul) == {"A": "CLG_TOURS", "B": "LYC_TOURS"}
    ensemble = obtenus(deux, voeux, seul | {"LYC_BOURGES": 1})
    assert set(ensemble.values()) == {"CLG_BOURGES", "LYC_BOURGES"}


@regle("OT22-2D-139")
def test_l_un_des_deux_en_zone_de_remplacement():
    """A gets the only collège of the Loiret; B the zone of the Loiret, and no other's."""
    deux = couple(LIBRE | {"poste_actuel": "CLG_TOURS"}, LIBRE | {"poste_actuel": "LYC_TOURS"})
    voeux = {nom: ["DPT* 45"] for nom in "AB"}
    places = obtenus(deux, voeux, {"CLG_GIEN": 1, "ZR_45_EST": 1})
    assert places == {"A": "CLG_GIEN", "B": "ZR_45_EST"}
    ailleurs = obtenus(deux, voeux, {"CLG_GIEN": 1, "ZR_18": 1})
    assert ailleurs == {"A": "CLG_TOURS", "B": "LYC_TOURS"}
    # Both in zones is not what the text says; two établissements come first.
    deux_zones = obtenus(deux, voeux, {"ZR_45_EST": 2})
    assert deux_zones == {"A": "CLG_TOURS", "B": "LYC_TOURS"}
    ensemble = obtenus(deux, voeux, {"CLG_GIEN": 1, "CLG_OLIVET": 1, "ZR_45_EST": 1})
    assert set(ensemble.values()) == {"CLG_GIEN", "CLG_OLIVET"}


@regle("OT22-2D-139")
def test_le_repli_suit_la_liste_commune():
    """Two vœux in common come first; then the Loiret, one way and the other, then the Cher."""
    deux = couple({}, {})
    faite = ORLEANS_TOURS.instruire(deux, {nom: ["DPT* 45", "DPT/CLG 18"] for nom in "AB"})
    assert listes(faite, "A")[2:] == [
        "DPT* 45 [paire=1]",
        "ZRD 45 [paire=2]",
        "DPT/CLG 18 [paire=3]",
        "ZRD 18 [paire=4]",
    ]
    assert listes(faite, "B")[2:] == [
        "ZRD 45 [paire=1]",
        "DPT* 45 [paire=2]",
        "ZRD 18 [paire=3]",
        "DPT/CLG 18 [paire=4]",
    ]
    voeux = faite.campagne.voeux
    siens = voeux[(voeux["candidat"] == "A") & (voeux["origine"] == "VOEU")]
    assert siens["rang"].tolist() == [1, 2, 1, 1, 2, 2]
    assert siens.groupby("rang")["bareme"].nunique().tolist() == [1, 1]


@regle("OT22-2D-030")
def test_candidature_specifique_et_mutation_simultanee():
    """A asks for a SPEA: both are alone, without the 80 points, maybe in two départements."""
    conjoints = couple({"simultanee_conjoints": True}, {"simultanee_conjoints": True})
    academie = replace(
        ORLEANS_TOURS, postes={"SPEA": {"etablissement": "LYC_ORLEANS", "nature": "SPEA"}}
    )
    communs = ["DPT* 45", "DPT* 18"]
    faite = academie.instruire(conjoints, {"A": ["POSTE SPEA", *communs], "B": communs})
    assert not lies(faite)
    assert "MUTATION_SIMULTANEE" not in set(faite.baremes["element"])
    sans = academie.instruire(conjoints, {"A": communs, "B": communs})
    assert lies(sans)
    quatre_vingts = sans.baremes[sans.baremes["element"] == "MUTATION_SIMULTANEE"]
    par_voeu = quatre_vingts[quatre_vingts["rang"] > 0]
    assert par_voeu["points"].tolist() == [80_000] * 4


@regle("OT22-2D-140")
def test_debut_commun_des_deux_listes():
    voeux = {
        "A": ["COM* BLOIS", "DPT* 41", "DPT* 45", "DPT* 18"],
        "B": ["COM* BLOIS", "DPT* 41", "DPT* 18"],
    }
    faite = ORLEANS_TOURS.instruire(couple({}, {}), voeux)
    assert listes(faite, "A")[:2] == listes(faite, "B")[:2] == ["COM* BLOIS", "DPT* 41"]
    assert all("paire=" in voeu for voeu in listes(faite, "A")[2:] + listes(faite, "B")[2:])
    otes = faite.supprimes
    assert otes[["candidat", "rang"]].to_numpy().tolist() == [["A", 3], ["A", 4], ["B", 3]]
    assert set(otes["regles"]) == {"OT22-2D-140"}
    # « Perfectly identical »: the type of établissement too.
    faite = ORLEANS_TOURS.instruire(couple({}, {}), {"A": ["DPT* 45"], "B": ["DPT/LYC 45"]})
    assert listes(faite, "A") == listes(faite, "B") == []


def _points_de_couple(conjoints: bool) -> dict[str, int]:
    """Return what the DPT* gives besides seniority, when A is a carte-scolaire agent."""
    deux = couple({"carte_scolaire": True, "poste_actuel": "CLG_ORLEANS"}, {})
    deux = {nom: faits | {"simultanee_conjoints": conjoints} for nom, faits in deux.items()}
    voeux = {nom: ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"] for nom in "AB"}
    faite = ORLEANS_TOURS.instruire(deux, voeux)
    assert listes(faite, "A") != []
    elements = faite.baremes[faite.baremes["rang"] == 2]
    autres = elements[~elements["element"].isin(["ANC_SERVICE", "ANC_POSTE"])]
    sommes = autres.groupby("candidat")["points"].sum() // 1000
    return {nom: int(sommes.get(nom, 0)) for nom in "AB"}


@regle("OT22-2D-141")
def test_carte_scolaire_dans_un_couple():
    """1,500 for the one whose poste is suppressed, alone; 80 for each when they are spouses."""
    assert _points_de_couple(True) == {"A": 1580, "B": 80}
    assert _points_de_couple(False) == {"A": 1500, "B": 0}


@regle("OT22-2D-141")
def test_voeux_obligatoires_absents_de_la_liste_commune():
    deux = couple({"carte_scolaire": True, "poste_actuel": "CLG_ORLEANS"}, {})
    voeux = {"A": ["ETB CLG_ORLEANS", "DPT* 45", "ACA*"], "B": ["ETB CLG_ORLEANS", "ACA*"]}
    faite = ORLEANS_TOURS.instruire(deux, voeux)
    assert listes(faite, "A") == listes(faite, "B") == ["ETB CLG_ORLEANS"]
    dits = faite.signalements[faite.signalements["signalement"] == "SIMULTANEE_CARTE_SCOLAIRE"]
    assert dits["candidat"].tolist() == ["A", "B"]
    assert "CARTE_SCOLAIRE" not in set(faite.baremes["element"])


@pytest.mark.parametrize(
    ("voeu", "participent"),
    [("DPT* 18", set()), ("ETB LYC_BOURGES", set()), ("DPT* 45", {"A", "B"})],
)
@regle("OT22-2D-144")
def test_dans_le_departement_commun(voeu, participent):
    deux = couple(LIBRE | {"poste_actuel": "CLG_BOURGES"}, LIBRE | {"poste_actuel": "CLG_VIERZON"})
    faite = ORLEANS_TOURS.instruire(deux, {nom: [voeu] for nom in "AB"})
    assert set(faite.campagne.candidats["candidat"]) == participent


@regle("OT22-2D-145")
def test_extension_a_partir_du_poste_du_partenaire():
    """A holds a poste in Tours; B must be placed: from the Indre-et-Loire."""
    deux = couple(LIBRE | {"poste_actuel": "CLG_TOURS"}, {"entrant": True})
    voeux = {nom: ["DPT* 45"] for nom in "AB"}
    faite = ORLEANS_TOURS.instruire(deux, voeux)
    assert etendus(faite, "A") == []
    ordre = ["37", "41", "36", "28", "45", "18"]
    assert etendus(faite, "B") == [f"{t} {d}" for t in ("DPT", "ZRD") for d in ordre]
    places = obtenus(deux, voeux, {"CLG_BLOIS": 1, "CLG_CHATEAUROUX": 1})
    assert places == {"A": "CLG_TOURS", "B": "CLG_BLOIS"}


@pytest.mark.parametrize(
    ("statuts", "mixtes", "admis"),
    [
        (("TITULAIRE", "TITULAIRE"), False, True),
        (("STAGIAIRE", "STAGIAIRE"), False, True),
        (("TITULAIRE", "STAGIAIRE"), False, False),
        (("TITULAIRE", "STAGIAIRE"), True, True),
    ],
)
@regle("OT22-2D-208")
def test_deux_titulaires_ou_deux_stagiaires(statuts, mixtes, admis):
    deux = couple({"statut": statuts[0]}, {"statut": statuts[1]})
    parametres = {"simultanee_statuts_mixtes": mixtes}
    voeux = {nom: ["DPT* 45"] for nom in "AB"}
    faite = ORLEANS_TOURS.instruire(deux, voeux, parametres=parametres)
    assert set(faite.campagne.candidats["candidat"]) == {"A", "B"}
    assert lies(faite) == admis


@regle("OT22-2D-144")
def test_l_academie_sans_le_departement_commun():
    """Both of the Cher ask for the académie: never for another poste of the Cher."""
    deux = couple(LIBRE | {"poste_actuel": "CLG_BOURGES"}, LIBRE | {"poste_actuel": "CLG_VIERZON"})
    voeux = {nom: ["ACA*"] for nom in "AB"}
    au_cher = {"LYC_BOURGES": 1}
    assert obtenus(deux, voeux, au_cher) == {"A": "CLG_BOURGES", "B": "CLG_VIERZON"}
    partout = obtenus(deux, voeux, au_cher | {"CLG_TOURS": 1, "LYC_TOURS": 1})
    assert set(partout.values()) == {"CLG_TOURS", "LYC_TOURS"}
    faite = ORLEANS_TOURS.instruire(deux, voeux)
    demandes = [voeu for voeu in listes(faite, "A") if "paire" not in voeu]
    assert demandes == [f"DPT* {code}" for code in ("28", "36", "37", "41", "45")]


@regle("OT22-2D-140", "OT22-2D-144")
def test_un_voeu_qui_n_est_pas_commun_n_annule_rien():
    """A alone asks for the Cher, where both are: that vœu falls, the common one stands."""
    deux = couple(LIBRE | {"poste_actuel": "CLG_BOURGES"}, LIBRE | {"poste_actuel": "CLG_VIERZON"})
    faite = ORLEANS_TOURS.instruire(deux, {"A": ["DPT* 45", "ETB LYC_BOURGES"], "B": ["DPT* 45"]})
    assert lies(faite)
    assert listes(faite, "A")[0] == listes(faite, "B")[0] == "DPT* 45"
    assert faite.supprimes[["candidat", "rang"]].to_numpy().tolist() == [["A", 2]]


@regle("OT22-2D-140")
def test_un_voeu_retire_a_l_un_l_est_a_l_autre_et_non_les_suivants():
    """A is in the zone that both ask for first: a rule takes it from him, the list goes on."""
    deux = couple(LIBRE | {"poste_actuel": "ZR_45_EST"}, {"entrant": True})
    faite = ORLEANS_TOURS.instruire(deux, {nom: ["ZRD 45", "DPT* 18"] for nom in "AB"})
    assert listes(faite, "A")[0] == listes(faite, "B")[0] == "DPT* 18"
    notes = faite.supprimes.set_index("candidat")["note"]
    assert notes["B"] == "vœu commun qu'une règle a retiré de la liste du partenaire"
    assert faite.supprimes["rang"].tolist() == [1, 1]


@pytest.mark.parametrize("aussi", [True, False])
@regle("OT22-2D-144", "OT22-2D-100")
def test_qui_doit_participer_participe_seul(aussi):
    """A lost his poste, in the département of B's, who lost his too or not: A keeps his points."""
    perdu = {"carte_scolaire": True}
    du_loiret = perdu if aussi else LIBRE
    deux = couple(perdu | {"poste_actuel": "CLG_ORLEANS"}, du_loiret | {"poste_actuel": "CLG_GIEN"})
    voeux = {nom: ["ETB CLG_ORLEANS", "ETB CLG_GIEN", "DPT* 45", "ACA*"] for nom in "AB"}
    faite = ORLEANS_TOURS.instruire(deux, voeux)
    assert faite.campagne.candidats["candidat"].tolist() == (["A", "B"] if aussi else ["A"])
    assert faite.campagne.candidats["simultanee"].isna().all()
    elements = faite.baremes[faite.baremes["element"] == "CARTE_SCOLAIRE"]
    assert set(elements["candidat"]) == ({"A", "B"} if aussi else {"A"})
    dits = faite.signalements.groupby("signalement")["candidat"].agg(list).to_dict()
    if aussi:
        assert dits["SIMULTANEE_INTERNE_OBLIGATOIRE"] == ["A", "B"]
    else:
        assert dits["PARTENAIRE_ECARTE"] == ["A"]
        assert faite.rejets["cle"].tolist() == ["B"]


@regle("OT22-2D-145", "OT22-2D-113")
def test_le_partenaire_en_carte_scolaire_n_est_pas_laisse_sans_rien():
    """A stays in Tours; B, whose poste is lost, is extended from there: one poste, at Gien."""
    perdu = {"poste_actuel": "CLG_ORLEANS", "carte_scolaire": True}
    deux = couple(LIBRE | {"poste_actuel": "CLG_TOURS"}, perdu)
    voeux = {nom: ["ETB CLG_ORLEANS", "COM* ORLEANS", "DPT* 45", "ACA*"] for nom in "AB"}
    assert obtenus(deux, voeux, {"CLG_GIEN": 1}) == {"A": "CLG_TOURS", "B": "CLG_GIEN"}
    seul = ORLEANS_TOURS.instruire({"B": perdu}, {"B": voeux["B"]})
    assert etendus(seul, "B") == []


@regle("OT22-2D-139", "OT22-2D-076")
def test_le_repli_n_est_pas_la_zone_ou_l_on_est_deja():
    """A is on a zone of the Loiret: only B may be on one, A in an établissement."""
    deux = couple(LIBRE | {"poste_actuel": "ZR_45_EST"}, {"entrant": True})
    faite = ORLEANS_TOURS.instruire(deux, {nom: ["DPT* 45"] for nom in "AB"})
    assert listes(faite, "A")[1:] == ["DPT* 45 [paire=1]"]
    assert listes(faite, "B")[1:] == ["ZRD 45 [paire=1]"]


@regle("OT22-2D-141")
def test_les_voeux_obligatoires_d_une_zone_perdue():
    """ZRE, ZRD, ZRA: nothing is missing of what a lost zone asks for."""
    deux = couple({"poste_actuel": "ZR_45_EST", "carte_scolaire": True}, {"entrant": True})
    voeux = {nom: ["ZRE ZR_45_EST", "ZRD 45", "ZRA"] for nom in "AB"}
    faite = ORLEANS_TOURS.instruire(deux, voeux)
    assert "SIMULTANEE_CARTE_SCOLAIRE" not in set(faite.signalements["signalement"])


@regle("OT22-2D-085")
def test_une_liste_commune_vide_se_dit():
    """No vœu in common: nothing to extend from, which somebody must know."""
    campagne = ORLEANS_TOURS.campagne(couple({}, {}), {"A": ["DPT* 45"], "B": ["DPT* 18"]})
    resultat = affecter(campagne)
    assert verifier(campagne, resultat) == []
    assert resultat.affectations["decision"].tolist() == ["NON_AFFECTE", "NON_AFFECTE"]
    dits = resultat.signalements[resultat.signalements["signalement"] == "SANS_DEPART_EXTENSION"]
    assert dits["candidat"].tolist() == ["A", "B"]
    assert set(dits["detail"]) == {
        "aucun vœu ne lui reste, dont l'extension aurait le barème : à placer à la main"
    }


@pytest.mark.parametrize(
    ("partenaire", "voeux", "dit"),
    [({"annees_poste": 9}, ["DPT* 18"], True), ({}, ["DPT* 18"], False)],
)
@regle("OT22-2D-203")
def test_le_dispositif_ne_se_dit_que_de_qui_en_releve(partenaire, voeux, dit):
    ancien = {"entrant": True, "echelon": 9}
    deux = couple(ancien | {"annees_poste": 9}, ancien | partenaire)
    faite = ORLEANS_TOURS.instruire(deux, dict.fromkeys("AB", voeux))
    signales = faite.signalements[faite.signalements["signalement"] == "DISPOSITIF_343"]
    assert signales["candidat"].tolist() == (["A", "B"] if dit else [])


@regle("OT22-2D-139", "OT22-2D-220")
def test_un_repli_ne_s_ameliore_pas_en_son_propre_voeu():
    """A in the one collège, B in the zone: the vœu that gave them both has no more to give A."""
    deux = couple(LIBRE | {"poste_actuel": "CLG_TOURS"}, {"entrant": True})
    voeux = {nom: ["DPT* 45"] for nom in "AB"}
    academie = replace(
        ORLEANS_TOURS,
        postes={
            c: {"vacants": int(c in ("CLG_GIEN", "ZR_45_EST"))}
            for c in (*ORLEANS_TOURS.etablissements, *ORLEANS_TOURS.zones)
        },
    )
    campagne = academie.campagne(deux, voeux)
    resultat = affecter(campagne)
    assert verifier(campagne, resultat) == []
    assert set(resultat.affectations["poste"]) == {"CLG_GIEN", "ZR_45_EST"}
    assert resultat.ameliorations.empty
