"""The naive reference is itself held against the definition of the kernel (modele.md §2)."""

from itertools import product
from math import prod

from marche_naif import est_un_noyau, listes
from petites_campagnes import campagne_aleatoire
from reference_naive import resoudre

LIMITE = 2_000


def test_la_reference_donne_le_meilleur_noyau_pour_chacun():
    vus = 0
    for graine in range(150):
        issue = resoudre(campagne_aleatoire(graine, candidats=5))
        for discipline in ("L0202", "L1300"):
            siennes = listes(issue.contrats, discipline)
            if not siennes or prod(len(liste) + 1 for liste in siennes.values()) > LIMITE:
                continue
            obtenu = {nom: issue.tenus.get(nom) for nom in siennes}
            noyaux = [
                choix
                for issue_possible in product(*([*liste, None] for liste in siennes.values()))
                if est_un_noyau(
                    choix := dict(zip(siennes, issue_possible, strict=True)),
                    siennes,
                    issue.terrain.capacite,
                )
            ]
            assert obtenu in noyaux
            for noyau in noyaux:
                for nom, contrat in noyau.items():
                    mieux = contrat is None or contrat.ordre >= obtenu[nom].ordre
                    assert mieux, f"graine {graine}, candidat {nom}"
            vus += len(siennes) > 2
    assert vus > 15
