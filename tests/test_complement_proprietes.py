"""The complementary stage on tiny campaigns: as brute force has it; the verifier agrees."""

from collections import Counter
from dataclasses import replace

import pytest
from complements_naifs import completer_naif, instruction_a_volontaires, sans_volontaires

from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.verification import verifier, verifier_dossier

PAQUETS = 4


def places(resultat):
    """Return candidat → (étape, ordre, poste)."""
    colonnes = ("candidat", "etape", "ordre", "poste")
    frame = resultat.affectations[list(colonnes)].astype(object)
    return {ligne[0]: tuple(ligne[1:]) for ligne in frame.where(frame.notna(), None).to_numpy()}


def exiger(instruction, quoi):
    """Compare with the stage made by hand; return how many it moved, by what they had."""
    avant = affecter_instruite(sans_volontaires(instruction))
    apres = affecter_instruite(instruction)
    attendus, ici, vus = completer_naif(instruction, avant), places(apres), Counter()
    for nom, ancienne in places(avant).items():
        if nom not in attendus:
            assert ici[nom] == ancienne, (quoi, nom)
            continue
        zone, poste = attendus[nom]
        etape, ordre, siege = ici[nom]
        siennes = apres.audit[(apres.audit["candidat"] == nom) & (apres.audit["ordre"] == ordre)]
        assert (etape, siege) == ("COMPLEMENT", poste), (quoi, nom)
        assert siennes["zone"].astype("str").tolist() == [zone], (quoi, nom)
        assert siennes["motif"].astype("str").tolist() == ["SATISFAIT"], (quoi, nom)
        vus["quitte un poste" if ancienne[2] else "sans poste"] += 1
    assert verifier(instruction.campagne, apres, instruction) == [], quoi
    assert verifier_dossier(apres) == [], quoi
    vus["refuses"] += int(
        (
            (apres.audit["etape"] == "COMPLEMENT") & (apres.audit["motif"] == "BAREME_INSUFFISANT")
        ).sum()
    )
    return vus


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_le_moteur_donne_ce_que_donne_la_force_brute(paquet):
    vus = Counter()
    for graine in range(paquet, 20, PAQUETS):
        instruction = instruction_a_volontaires(graine)
        options = replace(instruction.campagne.options, amelioration=graine % 3 == 0)
        campagne = replace(instruction.campagne, options=options)
        vus += exiger(replace(instruction, campagne=campagne), f"graine {graine}")
    assert vus["quitte un poste"] + vus["sans poste"] > 2, vus


def test_un_couple_lie_ne_prend_pas_part():
    vus = Counter()
    for graine in range(100, 106):
        instruction = instruction_a_volontaires(graine, couples=True)
        vus += exiger(instruction, f"couples, graine {graine}")
        candidats = instruction.campagne.candidats
        lies = set(candidats.loc[candidats["simultanee"].notna(), "candidat"])
        resultat = affecter_instruite(instruction)
        assert not lies & set(resultat.complements["candidat"])
    assert vus["quitte un poste"] + vus["sans poste"] > 0
