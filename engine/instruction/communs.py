"""Two partners' lists: how far they are the same, and what both still have."""

import numpy as np
import pandas as pd

from mouvement.engine.instruction.listes import Listes, oter
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Operation

DEMANDE = ["rang", "type", "code", "types_etablissement"]
"""What two vœux have in common when they are the same, in the same order."""
JAMAIS = np.iinfo(np.int64).max


def rangs_separes(candidats: pd.DataFrame, voeux: pd.DataFrame) -> pd.Series:
    """Return (candidats,) the rang of the first vœu that is not the partner's, as formulated.

    ``JAMAIS`` when there is none, or no partner.
    """
    lies = candidats["simultanee"].notna()
    if not lies.any():
        return pd.Series(JAMAIS, index=candidats.index)
    liens = candidats.loc[lies, ["candidat", "simultanee"]]
    siens = liens.merge(voeux[["candidat", *DEMANDE]], on="candidat")
    leurs = siens.rename(columns={"candidat": "simultanee", "simultanee": "candidat"})
    vus = siens.merge(leurs, how="left", indicator="present")
    premiers = vus[vus["present"] == "left_only"].groupby("candidat")["rang"].min()
    return premiers.reindex(candidats["candidat"], fill_value=JAMAIS).set_axis(candidats.index)


def prefixe_commun(tableau: Tableau, operation: Operation) -> Listes:
    """Remove, of two partners' lists, the first vœu that is not the other's and all that follow.

    The lists are those formulated, whatever rules have removed since.
    """
    a_deux = (tableau.partenaire >= 0)[tableau.auteur]
    suit = tableau.par_voeu("rang").to_numpy() >= tableau.par_voeu("rang_separe").to_numpy()
    return oter(tableau, operation, a_deux & suit)


def communs_aux_deux(tableau: Tableau, operation: Operation) -> Listes:
    """Remove, of two partners' lists, the vœux that one of them alone still has."""
    leurs = tableau.partenaire[tableau.auteur]
    rangs, gens = tableau.par_voeu("rang").to_numpy(dtype=np.int64), len(tableau.candidats)
    seul = ~np.isin(rangs * gens + leurs, rangs * gens + tableau.auteur)
    return oter(tableau, operation, (leurs >= 0) & seul)
