"""Postes left vacant, for volunteers of another discipline: Orléans-Tours, V.3, from end to end."""

from dataclasses import replace

import pytest
from cas_regles import affecter_verifie, ecrire
from falsifications import lignes, trouver
from volontaires_orleans_tours import CERTIFIE, CERTIFIES, LP, PLP, academie, campagne, cas_complet

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction.volontaires import LIE
from mouvement.engine.mouvement import affecter
from mouvement.engine.verification import verifier_dossier
from mouvement.io.lecture import lire_campagne

regle = pytest.mark.regle
AVIS = "avis_discipline_seconde"


def places(petite):
    """Return candidat → poste, once the verifier has accepted it all."""
    resultat = affecter_verifie(petite)
    assert verifier_dossier(resultat) == []
    return {ligne["candidat"]: ligne["poste"] for ligne in lignes(resultat, "affectations")}


@regle("OT22-2D-214")
@pytest.mark.parametrize(
    ("faits", "voeux", "obtenu"),
    [
        pytest.param({}, ["ETB LP_GIEN"], "LP_GIEN", id="certifié"),
        pytest.param({"corps": "AGREGE"}, ["ETB LP_GIEN"], "LP_GIEN", id="agrégé"),
        pytest.param({}, ["COM* GIEN", "ACA*"], "CLG_GIEN", id="vœux larges"),
        pytest.param({"demande_seconde": False}, ["ETB LP_GIEN"], None, id="sans demande écrite"),
        pytest.param({AVIS: None}, ["ETB LP_GIEN"], None, id="sans avis"),
        pytest.param({AVIS: "DEFAVORABLE"}, ["ETB LP_GIEN"], None, id="avis défavorable"),
        pytest.param({"discipline_seconde": None}, ["ETB LP_GIEN"], None, id="pas volontaire"),
        pytest.param({"corps": "CPE"}, ["ETB LP_GIEN"], None, id="autre corps"),
        pytest.param({}, ["ETB SEGPA_GIEN"], None, id="hors lycée professionnel"),
        pytest.param({}, ["ETB LP_BLOIS"], None, id="sans support"),
        pytest.param({}, ["ETB CLG_GIEN", "ETB LP_GIEN"], "CLG_GIEN", id="mieux obtenu"),
        pytest.param({}, ["ETB LP_GIEN", "ETB CLG_GIEN"], "LP_GIEN", id="préféré à l'obtenu"),
    ],
)
def test_un_certifie_volontaire_obtient_un_poste_de_lp_reste_vacant(faits, voeux, obtenu):
    petite = campagne({"A": CERTIFIE | faits}, {"A": voeux}, LP_GIEN=1, SEGPA_GIEN=1, CLG_GIEN=1)
    assert places(petite)["A"] == obtenu


@regle("OT22-2D-214")
def test_les_plp_passent_avant_quel_que_soit_le_bareme():
    petite = campagne(
        {"A": CERTIFIE | {"echelon": 11}, "B": {"corps": "PLP", "discipline": LP, "echelon": 2}},
        {"A": ["ETB LP_GIEN"], "B": ["DPT* 45"]},
        LP_GIEN=1,
    )
    assert places(petite) == {"A": None, "B": "LP_GIEN"}


@regle("OT22-2D-215")
@pytest.mark.parametrize(
    ("faits", "voeux", "obtenu"),
    [
        pytest.param({}, ["ETB CLG_GIEN"], "CLG_GIEN", id="collège"),
        pytest.param({}, ["ETB LYC_TOURS"], "LYC_TOURS", id="lycée"),
        pytest.param({}, ["DPT* 45"], None, id="vœu large"),
        pytest.param({"demande_seconde": False}, ["ETB CLG_GIEN"], None, id="sans demande écrite"),
        pytest.param({AVIS: None}, ["ETB CLG_GIEN"], None, id="sans avis"),
    ],
)
def test_un_plp_volontaire_obtient_un_poste_de_college_ou_lycee(faits, voeux, obtenu):
    petite = campagne({"A": PLP | faits}, {"A": voeux}, CLG_GIEN=1, LYC_TOURS=1)
    assert places(petite)["A"] == obtenu


@regle("OT22-2D-215")
def test_chacun_prend_un_poste_libre_et_non_celui_que_l_autre_laisse():
    petite = campagne(
        {"A": CERTIFIE, "B": PLP},
        {"A": ["ETB LP_GIEN", "ETB CLG_GIEN"], "B": ["ETB CLG_GIEN", "ETB LP_BLOIS"]},
        LP_GIEN=1,
        LP_BLOIS=1,
        CLG_GIEN=1,
    )
    # The collège was not left vacant by the mouvement, but by the stage itself.
    assert places(petite) == {"A": "LP_GIEN", "B": "LP_BLOIS"}


@regle("OT22-2D-214")
def test_le_bareme_departage_les_volontaires_et_le_support_quitte_reste_vacant():
    petite = cas_complet()
    resultat = affecter(petite)
    assert places(petite) == {"FORT": "LP_GIEN", "FAIBLE": "CLG_BLOIS", "AUTRE": None}
    (passe,) = lignes(resultat, "complements")
    assert passe == {
        "candidat": "FORT",
        "discipline": LP,
        "ordre_avant": 1,
        "poste_avant": "CLG_GIEN",
        "ordre_apres": 2,
        "poste_apres": "LP_GIEN",
    }
    (affectation,) = (li for li in lignes(resultat, "affectations") if li["candidat"] == "FORT")
    attendu = {"decision": "MUTE", "rang": 1, "origine": "VOEU", "etape": "COMPLEMENT", "ordre": 2}
    assert affectation | attendu == affectation


def test_l_audit_dit_l_etape_sa_barre_et_ce_qui_est_laisse():
    resultat = affecter(cas_complet())
    audit = lignes(resultat, "audit")
    vus = [
        tuple(li[nom] for nom in ("rang", "ordre", "motif", "etape", "regles"))
        for li in audit
        if li["candidat"] in ("FORT", "FAIBLE")
    ]
    assert vus == [
        (1, 2, "BAREME_INSUFFISANT", "COMPLEMENT", "OT22-2D-214"),
        (2, 1, "SATISFAIT", "GENERAL", None),
        (1, 2, "SATISFAIT", "COMPLEMENT", "OT22-2D-214"),
        (2, 1, "SANS_OBJET", "GENERAL", None),
    ]
    fort, faible = (
        audit[trouver(resultat, "audit", candidat=nom, rang=1)] for nom in ("FORT", "FAIBLE")
    )
    assert faible["barre"] == fort["barre"] == fort["bareme"] > faible["bareme"]
    laisse = audit[trouver(resultat, "audit", candidat="FORT", rang=2)]
    assert "le support de CLG_GIEN reste vacant" in laisse["detail"]


def test_les_barres_et_les_priorites_de_l_etape_sont_publiees():
    resultat = affecter(cas_complet())
    barres = [li for li in lignes(resultat, "barres") if li["etape"] == "COMPLEMENT"]
    assert {(li["discipline"], li["niveau"], li["code"]) for li in barres} == {
        (LP, "ETB", "LP_GIEN"),
        (LP, "POSTE", "LP_GIEN"),
    }
    assert {(li["capacite"], li["entrants"], li["etat"]) for li in barres} == {(1, 1, "BARRE")}
    priorites = [li for li in lignes(resultat, "priorites") if li["etape"] == "COMPLEMENT"]
    assert {(li["candidat"], li["ordre"], li["rang_priorite"]) for li in priorites} == {
        ("FORT", 2, 2),
        ("FAIBLE", 2, 1),
    }


def test_un_meme_voeu_peut_etre_refuse_dans_sa_discipline_puis_obtenu():
    """The établissement has postes of both disciplines: the vœu makes a contract at each stage."""
    lieu = academie(LP_GIEN=1)
    propre = {"GT": {"etablissement": "LP_GIEN", "discipline": CERTIFIES, "vacants": 1}}
    lieu = replace(lieu, postes=lieu.postes | propre)
    petite = lieu.campagne(
        {"A": CERTIFIE | {"echelon": 2}, "B": {"discipline": CERTIFIES, "echelon": 9}},
        {"A": ["ETB LP_GIEN"], "B": ["ETB LP_GIEN"]},
        options={"extension": "aucune"},
    )
    assert places(petite) == {"A": "LP_GIEN", "B": "GT"}
    audit = [li for li in lignes(affecter(petite), "audit") if li["candidat"] == "A"]
    assert [(li["rang"], li["ordre"], li["motif"], li["etape"]) for li in audit] == [
        (1, 1, "BAREME_INSUFFISANT", "GENERAL"),
        (1, 2, "SATISFAIT", "COMPLEMENT"),
    ]


def test_un_titulaire_laisse_son_propre_poste():
    titulaire = CERTIFIE | {"participation": "FACULTATIVE", "poste_actuel": "CLG_GIEN"}
    petite = campagne(
        {"A": titulaire, "B": {"discipline": CERTIFIES}},
        {"A": ["ETB LP_GIEN"], "B": ["ETB CLG_GIEN"]},
        LP_GIEN=1,
    )
    # B would have had his poste, had he left it in time.
    assert places(petite) == {"A": "LP_GIEN", "B": None}
    assert lignes(affecter(petite), "complements")[0]["poste_avant"] == "CLG_GIEN"


@pytest.mark.parametrize("simultanees", ["liees", "separees"])
def test_un_membre_de_couple_lie_ne_prend_pas_part_et_le_sait(simultanees):
    gens = {"A": CERTIFIE | {"simultanee": "B"}, "B": CERTIFIE | {"simultanee": "A"}}
    listes = {"A": ["ETB LP_GIEN", "DPT* 45"], "B": ["ETB LP_GIEN", "DPT* 45"]}
    petite = campagne(gens, listes, LP_GIEN=1, CLG_GIEN=2, options={"simultanees": simultanees})
    liees = simultanees == "liees"
    assert ("LP_GIEN" in places(petite).values()) == (not liees)
    dits = [
        s["candidat"] for s in lignes(affecter(petite), "signalements") if s["signalement"] == LIE
    ]
    assert dits == (["A", "B"] if liees else [])


@regle("OT22-2D-214")
def test_qui_n_a_pas_l_avis_est_signale():
    petite = campagne({"A": CERTIFIE | {AVIS: None}}, {"A": ["ETB LP_GIEN"]})
    dits = {s["signalement"] for s in lignes(affecter(petite), "signalements")}
    assert "DISCIPLINE_SECONDE_SANS_SUITE" in dits


def test_sa_propre_discipline_n_est_pas_une_autre(tmp_path):
    petite = campagne(
        {"A": CERTIFIE | {"discipline_seconde": CERTIFIES}}, {"A": ["ETB LP_GIEN"]}, LP_GIEN=1
    )
    with pytest.raises(DonneesRefusees) as refus:
        lire_campagne(ecrire(petite, tmp_path / "campagne"))
    assert [faute.colonne for faute in refus.value.fautes] == ["discipline_seconde"]


def test_un_interdit_vaut_aussi_a_cette_etape():
    interdit = {"candidat": "A", "poste": "LP_GIEN", "nature": "INTERDIT", "motif": "essai"}
    petite = academie(LP_GIEN=1).campagne(
        {"A": CERTIFIE},
        {"A": ["ETB LP_GIEN"]},
        options={"extension": "aucune"},
        decisions=[interdit],
    )
    assert affecter(petite).complements.empty


@pytest.mark.parametrize("vacants", [1, 2])
def test_qui_est_prive_par_une_decision_dans_l_autre_discipline_le_sait(vacants):
    """With one support the decision leaves none; with two it leaves one, for the stronger."""
    force = {"candidat": "F", "poste": "LP_GIEN", "nature": "FORCE", "motif": "essai"}
    gens = {"A": CERTIFIE | {"echelon": 3}, "B": CERTIFIE | {"echelon": 9}}
    gens["F"] = {"corps": "PLP", "discipline": LP}
    petite = academie(LP_GIEN=vacants).campagne(
        gens,
        {"A": ["ETB LP_GIEN"], "B": ["ETB LP_GIEN"], "F": ["ETB LP_BLOIS"]},
        options={"extension": "aucune"},
        decisions=[force],
    )
    prive = "B" if vacants == 1 else "A"
    autre_sort = {"A": None, "B": None if vacants == 1 else "LP_GIEN", "F": "LP_GIEN"}
    assert places(petite) == autre_sort
    resultat = affecter(petite)
    dits = {li["candidat"] for li in lignes(resultat, "audit") if li["motif"] == "DEROGATION"}
    assert dits == {prive, "F"}
    signales = lignes(resultat, "signalements")
    assert [s["candidat"] for s in signales if s["signalement"] == "PRIVE_PAR_DECISION"] == [prive]


def test_la_ligne_de_commande_le_dit_et_le_verifie(lancer, tmp_path):
    dossier, sortie = ecrire(cas_complet(), tmp_path / "campagne"), tmp_path / "resultat"
    reponse = lancer("affecter", dossier, "--sortie", sortie)
    assert reponse.code == 0, reponse.err
    assert "dans une autre discipline ; 1 support laissé vacant" in reponse.out
    assert lancer("verifier", sortie, "--campagne", dossier).code == 0
    recit = lancer("expliquer", sortie, "FORT").out
    assert "à l'étape complémentaire, sur un poste resté vacant dans une autre discipline" in recit
    assert "le support de CLG_GIEN reste vacant" in recit
    assert recit.index("vœu 1,") < recit.index("vœu 2,")
    refuse = lancer("expliquer", sortie, "FAIBLE").out
    assert f"étape complémentaire, poste resté vacant en {LP}" in refuse
    assert "OT22-2D-214" in refuse
