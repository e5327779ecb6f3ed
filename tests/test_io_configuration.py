"""campagne.toml: what is accepted, and every way of getting it wrong."""

from pathlib import Path

import pytest

from mouvement.engine.campagne import Options
from mouvement.io.lecture import lire_campagne


def test_defauts_du_reglement(campagne_minimale):
    lue = lire_campagne(campagne_minimale.ecrire())
    assert (lue.academie, lue.annee, lue.reglement, lue.graine) == (
        "orleans-tours",
        2022,
        "declare",
        20220615,
    )
    assert lue.options == Options(
        bareme="declare", guidage="aucun", amelioration=False, extension="aucune"
    )


def test_options_lues(campagne_minimale):
    campagne_minimale.toml += """
[options]
guidage = "indicatifs"
solveur = "acceptation-differee"
temps_max_s = 60
"""
    options = lire_campagne(campagne_minimale.ecrire()).options
    assert (options.guidage, options.solveur, options.temps_max_s) == (
        "indicatifs",
        "acceptation-differee",
        60,
    )


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ('guidages = "aucun"', "[options] guidages : clé inconnue. Vouliez-vous dire « guidage »"),
        ('guidage = "aucune"', "[options] guidage : valeur refusée (trouvé : aucune)"),
        ("guidage = ['aucun']", "[options] guidage : valeur refusée"),
        ('bareme = "calcule"', "le règlement declare ne calcule pas de barème (trouvé : calcule)"),
        ("amelioration = 0", "[options] amelioration : valeur refusée (trouvé : 0)"),
        ('extension = "residuelle"', '(trouvé : residuelle). Écrire extension = "aucune"'),
        ("temps_max_s = 0", "[options] temps_max_s : valeur refusée (trouvé : 0)"),
        ("temps_max_s = true", "[options] temps_max_s : valeur refusée (trouvé : True)"),
        ("temps_max_s = 1.5", "[options] temps_max_s : valeur refusée (trouvé : 1.5)"),
    ],
)
def test_option_refusee(campagne_minimale, ligne, attendu):
    campagne_minimale.toml += f"[options]\n{ligne}\n"
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert attendu in faute


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ('"declare"', '"declares"', "règlement inconnu (trouvé : declares). Vouliez-vous dire"),
        ("annee = 2022", "", "[campagne] annee : clé absente"),
        ("annee = 2022", 'annee = "2022"', "[campagne] annee : valeur refusée (trouvé : 2022)"),
        ("annee = 2022", "annee = true", "[campagne] annee : valeur refusée"),
        ("graine = 20220615", f"graine = {2**63}", "[campagne] graine : valeur refusée"),
        ('"orleans-tours"', '" "', "[campagne] academie : valeur refusée"),
        ("[campagne]", "[campagnes]", "section inconnue. Vouliez-vous dire « campagne »"),
        ("annee = 2022", "annee = ", "ligne 3 : ce n'est pas du TOML valable"),
        ("graine = 20220615", "graine = 1\ngrain = 2", "Vouliez-vous dire « graine »"),
    ],
)
def test_campagne_refusee(campagne_minimale, avant, apres, attendu):
    campagne_minimale.toml = campagne_minimale.toml.replace(avant, apres)
    campagne_minimale.ecrire()
    assert any(attendu in faute for faute in campagne_minimale.fautes())


def test_section_qui_n_en_est_pas_une(campagne_minimale):
    campagne_minimale.toml = "options = 3\n" + campagne_minimale.toml
    campagne_minimale.ecrire()
    assert campagne_minimale.fautes() == [
        "campagne.toml, colonne [options] : ce n'est pas une section. Écrire une ligne [options]."
    ]


def test_pas_utf8(campagne_minimale):
    dossier = campagne_minimale.ecrire()
    (dossier / "campagne.toml").write_bytes(b'[campagne]\nacademie = "Orl\xe9ans"\n')
    assert campagne_minimale.fautes() == [
        "campagne.toml : le fichier n'est pas de l'UTF-8. L'enregistrer en UTF-8."
    ]


def test_toutes_les_fautes_du_fichier_a_la_fois(campagne_minimale):
    campagne_minimale.toml = """
[campagne]
academie = 3
reglement = "inconnu"
[options]
guidage = "x"
[tables]
candidat = "a.parquet"
[autre]
"""
    campagne_minimale.ecrire()
    fautes = campagne_minimale.fautes()
    assert len(fautes) == 7
    assert fautes == sorted(fautes)


def test_autre_chemin(campagne_minimale):
    campagne_minimale.toml += '[tables]\ncandidats = "extraction/agents.parquet"\n'
    dossier = campagne_minimale.ecrire()
    (dossier / "extraction").mkdir()
    (dossier / "candidats.parquet").rename(dossier / "extraction/agents.parquet")
    lue = lire_campagne(dossier)
    assert len(lue.candidats) == 3
    assert "extraction/agents.parquet" in lue.empreintes
    assert "candidats.parquet" not in lue.empreintes


def test_chemin_qui_sort_du_dossier(campagne_minimale):
    campagne_minimale.toml += '[tables]\ncandidats = "../candidats.parquet"\n'
    dossier = campagne_minimale.ecrire()
    (dossier / "candidats.parquet").rename(dossier.parent / "candidats.parquet")
    (faute,) = campagne_minimale.fautes()
    assert "[tables] candidats : le chemin sort du dossier de la campagne" in faute
    assert "../candidats.parquet" in faute


def test_lien_qui_sort_du_dossier(campagne_minimale, tmp_path):
    dossier = campagne_minimale.ecrire()
    (dossier / "candidats.parquet").rename(tmp_path / "ailleurs.parquet")
    (dossier / "candidats.parquet").symlink_to(tmp_path / "ailleurs.parquet")
    (faute,) = campagne_minimale.fautes()
    assert "le chemin sort du dossier" in faute


def test_boucle_de_liens(campagne_minimale):
    dossier = campagne_minimale.ecrire()
    (dossier / "candidats.parquet").unlink()
    (dossier / "candidats.parquet").symlink_to("candidats.parquet")
    assert len(campagne_minimale.fautes()) == 1


def test_chemin_absolu_admis(campagne_minimale, tmp_path: Path):
    ailleurs = tmp_path / "ailleurs.parquet"
    campagne_minimale.toml += f'[tables]\ncandidats = "{ailleurs}"\n'
    (campagne_minimale.ecrire() / "candidats.parquet").rename(ailleurs)
    assert str(ailleurs) in lire_campagne(campagne_minimale.dossier).empreintes


def test_chemin_impossible(campagne_minimale):
    campagne_minimale.toml += '[tables]\ncandidats = "a\\u0000b"\n'
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert "[tables] candidats : valeur refusée" in faute
