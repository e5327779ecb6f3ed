"""What couples were granted: a pair of their joint list, or nothing together."""

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Booleens
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.octrois import Octrois


def membres_dissous(attendu: Attendu, octrois: Octrois) -> Booleens:
    """Return which candidats are members of a couple that was granted no pair."""
    dissous = np.zeros(len(octrois.contrat), dtype=np.bool_)
    for couple in attendu.contrats.couples:
        dissous[list(couple.membres)] = couple.option(octrois.contrat) == len(couple.paires)
    return dissous


def verifier_couples(attendu: Attendu, octrois: Octrois, registre: Registre) -> None:
    """Report the couples granted something else than a pair, or than what each has alone."""
    couples = attendu.contrats.couples
    voeu = attendu.conjoints
    divises = [
        numero
        for numero, couple in enumerate(couples)
        if couple.option(octrois.contrat) == len(couple.paires)
        and any(k >= 0 and voeu[k] for k in octrois.contrat[list(couple.membres)])
    ]

    def constat(numero: int) -> Constat:
        noms = [attendu.candidats.noms.textes[c] for c in couples[numero].membres]
        obtenus = [
            "rien" if k == NUL else f"son {attendu.dire_contrat(int(k))}"
            for k in octrois.contrat[list(couples[numero].membres)]
        ]
        cle = f"candidat {noms[0]}, candidat {noms[1]}"
        vu = f"{obtenus[0]} / {obtenus[1]}"
        phrase = (
            f"{attendu.dire_affectation(cle)} : mutation simultanée, mais {noms[0]} a eu "
            f"{obtenus[0]} et {noms[1]} {obtenus[1]} ; ils obtiennent le même vœu, ou aucun."
        )
        voulu = "le même vœu pour les deux, ou aucun"
        place = couples[numero].membres[0]
        regle = Condition.COUPLES
        return Constat(regle, "affectations", cle, "ordre", vu, voulu, phrase, place)

    registre.lister(Condition.COUPLES, "affectations", divises, constat)
