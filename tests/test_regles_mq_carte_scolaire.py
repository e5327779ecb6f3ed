"""Martinique 2025, second degré: postes suppressed, transformed, lost before (4.2.4, 4.2.5)."""

from decimal import Decimal

import pytest
from academie_martinique import MARTINIQUE, seuls
from carrieres import CARRIERE, annees, points
from cas_regles import listes, places

from mouvement.engine.mouvement import affecter

regle = pytest.mark.regle
PERDU = {"poste_actuel": "CLG_LAMENTIN", "carte_scolaire": True}
FIXE_323 = {"annees_poste": 8, "echelon": 9}
RC = {"demande_familiale": "RC", "conjoint_commune": "LAMENTIN"}


@regle("MQ25-2D-029")
@pytest.mark.parametrize(
    ("libres", "obtenu"),
    [
        # One step of latitude between communes: SCHOELCHER is nearer to LAMENTIN than PRECHEUR.
        (["CLG_SCHOELCHER", "CLG_REP_PLUS"], "CLG_SCHOELCHER"),
        (["CLG_SCHOELCHER", "LYC_LAMENTIN"], "LYC_LAMENTIN"),
        (["CLG_REP", "ZR_972"], "CLG_REP"),
    ],
)
def test_la_meme_commune_sinon_l_etablissement_le_plus_proche(libres, obtenu):
    assert places(seuls(*libres).campagne({"A": PERDU}, {"A": []})) == {"A": obtenu}


@regle("MQ25-2D-030", "MQ25-2D-032")
def test_1500_points_sur_les_trois_voeux_dans_l_ordre():
    voeux = ["ETB CLG_FDF", "ETB CLG_LAMENTIN", "COM* LAMENTIN", "DPT* 972"]
    assert MARTINIQUE.baremes(PERDU | FIXE_323, voeux) == [323, 1823, 1823, 1823]


@regle("MQ25-2D-030", "MQ25-2D-015")
@pytest.mark.parametrize(
    ("corps", "types", "points"),
    [
        *[("CERTIFIE", "CLG", 323), ("CERTIFIE", "LYC", 323)],
        *[("AGREGE", "LYC", 1823), ("AGREGE", "CLG", 323)],
    ],
)
def test_un_type_exclu_perd_les_1500_points_sauf_lycees_d_un_agrege(corps, types, points):
    faits = PERDU | FIXE_323 | {"corps": corps}
    voeux = ["ETB CLG_LAMENTIN", f"COM/{types} LAMENTIN", "DPT* 972"]
    faite = MARTINIQUE.instruire({"A": faits}, {"A": voeux})
    assert faite.campagne.voeux["bareme"].tolist()[:2] == [1_823_000, points * 1000]
    signale = "CARTE_SCOLAIRE_MAL_FORMULEE" in set(faite.signalements["signalement"])
    assert signale == (points == 323)


@regle("MQ25-2D-030")
def test_un_mauvais_ordre_perd_les_1500_points_et_le_voeu_du_est_ajoute():
    # The commune before the établissement: an ordinary vœu; its place is after.
    faite = MARTINIQUE.instruire(
        {"A": PERDU | FIXE_323}, {"A": ["COM* LAMENTIN", "ETB CLG_LAMENTIN"]}
    )
    assert listes(faite) == ["COM* LAMENTIN", "ETB CLG_LAMENTIN", "COM* LAMENTIN", "DPT* 972"]
    voeux = faite.campagne.voeux
    assert voeux["bareme"].tolist() == [323_000, 1_823_000, 1_823_000, 1_823_000]
    assert "CARTE_SCOLAIRE_MAL_FORMULEE" in set(faite.signalements["signalement"])


@regle("MQ25-2D-031")
@pytest.mark.parametrize(
    ("personnels", "attendus"),
    [
        (
            ["ETB LYC_FDF", "COM* FDF"],
            ["ETB LYC_FDF", "COM* FDF", "ETB CLG_LAMENTIN", "COM* LAMENTIN", "DPT* 972"],
        ),
        (
            ["ETB CLG_LAMENTIN", "COM* FDF"],
            ["ETB CLG_LAMENTIN", "COM* FDF", "COM* LAMENTIN", "DPT* 972"],
        ),
        ([], ["ETB CLG_LAMENTIN", "COM* LAMENTIN", "DPT* 972"]),
        # A vœu for the whole académie is the one for the département.
        (
            ["ETB CLG_LAMENTIN", "COM* LAMENTIN", "ACA*"],
            ["ETB CLG_LAMENTIN", "COM* LAMENTIN", "DPT* 972"],
        ),
    ],
)
def test_les_voeux_obligatoires_manquants_sont_ajoutes(personnels, attendus):
    faite = MARTINIQUE.instruire({"A": PERDU | FIXE_323}, {"A": personnels})
    assert listes(faite) == attendus
    voeux = faite.campagne.voeux
    ajoutes = voeux[len(personnels) :]
    assert set(ajoutes["origine"]) <= {"CARTE_SCOLAIRE"}
    assert set(ajoutes["bareme"]) <= {1_823_000}


@regle("MQ25-2D-031")
def test_rien_n_est_ajoute_a_qui_n_a_pas_perdu_un_poste_d_etablissement():
    # « Un poste implanté en établissement scolaire » (4.2.2).
    faite = MARTINIQUE.instruire({"A": PERDU | {"poste_actuel": "ZR_972"}}, {"A": ["COM* FDF"]})
    assert listes(faite) == ["COM* FDF"]


@regle("MQ25-2D-030", "MQ25-2D-031", "MQ25-2D-062")
def test_un_voeu_labellise_n_est_pas_le_voeu_commune_obligatoire():
    labellise = ("COM* LAMENTIN", {"label_rep_plus": True})
    voeux = ["ETB CLG_LAMENTIN", labellise]
    faite = MARTINIQUE.instruire({"A": PERDU}, {"A": voeux})
    assert listes(faite) == [
        *("ETB CLG_LAMENTIN", "COM* LAMENTIN [label=REP+]"),
        *("COM* LAMENTIN", "DPT* 972"),
    ]
    # 49, and 80 for the label: no 1500, and he is told.
    assert faite.campagne.voeux["bareme"].tolist() == [1_549_000, 129_000, 1_549_000, 1_549_000]
    assert "CARTE_SCOLAIRE_MAL_FORMULEE" in set(faite.signalements["signalement"])
    # Where a label leaves the zone whole, the vœu is the one that he owed.
    entiere = {"voeu_labellise": "toute_la_zone"}
    assert MARTINIQUE.baremes(PERDU, voeux, parametres=entiere) == [1549, 1549, 1549]


@regle("MQ25-2D-032")
def test_les_1500_points_excluent_les_bonifications():
    voeux = ["COM* LAMENTIN", "ETB CLG_LAMENTIN", "COM* LAMENTIN", "DPT* 972"]
    # The first commune, before the établissement, is ordinary: 323 + 150,2.
    ordinaire, *carte = MARTINIQUE.baremes(PERDU | FIXE_323 | RC, voeux)
    assert ordinaire == Decimal("473.2")
    assert carte == [1823, 1823, 1823]
    *_, totale = MARTINIQUE.baremes(
        PERDU | FIXE_323 | RC, voeux, parametres={"exclusivite": "totale"}
    )
    assert totale == 1500


@regle("MQ25-2D-033")
def test_une_mesure_anterieure_vaut_pour_l_etablissement_perdu():
    # Seven years in the present poste: 190, and 49 for the échelon. The worked case's partie fixe
    # is 190 in all, which no échelon and number of years make: the 1500 is what it shows.
    faits = {"etablissement_perdu": "CLG_LAMENTIN", "poste_actuel": "CLG_FDF", "annees_poste": 7}
    voeux = ["ETB CLG_LAMENTIN", "COM* LAMENTIN"]
    assert MARTINIQUE.baremes(faits | RC, voeux) == [1500 + 239, 239 + Decimal("150.2")]
    faite = MARTINIQUE.instruire({"A": faits}, {"A": voeux})
    assert faite.campagne.candidats["participation"].tolist() == ["FACULTATIVE"]
    assert MARTINIQUE.baremes(faits | {"etablissement_perdu": None}, voeux) == [239, 239]


TRANSFORME = {"poste_actuel": "PARTAGE", "poste_transforme": True}
PARTAGE = {"etablissement": "CLG_LAMENTIN", "vacants": 0, "complement_service": True}


@regle("MQ25-2D-034")
def test_le_poste_transforme_est_garde_faute_de_mieux_et_vacant_sinon():
    academie = seuls(PARTAGE=PARTAGE)
    campagne = academie.campagne({"T": TRANSFORME}, {"T": ["ETB LYC_FDF"]})
    assert places(campagne) == {"T": "PARTAGE"}
    academie = seuls("LYC_FDF", PARTAGE=PARTAGE)
    candidats = {"T": TRANSFORME, "N": {}}
    voeux = {"T": ["ETB LYC_FDF"], "N": ["ETB CLG_LAMENTIN"]}
    assert places(academie.campagne(candidats, voeux)) == {"T": "LYC_FDF", "N": "PARTAGE"}


@regle("MQ25-2D-035")
def test_le_poste_complet_libere_va_a_l_agent_du_poste_transforme():
    academie = seuls("LYC_FDF", PARTAGE=PARTAGE)
    candidats = {
        "H": {"poste_actuel": "CLG_LAMENTIN", "annees_poste": 1},
        "T": TRANSFORME | {"echelon": 1},
        "Z": RC | FIXE_323,
        # Even before the 1500 points of a former measure.
        "M": {"etablissement_perdu": "CLG_LAMENTIN", "annees_poste": 12},
    }
    voeux = {
        "H": ["ETB LYC_FDF"],
        "T": [],
        "Z": ["COM* LAMENTIN"],
        "M": ["ETB CLG_LAMENTIN"],
    }
    obtenus = places(academie.campagne(candidats, voeux))
    # H leaves; T had not even asked. T's own poste, shared, goes to who wants the établissement.
    assert obtenus == {"H": "LYC_FDF", "T": "CLG_LAMENTIN", "Z": None, "M": "PARTAGE"}


@regle("MQ25-2D-035")
def test_ce_n_est_qu_un_poste_complet_d_un_tel_etablissement():
    autre = {"etablissement": "CLG_LAMENTIN", "vacants": 1, "complement_service": True}
    academie = seuls(PARTAGE=PARTAGE, AUTRE_PARTAGE=autre)
    assert places(academie.campagne({"T": TRANSFORME}, {"T": []})) == {"T": "PARTAGE"}
    faite = academie.instruire({"T": TRANSFORME}, {"T": []})
    assert listes(faite, "T") == [COMPLETS.replace("[", "[sauf_poste=AUTRE_PARTAGE;")]


COMPLETS = "ETB CLG_LAMENTIN [sauf_poste=PARTAGE]"
"""What the administration adds: the postes complets of the établissement."""


@regle("MQ25-2D-035", "MQ25-2D-036")
@pytest.mark.parametrize(
    ("refuse", "points", "obtenu"),
    [
        (True, {"echelon": 1}, "AUTRE"),
        (False, FIXE_323, "AUTRE"),
        (False, {"echelon": 1}, "PARTAGE"),
    ],
)
def test_son_propre_voeu_garde_tous_les_supports_de_l_etablissement(refuse, points, obtenu):
    autre = {"etablissement": "CLG_LAMENTIN", "vacants": 1, "complement_service": True}
    academie = seuls(PARTAGE=PARTAGE, AUTRE=autre)
    candidats = {
        "T": TRANSFORME | points | {"refus_poste_transforme": refuse},
        # 274 and 184 points.
        "Y": {"annees_poste": 8, "echelon": 1},
        "Z": {"annees_poste": 6, "echelon": 1},
    }
    obtenus = places(academie.campagne(candidats, {nom: ["ETB CLG_LAMENTIN"] for nom in candidats}))
    # Y takes the other one: AUTRE, or the poste that T leaves.
    reste = "AUTRE" if obtenu == "PARTAGE" else "PARTAGE"
    assert obtenus == {"T": obtenu, "Y": reste, "Z": None}


@regle("MQ25-2D-035")
def test_la_priorite_vaut_des_le_voeu_ou_il_demande_son_etablissement():
    academie = seuls("CLG_LAMENTIN", "CLG_SCHOELCHER", PARTAGE=PARTAGE)
    voeux = ["ETB LYC_FDF", "ETB CLG_LAMENTIN", "COM* SCHOELCHER"]
    faite = academie.instruire({"A": TRANSFORME}, {"A": voeux})
    assert listes(faite) == [voeux[0], COMPLETS, COMPLETS, voeux[2]]
    assert faite.campagne.voeux["classe"].tolist() == [0, 1, 0, 0]
    candidats = {"T": TRANSFORME, "Z": FIXE_323}
    obtenus = places(academie.campagne(candidats, {"T": voeux, "Z": ["ETB CLG_LAMENTIN"]}))
    assert obtenus == {"T": "CLG_LAMENTIN", "Z": "PARTAGE"}


@regle("MQ25-2D-036")
def test_refus_du_poste_transforme():
    # Partie fixe 130: 3 years (60), certifié hors classe at the 2nd échelon (70).
    fixe_130 = {"annees_poste": 3, "grade": "HORS_CLASSE", "echelon": 2}
    refus = TRANSFORME | {"refus_poste_transforme": True} | fixe_130
    voeux = ["ETB CLG_LAMENTIN", "COM* LAMENTIN", "GEO* CENTRE", "DPT* 972", "COM/CLG LAMENTIN"]
    academie = seuls(PARTAGE=PARTAGE)
    # Nothing is generated, but for the poste complet, before his own vœu for the établissement.
    complet, *siens = academie.baremes(refus, voeux)
    assert (complet, siens) == (1630, [1630, 1630, 1630, 130, 130])
    # Exclusive of any other bonification, which the département still has.
    assert academie.baremes(refus | RC, voeux)[2:5] == [1630, 1630, 130 + Decimal("170.2")]
    accepte = refus | {"refus_poste_transforme": False}
    assert academie.baremes(accepte, ["COM* LAMENTIN"])[0] == 130


@regle("MQ25-2D-035", "MQ25-2D-055", "MQ25-2D-020")
def test_le_voeu_ajoute_n_est_pas_le_premier_voeu():
    reconverti = TRANSFORME | {"corps": "PLP", "reconversion_achevee": True}
    voeux = ["ETB CLG_LAMENTIN", "ETB LYC_FDF"]
    # 49, and 80 on the first vœu that he expressed.
    assert seuls(PARTAGE=PARTAGE).baremes(reconverti, voeux) == [49, 129, 49]


@regle("MQ25-2D-036", "MQ25-2D-034")
@pytest.mark.parametrize(
    ("libres", "obtenu"),
    [(["LYC_LAMENTIN", "CLG_REP"], "LYC_LAMENTIN"), (["CLG_REP"], "CLG_REP"), ([], "PARTAGE")],
)
def test_qui_refuse_son_poste_n_y_est_pas_ramene_par_un_voeu_large(libres, obtenu):
    refus = TRANSFORME | {"refus_poste_transforme": True}
    campagne = seuls(*libres, PARTAGE=PARTAGE).campagne(
        {"T": refus}, {"T": ["COM* LAMENTIN", "ETB CLG_REP"]}
    )
    assert places(campagne) == {"T": obtenu}


@regle("MQ25-2D-037")
def test_la_plus_forte_bonification_acquise_survit_a_la_carte_scolaire():
    en_rep_plus = annees(2015, 2019, etablissement="COLLEGE_X", classement="REP+")
    rep = {"etablissement": "CLG_REP", "classement": "REP"}
    arrivee = annees(2020, 2020, carte_scolaire=True, **rep)
    cas = [
        {CARRIERE: [*en_rep_plus, *arrivee, *annees(2021, 2024, **rep)]},
        # By himself: he has five years in the REP alone.
        {CARRIERE: [*en_rep_plus, *annees(2020, 2024, **rep)]},
        # Two years after the measure: what he had stays.
        {CARRIERE: [*annees(2018, 2022, etablissement="COLLEGE_X", classement="REP+"),
                    *annees(2023, 2023, carte_scolaire=True, **rep), *annees(2024, 2024, **rep)]},
        # Then re-assigned outside éducation prioritaire: lost.
        {CARRIERE: [*en_rep_plus, *arrivee, *annees(2021, 2023, **rep),
                    *annees(2024, 2024, carte_scolaire=True, etablissement="CLG_FDF")]},
    ]  # fmt: skip
    attendu = [320, 160, 320, 0]
    assert points(MARTINIQUE, cas, "GEO* NORD", ["EDUCATION_PRIORITAIRE"]) == attendu


@regle("MQ25-2D-037", "MQ25-2D-032")
def test_elle_ne_s_ajoute_pas_aux_voeux_de_carte_scolaire():
    faits = {"poste_actuel": "CLG_REP", "carte_scolaire": True, "annees_ep": 5}
    elements = MARTINIQUE.instruire({"A": faits}, {"A": ["GEO* CENTRE"]}).baremes
    porte = elements.loc[elements["element"] == "EDUCATION_PRIORITAIRE", "rang"]
    assert porte.tolist() == [1]


@regle("MQ25-2D-035")
def test_l_audit_dit_la_priorite_absolue():
    audit = affecter(
        seuls("CLG_LAMENTIN", PARTAGE=PARTAGE).campagne({"T": TRANSFORME}, {"T": []})
    ).audit
    (accorde,) = audit.query("motif == 'SATISFAIT'").to_dict("records")
    assert accorde["regles"] == "MQ25-2D-011|MQ25-2D-035"
    assert "priorité absolue" in accorde["detail"]
