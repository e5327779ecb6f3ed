"""The optional tables of any campaign: children, careers, preferences, extensions, decisions."""

import pandas as pd
import pyarrow as pa
import pytest

from mouvement.io.lecture import lire_campagne
from mouvement.io.situations import CARRIERE, ENFANTS, EXTENSIONS, PREFERENCES
from mouvement.io.tables import table
from mouvement.io.tables_campagne import DECISIONS_ADMINISTRATION, POSTES, SPECIFIQUES

VALABLES = {
    ENFANTS: [
        {"candidat": "C1", "enfant": 2, "naissance": "2022-09-01"},
        {"candidat": "C1", "enfant": 1, "naissance": "2009-02-28", "a_charge": False},
    ],
    CARRIERE: [
        {"candidat": "C1", "annee": 2021, "classement": "REP+", "etablissement": "0750001A"},
        {"candidat": "C1", "annee": 2020, "position": "CLD", "quotite": 50},
    ],
    PREFERENCES: [{"candidat": "C2", "rang": 1, "type": "COM", "code": "45234"}],
    EXTENSIONS: [
        {"depart": "045", "ordre": 1, "type": "DPT", "code": "041"},
        {"depart": "45234", "ordre": 1, "type": "GEO", "code": "ORLEANS"},
        {"depart": "045ZR1", "ordre": 1, "type": "ZRA"},
    ],
    SPECIFIQUES: [{"candidat": "C1", "poste": "S1", "rang_commission": 1}],
    DECISIONS_ADMINISTRATION: [
        {"candidat": "C1", "poste": "P1", "nature": "FORCE", "motif": "m"},
        {"candidat": "C2", "poste": "P1", "nature": "INTERDIT", "motif": "m"},
        {"candidat": "C3", "poste": "P3", "nature": "FORCE", "motif": "m"},
    ],
}


@pytest.fixture
def complete(campagne_minimale):
    """The small campaign with rows in every optional table; S1 is a specific poste."""
    postes = campagne_minimale.tables["postes"]
    specifique = {"poste": "S1", "etablissement": "0450001A", "discipline": "L0202",
                  "nature": "SPEA", "vacants": 1}  # fmt: skip
    ajout = table(POSTES, [specifique])
    campagne_minimale.tables["postes"] = pd.concat([postes, ajout], ignore_index=True)
    for specification, lignes in VALABLES.items():
        campagne_minimale.tables[specification.nom] = table(specification, lignes)
    return campagne_minimale


def test_tables_completes(complete):
    lue = lire_campagne(complete.ecrire())
    assert lue.enfants["enfant"].tolist() == [1, 2]
    assert lue.enfants["a_charge"].tolist() == [False, True]
    assert str(lue.enfants["naissance"].dtype) == "datetime64[s]"
    assert lue.carriere["position"].tolist() == ["CLD", "ACTIVITE"]
    assert lue.carriere["quotite"].tolist() == [50, 100]
    assert lue.carriere["mois"].tolist() == [10, 10]
    assert lue.extensions["depart"].tolist() == ["045", "045ZR1", "45234"]


def test_colonnes_facultatives_absentes(complete):
    dossier = complete.remplacer("carriere", "quotite", None)
    assert lire_campagne(dossier).carriere["quotite"].tolist() == [100, 100]


def test_tables_absentes(campagne_minimale):
    lue = lire_campagne(campagne_minimale.ecrire())
    for specification in (ENFANTS, CARRIERE, PREFERENCES, EXTENSIONS):
        frame = getattr(lue, specification.nom)
        assert list(frame.columns) == [*specification.noms, "ligne"]
        assert frame.empty


@pytest.mark.parametrize(
    ("nom", "ligne", "valeurs", "attendu"),
    [
        ("enfants", 1, {"candidat": "C9"}, "enfants, ligne 1, colonne candidat : code inconnu"),
        ("enfants", 1, {"enfant": 1}, "ligne 2, colonne candidat, enfant : clé déjà présente"),
        ("enfants", 1, {"naissance": pd.Timestamp("2022-09-02")},
         "ligne 1, colonne naissance : naissance après le 1er septembre 2022 (trouvé : 2022-09-02"),
        ("carriere", 2, {"candidat": "C9"}, "carriere, ligne 2, colonne candidat : code inconnu"),
        ("carriere", 1, {"annee": 2022}, "colonne annee : cette année scolaire n'est pas passée"),
        ("carriere", 1, {"classement": "ZEP"}, "colonne classement : valeur inconnue"),
        ("carriere", 1, {"quotite": 101}, "colonne quotite : supérieur à 100 (trouvé : 101)"),
        ("carriere", 1, {"mois": 13}, "colonne mois : supérieur à 12"),
        ("preferences", 1, {"candidat": "C9"}, "preferences, ligne 1, colonne candidat : code inc"),
        ("preferences", 1, {"code": "45235"}, "preferences, ligne 1, colonne code : code inconnu"
         " de communes.commune (trouvé : 45235). Vouliez-vous dire « 45234 »"),
        ("preferences", 1, {"type": "COMM"}, "preferences, ligne 1, colonne type : valeur inconn"),
        ("extensions", 1, {"depart": "45"}, "extensions, ligne 1, colonne depart : code inconnu "
         "de communes et zones_remplacement (trouvé : 45). Vouliez-vous dire « 045 »"),
        ("extensions", 1, {"code": "42"}, "extensions, ligne 1, colonne code : code inconnu"),
        ("extensions", 1, {"code": None}, "une extension DPT demande un code"),
        ("extensions", 3, {"code": "045"}, "une extension ACA ou ZRA n'a pas de code"),
        ("specifiques", 1, {"poste": "P1"}, "specifiques, ligne 1, colonne poste : ce poste n'est"
         " pas spécifique : sa nature n'est pas ASH ou SPEA ou POP (trouvé : P1)"),
        ("specifiques", 1, {"poste": "Z1"}, "pas spécifique : sa nature n'est pas ASH ou SPEA"),
        ("decisions", 1, {"poste": "P2", "nature": "INTERDIT"}, "decisions, ligne 1, colonne poste"
         " : ce candidat est titulaire de ce poste : il ne peut pas lui être interdit (trouv"),
        ("specifiques", 1, {"poste": "S2"}, "colonne poste : code inconnu de postes.poste (trouv"),
        ("decisions", 3, {"poste": "P2"}, "decisions, ligne 3, colonne poste : ce poste est d'une"
         " autre discipline que le candidat (trouvé : P2)"),
        ("decisions", 2, {"candidat": "C1", "poste": "P2", "nature": "FORCE"}, "decisions, ligne "
         "2, colonne candidat : ce candidat est déjà forcé sur un autre poste (trouvé : C1)"),
        ("decisions", 2, {"candidat": "C1"}, "ligne 2, colonne candidat, poste : clé déjà présen"),
        ("decisions", 2, {"nature": "FORCE"}, "decisions, ligne 2, colonne poste : plus d'agents "
         "forcés sur ce poste que de supports, vacants ou de titulaires participants (trouvé : P1"),
    ],
)  # fmt: skip
def test_ligne_refusee(complete, nom, ligne, valeurs, attendu):
    complete.changer(nom, ligne, **valeurs)
    complete.ecrire()
    (faute,) = complete.fautes()
    assert attendu in faute


def test_un_poste_perdu_peut_etre_interdit(complete):
    complete.changer("candidats", 1, carte_scolaire=True)
    complete.changer("decisions", 1, poste="P2", nature="INTERDIT")
    complete.ecrire()
    assert complete.fautes() == []


def test_ex_aequo_d_une_commission(complete):
    """Two candidats with one rang on one poste; without a rang, nobody is ranked."""
    deux = [("C1", 1), ("C2", 1), ("C3", None)]
    lignes = [{"candidat": c, "poste": "S1", "rang_commission": rang} for c, rang in deux]
    complete.tables["specifiques"] = table(SPECIFIQUES, lignes)
    complete.ecrire()
    attendue = "colonne rang_commission : un autre candidat a le même rang sur ce poste (trouvé : 1"
    fautes = complete.fautes()
    assert [faute.split(",")[1] for faute in fautes] == [" ligne 1", " ligne 2"]
    assert all(attendue in faute for faute in fautes)
    complete.changer("specifiques", 2, rang_commission=2)
    complete.ecrire()
    assert complete.fautes() == []


def test_force_sur_le_support_d_un_titulaire_participant(complete):
    complete.changer("decisions", 2, poste="P2", nature="FORCE")
    complete.ecrire()
    assert complete.fautes() == []
    complete.changer("candidats", 1, carte_scolaire=True)
    complete.ecrire()
    (faute,) = complete.fautes()
    assert "decisions, ligne 2, colonne poste : plus d'agents forcés" in faute


def test_valeurs_manquantes_ne_font_qu_une_faute(complete):
    complete.remplacer("postes", "vacants", pa.array([1, None, 2, 1, 1]))
    assert ["vacants" in faute for faute in complete.fautes()] == [True]
    complete.remplacer("carriere", "annee", pa.array([None, 2020]))
    assert ["annee" in faute for faute in complete.fautes()] == [True]
