"""Orléans-Tours 2022, second degré: éducation prioritaire (I.1.3, IV.4.3)."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from carrieres import annees, baremes, instruire, points, signales

from mouvement.engine.instruction.coherences import fautes
from mouvement.engine.reglements import orleans_tours_2022_second_degre as dossier

regle = pytest.mark.regle
NOMS = {
    # Collèges of IV.4.3, written as bases write them.
    "BEGON": ("CLG", "BLOIS", "CLG MICHEL BEGON"),
    "SEGPA_BEGON": ("SEGPA", "BLOIS", "SEGPA CLG MICHEL BEGON"),
    "ROSTAND": ("CLG", "ORLEANS", "Collège Jean Rostand"),
    "FOURNIER": ("CLG", "ORLEANS", "Collège Alain-Fournier"),
    "MONTESQUIEU": ("CLG", "ORLEANS", "CLG MONTESQUIEU"),
    "SEGPA_MONTESQUIEU": ("SEGPA", "ORLEANS", "SEGPA Montesquieu"),
    "MEAULNES": ("CLG", "BOURGES", "CLG LE GRAND MEAULNES"),
    # The text cites no SEGPA there; nor this name in that commune.
    "SEGPA_MEAULNES": ("SEGPA", "BOURGES", "SEGPA LE GRAND MEAULNES"),
    "BEGON_TOURS": ("CLG", "TOURS", "CLG MICHEL BEGON"),
    # Écoles.
    "GUTENBERG": ("ECOLE", "ORLEANS", "École maternelle Gutenberg"),
    "KERGOMARD": ("ECOLE", "ORLEANS", "ECOLE PRIMAIRE KERGOMARD"),
    "KERGOMARD_TOURS": ("ECOLE", "TOURS", "ECOLE MATERNELLE KERGOMARD"),
    "FREINET": ("ECOLE", "ORLEANS", "ECOLE PRIMAIRE FREINET"),
}
CIRCONSCRIPTIONS = {"KERGOMARD_TOURS": "CIR_TOURS", "GUTENBERG": "CIR_ORLEANS"}
ACADEMIE = replace(
    ORLEANS_TOURS,
    etablissements=ORLEANS_TOURS.etablissements
    | {
        code: (genre, ville, {"libelle": nom, "circonscription": CIRCONSCRIPTIONS.get(code)})
        for code, (genre, ville, nom) in NOMS.items()
    },
)
REP_PLUS = {"classement_ep": "REP+"}


def bonification(*cas: dict[str, Any], voeu: str = "DPT* 18", **reste: Any) -> list[int]:
    """Return the points of éducation prioritaire of each case on a vœu."""
    return points(ACADEMIE, cas, voeu, ["EDUCATION_PRIORITAIRE"], **reste)


def carriere(*parts: list[dict[str, Any]], classement: str | None = "REP+") -> dict[str, Any]:
    """Return a case by its years; the last says the classement."""
    lignes = [ligne for part in parts for ligne in part]
    lignes[-1] = {"classement": classement} | lignes[-1]
    return {"carriere": lignes}


@regle("OT22-2D-162")
def test_cinq_annees_donnent_un_forfait():
    bareme = {("REP+", 4): 0, ("REP+", 5): 400, ("REP+", 9): 400, ("REP", 9): 200}
    cas = [{"classement_ep": rep, "annees_ep": ans} for rep, ans in bareme]
    assert bonification(*cas) == list(bareme.values())


@regle("OT22-2D-009")
def test_la_politique_de_la_ville_n_a_pas_de_montant():
    cas = {"classement_ep": "POLITIQUE_VILLE", "annees_ep": 5}
    assert bonification(cas) == [0]
    assert bonification(cas, parametres={"points_politique_ville": 50}) == [50]


@regle("OT22-2D-163")
def test_voeux_qui_portent_la_bonification():
    attendus = {
        **{"ETB CLG_GIEN": 0, "COM* GIEN": 400, "COM/CLG GIEN": 0, "GEO* METROPOLE": 400},
        **{"CIR CIR_TOURS": 400, "DPT* 45": 400, "ACA*": 400},
        **{"ZRE ZR_45_EST": 0, "ZRD 45": 400, "ZRA": 400},
    }
    # Échelon 6: 42 points on every vœu; a PsyEN EDA, whose vœux may be of all kinds, in Bourges.
    agent = REP_PLUS | {"annees_ep": 5, "poste_actuel": "CLG_BOURGES"}
    agent |= {"corps": "PSYEN", "specialite_psyen": "EDA"}
    totaux = [[42 + points for points in attendus.values()]]
    assert baremes(ACADEMIE, [agent], list(attendus)) == totaux
    # Own zone (III.1).
    assert baremes(ACADEMIE, [agent], ["COM* BOURGES", "DPT* 18"]) == [[42, 42]]


@regle("OT22-2D-088")
def test_sans_les_pieces_pas_de_bonification():
    agent = REP_PLUS | {"annees_ep": 5}
    assert bonification(agent | {"pieces_manquantes": "EDUCATION_PRIORITAIRE"}) == [0]
    assert bonification(agent | {"pieces_manquantes": "FAMILLE"}) == [400]


@regle("OT22-2D-035")
def test_l_anciennete_d_avant_le_classement_compte():
    avant = annees(2017, 2019, etablissement="X", classement=None)
    apres = annees(2020, 2021, etablissement="X", classement="REP")
    assert bonification(carriere(avant, apres)) == [200]


@regle("OT22-2D-036")
@pytest.mark.parametrize("statut", ["AFA", "REP", "SUP", "ATP", "REVISION"])
def test_les_annees_de_remplacement_ou_provisoires_comptent(statut):
    titulaire = annees(2019, 2021, etablissement="X", statut="TITULAIRE")
    avant = annees(2017, 2018, etablissement="X", statut=statut)
    stage = annees(2017, 2018, etablissement="X", statut="STAGIAIRE")
    ailleurs = annees(2017, 2018, etablissement="Y", statut=statut)
    cas = [carriere(debut, titulaire) for debut in (avant, stage, ailleurs)]
    assert bonification(*cas, voeu="ACA*") == [400, 0, 0]


@regle("OT22-2D-037")
def test_une_annee_compte_a_mi_temps_et_six_mois():
    # Of the worked case, two years of four count: three more make five.
    quatre = [
        {"annee": 2018, "quotite": 100, "mois": 10},
        {"annee": 2019, "quotite": 50, "mois": 6},
        {"annee": 2020, "quotite": 40, "mois": 10},
        {"annee": 2021, "quotite": 100, "mois": 5},
    ]
    quatre = [{"etablissement": "X"} | ligne for ligne in quatre]
    deux_avant = annees(2016, 2017, etablissement="X")
    trois_avant = annees(2015, 2017, etablissement="X")
    cas = [carriere(deux_avant, quatre), carriere(trois_avant, quatre)]
    assert bonification(*cas) == [0, 400]


@regle("OT22-2D-038")
def test_l_annee_en_cours_compte():
    depuis_2017 = carriere(annees(2017, 2021, etablissement="X"))
    depuis_2018 = carriere(annees(2018, 2021, etablissement="X"))
    assert bonification(depuis_2017, depuis_2018) == [400, 0]


@regle("OT22-2D-164")
def test_une_carte_scolaire_entre_etablissements_prioritaires_ne_rompt_pas():
    trois = annees(2017, 2019, etablissement="A", classement="REP+")
    ordinaires = annees(2017, 2019, etablissement="A")
    volontaire = annees(2020, 2021, etablissement="B", classement="REP")
    impose = annees(2020, 2021, etablissement="B", classement="REP", carte_scolaire=True)
    # 3 years in REP+, then 2 in REP: the rate is that of the present établissement.
    cas = [carriere(trois, impose), carriere(trois, volontaire), carriere(ordinaires, impose)]
    assert bonification(*cas) == [200, 0, 0]


@regle("OT22-2D-165")
def test_un_agent_en_activite_doit_y_exercer_encore():
    six_ans = annees(2015, 2020, etablissement="X", classement="REP+")
    parti = annees(2021, 2021, etablissement="LYCEE")
    reste = annees(2021, 2021, etablissement="X", classement="REP+")
    cas = [carriere(six_ans, parti, classement=None), carriere(six_ans, reste)]
    assert bonification(*cas) == [0, 400]
    # Nothing is known of the last year.
    assert bonification(carriere(six_ans)) == [0]


@regle("OT22-2D-166")
def test_un_agent_hors_activite_doit_y_etre_encore_affecte():
    # Six years, and the congé begins in February 2021.
    six_ans = annees(2014, 2019, etablissement="X", classement="REP")
    fin = annees(2020, 2020, etablissement="X", classement="REP", mois=5)
    conge = {"position": "CONGE_PARENTAL", "mois": 0}
    affecte = annees(2021, 2021, etablissement="X", **conge)
    change = annees(2021, 2021, etablissement="Y", **conge)
    sans = annees(2021, 2021, **conge)
    cas = [carriere(six_ans, fin, dernier, classement="REP") for dernier in (affecte, change, sans)]
    assert bonification(*cas) == [200, 0, 0]


@regle("OT22-2D-167")
@pytest.mark.parametrize("position", ["CONGE_PARENTAL", "CLD", "DISPO_AUTRE", "NON_ACTIVITE"])
def test_les_positions_hors_activite_suspendent(position):
    def avec_interruption(debut: int, **interruption: Any) -> dict[str, Any]:
        """Return years from ``debut`` to 2018, something in 2019, then 2020 and 2021."""
        return carriere(
            annees(debut, 2018, etablissement="X"),
            annees(2019, 2019, position=position, **interruption),
            annees(2020, 2021, etablissement="X"),
        )

    # 3 years + 2 years; with 2 years before, 4: the year out counts for nothing.
    cas = [
        avec_interruption(2016),
        avec_interruption(2016, etablissement="X"),
        avec_interruption(2017),
    ]
    assert bonification(*cas) == [400, 400, 0]


@regle("OT22-2D-168")
def test_les_entrants_en_beneficient():
    lille = {"entrant": True, "annees_ep": 5, "classement_ep": "REP+"}
    decrit = {"entrant": True} | carriere(annees(2017, 2021, etablissement="0591234A"))
    assert bonification(lille, decrit, voeu="DPT* 45") == [400, 400]


@regle("OT22-2D-169")
def test_le_psyen_en_cio_doit_une_attestation():
    edo = {"corps": "PSYEN", "specialite_psyen": "EDO", "annees_ep": 6} | REP_PLUS
    cas = [
        edo | {"attestation_cio": date(2016, 9, 1)},  # 6 years
        edo | {"attestation_cio": date(2017, 9, 1)},  # 5 years
        edo | {"attestation_cio": date(2018, 9, 1)},  # 4 years
        edo,
        edo | {"specialite_psyen": "EDA"},
    ]
    assert bonification(*cas) == [400, 400, 0, 0, 400]
    assert signales(instruire(ACADEMIE, cas, ["ACA*"]), "ATTESTATION_CIO_MANQUANTE") == [3]


def en_poste(code: str, **faits: Any) -> dict[str, Any]:
    """Return somebody who has served five years in one of the établissements above."""
    return {"poste_actuel": code, "annees_ep": 5} | faits


@regle("OT22-2D-170", "OT22-2D-171", "OT22-2D-172", "OT22-2D-173")
def test_les_listes_du_texte_donnent_le_classement():
    attendus = {
        **{"BEGON": 400, "SEGPA_BEGON": 400, "ROSTAND": 400, "MEAULNES": 400},
        **{"FOURNIER": 200, "MONTESQUIEU": 200, "SEGPA_MONTESQUIEU": 200},
        **{"GUTENBERG": 400, "KERGOMARD": 200, "KERGOMARD_TOURS": 200},
        **{"SEGPA_MEAULNES": 0, "BEGON_TOURS": 0, "FREINET": 0},
    }
    cas = [en_poste(code) for code in attendus]
    assert bonification(*cas, voeu="DPT* 28") == list(attendus.values())


@regle("OT22-2D-171", "OT22-2D-173")
def test_un_psyen_d_ecole_est_bonifie_sur_une_autre_circonscription():
    voeux = ["CIR CIR_TOURS", "CIR CIR_ORLEANS"]
    eda = en_poste("GUTENBERG", corps="PSYEN", specialite_psyen="EDA")
    assert baremes(ACADEMIE, [eda], voeux) == [[442, 42]]


@regle("OT22-2D-170", "OT22-2D-171", "OT22-2D-172", "OT22-2D-173")
def test_les_listes_sont_celles_du_texte():
    fichier = resources.files(dossier).joinpath("education_prioritaire.csv")
    lignes = list(csv.DictReader(fichier.read_text(encoding="utf-8").splitlines()))
    effectifs = Counter((lue["classement"], lue["libelle"].split()[0]) for lue in lignes)
    assert effectifs == {
        ("REP+", "Collège"): 10,
        ("REP+", "Ecole"): 65,
        ("REP", "Collège"): 20,
        ("REP", "Ecole"): 90,
    }
    segpa = Counter(ligne["classement"] for ligne in lignes if ligne["segpa"])
    assert segpa == {"REP+": 7, "REP": 5}
    assert len({(ligne["libelle"], ligne["commune"]) for ligne in lignes}) == 185


@regle("OT22-2D-170", "OT22-2D-172")
def test_un_classement_declare_l_emporte_et_le_desaccord_est_signale():
    declares = {"ROSTAND": "REP", "FOURNIER": "REP", "CLG_GIEN": "REP+"}
    etablissements = {
        code: (*lu[:2], (lu[2] if len(lu) > 2 else {}) | {"education_prioritaire": declares[code]})
        if code in declares
        else lu
        for code, lu in ACADEMIE.etablissements.items()
    }
    cas = [en_poste(code) for code in declares]
    academie = replace(ACADEMIE, etablissements=etablissements)
    assert points(academie, cas, "DPT* 18", ["EDUCATION_PRIORITAIRE"]) == [200, 200, 400]
    assert signales(instruire(academie, cas, ["ACA*"]), "CLASSEMENT_EP_DISCORDANT") == [0, 2]


@regle("OT22-2D-162")
def test_des_annees_sans_classement_sont_refusees():
    candidats = {"A": en_poste("ROSTAND"), "B": en_poste("CLG_GIEN"), "C": {"annees_ep": 2}}
    trouvees = fautes(ACADEMIE.campagne(candidats, {}))
    assert [(faute.ligne, faute.colonne) for faute in trouvees] == [
        (2, "classement_ep"),
        (3, "classement_ep"),
    ]
