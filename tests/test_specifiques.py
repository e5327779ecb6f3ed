"""Specific postes: commissions rank, the barème does not; served first, in their order."""

import pytest
from comparaison import exiger_les_memes
from coutures import agent, colonne, places
from decisions_villes import bourg, classement, demande, motifs, specifique
from petites_campagnes import campagne_aleatoire, lignes_de, remplacer
from reference_naive import affecter_instruite_naif

from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.verification import verifier


def jouer(petite):
    """Run the engine; the reference and the verifier agree."""
    instruite = instruire(petite)
    resultat = affecter_instruite(instruite)
    exiger_les_memes(resultat, affecter_instruite_naif(instruite), "specifiques")
    assert verifier(petite, resultat, instruite) == []
    return resultat


@pytest.mark.regle("OT22-2D-022", "CF25-2D-035")
def test_le_classement_decide_et_non_le_bareme():
    resultat = jouer(
        bourg(
            {"B1": 0},
            "AB",
            [demande("A", 1, "POSTE:S", 500), demande("B", 1, "POSTE:S", 90)],
            [specifique("S", "SPEA")],
            specifiques=[classement("B", "S", 1), classement("A", "S", 2)],
        )
    )
    assert places(resultat) == {"A": "", "B": "S"}
    assert colonne(resultat.audit, "A", "bareme") == [None]
    assert colonne(resultat.audit, "A", "criteres") == ["classement de la commission : 2"]
    assert resultat.baremes.empty


@pytest.mark.regle("OT22-2D-023")
def test_un_voeu_large_ne_comprend_aucun_poste_specifique():
    natures = ("ASH", "SPEA", "POP")
    for lieu, attendu in (("COM:A", ""), ("ETB:A1", ""), ("POSTE:S1", "S1")):
        resultat = jouer(
            bourg(
                {"A1": 0},
                "A",
                [demande("A", 1, lieu, 500)],
                [specifique(f"S{numero}", nature) for numero, nature in enumerate(natures)],
                specifiques=[classement("A", "S1", 1)],
            )
        )
        assert places(resultat) == {"A": attendu}


@pytest.mark.regle("OT22-2D-028")
def test_tout_participant_peut_etre_classe():
    gens = [
        agent("A", poste_actuel="PB1", carte_scolaire=True),
        agent("B", poste_actuel="PB2", participation="FACULTATIVE"),
    ]
    resultat = jouer(
        bourg(
            {"B1": 0, "B2": 0},
            gens,
            [demande(nom, 1, "POSTE:S") for nom in "AB"],
            [specifique("S", "SPEA", 2)],
            specifiques=[classement("A", "S", 1), classement("B", "S", 2)],
        )
    )
    assert places(resultat) == {"A": "S", "B": "S"}


@pytest.mark.regle("OT22-2D-029", "MQ25-2D-003", "CF25-2D-002")
def test_qui_est_retenu_quitte_le_mouvement_general_et_libere_son_poste():
    gens = [agent("A", poste_actuel="PB2"), agent("B"), agent("C")]
    resultat = jouer(
        bourg(
            {"B1": 1, "B2": 0},
            gens,
            [
                demande("A", 1, "ETB:B1", 400),
                demande("A", 2, "POSTE:S", 400),
                demande("B", 1, "ETB:B1", 100),
                demande("C", 1, "ETB:B2", 10),
            ],
            [specifique("S", "SPEA")],
            specifiques=[classement("A", "S", 1)],
        )
    )
    assert places(resultat) == {"A": "S", "B": "PB1", "C": "PB2"}
    assert motifs(resultat.audit, "A")["ETB:B1"] == "SANS_OBJET"
    assert colonne(resultat.affectations, "A", "origine") == ["SPECIFIQUE"]
    assert colonne(resultat.affectations, "A", "decision") == ["MUTE"]


@pytest.mark.regle("OT22-2D-030")
def test_un_classement_dissout_le_couple():
    gens = [agent("A", simultanee="B"), agent("B", simultanee="A")]
    voeux = [
        demande("A", 1, "POSTE:S", 10),
        *(demande(nom, rang, "ETB:B1", 10) for nom, rang in (("A", 2), ("B", 1))),
    ]
    seul, lie = (
        jouer(
            bourg(
                {"B1": 1},
                gens,
                voeux,
                [specifique("S", "SPEA")],
                options={"simultanees": "liees"},
                specifiques=classements,
            )
        )
        for classements in ([classement("A", "S", 1)], [])
    )
    assert places(lie) == {"A": "", "B": ""}
    assert places(seul) == {"A": "S", "B": "PB1"}
    dits = seul.signalements[["candidat", "signalement"]].to_numpy().tolist()
    assert dits == [["A", "COUPLE_DISSOUS_SPECIFIQUE"], ["B", "COUPLE_DISSOUS_SPECIFIQUE"]]


@pytest.mark.regle("OT22-2D-031")
def test_un_classement_sans_voeu_est_ecarte():
    resultat = jouer(
        bourg(
            {"B1": 1},
            "A",
            [demande("A", 1, "ETB:B1", 10)],
            [specifique("S", "POP")],
            specifiques=[classement("A", "S", 1)],
        )
    )
    assert places(resultat) == {"A": "PB1"}
    (rejet,) = lignes_de(resultat.rejets)
    assert (rejet["table"], rejet["cle"]) == ("specifiques", "A S")


@pytest.mark.regle("OT22-2D-044", "OT22-2D-090")
@pytest.mark.parametrize("natures", [("ASH", "SPEA"), ("SPEA", "POP"), ("ASH", "POP")])
def test_ash_puis_spea_puis_pop(natures):
    """Whatever the order of the vœux and the rang of each ranking."""
    resultat = jouer(
        bourg(
            {"B1": 1},
            "CD",
            [
                demande("C", 1, "POSTE:T"),
                demande("C", 2, "POSTE:S"),
                demande("D", 1, "POSTE:T"),
            ],
            [specifique(*poste) for poste in zip("ST", natures, strict=True)],
            specifiques=[classement("C", "S", 2), classement("C", "T", 1), classement("D", "T", 2)],
        )
    )
    assert places(resultat) == {"C": "S", "D": "T"}


@pytest.mark.regle("MQ25-2D-018")
def test_les_voeux_specifiques_passent_en_tete_dans_leur_ordre():
    voeux = ["ETB:A1", "POSTE:S2", "COM:B", "POSTE:S1"]
    resultat = jouer(
        bourg(
            {"A1": 1, "B1": 1},
            "A",
            [demande("A", rang, lieu, 10) for rang, lieu in enumerate(voeux, 1)],
            [specifique("S1", "SPEA"), specifique("S2", "SPEA")],
            specifiques=[classement("A", "S1", 1), classement("A", "S2", 1)],
        )
    )
    audit = resultat.audit.sort_values("ordre")
    assert audit["zone"].tolist() == ["POSTE:S2", "POSTE:S1", "ETB:A1", "COM:B"]


@pytest.mark.regle("CF25-2D-034")
@pytest.mark.parametrize("rang", [None, "absent"])
def test_une_candidature_non_retenue_est_neutralisee(rang):
    classements = [classement("B", "S1", 1)]
    if rang is None:
        classements.append(classement("A", "S1", None, "profil trop éloigné"))
    resultat = jouer(
        bourg(
            {"A1": 1, "B1": 1},
            "AB",
            [
                demande("A", 1, "POSTE:S1", 10),
                demande("A", 2, "ETB:A1", 10),
                demande("B", 1, "POSTE:S1", 0),
            ],
            [specifique("S1", "SPEA", 2)],
            specifiques=classements,
        )
    )
    assert places(resultat) == {"A": "PA1", "B": "S1"}
    assert motifs(resultat.audit, "A")["POSTE:S1"] == "INELIGIBLE"
    avis = " : profil trop éloigné" if rang is None else ""
    dit = "candidature non retenue par la commission" + avis
    assert colonne(resultat.audit, "A", "detail")[0] == dit
    assert resultat.baremes["rang"].tolist() == [2]


def test_un_poste_sans_classement_va_au_bareme_declare():
    resultat = jouer(
        bourg(
            {"B1": 0},
            "AB",
            [demande("A", 1, "POSTE:S", 500), demande("B", 1, "POSTE:S", 90)],
            [specifique("S", "SPEA")],
        )
    )
    assert places(resultat) == {"A": "S", "B": ""}
    assert colonne(resultat.audit, "A", "origine") == ["VOEU"]


@pytest.mark.parametrize("graine", range(12))
def test_des_classements_quelconques(graine):
    """Whatever commissions say, engine, reference and verifier agree."""
    base = campagne_aleatoire(graine)
    postes = base.postes[base.postes["nature"].isin(["SPEA", "POP", "ETB"])]
    retenus = postes["poste"].tolist()[: 1 + graine % 3]
    specifies = [
        ligne
        | ({"nature": ("ASH", "SPEA", "POP")[graine % 3]} if ligne["poste"] in retenus else {})
        for ligne in lignes_de(base.postes)
    ]
    noms = base.candidats["candidat"].tolist()
    dit = [
        {"candidat": nom, "poste": poste, "rang_commission": None if (i + graine) % 4 == 0 else i}
        for poste in retenus
        for i, nom in enumerate(noms, 1)
    ]
    jouer(remplacer(remplacer(base, "postes", specifies), "specifiques", dit))
