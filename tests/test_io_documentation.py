"""The committed page of formats is the one that the specifications make."""

from pathlib import Path

from mouvement.io import documentation, schema

RACINE = Path(__file__).parent.parent


def test_page_a_jour():
    commise = (RACINE / "docs/formats.md").read_text(encoding="utf-8")
    assert commise == documentation.page(), "relancer python -m mouvement.io.documentation"


def test_page_complete():
    page = documentation.page()
    for table in (*schema.TABLES_CAMPAGNE, *schema.TABLES_RESULTAT):
        assert f"### {table.nom}.parquet" in page
        for colonne in table.colonnes:
            assert f"| `{colonne.nom}` | {colonne.genre.value} |" in page
