"""Conditions 2, 3 and 4 of modele.md §3, with the barres as they are published."""

import numpy as np

from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Entiers, en_points, prendre
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.octrois import Octrois, marche_general


def verifier_certificat(
    attendu: Attendu, octrois: Octrois, publies: Entiers, registre: Registre
) -> None:
    """Check that the published barres prove the outcome.

    Parameters
    ----------
    publies : published barre of each poste, as a rank.
    """
    barres_zones = attendu.contrats.zones.minimums(publies)
    _supports_libres(attendu, octrois, publies, registre)
    _occupants(attendu, octrois, publies, barres_zones, registre)
    _envie(attendu, octrois, barres_zones, registre)


def _supports_libres(
    attendu: Attendu, octrois: Octrois, publies: Entiers, registre: Registre
) -> None:
    postes = attendu.postes
    libres = postes.capacite - marche_general(attendu, octrois).occupation

    def constat(p: int) -> Constat:
        discipline = postes.disciplines.textes[postes.discipline[p]]
        cle = f"discipline {discipline}, niveau POSTE, code {postes.noms.textes[p]}"
        vu = str(publies[p])
        phrase = (
            f"barres, {cle} : {libres[p]} support(s) y reste(nt) libre(s), sa barre devrait être "
            f"ouverte (rang_barre 0, trouvé {vu})."
        )
        regle = Condition.SUPPORTS_LIBRES
        return Constat(regle, "barres", cle, "rang_barre", vu, "0", phrase, p)

    positions = np.flatnonzero((libres > 0) & (publies != 0))
    registre.lister(Condition.SUPPORTS_LIBRES, "barres", positions, constat)


def _occupants(
    attendu: Attendu, octrois: Octrois, publies: Entiers, barres_zones: Entiers, registre: Registre
) -> None:
    siege = prendre(publies, octrois.siege)
    contrat = np.where(octrois.siege >= 0, octrois.contrat, NUL)
    rang = prendre(attendu.priorites.rang, contrat)
    zone = prendre(barres_zones, prendre(attendu.contrats.liste.zone, contrat))

    def constat(c: int) -> Constat:
        cle = f"candidat {attendu.candidats.noms.textes[c]}"
        poste = attendu.postes.noms.textes[octrois.siege[c]]
        quoi = attendu.dire_contrat(contrat[c])
        if rang[c] < siege[c]:
            vu, voulu = f"rang_priorite {rang[c]}", f"au moins {siege[c]}"
            suite = f"y est sous la barre ({vu}, rang_barre {siege[c]})."
        else:
            vu, voulu = f"rang_barre {siege[c]}", str(zone[c])
            suite = f"y a une barre ({vu}) qui n'est pas la plus basse de sa zone ({voulu})."
        phrase = f"{attendu.dire_affectation(cle)} : placé en {poste} par son {quoi}, il {suite}"
        regle = Condition.OCCUPANTS
        return Constat(regle, "affectations", cle, "poste", vu, voulu, phrase, c)

    fautifs = np.flatnonzero((contrat >= 0) & ((rang < siege) | (siege != zone)))
    registre.lister(Condition.OCCUPANTS, "affectations", fautifs, constat)


def _envie(attendu: Attendu, octrois: Octrois, barres_zones: Entiers, registre: Registre) -> None:
    """Every contract that its candidat prefers to what he got must be below its zone's barre.

    Save for a partner's, who may be there on his own: it also takes the other.
    """
    liste, rangs = attendu.contrats.liste, attendu.priorites.rang
    barre = barres_zones[liste.zone]
    seul = ~attendu.conjoints
    positions = np.flatnonzero(seul & octrois.preferes(liste.candidat) & (rangs >= barre))

    def constat(k: int) -> Constat:
        nom = attendu.candidats.noms.textes[liste.candidat[k]]
        cle = f"candidat {nom}, ordre {liste.ordre[k]}"
        if liste.rang[k] != NUL:
            cle = f"candidat {nom}, rang {liste.rang[k]}, ordre {liste.ordre[k]}"
        vu, voulu = f"rang_priorite {rangs[k]}", f"sous la barre {barre[k]}"
        phrase = f"{attendu.dire_affectation(cle)} : {dire_envie(attendu, octrois, k, barre[k])}"
        return Constat(Condition.ENVIE, "affectations", cle, "ordre", vu, voulu, phrase, k)

    registre.lister(Condition.ENVIE, "affectations", positions, constat)


def dire_envie(attendu: Attendu, octrois: Octrois, contrat: int, barre: int) -> str:
    """Say that a contract had to be granted, in the face of whom, instead of what."""
    candidat = attendu.contrats.liste.candidat[contrat]
    nom, accorde = attendu.candidats.noms.textes[candidat], int(octrois.contrat[candidat])
    obtenu = "n'a rien" if accorde == NUL else f"a eu son {attendu.dire_contrat(accorde)}"
    return (
        f"{nom} devait obtenir son {attendu.dire_contrat(contrat)} : "
        f"{_face_a(attendu, octrois, contrat, int(barre))} ; il {obtenu}."
    )


def _face_a(attendu: Attendu, octrois: Octrois, contrat: int, barre: int) -> str:
    """Say who or what the candidat passes before, in the zone of that contract."""
    if barre <= 0:
        return "un support y est libre, ou peut l'être"
    discipline = attendu.discipline[[contrat]]
    dernier = int(attendu.priorites.contrat(discipline, np.array([barre]))[0])
    priorites = attendu.priorites
    points = NUL if dernier < 0 else int(priorites.bareme[dernier])
    egalite = points == priorites.bareme[contrat] != NUL and dernier != contrat
    egalite &= bool(priorites.residuel[dernier] == priorites.residuel[contrat])
    tirage = " (à égalité de points, le départage est pour lui)" if egalite else ""
    if dernier < 0 or octrois.contrat[attendu.contrats.liste.candidat[dernier]] != dernier:
        points = BARRE_FERMEE if points == NUL else points
        return f"la barre publiée de la zone est à {en_points(points)} points{tirage}"
    autre = attendu.candidats.noms.textes[attendu.contrats.liste.candidat[dernier]]
    quoi = attendu.dire_contrat(dernier)
    return f"il y passe avant {autre}, placé là par son {quoi}{tirage}"
