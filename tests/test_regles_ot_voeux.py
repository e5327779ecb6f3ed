"""Orléans-Tours 2022, second degré: what vœux hold and which stand (I, I.1.2, II, III.1, X)."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie, affecter_verifie, listes

from mouvement.engine.instruction import Instruction
from mouvement.engine.resultat import Resultat

regle = pytest.mark.regle
TENU = {"participation": "FACULTATIVE"}


def vacants(academie: Academie = ORLEANS_TOURS, **nombre: int) -> Academie:
    """Return the académie where nothing else is vacant."""
    postes = {c: {"vacants": 0} for c in (*academie.etablissements, *academie.zones)}
    for code, dit in academie.postes.items():
        postes[code] = postes.get(code, {}) | dit
    for code, combien in nombre.items():
        postes[code] = postes.get(code, {}) | {"vacants": combien}
    return replace(academie, postes=postes)


def mouvement(academie: Academie, candidats: Any, voeux: Any, **reste: Any) -> Resultat:
    campagne = academie.campagne(candidats, voeux, **reste)
    resultat = affecter_verifie(campagne)
    return resultat


def postes(resultat: Resultat) -> dict[str, str | None]:
    """Return the poste of each candidat."""
    lignes = resultat.affectations
    obtenus = lignes["poste"].astype(object).where(lignes["poste"].notna(), None)
    return dict(zip(lignes["candidat"], obtenus, strict=True))


def otes(instruction: Instruction) -> list[tuple[int, str, str]]:
    """Return what was removed: rang, motive, rules."""
    lignes = instruction.supprimes
    return list(zip(lignes["rang"], lignes["motif"], lignes["regles"], strict=True))


@regle("OT22-2D-001", "OT22-2D-078", "OT22-2D-230")
def test_supports_offerts():
    """Five vacant, one kept for a trainee: four; PEGC give and take before."""
    dits = {
        "LYC_ORLEANS": {"vacants": 5, "reserves_stagiaires": 1},
        "CLG_GIEN": {"vacants": 2, "retires": 1},
        "CLG_TOURS": {"vacants": 0, "liberes_pegc": 1},
        "CLG_BLOIS": {"vacants": 1, "pris_pegc": 1},
    }
    academie = replace(ORLEANS_TOURS, postes=dits)
    offerts = academie.instruire({"A": {}}, {"A": ["ACA*"]}).campagne.postes
    assert offerts.set_index("poste")["vacants"][list(dits)].tolist() == [4, 1, 1, 0]


@regle("OT22-2D-230")
def test_le_support_d_un_pegc_parti_s_obtient():
    academie = vacants(replace(ORLEANS_TOURS, postes={"CLG_TOURS": {"liberes_pegc": 1}}))
    assert postes(mouvement(academie, {"A": {}}, {"A": ["ETB CLG_TOURS"]})) == {"A": "CLG_TOURS"}


@regle("OT22-2D-010")
def test_titres_requis():
    """The commission ranks X first, without the title; Y has it."""
    dits = {
        "SPEA": {
            "etablissement": "LYC_ORLEANS",
            "nature": "SPEA",
            "titres_requis": "DNL_ANGLAIS",
        }
    }
    academie = vacants(replace(ORLEANS_TOURS, postes=dits), SPEA=1)
    cas = {"X": {"titres": "CAPPEI"}, "Y": {"titres": "CAPPEI|DNL_ANGLAIS"}, "Z": {}}
    voeux = {nom: ["POSTE SPEA"] for nom in cas}
    faite = academie.instruire(
        cas,
        voeux,
        specifiques=[
            {"candidat": "X", "poste": "SPEA", "rang_commission": 1},
            {"candidat": "Y", "poste": "SPEA", "rang_commission": 2},
        ],
    )
    assert listes(faite, "X") == []
    assert listes(faite, "Y") == ["POSTE SPEA"]
    assert (1, "INELIGIBLE", "OT22-2D-010") in otes(faite)


@regle("OT22-2D-032")
def test_un_erea_se_demande_expressement():
    academie = vacants(EREA_ORLEANS=1)
    cas = {"A": {"echelon": 11, "annees_poste": 20}, "B": {"echelon": 5}}
    voeux = {"A": ["DPT* 45"], "B": ["ETB EREA_ORLEANS"]}
    assert postes(mouvement(academie, cas, voeux)) == {"A": None, "B": "EREA_ORLEANS"}


@regle("OT22-2D-065")
def test_psychologues():
    """A CIO is EDO's; an école EDA's."""
    etablissements = ORLEANS_TOURS.etablissements | {
        "CIO": ("CIO", "ORLEANS"),
        "ECOLE": ("ECOLE", "ORLEANS", {"circonscription": "IEN"}),
    }
    academie = replace(ORLEANS_TOURS, etablissements=etablissements)
    psy = {"corps": "PSYEN", "grade": "CLASSE_NORMALE"}
    cas = {
        "EDA": psy | {"specialite_psyen": "EDA", "discipline": "EDA"},
        "EDO": psy | {"specialite_psyen": "EDO", "discipline": "EDO"},
    }
    faite = academie.instruire(cas, {nom: ["ETB CIO", "ETB ECOLE", "DPT* 45"] for nom in cas})
    assert listes(faite, "EDA") == ["ETB ECOLE", "DPT* 45"]
    assert listes(faite, "EDO") == ["ETB CIO", "DPT* 45"]
    assert {(motif, regles) for _, motif, regles in otes(faite)} == {("INELIGIBLE", "OT22-2D-065")}


@regle("OT22-2D-067")
def test_trente_voeux():
    codes = [code for code in ORLEANS_TOURS.etablissements if code != "EREA_ORLEANS"]
    trente = [f"ETB {code}" for code in codes] + [f"COM* {c}" for c in ORLEANS_TOURS.communes]
    trente += [f"DPT* {d}" for d in ("18", "28", "36", "37", "41", "45")] + ["ACA*", "ZRA"]
    faite = ORLEANS_TOURS.instruire({"A": {}}, {"A": [*trente, "ZRD 45"]})
    assert len(listes(faite)) == 30
    assert otes(faite) == [(31, "SUPPRIME", "OT22-2D-067")]


@regle("OT22-2D-068")
def test_un_voeu_precis_ne_tient_que_l_etablissement():
    academie = vacants(LYC_ORLEANS=2, CLG_ORLEANS=1)
    cas = dict.fromkeys("ABC", TENU)
    obtenus = postes(mouvement(academie, cas, {nom: ["ETB LYC_ORLEANS"] for nom in cas}))
    assert sorted(map(str, obtenus.values())) == ["LYC_ORLEANS", "LYC_ORLEANS", "None"]


@regle("OT22-2D-069")
def test_circonscription():
    """For psychologues of EDA alone: all their postes of the circonscription."""
    etablissements = ORLEANS_TOURS.etablissements | {
        "ECOLE": ("ECOLE", "ORLEANS", {"circonscription": "IEN"})
    }
    academie = vacants(replace(ORLEANS_TOURS, etablissements=etablissements), ECOLE=1)
    psy = {"corps": "PSYEN", "specialite_psyen": "EDA"}
    cas = {"certifié": {}, "EDA": psy, "EDO": psy | {"specialite_psyen": "EDO"}}
    resultat = mouvement(academie, cas, {nom: ["CIR IEN"] for nom in cas})
    assert postes(resultat) == {"certifié": None, "EDA": "ECOLE", "EDO": None}
    refuses = resultat.audit[resultat.audit["motif"] == "INELIGIBLE"]
    assert set(refuses["candidat"]) == {"certifié", "EDO"}
    assert set(refuses["regles"]) == {"OT22-2D-069"}


def _tient(voeu: str, *codes: str) -> set[str]:
    """Return which of these postes a vœu may hold: as many candidats ask for it, all are vacant."""
    cas = {f"C{numero}": TENU for numero in range(len(codes))}
    academie = vacants(**dict.fromkeys(codes, 1))
    obtenus = postes(mouvement(academie, cas, {nom: [voeu] for nom in cas}))
    return {poste for poste in obtenus.values() if poste}


@pytest.mark.parametrize(
    ("voeu", "tenus"),
    [
        pytest.param(
            "COM* ORLEANS",
            {"CLG_ORLEANS", "CLG2_ORLEANS", "LYC_ORLEANS"},
            marks=regle("OT22-2D-070"),
        ),
        pytest.param(
            "GEO* METROPOLE",
            {"CLG_ORLEANS", "CLG2_ORLEANS", "LYC_ORLEANS", "CLG_OLIVET"},
            marks=regle("OT22-2D-071"),
        ),
        pytest.param(
            "DPT* 45",
            {"CLG_ORLEANS", "CLG2_ORLEANS", "LYC_ORLEANS", "CLG_OLIVET", "CLG_GIEN"},
            marks=regle("OT22-2D-072"),
        ),
        pytest.param("ZRE ZR_45_EST", {"ZR_45_EST"}, marks=regle("OT22-2D-073")),
        pytest.param("ZRD 45", {"ZR_45_EST", "ZR_45_OUEST"}, marks=regle("OT22-2D-073")),
        pytest.param("ZRA", {"ZR_45_EST", "ZR_45_OUEST", "ZR_18"}, marks=regle("OT22-2D-073")),
        pytest.param("COM/LYC ORLEANS", {"LYC_ORLEANS"}, marks=regle("OT22-2D-074")),
    ],
)
def test_ce_que_tient_un_voeu(voeu, tenus):
    """Of all these, and of a specific poste: EREA and specific postes are asked for by name."""
    codes = ("CLG_ORLEANS", "CLG2_ORLEANS", "LYC_ORLEANS", "EREA_ORLEANS", "CLG_OLIVET")
    zones = ("ZR_45_EST", "ZR_45_OUEST", "ZR_18")
    assert _tient(voeu, *codes, "CLG_GIEN", *zones) == tenus


@regle("OT22-2D-072")
def test_le_voeu_academie_tient_les_six_departements():
    chefs = {"CLG_BOURGES", "CLG_CHARTRES", "CLG_CHATEAUROUX", "CLG_TOURS", "CLG_BLOIS", "CLG_GIEN"}
    assert _tient("ACA*", *sorted(chefs), "ZR_18") == chefs


@regle("OT22-2D-075")
def test_sa_zone_sans_son_etablissement():
    """A titulaire of the collège asks for Orléans: a vacant support of his own is not a move."""
    cas = {"A": TENU | {"poste_actuel": "CLG_ORLEANS"}}
    voeux = {"A": ["COM* ORLEANS", "GEO* METROPOLE", "DPT* 45", "COM/LYC ORLEANS", "ACA*"]}
    sauf = "[sauf=CLG_ORLEANS]"
    assert listes(ORLEANS_TOURS.instruire(cas, voeux)) == [
        f"COM* ORLEANS {sauf}",
        f"GEO* METROPOLE {sauf}",
        f"DPT* 45 {sauf}",
        "COM/LYC ORLEANS",
        "ACA*",
    ]
    deux = vacants(CLG_ORLEANS=1, CLG2_ORLEANS=1)
    resultat = mouvement(deux, cas, {"A": ["COM* ORLEANS"]}, options={"amelioration": False})
    assert postes(resultat) == {"A": "CLG2_ORLEANS"}
    # The other reading says the same of the académie.
    autre = {"academie_sans_son_etablissement": True}
    faite = ORLEANS_TOURS.instruire(cas, {"A": ["ACA*"]}, parametres=autre)
    assert listes(faite) == [f"ACA* {sauf}"]


@regle("OT22-2D-076")
def test_la_zone_departementale_qui_contient_la_sienne():
    tzr = TENU | {"poste_actuel": "ZR_45_EST"}
    cas = {"A": tzr, "B": tzr | {"carte_scolaire": True}}
    voeux = {nom: ["ZRD 45", "ZRE ZR_45_OUEST", "ZRD 18"] for nom in cas}
    faite = ORLEANS_TOURS.instruire(cas, voeux)
    assert listes(faite, "A") == ["ZRE ZR_45_OUEST", "ZRD 18"]
    assert listes(faite, "B") == ["ZRD 45", "ZRE ZR_45_OUEST", "ZRD 18"]
    assert otes(faite) == [(1, "SUPPRIME", "OT22-2D-076")]


@regle("OT22-2D-061", "OT22-2D-078")
def test_chaine_de_mutations():
    """B to Z, vacant; A to Y, left by B; C to X, left by A. D keeps his poste."""
    academie = vacants(CLG_BLOIS=1)
    cas = {
        "A": TENU | {"poste_actuel": "CLG_GIEN"},
        "B": TENU | {"poste_actuel": "CLG_TOURS"},
        "C": {},
        "D": TENU | {"poste_actuel": "LYC_BOURGES", "motif_participation": "MUTATION"},
    }
    voeux = {
        "A": ["ETB CLG_TOURS"],
        "B": ["ETB CLG_BLOIS"],
        "C": ["ETB CLG_GIEN"],
        "D": ["ETB LYC_ORLEANS"],
    }
    resultat = mouvement(academie, cas, voeux)
    assert postes(resultat) == {
        "A": "CLG_TOURS",
        "B": "CLG_BLOIS",
        "C": "CLG_GIEN",
        "D": "LYC_BOURGES",
    }
    decisions = resultat.affectations.set_index("candidat")["decision"]
    assert decisions["D"] == "MAINTENU"


@regle("OT22-2D-099")
def test_un_handicap_ne_fait_partir_personne():
    """1,000 points and more for the établissement: whoever holds it and stays, stays."""
    designe = {"designe_handicap": True}
    cas = {
        "A": {"echelon": 5, "boe_titre": "RQTH", "decision_handicap": True},
        "B": TENU | {"poste_actuel": "CLG_GIEN", "echelon": 2},
    }
    voeux = {"A": [("ETB CLG_GIEN", designe)], "B": ["ETB CLG_TOURS"]}
    assert postes(mouvement(vacants(), cas, voeux)) == {"A": None, "B": "CLG_GIEN"}


@regle("OT22-2D-089")
def test_une_mutation_perdue_rend_le_poste():
    cas = {"A": {"fausse_declaration": True}, "B": {"poste_actuel": "CLG_TOURS"} | TENU}
    resultat = mouvement(vacants(CLG_GIEN=1), cas, {"A": ["ETB CLG_GIEN"], "B": ["ETB CLG_BLOIS"]})
    assert postes(resultat) == {"B": "CLG_TOURS"}
    barre = resultat.barres.set_index(["niveau", "code"]).loc[("POSTE", "CLG_GIEN")]
    assert barre["etat"] == "OUVERTE"


@regle("OT22-2D-224")
def test_ce_que_chacun_apprend():
    """Poste, rang and kind of the vœu, barème, status."""
    cas = {"A": {"echelon": 7, "annees_poste": 6}}
    voeux = {"A": ["ETB CLG_TOURS", "ETB CLG_BLOIS", "COM* TOURS", "DPT* 45"]}
    resultat = mouvement(vacants(CLG_GIEN=1), cas, voeux)
    ligne = resultat.affectations.iloc[0]
    assert (ligne["poste"], ligne["rang"], ligne["bareme"]) == ("CLG_GIEN", 4, 219_000)
    assert ligne["decision"] == "MUTE"
    accorde = resultat.audit[resultat.audit["motif"] == "SATISFAIT"].iloc[0]
    assert (accorde["zone"], accorde["rang"]) == ("DPT:45", 4)
    assert pd.notna(ligne["libelle"])
