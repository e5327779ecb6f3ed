"""The list of occupants from which the agent of a carte-scolaire measure is designated."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from mouvement.engine.designation import GROUPE, anciennete
from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable
from mouvement.engine.reglements.designation import Anciennete, Designation
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_octets
from mouvement.io.saisie import ColonneSaisie, Nature, lire_textes, typer

TABLE = "occupants"
SUPPRESSIONS, ANTERIEURE = "suppressions", "installation_premiere"
IDENTITE = ("etablissement", "discipline", "agent")
COMPAREES = {
    "anciennete": ("installation", Nature.DATE),
    "partie_fixe": ("partie_fixe", Nature.POINTS),
    "enfants": ("enfants", Nature.ENTIER),
    "naissance": ("naissance", Nature.DATE),
}
"""The column that gives each criterion."""


def colonnes(criteres: Designation, suppressions: int | None) -> list[ColonneSaisie]:
    """Return the columns that a rule reads; ``suppressions`` is one unless it is given."""
    lues = [ColonneSaisie(nom, Nature.TEXTE) for nom in IDENTITE]
    lues.append(ColonneSaisie("volontaire", Nature.BOOLEEN, regles=criteres.volontaires.regles))
    lues.append(ColonneSaisie("definitif", Nature.BOOLEEN, regles=criteres.titulaire.regles))
    if suppressions is None:
        lues.append(ColonneSaisie(SUPPRESSIONS, Nature.ENTIER))
    for critere, regles in criteres.criteres.items():
        lues.append(ColonneSaisie(*COMPAREES[critere], regles=regles))
    if criteres.anciennete.anterieure:
        regles = criteres.anciennete.regles
        lues.append(ColonneSaisie(ANTERIEURE, Nature.DATE, facultative=True, regles=regles))
    for condition, regles in criteres.conditions.items():
        lues.append(ColonneSaisie(condition, Nature.BOOLEEN, regles=regles))
    return lues


def lire_occupants(
    fichier: Path, criteres: Designation, annee: int, suppressions: int | None = None
) -> pd.DataFrame:
    """Read a list of occupants, CSV or Parquet, of one or many établissements.

    Parameters
    ----------
    annee : year of the campaign, on the 1 September of which seniority is counted.
    suppressions : for every établissement and discipline; None: the file says it.

    Returns
    -------
    The columns of the rule, ``partie_fixe`` in thousandths, ``suppressions`` and ``anciennete``
    (whole years).

    Raises
    ------
    DossierInutilisable : there is no such file.
    DonneesRefusees : with every fault found.
    """
    if not fichier.is_file():
        raise DossierInutilisable(f"{fichier} n'est pas un fichier.")
    releve = Releve()
    octets = lire_octets(releve, TABLE, fichier)
    brute = None if octets is None else lire_textes(releve, TABLE, octets)
    if brute is None:
        raise DonneesRefusees(releve.fautes)
    frame = typer(releve, TABLE, brute, colonnes(criteres, suppressions))
    _Controles(releve, frame).controler(criteres.anciennete, annee)
    if suppressions is not None:
        _refuser_deux_sources(releve, brute)
        frame["suppressions"] = suppressions
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
    return _avec_anciennete(frame, criteres.anciennete, annee)


def _refuser_deux_sources(releve: Releve, brute: pa.Table) -> None:
    if SUPPRESSIONS in brute.column_names:
        motif = "colonne présente, alors que --suppressions est donné"
        releve.note(TABLE, SUPPRESSIONS, motif, "Retirer l'une ou l'autre.")


def _avec_anciennete(frame: pd.DataFrame, regle: Anciennete, annee: int) -> pd.DataFrame:
    if "installation" not in frame:
        return frame
    depuis = frame["installation"]
    if ANTERIEURE in frame:
        depuis = frame[ANTERIEURE].fillna(depuis)
    return frame.assign(anciennete=anciennete(depuis, annee, regle.mois, regle.jour))


class _Controles:
    """Checks over several columns; a value that could not be read is left aside."""

    def __init__(self, releve: Releve, frame: pd.DataFrame) -> None:
        self._releve = releve
        self._frame = frame

    def controler(self, regle: Anciennete, annee: int) -> None:
        """Run every check."""
        if self._frame.empty:
            self._releve.note(TABLE, "", "aucun occupant", "Fournir au moins un occupant.")
        self._agents_uniques()
        self._suppressions_constantes()
        self._dates(pd.Timestamp(annee, regle.mois, regle.jour))

    def _a(self, noms: Collection[str]) -> bool:
        return set(noms) <= set(self._frame.columns)

    def _refuse(self, colonne: str, masque: pd.Series, motif: str, remede: str) -> None:
        rangs = np.flatnonzero(masque.fillna(False).astype(bool))
        valeurs = self._frame[colonne].iloc[rangs]
        if isinstance(valeurs.dtype, np.dtype) and valeurs.dtype.kind == "M":
            valeurs = valeurs.dt.strftime("%d/%m/%Y")
        self._releve.lignes(TABLE, colonne, rangs + 1, valeurs, motif, remede)

    def _agents_uniques(self) -> None:
        if not self._a([*GROUPE, "agent", "definitif"]):
            return
        present = self._frame["agent"].notna()
        repete = present & self._frame.duplicated([*GROUPE, "agent"])
        motif = "agent déjà présent dans cet établissement et cette discipline"
        self._refuse("agent", repete, motif, "Ne garder qu'une de ces lignes.")
        definitifs = self._frame[present & self._frame["definitif"].fillna(False) & ~repete]
        ailleurs = definitifs.duplicated("agent").reindex(self._frame.index, fill_value=False)
        motif = "agent déjà titulaire à titre définitif sur une ligne précédente"
        self._refuse("agent", ailleurs, motif, "Un agent n'a qu'un poste à titre définitif.")

    def _suppressions_constantes(self) -> None:
        if not self._a([*GROUPE, SUPPRESSIONS]):
            return
        premiere = self._frame.groupby(GROUPE)[SUPPRESSIONS].transform("first")
        self._refuse(
            SUPPRESSIONS,
            self._frame[SUPPRESSIONS] != premiere,
            "autre nombre que plus haut pour cet établissement et cette discipline",
            "Donner le même nombre à tous ses occupants.",
        )

    def _dates(self, observation: pd.Timestamp) -> None:
        for avant, egales in (("naissance", False), (ANTERIEURE, True)):
            if self._a([avant, "installation"]):
                ecart = self._frame["installation"] - self._frame[avant]
                inverse = ecart.dt.days < (0 if egales else 1)
                motif = "date qui n'est pas antérieure à celle d'installation"
                self._refuse(avant, inverse, motif, "Corriger l'une des deux dates.")
        if self._a(["installation"]):
            motif = f"date postérieure au {observation:%d/%m/%Y}"
            tard = self._frame["installation"] > observation
            self._refuse("installation", tard, motif, "Corriger la date, ou donner --annee.")
