"""Orléans-Tours 2022, second degré: inside wide vœux, and exchanges inside zones (VI)."""

from typing import Any

import pandas as pd
import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie, affecter_verifie

from mouvement.engine.instruction import instruire
from mouvement.engine.resultat import Resultat

regle = pytest.mark.regle
LIBRE = {"participation": "FACULTATIVE"}
AGREGE = {"corps": "AGREGE", "discipline_college_et_lycee": True}
# The Loiret along a meridian: Gien, then Briare, Châteauneuf and Orléans farther and farther.
LOIRET = Academie(
    reglement=ORLEANS_TOURS.reglement,
    annee=2022,
    communes={
        "GIEN": ("45", None),
        "BRIARE": ("45", None),
        "CHATEAUNEUF": ("45", None),
        "ORLEANS": ("45", None),
        "BOURGES": ("18", None),
        "VIERZON": ("18", None),
    },
    etablissements={
        "CLG_GIEN": ("CLG", "GIEN"),
        "SUD_BRIARE": ("CLG", "BRIARE"),
        "MID_CHATEAUNEUF": ("CLG", "CHATEAUNEUF"),
        "CLG_ORLEANS": ("CLG", "ORLEANS"),
        "CLG2_ORLEANS": ("CLG", "ORLEANS"),
        "LYC_ORLEANS": ("LYC", "ORLEANS"),
        "LYC2_ORLEANS": ("LYC", "ORLEANS"),
        "SGT_ORLEANS": ("SGT", "ORLEANS"),
        "CLG_BOURGES": ("CLG", "BOURGES"),
        "CLG_VIERZON": ("CLG", "VIERZON"),
    },
    zones={"ZR_45_EST": "45", "ZR_45_OUEST": "45"},
    ordinaire=ORLEANS_TOURS.ordinaire,
)


def mouvement(candidats: Any, voeux: Any, *libres: str, **reste: Any) -> Resultat:
    """Place everybody, these alone being vacant."""
    tous = (*LOIRET.etablissements, *LOIRET.zones)
    postes = {code: {"vacants": int(code in libres)} for code in tous}
    academie = Academie(**{**vars(LOIRET), "postes": postes})
    campagne = academie.campagne(candidats, voeux, **reste)
    resultat = affecter_verifie(campagne)
    return resultat


def postes(resultat: Resultat) -> dict[str, Any]:
    lignes = resultat.affectations
    obtenus = lignes["poste"].astype(object).where(lignes["poste"].notna(), None)
    return dict(zip(lignes["candidat"], obtenus, strict=True))


@regle("OT22-2D-216")
def test_le_plus_proche_du_voeu_indicatif():
    """DPT* Loiret after an établissement of Gien: Briare, not Châteauneuf nor Orléans."""
    voeux = {"A": ["ETB CLG_GIEN", "DPT* 45"]}
    vacants = ("CLG_ORLEANS", "MID_CHATEAUNEUF", "SUD_BRIARE")
    assert postes(mouvement({"A": {}}, voeux, *vacants)) == {"A": "SUD_BRIARE"}
    assert postes(mouvement({"A": {}}, voeux, *vacants[:2])) == {"A": "MID_CHATEAUNEUF"}


@regle("OT22-2D-217")
def test_sans_voeu_indicatif():
    """Nothing orders Bourges and Vierzon: the identifier of the poste does, run after run."""
    voeux = {"A": ["DPT* 18", "ETB CLG_VIERZON"]}
    for vacants in (("CLG_BOURGES", "CLG_VIERZON"), ("CLG_VIERZON", "CLG_BOURGES")):
        assert postes(mouvement({"A": {}}, voeux, *vacants)) == {"A": "CLG_BOURGES"}


@regle("OT22-2D-218")
def test_les_zones_de_remplacement_n_ont_pas_de_distance():
    voeux = {"A": ["ZRE ZR_45_OUEST", "ETB CLG_ORLEANS", "ZRD 45"], "B": ["ZRE ZR_45_OUEST"]}
    cas = {"A": {}, "B": {"echelon": 11}}
    resultat = mouvement(cas, voeux, "ZR_45_EST", "ZR_45_OUEST")
    assert postes(resultat) == {"A": "ZR_45_EST", "B": "ZR_45_OUEST"}
    guides = resultat.audit["detail"].dropna()
    assert not guides.str.contains("indicatif").any()


@regle("OT22-2D-219")
def test_voeux_plus_precis_dans_sa_propre_zone():
    """A titulaire of Orléans: near Gien, which he asked for before the Loiret."""
    cas = {"A": LIBRE | {"poste_actuel": "LYC_ORLEANS"}}
    voeux = {"A": ["ETB CLG_BOURGES", "ETB CLG_GIEN", "DPT* 45"]}
    vacants = ("CLG_ORLEANS", "MID_CHATEAUNEUF", "SUD_BRIARE")
    assert postes(mouvement(cas, voeux, *vacants)) == {"A": "SUD_BRIARE"}
    # A vœu ranked after the wide one orients nothing.
    autres = {"A": ["ETB CLG_BOURGES", "DPT* 45", "ETB CLG_GIEN"]}
    assert postes(mouvement(cas, autres, *vacants)) == {"A": "CLG_ORLEANS"}


@pytest.mark.parametrize(
    ("du_nouveau", "obtenu"),
    [
        # N's vœu for X has 70 points, I's 110; then N's commune, 200.2.
        (["ETB CLG2_ORLEANS", "DPT* 45"], {"I": "CLG2_ORLEANS", "N": "CLG_GIEN"}),
        (["COM* ORLEANS", "DPT* 45"], {"I": "CLG_GIEN", "N": "CLG2_ORLEANS"}),
    ],
)
@regle("OT22-2D-220")
def test_echange_dans_un_departement(du_nouveau, obtenu):
    """X (CLG2_ORLEANS) is where the département would bring N; I, at Gien, asks for X."""
    conjoint = {
        "demande_familiale": "RC",
        "situation_familiale": "MARIE",
        "date_union": "2020-01-01",
        "conjoint_activite": "EMPLOI",
        "conjoint_commune": "ORLEANS",
        "nombre_enfants": 1,
    }
    cas = {
        "I": LIBRE | {"poste_actuel": "CLG_GIEN", "echelon": 10, "annees_poste": 2},
        "N": conjoint | {"echelon": 10},
    }
    resultat = mouvement(cas, {"I": ["ETB CLG2_ORLEANS"], "N": du_nouveau}, "CLG2_ORLEANS")
    assert postes(resultat) == obtenu


RQTH = {"boe_titre": "RQTH"}


@pytest.mark.parametrize(
    ("annees", "du_nouveau", "obtenu", "siege", "dit"),
    [
        # I has 55 or 95 points for X; N 63, be it by a precise vœu or as his common part.
        (3, ["ETB CLG2_ORLEANS", "DPT* 45"], "I", "PERDU", "63 points (barème du vœu indicatif 1)"),
        (1, ["ETB CLG2_ORLEANS", "DPT* 45"], "N", "MIEUX", ""),
        (3, ["DPT* 45"], "I", "PERDU", "63 points (partie commune)"),
        (1, ["DPT* 45"], "N", None, "63 points (partie commune)"),
    ],
)
@regle("OT22-2D-220")
def test_l_entrant_du_departement_defend_son_siege(annees, du_nouveau, obtenu, siege, dit):
    """Y passes before I at X, so that stage one leaves N there: then I and N are compared."""
    cas = {
        "I": LIBRE | {"poste_actuel": "CLG_GIEN", "echelon": 5, "annees_poste": annees},
        "N": RQTH | {"echelon": 9},
        "Y": RQTH | {"echelon": 8},
    }
    voeux = {"I": ["ETB CLG2_ORLEANS"], "N": du_nouveau, "Y": ["DPT* 45"]}
    resultat = mouvement(cas, voeux, "CLG2_ORLEANS")
    autre = {"I": "N", "N": "I"}[obtenu]
    assert postes(resultat) == {obtenu: "CLG2_ORLEANS", autre: "CLG_GIEN", "Y": None}
    du_titulaire = resultat.audit[resultat.audit["candidat"] == "I"]["detail"].iloc[0]
    assert dit in ("" if pd.isna(du_titulaire) else du_titulaire)
    assert resultat.ameliorations.set_index("candidat")["siege"].get("N") == siege


@pytest.mark.parametrize(("annees", "obtenu"), [(3, "I"), (1, "N")])
@pytest.mark.parametrize("entree", ["COM* ORLEANS", "DPT* 45"])
@regle("OT22-2D-222")
def test_l_entrant_de_la_commune_defend_son_siege(annees, obtenu, entree):
    """Common parts alone: 95 or 55 for I, 63 for N, whose bonifications do not count."""
    cas = {
        "I": LIBRE | {"poste_actuel": "CLG_ORLEANS", "echelon": 5, "annees_poste": annees},
        "N": RQTH | {"echelon": 9},
        "Y": RQTH | {"echelon": 8},
    }
    voeux = {"I": ["ETB CLG2_ORLEANS"], "N": [entree], "Y": ["COM* ORLEANS"]}
    resultat = mouvement(cas, voeux, "CLG2_ORLEANS")
    autre = {"I": "N", "N": "I"}[obtenu]
    assert postes(resultat) == {obtenu: "CLG2_ORLEANS", autre: "CLG_ORLEANS", "Y": None}
    du_titulaire = resultat.audit[resultat.audit["candidat"] == "I"]["detail"].iloc[0]
    points = {"I": "95 points contre 63 points", "N": "55 points contre 63 points"}[obtenu]
    assert f"parties communes du barème comparées, {points}" in du_titulaire
    assert set(resultat.ameliorations["niveau"]) == ({"COM"} if obtenu == "I" else set())


@pytest.mark.parametrize("poste", ["CLG_BOURGES", "CLG_ORLEANS"])
@regle("OT22-2D-220")
def test_qui_etait_deja_du_departement_defend_aussi_son_siege(poste):
    """N comes by DPT*, from the Cher or the Loiret itself: 103 points, common part, T has 28."""
    cas = {
        "K": LIBRE | {"poste_actuel": "LYC_ORLEANS"},
        "N": LIBRE | RQTH | {"poste_actuel": poste, "echelon": 9, "annees_poste": 2},
        "T": LIBRE | {"poste_actuel": "CLG_GIEN", "echelon": 4},
        "Y": LIBRE | {"poste_actuel": "CLG_VIERZON", "echelon": 11},
    }
    voeux = {
        "K": ["ETB SUD_BRIARE"],
        "N": ["ETB LYC_ORLEANS", "DPT* 45"],
        "T": ["ETB MID_CHATEAUNEUF"],
        "Y": ["ETB MID_CHATEAUNEUF"],
    }
    resultat = mouvement(cas, voeux, "MID_CHATEAUNEUF")
    obtenus = postes(resultat)
    assert (obtenus["N"], obtenus["T"]) == ("MID_CHATEAUNEUF", "CLG_GIEN")
    detail = resultat.audit.set_index(["candidat", "ordre"])["detail"]
    assert detail["T", 1] == (
        "à l'étape d'amélioration, département 45, N y garde son siège : 28 points (barème du "
        "vœu) contre 103 points (partie commune)"
    )


@pytest.mark.parametrize("poste", ["CLG_GIEN", "CLG_ORLEANS"])
@regle("OT22-2D-222")
def test_qui_etait_deja_de_la_commune_defend_aussi_son_siege(poste):
    """N comes to CLG2 by COM*, from Gien or from Orléans; I, of the lycée, has 28 points."""
    cas = {
        "I": LIBRE | {"poste_actuel": "LYC_ORLEANS", "echelon": 4},
        "K": LIBRE | {"poste_actuel": "LYC2_ORLEANS"},
        "N": LIBRE | RQTH | {"poste_actuel": poste, "echelon": 9, "annees_poste": 2},
        "Y": LIBRE | {"poste_actuel": "CLG_VIERZON", "echelon": 11},
    }
    voeux = {
        "I": ["ETB CLG2_ORLEANS"],
        "K": ["ETB SUD_BRIARE"],
        "N": ["ETB LYC2_ORLEANS", "COM* ORLEANS"],
        "Y": ["ETB CLG2_ORLEANS"],
    }
    resultat = mouvement(cas, voeux, "CLG2_ORLEANS")
    obtenus = postes(resultat)
    assert (obtenus["N"], obtenus["I"]) == ("CLG2_ORLEANS", "LYC_ORLEANS")
    detail = resultat.audit.set_index(["candidat", "ordre"])["detail"]
    assert detail["I", 1] == (
        "à l'étape d'amélioration, commune ORLEANS, N y garde son siège : parties communes du "
        "barème comparées, 28 points contre 103 points"
    )


@regle("OT22-2D-220", "OT22-2D-222")
def test_la_commune_prime_le_departement_sauf_autre_lecture():
    for a_part in (True, False):
        parametres = {"commune_a_part": a_part}
        campagne = LOIRET.campagne({"A": {}}, {"A": ["DPT* 45"]}, parametres=parametres)
        niveaux = instruire(campagne).comparaisons
        vus = {nom: niveau.hors_commune for nom, niveau in niveaux.items()}
        assert vus == dict.fromkeys(vus, False) | {"DPT": a_part, "GEO": a_part}


@regle("OT22-2D-221")
def test_l_entrant_d_une_zone_de_remplacement_defend_son_siege():
    """I asks for the East, where N, whom Y follows, sits by ZRA."""
    for annees, place in ((3, "ZR_45_EST"), (1, "ZR_45_OUEST")):
        cas = {
            "I": LIBRE | {"poste_actuel": "ZR_45_OUEST", "echelon": 5, "annees_poste": annees},
            "N": RQTH | {"echelon": 9},
            "Y": RQTH | {"echelon": 8},
        }
        voeux = {"I": ["ZRE ZR_45_EST"], "N": ["ZRA"], "Y": ["ZRA"]}
        resultat = mouvement(cas, voeux, "ZR_45_EST")
        assert postes(resultat)["I"] == place


@regle("OT22-2D-221")
def test_echange_entre_titulaires_de_zone():
    """N enters the zones of the Loiret by ZRA and sits in the West, which I, already there, asks.

    The entrant has more points than I: he entered first; inside, the zone is I's for the asking.
    """
    cas = {
        "I": LIBRE | {"poste_actuel": "ZR_45_EST", "echelon": 2},
        "N": {"echelon": 9},
    }
    voeux = {"I": ["ZRE ZR_45_OUEST"], "N": ["ZRA"]}
    resultat = mouvement(cas, voeux, "ZR_45_OUEST")
    assert postes(resultat) == {"I": "ZR_45_OUEST", "N": "ZR_45_EST"}


@regle("OT22-2D-222")
def test_echange_dans_une_commune():
    """N enters Orléans by the Loiret; I, in the commune, asks for the very établissement."""
    cas = {
        "I": LIBRE | {"poste_actuel": "CLG_ORLEANS", "echelon": 5, "annees_poste": 3},
        "N": {"echelon": 9, "boe_titre": "RQTH"},
    }
    voeux = {"I": ["ETB CLG2_ORLEANS"], "N": ["DPT* 45"]}
    resultat = mouvement(cas, voeux, "CLG2_ORLEANS")
    assert postes(resultat) == {"I": "CLG2_ORLEANS", "N": "CLG_ORLEANS"}


@regle("OT22-2D-223")
@pytest.mark.parametrize(
    ("agrege", "obtenu"),
    [
        (True, {"I": "CLG_ORLEANS", "N": "LYC_ORLEANS", "Y": None}),
        (False, {"I": "LYC_ORLEANS", "N": "CLG_ORLEANS", "Y": None}),
    ],
)
@pytest.mark.parametrize("entree", ["COM* ORLEANS", "DPT* 45"])
def test_un_agrege_garde_le_lycee(agrege, obtenu, entree):
    """I, in a collège of Orléans, asks for the lycée; Y, refused, passes before him there."""
    cas = {
        "I": LIBRE | {"poste_actuel": "CLG_ORLEANS", "echelon": 5, "annees_poste": 3},
        "N": (AGREGE if agrege else {}) | {"echelon": 9, "boe_titre": "RQTH"},
        "Y": {"echelon": 8, "boe_titre": "RQTH"},
    }
    voeux = {"I": ["ETB LYC_ORLEANS"], "N": [entree], "Y": ["COM* ORLEANS"]}
    assert postes(mouvement(cas, voeux, "LYC_ORLEANS")) == obtenu


@regle("OT22-2D-223")
def test_un_agrege_peut_etre_envoye_en_section_de_lycee():
    """The text forbids the collège alone: I, in the SGT, has the lycée, and N his seat."""
    cas = {
        "I": LIBRE | {"poste_actuel": "SGT_ORLEANS", "echelon": 5, "annees_poste": 3},
        "N": AGREGE | {"echelon": 9, "boe_titre": "RQTH"},
        "Y": {"echelon": 8, "boe_titre": "RQTH"},
    }
    voeux = {"I": ["ETB LYC_ORLEANS"], "N": ["DPT* 45"], "Y": ["DPT* 45"]}
    obtenu = {"I": "LYC_ORLEANS", "N": "SGT_ORLEANS", "Y": None}
    assert postes(mouvement(cas, voeux, "LYC_ORLEANS")) == obtenu


@regle("OT22-2D-223")
def test_un_agrege_garde_le_lycee_dans_tout_echange():
    """I is in a collège of another commune; the other reading guards that exchange too."""
    cas = {
        "I": LIBRE | {"poste_actuel": "CLG_GIEN", "echelon": 5, "annees_poste": 3},
        "N": AGREGE | {"echelon": 9, "boe_titre": "RQTH"},
        "Y": {"echelon": 8, "boe_titre": "RQTH"},
    }
    voeux = {"I": ["ETB LYC_ORLEANS"], "N": ["DPT* 45"], "Y": ["DPT* 45"]}
    for partout, lycee in ((False, "I"), (True, "N")):
        parametres = {"agreges_en_lycee_partout": partout}
        obtenus = postes(mouvement(cas, voeux, "LYC_ORLEANS", parametres=parametres))
        assert obtenus[lycee] == "LYC_ORLEANS"


@regle("OT22-2D-223")
def test_un_agrege_n_evince_pas_du_lycee_qui_le_demande():
    """Both enter: P has asked for the lycée, the commune holds a place for N, agrégé or not."""
    cas = {"N": AGREGE | {"boe_titre": "RQTH"}, "P": {"echelon": 5}}
    voeux = {"N": ["COM* ORLEANS"], "P": ["ETB LYC_ORLEANS"]}
    obtenus = postes(mouvement(cas, voeux, "LYC_ORLEANS", "CLG2_ORLEANS"))
    assert obtenus == {"N": "CLG2_ORLEANS", "P": "LYC_ORLEANS"}
