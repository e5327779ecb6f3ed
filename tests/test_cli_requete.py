"""``mouvement requete``: results of several campaigns asked in SQL; nothing can be written."""

import csv
import hashlib
import importlib
import io
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from mouvement.scenarios.generation import ecrire_modele


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Two years of one académie, each with its campaign beside its result, and a third alone."""
    from mouvement.scenarios.affectation import affecter_dossier
    from mouvement.scenarios.chronique import Chronometre

    racine = tmp_path_factory.mktemp("archive")
    for annee in (2021, 2022):
        campagne = racine / f"{annee}/campagne"
        campagne.parent.mkdir()
        ecrire_modele("minuscule", campagne, graine=annee, reglement="declare")
        toml = campagne / "campagne.toml"
        toml.write_text(re.sub(r"annee *= *\d+", f"annee = {annee}", toml.read_text()))
        candidats = pd.read_parquet(campagne / "candidats.parquet")
        corps = ["CERTIFIE" if n % 3 else "AGREGE" for n in range(len(candidats))]
        candidats.assign(corps=corps).to_parquet(campagne / "candidats.parquet", index=False)
        affecter_dossier(campagne, racine / f"{annee}/resultat", False, Chronometre())
    shutil.copytree(racine / "2022/resultat", racine / "essai")
    return racine


def table(archive: Path, nom: str, annee: int) -> pd.DataFrame:
    return pd.read_parquet(archive / f"{annee}/resultat/{nom}.parquet")


def empreintes(dossier: Path) -> dict[str, str]:
    return {
        str(chemin): hashlib.sha256(chemin.read_bytes()).hexdigest()
        for chemin in sorted(dossier.rglob("*"))
        if chemin.is_file()
    }


def demander(lancer, archive: Path, *reste: object) -> list[dict]:
    reponse = lancer("requete", archive, *reste, "--json")
    assert reponse.code == 0, reponse.err
    return json.loads(reponse.out)


@pytest.mark.parametrize("nom", ["affectations", "audit", "baremes", "barres", "priorites"])
def test_chaque_table_reunit_les_resultats(lancer, archive, nom):
    comptes = demander(
        lancer, archive, f"select resultat, annee, academie, count(*) n from {nom} group by all"
    )
    attendus = {
        ("2021/resultat", 2021): len(table(archive, nom, 2021)),
        ("2022/resultat", 2022): len(table(archive, nom, 2022)),
        ("essai", 2022): len(table(archive, nom, 2022)),
    }
    assert {(c["resultat"], c["annee"]): c["n"] for c in comptes} == attendus
    assert {c["academie"] for c in comptes} == {"orleans-tours"}


def test_les_valeurs_sont_celles_des_fichiers(lancer, archive):
    lues = demander(
        lancer,
        archive,
        "select candidat, rang, ordre, bareme, barre from audit where annee = 2021 "
        "and bareme > 50 order by all",
    )
    attendue = table(archive, "audit", 2021)
    attendue = attendue[attendue["bareme"] > 50]
    assert len(lues) == len(attendue) > 0
    assert sum(ligne["bareme"] for ligne in lues) == pytest.approx(float(attendue["bareme"].sum()))
    assert sum(ligne["barre"] is None for ligne in lues) == attendue["barre"].isna().sum()


def test_question_barres(lancer, archive):
    barres = table(archive, "barres", 2021)
    une = barres[(barres["niveau"] == "COM") & (barres["etat"] == "BARRE")].iloc[0]
    dites = demander(
        lancer, archive, "--question", "barres", "--zone", f"COM:{une['code']}",
        "--discipline", une["discipline"],
    )  # fmt: skip
    assert {ligne["discipline"] for ligne in dites} == {une["discipline"]}
    (ligne,) = [ligne for ligne in dites if ligne["annee"] == 2021]
    assert (ligne["barre"], ligne["etat"]) == (float(une["barre"]), "BARRE")
    toutes = demander(lancer, archive, "--question", "barres", "--zone", f"COM:{une['code']}")
    assert len(toutes) >= len(dites)
    fermees = [ligne for ligne in toutes if ligne["etat"] == "FERMEE"]
    assert all(ligne["barre"] is None for ligne in fermees)
    academie = demander(lancer, archive, "--question", "barres", "--zone", "ACA")
    assert {ligne["annee"] for ligne in academie} == {2021, 2022}


def test_question_satisfaction(lancer, archive):
    dites = demander(lancer, archive, "--question", "satisfaction")
    for resultat, annee in (("2021/resultat", 2021), ("2022/resultat", 2022)):
        manifeste = json.loads((archive / resultat / "manifeste.json").read_text())["effectifs"]
        siennes = [ligne for ligne in dites if ligne["resultat"] == resultat]
        assert {ligne["annee"] for ligne in siennes} == {annee}
        assert len(siennes) == manifeste["disciplines"]
        for somme, compte in (
            ("participants", "participants"),
            ("voeu_1", "satisfaits_voeu_1"),
            ("mutes", "mutes"),
            ("maintenus", "maintenus"),
        ):
            assert sum(ligne[somme] for ligne in siennes) == manifeste[compte]


def test_satisfaction_par_corps(lancer, archive, tmp_path):
    dites = demander(lancer, archive, "--question", "satisfaction", "--par", "corps")
    comptes = {(ligne["resultat"], ligne["corps"]): ligne["participants"] for ligne in dites}
    assert comptes["2021/resultat", "AGREGE"] == 20
    assert comptes["2021/resultat", "CERTIFIE"] == 40
    # A copy's manifest leads out of the archive, or to no campaign: nobody's corps is told.
    assert comptes["essai", "inconnu"] == 60
    shutil.copytree(archive / "essai", tmp_path / "seul")
    reponse = lancer("requete", tmp_path, "--question", "satisfaction", "--par", "corps")
    assert reponse.code == 2
    assert "ranger chaque campagne dans l'archive" in reponse.err


def test_un_resultat_seul_est_une_archive(lancer, archive):
    (ligne,) = demander(lancer, archive / "essai", "select distinct resultat from barres")
    assert ligne == {"resultat": "essai"}


ECRITURES = [
    "delete from barres",
    "drop view barres",
    "copy barres to '{cible}'",
    "copy (select 1) to '{barres}'",
    "explain analyze copy (select 1) to '{barres}'",
    "with x as (copy (select 1) to '{cible}' (use_tmp_file false)) select * from x",
    "with x as (copy (select 1) to '{barres}' (use_tmp_file false)) select * from x",
    "with x as (delete from barres) select 1",
    "select 1; copy (select 1) to '{cible}'",
    "attach '{cible}'",
    "select * from '{barres}'",
    "select * from read_text('{manifeste}')",
    "select * from read_csv('/etc/passwd')",
    "set enable_external_access = true",
    "",
]


@pytest.mark.parametrize("requete", ECRITURES)
def test_ni_ecriture_ni_autre_fichier(lancer, archive, tmp_path, monkeypatch, requete):
    monkeypatch.chdir(tmp_path)
    avant = empreintes(archive)
    lieux = {
        "cible": tmp_path / "cible.parquet",
        "barres": archive / "essai/barres.parquet",
        "manifeste": archive / "essai/manifeste.json",
    }
    reponse = lancer("requete", archive, requete.format(**lieux))
    assert (reponse.code, reponse.out) == (2, "")
    assert reponse.err.startswith("Requête refusée : ")
    assert empreintes(archive) == avant
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("requete", "attendu"),
    [
        ("selec 1", "erreur de syntaxe près de « selec ».\n  selec 1\n  ^"),
        ("select * from barre", "table inconnue : barre. Vouliez-vous dire « barres » ?"),
        ("select candidat, annees from audit", "inconnue : annees. Vouliez-vous dire « annee » ?"),
        ("select moyenne(barre) from barres", "fonction inconnue : moyenne."),
        ("select", "erreur de syntaxe"),
    ],
)
def test_erreurs_de_sql(lancer, archive, requete, attendu):
    reponse = lancer("requete", archive, requete)
    assert (reponse.code, reponse.out) == (2, "")
    assert attendu in reponse.err


def test_tableau_et_csv(lancer, archive):
    requete = "select 'a;b' t, 1.50::decimal(5, 2) d, null n, true b, 1 x, 2 x, 'é' || chr(10) l"
    assert lancer("requete", archive, requete).out == (
        "t      d  n  b    x  x_2  l\na;b  1,5     oui  1    2  é\n\n1 ligne\n"
    )
    sortie = lancer("requete", archive, requete, "--csv").out
    assert sortie.startswith("\ufeff")
    lues = list(csv.reader(io.StringIO(sortie.removeprefix("\ufeff")), delimiter=";"))
    assert lues == [["t", "d", "n", "b", "x", "x_2", "l"], ["a;b", "1,5", "", "O", "1", "2", "é\n"]]


@pytest.mark.parametrize(
    ("reste", "attendu"),
    [
        ([], "donner une requête, ou --question"),
        (["select 1", "--question", "satisfaction"], "donner une requête, ou --question"),
        (["--question", "toto"], "choisir parmi : barres, satisfaction"),
        (["--question", "barres"], "demande --zone"),
        (["--question", "barres", "--zone", "VILLE:45234"], "n'est pas une zone à barre"),
        (["--question", "barres", "--zone", "COM"], "n'est pas une zone à barre"),
        (["select 1", "--par", "corps"], "--par ne va qu'avec"),
        (["select 1", "--json", "--csv"], "choisir entre --json et --csv"),
    ],
)
def test_usage(lancer, archive, reste, attendu):
    reponse = lancer("requete", archive, *reste)
    assert (reponse.code, reponse.out) == (2, "")
    assert attendu in reponse.err


def test_dossiers_inutilisables(lancer, archive, tmp_path):
    assert lancer("requete", tmp_path / "rien", "select 1").code == 2
    reponse = lancer("requete", tmp_path, "select 1")
    assert (reponse.code, "aucun résultat" in reponse.err) == (2, True)
    shutil.copytree(archive / "essai", tmp_path / "r")
    (tmp_path / "r/audit.parquet").unlink()
    reponse = lancer("requete", tmp_path, "select 1")
    assert reponse.code == 3
    assert "r/audit.parquet : fichier absent" in reponse.err
    (tmp_path / "r/manifeste.json").write_text("[")
    assert lancer("requete", tmp_path, "select 1").code == 3


def test_sans_duckdb(lancer, archive, monkeypatch):
    vrai = importlib.import_module

    def absent(nom: str, paquet: str | None = None):
        if nom == "duckdb":
            raise ModuleNotFoundError(nom)
        return vrai(nom, paquet)

    monkeypatch.setattr(importlib, "import_module", absent)
    reponse = lancer("requete", archive, "select 1")
    assert (reponse.code, reponse.out) == (2, "")
    assert "pip install 'mouvement[archive]'" in reponse.err
