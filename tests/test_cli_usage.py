"""A command line that cannot be followed: status 2, what is wrong in French, nothing done."""

import re
import shutil
from pathlib import Path

import pytest

from mouvement.cli import cli

ANGLAIS = re.compile(
    r"\b(missing|invalid|error|usage:|argument '|option '|requires|unexpected|such|try|valid)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ("gnerer", "Commande inconnue : gnerer.\nVoir « mouvement --help »."),
        ("--sortie x", "Option inconnue : --sortie."),
        (
            "affecter c --sotie r",
            "Option inconnue : --sotie. Peut-être : --json, --solveur, --sortie.\n"
            "Voir « mouvement affecter --help ».",
        ),
        ("affecter", "Il manque l'argument CAMPAGNE."),
        ("affecter c", "Il manque l'option --sortie.\nVoir « mouvement affecter --help »."),
        (
            "affecter c --sortie",
            "L'option --sortie demande une valeur.\nVoir « mouvement affecter --help ».",
        ),
        ("affecter c --ecraser=oui", "L'option --ecraser ne prend pas de valeur."),
        ("controler", "Il manque l'argument CAMPAGNE."),
        ("controler a b", "Argument en trop : b."),
        ("controler a b c", "Argument en trop : b c."),
        ("verifier", "Il manque l'argument DIR."),
        ("expliquer r", "Il manque l'argument CANDIDAT."),
        ("generer", "Il manque l'argument MODELE."),
        (
            "generer mini --sortie z",
            "Modèle inconnu : mini. Modèles : demo, typique, large, minuscule, nationale.",
        ),
        (
            "generer minuscule --sortie z --academie orleans",
            "Académie inconnue : orleans. Codes : aix-marseille",
        ),
        (
            "generer minuscule --sortie z --facteur deux",
            "Valeur refusée pour l'option --facteur : « deux » n'est pas un nombre.",
        ),
        ("generer minuscule --sortie z --facteur 0", "Le facteur doit être positif (reçu : 0)."),
        ("generer minuscule --sortie z --facteur nan", "Le facteur doit être un nombre fini"),
        (
            "generer minuscule --sortie z --graine 1,5",
            "Valeur refusée pour l'option --graine : « 1,5 » n'est pas un nombre entier.",
        ),
        (
            "affecter c --sortie r --solveur xx",
            "l'option --solveur : donner auto ou acceptation-differee ou cp-sat.\n",
        ),
        (
            "affecter c --sortie r --temps-max abc",
            "l'option --temps-max : donner un nombre entier d'au moins 1.\n",
        ),
        ("simuler c --sortie r --tirages 0", "donner un nombre entier de 1 à 100000.\n"),
        ("reglements bordeaux-1998", "« bordeaux-1998 » ; règlements fournis : clermont-"),
        ("controler rien", "rien n'est pas un dossier de campagne."),
        ("affecter rien --sortie r", "rien n'est pas un dossier de campagne."),
        ("verifier rien", "rien n'est pas un dossier de résultat."),
    ],
)
def test_refus(lancer, tmp_path, monkeypatch, ligne, attendu):
    monkeypatch.chdir(tmp_path)
    reponse = lancer(*ligne.split())
    assert (reponse.code, reponse.out) == (2, "")
    assert attendu in reponse.err
    assert not ANGLAIS.search(reponse.err)
    assert list(tmp_path.iterdir()) == []


def test_sans_commande(lancer):
    reponse = lancer()
    assert (reponse.code, reponse.out) == (2, "")
    assert reponse.err == lancer("--help").out


@pytest.mark.parametrize("commande", ["", *cli.commands])
def test_aide_en_francais(lancer, commande):
    reponse = lancer(*commande.split(), "--help")
    assert (reponse.code, reponse.err) == (0, "")
    assert reponse.out.startswith("Usage : mouvement ")
    assert "Affiche cette aide." in reponse.out
    assert not ANGLAIS.search(reponse.out)
    assert "\\b" not in reponse.out
    assert not re.search(
        r"\b(PATH|TEXT|INTEGER|FLOAT|COMMAND|ARGS|Commands|required)\b", reponse.out
    )
    assert lancer(*commande.split(), "-h").out == reponse.out


def test_aide_dit_les_codes_de_sortie(lancer):
    aide = " ".join(lancer("--help").out.split())
    for sens in ("0 fait", "2 usage", "3 données refusées", "4 certificat", "130 interrompu"):
        assert sens in aide


@pytest.mark.parametrize(
    ("existe", "ecraser", "attendu"),
    [
        ("fichier", True, "existe et n'est pas un dossier."),
        ("etranger", False, "existe déjà. Donner un autre nom, ou --ecraser pour le remplacer."),
        ("etranger", True, "--ecraser ne le remplace pas. Donner un autre nom."),
        ("campagne", True, "--ecraser ne le remplace pas. Donner un autre nom."),
        ("resultat", False, "existe déjà."),
    ],
)
def test_sortie_refusee_avant_tout_travail(lancer, tmp_path, existe, ecraser, attendu):
    sortie = tmp_path / "r"
    if existe == "fichier":
        sortie.write_text("à moi")
    else:
        sortie.mkdir()
        marque = {"etranger": "these.docx", "campagne": "campagne.toml"}
        (sortie / marque.get(existe, "manifeste.json")).write_text("à moi")
    # The campaign does not exist: had any work been done, this is what would be said.
    reponse = lancer("affecter", tmp_path / "rien", "--sortie", sortie, *["--ecraser"] * ecraser)
    assert (reponse.code, reponse.out) == (2, "")
    assert reponse.err == f"{sortie} {attendu}\n" or (
        reponse.err.startswith(f"{sortie} ") and attendu in reponse.err
    )
    contenu = sortie.read_text() if sortie.is_file() else next(sortie.iterdir()).read_text()
    assert contenu == "à moi"
    assert list(tmp_path.iterdir()) == [sortie]


def test_sortie_dans_un_dossier_absent(lancer, minuscule, tmp_path):
    reponse = lancer("affecter", minuscule, "--sortie", tmp_path / "a/b")
    assert reponse.code == 2
    assert f"le dossier parent {tmp_path / 'a'} n'existe pas" in reponse.err


def test_generer_n_ecrase_pas(lancer, tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c/these.docx").write_text("à moi")
    reponse = lancer("generer", "minuscule", "--sortie", tmp_path / "c", "--ecraser")
    assert reponse.code == 2
    assert "--ecraser ne le remplace pas" in reponse.err
    assert (tmp_path / "c/these.docx").read_text() == "à moi"


def test_ecraser_remplace_tout(lancer, minuscule, tmp_path):
    sortie = tmp_path / "r"
    sortie.mkdir()
    (sortie / "manifeste.json").write_text("{}")
    (sortie / "audit.parquet").write_text("vieux")
    assert lancer("affecter", minuscule, "--sortie", sortie, "--ecraser").code == 0
    assert lancer("verifier", sortie).code == 0
    assert list(tmp_path.iterdir()) == [sortie]


def contenu(dossier: Path) -> dict[str, bytes]:
    """The bytes of every file, by its path."""
    fichiers = (chemin for chemin in dossier.rglob("*") if chemin.is_file())
    return {str(chemin.relative_to(dossier)): chemin.read_bytes() for chemin in fichiers}


@pytest.mark.parametrize(
    ("demande", "fichiers", "copies"),
    [
        (["affecter", "{c}"], ["manifeste.json", "courriers/lettre.txt"], {}),
        (["affecter", "{r}/ici"], ["manifeste.json"], {"ici": "c"}),
        (["comparer", "{r}/un", "{r}/autre"], ["comparaison.json"], {"un": "a"}),
        (["simuler", "{c}", "--tirages", "1"], [], {"": "a"}),
        (["rejouer", "{c}"], [], {"": "a"}),
        (["bareme", "{c}"], [], {"": "a"}),
        (["lot", "{p}"], ["lot.json", "note.txt"], {}),
        (["scenario", "{p}/scenario.toml"], ["scenario.json", "note.txt"], {}),
        (["generer", "minuscule"], [], {"": "c"}),
    ],
)
def test_ecraser_ne_detruit_rien_d_autre(
    lancer, minuscule_calculee, tmp_path, demande, fichiers, copies
):
    """Only what the same command writes goes: not notes, nor the campaign, nor results (a)."""
    lieux = {nom: tmp_path / nom for nom in "apr"} | {"c": tmp_path / "p/c"}
    shutil.copytree(minuscule_calculee, lieux["c"])
    toml = lieux["c"] / "campagne.toml"
    toml.write_text("# Rectorat\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")
    (lieux["p"] / "scenario.toml").write_text(
        '[scenario]\ntitre = "E"\nraison = "R"\ncampagne = "c"\n[variantes.v]\ntitre = "V"\n'
    )
    lieux["a"].mkdir()
    for nom in ("manifeste.json", "affectations.parquet"):
        (lieux["a"] / nom).write_text("d'un résultat")
    for nom in fichiers:
        (lieux["r"] / nom).parent.mkdir(parents=True, exist_ok=True)
        (lieux["r"] / nom).write_text("d'ici")
    for nom, source in copies.items():
        shutil.copytree(lieux[source], lieux["r"] / nom, dirs_exist_ok=True)
    avant = contenu(tmp_path)
    arguments = [mot.format(**lieux) for mot in demande]
    reponse = lancer(*arguments, "--sortie", lieux["r"], "--ecraser")
    assert reponse.code == 2, reponse.err
    assert "--ecraser ne l" in reponse.err
    assert contenu(tmp_path) == avant


def test_certificat_rompu(lancer, minuscule, tmp_path, monkeypatch):
    """Were the solver wrong, nothing would be written."""
    faux = "mouvement.engine.placement.certificate"
    monkeypatch.setattr(faux, lambda *_, **__: ["condition 4 : le contrat 12 est lésé"])
    reponse = lancer("affecter", minuscule, "--sortie", tmp_path / "r")
    assert (reponse.code, reponse.out) == (4, "")
    assert "L0202 : condition 4 : le contrat 12 est lésé\n" in reponse.err
    assert reponse.err.endswith("Le certificat ne tient pas.\n")
    assert list(tmp_path.iterdir()) == []


def test_argument_qui_n_est_pas_de_l_utf_8(lancer, minuscule, tmp_path):
    """What the shell passes on from a Latin-1 name; nothing that is written could hold it."""
    reponse = lancer("affecter", minuscule, "--sortie", tmp_path / "acad\udce9mie")
    assert (reponse.code, reponse.out) == (2, "")
    assert reponse.err.endswith(
        "acad?mie : ce nom n'est pas de l'UTF-8. Renommer, ou passer par un lien.\n"
    )
    assert list(tmp_path.iterdir()) == []
    assert lancer("expliquer", tmp_path, "C\udcff").code == 2


def test_memoire_insuffisante(lancer, tmp_path, monkeypatch):
    def trop(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("mouvement.scenarios.generation.ecrire_modele", trop)
    reponse = lancer("generer", "minuscule", "--sortie", tmp_path / "c")
    assert (reponse.code, reponse.out) == (2, "")
    assert reponse.err.endswith("Mémoire insuffisante ; rien n'a été écrit.\n")
    assert list(tmp_path.iterdir()) == []
