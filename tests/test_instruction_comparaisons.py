from dataclasses import replace

import pandas as pd
import pytest
from academie_orleans_tours import ORLEANS_TOURS

from mouvement.engine import reglements
from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.reglementaire import tableau
from mouvement.engine.instruction.tableau import Tableau


@pytest.fixture
def trois() -> Tableau:
    """Three candidats with a list each: two items, one that only looks alike, none."""
    campagne = ORLEANS_TOURS.campagne(
        {"A": {}, "B": {}, "C": {}},
        {"A": ["DPT* 18", "DPT* 45"], "B": ["DPT* 18"], "C": ["DPT* 18", "ACA*"]},
    )
    listes = pd.Series(["18|36", "180", None], dtype="str")
    avec_listes = replace(campagne, candidats=campagne.candidats.assign(listes=listes))
    return tableau(avec_listes, reglements.de(campagne))


def test_une_liste_contient_un_mot_entier(trois):
    porte = conditions.par_candidat(trois, {"listes": {"contient": "18"}})
    assert porte.tolist() == [True, False, False]
    assert conditions.par_candidat(trois, {"listes": {"contient": "36"}}).tolist()[0]


def test_tous_les_termes_d_une_liste_sont_parmi_une_autre(trois):
    exiges = pd.Series(["36|18", "18|36", "18"], dtype="str")
    campagne = trois.campagne
    avec_exiges = trois.avec(replace(campagne, candidats=campagne.candidats.assign(exiges=exiges)))
    porte = conditions.par_candidat(avec_exiges, {"exiges": {"parmi": "listes"}})
    assert porte.tolist() == [True, False, False]


def test_une_valeur_est_parmi_une_liste(trois):
    # A vœu without département, a candidat without list: nothing is in nothing.
    porte = conditions.par_voeu(trois, {"voeu.departement": {"parmi": "listes"}})
    assert porte.tolist() == [True, False, False, False, False]


def test_une_liste_est_parmi_une_autre_quand_tout_y_est(trois):
    assert conditions.par_candidat(trois, {"listes": {"parmi": "listes"}}).tolist() == [
        True,
        True,
        False,
    ]
    mots = pd.Series(["36", "18|180", "18"], dtype="str")
    candidats = trois.candidats.assign(mots=mots, listes="180|18")
    autre = trois.avec(replace(trois.campagne, candidats=candidats))
    porte = conditions.par_candidat(autre, {"mots": {"parmi": "listes"}})
    assert porte.tolist() == [False, True, True]
