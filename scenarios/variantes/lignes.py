"""Rows of a campaign's tables added, removed or changed, as a scenario says."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.points import en_points
from mouvement.io.faits import en_memoire
from mouvement.io.fautes import Releve, choix, plus_proche, voisin
from mouvement.io.physique import PLAFOND as MILLIEMES
from mouvement.io.specification import PLAFOND, Colonne, Genre, Table
from mouvement.io.tables import table as table_de
from mouvement.scenarios.variantes.modele import AJOUTER, RETIRER, Lignes

Booleens = NDArray[np.bool_]
CANDIDAT = ("candidats", "candidat")
BORNES = ("min", "max", "nul")
NOMBRES = (Genre.ENTIER, Genre.POINTS)
SANS_BORNES = (Genre.TEXTE, Genre.BOOLEEN, Genre.LISTE)


class Tables:
    """The tables of a campaign as rows of them change; mistakes go to ``releve``.

    Attributes
    ----------
    changees : names of those that are no longer what was read.
    """

    def __init__(
        self, releve: Releve, specifications: tuple[Table, ...], tables: Mapping[str, pd.DataFrame]
    ) -> None:
        self.releve = releve
        self.specifications = {specification.nom: specification for specification in specifications}
        self.tables = dict(tables)
        self.changees: set[str] = set()

    def appliquer(self, lignes: Lignes) -> None:
        """Make one change; nothing, and faults, when it cannot be."""
        specification = self.specifications.get(lignes.table)
        if specification is None:
            remede = choix(lignes.table, list(self.specifications))
            self._refuser(lignes, "table", "table inconnue", remede, lignes.table)
            return
        avant = len(self.releve.fautes)
        for cle, colonnes in (("where", lignes.where), ("set", lignes.mettre)):
            for colonne in colonnes:
                if colonne not in specification.noms:
                    remede = choix(colonne, specification.noms)
                    self._refuser(lignes, f"{cle}.{colonne}", "colonne inconnue", remede)
        if len(self.releve.fautes) > avant:
            return
        if lignes.action == AJOUTER:
            self._ajouter(specification, lignes)
            return
        touchees = self._choisir(specification, lignes)
        if len(self.releve.fautes) > avant:
            return
        if not touchees.any():
            self._refuser(lignes, "where", "aucune ligne ne convient", self._conseil(lignes))
        elif lignes.action == RETIRER:
            self._retirer(specification, touchees)
        else:
            self._changer(specification, lignes, touchees)

    def _refuser(self, lignes: Lignes, cle: str, motif: str, remede: str, valeur: str = "") -> None:
        self.releve.note(lignes.ou, cle, motif, remede, valeur=valeur)

    def _remplacer(self, nom: str, table: pd.DataFrame) -> None:
        self.tables[nom] = table.reset_index(drop=True)
        self.changees.add(nom)

    def _ajouter(self, specification: Table, lignes: Lignes) -> None:
        colonnes = {nom: specification.colonne(nom) for nom in lignes.mettre}
        valeurs = {
            nom: self._valeur(lignes, "set", colonnes[nom], dite)
            for nom, dite in lignes.mettre.items()
        }
        manquent = [
            colonne.nom
            for colonne in specification.colonnes
            if not colonne.nullable and valeurs.get(colonne.nom) is None
        ]
        for nom in manquent:
            if nom not in lignes.mettre:
                self._refuser(lignes, f"set.{nom}", "valeur exigée", "La donner.")
        if manquent:
            return
        avant = self.tables[specification.nom]
        ligne = table_de(specification, [valeurs]).assign(ligne=len(avant) + 1)
        ligne = ligne[list(avant.columns)].astype(avant.dtypes.to_dict())
        tout = pd.concat([avant, ligne]) if len(avant) else ligne
        self._remplacer(specification.nom, tout)

    def _choisir(self, specification: Table, lignes: Lignes) -> Booleens:
        """Return (rows,) whether the conditions hold."""
        table = self.tables[specification.nom]
        masque = np.ones(len(table), dtype=np.bool_)
        for nom, dite in lignes.where.items():
            colonne, valeurs = specification.colonne(nom), table[nom]
            if isinstance(dite, dict):
                masque &= self._borner(lignes, colonne, valeurs, dite)
                continue
            dites = dite if isinstance(dite, list) and colonne.genre is not Genre.LISTE else [dite]
            lues = [self._valeur(lignes, "where", colonne, une) for une in dites]
            masque &= _parmi(colonne, valeurs, [lue for lue in lues if lue is not None])
        return masque

    def _borner(
        self, lignes: Lignes, colonne: Colonne, valeurs: pd.Series, bornes: Mapping[str, Any]
    ) -> Booleens:
        masque = np.ones(len(valeurs), dtype=np.bool_)
        permis = "Donner une valeur, une liste ou { nul = true }"
        permis += "." if colonne.genre in SANS_BORNES else ", ou { min, max }."
        if not bornes:
            self._refuser(lignes, f"where.{colonne.nom}", "condition vide", permis)
        for mot, borne in bornes.items():
            cle = f"where.{colonne.nom}.{mot}"
            if mot not in BORNES:
                self._refuser(lignes, cle, "mot inconnu", choix(mot, BORNES))
            elif mot == "nul" and isinstance(borne, bool):
                masque &= (valeurs.isna() == borne).to_numpy()
            elif mot == "nul":
                self._refuser(lignes, cle, "valeur refusée", "Donner true ou false.", str(borne))
            elif colonne.genre in SANS_BORNES:
                motif = f"une colonne de genre « {colonne.genre} » n'a pas de bornes"
                self._refuser(lignes, cle, motif, permis)
            else:
                lue = self._valeur(lignes, "where", colonne, borne)
                if lue is not None:
                    comparee = valeurs >= _comparable(colonne, lue)
                    if mot == "max":
                        comparee = valeurs <= _comparable(colonne, lue)
                    masque &= comparee.fillna(False).to_numpy(dtype=bool)
        return masque

    def _valeur(self, lignes: Lignes, cle: str, colonne: Colonne, dite: Any) -> Any:
        """Return a value as the table holds it; None, and a fault, when it cannot be one."""
        ou = f"{cle}.{colonne.nom}"
        try:
            lue: Any = en_memoire(colonne.genre, dite)
        except ValueError:
            remede = f"La colonne est de genre « {colonne.genre} »."
            self._refuser(lignes, ou, "valeur refusée", remede, str(dite))
            return None
        if colonne.genre in NOMBRES and abs(lue) > _plafond(colonne):
            self._trop_grand(lignes, ou, colonne, dite)
            return None
        return lue

    def _trop_grand(self, lignes: Lignes, ou: str, colonne: Colonne, dite: Any) -> None:
        plafond = _plafond(colonne)
        dit = en_points(plafond) if colonne.genre is Genre.POINTS else str(plafond)
        self._refuser(lignes, ou, "nombre trop grand", f"Au plus {dit}.", str(dite))

    def _retirer(self, specification: Table, touchees: Booleens) -> None:
        """Remove rows; of a candidat, all that is his goes, and his partner is alone."""
        table = self.tables[specification.nom]
        self._remplacer(specification.nom, table[~touchees])
        if specification.nom != CANDIDAT[0]:
            return
        partis = table.loc[touchees, CANDIDAT[1]]
        for autre in self.specifications.values():
            for colonne in autre.colonnes:
                siens = self.tables[autre.nom]
                if colonne.reference == CANDIDAT and siens[colonne.nom].isin(partis).any():
                    visees = siens[colonne.nom].isin(partis)
                    reste = (
                        siens.assign(**{colonne.nom: siens[colonne.nom].mask(visees)})
                        if colonne.nullable
                        else siens[~visees]
                    )
                    self._remplacer(autre.nom, reste)

    def _changer(self, specification: Table, lignes: Lignes, touchees: Booleens) -> None:
        table = self.tables[specification.nom]
        for nom, dite in lignes.mettre.items():
            colonne = specification.colonne(nom)
            mettre = self._mise(lignes, colonne, dite)
            if mettre is None:
                return
            mises = mettre(table[nom], touchees)
            if colonne.genre in NOMBRES and (mises[touchees].abs() > _plafond(colonne)).any():
                self._trop_grand(lignes, f"set.{nom}", colonne, dite)
                return
            table = table.assign(**{nom: mises})
        self._remplacer(specification.nom, table)

    def _mise(
        self, lignes: Lignes, colonne: Colonne, dite: Any
    ) -> Callable[[pd.Series, Booleens], pd.Series] | None:
        """Return what changes the column's values where it must."""
        if not isinstance(dite, dict):
            lue = self._valeur(lignes, "set", colonne, dite)
            valeur = None if lue is None else _comparable(colonne, lue)
            return None if lue is None else lambda valeurs, ou: valeurs.mask(ou, valeur)
        if dite == {"nul": True} and colonne.trouee:
            return lambda valeurs, ou: valeurs.mask(ou)
        if dite.keys() == {"plus"} and colonne.genre in NOMBRES:
            plus = self._valeur(lignes, "set", colonne, dite["plus"])
            return None if plus is None else lambda valeurs, ou: valeurs.mask(ou, valeurs + plus)
        permis = "une valeur"
        permis += ", { plus = … }" if colonne.genre in NOMBRES else ""
        permis += ", { nul = true }" if colonne.trouee else ""
        self._refuser(
            lignes, f"set.{colonne.nom}", "changement refusé", f"Donner {permis}.", str(dite)
        )
        return None

    def _conseil(self, lignes: Lignes) -> str:
        """Name the nearest value that is there, for the first text that is nowhere."""
        table = self.tables[lignes.table]
        for nom, dite in lignes.where.items():
            if isinstance(dite, str):
                connus = frozenset(table[nom].dropna().astype("str"))
                proche = "" if dite in connus else voisin(dite, connus)
                if not proche and dite not in connus and len(connus) < 1000:
                    proche = plus_proche(dite, connus)
                if proche:
                    return f"{nom} : vouliez-vous dire « {proche} » ?"
        return "Corriger les conditions : elles doivent toutes être remplies."


def _plafond(colonne: Colonne) -> int:
    """Return what a number of the column may be at most, as it is held in memory."""
    plafond = MILLIEMES - 1 if colonne.genre is Genre.POINTS else PLAFOND
    return max(plafond, int(colonne.maximum or 0))


def _parmi(colonne: Colonne, valeurs: pd.Series, lues: list[Any]) -> Booleens:
    masque: Booleens = valeurs.isin([_comparable(colonne, lue) for lue in lues]).to_numpy(
        dtype=bool
    )
    return masque


def _comparable(colonne: Colonne, valeur: Any) -> Any:
    return pd.Timestamp(valeur) if colonne.genre is Genre.DATE else valeur
