"""Whole campaigns: from a named size to tables, and to folders."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.baremes import baremes
from mouvement.scenarios.generation.candidats import (
    PREFERENCES,
    Statut,
    a_pourvoir,
    creer_candidats,
)
from mouvement.scenarios.generation.couples import former_couples
from mouvement.scenarios.generation.disciplines import disciplines_du_modele
from mouvement.scenarios.generation.etablissements import creer_etablissements
from mouvement.scenarios.generation.hasard import Hasard, repartir
from mouvement.scenarios.generation.modeles import (
    ACADEMIE_PAR_DEFAUT,
    GRAINE_PAR_DEFAUT,
    DemandeInvalide,
    Modele,
    effectif,
    exiger_effectif,
    modele_nomme,
)
from mouvement.scenarios.generation.options import TYPES, Contexte
from mouvement.scenarios.generation.postes import capacites, creer_postes, offrir_supports
from mouvement.scenarios.generation.territoire import (
    academies,
    ouvrir_territoire,
    zones_remplacement,
)
from mouvement.scenarios.generation.voeux import Voeux, creer_voeux

ANNEE = 2022
UN = Fraction(1)
GRAINE_MAXIMALE = 2**63 - 1
TEXTE = pd.StringDtype("pyarrow", na_value=np.nan)
CONFIGURATION = """\
# Campagne synthétique : modèle {modele}, graine {graine}.
# Communes réelles ; établissements, candidats et vœux imaginaires.
[campagne]
academie  = "{academie}"
annee     = {annee}
reglement = "declare"
graine    = {graine}

[options]
bareme  = "declare"
guidage = "indicatifs"
"""


@dataclass(frozen=True)
class CampagneSynthetique:
    """One generated campaign: its tables by name (``io/schema.py``) and its ``campagne.toml``."""

    academie: str
    tables: dict[str, pd.DataFrame]
    configuration: str


def generer(
    modele: str,
    academie: str | None = None,
    graine: int = GRAINE_PAR_DEFAUT,
    facteur: Fraction = UN,
) -> CampagneSynthetique:
    """Make the campaign of one académie, the same for the same arguments.

    Raises
    ------
    DemandeInvalide : unknown size or académie, seed or factor without sense.
    """
    taille = modele_nomme(modele)
    if not 0 <= graine <= GRAINE_MAXIMALE:
        raise DemandeInvalide(f"La graine va de 0 à {GRAINE_MAXIMALE} (reçu : {graine}).")
    if taille.toutes_academies and academie is None:
        raise DemandeInvalide(f"Le modèle {modele} fait plusieurs campagnes : nommer l'académie.")
    nom = academie or ACADEMIE_PAR_DEFAUT
    if nom not in academies():
        raise DemandeInvalide(f"Académie inconnue : {nom}. Codes : {', '.join(academies())}.")
    return _campagne(taille, nom, graine, _effectif(taille, nom, facteur))


def generer_modele(
    modele: str,
    academie: str | None = None,
    graine: int = GRAINE_PAR_DEFAUT,
    facteur: Fraction = UN,
) -> Iterator[CampagneSynthetique]:
    """Make the campaigns of a size one after the other: one, or one for each académie."""
    noms = academies() if modele_nomme(modele).toutes_academies and academie is None else [academie]
    for nom in noms:
        yield generer(modele, nom, graine, facteur)


def _effectif(modele: Modele, academie: str, facteur: Fraction) -> int:
    """Candidats of that académie: all of the size's, or its part by population."""
    total = effectif(modele.candidats, facteur)
    if not modele.toutes_academies:
        return exiger_effectif(total, academie)
    habitants = academies()
    parts = repartir(total, np.array(list(habitants.values())))
    return exiger_effectif(int(parts[list(habitants).index(academie)]), academie)


def _campagne(modele: Modele, academie: str, graine: int, nombre: int) -> CampagneSynthetique:
    hasard = Hasard(graine, modele.nom, academie)
    territoire = ouvrir_territoire(academie, hasard)
    disciplines = disciplines_du_modele(modele)
    zones = zones_remplacement(territoire)
    etablissements = creer_etablissements(territoire, nombre, hasard)
    postes = creer_postes(etablissements, zones, disciplines, hasard)
    candidats = creer_candidats(territoire, postes, disciplines, nombre, hasard)
    former_couples(candidats, hasard)
    postes["vacants"] = offrir_supports(postes, a_pourvoir(candidats, len(disciplines)), hasard)
    conserves = candidats["tenu"][
        (candidats["tenu"] >= 0) & (candidats["statut"] != Statut.CARTE_SCOLAIRE)
    ]
    postes["capacite"] = capacites(postes, conserves.to_numpy())
    contexte = Contexte(territoire, zones, etablissements, postes, candidats)
    voeux = creer_voeux(contexte, hasard)
    configuration = CONFIGURATION.format(
        modele=modele.nom, academie=academie, annee=ANNEE, graine=graine
    )
    return CampagneSynthetique(academie, _tables(contexte, voeux), configuration)


def _tables(contexte: Contexte, voeux: Voeux) -> dict[str, pd.DataFrame]:
    """Cut the internal tables down to the campaign's columns."""
    territoire = contexte.territoire
    groupements = np.array([*territoire.groupements, None], dtype=object)
    communes = territoire.communes.assign(groupement=groupements[territoire.groupement])
    codes = communes["commune"].to_numpy()
    colonnes = ["commune", "libelle", "departement", "groupement", "latitude", "longitude"]
    etablissements = contexte.etablissements
    etablissements = etablissements.assign(commune=codes[etablissements["indice"]])
    zones = contexte.zones.assign(commune=codes[contexte.zones["indice"]])
    tables = {
        "candidats": _candidats(contexte),
        "postes": contexte.postes[["poste", "etablissement", "discipline", "nature", "vacants"]],
        "etablissements": etablissements[["etablissement", "libelle", "type", "commune"]],
        "communes": communes[colonnes],
        "zones_remplacement": zones[["zone", "libelle", "departement", "commune"]],
        "voeux": _voeux(contexte, voeux),
    }
    return {nom: _textes(table) for nom, table in tables.items()}


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
            "bareme": baremes(contexte, voeux),
        }
    )


def _textes(table: pd.DataFrame) -> pd.DataFrame:
    """Give every text column the same pandas type, whatever made it."""
    table = table.reset_index(drop=True)
    textes = [nom for nom in table if table[nom].dtype.kind not in "biuf"]
    return table.astype(dict.fromkeys(textes, TEXTE))
