"""What the agents of closed markets would rather have: better vœux, and their own seats."""

from dataclasses import dataclass

import numpy as np

from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, en_points, prendre
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.traits import ORDINAIRE
from mouvement.engine.verification.zones import Zones


@dataclass(frozen=True)
class Pretentions:
    """Better vœux, then claims on a seat, in one order of priority; guarantees are above it.

    Attributes
    ----------
    auteur, contrat : whose it is, his better vœu; ``NUL`` when it claims his seat.
    zone : what it leads to.
    source : contract that the points are of; ``NUL`` for the common part.
    points : points that rank it; ``NUL`` when no points would.
    rang : 1, 2, … from the weakest, all markets together.
    """

    auteur: Entiers
    contrat: Entiers
    zone: Entiers
    source: Entiers
    points: Entiers
    rang: Entiers

    def __len__(self) -> int:
        return len(self.rang)

    @property
    def revendique(self) -> Booleens:
        """Tell which ones claim a seat."""
        revendique: Booleens = self.contrat == NUL
        return revendique

    def du_rang(self, rang: Entiers) -> Entiers:
        """Return the one of each rank; ``NUL`` where it is no rank of theirs."""
        place = np.append(np.argsort(self.rang), NUL)
        return place[np.where((rang >= 1) & (rang <= len(self)), rang - 1, len(self))]

    def en_points(self, rang: Entiers) -> Entiers:
        """Return barres in points: ``NUL`` when open, ``BARRE_FERMEE`` when no points get in."""
        points = prendre(self.points, self.du_rang(rang))
        return np.where(rang == 0, NUL, np.where(points == NUL, BARRE_FERMEE, points))

    def dire(self, attendu: Attendu, etat: Octrois, numero: int) -> str:
        """Name one as an analyst does."""
        if self.contrat[numero] != NUL:
            return attendu.dire_contrat(int(self.contrat[numero]))
        siege = attendu.postes.noms.textes[etat.siege[self.auteur[numero]]]
        return f"siège {siege} ({en_points(int(self.points[numero]))} points)"


def classer_pretentions(
    attendu: Attendu,
    niveau: str,
    etat: Octrois,
    mieux: tuple[Entiers, Entiers],
    zones: Zones,
    places: Entiers,
) -> tuple[Pretentions, Zones]:
    """Rank the better vœux (contract, zone) and the claims on seats.

    Returns them, and the zones with the seats claimed after them.
    """
    comparaison, liste = attendu.instruction.comparaisons[niveau], attendu.contrats.liste
    contrat, zone = mieux
    if comparaison.siege == "aucun":
        places = places[:0]
    source = np.full(len(places), NUL, dtype=np.int64)
    if comparaison.siege == "indicatif":
        source = _indicatifs(attendu, etat, contrat, zone, zones)[places]
    par_commune = comparaison.bareme == "partie_commune"
    base = np.concatenate([contrat, np.where(source == NUL, etat.contrat[places], source)])
    de_qui = np.concatenate(
        [np.full(len(contrat), NUL, dtype=np.int64) if par_commune else contrat, source]
    )
    auteur = np.concatenate([liste.candidat[contrat], places])
    points = np.where(
        de_qui == NUL, attendu.parties_communes[auteur], prendre(liste.bareme, de_qui)
    )
    siege = np.arange(len(base)) >= len(contrat)
    ordre = np.where(siege, liste.ordre[etat.contrat[auteur]], liste.ordre[base])
    classe, rang = _ranger(attendu, (auteur, base, ordre), siege, points)
    pretentions = Pretentions(
        auteur=auteur,
        contrat=np.where(siege, NUL, base),
        zone=np.concatenate([zone, len(zones) + np.arange(len(places))]),
        source=de_qui,
        points=np.where(classe > ORDINAIRE, NUL, points),
        rang=rang,
    )
    return pretentions, zones.avec(etat.siege[places])


def _ranger(
    attendu: Attendu, qui: tuple[Entiers, Entiers, Entiers], siege: Booleens, points: Entiers
) -> tuple[Entiers, Entiers]:
    """Return (class, rank): by class, points, départage, draw, identifier, place in the list.

    ``qui`` : author, contract that the départage is of, ordre.
    """
    auteur, base, ordre = qui
    traits, source = attendu.contrats.traits, attendu.contrats.liste.source[base]
    classe = np.where(siege, ORDINAIRE, prendre(traits.classe, source, ORDINAIRE))
    departage = prendre(traits.departage, source, 0)
    tirage = attendu.priorites.tirage[auteur]
    triees = np.lexsort((-ordre, -auteur, tirage, departage, points, classe))
    rang = np.empty(len(triees), dtype=np.int64)
    rang[triees] = np.arange(1, len(triees) + 1)
    return classe, rang


def _indicatifs(
    attendu: Attendu, etat: Octrois, contrat: Entiers, zone: Entiers, zones: Zones
) -> Entiers:
    """Return, of each candidat, his first better vœu by points that leads to his seat."""
    auteur = attendu.contrats.liste.candidat[contrat]
    tient = zones.contient(zone, etat.siege[auteur]) & (attendu.priorites.bareme[contrat] != NUL)
    premier = np.full(len(etat.contrat), NUL, dtype=np.int64)
    ici = np.flatnonzero(tient)[::-1]
    premier[auteur[ici]] = contrat[ici]  # Of equal authors the first vœu stays.
    return premier
