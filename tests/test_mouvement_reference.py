"""The whole engine against a slow, plain reference that shares nothing with it."""

import pytest
from campagnes_mobiles import avec_amelioration, campagne_mobile
from petites_campagnes import campagne_aleatoire
from reference_naive import affecter_naif

from mouvement.engine.mouvement import affecter
from mouvement.io.schema import TABLES_RESULTAT

PAQUETS = 4
LIBRES = {"audit": {"libelle", "detail"}, "affectations": {"libelle", "libelle_actuel"}}


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_le_moteur_donne_ce_que_donne_la_reference(paquet):
    for graine in range(paquet, 64, PAQUETS):
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


def exiger_la_reference(campagne, quoi):
    """Every table is the same, save texts for people and the order of the rows."""
    resultat, attendu = affecter(campagne), affecter_naif(campagne)
    for nom in (table.nom for table in TABLES_RESULTAT):
        obtenue, voulue = (comparable(getattr(r, nom), nom) for r in (resultat, attendu))
        assert obtenue == voulue, f"{nom}, {quoi}"
    return resultat


def comparable(table, nom):
    colonnes = sorted(set(table.columns) - LIBRES.get(nom, set()))
    nuls = [table[colonne].isna().tolist() for colonne in colonnes]
    textes = [
        ["nul" if vide else str(valeur) for valeur, vide in zip(table[c].tolist(), n, strict=True)]
        for c, n in zip(colonnes, nuls, strict=True)
    ]
    return colonnes, sorted(zip(*textes, strict=True))
