"""Bars of the page: satisfaction by rank, gains and losses. Geometry only: the page draws."""

from dataclasses import dataclass

import pandas as pd

HAUTEUR, PIED = 220, 24
TRANCHES = (
    *((1, 1, "1"), (2, 2, "2"), (3, 3, "3"), (4, 4, "4"), (5, 5, "5"), (6, 10, "6 à 10")),
    *((11, 15, "11 à 15"), (16, 20, "16 à 20"), (21, 10**9, "21 et plus")),
)
SANS_VOEU = {
    "MUTE": "par décision",
    "EXTENSION": "extension",
    "ANNUEL": "pour un an",
    "MAINTENU": "poste gardé",
    "NON_AFFECTE": "sans poste",
}
ECARTS = (
    (1, 1, "1 rang"),
    (2, 3, "2 ou 3 rangs"),
    (4, 9, "4 à 9 rangs"),
    (10, 10**9, "10 et plus"),
)


@dataclass(frozen=True)
class Barre:
    """One bar: where it is, how long, how many it stands for, and for what."""

    nom: str
    cote: str
    debut: float
    longueur: float
    nombre: int


@dataclass(frozen=True)
class Graphique:
    """Bars by category, in order."""

    noms: list[str]
    barres: list[Barre]


def par_rang(candidats: pd.DataFrame) -> Graphique:
    """Return how many candidats got each rank of vœu, or what else, in A and in B."""
    comptes = {cote: _categories(candidats, cote).value_counts() for cote in "ab"}
    ordre = [nom for _, _, nom in TRANCHES] + list(SANS_VOEU.values())
    noms = [nom for nom in ordre if any(compte.get(nom, 0) for compte in comptes.values())]
    plus = max((int(compte.max()) for compte in comptes.values() if len(compte)), default=1)
    return Graphique(noms, [
        Barre(nom, cote, HAUTEUR - longueur, longueur, nombre)
        for nom in noms
        for cote, compte in comptes.items()
        for nombre in [int(compte.get(nom, 0))]
        for longueur in [round(HAUTEUR * nombre / plus, 1)]
    ])  # fmt: skip


def _categories(candidats: pd.DataFrame, cote: str) -> "pd.Series[str]":
    presents = candidats[candidats[f"decision_{cote}"].notna()]
    noms: pd.Series[str] = presents[f"decision_{cote}"].map(SANS_VOEU)
    rang = presents[f"rang_{cote}"]
    for bas, haut, nom in TRANCHES:
        noms = noms.mask(rang.between(bas, haut).fillna(False).astype("bool"), nom)
    return noms


def gains_et_pertes(candidats: pd.DataFrame) -> Graphique:
    """Return how many won or lost, by how much."""
    ecart = candidats["ecart_rang"]
    juges = {"PERTE": candidats["sens"] == "MOINS_BIEN", "GAIN": candidats["sens"] == "MIEUX"}
    poste = candidats["passage"].notna()
    chiffre = ecart.notna() & ~poste
    deux = candidats["rang_a"].notna() & candidats["rang_b"].notna()
    masques = {
        nom: chiffre & ecart.abs().between(bas, haut).fillna(False).astype("bool")
        for bas, haut, nom in ECARTS
    }
    masques["vœu obtenu ou perdu"] = ~chiffre & ~poste & ~deux
    masques["listes différentes"] = ~chiffre & ~poste & deux
    masques["poste obtenu ou perdu"] = poste
    comptes = {
        (nom, cote): int((masque & juge).sum())
        for nom, masque in masques.items()
        for cote, juge in juges.items()
    }
    noms = [nom for nom in masques if any(comptes[nom, cote] for cote in juges)]
    plus = max([*comptes.values(), 1])
    return Graphique(noms, [
        Barre(nom, cote, -longueur if cote == "PERTE" else 0, longueur, comptes[nom, cote])
        for nom in noms
        for cote in juges
        for longueur in [round(230 * comptes[nom, cote] / plus, 1)]
    ])  # fmt: skip
