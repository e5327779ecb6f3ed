"""The whole engine against a slow, plain reference that shares nothing with it."""

import pytest
from campagnes_mobiles import avec_amelioration, campagne_mobile
from comparaison import exiger_la_reference
from petites_campagnes import campagne_aleatoire

PAQUETS = 4


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_le_moteur_donne_ce_que_donne_la_reference(paquet):
    for graine in range(paquet, 48, PAQUETS):
        exiger_la_reference(campagne_aleatoire(graine), f"graine {graine}")


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_l_amelioration_aussi(paquet):
    """Many of the campaigns made for it do move people."""
    deplaces = 0
    for graine in range(paquet, 40, PAQUETS):
        resultat = exiger_la_reference(campagne_mobile(graine), f"mobile, graine {graine}")
        deplaces += len(resultat.ameliorations) > 0
    assert deplaces > 2


@pytest.mark.parametrize("graine", [53, 72, 81, 108])
def test_l_amelioration_aux_niveaux_du_groupement_et_de_la_commune(graine):
    resultat = exiger_la_reference(campagne_mobile(graine), f"mobile, graine {graine}")
    assert resultat.ameliorations["niveau"].isin(["GEO", "COM"]).any()


def test_l_amelioration_des_campagnes_quelconques():
    for graine in range(16):
        exiger_la_reference(avec_amelioration(campagne_aleatoire(graine)), f"graine {graine}")


def test_l_amelioration_sans_qui_est_venu_par_un_voeu_zre():
    """It would count here: a market has one agent only, two if that vœu were a wide one."""
    assert len(exiger_la_reference(campagne_mobile(147), "ZRE").ameliorations) == 1
