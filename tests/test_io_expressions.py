"""Rule sets in French: every shipped one is written, every operator has words."""

import pytest

from mouvement.engine.instruction import comparaisons
from mouvement.engine.reglements import charger
from mouvement.engine.reglements.sources import dossiers_livres
from mouvement.io.expressions import Redaction
from mouvement.io.reglements import detailler

OT22 = "orleans-tours-2022-second-degre"


@pytest.mark.parametrize("nom", sorted(dossiers_livres()))
def test_chaque_reglement_livre_s_ecrit(nom: str) -> None:
    reglement = charger(nom)
    assert reglement.titre in detailler(reglement)


@pytest.mark.parametrize("operateur", comparaisons.COLONNES)
def test_chaque_comparaison_de_colonnes_a_ses_mots(operateur: str) -> None:
    redaction = Redaction(charger(OT22))
    dit = redaction.dire({"voeu.departement": {operateur: "preferentiel_departement"}})
    assert dit.endswith("demandé en premier vœu DPT de tout type l'année précédente")


def test_une_condition_que_le_sens_dit_deja_est_detaillee() -> None:
    texte = " ".join(detailler(charger("clermont-2025-second-degre")).split())
    assert "que n'ouvre pas la discipline de recrutement — si (code de la discipline" in texte


def test_un_cumul_dit_le_parametre_de_sa_portee() -> None:
    texte = " ".join(detailler(charger(OT22)).split())
    assert "handicap_exclusion)" in texte
