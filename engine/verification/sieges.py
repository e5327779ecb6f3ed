"""Seats without guidance: strongest first, the least poste that leaves everybody seatable.

The seats published are the right ones iff no holder could take a lesser poste of his zone while
only weaker holders move. With the strongest holders fixed, poste q can be freed for holder h,
seated at s, iff a chain of weaker holders leads from q to s or to a free support.
"""

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Entiers
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.octrois import Octrois, marche_general


class Chaines:
    """Which postes lead to which, as arcs are added; sets of postes are bits of whole numbers."""

    def __init__(self, nombre: int) -> None:
        self._mene = [1 << i for i in range(nombre)]
        self._vient = [1 << i for i in range(nombre)]

    def vers(self, poste: int) -> int:
        """Return the postes that lead to this one, itself included."""
        return self._vient[poste]

    def relier(self, depart: int, arrivees: int) -> None:
        """Add arcs from one poste to several."""
        nouvelles = arrivees & ~self._mene[depart]
        if not nouvelles:
            return
        atteints = nouvelles
        for poste in _bits(nouvelles):
            atteints |= self._mene[poste]
        origines = self._vient[depart]
        for poste in _bits(atteints & ~self._mene[depart]):
            self._vient[poste] |= origines
        for poste in _bits(origines):
            self._mene[poste] |= atteints


def _bits(ensemble: int) -> list[int]:
    """List the members of a set given as bits."""
    membres = []
    while ensemble:
        bas = ensemble & -ensemble
        membres.append(bas.bit_length() - 1)
        ensemble ^= bas
    return membres


def deplacables(attendu: Attendu, marche: Marche) -> dict[int, int]:
    """Return candidat → lesser poste that he should have."""
    trouves: dict[int, int] = {}
    disciplines = attendu.candidats.discipline[marche.candidat]
    for discipline in np.unique(disciplines):
        trouves |= _discipline(marche, np.flatnonzero(disciplines == discipline))
    return dict(sorted(trouves.items()))


def _discipline(marche: Marche, ici: Entiers) -> dict[int, int]:
    """Check the holders given, all of one discipline."""
    utiles, zone = np.unique(marche.zone[ici], return_inverse=True)
    contenus = marche.zones.extraire(utiles)
    postes, local = np.unique(contenus.postes, return_inverse=True)
    siege = np.searchsorted(postes, marche.siege[ici])
    if not np.array_equal(np.append(postes, -1)[siege], marche.siege[ici]):
        return {}  # Somebody sits outside every zone: reported as such, the rest means nothing.
    ensembles = [
        sum(1 << int(p) for p in local[contenus.debut[z] : contenus.debut[z + 1]])
        for z in range(len(utiles))
    ]
    puits = len(postes)  # Every poste with a free support leads there.
    chaines = Chaines(puits + 1)
    for p in np.flatnonzero(marche.libres[postes]):
        chaines.relier(int(p), 1 << puits)
    trouves = {}
    for i in np.argsort(marche.rang[ici]):
        place, ensemble = int(siege[i]), ensembles[zone[i]]
        moindres = ensemble & ((1 << place) - 1)
        moindres &= chaines.vers(place) | chaines.vers(puits)
        if moindres:
            voulu = (moindres & -moindres).bit_length() - 1
            trouves[int(marche.candidat[ici[i]])] = int(postes[voulu])
        chaines.relier(place, ensemble)
    return trouves


def verifier_sieges(attendu: Attendu, octrois: Octrois, registre: Registre) -> None:
    """Report the holders who should sit on a lesser poste."""
    trouves = deplacables(attendu, marche_general(attendu, octrois))

    def constat(c: int) -> Constat:
        cle = f"candidat {attendu.candidats.noms.textes[c]}"
        vu, voulu, suite = dire_siege(attendu, octrois, c, trouves[c])
        phrase = f"{attendu.dire_affectation(cle)} : {suite}"
        regle = Condition.SIEGES
        return Constat(regle, "affectations", cle, "poste", vu, voulu, phrase, c)

    registre.lister(Condition.SIEGES, "affectations", trouves, constat)


def dire_siege(
    attendu: Attendu, octrois: Octrois, candidat: int, voulu: int
) -> tuple[str, str, str]:
    """Return (his poste, the one he should have, the finding in words)."""
    noms = attendu.postes.noms.textes
    ici, moindre = noms[octrois.siege[candidat]], noms[voulu]
    quoi = attendu.dire_contrat(int(octrois.contrat[candidat]))
    phrase = (
        f"placé en {ici} par son {quoi}, alors que {moindre} vient avant et laisse une place à "
        "tous."
    )
    return ici, moindre, phrase
