"""The priorities, and what the instruction gives whole: baremes, rejets, signalements."""

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Colonne, entiers, trier
from mouvement.engine.verification.constats import Condition, Registre
from mouvement.engine.verification.octrois import ETAPES
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.traits import en_textes

CLES = {
    "baremes": ("candidat", "rang", "element"),
    "rejets": ("table", "ligne", "colonne", "motif"),
    "signalements": ("candidat", "signalement", "regle", "detail"),
}
"""What tells the rows of a table apart; the other columns are compared."""
CONDITIONS = {
    "baremes": Condition.BAREMES,
    "rejets": Condition.REJETS,
    "signalements": Condition.SIGNALEMENTS,
}


def verifier_priorites(attendu: Attendu, frame: pd.DataFrame, registre: Registre) -> None:
    """Exactly the expected contracts, with their zone and rank."""
    liste, candidats = attendu.contrats.liste, attendu.candidats
    cle = {"candidat": Colonne(liste.candidat, candidats.noms), "ordre": Colonne(liste.ordre)}
    table = Rapprochement(registre, Condition.PRIORITES, "priorites", frame, cle)
    table.comparer(
        {
            "discipline": Colonne(attendu.discipline, attendu.postes.disciplines),
            "etape": Colonne(np.zeros(len(liste.ordre), dtype=np.int64), ETAPES),
            "zone": Colonne(liste.label, attendu.contrats.labels),
            "rang_priorite": Colonne(attendu.priorites.rang),
        }
    )


def verifier_instruction(
    nom: str, voulue: pd.DataFrame, frame: pd.DataFrame, registre: Registre
) -> None:
    """The table of that name tells what the instruction does (``voulue``), and nothing else."""
    titres = [str(titre) for titre in voulue.columns]
    colonnes = {titre: _colonne(voulue[titre], titre) for titre in titres}
    triees = trier(colonnes, CLES[nom])
    cles = {titre: triees.pop(titre) for titre in CLES[nom]}
    table = Rapprochement(registre, CONDITIONS[nom], nom, frame, cles)
    table.comparer(triees)


def _colonne(serie: "pd.Series[str]", titre: str) -> Colonne:
    if pd.api.types.is_integer_dtype(serie.dtype):
        return Colonne(entiers(serie), points=titre == "points")
    return en_textes(serie)
