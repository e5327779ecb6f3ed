"""The campaign as columns: facts, derived values, places, by candidat or by vœu, each once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.lieux import NIVEAU_DU_TYPE, NIVEAUX, Entiers, Geographie, Lieux
from mouvement.engine.portees import SANS_CODE
from mouvement.engine.reglements.modele import Reglement

Booleens = NDArray[np.bool_]
TYPES = ("ETB", "COM", "GEO", "DPT", "ACA", "CIR", "ZRE", "ZRD", "ZRA", "POSTE", "GROUPE")
TOUT_TYPE, LYCEES, AUTRES_TYPES = range(3)
"""How a vœu is typed."""
PARTENAIRE = "partenaire"
"""Prefix of the columns of the candidat's partner."""
NULLE_PART = -2
"""Number of a missing place: it equals none."""


@dataclass(frozen=True)
class Colonne:
    """Values by candidat, or by vœu: those of ``numeros`` among some, or one each."""

    distinctes: pd.Series
    par_voeu: bool
    numeros: Entiers | None = None

    @cached_property
    def valeurs(self) -> pd.Series:
        """The value of each."""
        if self.numeros is None:
            return self.distinctes
        return self.distinctes.take(self.numeros).reset_index(drop=True)


def ranges(lignes: pd.DataFrame, ordre: Entiers) -> pd.DataFrame:
    """Return rows in an order, numbered by their index; the same frame when they are already."""
    if (ordre == np.arange(len(ordre))).all():
        numeros = pd.RangeIndex(len(lignes))
        return lignes if lignes.index.equals(numeros) else lignes.set_axis(numeros)
    return lignes.take(ordre).reset_index(drop=True)


class Tableau:
    """Candidats and vœux of a campaign under a rule set, as columns computed once.

    Attributes
    ----------
    candidats : sorted by candidat, numbered by their index.
    voeux : sorted by (candidat, place, sous_rang), numbered by their index.
    auteur : (voeux,) number of each vœu's candidat.
    memoire : what was found of this very state of the campaign, by name.
    """

    def __init__(
        self,
        campagne: Campagne,
        reglement: Reglement,
        derivees: Mapping[str, Callable[["Tableau"], Any]],
        geographie: Geographie | None = None,
    ) -> None:
        self.campagne = campagne
        self.reglement = reglement
        self.derivees = derivees
        self.candidats = campagne.candidats.sort_values("candidat", ignore_index=True)
        noms = pd.Index(self.candidats["candidat"])
        siens, auteurs = pd.factorize(campagne.voeux["candidat"])
        auteur: Entiers = noms.get_indexer(pd.Index(auteurs))[siens]
        ordre = np.lexsort((campagne.voeux["sous_rang"], campagne.voeux["place"], auteur))
        self.voeux = ranges(campagne.voeux, ordre)
        self.auteur: Entiers = auteur[ordre]
        self.geographie = geographie or Geographie(campagne)
        self.memoire: dict[str, Any] = {}
        self._colonnes: dict[str, Colonne] = {}
        self._reperes: dict[str, Lieux] = {}
        self._reperes_numerotes: dict[str, Entiers] = {}

    def avec(self, campagne: Campagne) -> "Tableau":
        """Return the same of another state of the campaign, whose places are the same."""
        return Tableau(campagne, self.reglement, self.derivees, self.geographie)

    def avec_voeux(self, voeux: pd.DataFrame) -> "Tableau":
        """Return the same with other vœux."""
        return self.avec(replace(self.campagne, voeux=voeux))

    @property
    def annee(self) -> int:
        """The n of the texts: the postes are taken up on 1 September n."""
        return self.campagne.annee

    @cached_property
    def parametres(self) -> dict[str, Any]:
        """The rule set's parameters, as the campaign sets them."""
        defauts = {parametre.nom: parametre.valeur for parametre in self.reglement.parametres}
        return defauts | dict(self.campagne.parametres)

    def colonne(self, nom: str) -> Colonne:
        """Return a column by name (KeyError when there is none)."""
        if nom not in self._colonnes:
            self._colonnes[nom] = self._calculer(nom)
        return self._colonnes[nom]

    def par_candidat(self, nom: str) -> pd.Series:
        """Return (candidats,) the values of a column by candidat."""
        colonne = self.colonne(nom)
        if colonne.par_voeu:
            raise KeyError(nom)
        return colonne.valeurs

    def par_voeu(self, nom: str) -> pd.Series:
        """Return (voeux,) the values of any column, a candidat's repeated on each of his vœux."""
        colonne = self.colonne(nom)
        if colonne.par_voeu:
            return colonne.valeurs
        return colonne.valeurs.take(self.auteur).reset_index(drop=True)

    def est_par_voeu(self, nom: str) -> bool:
        """Return whether the values of a column are by vœu."""
        prefixe, point, _ = nom.partition(".")
        if nom in self._par:
            return self._par[nom] == "voeu"
        return prefixe == "voeu" if point else nom == "ligne" or nom not in self.candidats

    @cached_property
    def _par(self) -> dict[str, str]:
        """For each derived value, what it is by."""
        return {derivee.nom: derivee.par for derivee in self.reglement.derivees}

    def _calculer(self, nom: str) -> Colonne:
        par_voeu = self.est_par_voeu(nom)
        prefixe, point, attribut = nom.partition(".")
        if point and prefixe != PARTENAIRE:
            lieux = self.lieux if par_voeu else self.repere(prefixe)
            return Colonne(lieux.distincts(attribut), par_voeu, lieux.numeros)
        if nom == "etablissements_commune":
            comptes = self.reglement.typage.etablissements
            effectifs = self.geographie.etablissements_par_commune(comptes)
            nombre = self.lieux.distincts("commune").map(effectifs).fillna(0).astype("int64")
            return Colonne(nombre, par_voeu, self.lieux.numeros)
        return Colonne(self._valeurs(nom), par_voeu)

    def _valeurs(self, nom: str) -> pd.Series:
        prefixe, point, attribut = nom.partition(".")
        if nom in self._par:
            return pd.Series(self.derivees[nom](self))
        if point and prefixe == PARTENAIRE:
            leurs = self.par_candidat(attribut).reindex(self.partenaire)
            return leurs.reset_index(drop=True)
        if nom == "numero":
            return pd.Series(self.numero)
        return (self.voeux if self.est_par_voeu(nom) else self.candidats)[nom]

    @cached_property
    def partenaire(self) -> Entiers:
        """(candidats,) number of the one he asks to move with, -1 for nobody."""
        noms = pd.Index(self.candidats["candidat"])
        numeros: Entiers = noms.get_indexer(pd.Index(self.candidats["simultanee"]))
        return numeros

    @cached_property
    def debut(self) -> Entiers:
        """(candidats + 1,) first vœu of each candidat."""
        return np.searchsorted(self.auteur, np.arange(len(self.candidats) + 1))

    @cached_property
    def numero(self) -> Entiers:
        """(voeux,) place among the candidat's vœux that stand, from 1."""
        return np.arange(len(self.voeux)) - self.debut[self.auteur] + 1

    @cached_property
    def lieux(self) -> Lieux:
        """(voeux,) the lieux named: ``type, code`` and every place that holds them."""
        types = pd.factorize(self.voeux["type"])[0]
        codes = pd.factorize(self.voeux["code"])[0] + 1
        cles = types * (int(codes.max(initial=0)) + 1) + codes
        lieu = pd.factorize(cles)[0]
        premiers = np.zeros(int(lieu.max(initial=-1)) + 1, dtype=np.int64)
        premiers[lieu[::-1]] = np.arange(len(lieu))[::-1]
        distincts = self.voeux[["type", "code"]].take(premiers).reset_index(drop=True)
        parts = [
            self.geographie.situer(niveau, distincts.loc[distincts["type"] == genre, "code"])
            for genre, niveau in (NIVEAU_DU_TYPE | {"POSTE": "poste"}).items()
            if (distincts["type"] == genre).any()
        ]
        places = pd.concat([pd.DataFrame(), *parts]).reindex(distincts.index)
        return Lieux(distincts.join(places.rename(columns={"type": "type_etablissement"})), lieu)

    def repere(self, nom: str) -> Lieux:
        """Return (candidats,) the places of a repère."""
        if nom not in self._reperes:
            (repere,) = (repere for repere in self.reglement.reperes if repere.nom == nom)
            depuis = [(niveau, self.par_candidat(colonne)) for niveau, colonne in repere.depuis]
            self._reperes[nom] = self.geographie.reperes(depuis)
        return self._reperes[nom]

    @cached_property
    def typage(self) -> Entiers:
        """(voeux,) how each vœu is typed."""
        numeros, distincts = pd.factorize(self.voeux["types_etablissement"])
        lycees = set(self.reglement.typage.lycees)
        genres = [LYCEES if set(t.split("|")) <= lycees else AUTRES_TYPES for t in distincts]
        typage: Entiers = np.array([*genres, TOUT_TYPE])[numeros]
        return typage

    @cached_property
    def type(self) -> Entiers:
        """(voeux,) place of each vœu's type in ``TYPES``."""
        types = pd.Index(TYPES).get_indexer(pd.Index(self.lieux.places["type"]))
        resultat: Entiers = types[self.lieux.numeros]
        return resultat

    def nomme(self, repere: str) -> Booleens:
        """Return (voeux,) whether each names the place of a repère, at the vœu's own level."""
        ids = self._numeros_du_repere(repere)
        niveau, numero, partout = self._nommes
        meme = numero == ids.ravel()[niveau * ids.shape[1] + self.auteur]
        connu = np.logical_or.reduce(ids >= 0)
        resultat: Booleens = np.where(partout, connu[self.auteur], meme)
        return resultat

    @cached_property
    def forme(self) -> Entiers:
        """(voeux,) type and typage of each vœu as one number: ``type * 3 + typage``."""
        return self.type * 3 + self.typage

    def _numeros_du_repere(self, repere: str) -> Entiers:
        """Return (levels, candidats) the number of the place of each, ``NULLE_PART`` for none."""
        if repere not in self._reperes_numerotes:
            lieux = self.repere(repere)
            numeros = self.geographie.numeroter(lieux)
            numeros = np.where(numeros < 0, NULLE_PART, numeros)
            self._reperes_numerotes[repere] = numeros[:, lieux.numeros]
        return self._reperes_numerotes[repere]

    @cached_property
    def _nommes(self) -> tuple[Entiers, Entiers, Booleens]:
        """(voeux,) level and number of the place that each names, and whether it is everywhere."""
        types = self.lieux.places["type"]
        niveaux = types.map(NIVEAU_DU_TYPE).fillna("etablissement")
        niveau = pd.Index(NIVEAUX).get_indexer(pd.Index(niveaux))
        numero = self.geographie.numeroter(self.lieux)[niveau, np.arange(len(types))]
        lieu = self.lieux.numeros
        return niveau[lieu], numero[lieu], types.isin(SANS_CODE).to_numpy()[lieu]

    def couvre(self, repere: str) -> Booleens:
        """Return (voeux,) whether the zone of each holds the repère itself, types included."""
        places = self.repere(repere)
        en_zone = places.distincts("zone").notna().to_numpy()[places.numeros][self.auteur]
        zr = np.isin(self.type, [TYPES.index(nom) for nom in ("ZRE", "ZRD", "ZRA")])
        resultat: Booleens = self.nomme(repere) & (zr == en_zone)
        numeros, distincts = pd.factorize(self.voeux["types_etablissement"])
        sien = places.distincts("type")
        admis = np.ones((len(distincts) + 1, len(sien)), dtype=np.bool_)  # last: any type
        for numero, types in enumerate(distincts):
            admis[numero] = sien.isin(types.split("|"))
        resultat &= admis[numeros, places.numeros[self.auteur]]
        return resultat
