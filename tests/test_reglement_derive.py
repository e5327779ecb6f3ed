"""A new académie that only changes numbers is one TOML file; bad situations are refused by rule."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import ecrire

FICTIVE = """
base = "orleans-tours-2022-second-degre"
titre = "Académie fictive 2023"

[elements.ANC_POSTE]
points = { par = "annees_poste", valeur = 10 }

[elements.RAPPROCHEMENT.cas.departement]
points = 150.2

[elements.EREA]

[parametres.enfants_zra]
valeur = true
"""


@pytest.fixture
def campagne(tmp_path: Path) -> Path:
    """A folder with one candidat of six years in his poste."""
    faite = ORLEANS_TOURS.campagne(
        {"A": {"echelon": 7, "annees_poste": 6}}, {"A": ["ETB CLG_GIEN", "ACA*"]}
    )
    return ecrire(faite, tmp_path / "campagne")


def changer(campagne: Path, table: str, **valeurs: object) -> None:
    """Change columns of the only row of a table; its types stay those of the file."""
    chemin = campagne / f"{table}.parquet"
    lue = pq.read_table(chemin)
    for colonne, valeur in valeurs.items():
        place = lue.column_names.index(colonne)
        lue = lue.set_column(place, colonne, pa.array([valeur], lue.schema.field(colonne).type))
    pq.write_table(lue, chemin)


def suivre(campagne: Path, reglement: str) -> None:
    """Put a campaign under a rule set of its own."""
    (campagne / "fictive.toml").write_text(reglement, encoding="utf-8")
    toml = (campagne / "campagne.toml").read_text(encoding="utf-8")
    avant = 'reglement = "orleans-tours-2022-second-degre"'
    assert avant in toml
    (campagne / "campagne.toml").write_text(
        toml.replace(avant, 'reglement = "fictive.toml"'), encoding="utf-8"
    )


def test_une_academie_qui_change_des_nombres_est_un_fichier(
    campagne: Path, lancer: Callable
) -> None:
    suivre(campagne, FICTIVE)
    dossier = campagne.parent / "baremes"
    reponse = lancer("bareme", campagne, "--sortie", dossier)
    assert reponse.code == 0, reponse.err
    lignes = pd.read_parquet(dossier / "baremes.parquet")
    premier = lignes[lignes["rang"] == 1].set_index("element")["points"]
    assert {nom: str(valeur) for nom, valeur in premier.items()} == {
        "ANC_POSTE": "60.000",
        "ANC_POSTE_TRANCHES": "50.000",
        "ANC_SERVICE": "49.000",
    }


@pytest.mark.parametrize(
    ("table", "colonne", "valeur", "dit"),
    [
        ("candidats", "corps", "CERTIFIER", "Vouliez-vous dire « CERTIFIE » ?"),
        ("candidats", "grade", "HC", "Valeurs permises : CLASSE_NORMALE"),
        ("candidats", "grade", None, "valeur manquante"),
        ("candidats", "echelon", 14, "supérieur à 11 (trouvé : 14)"),
        ("candidats", "annees_echelon", 2014, "supérieur à 99 (trouvé : 2014)"),
        ("candidats", "conjoint_commune", "BLOI", "Vouliez-vous dire « BLOIS » ?"),
    ],
)
def test_une_situation_impossible_est_refusee_avec_sa_regle(
    campagne: Path, lancer: Callable, table: str, colonne: str, valeur: object, dit: str
) -> None:
    changer(campagne, table, **{colonne: valeur})
    reponse = lancer("affecter", campagne, "--sortie", campagne.parent / "resultat")
    assert reponse.code == 3
    (faute,) = [ligne for ligne in reponse.err.splitlines() if ligne.startswith(table)]
    assert faute.startswith(f"{table}, ligne 1, colonne {colonne} : ")
    assert dit in faute
    assert "OT22-2D-" in faute
    assert not (campagne.parent / "resultat").exists()


@pytest.mark.parametrize("valeur", ["true", "1.0005", '"dix"', "[1]"])
def test_des_points_qui_n_en_sont_pas_sont_refuses(
    campagne: Path, lancer: Callable, valeur: str
) -> None:
    suivre(campagne, FICTIVE.replace("points = 150.2", f"points = {valeur}"))
    reponse = lancer("controler", campagne)
    assert reponse.code == 3
    assert "elements.RAPPROCHEMENT.cas.departement" in reponse.out + reponse.err


def test_un_enfant_a_naitre_n_est_pas_un_enfant(campagne: Path, lancer: Callable) -> None:
    enfants = pd.DataFrame(
        {"candidat": ["A"], "enfant": [1], "naissance": [pd.Timestamp("2022-09-02").date()]}
    )
    pq.write_table(pa.Table.from_pandas(enfants), campagne / "enfants.parquet")
    reponse = lancer("controler", campagne)
    assert reponse.code == 3
    assert "enfants, ligne 1, colonne naissance" in reponse.out
    assert "OT22-2D-129" in reponse.out


def test_un_echelon_hors_de_son_grade_est_refuse(campagne: Path, lancer: Callable) -> None:
    changer(campagne, "candidats", grade="HORS_CLASSE", echelon=9)
    reponse = lancer("controler", campagne)
    assert reponse.code == 3
    assert "OT22-2D-149" in reponse.out
