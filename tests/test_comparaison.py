"""Comparing two results: who changed, for better or worse, and why; barres and shares."""

import json
import random
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from petites_campagnes import campagne_aleatoire, lignes_de, remplacer

from mouvement.engine.mouvement import affecter
from mouvement.io.tables import table
from mouvement.io.tables_campagne import DECISIONS_ADMINISTRATION
from mouvement.io.tables_comparaison import TABLES_COMPARAISON
from mouvement.scenarios.comparaison import Cote, comparer
from mouvement.scenarios.comparaison.cote import Terrain

BONUS = Decimal("90.200")


@pytest.fixture
def comparee(lancer, campagne_minimale, tmp_path):
    """Run the small campaign, change it with the function given, run again, compare, read."""

    def compare(changer) -> dict[str, pd.DataFrame]:
        assert lancer("affecter", campagne_minimale.ecrire(), "--sortie", tmp_path / "a").code == 0
        changer(campagne_minimale)
        campagne_minimale.dossier = tmp_path / "autre"
        assert lancer("affecter", campagne_minimale.ecrire(), "--sortie", tmp_path / "b").code == 0
        reponse = lancer("comparer", tmp_path / "a", tmp_path / "b", "--sortie", tmp_path / "c")
        assert reponse.code == 0, reponse.err
        lues = {t.nom: pd.read_parquet(tmp_path / f"c/{t.nom}.parquet") for t in TABLES_COMPARAISON}
        assert all(list(lues[t.nom].columns) == t.noms for t in TABLES_COMPARAISON)
        return lues

    return compare


def cles(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str], str]:
    causes = tables["causes"]
    return causes.set_index(["candidat", "quoi"])["nature"].to_dict()


def ligne(table: pd.DataFrame, **valeurs: object) -> pd.Series:
    for nom, valeur in valeurs.items():
        table = table[table[nom] == valeur]
    assert len(table) == 1
    return table.iloc[0]


def test_bareme_et_barre(comparee):
    """C2's points on his first vœu pass C1's: he takes P1, and C1 keeps his poste."""
    tables = comparee(lambda brouillon: brouillon.changer("voeux", 4, bareme=200_000))
    candidats = tables["candidats_compares"].set_index("candidat")
    assert candidats["sens"].to_dict() == {"C1": "MOINS_BIEN", "C2": "MIEUX", "C3": "EGAL"}
    assert candidats["change"].to_dict() == {"C1": True, "C2": True, "C3": False}
    assert candidats.loc[["C1", "C2"], "ecart_rang"].tolist() == [-1, 1]
    assert candidats["deplace"].to_dict() == {"C1": True, "C2": True, "C3": False}
    assert candidats["passage"].isna().all()
    assert cles(tables) == {("C1", "PERDU"): "BARRE", ("C2", "GAGNE"): "BAREME"}
    c1, c2 = (ligne(tables["causes"], candidat=nom) for nom in ("C1", "C2"))
    assert c1["texte"] == (
        "Vœu 1, Pothier (Orléans) [ETB:0450001A], n'est plus accordé : 134,2 points, barre 134,2 → "
        "200."
    )
    assert c2["elements"] == "DECLARE 21 → 200"
    assert "points 21 → 200 (DECLARE 21 → 200), barre 134,2 → 200." in c2["texte"]
    barre = ligne(tables["barres_comparees"], niveau="COM", code="45234", discipline="L0202")
    assert (barre["sens"], float(barre["ecart"]), barre["libelle"]) == ("HAUSSE", 65.8, "Orléans")
    element = ligne(tables["elements_compares"], element="DECLARE")
    assert (element["voeux"], element["candidats"], float(element["minimum"])) == (1, 1, 179)


def interdire(brouillon) -> None:
    brouillon.tables["decisions"] = table(
        DECISIONS_ADMINISTRATION,
        [{"candidat": "C3", "poste": "P3", "nature": "INTERDIT", "motif": "intérêt du service"}],
    )


def sans_voeu(*lignes: int):
    def retire(brouillon) -> None:
        voeux = brouillon.tables["voeux"]
        brouillon.tables["voeux"] = voeux.drop([n - 1 for n in lignes]).reset_index(drop=True)

    return retire


def plein(brouillon) -> None:
    brouillon.changer("postes", 3, vacants=0)


def zr_avant(brouillon) -> None:
    brouillon.changer("voeux", 5, type="ZRE", code="045ZR1")
    brouillon.changer("voeux", 6, type="GEO", code="ORLEANS")


def sans_poste(brouillon) -> None:
    brouillon.changer("candidats", 1, poste_actuel=None)


@pytest.mark.parametrize(
    ("changer", "attendues"),
    [
        (plein, {("C3", "PERDU"): "OFFRE"}),
        (sans_voeu(9), {("C3", "PERDU"): "VOEU_RETIRE", ("C3", "GAGNE"): ""}),
        (interdire, {("C3", "PERDU"): "DECISION"}),
        (zr_avant, {("C2", "AUTRE"): "ORDRE", ("C2", "PERDU"): "", ("C2", "GAGNE"): ""}),
        (sans_poste, {("C2", "PERDU"): "BARRE"}),
    ],
    ids=["poste", "voeu", "decision", "ordre", "titulaire"],
)
def test_causes(comparee, changer, attendues):
    """The kinds that the points do not tell; "" : no cause of that side must be given."""
    trouvees = cles(comparee(changer))
    for cle, nature in attendues.items():
        assert trouvees.get(cle, "") == nature, trouvees


def test_nouveau_sans_poste_et_partants(comparee):
    def change(brouillon) -> None:
        plein(brouillon)
        candidats = brouillon.tables["candidats"]
        brouillon.tables["candidats"] = pd.concat(
            [candidats, candidats.iloc[[2]].assign(candidat="C4")],
            ignore_index=True,
        )
        for numero in (2, 3, 4):
            brouillon.changer("candidats", numero, simultanee=None)
        sans_voeu(4, 5, 6, 7, 8)(brouillon)
        garde = brouillon.tables["candidats"]["candidat"] != "C2"
        brouillon.tables["candidats"] = brouillon.tables["candidats"][garde]

    tables = comparee(change)
    candidats = tables["candidats_compares"].set_index("candidat")
    assert candidats["sens"].to_dict() == {
        "C1": "EGAL",
        "C2": "SORTANT",
        "C3": "MOINS_BIEN",
        "C4": "ENTRANT",
    }
    assert candidats.loc["C3", "passage"] == "NOUVEAU_SANS_POSTE"
    assert candidats["passage"].notna().sum() == 1
    assert candidats["change"].to_dict() == {"C1": False, "C2": True, "C3": True, "C4": True}
    ensemble = ligne(tables["satisfaction"], groupe="ENSEMBLE")
    assert (ensemble["effectif_a"], ensemble["satisfaits_a"], ensemble["sans_poste_a"]) == (3, 3, 0)
    assert (ensemble["effectif_b"], ensemble["satisfaits_b"], ensemble["sans_poste_b"]) == (3, 1, 2)
    assert (ensemble["part_a"], ensemble["part_b"]) == (1, 1 / 3)


def cote(campagne, nom: str) -> Cote:
    return Cote(nom, affecter(campagne), {}, Terrain())


@pytest.mark.parametrize("graine", range(25))
def test_au_hasard(graine):
    """Same vœux, other postes: as the rank alone says; every change has a cause."""
    alea = random.Random(graine)
    base = campagne_aleatoire(graine)
    postes = lignes_de(base.postes)
    for poste in alea.sample(postes, k=min(3, len(postes))):
        poste["vacants"] = alea.choice((0, 1, 2))
    autre = replace(remplacer(base, "postes", postes), graine=alea.randint(1, 9))
    faite = comparer(cote(base, "a"), cote(autre, "b"))
    premieres, secondes = (
        {ligne["candidat"]: ligne for ligne in lignes_de(c.resultat.affectations)}
        for c in (faite.a, faite.b)
    )
    causes, premiers = set(faite.causes["candidat"]), premiers_rangs(base)
    for dit in lignes_de(faite.candidats_compares):
        un, deux = (issues[dit["candidat"]] for issues in (premieres, secondes))
        gain = valeur(premiers, un) - valeur(premiers, deux)
        attendu = "MIEUX" if gain > 0 else "MOINS_BIEN" if gain < 0 else "EGAL"
        assert dit["sens"] == attendu
        assert dit["change"] == (gain != 0 or un["poste"] != deux["poste"])
        assert dit["deplace"] == bool(
            un["poste"] and deux["poste"] and un["poste"] != deux["poste"]
        )
        assert (dit["candidat"] in causes) == dit["change"]
    natures = faite.causes["nature"]
    assert not natures.isin(["VOEU_AJOUTE", "VOEU_RETIRE", "BAREME", "BAREME_ET_BARRE"]).any()
    verifier_barres(faite)


def test_a_egalite_a_la_barre():
    """The tie is broken otherwise when another seed is drawn, not when supports are fewer."""

    def textes(a: Cote, b: Cote) -> list[str]:
        causes = comparer(a, b).causes
        dits = causes.loc[causes["nature"] == "DEPARTAGE", "texte"]
        return [dit.partition(" points), ")[2] for dit in dits]

    tirees, moins, plus = [], [], []
    for graine in (4, 6, 9):
        base = campagne_aleatoire(graine)
        avant, postes = cote(base, "a"), lignes_de(base.postes)
        for poste in postes[::2]:
            poste["vacants"] = max(poste["vacants"] - 1, 0)
        tirees += textes(avant, cote(replace(base, graine=base.graine + 1), "b"))
        moindre = cote(remplacer(base, "postes", postes), "b")
        moins += textes(avant, moindre)
        plus += textes(moindre, avant)
    memes = "; ce qui le départage n'a pas changé."
    assert set(tirees) == {"l'égalité est départagée autrement."}
    assert set(moins) == {f"les places s'arrêtent avant lui {memes}"}
    assert set(plus) == {f"les places vont jusqu'à lui {memes}"}


def premiers_rangs(campagne) -> dict[tuple[str, int], int]:
    """Rank at which a candidat first writes each of his vœux, which he may write again."""
    premiers: dict[tuple, int] = {}
    rangs = {}
    for voeu in lignes_de(campagne.voeux):
        cle = tuple(voeu[nom] for nom in ("candidat", "type", "code", "types_etablissement"))
        rangs[voeu["candidat"], voeu["rang"]] = premiers.setdefault(cle, voeu["rang"])
    return rangs


def valeur(premiers: dict[tuple[str, int], int], issue: dict) -> int:
    """Place of an outcome in his list: his vœux, his poste, nothing."""
    if issue["rang"] is not None:
        return premiers[issue["candidat"], int(issue["rang"])]
    return 10**6 if issue["poste"] else 10**7


def verifier_barres(faite) -> None:
    """Up and down as the tables of the two results say, one line at a time."""
    hauteurs = []
    for resultat in (faite.a.resultat, faite.b.resultat):
        hauteurs.append(
            {
                tuple(ligne[nom] for nom in ("discipline", "niveau", "code", "etape")): (
                    {"OUVERTE": -1, "FERMEE": 10**15}.get(ligne["etat"], ligne["barre"])
                )
                for ligne in lignes_de(resultat.barres)
            }
        )
    dits = lignes_de(faite.barres_comparees)
    assert len(dits) == len(hauteurs[0].keys() | hauteurs[1].keys())
    for dit in dits:
        cle = tuple(dit[nom] for nom in ("discipline", "niveau", "code", "etape"))
        avant, apres = (hauteur[cle] for hauteur in hauteurs)
        attendu = "HAUSSE" if apres > avant else "BAISSE" if apres < avant else "EGALE"
        assert dit["sens"] == attendu, cle


def test_avec_soi_meme(lancer, minuscule_calculee, tmp_path):
    assert lancer("affecter", minuscule_calculee, "--sortie", tmp_path / "a").code == 0
    reponse = lancer("comparer", tmp_path / "a", tmp_path / "a", "--json")
    assert reponse.code == 0
    dit = json.loads(reponse.out)
    assert (dit["changent"], dit["causes"], dit["elements"]) == (0, {}, {})
    assert (dit["voeux"]["ajoutes"], dit["voeux"]["retires"], dit["differences"]) == (0, 0, [])
    assert all(set(sens) == {"EGALE"} for sens in dit["barres"].values())
    assert all(
        groupe[f"{nom}_a"] == groupe[f"{nom}_b"]
        for groupe in dit["satisfaction"]
        for nom in ("effectif", "satisfaits", "premiers", "sans_poste")
    )
    ecrits = pd.read_parquet(minuscule_calculee / "candidats.parquet")
    places = pd.read_parquet(tmp_path / "a/affectations.parquet")["candidat"]
    ecrits = ecrits[ecrits["candidat"].isin(places)]
    corps = {g["valeur"]: g["effectif_a"] for g in dit["satisfaction"] if g["groupe"] == "CORPS"}
    assert corps == ecrits["corps"].value_counts().to_dict()
    aides = [g for g in dit["satisfaction"] if g["groupe"] == "HANDICAP" and g["valeur"] == "oui"]
    assert sum(g["effectif_a"] for g in aides) == ecrits["boe_titre"].notna().sum()


@pytest.fixture
def deux(lancer, minuscule, tmp_path) -> tuple[Path, Path]:
    """Two folders, the second with another draw and with sexes; each with its campaign."""
    for nom, graine in (("a", 20220615), ("b", 7)):
        campagne = tmp_path / nom / "campagne"
        shutil.copytree(minuscule, campagne)
        toml = (campagne / "campagne.toml").read_text(encoding="utf-8")
        (campagne / "campagne.toml").write_text(
            toml.replace("20220615", str(graine)), encoding="utf-8"
        )
        candidats = pd.read_parquet(campagne / "candidats.parquet")
        candidats["sexe"] = ["F", "H", "F"] * (len(candidats) // 3)
        candidats.to_parquet(campagne / "candidats.parquet", index=False)
        assert lancer("affecter", campagne, "--sortie", tmp_path / nom / "resultat").code == 0
    return tmp_path / "a/resultat", tmp_path / "b/resultat"


def test_resume(lancer, deux):
    a, b = deux
    reponse = lancer("comparer", a, b)
    assert reponse.code == 0
    assert "graine : 20220615 → 7" in reponse.out
    dit = json.loads(lancer("comparer", a, b, "--json").out)
    affectations = [pd.read_parquet(d / "affectations.parquet").set_index("candidat") for d in deux]
    differents = (affectations[0]["poste"].fillna("") != affectations[1]["poste"].fillna("")) | (
        affectations[0]["rang"].fillna(0) != affectations[1]["rang"].fillna(0)
    )
    assert dit["changent"] == differents.sum() > 0
    assert dit["mieux"] + dit["moins_bien"] + dit["autant"] == dit["changent"]
    assert f"Changent{dit['changent']:>21}   " in reponse.out
    sexes = {g["valeur"]: g["effectif_b"] for g in dit["satisfaction"] if g["groupe"] == "SEXE"}
    assert sexes == {"F": 40, "H": 20}
    assert "pas de répartition par corps, demande familiale, obligation d'emploi." in reponse.out


def test_campagnes_absentes_ou_changees(lancer, deux, tmp_path):
    a, b = deux
    (a.parent / "campagne").rename(tmp_path / "ailleurs")
    candidats = pd.read_parquet(b.parent / "campagne/candidats.parquet")
    candidats.assign(sexe="F").to_parquet(b.parent / "campagne/candidats.parquet", index=False)
    dit = json.loads(lancer("comparer", a, b, "--json").out)
    assert dit["non_dit"] == [
        "A : la campagne que nomme le manifeste n'est plus là.",
        "B : la campagne a changé depuis le calcul (candidats.parquet).",
        "Satisfaction : pas de répartition par corps, sexe, demande familiale, obligation "
        "d'emploi.",
        "Ni carte des barres, ni nom des zones.",
    ]
    assert {g["groupe"] for g in dit["satisfaction"]} == {
        *("ENSEMBLE", "SITUATION", "CARTE_SCOLAIRE", "PARTICIPATION", "COUPLE")
    }
    donnee = lancer("comparer", a, b, "--json", "--campagne-a", tmp_path / "ailleurs")
    assert not any(phrase.startswith("A :") for phrase in json.loads(donnee.out)["non_dit"])
    absente = lancer("comparer", a, b, "--campagne-a", tmp_path / "rien")
    assert (absente.code, absente.out) == (2, "")


def test_fins(lancer, deux, tmp_path):
    a, b = deux
    absent = lancer("comparer", tmp_path / "rien", b)
    assert (absent.code, absent.err.strip().splitlines()[-1]) == (
        2,
        f"{tmp_path / 'rien'} n'est pas un dossier de résultat.",
    )
    assert lancer("comparer", a, b, "--sortie", b, "--ecraser").code == 2
    assert lancer("comparer", a, b, "--sortie", tmp_path / "c").code == 0
    assert lancer("comparer", a, b, "--sortie", tmp_path / "c").code == 2
    assert lancer("comparer", a, b, "--sortie", tmp_path / "c", "--ecraser").code == 0
    (b / "audit.parquet").unlink()
    refus = lancer("comparer", a, b, "--sortie", tmp_path / "d")
    assert refus.code == 3
    assert "audit.parquet : fichier absent" in refus.err
    assert not (tmp_path / "d").exists()


def test_ce_que_montre_le_guide(lancer, minuscule, tmp_path, monkeypatch):
    shutil.copytree(minuscule, tmp_path / "variante")
    voeux = pd.read_parquet(tmp_path / "variante/voeux.parquet", dtype_backend="pyarrow")
    voeux["bareme"] = voeux["bareme"].mask(voeux["type"] == "DPT", voeux["bareme"] + BONUS)
    voeux.to_parquet(tmp_path / "variante/voeux.parquet", index=False)
    monkeypatch.chdir(tmp_path)
    assert lancer("affecter", minuscule, "--sortie", "resultat").code == 0
    assert lancer("affecter", "variante", "--sortie", "resultat-variante").code == 0
    guide = (Path(__file__).parents[1] / "docs/guide-analyste.md").read_text(encoding="utf-8")
    commande, bloc = re.search(
        r"^\$ mouvement (comparer .*)\n((?:(?!```).*\n)*)", guide, re.M
    ).groups()
    dites = iter(lancer(*commande.split()).out.splitlines())
    for montree in bloc.splitlines():
        assert montree == "[…]" or montree in dites, montree
