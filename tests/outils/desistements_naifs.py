"""Withdrawals by brute force: every outcome without envy, on a campaign small enough."""

import itertools
from collections import Counter
from dataclasses import replace
from typing import Any

from contrats_naifs import contrats_de
from marche_naif import Contrat, asseoir
from petites_campagnes import lignes_de
from terrain_naif import Terrain

from mouvement.engine.campagne import Campagne

LIMITE = 400


class Situation:
    """What a result gives, who withdraws, what each of the others would rather have."""

    def __init__(self, campagne: Campagne, affectations: Any, retires: set[str]) -> None:
        self.contrats, _ = contrats_de(Terrain(campagne))
        self.avant = {ligne["candidat"]: ligne for ligne in lignes_de(affectations)}
        self.retires = retires
        self.garde = {
            ligne["candidat"]: None if ligne["carte_scolaire"] else ligne["poste_actuel"]
            for ligne in lignes_de(campagne.candidats)
        }
        capacite = Counter(
            dict(zip(campagne.postes["poste"], campagne.postes["vacants"], strict=True))
        )
        capacite.update(poste for poste in self.garde.values() if poste)
        restes = Counter(ligne["poste"] for nom, ligne in self.avant.items() if nom not in retires)
        del restes[None]
        quittes = Counter(self.avant[nom]["poste"] for nom in retires)
        repris = Counter(self.garde[nom] for nom in retires if self.garde[nom])
        self.manque = {p for p in repris if capacite[p] - restes[p] - repris[p] < 0}
        libres = {p: max(n - repris[p], 0) for p, n in quittes.items() if p}
        self.places = {p: restes[p] + libres.get(p, 0) for p in capacite}

    def choix(self, nom: str) -> list[Contrat]:
        """Return what he would rather have than what he has, then that very poste."""
        lui = self.avant[nom]
        siens = sorted((c for c in self.contrats if c.candidat == nom), key=lambda c: c.ordre)
        mieux = [c for c in siens if lui["ordre"] is None or c.ordre < lui["ordre"]]
        mieux = [c for c in mieux if c.exprime]
        if lui["poste"] is None:
            return mieux
        sommet = len(self.contrats) + 1
        sien = Contrat(
            candidat=nom, discipline=lui["discipline"], rang=None, ordre=10_000, zone="garantie",
            postes=(lui["poste"],), bareme=None, rang_priorite=sommet,
        )  # fmt: skip
        return [*mieux, sien]

    def issues(self) -> list[dict[str, Contrat | None]] | None:
        """Return every outcome where nobody loses and nobody is envied; None when too many."""
        utiles, atteints = {}, {p for p in self.places if self._libre(p)}
        tous = {nom: self.choix(nom) for nom in self.avant if nom not in self.retires}
        while True:
            nouveaux = {
                nom: liste
                for nom, liste in tous.items()
                if nom not in utiles and any(atteints & set(c.postes) for c in liste)
            }
            if not nouveaux:
                break
            utiles |= nouveaux
            atteints |= {c.postes[0] for liste in nouveaux.values() for c in liste[-1:]
                         if c.zone == "garantie"}  # fmt: skip
        options = [[*liste, *([None] if liste[-1].zone != "garantie" else [])]
                   for liste in utiles.values()]  # fmt: skip
        total = 1
        for option in options:
            total *= len(option)
        if total > LIMITE:
            return None
        autres = Counter(
            self.avant[n]["poste"] for n in tous if n not in utiles and self.avant[n]["poste"]
        )
        places = {p: n - autres[p] for p, n in self.places.items()}
        return [
            dict(zip(utiles, pris, strict=True))
            for pris in itertools.product(*options)
            if self._sans_envie(dict(zip(utiles, pris, strict=True)), utiles, places)
        ]

    def _libre(self, poste: str) -> bool:
        tenus = sum(
            ligne["poste"] == poste for nom, ligne in self.avant.items() if nom not in self.retires
        )
        return self.places[poste] > tenus

    @staticmethod
    def _sans_envie(
        pris: dict[str, Contrat | None], listes: dict[str, list[Contrat]], places: dict[str, int]
    ) -> bool:
        tenus = [c for c in pris.values() if c is not None]
        if asseoir([c.postes for c in tenus], places) is None:
            return False
        for nom, liste in listes.items():
            for voulu in itertools.takewhile(lambda c, moi=pris[nom]: c is not moi, liste):
                forts = [
                    c.postes
                    for c in tenus
                    if c.discipline != voulu.discipline or c.rang_priorite > voulu.rang_priorite
                ]
                if asseoir([*forts, voulu.postes], places) is not None:
                    return False
        return True


def gains(issue: dict[str, Contrat | None]) -> dict[str, int]:
    """Return who gains, and the order of the contract."""
    return {
        nom: contrat.ordre
        for nom, contrat in issue.items()
        if contrat is not None and contrat.zone != "garantie"
    }


def une_discipline(campagne: Campagne) -> Campagne:
    """Return the campaign with one poste vacant at most here and there: longer chains."""
    postes = campagne.postes.assign(vacants=campagne.postes["vacants"].clip(upper=1))
    return replace(campagne, postes=postes)
