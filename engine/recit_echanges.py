"""Exchanges told to those whom they touch: who had to give up a seat, who could not take it, why.

Claims on a seat, kept or lost, with what was compared; and the postes that somebody refused from
outside sees go, in the improvement stage, to agents with fewer points.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.amelioration import PERDU
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.duels import Duel, dire_points
from mouvement.engine.instruction.instruction import ORDINAIRE
from mouvement.engine.libelles import libelles_entiers
from mouvement.engine.placement import Etapes

MARCHE = ["tour", "niveau", "lieu"]
"""What tells one closed market from another, with the discipline of who takes part."""
GAGNE = "départagé de {autre}, qui y était placé : {duel}"
CEDE = "siège {poste} cédé à {autre} à l'étape d'amélioration : {duel}"
GARDE = "siège gardé à l'étape d'amélioration face à {autre} : {duel}"
REFUSE = "à l'étape d'amélioration, {lieu}, {autre} y garde son siège : {duel}"
HORS_ECHANGE = (
    "à l'étape d'amélioration, {poste} revient à {autre} avec {points} : l'échange se fait entre "
    "les titulaires de la zone ({lieu}) et ceux qu'un vœu large ou l'extension y a placés, chacun "
    "y apportant son poste, et n'y fait entrer personne"
)
DEDANS = "à l'étape d'amélioration, {lieu}, {poste} revient à {autre} : {duel}"
REVIENT = "à l'étape d'amélioration, {lieu}, {poste} revient à {autre} avec {points}"
DEPLACE = (
    "déplacé du poste {avant}, dans la zone de ce vœu, par un échange de l'étape d'amélioration "
    "({lieu})"
)


class Recit:
    """What the audit adds to the lines that exchanges touch."""

    def __init__(self, campagne: Campagne, contrats: Contrats, etapes: Etapes) -> None:
        self.campagne, self.contrats, self.etapes = campagne, contrats, etapes
        self.noms: list[str] = contrats.candidats["candidat"].tolist()
        self.postes: list[str] = contrats.carte.postes["poste"].tolist()
        self.rang: list[int] = contrats.table["rang"].tolist()
        echanges, refus = etapes.echanges, etapes.refus
        tous = {*echanges["lieu"].tolist(), *refus["lieu"].tolist()}
        self.lieux = libelles_entiers(campagne, sorted(tous))
        self.parts = set(zip(*(echanges[nom] for nom in MARCHE), echanges["candidat"], strict=True))
        self.auteur: list[int] = contrats.table["candidat"].tolist()

    def sieges(self) -> Iterator[tuple[int, str]]:
        """Yield (line, words) for the claims: those lost to somebody, those that refuse one.

        Those who lost a seat are paired with who took it, the weakest first on both sides.
        """
        preneurs, cedants = self._partages()
        for lieu, partis in cedants.items():
            siens = sorted(preneurs.get(lieu, []), key=lambda x: (x["points"], x["candidat"]))
            partis.sort(key=lambda x: (x["points_siege"], x["candidat"]))
            for preneur, cedant in zip(siens, partis, strict=False):
                yield from self._cession(preneur, cedant)
        yield from self._gardes()

    def _partages(self) -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
        """Return, by exchange and poste, who comes there by a better vœu, who lost his claim."""
        preneurs: dict[Any, list[Any]] = {}
        cedants: dict[Any, list[Any]] = {}
        for ligne in _lignes(self.etapes.echanges):
            if ligne["poste_avant"] == ligne["poste_apres"]:
                continue
            echange = (ligne["tour"], ligne["niveau"])
            if ligne["ligne_avant"] != ligne["ligne_apres"]:
                preneurs.setdefault((*echange, ligne["poste_apres"]), []).append(ligne)
            if ligne["sort_siege"] == PERDU:
                cedants.setdefault((*echange, ligne["poste_avant"]), []).append(ligne)
        return preneurs, cedants

    def _cession(
        self, preneur: dict[str, Any], cedant: dict[str, Any]
    ) -> Iterator[tuple[int, str]]:
        duel, autre = self._duel(preneur, cedant), self.noms[cedant["candidat"]]
        yield preneur["ligne_apres"], GAGNE.format(autre=autre, duel=duel.dire())
        autre, poste = self.noms[preneur["candidat"]], self.postes[cedant["poste_avant"]]
        cede = CEDE.format(poste=poste, autre=autre, duel=duel.dire(du_siege=True))
        yield int(self.etapes.ameliore.ligne[cedant["candidat"]]), cede

    def _duel(self, preneur: dict[str, Any], cedant: dict[str, Any]) -> Duel:
        ligne = cedant["ligne_siege"]
        return Duel(
            preneur["points"],
            bool(preneur["commune"]),
            cedant["points_siege"],
            0 if ligne == AUCUN else self.rang[ligne],
        )

    def _gardes(self) -> Iterator[tuple[int, str]]:
        """Tell the claims of the end: to those refused, and to each holder the strongest one."""
        dits: set[int] = set()
        refus = self.etapes.refus.sort_values(["points", "ligne"], ascending=[False, True])
        for refuse in _lignes(refus):
            duel = self._duel(refuse, refuse)
            entrant, lieu = refuse["entrant"], self.lieux[refuse["lieu"]]
            yield (
                refuse["ligne"],
                REFUSE.format(lieu=lieu, autre=self.noms[entrant], duel=duel.dire()),
            )
            if entrant not in dits:
                dits.add(entrant)
                autre = self.noms[self.auteur[refuse["ligne"]]]
                ligne = int(self.etapes.ameliore.ligne[entrant])
                yield ligne, GARDE.format(autre=autre, duel=duel.dire(du_siege=True))

    def deplaces(self) -> pd.DataFrame:
        """Return those who sit elsewhere in the end because of an exchange: their last rows."""
        echanges, final = self.etapes.echanges, self.etapes.final
        changes = echanges[echanges["poste_avant"] != echanges["poste_apres"]]
        derniers = changes.drop_duplicates("candidat", keep="last")
        qui = derniers["candidat"].to_numpy(dtype=np.int64)
        avant, ameliore = self.etapes.general, self.etapes.ameliore
        bouge = (avant.poste != ameliore.poste) & (final.poste == ameliore.poste)
        bareme = self.contrats.table["bareme"].to_numpy()
        siens = bareme[final.ligne[qui]]
        deplaces: pd.DataFrame = derniers.assign(poste=final.poste[qui], bareme=siens)
        deplaces = deplaces.loc[bouge[qui] & (siens != AUCUN)]
        return deplaces

    def refuses(self, refuse: Booleens) -> Iterator[tuple[int, str]]:
        """Yield (line, words) for the vœux refused where an exchange put somebody with less.

        ``refuse`` : (lines,) whether that is the motive. Of several agents, the weakest is told.
        """
        deplaces = self.deplaces().reset_index(drop=True)
        table = self.contrats.table
        lignes = self._refusees(refuse)
        faible = _plus_faibles(self.contrats, deplaces)[table["zone"].to_numpy()[lignes]]
        bareme = table["bareme"].to_numpy()
        plus = np.append(deplaces["bareme"], 0)[faible] < bareme[lignes]
        recits = _lignes(deplaces)
        for ligne, numero in zip(lignes[plus].tolist(), faible[plus].tolist(), strict=True):
            if numero != AUCUN:
                yield ligne, self._dire_refus(ligne, recits[numero])

    def _dire_refus(self, ligne: int, devant: dict[str, Any]) -> str:
        auteur = self.auteur[ligne]
        dit = {
            "lieu": self.lieux[devant["lieu"]],
            "poste": self.postes[devant["poste"]],
            "autre": self.noms[devant["candidat"]],
            "points": dire_points(devant["bareme"]),
        }
        if not self.dedans(auteur, devant):
            return HORS_ECHANGE.format(**dit)
        if not devant["commune"] or devant["ligne_avant"] == devant["ligne_apres"]:
            return REVIENT.format(**dit)
        communes = self.contrats.partie_commune
        duel = Duel(int(communes[auteur]), True, int(communes[devant["candidat"]]), 0)
        return DEDANS.format(duel=duel.dire(), **dit)

    def dedans(self, candidat: int, echange: dict[str, Any]) -> bool:
        """Whether somebody took part in the closed market of an exchange."""
        return (*(echange[nom] for nom in MARCHE), candidat) in self.parts

    def places_ailleurs(self) -> Iterator[tuple[int, str]]:
        """Yield (line, words) for those who sit elsewhere in the end, by the same contract."""
        avant, ameliore = self.etapes.general, self.etapes.ameliore
        for agent in _lignes(self.deplaces()):
            qui = agent["candidat"]
            if avant.ligne[qui] == ameliore.ligne[qui]:
                poste, lieu = self.postes[avant.poste[qui]], self.lieux[agent["lieu"]]
                yield int(ameliore.ligne[qui]), DEPLACE.format(avant=poste, lieu=lieu)

    def dehors(self, refuse: Booleens) -> dict[int, str]:
        """Return, of who moved with fewer points, the strongest one refused who took no part.

        In words, by the line granted. ``refuse`` : as in ``refuses``.
        """
        bareme: list[int] = self.contrats.table["bareme"].tolist()
        par_zone = self._lignes_par_zone(refuse)
        deplaces = self.deplaces()
        zones = self.contrats.zones
        ici = np.flatnonzero(np.isin(zones.poste, deplaces["poste"]))
        par_poste = _par_cle(zones.poste[ici], zones.zone[ici])
        trouves = {}
        for agent in _lignes(deplaces):
            lignes = [
                ligne
                for zone in par_poste[agent["poste"]]
                for ligne in self._premiere_dehors(par_zone.get(zone, []), agent)
            ]
            plus_fort = max(lignes, key=lambda ligne: (bareme[ligne], -ligne), default=AUCUN)
            if plus_fort != AUCUN and bareme[plus_fort] > agent["bareme"]:
                points = dire_points(bareme[plus_fort])
                trouves[agent["ligne_apres"]] = f"{self.noms[self.auteur[plus_fort]]}, {points}"
        return trouves

    def _lignes_par_zone(self, refuse: Booleens) -> dict[int, list[int]]:
        """Return the vœux refused on each zone, the strongest first."""
        lignes = self._refusees(refuse)
        bareme = self.contrats.table["bareme"].to_numpy()[lignes]
        lignes = lignes[np.lexsort((lignes, -bareme))]
        zone = self.contrats.table["zone"].to_numpy()[lignes]
        return _par_cle(zone, lignes)

    def _premiere_dehors(self, lignes: list[int], agent: dict[str, Any]) -> list[int]:
        """Return the first of these lines whose author took no part, if there is one."""
        return list(islice((x for x in lignes if not self.dedans(self.auteur[x], agent)), 1))

    def _refusees(self, refuse: Booleens) -> Entiers:
        """Return the vœux by points that are refused."""
        return np.flatnonzero(refuse & (self.contrats.table["classe"] == ORDINAIRE).to_numpy())


def recit_des_echanges(recit: Recit, refuse: Booleens) -> dict[int, str]:
    """Return what the audit adds to the lines that exchanges touch."""
    dits: dict[int, dict[str, None]] = {}
    for ligne, phrase in (*recit.sieges(), *recit.refuses(refuse)):
        dits.setdefault(ligne, {})[phrase] = None
    for ligne, phrase in recit.places_ailleurs():
        dits.setdefault(ligne, {phrase: None})
    return {ligne: " ; ".join(phrases) for ligne, phrases in dits.items()}


def _plus_faibles(contrats: Contrats, deplaces: pd.DataFrame) -> Entiers:
    """Return (zones,) the row of who sits there with the fewest points, or ``AUCUN``."""
    zones, nombre = contrats.zones, len(deplaces)
    ordre = np.lexsort((deplaces["candidat"], deplaces["bareme"]))
    force = np.full(len(contrats.capacite), nombre)
    np.minimum.at(force, deplaces["poste"].to_numpy(dtype=np.int64)[ordre], np.arange(nombre))
    faible = np.full(len(zones.ptr) - 1, nombre)
    np.minimum.at(faible, zones.zone, force[zones.poste])
    rangees: Entiers = np.append(ordre, AUCUN)[faible]
    return rangees


def _par_cle(cles: Entiers, valeurs: Entiers) -> dict[int, list[int]]:
    """Return the values beside each key, in their order."""
    groupes: dict[int, list[int]] = {}
    for cle, valeur in zip(cles.tolist(), valeurs.tolist(), strict=True):
        groupes.setdefault(cle, []).append(valeur)
    return groupes


def _lignes(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows as dictionaries."""
    colonnes = [str(colonne) for colonne in table.columns]
    return [dict(zip(colonnes, ligne, strict=True)) for ligne in table.to_numpy().tolist()]
