"""``verifier`` as a user runs it: whatever was touched, status 4 and the place named."""

import json
import shutil
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mouvement.io.specification import Genre
from mouvement.io.tables_resultat import TABLES_RESULTAT
from mouvement.scenarios.generation import ecrire_modele

VIDES = ("complements", "rejets", "signalements")
"""Tables without a row under the options of this result."""
LIBRES = ("libelle", "libelle_actuel", "detail")
"""Texts for people: their sha256 alone vouches for them."""
CELLULES = [
    (table.nom, colonne.nom)
    for table in TABLES_RESULTAT
    for colonne in table.colonnes
    if table.nom not in VIDES and colonne.nom not in LIBRES
]


@pytest.fixture(scope="module")
def modele(tmp_path_factory) -> Path:
    """A folder with a campaign and its result, to be copied."""
    racine = tmp_path_factory.mktemp("modele")
    ecrire_modele("minuscule", racine / "c", facteur=0.5, reglement="declare")
    configuration = racine / "c/campagne.toml"
    texte = configuration.read_text(encoding="utf-8")
    avec = texte.replace("[options]\n", "[options]\namelioration = true\n")
    configuration.write_text(avec, encoding="utf-8")
    return racine


@pytest.fixture
def dossier(lancer, modele, tmp_path) -> Path:
    """A folder with a campaign ``c`` and its result ``r``, to be spoiled."""
    if not (modele / "r").exists():
        assert lancer("affecter", modele / "c", "--sortie", modele / "r").code == 0
    return Path(shutil.copytree(modele, tmp_path / "d"))


def refaire_empreintes(resultat: Path) -> None:
    """Make the manifest agree with the files, as a careful forger would."""
    manifeste = json.loads((resultat / "manifeste.json").read_text(encoding="utf-8"))
    manifeste["sorties"] = {
        chemin.name: sha256(chemin.read_bytes()).hexdigest()
        for chemin in resultat.glob("*.parquet")
    }
    (resultat / "manifeste.json").write_text(json.dumps(manifeste), encoding="utf-8")


def reecrire(chemin: Path, colonne: str, valeurs: list[object]) -> None:
    table = pq.ParquetFile(chemin).read()
    place = table.column_names.index(colonne)
    champ = table.schema.field(colonne)
    vecteur = pa.array(valeurs, champ.type)
    pq.write_table(table.set_column(place, champ.with_nullable(True), vecteur), chemin)


def autre(genre: Genre, valeur: object, permises: tuple[str, ...]) -> object:
    """Return another value of the same kind, that could be there."""
    if valeur is None:
        return {
            Genre.ENTIER: 1,
            Genre.POINTS: Decimal("1.000"),
            Genre.LISTE: ["R1"],
            Genre.TEXTE: permises[0] if permises else "X",
        }[genre]
    if genre is Genre.ENTIER:
        return valeur + 1
    if genre is Genre.POINTS:
        return valeur - Decimal("0.001")
    if genre is Genre.BOOLEEN:
        return not valeur
    if permises:
        return next(permise for permise in permises if permise != valeur)
    return valeur + "X"


@pytest.mark.parametrize(("nom", "colonne"), CELLULES)
def test_une_cellule_changee(lancer, dossier, nom, colonne):
    """One cell in the middle of the table, the manifest made again to agree."""
    specification = next(table for table in TABLES_RESULTAT if table.nom == nom)
    chemin = dossier / f"r/{nom}.parquet"
    valeurs = pq.ParquetFile(chemin).read()[colonne].to_pylist()
    milieu = len(valeurs) // 2
    decrite = specification.colonne(colonne)
    valeurs[milieu] = autre(decrite.genre, valeurs[milieu], decrite.valeurs)
    reecrire(chemin, colonne, valeurs)
    refaire_empreintes(dossier / "r")
    reponse = lancer("verifier", dossier / "r")
    assert (reponse.code, reponse.out) == (4, "")
    constats = reponse.err.splitlines()
    assert constats[-1] == "Le certificat ne tient pas."
    assert any(nom in constat for constat in constats[:-1])


def test_ce_qui_est_retouche_se_dit_partout(lancer, dossier):
    """``expliquer`` and ``comparer`` answer, and say that it is not what was computed."""
    chemin = dossier / "r/affectations.parquet"
    shutil.copytree(dossier / "r", dossier / "avant")
    candidat = pq.ParquetFile(chemin).read()["candidat"][0].as_py()
    assert lancer("expliquer", dossier / "r", candidat).err == ""
    libelles = pq.ParquetFile(chemin).read()["libelle"].to_pylist()
    reecrire(chemin, "libelle", ["ailleurs", *libelles[1:]])
    reponse = lancer("expliquer", dossier / "r", candidat)
    assert reponse.code == 0
    assert reponse.err.startswith("Attention : modifié depuis le calcul (affectations.parquet).")
    compares = lancer("comparer", dossier / "avant", dossier / "r")
    assert "B : modifié depuis le calcul (affectations.parquet)." in compares.out
    assert "A : modifié" not in compares.out


def test_un_temps_limite_se_compare(lancer, dossier):
    """The command line's limit, and a proof that was not made."""
    autre = ("--sortie", dossier / "limite", "--temps-max", 7)
    assert lancer("affecter", dossier / "c", *autre).code == 0
    manifeste = json.loads((dossier / "limite/manifeste.json").read_text(encoding="utf-8"))
    manifeste["statut"] = "CERTIFIE_NON_OPTIMAL"
    (dossier / "limite/manifeste.json").write_text(json.dumps(manifeste), encoding="utf-8")
    dit = lancer("comparer", dossier / "r", dossier / "limite").out
    assert "option temps_max_s : 3600 → 7" in dit
    assert "B : preuve inachevée, un meilleur résultat peut exister." in dit


def test_une_ligne_en_moins(lancer, dossier):
    chemin = dossier / "r/audit.parquet"
    table = pq.ParquetFile(chemin).read()
    pq.write_table(table.slice(1), chemin)
    refaire_empreintes(dossier / "r")
    candidat = table["candidat"][0].as_py()
    reponse = lancer("verifier", dossier / "r")
    assert reponse.code == 4
    assert any("audit" in c and candidat in c for c in reponse.err.splitlines())


def test_fichier_change_sans_toucher_au_manifeste(lancer, dossier):
    chemin = dossier / "r/barres.parquet"
    pq.write_table(pq.ParquetFile(chemin).read(), chemin, compression="none")
    reponse = lancer("verifier", dossier / "r")
    assert reponse.code == 4
    assert "barres.parquet (fichier de résultat) : son contenu a changé" in reponse.err


def test_une_entree_changee(lancer, dossier):
    chemin = dossier / "c/voeux.parquet"
    points = pq.ParquetFile(chemin).read()["bareme"].to_pylist()
    reecrire(chemin, "bareme", [points[0] + 1000, *points[1:]])
    reponse = lancer("verifier", dossier / "r")
    assert reponse.code == 4
    assert "voeux.parquet (fichier d'entrée) : son contenu a changé" in reponse.err
    assert "rang 1" in reponse.err


def test_graine_changee(lancer, dossier):
    chemin = dossier / "c/campagne.toml"
    texte = chemin.read_text(encoding="utf-8")
    chemin.write_text(texte.replace("graine    = 20220615", "graine    = 3"), encoding="utf-8")
    assert chemin.read_text(encoding="utf-8") != texte
    reponse = lancer("verifier", dossier / "r")
    assert reponse.code == 4
    assert "manifeste.json, graine : vaut 20220615, attendu 3." in reponse.err


def test_effectif_change_au_manifeste(lancer, dossier):
    chemin = dossier / "r/manifeste.json"
    manifeste = json.loads(chemin.read_text(encoding="utf-8"))
    manifeste["effectifs"]["mutes"] += 1
    chemin.write_text(json.dumps(manifeste), encoding="utf-8")
    reponse = lancer("verifier", dossier / "r")
    assert reponse.code == 4
    assert "manifeste.json, effectifs.mutes : vaut" in reponse.err


def test_constats_en_json(lancer, dossier):
    chemin = dossier / "r/affectations.parquet"
    rangs = pq.ParquetFile(chemin).read()["rang"].to_pylist()
    reecrire(chemin, "rang", [(rangs[0] or 0) + 1, *rangs[1:]])
    reponse = lancer("verifier", dossier / "r", "--json")
    assert reponse.code == 4
    constats = json.loads(reponse.out)
    assert {"affectations", "affectations.parquet"} <= {c["table"] for c in constats}
    assert all(c["phrase"] for c in constats)
    assert reponse.err.splitlines()[-1] == "Le certificat ne tient pas."


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("audit.parquet", "audit : fichier Parquet illisible"),
        ("manifeste.json", "manifeste.json : ce n'est pas un objet JSON"),
    ],
)
def test_fichier_tronque(lancer, dossier, nom, attendu):
    chemin = dossier / "r" / nom
    chemin.write_bytes(chemin.read_bytes()[:-50])
    reponse = lancer("verifier", dossier / "r")
    assert (reponse.code, reponse.out) == (3, "")
    assert attendu in reponse.err
    assert "Traceback" not in reponse.err


def test_fichier_absent(lancer, dossier):
    (dossier / "r/barres.parquet").unlink()
    reponse = lancer("verifier", dossier / "r")
    assert reponse.code == 3
    assert "barres.parquet : fichier absent" in reponse.err
    assert "Refaire le résultat" in reponse.err


def test_une_autre_campagne(lancer, dossier, minuscule):
    reponse = lancer("verifier", dossier / "r", "--campagne", minuscule)
    assert reponse.code == 4
    assert "candidats.parquet (fichier d'entrée)" in reponse.err
