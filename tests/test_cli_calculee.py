"""The commands on a generated campaign that a rule set computes."""

import json
import re

import pandas as pd
import pyarrow.parquet as pq
import pytest


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    return tmp_path_factory.mktemp("calculee")


def test_controler(lancer, minuscule_calculee):
    assert "Aucune faute." in lancer("controler", minuscule_calculee).out


def test_bareme_sans_bareme_declare(lancer, minuscule_calculee, tmp_path):
    """Nothing to compare with; every vœu is written, those that do not stand too."""
    reponse = lancer("bareme", minuscule_calculee, "--sortie", tmp_path / "b")
    assert reponse.code == 0, reponse.err
    assert reponse.out.endswith("Aucun écart avec les barèmes déclarés.\n")
    voeux = pq.read_table(tmp_path / "b/voeux.parquet").to_pandas()
    demandes = pd.read_parquet(minuscule_calculee / "voeux.parquet")
    assert set(zip(demandes["candidat"], demandes["rang"], strict=True)) <= set(
        zip(voeux["candidat"], voeux["rang"], strict=True)
    )
    baremes = pq.read_table(tmp_path / "b/baremes.parquet").to_pandas()
    somme = baremes.groupby(["candidat", "rang"])["points"].sum()
    dits = voeux[voeux["rang"].notna() & voeux["bareme"].notna()].drop_duplicates(
        ["candidat", "rang"]
    )
    assert len(dits) > 1000
    for candidat, rang, bareme in dits[["candidat", "rang", "bareme"]].itertuples(index=False):
        assert somme[candidat, rang] == bareme


def test_affecter_verifier_expliquer(lancer, minuscule_calculee, dossier):
    reponse = lancer("affecter", minuscule_calculee, "--sortie", dossier / "r")
    assert reponse.code == 0, reponse.err
    assert re.search(r"^En extension +\d+", reponse.out, re.MULTILINE)
    assert lancer("verifier", dossier / "r").out.startswith("Le résultat tient")
    obtenues = pd.read_parquet(dossier / "r/affectations.parquet")
    par_voeu = obtenues[(obtenues["origine"] == "VOEU") & (obtenues["decision"] == "MUTE")]
    candidat = par_voeu["candidat"].iloc[0]
    assert "ANC_SERVICE (OT22-2D-148)" in lancer("expliquer", dossier / "r", candidat).out
    baremes = json.loads(lancer("expliquer", dossier / "r", candidat, "--json").out)["baremes"]
    assert {ligne["element"] for ligne in baremes} >= {"ANC_SERVICE"}
