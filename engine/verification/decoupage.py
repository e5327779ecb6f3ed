"""The zones of a level, and what those of the contracts hold of each."""

from dataclasses import dataclass

import numpy as np

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, prendre
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.zones import Zones


@dataclass(frozen=True)
class Decoupage:
    """The zones of a level, one market each and by discipline.

    Attributes
    ----------
    etendue : number of places; a market's number is discipline × etendue + place.
    marche : market of each poste, ``NUL`` when it is in none.
    cles, parties : what the zones of the contracts hold of each market; the key of a part is
        zone × ``base`` + market.
    """

    nom: str
    etendue: int
    marche: Entiers
    base: int
    cles: Entiers
    parties: Zones

    @classmethod
    def de(cls, attendu: Attendu, nom: str) -> "Decoupage":
        """Cut every zone of the contracts along the places of a level."""
        postes, zones = attendu.postes, attendu.contrats.zones
        etendue = max(len(postes.codes[nom]), 1)
        place = postes.niveaux[nom]
        marche = np.where(place >= 0, postes.discipline * etendue + place, NUL)
        base = int(marche.max(initial=0)) + 1
        ici = marche[zones.postes] >= 0
        cle = zones.numero[ici] * base + marche[zones.postes[ici]]
        ordre = np.argsort(cle, kind="stable")  # A zone's postes are in increasing order.
        cles, debut = np.unique(cle[ordre], return_index=True)
        contenu = zones.postes[ici][ordre]
        parties = Zones(np.append(debut, len(contenu)), contenu, zones.nombre_postes)
        return cls(nom, etendue, marche, base, cles, parties)

    def partie(self, zone: Entiers, marche: Entiers) -> Entiers:
        """Return the part of each zone in the market beside it; ``NUL`` when there is none."""
        cle = np.maximum(zone, 0) * self.base + marche
        place = np.searchsorted(self.cles, cle)
        trouve = prendre(self.cles, np.where(place < len(self.cles), place, NUL)) == cle
        return np.where(trouve & (zone >= 0) & (marche >= 0), place, NUL)


def commune_ecartee(attendu: Attendu, niveau: str, etat: Octrois, chez_lui: Booleens) -> Entiers:
    """Return the commune that each titulaire's vœux leave to its own level; ``NUL``: none."""
    communes = attendu.postes.niveaux["COM"]
    ici = prendre(communes, etat.siege)
    reste = chez_lui & (ici == prendre(communes, attendu.candidats.actuel))
    return np.where(reste & attendu.instruction.comparaisons[niveau].hors_commune, ici, NUL)


def ecarter(
    attendu: Attendu, parties: Zones, partie: Entiers, ecartee: Entiers
) -> tuple[Zones, Entiers]:
    """Return (zones, the number of each): parts less a commune, when there is one beside them."""
    if np.all(ecartee == NUL):
        return parties, partie
    communes = attendu.postes.niveaux["COM"]
    base = int(communes.max(initial=0)) + 2
    avec = np.flatnonzero(partie >= 0)
    cles, place = np.unique(
        partie[avec] * base + np.maximum(ecartee[avec], -1) + 1, return_inverse=True
    )
    numero = np.full(len(partie), NUL, dtype=np.int64)
    numero[avec] = place
    entieres, sans = np.divmod(cles, base)
    zones = parties.extraire(entieres)
    sans = (sans - 1)[zones.numero]
    return zones.garder((sans < 0) | (communes[zones.postes] != sans)), numero
