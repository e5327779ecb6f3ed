"""Declared barèmes: the kinds of points that exist, in thousandths from beginning to end."""

import tomllib
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import PREFERENCES, Statut
from mouvement.scenarios.generation.hasard import Booleens, Entiers
from mouvement.scenarios.generation.modeles import DONNEES
from mouvement.scenarios.generation.options import (
    ACA,
    COM,
    DPT,
    ETB,
    TYPES,
    ZRA,
    ZRD,
    ZRE,
    Contexte,
)
from mouvement.scenarios.generation.voeux import Voeux

MILLIEMES = 1000


@cache
def lire_points() -> dict[str, dict[str, Any]]:
    """Return the parameters (``baremes.toml``), points as whole thousandths."""
    texte = DONNEES.joinpath("baremes.toml").read_text(encoding="utf-8")
    return {
        element: {nom: _valeur(nom, valeur) for nom, valeur in parametres.items()}
        for element, parametres in tomllib.loads(texte, parse_float=Decimal).items()
    }


def _valeur(nom: str, valeur: Any) -> Any:
    """Turn points into thousandths; leave lists of types and counts of years as they are."""
    if nom.startswith(("types", "annees")):
        return valeur
    if isinstance(valeur, list):
        return np.array([int(points * MILLIEMES) for points in valeur])
    return int(valeur * MILLIEMES)


def baremes(contexte: Contexte, voeux: Voeux) -> Entiers:
    """Points of every vœu, thousandths."""
    candidats = contexte.candidats.iloc[voeux.candidat].reset_index(drop=True)
    points = _anciennete(candidats)
    for element in (
        _rapprochement,
        _simultanee,
        _handicap,
        _education_prioritaire,
        _ex_contractuel,
        _remplacement,
        _preferentiel,
        _agrege,
        _reintegration,
    ):
        points = points + element(contexte, candidats, voeux)
    return points + _carte_scolaire(contexte, candidats, voeux)


def _parmi(voeux: Voeux, types: list[str]) -> Booleens:
    """Tell which vœux are of these types and limited to no type of établissement."""
    codes = [TYPES.index(nom) for nom in types]
    choisis: Booleens = np.isin(voeux.type, codes) & (voeux.masque == 0)
    return choisis


def _premier_departement(voeux: Voeux) -> Booleens:
    """First vœu of each list for a whole département."""
    places = np.flatnonzero((voeux.type == DPT) & (voeux.masque == 0))
    _, debuts = np.unique(voeux.candidat[places], return_index=True)
    premier = np.zeros(len(voeux.rang), dtype=np.bool_)
    premier[places[debuts]] = True
    return premier


def _anciennete(candidats: pd.DataFrame) -> Entiers:
    """Échelon, years in the poste: the part common to all vœux."""
    regle = lire_points()["anciennete"]
    echelon = candidats["echelon"].to_numpy()
    classe = candidats["hors_classe"].to_numpy()
    service = np.maximum(regle["echelon"] * echelon, regle["plancher_echelon"])
    service = np.where(classe, regle["hors_classe"] + regle["echelon"] * echelon, service)
    annees = candidats["anciennete"].to_numpy()
    tranches = annees // regle["annees_par_tranche"]
    poste = regle["annee_poste"] * annees + regle["tranche_poste"] * tranches
    total: Entiers = (service + poste).astype(np.int64)
    return total


def _rapprochement(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    """Spouse or shared custody: flat points, children, years apart."""
    regle = lire_points()["rapprochement"]
    large, local = _parmi(voeux, regle["types_larges"]), _parmi(voeux, regle["types_locaux"])
    points = regle["large"] * large + regle["local"] * local
    enfants = regle["enfant"] * candidats["enfants"].to_numpy()
    points = points + enfants * _parmi(voeux, regle["types_enfant"])
    points = points + regle["separation"][candidats["separation"]] * large
    dus: Entiers = points * candidats["rapproche"].to_numpy()
    return dus


def _simultanee(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    regle = lire_points()["simultanee"]
    dus = _parmi(voeux, regle["types"]) & (candidats["partenaire"] >= 0).to_numpy()
    points: Entiers = regle["points"] * dus.astype(np.int64)
    return points


def _handicap(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    regle = lire_points()["handicap"]
    situation = candidats["handicap"]
    points = np.where(situation == "PRIORITE", regle["priorite"], 0)
    points = np.where(situation == "AGENT", regle["agent"], points)
    dus: Entiers = points * _parmi(voeux, regle["types"])
    return dus


def _education_prioritaire(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    regle = lire_points()["education_prioritaire"]
    niveau = np.array([0, regle["REP"], regle["REPP"]])[candidats["prioritaire"]]
    durable = (candidats["anciennete"] >= regle["annees"]).to_numpy()
    dus: Entiers = niveau * (durable & _parmi(voeux, regle["types"]))
    return dus


def _ex_contractuel(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    regle = lire_points()["ex_contractuel"]
    echelon = np.minimum(candidats["echelon"].to_numpy(), len(regle["points"]) - 1)
    dus = candidats["ex_contractuel"].to_numpy() & _parmi(voeux, regle["types"])
    points: Entiers = regle["points"][echelon] * dus
    return points


def _remplacement(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    """Years in one zone, and the départment asked for as a settlement."""
    regle = lire_points()["remplacement"]
    annees = candidats["anciennete"].to_numpy()
    tzr = (candidats["statut"] == Statut.TZR).to_numpy()
    tranches = annees // lire_points()["anciennete"]["annees_par_tranche"]
    points = (regle["annee"] * annees + regle["tranche"] * tranches) * _parmi(voeux, regle["types"])
    points = points + regle["stabilisation"] * _premier_departement(voeux)
    dus: Entiers = points * tzr
    return dus


def _preferentiel(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    regle = lire_points()["preferentiel"]
    points = np.minimum(regle["annee"] * candidats["annees_preferentiel"], regle["plafond"])
    sans_famille = ~candidats["rapproche"].to_numpy()
    dus: Entiers = points.to_numpy() * (_premier_departement(voeux) & sans_famille)
    return dus


def _agrege(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    """Lycées asked for, precisely or by a wide vœu limited to them."""
    types = contexte.etablissements["type"].to_numpy()
    precis = voeux.type == ETB
    lycee = precis & (types[np.where(precis, voeux.objet, 0)] == "LYC")
    lycee |= voeux.masque == PREFERENCES.index("LYC")
    enseigne_deux = (candidats["preference"] == PREFERENCES.index("LYC")).to_numpy()
    dus = lycee & candidats["agrege"].to_numpy() & enseigne_deux
    points: Entiers = lire_points()["agrege"]["points"] * dus.astype(np.int64)
    return points


def _reintegration(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    """Back from leave: the département left (that of the first such vœu) and the académie."""
    retour = (candidats["statut"] == Statut.REINTEGRATION).to_numpy()
    dus = retour & (_premier_departement(voeux) | _parmi(voeux, ["ACA"]))
    points: Entiers = lire_points()["reintegration"]["points"] * dus.astype(np.int64)
    return points


def _carte_scolaire(contexte: Contexte, candidats: pd.DataFrame, voeux: Voeux) -> Entiers:
    """The lost établissement and what surrounds it; the lost zone and what surrounds it."""
    regle = lire_points()["carte_scolaire"]
    tenu, commune = candidats["tenu"].to_numpy(), candidats["origine"].to_numpy()
    zone = (contexte.postes["nature"] == "ZR").to_numpy()[tenu]
    lieu = contexte.postes["lieu"].to_numpy()[tenu]
    departement = contexte.territoire.departement[commune]
    type_, objet = voeux.type, voeux.objet
    bonifie = ~zone & (
        ((type_ == ETB) & (objet == lieu))
        | ((type_ == COM) & (objet == commune))
        | ((type_ == DPT) & (objet == departement))
        | (type_ == ACA)
    )
    bonifie |= zone & (
        ((type_ == ZRE) & (objet == lieu))
        | ((type_ == ZRD) & (objet == departement))
        | (type_ == ZRA)
    )
    bonifie &= (candidats["statut"] == Statut.CARTE_SCOLAIRE).to_numpy() & (voeux.masque == 0)
    repete = regle["repetee"] * candidats["carte_repetee"].to_numpy()
    points: Entiers = (regle["points"] + repete) * bonifie
    return points
