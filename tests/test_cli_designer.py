"""The command ``designer``, on the files that a service has."""

import csv
import json
import re
import shlex
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from mouvement.engine.reglements.designation import charger_designation, noms_designation
from mouvement.io.designation import colonnes

MQ, CF = "martinique-2025-second-degre", "clermont-2025-second-degre"
COMMUNS = {
    "etablissement": "9720001A",
    "discipline": "L0202",
    "volontaire": "N",
    "definitif": "O",
    "suppressions": "1",
    "installation": "01/09/2020",
    "partie_fixe": "170,5",
    "enfants": "1",
    "naissance": "17/05/1980",
}
MARTINIQUE = COMMUNS | {"installation_premiere": "", "maintien_medical": "N"}
CLERMONT = COMMUNS | dict.fromkeys(
    ("boe", "mute_bonification_handicap", "poste_amenage", "avis_medecin_favorable"), "N"
)


def ecrire(fichier: Path, *agents: dict[str, str], base: dict[str, str] = MARTINIQUE) -> Path:
    lignes = [{"agent": "X", **base, **agent} for agent in agents]
    with fichier.open("w", encoding="utf-8-sig", newline="") as flux:
        plume = csv.DictWriter(flux, list(lignes[0]), delimiter=";")
        plume.writeheader()
        plume.writerows(lignes)
    return fichier


DEUX = ({"agent": "A", "installation": "01/09/2022"}, {"agent": "B"})


def test_table(lancer, tmp_path):
    fichier = ecrire(
        tmp_path / "o.csv",
        *DEUX,
        {"agent": "CÉLINE", "discipline": "L1300", "suppressions": "2", "volontaire": "oui"},
        *({"agent": nom, "discipline": "L1300", "suppressions": "2"} for nom in "DE"),
    )
    reponse = lancer("designer", fichier, "--reglement", MQ)
    assert (reponse.code, reponse.err) == (0, "")
    assert reponse.out == (
        "9720001A, discipline L0202 : 1 suppression\n"
        "   1  A  désigné     d'office : plus faible ancienneté de poste\n"
        "   2  B              non désigné, départagé par : plus faible ancienneté de poste\n"
        "\n"
        "9720001A, discipline L1300 : 2 suppressions\n"
        "   1  CÉLINE  désigné     volontaire unique\n"
        "   2  D       à trancher  d'office : égalité sur tous les critères\n"
        "              ! égalité à trancher : 2 agents pour 1 suppression\n"
        "   2  E       à trancher  d'office : égalité sur tous les critères\n"
        "              ! égalité à trancher : 2 agents pour 1 suppression\n"
        "\n"
        "3 suppressions · 2 agents désignés · 1 choix à trancher\n"
    )


@pytest.mark.regle("MQ25-2D-027")
def test_changement_de_corps_dans_le_meme_lycee(lancer, tmp_path):
    """Certifié in 2015, agrégé in 2021, same lycée: 10 years in 2025, so B (9 years) is struck."""
    a = {"agent": "A", "installation": "01/09/2021", "installation_premiere": "01/09/2015"}
    fichier = ecrire(tmp_path / "o.csv", a, {"agent": "B", "installation": "01/09/2016"})
    dit = json.loads(lancer("designer", fichier, "--reglement", MQ, "--json").out)
    assert [(o["agent"], o["designe"], o["anciennete"]) for o in dit["occupants"]] == [
        ("B", True, 9),
        ("A", False, 10),
    ]


@pytest.mark.regle("MQ25-2D-028")
@pytest.mark.parametrize(("premiere", "annees", "designe"), [("2012-09-01", 13, "B"), ("", 7, "A")])
def test_deja_reaffecte_par_mesure(lancer, tmp_path, premiere, annees, designe):
    a = {"agent": "A", "installation": "2018-09-01", "installation_premiere": premiere}
    fichier = ecrire(tmp_path / "o.csv", a, {"agent": "B", "installation": "2015-09-01"})
    dit = json.loads(lancer("designer", fichier, "--reglement", MQ, "--json").out)
    assert {o["agent"]: o["anciennete"] for o in dit["occupants"]} == {"A": annees, "B": 10}
    assert [o["agent"] for o in dit["occupants"] if o["designe"]] == [designe]


@pytest.mark.regle("CF25-2D-041")
def test_clermont_texte_seul(lancer, tmp_path):
    """In a zone de remplacement, on the same day: our reading decides and says so, or nobody."""
    agents = [{"agent": "A", "etablissement": "063ZR1"}, {"agent": "B", "etablissement": "063ZR1"}]
    agents[1]["enfants"] = "0"
    commande = ["designer", ecrire(tmp_path / "o.csv", *agents, base=CLERMONT), "--reglement", CF]
    lu = lancer(*commande)
    assert "désigné     d'office : à égalité, plus petit nombre d'enfants" in lu.out
    assert lu.out.count("! critère hors texte, à confirmer : plus petit nombre d'enfants") == 2
    base = {nom: CLERMONT[nom] for nom in CLERMONT.keys() - {"partie_fixe", "enfants", "naissance"}}
    for agent in agents:
        agent.pop("enfants", None)
    ecrire(tmp_path / "o.csv", *agents, base=base)
    assert lancer(*commande).err.count("colonne absente") == 3
    seul = lancer(*commande, "--texte-seul")
    assert seul.code == 0
    assert seul.out.count("! égalité à trancher : 2 agents pour 1 suppression") == 2


def test_points_decimaux(lancer, tmp_path):
    points = [{"agent": "A", "partie_fixe": "170,5"}, {"agent": "B", "partie_fixe": "170.25"}]
    dit = lancer("designer", ecrire(tmp_path / "o.csv", *points), "--reglement", MQ, "--json").out
    assert [o["agent"] for o in json.loads(dit)["occupants"]] == ["B", "A"]


def test_ce_que_montre_le_guide(lancer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    guide = Path(__file__).parents[1] / "docs/guide-analyste.md"
    textes = guide.read_text(encoding="utf-8").partition("## 9. Désigner")[2].partition("\n## ")[0]
    occupants, montre = re.findall(r"^```(?:csv|console)\n(.*?)^```$", textes, re.DOTALL | re.M)
    Path("occupants.csv").write_text(occupants, encoding="utf-8")
    commande, reponse = montre.split("\n", 1)
    assert lancer(*shlex.split(commande.removeprefix("$ mouvement "))).out == reponse


def test_annee(lancer, tmp_path):
    fichier = ecrire(tmp_path / "o.csv", *DEUX)
    dit = lancer("designer", fichier, "--reglement", MQ, "--annee", "2026", "--json").out
    assert [o["anciennete"] for o in json.loads(dit)["occupants"]] == [4, 6]
    tot = lancer("designer", fichier, "--reglement", MQ, "--annee", "2021")
    assert tot.code == 3
    assert tot.err.startswith(
        "occupants, ligne 1, colonne installation : date postérieure au 01/09/2021 (trouvé : "
        "01/09/2022). Corriger la date, ou donner --annee."
    )


def test_option_suppressions(lancer, tmp_path):
    commande = ["designer", ecrire(tmp_path / "o.csv", *DEUX), "--reglement", MQ]
    deux_sources = lancer(*commande, "--suppressions", 2)
    assert deux_sources.code == 3
    assert "colonne suppressions : colonne présente" in deux_sources.err
    sans = {nom: valeur for nom, valeur in MARTINIQUE.items() if nom != "suppressions"}
    ecrire(tmp_path / "o.csv", *DEUX, base=sans)
    assert "suppressions : colonne absente" in lancer(*commande).err
    assert "2 agents désignés" in lancer(*commande, "--suppressions", 2).out


def test_parquet_comme_csv(lancer, tmp_path):
    """Typed columns, with the types that pandas gives, say what the CSV says."""
    textes = ecrire(tmp_path / "o.csv", *DEUX)
    types = pd.DataFrame(
        {
            "agent": ["A", "B"],
            "etablissement": pd.Categorical(["9720001A"] * 2),
            "discipline": ["L0202"] * 2,
            "volontaire": [False, False],
            "definitif": [True, True],
            "suppressions": [1, 1],
            "installation": pd.to_datetime(["2022-09-01", "2020-09-01"]),
            "installation_premiere": pd.to_datetime([None, None]),
            "partie_fixe": [Decimal("170.500")] * 2,
            "enfants": [1.0, 1.0],
            "naissance": [pd.Timestamp(1980, 5, 17).date()] * 2,
            "maintien_medical": [False, False],
            "inutile": [[1], [2]],
        }
    )
    types.to_parquet(tmp_path / "o.parquet", index=False)
    attendu = lancer("designer", textes, "--reglement", MQ)
    obtenu = lancer("designer", tmp_path / "o.parquet", "--reglement", MQ)
    assert (obtenu.code, obtenu.out) == (0, attendu.out)


FAUTES = {
    "etablissement": ("", "valeur manquante"),
    "volontaire": ("peut-être", "ni oui ni non (trouvé : peut-être). Écrire O ou N."),
    "suppressions": ("-1", "n'est pas un nombre entier (trouvé : -1)"),
    "installation": ("31/02/2020", "n'est pas une date (trouvé : 31/02/2020)"),
    "installation_premiere": (
        "01/09/2021",
        "date qui n'est pas antérieure à celle d'installation (trouvé : 01/09/2021)",
    ),
    "partie_fixe": ("12,3456", "n'est pas un nombre de points (trouvé : 12,3456)"),
    "enfants": ("1,5", "n'est pas un nombre entier (trouvé : 1,5)"),
    "naissance": ("", "valeur manquante. Compléter la valeur. Règles : MQ25-2D-024, MQ25-2D-025."),
    "maintien_medical": ("", "valeur manquante. Compléter la valeur. Règle : MQ25-2D-026."),
}


def test_toutes_les_fautes_a_la_fois(lancer, tmp_path):
    mauvais = [{"agent": f"A{n}", nom: v} for n, (nom, (v, _)) in enumerate(FAUTES.items())]
    reponse = lancer("designer", ecrire(tmp_path / "o.csv", *mauvais), "--reglement", MQ)
    assert (reponse.code, reponse.out) == (3, "")
    for ligne, (nom, (_, motif)) in enumerate(FAUTES.items(), 1):
        assert f"occupants, ligne {ligne}, colonne {nom} : {motif}" in reponse.err
    assert "Données refusées : 9 fautes ; rien n'a été écrit." in reponse.err


def test_lignes_qui_se_contredisent(lancer, tmp_path):
    fichier = ecrire(
        tmp_path / "o.csv",
        {"agent": "A"},
        {"agent": "A"},
        {"agent": "A", "discipline": "L1300"},
        {"agent": "B", "suppressions": "2"},
        {"agent": "C", "naissance": "01/09/2020"},
        {"agent": "A", "discipline": "L1400", "definitif": "N"},
    )
    reponse = lancer("designer", fichier, "--reglement", MQ)
    fautes = [ligne.split(" : ")[:2] for ligne in reponse.err.splitlines()[:-1]]
    assert fautes == [
        [
            "occupants, ligne 2, colonne agent",
            "agent déjà présent dans cet établissement et cette discipline (trouvé",
        ],
        [
            "occupants, ligne 3, colonne agent",
            "agent déjà titulaire à titre définitif sur une ligne précédente (trouvé",
        ],
        [
            "occupants, ligne 4, colonne suppressions",
            "autre nombre que plus haut pour cet établissement et cette discipline (trouvé",
        ],
        [
            "occupants, ligne 5, colonne naissance",
            "date qui n'est pas antérieure à celle d'installation (trouvé",
        ],
    ]


@pytest.mark.parametrize(
    ("octets", "motif"),
    [
        ("agent;é\nA;1\n".encode("cp1252"), "ce fichier n'est pas de l'UTF-8"),
        (b"PAR1 et rien", "fichier illisible"),
        (b"", "fichier illisible"),
        (b"agent;discipline\n", "aucun occupant"),
        (b"agent;discipline\nA;B\nA;B;C\n", "ligne 2 : 3 cases au lieu de 2 (trouvé : A;B;C)"),
        (b"agent,agent\nA,B\n", "colonne agent : colonne en double"),
    ],
)
def test_fichiers_refuses(lancer, tmp_path, octets, motif):
    (tmp_path / "o.csv").write_bytes(octets)
    reponse = lancer("designer", tmp_path / "o.csv", "--reglement", MQ)
    assert reponse.code == 3
    assert motif in reponse.err


def test_type_refuse(lancer, tmp_path):
    pd.DataFrame({"agent": [["A"]]}).to_parquet(tmp_path / "o.parquet")
    reponse = lancer("designer", tmp_path / "o.parquet", "--reglement", MQ)
    assert reponse.code == 3
    assert "colonne agent : type de colonne refusé" in reponse.err


@pytest.mark.parametrize("suffixe", [".csv", ".parquet"])
def test_sortie(lancer, tmp_path, suffixe):
    fichier, sortie = ecrire(tmp_path / "o.csv", *DEUX, {"agent": "C"}), tmp_path / f"d{suffixe}"
    commande = ["designer", fichier, "--reglement", MQ, "--sortie", sortie]
    assert lancer(*commande).code == 0
    if suffixe == ".csv":
        lu = pd.read_csv(sortie, sep=";", encoding="utf-8-sig", keep_default_na=False)
        assert list(lu["designe"]) == ["O", "N", "N"]
    else:
        lu = pd.read_parquet(sortie)
        assert list(lu["designe"]) == [True, False, False]
    assert list(lu["agent"]) == ["A", "B", "C"]
    assert list(lu["rang"]) == [1, 2, 2]
    deja = lancer(*commande)
    assert deja.code == 2
    assert deja.err == (
        f"{sortie} existe déjà. Donner un autre nom, ou --ecraser pour le remplacer.\n"
    )
    assert lancer(*commande, "--ecraser").code == 0
    assert sorted(tmp_path.iterdir()) == sorted([fichier, sortie])


@pytest.mark.parametrize(
    ("arguments", "motif"),
    [
        (["--sortie", "d.xlsx"], "d.xlsx : finir le nom par .csv ou .parquet."),
        (["--sortie", "rien/d.csv"], "rien/d.csv : le dossier rien n'existe pas."),
        (["--sortie", "dossier.csv", "--ecraser"], "dossier.csv est un dossier."),
        (["--sortie", "o.csv", "--ecraser"], "o.csv est le fichier lu."),
        (["--suppressions", "-1"], "Valeur refusée"),
        (["--suppressions", "deux"], "« deux » n'est pas un nombre entier"),
        (["--annee", "25"], "« 25 » n'est pas une année de mouvement"),
        (["--reglement", "declare"], f"« declare » ; règlements qui désignent : {CF}, {MQ}."),
    ],
)
def test_usage(lancer, tmp_path, monkeypatch, arguments, motif):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dossier.csv").mkdir()
    avant = ecrire(tmp_path / "o.csv", *DEUX).read_bytes()
    reponse = lancer("designer", "o.csv", "--reglement", MQ, *arguments)
    assert (reponse.code, reponse.out) == (2, "")
    assert motif in reponse.err
    assert (tmp_path / "o.csv").read_bytes() == avant


def test_fichier_absent(lancer, tmp_path):
    reponse = lancer("designer", tmp_path / "o.csv", "--reglement", MQ)
    assert (reponse.code, reponse.err) == (2, f"{tmp_path / 'o.csv'} n'est pas un fichier.\n")


def test_aide_dit_tous_les_noms(lancer):
    aide = lancer("designer", "--help").out
    for nom in noms_designation():
        assert nom.replace("-degre", "") in aide
        for colonne in colonnes(charger_designation(nom), None):
            assert colonne.nom in aide, colonne.nom
