"""Tiny campaigns where the improvement stage has much to do: titulaires who would all move."""

import random
from dataclasses import replace

from petites_campagnes import (
    DISCIPLINES,
    NOMS,
    POINTS,
    Ligne,
    campagne_aleatoire,
    lignes_de,
    remplacer,
)

from mouvement.engine.campagne import Campagne

PRECIS = ("POSTE", "ETB", "ETB")
LARGES = ("COM", "COM", "COM", "GEO", "GEO", "DPT", "ACA", "ZRD", "ZRD", "ZRA", "ZRE", "GROUPE")


def avec_amelioration(base: Campagne) -> Campagne:
    """Return the same campaign with the improvement stage."""
    return replace(base, options=replace(base.options, amelioration=True))


def campagne_mobile(graine: int) -> Campagne:
    """Draw a campaign with the improvement stage: few vacancies, precise and wide vœux."""
    alea = random.Random(-graine - 1)
    base = campagne_aleatoire(graine)
    postes = [p | {"vacants": alea.choice((0, 0, 0, 1))} for p in lignes_de(base.postes)]
    codes = _codes(base, postes)
    candidats = [_candidat(alea, nom, postes) for nom in NOMS]
    voeux = [voeu for candidat in candidats for voeu in _voeux(alea, candidat, postes, codes)]
    for table, lignes in {"postes": postes, "candidats": candidats, "voeux": voeux}.items():
        base = remplacer(base, table, lignes)
    return avec_amelioration(base)


def _candidat(alea: random.Random, nom: str, postes: list[Ligne]) -> Ligne:
    discipline = alea.choices(DISCIPLINES, (5, 1))[0]
    siens = [p["poste"] for p in postes if p["discipline"] == discipline]
    actuel = alea.choice(siens) if siens and alea.random() < 0.7 else None
    return {
        "candidat": nom,
        "discipline": discipline,
        "poste_actuel": actuel,
        "participation": "OBLIGATOIRE",
        "carte_scolaire": actuel is not None and alea.random() < 0.15,
    }


def _voeux(
    alea: random.Random, candidat: Ligne, postes: list[Ligne], codes: dict[str, Ligne]
) -> list[Ligne]:
    """Some want a poste beside theirs, with few points, some any poste elsewhere, with many."""
    siens = [p["poste"] for p in postes if p["discipline"] == candidat["discipline"]]
    siens = siens or [p["poste"] for p in postes]
    natures, points = _natures(alea), POINTS
    match alea.choice(("sur place", "sur place", "ailleurs", "ailleurs", "partout")):
        case "sur place" if candidat["poste_actuel"]:
            commune = codes[candidat["poste_actuel"]].get("COM")
            siens = [p for p in siens if codes[p].get("COM") == commune] or siens
            natures, points = natures or ["ETB"], POINTS[:3]
        case "ailleurs":
            natures, points = [alea.choice(("COM", "COM", "GEO")), *natures[-1:]], POINTS[2:]
    voeux: list[Ligne] = []
    for nature in natures:
        code = codes[alea.choice(siens)].get(nature, "?")
        if code != "?":
            voeu = {"type": nature, "code": code, "bareme": alea.choice(points)}
            voeux.append({"candidat": candidat["candidat"], "rang": len(voeux) + 1} | voeu)
    return voeux


def _natures(alea: random.Random) -> list[str]:
    precises = alea.choices(PRECIS, k=alea.randint(0, 3))
    natures = precises + alea.choices(LARGES, k=alea.randint(0, 3))
    if alea.random() < 0.3:
        alea.shuffle(natures)
    return natures


def _codes(base: Campagne, postes: list[Ligne]) -> dict[str, Ligne]:
    """Return, for each poste, what a vœu of each type must say to hold it."""
    etablissements = {ligne["etablissement"]: ligne for ligne in lignes_de(base.etablissements)}
    communes = {ligne["commune"]: ligne for ligne in lignes_de(base.communes)}
    zones = {ligne["zone"]: ligne for ligne in lignes_de(base.zones_remplacement)}
    codes: dict[str, Ligne] = {}
    for poste in postes:
        lieu = poste["etablissement"]
        siens = {"POSTE": poste["poste"], "ACA": None, "ZRA": None, "GROUPE": "GR1"}
        if lieu in zones:
            siens |= {"ZRE": lieu, "ZRD": zones[lieu]["departement"]}
        else:
            commune = communes[etablissements[lieu]["commune"]]
            siens |= {"ETB": lieu, "COM": commune["commune"], "DPT": commune["departement"]}
            siens |= {"GEO": commune["groupement"]} if commune["groupement"] else {}
        codes[poste["poste"]] = siens
    return codes
