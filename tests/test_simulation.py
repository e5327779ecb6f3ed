"""Simulation: draws counted exactly, equal to plain runs, whoever computes them."""

import json
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from processus import demarrer, interrompre

from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter
from mouvement.io.lecture import lire_campagne
from mouvement.scenarios.simulation.incertitude import Incertitude, Reglages, incertitude
from mouvement.scenarios.simulation.tirages import (
    FERMEE,
    MAINTIEN,
    OUVERTE,
    RETIRE,
    RIEN,
    jouer,
    preparer,
)

TABLES = ("chances", "devenirs", "barres_simulees")
CALCULEES = ["minuscule", "minuscule_calculee"]


def octets(dossier: Path) -> dict[str, bytes]:
    return {nom: (dossier / f"{nom}.parquet").read_bytes() for nom in TABLES}


def lire(dossier: Path) -> dict[str, pd.DataFrame]:
    return {nom: pd.read_parquet(dossier / f"{nom}.parquet") for nom in TABLES}


@pytest.mark.parametrize("nom", CALCULEES)
def test_sans_incertitude_le_resultat_lui_meme(nom, lancer, tmp_path, request):
    campagne = request.getfixturevalue(nom)
    assert lancer("affecter", campagne, "--sortie", tmp_path / "r").code == 0
    reponse = lancer(
        "simuler", campagne, "--tirages", 3, "--sortie", tmp_path / "s", "--executeur", 1
    )
    assert reponse.code == 0, reponse.err
    simulees = lire(tmp_path / "s")
    affectes = pd.read_parquet(tmp_path / "r/affectations.parquet")
    obtenus = simulees["chances"].query("octrois > 0")
    assert (obtenus["octrois"] == 3).all()
    assert (obtenus["part"] == 1).all()
    places = affectes[affectes["origine"].notna()]
    colonnes = ["candidat", "rang", "origine"]
    pd.testing.assert_frame_equal(
        obtenus[colonnes].reset_index(drop=True),
        places[colonnes].sort_values(colonnes).reset_index(drop=True),
    )
    sans = simulees["devenirs"].query("sans_poste > 0")["candidat"]
    assert set(sans) == set(affectes.loc[affectes["origine"].isna(), "candidat"])
    barres = pd.read_parquet(tmp_path / "r/barres.parquet").query("etape == 'GENERAL'")
    cle = ["discipline", "niveau", "code"]
    jointes = barres.merge(simulees["barres_simulees"], on=cle, how="outer", indicator=True)
    assert (jointes["_merge"] == "both").all()
    for quantile in ("minimum", "mediane", "maximum"):
        assert jointes[quantile].astype("str").equals(jointes["barre"].astype("str"))
    for etat, nombre in (("OUVERTE", "ouvertes"), ("EXTENSION", "extensions"),
                         ("FERMEE", "fermees")):  # fmt: skip
        assert ((jointes[nombre] == 3) == (jointes["etat"] == etat)).all()


def sans(campagne, absents, vacants):
    """The campaign that these draws are meant to be: those people never took part."""
    candidats = campagne.candidats[~campagne.candidats["candidat"].isin(absents)]
    seuls = candidats["simultanee"].isin(absents)
    candidats = candidats.assign(simultanee=candidats["simultanee"].mask(seuls))
    return replace(
        campagne,
        candidats=candidats.reset_index(drop=True),
        voeux=campagne.voeux[~campagne.voeux["candidat"].isin(absents)].reset_index(drop=True),
        postes=campagne.postes.assign(vacants=vacants),
    )


@pytest.mark.parametrize("simultanees", ["separees", "liees"])
@pytest.mark.parametrize("amelioration", [False, True])
def test_un_tirage_est_la_campagne_sans_ceux_qui_se_retirent(minuscule, simultanees, amelioration):
    lue = lire_campagne(minuscule)
    options = replace(lue.options, simultanees=simultanees, amelioration=amelioration)
    lue = replace(lue, options=options)
    couple = lue.candidats["simultanee"].dropna().iloc[:1]
    assert len(couple)
    incertain = incertitude(lue, Reglages(vacants=1, retraits=0.15))
    incertain.retrait[lue.candidats["candidat"].isin(couple)] = 1.0
    preparation = preparer(lue, incertain, 7)
    issues = jouer(preparation, range(4))
    voeux = preparation.instruction.campagne.voeux
    noms = preparation.esquisse.candidats["candidat"].tolist()
    differents = set()
    for numero in range(4):
        vacants, retires = incertain.tirer(7, numero)
        absents = lue.candidats.loc[retires, "candidat"]
        attendu = affecter(sans(lue, absents, vacants)).affectations.set_index("candidat")
        differents.add(tuple(vacants))
        for nom, octroi in zip(noms, issues.octrois[numero].tolist(), strict=True):
            if octroi == RETIRE:
                assert nom in set(absents)
                continue
            ligne = attendu.loc[nom]
            if octroi == RIEN:
                assert ligne["decision"] == "NON_AFFECTE"
            elif octroi == MAINTIEN:
                assert ligne["origine"] == "MAINTIEN"
            else:
                assert (ligne["origine"], ligne["rang"]) == ("VOEU", voeux["rang"].iat[octroi])
    assert len(differents) == 4


def test_les_barres_d_un_tirage(minuscule):
    lue = lire_campagne(minuscule)
    incertain = incertitude(lue, Reglages(vacants=1, retraits=0.2))
    preparation = preparer(lue, incertain, 3)
    issues = jouer(preparation, range(2))
    codes = [n.codes.tolist() for n in preparation.niveaux]
    cles = [
        (preparation.esquisse.carte.disciplines[d], niveau.nom, code)
        for niveau, siens in zip(preparation.niveaux, codes, strict=True)
        for d, code in zip(niveau.discipline.tolist(), siens, strict=True)
    ]
    bareme = preparation.instruction.campagne.voeux["bareme"]
    for numero in range(2):
        vacants, retires = incertain.tirer(3, numero)
        absents = lue.candidats.loc[retires, "candidat"]
        attendues = affecter(sans(lue, absents, vacants)).barres
        attendues = attendues.set_index(["discipline", "niveau", "code"])
        for cle, vue in zip(cles, issues.barres[numero].tolist(), strict=True):
            if cle not in attendues.index:  # nobody is left in the discipline
                continue
            ligne = attendues.loc[cle]
            if vue == OUVERTE:
                assert ligne["etat"] == "OUVERTE"
            elif vue == FERMEE:
                assert ligne["etat"] == "FERMEE"
            else:
                assert (ligne["etat"], ligne["barre"]) == ("BARRE", bareme.iat[vue])


def test_memes_octets_pour_un_et_deux_processus(lancer, minuscule, tmp_path):
    demande = ["simuler", minuscule, "--tirages", 25, "--vacants", "1", "--retraits", "5%"]
    assert lancer(*demande, "--sortie", tmp_path / "un", "--executeur", 1).code == 0
    assert lancer(*demande, "--sortie", tmp_path / "deux", "--executeur", 2).code == 0
    assert octets(tmp_path / "un") == octets(tmp_path / "deux")
    autre = ["--graine", 5, "--executeur", 1, "--sortie", tmp_path / "autre"]
    assert lancer(*demande, *autre).code == 0
    assert octets(tmp_path / "un") != octets(tmp_path / "autre")
    devenirs = lire(tmp_path / "un")["devenirs"]
    assert (devenirs["tirages"] + devenirs["retraits"] == 25).all()
    issues = devenirs[["voeux", "maintiens", "extensions", "sans_poste"]].sum(axis=1)
    assert (issues == devenirs["tirages"]).all()
    assert devenirs["retraits"].sum() > 0


RALENTI = """
import mouvement.scenarios.reprise as r
garder = r.Reprise.garder
def compte(self, nom, octets):
    garder(self, nom, octets)
    import sys, time
    print("GARDE", nom, file=sys.stderr, flush=True)
    if nom.startswith("tirages-000010"):
        time.sleep(60)
r.Reprise.garder = compte
from mouvement.cli import main
main()
"""


@pytest.mark.parametrize("recu", [signal.SIGKILL, signal.SIGINT])
def test_tuee_puis_reprise(lancer, minuscule, tmp_path, recu):
    demande = ["simuler", minuscule, "--tirages", 25, "--vacants", "20%", "--executeur", 1]
    assert lancer(*demande, "--sortie", tmp_path / "entier").code == 0
    sortie = tmp_path / "repris"
    processus = demarrer(*demande, "--sortie", sortie, programme=RALENTI)
    code, dit = interrompre(processus, "GARDE tirages-000010", recu)
    if recu == signal.SIGINT:
        assert (code, "reprend où elle en était" in dit) == (130, True)
    assert not sortie.exists()
    gardes = sorted((tmp_path / ".repris.reprise").rglob("tirages-*"))
    assert len(gardes) == 2
    abime = gardes[1].read_bytes()
    gardes[1].write_bytes(abime[:-4] + b"\0\1\2\3")
    reponse = lancer(*demande, "--sortie", sortie, "--json")
    assert reponse.code == 0, reponse.err
    assert json.loads(reponse.out)["repris"] == 10
    assert octets(tmp_path / "entier") == octets(sortie)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["entier", "repris"]


def retraits(_: Path) -> list[str]:
    return ["--retraits", "2%"]


def donnees(campagne: Path) -> list[str]:
    voeux = pd.read_parquet(campagne / "voeux.parquet", dtype_backend="pyarrow")
    voeux.iloc[::-1].to_parquet(campagne / "voeux.parquet", index=False)
    return []


def options(campagne: Path) -> list[str]:
    toml = campagne / "campagne.toml"
    dit = toml.read_text(encoding="utf-8")
    lignes = [ligne for ligne in dit.splitlines() if not ligne.startswith("amelioration")]
    toml.write_text("\n".join([*lignes, "amelioration = true", ""]), encoding="utf-8")
    return []


@pytest.mark.parametrize("change", [retraits, donnees, options])
def test_une_autre_demande_ne_reprend_rien(lancer, minuscule, tmp_path, change):
    campagne = Path(shutil.copytree(minuscule, tmp_path / "c"))
    demande = ["simuler", campagne, "--tirages", 25, "--executeur", 1]
    processus = demarrer(*demande, "--sortie", tmp_path / "s", programme=RALENTI)
    interrompre(processus, "GARDE tirages-000010", signal.SIGKILL)
    autre = [*demande, *change(campagne)]
    reponse = lancer(*autre, "--sortie", tmp_path / "s", "--json")
    assert (reponse.code, json.loads(reponse.out)["repris"]) == (0, 0)
    assert lancer(*autre, "--sortie", tmp_path / "entier").code == 0
    assert octets(tmp_path / "s") == octets(tmp_path / "entier")


def colonne(campagne: Path, vers: Path, table: str, **valeurs) -> Path:
    vers.mkdir()
    for chemin in campagne.iterdir():
        (vers / chemin.name).write_bytes(chemin.read_bytes())
    lue = pq.ParquetFile(vers / f"{table}.parquet").read()
    for nom, donnees in valeurs.items():
        lue = lue.append_column(nom, donnees(lue))
    pq.write_table(lue, vers / f"{table}.parquet")
    return vers


def test_les_colonnes_disent_ce_qui_est_incertain(lancer, minuscule, tmp_path):
    premiers = [1.0, 0.0, 0.5]

    def chances(table):
        return pa.array(premiers + [None] * (table.num_rows - 3), pa.float64())

    campagne = colonne(minuscule, tmp_path / "c", "candidats", probabilite_retrait=chances)
    demande = ["simuler", campagne, "--tirages", 40, "--retraits", "100%", "--executeur", 1]
    assert lancer(*demande, "--sortie", tmp_path / "s").code == 0
    noms = pq.read_table(campagne / "candidats.parquet")["candidat"].to_pylist()
    retraits = lire(tmp_path / "s")["devenirs"].set_index("candidat")["retraits"]
    assert (retraits[noms[0]], retraits[noms[1]]) == (40, 0)
    assert 5 < retraits[noms[2]] < 35
    assert (retraits[noms[3:]] == 40).all()


def test_bornes_tirees_et_refusees(lancer, minuscule, tmp_path):
    lue = lire_campagne(minuscule)
    postes = lue.postes.assign(
        vacants_min=lue.postes["vacants"].clip(upper=0).astype("Int64"),
        vacants_max=(lue.postes["vacants"] + 2).astype("Int64"),
    )
    incertain = incertitude(replace(lue, postes=postes), Reglages(vacants=5))
    tires = np.stack([incertain.tirer(1, numero)[0] for numero in range(60)])
    assert (tires.min(axis=0) == 0).all()
    assert (tires.max(axis=0) == postes["vacants"] + 2).all()

    def sous(table):
        return pa.array([v - 1 if v else 0 for v in table["vacants"].to_pylist()])

    campagne = colonne(minuscule, tmp_path / "c", "postes", vacants_max=sous)
    reponse = lancer("simuler", campagne, "--sortie", tmp_path / "s")
    offerts = sum(v > 0 for v in pq.read_table(campagne / "postes.parquet")["vacants"].to_pylist())
    assert (reponse.code, reponse.err.count("colonne vacants_max : vacants n'est pas")) == (
        3,
        offerts,
    )
    assert not (tmp_path / "s").exists()


def test_part_des_supports():
    mobiles = np.repeat([0, 1], [5, 1])
    incertain = Incertitude(np.array([5, 1, 0]), np.array([5, 1, 0]), mobiles, 0.25, np.zeros(0))
    tires = np.stack([incertain.tirer(1, numero)[0] for numero in range(400)])
    assert tires[:, 0].min() < 5 < tires[:, 0].max()
    assert abs(tires[:, 0].mean() - 5) < 0.3
    parts = [(tires[:, 1] == n).mean() for n in (0, 1, 2)]
    assert np.abs(np.array(parts) - [0.25, 0.5, 0.25]).max() < 0.08
    assert (tires[:, 2] == 0).all()


def test_un_tirage_ne_depend_pas_des_autres_incertitudes():
    tout = Incertitude(np.array([0, 0]), np.array([3, 3]), np.zeros(0, np.int64), 0.0, np.ones(3))
    moins = replace(tout, plus=np.array([0, 0]), retrait=np.full(3, 0.5))
    autre = replace(tout, retrait=np.full(3, 0.5))
    assert (moins.tirer(4, 9)[1] == autre.tirer(4, 9)[1]).all()
    assert (tout.tirer(-4, 9)[0] == autre.tirer(-4, 9)[0]).all()


@pytest.mark.parametrize(
    ("options", "dit"),
    [
        (["--retraits", "120%"], "« 120% » n'est pas une part, de 0 % à 100 %"),
        (["--vacants", "-1"], "« -1 » : au moins 0"),
        (["--vacants", "1000001"], "« 1000001 » : au plus 1000000"),
        (["--vacants", "9223372036854775808"], "« 9223372036854775808 » est un nombre trop grand"),
        (["--graine", "-9223372036854775809"], "« -9223372036854775809 » est un nombre trop grand"),
        (["--vacants", "60%"], "« 60% » : au plus 50 %"),
        (["--vacants", "peu"], "« peu » n'est pas un nombre entier"),
        (["--tirages", "0"], "--tirages"),
        (["--executeur", "zéro"], "Exécuteur inconnu"),
    ],
)
def test_refus(lancer, minuscule, tmp_path, options, dit):
    reponse = lancer("simuler", minuscule, "--sortie", tmp_path / "s", *options)
    assert reponse.code == 2
    assert dit in reponse.err
    assert list(tmp_path.iterdir()) == []


def test_l_instruction_ne_depend_pas_de_ce_qui_est_vacant(minuscule_calculee):
    """What a simulation shares between draws: else it would be wrong."""
    lue = lire_campagne(minuscule_calculee)
    autre = replace(lue, postes=lue.postes.assign(vacants=lue.postes["vacants"] * 3))
    pd.testing.assert_frame_equal(instruire(lue).campagne.voeux, instruire(autre).campagne.voeux)
