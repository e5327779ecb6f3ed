"""From internal tables to the campaign's: its columns, its codes, its facts."""

from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine import reglements
from mouvement.scenarios.generation.baremes import baremes
from mouvement.scenarios.generation.candidats import PREFERENCES, Statut
from mouvement.scenarios.generation.faits import Dossier, faits, manquants, situations
from mouvement.scenarios.generation.options import TYPES, Contexte
from mouvement.scenarios.generation.reglements import Choix
from mouvement.scenarios.generation.voeux import Voeux

TEXTE = pd.StringDtype("pyarrow", na_value=np.nan)


def declarees(contexte: Contexte, voeux: Voeux) -> dict[str, pd.DataFrame]:
    """Return the tables of a campaign whose barèmes are declared."""
    tables = _communes(contexte, voeux)
    tables["voeux"] = tables["voeux"].assign(bareme=baremes(contexte, voeux))
    return {nom: _textes(table) for nom, table in tables.items()}


def calculees(dossier: Dossier, choix: Choix) -> dict[str, pd.DataFrame]:
    """Return the tables of a campaign whose barèmes are computed: with the rule set's facts.

    Raises
    ------
    DemandeInvalide : the rule set wants a fact that has no maker.
    """
    reglement = reglements.charger(choix.reglement)
    faites = faits(dossier)
    manquants(reglement, faites)
    declares = {(fait.table, fait.nom) for fait in reglement.faits}
    tables = _communes(dossier.contexte, dossier.voeux)
    for nom, colonnes in faites.items():
        voulues: dict[str, Any] = {
            colonne: valeurs
            for colonne, valeurs in colonnes.items()
            if colonne in tables[nom] or (nom, colonne) in declares
        }
        tables[nom] = tables[nom].assign(**voulues)
    tables |= situations(dossier)
    return {nom: _textes(table) for nom, table in tables.items()}


def _communes(contexte: Contexte, voeux: Voeux) -> dict[str, pd.DataFrame]:
    """Cut the internal tables down to the columns of every campaign."""
    territoire = contexte.territoire
    groupements = np.array([*territoire.groupements, None], dtype=object)
    communes = territoire.communes.assign(groupement=groupements[territoire.groupement])
    codes = communes["commune"].to_numpy()
    colonnes = ["commune", "libelle", "departement", "groupement", "latitude", "longitude"]
    etablissements = contexte.etablissements
    etablissements = etablissements.assign(commune=codes[etablissements["indice"]])
    zones = contexte.zones.assign(commune=codes[contexte.zones["indice"]])
    return {
        "candidats": _candidats(contexte),
        "postes": contexte.postes[["poste", "etablissement", "discipline", "nature", "vacants"]],
        "etablissements": etablissements[["etablissement", "libelle", "type", "commune"]],
        "communes": communes[colonnes],
        "zones_remplacement": zones[["zone", "libelle", "departement", "commune"]],
        "voeux": _voeux(contexte, voeux),
    }


def _candidats(contexte: Contexte) -> pd.DataFrame:
    candidats = contexte.candidats
    postes = np.array([*contexte.postes["poste"], None], dtype=object)
    identifiants = np.array([*candidats["candidat"], None], dtype=object)
    return pd.DataFrame(
        {
            "candidat": candidats["candidat"],
            "discipline": candidats["discipline"],
            "poste_actuel": postes[candidats["tenu"]],
            "participation": candidats["participation"],
            "carte_scolaire": candidats["statut"] == Statut.CARTE_SCOLAIRE,
            "simultanee": identifiants[candidats["partenaire"]],
        }
    )


def _voeux(contexte: Contexte, voeux: Voeux) -> pd.DataFrame:
    territoire = contexte.territoire
    codes = {
        "ETB": contexte.etablissements["etablissement"],
        "COM": territoire.communes["commune"],
        "GEO": territoire.groupements,
        "DPT": territoire.departements,
        "ZRE": contexte.zones["zone"],
        "ZRD": territoire.departements,
        "POSTE": contexte.postes["poste"],
    }
    code = np.full(len(voeux.rang), None, dtype=object)
    for nom, valeurs in codes.items():
        siens = voeux.type == TYPES.index(nom)
        code[siens] = np.array(valeurs, dtype=object)[voeux.objet[siens]]
    return pd.DataFrame(
        {
            "candidat": contexte.candidats["candidat"].to_numpy(object)[voeux.candidat],
            "rang": voeux.rang,
            "type": np.array(TYPES, dtype=object)[voeux.type],
            "code": code,
            "types_etablissement": np.array([None, *PREFERENCES[1:]], dtype=object)[voeux.masque],
        }
    )


def _textes(table: pd.DataFrame) -> pd.DataFrame:
    """Give every text column the same pandas type, whatever made it."""
    table = table.reset_index(drop=True)
    textes = [nom for nom in table if table[nom].dtype.kind not in "biufM"]
    return table.astype(dict.fromkeys(textes, TEXTE))
