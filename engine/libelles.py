"""Lieux and postes in plain French, as a candidate would say them."""

import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.restrictions import CONJOINTE, articles

FORMES = {
    "ETB": "{nom}",
    "COM": "commune {nom}",
    "GEO": "groupement {nom}",
    "CIR": "circonscription {nom}",
    "DPT": "département {nom}",
    "ACA": "toute l'académie",
    "ZRE": "zone de remplacement {nom}",
    "ZRD": "zones de remplacement du département {nom}",
    "ZRA": "zones de remplacement de l'académie",
    "GROUPE": "groupe {nom}",
    "POSTE": "poste {code} : {nom}",
}
RESTRICTIONS = {
    "label": "établissements {nom} seulement",
    "hors": "hors établissements {nom}",
    "sauf": "sauf {nom}",
    "sauf_poste": "sauf le poste {nom}",
    "paire": "repli du couple n° {nom}",
}
CONJOINTE_DITE = "extension conjointe du couple n° {nom}"
ARTICLES = {"Collège": "le collège", "Lycée": "le lycée", "École": "l'école"}
"""First word of an établissement's name, as it reads inside a sentence."""


def libelles_postes(campagne: Campagne, postes: pd.DataFrame) -> pd.Series:
    """Return (postes,) the place of each poste: its établissement and commune, or its ZR."""
    noms = _noms(campagne)
    lieux = ("ZRE" + ":" + postes["etablissement"]).where(
        postes["nature"] == "ZR", "ETB:" + postes["etablissement"]
    )
    libelles: pd.Series = lieux.map(noms)
    return libelles


def libelles_lieux(campagne: Campagne, lieux: pd.DataFrame, postes: pd.DataFrame) -> list[str]:
    """Return (lieux,) each lieu in words."""
    noms = _noms(campagne)
    noms |= dict(zip("POSTE:" + postes["poste"], libelles_postes(campagne, postes), strict=True))
    libelles = []
    for type_voeu, code, base, types, restriction in zip(
        *(lieux[nom] for nom in ("type", "code", "base", "types", "restriction")), strict=True
    ):
        libelle = FORMES[type_voeu].format(nom=noms.get(base, code), code=code)
        limite = "" if pd.isna(types) else f", limité à {types.replace('|', ', ')}"
        reserve = "" if pd.isna(restriction) else _restriction(noms, restriction)
        libelles.append(libelle + limite + reserve)
    return libelles


def _restriction(noms: dict[str, str], restriction: str) -> str:
    """Return what a restriction says, item by item."""
    dits = []
    for genre, valeur in articles(restriction):
        nom = noms.get(f"ETB:{valeur}", valeur) if genre == "sauf" else valeur
        premier, espace, suite = nom.partition(" ")
        lisible = ARTICLES.get(premier, premier) + espace + suite
        forme = RESTRICTIONS[genre]
        if genre == "paire" and valeur.startswith(CONJOINTE):
            forme, lisible = CONJOINTE_DITE, valeur.removeprefix(CONJOINTE)
        dits.append(", " + forme.format(nom=lisible))
    return "".join(dits)


def libelles_entiers(campagne: Campagne, lieux: list[str]) -> dict[str, str]:
    """Return lieux that nothing limits in words, by their labels."""
    noms = _noms(campagne)
    libelles = {}
    for lieu in lieux:
        type_voeu, _, code = lieu.partition(":")
        libelles[lieu] = FORMES[type_voeu].format(nom=noms.get(lieu, code), code=code)
    return libelles


def _noms(campagne: Campagne) -> dict[str, str]:
    """Names of what has one: label of the lieu → name."""
    communes = campagne.communes.set_index("commune")["libelle"]
    etablissements, zones = campagne.etablissements, campagne.zones_remplacement
    complets = etablissements["libelle"] + " (" + etablissements["commune"].map(communes) + ")"
    return {
        **dict(zip("COM:" + campagne.communes["commune"], communes, strict=True)),
        **dict(zip("ETB:" + etablissements["etablissement"], complets, strict=True)),
        **dict(zip("ZRE:" + zones["zone"], zones["libelle"], strict=True)),
    }
