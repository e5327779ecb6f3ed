"""Tiny campaigns of claims: titulaires who would move close by, entrants with more points.

Outsiders come between them, so that the general stage makes no exchange. What each level compares
is drawn too.
"""

import random
from dataclasses import replace

import pandas as pd
from campagnes_mobiles import avec_amelioration
from petites_campagnes import Ligne, campagne

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction
from mouvement.engine.instruction.instruction import NIVEAUX, Comparaison

POINTS = (30_000, 60_000, 60_000, 90_000, 120_000)
COMMUNES = {"A": "G1", "B": "G1", "C": None}


def campagne_d_entree(graine: int) -> Campagne:
    """Draw a campaign: three communes of one département and two zones de remplacement."""
    alea = random.Random(3_000_000 + graine)
    lieux = {f"{commune}{n}": commune for commune in COMMUNES for n in range(alea.randint(1, 3))}
    zones = [f"Z{n}" for n in range(alea.choice((0, 0, 2)))]
    codes = [*lieux, *zones]
    postes = [
        {"poste": f"P{code}", "etablissement": code, "discipline": "M", "vacants": 0}
        | {"nature": "ZR" if code in zones else "ETB"}
        for code in codes
    ]
    for vacant in alea.sample(postes, k=2):
        vacant["vacants"] = 1
    gens: list[Ligne] = []
    voeux: list[Ligne] = []
    for code in codes:
        if alea.random() < 0.75 and len(gens) < 6:
            _titulaire(alea, gens, voeux, code, zones if code in zones else list(lieux))
    for numero in range(3):
        _entrant(alea, gens, voeux, (f"E{numero}", 300_000), lieux, zones)
    for numero in range(2):
        _entrant(alea, gens, voeux, (f"Y{numero}", 200_000), lieux, zones)
    base = campagne(
        graine=graine,
        communes=[
            {"commune": code, "libelle": code, "departement": "41", "groupement": groupement}
            | {"latitude": 47.0, "longitude": 1.0}
            for code, groupement in COMMUNES.items()
        ],
        etablissements=[
            {"etablissement": code, "libelle": code, "type": "CLG", "commune": commune}
            for code, commune in lieux.items()
        ],
        zones_remplacement=[
            {"zone": zone, "libelle": zone, "departement": "41", "commune": "A"} for zone in zones
        ],
        postes=postes,
        candidats=gens,
        voeux=voeux,
    )
    return avec_amelioration(base)


def _agent(nom: str, actuel: str | None) -> Ligne:
    statut = {"discipline": "M", "participation": "OBLIGATOIRE", "carte_scolaire": False}
    return {"candidat": nom, "poste_actuel": actuel, **statut}


def _titulaire(
    alea: random.Random, gens: list[Ligne], voeux: list[Ligne], code: str, ailleurs: list[str]
) -> None:
    """Add a titulaire who asks for one or two other places, with few points."""
    nom = f"T{len(gens)}"
    gens.append(_agent(nom, f"P{code}"))
    autres = [lieu for lieu in ailleurs if lieu != code]
    for rang, lieu in enumerate(alea.sample(autres, k=min(len(autres), alea.randint(1, 2))), 1):
        voeux.append({"candidat": nom, "rang": rang, "type": "POSTE", "code": f"P{lieu}"})
        voeux[-1]["bareme"] = alea.choice(POINTS)


def _entrant(
    alea: random.Random,
    gens: list[Ligne],
    voeux: list[Ligne],
    qui: tuple[str, int],
    lieux: dict[str, str],
    zones: list[str],
) -> None:
    """Add somebody from outside: perhaps a precise vœu, with few points, then wide ones."""
    nom, points = qui
    gens.append(_agent(nom, None))
    larges = [("COM", alea.choice(list(lieux.values()))), ("GEO", "G1"), ("DPT", "41")]
    larges = larges[alea.randint(0, 2) :]
    precis = [("POSTE", f"P{code}") for code in alea.sample(list(lieux), k=alea.choice((0, 0, 1)))]
    if zones and alea.random() < 0.4:
        larges, precis = [alea.choice((("ZRD", "41"), ("ZRA", None)))], []
    for rang, (nature, code) in enumerate((*precis, *larges), 1):
        voeu = {"candidat": nom, "rang": rang, "type": nature, "code": code}
        bas = alea.choice(POINTS) if nature == "POSTE" else points + alea.choice(POINTS)
        voeux.append(voeu | {"bareme": bas})


def comparer_par_niveau(instruite: Instruction, graine: int) -> Instruction:
    """Draw what each level compares, and the common parts (or leave them to the barèmes)."""
    alea = random.Random(9_000_000 + graine)
    niveaux = {
        niveau: Comparaison(
            alea.choice(("voeu", "partie_commune")),
            alea.choice(("aucun", "partie_commune", "indicatif", "partie_commune", "indicatif")),
            niveau in ("DPT", "GEO") and alea.random() < 0.5,
        )
        for niveau in NIVEAUX
    }
    communes = None
    if alea.random() < 0.8:
        noms = sorted(instruite.campagne.candidats["candidat"])
        communes = pd.Series({nom: alea.choice(POINTS) for nom in noms})
    return replace(instruite, comparaisons=niveaux, partie_commune=communes)
