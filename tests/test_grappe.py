"""``--executeur dask://…``: every job that has units, one of two workers killed: the same bytes."""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from grappe import Grappe
from processus import executer

from mouvement.scenarios.generation import ecrire_modele

COLONNES = ["candidat", "poste", "rang"]
DATES = ("manifeste.json", "lot.json", "scenario.json", "rejeux.json")
"""Files that tell times and places."""


@pytest.fixture(scope="module")
def grappe(tmp_path_factory) -> Iterator[Grappe]:
    pytest.importorskip("distributed", exc_type=ImportError)
    grappe = Grappe(tmp_path_factory.mktemp("grappe"))
    try:
        yield grappe
    finally:
        grappe.fermer()


@pytest.fixture(scope="module")
def campagnes(tmp_path_factory) -> Path:
    """Two years of a small campaign, the first with couples tied, each with its own past."""
    dossier = tmp_path_factory.mktemp("campagnes")
    (dossier / "c").mkdir()
    for annee in ("2021", "2022"):
        ecrire_modele("minuscule", dossier / "c" / annee, reglement="declare")
        resultat = dossier / f"r{annee}"
        toml = dossier / "c" / annee / "campagne.toml"
        if annee == "2021":
            toml.write_text(toml.read_text("utf-8") + 'simultanees = "liees"\n', "utf-8")
        fini = executer("affecter", dossier / "c" / annee, "--sortie", resultat)
        assert fini.returncode == 0, fini.stderr
        passe = pq.read_table(resultat / "affectations.parquet", columns=COLONNES)
        pq.write_table(passe.slice(1), dossier / "c" / annee / "affectations_reelles.parquet")
    graines = "".join(f'[variantes.v{n}]\ntitre = "{n}"\ngraine = {n}\n' for n in range(4))
    tete = '[scenario]\ntitre = "Essai"\ncampagne = "c/2021"\n'
    (dossier / "scenario.toml").write_text(tete + graines, encoding="utf-8")
    return dossier


TIRAGES = ("--tirages", "40", "--vacants", "1", "--retraits", "10%")
DEMANDES = {
    "affecter": ("c/2021",),
    "lot": ("c",),
    "rejouer": ("c",),
    "scenario": ("scenario.toml",),
    "simuler": ("c/2021", *TIRAGES),
}


def octets(sortie: Path) -> dict[str, bytes]:
    return {
        str(chemin.relative_to(sortie)): chemin.read_bytes()
        for chemin in sorted(sortie.rglob("*"))
        if chemin.is_file() and chemin.name not in DATES
    }


@pytest.mark.parametrize("commande", DEMANDES)
def test_memes_octets_un_ouvrier_tue(lancer, grappe, campagnes, commande):
    grappe.completer()
    quoi, *options = DEMANDES[commande]
    # Beside the campaigns, whose place from there goes into the files.
    ici, la = (campagnes / f"{commande}-{nom}" for nom in ("ici", "la"))
    demande = (commande, campagnes / quoi, *options)
    assert lancer(*demande, "--sortie", ici, "--processus", 1).code == 0
    # The components of one campaign are done before anybody can be killed.
    with nullcontext() if commande == "affecter" else grappe.un_tue():
        fini = executer(*demande, "--sortie", la, "--executeur", grappe.adresse, timeout=120)
    assert fini.returncode == 0, fini.stderr
    assert "Warning" not in fini.stderr
    assert "Traceback" not in fini.stderr
    attendus = octets(ici)
    assert len(attendus) > 2
    assert octets(la) == attendus


@pytest.mark.parametrize("commande", ["lot", "rejouer", "scenario", "simuler"])
def test_grappe_injoignable(lancer, campagnes, tmp_path, commande, monkeypatch):
    pytest.importorskip("distributed", exc_type=ImportError)
    monkeypatch.setattr("mouvement.scenarios.executeurs.ATTENTE_S", 0.2)
    demande = (commande, campagnes / DEMANDES[commande][0], "--executeur", "dask://127.0.0.1:1")
    reponse = lancer(*demande, "--sortie", tmp_path / "s")
    assert reponse.code == 2
    assert "dask://127.0.0.1:1 : grappe injoignable" in reponse.err
    shutil.rmtree(tmp_path / "s", ignore_errors=True)
