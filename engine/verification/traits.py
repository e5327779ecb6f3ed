"""What the instruction says of each line of its vœux, besides what it asks for."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.verification.colonnes import (
    Colonne,
    Entiers,
    Lexique,
    distincts,
    entiers,
    prendre,
)

ORIGINES = Lexique(("VOEU", "CARTE_SCOLAIRE", "EXTENSION", "SPECIFIQUE", "DECISION", "MAINTIEN"))
VOEU, CARTE_SCOLAIRE, EXTENSION, SPECIFIQUE, DECISION, MAINTIEN = range(6)

RESIDUELLE, ORDINAIRE = -1, 0
"""Classes: contracts that come after every vœu; those that go by points."""


@dataclass(frozen=True)
class Traits:
    """Of each line of the vœux, in the order of their table.

    Attributes
    ----------
    origine : number in ``ORIGINES``.
    classe, departage : parts of its priority; the points come between them.
    annuel : 1 when what it grants is for one year.
    criteres, regles, note : texts, as the audit quotes them.
    """

    origine: Entiers
    classe: Entiers
    departage: Entiers
    annuel: Entiers
    criteres: Colonne
    regles: Colonne
    note: Colonne

    def origine_de(self, source: Entiers) -> Entiers:
        """Return the origin of contracts made of these lines; no line: a maintien."""
        return prendre(self.origine, source, MAINTIEN)

    def texte_de(self, nom: str, source: Entiers) -> Colonne:
        """Return ``criteres``, ``regles`` or ``note`` of these lines; none without a line."""
        colonne: Colonne = getattr(self, nom)
        return Colonne(prendre(colonne.valeurs, source), colonne.lexique)


def lire_traits(voeux: pd.DataFrame) -> Traits:
    """Read what the instruction adds to the vœux."""
    return Traits(
        origine=ORIGINES.coder(voeux["origine"]),
        classe=entiers(voeux["classe"]),
        departage=entiers(voeux["departage"]),
        annuel=entiers(voeux["annuel"]),
        criteres=en_textes(voeux["criteres"]),
        regles=en_textes(voeux["regles"]),
        note=en_textes(voeux["note"]),
    )


def en_textes(serie: "pd.Series[str]") -> Colonne:
    """Number the texts of a column, in their order."""
    codes, textes = distincts(serie)
    lexique = Lexique.trie(textes)
    return Colonne(prendre(lexique.numeros(textes), codes), lexique)


def bout_a_bout(une: Colonne, autre: Colonne) -> Colonne:
    """Put a column under another, of the same lexicon or not."""
    if not len(autre.valeurs):
        return une
    if une.lexique is not autre.lexique:
        return joindre(une, autre)
    return Colonne(np.concatenate([une.valeurs, autre.valeurs]), une.lexique, une.points)


def joindre(*colonnes: Colonne) -> Colonne:
    """Put columns of texts end to end."""
    lexiques = [colonne.lexique or Lexique(()) for colonne in colonnes]
    lexique = Lexique.trie(texte for lex in lexiques for texte in lex.textes)
    valeurs = [
        prendre(lexique.numeros(lex.textes), colonne.valeurs)
        for lex, colonne in zip(lexiques, colonnes, strict=True)
    ]
    return Colonne(np.concatenate(valeurs), lexique)
