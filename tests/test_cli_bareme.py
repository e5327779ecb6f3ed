"""`mouvement bareme` and `mouvement reglements`, as a service uses them before the mouvement."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import ecrire

VOEUX = ["ETB CLG_GIEN", "DPT* 45"]


@pytest.fixture
def declaree(tmp_path: Path) -> Path:
    """A campaign of two candidats whose declared barèmes are right but for one."""
    campagne = ORLEANS_TOURS.campagne(
        {"A": {"echelon": 7, "annees_poste": 6}, "B": {"echelon": 6}},
        {"A": VOEUX, "B": VOEUX},
    )
    declares = pd.array([219_000, 299_000, 42_000, 42_000], dtype="Int64")
    voeux = campagne.voeux.assign(bareme=declares)
    return ecrire(replace(campagne, voeux=voeux), tmp_path / "campagne")


def test_les_ecarts_sont_montres_avec_leurs_elements(declaree: Path, lancer: Callable) -> None:
    sortie = lancer("bareme", str(declaree))
    assert sortie.code == 0
    assert "Écarts avec les barèmes déclarés : 1 vœux de 1 candidats, jusqu'à 80 points." in (
        sortie.out
    )
    attendu = "A, vœu 2 : déclaré 299, calculé 219 (ANC_POSTE 120 + ANC_POSTE_TRANCHES 50 + "
    assert f"{attendu}ANC_SERVICE 49)" in sortie.out


def test_les_ecarts_sont_lisibles_par_un_programme(declaree: Path, lancer: Callable) -> None:
    (ecart,) = json.loads(lancer("bareme", str(declaree), "--json").out)
    assert (ecart["candidat"], ecart["rang"], ecart["ecart"]) == ("A", 2, -80_000)


def test_le_dossier_ecrit_porte_la_decomposition(declaree: Path, lancer: Callable) -> None:
    dossier = declaree.parent / "baremes"
    assert lancer("bareme", str(declaree), "--sortie", str(dossier)).code == 0
    baremes = pq.read_table(dossier / "baremes.parquet").to_pylist()
    siens = {b["element"]: str(b["points"]) for b in baremes if b["candidat"] == "A"}
    assert siens["ANC_POSTE"] == "120.000"
    assert {b["regle"] for b in baremes if b["element"] == "ANC_POSTE"} == {"OT22-2D-157"}
    assert len(pq.read_table(dossier / "ecarts.parquet")) == 1
    assert lancer("bareme", str(declaree), "--sortie", str(dossier)).code == 2


def test_un_reglement_sans_bareme_est_refuse(campagne_minimale, lancer: Callable) -> None:
    sortie = lancer("bareme", str(campagne_minimale.ecrire()))
    assert sortie.code == 3
    assert "ne calcule pas de barème" in sortie.err
    assert "Donner un règlement qui en calcule un." in sortie.err


def test_un_reglement_s_imprime_en_tableau(lancer: Callable) -> None:
    sortie = lancer("reglements", ORLEANS_TOURS.reglement).out
    assert "élément" in sortie
    assert "cumul" in sortie
    assert "OT22-2D-152" in sortie
    assert "ancienneté de poste" in sortie
