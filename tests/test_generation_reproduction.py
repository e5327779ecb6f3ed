"""Seeds, académies, factors, folders."""

import hashlib
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from mouvement.engine.erreurs import SortieInutilisable
from mouvement.io.lecture import lire_campagne
from mouvement.scenarios.generation import ecrire_modele, generer, generer_modele, lire_modeles
from mouvement.scenarios.generation.hasard import repartir
from mouvement.scenarios.generation.modeles import DemandeInvalide
from mouvement.scenarios.generation.territoire import (
    academies,
    distances_km,
    lire_communes,
    lire_departements,
)


def empreintes(dossier):
    return {
        str(f.relative_to(dossier)): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(dossier.rglob("*.*"))
        if f.is_file()
    }


def test_meme_graine_memes_tables():
    une, autre = generer("minuscule", graine=7), generer("minuscule", graine=7)
    assert une.configuration == autre.configuration
    for nom, table in une.tables.items():
        pd.testing.assert_frame_equal(table, autre.tables[nom])


def test_meme_graine_memes_octets(tmp_path):
    for nom in ("a", "b"):
        ecrire_modele("minuscule", tmp_path / nom, graine=3)
    assert empreintes(tmp_path / "a") == empreintes(tmp_path / "b")
    ecrire_modele("minuscule", tmp_path / "c", graine=4)
    differentes = empreintes(tmp_path / "c")
    for nom in ("candidats.parquet", "postes.parquet", "voeux.parquet", "campagne.toml"):
        assert differentes[nom] != empreintes(tmp_path / "a")[nom]


@pytest.mark.parametrize("academie", ["martinique", "clermont", "paris", "corse", "mayotte"])
def test_une_academie_n_a_que_ses_departements(academie, tmp_path):
    ecrire_modele("minuscule", tmp_path / academie, academie)
    campagne = lire_campagne(tmp_path / academie)
    table = lire_departements()
    attendus = set(table.loc[table["academie"] == academie, "departement"])
    assert campagne.academie == academie
    assert set(campagne.communes["departement"]) == attendus
    assert set(campagne.zones_remplacement["departement"]) == attendus
    departements = campagne.voeux.loc[campagne.voeux["type"].isin(["DPT", "ZRD"]), "code"]
    assert set(departements) <= attendus


@pytest.mark.parametrize("modele", ["minuscule", "demo", "large"])
def test_ce_qui_est_ecrit_se_relit_sans_faute(modele, tmp_path):
    ecrire_modele(modele, tmp_path / "campagne", graine=11)
    campagne = lire_campagne(tmp_path / "campagne")
    assert len(campagne.candidats) == lire_modeles()[modele].candidats
    assert (campagne.reglement, campagne.graine) == ("orleans-tours-2022-second-degre", 11)
    assert (campagne.options.bareme, campagne.options.guidage) == ("calcule", "indicatifs")


def test_les_baremes_declares_se_relisent_sans_faute(tmp_path):
    ecrire_modele("demo", tmp_path / "campagne", graine=11, reglement="declare")
    campagne = lire_campagne(tmp_path / "campagne")
    assert (campagne.reglement, campagne.graine) == ("declare", 11)
    assert (campagne.options.bareme, campagne.options.guidage) == ("declare", "indicatifs")


def test_le_facteur_multiplie_candidats_et_supports():
    simple, triple = generer("minuscule").tables, generer("minuscule", facteur=Fraction(3)).tables
    assert len(triple["candidats"]) == 3 * len(simple["candidats"])
    assert 2 < triple["postes"]["vacants"].sum() / simple["postes"]["vacants"].sum() < 4
    etablissements = len(triple["etablissements"]) / len(simple["etablissements"])
    assert 1.3 < etablissements < 2.2


def test_nationale_fait_les_trente_academies(tmp_path):
    ecrire_modele("nationale", tmp_path / "france", facteur=0.04)
    dossiers = sorted(d.name for d in (tmp_path / "france").iterdir() if d.is_dir())
    assert dossiers == sorted(academies())
    assert len(dossiers) == 30
    sommaire = pd.read_csv(tmp_path / "france" / "academies.csv")
    assert sommaire["candidats"].sum() == 6_800
    effectifs = sommaire.set_index("academie")["candidats"]
    habitants = pd.Series(academies())
    assert np.allclose(effectifs, 6_800 * (habitants / habitants.sum())[effectifs.index], atol=1)
    assert len(lire_campagne(tmp_path / "france" / "corse").candidats) == effectifs["corse"]


def test_un_dossier_existant_n_est_remplace_que_sur_demande(tmp_path):
    ecrire_modele("minuscule", tmp_path / "d", graine=1)
    avant = empreintes(tmp_path / "d")
    with pytest.raises(SortieInutilisable):
        ecrire_modele("minuscule", tmp_path / "d", graine=2)
    assert empreintes(tmp_path / "d") == avant
    ecrire_modele("minuscule", tmp_path / "d", graine=2, ecraser=True)
    assert empreintes(tmp_path / "d") != avant
    assert [f.name for f in tmp_path.iterdir()] == ["d"]


@pytest.mark.parametrize(
    ("demande", "attendu"),
    [
        ({"modele": "demo", "reglement": "bordeaux"}, "Règlements : orleans.*, declare"),
        ({"modele": "enorme"}, "Modèle inconnu : enorme"),
        ({"modele": "demo", "academie": "atlantide"}, "Académie inconnue : atlantide"),
        ({"modele": "demo", "graine": -1}, "graine"),
        ({"modele": "demo", "facteur": 0.0}, "positif"),
        ({"modele": "demo", "facteur": float("nan")}, "fini"),
        ({"modele": "minuscule", "facteur": 0.1}, "il en faut au moins"),
        ({"modele": "nationale", "facteur": 0.001}, "il en faut au moins"),
    ],
)
def test_une_demande_sans_sens_est_refusee_et_rien_n_est_ecrit(demande, attendu, tmp_path):
    with pytest.raises(DemandeInvalide, match=attendu):
        ecrire_modele(sortie=tmp_path / "d", **demande)
    assert list(tmp_path.iterdir()) == []


def test_nationale_se_demande_academie_par_academie():
    with pytest.raises(DemandeInvalide, match="nommer l'académie"):
        generer("nationale")
    (corse,) = generer_modele("nationale", "corse")
    assert corse.academie == "corse"
    assert len(corse.tables["candidats"]) == pytest.approx(170_000 * 355_486 / 68_350_798, abs=1)


def test_la_geographie_est_celle_de_la_france():
    communes = lire_communes().set_index("commune")
    assert communes.index.is_unique
    assert set(communes["departement"]) == set(lire_departements()["departement"])
    assert (communes["population"] >= 2000).all()
    tours, orleans = communes.loc["37261"], communes.loc["45234"]
    km = distances_km(
        np.array([tours["latitude"], orleans["latitude"]]),
        np.array([tours["longitude"], orleans["longitude"]]),
    )
    assert km[0, 1] == pytest.approx(107, abs=4)
    assert km[0, 0] == 0


def test_repartir_est_exact_et_proportionnel():
    poids = np.array([5, 0, 3, 2])
    assert repartir(10, poids).tolist() == [5, 0, 3, 2]
    assert repartir(7, poids).sum() == 7
    assert repartir(1, np.array([1, 1])).tolist() == [1, 0]
