"""Clermont-Ferrand 2025, second degré: extension along the campaign's table, départage."""

from decimal import Decimal
from typing import Any

import pytest
from academie_clermont import CLERMONT, EN_POINTS, mouvement, places, signales
from cas_regles import etendus

# The table of the yearly note, illustrative.
EXTENSIONS = [
    {"depart": "03", "ordre": 1, "type": "DPT", "code": "03"},
    {"depart": "03", "ordre": 2, "type": "ZRD", "code": "03"},
    {"depart": "03", "ordre": 3, "type": "DPT", "code": "63"},
    {"depart": "63", "ordre": 1, "type": "DPT", "code": "63"},
    {"depart": "63", "ordre": 2, "type": "ZRD", "code": "63"},
]
TABLE = {"extensions": EXTENSIONS}
ENTRANT = {"academie_obtenue": "CLERMONT-FERRAND"}
REFUSES = ["ETB CLG_VICHY", "COM* CUSSET", "ETB CLG_MOULINS"]
PREFERENTIEL = {"preferentiel_commune": "RIOM", "preferentiel_annees": 1}
RC = {"demande_familiale": "RC", "conjoint_commune": "MAURIAC"}


def decision(faits: dict[str, Any], voeux: list[str], *vacants: str) -> tuple[str, str]:
    """Return what A gets, and where, when these alone are vacant."""
    resultat = mouvement({"A": faits}, {"A": voeux}, dict.fromkeys(vacants, 1), **TABLE)
    return resultat.affectations["decision"].iat[0], places(resultat)["A"]


@pytest.mark.regle("CF25-2D-049")
def test_qui_est_etendu():
    titulaire = {"poste_actuel": "CLG_YDES"}
    assert decision(ENTRANT, REFUSES, "CLG_RIOM") == ("EXTENSION", "CLG_RIOM")
    assert decision(ENTRANT, REFUSES, "CLG_RIOM", "CLG_CUSSET") == ("MUTE", "CLG_CUSSET")
    assert decision(titulaire, REFUSES, "CLG_RIOM") == ("MAINTENU", "CLG_YDES")


@pytest.mark.regle("CF25-2D-011", "CF25-2D-013")
def test_qui_revient_est_etendu_qui_est_hors_academie_ne_l_est_pas():
    revient = {"origine_reintegration": "DISPONIBILITE"}
    detache = {"origine_reintegration": "DETACHEMENT"}
    voeux = ["ETB CLG_VICHY", "COM* CUSSET"]
    assert decision(revient, voeux, "CLG_RIOM") == ("EXTENSION", "CLG_RIOM")
    assert decision(revient, [], "CLG_RIOM", "ZR_43") == ("NON_AFFECTE", "")
    assert decision(detache, voeux, "CLG_RIOM") == ("NON_AFFECTE", "")


@pytest.mark.regle("CF25-2D-050")
def test_la_table_part_du_premier_voeu():
    voeux = ["ETB CLG_VICHY", "ETB CLG_ISSOIRE"]
    assert decision(ENTRANT, voeux, "CLG_RIOM", "ZR_03_SUD") == ("EXTENSION", "ZR_03_SUD")
    assert decision(ENTRANT, voeux, "CLG_RIOM", "CLG_YZEURE") == ("EXTENSION", "CLG_YZEURE")
    faite = CLERMONT.instruire({"A": ENTRANT}, {"A": voeux}, **TABLE)
    assert etendus(faite) == ["DPT 03", "ZRD 03", "DPT 63"]
    # Vœux for the whole académie say no start: somebody must look.
    partout = CLERMONT.instruire({"A": ENTRANT}, {"A": ["ACA*"]}, **TABLE)
    assert etendus(partout) == []
    assert "SANS_DEPART_EXTENSION" in signales(partout.signalements)


@pytest.mark.regle("CF25-2D-050")
def test_sans_ligne_pour_son_premier_voeu_on_ne_part_pas_du_second():
    faite = CLERMONT.instruire({"A": ENTRANT}, {"A": ["COM* YDES", "DPT* 63"]}, **TABLE)
    assert etendus(faite) == []
    dit = signales(faite.signalements)["SANS_DEPART_EXTENSION"]
    assert dit == "la table extensions n'a pas de ligne pour le vœu 1 (département 15)"
    # The académie is no place: the second vœu is the first that has one.
    partout = CLERMONT.instruire({"A": ENTRANT}, {"A": ["ACA*", "DPT* 63"]}, **TABLE)
    assert etendus(partout) == ["DPT 63", "ZRD 63"]
    notes = set(
        partout.campagne.voeux.loc[partout.campagne.voeux["origine"] == "EXTENSION", "note"]
    )
    assert notes == {"extension à partir du premier vœu qui dit d'où partir"}


def bareme_d_extension(
    faits: dict[str, Any], voeux: list[str], **parametres: Any
) -> tuple[Decimal, set[str]]:
    """Return the barème of extension of A, and its elements."""
    faite = CLERMONT.instruire({"A": faits}, {"A": voeux}, parametres=parametres, **TABLE)
    lignes = faite.campagne.voeux
    (points,) = set(lignes.loc[lignes["origine"] == "EXTENSION", "bareme"])
    elements = faite.baremes.loc[faite.baremes["rang"] == 0, "element"]
    return Decimal(int(points)) / 1000, set(elements)


# Vœu 1 bears the 60 points of the vœu préférentiel, vœu 2 those of the rapprochement.
DEUX = ["COM* RIOM", "DPT* 15"]


@pytest.mark.regle("CF25-2D-051", "CF25-2D-052")
def test_bareme_le_moins_eleve_puis_elements_gardes():
    faits = PREFERENTIEL | RC
    faite = CLERMONT.instruire({"A": faits}, {"A": DEUX}, **TABLE)
    assert faite.campagne.voeux["bareme"].tolist()[:2] == [101_000, 131_000]
    partie_commune = {"ANC_SERVICE", "ANC_POSTE"}
    assert bareme_d_extension(faits, DEUX) == (41, partie_commune)
    assert bareme_d_extension(faits | {"boe_titre": "RQTH"}, DEUX) == (
        141,
        partie_commune | {"HANDICAP_100"},
    )


@pytest.mark.parametrize(("lecture", "points"), [("avant_filtrage", 91), ("apres_filtrage", 41)])
@pytest.mark.regle("CF25-2D-051", "CF25-2D-052")
def test_les_deux_lectures_du_bareme_le_moins_eleve(lecture, points):
    # With 50 points of rapprochement vœu 2 is the lower: 91, against 101.
    obtenu, _ = bareme_d_extension(
        *(PREFERENTIEL | RC, DEUX), rapprochement_departement=50, extension_minimum=lecture
    )
    assert obtenu == points


@pytest.mark.parametrize(
    ("faits", "voeu", "points"),
    [
        ({"boe_titre": "RQTH", "decision_handicap": True}, "DPT* 63", 141),
        ({"demande_familiale": "APC", "conjoint_commune": "RIOM"}, "DPT* 63", 121),
        ({"annees_ep": 5, "classement_ep": "REP"}, "DPT* 63", 241),
        ({"annees_pop": 3}, "DPT* 63", 41),
        ({"greta_supprime": True, "etablissement_anterieur": "CLG_RIOM"}, "DPT* 63", 41),
        # A poste suppressed is a priority of L512-19.
        ({"carte_scolaire": True, "poste_actuel": "CLG_RIOM"}, "DPT* 63", 1541),
    ],
)
@pytest.mark.regle("CF25-2D-052", "CF25-2D-056")
def test_elements_que_l_extension_garde(faits, voeu, points):
    assert bareme_d_extension(faits, [voeu])[0] == points


@pytest.mark.regle("CF25-2D-053")
def test_l_extension_ne_donne_pas_de_specifique():
    # An établissement of éducation prioritaire is as any other; a specific poste is never given.
    assert decision(ENTRANT, ["ETB CLG_MOULINS"], "S1", "CLG_ISSOIRE") == (
        "EXTENSION",
        "CLG_ISSOIRE",
    )
    assert decision(ENTRANT, ["ETB CLG_MOULINS"], "S1") == ("NON_AFFECTE", "")


FAMILLE = {"demande_familiale": "RC", "conjoint_commune": "LE_PUY"}
HANDICAP = {"boe_titre": "RQTH"}
MESURE = {"carte_scolaire": True, "poste_actuel": "CLG_RIOM"}
NULS = {"rapprochement_departement": 0}
"""The points that come with the criteria are made equal by annees_poste."""


def ordre(**gens: dict[str, Any]) -> list[str]:
    """Return who is the first for DPT* 43, and so on, all at 150 points."""
    faite = CLERMONT.instruire(
        gens, {nom: ["DPT* 43"] for nom in gens}, parametres=EN_POINTS | NULS
    )
    voeux = faite.campagne.voeux
    siens = voeux[voeux["origine"] == "VOEU"]
    assert set(siens["bareme"]) == {150_000}
    return siens.sort_values("departage", ascending=False)["candidat"].tolist()


@pytest.mark.regle("CF25-2D-071")
def test_departage():
    cent_cinquante, cinquante = {"annees_poste": 150}, {"annees_poste": 50}
    famille, handicap = cent_cinquante | FAMILLE, cinquante | HANDICAP
    mesure, aucun = cent_cinquante | MESURE, cent_cinquante
    assert ordre(F=famille, H=handicap, M=mesure, N=aucun) == ["M", "F", "H", "N"]
    assert ordre(F=famille, G=cinquante | HANDICAP | FAMILLE) == ["G", "F"]
