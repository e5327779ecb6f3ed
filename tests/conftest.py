"""A small complete campaign, to be written, spoiled and read back; the command line in process."""

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mouvement.cli import main
from mouvement.engine.erreurs import DonneesRefusees
from mouvement.io.ecriture import ecrire_campagne
from mouvement.io.lecture import lire_campagne
from mouvement.io.tables import table
from mouvement.io.tables_campagne import (
    CANDIDATS,
    COMMUNES,
    ETABLISSEMENTS,
    GROUPES,
    POSTES,
    VOEUX,
    ZONES_REMPLACEMENT,
)
from mouvement.scenarios.generation import ecrire_modele

TOML = """\
[campagne]
academie = "orleans-tours"
annee = 2022
reglement = "declare"
graine = 20220615
"""


@dataclass
class Brouillon:
    """A campaign that tests may change before writing it: frames (without ``ligne``) and TOML."""

    tables: dict[str, pd.DataFrame]
    toml: str
    dossier: Path

    def changer(self, nom: str, ligne: int, **valeurs: object) -> None:
        """Change some values of one row, numbered from 1."""
        for colonne, valeur in valeurs.items():
            self.tables[nom].loc[ligne - 1, colonne] = valeur

    def ecrire(self) -> Path:
        """Write it; the folder can be written again."""
        ecrire_campagne(self.dossier, self.tables, self.toml, ecraser=True)
        return self.dossier

    def remplacer(self, nom: str, colonne: str, vecteur: pa.Array | None) -> Path:
        """Write it with that column of a file of any Arrow type, or without it (None)."""
        chemin = self.ecrire() / f"{nom}.parquet"
        lue = pq.ParquetFile(chemin).read()
        if vecteur is None:
            pq.write_table(lue.drop_columns([colonne]), chemin)
        else:
            place = lue.column_names.index(colonne)
            pq.write_table(lue.set_column(place, colonne, vecteur), chemin)
        return self.dossier

    def fautes(self) -> list[str]:
        """Return the faults that reading finds in what is written ([] when it is accepted)."""
        try:
            lire_campagne(self.dossier)
        except DonneesRefusees as refus:
            return [str(faute) for faute in refus.fautes]
        return []


def _tables() -> dict[str, pd.DataFrame]:
    communes = [
        {"commune": "45234", "libelle": "Orléans", "departement": "045", "groupement": "ORLEANS",
         "latitude": 47.9, "longitude": 1.9},
        {"commune": "45147", "libelle": "Fleury", "departement": "045", "groupement": "ORLEANS",
         "latitude": 47.94, "longitude": 1.92},
        {"commune": "41018", "libelle": "Blois", "departement": "041", "latitude": 47.59,
         "longitude": 1.33},
    ]  # fmt: skip
    etablissements = [
        {"etablissement": "0450001A", "libelle": "Pothier", "type": "LYC", "commune": "45234",
         "circonscription": "C45"},
        {"etablissement": "0450002B", "libelle": "Dolet", "type": "CLG", "commune": "45147"},
        {"etablissement": "0410003C", "libelle": "Ronsard", "type": "CLG", "commune": "41018"},
    ]  # fmt: skip
    postes = [
        {"poste": "P1", "etablissement": "0450001A", "discipline": "L0202", "nature": "ETB",
         "vacants": 1},
        {"poste": "P2", "etablissement": "0450002B", "discipline": "L0202", "nature": "ETB",
         "vacants": 0},
        {"poste": "P3", "etablissement": "0410003C", "discipline": "L1300", "nature": "ETB",
         "vacants": 2},
        {"poste": "Z1", "etablissement": "045ZR1", "discipline": "L0202", "nature": "ZR",
         "vacants": 1},
    ]  # fmt: skip
    candidats = [
        {"candidat": "C1", "discipline": "L0202", "poste_actuel": "P2",
         "participation": "FACULTATIVE", "carte_scolaire": False},
        {"candidat": "C2", "discipline": "L0202", "participation": "OBLIGATOIRE",
         "carte_scolaire": False, "simultanee": "C3"},
        {"candidat": "C3", "discipline": "L1300", "participation": "OBLIGATOIRE",
         "carte_scolaire": False, "simultanee": "C2"},
    ]  # fmt: skip
    voeux = [
        {"candidat": "C1", "rang": 1, "type": "ETB", "code": "0450001A", "bareme": 134_200},
        {"candidat": "C1", "rang": 2, "type": "GROUPE", "code": "G1", "bareme": 134_200},
        {"candidat": "C1", "rang": 4, "type": "CIR", "code": "C45", "bareme": 0},
        {"candidat": "C2", "rang": 1, "type": "COM", "code": "45234", "bareme": 21_000,
         "types_etablissement": "CLG|LYC"},
        {"candidat": "C2", "rang": 2, "type": "GEO", "code": "ORLEANS", "bareme": 21_000},
        {"candidat": "C2", "rang": 3, "type": "ZRE", "code": "045ZR1", "bareme": 21_000},
        {"candidat": "C2", "rang": 4, "type": "ZRD", "code": "045", "bareme": 21_000},
        {"candidat": "C2", "rang": 5, "type": "ZRA", "bareme": 21_000},
        {"candidat": "C3", "rang": 1, "type": "POSTE", "code": "P3", "bareme": 7_001},
        {"candidat": "C3", "rang": 2, "type": "DPT", "code": "041", "bareme": 7_001},
        {"candidat": "C3", "rang": 3, "type": "ACA", "bareme": 7_001},
    ]  # fmt: skip
    return {
        "candidats": table(CANDIDATS, candidats),
        "postes": table(POSTES, postes),
        "etablissements": table(ETABLISSEMENTS, etablissements),
        "communes": table(COMMUNES, communes),
        "zones_remplacement": table(
            ZONES_REMPLACEMENT,
            [{"zone": "045ZR1", "libelle": "ZR 1", "departement": "045", "commune": "45234"}],
        ),
        "voeux": table(VOEUX, voeux),
        "groupes": table(
            GROUPES,
            [
                {"groupe": "G1", "sous_rang": 1, "poste": "P1"},
                {"groupe": "G1", "sous_rang": 1, "poste": "P2"},
            ],
        ),
    }


@pytest.fixture
def campagne_minimale(tmp_path: Path) -> Brouillon:
    """A valid campaign of three candidats, with a vœu of every type; not written yet."""
    return Brouillon(_tables(), TOML, tmp_path / "campagne")


@dataclass(frozen=True)
class Reponse:
    """What a command answered."""

    code: int
    out: str
    err: str


Lanceur = Callable[..., Reponse]


@pytest.fixture
def lancer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Lanceur]:
    """Run the command line in this process: ``lancer("controler", dossier)``."""
    ancien = signal.getsignal(signal.SIGTERM)

    def lance(*arguments: object) -> Reponse:
        monkeypatch.setattr(sys, "argv", ["mouvement", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as fin:
            main()
        dit = capsys.readouterr()
        return Reponse(fin.value.code, dit.out, dit.err)

    yield lance
    signal.signal(signal.SIGTERM, ancien)


@pytest.fixture(scope="session")
def minuscule(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated campaign of 60 candidats whose barèmes are declared, only to be read."""
    dossier = tmp_path_factory.mktemp("generee") / "minuscule"
    ecrire_modele("minuscule", dossier, reglement="declare")
    return dossier


@pytest.fixture(scope="session")
def minuscule_calculee(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, computed by the rule set of Orléans-Tours."""
    dossier = tmp_path_factory.mktemp("generee") / "calculee"
    ecrire_modele("minuscule", dossier)
    return dossier
