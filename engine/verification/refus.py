"""Couples that qualify for a better pair than they got: residual refusals (modele.md §4).

A pair qualifies when both halves are chosen if one takes, by decreasing priority, all that stays
feasible from the holders plus the pair. What is chosen from more offers is chosen from fewer: so
each half must be at the barre of its zone, which is enough in two disciplines.
"""

from collections.abc import Mapping

import numpy as np

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification.attendu import Attendu, preparer
from mouvement.engine.verification.barres import rangs_des_postes
from mouvement.engine.verification.complement import lire_complement
from mouvement.engine.verification.constats import Registre
from mouvement.engine.verification.couples import Couple
from mouvement.engine.verification.deplacements import lire_deplacements
from mouvement.engine.verification.essai import Essai
from mouvement.engine.verification.octrois import Octrois, lire_octrois, marche_general


def compter_couples(
    campagne: Campagne, resultat: Resultat, instruction: Instruction | None = None
) -> Mapping[str, int]:
    """Count again what the manifest says of couples; empty when the campaign ties none.

    The result must hold (``verifier``): refusals are counted at its holders and their barres.
    """
    if campagne.options.simultanees != "liees":
        return {}
    attendu = preparer(instruction or instruire(campagne))
    couples = attendu.contrats.couples
    if not couples:
        return {}
    registre = Registre()
    table, finaux = lire_octrois(attendu, resultat.affectations, registre)
    complement = lire_complement(attendu, table, finaux, resultat.complements, registre)
    premiers = lire_deplacements(attendu, resultat.ameliorations).defaire(complement.avant)
    dissous = sum(couple.option(premiers.contrat) == len(couple.paires) for couple in couples)
    return {
        "couples": len(couples),
        "dissous": dissous,
        "refus_residuels": len(refus_residuels(attendu, premiers)),
    }


def refus_residuels(attendu: Attendu, octrois: Octrois) -> list[Couple]:
    """Return the couples that qualify for a better pair than the one granted."""
    rangs = rangs_des_postes(attendu, octrois)
    barre = attendu.contrats.zones.minimums(rangs)[attendu.contrats.liste.zone]
    a_la_barre = attendu.priorites.rang >= barre
    return [
        couple
        for couple in attendu.contrats.couples
        if any(
            a_la_barre[list(paire)].all() and _ensemble(attendu, octrois, paire)
            for paire in couple.paires[: couple.option(octrois.contrat)]
        )
    ]


def _ensemble(attendu: Attendu, octrois: Octrois, paire: tuple[int, int]) -> bool:
    """Whether two contracts, each at its barre, are chosen together."""
    faible, forte = sorted(paire, key=lambda contrat: attendu.priorites.rang[contrat])
    discipline = int(attendu.discipline[forte])
    if attendu.discipline[faible] != discipline:
        return True
    marche = marche_general(attendu, octrois)
    ici = attendu.candidats.discipline[marche.candidat] == discipline
    essai = Essai(marche.garder(np.asarray(ici, dtype=np.bool_)))
    zone, rang = attendu.contrats.liste.zone, attendu.priorites.rang
    return all(essai.entrer(int(zone[k]), int(rang[k])) for k in (forte, faible))
