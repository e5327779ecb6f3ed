"""Checks across columns and tables: every code exists, partners agree, no table is unused."""

import time

import pandas as pd
import pytest

from mouvement.io.tables import table
from mouvement.io.tables_campagne import AFFECTATIONS_REELLES


def test_campagne_valable(campagne_minimale):
    campagne_minimale.ecrire()
    assert campagne_minimale.fautes() == []


@pytest.mark.parametrize(
    ("nom", "ligne", "valeurs", "attendu"),
    [
        (
            "candidats",
            2,
            {"poste_actuel": "P9"},
            "candidats, ligne 2, colonne poste_actuel : code inconnu de postes.poste (trouvé : P9)"
            ". Vouliez-vous dire « P1 » ? Corriger, ou l'ajouter à postes.poste.",
        ),
        ("candidats", 3, {"discipline": "L9999"}, "inconnu de postes.discipline (trouvé : L9999)"),
        ("candidats", 3, {"poste_actuel": "P1"}, "ce poste est d'une autre discipline que le cand"),
        ("candidats", 2, {"carte_scolaire": True}, "une carte scolaire suppose un poste perdu"),
        ("postes", 1, {"etablissement": "0450001X"}, "inconnu de etablissements.etablissement"),
        ("postes", 1, {"etablissement": "045ZR1"}, "inconnu de etablissements.etablissement"),
        ("postes", 4, {"etablissement": "0450001A"}, "inconnu de zones_remplacement.zone"),
        ("etablissements", 3, {"commune": "41019"}, "communes.commune (trouvé : 41019). Vouliez"),
        ("zones_remplacement", 1, {"commune": "99999"}, "inconnu de communes.commune"),
        ("groupes", 1, {"poste": "P7"}, "groupes, ligne 1, colonne poste : code inconnu de postes"),
        ("voeux", 1, {"code": "0450001Z"}, "voeux, ligne 1, colonne code : code inconnu de etabl"),
        ("voeux", 2, {"code": "G2"}, "code inconnu de groupes.groupe (trouvé : G2)"),
        ("voeux", 3, {"code": "C41"}, "code inconnu de etablissements.circonscription"),
        ("voeux", 4, {"code": "45000"}, "code inconnu de communes.commune"),
        ("voeux", 5, {"code": "BLOIS"}, "code inconnu de communes.groupement"),
        ("voeux", 6, {"code": "P1"}, "code inconnu de zones_remplacement.zone"),
        ("voeux", 7, {"code": "041"}, "code inconnu de zones_remplacement.departement"),
        ("voeux", 9, {"code": "p3"}, "(trouvé : p3). Vouliez-vous dire « P3 »"),
        ("voeux", 10, {"code": "41"}, "(trouvé : 41). Vouliez-vous dire « 041 »"),
        ("voeux", 10, {"code": None}, "ligne 10, colonne code : un vœu DPT demande un code"),
        ("voeux", 8, {"code": "045"}, "un vœu ACA ou ZRA n'a pas de code (trouvé : 045)"),
        ("voeux", 11, {"code": "x"}, "un vœu ACA ou ZRA n'a pas de code (trouvé : x)"),
        ("voeux", 5, {"type": "GEOS"}, "(trouvé : GEOS). Vouliez-vous dire « GEO »"),
        ("voeux", 2, {"types_etablissement": "CLG"}, "peuvent être typés (trouvé : CLG)"),
        ("voeux", 6, {"types_etablissement": "CLG"}, "peuvent être typés (trouvé : CLG)"),
        ("voeux", 9, {"types_etablissement": "CLG"}, "peuvent être typés (trouvé : CLG)"),
        (
            "voeux",
            4,
            {"types_etablissement": "CLG|ECOLE"},
            "type qu'aucun établissement n'a (trouvé : CLG|ECOLE). Types présents dans "
            "etablissements : CLG, LYC.",
        ),
        ("voeux", 4, {"types_etablissement": "clg"}, "forme refusée (trouvé : clg)"),
        ("voeux", 9, {"bareme": None}, "voeux, ligne 9, colonne bareme : barème manquant"),
    ],
)  # fmt: skip
def test_reference_refusee(campagne_minimale, nom, ligne, valeurs, attendu):
    campagne_minimale.changer(nom, ligne, **valeurs)
    campagne_minimale.ecrire()
    fautes = campagne_minimale.fautes()
    assert any(attendu in faute for faute in fautes), fautes


def test_voeu_d_un_inconnu(campagne_minimale):
    campagne_minimale.changer("voeux", 11, candidat="C4")
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert "voeux, ligne 11, colonne candidat : code inconnu de candidats.candidat" in faute


@pytest.mark.parametrize(
    ("ligne", "valeur", "attendu"),
    [
        (2, "C2", ["ligne 2, colonne simultanee : le candidat se nomme lui-même", "ligne 3"]),
        (2, "C1", ["ligne 2, colonne simultanee : le candidat nommé ne nomme pas", "ligne 3"]),
        (2, None, ["ligne 3, colonne simultanee : le candidat nommé ne nomme pas"]),
        (2, "C7", ["ligne 2, colonne simultanee : code inconnu de candidats", "ligne 3"]),
        (1, "C2", ["ligne 1, colonne simultanee : le candidat nommé ne nomme pas"]),
        (2, "", ["ligne 2, colonne simultanee : texte vide", "ligne 3"]),
    ],
)
def test_mutation_simultanee_sans_retour(campagne_minimale, ligne, valeur, attendu):
    campagne_minimale.changer("candidats", ligne, simultanee=valeur)
    campagne_minimale.ecrire()
    fautes = campagne_minimale.fautes()
    assert len(fautes) == len(attendu)
    assert all(debut in faute for debut, faute in zip(attendu, fautes, strict=True)), fautes


def test_carte_scolaire_d_un_poste_d_une_autre_discipline(campagne_minimale):
    campagne_minimale.changer("candidats", 3, poste_actuel="P1", carte_scolaire=True)
    campagne_minimale.ecrire()
    assert campagne_minimale.fautes() == []


def test_groupes_absents(campagne_minimale):
    del campagne_minimale.tables["groupes"]
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert "voeux, ligne 2, colonne code : code inconnu de groupes.groupe (trouvé : G1)" in faute


def test_affectations_reelles_controlees(campagne_minimale):
    """What the past has of impossible is the replay's to tell; two rows for one are a fault."""
    lignes = [{"candidat": "C1", "poste": "ailleurs", "rang": 1}, {"candidat": "C8"}]
    campagne_minimale.tables["affectations_reelles"] = table(AFFECTATIONS_REELLES, lignes)
    campagne_minimale.ecrire()
    assert campagne_minimale.fautes() == []
    lignes = [{"candidat": "C1", "rang": 0}, {"candidat": "C2"}, {"candidat": "C2"}]
    campagne_minimale.tables["affectations_reelles"] = table(AFFECTATIONS_REELLES, lignes)
    campagne_minimale.ecrire()
    rang, double = campagne_minimale.fautes()
    assert rang.startswith("affectations_reelles, ligne 1, colonne rang : inférieur à 1")
    assert double.startswith("affectations_reelles, ligne 3, colonne candidat")


def test_ligne_du_fichier_et_non_de_la_table_triee(campagne_minimale):
    campagne_minimale.tables["communes"] = campagne_minimale.tables["communes"][::-1]
    campagne_minimale.tables["etablissements"].loc[1, "commune"] = "00000"
    campagne_minimale.tables["etablissements"] = campagne_minimale.tables["etablissements"][::-1]
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("etablissements, ligne 2, colonne commune : code inconnu")


def test_table_illisible_ne_fait_pas_d_autres_fautes(campagne_minimale):
    dossier = campagne_minimale.ecrire()
    for nom in ("communes", "postes", "etablissements"):
        (dossier / f"{nom}.parquet").write_bytes(b"PAR1")
    assert [faute.split(" : ")[0] for faute in campagne_minimale.fautes()] == [
        "communes",
        "etablissements",
        "postes",
    ]


def test_cent_mille_fautes_restent_rapides(campagne_minimale):
    nombre = 100_000
    voeux = campagne_minimale.tables["voeux"].iloc[[0] * nombre].reset_index(drop=True)
    voeux["rang"] = range(1, nombre + 1)
    voeux["code"] = pd.Series([f"P{rang:07d}" for rang in range(nombre)], dtype="str")
    campagne_minimale.tables["voeux"] = voeux
    campagne_minimale.ecrire()
    debut = time.process_time()
    assert len(campagne_minimale.fautes()) == nombre
    assert time.process_time() - debut < 10
