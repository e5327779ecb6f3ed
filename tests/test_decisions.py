"""Decisions of the administration: carried out, and told to whoever they deprive."""

import pytest
from coutures import agent, colonne, instruction, places, ville, voeu
from decisions_villes import bourg, classement, decision, demande, motifs, specifique
from petites_campagnes import lignes_de
from petites_instructions import cadre_instruit

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction import instruire
from mouvement.engine.instruction.decisions import decider
from mouvement.engine.instruction.instruction import COLONNES_VOLONTAIRES
from mouvement.engine.mouvement import affecter, affecter_instruite
from mouvement.engine.verification import verifier
from mouvement.io.bilan import bilan, decisions, effectifs
from mouvement.io.explication import lignes, raconter
from mouvement.io.resultats import HISTOIRE

SEUL = "aurait été obtenu sans la décision « raison de santé » (poste PB1 donné à F)"


def jouer(petite):
    """Run the engine; the verifier has nothing to say."""
    resultat = affecter(petite)
    assert [str(constat) for constat in verifier(petite, resultat)] == []
    return resultat


def signalements(resultat):
    """Return (candidat, signalement) of each."""
    return resultat.signalements[["candidat", "signalement"]].to_numpy().tolist()


def histoire(resultat, candidat):
    tables = {}
    for specification in HISTOIRE:
        table = getattr(resultat, specification.nom)
        tables[specification.nom] = lignes(table[table["candidat"] == candidat])
    return raconter(tables, lies=False, ameliore=False)


def force_devant_x(**options):
    """F is forced where X would have got his first vœu; X gets the second, Y loses it."""
    return bourg(
        {"B1": 1, "B2": 1},
        "FXY",
        [
            demande("F", 1, "ETB:B2", 5),
            demande("X", 1, "ETB:B1", 100),
            demande("X", 2, "ETB:B2", 100),
            demande("Y", 1, "COM:C", 50),
            demande("Y", 2, "ETB:B2", 50),
        ],
        options=options,
        decisions=[decision("FORCE", "F", "PB1")],
    )


def test_qui_est_force_passe_devant_tous_sans_points():
    resultat = jouer(force_devant_x())
    assert places(resultat) == {"F": "PB1", "X": "PB2", "Y": ""}
    (lui,) = lignes_de(resultat.affectations[resultat.affectations["candidat"] == "F"])
    voulu = {"decision": "MUTE", "origine": "DECISION", "rang": None, "bareme": None, "ordre": 1}
    assert {nom: lui[nom] for nom in voulu} == voulu
    assert motifs(resultat.audit, "F") == {"POSTE:PB1": "DEROGATION", "ETB:B2": "SANS_OBJET"}
    assert colonne(resultat.audit, "F", "detail")[1] == "raison de santé"


def test_qui_y_perd_le_sait_et_lui_seul():
    """X falls to his second vœu, and Y, who had it, to nothing: both because of F."""
    resultat = jouer(force_devant_x())
    assert motifs(resultat.audit, "X") == {"ETB:B1": "DEROGATION", "ETB:B2": "SATISFAIT"}
    assert colonne(resultat.audit, "X", "detail")[0] == SEUL
    assert motifs(resultat.audit, "Y") == {"COM:C": "AUCUN_POSTE", "ETB:B2": "DEROGATION"}
    assert signalements(resultat) == [
        ["F", "DECISION_FORCE"],
        ["X", "PRIVE_PAR_DECISION"],
        ["Y", "PRIVE_PAR_DECISION"],
    ]
    assert colonne(resultat.signalements, "X", "detail") == [f"vœu 1 (ETB:B1) : {SEUL}"]


def test_qui_y_gagne_n_en_est_pas_averti():
    """G takes what F would have had."""
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 1},
            "FG",
            [demande("F", 1, "ETB:B2", 50), demande("G", 1, "ETB:B2", 5)],
            decisions=[decision("FORCE", "F", "PB1")],
        )
    )
    assert places(resultat) == {"F": "PB1", "G": "PB2"}
    assert signalements(resultat) == [["F", "DECISION_FORCE"]]


def test_plusieurs_decisions_sont_toutes_citees():
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 1},
            "FGX",
            [demande("X", 1, "COM:B", 50)],
            decisions=[
                decision("FORCE", "F", "PB1"),
                decision("FORCE", "G", "PB2", "intérêt du service"),
            ],
        )
    )
    assert places(resultat) == {"F": "PB1", "G": "PB2", "X": ""}
    assert colonne(resultat.audit, "X", "detail") == [
        "aurait été obtenu sans les décisions « raison de santé » (poste PB1 donné à F), "
        "« intérêt du service » (poste PB2 donné à G)"
    ]


def test_une_autre_discipline_n_y_est_pour_rien():
    autres = [agent(nom, discipline="N") for nom in "VW"]
    ailleurs = {"poste": "N1", "etablissement": "B1", "discipline": "N", "nature": "ETB"}
    resultat = jouer(
        bourg(
            {"B1": 1},
            [agent("F"), agent("X"), *autres],
            [demande(nom, 1, "ETB:B1", 50) for nom in "XVW"],
            [ailleurs | {"vacants": 1}],
            decisions=[decision("FORCE", "F", "PB1"), decision("INTERDIT", "V", "N1", "conflit")],
        )
    )
    assert places(resultat) == {"F": "PB1", "V": "", "W": "N1", "X": ""}
    assert colonne(resultat.audit, "X", "detail") == [SEUL]


def test_un_titulaire_garde_son_poste_et_le_force_est_refuse():
    petite = bourg(
        {"B1": 0},
        [agent("F"), agent("T", poste_actuel="PB1")],
        [demande("T", 1, "ETB:A1", 50)],
        decisions=[decision("FORCE", "F", "PB1")],
    )
    with pytest.raises(DonneesRefusees) as refus:
        affecter(petite)
    (faute,) = refus.value.fautes
    assert (faute.table, faute.ligne, faute.valeur) == ("decisions", 1, "PB1")
    assert faute.motif == "F ne peut pas être placé sur ce poste : il est tenu par T"


def test_un_poste_sans_support_ne_peut_pas_etre_donne():
    petite = bourg({"B1": 0}, "F", [], decisions=[decision("FORCE", "F", "PB1")])
    with pytest.raises(DonneesRefusees, match="1 faute") as refus:
        affecter(petite)
    assert "il est sans support" in str(refus.value.fautes[0])


def test_le_titulaire_qui_part_laisse_sa_place_au_force():
    resultat = jouer(
        bourg(
            {"B1": 0, "B2": 1},
            [agent("F"), agent("T", poste_actuel="PB1")],
            [demande("T", 1, "ETB:B2", 50)],
            decisions=[decision("FORCE", "F", "PB1")],
        )
    )
    assert places(resultat) == {"F": "PB1", "T": "PB2"}


def test_force_sur_son_propre_poste():
    resultat = jouer(
        bourg(
            {"B1": 0, "B2": 1},
            [agent("T", poste_actuel="PB1")],
            [demande("T", 1, "ETB:B2", 50)],
            decisions=[decision("FORCE", "T", "PB1")],
        )
    )
    assert colonne(resultat.affectations, "T", "decision") == ["MAINTENU"]
    assert colonne(resultat.affectations, "T", "origine") == ["DECISION"]


def test_le_force_passe_aussi_devant_un_classement():
    resultat = jouer(
        bourg(
            {"B1": 1},
            "FX",
            [demande("X", 1, "POSTE:S")],
            [specifique("S", "SPEA")],
            specifiques=[classement("X", "S", 1)],
            decisions=[decision("FORCE", "F", "S")],
        )
    )
    assert places(resultat) == {"F": "S", "X": ""}
    assert motifs(resultat.audit, "X") == {"POSTE:S": "DEROGATION"}


@pytest.mark.parametrize(
    ("lieu", "zone"),
    [
        ("COM:B", "COM:B;sauf_poste=PB1"),
        ("DPT:41", "DPT:41;sauf_poste=PB1"),
        ("ACA", "ACA;sauf_poste=PB1"),
        ("ETB:B1", "ETB:B1;sauf_poste=PB1"),
        ("GROUPE:G", "GROUPE:G/2;sauf_poste=PB1"),
        ("ETB:B2", "ETB:B2"),
    ],
)
def test_un_poste_interdit_sort_des_zones(lieu, zone):
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 1},
            "X",
            [demande("X", 1, lieu, 10)],
            groupes=[
                {"groupe": "G", "sous_rang": 1, "poste": "PB1"},
                {"groupe": "G", "sous_rang": 2, "poste": "PB2"},
            ],
            decisions=[decision("INTERDIT", "X", "PB1", "conflit")],
        )
    )
    seul = lieu == "ETB:B1"
    assert places(resultat) == {"X": "" if seul else "PB2"}
    assert colonne(resultat.audit, "X", "zone") == [zone]
    if lieu != "ETB:B2":
        assert colonne(resultat.audit, "X", "detail")[0].startswith(
            "poste PB1 écarté par décision : conflit"
        )


def test_un_voeu_type_qui_ne_comprend_pas_le_poste_reste_entier():
    petite = bourg(
        {"B1": 1},
        "X",
        [demande("X", 1, "COM:B", 10) | {"types_etablissement": "LYC"}],
        decisions=[decision("INTERDIT", "X", "PB1")],
    )
    assert colonne(jouer(petite).audit, "X", "zone") == ["COM:B/LYC"]


def test_deux_postes_interdits_sortent_de_la_meme_zone():
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 1},
            "X",
            [demande("X", 1, "COM:B", 10)],
            decisions=[decision("INTERDIT", "X", nom) for nom in ("PB2", "PB1")],
        )
    )
    assert colonne(resultat.audit, "X", "zone") == ["COM:B;sauf_poste=PB1;sauf_poste=PB2"]
    assert places(resultat) == {"X": ""}


def test_le_voeu_sur_le_seul_poste_interdit_ne_tient_pas():
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 1},
            "X",
            [demande("X", 1, "POSTE:PB1", 10), demande("X", 2, "POSTE:PB2", 10)],
            decisions=[decision("INTERDIT", "X", "PB1", "conflit")],
        )
    )
    assert places(resultat) == {"X": "PB2"}
    assert motifs(resultat.audit, "X") == {"POSTE:PB1": "DEROGATION", "POSTE:PB2": "SATISFAIT"}
    assert colonne(resultat.audit, "X", "detail")[0] == "poste PB1 écarté par décision : conflit"
    assert signalements(resultat) == [["X", "DECISION_INTERDIT"], ["X", "PRIVE_PAR_DECISION"]]
    assert resultat.baremes["rang"].tolist() == [2]


def couple(decisions, options="liees"):
    """X and Y ask for the same commune, together."""
    return bourg(
        {"B1": 1, "B2": 1},
        [agent("X", simultanee="Y"), agent("Y", simultanee="X"), agent("Z")],
        [
            *(demande(nom, 1, "COM:B", 50) for nom in "XY"),
            *(demande(nom, 2, "ACA", 50) for nom in "XY"),
            demande("Z", 1, "COM:B", 10),
        ],
        options={"simultanees": options},
        decisions=decisions,
    )


def test_un_poste_interdit_a_l_un_ne_separe_pas_le_couple():
    resultat = jouer(couple([decision("INTERDIT", "X", "PB1")]))
    assert places(resultat) == {"X": "PB2", "Y": "PB1", "Z": ""}


def test_le_force_quitte_son_couple():
    """Y goes alone: he keeps his commune, and nothing tells him that he lost anything."""
    resultat = jouer(couple([decision("FORCE", "X", "PB2")]))
    assert places(resultat) == {"X": "PB2", "Y": "PB1", "Z": ""}
    assert signalements(resultat) == [
        ["X", "COUPLE_DISSOUS_DECISION"],
        ["X", "DECISION_FORCE"],
        ["Y", "COUPLE_DISSOUS_DECISION"],
    ]


def test_le_partenaire_prive_par_la_discipline_de_l_autre():
    """F takes what the couple would have had: both lose, the whole couple's decisions are told."""
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 1},
            [agent("F"), agent("X", simultanee="Y"), agent("Y", simultanee="X")],
            [demande(nom, 1, "COM:B", 50) for nom in "XY"],
            options={"simultanees": "liees"},
            decisions=[decision("FORCE", "F", "PB1")],
        )
    )
    assert places(resultat) == {"F": "PB1", "X": "", "Y": ""}
    for nom in "XY":
        assert motifs(resultat.audit, nom) == {"COM:B": "DEROGATION"}
        assert colonne(resultat.audit, nom, "detail") == [SEUL]


def test_une_decision_sur_un_absent():
    """Who does not take part cannot be forced; what he is forbidden is set aside."""
    petite = bourg({"B1": 1}, "X", [], decisions=[decision("INTERDIT", "Z", "PB1")])
    (rejet,) = lignes_de(jouer(petite).rejets)
    assert (rejet["table"], rejet["cle"]) == ("decisions", "Z PB1")
    petite = bourg({"B1": 1}, "X", [], decisions=[decision("FORCE", "Z", "PB1")])
    with pytest.raises(DonneesRefusees) as refus:
        instruire(petite)
    assert "il ne participe pas au mouvement" in str(refus.value.fautes[0])


def test_apres_l_etape_d_amelioration_aussi():
    """T moves to B1 by the improvement stage, unless F is placed there."""
    gens = [agent("F"), agent("T", poste_actuel="PB2"), agent("E"), agent("G")]
    voeux = [
        demande("T", 1, "ETB:B1", 10),
        demande("E", 1, "COM:B", 300),
        demande("G", 1, "ETB:B1", 200),
    ]
    options = {"amelioration": True}
    sans = jouer(bourg({"B1": 1, "B2": 0}, gens, voeux, options=options))
    avec = jouer(
        bourg(
            {"B1": 1, "B2": 0},
            gens,
            voeux,
            options=options,
            decisions=[decision("FORCE", "F", "PB1")],
        )
    )
    assert places(sans) == {"E": "PB2", "F": "", "G": "", "T": "PB1"}
    assert places(avec) == {"E": "", "F": "PB1", "G": "", "T": "PB2"}
    assert signalements(avec) == [
        ["E", "PRIVE_PAR_DECISION"],
        ["F", "DECISION_FORCE"],
        ["T", "PRIVE_PAR_DECISION"],
    ]
    assert motifs(avec.audit, "T") == {"ETB:B1": "DEROGATION", "POSTE:PB2": "SATISFAIT"}


def test_le_volontaire_prive_d_un_poste_d_une_autre_discipline():
    """V would have had, in the complementary stage, the poste of N that F is placed on."""
    tables = ville(
        {"A1": 1},
        [agent("V"), agent("X"), agent("F", discipline="N")],
        decisions=[decision("FORCE", "F", "N1")],
    )
    ailleurs = {"poste": "N1", "etablissement": "A1", "discipline": "N", "nature": "ETB"}
    tables["postes"] = [*tables["postes"], ailleurs | {"vacants": 1}]
    points = {"V": 10, "X": 100}
    instruite = instruction(
        tables,
        [voeu(nom, 1, "ETB:A1", bareme) for nom, bareme in points.items()],
        baremes=[
            {"candidat": nom, "rang": 1, "element": "E", "points": 1000 * bareme}
            for nom, bareme in points.items()
        ],
        volontaires=cadre_instruit(COLONNES_VOLONTAIRES, [{"candidat": "V", "discipline": "N"}]),
    )
    decidee = decider(instruite)
    assert places(affecter_instruite(decidee.sans_decisions))["V"] == "N1"
    resultat = affecter_instruite(decidee)
    assert verifier(instruite.campagne, resultat, decidee) == []
    assert places(resultat) == {"F": "N1", "V": "", "X": "PA1"}
    assert motifs(resultat.audit, "V") == {"ETB:A1": "DEROGATION"}
    assert colonne(resultat.audit, "V", "detail") == [SEUL.replace("PB1", "N1")]


def test_le_bilan_liste_les_decisions_et_compte_les_prives():
    resultat = jouer(force_devant_x())
    compte = effectifs(resultat)
    assert (compte["decisions"], compte["prives_par_decision"]) == (1, 2)
    texte = bilan(compte, {}, "tenu", {}, decisions(resultat))
    assert "Décisions             1   hors barème ; 2 agents privés d'un meilleur vœu\n" in texte
    assert "F placé par décision de l'administration sur le poste PB1 : raison de santé" in texte


@pytest.mark.parametrize(
    ("candidat", "phrases"),
    [
        (
            "F",
            (
                "Décision : MUTÉ, Collège B1 (Ville B), poste PB1, par décision de "
                "l'administration.",
                "poste PB1 : Collège B1 (Ville B) [POSTE:PB1] → appliquée (raison de santé)",
            ),
        ),
        (
            "X",
            (
                "→ refusé par l'effet d'une décision de l'administration (aurait été obtenu",
                f"À regarder :\n  vœu 1 (ETB:B1) : {SEUL}",
            ),
        ),
    ],
)
def test_l_histoire_le_raconte(candidat, phrases):
    texte = histoire(jouer(force_devant_x()), candidat)
    for phrase in phrases:
        assert phrase in texte
