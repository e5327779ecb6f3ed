"""Joint extension on tiny random campaigns: engine, naive reference, verifier; fraud is found."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from campagnes_de_couples import campagne_de_couples
from comparaison import exiger_la_reference_instruite
from couples_naifs import se_qualifie
from extensions_conjointes import (
    accordes,
    avec_paires,
    campagne,
    campagne_d_entrants,
    conjoints,
    entrants,
    jouer,
)
from falsifications import lignes, modifier, nomme, trouver
from petites_instructions import instruction_aleatoire
from reference_naive import affecter_instruite_naif, marches_de, resoudre_instruite

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.verification import Condition, compter_couples, verifier
from mouvement.engine.verification.desistement import verifier_desistements
from mouvement.scenarios.desistement import desister

PAQUETS = 4
REFUSES = (335, 368, 437, 520)
"""Tiny campaigns where a pair of joint extension is a residual refusal."""
ENSEMBLE = (5, 9, 13, 17, 26, 31, 44, 50, 55, 64, 66, 67, 68, 70, 71)
"""Those where a couple is placed by joint extension."""
INDRE = {"CLG_BOURGES": 1, "CLG_CHATEAUROUX": 2}


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_des_entrants_comme_la_reference(paquet):
    vus = Counter()
    for graine in range(19 + paquet, 35, PAQUETS):
        faite = campagne_d_entrants(graine)
        resultat = jouer(faite, f"graine {graine}")
        vus["ensemble"] += len(conjoints(resultat))
        seuls = [
            nom
            for nom, (zone, poste) in accordes(resultat).items()
            if nom[0] in "CD" and poste and "paire" not in zone
        ]
        vus["seuls"] += len(seuls)
    assert min(vus["ensemble"], vus["seuls"]) > 0, vus


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_des_paires_quelconques_comme_la_reference(paquet):
    vus = 0
    for graine in range(paquet, 24, PAQUETS):
        base = campagne_de_couples(graine, amelioration=graine % 3 == 0)
        instruction = avec_paires(graine, instruction_aleatoire(graine, base))
        resultat = exiger_la_reference_instruite(instruction, f"graine {graine}")
        assert verifier(instruction.campagne, resultat, instruction) == [], f"graine {graine}"
        attendu = resoudre_instruite(instruction).compter_couples()
        assert compter_couples(instruction.campagne, resultat, instruction) == attendu
        vus += len(conjoints(resultat))
    assert vus > 0


@pytest.mark.parametrize("graine", REFUSES)
def test_les_refus_residuels_comptent_ces_paires(graine):
    """A couple qualifies for a pair of joint extension, and is refused it."""
    instruction = avec_paires(graine, instruction_aleatoire(graine, campagne_de_couples(graine)))
    issue = resoudre_instruite(instruction)
    marches = marches_de(issue.terrain)
    refusees = [
        paire
        for couple in issue.couples
        for paire in couple.paires[: couple.option(issue.tenus)]
        if "paire=E" in paire[0].zone and se_qualifie(paire, issue.tenus, marches)
    ]
    assert refusees
    resultat = exiger_la_reference_instruite(instruction, f"graine {graine}")
    compte = compter_couples(instruction.campagne, resultat, instruction)
    assert compte["refus_residuels"] > 0
    assert compte == issue.compter_couples()


@cache
def deux_dans_l_indre():
    faite = campagne(INDRE, entrants(), ["DPT* 18"])
    return faite, jouer(faite)


def test_une_moitie_rendue_a_l_extension_d_un_seul_se_voit():
    """A sits where he sat, but by his own extension."""
    faite, juste = deux_dans_l_indre()
    seul = trouver(juste, "audit", candidat="A", zone="DPT:36")
    ligne = lignes(juste, "audit")[seul]
    numero = trouver(juste, "affectations", candidat="A")
    constats = verifier(faite, modifier(juste, "affectations", numero, ordre=ligne["ordre"]))
    assert nomme([c for c in constats if c.condition is Condition.COUPLES], "affectations", "A")


@pytest.mark.parametrize("table", ["audit", "priorites"])
@pytest.mark.parametrize("faux", ["DPT:36", "DPT:36;paire=4", "DPT:36;paire=E5"])
def test_une_autre_paire_se_voit(table, faux):
    faite, juste = deux_dans_l_indre()
    numero = trouver(juste, table, candidat="A", zone="DPT:36;paire=E4")
    constats = verifier(faite, modifier(juste, table, numero, zone=faux))
    assert nomme(constats, table, "A")


def test_qui_n_est_pas_etendu_ensemble_se_voit():
    """A producer who skips the joint extension, all his tables agreeing; or makes it unasked."""
    faite, juste = deux_dans_l_indre()
    autre = replace(faite, parametres={"extension_conjointe": False})
    for campagne_, fraude in ((faite, jouer(autre)), (autre, juste)):
        assert verifier(campagne_, fraude) != []


def test_un_couple_pris_plus_loin_se_voit():
    """Gien for both, when the Indre can take both: the pair is not the first that they may have."""
    libres = INDRE | {"CLG_GIEN": 2}
    instruction = instruire(campagne(libres, entrants(), ["DPT* 18"]))
    voeux = instruction.campagne.voeux
    sans_indre = ~voeux["restriction"].astype("str").isin(["paire=E4", "paire=E5", "paire=E6"])
    restent = voeux[sans_indre].reset_index(drop=True)
    plus_loin = replace(instruction, campagne=replace(instruction.campagne, voeux=restent))
    fraude = affecter_instruite_naif(plus_loin)
    assert {poste for _, poste in accordes(fraude).values()} == {"CLG_GIEN"}
    assert verifier(instruction.campagne, fraude, instruction) != []


def test_desistements_autour_d_un_couple():
    """Who withdraws leaves a support; the couple does not move, unless one of them withdraws."""
    vus = Counter()
    for graine in ENSEMBLE:
        instruction = avec_paires(
            graine, instruction_aleatoire(graine, campagne_de_couples(graine))
        )
        resultat = affecter_instruite(instruction)
        avant, ensemble = resultat.affectations, conjoints(resultat)
        servis = sorted(avant.loc[avant["poste"].notna(), "candidat"])
        retires = random.Random(graine).sample(servis, k=1)
        try:
            tables = desister(instruction, avant, retires)
        except DonneesRefusees:
            continue
        assert verifier_desistements(instruction, retires, avant, *tables.values()) == [], graine
        bouges = set(tables["desistements"]["candidat"]) - set(retires)
        assert not bouges & ensemble
        vus["part" if ensemble & set(retires) else "reste"] += 1
        vus["suites"] += len(bouges)
    assert min(vus["part"], vus["reste"], vus["suites"]) > 0, vus
