"""Tiny campaigns with one or two couples who ask for the same places, and rivals for these."""

import random
from dataclasses import replace

from petites_campagnes import (
    DISCIPLINES,
    NOMS,
    POINTS,
    Ligne,
    campagne,
    campagne_aleatoire,
    lignes_de,
    remplacer,
)

from mouvement.engine.campagne import Campagne

TYPES = (
    *("ETB", "ETB", "ETB", "COM", "COM", "COM", "COM", "GEO", "DPT", "DPT", "ACA", "ACA"),
    *("ZRE", "ZRD", "ZRA", "GROUPE"),
)


def lier(base: Campagne) -> Campagne:
    """Return the same campaign with its couples tied."""
    return replace(base, options=replace(base.options, simultanees="liees"))


def campagne_de_couples(graine: int, *, amelioration: bool = False) -> Campagne:
    """Draw a campaign of tied couples: few vacancies, common lists, most of them whole."""
    alea = random.Random(-1_000_000 - graine)
    base = campagne_aleatoire(graine)
    postes = [p | {"vacants": alea.choice((0, 0, 1, 1, 2))} for p in lignes_de(base.postes)]
    noms = alea.sample(NOMS, k=alea.randint(6, 10))
    candidats = [_candidat(alea, nom, postes) for nom in noms]
    for place in range(0, 2 * alea.choice((1, 2, 2)), 2):
        candidats[place]["simultanee"] = noms[place + 1]
        candidats[place + 1]["simultanee"] = noms[place]
    lieux = _lieux(base, postes)
    voeux: list[Ligne] = []
    for candidat in candidats:
        autre = [v for v in voeux if v["candidat"] == candidat.get("simultanee")]
        voeux += _comme(alea, candidat, autre, lieux) if autre else _voeux(alea, candidat, lieux)
    for table, lignes in {"postes": postes, "candidats": candidats, "voeux": voeux}.items():
        base = remplacer(base, table, lignes)
    return lier(replace(base, options=replace(base.options, amelioration=amelioration)))


def deux_zones() -> Campagne:
    """Replacement zones of two départements: one is full, T would leave the other."""
    commun = {"discipline": "D", "participation": "OBLIGATOIRE", "carte_scolaire": False}
    place = {"latitude": 47, "longitude": 1}
    base = lier(
        campagne(
            communes=[{"commune": "41018", "libelle": "Blois", "departement": "41", **place}],
            zones_remplacement=[
                {"zone": f"ZR{i}", "libelle": f"ZR {i}", "departement": dep, "commune": "41018"}
                for i, dep in ((1, "41"), (2, "45"))
            ],
            postes=[
                {"poste": f"Z{i}", "etablissement": f"ZR{i}", "discipline": "D", "nature": "ZR"}
                | {"vacants": vacants}
                for i, vacants in ((1, 2), (2, 0))
            ],
            candidats=[
                {"candidat": "A", "simultanee": "B", **commun},
                {"candidat": "B", "simultanee": "A", **commun},
                {"candidat": "T", "poste_actuel": "Z2", **commun},
            ],
            voeux=[
                {"candidat": nom, "rang": rang, "type": nature, "code": code, "bareme": points}
                for nom, rang, nature, code, points in (
                    ("A", 1, "ZRE", "ZR2", 100_000),
                    ("A", 2, "ZRA", None, 100_000),
                    ("B", 1, "ZRE", "ZR2", 90_000),
                    ("B", 2, "ZRA", None, 90_000),
                    ("T", 1, "ZRE", "ZR1", 10_000),
                )
            ],
        )
    )
    return replace(base, options=replace(base.options, amelioration=True))


def _candidat(alea: random.Random, nom: str, postes: list[Ligne]) -> Ligne:
    discipline = alea.choices(DISCIPLINES, (4, 1))[0]
    siens = [p["poste"] for p in postes if p["discipline"] == discipline]
    actuel = alea.choice(siens) if siens and alea.random() < 0.5 else None
    return {
        "candidat": nom,
        "discipline": discipline,
        "poste_actuel": actuel,
        "participation": "OBLIGATOIRE",
        "carte_scolaire": actuel is not None and alea.random() < 0.15,
    }


def _voeux(alea: random.Random, candidat: Ligne, lieux: dict[str, list[str | None]]) -> list[Ligne]:
    rangs = sorted(alea.sample(range(1, 9), k=alea.randint(1, 5)))
    voeux = []
    for rang in rangs:
        nature = alea.choice([nom for nom in TYPES if lieux[nom]])
        voeu = {"rang": rang, "type": nature, "code": alea.choice(lieux[nature])}
        if nature in ("COM", "DPT", "ACA") and alea.random() < 0.2:
            voeu["types_etablissement"] = alea.choice(("CLG", "CLG|LYC"))
        voeux.append(voeu | {"candidat": candidat["candidat"], "bareme": alea.choice(POINTS)})
    return voeux


def _comme(
    alea: random.Random, candidat: Ligne, autres: list[Ligne], lieux: dict[str, list[str | None]]
) -> list[Ligne]:
    """Ask for what the partner asks for; one time in four, for something else from a place on."""
    decalage = alea.choice((0, 0, 3))
    voeux = [
        voeu
        | {"candidat": candidat["candidat"], "rang": voeu["rang"] + decalage}
        | {"bareme": alea.choice(POINTS)}
        for voeu in autres
    ]
    if alea.random() < 0.25:
        fin = alea.randint(0, len(voeux))
        suite = alea.choice(([], _voeux(alea, candidat, lieux)))
        voeux = voeux[:fin] + [voeu | {"rang": voeu["rang"] + 20} for voeu in suite]
    return voeux


def _lieux(base: Campagne, postes: list[Ligne]) -> dict[str, list[str | None]]:
    etablissements, communes = lignes_de(base.etablissements), lignes_de(base.communes)
    zones = lignes_de(base.zones_remplacement)
    utiles = {p["etablissement"] for p in postes}
    ici = {e["commune"] for e in etablissements if e["etablissement"] in utiles}
    return {
        "ETB": [e["etablissement"] for e in etablissements],
        "COM": sorted(ici) or [communes[0]["commune"]],
        "GEO": sorted({c["groupement"] for c in communes if c["groupement"]}),
        "DPT": sorted({c["departement"] for c in communes}),
        "ACA": [None],
        "ZRE": [z["zone"] for z in zones],
        "ZRD": sorted({z["departement"] for z in zones}),
        "ZRA": [None],
        "GROUPE": sorted({g["groupe"] for g in lignes_de(base.groupes)}),
    }
