"""Replays as a user runs them: agreement, impossible pasts, other ways of doing, batches."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from processus import demarrer, interrompre

from mouvement.io.ecriture import en_parquet
from mouvement.io.tables import table
from mouvement.io.tables_campagne import (
    AFFECTATIONS_REELLES,
    CANDIDATS,
    DECISIONS_ADMINISTRATION,
    POSTES,
    VOEUX,
)
from mouvement.io.tables_rejeu import TABLES_REJEU
from mouvement.scenarios.generation import ecrire_modele


def passer(lancer, campagne: Path, dossier: Path, avant: str = "", apres: str = "") -> Path:
    """Copy a campaign with the options ``apres``; its past is its result with ``avant``."""
    shutil.copytree(campagne, dossier)
    toml = dossier / "campagne.toml"
    texte = toml.read_text(encoding="utf-8")
    if "[options]" not in texte:  # where it is, it comes last
        texte += "\n[options]"
    resultat = dossier.with_name(f"{dossier.name}-passe")
    toml.write_text(f"{texte}\n{avant}\n", encoding="utf-8")
    assert lancer("affecter", dossier, "--sortie", resultat).code == 0
    toml.write_text(f"{texte}\n{apres}\n", encoding="utf-8")
    obtenues = pq.read_table(resultat / "affectations.parquet")
    reelles = obtenues.select(["candidat", "poste", "rang"])
    pq.write_table(reelles, dossier / "affectations_reelles.parquet")
    return dossier


def lire(rejeu: Path, nom: str) -> list[dict[str, Any]]:
    return pd.read_parquet(rejeu / f"rejeu_{nom}.parquet").to_dict("records")


def changer(campagne: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    chemin = campagne / "affectations_reelles.parquet"
    lues = pd.read_parquet(chemin, dtype_backend="pyarrow")
    change(lues).to_parquet(chemin, index=False)


@pytest.mark.parametrize("faite", ["minuscule", "minuscule_calculee"])
def test_son_propre_resultat(lancer, tmp_path, request, faite):
    campagne = passer(lancer, request.getfixturevalue(faite), tmp_path / "c")
    reponse = lancer("rejouer", campagne, "--sortie", tmp_path / "r")
    assert reponse.code == 0, reponse.err
    assert "(100 %) ont le même sort que dans le résultat passé. Différences : 0" in reponse.out
    assert lire(tmp_path / "r", "cas") == lire(tmp_path / "r", "causes") == []
    (synthese,) = lire(tmp_path / "r", "synthese")
    assert synthese["accords"] == synthese["candidats"] > 50
    assert synthese["barres"] == synthese["barres_egales"] == len(lire(tmp_path / "r", "barres"))
    assert all(ligne["differences"] == 0 for ligne in lire(tmp_path / "r", "accords"))
    corps = [ligne for ligne in lire(tmp_path / "r", "accords") if ligne["axe"] == "CORPS"]
    connus = pd.read_parquet(campagne / "candidats.parquet").get("corps")
    if connus is None:
        assert corps == []
    else:
        assert {ligne["valeur"] for ligne in corps} <= set(connus)
        assert sum(ligne["candidats"] for ligne in corps) == synthese["candidats"]
    assert lancer("verifier", tmp_path / "r/resultat").code == 0
    assert (tmp_path / "r/synthese.md").read_text("utf-8") in reponse.out


@pytest.mark.parametrize("faite", ["minuscule", "minuscule_calculee"])
def test_un_titulaire_qui_n_obtient_rien_garde_son_poste(lancer, tmp_path, request, faite):
    """No poste, for him, is none obtained: what an export gives of whoever does not move."""
    campagne = passer(lancer, request.getfixturevalue(faite), tmp_path / "c")
    obtenues = pd.read_parquet(tmp_path / "c-passe/affectations.parquet").set_index("candidat")
    maintenus = set(obtenues.index[obtenues["decision"].astype("str") == "MAINTENU"])
    assert maintenus
    changer(
        campagne,
        lambda lues: lues.assign(poste=lues["poste"].mask(lues["candidat"].isin(maintenus))),
    )
    assert lancer("rejouer", campagne, "--sortie", tmp_path / "r").code == 0
    assert lire(tmp_path / "r", "cas") == []
    candidats = pd.DataFrame(lire(tmp_path / "r", "candidats")).set_index("candidat")
    assert candidats["accord"].all()
    assert candidats.loc[sorted(maintenus), "poste_passe"].isna().all()


def test_le_manifeste_ne_tient_pas_a_l_heure(lancer, tmp_path, minuscule):
    """It seals every file but the inner manifest, which tells the date; the same twice."""
    campagne = passer(lancer, minuscule, tmp_path / "c")
    manifestes = []
    for nom in "ab":
        assert lancer("rejouer", campagne, "--sortie", tmp_path / nom).code == 0
        manifestes.append((tmp_path / nom / "manifeste.json").read_bytes())
    assert manifestes[0] == manifestes[1]
    ecrits = {
        chemin.relative_to(tmp_path / "a").as_posix()
        for chemin in (tmp_path / "a").rglob("*")
        if chemin.is_file()
    }
    scelles = set(json.loads(manifestes[0])["sorties"])
    assert ecrits - scelles == {"manifeste.json", "resultat/manifeste.json"}


def test_les_tables_suivent_leur_specification(lancer, tmp_path, minuscule):
    campagne = passer(lancer, minuscule, tmp_path / "c")
    changer(campagne, lambda reelles: reelles.assign(poste=reelles["poste"].shift()))
    assert lancer("rejouer", campagne, "--sortie", tmp_path / "r").code == 0
    for specification in TABLES_REJEU:
        lue = pq.read_table(tmp_path / f"r/{specification.nom}.parquet")
        assert lue.column_names == specification.noms
        for colonne in specification.colonnes:
            valeurs = lue[colonne.nom]
            assert colonne.nullable or not valeurs.null_count, (specification.nom, colonne.nom)
            assert not colonne.valeurs or set(valeurs.to_pylist()) <= {*colonne.valeurs, None}
    candidats = pd.DataFrame(lire(tmp_path / "r", "candidats"))
    assert (candidats["cas"].notna() == ~candidats["accord"]).all()
    bis = lancer("rejouer", campagne, "--sortie", tmp_path / "bis")
    assert bis.code == 0
    for chemin in (tmp_path / "r").glob("*.parquet"):
        assert chemin.read_bytes() == (tmp_path / "bis" / chemin.name).read_bytes(), chemin.name


@pytest.fixture(scope="module")
def plus_grande(tmp_path_factory) -> Path:
    """A campaign with couples and improvement moves."""
    dossier = tmp_path_factory.mktemp("generee") / "demo"
    ecrire_modele("demo", dossier, facteur=0.2, reglement="declare")
    return dossier


AVEC, SANS = "amelioration = true", "amelioration = false"
LIES, SEPARES = 'simultanees = "liees"', 'simultanees = "separees"'


@pytest.mark.parametrize(
    ("avant", "apres", "nature"),
    [
        (SANS, AVEC, "AMELIORATION"),
        (AVEC, SANS, "AMELIORATION"),
        (LIES, SEPARES, "COUPLE"),
        (SEPARES, LIES, "COUPLE"),
    ],
)
def test_autre_facon_de_faire(lancer, tmp_path, plus_grande, avant, apres, nature):
    campagne = passer(lancer, plus_grande, tmp_path / "c", avant, apres)
    assert lancer("rejouer", campagne, "--sortie", tmp_path / "r").code == 0
    cas = lire(tmp_path / "r", "cas")
    assert cas
    assert {un["nature"] for un in cas} == {nature}
    if nature == "AMELIORATION":
        dit = "l'y laisse aussi" if apres == AVEC else "le passé est celui qu'aurait donné"
        assert [un["recit"] for un in cas if dit not in un["recit"]] == []
        candidats = {un["candidat"]: un for un in lire(tmp_path / "r", "candidats")}
        assert all(candidats[un["candidat"]]["poste_passe"] == un["poste"] for un in cas)


# A past written by hand, on the small campaign of conftest: C1 holds P2 and asks for P1.


def reelles(campagne, *lignes: dict[str, object]):
    campagne.tables["affectations_reelles"] = table(AFFECTATIONS_REELLES, lignes)
    return campagne.ecrire()


C2, C3 = {"candidat": "C2", "poste": "P2", "rang": 2}, {"candidat": "C3", "poste": "P3", "rang": 1}
C1 = {"candidat": "C1", "poste": "P1", "rang": 1}


@pytest.mark.parametrize(
    ("lignes", "nature", "candidat", "recit"),
    [
        ([C1, C2, C3 | {"poste": "P9", "rang": None}], "POSTE_INCONNU", "C3", "a eu P9"),
        ([C1, C2 | {"poste": "P1", "rang": 1}, C3], "SURNOMBRE", "C2", "2 pour 1 support"),
        ([C1 | {"poste": None, "rang": None}, C2, C3], "SURNOMBRE", "C1", "2 pour 1 support"),
        ([C1, C2, C3, {"candidat": "C9"}], "AGENT_INCONNU", "C9", "sans poste connu"),
        ([C1, C2], "AGENT_ABSENT", "C3", "manque au résultat passé"),
        ([C1, C2, C3 | {"rang": 2}], "AUTRE_VOEU", "C3", "par un autre vœu"),
        ([C1, C2, C3 | {"rang": 9}], "AUTRE_VOEU", "C3", "le vœu 9, que dit le passé"),
        (
            [C1 | {"poste": "P2", "rang": 2}, C2 | {"poste": "P1", "rang": 1}, C3],
            "BAREME_ENFREINT",
            "C2",
            "avec 21 points, au détriment de C1",
        ),
        ([C1, C2, C3 | {"poste": "P1", "rang": None}], "HORS_VOEUX", "C3", "discipline L0202"),
        ([C1, C2 | {"poste": None, "rang": None}, C3], "BAREME_ENFREINT", None, "restait libre"),
    ],
)
def test_passes_a_la_main(lancer, tmp_path, campagne_minimale, lignes, nature, candidat, recit):
    candidats = campagne_minimale.tables["candidats"]
    candidats["simultanee"] = pd.Series([None] * 3, dtype="str")
    dossier = reelles(campagne_minimale, *lignes)
    reponse = lancer("rejouer", dossier, "--sortie", tmp_path / "r", "--json")
    assert reponse.code == 0, reponse.err
    cas = json.loads(reponse.out)["cas"]
    (sien,) = [un for un in cas if un["nature"] == nature]
    assert (sien["candidat"], recit in sien["recit"]) == (candidat, True), sien


def une_cause(lancer, dossier: Path, rejeu: Path) -> dict[str, Any]:
    assert lancer("rejouer", dossier, "--sortie", rejeu).code == 0
    (cause,) = lire(rejeu, "causes")
    return cause


def entrants(brouillon, *candidats: str, **valeurs: object) -> None:
    """Make these, without any poste, the only candidats."""
    commun = {"discipline": "L0202", "participation": "OBLIGATOIRE", "carte_scolaire": False}
    lignes = [{"candidat": nom} | commun | valeurs for nom in candidats]
    brouillon.tables["candidats"] = table(CANDIDATS, lignes)


def voeu(candidat: str, rang: int, genre: str, code: str, bareme: int) -> dict[str, object]:
    return {"candidat": candidat, "rang": rang, "type": genre, "code": code, "bareme": bareme}


def sort(candidat: str, poste: str | None = None, rang: int | None = None) -> dict[str, object]:
    return {"candidat": candidat, "poste": poste, "rang": rang}


@pytest.mark.parametrize(
    ("rang", "dit"),
    [(1, "le vœu 1, que dit le passé, ne lui en donne pas"), (9, "n'est pas dans sa liste")],
)
def test_aucun_poste_et_un_rang(lancer, tmp_path, campagne_minimale, rang, dit):
    entrants(campagne_minimale, "C1", "C2", participation="FACULTATIVE")
    voeux = [voeu("C1", 1, "ETB", "0450001A", 21_000), voeu("C2", 1, "ETB", "0450001A", 7_000)]
    campagne_minimale.tables["voeux"] = table(VOEUX, voeux)
    dossier = reelles(campagne_minimale, sort("C1", "P1", 1), sort("C2", None, rang))
    cause = une_cause(lancer, dossier, tmp_path / "r")
    assert (cause["nature"], cause["candidat"]) == ("AUTRE_VOEU", "C2")
    assert cause["recit"].startswith("C2 n'a aucun poste des deux côtés")
    assert dit in cause["recit"]


def test_une_decision_non_appliquee(lancer, tmp_path, campagne_minimale):
    entrants(campagne_minimale, "C1", participation="FACULTATIVE")
    campagne_minimale.tables["voeux"] = table(VOEUX, [voeu("C1", 1, "ZRE", "045ZR1", 21_000)])
    campagne_minimale.tables["decisions"] = table(
        DECISIONS_ADMINISTRATION,
        [{"candidat": "C1", "poste": "P1", "nature": "FORCE", "motif": "essai"}],
    )
    dossier = reelles(campagne_minimale, sort("C1"))
    cause = une_cause(lancer, dossier, tmp_path / "r")
    assert (cause["nature"], cause["lese"], cause["poste"]) == ("DECISION", "C1", "P1")
    assert "n'a pas eu son placement par décision" in cause["recit"]


def test_un_voeu_large_assis_a_la_place_d_un_autre(lancer, tmp_path, campagne_minimale):
    """C2 has the same vœu on both sides, on P1; C1, of more points, is sent to his second one."""
    entrants(campagne_minimale, "C1", "C2")
    campagne_minimale.changer("postes", 2, vacants=1)
    campagne_minimale.tables["voeux"] = table(
        VOEUX,
        [
            voeu("C1", 1, "ETB", "0450001A", 336_000),
            voeu("C1", 2, "ETB", "0450002B", 336_000),
            voeu("C2", 1, "DPT", "045", 305_000),
        ],
    )
    dossier = reelles(campagne_minimale, sort("C1", "P2", 2), sort("C2", "P1", 1))
    cause = une_cause(lancer, dossier, tmp_path / "r")
    assert "C1" in cause["recit"]
    assert (cause["nature"], cause["lese"], cause["rang_lese"]) == ("BAREME_ENFREINT", "C1", 1)


def test_un_inconnu_ne_cache_pas_une_place_libre(lancer, tmp_path, campagne_minimale):
    entrants(campagne_minimale, "C1", participation="FACULTATIVE")
    campagne_minimale.tables["voeux"] = table(VOEUX, [voeu("C1", 1, "ETB", "0450001A", 21_000)])
    dossier = reelles(campagne_minimale, sort("C1"), sort("ZZ", "Z1"))
    assert lancer("rejouer", dossier, "--sortie", tmp_path / "r").code == 0
    cas = {un["nature"]: un for un in lire(tmp_path / "r", "cas")}
    assert set(cas) == {"AGENT_INCONNU", "BAREME_ENFREINT"}
    assert (cas["BAREME_ENFREINT"]["lese"], cas["AGENT_INCONNU"]["candidats"]) == ("C1", 1)


def test_egalite(lancer, tmp_path, campagne_minimale):
    """Two entrants of equal points for one support: the other one was drawn."""
    t = campagne_minimale.tables
    t["candidats"] = table(
        CANDIDATS,
        [
            {"candidat": c, "discipline": "L0202", "participation": "OBLIGATOIRE",
             "carte_scolaire": False}
            for c in ("C1", "C2")
        ],
    )  # fmt: skip
    t["voeux"] = table(
        VOEUX,
        [
            {"candidat": c, "rang": 1, "type": "ETB", "code": "0450001A", "bareme": 21_000}
            for c in ("C1", "C2")
        ],
    )
    campagne_minimale.ecrire()
    lancer("affecter", campagne_minimale.dossier, "--sortie", tmp_path / "a")
    nous = pd.read_parquet(tmp_path / "a/affectations.parquet").set_index("candidat")["poste"]
    perdant = nous.index[nous.isna()][0]
    lignes = [
        {"candidat": c, "poste": "P1" if c == perdant else None, "rang": None} for c in ("C1", "C2")
    ]
    dossier = reelles(campagne_minimale, *lignes)
    assert lancer("rejouer", dossier, "--sortie", tmp_path / "r").code == 0
    (cas,) = lire(tmp_path / "r", "cas")
    assert (cas["nature"], cas["candidat"], cas["candidats"]) == ("EGALITE", perdant, 2)


def test_refus(lancer, tmp_path, minuscule):
    reponse = lancer("rejouer", minuscule, "--sortie", tmp_path / "r")
    assert reponse.code == 3
    assert "affectations_reelles : la campagne n'a pas de résultat passé" in reponse.err
    assert not (tmp_path / "r").exists()
    (tmp_path / "r").mkdir()
    assert lancer("rejouer", minuscule, "--sortie", tmp_path / "r").code == 2


@pytest.fixture
def annees(lancer, tmp_path, minuscule) -> Path:
    (tmp_path / "annees").mkdir()
    for annee in (2021, 2022):
        passer(lancer, minuscule, tmp_path / f"c{annee}")
        shutil.move(tmp_path / f"c{annee}", tmp_path / f"annees/{annee}")
    return tmp_path / "annees"


def test_lot(lancer, tmp_path, annees):
    changer(annees / "2022", lambda reelles: reelles.iloc[1:])
    reponse = lancer("rejouer", annees, "--sortie", tmp_path / "r")
    assert reponse.code == 0, reponse.err
    lignes = [ligne.rsplit(",", 2)[0] for ligne in reponse.err.splitlines()]
    assert lignes == [
        "1/2 2021 : 60 candidats, accord 100 %, 0 cas",
        "2/2 2022 : 60 candidats, accord 98,3 %, 1 cas",
    ]
    synthese = lire(tmp_path / "r", "synthese")
    assert [(s["campagne"], s["differences"]) for s in synthese] == [("2021", 0), ("2022", 1)]
    assert "| 2022 | 2022 | 60 | 98,3 % | 1 | 1 | 1 |" in reponse.out
    ecrits = {p: p.read_bytes() for p in sorted((tmp_path / "r").glob("**/*.parquet"))}
    assert lancer("rejouer", annees, "--sortie", tmp_path / "bis", "--processus", 2).code == 0
    for chemin, octets in ecrits.items():
        assert (tmp_path / "bis" / chemin.relative_to(tmp_path / "r")).read_bytes() == octets


def test_lot_repris(lancer, tmp_path, annees):
    sortie = tmp_path / "r"
    assert lancer("rejouer", annees, "--sortie", sortie).code == 0
    avant = (sortie / "2021/manifeste.json").stat().st_ino
    shutil.rmtree(sortie / "2022")
    (sortie / "rejeu_synthese.parquet").unlink()
    reponse = lancer("rejouer", annees, "--sortie", sortie)
    premiere, seconde = reponse.err.splitlines()
    assert premiere.endswith("déjà fait")
    assert not seconde.endswith("déjà fait")
    assert (sortie / "2021/manifeste.json").stat().st_ino == avant
    assert len(lire(sortie, "synthese")) == 2
    changer(annees / "2021", lambda reelles: reelles.iloc[1:])
    reponse = lancer("rejouer", annees, "--sortie", sortie)
    assert [ligne.endswith("déjà fait") for ligne in reponse.err.splitlines()] == [False, True]
    reponse = lancer("rejouer", annees, "--sortie", sortie, "--ecraser")
    assert not any(ligne.endswith("déjà fait") for ligne in reponse.err.splitlines())


@pytest.mark.parametrize("recu", [signal.SIGKILL, signal.SIGINT])
def test_lot_tue_puis_repris(lancer, tmp_path, annees, recu):
    """The second campaign cannot be read: whoever reads it waits for ever."""
    entier, sortie = tmp_path / "entier", tmp_path / "r"
    assert lancer("rejouer", annees, "--sortie", entier).code == 0
    tube = annees / "2022/voeux.parquet"
    voeux = tube.read_bytes()
    tube.unlink()
    os.mkfifo(tube)
    demande = ("rejouer", annees, "--sortie", sortie, "--processus", 2)
    processus = demarrer(*demande, start_new_session=True)
    code, suite = interrompre(processus, "1/2 2021 : ", recu, a_tous=True)
    if recu == signal.SIGINT:
        assert (code, "reprend où elle en était" in suite) == (130, True)
    assert not (sortie / "rejeu_synthese.parquet").exists()
    tube.unlink()
    tube.write_bytes(voeux)
    reponse = lancer("rejouer", annees, "--sortie", sortie)
    assert [ligne.endswith("déjà fait") for ligne in reponse.err.splitlines()] == [True, False]
    attendus = octets(entier)
    assert len(attendus) > 20
    assert octets(sortie) == attendus


def octets(sortie: Path) -> dict[str, bytes]:
    """The bytes of every file but those that tell times and places."""
    return {
        str(chemin.relative_to(sortie)): chemin.read_bytes()
        for chemin in sorted(sortie.rglob("*"))
        if chemin.is_file() and chemin.name not in ("manifeste.json", "rejeux.json")
    }


def test_lot_refait_ce_qui_a_change(lancer, tmp_path, annees):
    """The past, the data, the options, the program: each is part of what makes a replay."""
    sortie = tmp_path / "r"
    assert lancer("rejouer", annees, "--sortie", sortie).code == 0

    def voeux():
        lus = pd.read_parquet(annees / "2021/voeux.parquet", dtype_backend="pyarrow")
        lus.iloc[::-1].to_parquet(annees / "2021/voeux.parquet", index=False)

    def options():
        toml = annees / "2021/campagne.toml"
        dit = toml.read_text(encoding="utf-8")
        lignes = [ligne for ligne in dit.splitlines() if not ligne.startswith("guidage")]
        toml.write_text("\n".join([*lignes, 'guidage = "aucun"', ""]), encoding="utf-8")

    def logiciel():
        manifeste = sortie / "2021/resultat/manifeste.json"
        dit = json.loads(manifeste.read_text(encoding="utf-8"))
        manifeste.write_text(json.dumps(dit | {"versions": dit["versions"] | {"numpy": "1"}}))

    def passe():
        changer(annees / "2021", lambda reelles: reelles.iloc[1:])

    for change in (voeux, options, logiciel, passe):
        change()
        reponse = lancer("rejouer", annees, "--sortie", sortie)
        faits = [ligne.endswith("déjà fait") for ligne in reponse.err.splitlines()]
        assert faits == [False, True], change.__name__


def test_lot_d_un_autre_dossier_refuse(lancer, tmp_path, annees):
    assert lancer("rejouer", annees, "--sortie", tmp_path / "r").code == 0
    shutil.copytree(annees, tmp_path / "autres")
    reponse = lancer("rejouer", tmp_path / "autres", "--sortie", tmp_path / "r")
    assert (reponse.code, "le lot d'un autre dossier" in reponse.err) == (2, True)


def test_lot_une_campagne_refusee(lancer, tmp_path, annees):
    postes = pd.read_parquet(annees / "2021/postes.parquet")
    (annees / "2021/postes.parquet").write_bytes(en_parquet(POSTES, postes.assign(vacants=-1)))
    reponse = lancer("rejouer", annees, "--sortie", tmp_path / "r")
    assert reponse.code == 3
    assert "1/2 2021 : " in reponse.err
    assert [s["campagne"] for s in lire(tmp_path / "r", "synthese")] == ["2022"]
    assert "- 2021 : " in reponse.out
    assert "mouvement controler 2021" in reponse.out
