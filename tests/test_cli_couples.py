"""``affecter`` with many couples tied: the same bytes in any number of processes; out of time."""

import json
import signal
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from processus import demarrer, interrompre

from mouvement.io.ecriture import ecrire_campagne
from mouvement.scenarios.generation import generer
from mouvement.solvers.couples import Status, deadline, solve_couples


@pytest.fixture(scope="module")
def campagne(tmp_path_factory) -> Path:
    """200 candidats in many disciplines, that 40 couples tie in several components."""
    faite = generer("large", graine=7, facteur=Fraction(1, 60), reglement="declare", couples=40)
    dossier = tmp_path_factory.mktemp("couples") / "campagne"
    liee = faite.configuration + 'simultanees = "liees"\n'
    ecrire_campagne(dossier, faite.tables, liee, ecraser=False)
    return dossier


def tables(resultat: Path) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in resultat.glob("*.parquet")}


def couples(resultat: Path) -> dict[str, int | bool]:
    manifeste = json.loads((resultat / "manifeste.json").read_bytes())
    return dict(manifeste["couples"])


class SansTemps:
    """A clock that any deadline is behind."""

    @staticmethod
    def monotonic() -> float:
        return float("inf")


def refus_residuels(resultat: Path) -> set[str]:
    """What the audit tells who was refused a pair that he qualified for."""
    details = pq.read_table(resultat / "audit.parquet")["detail"].to_pylist()
    return {detail for detail in details if detail and "refus résiduel" in detail}


def test_memes_octets_quel_que_soit_le_nombre_de_processus(lancer, campagne, tmp_path):
    resultats = []
    for processus in (1, 2, 4, 1):
        sortie = tmp_path / f"r{len(resultats)}"
        reponse = lancer("affecter", campagne, "--sortie", sortie, "--processus", processus)
        assert reponse.code == 0
        resultats.append(tables(sortie))
    assert len(resultats[0]) > 5
    assert resultats[1:] == resultats[:1] * 3
    assert couples(tmp_path / "r0")["couples"] == 40
    assert couples(tmp_path / "r0")["prouve"]


def test_faute_de_temps_un_resultat_certifie_et_son_ecart(lancer, campagne, tmp_path, monkeypatch):
    prouve, arrete = tmp_path / "prouve", tmp_path / "arrete"
    assert lancer("affecter", campagne, "--sortie", prouve).code == 0
    monkeypatch.setattr(deadline, "time", SansTemps)
    reponse = lancer("affecter", campagne, "--sortie", arrete, "--temps-max", 1)
    assert reponse.code == 5
    trouve, vrai = couples(arrete), couples(prouve)
    assert not trouve["prouve"]
    assert vrai["borne"] == vrai["refus_residuels"] <= trouve["refus_residuels"]
    assert trouve["borne"] < trouve["refus_residuels"]
    assert "Certificat    tenu : aucun barème n'est lésé" in reponse.out
    assert f"(au moins {trouve['borne']}, preuve inachevée)" in reponse.out
    assert lancer("verifier", arrete, "--campagne", campagne).code == 0
    (dit,) = refus_residuels(arrete)
    assert dit.endswith(
        "aucune issue qui en refuse moins n'a été trouvée, sans preuve qu'il n'y en a pas"
    )
    (dit,) = refus_residuels(prouve)
    assert "toute autre issue en refuserait au moins autant" in dit


def test_chacun_sait_ce_que_l_autre_obtient(lancer, campagne, tmp_path):
    sortie = tmp_path / "r"
    assert lancer("affecter", campagne, "--sortie", sortie).code == 0
    affectations = pq.read_table(sortie / "affectations.parquet").to_pandas().set_index("candidat")
    en_couple = affectations[affectations["simultanee"].notna()]
    for decision in ("MUTE", "NON_AFFECTE"):
        qui = en_couple.index[en_couple["decision"] == decision][0]
        autre = en_couple["simultanee"][qui]
        issue = "non affecté" if decision == "NON_AFFECTE" else f"MUTÉ, {en_couple['libelle'][qui]}"
        premiere = lancer("expliquer", sortie, autre).out.splitlines()[0]
        assert f"mutation simultanée avec {qui} ({issue}" in premiere
        dit = json.loads(lancer("expliquer", sortie, autre, "--json").out)
        assert (dit["partenaire"]["candidat"], dit["partenaire"]["decision"]) == (qui, decision)


def test_refus_prouves_mais_non_les_rangs(lancer, campagne, tmp_path, monkeypatch):
    def sans_les_rangs(probleme, limite):
        return replace(solve_couples(probleme, limite), status=Status.FEASIBLE)

    monkeypatch.setattr("mouvement.engine.resolution.solve_couples", sans_les_rangs)
    sortie = tmp_path / "r"
    reponse = lancer("affecter", campagne, "--sortie", sortie, "--processus", 1)
    assert reponse.code == 5
    assert "(prouvé minimal ; rangs des couples : preuve inachevée)" in reponse.out
    (dit,) = refus_residuels(sortie)
    assert "mais toute autre issue en refuserait au moins autant" in dit
    assert dit.endswith("il n'est pas prouvé qu'aucune ne sert mieux un couple plus prioritaire")


SANS_FIN = """
import sys
from ortools.sat.python import cp_model
from mouvement.cli import main
from mouvement.solvers.couples import cp_sat

def chercher(self, but, secondes):
    # Forty pigeons in thirty-nine holes, by pairs: out of reach.
    modele = cp_model.CpModel()
    trous = [modele.new_int_var(1, 39, "") for _ in range(40)]
    for rang, trou in enumerate(trous):
        for autre in trous[:rang]:
            modele.add(trou != autre)
    solveur = cp_sat.new_solver(None)
    solveur.parameters.cp_model_presolve = False
    print("RECHERCHE", file=sys.stderr, flush=True)
    solveur.solve(modele)

cp_sat.GrantModel.solve = chercher
main()
"""


@pytest.mark.parametrize("recu", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_une_recherche_s_interrompt(campagne, tmp_path, recu):
    """And gives no answer: what is found so far is not written as if it were the result."""
    processus = demarrer("affecter", campagne, "--sortie", tmp_path / "r", programme=SANS_FIN)
    code, dit = interrompre(processus, "RECHERCHE", recu)
    assert code == 130
    assert dit.endswith("Interrompu ; rien n'a été écrit.\n")
    assert not list(tmp_path.iterdir())
