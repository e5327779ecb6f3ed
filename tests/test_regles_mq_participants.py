"""Martinique 2025, second degré: who takes part, and the supports offered (1.1, 2.1, 4.2.1)."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from academie_martinique import MARTINIQUE, seuls
from cas_regles import ecrire, etendus, places

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction.coherences import fautes
from mouvement.io.lecture import lire_campagne

regle = pytest.mark.regle
TENU = {"poste_actuel": "CLG_FDF"}


@regle("MQ25-2D-001", "MQ25-2D-005", "MQ25-2D-006", "MQ25-2D-007", "MQ25-2D-008")
@regle("MQ25-2D-009", "MQ25-2D-011")
def test_qui_participe_et_comment():
    obligatoire, facultative = "OBLIGATOIRE", "FACULTATIVE"
    ex_titulaire = {"statut": "STAGIAIRE", "ex_titulaire": True}
    cas = {
        "entrant": ({"entrant": True}, obligatoire),
        "nommé ailleurs": ({"academie_obtenue": "LYON"}, "EXCLU"),
        "chaire supérieure": ({"corps": "CHAIRE_SUPERIEURE"}, "EXCLU"),
        "stagiaire": ({"statut": "STAGIAIRE", "academie_obtenue": "MARTINIQUE"}, obligatoire),
        "entrant sur spécifique": ({"entrant": True, "specifique_national": True}, "EXCLU"),
        # A former professeur des écoles, trainee PLP; a former certifié kept on his poste.
        "ex-PE": (ex_titulaire | {"maintien_possible": False}, obligatoire),
        "ex-certifié": (ex_titulaire | TENU, facultative),
        "poste supprimé": ({"carte_scolaire": True} | TENU, obligatoire),
        "poste transformé": ({"poste_transforme": True} | TENU, obligatoire),
        "mesure de 2022": ({"etablissement_perdu": "LYC_FDF"} | TENU, facultative),
        "poste gardé": ({"origine_reintegration": "CONGE_PARENTAL"} | TENU, facultative),
        "mutation": (dict(TENU), facultative),
    }
    retours = ("DISPONIBILITE", "CONGE_LIBERATION_POSTE", "CONGE_PARENTAL", "CLD", "POSTE_ADAPTE")
    autres = ("SUPERIEUR", "CIO_SPECIALISE", "CPD_EPS", "COM", "DETACHEMENT", "MISE_A_DISPOSITION")
    for origine in (*retours, *autres):
        cas[origine] = ({"origine_reintegration": origine}, obligatoire)
    # Each is declared the other way round: the rule says what he is.
    inverse = {obligatoire: facultative, facultative: obligatoire, "EXCLU": obligatoire}
    candidats = {nom: faits | {"participation": inverse[dit]} for nom, (faits, dit) in cas.items()}
    faite = MARTINIQUE.instruire(candidats, {nom: ["DPT* 972"] for nom in cas}).campagne.candidats
    dits = dict(zip(faite["candidat"], faite["participation"], strict=True))
    assert {nom: dits.get(nom, "EXCLU") for nom in cas} == {
        nom: dit for nom, (_, dit) in cas.items()
    }


@regle("MQ25-2D-004")
def test_un_support_reserve_a_un_stagiaire_n_est_pas_offert():
    offre = {"LYC_FDF": {"vacants": 2, "reserves_stagiaires": 1}}
    academie = replace(MARTINIQUE, postes=MARTINIQUE.postes | offre)
    postes = academie.instruire({"A": {}}, {"A": []}).campagne.postes.set_index("poste")
    assert postes.loc["LYC_FDF", "vacants"] == 1
    assert postes.loc["CLG_FDF", "vacants"] == 1


@regle("MQ25-2D-010")
def test_changement_de_discipline_sans_maintien():
    techno = {"TECHNO": {"etablissement": "CLG_FDF", "discipline": "TECHNO", "vacants": 0}}
    academie = replace(MARTINIQUE, postes=MARTINIQUE.postes | techno)
    change = {"date_changement_discipline": date(2025, 3, 1), "maintien_possible": False}
    faits = {"poste_actuel": "TECHNO", "participation": "FACULTATIVE"} | change
    faite = academie.instruire({"A": faits}, {"A": ["DPT* 972"]}).campagne
    (candidat,) = faite.candidats.to_dict("records")
    assert (candidat["discipline"], candidat["participation"]) == ("MATHS", "OBLIGATOIRE")
    assert faite.candidats["poste_actuel"].isna().all()
    assert faite.postes.set_index("poste").loc["TECHNO", "vacants"] == 1


@regle("MQ25-2D-010")
def test_un_poste_d_une_autre_discipline_sans_changement_est_refuse():
    techno = {"TECHNO": {"etablissement": "CLG_FDF", "discipline": "TECHNO", "vacants": 0}}
    academie = replace(MARTINIQUE, postes=MARTINIQUE.postes | techno)
    campagne = academie.campagne({"A": {"poste_actuel": "TECHNO"}}, {"A": ["DPT* 972"]})
    (faute,) = fautes(campagne)
    assert (faute.table, faute.colonne, faute.valeur) == ("candidats", "poste_actuel", "TECHNO")
    assert faute.regles == ("MQ25-2D-010",)


@regle("MQ25-2D-006", "MQ25-2D-010", "MQ25-2D-020")
def test_le_stagiaire_qui_ne_peut_rester_laisse_son_poste_et_est_etendu():
    faits = TENU | {"statut": "STAGIAIRE", "ex_titulaire": True, "maintien_possible": False}
    academie = seuls("CLG_LAMENTIN")
    extensions = [{"depart": "MORNE_ROUGE", "ordre": 1, "type": "DPT", "code": "972"}]
    campagne = academie.campagne(
        {"A": faits, "B": {}}, {"A": ["ETB CLG_REP"], "B": ["ETB CLG_FDF"]}, extensions=extensions
    )
    assert places(campagne) == {"A": "CLG_LAMENTIN", "B": "CLG_FDF"}
    # His former poste may be of another discipline.
    ailleurs = academie.campagne({"A": faits | {"discipline": "TECHNO"}}, {"A": ["ETB CLG_REP"]})
    assert fautes(ailleurs) == []
    # Who is kept is not extended.
    kept = academie.instruire(
        {"A": faits | {"maintien_possible": True}}, {"A": ["ETB CLG_REP"]}, extensions=extensions
    )
    assert etendus(kept) == []


@regle("MQ25-2D-022")
@pytest.mark.parametrize("mesure", ["carte_scolaire", "poste_transforme"])
@pytest.mark.parametrize(("tenu", "admis"), [("CLG_FDF", True), ("ZR_972", False)])
def test_une_mesure_ne_vise_qu_un_poste_d_etablissement(mesure, tenu, admis):
    campagne = MARTINIQUE.campagne({"A": {"poste_actuel": tenu, mesure: True}}, {"A": []})
    trouvees = [(f.table, f.colonne, f.valeur, f.regles) for f in fautes(campagne)]
    assert trouvees == ([] if admis else [("candidats", "poste_actuel", tenu, ("MQ25-2D-022",))])


@regle("MQ25-2D-008", "MQ25-2D-009", "MQ25-2D-059")
def test_qui_reintegre_n_a_plus_de_poste_sauf_apres_un_conge_parental():
    origines = ("DISPONIBILITE", "CONGE_LIBERATION_POSTE", "CLD", "POSTE_ADAPTE", "SUPERIEUR")
    autres = ("CIO_SPECIALISE", "CPD_EPS", "DETACHEMENT", "COM", "MISE_A_DISPOSITION")
    cas = {nom: TENU | {"origine_reintegration": nom} for nom in (*origines, *autres)}
    garde = {"CONGE_PARENTAL": TENU | {"origine_reintegration": "CONGE_PARENTAL"}}
    refuses = fautes(MARTINIQUE.campagne(cas | garde, {nom: ["DPT* 972"] for nom in cas | garde}))
    assert sorted((f.colonne, f.ligne) for f in refuses) == [
        ("poste_actuel", ligne) for ligne in range(1, len(cas) + 1)
    ]


@regle("MQ25-2D-011", "MQ25-2D-017")
def test_qui_n_obtient_rien_garde_son_poste_et_qui_part_le_laisse():
    vide = {code: {"vacants": 0} for code in ("CLG_FDF", "LYC_FDF", "CLG_LAMENTIN")}
    academie = replace(MARTINIQUE, postes=MARTINIQUE.postes | vide)
    tenants = {"A": dict(TENU), "B": {"poste_actuel": "LYC_FDF"}, "C": {}}
    # A and B ask for each other's poste; C, without poste, is outbid nowhere but finds none free.
    voeux = {"A": ["ETB LYC_FDF"], "B": ["ETB CLG_FDF"], "C": ["ETB CLG_FDF", "ETB LYC_FDF"]}
    anciens = {
        nom: faits | {"annees_poste": 8 if nom in "AB" else 0} for nom, faits in tenants.items()
    }
    assert places(academie.campagne(anciens, voeux)) == {"A": "LYC_FDF", "B": "CLG_FDF", "C": None}
    # A alone asks for a poste that its holder keeps: he stays where he is.
    voeux = {"A": ["ETB LYC_FDF"], "B": [], "C": []}
    assert places(academie.campagne(anciens, voeux)) == {"A": "CLG_FDF", "B": "LYC_FDF", "C": None}


@regle("MQ25-2D-010")
@pytest.mark.parametrize(("maintien", "refuse"), [(False, False), (True, True)])
def test_le_fichier_admet_le_poste_que_l_agent_doit_quitter(campagne_minimale, maintien, refuse):
    brouillon = campagne_minimale
    brouillon.toml = brouillon.toml.replace('"declare"', '"martinique-2025-second-degre"')
    brouillon.tables["voeux"] = brouillon.tables["voeux"].drop(columns="bareme")
    # C1 holds P2, of discipline L0202; he goes to L1300.
    brouillon.changer("candidats", 1, discipline="L1300")
    dossier = brouillon.ecrire()
    changement = [date(2022, 3, 1), None, None]
    lus = brouillon.tables["candidats"].assign(
        corps="CERTIFIE",
        grade="CLASSE_NORMALE",
        echelon=7,
        maintien_possible=maintien,
        date_changement_discipline=pd.array(changement, dtype=pd.ArrowDtype(pa.date32())),
    )
    lus.to_parquet(dossier / "candidats.parquet", index=False)
    sur_le_poste = [faute for faute in brouillon.fautes() if "d'une autre discipline" in faute]
    assert bool(sur_le_poste) == refuse


@pytest.mark.parametrize(("maintien", "refuse"), [(False, False), (True, True)])
@pytest.mark.regle("MQ25-2D-006")
def test_le_fichier_admet_le_poste_qu_un_stagiaire_ne_peut_garder(tmp_path, maintien, refuse):
    lettres = {"etablissement": "CLG_LAMENTIN", "vacants": 0, "discipline": "LETTRES"}
    faits = {"statut": "STAGIAIRE", "ex_titulaire": True, "poste_actuel": "LET"}
    academie = seuls("LYC_FDF", LET=lettres)
    campagne = academie.campagne({"S": faits | {"maintien_possible": maintien}}, {"S": ["ACA*"]})
    dossier = ecrire(campagne, tmp_path / "campagne")
    if refuse:
        with pytest.raises(DonneesRefusees) as refus:
            lire_campagne(dossier)
        assert "d'une autre discipline" in str(refus.value.fautes[0])
    else:
        assert len(lire_campagne(dossier).candidats) == 1
