"""The campaign as columns: facts, derived values, places, by candidat or by vœu, each once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.lieux import NIVEAU_DU_TYPE, NIVEAUX, Entiers, Geographie
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
    """Values by candidat, or by vœu."""

    valeurs: pd.Series
    par_voeu: bool


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
        auteur: Entiers = noms.get_indexer(pd.Index(campagne.voeux["candidat"]))
        ordre = np.lexsort((campagne.voeux["sous_rang"], campagne.voeux["place"], auteur))
        self.voeux = campagne.voeux.take(ordre).reset_index(drop=True)
        self.auteur: Entiers = auteur[ordre]
        self.geographie = geographie or Geographie(campagne)
        self.memoire: dict[str, Any] = {}
        self._colonnes: dict[str, Colonne] = {}
        self._reperes: dict[str, pd.DataFrame] = {}
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

    def _calculer(self, nom: str) -> Colonne:
        par = {derivee.nom: derivee.par for derivee in self.reglement.derivees}
        if nom in par:
            return Colonne(pd.Series(self.derivees[nom](self)), par[nom] == "voeu")
        prefixe, point, attribut = nom.partition(".")
        if point and prefixe == PARTENAIRE:
            leurs = self.par_candidat(attribut).reindex(self.partenaire)
            return Colonne(leurs.reset_index(drop=True), False)
        if point and prefixe == "voeu":
            return Colonne(self._des_lieux(self.lieux[attribut]), True)
        if point:
            return Colonne(self.repere(prefixe)[attribut], False)
        if nom == "numero":
            return Colonne(pd.Series(self.numero), True)
        if nom == "etablissements_commune":
            comptes = self.reglement.typage.etablissements
            effectifs = self.geographie.etablissements_par_commune(comptes)
            nombre = self.lieux["commune"].map(effectifs).fillna(0).astype("int64")
            return Colonne(self._des_lieux(nombre), True)
        if nom in self.candidats and nom != "ligne":
            return Colonne(self.candidats[nom], False)
        return Colonne(self.voeux[nom], True)

    @cached_property
    def partenaire(self) -> Entiers:
        """(candidats,) number of the one he asks to move with, -1 for nobody."""
        noms = pd.Index(self.candidats["candidat"])
        numeros: Entiers = noms.get_indexer(pd.Index(self.candidats["simultanee"]))
        return numeros

    def texte_du_voeu(self, numero: int) -> str:
        """Return how a vœu is named in messages: ``COM:45234``."""
        type_voeu, code = self.voeux["type"].iat[numero], self.voeux["code"].iat[numero]
        return str(type_voeu) if type_voeu in SANS_CODE else f"{type_voeu}:{code}"

    def _des_lieux(self, valeurs: pd.Series) -> pd.Series:
        return valeurs.take(self.lieu).reset_index(drop=True)

    @cached_property
    def debut(self) -> Entiers:
        """(candidats + 1,) first vœu of each candidat."""
        return np.searchsorted(self.auteur, np.arange(len(self.candidats) + 1))

    @cached_property
    def numero(self) -> Entiers:
        """(voeux,) place among the candidat's vœux that stand, from 1."""
        return np.arange(len(self.voeux)) - self.debut[self.auteur] + 1

    @cached_property
    def _distincts(self) -> tuple[Entiers, pd.DataFrame]:
        types = pd.Index(TYPES).get_indexer(pd.Index(self.voeux["type"]))
        codes = pd.factorize(self.voeux["code"])[0] + 1
        cles = types * (int(codes.max(initial=0)) + 1) + codes
        premiers, lieu = np.unique(cles, return_index=True, return_inverse=True)[1:]
        return lieu, self.voeux[["type", "code"]].take(premiers).reset_index(drop=True)

    @property
    def lieu(self) -> Entiers:
        """(voeux,) number of the lieu that each vœu names, in ``lieux``."""
        return self._distincts[0]

    @cached_property
    def lieux(self) -> pd.DataFrame:
        """The distinct lieux named: ``type, code`` and every place that holds them."""
        distincts = self._distincts[1]
        parts = []
        for type_voeu, niveau in (NIVEAU_DU_TYPE | {"POSTE": "poste"}).items():
            siens = distincts.loc[distincts["type"] == type_voeu, "code"]
            parts.append(self.geographie.situer(niveau, siens))
        places = pd.concat(parts).reindex(distincts.index)
        return distincts.join(places.rename(columns={"type": "type_etablissement"}))

    def repere(self, nom: str) -> pd.DataFrame:
        """Return (candidats,) the places of a repère, one column for each level."""
        if nom not in self._reperes:
            self._reperes[nom] = self._repere(nom)
        return self._reperes[nom]

    def _repere(self, nom: str) -> pd.DataFrame:
        (repere,) = (repere for repere in self.reglement.reperes if repere.nom == nom)
        parts = []
        reste = pd.Series(True, index=self.candidats.index)
        for niveau, colonne in repere.depuis:
            codes = self.par_candidat(colonne)
            ici = reste & codes.notna()
            parts.append(self.geographie.situer(niveau, codes[ici]))
            reste &= ~ici
        return pd.concat(parts).reindex(self.candidats.index)

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
        types: Entiers = pd.Index(TYPES).get_indexer(pd.Index(self.lieux["type"]))[self.lieu]
        return types

    def nomme(self, repere: str) -> Booleens:
        """Return (voeux,) whether each names the place of a repère, at the vœu's own level."""
        ids = self._numeros_du_repere(repere)
        chez_lui = ids[self._niveau_du_lieu[self.lieu], self.auteur]
        meme = self._numero_du_lieu[self.lieu] == chez_lui
        partout = np.isin(self.type, [TYPES.index(nom) for nom in SANS_CODE])
        connu = (ids != NULLE_PART).any(axis=0)[self.auteur]
        resultat: Booleens = np.where(partout, connu, meme)
        return resultat

    @cached_property
    def forme(self) -> Entiers:
        """(voeux,) type and typage of each vœu as one number: ``type * 3 + typage``."""
        return self.type * 3 + self.typage

    def _numeros_du_repere(self, repere: str) -> Entiers:
        if repere not in self._reperes_numerotes:
            self._reperes_numerotes[repere] = self._numeros(self.repere(repere))
        return self._reperes_numerotes[repere]

    def _numeros(self, places: pd.DataFrame) -> Entiers:
        """Return (levels, rows) the number of each place."""
        numeros = [
            self.geographie.codes[niveau].get_indexer(pd.Index(places[niveau]))
            for niveau in NIVEAUX
        ]
        return np.where(np.array(numeros) < 0, NULLE_PART, numeros)

    @cached_property
    def _niveau_du_lieu(self) -> Entiers:
        niveaux = self.lieux["type"].map(NIVEAU_DU_TYPE).fillna("etablissement")
        return pd.Index(NIVEAUX).get_indexer(pd.Index(niveaux))

    @cached_property
    def _numero_du_lieu(self) -> Entiers:
        numeros = self._numeros(self.lieux)
        ici = numeros[self._niveau_du_lieu, np.arange(len(self.lieux))]
        return np.where(ici == NULLE_PART, -1, ici)

    def couvre(self, repere: str) -> Booleens:
        """Return (voeux,) whether the zone of each holds the repère itself, types included."""
        places = self.repere(repere)
        en_zone = places["zone"].notna().to_numpy()[self.auteur]
        zr = np.isin(self.type, [TYPES.index(nom) for nom in ("ZRE", "ZRD", "ZRA")])
        resultat: Booleens = self.nomme(repere) & (zr == en_zone)
        types = self.voeux["types_etablissement"]
        sien = places["type"].take(self.auteur).reset_index(drop=True)
        for distincts in types.dropna().unique():
            resultat &= ~((types == distincts) & ~sien.isin(distincts.split("|"))).to_numpy()
        return resultat
