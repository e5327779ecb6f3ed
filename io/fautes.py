"""Collecting every fault of the input, with a remedy that names the nearest valid code."""

import difflib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mouvement.engine.erreurs import Faute

MAX_SUGGESTIONS = 50
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz-_. "

Remede: TypeAlias = str | Callable[[str], str]
Vecteur: TypeAlias = Any
"""An Arrow array of whatever type the file has, which the stubs' generics cannot say."""
TypePhysique: TypeAlias = Any
"""An Arrow data type, for the same reason."""


class Releve:
    """The faults met so far; whoever reads raises them all at once."""

    def __init__(self) -> None:
        self.fautes: list[Faute] = []

    def note(
        self,
        table: str,
        colonne: str,
        motif: str,
        remede: str,
        *,
        valeur: str = "",
        regles: tuple[str, ...] = (),
    ) -> None:
        """Add a fault of a whole table, file, column or key."""
        self.fautes.append(Faute(table, None, colonne, valeur, motif, remede, regles))

    def lignes(
        self,
        table: str,
        colonne: str,
        lignes: Iterable[int],
        valeurs: Iterable[object],
        motif: str,
        remede: Remede,
        regles: tuple[str, ...] = (),
    ) -> None:
        """Add one fault per row: ``lignes`` are row numbers in the file, ``valeurs`` what is there.

        ``remede`` may depend on the value found.
        """
        for ligne, valeur in zip(lignes, valeurs, strict=True):
            trouve = "" if valeur is None else str(valeur)
            conseil = remede if isinstance(remede, str) else remede(trouve)
            self.fautes.append(
                Faute(table, int(ligne), colonne, lisible(trouve), motif, conseil, regles)
            )


@dataclass(frozen=True)
class Lieu:
    """One column being read: rows are those of the file, in its order."""

    releve: Releve
    table: str
    colonne: str
    regles: tuple[str, ...] = ()

    def refuse(
        self,
        masque: Vecteur | npt.NDArray[np.bool_],
        valeurs: Vecteur,
        motif: str,
        remede: Remede,
    ) -> None:
        """Add a fault for each row where the mask is true (null: it is not)."""
        if isinstance(masque, pa.Array):
            masque = masque.fill_null(False).to_numpy(zero_copy_only=False)
        rangs = np.flatnonzero(masque)
        if len(rangs):
            trouves = valeurs.take(rangs).to_pylist()
            self.releve.lignes(
                self.table, self.colonne, rangs + 1, trouves, motif, remede, self.regles
            )

    def note(self, motif: str, remede: str, valeur: str = "") -> None:
        """Add a fault of the whole column."""
        self.releve.note(self.table, self.colonne, motif, remede, valeur=valeur, regles=self.regles)


def lisible(texte: str) -> str:
    """Show spaces at the ends and invisible characters, which would otherwise puzzle the reader."""
    return texte if texte == texte.strip() and texte.isprintable() else repr(texte)


def plus_proche(texte: str, permis: Collection[str], parente: float = 0.5) -> str:
    """Return the nearest of a few allowed words, or ""; case does not count.

    ``parente``: how alike they must be, from 0 to 1.
    """
    par_casse = {mot.casefold(): mot for mot in permis}
    trouves = difflib.get_close_matches(texte.casefold(), sorted(par_casse), n=1, cutoff=parente)
    return par_casse[trouves[0]] if trouves else ""


def choix(texte: str, permis: Collection[str]) -> str:
    """Return the remedy for a word outside a short list: the nearest one, and all of them."""
    proche = plus_proche(texte, permis)
    debut = f"Vouliez-vous dire « {proche} » ? " if proche else ""
    return f"{debut}Valeurs permises : {', '.join(permis)}."


def voisin(code: str, connus: Collection[str]) -> str:
    """Return a known code one keystroke away (the least in code-point order), or "".

    The cost does not depend on the number of known codes, which may be tens of thousands.
    """
    coupes = [(code[:i], code[i:]) for i in range(len(code) + 1)]
    essais = {code.upper(), code.strip(), code.lower(), f"0{code}"}
    essais.update(a + b[1:] for a, b in coupes if b)
    essais.update(a + b[1] + b[0] + b[2:] for a, b in coupes if len(b) > 1)
    essais.update(a + c + b[1:] for a, b in coupes if b for c in ALPHABET)
    essais.update(a + c + b for a, b in coupes for c in ALPHABET)
    return min((essai for essai in essais if essai in connus), default="")


class ConseilCode:
    """The remedy for an unknown code; only the first faults get a suggestion, to stay fast."""

    def __init__(self, connus: Iterable[str], conseil: str) -> None:
        self._connus = frozenset(connus)
        self._conseil = conseil
        self._restants = MAX_SUGGESTIONS

    def __call__(self, valeur: str) -> str:
        """Return the remedy for this value."""
        self._restants -= 1
        proche = voisin(valeur, self._connus) if self._restants >= 0 else ""
        return f"Vouliez-vous dire « {proche} » ? {self._conseil}" if proche else self._conseil


def nom_type(physique: TypePhysique) -> str:
    """Return the type as an analyst would know it, with Arrow's own name."""
    familles = (
        (pa.types.is_floating, "nombre à virgule flottante"),
        (pa.types.is_integer, "entier"),
        (pa.types.is_decimal, "décimal"),
        (pa.types.is_boolean, "booléen"),
        (pa.types.is_temporal, "date ou heure"),
        (pa.types.is_nested, "liste ou structure"),
        (pa.types.is_binary, "binaire"),
        (pa.types.is_large_binary, "binaire"),
        (pa.types.is_string, "texte"),
        (pa.types.is_large_string, "texte"),
    )
    nom = next((nom for est, nom in familles if est(physique)), "autre")
    return f"{nom}, {physique}"
