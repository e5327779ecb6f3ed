"""Classes, points, départage, draw: who comes first, and what the barres then say."""

import pytest
from coutures import affecter, agent, colonne, extension, places, ville, voeu

from mouvement.engine.priorites import tirages
from mouvement.engine.resultat import BARRE_FERMEE

UN = {"A1": 1}
FORT, FAIBLE = sorted("XY", key=lambda nom: -tirages([nom], 1)[0])
"""By their draw, under the seed of these campaigns."""


def deux(premier, second):
    """One support, two candidats: what is said of the vœu of each."""
    dits = {"points": 10, "rang": 1}
    un, autre = dits | premier, dits | second
    return affecter(
        ville(UN, [agent(FORT), agent(FAIBLE)]),
        [
            voeu(nom, dit.pop("rang"), "ETB:A1", dit.pop("points"), **{"place": 1} | dit)
            for nom, dit in ((FORT, un), (FAIBLE, autre))
        ],
    )


def gagnant(resultat):
    return next(nom for nom, poste in places(resultat).items() if poste)


def barre(resultat):
    ligne = resultat.barres.set_index("niveau").loc["ETB"]
    return ligne["etat"], ligne["barre"]


def test_le_tirage_departage_en_dernier():
    assert gagnant(deux({}, {})) == FORT
    assert gagnant(deux({}, {"departage": 1})) == FAIBLE
    assert gagnant(deux({"points": 11}, {"departage": 1})) == FORT


@pytest.mark.parametrize(
    ("forte", "faible"), [(2, 1), (1, 0), (0, -1)], ids=["decision", "specifique", "ordinaire"]
)
def test_la_classe_passe_avant_les_points(forte, faible):
    resultat = deux({"classe": faible, "points": 99}, {"classe": forte, "points": 1})
    assert gagnant(resultat) == FAIBLE


def test_sans_points_on_vient_apres_zero():
    assert gagnant(deux({"points": None}, {"points": 0})) == FAIBLE
    assert gagnant(deux({"points": None}, {"points": None, "departage": 1})) == FAIBLE


def test_le_departage_se_lit():
    criteres = {"departage": 1, "criteres": "deux enfants"}
    resultat = deux({}, criteres)
    assert colonne(resultat.audit, FAIBLE, "criteres") == ["deux enfants"]
    assert colonne(resultat.audit, FORT, "criteres") == [None]
    assert colonne(resultat.audit, FORT, "detail") == [
        "à égalité de points avec la barre, départagé par les critères"
    ]
    assert colonne(deux({}, {}).audit, FAIBLE, "detail") == [
        "à égalité de points avec la barre, départagé par le tirage"
    ]


def test_la_barre_d_un_voeu_sans_points_est_fermee():
    resultat = deux({}, {"classe": 1, "points": None, "origine": "SPECIFIQUE"})
    assert barre(resultat) == ("FERMEE", BARRE_FERMEE)
    assert colonne(resultat.audit, FORT, "barre") == [BARRE_FERMEE]
    assert colonne(resultat.audit, FORT, "detail") == [
        "les supports de la zone reviennent à des candidats classés par une commission"
    ]
    assert colonne(resultat.audit, FAIBLE, "bareme") == [None]
    obtenu = resultat.affectations.set_index("candidat").loc[FAIBLE]
    assert (obtenu["origine"], obtenu["decision"], obtenu["rang"]) == ("SPECIFIQUE", "MUTE", 1)


def test_une_decision_ferme_la_zone():
    resultat = deux({}, {"classe": 2, "points": None})
    assert barre(resultat) == ("FERMEE", BARRE_FERMEE)
    assert colonne(resultat.audit, FORT, "detail") == [
        "les supports de la zone sont attribués par décision de l'administration"
    ]


def test_l_extension_vient_apres_les_voeux():
    resultat = affecter(
        ville(UN, [agent(FORT), agent(FAIBLE)]),
        [extension(FORT, "ETB:A1", 900), voeu(FAIBLE, 1, "ETB:A1", 1)],
    )
    assert gagnant(resultat) == FAIBLE
    assert barre(resultat) == ("BARRE", 1000)
    assert colonne(resultat.audit, FORT, "barre") == [1000]
    assert colonne(resultat.audit, FORT, "detail") == [
        "les supports de la zone reviennent à des vœux ; l'extension vient après eux"
    ]


def test_une_zone_prise_en_extension_reste_ouverte_aux_voeux():
    resultat = affecter(
        ville({"A1": 1, "B1": 1}, [agent("X"), agent("Y"), agent("Z")]),
        [
            extension("X", "ETB:A1", 30),
            extension("Y", "ETB:A1", 20),
            voeu("Z", 1, "ETB:B1", 5),
            voeu("Z", 2, "ETB:A1", 5),
        ],
    )
    assert places(resultat) == {"X": "PA1", "Y": "", "Z": "PB1"}
    etats = resultat.barres[resultat.barres["niveau"] == "ETB"].set_index("code")
    assert etats.loc["A1", "etat"] == "EXTENSION"
    assert colonne(resultat.audit, "Z", "barre") == [5000, None]
    # Among extensions, the barre is in points.
    assert colonne(resultat.audit, "X", "barre") == [30_000]
    assert colonne(resultat.audit, "Y", "barre") == [30_000]
    assert etats.loc["A1"].isna()["barre"]
    assert etats.loc["A1", "rang_barre"] == 2


def test_l_extension_concurrente_fait_une_barre_en_points():
    resultat = affecter(
        ville(UN, [agent(FORT), agent(FAIBLE)]),
        [extension(FORT, "ETB:A1", 30, classe=0), voeu(FAIBLE, 1, "ETB:A1", 20)],
    )
    assert gagnant(resultat) == FORT
    assert barre(resultat) == ("BARRE", 30_000)
    assert colonne(resultat.audit, FAIBLE, "barre") == [30_000]
