"""Whole mouvements small enough to be read by a person: the campaign and its outcome as data.

Each file of ``tests/cas`` says who asks for what, what each must get, and why. The engine must give
it, every reason included, and the verifier must find nothing to say.
"""

import tomllib
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cas_regles import Academie

from mouvement.engine.mouvement import affecter
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification import verifier

CAS = sorted((Path(__file__).parent / "cas").glob("*.toml"))


def lire(chemin: Path) -> tuple[dict[str, Any], Academie]:
    cas = tomllib.loads(chemin.read_text(encoding="utf-8"))
    nom = cas["academie"]
    academie: Academie = getattr(import_module(f"academie_{nom}"), nom.upper())
    return cas, academie


def jouer(cas: dict[str, Any], academie: Academie) -> tuple[Any, Resultat]:
    offerts = {code: {"vacants": 0} for code in [*academie.etablissements, *academie.zones]}
    for code, dit in cas["postes"].items():
        offerts[code] = offerts.get(code, {}) | (dit if isinstance(dit, dict) else {"vacants": dit})
    petite = replace(academie, postes={**academie.postes, **offerts})
    agents = cas["candidats"]
    campagne = petite.campagne(
        {nom: agent.get("situation", {}) for nom, agent in agents.items()},
        {nom: agent.get("voeux", []) for nom, agent in agents.items()},
        parametres=cas.get("parametres"),
        options=cas.get("options"),
        **cas.get("tables", {}),
    )
    return campagne, affecter(campagne)


@pytest.mark.parametrize("chemin", CAS, ids=[chemin.stem for chemin in CAS])
def test_cas_complet(chemin: Path) -> None:
    cas, academie = lire(chemin)
    campagne, resultat = jouer(cas, academie)
    obtenus = {
        nom: obtenu(resultat, nom, agent["attendu"]) for nom, agent in cas["candidats"].items()
    }
    attendus = {nom: attendu(agent["attendu"]) for nom, agent in cas["candidats"].items()}
    assert obtenus == attendus
    assert verifier(campagne, resultat) == []


@pytest.mark.parametrize("chemin", CAS, ids=[chemin.stem for chemin in CAS])
def test_le_cas_se_lit(chemin: Path) -> None:
    """Five to ten agents, each with a reason."""
    cas, _ = lire(chemin)
    assert 5 <= len(cas["candidats"]) <= 10
    assert all(agent["attendu"]["raison"] for agent in cas["candidats"].values())


def attendu(dit: dict[str, Any]) -> dict[str, Any]:
    """What a file says that an agent gets: ``raison`` is for the reader."""
    return {cle: valeur for cle, valeur in dit.items() if cle != "raison"}


def obtenu(resultat: Resultat, nom: str, dit: dict[str, Any]) -> dict[str, Any]:
    """What he got, told with the same keys."""
    trouve: dict[str, Any] = {}
    lignes = resultat.affectations[resultat.affectations["candidat"] == nom]
    for cle in attendu(dit):
        if cle == "voeux":
            trouve[cle] = {rang: motif(resultat, nom, int(rang)) for rang in dit["voeux"]}
        elif cle == "signalements":
            siens = resultat.signalements[resultat.signalements["candidat"] == nom]
            trouve[cle] = sorted(siens["signalement"].astype("str"))
        elif cle == "ecarte":
            trouve[cle] = nom in set(resultat.rejets["cle"])
        else:
            trouve[cle] = valeur(lignes[cle].iloc[0]) if len(lignes) else None
    return trouve


def motif(resultat: Resultat, nom: str, rang: int) -> str:
    """The motive of a vœu with its barème and the barre: ``BAREME_INSUFFISANT 42 < 138.2``."""
    audit = resultat.audit
    (ligne,) = audit[(audit["candidat"] == nom) & (audit["rang"] == rang)].to_dict("records")[-1:]
    dit = str(ligne["motif"])
    if dit == "BAREME_INSUFFISANT":
        dit += f" {points(ligne['bareme'])} < {points(ligne['barre'])}"
    if isinstance(ligne["regles"], str) and dit in ("SUPPRIME", "INELIGIBLE"):
        dit += f" {ligne['regles']}"
    return dit


def valeur(brute: Any) -> Any:
    """A value of the tables as a file writes it."""
    if brute is None or pd.isna(brute):
        return None
    return points(brute) if isinstance(brute, int) and brute >= 1000 else brute


def points(milliemes: Any) -> str:
    entiers, reste = divmod(int(milliemes), 1000)
    return f"{entiers}.{reste:03d}".rstrip("0").rstrip(".")
