"""The certificate that an outcome is the candidats' best kernel, against all kernels there are.

In each campaign made here all tables agree with the outcome, the best one or not.
"""

from dataclasses import replace
from itertools import product
from math import prod

import numpy as np
import pytest
from marche_naif import est_un_noyau, listes
from petites_ameliorations import commune_et_voisine
from petites_campagnes import OPTIONS, campagne_aleatoire
from reference_naive import installer, rediger, resoudre

from mouvement.engine.verification import Condition, verifier
from mouvement.engine.verification.attendu import preparer
from mouvement.engine.verification.constats import Registre
from mouvement.engine.verification.octrois import lire_octrois, marche_general
from mouvement.engine.verification.optimum import rotations, verifier_optimum

LIMITE = 1_500


def noyaux(issue, siennes):
    for possible in product(*([*liste, None] for liste in siennes.values())):
        choix = dict(zip(siennes, possible, strict=True))
        if est_un_noyau(choix, siennes, issue.terrain.capacite):
            yield {nom: contrat for nom, contrat in choix.items() if contrat is not None}


def gains(issue):
    """What the certificate says that candidats could still get, stage one being this one."""
    attendu = preparer(issue.instruction)
    _, octrois = lire_octrois(attendu, rediger(issue).affectations, Registre())
    liste = attendu.contrats.liste
    accorde = octrois.contrat[liste.candidat]
    mieux = np.flatnonzero((accorde < 0) | (np.arange(len(accorde)) < accorde))
    marche = marche_general(attendu, octrois)
    trouvees = rotations(attendu, marche, mieux, liste.zone[mieux])
    noms = attendu.candidats.noms.textes
    return {noms[c]: int(liste.ordre[k]) for cercle in trouvees for c, k in cercle}


def test_une_rotation_reste_si_et_seulement_si_un_meilleur_noyau_existe():
    vus = moindres = 0
    for graine in range(70):
        issue = resoudre(campagne_aleatoire(graine, candidats=6))
        for discipline in ("L0202", "L1300"):
            siennes = listes(issue.contrats, discipline)
            if not siennes or prod(len(liste) + 1 for liste in siennes.values()) > LIMITE:
                continue
            autres = {n: c for n, c in issue.tenus.items() if c.discipline != discipline}
            meilleur = {n: c for n, c in issue.tenus.items() if c.discipline == discipline}
            for noyau in noyaux(issue, siennes):
                tenus = autres | noyau
                autre = installer(issue.terrain, issue.contrats, issue.sans, tenus)
                trouves = gains(autre)
                assert bool(trouves) == (noyau != meilleur), f"graine {graine}"
                for nom, ordre in trouves.items():
                    assert meilleur[nom].ordre <= ordre < noyau[nom].ordre
                vus += 1
                if noyau != meilleur:
                    moindres += 1
                    exiger_le_constat(autre, trouves)
    assert vus > 120
    assert moindres > 15


def exiger_le_constat(issue, trouves):
    """Every other check holds: ``verifier`` finds that alone, and names them."""
    constats = verifier(issue.terrain.campagne, rediger(issue))
    lieux = {(c.condition, c.table, c.colonne) for c in constats}
    assert lieux == {(Condition.OPTIMUM, "affectations", "ordre")}
    contrats = {(c.candidat, c.ordre): c for c in issue.contrats}
    phrases = " ".join(c.phrase for c in constats)
    for gain in trouves.items():
        assert f"à {gain[0]} son vœu {contrats[gain].rang} ({contrats[gain].zone}, " in phrases


def echange_refuse(nombre=2, **options):
    """Titulaires who each ask for the next one's poste, and all stay."""
    sieges = [f"P{i}" for i in range(nombre)]
    petite = commune_et_voisine(
        dict.fromkeys(sieges, 0),
        {
            f"T{i}": (poste, [("POSTE", sieges[(i + 1) % nombre], 10 * (i + 1))])
            for i, poste in enumerate(sieges)
        },
    )
    issue = resoudre(replace(petite, options=replace(OPTIONS, **options)))
    restes = {c.candidat: c for c in issue.contrats if c.maintien}
    return issue, installer(issue.terrain, issue.contrats, issue.sans, restes)


def test_un_echange_refuse_se_lit():
    juste, refuse = echange_refuse()
    assert verifier(juste.terrain.campagne, rediger(juste)) == []
    (constat,) = verifier(refuse.terrain.campagne, rediger(refuse))
    assert constat.phrase == (
        "affectations, candidat T1 : sans léser personne, on pouvait donner à T1 son vœu 1 "
        "(POSTE:P0, 20,0 points) et à T0 son vœu 1 (POSTE:P1, 10,0 points)."
    )
    assert (constat.trouve, constat.attendu) == (
        "maintien (POSTE:P1)",
        "vœu 1 (POSTE:P0, 20,0 points)",
    )


def test_un_grand_echange_se_dit_en_une_phrase():
    _, refuse = echange_refuse(nombre=7)
    (constat,) = verifier(refuse.terrain.campagne, rediger(refuse))
    assert constat.phrase.endswith(
        "à T3 son vœu 1 (POSTE:P4, 40,0 points) et à 3 autre(s) un meilleur vœu."
    )


def test_qui_est_lese_passe_avant_tout_echange():
    """An outcome that breaks a barème is no kernel: there is no best one to speak of."""
    _, refuse = echange_refuse()
    prive = {nom: contrat for nom, contrat in refuse.tenus.items() if nom != "T1"}
    fraude = installer(refuse.terrain, refuse.contrats, refuse.sans, prive)
    constats = verifier(refuse.terrain.campagne, rediger(fraude))
    assert {c.condition for c in constats} == {Condition.ENVIE, Condition.MAINTIEN}


@pytest.mark.parametrize("simultanees", ["separees", "liees"])
def test_qui_n_est_pas_en_couple_a_la_meilleure_issue(simultanees):
    """Beside what couples hold, when they are tied."""
    _, refuse = echange_refuse(simultanees=simultanees)
    attendu, registre = preparer(refuse.instruction), Registre()
    _, octrois = lire_octrois(attendu, rediger(refuse).affectations, registre)
    verifier_optimum(attendu, octrois, registre)
    assert len(registre.constats()) == 1
