"""What ``expliquer`` and the summary tell of rules: read as an agent would read them."""

import pytest
from coutures import affecter, agent, extension, ville, voeu

from mouvement.io.bilan import bilan, effectifs
from mouvement.io.explication import dans_l_ordre, lignes, raconter
from mouvement.io.resultats import HISTOIRE


def histoire(resultat, candidat):
    tables = {}
    for specification in HISTOIRE:
        table = getattr(resultat, specification.nom)
        tables[specification.nom] = lignes(table[table["candidat"] == candidat])
    return raconter(tables, lies=False, ameliore=False)


def campagne_racontee():
    supprime = {"candidat": "X", "rang": 2, "type": "COM", "code": "A", "motif": "SUPPRIME"}
    elements = [(1, "ECHELON", "R1", 7000), (1, "POSTE", "R2", 3000), (0, "ECHELON", "R1", 3000)]
    return affecter(
        ville({"A1": 1, "B1": 1}, [agent("X"), agent("Y")]),
        [
            voeu("X", 1, "ETB:A1", 10, criteres="deux enfants", regles="R4"),
            voeu("X", 3, "COM:C", 10, place=2, origine="CARTE_SCOLAIRE"),
            extension("X", "COM:A", 3, regles="R5|R6"),
            extension("X", "COM:B", 3, place=101),
            voeu("Y", 1, "ETB:A1", 50),
        ],
        supprimes=[supprime | {"regles": "R9", "note": "comprend son propre établissement"}],
        baremes=[
            {"candidat": "X", "rang": rang, "element": element, "regle": regle, "points": points}
            for rang, element, regle, points in elements
        ],
        signalements=[
            {"candidat": "X", "signalement": "PIECE", "regle": "R7", "detail": "date à vérifier"}
        ],
    )


@pytest.mark.parametrize(
    "phrase",
    [
        "Décision : AFFECTÉ EN EXTENSION, Collège B1 (Ville B), poste PB1, par l'extension de ses "
        "vœux avec 3 points. Aucun de ses vœux n'a pu être satisfait ; zone d'extension : commune "
        "Ville B.",
        "vœu 1, Collège A1 (Ville A) [ETB:A1] : 10 points, barre 50 → refusé : il manque 40 "
        "points\n"
        "      ECHELON (R1) : 7\n      POSTE (R2) : 3\n"
        "      règle : R4\n",
        "  vœu 2, commune Ville A [COM:A] → vœu supprimé (comprend son propre établissement)\n"
        "      règle : R9\n",
        "  vœu 3 de carte scolaire, commune Ville C [COM:C] : 10 points → aucun poste",
        "  extension, commune Ville A [COM:A] : 3 points, barre 50 → refusé (les supports de la "
        "zone reviennent à des vœux ; l'extension vient après eux)\n"
        "      ECHELON (R1) : 3\n      règles : R5, R6\n"
        "  extension, commune Ville B [COM:B] : 3 points, barre 3 → obtenu\n",
        "À regarder :\n  date à vérifier (règle R7)\n",
        "À égalité de points, les critères de départage décident, puis le tirage",
    ],
)
def test_ce_que_lit_un_agent(phrase):
    assert phrase in histoire(campagne_racontee(), "X")


def test_un_agent_que_l_extension_n_a_pas_place():
    resultat = affecter(
        ville({"A1": 1}, [agent("X"), agent("Y")]),
        [extension("X", "DPT:41", 3), voeu("Y", 1, "ETB:A1", 5)],
    )
    assert (
        "Décision : NON AFFECTÉ. Aucun de ses vœux n'a pu être satisfait, ni l'extension lui "
        "trouver un poste. Sa participation étant obligatoire, il reste à affecter."
    ) in histoire(resultat, "X")


@pytest.mark.parametrize(
    ("dit", "phrase"),
    [
        ({"origine": "SPECIFIQUE", "points": None}, "par son vœu 1 au mouvement spécifique."),
        ({"origine": "CARTE_SCOLAIRE"}, "par son vœu 1 de mesure de carte scolaire avec 9 points."),
        (
            {"origine": "DECISION", "classe": 2, "points": None},
            "poste PA1, par décision de l'administration.",
        ),
        ({"annuel": True}, "Décision : AFFECTÉ POUR UN AN, Collège A1 (Ville A)"),
        (
            {"lieu": "DPT:41", "restriction": "sauf=B1"},
            "C'est un vœu large (département 41, sauf le collège B1 (Ville B))",
        ),
    ],
)
def test_la_decision_dit_d_ou_elle_vient(dit, phrase):
    demande = {"lieu": "ETB:A1", "points": 9} | dit
    ligne = voeu("X", 1, demande.pop("lieu"), demande.pop("points"), **demande)
    resultat = affecter(ville({"A1": 1, "B1": 1}, [agent("X")]), [ligne])
    assert phrase in histoire(resultat, "X")


def test_un_voeu_obtenu_hors_bareme_ne_dit_pas_sa_zone_fermee():
    prioritaire = voeu("X", 1, "ETB:A1", 9, origine="CARTE_SCOLAIRE", classe=1)
    refuse = voeu("Y", 1, "ETB:A1", 50)
    resultat = affecter(ville({"A1": 1}, [agent("X"), agent("Y")]), [prioritaire, refuse])
    dit = "vœu 1 de carte scolaire, Collège A1 (Ville A) [ETB:A1] : 9 points → obtenu"
    assert dit in histoire(resultat, "X")
    assert "50 points, zone fermée → refusé" in histoire(resultat, "Y")


def test_les_voeux_se_lisent_dans_l_ordre_ou_ils_ont_ete_examines():
    audit = [
        {"rang": rang, "ordre": ordre, "etape": "GENERAL"}
        for rang, ordre in ((1, 2), (2, None), (3, 1), (4, None))
    ]
    assert [ligne["rang"] for ligne in dans_l_ordre(audit)] == [3, 4, 1, 2]


def test_le_bilan_compte_extension_voeux_ecartes_et_signalements():
    compte = effectifs(campagne_racontee())
    assert (compte["extensions"], compte["annuels"], compte["mutes"]) == (1, 0, 1)
    assert (compte["voeux"], compte["voeux_ecartes"], compte["signalements"]) == (4, 1, 1)
    texte = bilan(compte, {}, "tenu", {})
    assert "En extension          1   50,0 %" in texte
    assert "4 contrats ; 1 vœu écarté, l'audit dit pourquoi" in texte
    assert "Pour un an" not in texte
