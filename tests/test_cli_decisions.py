"""Decisions and commissions' rankings as a user runs them: affecter, verifier, expliquer."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mouvement.io.tables import table
from mouvement.io.tables_campagne import DECISIONS_ADMINISTRATION, POSTES, SPECIFIQUES, VOEUX


@pytest.fixture
def brouillon(campagne_minimale):
    """C2 and C3 are no couple; S1 is a specific poste that C1 and C2 ask for."""
    tables = campagne_minimale.tables
    for ligne in (2, 3):
        campagne_minimale.changer("candidats", ligne, simultanee=None)
    s1 = {"poste": "S1", "etablissement": "0450001A", "discipline": "L0202", "nature": "SPEA"}
    voeux = [
        {"candidat": nom, "rang": 9, "type": "POSTE", "code": "S1", "bareme": points}
        for nom, points in (("C1", 500_000), ("C2", 0))
    ]
    tables["postes"] = _avec(tables["postes"], POSTES, [s1 | {"vacants": 1}])
    tables["voeux"] = _avec(tables["voeux"], VOEUX, voeux)
    return campagne_minimale


def _avec(frame, specification, lignes):
    return pd.concat([frame, table(specification, lignes)], ignore_index=True)


def decider(brouillon, *decisions):
    """Write the campaign with these decisions: (nature, candidat, poste)."""
    brouillon.tables["decisions"] = table(
        DECISIONS_ADMINISTRATION,
        [
            {"candidat": candidat, "poste": poste, "nature": nature, "motif": "avis du médecin"}
            for nature, candidat, poste in decisions
        ],
    )
    return brouillon.ecrire()


def test_un_classement_de_commission(brouillon, lancer, tmp_path):
    brouillon.tables["specifiques"] = table(
        SPECIFIQUES,
        [
            {"candidat": "C1", "poste": "S1", "avis": "dossier incomplet"},
            {"candidat": "C2", "poste": "S1", "rang_commission": 1},
        ],
    )
    sortie = tmp_path / "r"
    assert lancer("affecter", brouillon.ecrire(), "--sortie", sortie).code == 0
    assert lancer("verifier", sortie).code == 0
    recit = lancer("expliquer", sortie, "C2").out
    assert "Décision : MUTÉ, Pothier (Orléans), poste S1, par son vœu 9 au mouvement" in recit
    assert "critères de départage : classement de la commission : 1" in recit
    recit = lancer("expliquer", sortie, "C1").out
    assert "vœu inéligible (candidature non retenue par la commission : dossier incomplet)" in recit


def test_une_decision_du_debut_a_la_fin(brouillon, lancer, tmp_path):
    """C2, with his 21 points, is placed where C1 has the best barème."""
    sortie = tmp_path / "r"
    campagne = decider(brouillon, ("FORCE", "C2", "P1"), ("INTERDIT", "C3", "P3"))
    reponse = lancer("affecter", campagne, "--sortie", sortie)
    assert reponse.code == 0
    assert "Décisions             2   hors barème ; 2 agents privés d'un meilleur vœu\n" in (
        reponse.out
    )
    dite = "C2 placé par décision de l'administration sur le poste P1 : avis du médecin\n"
    assert f"\n{'':<26}{dite}" in reponse.out
    assert "Certificat    tenu : hors décisions, aucun barème n'est lésé\n" in reponse.out
    assert lancer("verifier", sortie).code == 0
    affectations = pd.read_parquet(sortie / "affectations.parquet").set_index("candidat")
    assert affectations.loc["C2", ["poste", "origine"]].tolist() == ["P1", "DECISION"]
    assert pd.isna(affectations.loc["C3", "poste"])
    recit = lancer("expliquer", sortie, "C1").out
    raison = "aurait été obtenu sans la décision « avis du médecin » (poste P1 donné à C2)"
    assert f"refusé par l'effet d'une décision de l'administration ({raison})" in recit
    assert "par décision de l'administration." in lancer("expliquer", sortie, "C2").out
    signalements = json.loads(lancer("expliquer", sortie, "C3", "--json").out)["signalements"]
    assert {ligne["signalement"] for ligne in signalements} == {
        "DECISION_INTERDIT",
        "PRIVE_PAR_DECISION",
    }


def test_une_decision_impossible(brouillon, lancer, tmp_path):
    """P2 is C1's, who keeps it if he gets nothing better."""
    brouillon.tables["voeux"] = brouillon.tables["voeux"].query("candidat != 'C1'")
    campagne = decider(brouillon, ("FORCE", "C2", "P2"))
    reponse = lancer("affecter", campagne, "--sortie", tmp_path / "r")
    assert reponse.code == 3
    assert reponse.err.count("decisions, ligne 1, colonne poste : C2 ne peut pas être placé sur ce "
                             "poste : il est tenu par C1 (trouvé : P2).") == 1  # fmt: skip
    assert not (tmp_path / "r").exists()


def test_une_decision_ajoutee_apres_coup(brouillon, lancer, tmp_path):
    """The result of another campaign: its file has changed, its decision is not carried out."""
    sortie = tmp_path / "r"
    assert lancer("affecter", brouillon.ecrire(), "--sortie", sortie).code == 0
    decider(brouillon, ("INTERDIT", "C2", "P1"), ("FORCE", "C2", "Z1"))
    reponse = lancer("verifier", sortie)
    assert reponse.code == 4
    assert "les décisions le veulent placé en Z1 par décision" in reponse.err


@pytest.mark.parametrize("colonne", ["motif", "origine"])
def test_une_affectation_par_decision_maquillee(brouillon, lancer, tmp_path, colonne):
    sortie = tmp_path / "r"
    campagne = decider(brouillon, ("FORCE", "C2", "P1"))
    assert lancer("affecter", campagne, "--sortie", sortie).code == 0
    audit = pq.ParquetFile(sortie / "audit.parquet").read()
    forcee = audit["origine"].to_pylist().index("DECISION")
    valeurs = audit[colonne].to_pylist()
    valeurs[forcee] = {"motif": "SATISFAIT", "origine": "VOEU"}[colonne]
    place = audit.column_names.index(colonne)
    pq.write_table(audit.set_column(place, colonne, pa.array(valeurs)), sortie / "audit.parquet")
    reponse = lancer("verifier", sortie)
    assert reponse.code == 4
    assert f"audit, candidat C2, rang nul, ordre 1 : {colonne} vaut" in reponse.err
