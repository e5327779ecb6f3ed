"""The page of a comparison: sound HTML, every name escaped, the same bytes, alive in a browser."""

import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from navigateur import Page, chercher, naviguer
from processus import environnement, executer

from mouvement.scenarios.comparaison.page import FICHIER

CANDIDAT = "<script>alert(1)</script>"
LIEU = '"><img src=x onerror=alert(2)>&amp;'
COMMUNE = "</script><script>alert(3)</script>"
DISCIPLINE = "</select><b onmouseover=alert(4)>"
VIDES = {"meta", "input", "link", "br", "hr", "img"}


def change_de_noms(brouillon) -> None:
    """Give C2 and places the names that a page must not run."""
    for table in brouillon.tables.values():
        for colonne in table.select_dtypes("str"):
            table[colonne] = table[colonne].replace({"C2": CANDIDAT, "L0202": DISCIPLINE})
    brouillon.changer("etablissements", 1, libelle=LIEU)
    brouillon.changer("communes", 1, libelle=COMMUNE)


@pytest.fixture
def comparaison(lancer, campagne_minimale, tmp_path) -> Path:
    """The folder of a comparison where names are hostile, and C2 takes C1's poste."""
    change_de_noms(campagne_minimale)
    assert lancer("affecter", campagne_minimale.ecrire(), "--sortie", tmp_path / "a").code == 0
    campagne_minimale.changer("voeux", 4, bareme=200_000)
    campagne_minimale.dossier = tmp_path / "autre"
    assert lancer("affecter", campagne_minimale.ecrire(), "--sortie", tmp_path / "b").code == 0
    reponse = lancer("comparer", tmp_path / "a", tmp_path / "b", "--sortie", tmp_path / "c")
    assert reponse.code == 0, reponse.err
    return tmp_path / "c"


class Lecteur(HTMLParser):
    """What a page is made of; tags that do not close are a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.ouvertes: list[str] = []
        self.balises: list[tuple[str, dict[str, str | None]]] = []
        self.textes: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), f"{tag}: an attribute twice"
        if tag not in VIDES:
            self.ouvertes.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.ouvertes.pop() == tag, self.getpos()

    def handle_data(self, data):
        (self.scripts if self.ouvertes[-1:] == ["script"] else self.textes).append(data)


@pytest.fixture
def lue(comparaison) -> Lecteur:
    lecteur = Lecteur()
    lecteur.feed((comparaison / FICHIER).read_text(encoding="utf-8"))
    lecteur.close()
    assert lecteur.ouvertes == []
    return lecteur


def test_html(lue):
    ids = [attributs["id"] for _, attributs in lue.balises if "id" in attributs]
    assert len(ids) == len(set(ids))
    for balise, attributs in lue.balises:
        for nom in ("aria-labelledby", "for", "data-table", "data-filtre", "data-suite"):
            assert attributs.get(nom, ids[0]) in ids, (balise, attributs)
        assert not {nom for nom in attributs if nom.startswith("on") or nom == "style"}
        if balise == "svg":
            assert attributs["role"] == "img"
            assert attributs["aria-label"]
    titres = [balise for balise, _ in lue.balises if re.fullmatch("h[1-6]", balise)]
    assert titres[0] == "h1"
    assert titres.count("h1") == 1
    assert all(int(b[1]) - int(a[1]) <= 1 for a, b in pairwise(titres))
    assert [attributs["lang"] for balise, attributs in lue.balises if balise == "html"] == ["fr"]


def test_rien_au_dehors(lue, comparaison):
    adresses = [
        attributs.get(nom) for _, attributs in lue.balises for nom in ("src", "href", "xlink:href")
    ]
    assert all(adresse.startswith("#") for adresse in adresses if adresse)
    page = (comparaison / FICHIER).read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(", page)


def test_noms_echappes(lue):
    scripts = [attributs for balise, attributs in lue.balises if balise == "script"]
    assert scripts == [{"type": "application/json", "id": "carte-donnees"}, {}]
    assert "img" not in {balise for balise, _ in lue.balises}
    texte = "\n".join(lue.textes)
    for nom in (CANDIDAT, LIEU, COMMUNE, DISCIPLINE):
        assert nom in texte
    (politique,) = (
        attributs["content"]
        for _, attributs in lue.balises
        if attributs.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in politique
    assert "unsafe" not in politique


def test_memes_octets(comparaison, tmp_path):
    """Whatever the hash seed, the order of rows and the place of the folders."""
    (tmp_path / "loin").mkdir()
    for nom in ("a", "b", "campagne", "autre"):
        (tmp_path / nom).rename(tmp_path / "loin" / nom)
    for chemin in (tmp_path / "loin").glob("[ab]/*.parquet"):
        envers = pd.read_parquet(chemin, dtype_backend="pyarrow").iloc[::-1]
        envers.to_parquet(chemin, index=False)
    for manifeste in (tmp_path / "loin").glob("[ab]/manifeste.json"):
        dit = json.loads(manifeste.read_bytes())
        for nom in dit["sorties"]:
            dit["sorties"][nom] = sha256(manifeste.with_name(nom).read_bytes()).hexdigest()
        manifeste.write_text(json.dumps(dit), encoding="utf-8")
    fini = executer(
        *("comparer", "loin/a", "loin/b", "--sortie", "c2"),
        cwd=tmp_path,
        env=environnement(PYTHONHASHSEED="77"),
    )
    assert fini.returncode == 0, fini.stderr
    assert {chemin.name for chemin in comparaison.iterdir()} == {
        chemin.name for chemin in (tmp_path / "c2").iterdir()
    }
    for chemin in comparaison.iterdir():
        if chemin.suffix != ".json":  # it holds the sha256 of the files compared
            assert chemin.read_bytes() == (tmp_path / "c2" / chemin.name).read_bytes(), chemin.name


@pytest.fixture
def ecran(tmp_path):
    programme = chercher()
    if programme is None:
        pytest.skip("no Chromium on this machine")
    with naviguer(programme, tmp_path / "profil") as page:
        yield page


def montrees(page: Page, table: str) -> list[str]:
    rangees = f"[...document.querySelectorAll('#{table} tbody tr')].filter(tr => !tr.hidden)"
    return page.evaluer(f"{rangees}.map(tr => tr.querySelector('th').textContent.trim())")


def choisir(page: Page, ou: str, valeur: str, evenement: str = "change") -> str:
    return page.evaluer(
        f"(e => {{ e.value = {json.dumps(valeur)}; e.dispatchEvent(new Event('{evenement}'));"
        f" return e.value }})(document.querySelector('{ou}'))"
    )


def test_dans_un_navigateur(ecran, comparaison):
    adresse = (comparaison / FICHIER).as_uri()
    ecran.ouvrir(adresse)
    assert sorted(montrees(ecran, "liste")) == sorted([CANDIDAT, "C1", "C3"])
    ecran.evaluer("document.getElementById('liste-cherche').focus()")
    ecran.taper("ÂLERT(1")
    assert montrees(ecran, "liste") == [CANDIDAT]
    assert ecran.evaluer("document.getElementById('liste-compte').value") == "1 ligne"
    assert choisir(ecran, "#liste-cherche", "", "input") == ""
    bouton = "document.querySelectorAll('#liste thead button')[{}].click()"
    ecran.evaluer(bouton.format(0))
    croissant = montrees(ecran, "liste")
    ecran.evaluer(bouton.format(0))
    assert montrees(ecran, "liste") == croissant[::-1]
    assert set(croissant) == {CANDIDAT, "C1", "C3"}
    ecran.evaluer(bouton.format(4))  # rank in B
    assert montrees(ecran, "liste")[-1] == "C1"
    tri = "[...document.querySelectorAll('#liste [aria-sort]')].map(th => th.textContent)"
    assert ecran.evaluer(tri) == ["Rang B"]
    assert choisir(ecran, "[data-filtre=liste]", "MIEUX") == "MIEUX"
    assert montrees(ecran, "liste") == [CANDIDAT]
    titres = "[...document.querySelectorAll('#carte circle title')].map(t => t.textContent)"
    assert choisir(ecran, "#carte-discipline", DISCIPLINE) == DISCIPLINE
    assert f"{COMMUNE} : A 134,2, B 200" in ecran.evaluer(titres)
    assert ecran.plaintes == []
    assert ecran.requetes == [adresse]


def test_clair_et_sombre(ecran, comparaison):
    fonds = []
    for sombre in (False, True):
        ecran.ouvrir((comparaison / FICHIER).as_uri(), sombre=sombre)
        fonds.append(ecran.evaluer("getComputedStyle(document.body).backgroundColor"))
    assert len(set(fonds)) == 2
    assert ecran.plaintes == []
