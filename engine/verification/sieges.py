"""Seats without guidance: strongest first, the least poste that leaves everybody seatable.

The seats published are the right ones iff no holder could take a lesser poste of his zone while
only weaker holders move. With the strongest holders fixed, poste q can be freed for holder h,
seated at s, iff a chain of weaker holders leads from q to s or to a free support.
"""

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.barres import occupation
from mouvement.engine.verification.colonnes import Entiers
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.octrois import Octrois


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


def deplacables(attendu: Attendu, octrois: Octrois) -> list[tuple[int, int]]:
    """Return (candidat, lesser poste that he should have), by candidat."""
    trouves: list[tuple[int, int]] = []
    tenus = octrois.tenus
    disciplines = attendu.candidats.discipline[tenus]
    libres = occupation(attendu, octrois) < attendu.postes.capacite
    for discipline in np.unique(disciplines):
        trouves += _discipline(attendu, octrois, tenus[disciplines == discipline], libres)
    return sorted(trouves)


def _discipline(
    attendu: Attendu, octrois: Octrois, tenus: Entiers, libres: "np.ndarray"
) -> list[tuple[int, int]]:
    contrats = octrois.contrat[tenus]
    zones = attendu.contrats.zones
    utiles, zone = np.unique(attendu.contrats.liste.zone[contrats], return_inverse=True)
    contenus = zones.extraire(utiles)
    postes, local = np.unique(contenus.postes, return_inverse=True)
    siege = np.searchsorted(postes, octrois.siege[tenus])
    if not np.array_equal(postes[np.minimum(siege, len(postes) - 1)], octrois.siege[tenus]):
        return []  # Somebody sits outside every zone: reported as such, the rest means nothing.
    ensembles = [
        sum(1 << int(p) for p in local[contenus.debut[z] : contenus.debut[z + 1]])
        for z in range(len(utiles))
    ]
    puits = len(postes)  # Every poste with a free support leads there.
    chaines = Chaines(puits + 1)
    for p in np.flatnonzero(libres[postes]):
        chaines.relier(int(p), 1 << puits)
    trouves = []
    for i in np.argsort(attendu.priorites.rang[contrats]):
        ici, ensemble = int(siege[i]), ensembles[zone[i]]
        moindres = ensemble & ((1 << ici) - 1)
        moindres &= chaines.vers(ici) | chaines.vers(puits)
        if moindres:
            voulu = (moindres & -moindres).bit_length() - 1
            trouves.append((int(tenus[i]), int(postes[voulu])))
        chaines.relier(ici, ensemble)
    return trouves


def verifier_sieges(attendu: Attendu, octrois: Octrois, registre: Registre) -> None:
    """Report the holders who should sit on a lesser poste."""
    trouves = dict(deplacables(attendu, octrois))
    noms = attendu.postes.noms.textes

    def constat(c: int) -> Constat:
        cle = f"candidat {attendu.candidats.noms.textes[c]}"
        vu, voulu = noms[octrois.siege[c]], noms[trouves[c]]
        phrase = (
            f"affectations, {cle} : placé en {vu} par son "
            f"{attendu.dire_contrat(octrois.contrat[c])}, alors que {voulu} vient avant et laisse "
            "une place à tous."
        )
        regle = Condition.SIEGES
        return Constat(regle, "affectations", cle, "poste", vu, voulu, phrase, c)

    registre.lister(Condition.SIEGES, "affectations", trouves, constat)
