"""Guards of the improvement stage: nobody is sent from a type of établissement he is kept in."""

import random
from dataclasses import replace

import pytest
from campagnes_mobiles import campagne_mobile
from comparaison import exiger_la_reference_instruite
from coutures import agent, instruction, places, ville, voeu
from petites_instructions import instruction_aleatoire

from mouvement.engine.instruction import instruire
from mouvement.engine.instruction.instruction import COLONNES_GARDES, cadre
from mouvement.engine.instruction.validation import valider
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.reglements import ReglementInvalide, charger
from mouvement.engine.verification import verifier

NIVEAUX = ("COM", "GEO", "DPT", "ACA")
SENSIBLES = (44, 70, 92, 107, 145, 159, 160, 167, 181, 188, 241, 248, 296)
"""Campaigns where guards change who sits where."""


def garder(instruite, *gardes):
    """Return the instruction with guards (candidat, niveau, types)."""
    lignes = [dict(zip(COLONNES_GARDES, garde, strict=True)) for garde in gardes]
    return replace(instruite, gardes=cadre(COLONNES_GARDES, lignes))


def gardes_tirees(campagne, graine):
    """Draw, for everybody, the level at which each type is guarded."""
    alea = random.Random(5_000_000 + graine)
    noms = sorted(campagne.candidats["candidat"])
    return [(nom, alea.choice(NIVEAUX), nature) for nom in noms for nature in ("CLG", "LYC")]


def campagne_de_deux_types(graine):
    """Return a campaign where every second établissement is a lycée."""
    base = campagne_mobile(graine)
    types = [("LYC", "CLG")[numero % 2] for numero in range(len(base.etablissements))]
    return replace(base, etablissements=base.etablissements.assign(type=types))


def exiger(libre, graine):
    """Engine, naive reference and verifier agree; tell whether the guards change the seats."""
    gardee = garder(libre, *gardes_tirees(libre.campagne, graine))
    resultat = exiger_la_reference_instruite(gardee, f"graine {graine}")
    assert verifier(gardee.campagne, resultat, gardee) == [], f"graine {graine}"
    return places(affecter_instruite(libre)) != places(resultat)


@pytest.mark.parametrize("graine", SENSIBLES)
def test_le_moteur_garde_comme_la_reference(graine):
    assert exiger(instruire(campagne_de_deux_types(graine)), graine)


def test_des_campagnes_instruites_aussi():
    for graine in range(8):
        exiger(instruction_aleatoire(graine, campagne_de_deux_types(graine)), graine)


def ceder(*gardes, du_nouveau=("COM:A",)):
    """T, in a collège of A, asks for the lycée, where N, who enters by a wide vœu, sits.

    Y, refused, has more points than T: in the general stage, T stays.
    """
    gens = [agent("N"), agent("T", poste_actuel="PA2", participation="FACULTATIVE"), agent("Y")]
    tables = ville({"A1": 1, "A2": 0}, gens)
    for etablissement, nature in zip(tables["etablissements"], ("LYC", "CLG"), strict=True):
        etablissement["type"] = nature
    voeux = [voeu("N", rang, lieu, 300) for rang, lieu in enumerate(du_nouveau, start=1)]
    voeux += [voeu("T", 1, "ETB:A1", 90), voeu("Y", 1, "COM:A", 250)]
    baremes = [
        {"candidat": v["candidat"], "rang": v["rang"], "element": "E", "points": v["bareme"]}
        for v in voeux
    ]
    instruite = instruction(tables, voeux, baremes=baremes, options={"amelioration": True})
    return garder(instruite, *gardes)


@pytest.mark.parametrize(
    ("garde", "cede"),
    [
        (None, True),
        (("N", "COM", "LYC"), False),
        (("N", "ACA", "LYC|LP"), False),
        (("N", "COM", "CLG"), True),  # N is not in a collège.
        (("N", "COM", "CLG|LYC"), True),  # From one to the other, he stays in the types guarded.
        (("N", "GEO", "LYC"), True),  # The commune is in no groupement.
        (("T", "COM", "LYC"), True),
        (("X", "COM", "LYC"), True),  # Nobody of that name takes part.
    ],
)
def test_une_garde_retient_qui_est_dans_le_type(garde, cede):
    instruite = ceder(*([garde] if garde else []))
    resultat = affecter_instruite(instruite)
    assert places(resultat)["T"] == ("PA1" if cede else "PA2")
    assert verifier(instruite.campagne, resultat, instruite) == []


def test_un_meilleur_voeu_large_ne_fait_pas_sortir_du_type():
    """N holds the département's grant; the commune, which he asked for before, is guarded too."""
    gardee = ceder(("N", "COM", "LYC"), du_nouveau=("COM:A", "DPT:41"))
    assert places(affecter_instruite(gardee)) == {"N": "PA1", "T": "PA2", "Y": ""}


def test_le_verificateur_voit_une_garde_oubliee():
    libre = ceder()
    gardee = garder(libre, ("N", "COM", "LYC"))
    constats = verifier(gardee.campagne, affecter_instruite(libre), gardee)
    assert any("N" in str(constat) for constat in constats)
    constats = verifier(libre.campagne, affecter_instruite(gardee), libre)
    assert any("T" in str(constat) for constat in constats)


def test_le_niveau_d_une_garde_est_connu():
    reglement = charger("orleans-tours-2022-second-degre")
    fautive = replace(reglement.gardes[0], niveau="CANTON")
    with pytest.raises(ReglementInvalide, match=f"gardes.{fautive.nom}.*CANTON"):
        valider(replace(reglement, gardes=(fautive,)))
