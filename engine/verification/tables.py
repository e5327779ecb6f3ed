"""The priorities, and what the instruction gives whole: baremes, rejets, signalements."""

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Colonne, entiers, trier
from mouvement.engine.verification.complement import Complement
from mouvement.engine.verification.constats import Condition, Registre
from mouvement.engine.verification.octrois import COMPLEMENTAIRE, ETAPES, GENERALE
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.traits import bout_a_bout, en_textes

CLES = {
    "baremes": ("candidat", "rang", "element"),
    "rejets": ("table", "ligne", "colonne", "motif"),
    "signalements": ("candidat", "signalement", "regle", "detail"),
}
"""What tells the rows of a table apart; the other columns are compared."""
CLE_PRIORITES = ("candidat", "ordre")
CONDITIONS = {
    "baremes": Condition.BAREMES,
    "rejets": Condition.REJETS,
    "signalements": Condition.SIGNALEMENTS,
}


def verifier_priorites(
    attendu: Attendu, complement: Complement, frame: pd.DataFrame, registre: Registre
) -> None:
    """Exactly the expected contracts, with their zone and rank."""
    colonnes = _priorites(attendu)
    if complement.etape:
        siennes = _priorites(complement.etape.attendu)
        colonnes = {nom: bout_a_bout(colonnes[nom], siennes[nom]) for nom in colonnes}
        colonnes = trier(colonnes, CLE_PRIORITES)
    cle = {nom: colonnes.pop(nom) for nom in CLE_PRIORITES}
    Rapprochement(registre, Condition.PRIORITES, "priorites", frame, cle).comparer(colonnes)


def _priorites(attendu: Attendu) -> dict[str, Colonne]:
    """Return the columns of the table, sorted by its key."""
    liste = attendu.contrats.liste
    etape = COMPLEMENTAIRE if attendu.complementaire else GENERALE
    return {
        "candidat": Colonne(liste.candidat, attendu.candidats.noms),
        "ordre": Colonne(liste.ordre),
        "discipline": Colonne(attendu.discipline, attendu.postes.disciplines),
        "etape": Colonne(np.full(len(liste.ordre), etape, dtype=np.int64), ETAPES),
        "zone": Colonne(liste.label, attendu.contrats.labels),
        "rang_priorite": Colonne(attendu.priorites.rang),
    }


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
