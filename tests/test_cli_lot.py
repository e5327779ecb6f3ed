"""``mouvement lot``: the same bytes wherever it runs; taken up again, whatever interrupts it."""

import hashlib
import json
import os
import shutil
import signal
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from processus import demarrer, executer, interrompre, vivants

from mouvement.scenarios.generation import ecrire_modele

ACADEMIES = ("clermont", "martinique", "orleans-tours")
UN = ("--processus", "1")


@pytest.fixture(scope="module")
def trois(tmp_path_factory) -> Path:
    """Three small campaigns, the first with couples tied."""
    dossier = tmp_path_factory.mktemp("lot") / "campagnes"
    for academie in ACADEMIES:
        dossier.mkdir(exist_ok=True)
        ecrire_modele("minuscule", dossier / academie, academie, reglement="declare")
    toml = dossier / ACADEMIES[0] / "campagne.toml"
    toml.write_text(toml.read_text() + 'simultanees = "liees"\n')
    (dossier / "notes").mkdir()
    return dossier


@pytest.fixture(scope="module")
def reference(trois, tmp_path_factory) -> dict[str, bytes]:
    """What the batch must write, whatever runs it."""
    sortie = tmp_path_factory.mktemp("reference") / "r"
    fini = executer("lot", trois, "--sortie", sortie, *UN)
    assert fini.returncode == 0, fini.stderr
    return contenu(sortie)


@pytest.fixture
def campagnes(trois, tmp_path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(trois, tmp_path / "campagnes"))


def contenu(sortie: Path) -> dict[str, bytes]:
    """Return every file, the manifests without what changes from run to run or place to place."""
    fichiers = {}
    for chemin in sorted(sortie.rglob("*")):
        nom = str(chemin.relative_to(sortie))
        if chemin.name == "manifeste.json":
            manifeste = json.loads(chemin.read_bytes())
            del manifeste["execution"], manifeste["campagne"]["chemin"]
            fichiers[nom] = json.dumps(manifeste).encode()
        elif chemin.is_file() and chemin.name != "lot.json":
            fichiers[nom] = chemin.read_bytes()
    return fichiers


def de(fichiers: dict[str, bytes], campagne: str) -> dict[str, bytes]:
    """Return one campaign's files."""
    debut = f"{campagne}/"
    return {n.removeprefix(debut): o for n, o in fichiers.items() if n.startswith(debut)}


def inodes(sortie: Path) -> dict[str, tuple[int, int]]:
    """What tells a folder from the one that replaced it: a number alone is used again."""
    etats = {nom: (sortie / nom).stat() for nom in ACADEMIES}
    return {nom: (etat.st_ino, etat.st_mtime_ns) for nom, etat in etats.items()}


@pytest.mark.parametrize("processus", [2, 4])
def test_memes_octets(lancer, trois, reference, tmp_path, processus):
    reponse = lancer("lot", trois, "--sortie", tmp_path / "r", "--processus", processus)
    assert (reponse.code, contenu(tmp_path / "r")) == (0, reference)
    assert [ligne.split()[:2] for ligne in reponse.err.splitlines()] == [
        [f"{rang}/3", nom] for rang, nom in enumerate(ACADEMIES, 1)
    ]


@pytest.mark.parametrize("processus", [2, 4])
def test_affecter_memes_octets(lancer, trois, reference, tmp_path, processus):
    sortie = tmp_path / ACADEMIES[0]
    reponse = lancer("affecter", trois / ACADEMIES[0], "--sortie", sortie, "--processus", processus)
    assert reponse.code == 0
    assert contenu(sortie) == de(reference, ACADEMIES[0])


def test_tableau(lancer, trois, reference, tmp_path):
    reponse = lancer("lot", trois, "--sortie", tmp_path / "r", *UN, "--verifier")
    assert reponse.code == 0
    tableau = pd.read_parquet(tmp_path / "r/campagnes.parquet").set_index("campagne")
    assert (tableau["statut"] == "CERTIFIE").all()
    assert (tableau["constats"] == 0).all()
    assert tableau["couples"].notna().tolist() == [True, False, False]
    for nom in ACADEMIES:
        affectations = pd.read_parquet(tmp_path / "r" / nom / "affectations.parquet")
        mutes = int((affectations["decision"] == "MUTE").sum())
        assert tableau.loc[nom, ["academie", "participants", "mutes"]].tolist() == [nom, 60, mutes]
        (ligne,) = (x for x in reponse.out.splitlines() if x.startswith(nom))
        assert ligne.split()[1:3] == ["60", str(mutes)]
    assert f"ensemble{180:>{len('orleans-tours') - 8 + 11}}" in reponse.out
    csv = pd.read_csv(tmp_path / "r/campagnes.csv", sep=";", encoding="utf-8-sig")
    assert csv["mutes"].tolist() == tableau["mutes"].tolist()


def test_reprise(lancer, campagnes, reference, tmp_path):
    sortie = tmp_path / "r"
    assert lancer("lot", campagnes, "--sortie", sortie, *UN).code == 0
    premiers = inodes(sortie)
    reponse = lancer("lot", campagnes, "--sortie", sortie, *UN)
    assert [ligne.endswith("déjà fait") for ligne in reponse.err.splitlines()] == [True] * 3
    assert (inodes(sortie), contenu(sortie)) == (premiers, reference)

    # Other inputs, a spoiled result, a result that is gone: these are done again, all equal.
    voeux = pd.read_parquet(campagnes / ACADEMIES[0] / "voeux.parquet")
    voeux.iloc[::-1].to_parquet(campagnes / ACADEMIES[0] / "voeux.parquet", index=False)
    (sortie / ACADEMIES[1] / "audit.parquet").write_bytes(b"")
    reponse = lancer("lot", campagnes, "--sortie", sortie, *UN)
    assert [ligne.endswith("déjà fait") for ligne in reponse.err.splitlines()] == [False] * 2 + [
        True
    ]
    apres = {nom: octets for nom, octets in contenu(sortie).items() if "manifeste" not in nom}
    assert apres == {nom: octets for nom, octets in reference.items() if "manifeste" not in nom}


@pytest.mark.parametrize(
    ("nom", "colonnes"), [("decisions", "candidat,poste,decision,motif"), ("groupes", "")]
)
def test_refait_si_une_table_parait(lancer, campagnes, tmp_path, nom, colonnes):
    """An optional table that was not there, or is no more, is another campaign."""
    sortie, fichier = tmp_path / "r", campagnes / ACADEMIES[2] / f"{nom}.parquet"
    assert lancer("lot", campagnes, "--sortie", sortie, *UN).code == 0
    if fichier.exists():
        fichier.unlink()
    else:
        vide = pd.DataFrame({colonne: pd.Series(dtype="str") for colonne in colonnes.split(",")})
        vide.to_parquet(fichier, index=False)
    reponse = lancer("lot", campagnes, "--sortie", sortie, *UN)
    assert not reponse.err.splitlines()[2].endswith("déjà fait")


def test_refait_si_un_logiciel_change(lancer, campagnes, tmp_path):
    sortie = tmp_path / "r"
    assert lancer("lot", campagnes, "--sortie", sortie, *UN).code == 0
    chemin = sortie / ACADEMIES[0] / "manifeste.json"
    manifeste = json.loads(chemin.read_text())
    for cle, valeur in (
        ("versions", manifeste["versions"] | {"pyarrow": "19"}),
        ("reglement", manifeste["reglement"] | {"sha256": "0"}),
        ("statut", "CERTIFIE_NON_OPTIMAL"),
    ):
        chemin.write_text(json.dumps(manifeste | {cle: valeur}))
        reponse = lancer("lot", campagnes, "--sortie", sortie, *UN)
        assert "déjà fait" not in reponse.err.splitlines()[0]
        assert json.loads(chemin.read_text())[cle] == manifeste[cle]


def test_une_campagne_refusee_n_arrete_pas_les_autres(lancer, campagnes, reference, tmp_path):
    (campagnes / ACADEMIES[1] / "voeux.parquet").unlink()
    reponse = lancer("lot", campagnes, "--sortie", tmp_path / "r", *UN, "--json")
    assert reponse.code == 3
    assert "2/3 martinique : refusée, 1 faute" in reponse.err
    assert "\n    voeux : fichier absent" in reponse.err
    dites = json.loads(reponse.out)["campagnes"]
    assert [ligne["statut"] for ligne in dites] == ["CERTIFIE", "REFUSEE", "CERTIFIE"]
    tableau = pd.read_parquet(tmp_path / "r/campagnes.parquet")
    assert tableau["statut"].tolist() == ["CERTIFIE", "REFUSEE", "CERTIFIE"]
    assert tableau["fautes"].fillna(0).tolist() == [0, 1, 0]
    faits = {nom for nom in contenu(tmp_path / "r") if "campagnes." not in nom}
    assert faits == {nom for nom in reference if "/" in nom and not nom.startswith("martinique")}


def test_verifier_trouve_une_fraude(lancer, campagnes, tmp_path):
    """The manifest agrees with the forged table: only the verifier can tell."""
    sortie = tmp_path / "r"
    assert lancer("lot", campagnes, "--sortie", sortie, *UN).code == 0
    forge = sortie / ACADEMIES[0]
    table = pq.ParquetFile(forge / "affectations.parquet").read()
    place = table.column_names.index("poste")
    postes = table["poste"].to_pylist()
    meme = next(filter(None, postes))
    forges = pa.array([poste and meme for poste in postes], table.schema.field(place).type)
    table = table.set_column(place, table.schema.field(place), forges)
    pq.write_table(table, forge / "affectations.parquet")
    manifeste = json.loads((forge / "manifeste.json").read_text())
    octets = (forge / "affectations.parquet").read_bytes()
    manifeste["sorties"]["affectations.parquet"] = hashlib.sha256(octets).hexdigest()
    (forge / "manifeste.json").write_text(json.dumps(manifeste))
    assert lancer("lot", campagnes, "--sortie", sortie, *UN).code == 0
    reponse = lancer("lot", campagnes, "--sortie", sortie, *UN, "--verifier")
    assert reponse.code == 4
    tableau = pd.read_parquet(sortie / "campagnes.parquet")
    assert tableau["statut"].tolist() == ["CERTIFICAT_ROMPU", "CERTIFIE", "CERTIFIE"]
    assert tableau["constats"][0] > 0
    # A forged manifest may also name a file that is no table.
    (forge / "affectations.parquet").write_bytes(b"rien")
    manifeste["sorties"]["affectations.parquet"] = hashlib.sha256(b"rien").hexdigest()
    (forge / "manifeste.json").write_text(json.dumps(manifeste))
    assert lancer("lot", campagnes, "--sortie", sortie, *UN, "--verifier").code == 4


def test_dossiers_refuses(lancer, campagnes, trois, tmp_path):
    def message(*arguments: object) -> str:
        reponse = lancer("lot", *arguments, *UN)
        assert (reponse.code, reponse.out) == (2, "")
        return reponse.err

    vide = tmp_path / "vide"
    assert "n'est pas un dossier" in message(vide, "--sortie", tmp_path / "r")
    vide.mkdir()
    assert "aucun sous-dossier" in message(vide, "--sortie", tmp_path / "r")
    seule = campagnes / ACADEMIES[0]
    assert "mouvement affecter" in message(seule, "--sortie", tmp_path / "r")
    assert "contient autre chose" in message(trois, "--sortie", campagnes, "--ecraser")
    assert not (tmp_path / "r").exists()
    assert lancer("lot", campagnes, "--sortie", vide, *UN).code == 0
    assert "le lot d'un autre dossier" in message(trois, "--sortie", vide)
    premiers = inodes(vide)
    assert lancer("lot", trois, "--sortie", vide, *UN, "--ecraser").code == 0
    assert all(inode != premiers[nom] for nom, inode in inodes(vide).items())


def test_interrompu_puis_repris(lancer, campagnes, reference, tmp_path):
    """The second campaign cannot be read: the process that reads it waits for ever."""
    tube = campagnes / ACADEMIES[1] / "voeux.parquet"
    voeux = tube.read_bytes()
    tube.unlink()
    os.mkfifo(tube)
    sortie = tmp_path / "r"
    arguments = ("lot", campagnes, "--sortie", sortie, "--processus", "2")
    processus = demarrer(*arguments, start_new_session=True)
    code, suite = interrompre(processus, "1/3 clermont", signal.SIGINT, a_tous=True)
    assert (code, suite.strip()) == (
        130,
        "Interrompu ; ce qui est fait est gardé, la même commande reprend où elle en était.",
    )
    limite = time.monotonic() + 20
    while vivants(processus.pid) and time.monotonic() < limite:
        time.sleep(0.05)
    assert vivants(processus.pid) == []
    assert {chemin.name for chemin in sortie.iterdir()} <= {"lot.json", *ACADEMIES}
    tube.unlink()
    tube.write_bytes(voeux)
    reponse = lancer("lot", campagnes, "--sortie", sortie, *UN)
    assert reponse.code == 0
    assert reponse.err.splitlines()[0].endswith("déjà fait")
    assert contenu(sortie) == reference


def test_restes_d_un_arret_brutal(lancer, campagnes, reference, tmp_path):
    """Killed while it wrote, and while it replaced."""
    sortie = tmp_path / "r"
    assert lancer("lot", campagnes, "--sortie", sortie, *UN).code == 0
    (sortie / ".clermont.partiel-0a1b2c3d").mkdir()
    (sortie / "martinique").rename(sortie / ".martinique.ancien-0a1b2c3d")
    reponse = lancer("lot", campagnes, "--sortie", sortie, *UN)
    assert [ligne.endswith("déjà fait") for ligne in reponse.err.splitlines()] == [True] * 3
    assert contenu(sortie) == reference
    assert not list(sortie.glob(".*"))
