"""What a campaign has and is not read: told, never refused."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mouvement.io.lecture import lire
from mouvement.io.remarques import MONTREES, remarques


def ajouter(chemin, *noms, sans=()):
    """Add columns of these names to a Parquet file, take some away."""
    lue = pq.read_table(chemin).drop_columns(list(sans))
    for nom in noms:
        lue = lue.append_column(nom, pa.nulls(len(lue), pa.string()))
    pq.write_table(lue, chemin)


@pytest.fixture
def ecrite(campagne_minimale):
    return campagne_minimale.ecrire()


def dites(dossier):
    return remarques(lire(dossier))


def test_rien_a_dire(ecrite, minuscule, minuscule_calculee):
    assert dites(ecrite) == dites(minuscule) == dites(minuscule_calculee) == []


def test_table_facultative_mal_nommee(ecrite):
    shutil.copy(ecrite / "voeux.parquet", ecrite / "specifique.parquet")
    (ecrite / "autre.parquet").write_bytes(b"")
    assert dites(ecrite) == [
        "le fichier autre.parquet n'est lu par aucune table.",
        "le fichier specifique.parquet n'est lu par aucune table "
        "(vouliez-vous dire « specifiques » ?).",
    ]


def test_fichier_nomme_dans_la_campagne(campagne_minimale):
    campagne_minimale.toml += '[tables]\nvoeux = "demandes.parquet"\n'
    ecrite = campagne_minimale.ecrire()
    (ecrite / "voeux.parquet").rename(ecrite / "demandes.parquet")
    assert dites(ecrite) == []


def test_colonnes_non_lues(ecrite):
    ajouter(
        ecrite / "candidats.parquet", "nom", "probabilite_retraits", sans=["probabilite_retrait"]
    )
    autres = [f"c{i}" for i in range(MONTREES + 3)]
    ajouter(ecrite / "postes.parquet", *autres, "vacant_min", sans=["vacants_min"])
    assert dites(ecrite) == [
        "table candidats, colonnes non lues : probabilite_retraits (vouliez-vous dire "
        "« probabilite_retrait » ?), nom.",
        "table postes, colonnes non lues : vacant_min (vouliez-vous dire « vacants_min » ?), "
        f"{', '.join(autres[: MONTREES - 1])} et 4 autres.",
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "quelle"),
    [
        ("annee = 2022", "annee = 2023", "orleans-tours, 2023"),
        ('academie = "orleans-tours"', 'academie = "lyon"', "lyon, 2022"),
    ],
)
def test_reglement_d_une_autre_academie_ou_annee(
    minuscule_calculee, tmp_path, avant, apres, quelle
):
    copie = shutil.copytree(minuscule_calculee, tmp_path / "copie")
    texte = (copie / "campagne.toml").read_text().replace("academie  =", "academie =")
    texte = texte.replace("annee     =", "annee =").replace(avant, apres)
    (copie / "campagne.toml").write_text(texte)
    assert dites(copie) == [
        f"la campagne est de l'académie {quelle} ; le règlement est "
        "orleans-tours-2022-second-degre."
    ]


@pytest.mark.parametrize("commande", ["controler", "affecter", "rejouer"])
def test_dites_a_cote_de_la_reponse(lancer, ecrite, tmp_path, commande):
    ajouter(ecrite / "candidats.parquet", "nom")
    pq.write_table(
        pa.table({"candidat": ["C1"], "poste": ["P2"], "rang": pa.array([1], pa.int64())}),
        ecrite / "affectations_reelles.parquet",
    )
    sortie = () if commande == "controler" else ("--sortie", tmp_path / "sortie")
    reponse = lancer(commande, ecrite, *sortie)
    assert reponse.code == 0
    assert "Remarque : table candidats, colonnes non lues : nom.\n" in reponse.err
    assert "Remarque" not in reponse.out
