"""Instructed campaigns: engine and naive reference agree on what rules may ask for, all at once."""

import pytest
from campagnes_de_couples import campagne_de_couples
from campagnes_mobiles import campagne_mobile
from comparaison import exiger_la_reference_instruite
from petites_campagnes import campagne_aleatoire
from petites_instructions import instruction_aleatoire

from mouvement.engine.verification import verifier

PAQUETS = 8


def bases(graine):
    """The campaigns of that seed that rules are drawn for."""
    yield "quelconque", campagne_aleatoire(graine)
    yield "mobile", campagne_mobile(graine)


def exiger(instruction, quoi):
    """The engine does as the reference does, and the verifier finds nothing to say."""
    resultat = exiger_la_reference_instruite(instruction, quoi)
    campagne = instruction.campagne
    assert verifier(campagne, resultat, instruction) == [], quoi
    return resultat


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_le_moteur_donne_ce_que_donne_la_reference(paquet):
    for graine in range(paquet, 40, PAQUETS):
        for quoi, base in bases(graine):
            exiger(instruction_aleatoire(graine, base), f"{quoi}, graine {graine}")


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_avec_des_couples_aussi(paquet):
    for graine in range(paquet, 32, PAQUETS):
        base = campagne_de_couples(graine, amelioration=graine % 4 == 0)
        instruction = instruction_aleatoire(graine, base)
        exiger(instruction, f"couples, graine {graine}")
