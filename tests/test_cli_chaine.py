"""The whole chain as a user runs it: what each command prints, in words and in JSON."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from mouvement import __version__
from mouvement.io.tables_resultat import TABLES_RESULTAT


@pytest.fixture
def resultat(lancer, minuscule, tmp_path) -> Path:
    dossier = tmp_path / "resultat"
    assert lancer("affecter", minuscule, "--sortie", dossier).code == 0
    return dossier


def premier(resultat: Path, **valeurs: str) -> str:
    affectations = pd.read_parquet(resultat / "affectations.parquet")
    for colonne, valeur in valeurs.items():
        affectations = affectations[affectations[colonne] == valeur]
    return str(affectations["candidat"].iloc[0])


@pytest.mark.parametrize(
    ("options", "faite"),
    [((), "minuscule_calculee"), (("--reglement", "declare"), "minuscule")],
)
def test_generer(lancer, tmp_path, request, options, faite):
    reponse = lancer("generer", "minuscule", "--sortie", tmp_path / "c", *options)
    assert (reponse.code, reponse.out) == (0, f"Campagne écrite : {tmp_path / 'c'}\n")
    assert "génération…" in reponse.err
    ecrits = {chemin.name: chemin.read_bytes() for chemin in (tmp_path / "c").iterdir()}
    attendus = request.getfixturevalue(faite).iterdir()
    assert ecrits == {chemin.name: chemin.read_bytes() for chemin in attendus}


def test_generer_autrement(lancer, tmp_path, minuscule):
    options = ("--academie", "martinique", "--graine", 7, "--facteur", "0,5")
    assert lancer("generer", "minuscule", "--sortie", tmp_path / "c", *options).code == 0
    toml = (tmp_path / "c/campagne.toml").read_text(encoding="utf-8")
    assert 'academie  = "martinique"' in toml
    assert "graine    = 7" in toml
    assert len(pd.read_parquet(tmp_path / "c/candidats.parquet")) == 30


def test_controler(lancer, minuscule):
    reponse = lancer("controler", minuscule)
    assert (reponse.code, reponse.err) == (0, "")
    assert re.fullmatch(
        r"Campagne orleans-tours 2022 : 60 candidats, 1200 vœux, \d+ postes. Aucune faute.\n",
        reponse.out,
    )
    assert json.loads(lancer("controler", minuscule, "--json").out) == []


def test_affecter_dit_le_bilan(lancer, minuscule, tmp_path):
    reponse = lancer("affecter", minuscule, "--sortie", tmp_path / "r")
    assert reponse.code == 0
    decisions = pd.read_parquet(tmp_path / "r/affectations.parquet")["decision"].value_counts()
    dit = dict(re.findall(r"^(\S[^\d]*?)  +(\d+)   ", reponse.out, re.MULTILINE))
    assert dit["Participants"] == "60"
    assert dit["Mutés"] == str(decisions["MUTE"])
    assert dit["Maintenus"] == str(decisions["MAINTENU"])
    assert dit["Non affectés"] == str(decisions["NON_AFFECTE"])
    manifeste = json.loads((tmp_path / "r/manifeste.json").read_text(encoding="utf-8"))
    for etape in (*manifeste["execution"]["durees_s"], "écriture"):
        assert re.search(rf"{etape} \d+,\d s", reponse.out)
        assert re.search(rf"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d {etape}…$", reponse.err, re.MULTILINE)
    assert re.search(r"^Certificat +tenu", reponse.out, re.MULTILINE)
    assert reponse.out.endswith(f"{tmp_path / 'r'}\n")
    assert {chemin.name for chemin in (tmp_path / "r").iterdir()} == {
        "manifeste.json",
        *(f"{table.nom}.parquet" for table in TABLES_RESULTAT),
    }


def test_affecter_en_json(lancer, minuscule, tmp_path):
    reponse = lancer("affecter", minuscule, "--sortie", tmp_path / "r", "--json")
    dit = json.loads(reponse.out)
    assert (dit["statut"], dit["sortie"]) == ("CERTIFIE", str(tmp_path / "r"))
    assert dit["mutes"] + dit["maintenus"] + dit["non_affectes"] == dit["participants"] == 60
    manifeste = json.loads((tmp_path / "r/manifeste.json").read_text(encoding="utf-8"))
    assert manifeste["effectifs"].items() <= dit.items()


def test_verifier(lancer, minuscule, resultat):
    reponse = lancer("verifier", resultat)
    assert reponse.code == 0
    assert re.fullmatch(
        r"Le résultat tient : 60 candidats, \d+ contrats et \d+ barres revérifiés.\n", reponse.out
    )
    assert json.loads(lancer("verifier", resultat, "--json").out) == []
    assert lancer("verifier", resultat, "--campagne", minuscule).out == reponse.out


def test_verifier_une_campagne_deplacee(lancer, minuscule, tmp_path):
    avant, apres = tmp_path / "avant", tmp_path / "apres"
    shutil.copytree(minuscule, avant)
    assert lancer("affecter", avant, "--sortie", tmp_path / "r").code == 0
    avant.rename(apres)
    reponse = lancer("verifier", tmp_path / "r")
    assert (reponse.code, reponse.out) == (2, "")
    assert f"n'est plus là ({avant})" in reponse.err
    assert "--campagne" in reponse.err
    assert lancer("verifier", tmp_path / "r", "--campagne", apres).code == 0


def test_resultat_et_campagne_deplaces_ensemble(lancer, minuscule, tmp_path):
    (tmp_path / "avant").mkdir()
    shutil.copytree(minuscule, tmp_path / "avant/c")
    assert lancer("affecter", tmp_path / "avant/c", "--sortie", tmp_path / "avant/r").code == 0
    (tmp_path / "avant").rename(tmp_path / "apres")
    assert lancer("verifier", tmp_path / "apres/r").code == 0


def test_expliquer_un_mute(lancer, resultat):
    candidat = premier(resultat, decision="MUTE", origine="VOEU")
    reponse = lancer("expliquer", resultat, candidat)
    assert (reponse.code, reponse.err) == (0, "")
    audit = pd.read_parquet(resultat / "audit.parquet")
    siens = audit[audit["candidat"] == candidat]
    assert f"Candidat {candidat}, " in reponse.out
    assert "Décision : MUTÉ" in reponse.out
    for zone in siens["zone"][siens["rang"].notna()]:
        assert f"[{zone}]" in reponse.out
    assert reponse.out.count("→ obtenu") == 1


def test_expliquer_tous(lancer, resultat):
    """Every candidat has a story, whatever happened to him."""
    audit = pd.read_parquet(resultat / "audit.parquet")
    for candidat, siens in audit.groupby("candidat"):
        reponse = lancer("expliquer", resultat, candidat)
        assert reponse.code == 0
        assert reponse.out.count(" → ") == len(siens)
        assert "None" not in reponse.out
        assert "nan" not in reponse.out.lower().replace("nant", "")


def test_expliquer_les_points_qui_manquent(lancer, resultat):
    audit = pd.read_parquet(resultat / "audit.parquet")
    refus = audit[(audit["motif"] == "BAREME_INSUFFISANT") & (audit["barre"] > audit["bareme"])]
    refus = refus[refus["barre"] < 999_999_999].iloc[0]
    manque = refus["barre"] - refus["bareme"]
    texte = f"{manque:f}".rstrip("0").rstrip(".").replace(".", ",")
    ligne = next(
        ligne
        for ligne in lancer("expliquer", resultat, refus["candidat"]).out.splitlines()
        if f"[{refus['zone']}]" in ligne
    )
    assert ligne.startswith(f"  vœu {refus['rang']:.0f}, ")
    assert f"refusé : il manque {texte} point" in ligne


@pytest.mark.parametrize(
    ("bareme", "manque"),
    [(133_200, "1 point"), (132_201, "1,999 point"), (132_200, "2 points"), (34_200, "100 points")],
)
def test_un_point_deux_points(lancer, campagne_minimale, tmp_path, bareme, manque):
    campagne_minimale.changer("voeux", 4, bareme=bareme)
    assert lancer("affecter", campagne_minimale.ecrire(), "--sortie", tmp_path / "r").code == 0
    histoire = lancer("expliquer", tmp_path / "r", "C2").out.splitlines()
    (ligne,) = [ligne for ligne in histoire if ligne.startswith("  vœu 1, ")]
    assert ligne.endswith(f", barre 134,2 → refusé : il manque {manque}")


def test_expliquer_en_json(lancer, resultat):
    candidat = premier(resultat, decision="MUTE", origine="VOEU")
    dit = json.loads(lancer("expliquer", resultat, candidat, "--json").out)
    assert dit["affectation"]["candidat"] == candidat
    assert dit["affectation"]["decision"] == "MUTE"
    satisfaits = [contrat for contrat in dit["audit"] if contrat["motif"] == "SATISFAIT"]
    assert [contrat["rang"] for contrat in satisfaits] == [dit["affectation"]["rang"]]
    assert {element["element"] for element in dit["baremes"]} == {"DECLARE"}


def test_expliquer_un_inconnu(lancer, resultat):
    reponse = lancer("expliquer", resultat, "C00001")
    assert (reponse.code, reponse.out) == (2, "")
    assert f"Aucun candidat « C00001 » dans {resultat}." in reponse.err
    assert "Vouliez-vous dire « C000001 » ?" in reponse.err


def test_expliquer_ce_qui_n_est_pas_un_resultat(lancer, minuscule, tmp_path):
    reponse = lancer("expliquer", minuscule, "C000001")
    assert reponse.code == 3
    assert "affectations.parquet : fichier absent" in reponse.err
    reponse = lancer("expliquer", tmp_path / "rien", "C000001")
    assert reponse.code == 2
    assert reponse.err == f"{tmp_path / 'rien'} n'est pas un dossier de résultat.\n"


def test_reglements(lancer):
    livres = re.findall(r"^(\S+)  +(.+)$", lancer("reglements").out, re.MULTILINE)
    assert ("declare", "Barèmes déclarés") in livres
    assert ("orleans-tours-2022-second-degre", "Orléans-Tours 2022, second degré") in livres
    detail = lancer("reglements", "declare").out
    assert detail.startswith("declare — Barèmes déclarés\n")
    assert "guidage = aucun" in detail
    listes = {lu["nom"]: lu for lu in json.loads(lancer("reglements", "--json").out)}
    assert list(listes) == sorted(nom for nom, _ in livres)
    declare = listes["declare"]
    assert declare["options"]["bareme"] == "declare"


def test_version(lancer):
    assert lancer("--version").out == f"mouvement {__version__}\n"


def test_les_deux_solveurs_ecrivent_les_memes_octets(lancer, minuscule, tmp_path):
    for solveur in ("acceptation-differee", "cp-sat"):
        sortie = tmp_path / solveur
        reponse = lancer("affecter", minuscule, "--sortie", sortie, "--solveur", solveur)
        assert reponse.code == 0
        assert lancer("verifier", sortie).code == 0
    for table in TABLES_RESULTAT:
        octets = {
            (tmp_path / solveur / f"{table.nom}.parquet").read_bytes()
            for solveur in ("acceptation-differee", "cp-sat")
        }
        assert len(octets) == 1, table.nom
