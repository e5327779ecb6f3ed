"""The certificate that an outcome is the candidats' best kernel, against all kernels there are."""

from itertools import product
from math import prod

import numpy as np
from marche_naif import est_un_noyau, listes
from petites_campagnes import campagne_aleatoire
from reference_naive import installer, rediger, resoudre

from mouvement.engine.verification.attendu import preparer
from mouvement.engine.verification.constats import Registre
from mouvement.engine.verification.octrois import lire_octrois, marche_general
from mouvement.engine.verification.optimum import rotations

LIMITE = 1_500


def noyaux(issue, siennes):
    for possible in product(*([*liste, None] for liste in siennes.values())):
        choix = dict(zip(siennes, possible, strict=True))
        if est_un_noyau(choix, siennes, issue.terrain.capacite):
            yield {nom: contrat for nom, contrat in choix.items() if contrat is not None}


def gains(issue):
    """What the certificate says that candidats could still get, stage one being this one."""
    attendu = preparer(issue.terrain.campagne)
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
    for graine in range(120):
        issue = resoudre(campagne_aleatoire(graine, candidats=6))
        for discipline in ("L0202", "L1300"):
            siennes = listes(issue.contrats, discipline)
            if not siennes or prod(len(liste) + 1 for liste in siennes.values()) > LIMITE:
                continue
            autres = {n: c for n, c in issue.tenus.items() if c.discipline != discipline}
            meilleur = {n: c for n, c in issue.tenus.items() if c.discipline == discipline}
            for noyau in noyaux(issue, siennes):
                tenus = autres | noyau
                trouves = gains(installer(issue.terrain, issue.contrats, issue.sans, tenus))
                assert bool(trouves) == (noyau != meilleur), f"graine {graine}"
                for nom, ordre in trouves.items():
                    assert meilleur[nom].ordre <= ordre < noyau[nom].ordre
                vus += 1
                moindres += noyau != meilleur
    assert vus > 120
    assert moindres > 15
