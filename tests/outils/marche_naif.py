"""One market the slow, obviously correct way: who can be seated, who gets what, where, barres.

Seatability is a bipartite matching made from scratch, the circuit is found by trying to leave each
holder out, barres by walking.
"""

from dataclasses import dataclass, field
from typing import Any

SANS_REGLE = {
    "origine": "VOEU",
    "classe": 0,
    "departage": 0,
    "criteres": None,
    "regles": None,
    "note": None,
    "annuel": False,
}
"""What a rule set says of a vœu when it has nothing to say."""


@dataclass(frozen=True)
class Contrat:
    """One contract: whose, where he may be seated, how strong."""

    candidat: str
    discipline: str
    rang: int | None
    ordre: int
    zone: str
    postes: tuple[str, ...]
    bareme: int | None
    dit: dict[str, Any] = field(default_factory=lambda: SANS_REGLE, compare=False)
    rang_priorite: int = 0
    fois: int = 0  # How many times the list asked for the same before.

    @property
    def maintien(self) -> bool:
        return self.dit["origine"] == "MAINTIEN"

    @property
    def exprime(self) -> bool:
        """Tell whether it comes from a vœu, whoever made it."""
        return self.dit["origine"] not in ("DECISION", "EXTENSION", "MAINTIEN")

    @property
    def conjoint(self) -> bool:
        """Tell whether a partner asks for it with the other: a vœu, or half of a pair."""
        return self.exprime or (self.dit["origine"] == "EXTENSION" and "paire=" in self.zone)

    @property
    def points(self) -> int | None:
        """Return the points that would be as strong; None when none would."""
        return None if self.maintien or self.dit["classe"] > 0 else self.bareme


def asseoir(zones: list[tuple[str, ...]], capacite: dict[str, int]) -> list[str] | None:
    """Seat one person per zone within capacities (augmenting paths); None when impossible."""
    supports = [(p, i) for p in sorted(capacite) for i in range(capacite[p])]
    occupant: dict[tuple[str, int], int] = {}

    def placer(personne: int, vus: set[tuple[str, int]]) -> bool:
        for support in supports:
            if support[0] in zones[personne] and support not in vus:
                vus.add(support)
                if support not in occupant or placer(occupant[support], vus):
                    occupant[support] = personne
                    return True
        return False

    for personne in range(len(zones)):
        if not placer(personne, set()):
            return None
    sieges = {personne: support[0] for support, personne in occupant.items()}
    return [sieges[personne] for personne in range(len(zones))]


def attribuer(contrats: list[Contrat], capacite: dict[str, int]) -> dict[str, Contrat]:
    """Return the candidate-optimal kernel of one discipline: each candidat's granted contract."""
    listes: dict[str, list[Contrat]] = {}
    for contrat in sorted(contrats, key=lambda c: (c.candidat, c.ordre)):
        listes.setdefault(contrat.candidat, []).append(contrat)
    tenus: dict[str, Contrat] = {}
    while libres := [nom for nom in sorted(listes) if nom not in tenus and listes[nom]]:
        propose = listes[libres[0]].pop(0)
        tenus[propose.candidat] = propose
        if asseoir([c.postes for c in tenus.values()], capacite) is None:
            circuit = [c for c in tenus.values() if _sans(c, tenus, capacite)]
            evince = min(circuit, key=lambda c: c.rang_priorite)
            del tenus[evince.candidat]
    return tenus


def _sans(contrat: Contrat, tenus: dict[str, Contrat], capacite: dict[str, int]) -> bool:
    autres = [c.postes for c in tenus.values() if c is not contrat]
    return asseoir(autres, capacite) is not None


def sieges_de(tenus: dict[str, Contrat], capacite: dict[str, int]) -> dict[str, str]:
    """Seat the holders, strongest first: the least poste that leaves all others seatable."""
    places: dict[str, str] = {}
    for contrat in sorted(tenus.values(), key=lambda c: -c.rang_priorite):
        for poste in sorted(contrat.postes):
            essai = places | {contrat.candidat: poste}
            zones = [(essai[n],) if n in essai else c.postes for n, c in tenus.items()]
            if asseoir(zones, capacite) is not None:
                places = essai
                break
    return places


def barre_du_poste(
    poste: str,
    tenus: dict[str, Contrat],
    places: dict[str, str],
    capacite: dict[str, int],
    ferme: int,
) -> int:
    """Walk from the poste through holders' zones: 0 if a support is free, else the weakest met."""
    atteints, a_voir, rencontres = {poste}, [poste], {ferme}
    while a_voir:
        ici = a_voir.pop()
        occupants = [nom for nom, place in places.items() if place == ici]
        if len(occupants) < capacite[ici]:
            return 0
        for nom in occupants:
            rencontres.add(tenus[nom].rang_priorite)
            for suivant in tenus[nom].postes:
                if suivant not in atteints:
                    atteints.add(suivant)
                    a_voir.append(suivant)
    return min(rencontres)


def listes(contrats: list[Contrat], discipline: str) -> dict[str, list[Contrat]]:
    """Return the contracts of each candidat of a discipline, in the order of his list."""
    resultat: dict[str, list[Contrat]] = {}
    for contrat in contrats:
        if contrat.discipline == discipline:
            resultat.setdefault(contrat.candidat, []).append(contrat)
    return resultat


def est_un_noyau(
    choix: dict[str, Contrat | None], siennes: dict[str, list[Contrat]], capacite: dict[str, int]
) -> bool:
    """Tell whether it is feasible, every preferred contract spanned by stronger granted ones."""
    tenus = [contrat for contrat in choix.values() if contrat is not None]
    if asseoir([contrat.postes for contrat in tenus], capacite) is None:
        return False
    for nom, liste in siennes.items():
        for voulu in liste:
            if voulu is choix[nom]:
                break
            forts = [c.postes for c in tenus if c.rang_priorite > voulu.rang_priorite]
            if asseoir([*forts, voulu.postes], capacite) is not None:
                return False
    return True
