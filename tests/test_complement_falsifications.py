"""The complementary stage tampered with: every change is found."""

import pytest
from falsifications import SPECS, autre, avec, lignes, modifier, nomme, trouver
from volontaires_orleans_tours import CERTIFIE, CERTIFIES, campagne, cas_complet

from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter
from mouvement.engine.verification import verifier

TABLES = ("affectations", "audit", "barres", "priorites", "complements")
LIBRES = ("detail", "libelle", "libelle_actuel")
CELLULES = [
    (nom, colonne.nom) for nom in TABLES for colonne in SPECS[nom].colonnes
    if colonne.nom not in LIBRES
]  # fmt: skip


@pytest.fixture(scope="module")
def fait():
    petite = cas_complet()
    return petite, instruire(petite), affecter(petite)


def de_l_etape(resultat, table):
    """Return the numbers of the rows that the stage made."""
    return [
        numero
        for numero, ligne in enumerate(lignes(resultat, table))
        if ligne.get("etape", "COMPLEMENT") == "COMPLEMENT"
    ]


@pytest.mark.parametrize(("table", "colonne"), CELLULES)
def test_une_cellule_modifiee_se_voit(fait, table, colonne):
    petite, instruction, juste = fait
    for numero in de_l_etape(juste, table):
        avant = lignes(juste, table)[numero][colonne]
        faux = modifier(
            juste, table, numero, **{colonne: autre(SPECS[table].colonne(colonne), avant)}
        )
        assert verifier(petite, faux, instruction), (table, colonne, numero)


@pytest.mark.parametrize("table", TABLES)
def test_une_ligne_perdue_ou_doublee_se_voit(fait, table):
    petite, instruction, juste = fait
    toutes = lignes(juste, table)
    for numero in de_l_etape(juste, table):
        perdue = avec(juste, table, toutes[:numero] + toutes[numero + 1 :])
        doublee = avec(juste, table, [*toutes, toutes[numero]])
        for faux in (perdue, doublee):
            assert verifier(petite, faux, instruction), (table, numero)


def test_l_etape_donnee_au_plus_faible_se_voit(fait):
    """Grants, seats and what was left are consistent: only the barème is broken."""
    petite, instruction, _ = fait
    inverse = affecter(
        campagne(
            {
                "FORT": CERTIFIE | {"echelon": 5},
                "FAIBLE": CERTIFIE | {"echelon": 9},
                "AUTRE": {"discipline": CERTIFIES},
            },
            {
                "FORT": ["ETB LP_GIEN", "DPT* 45"],
                "FAIBLE": ["ETB LP_GIEN", "ETB CLG_BLOIS"],
                "AUTRE": ["DPT* 45", "DPT* 37"],
            },
            LP_GIEN=1,
            CLG_GIEN=1,
            CLG_BLOIS=1,
        )
    )
    constats = verifier(petite, inverse, instruction)
    assert any("FORT devait obtenir son vœu 1 (ETB:LP_GIEN" in str(constat) for constat in constats)


def test_quelqu_un_d_autre_ne_peut_pas_y_entrer(fait):
    petite, instruction, juste = fait
    numero = trouver(juste, "affectations", candidat="AUTRE")
    faux = modifier(
        juste, "affectations", numero, ordre=3, poste="LP_GIEN", etape="COMPLEMENT", rang=1
    )
    passe = lignes(juste, "complements")[0]
    intrus = passe | {
        "candidat": "AUTRE",
        "ordre_avant": None,
        "poste_avant": None,
        "ordre_apres": 3,
    }
    faux = avec(faux, "complements", [passe, intrus])
    assert nomme(verifier(petite, faux, instruction), "affectations", "AUTRE")
