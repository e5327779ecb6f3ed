"""A result table against the expected one: rows matched by key, columns compared whole."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.verification.colonnes import NUL, Colonne, Entiers, prendre
from mouvement.engine.verification.constats import Condition, Constat, Registre


class Illisible(ValueError):
    """A published column that cannot be read; says why, in French."""


def lire_colonne(frame: pd.DataFrame, nom: str, colonne: Colonne) -> Entiers:
    """Read a published column as whole numbers (``Illisible`` when that is not possible)."""
    if nom not in frame.columns:
        raise Illisible("la colonne manque")
    try:
        return colonne.lire(frame[nom])
    except (TypeError, ValueError) as erreur:
        motif = "la colonne contient autre chose que des nombres entiers"
        raise Illisible(motif) from erreur


def empaqueter(attendues: list[Entiers], trouvees: list[Entiers]) -> tuple[Entiers, Entiers]:
    """Pack several columns of both sides into one number a row, in the same order (nulls last)."""
    separation = len(attendues[0])
    colonnes = [_compacte(np.concatenate(c)) for c in zip(attendues, trouvees, strict=True)]
    etendue = 1
    for colonne in colonnes:
        etendue *= int(colonne.max(initial=0)) + 1
    if etendue >= 2**62:
        colonnes = [np.unique(c, return_inverse=True)[1].astype(np.int64) for c in colonnes]
    cles = np.zeros(len(colonnes[0]), dtype=np.int64)
    for colonne in colonnes:
        cles = cles * (int(colonne.max(initial=0)) + 1) + colonne
    return cles[:separation], cles[separation:]


def _compacte(valeurs: Entiers) -> Entiers:
    nulles = valeurs == NUL
    if nulles.all():
        return np.zeros(len(valeurs), dtype=np.int64)
    presentes = valeurs[~nulles]
    plus_petite, plus_grande = int(presentes.min()), int(presentes.max())
    if plus_grande - plus_petite >= 2**62:
        # Absurd values: only their order matters.
        valeurs = np.unique(valeurs, return_inverse=True)[1].astype(np.int64)
        plus_petite, plus_grande = 0, int(valeurs.max())
    return np.where(nulles, plus_grande + 1, valeurs) - plus_petite


@dataclass
class Rapprochement:
    """One published table beside the rows it should have.

    Attributes
    ----------
    cle : the expected key columns, rows in increasing order of key.
    lignes : for each expected row, the row of ``frame`` with that key; -1 when it is missing.
    muet : the key cannot be read; said once, nothing else is compared.
    exact : the rows are the expected ones, in the expected order.
    """

    registre: Registre
    condition: Condition
    table: str
    frame: pd.DataFrame
    cle: dict[str, Colonne]
    lignes: Entiers = field(init=False)
    muet: bool = field(init=False, default=False)
    exact: bool = field(init=False, default=False)
    _illisibles: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        attendues = [colonne.valeurs for colonne in self.cle.values()]
        self.lignes = np.full(len(attendues[0]), -1, dtype=np.int64)
        trouvees = [self.lire_tout(nom, colonne) for nom, colonne in self.cle.items()]
        lisibles = [colonne for colonne in trouvees if colonne is not None]
        if len(lisibles) < len(trouvees):
            self.muet = True
            return
        if all(map(np.array_equal, attendues, lisibles)):
            self.lignes = np.arange(len(self.lignes), dtype=np.int64)
            self.exact = True
        else:
            self._apparier(*empaqueter(attendues, lisibles))

    def lire_tout(self, nom: str, colonne: Colonne) -> Entiers | None:
        """Read a whole published column; None, with a finding, when that is not possible."""
        try:
            return lire_colonne(self.frame, nom, colonne)
        except Illisible as motif:
            self._illisible(nom, str(motif))
            return None

    def lire(self, nom: str, colonne: Colonne) -> Entiers:
        """Read a published column in the order of the expected rows; ``NUL`` where none."""
        valeurs = None if self.muet else self.lire_tout(nom, colonne)
        if valeurs is None:
            return np.full(len(self.lignes), NUL, dtype=np.int64)
        return prendre(valeurs, self.lignes)

    def comparer(self, colonnes: dict[str, Colonne]) -> bool:
        """Report the values that differ from the expected ones; true when there are none."""
        if self.muet:
            return False
        justes = True
        for nom, colonne in colonnes.items():
            valeurs = self.lire_tout(nom, colonne)
            if valeurs is None:
                justes = False
                continue
            lues = valeurs if self.exact else prendre(valeurs, self.lignes)
            ecarts = np.flatnonzero((self.lignes >= 0) & (lues != colonne.valeurs))
            self._ecarts(nom, colonne, ecarts)
            justes &= not len(ecarts)
        return justes

    def comparer_nuls(self, nom: str, nuls: Entiers) -> None:
        """Report the rows where a free text is null and should not be, or the reverse.

        ``nuls``: 1 where it must be null, 0 where it must not.
        """
        if nom not in self.frame.columns:
            self._illisible(nom, "la colonne manque")
        elif not self.muet:
            trouves = self.frame[nom].isna().to_numpy().astype(np.int64)
            ecarts = (self.lignes >= 0) & (prendre(trouves, self.lignes) != nuls)
            self.signaler(
                np.flatnonzero(ecarts),
                nom,
                lambda i: "non nul" if nuls[i] else "nul",
                lambda i: "nul" if nuls[i] else "un texte",
            )

    def signaler(
        self,
        positions: Any,
        nom: str,
        trouve: Any,
        attendu: Any,
        condition: Condition | None = None,
    ) -> None:
        """Report one finding on a column for each expected row given."""
        regle = condition or self.condition

        def constat(i: int) -> Constat:
            vu, voulu = trouve(i), attendu(i)
            phrase = f"{self.table}, {self.dire_cle(i)} : {nom} vaut {vu}, attendu {voulu}."
            return Constat(regle, self.table, self.dire_cle(i), nom, vu, voulu, phrase, i)

        self.registre.lister(regle, self.table, positions, constat)

    def dire_cle(self, ligne: int) -> str:
        """Return the key of an expected row as an analyst reads it."""
        return ", ".join(f"{nom} {colonne.dire(ligne)}" for nom, colonne in self.cle.items())

    def _ecarts(self, nom: str, colonne: Colonne, positions: Any) -> None:
        serie = self.frame[nom]

        def vu(i: int) -> str:
            return colonne.montrer(serie, int(self.lignes[i]))

        self.signaler(positions, nom, vu, colonne.dire)

    def _apparier(self, attendues: Entiers, trouvees: Entiers) -> None:
        ordre = np.argsort(trouvees, kind="stable")
        triees = trouvees[ordre]
        if np.array_equal(attendues, triees) and (attendues[1:] > attendues[:-1]).all():
            self.lignes = ordre
            return
        debut = np.searchsorted(triees, attendues, side="left")
        fin = np.searchsorted(triees, attendues, side="right")
        self.lignes = prendre(ordre, np.where(fin > debut, debut, -1), -1)
        place = np.searchsorted(attendues, triees)
        connues = prendre(attendues, np.where(place < len(attendues), place, -1)) == triees
        self._manquantes(np.flatnonzero(fin == debut))
        self._doubles(np.flatnonzero(fin - debut > 1))
        self._en_trop(place[~connues], ordre[~connues])

    def _manquantes(self, positions: Any) -> None:
        self._lignes(positions, "aucune ligne", "une ligne", "la ligne manque")

    def _doubles(self, positions: Any) -> None:
        self._lignes(positions, "plusieurs lignes", "une ligne", "la ligne est en double")

    def _lignes(self, positions: Any, trouve: str, attendu: str, motif: str) -> None:
        def constat(i: int) -> Constat:
            phrase = f"{self.table}, {self.dire_cle(i)} : {motif}."
            cle = self.dire_cle(i)
            return Constat(self.condition, self.table, cle, "", trouve, attendu, phrase, i)

        self.registre.lister(self.condition, self.table, positions, constat)

    def _en_trop(self, places: Entiers, lignes: Entiers) -> None:
        def constat(i: int) -> Constat:
            ligne = int(lignes[i])
            parts = (f"{n} {c.montrer(self.frame[n], ligne)}" for n, c in self.cle.items())
            cle = ", ".join(parts)
            phrase = f"{self.table}, {cle} : cette ligne ne devrait pas exister."
            quoi = ("une ligne", "aucune ligne")
            return Constat(self.condition, self.table, cle, "", *quoi, phrase, int(places[i]))

        self.registre.lister(self.condition, self.table, range(len(lignes)), constat)

    def _illisible(self, nom: str, motif: str) -> None:
        if nom in self._illisibles:
            return
        self._illisibles.add(nom)
        phrase = f"{self.table}, colonne {nom} : {motif}."
        self.registre.ajouter(Constat(Condition.STRUCTURE, self.table, "", nom, "", "", phrase))
