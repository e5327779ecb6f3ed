"""Executors: results in order wherever units run, errors that come back, no process left behind."""

import os
import signal
import time
from itertools import count, islice
from operator import neg

import pytest
from processus import demarrer, interrompre, vivants

from mouvement.engine.erreurs import CertificatRompu, DonneesRefusees, ErreurMouvement, Faute
from mouvement.scenarios import executeurs
from mouvement.scenarios.executeurs import Executeur, Processus, executeur

FAUTES = [Faute("voeux", ligne, "code", "x", "inconnu", "Corriger.") for ligne in (1, 2)]
DORMEUR = """
import sys, time
from mouvement.conduite import conduire
from mouvement.scenarios.executeurs import executeur

def programme(**_):
    with executeur("2") as ouvriers:
        for _ in ouvriers.map(time.sleep, [0, 0, 100, 100, 100]):
            print("UNE", file=sys.stderr, flush=True)

conduire(programme)
"""


def sommeil_puis_lui(duree: float) -> float:
    time.sleep(duree)
    return duree


def refuser(_: int) -> None:
    raise DonneesRefusees(FAUTES)


def rompre(_: int) -> None:
    raise CertificatRompu(["un", "deux"])


def disparaitre(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("demande", ["1", "processus:1", "2", "processus:2"])
def test_resultats_dans_l_ordre(demande):
    durees = [0.3, 0.0, 0.2, 0.1, 0.0]
    with executeur(demande, "mouvement.engine.erreurs") as ouvriers:
        assert type(ouvriers) is (Processus if demande.endswith("2") else Executeur)
        assert list(ouvriers.map(sommeil_puis_lui, durees)) == durees
        assert list(ouvriers.map(neg, [])) == []


def test_unites_prises_a_mesure():
    """Never-ending units: they are taken as results are."""
    with executeur("2") as ouvriers:
        assert list(islice(ouvriers.map(neg, count()), 100)) == [-n for n in range(100)]


def test_erreurs_entieres():
    with executeur("2") as ouvriers:
        with pytest.raises(DonneesRefusees) as refus:
            list(ouvriers.map(refuser, [0]))
        with pytest.raises(CertificatRompu) as rupture:
            list(ouvriers.map(rompre, [0]))
    assert (refus.value.fautes, str(refus.value)) == (tuple(FAUTES), "2 faute(s) dans les données")
    assert rupture.value.constats == ("un", "deux")


def test_ouvrier_tue():
    with executeur("2") as ouvriers, pytest.raises(ErreurMouvement, match="s'est arrêté"):
        list(ouvriers.map(disparaitre, range(40)))


@pytest.mark.parametrize("demande", ["0", "-1", "deux", "processus:", "²", "", "ray://x"])
def test_demandes_refusees(demande):
    with pytest.raises(ErreurMouvement, match="Exécuteur inconnu"):
        executeur(demande)


def test_autant_que_de_coeurs(monkeypatch):
    monkeypatch.setattr(executeurs.os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    with executeur("coeurs") as ouvriers:
        assert ouvriers.ouvriers == 3


@pytest.mark.parametrize(
    ("recu", "a_tous"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGKILL, False)]
)
def test_personne_ne_reste(recu, a_tous):
    """Ctrl-C reaches every process of a terminal; the others, the first one only."""
    processus = demarrer(programme=DORMEUR, start_new_session=True)
    debut = time.monotonic()
    code, suite = interrompre(processus, "UNE", recu, a_tous=a_tous)
    while vivants(processus.pid) and time.monotonic() < debut + 20:
        time.sleep(0.05)
    assert vivants(processus.pid) == []
    assert time.monotonic() < debut + 20
    if recu == signal.SIGKILL:
        assert code == -signal.SIGKILL
    else:
        dit = [ligne for ligne in suite.splitlines() if ligne != "UNE"]
        assert (code, dit) == (130, ["Interrompu ; rien n'a été écrit."])
