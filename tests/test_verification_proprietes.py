"""The verifier accepts what an independent producer makes, and no fraud that hangs together."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from falsifications import SPECS, en_categories, melanger, nomme
from marche_naif import asseoir
from petites_campagnes import campagne, campagne_aleatoire, lignes_de, remplacer
from reference_naive import affecter_naif, installer, rediger, resoudre

from mouvement.engine import verification
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification import Condition, verifier

PAQUETS = 8


def conditions(constats):
    return {constat.condition for constat in constats}


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_un_resultat_juste_ne_donne_aucun_constat(paquet):
    for graine in range(10_000 + paquet, 10_120, PAQUETS):
        petite = campagne_aleatoire(graine)
        assert verifier(petite, affecter_naif(petite)) == [], f"graine {graine}"


@pytest.mark.parametrize("graine", range(10))
def test_l_ordre_des_lignes_et_les_categories_ne_changent_rien(graine):
    petite = campagne_aleatoire(graine)
    juste = melanger(affecter_naif(petite), graine)
    juste = Resultat(**{nom: en_categories(getattr(juste, nom)) for nom in SPECS})
    entrees = {
        nom: en_categories(getattr(petite, nom).sample(frac=1, random_state=graine))
        for nom in ENTREES
    }
    assert verifier(replace(petite, **entrees), juste) == []


ENTREES = (
    "candidats",
    "postes",
    "etablissements",
    "communes",
    "zones_remplacement",
    "voeux",
    "groupes",
)


def test_les_constats_ne_dependent_pas_de_l_ordre_des_lignes():
    petite = campagne_aleatoire(106)
    faux = affecter_naif(replace(petite, graine=petite.graine + 1))
    tous = verifier(petite, faux)
    assert len(tous) > 5
    assert verifier(petite, melanger(faux, 1)) == tous
    assert verifier(petite, melanger(faux, 2)) == tous
    assert tous == sorted(tous, key=lambda constat: constat.rang)


@pytest.mark.parametrize("graine", range(12))
def test_qui_est_prive_de_son_contrat_a_une_envie_justifiee(graine):
    """Every table agrees with the fraud; only the certificate can tell."""
    issue = resoudre(campagne_aleatoire(graine))
    prives = [nom for nom in issue.tenus if issue.terrain.garde(nom) is None][:3]
    for nom in prives:
        tenus = {autre: contrat for autre, contrat in issue.tenus.items() if autre != nom}
        fraude = rediger(installer(issue.terrain, issue.contrats, issue.sans, tenus))
        constats = verifier(issue.terrain.campagne, fraude)
        assert conditions(constats) == {Condition.ENVIE}
        assert nomme(constats, "affectations", nom, issue.tenus[nom].rang)


def fraudes(issue):
    """Grants where a refused contract takes the place of a stronger one: (evicted, grants)."""
    for contrat in issue.contrats:
        tenu = issue.tenus.get(contrat.candidat)
        if tenu is not None and contrat.ordre >= tenu.ordre:
            continue
        autres = {n: c for n, c in issue.tenus.items() if n != contrat.candidat}
        if not autres:
            continue
        for evince in autres:
            tenus = {n: c for n, c in autres.items() if n != evince}
            tenus[contrat.candidat] = contrat
            ici = [c for c in tenus.values() if c.discipline == contrat.discipline]
            if (
                autres[evince].discipline == contrat.discipline
                and asseoir([c.postes for c in ici], issue.terrain.capacite) is not None
            ):
                yield evince, tenus
                break


def test_qui_est_evince_par_un_moins_prioritaire_a_une_envie_justifiee():
    vues = 0
    for graine in range(15):
        issue = resoudre(campagne_aleatoire(graine))
        for evince, tenus in list(fraudes(issue))[:2]:
            fraude = rediger(installer(issue.terrain, issue.contrats, issue.sans, tenus))
            constats = verifier(issue.terrain.campagne, fraude)
            assert Condition.ENVIE in conditions(constats)
            assert nomme(constats, "affectations", evince)
            vues += 1
    assert vues > 10


@pytest.mark.parametrize("graine", range(12))
def test_deux_sieges_echanges_se_voient(graine):
    """Even inside one zone: without guidance the seats follow one order."""
    issue = resoudre(campagne_aleatoire(graine))
    places = issue.places
    paires = [(a, b) for a in places for b in places if a < b and places[a] != places[b]]
    for a, b in paires[:4]:
        issue.places = places | {a: places[b], b: places[a]}
        constats = verifier(issue.terrain.campagne, rediger(issue))
        assert nomme(constats, "affectations", a) or nomme(constats, "affectations", b)


def test_deux_sieges_echanges_dans_une_meme_zone():
    """Both in their zone, nobody over capacity, same barres: only the order of seats is broken."""
    issue = resoudre(commune_a_deux_postes())
    assert issue.places == {"C1": "P1", "C2": "P2"}
    issue.places = {"C1": "P2", "C2": "P1"}
    constats = verifier(issue.terrain.campagne, rediger(issue))
    assert [(c.condition, c.cle, c.trouve, c.attendu) for c in constats] == [
        (Condition.SIEGES, "candidat C1", "P2", "P1")
    ]
    guidee = replace(issue.terrain.campagne.options, guidage="indicatifs")
    assert verifier(replace(issue.terrain.campagne, options=guidee), rediger(issue)) == []


def commune_a_deux_postes():
    commun = {"discipline": "D", "participation": "OBLIGATOIRE", "carte_scolaire": False}
    return campagne(
        candidats=[{"candidat": nom, **commun} for nom in ("C1", "C2")],
        postes=[
            {"poste": p, "etablissement": "E", "discipline": "D", "nature": n, "vacants": 1}
            for p, n in (("P1", "ETB"), ("P2", "COORD"))
        ],
        etablissements=[{"etablissement": "E", "libelle": "E", "type": "CLG", "commune": "41018"}],
        communes=[
            {"commune": "41018", "libelle": "Blois", "departement": "41"}
            | {"latitude": 47.6, "longitude": 1.3}
        ],
        voeux=[
            {"candidat": nom, "rang": 1, "type": "COM", "code": "41018", "bareme": points}
            for nom, points in (("C1", 20_000), ("C2", 10_000))
        ],
    )


def test_une_envie_se_lit():
    petite = commune_a_deux_postes()
    petite = remplacer(petite, "postes", lignes_de(petite.postes)[:1])
    issue = resoudre(petite)
    contrat = {c.candidat: c for c in issue.contrats}
    assert set(issue.tenus) == {"C1"}
    fraude = installer(issue.terrain, issue.contrats, [], {"C2": contrat["C2"]})
    (constat,) = verifier(petite, rediger(fraude))
    assert constat.phrase == (
        "affectations, candidat C1, rang 1, ordre 1 : C1 devait obtenir son vœu 1 (COM:41018, "
        "20,0 points) : il y passe avant C2, placé là par son vœu 1 (COM:41018, 10,0 points) ; "
        "il n'a rien."
    )


def test_une_campagne_sans_voeu_ni_poste_tient():
    petite = campagne_aleatoire(5)
    nue = remplacer(petite, "voeux", [])
    assert verifier(nue, affecter_naif(nue)) == []
    libres = [ligne | {"poste_actuel": None} for ligne in lignes_de(petite.candidats)]
    vide = remplacer(remplacer(nue, "candidats", libres), "postes", [])
    vide = remplacer(vide, "groupes", [])
    assert verifier(vide, affecter_naif(vide)) == []


PARTAGES = ("campagne", "erreurs", "instruction", "resultat")
"""What the verifier takes from the engine: data, and the code of the rules."""
DES_REGLES = ("portees", "reglements", "restrictions", "texte")
"""What the code of the rules takes from it."""


def importes(fichier):
    """Yield the modules that a file imports."""
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0
            yield noeud.module
        elif isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)


def du_moteur(nom):
    """Return the part of the engine that a module is in."""
    return nom.removeprefix("mouvement.engine.").split(".")[0]


def test_le_verificateur_n_importe_du_moteur_que_les_donnees_et_les_regles():
    fichiers = sorted(Path(verification.__file__).parent.glob("*.py"))
    noms = {nom for fichier in fichiers for nom in importes(fichier) if "mouvement" in nom}
    assert len(fichiers) > 20
    assert all(nom.startswith("mouvement.engine.") for nom in noms)
    assert {du_moteur(nom) for nom in noms} == {"verification", *PARTAGES} - {"erreurs"}


def test_le_verificateur_ne_charge_rien_de_ce_qui_fait_le_resultat():
    programme = (
        "import sys, mouvement.engine.verification\n"
        "print(*sorted(nom for nom in sys.modules if nom.startswith('mouvement.')))"
    )
    commande = [sys.executable, "-c", programme]
    sortie = subprocess.run(commande, capture_output=True, text=True, check=True).stdout.split()
    charges = {nom for nom in sortie if nom != "mouvement.engine"}
    assert all(nom.startswith("mouvement.engine.") for nom in charges)
    assert {du_moteur(nom) for nom in charges} <= {"verification", *PARTAGES, *DES_REGLES}
