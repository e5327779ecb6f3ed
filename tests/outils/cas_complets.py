"""The files of ``tests/cas``: a campaign, its outcome, and how they are compared.

A candidat has ``situation`` (facts), ``voeux`` (notations of cas_regles) and ``attendu``: columns
of affectations (decision, poste, rang, bareme, origine, etape), ``baremes`` (rang → points, 0 for
the extension), ``voeux`` (rang → motive), ``signalements`` (some that he has), ``ecarte`` (the rule
that sets him aside), and ``raison``, for the reader. Nothing is vacant but what ``postes`` says.
"""

import re
import tomllib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from cas_regles import Academie

from mouvement.engine.campagne import Campagne
from mouvement.engine.mouvement import affecter
from mouvement.engine.resultat import BARRE_FERMEE, Resultat

NOMBRE = r"\d+(?:,\d+)?"
SOMME = re.compile(rf"{NOMBRE}(?: \+ {NOMBRE})+ = {NOMBRE}")


@cache
def lire(chemin: Path) -> dict[str, Any]:
    return tomllib.loads(chemin.read_text(encoding="utf-8"))


@cache
def jouer(chemin: Path) -> tuple[Campagne, Resultat]:
    cas = lire(chemin)
    nom = cas["academie"]
    academie: Academie = getattr(import_module(f"academie_{nom}"), nom.upper())
    offerts = {
        code: academie.postes.get(code, {}) | {"vacants": 0}
        for code in (*academie.etablissements, *academie.zones, *academie.postes)
    }
    for code, dit in cas["postes"].items():
        offerts[code] = offerts.get(code, {}) | (dit if isinstance(dit, dict) else {"vacants": dit})
    agents = cas["candidats"]
    campagne = replace(academie, postes=offerts).campagne(
        {nom: agent.get("situation", {}) for nom, agent in agents.items()},
        {nom: agent.get("voeux", []) for nom, agent in agents.items()},
        **cas.get("tables", {}),
    )
    return campagne, affecter(campagne)


def attendu(agent: dict[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in agent["attendu"].items() if cle != "raison"}


def obtenu(resultat: Resultat, nom: str, dit: dict[str, Any]) -> dict[str, Any]:
    """What an agent got, told with the same keys."""
    lecteurs = {
        "voeux": lambda: {rang: motif(resultat, nom, int(rang)) for rang in dit["voeux"]},
        "baremes": lambda: {
            str(rang): en_points(sum(parts))
            for rang, parts in decomposer(resultat, nom).items()
            if rang or "0" in dit["baremes"]
        },
        "signalements": lambda: signalements(resultat, nom, dit["signalements"]),
        "ecarte": lambda: ecart(resultat, nom),
    }
    return {cle: lecteurs.get(cle, lambda c=cle: affecte(resultat, nom, c))() for cle in dit}


def affecte(resultat: Resultat, nom: str, colonne: str) -> Any:
    lignes = resultat.affectations[resultat.affectations["candidat"] == nom]
    valeur = None if lignes.empty else lignes[colonne].iloc[0]
    if pd.isna(valeur):
        return "hors barème" if colonne == "bareme" else "aucun"
    if colonne == "bareme":
        return en_points(valeur)
    return int(valeur) if colonne == "rang" else valeur


def decomposer(resultat: Resultat, nom: str) -> dict[int, list[int]]:
    """Points of the elements of each barème of an agent, by rang; 0: that of his extension."""
    siens = resultat.baremes[resultat.baremes["candidat"] == nom]
    parts = siens.groupby("rang")["points"].agg(list).to_dict()
    return {int(rang): [int(p) for p in points if p] for rang, points in parts.items()}


def motif(resultat: Resultat, nom: str, rang: int) -> str:
    """The motive of a vœu, why, and the barre: ``BAREME_INSUFFISANT 42 < 138.2``."""
    audit = resultat.audit
    lignes = audit[(audit["candidat"] == nom) & (audit["rang"] == rang)].to_dict("records")
    obtenues = [ligne for ligne in lignes if ligne["motif"] == "SATISFAIT"]
    (ligne,) = (obtenues or lignes)[-1:]
    dit = str(ligne["motif"])
    if dit == "BAREME_INSUFFISANT":
        dit += f" {en_points(ligne['bareme'])} < {en_points(ligne['barre'])}"
    if dit in ("SUPPRIME", "INELIGIBLE"):
        dit += f" {ligne['regles']}"
    return dit


def signalements(resultat: Resultat, nom: str, dits: list[str]) -> list[str]:
    siens = set(resultat.signalements.loc[resultat.signalements["candidat"] == nom, "signalement"])
    return [dit for dit in dits if dit in siens]


def ecart(resultat: Resultat, nom: str) -> str:
    """The rule that sets a candidat aside, ``aucun`` if none does."""
    rejets = resultat.rejets
    motifs = rejets.loc[(rejets["table"] == "candidats") & (rejets["cle"] == nom), "motif"]
    return " ".join(re.findall(r"[A-Z]{2}\d{2}-2D-\d{3}", " ".join(motifs))) or "aucun"


def en_points(milliemes: Any) -> str:
    if milliemes is None or pd.isna(milliemes):
        return "hors barème"
    if milliemes == BARRE_FERMEE:
        return "fermée"
    return f"{Decimal(int(milliemes)) / 1000:f}"


def sommes(raison: str) -> list[tuple[Counter[int], int]]:
    """The sums that a reason writes, in thousandths: (terms, total)."""
    trouvees = []
    for dite in SOMME.findall(raison):
        nombres = [int(Decimal(n.replace(",", ".")) * 1000) for n in re.findall(NOMBRE, dite)]
        trouvees.append((Counter(nombres[:-1]), nombres[-1]))
    return trouvees
