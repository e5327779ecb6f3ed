"""Whole mouvements small enough to be read by a person: the campaign and its outcome as data.

Each file of ``tests/cas`` tells who asks for what, what each must get, and why. The engine must
give it, every barème included, and the verifier must find nothing to say.
"""

from collections import Counter
from pathlib import Path

import pytest
from cas_complets import attendu, decomposer, jouer, lire, obtenu, sommes

from mouvement.engine.verification import verifier

CAS = sorted((Path(__file__).parent / "cas").glob("*.toml"))
par_cas = pytest.mark.parametrize("chemin", CAS, ids=[chemin.stem for chemin in CAS])


@par_cas
def test_chacun_obtient_ce_qui_est_dit(chemin: Path) -> None:
    agents = lire(chemin)["candidats"]
    campagne, resultat = jouer(chemin)
    attendus = {nom: attendu(agent) for nom, agent in agents.items()}
    assert {nom: obtenu(resultat, nom, dit) for nom, dit in attendus.items()} == attendus
    assert verifier(campagne, resultat) == []


@par_cas
def test_les_sommes_des_raisons_sont_les_baremes(chemin: Path) -> None:
    """Each sum is right, and its terms are the elements of one barème of the agent."""
    _, resultat = jouer(chemin)
    for nom, agent in lire(chemin)["candidats"].items():
        calcules = [Counter(parts) for parts in decomposer(resultat, nom).values()]
        for termes, total in sommes(agent["attendu"]["raison"]):
            assert sum(termes.elements()) == total, nom
            assert termes in calcules, (nom, termes, calcules)


@par_cas
def test_le_cas_se_lit(chemin: Path) -> None:
    """Five to ten agents, each with a reason that tells every barème expected."""
    cas = lire(chemin)
    assert cas["titre"]
    assert cas["recit"]
    assert 5 <= len(cas["candidats"]) <= 10
    for nom, agent in cas["candidats"].items():
        dit = agent["attendu"]
        points = [*dit.get("baremes", {}).values(), *[dit[c] for c in ("bareme",) if c in dit]]
        absents = [p for p in points if p.replace(".", ",") not in dit["raison"] + "hors barème"]
        assert not absents, (nom, absents)


def test_trois_cas_par_academie() -> None:
    assert Counter(lire(chemin)["academie"] for chemin in CAS) == {
        "orleans_tours": 3,
        "martinique": 3,
        "clermont": 3,
    }
