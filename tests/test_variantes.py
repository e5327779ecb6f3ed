"""Variants said as data: what they give, what is kept, what is refused."""

import json
import os
import re
import shutil
import signal
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from processus import demarrer, interrompre

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.reglements.sources import fusionner
from mouvement.io.lecture import lire
from mouvement.scenarios.variantes.derivation import deriver_toutes
from mouvement.scenarios.variantes.ecart import ecart
from mouvement.scenarios.variantes.lecture import lire_scenario

REGLEMENT = "orleans-tours-2022-second-degre"
ENFANTS = "elements.ENFANTS.cas.{}.points.valeur"
TETE = """\
[scenario]
titre = "Essai"
raison = "pour voir"
campagne = "campagne"
"""


@pytest.fixture
def calculee(minuscule_calculee, tmp_path) -> Path:
    return copier(minuscule_calculee, tmp_path / "campagne")


@pytest.fixture
def declaree(minuscule, tmp_path) -> Path:
    return copier(minuscule, tmp_path / "campagne")


def copier(campagne: Path, vers: Path) -> Path:
    vers.mkdir()
    for chemin in campagne.iterdir():
        os.link(chemin, vers / chemin.name)
    return vers


def ecrire(dossier: Path, texte: str) -> Path:
    fichier = dossier / "scenario.toml"
    debut, fin = ("", TETE) if texte.startswith("variantes") else (TETE, "")
    fichier.write_text(debut + texte + fin, encoding="utf-8")
    return fichier


def octets(dossier: Path) -> dict[str, bytes]:
    """The bytes of every file but those that tell times and places."""
    return {
        str(chemin.relative_to(dossier)): chemin.read_bytes()
        for chemin in sorted(dossier.rglob("*"))
        if chemin.is_file() and chemin.name not in ("manifeste.json", "scenario.json")
    }


def tables(dossier: Path) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in sorted(dossier.glob("*.parquet"))}


def test_un_parametre_change_comme_un_reglement_derive_a_la_main(lancer, calculee, tmp_path):
    chemins = [ENFANTS.format(cas) for cas in ("zra", "hors_zra")]
    scenario = ecrire(
        tmp_path,
        '[variantes.enfants]\ntitre = "Enfants"\n[variantes.enfants.reglement]\n'
        + "".join(f'"{chemin}" = 1500.5\n' for chemin in chemins),
    )
    sortie = tmp_path / "s"
    reponse = lancer("scenario", scenario, "--sortie", sortie, "--processus", 1)
    assert reponse.code == 0, reponse.err
    derive = tmp_path / "derive"
    shutil.copytree(calculee, derive)
    lignes = [f"{chemin} = 1500.5\n" for chemin in chemins]
    (derive / "regles.toml").write_text(f'base = "{REGLEMENT}"\n' + "".join(lignes))
    dit = (derive / "campagne.toml").read_text(encoding="utf-8")
    (derive / "campagne.toml").unlink()
    (derive / "campagne.toml").write_text(dit.replace(REGLEMENT, "regles.toml"), encoding="utf-8")
    assert lancer("affecter", derive, "--sortie", tmp_path / "r").code == 0
    assert tables(sortie / "enfants/resultat") == tables(tmp_path / "r")
    assert lancer("affecter", calculee, "--sortie", tmp_path / "b").code == 0
    assert tables(sortie / "base/resultat") == tables(tmp_path / "b")
    assert tables(tmp_path / "b")["baremes.parquet"] != tables(tmp_path / "r")["baremes.parquet"]
    tableau = pd.read_parquet(sortie / "variantes.parquet")
    assert tableau["variante"].tolist() == ["base", "enfants"]
    compares = pd.read_parquet(sortie / "enfants/comparaison/candidats_compares.parquet")
    assert tableau["changent"].iloc[1] == compares["change"].sum()
    assert pd.isna(tableau["changent"].iloc[0])


def test_un_changement_sans_effet_ne_change_rien(lancer, declaree, tmp_path):
    scenario = ecrire(
        tmp_path,
        '[variantes.meme]\ntitre = "Rien"\n[[variantes.meme.changer]]\ntable = "postes"\n'
        "where = { vacants = { min = 0 } }\nset = { vacants = { plus = 0 } }\n",
    )
    assert lancer("scenario", scenario, "--sortie", tmp_path / "s", "--processus", 1).code == 0
    assert tables(tmp_path / "s/base/resultat") == tables(tmp_path / "s/meme/resultat")
    assert pd.read_parquet(tmp_path / "s/variantes.parquet")["changent"].iloc[1] == 0


def modifier(campagne: Path, nom: str, changer) -> None:
    table = changer(pq.ParquetFile(campagne / f"{nom}.parquet").read().to_pandas())
    (campagne / f"{nom}.parquet").unlink()
    table.to_parquet(campagne / f"{nom}.parquet", index=False)


def test_lignes_options_graine_comme_des_donnees_changees_a_la_main(lancer, declaree, tmp_path):
    candidats = pd.read_parquet(declaree / "candidats.parquet")
    postes = pd.read_parquet(declaree / "postes.parquet")
    parti = candidats.dropna(subset=["simultanee"]).iloc[0]
    vacant = postes.loc[postes["vacants"].idxmax(), "poste"]
    etablissement = postes.loc[postes["nature"] == "ETB", "etablissement"].iloc[0]
    scenario = ecrire(
        tmp_path,
        f"""
[variantes.tout]
titre = "Tout à la fois"
graine = -5
options = {{ guidage = "aucun" }}
[[variantes.tout.retirer]]
table = "candidats"
where = {{ candidat = "{parti["candidat"]}" }}
[[variantes.tout.changer]]
table = "postes"
where = {{ poste = ["{vacant}"] }}
set = {{ vacants = 7 }}
[[variantes.tout.changer]]
table = "voeux"
where = {{ rang = {{ min = 2, max = 3 }}, types_etablissement = {{ nul = true }} }}
set = {{ bareme = {{ plus = 0.5 }} }}
[[variantes.tout.ajouter]]
table = "postes"
set = {{ poste = "NEUF", etablissement = "{etablissement}", discipline = "L0202", \
nature = "ETB", vacants = 2 }}
""",
    )
    reponse = lancer("scenario", scenario, "--sortie", tmp_path / "s", "--processus", 1)
    assert reponse.code == 0, reponse.err
    main = tmp_path / "main"
    shutil.copytree(declaree, main)

    def sans(table: pd.DataFrame) -> pd.DataFrame:
        table = table[table["candidat"] != parti["candidat"]].copy()
        if "simultanee" in table:
            table.loc[table["simultanee"] == parti["candidat"], "simultanee"] = None
        return table

    def offrir(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[table["poste"] == vacant, "vacants"] = 7
        neuf = {"poste": "NEUF", "etablissement": etablissement, "discipline": "L0202",
                "nature": "ETB", "vacants": 2}  # fmt: skip
        return pd.concat([table, pd.DataFrame([neuf])])

    def ajouter(table: pd.DataFrame) -> pd.DataFrame:
        table = sans(table)
        touches = table["rang"].between(2, 3) & table["types_etablissement"].isna()
        points = table["bareme"].astype("float64")
        return table.assign(bareme=points.mask(touches, points + 0.5))

    modifier(main, "candidats", sans)
    modifier(main, "postes", offrir)
    modifier(main, "voeux", ajouter)
    dit = (main / "campagne.toml").read_text(encoding="utf-8")
    (main / "campagne.toml").unlink()
    dit = dit.replace("20220615\n\n", "-5\n\n").replace('"indicatifs"', '"aucun"')
    (main / "campagne.toml").write_text(dit, encoding="utf-8")
    assert lancer("affecter", main, "--sortie", tmp_path / "r").code == 0
    assert tables(tmp_path / "s/tout/resultat") == tables(tmp_path / "r")
    manifeste = json.loads((tmp_path / "r/manifeste.json").read_text(encoding="utf-8"))
    assert (manifeste["graine"], manifeste["options"]["guidage"]) == (-5, "aucun")


def test_retirer_puis_changer_puis_ajouter(declaree, tmp_path):
    """Whatever the order in the file, each row is what its change says of the campaign's own."""
    voeux = lire(declaree).campagne.voeux
    texte = """
[variantes.v]
titre = "V"
[[variantes.v.ajouter]]
table = "voeux"
set = { candidat = "C000001", rang = 900, type = "ZRA", bareme = 5 }
[[variantes.v.changer]]
table = "voeux"
where = { type = "ACA", types_etablissement = { nul = true } }
set = { type = "ZRA" }
[[variantes.v.retirer]]
table = "voeux"
where = { type = "ZRA" }
"""
    scenario = lire_scenario(ecrire(tmp_path, texte))
    (derivee,) = deriver_toutes(lire(scenario.campagne), scenario)
    ici = derivee.campagne.voeux
    changes = (voeux["type"] == "ACA") & voeux["types_etablissement"].isna()
    assert changes.any()
    assert (voeux["type"] == "ZRA").any()
    assert (ici["type"] == "ZRA").sum() == changes.sum() + 1
    assert 900 in ici["rang"].to_list()


GRILLE = f"""
[grille]
titre = "Grille"
[[grille.axes]]
nom = "enfants"
chemins = ["reglement.{ENFANTS.format("zra")}", "reglement.{ENFANTS.format("hors_zra")}"]
valeurs = [50, 1500.5]
[[grille.axes]]
nom = "rc"
chemin = "reglement.elements.RAPPROCHEMENT.cas.departement.points"
valeurs = [60, 90.2]
"""


def test_la_grille_fait_des_variantes(calculee, tmp_path):
    variantes = lire_scenario(ecrire(tmp_path, GRILLE)).variantes
    assert [variante.nom for variante in variantes] == [
        *("enfants=50_rc=60", "enfants=50_rc=90.2"),
        *("enfants=1500.5_rc=60", "enfants=1500.5_rc=90.2"),
    ]
    assert variantes[3].point == "enfants = 1500.5 ; rc = 90.2"
    assert variantes[3].titre == "Grille : enfants = 1500.5 ; rc = 90.2"
    assert sorted(variantes[3].reglement.values()) == [
        Decimal("90.2"),
        Decimal("1500.5"),
        Decimal("1500.5"),
    ]


def test_grille_identique_quel_que_soit_le_nombre_de_processus(lancer, calculee, tmp_path):
    scenario = ecrire(tmp_path, GRILLE.replace("[60, 90.2]", "[60]"))
    un, deux = tmp_path / "un", tmp_path / "deux"
    assert lancer("scenario", scenario, "--sortie", un, "--processus", 1).code == 0
    assert lancer("scenario", scenario, "--sortie", deux, "--processus", 2).code == 0
    assert octets(un) == octets(deux)
    noms = ["base", "enfants=50_rc=60", "enfants=1500.5_rc=60"]
    assert pd.read_parquet(un / "variantes.parquet")["variante"].tolist() == noms
    baremes = [(un / nom / "resultat/baremes.parquet").read_bytes() for nom in noms]
    assert len(set(baremes)) == 3
    assert lancer("verifier", un / "base/resultat").code == 0
    dits = lancer("comparer", *(un / nom / "resultat" for nom in noms[:2])).out.splitlines()
    assert [dit.split()[1] for dit in dits[:2]] == noms[:2]


def graines(*noms: str) -> str:
    return "".join(f'[variantes.{n}]\ntitre = "{n}"\ngraine = {ord(n)}\n' for n in noms)


def test_ce_qui_est_fait_est_garde(lancer, declaree, tmp_path):
    scenario, sortie = ecrire(tmp_path, graines("a", "b")), tmp_path / "s"
    demande = ["scenario", scenario, "--sortie", sortie, "--processus", 1]
    assert "3 mouvements · " in lancer(*demande).out
    avant = octets(sortie)
    assert "3 mouvements, dont 3 gardés" in lancer(*demande).out
    assert octets(sortie) == avant
    ecrire(tmp_path, graines("a", "c"))
    assert "3 mouvements, dont 2 gardés" in lancer(*demande).out
    assert sorted(p.name for p in sortie.iterdir() if p.is_dir()) == ["a", "base", "c"]
    # What changes under them is done again.
    modifier(declaree, "postes", lambda t: t.assign(vacants=t["vacants"] + 1))
    assert "3 mouvements · " in lancer(*demande).out
    toml = declaree / "campagne.toml"
    dit = toml.read_text(encoding="utf-8").replace("[options]", "[options]\namelioration = true", 1)
    assert "amelioration = true" in dit
    toml.unlink()
    toml.write_text(dit, encoding="utf-8")
    assert "3 mouvements · " in lancer(*demande).out
    assert "3 mouvements, dont 3 gardés" in lancer(*demande).out
    assert "3 mouvements · " in lancer(*demande, "--ecraser").out


RALENTI = """
import sys, time
import mouvement.scenarios.variantes.travaux as t
import mouvement.scenarios.variantes.dossier as d
def lent(unite):
    if unite.variante.nom == "c":
        print("TROISIEME", file=sys.stderr, flush=True)
        time.sleep(60)
    return t.mener(unite)
d.mener = lent
from mouvement.cli import main
main()
"""


@pytest.mark.parametrize("recu", [signal.SIGKILL, signal.SIGTERM])
def test_tue_puis_repris(lancer, declaree, tmp_path, recu):
    scenario = ecrire(tmp_path, graines("a", "b", "c"))
    entier, repris = tmp_path / "entier", tmp_path / "repris"
    assert lancer("scenario", scenario, "--sortie", entier, "--processus", 1).code == 0
    processus = demarrer(
        "scenario", scenario, "--sortie", repris, "--processus", 1, programme=RALENTI
    )
    code, dit = interrompre(processus, "TROISIEME", recu)
    if recu == signal.SIGKILL:
        assert code == -recu
    else:
        assert (code, "reprend où elle en était" in dit) == (130, True)
    assert not (repris / "variantes.parquet").exists()
    reponse = lancer("scenario", scenario, "--sortie", repris, "--processus", 1)
    assert "4 mouvements, dont 3 gardés" in reponse.out
    assert octets(entier) == octets(repris)


FAUTES = {
    "chemin du règlement": (
        "[variantes.v.reglement]\nelements.ENFANT.cas.zra.points.valeur = 3\n",
        "variante v, reglement, colonne elements.ENFANT.cas.zra.points.valeur : chemin inconnu du "
        "règlement. Vouliez-vous dire « elements.ENFANTS.cas.zra.points.valeur » ?",
    ),
    "chemin trop court": (
        '[variantes.v.reglement]\n"elements.ENFANTS.points.valeur" = 3\n',
        "Vouliez-vous dire « elements.ENFANTS.cas.zra.points.valeur » ?",
    ),
    "valeur du règlement": (
        '[variantes.v.reglement]\n"elements.ENFANTS.cas.zra.points" = [1]\n',
        "règlement refusé",
    ),
    "paramètre": ("[variantes.v.parametres]\ndate_limite = 3\n", "paramètre inconnu du règlement"),
    "option": ('[variantes.v.options]\nguidages = "aucun"\n', "Vouliez-vous dire « guidage » ?"),
    "mot d'option": (
        '[variantes.v.options]\nguidage = "indicatif"\n',
        "Vouliez-vous dire « indicatifs » ?",
    ),
    "clé": ("[variantes.v]\ngrain = 3\n", "Vouliez-vous dire « graine » ?"),
    "graine": ('[variantes.v]\ngraine = "3"\n', "variantes.v.graine : valeur refusée"),
    "graine trop grande": (f"[variantes.v]\ngraine = {2**63}\n", "[campagne] graine"),
    "table": (
        '[[variantes.v.retirer]]\ntable = "poste"\nwhere = { vacants = 0 }\n',
        "table inconnue (trouvé : poste). Vouliez-vous dire « postes » ?",
    ),
    "colonne": (
        '[[variantes.v.retirer]]\ntable = "postes"\nwhere = { vacant = 0 }\n',
        "retirer[1], colonne where.vacant : colonne inconnue. Vouliez-vous dire « vacants » ?",
    ),
    "colonne mise": (
        '[[variantes.v.changer]]\ntable = "postes"\nwhere = { vacants = 0 }\nset = { vacan = 0 }\n',
        "changer[1], colonne set.vacan : colonne inconnue. Vouliez-vous dire « vacants » ?",
    ),
    "genre": (
        '[[variantes.v.changer]]\ntable = "postes"\nwhere = { vacants = 0 }\n'
        'set = { vacants = "un" }\n',
        "La colonne est de genre « entier ».",
    ),
    "valeur": (
        '[[variantes.v.changer]]\ntable = "postes"\nwhere = { vacants = 0 }\n'
        "set = { vacants = { plus = -1 } }\n",
        "variante v, postes, ligne",
    ),
    "nul": (
        '[[variantes.v.changer]]\ntable = "postes"\nwhere = { vacants = 0 }\n'
        "set = { vacants = { nul = true } }\n",
        "Donner une valeur, { plus = … }.",
    ),
    "personne": (
        '[[variantes.v.retirer]]\ntable = "candidats"\nwhere = { candidat = "C00001" }\n',
        "aucune ligne ne convient. candidat : vouliez-vous dire « C000001 » ?",
    ),
    "référence": (
        '[[variantes.v.changer]]\ntable = "etablissements"\nwhere = { type = "LYC" }\n'
        'set = { commune = "99999" }\n',
        "variante v, etablissements, ligne",
    ),
    "ligne incomplète": (
        '[[variantes.v.ajouter]]\ntable = "postes"\nset = { poste = "X" }\n',
        "colonne set.etablissement : valeur exigée",
    ),
    "sans condition": ('[[variantes.v.retirer]]\ntable = "postes"\n', "where : clé absente"),
    "nom de base": ('[variantes.base]\ntitre = "B"\n', "variantes.base : nom déjà pris"),
    "nom de dossier": ('[variantes."../x"]\ntitre = "B"\n', "nom refusé"),
    "axe": (
        '[grille]\ntitre = "G"\n[[grille.axes]]\nnom = "a"\nchemin = "reglements.x"\n'
        "valeurs = [1]\n",
        "chemin inconnu (trouvé : reglements.x). Vouliez-vous dire « reglement » ?",
    ),
    "axe inconnu": (
        '[grille]\ntitre = "G"\n[[grille.axes]]\nnom = "a"\n'
        'chemin = "reglement.elements.ENFANTS.cas.zr.points.valeur"\nvaleurs = [1]\n',
        "variante a=1, reglement, colonne elements.ENFANTS.cas.zr.points.valeur",
    ),
    "règlement sans nombre": (
        f'[variantes.v.reglement]\n"{ENFANTS.format("zra")}" = nan\n',
        "elements.ENFANTS.cas.zra.points.valeur : règlement refusé, NaN n'est pas un "
        "nombre de moins de 1000000000. Corriger la valeur.",
    ),
    "règlement sans fin": (
        f'[variantes.v.reglement]\n"{ENFANTS.format("zra")}" = inf\n',
        "Infinity n'est pas un nombre de moins",
    ),
    "nombre énorme": (
        '[[variantes.v.changer]]\ntable = "postes"\nwhere = { vacants = 0 }\n'
        "set = { vacants = 99999999999999999999 }\n",
        "changer[1], colonne set.vacants : nombre trop grand (trouvé : 99999999999999999999). "
        "Au plus 1000000.",
    ),
    "plus énorme": (
        '[[variantes.v.changer]]\ntable = "postes"\nwhere = { vacants = 0 }\n'
        "set = { vacants = { plus = 9223372036854775807 } }\n",
        "changer[1], colonne set.vacants : nombre trop grand (trouvé : 9223372036854775807).",
    ),
    "moins énorme": (
        '[[variantes.v.changer]]\ntable = "voeux"\nwhere = { rang = 1 }\n'
        "set = { rang = { plus = -9223372036854775807 } }\n",
        "changer[1], colonne set.rang : nombre trop grand (trouvé : -9223372036854775807).",
    ),
    "somme énorme": (
        '[[variantes.v.changer]]\ntable = "voeux"\nwhere = { rang = 1 }\n'
        "set = { bareme = 999999999 }\n"
        '[[variantes.v.changer]]\ntable = "voeux"\nwhere = { rang = 1 }\n'
        "set = { bareme = { plus = 999999999 } }\n",
        "changer[2], colonne set.bareme : nombre trop grand (trouvé : {'plus': 999999999}). "
        "Au plus 999999999,999.",
    ),
    "borne énorme": (
        '[[variantes.v.retirer]]\ntable = "postes"\n'
        "where = { vacants = { max = 99999999999999999999 } }\n",
        "retirer[1], colonne where.vacants : nombre trop grand",
    ),
    "nul sans oui ni non": (
        '[[variantes.v.retirer]]\ntable = "candidats"\nwhere = { simultanee = { nul = "oui" } }\n',
        "retirer[1], colonne where.simultanee.nul : valeur refusée (trouvé : oui). Donner true ou "
        "false.",
    ),
    "condition vide": (
        '[[variantes.v.retirer]]\ntable = "postes"\nwhere = { nature = {} }\n',
        "retirer[1], colonne where.nature : condition vide. Donner une valeur, une liste "
        "ou { nul = true }.",
    ),
    "borne de texte": (
        '[[variantes.v.retirer]]\ntable = "postes"\nwhere = { nature = { min = "ETB" } }\n',
        "retirer[1], colonne where.nature.min : une colonne de genre « texte » n'a pas de bornes.",
    ),
    "borne de booléen": (
        '[[variantes.v.retirer]]\ntable = "candidats"\n'
        "where = { carte_scolaire = { max = true } }\n",
        "colonne where.carte_scolaire.max : une colonne de genre « booléen » n'a pas de bornes.",
    ),
    "borne de liste": (
        '[[variantes.v.retirer]]\ntable = "voeux"\n'
        'where = { types_etablissement = { min = ["CLG"] } }\n',
        "une colonne de genre « liste de textes » n'a pas de bornes.",
    ),
    "nom trop long": (
        f'[variantes.{"a" * 201}]\ntitre = "B"\n',
        f"variantes.{'a' * 201} : nom trop long. Au plus 200 caractères.",
    ),
    "noms de grille trop longs": (
        f'[grille]\ntitre = "G"\n[[grille.axes]]\nnom = "{"a" * 300}"\nchemin = "graine"\n'
        "valeurs = [1, 2]\n",
        f"variantes.{'a' * 300}=1 : nom trop long.",
    ),
}


def axes(*dits: str) -> str:
    tete = '[grille]\ntitre = "G"\n'
    return tete + "".join(f"[[grille.axes]]\n{dit}\n" for dit in dits)


FAUTES_D_AXES = {
    "graine suivie": (
        axes('nom = "a"\nchemin = "graine.x"\nvaleurs = [1, 2]'),
        "grille.axes[1].chemin : chemin inconnu (trouvé : graine.x). Écrire « graine » seul.",
    ),
    "section seule": (
        axes('nom = "a"\nchemin = "options"\nvaleurs = [1]'),
        "grille.axes[1].chemin : chemin incomplet (trouvé : options). Écrire « options.… ».",
    ),
    "règlement seul": (
        axes('nom = "a"\nchemin = "reglement."\nvaleurs = [1]'),
        "grille.axes[1].chemin : chemin incomplet (trouvé : reglement.). Écrire « reglement.… ».",
    ),
    "même chemin": (
        axes(
            'nom = "a"\nchemin = "graine"\nvaleurs = [1, 2]',
            'nom = "b"\nchemin = "graine"\nvaleurs = [5]',
        ),
        "grille.axes[2].chemin : chemin déjà dit, en tout ou partie (trouvé : graine). N'en "
        "garder qu'un.",
    ),
    "chemin dans un autre": (
        axes(
            f'nom = "a"\nchemin = "reglement.{ENFANTS.format("zra")}"\nvaleurs = [1, 2]',
            'nom = "b"\nchemin = "reglement.elements.ENFANTS"\nvaleurs = [5]',
        ),
        "grille.axes[2].chemin : chemin déjà dit, en tout ou partie (trouvé : "
        "reglement.elements.ENFANTS)",
    ),
    "chemin et chemins": (
        axes('nom = "a"\nchemin = "graine"\nchemins = ["options.guidage"]\nvaleurs = [1]'),
        "grille.axes[1].chemin : chemin et chemins à la fois. Tout écrire dans chemins.",
    ),
    "valeur deux fois": (
        axes('nom = "a"\nchemin = "graine"\nvaleurs = [1, 2, 1]'),
        "grille.axes[1].valeurs : valeur donnée deux fois (trouvé : 1). La donner une fois.",
    ),
    "nom accentué": (
        axes('nom = "été"\nchemin = "graine"\nvaleurs = [1]'),
        "grille.axes[1].nom : nom refusé (trouvé : été). Commencer par une lettre sans accent ou "
        "un chiffre",
    ),
    "chemin de règlement dit deux fois": (
        '[variantes.v]\ntitre = "V"\n[variantes.v.reglement]\n'
        '"elements.ENFANTS" = {}\nelements.ENFANTS.cas = 1\n',
        "variantes.v.reglement : chemin déjà dit, en tout ou partie (trouvé : "
        "elements.ENFANTS.cas). N'en garder qu'un.",
    ),
    "liste de variantes": ("variantes = []\n", "variantes : une section est attendue."),
}


@pytest.mark.parametrize("cas", FAUTES_D_AXES)
def test_refus_d_un_axe(tmp_path, cas):
    """One fault for one mistake."""
    texte, dit = FAUTES_D_AXES[cas]
    with pytest.raises(DonneesRefusees) as refus:
        lire_scenario(ecrire(tmp_path, texte))
    (faute,) = refus.value.fautes
    assert dit in str(faute)


@pytest.mark.parametrize("cas", FAUTES)
def test_refus(lancer, calculee, tmp_path, cas):
    texte, dit = FAUTES[cas]
    texte = texte.replace("[variantes.v]\n", '[variantes.v]\ntitre = "V"\n')
    if 'titre = "' not in texte:
        texte = '[variantes.v]\ntitre = "V"\n' + texte
    reponse = lancer("scenario", ecrire(tmp_path, texte), "--sortie", tmp_path / "s")
    assert reponse.code == 3
    assert dit in reponse.err
    assert not (tmp_path / "s").exists()


def test_toutes_les_fautes_a_la_fois(lancer, calculee, tmp_path):
    texte = "".join(
        f'[variantes.v{n}]\ntitre = "V"\n'
        + FAUTES[cas][0].replace("variantes.v", f"variantes.v{n}")
        for n, cas in enumerate(["chemin du règlement", "paramètre", "colonne", "personne"])
    )
    reponse = lancer("scenario", ecrire(tmp_path, texte), "--sortie", tmp_path / "s")
    assert reponse.code == 3
    assert all(f"variante v{n}, " in reponse.err for n in range(4))
    assert "Données refusées : 4 fautes" in reponse.err


def test_un_autre_dossier_n_est_pas_touche(lancer, declaree, tmp_path):
    scenario = ecrire(tmp_path, '[variantes.v]\ntitre = "V"\ngraine = 1\n')
    reponse = lancer("scenario", scenario, "--sortie", declaree, "--ecraser", "--processus", 1)
    assert (reponse.code, (declaree / "voeux.parquet").exists()) == (2, True)
    autre = tmp_path / "autre.toml"
    autre.write_text(scenario.read_text())
    assert lancer("scenario", scenario, "--sortie", tmp_path / "s", "--processus", 1).code == 0
    reponse = lancer("scenario", autre, "--sortie", tmp_path / "s", "--processus", 1)
    assert reponse.code == 2
    assert "contient un autre scénario" in reponse.err


def test_seules_ses_variantes_sont_oubliees(lancer, declaree, tmp_path):
    """What the command did not write, or that somebody changed since, is left there."""
    scenario, sortie = ecrire(tmp_path, graines("a", "b", "c")), tmp_path / "s"
    demande = ["scenario", scenario, "--sortie", sortie, "--processus", 1]
    assert lancer(*demande).code == 0
    (sortie / "mien").mkdir()
    assert lancer("affecter", declaree, "--sortie", sortie / "mien/resultat").code == 0
    shutil.copytree(sortie / "a", sortie / "copie")
    (sortie / "b/notes.txt").write_text("à garder")
    gardes = {nom: octets(sortie / nom) for nom in ("mien", "copie", "b")}
    ecrire(tmp_path, graines("d"))
    assert lancer(*demande).code == 0
    assert {nom: octets(sortie / nom) for nom in gardes} == gardes
    assert sorted(p.name for p in sortie.iterdir() if p.is_dir()) == sorted(["base", "d", *gardes])


def test_une_variante_ne_remplace_pas_ce_qui_n_est_pas_d_elle(lancer, declaree, tmp_path):
    scenario, sortie = ecrire(tmp_path, graines("a")), tmp_path / "s"
    demande = ["scenario", scenario, "--sortie", sortie, "--processus", 1]
    assert lancer(*demande).code == 0
    for nom in "bc":
        (sortie / nom).mkdir()
        assert lancer("affecter", declaree, "--sortie", sortie / nom / "resultat").code == 0
    avant = octets(sortie)
    ecrire(tmp_path, graines("a", "b", "c"))
    for options in ([], ["--ecraser"]):
        reponse = lancer(*demande, *options)
        assert (reponse.code, octets(sortie)) == (2, avant)
        assert f"{sortie} : cette commande n'a pas écrit b, c." in reponse.err


def test_le_scenario_du_guide(calculee, tmp_path):
    guide = (Path(__file__).parents[1] / "docs/guide-analyste.md").read_text(encoding="utf-8")
    bloc = re.search(r"^```ini\n(\[scenario\].*?)^```", guide, re.DOTALL | re.MULTILINE)
    (tmp_path / "scenario.toml").write_text(bloc[1], encoding="utf-8")
    scenario = lire_scenario(tmp_path / "scenario.toml")
    campagnes = [d.campagne for d in deriver_toutes(lire(scenario.campagne), scenario)]
    assert len(campagnes) == 8
    assert not campagnes[0].options.amelioration
    assert not campagnes[1].voeux["type"].isin(["ACA", "ZRA"]).any()
    elements = [{e.nom: e for e in c.textes.elements} for c in campagnes[2:]]
    assert [e["RAPPROCHEMENT"].cas[0].points for e in elements] == [60, Decimal("90.2")] * 3
    assert [e["ENFANTS"].cas[0].points["valeur"] for e in elements] == [50, 50, 100, 100, 150, 150]


TOUT = f"""
[variantes.tout]
titre = "Règles, options et lignes"
graine = 9
options = {{ guidage = "aucun" }}
parametres = {{ date_limite_demandes = 2022-05-21 }}
[variantes.tout.reglement]
"{ENFANTS.format("hors_zra")}" = 90.2
"elements.RAPPROCHEMENT.cas.departement" = {{}}
[[variantes.tout.retirer]]
table = "candidats"
where = {{ candidat = "C000001" }}
[[variantes.tout.changer]]
table = "postes"
where = {{ nature = "ETB" }}
set = {{ vacants = {{ plus = 1 }} }}
[variantes.lignes]
titre = "Lignes seules"
[[variantes.lignes.retirer]]
table = "voeux"
where = {{ type = "ACA" }}
"""


@pytest.mark.parametrize("apporte", [False, True])
def test_une_variante_est_une_campagne(lancer, calculee, tmp_path, apporte):
    """What ``verifier`` and ``affecter`` read of it gives the same, to the byte."""
    dit = (calculee / "campagne.toml").read_text(encoding="utf-8")
    (calculee / "campagne.toml").unlink()
    (calculee / "voeux.parquet").rename(calculee / "vœux 2022.parquet")
    if apporte:
        dit = dit.replace(REGLEMENT, "regles.toml")
        regle = f'base = "{REGLEMENT}"\n{ENFANTS.format("zra")} = 1500.5\n'
        (calculee / "regles.toml").write_text(regle)
    dit += '\n[tables]\nvoeux = "vœux 2022.parquet"\n'
    (calculee / "campagne.toml").write_text(dit, encoding="utf-8")
    sortie = tmp_path / "s"
    reponse = lancer("scenario", ecrire(tmp_path, TOUT), "--sortie", sortie, "--processus", 1)
    assert reponse.code == 0, reponse.err
    shutil.rmtree(calculee)
    for nom in ("tout", "lignes"):
        assert lancer("verifier", sortie / nom / "resultat").code == 0
        refaite = tmp_path / f"refaite-{nom}"
        assert lancer("affecter", sortie / nom / "campagne", "--sortie", refaite).code == 0
        assert tables(refaite) == tables(sortie / nom / "resultat")
        un, autre = (
            json.loads((dossier / "manifeste.json").read_text(encoding="utf-8"))
            for dossier in (refaite, sortie / nom / "resultat")
        )
        for cle in ("entrees", "reglement", "graine", "options", "lignes_lues"):
            assert un[cle] == autre[cle]
    ailleurs = ("verifier", sortie / "tout/resultat", "--campagne", sortie / "lignes/campagne")
    assert lancer(*ailleurs).code == 4


def test_une_campagne_de_variante_touchee_est_refaite(lancer, declaree, tmp_path):
    scenario, sortie = ecrire(tmp_path, graines("a")), tmp_path / "s"
    demande = ["scenario", scenario, "--sortie", sortie, "--processus", 1]
    assert lancer(*demande).code == 0
    avant = octets(sortie)
    (sortie / "a/campagne/postes.parquet").unlink()
    assert "2 mouvements, dont 1 gardé" in lancer(*demande).out
    assert octets(sortie) == avant


def test_les_comparaisons_faites_sont_gardees(lancer, declaree, tmp_path):
    scenario, sortie = ecrire(tmp_path, graines("a", "b")), tmp_path / "s"
    demande = ["scenario", scenario, "--sortie", sortie, "--processus", 1]
    assert lancer(*demande).code == 0
    avant = octets(sortie)
    dates = [(sortie / nom / "comparaison").stat().st_mtime_ns for nom in "ab"]
    page = sortie / "b/comparaison/comparaison.html"
    page.write_bytes(page.read_bytes()[:-1])
    (sortie / "variantes.parquet").unlink()
    assert lancer(*demande).code == 0
    assert octets(sortie) == avant
    apres = [(sortie / nom / "comparaison").stat().st_mtime_ns for nom in "ab"]
    assert [un == autre for un, autre in zip(dates, apres, strict=True)] == [True, False]
    # Another base: every comparison is another.
    modifier(declaree, "voeux", lambda t: t.iloc[::-1])
    assert lancer(*demande).code == 0
    dites = json.loads((sortie / "a/comparaison/comparaison.json").read_text(encoding="utf-8"))
    resultat = json.loads((sortie / "base/resultat/manifeste.json").read_text(encoding="utf-8"))
    assert dites["a"]["fichiers"] == resultat["sorties"]
    assert (sortie / "a/comparaison").stat().st_mtime_ns != apres[0]


def test_ecart_de_reglements():
    dessous = {"a": {"b": 1, "c": {"d": [1]}}, "e": {"f": 2}, "g": 3, "h": 1}
    dessus = {"a": {"b": 1, "c": {"d": [1, 2]}, "n": {"o": 1}}, "g": 4, "h": True}
    dit = ecart(dessous, dessus)
    assert dit == {"e": {}, "a": {"c": {"d": [1, 2]}, "n": {"o": 1}}, "g": 4, "h": True}
    assert fusionner(dessous, dit) == dessus
    assert ecart(dessous, dessous) == {}
