"""What README and the analyst's guide show is what the program does, run as they say."""

import os
import re
import shlex
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from processus import executer

RACINE = Path(__file__).resolve().parents[1]
README = (RACINE / "README.md").read_text(encoding="utf-8")
GUIDE = (RACINE / "docs/guide-analyste.md").read_text(encoding="utf-8")
BLOC = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COUPE = "[…]"


def exiger_dans(montre: str, sortie: str) -> None:
    """Every line shown is printed, in that order; ``[…]`` stands for anything, times vary."""
    restent = iter(sortie.splitlines())
    for ligne in montre.splitlines():
        debut = ligne.removesuffix(COUPE).rstrip()
        if ligne.startswith("Durée"):
            debut = "Durée"
        entiere = debut == ligne
        assert not debut or any(
            (lue == ligne if entiere else lue.startswith(debut)) for lue in restent
        ), f"not printed: {ligne}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The folder where ``make demo`` has worked; ``bilan.txt`` is what ``affecter`` said."""
    dossier = tmp_path_factory.mktemp("demo")
    for ligne in (
        "generer demo --sortie demo/campagne",
        "affecter demo/campagne --sortie demo/resultat",
    ):
        (dossier / "demo").mkdir(exist_ok=True)
        fini = executer(*ligne.split(), cwd=dossier)
        assert fini.returncode == 0, fini.stderr
        (dossier / "bilan.txt").write_text(fini.stdout, encoding="utf-8")
    return dossier


def test_ce_que_montre_readme(demo, lancer, monkeypatch):
    monkeypatch.chdir(demo)
    montres = [texte for langue, texte in BLOC.findall(README) if langue == "text"]
    assert len(montres) == 2
    for montre in montres:
        premiere, reste = montre.split("\n", 1)
        commande = shlex.split(premiere.removeprefix("$ mouvement "))
        if commande[0] == "affecter":
            dit = (demo / "bilan.txt").read_text(encoding="utf-8")
        else:
            dit = lancer(*commande).out
        exiger_dans(reste, dit)


def test_make_demo_montre_le_meme_candidat():
    cible = re.search(
        r"^demo:.*?(?=^\S+:)", (RACINE / "Makefile").read_text(encoding="utf-8"), re.DOTALL | re.M
    )
    assert cible
    lignes = [ligne.split("$(BIN)/")[1] for ligne in cible[0].splitlines() if "$(BIN)/" in ligne]
    assert [ligne.split()[1] for ligne in lignes] == [
        "generer",
        "affecter",
        "verifier",
        "expliquer",
    ]
    assert f"$ {lignes[-1]}\n" in README


def ecrire_exports(campagne: Path, exports: Path) -> None:
    """Write the tables as a French office would export them."""
    exports.mkdir()
    for chemin in campagne.glob("*.parquet"):
        table = pq.read_table(chemin)
        colonnes = {nom: table[nom].to_pylist() for nom in table.column_names}
        lignes = {nom: [_francais(valeur) for valeur in lue] for nom, lue in colonnes.items()}
        fichier = exports / f"{chemin.stem}.csv"
        pd.DataFrame(lignes).to_csv(fichier, sep=";", index=False, encoding="utf-8-sig")


def _francais(valeur: object) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "O" if valeur else "N"
    if isinstance(valeur, date):
        return valeur.strftime("%d/%m/%Y")
    if isinstance(valeur, list):
        return ",".join(valeur)
    return str(valeur).replace(".", ",") if isinstance(valeur, float | Decimal) else str(valeur)


def test_le_guide_se_suit(demo, lancer, tmp_path, monkeypatch, capsys):
    """From CSV exports of the demo to the replay, block after block."""
    ecrire_exports(demo / "demo/campagne", tmp_path / "exports")
    monkeypatch.chdir(tmp_path)
    noms: dict[str, object] = {}
    dit = faits = ""
    for langue, texte in BLOC.findall(GUIDE):
        if langue == "python":
            exec(texte, noms)
            dit = capsys.readouterr().out
        elif langue == "toml":
            (tmp_path / "campagne/campagne.toml").write_text(texte, encoding="utf-8")
        elif langue == "text" and not texte.startswith(("candidats, ligne", "Remarque")):
            exiger_dans(texte, dit)
        elif langue == "sh":
            for ligne in re.findall(r"^mouvement (.*)$", texte, re.MULTILINE):
                if "essai" in ligne:  # the demo, which we have
                    continue
                reponse = lancer(*shlex.split(ligne))
                assert reponse.code == 0, reponse.err
                dit, faits = reponse.out, faits + ligne.split()[0] + " "
    assert faits == "controler bareme affecter verifier expliquer affecter "
    assert dit == "identiques\n"
    for nom in ("affectations", "audit", "barres"):
        obtenus = (tmp_path / f"resultat/{nom}.parquet").read_bytes()
        assert obtenus == (demo / f"demo/resultat/{nom}.parquet").read_bytes()


def test_les_fautes_que_montre_le_guide(demo, lancer, tmp_path):
    campagne = tmp_path / "c"
    campagne.mkdir()
    for chemin in (demo / "demo/campagne").iterdir():
        os.link(chemin, campagne / chemin.name)
    changees = {
        "candidats": (1616, "poste_actuel", "0360105U-L0203"),
        "postes": (12, "vacants", -1),
        "voeux": (42, "code", "037001RZ"),
    }
    for nom, (ligne, colonne, valeur) in changees.items():
        table = pd.read_parquet(campagne / f"{nom}.parquet", dtype_backend="pyarrow")
        table.loc[ligne - 1, colonne] = valeur
        (campagne / f"{nom}.parquet").unlink()
        table.to_parquet(campagne / f"{nom}.parquet", index=False)
    montre = next(texte for _, texte in BLOC.findall(GUIDE) if texte.startswith("candidats, ligne"))
    assert lancer("controler", campagne).out == montre


def test_les_remarques_que_montre_le_guide(minuscule_calculee, lancer, tmp_path):
    campagne = Path(shutil.copytree(minuscule_calculee, tmp_path / "c"))
    (campagne / "specifiques.parquet").rename(campagne / "specifique.parquet")
    candidats = pq.read_table(campagne / "candidats.parquet")
    for nom in ("nom", "probabilite_retraits"):
        candidats = candidats.append_column(nom, pa.nulls(len(candidats), pa.string()))
    pq.write_table(candidats, campagne / "candidats.parquet")
    texte = (campagne / "campagne.toml").read_text(encoding="utf-8")
    (campagne / "campagne.toml").write_text(re.sub(r"(annee\s*=) 2022", r"\1 2023", texte))
    montre = next(texte for _, texte in BLOC.findall(GUIDE) if texte.startswith("Remarque"))
    assert lancer("controler", campagne).err == montre


@pytest.mark.parametrize("page", [README, GUIDE], ids=["README", "guide"])
def test_liens(page):
    dossier = RACINE if page is README else RACINE / "docs"
    for lien in re.findall(r"\]\(([^)#]+)\)", BLOC.sub("", page)):
        assert (dossier / lien).exists(), lien
