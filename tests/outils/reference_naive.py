"""The mouvement done the slow, obviously correct way, in plain Python.

One definition after the other of the model, no cleverness. It is what the engine and the verifier
are held against on tiny campaigns (rule set ``declare``, ``guidage = "aucun"``), with or without
the improvement stage, couples tied or not.
"""

import hashlib
import itertools
from dataclasses import dataclass, replace
from typing import Any

from amelioration_naive import NIVEAUX, Amelioration, ameliorer
from couples_naifs import Couple, former, meilleurs_octrois, refuses
from marche_naif import Contrat, barre_du_poste, sieges_de
from petites_campagnes import Ligne, cadre, lignes_de
from terrain_naif import Terrain

from mouvement.engine.campagne import Campagne
from mouvement.engine.resultat import BARRE_FERMEE, Resultat
from mouvement.io import schema


@dataclass(frozen=True)
class SansContrat:
    """A vœu whose zone has no support at all, or that a partner does not share."""

    candidat: str
    rang: int
    zone: str
    bareme: int
    motif: str


def tirage(candidat: str, graine: int) -> int:
    """Return the candidat's draw: 63 bits of a keyed hash."""
    cle = str(graine).encode("ascii")
    condense = hashlib.blake2b(candidat.encode("utf-8"), digest_size=8, key=cle).digest()
    return int.from_bytes(condense, "big") >> 1


def contrats_de(terrain: Terrain) -> tuple[list[Contrat], list[SansContrat]]:
    """Return every contract, ranked inside its discipline, and the vœux that made none."""
    contrats: list[Contrat] = []
    sans: list[SansContrat] = []
    for nom, ligne in terrain.candidats.items():
        ordre = itertools.count(1)
        reste = terrain.part_commune(nom)
        for voeu in terrain.voeux(nom):
            zones = terrain.zones_du_voeu(ligne["discipline"], voeu)
            commun = reste >= len(zones)
            reste = reste - len(zones) if commun else 0
            ouvertes = [z for z in zones if commun and sum(terrain.capacite[p] for p in z[1]) > 0]
            for label, postes in ouvertes:
                contrats.append(
                    Contrat(
                        candidat=nom,
                        discipline=ligne["discipline"],
                        rang=voeu["rang"],
                        ordre=next(ordre),
                        zone=label,
                        postes=tuple(postes),
                        bareme=voeu["bareme"],
                    )
                )
            if not ouvertes:
                label = f"GROUPE:{voeu['code']}" if voeu["type"] == "GROUPE" else zones[0][0]
                motif = "AUCUN_POSTE" if commun else "INELIGIBLE"
                sans.append(SansContrat(nom, voeu["rang"], label, voeu["bareme"], motif))
        garde = terrain.garde(nom)
        if garde is not None:
            contrats.append(
                Contrat(
                    candidat=nom,
                    discipline=ligne["discipline"],
                    rang=None,
                    ordre=next(ordre),
                    zone=f"POSTE:{garde}",
                    postes=(garde,),
                    bareme=None,
                )
            )
    return classer(contrats, terrain.campagne.graine), sans


def classer(contrats: list[Contrat], graine: int) -> list[Contrat]:
    """Give each contract its rang_priorite: 1 is the weakest of its discipline."""
    noms = sorted({contrat.candidat for contrat in contrats}, reverse=True)

    def force(contrat: Contrat) -> tuple[Any, ...]:
        return (
            contrat.maintien,
            contrat.bareme or 0,
            tirage(contrat.candidat, graine),
            noms.index(contrat.candidat),
            -contrat.ordre,
        )

    classes = []
    for discipline in sorted({contrat.discipline for contrat in contrats}):
        siens = sorted((c for c in contrats if c.discipline == discipline), key=force)
        for rang, contrat in enumerate(siens, start=1):
            classes.append(Contrat(**{**contrat.__dict__, "rang_priorite": rang}))
    return sorted(classes, key=lambda c: (c.candidat, c.ordre))


@dataclass
class Issue:
    """Grants, seats and barres (as ranks) of stage one, and what the improvement made of them."""

    terrain: Terrain
    contrats: list[Contrat]
    sans: list[SansContrat]
    tenus: dict[str, Contrat]
    places: dict[str, str]
    barres: dict[str, int]
    suite: Amelioration | None = None

    @property
    def finaux(self) -> tuple[dict[str, Contrat], dict[str, str]]:
        """Grants and seats in the end."""
        if self.suite is None:
            return self.tenus, self.places
        return self.suite.tenus, self.suite.places

    @property
    def couples(self) -> list[Couple]:
        """Those whose moves are tied, by decreasing priority."""
        return former(self.contrats, self.terrain.partenaires)

    @property
    def dissous(self) -> set[str]:
        """Members of the couples that hold no pair."""
        perdants = [c for c in self.couples if c.option(self.tenus) == len(c.paires)]
        return {nom for couple in perdants for nom in couple.membres}

    def compter_couples(self) -> dict[str, int]:
        """Return the counts of the manifest."""
        return {
            "couples": len(self.couples),
            "dissous": len(self.dissous) // 2,
            "refus_residuels": sum(refuses(self.couples, self.tenus, marches_de(self.terrain))),
        }

    def deplace(self, nom: str) -> bool:
        """Tell whether the improvement stage changed something for that candidat."""
        avant = (self.tenus.get(nom), self.places.get(nom))
        return avant != tuple(fin.get(nom) for fin in self.finaux)

    def etat(self, discipline: str, rang: int) -> tuple[str, int | None]:
        """Return (etat, points) of a barre given as a rank."""
        if rang == 0:
            return "OUVERTE", None
        for contrat in self.contrats:
            if contrat.discipline == discipline and contrat.rang_priorite == rang:
                return ("FERMEE", BARRE_FERMEE) if contrat.maintien else ("BARRE", contrat.bareme)
        return "FERMEE", BARRE_FERMEE


def resoudre(campagne: Campagne) -> Issue:
    """Compute grants, seats and barres of every discipline."""
    terrain = Terrain(campagne)
    contrats, sans = contrats_de(terrain)
    couples = former(contrats, terrain.partenaires)
    tenus = meilleurs_octrois(contrats, couples, marches_de(terrain))
    return installer(terrain, contrats, sans, tenus)


def installer(
    terrain: Terrain, contrats: list[Contrat], sans: list[SansContrat], tenus: dict[str, Contrat]
) -> Issue:
    """Seat the holders of these grants, whatever they are, and compute the barres."""
    issue = Issue(terrain, contrats, sans, tenus, {}, {})
    for discipline, capacite in marches_de(terrain).items():
        ferme = sum(contrat.discipline == discipline for contrat in contrats) + 1
        ici = {nom: c for nom, c in tenus.items() if c.discipline == discipline}
        places = sieges_de(ici, capacite)
        issue.places |= places
        for poste in capacite:
            issue.barres[poste] = barre_du_poste(poste, ici, places, capacite, ferme)
    return issue


def marches_de(terrain: Terrain) -> dict[str, dict[str, int]]:
    """Return the capacity of each poste, by discipline."""
    marches: dict[str, dict[str, int]] = {}
    for nom, ligne in sorted(terrain.postes.items()):
        marches.setdefault(ligne["discipline"], {})[nom] = terrain.capacite[nom]
    return marches


def affecter_naif(campagne: Campagne) -> Resultat:
    """Run the whole mouvement of a tiny campaign."""
    return rediger(poursuivre(resoudre(campagne)))


def poursuivre(issue: Issue) -> Issue:
    """Add the improvement stage, if the campaign has one."""
    if not issue.terrain.campagne.options.amelioration:
        return issue
    lieux = {poste: issue.terrain.lieux(poste) for poste in issue.terrain.postes}
    actuels = {nom: ligne["poste_actuel"] for nom, ligne in issue.terrain.candidats.items()}
    academie = issue.terrain.campagne.academie
    lies = set(issue.terrain.partenaires)
    absents = {niveau: lies if niveau == "ZRA" else issue.dissous for niveau in NIVEAUX}
    suite = ameliorer(issue.contrats, lieux, actuels, academie, issue.tenus, issue.places, absents)
    return replace(issue, suite=suite)


def rediger(issue: Issue) -> Resultat:
    """Write every table from grants, seats and barres."""
    return Resultat(
        affectations=cadre(schema.AFFECTATIONS, _affectations(issue)),
        audit=cadre(schema.AUDIT, _audit(issue)),
        baremes=cadre(schema.BAREMES, _baremes(issue.terrain.campagne)),
        barres=cadre(schema.BARRES, _barres(issue)),
        priorites=cadre(schema.PRIORITES, _priorites(issue)),
        ameliorations=cadre(schema.AMELIORATIONS, issue.suite.lignes if issue.suite else []),
        rejets=cadre(schema.REJETS, []),
    )


def _affectations(issue: Issue) -> list[Ligne]:
    lignes = []
    tenus, places = issue.finaux
    for nom, candidat in issue.terrain.candidats.items():
        ligne = {
            k: candidat[k] for k in ("discipline", "participation", "carte_scolaire", "simultanee")
        }
        actuel = candidat["poste_actuel"]
        ligne |= {"candidat": nom, "etape": "GENERAL", "decision": "NON_AFFECTE"}
        ligne |= {"poste_actuel": actuel, "libelle_actuel": actuel and f"Lieu de {actuel}"}
        if issue.deplace(nom):
            ligne["etape"] = "AMELIORATION"
        if nom in tenus:
            contrat, poste = tenus[nom], places[nom]
            reste = poste == issue.terrain.garde(nom)
            ligne |= {
                "decision": "MAINTENU" if reste else "MUTE",
                "poste": poste,
                "etablissement": issue.terrain.postes[poste]["etablissement"],
                "rang": contrat.rang,
                "origine": "MAINTIEN" if contrat.maintien else "VOEU",
                "bareme": contrat.bareme,
                "ordre": contrat.ordre,
                "libelle": f"Lieu de {poste}",
            }
        lignes.append(ligne)
    return lignes


def _audit(issue: Issue) -> list[Ligne]:
    lignes: list[Ligne] = []
    tenus, _ = issue.finaux
    for contrat in issue.contrats:
        rang = min(issue.barres[poste] for poste in contrat.postes)
        tenu = tenus.get(contrat.candidat)
        premier = issue.tenus.get(contrat.candidat)
        if tenu is None or contrat.ordre < tenu.ordre:
            tout_seul = contrat.rang_priorite >= rang and not contrat.maintien
            lie = contrat.candidat in issue.terrain.partenaires
            motif = "REFUS_SIMULTANEE" if lie and tout_seul else "BAREME_INSUFFISANT"
        else:
            motif = "SATISFAIT" if contrat.ordre == tenu.ordre else "SANS_OBJET"
        lignes.append(
            {
                "candidat": contrat.candidat,
                "rang": contrat.rang,
                "ordre": contrat.ordre,
                "origine": "MAINTIEN" if contrat.maintien else "VOEU",
                "zone": contrat.zone,
                "bareme": contrat.bareme,
                "barre": issue.etat(contrat.discipline, rang)[1],
                "motif": motif,
                "etape": "AMELIORATION" if contrat is tenu is not premier else "GENERAL",
            }
        )
    for voeu in issue.sans:
        lignes.append({**voeu.__dict__, "origine": "VOEU", "etape": "GENERAL"})
    for ligne in lignes:
        ligne["libelle"] = f"Zone {ligne['zone']}"
        ligne["tirage"] = tirage(ligne["candidat"], issue.terrain.campagne.graine)
    return lignes


def _baremes(campagne: Campagne) -> list[Ligne]:
    return [
        {"candidat": v["candidat"], "rang": v["rang"], "element": "DECLARE", "points": v["bareme"]}
        for v in lignes_de(campagne.voeux)
    ]


def _priorites(issue: Issue) -> list[Ligne]:
    champs = ("discipline", "candidat", "ordre", "zone", "rang_priorite")
    return [
        {champ: getattr(contrat, champ) for champ in champs} | {"etape": "GENERAL"}
        for contrat in issue.contrats
    ]


def _barres(issue: Issue) -> list[Ligne]:
    membres: dict[tuple[str, str, str], set[str]] = {}
    for poste, ligne in issue.terrain.postes.items():
        for niveau, code in issue.terrain.lieux(poste).items():
            if niveau in schema.NIVEAUX:
                code = issue.terrain.campagne.academie if niveau == "ACA" else code
                assert code is not None
                membres.setdefault((ligne["discipline"], niveau, code), set()).add(poste)
    lignes = []
    for (discipline, niveau, code), postes in membres.items():
        rang = min(issue.barres[poste] for poste in postes)
        etat, points = issue.etat(discipline, rang)
        lignes.append(
            {
                "discipline": discipline,
                "niveau": niveau,
                "code": code,
                "etape": "GENERAL",
                "capacite": sum(issue.terrain.capacite[poste] for poste in postes),
                "entrants": sum(
                    place in postes and issue.terrain.garde(nom) not in postes
                    for nom, place in issue.places.items()
                ),
                "barre": points,
                "etat": etat,
                "rang_barre": rang,
            }
        )
    return lignes
