"""The improvement stage the slow, obviously correct way: one closed market after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from marche_naif import Contrat, attribuer, barre_du_poste, sieges_de

from mouvement.engine.instruction.instruction import Comparaison
from mouvement.engine.resultat import BARRE_FERMEE

NIVEAUX = ("DPT", "GEO", "COM", "ZRD", "ZRA")
Lieux = dict[str, dict[str, str | None]]
Interdit = Callable[[str, str, str], bool]
"""Tells whether a guard keeps that candidat, seated there, from a poste."""


def sans_garde(nom: str, siege: str, poste: str) -> bool:
    """Forbid nothing to anybody."""
    return False


SIEGE = "SIEGE"
"""In the place of a zone's label: the contract that claims a seat."""


@dataclass(frozen=True)
class Regles:
    """What ranks people in a closed market.

    Attributes
    ----------
    comparaison : what the level says.
    communes : common part of each candidat's barème.
    tirages : draw of each candidat.
    commune : of each poste that is in one.
    """

    comparaison: Comparaison = field(default_factory=Comparaison)
    communes: Mapping[str, int] = field(default_factory=dict)
    tirages: Mapping[str, int] = field(default_factory=dict)
    commune: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Amelioration:
    """Grants and seats in the end, and the rows of the table ``ameliorations``."""

    tenus: dict[str, Contrat]
    places: dict[str, str]
    lignes: list[dict[str, Any]]


def ameliorer(
    contrats: list[Contrat],
    lieux: Lieux,
    actuels: dict[str, str | None],
    academie: str,
    tenus: dict[str, Contrat],
    places: dict[str, str],
    absents: dict[str, set[str]],
    interdit: Interdit,
    regles: Mapping[str, Regles],
) -> Amelioration:
    """Repeat all levels until a whole tour changes nothing.

    Parameters
    ----------
    lieux : code of each poste at every level where it belongs.
    actuels : poste_actuel of each candidat.
    tenus, places : grants and seats of stage one.
    absents : who takes no part at each level.
    regles : of each level.
    """
    lignes: list[dict[str, Any]] = []
    tour, encore = 0, True
    while encore:
        tour, encore = tour + 1, False
        for niveau in (nom for nom in NIVEAUX if nom in regles):
            nouveaux, sieges = dict(tenus), dict(places)
            zones = {
                (contrat.discipline, lieux[places[nom]][niveau])
                for nom, contrat in tenus.items()
                if niveau in lieux[places[nom]]
            }
            for discipline, code in sorted(zones, key=str):
                zone = {p for p, codes in lieux.items() if (niveau, code) in codes.items()}
                presents = {nom: c for nom, c in tenus.items() if nom not in absents[niveau]}
                gens = (actuels, presents, places)
                ferme = Ferme(contrats, discipline, zone, *gens, interdit, regles[niveau])
                issue = ferme.jouer()
                if issue is None:
                    continue
                encore = True
                nouveaux |= issue[0]
                sieges |= issue[1]
                cle = {"tour": tour, "niveau": niveau, "discipline": discipline}
                cle["code"] = academie if code is None else code
                lignes += [cle | ligne for ligne in ferme.raconter(*issue)]
            tenus, places = nouveaux, sieges
    return Amelioration(tenus, places, lignes)


def en_barre(points: int | None) -> int:
    """Return the barre of a contract in points."""
    return BARRE_FERMEE if points is None else points


class Ferme:
    """The closed market of a zone (its postes), in one discipline."""

    def __init__(
        self,
        contrats: list[Contrat],
        discipline: str,
        zone: set[str],
        actuels: dict[str, str | None],
        tenus: dict[str, Contrat],
        places: dict[str, str],
        interdit: Interdit,
        regles: Regles,
    ) -> None:
        self.siens = [contrat for contrat in contrats if contrat.discipline == discipline]
        self.zone, self.actuels, self.tenus, self.places = zone, actuels, tenus, places
        self.interdit, self.regles = interdit, regles
        ici = [n for n, c in sorted(tenus.items()) if c.discipline == discipline]
        roles = {nom: self.role(nom) for nom in ici if places[nom] in zone}
        self.roles = {nom: role for nom, role in roles.items() if role is not None}
        self.capacite = dict.fromkeys(sorted(zone), 0)
        for nom in self.roles:
            self.capacite[places[nom]] += 1

    def meilleurs(self, nom: str) -> list[Contrat]:
        """Return the vœux better than what is granted; not the one that a fall-back is made of."""
        tenu = self.tenus[nom]
        meme = tenu.rang if "paire=" in tenu.zone else None
        return [
            c
            for c in self.siens
            if c.candidat == nom and c.exprime and c.ordre < tenu.ordre and c.rang != meme
        ]

    def visees(self, nom: str) -> list[Contrat]:
        """Return the better vœux; a titulaire's, less his commune where it has its own level."""
        sienne = self.regles.commune.get(self.places[nom])
        avant = self.regles.commune.get(self.actuels[nom] or "")
        titulaire = self.actuels[nom] in self.zone
        if not (self.regles.comparaison.hors_commune and titulaire and sienne == avant):
            return self.meilleurs(nom)
        return [
            replace(c, postes=tuple(p for p in c.postes if self.regles.commune.get(p) != sienne))
            for c in self.meilleurs(nom)
        ]

    def role(self, nom: str) -> str | None:
        """Say how someone seated in the zone takes part, if he does."""
        if self.actuels[nom] in self.zone:
            voulues = [c for c in self.visees(nom) if self.zone.intersection(c.postes)]
            return "TITULAIRE" if voulues else None
        return "ENTRANT" if self.venu_au_large(nom) else None

    def venu_au_large(self, nom: str) -> bool:
        """Say whether a wide vœu, or the extension, gave somebody his seat."""
        contrat = self.tenus[nom]
        precis = contrat.zone.split(":")[0] in ("POSTE", "ETB", "ZRE")
        return contrat.dit["origine"] == "EXTENSION" or not precis

    def fermes(self, nom: str) -> list[Contrat]:
        """Return the contracts of the closed market: better ones, the seat, the guarantee."""
        tenu, siege = self.tenus[nom], self.revendication(nom)
        garantie = replace(tenu, rang_priorite=tenu.rang_priorite + self.au_dessus)
        siens = [self.compare(c) for c in self.visees(nom)] + ([siege] if siege else [])
        coupes = [
            replace(c, postes=tuple(p for p in c.postes if self.capacite.get(p, 0) > 0))
            for c in (*siens, garantie)
        ]
        return [self.sous_garde(contrat) for contrat in coupes if contrat.postes]

    @property
    def au_dessus(self) -> int:
        """More than there can be vœux and claims."""
        return len(self.siens) + len(self.tenus)

    def revendication(self, nom: str) -> Contrat | None:
        """Return the claim on his seat of who came there by a wide vœu, ranked, if he has one."""
        brute = self.siege(nom)
        if brute is None or nom not in self.roles or not self.venu_au_large(nom):
            return None
        return replace(brute, rang_priorite=self.rang(brute))

    def siege(self, nom: str) -> Contrat | None:
        """Return the contract of a seat and its points, whatever the role of who sits there."""
        mode, place, tenu = self.regles.comparaison.siege, self.places[nom], self.tenus[nom]
        if mode == "aucun":
            return None
        indicatifs = [c for c in self.meilleurs(nom) if place in c.postes and c.points is not None]
        source = indicatifs[0] if mode == "indicatif" and indicatifs else tenu
        points = self.regles.communes[nom] if source is tenu else source.bareme
        dit = {**source.dit, "classe": 0, "origine": "VOEU"}
        return replace(tenu, zone=SIEGE, postes=(place,), bareme=points, dit=dit)

    def compare(self, contrat: Contrat) -> Contrat:
        """Return a better vœu with the points that count here, ranked by them."""
        compare = contrat
        if self.regles.comparaison.bareme == "partie_commune":
            compare = replace(contrat, bareme=self.regles.communes[contrat.candidat])
        return replace(compare, rang_priorite=self.rang(compare))

    def rang(self, contrat: Contrat) -> int:
        """Return how many vœux and claims of the discipline come before, from the weakest."""
        return 1 + sum(self.cle(autre) < self.cle(contrat) for autre in self.tous)

    @cached_property
    def tous(self) -> list[Contrat]:
        """Every vœu of the discipline, with the points that count here, and every claim."""
        commune = self.regles.comparaison.bareme == "partie_commune"
        voeux = [
            replace(c, bareme=self.regles.communes[c.candidat]) if commune else c
            for c in self.siens
        ]
        sieges = [self.siege(nom) for nom, c in self.tenus.items() if c in self.siens]
        return voeux + [siege for siege in sieges if siege]

    def cle(self, contrat: Contrat) -> tuple[Any, ...]:
        """Return what ranks a contract: class, points, départage, draw, name, place in the list."""
        dit, nom = contrat.dit, contrat.candidat
        points = -1 if contrat.bareme is None else contrat.bareme
        sort = (self.regles.tirages[nom], [-ord(lettre) for lettre in nom + "\0"])
        return (dit["classe"], points, dit["departage"], *sort, -contrat.ordre)

    def sous_garde(self, contrat: Contrat) -> Contrat:
        """Take out, of what holds the candidat's seat, what a guard keeps him from."""
        nom, siege = contrat.candidat, self.places[contrat.candidat]
        if siege not in contrat.postes:
            return contrat
        admis = [poste for poste in contrat.postes if not self.interdit(nom, siege, poste)]
        return replace(contrat, postes=tuple(admis))

    def jouer(self) -> tuple[dict[str, Contrat], dict[str, str]] | None:
        """Return the grants and seats of those who take part; None when no grant changes."""
        offres = [contrat for nom in self.roles for contrat in self.fermes(nom)]
        obtenus = attribuer(offres, self.capacite)
        assert set(obtenus) == set(self.roles)
        if all(contrat.ordre == self.tenus[nom].ordre for nom, contrat in obtenus.items()):
            return None
        entiers = {(c.candidat, c.ordre): c for c in self.siens}
        sieges = sieges_de(obtenus, self.capacite)
        self.obtenus = obtenus
        return {nom: entiers[nom, c.ordre] for nom, c in obtenus.items()}, sieges

    def raconter(
        self, nouveaux: dict[str, Contrat], sieges: dict[str, str]
    ) -> list[dict[str, Any]]:
        """Return the rows of this market, without its own key."""
        offres = [c for nom in self.roles for c in self.fermes(nom)]
        points = {c.rang_priorite: c.points for c in offres if c.rang_priorite <= self.au_dessus}
        infini = 3 * self.au_dessus
        lignes = []
        for nom, role in self.roles.items():
            barre = min(
                barre_du_poste(poste, self.obtenus, sieges, self.capacite, infini)
                for poste in self.obtenus[nom].postes
            )
            lignes.append(
                {
                    "candidat": nom,
                    "role": role,
                    "ordre_avant": self.tenus[nom].ordre,
                    "poste_avant": self.places[nom],
                    "ordre_apres": nouveaux[nom].ordre,
                    "poste_apres": sieges[nom],
                    "bareme": nouveaux[nom].bareme,
                    "barre": None if barre == 0 else en_barre(points.get(barre)),
                    "points": points.get(self.obtenus[nom].rang_priorite),
                    **self.raconter_siege(nom),
                }
            )
        return lignes

    def raconter_siege(self, nom: str) -> dict[str, Any]:
        """Return what the level compares, and what became of a claim."""
        commune = self.regles.comparaison.bareme == "partie_commune"
        dit: dict[str, Any] = {"critere": "PARTIE_COMMUNE" if commune else "VOEU"}
        siege, obtenu = self.revendication(nom), self.obtenus[nom]
        if siege is None:
            return dit
        sort = "GARDE" if obtenu.zone == SIEGE else "PERDU"
        sort = sort if obtenu.ordre == self.tenus[nom].ordre else "MIEUX"
        indicatif = self.regles.comparaison.siege == "indicatif" and any(
            self.places[nom] in c.postes and c.points is not None for c in self.meilleurs(nom)
        )
        source = "VOEU" if indicatif else "PARTIE_COMMUNE"
        return dit | {"siege": sort, "critere_siege": source, "points_siege": siege.bareme}
