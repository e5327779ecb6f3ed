"""Couples the slow, obviously correct way: every grant of every couple is tried."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marche_naif import Contrat, asseoir, attribuer, barre_du_poste

Ligne = dict[str, Any]
Marches = dict[str, dict[str, int]]
"""Discipline → capacity of each of its postes."""
Octrois = dict[str, Contrat]

SEPARES = {"ACA": ("DPT", "communes"), "ZRA": ("ZRD", "zones_remplacement")}
"""Vœux over the académie, what they become for a partner, the table of the départements."""
PROPRES = ("sauf", "sauf_poste")
"""What is taken out of the zone of one partner, and not of the other's."""


@dataclass(frozen=True)
class Couple:
    """Two candidats, the smaller identifier first, and their joint list."""

    membres: tuple[str, str]
    paires: tuple[tuple[Contrat, Contrat], ...]

    @property
    def priorite(self) -> tuple[int, str]:
        """Couples with more points on their first pair come first."""
        sans = -1  # What no points at all count for.
        premiere = self.paires[0] if self.paires else ()
        points = sum(sans if c.bareme is None else c.bareme for c in premiere)
        return -points, self.membres[0]

    def option(self, tenus: Octrois) -> int:
        """Return the place of the pair that they hold; the number of pairs when they hold none."""
        obtenus = tuple(tenus.get(nom) for nom in self.membres)
        ordres = [tuple(c.ordre for c in paire) for paire in self.paires]
        voulus = tuple(c.ordre if c else 0 for c in obtenus)
        return ordres.index(voulus) if voulus in ordres else len(ordres)


def separer(voeu: Ligne, departements: dict[str, set[str]]) -> list[Ligne]:
    """Split a partner's vœu over the académie: one line for each département, by code."""
    if voeu["type"] not in SEPARES:
        return [voeu]
    nature, table = SEPARES[voeu["type"]]
    if not departements[table]:
        return [voeu]
    return [voeu | {"type": nature, "code": code} for code in sorted(departements[table])]


def voulu(label: str) -> str:
    """Return what a label asks for, without what is taken out for one's own sake.

    The two halves of a pair ask for the same.
    """
    items = label.split(";")
    paires = [item for item in items if item.startswith("paire=")]
    return ";".join(paires or [i for i in items if i.partition("=")[0] not in PROPRES])


def lignes_communes(siennes: list[str], autres: list[str]) -> int:
    """Return how many labels two lists begin with in common."""
    communes = 0
    while siennes[communes : communes + 1] == autres[communes : communes + 1] != []:
        communes += 1
    return communes


def former(contrats: list[Contrat], partenaires: dict[str, str]) -> list[Couple]:
    """Return the couples by decreasing priority."""
    couples = []
    for nom, autre in partenaires.items():
        if nom < autre:
            siens, leurs = _conjoints(contrats, nom), _conjoints(contrats, autre)
            paires = tuple((siens[z], leurs[z]) for z in siens if z in leurs)
            couples.append(Couple((nom, autre), paires))
    return sorted(couples, key=lambda couple: couple.priorite)


def _conjoints(contrats: list[Contrat], nom: str) -> dict[tuple[str, int], Contrat]:
    """Return his joint contracts by what they ask for, and how many times he asked before."""
    siens = [c for c in contrats if c.candidat == nom and c.conjoint]
    return {(voulu(contrat.zone), contrat.fois): contrat for contrat in siens}


def meilleurs_octrois(contrats: list[Contrat], couples: list[Couple], marches: Marches) -> Octrois:
    """Return the outcome with the fewest residual refusals, then the best for each couple."""
    issues = issues_vraies(contrats, couples, marches)
    return min(issues, key=lambda issue: (sum(refuses(couples, issue[1], marches)), issue[0]))[1]


def issues_vraies(
    contrats: list[Contrat], couples: list[Couple], marches: Marches
) -> Iterator[tuple[tuple[int, ...], Octrois]]:
    """Yield (option of each couple, grants): all that hold once everybody has proposed."""
    for options in itertools.product(*(range(len(couple.paires) + 1) for couple in couples)):
        tenus: Octrois = {}
        for discipline, capacite in marches.items():
            permis = [c for c in contrats if c.discipline == discipline]
            for couple, option in zip(couples, options, strict=True):
                permis = [c for c in permis if _propose(couple, option, c)]
            tenus |= attribuer(permis, capacite)
        if all(c.option(tenus) == option for c, option in zip(couples, options, strict=True)):
            yield options, tenus


def _propose(couple: Couple, option: int, contrat: Contrat) -> bool:
    """Whether somebody proposes that contract when the couple is granted that option."""
    if contrat.candidat not in couple.membres:
        return True
    if option == len(couple.paires):
        return not contrat.conjoint
    return contrat in couple.paires[option]


def refuses(couples: list[Couple], tenus: Octrois, marches: Marches) -> list[bool]:
    """Whether each couple qualifies for a better pair than it got."""
    return [
        any(se_qualifie(paire, tenus, marches) for paire in couple.paires[: couple.option(tenus)])
        for couple in couples
    ]


def se_qualifie(paire: tuple[Contrat, Contrat], tenus: Octrois, marches: Marches) -> bool:
    """Whether both halves are at their barre, or chosen from the holders plus the pair."""
    un, autre = paire
    if un.discipline != autre.discipline:
        return all(_a_la_barre(contrat, tenus, marches) for contrat in paire)
    capacite = marches[un.discipline]
    ici = [c for c in tenus.values() if c.discipline == un.discipline]
    pris: list[Contrat] = []
    for contrat in sorted({*ici, *paire}, key=lambda c: -c.rang_priorite):
        if asseoir([c.postes for c in (*pris, contrat)], capacite) is not None:
            pris.append(contrat)
    return un in pris and autre in pris


def _a_la_barre(contrat: Contrat, tenus: Octrois, marches: Marches) -> bool:
    capacite = marches[contrat.discipline]
    ici = {nom: c for nom, c in tenus.items() if c.discipline == contrat.discipline}
    sieges = asseoir([c.postes for c in ici.values()], capacite)
    if sieges is None:
        raise ValueError("the grants are not feasible")
    places = dict(zip(ici, sieges, strict=True))
    fermee = contrat.rang_priorite + 1
    return any(
        barre_du_poste(poste, ici, places, capacite, fermee) <= contrat.rang_priorite
        for poste in contrat.postes
    )
