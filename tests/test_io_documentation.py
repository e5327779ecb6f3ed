"""The committed pages are those that the specifications and the rule sets make."""

from pathlib import Path

from reglement_de_faits import REGLEMENT

from mouvement.engine import reglements
from mouvement.io import documentation, documentation_faits
from mouvement.io.tables_campagne import TABLES_CAMPAGNE
from mouvement.io.tables_resultat import TABLES_RESULTAT

DOCS = Path(__file__).parent.parent / "docs"
RELANCER = "relancer python -m mouvement.io.documentation"


def test_page_a_jour():
    commise = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert commise == documentation.page(), RELANCER


def test_pages_des_reglements_a_jour():
    commises = {page.name: page.read_text(encoding="utf-8") for page in DOCS.glob("faits-*.md")}
    assert commises == dict(documentation_faits.pages()), RELANCER


def test_page_complete():
    page = documentation.page()
    for table in (*TABLES_CAMPAGNE, *TABLES_RESULTAT):
        assert f"### {table.nom}.parquet" in page
        for colonne in table.colonnes:
            assert f"| `{colonne.nom}` | {colonne.genre.value} |" in page


def test_pages_des_reglements_completes():
    pages = dict(documentation_faits.pages())
    assert "faits-declare.md" not in pages
    for nom in reglements.NOMS:
        reglement = reglements.charger(nom)
        for entree in (*reglement.faits, *reglement.parametres):
            lignes = [
                ligne
                for ligne in pages[f"faits-{nom}.md"].splitlines()
                if ligne.startswith(f"| `{entree.nom}` | {entree.genre} |")
            ]
            # Two tables may each have a column of that name.
            assert any(all(regle in ligne for regle in entree.regles) for ligne in lignes)


def test_page_d_un_reglement(tmp_path):
    (tmp_path / "essai.toml").write_text(REGLEMENT, encoding="utf-8")
    lignes = documentation_faits.page(reglements.charger("essai.toml", tmp_path)).splitlines()
    for attendue in (
        "| `corps` | texte | refusé |  |  | corps ; `CERTIFIE`, `AGREGE` | `E-01`, `E-02` |",
        "| `echelon` | entier | refusé | échelon | 31/08/n-1 | échelon détenu ; au moins 1 ; au "
        "plus 11 | `E-03` |",
        "| `agrege` | booléen | vaut faux |  |  | agrégé |  |",
        "| `commune_conjoint` | texte | reste nul |  |  | commune du conjoint ; existe dans "
        "`communes.commune` | `E-05` |",
        "### enfants.parquet",
        "| `lecture` | texte | LARGE | lecture large | lecture stricte | `LARGE`, `STRICTE` | "
        "`E-08` |",
        "| `depot` | date | à donner | date de la note annuelle |  |  | `E-09` |",
    ):
        assert attendue in lignes
