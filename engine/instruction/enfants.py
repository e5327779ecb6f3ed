"""Children, from the table ``enfants``: how many are under an age at a date."""

import pandas as pd

from mouvement.engine.instruction.tableau import Tableau

A_CHARGE, HANDICAP = "a_charge", "handicap"


def de_moins_de(
    tableau: Tableau, age: int, jour: pd.Timestamp, fait: str, parmi: str = A_CHARGE
) -> pd.Series:
    """Return (candidats,) how many children are born and under an age at the end of a day.

    Parameters
    ----------
    fait : the column of ``candidats`` that stands for those who have no row in the table.
    parmi : the column of ``enfants`` that says which children count.
    """
    candidats, enfants = tableau.candidats, tableau.campagne.enfants
    dit = candidats[fait].astype("int64")
    if enfants.empty:
        return dit
    naissance = enfants["naissance"]
    compte = enfants[parmi] & (naissance <= jour) & (naissance > jour - pd.DateOffset(years=age))
    nombre = compte.astype("int64").groupby(enfants["candidat"]).sum()
    return candidats["candidat"].map(nombre).fillna(dit).astype("int64")
