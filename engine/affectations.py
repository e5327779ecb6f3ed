"""What the mouvement gives to each candidat."""

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import ORIGINES
from mouvement.engine.libelles import libelles_postes
from mouvement.engine.placement import Etapes
from mouvement.engine.texte import ETAPES, texte

_SANS_CONTRAT = {"rang": 0, "ordre": 0, "bareme": AUCUN, "origine": AUCUN, "annuel": False}


def affectations(campagne: Campagne, contrats: Contrats, etapes: Etapes) -> pd.DataFrame:
    """Return what the mouvement gives to each candidat."""
    candidats, postes, placements = contrats.candidats, contrats.carte.postes, etapes.final
    # AUCUN is -1, and so the item appended.
    accorde = pd.DataFrame(
        {
            nom: np.append(contrats.table[nom].to_numpy(), nul)[placements.ligne]
            for nom, nul in _SANS_CONTRAT.items()
        }
    )
    if etapes.complement:
        accorde.loc[etapes.complement.candidats, "ordre"] = etapes.complement.ordre
    place = placements.ligne != AUCUN
    extension = accorde["origine"] == ORIGINES.index("EXTENSION")
    reste = candidats["titulaire"] & (candidats["numero_actuel"] == placements.poste)
    libelles = libelles_postes(campagne, postes)
    table = pd.DataFrame(
        {
            "candidat": candidats["candidat"],
            "discipline": candidats["discipline"],
            "decision": np.select(
                [~place, accorde["annuel"].to_numpy(), extension, reste],
                ["NON_AFFECTE", "ANNUEL", "EXTENSION", "MAINTENU"],
                "MUTE",
            ),
            "poste": _a_la_place(postes["poste"], placements.poste),
            "etablissement": _a_la_place(postes["etablissement"], placements.poste),
            "rang": accorde["rang"].astype("Int64").where(accorde["rang"] > 0),
            "origine": texte(accorde["origine"], list(ORIGINES)),
            "bareme": accorde["bareme"].astype("Int64").where(accorde["bareme"] != AUCUN),
            "etape": texte(etapes.derniere, ETAPES),
            "ordre": accorde["ordre"].astype("Int64").where(place),
            "participation": candidats["participation"],
            "carte_scolaire": candidats["carte_scolaire"],
            "simultanee": candidats["simultanee"],
            "poste_actuel": candidats["poste_actuel"],
            "libelle": _a_la_place(libelles, placements.poste),
            "libelle_actuel": _a_la_place(libelles, candidats["numero_actuel"].to_numpy()),
        }
    )
    return table.sort_values("candidat", ignore_index=True)


def _a_la_place(valeurs: pd.Series, numeros: Entiers) -> pd.Series:
    """Return the value of each numbered item, missing for ``AUCUN``."""
    return valeurs.iloc[numeros.clip(0)].reset_index(drop=True).where(numeros != AUCUN)
