"""The empreinte of a rule set covers all that it is made of."""

import pytest

from mouvement.engine.reglements import sources

FICHIERS = {
    "reglement.toml": 'titre = "T"',
    "autre.toml": "partie_commune = []",
    "regles.py": "DERIVEES = {}",
    "regles_a_part.py": "SEUIL = 3",
    "liste.csv": "nom,points",
}


def octets(racine) -> bytes:
    return sources.contenu({"essai": racine}, "essai", None)[1]


@pytest.mark.parametrize("fichier", FICHIERS)
def test_changer_un_fichier_change_les_octets(tmp_path, fichier):
    for nom, texte in FICHIERS.items():
        (tmp_path / nom).write_text(texte)
    avant = octets(tmp_path)
    (tmp_path / fichier).write_text(FICHIERS[fichier] + "\n")
    assert octets(tmp_path) != avant


def test_un_fichier_d_une_autre_nature_ne_compte_pas(tmp_path):
    (tmp_path / "reglement.toml").write_text('titre = "T"')
    avant = octets(tmp_path)
    (tmp_path / "LISEZMOI.md").write_text("Rien.")
    assert octets(tmp_path) == avant
