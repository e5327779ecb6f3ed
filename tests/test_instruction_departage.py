"""Départage and cumulation said by parameters; vœux that nobody wrote have the default facts."""

from pathlib import Path
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie, listes

from mouvement.engine.instruction import instruire

TEXTES = """
base = "orleans-tours-2022-second-degre"

[parametres.au_plus]
genre = "texte"
valeurs = ["voeu", "candidat"]
valeur = "voeu"
sens = "portée du cumul"

[parametres.par_age]
genre = "booléen"
valeur = false
sens = "l'âge départage"

[faits.age]
genre = "entier"
defaut = 0
sens = "âge"

[faits.choisi]
table = "voeux"
genre = "booléen"
defaut = false
sens = "vœu choisi"

[reperes.tenu]
poste = "poste_actuel"

[elements.CHOISI]
points = 1000
si = { choisi = true }

[elements.LARGE]
points = 100
voeux = ["DPT*"]

[cumul.essai]
gagne = ["CHOISI"]
exclut = ["LARGE"]
portee = "$au_plus"

[departage.age_essai]
sens = "ans"
si = { "$par_age" = true }
valeur = "age"

[voeux.ajout]
operation = "generer"
si = { age = 99 }
sequence = [{ type = "DPT", repere = "tenu" }]
"""


@pytest.fixture
def essai(tmp_path: Path) -> Academie:
    return ORLEANS_TOURS.avec_textes(tmp_path, TEXTES)


def rangs(essai: Academie, **parametres: Any) -> list[int]:
    """Départage of the vœux of A (30 years old) and B (40)."""
    instruction = essai.instruire(
        {"A": {"age": 30}, "B": {"age": 40}},
        {"A": ["DPT* 45"], "B": ["DPT* 45"]},
        parametres=parametres,
        options={"extension": "aucune"},
    )
    return instruction.campagne.voeux["departage"].tolist()


def test_un_nombre_ne_departage_que_si_sa_condition_tient(essai: Academie) -> None:
    assert rangs(essai) == [0, 0]
    assert rangs(essai, par_age=True) == [0, 1]


def test_un_critere_sans_effet_n_est_pas_dit(essai: Academie) -> None:
    dits = [
        essai.instruire({"A": {"age": 30}}, {"A": ["DPT* 45"]}, parametres={"par_age": par_age})
        for par_age in (False, True)
    ]
    assert ["ans : 30" in str(dit.campagne.voeux["criteres"].iat[0]) for dit in dits] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("portee", "large"), [("voeu", "100"), ("candidat", "0")])
def test_la_portee_d_un_cumul_peut_etre_un_parametre(
    essai: Academie, portee: str, large: str
) -> None:
    campagne = essai.campagne(
        {"A": {}}, {"A": ["DPT* 45", "DPT* 18"]}, parametres={"au_plus": portee}
    )
    campagne.voeux["choisi"] = [True, False]
    faite = instruire(campagne).campagne.voeux
    bareme = faite.loc[faite["rang"] == 2, "bareme"].iat[0]
    assert bareme == 42_000 + int(large) * 1000


def test_un_voeu_ajoute_a_les_faits_par_defaut(essai: Academie) -> None:
    faite = essai.instruire({"A": {"age": 99, "poste_actuel": "CLG_ORLEANS"}}, {"A": ["DPT* 18"]})
    assert listes(faite) == ["DPT* 18", "DPT* 45"]
    lignes = faite.campagne.voeux
    assert lignes["choisi"].dtype == bool
    assert not lignes["choisi"].any()
    assert lignes.loc[lignes["code"] == "45", "bareme"].iat[0] == 142_000
