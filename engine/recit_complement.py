"""The complementary stage told: its table, and the words that the audit puts on what was left."""

import numpy as np
import pandas as pd

from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.placement import Complement, Etapes

LAISSE = "obtenu d'abord, puis mieux à l'étape complémentaire : le support de {poste} reste vacant"


def complements(contrats: Contrats, etapes: Etapes) -> pd.DataFrame:
    """Return the table of those whom the stage gave a poste: what they had, what they have."""
    candidats, postes = contrats.candidats["candidat"], contrats.carte.postes
    complement, avant = etapes.complement, etapes.ameliore
    qui = complement.candidats if complement else np.zeros(0, dtype=np.int64)
    apres = etapes.final.poste[qui]
    # AUCUN is -1, and so the item appended; 0 is no ordre.
    ordres = np.append(contrats.table["ordre"].to_numpy(), 0)[avant.ligne[qui]]
    noms = postes["poste"].reindex(avant.poste[qui])
    table = pd.DataFrame(
        {
            "candidat": candidats.iloc[qui].array,
            "discipline": postes["discipline"].iloc[apres].array,
            "ordre_avant": pd.Series(ordres, dtype="Int64").mask(ordres == 0),
            "poste_avant": noms.array,
            "ordre_apres": complement.ordre if complement else qui,
            "poste_apres": postes["poste"].iloc[apres].array,
        }
    )
    return table.sort_values("candidat", ignore_index=True)


def phrases_laisses(contrats: Contrats, etapes: Etapes) -> dict[int, str]:
    """Return what the audit says of the lines that the stage took back."""
    if etapes.complement is None:
        return {}
    avant, postes = etapes.ameliore, contrats.carte.postes["poste"]
    return {
        int(avant.ligne[qui]): LAISSE.format(poste=postes.iloc[avant.poste[qui]])
        for qui in etapes.complement.candidats.tolist()
        if avant.ligne[qui] != AUCUN
    }


def servies(complement: Complement) -> dict[int, int]:
    """Return the mouvement's line → that of the stage, for the vœux that it made contracts of."""
    table = complement.contrats.table
    ici = np.flatnonzero(table["ordre"])
    return dict(zip(complement.lignes[ici].tolist(), ici.tolist(), strict=True))
