"""What a rule takes out of a zone: restrictions, their labels and their words."""

import pytest
from coutures import affecter, agent, colonne, instruction, ville, voeu

from mouvement.engine.contrats import compiler

TROIS = {"A1": 1, "A2": 1, "B1": 1}


def contenu(restriction, lieu="DPT:41", **tables):
    """Return the postes of the only vœu's zones, in order."""
    tables = ville(TROIS, [agent("X")], **tables)
    contrats = compiler(instruction(tables, [voeu("X", 1, lieu, 10, restriction=restriction)]))
    postes, zones = contrats.carte.postes["poste"], contrats.zones
    return [
        postes.iloc[zones.poste[zones.ptr[zone] : zones.ptr[zone + 1]]].tolist()
        for zone in contrats.table["zone"]
    ]


@pytest.mark.parametrize(
    ("restriction", "postes"),
    [
        (None, ["PA1", "PA2", "PB1"]),
        ("sauf=A2", ["PA1", "PB1"]),
        ("sauf_poste=PA1;sauf_poste=PB1", ["PA2"]),
        ("hors=REP+", ["PA2", "PB1"]),
        ("label=REP+", ["PA1"]),
        ("hors=REP;sauf=B1", ["PA1"]),
        ("label=REP+;sauf=A1", []),
        ("sauf=INCONNU", ["PA1", "PA2", "PB1"]),
    ],
)
def test_ce_que_laisse_une_restriction(restriction, postes):
    assert contenu(restriction) == [postes]


def test_une_restriction_sur_un_voeu_type_ou_de_groupe():
    assert contenu("sauf=A1", "COM:A/CLG") == [["PA2"]]
    groupes = [
        {"groupe": "G", "sous_rang": numero, "poste": f"P{nom}"}
        for numero, nom in enumerate(TROIS, 1)
    ]
    # The second part has nothing left: it makes no contract, and no line.
    assert contenu("sauf=A2", "GROUPE:G", groupes=groupes) == [["PA1"], ["PB1"]]


def test_le_meme_lieu_avec_et_sans_restriction_fait_deux_zones():
    resultat = affecter(
        ville(TROIS, [agent("X"), agent("Y")]),
        [
            voeu("X", 1, "COM:A/CLG", 10, restriction="sauf=A1"),
            voeu("Y", 1, "COM:A/CLG", 20),
        ],
    )
    assert colonne(resultat.audit, "X", "zone") == ["COM:A/CLG;sauf=A1"]
    assert colonne(resultat.audit, "Y", "zone") == ["COM:A/CLG"]
    assert sorted(resultat.priorites["zone"]) == ["COM:A/CLG", "COM:A/CLG;sauf=A1"]
    # Y, the stronger, leaves A2 to X, who can have nothing else.
    assert resultat.affectations["poste"].tolist() == ["PA2", "PA1"]


@pytest.mark.parametrize(
    ("restriction", "suite"),
    [
        ("sauf=A1", "sauf le collège A1 (Ville A)"),
        ("sauf_poste=PA1", "sauf le poste PA1"),
        ("hors=REP+", "hors établissements REP+"),
        ("label=REP+", "établissements REP+ seulement"),
        ("hors=REP;sauf=A1", "hors établissements REP, sauf le collège A1 (Ville A)"),
    ],
)
def test_une_restriction_se_lit(restriction, suite):
    resultat = affecter(
        ville(TROIS, [agent("X")]), [voeu("X", 1, "DPT:41", 10, restriction=restriction)]
    )
    assert colonne(resultat.audit, "X", "libelle") == [f"département 41, {suite}"]


def test_une_zone_vide_par_restriction_n_a_aucun_poste():
    resultat = affecter(
        ville(TROIS, [agent("X")]), [voeu("X", 1, "ETB:A1", 9, restriction="sauf=A1")]
    )
    assert colonne(resultat.audit, "X", "motif") == ["AUCUN_POSTE"]
    assert colonne(resultat.audit, "X", "zone") == ["ETB:A1;sauf=A1"]
