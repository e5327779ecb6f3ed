"""Postes left vacant, for volunteers of another discipline: Orléans-Tours, V.3, from end to end."""

from dataclasses import replace

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import ecrire
from falsifications import SPECS, autre, avec, lignes, modifier, nomme, trouver

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction import instruire
from mouvement.engine.instruction.volontaires import LIE
from mouvement.engine.mouvement import affecter
from mouvement.engine.verification import verifier, verifier_dossier
from mouvement.io.lecture import lire_campagne

regle = pytest.mark.regle
LP, CERTIFIES = "P1300", "L1300"
DEMANDE = {"demande_seconde": True, "avis_discipline_seconde": "FAVORABLE"}
CERTIFIE = {"discipline": CERTIFIES, "discipline_seconde": LP, **DEMANDE}
PLP = {"corps": "PLP", "discipline": LP, "discipline_seconde": CERTIFIES, **DEMANDE}
ETABLISSEMENTS = {
    "LP_GIEN": ("LP", "GIEN"),
    "LP_BLOIS": ("LP", "BLOIS"),
    "SEGPA_GIEN": ("SEGPA", "GIEN"),
    "CLG_GIEN": ("CLG", "GIEN"),
    "CLG_BLOIS": ("CLG", "BLOIS"),
    "LYC_TOURS": ("LYC", "TOURS"),
}
VACANTS = dict.fromkeys(ETABLISSEMENTS, 1)


def academie(**vacants):
    """Return an académie of these supports, by établissement: LP and SEGPA are for PLP."""
    postes = {
        nom: {"etablissement": nom, "vacants": nombre, "nature": "ETB"}
        | {"discipline": LP if nom.startswith(("LP", "SEGPA")) else CERTIFIES}
        for nom, nombre in (dict.fromkeys(ETABLISSEMENTS, 0) | vacants).items()
    }
    return replace(ORLEANS_TOURS, etablissements=ETABLISSEMENTS, zones={}, postes=postes)


def campagne(candidats, voeux, **dit):
    """Return a campaign without extension, so that the lists are what candidats wrote."""
    options = {"extension": "aucune", **dit.pop("options", {})}
    return academie(**dit).campagne(candidats, voeux, options=options)


def places(petite):
    """Return candidat → poste, once the verifier has accepted it all."""
    resultat = affecter(petite)
    assert verifier(petite, resultat) == []
    assert verifier_dossier(resultat) == []
    return {ligne["candidat"]: ligne["poste"] for ligne in lignes(resultat, "affectations")}


def cas_complet():
    """Return two volunteers for one poste, both seated before; the stronger leaves his."""
    fort = CERTIFIE | {"echelon": 9}
    faible = CERTIFIE | {"echelon": 5}
    return campagne(
        {"FORT": fort, "FAIBLE": faible, "AUTRE": {"discipline": CERTIFIES}},
        {
            "FORT": ["ETB LP_GIEN", "DPT* 45"],
            "FAIBLE": ["ETB LP_GIEN", "ETB CLG_BLOIS"],
            "AUTRE": ["DPT* 45", "DPT* 37"],
        },
        LP_GIEN=1,
        CLG_GIEN=1,
        CLG_BLOIS=1,
    )


@regle("OT22-2D-214")
@pytest.mark.parametrize(
    ("faits", "voeux", "obtenu"),
    [
        pytest.param({}, ["ETB LP_GIEN"], "LP_GIEN", id="certifié"),
        pytest.param({"corps": "AGREGE"}, ["ETB LP_GIEN"], "LP_GIEN", id="agrégé"),
        pytest.param({}, ["COM* GIEN"], "CLG_GIEN", id="vœu large"),
        pytest.param({}, ["DPT* 45", "ACA*"], "CLG_GIEN", id="vœux larges"),
        pytest.param({"demande_seconde": False}, ["ETB LP_GIEN"], None, id="sans demande écrite"),
        pytest.param({"avis_discipline_seconde": None}, ["ETB LP_GIEN"], None, id="sans avis"),
        pytest.param(
            {"avis_discipline_seconde": "DEFAVORABLE"}, ["ETB LP_GIEN"], None, id="avis défavorable"
        ),
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
        pytest.param({"avis_discipline_seconde": None}, ["ETB CLG_GIEN"], None, id="sans avis"),
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
    lieu = replace(
        lieu,
        postes=lieu.postes
        | {"GT": {"etablissement": "LP_GIEN", "discipline": CERTIFIES, "vacants": 1}},
    )
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
    petite = campagne({"A": CERTIFIE | {"avis_discipline_seconde": None}}, {"A": ["ETB LP_GIEN"]})
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


TABLES = ("affectations", "audit", "barres", "priorites", "complements")
LIBRES = ("detail", "libelle", "libelle_actuel")
CELLULES = [
    (nom, colonne.nom) for nom in TABLES for colonne in SPECS[nom].colonnes
    if colonne.nom not in LIBRES
]  # fmt: skip


@pytest.fixture(scope="module")
def fait():
    petite = cas_complet()
    return petite, instruire(petite), affecter(petite)


def de_l_etape(resultat, table):
    """Return the numbers of the rows that the stage made."""
    return [
        numero
        for numero, ligne in enumerate(lignes(resultat, table))
        if ligne.get("etape", "COMPLEMENT") == "COMPLEMENT"
    ]


@pytest.mark.parametrize(("table", "colonne"), CELLULES)
def test_une_cellule_modifiee_se_voit(fait, table, colonne):
    petite, instruction, juste = fait
    for numero in de_l_etape(juste, table):
        avant = lignes(juste, table)[numero][colonne]
        faux = modifier(
            juste, table, numero, **{colonne: autre(SPECS[table].colonne(colonne), avant)}
        )
        assert verifier(petite, faux, instruction), (table, colonne, numero)


@pytest.mark.parametrize("table", TABLES)
def test_une_ligne_perdue_ou_doublee_se_voit(fait, table):
    petite, instruction, juste = fait
    toutes = lignes(juste, table)
    for numero in de_l_etape(juste, table):
        perdue = avec(juste, table, toutes[:numero] + toutes[numero + 1 :])
        doublee = avec(juste, table, [*toutes, toutes[numero]])
        for faux in (perdue, doublee):
            assert verifier(petite, faux, instruction), (table, numero)


def test_l_etape_donnee_au_plus_faible_se_voit(fait):
    """Grants, seats and what was left are consistent: only the barème is broken."""
    petite, instruction, _ = fait
    inverse = affecter(
        campagne(
            {
                "FORT": CERTIFIE | {"echelon": 5},
                "FAIBLE": CERTIFIE | {"echelon": 9},
                "AUTRE": {"discipline": CERTIFIES},
            },
            {
                "FORT": ["ETB LP_GIEN", "DPT* 45"],
                "FAIBLE": ["ETB LP_GIEN", "ETB CLG_BLOIS"],
                "AUTRE": ["DPT* 45", "DPT* 37"],
            },
            LP_GIEN=1,
            CLG_GIEN=1,
            CLG_BLOIS=1,
        )
    )
    constats = verifier(petite, inverse, instruction)
    assert any("FORT devait obtenir son vœu 1 (ETB:LP_GIEN" in str(constat) for constat in constats)


def test_quelqu_un_d_autre_ne_peut_pas_y_entrer(fait):
    petite, instruction, juste = fait
    numero = trouver(juste, "affectations", candidat="AUTRE")
    faux = modifier(
        juste, "affectations", numero, ordre=3, poste="LP_GIEN", etape="COMPLEMENT", rang=1
    )
    passe = lignes(juste, "complements")[0]
    intrus = passe | {
        "candidat": "AUTRE",
        "ordre_avant": None,
        "poste_avant": None,
        "ordre_apres": 3,
    }
    faux = avec(faux, "complements", [passe, intrus])
    assert nomme(verifier(petite, faux, instruction), "affectations", "AUTRE")


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
