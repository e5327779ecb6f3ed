"""Martinique 2025, second degré: TZR, and what is told once everybody is placed (3.2, 4.2.4)."""

from dataclasses import replace

import pytest
from academie_martinique import MARTINIQUE, seuls

from mouvement.engine.mouvement import affecter
from mouvement.engine.points import en_points

regle = pytest.mark.regle
TZR = {"poste_actuel": "ZR_972"}


def signales(campagne, debut):
    """Return candidat → signalement, of those whose name begins so."""
    lignes = affecter(campagne).signalements
    dits = lignes[lignes["signalement"].str.startswith(debut)]
    return dict(zip(dits["candidat"], dits["signalement"], strict=True))


@regle("MQ25-2D-057")
def test_stabilisation_des_tzr():
    voeux = ["COM* FDF", "GEO* CENTRE", "DPT* 972", "GEO/CLG CENTRE", "ETB CLG_FDF"]
    attendus = [249, 349, 449, 199, 199]
    assert MARTINIQUE.baremes(TZR | {"annees_poste": 5}, voeux) == attendus
    fixe = {"poste_actuel": "CLG_RURAL", "annees_poste": 5}
    assert MARTINIQUE.baremes(fixe, voeux) == [199] * 5


@regle("MQ25-2D-074")
def test_un_tzr_sans_preferences_est_signale():
    candidats = {"A": TZR, "B": TZR, "C": {"poste_actuel": "CLG_RURAL"}}
    voeux = {nom: ["COM* FDF"] for nom in candidats}
    preferences = [{"candidat": "B", "rang": 1, "type": "COM", "code": "FDF"}]
    zones = replace(MARTINIQUE, postes=MARTINIQUE.postes | {"ZR_972": {"vacants": 0}})
    campagne = zones.campagne(candidats, voeux, preferences=preferences)
    assert signales(campagne, "TZR") == {"A": "TZR_SANS_PREFERENCES"}
    # His demande stands all the same.
    assert set(affecter(campagne).audit["candidat"]) == {"A", "B", "C"}


@regle("MQ25-2D-075")
@pytest.mark.parametrize(
    ("par_contractuel", "signalement"),
    [(False, "ANNEE_EN_ZONE_DE_REMPLACEMENT"), (True, "ANNEE_SUR_LE_POSTE_OBTENU")],
)
def test_agent_qui_arrive_de_nouvelle_caledonie_en_cours_d_annee(par_contractuel, signalement):
    academie = seuls(CLG_FDF={"vacants": 1, "occupe_par_contractuel": par_contractuel})
    origine = {"origine_reintegration": "COM", "collectivite_origine": "NOUVELLE_CALEDONIE"}
    candidats = {"A": origine, "B": {}, "S": origine}
    voeux = {"A": ["ETB CLG_FDF"], "B": [], "S": []}
    campagne = academie.campagne(candidats, voeux)
    resultat = affecter(campagne)
    # The poste obtained is his, whatever the year.
    poste = resultat.affectations.set_index("candidat")["poste"]
    assert poste["A"] == "CLG_FDF"
    assert signales(campagne, "ANNEE") == {"A": signalement}


@regle("MQ25-2D-076")
def test_le_bareme_du_dernier_entrant_sans_rien_d_autrui():
    academie = seuls("CLG_LAMENTIN", "LYC_LAMENTIN")
    rc = {"demande_familiale": "RC", "conjoint_commune": "LAMENTIN", "nombre_enfants": 1}
    candidats = {"A": rc, "B": {}, "C": {"annees_poste": 0, "echelon": 7}}
    candidats = {nom: {"annees_poste": 5} | faits for nom, faits in candidats.items()}
    voeux = {nom: ["COM* LAMENTIN"] for nom in candidats}
    resultat = affecter(academie.campagne(candidats, voeux))
    assert resultat.affectations["bareme"].dropna().tolist() == [399_200, 199_000]
    publiees = resultat.barres
    (lamentin,) = publiees.query("niveau == 'COM' and code == 'LAMENTIN'").to_dict("records")
    assert (lamentin["barre"], lamentin["entrants"]) == (199_000, 2)
    # Nobody's name, no element of his barème.
    assert not {"candidat", "element", "points"} & set(publiees.columns)


def publies(campagne):
    """Return what is told of each place: "COM LAMENTIN" → figure, or "" when it is to hide."""
    lignes = affecter(campagne).signalements
    siens = lignes[lignes["signalement"].str.startswith("DERNIER_ENTRANT")]
    assert set(siens["regle"]) <= {"MQ25-2D-076"}
    lieux = [dit for detail in siens["detail"] for dit in detail.split(" ; ")]
    return {dit.partition(" : ")[0]: dit.partition(" : ")[2] for dit in lieux}


@regle("MQ25-2D-076")
def test_le_chiffre_du_dernier_entrant_est_masque_sous_un_nombre_d_entrants():
    academie = seuls("CLG_LAMENTIN", "LYC_LAMENTIN", "CLG_SCHOELCHER", "CLG_FDF")
    rc = {"demande_familiale": "RC", "nombre_enfants": 1}
    candidats = {
        "A": rc | {"conjoint_commune": "LAMENTIN"},
        "B": rc | {"conjoint_commune": "LAMENTIN"},
        "C": rc | {"conjoint_commune": "SCHOELCHER"},
        "D": {},
    }
    voeux = {"A": ["COM* LAMENTIN"], "B": ["COM* LAMENTIN"]}
    voeux |= {"C": ["COM* SCHOELCHER"], "D": ["COM* FDF"]}
    campagne = academie.campagne(candidats, voeux)
    chiffres = publies(campagne)
    bareme = affecter(campagne).affectations.set_index("candidat")["bareme"]
    assert bareme["A"] == bareme["B"] > bareme["C"] > bareme["D"]
    # C is alone, with points of rapprochement; D is alone, with his seniority; A and B are two.
    assert chiffres["COM SCHOELCHER"] == ""
    assert chiffres["COM FDF"] == en_points(bareme["D"])
    assert chiffres["COM LAMENTIN"] == en_points(bareme["A"])
    assert chiffres["DPT 972"] == en_points(bareme["D"])
    trois = replace(campagne, parametres={"entrants_minimum": 3})
    masques = publies(trois)
    assert {lieu for lieu, chiffre in masques.items() if not chiffre} == {
        lieu for lieu in masques if lieu.endswith(("LAMENTIN", "SCHOELCHER"))
    }
    aucun = publies(replace(campagne, parametres={"entrants_minimum": 1}))
    assert all(aucun.values())
    assert set(aucun) == set(masques) == set(chiffres)


@regle("MQ25-2D-077")
def test_qui_peut_former_un_recours():
    academie = seuls("CLG_LAMENTIN", "CLG_SCHOELCHER")
    candidats = {
        "EXTENSION": {},
        "FACULTATIF": {"poste_actuel": "CLG_RURAL"},
        "SATISFAIT": {"annees_poste": 4},
        "SANS_RIEN": {"echelon": 1},
        "CARTE": {"poste_actuel": "CLG_REP", "carte_scolaire": True},
    }
    voeux = {
        "EXTENSION": ["COM* FDF"],
        "FACULTATIF": ["ETB CLG_FDF"],
        "SATISFAIT": ["ETB CLG_FDF", "ETB LYC_FDF", "COM* FDF", "ETB CLG_LAMENTIN"],
        "SANS_RIEN": ["ETB CLG_FDF"],
        "CARTE": ["ETB LYC_FDF"],
    }
    extensions = [{"depart": "FDF", "ordre": 1, "type": "DPT", "code": "972"}]
    trois = replace(academie, postes=academie.postes | {"LP_FDF": {"vacants": 0}})
    trois = replace(trois, postes=trois.postes | {"CLG_RURAL": {"vacants": 1}})
    campagne = trois.campagne(candidats, voeux, extensions=extensions)
    assert signales(campagne, "RECOURS") == {
        "EXTENSION": "RECOURS_HORS_VOEUX",
        "FACULTATIF": "RECOURS_SANS_MUTATION",
        "SANS_RIEN": "RECOURS_SANS_MUTATION",
        # The administration made the vœu that placed him.
        "CARTE": "RECOURS_HORS_VOEUX",
    }


@regle("MQ25-2D-077")
def test_nul_recours_pour_qui_n_a_rien_demande_ni_sur_un_poste_demande():
    academie = seuls("CLG_SCHOELCHER", "CLG_LAMENTIN", "LYC_LAMENTIN", "CLG_RURAL", "LYC_FDF")
    candidats = {
        "FORCE": {"entrant": True},
        "FORCE_DANS_SA_ZONE": {"entrant": True},
        "SANS_DEMANDE": {"poste_actuel": "CLG_REP"},
        "VOEU_ECARTE": {"poste_actuel": "LP_FDF"},
        "ENTRANT_SANS_DEMANDE": {"entrant": True},
        # The measure takes him where he had asked to go, with fewer points.
        "CARTE": {"poste_actuel": "CLG_FDF", "carte_scolaire": True, "echelon": 1},
        "RIVAL": {"entrant": True, "annees_poste": 8},
    }
    voeux = {
        "FORCE": ["COM* FDF"],
        "FORCE_DANS_SA_ZONE": ["COM* LAMENTIN"],
        "VOEU_ECARTE": ["ZRA"],
        "CARTE": ["COM* FDF"],
        "RIVAL": ["ETB LYC_FDF"],
    }
    decisions = [
        {"candidat": "FORCE", "poste": "CLG_SCHOELCHER", "nature": "FORCE", "motif": "service"},
        {
            "candidat": "FORCE_DANS_SA_ZONE",
            "poste": "LYC_LAMENTIN",
            "nature": "FORCE",
            "motif": "service",
        },
    ]
    campagne = academie.campagne(candidats, voeux, decisions=decisions)
    faites = affecter(campagne).affectations.set_index("candidat")
    assert faites.loc["CARTE", ["poste", "origine"]].tolist() == ["LYC_FDF", "CARTE_SCOLAIRE"]
    assert signales(campagne, "RECOURS") == {
        "FORCE": "RECOURS_HORS_VOEUX",
        "VOEU_ECARTE": "RECOURS_SANS_MUTATION",
        "ENTRANT_SANS_DEMANDE": "RECOURS_SANS_MUTATION",
        "RIVAL": "RECOURS_SANS_MUTATION",
    }
