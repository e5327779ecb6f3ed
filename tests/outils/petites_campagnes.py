"""Tiny campaigns held in memory: one builder from plain rows, one random generator by seed.

Everything is small on purpose (a dozen candidats at most): the naive reference must follow, and a
failing seed must be readable.
"""

import random
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from mouvement.engine.campagne import Campagne, Options
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables_campagne import TABLES_CAMPAGNE
from mouvement.io.vocabulaire import PARTICIPATIONS, TYPES_VOEU

Ligne = dict[str, Any]

OPTIONS = Options(bareme="declare", guidage="aucun", amelioration=False, extension="aucune")
COMMUNES = ("41018", "41242", "45234", "45147")
DISCIPLINES = ("L0202", "L1300")
NOMS = ("C01", "C02", "C1", "C10", "Z9", "a1", "É2", "é3", "c-4", "C05", "C06", "C07")
POINTS = (0, 10_000, 20_000, 20_000, 20_500, 21_000, 150_000, 150_001)


def _colonne(spec: Colonne, valeurs: list[Any]) -> "pd.Series[Any]":
    match spec.genre:
        case Genre.TEXTE | Genre.LISTE:
            return pd.Series(valeurs, dtype="str")
        case Genre.POINTS:
            return pd.Series(valeurs, dtype="Int64")
        case Genre.ENTIER:
            return pd.Series(valeurs, dtype="Int64" if spec.nullable else "int64")
        case Genre.BOOLEEN:
            return pd.Series(valeurs, dtype="bool")
        case Genre.DATE:
            return pd.Series(valeurs, dtype="datetime64[s]")
        case Genre.REEL:
            return pd.Series(valeurs, dtype="float64")


def cadre(table: Table, lignes: list[Ligne], *, entree: bool = False) -> pd.DataFrame:
    """Rows given as dicts (a missing key is a null), as the program would hold that table.

    Sorted by the table's key, nulls last; with the column ``ligne`` when it is an input.
    """

    if not lignes:
        return _vide(table, entree).copy()

    def cle(couple: tuple[int, Ligne]) -> list[tuple[bool, Any]]:
        valeurs = [couple[1].get(nom) for nom in table.cle]
        return [(valeur is None, valeur if valeur is not None else 0) for valeur in valeurs]

    return _frame(table, sorted(enumerate(lignes, start=1), key=cle), entree)


@cache
def _vide(table: Table, entree: bool) -> pd.DataFrame:
    """Most tables of a tiny campaign are empty: each is made once."""
    return _frame(table, [], entree)


def _frame(table: Table, triees: list[tuple[int, Ligne]], entree: bool) -> pd.DataFrame:
    colonnes = {
        spec.nom: _colonne(spec, [ligne.get(spec.nom) for _, ligne in triees])
        for spec in table.colonnes
    }
    if entree:
        colonnes["ligne"] = pd.Series([numero for numero, _ in triees], dtype="int64")
    return pd.DataFrame(colonnes)


def campagne(
    *, graine: int = 1, academie: str = "orleans-tours", **tables: list[Ligne]
) -> Campagne:
    """Build a campaign from the rows of its tables; a table not given is empty."""
    specs = {table.nom: table for table in TABLES_CAMPAGNE}
    inconnues = set(tables) - set(specs)
    if inconnues:
        raise KeyError(f"unknown tables: {sorted(inconnues)}")
    cadres = {nom: cadre(spec, tables.get(nom, []), entree=True) for nom, spec in specs.items()}
    return Campagne(
        academie=academie,
        annee=2022,
        reglement="declare",
        graine=graine,
        options=OPTIONS,
        **cadres,
    )


def remplacer(base: Campagne, table: str, lignes: list[Ligne]) -> Campagne:
    """Return the campaign with other rows in one table."""
    spec = {t.nom: t for t in TABLES_CAMPAGNE}[table]
    return replace(base, **{table: cadre(spec, lignes, entree=True)})


def lignes_de(frame: pd.DataFrame, sauf: str = "ligne") -> list[Ligne]:
    """Return a table's rows as plain dicts, nulls as None, one column dropped."""
    noms = [nom for nom in frame.columns if nom != sauf]
    colonnes = [[None if pd.isna(x) else x for x in frame[nom].tolist()] for nom in noms]
    return [dict(zip(noms, valeurs, strict=True)) for valeurs in zip(*colonnes, strict=True)]


def campagne_aleatoire(graine: int, *, candidats: int = 12) -> Campagne:
    """Draw a tiny campaign: two disciplines, two départements, every kind of vœu, many ties."""
    alea = random.Random(graine)
    communes = _communes(alea)
    etablissements = _etablissements(alea, [ligne["commune"] for ligne in communes])
    zones = [
        {"zone": f"ZR{i}", "libelle": f"Zone {i}", "departement": dep, "commune": COMMUNES[0]}
        for i, dep in enumerate(alea.choices(("41", "45"), k=alea.randint(1, 3)))
    ]
    postes = _postes(alea, etablissements, zones)
    groupes = _groupes(alea, [ligne["poste"] for ligne in postes])
    personnes = _candidats(alea, postes, alea.randint(1 + candidats // 3, candidats))
    lieux = {
        "ETB": [ligne["etablissement"] for ligne in etablissements],
        "COM": [ligne["commune"] for ligne in communes],
        "GEO": sorted({ligne["groupement"] for ligne in communes} - {None}) or ["G9"],
        "DPT": ["41", "45"],
        "ACA": [None],
        "CIR": ["CIR1", "CIR2"],
        "ZRE": [ligne["zone"] for ligne in zones],
        "ZRD": ["41", "45"],
        "ZRA": [None],
        "POSTE": [ligne["poste"] for ligne in postes],
        "GROUPE": sorted({ligne["groupe"] for ligne in groupes}),
    }
    return campagne(
        graine=alea.randint(0, 10**9),
        candidats=personnes,
        postes=postes,
        etablissements=etablissements,
        communes=communes,
        zones_remplacement=zones,
        voeux=[voeu for ligne in personnes for voeu in _voeux(alea, ligne["candidat"], lieux)],
        groupes=groupes,
    )


def _communes(alea: random.Random) -> list[Ligne]:
    return [
        {
            "commune": code,
            "libelle": f"Commune {code}",
            "departement": code[:2],
            "groupement": alea.choice((None, "G1", "G2")),
            "latitude": 47.0 + alea.random(),
            "longitude": 1.0 + alea.random(),
        }
        for code in COMMUNES[: alea.randint(2, 4)]
    ]


def _etablissements(alea: random.Random, communes: list[str]) -> list[Ligne]:
    return [
        {
            "etablissement": f"04100{i:02d}{'ABCDEFGH'[i]}",
            "libelle": f"Établissement {i}",
            "type": alea.choice(("CLG", "CLG", "LYC", "LYC", "LP", "EREA", "SEGPA")),
            "commune": alea.choice(communes),
            "circonscription": alea.choice((None, "CIR1", "CIR2")),
        }
        for i in range(alea.randint(2, 6))
    ]


def _postes(alea: random.Random, etablissements: list[Ligne], zones: list[Ligne]) -> list[Ligne]:
    lieux = [(ligne["etablissement"], ("ETB", "ETB", "SPEA", "POP")) for ligne in etablissements]
    lieux += [(ligne["zone"], ("ZR",)) for ligne in zones]
    postes = []
    for lieu, natures in lieux:
        for discipline in DISCIPLINES:
            for nature in alea.sample(natures, k=min(len(natures), alea.choice((0, 1, 1, 1, 2)))):
                numero = alea.choice((f"{len(postes)}", f"{len(postes):03d}"))
                postes.append(
                    {
                        "poste": f"P{numero}",
                        "etablissement": lieu,
                        "discipline": discipline,
                        "nature": nature,
                        "vacants": alea.choice((0, 0, 1, 1, 2)),
                    }
                )
    if not postes:
        lieu = etablissements[0]["etablissement"]
        postes = [
            {"poste": "P", "etablissement": lieu, "discipline": "L0202", "nature": "ETB"}
            | {"vacants": 1}
        ]
    return postes


def _groupes(alea: random.Random, postes: list[str]) -> list[Ligne]:
    groupes = []
    for nom in ("GR1", "GR2"):
        for poste in alea.sample(postes, k=alea.randint(1, min(4, len(postes)))):
            groupes.append({"groupe": nom, "sous_rang": alea.randint(1, 3), "poste": poste})
    return groupes


def _candidats(alea: random.Random, postes: list[Ligne], nombre: int) -> list[Ligne]:
    lignes = []
    for nom in alea.sample(NOMS, k=min(nombre, len(NOMS))):
        discipline = alea.choice((DISCIPLINES[0], DISCIPLINES[0], *DISCIPLINES))
        siens = [ligne["poste"] for ligne in postes if ligne["discipline"] == discipline]
        actuel = alea.choice(siens) if siens and alea.random() < 0.55 else None
        lignes.append(
            {
                "candidat": nom,
                "discipline": discipline,
                "poste_actuel": actuel,
                "participation": alea.choice(PARTICIPATIONS),
                "carte_scolaire": actuel is not None and alea.random() < 0.25,
                "simultanee": None,
            }
        )
    # The first two are a couple: partners name each other.
    if len(lignes) > 1:
        lignes[0]["simultanee"] = lignes[1]["candidat"]
        lignes[1]["simultanee"] = lignes[0]["candidat"]
    return lignes


def _voeux(alea: random.Random, candidat: str, lieux: dict[str, list[Any]]) -> list[Ligne]:
    rangs = sorted(alea.sample(range(1, 13), k=alea.randint(0, 8)))
    voeux = []
    for rang in rangs:
        nature = alea.choice((*TYPES_VOEU, "COM", "COM", "ETB", "ETB", "DPT", "ACA"))
        typable = nature in ("ETB", "COM", "GEO", "DPT", "ACA", "CIR")
        types = alea.sample(("CLG", "LYC", "LP", "EREA"), k=alea.randint(1, 3))
        voeux.append(
            {
                "candidat": candidat,
                "rang": rang,
                "type": nature,
                "code": alea.choice(lieux[nature]),
                "types_etablissement": (
                    "|".join(sorted(types)) if typable and alea.random() < 0.3 else None
                ),
                "bareme": alea.choice(POINTS),
            }
        )
    return voeux
