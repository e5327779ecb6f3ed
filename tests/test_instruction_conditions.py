"""The language of rule sets: every word of it, on one small list of vœux."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie

from mouvement.engine.instruction import conditions, elements
from mouvement.engine.instruction.reglementaire import tableau
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.instruction.validation import valider
from mouvement.engine.reglements import ReglementInvalide, charger

REGLEMENT = """
titre = "Essai"
resume = "Un règlement d'essai."
source = "aucune"

[options]
bareme = "calcule"
guidage = "aucun"
amelioration = false
extension = "aucune"

[typage]
lycees = ["LYC"]
si = { agrege = true }

[parametres.seuil]
genre = "entier"
valeur = 3
sens = "seuil"

[parametres.large]
genre = "booléen"
valeur = false
sens = "lecture large"

[faits.agrege]
genre = "booléen"
defaut = false
sens = "agrégé"

[faits.annees]
genre = "entier"
defaut = 0
sens = "années"

[faits.union]
genre = "date"
nul = true
sens = "date de l'union"

[faits.commune_conjoint]
genre = "texte"
nul = true
sens = "commune du conjoint"

[faits.acquis]
genre = "points"
defaut = 0
sens = "points acquis"

[faits.rural]
table = "etablissements"
genre = "booléen"
defaut = false
sens = "rural isolé"

[reperes.actuel]
sens = "son poste"
poste = "poste_actuel"

[reperes.conjoint]
sens = "le conjoint"
commune = "commune_conjoint"

[conditions.uni]
sens = "uni à temps"
si = { union = { au_plus_tard = "31/08/n-1" } }

[elements.POINTS]
sens = "points"
points = 1
"""
VOEUX = [
    "ETB CLG_ORLEANS",
    "COM* ORLEANS",
    "COM/LYC ORLEANS",
    "COM/CLG BLOIS",
    "GEO* METROPOLE",
    "DPT* 45",
    "DPT* 41",
    "ACA*",
    "ZRE ZR_45_EST",
    "ZRD 45",
    "ZRA",
]


@pytest.fixture
def essai(tmp_path: Path) -> Academie:
    """The small académie under the rule set of this module."""
    return replace(
        ORLEANS_TOURS.avec_textes(tmp_path, REGLEMENT),
        ordinaire={},
        etablissements=ORLEANS_TOURS.etablissements
        | {"CLG_GIEN": ("CLG", "GIEN", {"rural": True})},
    )


def vu(essai: Academie, faits: dict[str, Any], voeux: list[str] = VOEUX) -> Tableau:
    campagne = essai.campagne({"A": faits, "B": {}}, {"A": voeux, "B": ["ACA*"]})
    assert campagne.textes is not None
    return tableau(campagne, campagne.textes)


def tenus(essai: Academie, faits: dict[str, Any], expression: Any) -> list[str]:
    """The vœux of A where an expression holds."""
    masque = conditions.par_voeu(vu(essai, faits), expression)
    return [notation for notation, tient in zip(VOEUX, masque, strict=False) if tient]


CHEZ_LUI = {"poste_actuel": "CLG_ORLEANS", "commune_conjoint": "BLOIS", "annees": 3}


@pytest.mark.parametrize(
    ("expression", "attendus"),
    [
        ({"voeux": ["COM*"]}, ["COM* ORLEANS"]),
        ({"voeux": ["COM"]}, ["COM* ORLEANS", "COM/LYC ORLEANS", "COM/CLG BLOIS"]),
        ({"voeux": ["COM/LYC"]}, ["COM/LYC ORLEANS"]),
        ({"voeux": ["COM/", "ETB"]}, ["ETB CLG_ORLEANS", "COM/CLG BLOIS"]),
        ({"voeux": ["ZRE", "ZRD"]}, ["ZRE ZR_45_EST", "ZRD 45"]),
        (
            {"lieu": "actuel"},
            [*VOEUX[:3], "GEO* METROPOLE", "DPT* 45", "ACA*", "ZRD 45", "ZRA"],
        ),
        (
            {"couvre": "actuel"},
            ["ETB CLG_ORLEANS", "COM* ORLEANS", "GEO* METROPOLE", "DPT* 45", "ACA*"],
        ),
        ({"lieu": "conjoint"}, ["COM/CLG BLOIS", "DPT* 41", "ACA*", "ZRA"]),
        ({"premier": ["DPT*"]}, ["DPT* 45"]),
        ({"premier": {"lieu": "conjoint"}}, ["COM/CLG BLOIS"]),
        ({"apres": {"voeux": ["ZRE"]}}, ["ZRD 45", "ZRA"]),
        ({"avant": {"voeux": ["COM*"]}}, ["ETB CLG_ORLEANS"]),
        ({"voeux": ["ZRA"], "avec": {"voeux": ["GEO*"]}}, ["ZRA"]),
        ({"voeux": ["ZRA"], "avec": {"voeux": ["CIR"]}}, []),
        ([{"voeux": ["ZRA"]}, {"annees": {"min": 3, "max": 3}}], ["ZRA"]),
        ([{"voeux": ["ZRA"]}, {"annees": {"min": 4}}], []),
        ([{"voeux": ["ZRA"]}, {"annees": {"min": "$seuil"}}], ["ZRA"]),
        ([{"voeux": ["ZRA"]}, {"annees": [1, 3]}], ["ZRA"]),
        ({"voeux": ["ZRA"], "$large": True}, []),
        ({"voeux": ["ZRA"], "$large": False}, ["ZRA"]),
        ({"voeux": ["ZRA"], "un_de": [{"annees": 9}, {"annees": 3}]}, ["ZRA"]),
        ({"voeux": ["ZRA"], "un_de": []}, []),
        ({"sauf": {"sauf": {"voeux": ["ZRA"]}}}, ["ZRA"]),
        ({"voeux": ["ZRA"], "union": {"nul": True}}, ["ZRA"]),
        ({"voeux": ["ZRA"], "poste_actuel": {"nul": False}}, ["ZRA"]),
        (
            {"voeu.departement": {"egal": "conjoint.departement"}},
            ["COM/CLG BLOIS", "DPT* 41"],
        ),
        (
            {"voeux": ["DPT*", "ACA*"], "voeu.departement": {"different": "conjoint.departement"}},
            ["DPT* 45"],
        ),
        ({"voeu.type_etablissement": "CLG"}, ["ETB CLG_ORLEANS"]),
        ({"numero": 2}, ["COM* ORLEANS"]),
        ({"etablissements_commune": 1}, ["COM/CLG BLOIS"]),
    ],
)
def test_chaque_mot_du_langage(essai: Academie, expression: Any, attendus: list[str]) -> None:
    assert tenus(essai, CHEZ_LUI, expression) == attendus


def test_l_agrege_limite_aux_lycees_compte_comme_tout_type(essai: Academie) -> None:
    assert tenus(essai, {"agrege": True}, {"voeux": ["COM*"]}) == [
        "COM* ORLEANS",
        "COM/LYC ORLEANS",
    ]
    assert tenus(essai, {"agrege": True}, {"voeux": ["COM!"]}) == ["COM* ORLEANS"]


@pytest.mark.parametrize(
    ("union", "tient"), [("2021-08-31", True), ("2021-09-01", False), (None, False)]
)
def test_les_dates_se_lisent_depuis_l_annee(
    essai: Academie, union: str | None, tient: bool
) -> None:
    assert bool(tenus(essai, {"union": union}, "uni")) is tient


def test_un_agent_de_zone_n_est_couvert_que_par_des_zones(essai: Academie) -> None:
    en_zone = {"poste_actuel": "ZR_45_EST"}
    assert tenus(essai, en_zone, {"couvre": "actuel"}) == ["ZRE ZR_45_EST", "ZRD 45", "ZRA"]


def test_un_candidat_sans_repere_n_est_nulle_part(essai: Academie) -> None:
    assert tenus(essai, {}, {"lieu": "actuel"}) == []
    assert tenus(essai, {}, {"couvre": "conjoint"}) == []


@pytest.mark.parametrize(
    ("points", "attendu"),
    [
        (90, "90"),
        (Decimal("90.2"), "90.2"),
        ({"par": "annees", "valeur": 20}, "180"),
        ({"par": "annees", "valeur": 50, "tranche": 4}, "100"),
        ({"par": "annees", "valeur": 10, "apres": 4}, "50"),
        ({"par": "annees", "valeur": 10, "apres": 20}, "0"),
        ({"par": "annees", "valeur": 20, "plafond": 100}, "100"),
        ({"par": "annees", "valeur": 1, "minimum": 14}, "14"),
        ({"par": "annees", "valeur": 1, "forfait": 56}, "65"),
        ({"selon": "annees", "paliers": [[1, 100], [9, 350], [10, 450]]}, "350"),
        ({"selon": "annees", "paliers": [[10, 450]]}, "0"),
        ({"fait": "acquis"}, "140.5"),
        ({"fait": "acquis", "plafond": 100}, "100"),
        ({"maximum_de": [{"fait": "acquis"}, {"par": "annees", "valeur": 10}]}, "140.5"),
        ("$seuil", "3"),
    ],
)
def test_les_formules(essai: Academie, points: Any, attendu: str) -> None:
    dossier = vu(essai, {"annees": 9, "acquis": "140.5"}, ["ZRA"])
    obtenu = elements.formule(dossier, points)
    premier = obtenu if isinstance(obtenu, int) else int(obtenu[0])
    assert Decimal(premier) / 1000 == Decimal(attendu)


def test_des_points_sans_millieme_entier_sont_refuses(essai: Academie) -> None:
    with pytest.raises(ReglementInvalide, match="millièmes"):
        elements.formule(vu(essai, {}), Decimal("0.0001"))


def test_une_nature_inconnue_est_refusee(essai: Academie) -> None:
    with pytest.raises(ReglementInvalide, match="CANTON"):
        tenus(essai, {}, {"voeux": ["CANTON*"]})


def test_une_nature_inconnue_est_refusee_sans_etre_evaluee() -> None:
    """Where nobody is concerned nothing is evaluated: the rule set alone must be refused."""
    reglement = charger("orleans-tours-2022-second-degre")
    for expression in ({"voeux": ["CANTON"]}, {"premier": ["CANTON*"]}):
        fautive = replace(reglement.participation[0], si=[{"un_de": []}, expression])
        with pytest.raises(ReglementInvalide, match="CANTON"):
            valider(replace(reglement, participation=(fautive,)))
