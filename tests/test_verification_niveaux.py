"""The verifier on what levels compare: wrong comparisons, wrong claims, every new cell."""

from dataclasses import replace
from functools import cache

import pytest
from amelioration_naive import Ferme
from campagnes_d_entree import campagne_d_entree, comparer_par_niveau
from falsifications import lignes, modifier, nomme
from reference_naive import poursuivre, rediger, resoudre_instruite

from mouvement.engine.instruction import instruire
from mouvement.engine.instruction.instruction import Comparaison, comparaisons_par_defaut
from mouvement.engine.verification import Condition, verifier

GRAINES = range(12)


@cache
def honnete(graine):
    instruite = comparer_par_niveau(instruire(campagne_d_entree(graine)), graine)
    return instruite, poursuivre(resoudre_instruite(instruite))


def cles(ligne):
    return [ligne[nom] for nom in ("tour", "niveau", "code", "discipline", "candidat")]


AUTRES = {
    "barème des vœux partout": lambda c: Comparaison("voeu", c.siege, c.hors_commune),
    "parties communes partout": lambda c: Comparaison("partie_commune", c.siege, c.hors_commune),
    "aucun siège à revendiquer": lambda c: Comparaison(c.bareme, "aucun", c.hors_commune),
    "le siège à la partie commune": lambda c: Comparaison(
        c.bareme, "partie_commune", c.hors_commune
    ),
    "la commune comparée avec le reste": lambda c: Comparaison(c.bareme, c.siege, False),
}


@pytest.mark.parametrize("faute", AUTRES)
def test_une_autre_comparaison_se_voit(faute):
    """The producer applies another rule to every table: found wherever it changes something."""
    vues = 0
    for graine in range(60):
        instruite, juste = honnete(graine)
        autres = {n: AUTRES[faute](c) for n, c in instruite.comparaisons.items()}
        autre = comparer_autrement(juste, autres)
        if (autre.suite.tenus, autre.suite.places) == (juste.suite.tenus, juste.suite.places):
            continue
        assert verifier(instruite.campagne, rediger(autre), instruite) != [], f"graine {graine}"
        vues += 1
    assert vues > 1


def comparer_autrement(issue, niveaux):
    """Run the stage again as if the rule set said something else."""
    fausse = replace(issue.instruction, comparaisons={**comparaisons_par_defaut(), **niveaux})
    suite = poursuivre(replace(issue, instruction=fausse, suite=None)).suite
    return replace(issue, suite=suite)


def test_des_sieges_gardes_a_tort_se_voient(monkeypatch):
    """Nobody's claim ever loses: the entrants keep everything, though all tables agree."""
    monkeypatch.setattr(
        Ferme,
        "revendication_juste",
        Ferme.revendication,
        raising=False,
    )

    def toujours(ferme, nom):
        siege = ferme.revendication_juste(nom)
        return siege and siege.__class__(**{**vars(siege), "rang_priorite": ferme.au_dessus})

    monkeypatch.setattr(Ferme, "revendication", toujours)
    vues = 0
    for graine in range(60):
        instruite, juste = honnete(graine)
        fraude = poursuivre(juste)
        if fraude.suite.places != juste.suite.places:
            constats = verifier(instruite.campagne, rediger(fraude), instruite)
            assert constats != [], f"graine {graine}"
            vues += 1
    assert vues > 2


@pytest.mark.parametrize("colonne", ["critere", "points", "siege", "critere_siege", "points_siege"])
def test_une_cellule_modifiee_se_voit(colonne):
    vues = 0
    for graine in GRAINES:
        instruite, issue = honnete(graine)
        juste = rediger(issue)
        for numero, ligne in enumerate(lignes(juste, "ameliorations")):
            for faux in autres_valeurs(colonne, ligne[colonne]):
                fausse = modifier(juste, "ameliorations", numero, **{colonne: faux})
                constats = verifier(instruite.campagne, fausse, instruite)
                assert constats, (graine, ligne, faux)
                vues += nomme(constats, "ameliorations", *cles(ligne))
    assert vues > 10


def autres_valeurs(colonne, valeur):
    if colonne.startswith("points"):
        return [7] if valeur is None else [valeur + 1, None]
    if colonne == "siege":
        return [v for v in (None, "GARDE", "PERDU", "MIEUX") if v != valeur][:2]
    autres = [v for v in ("VOEU", "PARTIE_COMMUNE") if v != valeur]
    return autres if colonne == "critere" or valeur is None else [*autres, None]


def test_un_siege_perdu_dit_garde_lese_quelqu_un_et_l_inverse_est_un_echange_oublie():
    vues = set()
    for graine in range(60):
        instruite, issue = honnete(graine)
        juste = rediger(issue)
        for numero, ligne in enumerate(lignes(juste, "ameliorations")):
            faux = {"GARDE": "PERDU", "PERDU": "GARDE"}.get(ligne["siege"])
            if faux is None or (faux == "GARDE" and ligne["poste_avant"] != ligne["poste_apres"]):
                continue
            constats = verifier(
                instruite.campagne, modifier(juste, "ameliorations", numero, siege=faux), instruite
            )
            vues |= {(faux, c.condition) for c in constats}
            assert constats
    assert ("PERDU", Condition.OPTIMUM) in vues


def test_la_colonne_siege_illisible_est_dite():
    instruite, issue = next(
        (i, s) for i, s in map(honnete, GRAINES) if rediger(s).ameliorations["siege"].notna().any()
    )
    juste = rediger(issue)
    sans = juste.ameliorations.drop(columns="siege")
    constats = verifier(instruite.campagne, replace(juste, ameliorations=sans), instruite)
    assert any(c.condition is Condition.STRUCTURE and c.colonne == "siege" for c in constats)
