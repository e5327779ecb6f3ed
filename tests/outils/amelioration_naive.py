"""The improvement stage the slow, obviously correct way: one closed market after the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from marche_naif import Contrat, attribuer, barre_du_poste, sieges_de

from mouvement.engine.resultat import BARRE_FERMEE

NIVEAUX = ("DPT", "GEO", "COM", "ZRD", "ZRA")
Lieux = dict[str, dict[str, str | None]]
Interdit = Callable[[str, str, str], bool]
"""Tells whether a guard keeps that candidat, seated there, from a poste."""


def sans_garde(nom: str, siege: str, poste: str) -> bool:
    """Forbid nothing to anybody."""
    return False


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
    interdit: Interdit = sans_garde,
) -> Amelioration:
    """Repeat all levels until a whole tour changes nothing.

    Parameters
    ----------
    lieux : code of each poste at every level where it belongs.
    actuels : poste_actuel of each candidat.
    tenus, places : grants and seats of stage one.
    absents : who takes no part at each level.
    """
    lignes: list[dict[str, Any]] = []
    tour, encore = 0, True
    while encore:
        tour, encore = tour + 1, False
        for niveau in NIVEAUX:
            nouveaux, sieges = dict(tenus), dict(places)
            zones = {
                (contrat.discipline, lieux[places[nom]][niveau])
                for nom, contrat in tenus.items()
                if niveau in lieux[places[nom]]
            }
            for discipline, code in sorted(zones, key=str):
                zone = {p for p, codes in lieux.items() if (niveau, code) in codes.items()}
                presents = {nom: c for nom, c in tenus.items() if nom not in absents[niveau]}
                ferme = Ferme(contrats, discipline, zone, actuels, presents, places, interdit)
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
        interdit: Interdit = sans_garde,
    ) -> None:
        self.siens = [contrat for contrat in contrats if contrat.discipline == discipline]
        self.zone, self.actuels, self.tenus, self.places = zone, actuels, tenus, places
        self.interdit = interdit
        ici = [n for n, c in sorted(tenus.items()) if c.discipline == discipline]
        roles = {nom: self.role(nom) for nom in ici if places[nom] in zone}
        self.roles = {nom: role for nom, role in roles.items() if role is not None}
        self.capacite = dict.fromkeys(sorted(zone), 0)
        for nom in self.roles:
            self.capacite[places[nom]] += 1

    def meilleurs(self, nom: str) -> list[Contrat]:
        """Return the vœux better than what is granted."""
        ordre = self.tenus[nom].ordre
        return [c for c in self.siens if c.candidat == nom and c.exprime and c.ordre < ordre]

    def role(self, nom: str) -> str | None:
        """Say how someone seated in the zone takes part, if he does."""
        if self.actuels[nom] in self.zone:
            voulues = [c for c in self.meilleurs(nom) if self.zone.intersection(c.postes)]
            return "TITULAIRE" if voulues else None
        contrat = self.tenus[nom]
        precis = contrat.zone.split(":")[0] in ("POSTE", "ETB", "ZRE")
        etendu = contrat.dit["origine"] == "EXTENSION"
        return "ENTRANT" if etendu or not precis else None

    def fermes(self, nom: str) -> list[Contrat]:
        """Return the contracts of the closed market: better ones, then the guarantee."""
        tenu = self.tenus[nom]
        au_dessus = max(contrat.rang_priorite for contrat in self.siens)
        garantie = replace(tenu, rang_priorite=tenu.rang_priorite + au_dessus)
        coupes = [
            replace(c, postes=tuple(p for p in c.postes if self.capacite.get(p, 0) > 0))
            for c in (*self.meilleurs(nom), garantie)
        ]
        return [self.sous_garde(contrat) for contrat in coupes if contrat.postes]

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
        points = {contrat.rang_priorite: contrat.points for contrat in self.siens}
        infini = 3 * max(points)
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
                }
            )
        return lignes
