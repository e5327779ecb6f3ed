"""Every tampering is found, and named: its table, its key."""

from dataclasses import replace

import pandas as pd
import pytest
from falsifications import SPECS, autre, avec, cle_nommee, lignes, modifier, nomme, trouver
from petites_campagnes import campagne_aleatoire, lignes_de, remplacer
from reference_naive import affecter_naif

from mouvement.engine.verification import Condition, verifier
from mouvement.engine.verification.constats import LIMITE

GRAINES = (106, 191)
"""Campaigns with every decision, motif, état and a group."""
LIBRES = {("audit", "detail"), ("audit", "libelle"), ("affectations", "libelle")}
LIBRES |= {("affectations", "libelle_actuel")}
VIDES = ("ameliorations", "complements", "rejets", "signalements")
"""Tables without a row here; other tests spoil them."""
CELLULES = [
    (nom, colonne.nom)
    for nom, spec in SPECS.items()
    for colonne in spec.colonnes
    if (nom, colonne.nom) not in LIBRES and nom not in VIDES
]
JAMAIS_REMPLIES = {("audit", "regles"), ("audit", "criteres"), ("baremes", "regle")}
ANNULABLES = [
    (nom, colonne)
    for nom, colonne in CELLULES
    if SPECS[nom].colonne(colonne).nullable and (nom, colonne) not in JAMAIS_REMPLIES
]
REJET = {"table": "voeux", "ligne": 1, "cle": "C1, 1", "motif": "essai"}


@pytest.fixture(scope="module")
def cas():
    campagnes = [campagne_aleatoire(graine) for graine in GRAINES]
    return [(petite, affecter_naif(petite)) for petite in campagnes]


@pytest.mark.parametrize(("table", "colonne"), CELLULES)
def test_une_cellule_modifiee_se_voit(cas, table, colonne):
    petite, juste = cas[0]
    spec = SPECS[table].colonne(colonne)
    toutes = lignes(juste, table)
    for numero in (0, len(toutes) // 2, len(toutes) - 1):
        avant = toutes[numero]
        faux = modifier(juste, table, numero, **{colonne: autre(spec, avant[colonne])})
        constats = verifier(petite, faux)
        assert nomme(constats, table, *cle_nommee(table, avant)), avant


@pytest.mark.parametrize(("table", "colonne"), ANNULABLES)
def test_une_cellule_effacee_se_voit(cas, table, colonne):
    petite, juste = cas[0]
    vus = 0
    for numero, ligne in enumerate(lignes(juste, table)):
        if ligne[colonne] is not None and vus < 2:
            constats = verifier(petite, modifier(juste, table, numero, **{colonne: None}))
            assert nomme(constats, table, *cle_nommee(table, ligne))
            vus += 1
    assert vus > 0


@pytest.mark.parametrize(
    ("table", "colonne"),
    [("affectations", "libelle"), ("affectations", "libelle_actuel"), ("audit", "libelle")],
)
def test_un_libelle_perdu_se_voit_mais_son_texte_est_libre(cas, table, colonne):
    petite, juste = cas[0]
    numero = next(i for i, ligne in enumerate(lignes(juste, table)) if ligne[colonne] is not None)
    assert verifier(petite, modifier(juste, table, numero, **{colonne: "Autre texte"})) == []
    efface = modifier(juste, table, numero, **{colonne: None})
    cle = cle_nommee(table, lignes(juste, table)[numero])
    assert nomme(verifier(petite, efface), table, *cle)


@pytest.mark.parametrize("table", [nom for nom in SPECS if nom not in VIDES])
def test_une_ligne_perdue_doublee_ou_ajoutee_se_voit(cas, table):
    petite, juste = cas[0]
    toutes = lignes(juste, table)
    numero = len(toutes) // 2
    cle = cle_nommee(table, toutes[numero])
    perdue = avec(juste, table, toutes[:numero] + toutes[numero + 1 :])
    assert nomme(verifier(petite, perdue), table, *cle)
    doublee = avec(juste, table, [*toutes, toutes[numero]])
    assert nomme(verifier(petite, doublee), table, *cle)
    premiere = "discipline" if table == "barres" else "candidat"
    intrus = toutes[numero] | {premiere: "INTRUS"}
    assert nomme(verifier(petite, avec(juste, table, [*toutes, intrus])), table, "INTRUS")


def test_une_ligne_rejetee_se_voit(cas):
    petite, juste = cas[0]
    (constat,) = verifier(petite, avec(juste, "rejets", [REJET]))
    assert (constat.condition, constat.cle) == (
        Condition.REJETS,
        "table voeux, ligne 1, colonne nul, motif essai",
    )


def test_un_siege_hors_de_la_zone_se_voit(cas):
    vus = 0
    for petite, juste in cas:
        postes = {ligne["poste"]: ligne for ligne in lignes_de(petite.postes)}
        for numero, ligne in enumerate(lignes(juste, "affectations")):
            for poste in sorted(postes):
                if ligne["poste"] is None or postes[poste]["discipline"] == ligne["discipline"]:
                    continue
                ailleurs = {"poste": poste, "etablissement": postes[poste]["etablissement"]}
                constats = verifier(petite, modifier(juste, "affectations", numero, **ailleurs))
                zone = [c for c in constats if c.condition is Condition.ZONES]
                assert [c.cle for c in zone] == [f"candidat {ligne['candidat']}"]
                vus += 1
                break
    assert vus > 3


def test_un_titulaire_qui_perd_son_poste_se_voit(cas):
    petite, juste = cas[0]
    numero = trouver(juste, "affectations", decision="MAINTENU")
    nom = lignes(juste, "affectations")[numero]["candidat"]
    rien = dict.fromkeys(("poste", "etablissement", "rang", "origine", "bareme", "ordre"))
    rien |= {"decision": "NON_AFFECTE", "libelle": None}
    constats = verifier(petite, modifier(juste, "affectations", numero, **rien))
    maintien = [c for c in constats if c.condition is Condition.MAINTIEN]
    assert [c.cle for c in maintien] == [f"candidat {nom}"]


def test_un_poste_trop_plein_se_voit(cas):
    petite, juste = cas[0]
    toutes = lignes(juste, "affectations")
    source = next(ligne for ligne in toutes if ligne["poste"] is not None)
    lieu = {nom: source[nom] for nom in ("poste", "etablissement")}
    entasses = [
        ligne | lieu if ligne["discipline"] == source["discipline"] else ligne for ligne in toutes
    ]
    constats = verifier(petite, avec(juste, "affectations", entasses))
    pleins = [c.cle for c in constats if c.condition is Condition.CAPACITES]
    assert pleins == [f"poste {source['poste']}"]


def test_un_bareme_d_entree_modifie_se_voit(cas):
    petite, juste = cas[0]
    voeux = lignes_de(petite.voeux)
    voeux[4] = voeux[4] | {"bareme": voeux[4]["bareme"] + 1}
    constats = verifier(remplacer(petite, "voeux", voeux), juste)
    cle = (voeux[4]["candidat"], voeux[4]["rang"])
    assert nomme(constats, "baremes", *cle)
    assert nomme(constats, "audit", *cle)


def test_une_capacite_modifiee_se_voit(cas):
    petite, juste = cas[0]
    postes = lignes_de(petite.postes)
    postes[2] = postes[2] | {"vacants": postes[2]["vacants"] + 1}
    constats = verifier(remplacer(petite, "postes", postes), juste)
    assert nomme(constats, "barres", postes[2]["discipline"], "POSTE", postes[2]["poste"])


def test_un_candidat_retire_ou_ajoute_se_voit(cas):
    petite, juste = cas[0]
    candidats, voeux = lignes_de(petite.candidats), lignes_de(petite.voeux)
    nom = candidats[1]["candidat"]
    siens = [voeu for voeu in voeux if voeu["candidat"] != nom]
    moins = remplacer(petite, "candidats", [c for c in candidats if c["candidat"] != nom])
    moins = remplacer(moins, "voeux", siens)
    for table in ("affectations", "audit", "priorites", "baremes"):
        assert nomme(verifier(moins, juste), table, nom), table
    nouveau = candidats[1] | {"candidat": "NOUVEAU"}
    plus = remplacer(petite, "candidats", [*candidats, nouveau])
    assert nomme(verifier(plus, juste), "affectations", "NOUVEAU")


@pytest.mark.parametrize(
    ("table", "colonne", "valeurs", "touchee"),
    [
        ("candidats", "carte_scolaire", (True, False), "affectations"),
        ("candidats", "participation", ("OBLIGATOIRE", "FACULTATIVE"), "affectations"),
        ("candidats", "poste_actuel", (None,), "affectations"),
        ("communes", "departement", ("99",), "barres"),
        ("communes", "groupement", ("G7",), "barres"),
        ("etablissements", "type", ("EREA", "CLG"), "barres"),
        ("etablissements", "commune", ("41018", "41242"), "barres"),
        ("postes", "nature", ("SPEA", "ETB"), "barres"),
        ("groupes", "sous_rang", (8,), "audit"),
        ("zones_remplacement", "departement", ("41", "45"), "audit"),
        ("voeux", "type", ("DPT", "ACA"), "audit"),
        ("voeux", "code", ("45", "41"), "audit"),
    ],
)
def test_une_entree_modifiee_se_voit(cas, table, colonne, valeurs, touchee):
    """Some rows weigh on nothing (a place without a poste): each kind must be seen somewhere."""
    petite, juste = cas[0]
    entrees = lignes_de(getattr(petite, table))
    touchees = set()
    for numero, ligne in list(enumerate(entrees))[:12]:
        valeur = next((v for v in valeurs if v != ligne[colonne]), ligne[colonne])
        editees = [*entrees[:numero], ligne | {colonne: valeur}, *entrees[numero + 1 :]]
        touchees |= {c.table for c in verifier(remplacer(petite, table, editees), juste)}
    assert touchee in touchees


def test_une_autre_graine_se_voit(cas):
    petite, juste = cas[0]
    constats = verifier(replace(petite, graine=petite.graine + 1), juste)
    assert {"tirage"} <= {constat.colonne for constat in constats if constat.table == "audit"}


def test_un_resultat_tout_faux_s_ecrit_en_peu_de_lignes(cas):
    petite, juste = cas[0]
    faux = [ligne | {"tirage": 1} for ligne in lignes(juste, "audit")]
    assert len(faux) > LIMITE
    constats = verifier(petite, avec(juste, "audit", faux))
    assert len(constats) == LIMITE + 1
    assert constats[-1].phrase.startswith(f"audit : … et {len(faux) - LIMITE} autre(s) constat(s)")


def test_une_colonne_absente_ou_illisible_se_dit(cas):
    petite, juste = cas[0]
    for nom, spec in SPECS.items():
        for colonne in spec.noms:
            if (nom, colonne) == ("audit", "detail") or nom in ("rejets", "signalements"):
                continue
            frame = getattr(juste, nom).drop(columns=colonne)
            constats = verifier(petite, replace(juste, **{nom: frame}))
            assert (nom, colonne) in {
                (c.table, c.colonne) for c in constats if c.condition is Condition.STRUCTURE
            }
    texte = juste.priorites.assign(rang_priorite=pd.Series("x", juste.priorites.index))
    (constat,) = verifier(petite, replace(juste, priorites=texte))
    assert (constat.condition, constat.colonne) == (Condition.STRUCTURE, "rang_priorite")
