"""A past result with planted changes: what a replay must find, and nothing else.

The past is the result of a true campaign, with other people or barèmes than the one to replay, then
changed by hand. Each change has a discipline, or people and postes, of its own.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.resultat import BARRE_FERMEE, Resultat
from mouvement.io.ecriture import ecrire_campagne
from mouvement.io.lecture import lire_campagne
from mouvement.io.tables_campagne import tables_campagne

HORS_ZONES = ("ZR", "ASH", "SPEA", "POP")
MARGE = 3_000_000
"""Thousandths by which a wrong barème passes a barre: enough that nobody pushes its author out."""


@dataclass(frozen=True)
class Changement:
    """One planted change: what its case must say."""

    nature: str
    candidat: str
    poste: str | None = None
    lese: str | None = None
    ecart: int | None = None


class Terrain:
    """A result and its campaign, rules applied: who sits where, what labels hold, what is free."""

    @classmethod
    def de(cls, campagne: Campagne) -> "Terrain":
        """Do the mouvement of a campaign."""
        instruction = instruire(campagne)
        return cls(instruction.campagne, affecter_instruite(instruction))

    def __init__(self, campagne: Campagne, resultat: Resultat) -> None:
        self.campagne, self.resultat = campagne, resultat
        self.affectations = resultat.affectations.set_index("candidat")
        audit = resultat.audit
        self.audit = audit.assign(
            **{nom: audit[nom].astype("str") for nom in ("candidat", "zone", "motif", "origine")}
        )
        self._zones = {nom: set(zones) for nom, zones in self.audit.groupby("candidat")["zone"]}
        self.discipline = campagne.candidats.set_index("candidat")["discipline"].to_dict()

    @cached_property
    def postes(self) -> pd.DataFrame:
        """Postes with the place of each."""
        lieux = self.campagne.etablissements.merge(self.campagne.communes, on="commune")
        zones = self.campagne.zones_remplacement.rename(columns={"zone": "etablissement"})
        noms = ["etablissement", "type", "commune", "groupement", "departement"]
        lieux = pd.concat([lieux[noms], zones[["etablissement", "departement"]]])
        return self.campagne.postes.merge(lieux, on="etablissement", how="left").set_index("poste")

    @cached_property
    def libres(self) -> dict[str, int]:
        """Supports left free at each poste."""
        candidats = self.campagne.candidats
        gardes = candidats.loc[~candidats["carte_scolaire"], "poste_actuel"].value_counts()
        assis = self.resultat.affectations["poste"].astype("str").value_counts()
        places = self.postes["vacants"].add(gardes, fill_value=0).sub(assis, fill_value=0)
        return {poste: int(n) for poste, n in places.items() if n > 0}

    @cached_property
    def _contenus(self) -> dict[tuple[str, str], set[str]]:
        """Base of a label, discipline → postes."""
        contenus: dict[tuple[str, str], set[str]] = {}
        for poste in self.postes.reset_index().to_dict("records"):
            lieux = [f"POSTE:{poste['poste']}"]
            if poste["nature"] == "ZR":
                departement = f"ZRD:{poste['departement']}"
                lieux += [f"ZRE:{poste['etablissement']}", departement, "ZRA"]
            elif poste["nature"] not in HORS_ZONES:
                lieux.append(f"ETB:{poste['etablissement']}")
                if poste["type"] != "EREA":
                    niveaux = ("COM", "commune"), ("GEO", "groupement"), ("DPT", "departement")
                    lieux += ["ACA", *(f"{genre}:{poste[nom]}" for genre, nom in niveaux)]
            for lieu in lieux:
                contenus.setdefault((lieu, poste["discipline"]), set()).add(poste["poste"])
        return contenus

    def contenu(self, zone: str, discipline: str) -> set[str]:
        """Postes of a label, whatever limits it: at least those of the zone."""
        base = zone.split(";")[0].split("/")[0]
        return self._contenus.get((base, discipline), set())

    def postes_hors_de_portee(self, candidat: str) -> set[str]:
        """Postes of his discipline that none of his lines, extension included, holds."""
        discipline = self.discipline[candidat]
        siens = set(self.postes.index[self.postes["discipline"] == discipline])
        for zone in self._zones[candidat]:
            siens -= self.contenu(zone, discipline)
        return siens

    def lignes(self, **valeurs: Any) -> pd.DataFrame:
        """Rows of the audit with these values, in its order."""
        lignes = self.audit
        for nom, valeur in valeurs.items():
            lignes = lignes[lignes[nom] == valeur]
        return lignes

    def simples(self, *origines: str) -> set[str]:
        """Candidats placed that way in the general stage, whom no couple ties."""
        a = self.affectations
        nets = (a["etape"].astype("str") == "GENERAL") & a["simultanee"].isna()
        return set(a.index[nets & a["origine"].astype("str").isin(origines)])


class Plantation:
    """Plants changes in the past of a campaign.

    Attributes
    ----------
    changements : what was planted.
    """

    def __init__(self, source: Path, graine: int) -> None:
        self.alea = random.Random(graine)
        self.source = source
        self.vraie = lire_campagne(source)
        self.changements: list[Changement] = []
        self._pris: set[str] = set()
        self._baremes: dict[tuple[str, int], int] = {}
        self._absents: list[str] = []
        self._forces: list[dict[str, Any]] = []
        self._inconnus: list[str] = []
        depart = Terrain.de(self.vraie)
        couples = self.vraie.candidats["simultanee"].notna()
        lies = set(self.vraie.candidats.loc[couples, "discipline"])
        self.libres = sorted(set(self.vraie.candidats["discipline"]) - lies)
        self.alea.shuffle(self.libres)
        self._depart = depart

    # Changes of the campaign: each has a discipline of its own.

    def planter_baremes(self, nombre: int) -> None:
        """Somebody was given points enough for a vœu that he should have missed."""
        refus = self._depart.lignes(motif="BAREME_INSUFFISANT")
        refus = refus[(refus["barre"] > refus["bareme"]) & (refus["barre"] < BARRE_FERMEE)]
        refus = refus[refus["rang"].notna()]

        def planter(ligne: dict[str, Any]) -> Changement:
            cle = ligne["candidat"], int(ligne["rang"])
            self._baremes[cle] = int(ligne["barre"]) + MARGE
            return Changement("BAREME_DIFFERENT", ligne["candidat"])

        self._planter_par_discipline(nombre, refus, planter)

    def planter_absents(self, nombre: int) -> None:
        """A participant is not in the past result, which was made without him."""
        places = self._depart.lignes(motif="SATISFAIT")

        def planter(ligne: dict[str, Any]) -> Changement:
            self._absents.append(ligne["candidat"])
            return Changement("AGENT_ABSENT", ligne["candidat"])

        self._planter_par_discipline(nombre, places, planter)

    def planter_inconnus(self, nombre: int) -> None:
        """The past result has a participant that the campaign does not have."""
        places = self._depart.lignes(motif="SATISFAIT")
        entrants = self.vraie.candidats.loc[self.vraie.candidats["poste_actuel"].isna(), "candidat"]
        places = places[places["candidat"].isin(entrants)]

        def planter(ligne: dict[str, Any]) -> Changement:
            self._inconnus.append(ligne["candidat"])
            return Changement("AGENT_INCONNU", ligne["candidat"])

        self._planter_par_discipline(nombre, places, planter)

    def planter_decisions(self, nombre: int) -> None:
        """Somebody was put on another's poste, which none of his lines holds; others followed."""
        depart = self._depart
        voulus = depart.lignes(motif="SATISFAIT", origine="VOEU")
        voulus = voulus[voulus["candidat"].isin(depart.simples("VOEU"))]
        lignes = []
        for qui in voulus["candidat"]:
            ailleurs = depart.postes_hors_de_portee(qui)
            pris = [
                p for p in voulus["candidat"].map(depart.affectations["poste"]) if p in ailleurs
            ]
            lignes += [{"candidat": qui, "poste": poste} for poste in sorted(pris)]

        def planter(ligne: dict[str, Any]) -> Changement:
            self._forces.append(ligne)
            return Changement("HORS_VOEUX", ligne["candidat"], ligne["poste"])

        self._planter_par_discipline(nombre, pd.DataFrame(lignes), planter)

    def _planter_par_discipline(
        self, nombre: int, lignes: pd.DataFrame, planter: Callable[[dict[str, Any]], Changement]
    ) -> None:
        disciplines = lignes["candidat"].map(self._depart.discipline)
        faits = 0
        for discipline in list(self.libres):
            ici = lignes[disciplines == discipline].to_dict("records")
            if faits < nombre and ici:
                self.changements.append(planter(self.alea.choice(ici)))
                self.libres.remove(discipline)
                faits += 1
        assert faits == nombre, "not enough disciplines"

    # The past, then the changes made to it by hand.

    def passer(self) -> None:
        """Make the campaign to replay, and the past before it is changed by hand."""
        vraie = forcer(sans(self.vraie, self._absents), self._forces)
        instruction = instruire(vraie)
        voeux = instruction.campagne.voeux
        cles = zip(voeux["candidat"], voeux["rang"].fillna(0).astype(int), strict=True)
        faux = [self._baremes.get(cle) for cle in cles]
        changes = pd.Series(faux, index=voeux.index, dtype="Int64")
        voeux = voeux.assign(bareme=changes.fillna(voeux["bareme"]))
        instruction = replace(instruction, campagne=replace(instruction.campagne, voeux=voeux))
        passe = affecter_instruite(instruction).affectations
        self.passe: dict[str, list[Any]] = {
            candidat: [None if pd.isna(poste) else poste, None if pd.isna(rang) else int(rang)]
            for candidat, poste, rang in zip(
                passe["candidat"], passe["poste"].astype(object), passe["rang"], strict=True
            )
        }
        self.rejouee = sans(self.vraie, self._inconnus)
        self.terrain = Terrain.de(self.rejouee)
        if self.vraie.options.bareme == "calcule":
            voeux = self._declarer(self.terrain.campagne.voeux)
            self.rejouee = replace(self.rejouee, voeux=voeux)

    def _declarer(self, calcules: pd.DataFrame) -> pd.DataFrame:
        """Declare the computed barèmes, but the wrong ones."""
        voeux = self.rejouee.voeux
        calcules = calcules[calcules["rang"].notna()].drop_duplicates(["candidat", "rang"])
        points = dict(
            zip(
                zip(calcules["candidat"], calcules["rang"].astype(int), strict=True),
                calcules["bareme"].astype(object),
                strict=True,
            )
        )
        points |= self._baremes
        cles = zip(voeux["candidat"], voeux["rang"], strict=True)
        declares = [points.get(cle) for cle in cles]
        return voeux.assign(bareme=pd.Series(declares, dtype="Int64"))

    def planter_a_la_main(self, nombre: int, essais: Iterator[tuple[Changement, dict]]) -> None:
        """Take the first changes that share nobody and no poste with those before."""
        faits = 0
        for changement, nouveaux in essais:
            touches = set(nouveaux) | {poste for poste, _ in nouveaux.values() if poste}
            touches |= {self.passe[qui][0] for qui in nouveaux} - {None}
            if faits == nombre:
                break
            if touches & self._pris:
                continue
            self._pris |= touches
            for candidat, sort in nouveaux.items():
                self.passe[candidat] = list(sort)
            self.changements.append(changement)
            faits += 1
        assert faits == nombre, f"{essais} {faits} changes of {nombre}"

    def _melange(self, lignes: pd.DataFrame) -> list[dict[str, Any]]:
        ici = lignes["candidat"].map(self.terrain.discipline).isin(self.libres)
        rangees = lignes[ici].to_dict("records")
        self.alea.shuffle(rangees)
        return rangees

    def echanges_contre_bareme(self) -> Iterator[tuple[Changement, dict]]:
        """X gets the poste of Y, who had more points for it; Y gets the one that X had."""
        t = self.terrain
        placables = t.simples("VOEU", "MAINTIEN", "EXTENSION")
        simples = t.simples("VOEU")
        accordes = t.lignes(motif="SATISFAIT").set_index("candidat")
        for refus in self._melange(t.lignes(motif="BAREME_INSUFFISANT")):
            x, zone = refus["candidat"], refus["zone"]
            if x not in placables or pd.isna(refus["rang"]) or set(zone) & set("/;"):
                continue
            postes = t.contenu(zone, t.discipline[x])
            poste_x = t.affectations.at[x, "poste"]
            for y in sorted(simples - {x}):
                poste_y = t.affectations.at[y, "poste"]
                ecart = accordes.at[y, "bareme"] - refus["bareme"]
                if t.discipline[y] != t.discipline[x] or poste_y not in postes or ecart <= 0:
                    continue
                rang = self._voeu_suivant(y, poste_x)
                if rang is None:
                    continue
                nouveaux = {x: (poste_y, int(refus["rang"])), y: (poste_x, rang)}
                yield Changement("BAREME_ENFREINT", x, poste_y, y, int(ecart)), nouveaux

    def _voeu_suivant(self, y: str, poste: str) -> int | None:
        """A vœu of Y's, after the granted one, whose zone holds the poste for sure."""
        obtenu = self.terrain.affectations.at[y, "rang"]
        for ligne in self.terrain.lignes(candidat=y, motif="SANS_OBJET").to_dict("records"):
            if pd.isna(ligne["rang"]) or set(ligne["zone"]) & set("/;"):
                continue
            dedans = poste in self.terrain.contenu(ligne["zone"], self.terrain.discipline[y])
            if ligne["rang"] > obtenu and dedans:
                return int(ligne["rang"])
        return None

    def placements_manuels(self) -> Iterator[tuple[Changement, dict]]:
        """Somebody is put on a free poste that none of his lines holds; his own stays vacant."""
        t = self.terrain
        for ligne in self._melange(t.lignes(motif="SATISFAIT")):
            qui = ligne["candidat"]
            for poste in sorted(t.postes_hors_de_portee(qui) & set(t.libres)):
                yield Changement("HORS_VOEUX", qui, poste), {qui: (poste, None)}

    def choix_dans_la_zone(self) -> Iterator[tuple[Changement, dict]]:
        """Two holders of one zone change seats, or one takes a free seat of it."""
        t = self.terrain
        simples = t.simples("VOEU")
        accordes = t.lignes(motif="SATISFAIT")
        accordes = accordes[accordes["candidat"].isin(simples)]
        sorts = {
            candidat: (t.affectations.at[candidat, "poste"], t.affectations.at[candidat, "rang"])
            for candidat in accordes["candidat"]
        }
        for ligne in self._melange(accordes):
            qui, zone = ligne["candidat"], ligne["zone"]
            if set(zone) & set("/;"):
                continue
            discipline = t.discipline[qui]
            poste, rang = sorts[qui]
            for autre in sorted(set(accordes.loc[accordes["zone"] == zone, "candidat"]) - {qui}):
                ailleurs, sien = sorts[autre]
                if t.discipline[autre] == discipline and ailleurs != poste:
                    nouveaux = {qui: (ailleurs, int(rang)), autre: (poste, int(sien))}
                    yield Changement("SIEGE", qui, ailleurs), nouveaux
            for ailleurs in sorted(t.contenu(zone, discipline) & set(t.libres) - {poste}):
                yield Changement("SIEGE", qui, ailleurs), {qui: (ailleurs, int(rang))}

    def ecrire(self, dossier: Path) -> None:
        """Write the campaign to replay with its past; some rangs that agree are not known."""
        touches = {changement.candidat for changement in self.changements}
        lignes = []
        for candidat, (poste, rang) in self.passe.items():
            su = candidat in touches or candidat in self._pris or self.alea.random() < 0.9
            lignes.append({"candidat": candidat, "poste": poste, "rang": rang if su else None})
        reelles = pd.DataFrame(lignes).astype({"candidat": "str", "poste": "str", "rang": "Int64"})
        ecrire_variante(self.source, dossier, replace(self.rejouee, affectations_reelles=reelles))


def ecrire_variante(source: Path, dossier: Path, campagne: Campagne) -> None:
    """Write a campaign read from ``source`` and changed."""
    specifications = tables_campagne(reglements.de(campagne))
    tables = {s.nom: getattr(campagne, s.nom) for s in specifications}
    tables = {
        s.nom: tables[s.nom][s.noms]
        for s in specifications
        if len(tables[s.nom]) or not s.facultative
    }
    toml = (source / "campagne.toml").read_text(encoding="utf-8")
    ecrire_campagne(dossier, tables, toml, True, specifications)


def forcer(campagne: Campagne, forces: list[dict[str, Any]]) -> Campagne:
    """Return the campaign with people placed by decision."""
    if not forces:
        return campagne
    ajouts = pd.DataFrame(forces).assign(nature="FORCE", motif="essai", ligne=0)
    decisions = pd.concat([campagne.decisions, ajouts], ignore_index=True)
    decisions = decisions.astype(campagne.decisions.dtypes)
    return replace(campagne, decisions=decisions.sort_values(["candidat", "poste"]))


def sans(campagne: Campagne, candidats: list[str]) -> Campagne:
    """Return the campaign without these people."""
    tables = {
        nom: table[~table["candidat"].isin(candidats)].reset_index(drop=True)
        for nom, table in vars(campagne).items()
        if isinstance(table, pd.DataFrame) and "candidat" in table
    }
    return replace(campagne, **tables)
