"""Clermont-Ferrand 2025, second degré: who takes part, how, in which discipline."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from academie_clermont import CLERMONT, mouvement, places, signales
from cas_regles import ecrire, listes

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction.coherences import fautes
from mouvement.io.lecture import lire_campagne

ICI = {"academie_obtenue": "CLERMONT-FERRAND"}
PERDU = {"carte_scolaire": True, "poste_actuel": "CLG_RIOM"}
REVIENT = {"origine_reintegration": "DISPONIBILITE"}
ATER = {"demande_ater": "RENOUVELLEMENT"}
GRETA = {"greta_supprime": True, "echelon_reclassement": 4}


def refusees(faits: dict[str, Any], voeux: list[str] | None = None, **reste: Any) -> list[str]:
    """Return the columns at fault."""
    campagne = CLERMONT.campagne({"A": faits}, {"A": voeux or ["DPT* 43"]}, **reste)
    return [faute.colonne for faute in fautes(campagne)]


@pytest.mark.regle("CF25-2D-001")
def test_l_annee_n_est_celle_de_la_rentree():
    # n-1 = 2024: an échelon observed on 1 September 2024.
    assert refusees({"date_echelon": "2024-09-01"}) == []
    assert refusees({"date_echelon": "2024-09-02"}) == ["date_echelon"]


STAGIAIRE = {"statut": "STAGIAIRE"}
SANS_MAINTIEN = STAGIAIRE | {"ex_titulaire": True, "maintien_possible": False}
CPIF = "CPIF ou MLDS à temps plein : procédure spécifique, par appels à candidature"
DOSSIER = (
    "poste gagé supprimé, coordination pédagogique et ingénierie de formation : dossier papier"
)
NATIONAL = "retenu sur un poste spécifique national"
PARTICIPANTS = {
    "stagiaire entrant": ("CF25-2D-003", ICI | STAGIAIRE, "OBLIGATOIRE"),
    "stagiaire sur poste national": (
        *("CF25-2D-003", ICI | STAGIAIRE | {"specifique_national": True}),
        f"{NATIONAL} (CF25-2D-003, CF25-2D-005)",
    ),
    "stagiaire sans maintien": ("CF25-2D-004", SANS_MAINTIEN, "OBLIGATOIRE"),
    "stagiaire maintenu": (
        *("CF25-2D-004", STAGIAIRE | {"ex_titulaire": True, "poste_actuel": "CLG_RIOM"}),
        "FACULTATIVE",
    ),
    "stagiaire de la section CPIF": (
        *("CF25-2D-004", SANS_MAINTIEN | {"corps": "PLP", "section_cpif": True}),
        f"{CPIF} (CF25-2D-004, CF25-2D-017)",
    ),
    "titulaire entrant": ("CF25-2D-005", ICI, "OBLIGATOIRE"),
    "titulaire sur poste national": (
        *("CF25-2D-005", ICI | {"specifique_national": True}),
        f"{NATIONAL} (CF25-2D-003, CF25-2D-005)",
    ),
    "ailleurs": (
        *("CF25-2D-005", {"academie_obtenue": "LYON"}),
        "affecté dans une autre académie à la phase interacadémique (CF25-2D-003, CF25-2D-005)",
    ),
    "carte scolaire": ("CF25-2D-006", PERDU, "OBLIGATOIRE"),
    "GRETA": ("CF25-2D-007", GRETA, "OBLIGATOIRE"),
    "GRETA, section CPIF": (
        "CF25-2D-007",
        GRETA | {"section_cpif": True},
        f"{DOSSIER} (CF25-2D-007)",
    ),
    "reconversion": ("CF25-2D-008", {"changement_discipline": True}, "OBLIGATOIRE"),
    "titulaire": (
        *("CF25-2D-010", {"poste_actuel": "CLG_RIOM", "participation": "OBLIGATOIRE"}),
        "FACULTATIVE",
    ),
    **{
        f"après {origine}": ("CF25-2D-011", {"origine_reintegration": origine}, "OBLIGATOIRE")
        for origine in (
            *("DISPONIBILITE", "CONGE_LIBERATION_POSTE", "POSTE_ADAPTE"),
            *("SUPERIEUR", "ENSEIGNEMENT_PRIVE", "CPD_EPS"),
        )
    },
    **{
        f"en {origine}": (
            *("CF25-2D-013", {"origine_reintegration": origine, "participation": "OBLIGATOIRE"}),
            "FACULTATIVE",
        )
        for origine in ("DETACHEMENT", "COM", "MISE_A_DISPOSITION")
    },
    "détaché d'une autre académie": (
        *("CF25-2D-013", {"origine_reintegration": "DETACHEMENT", "ancienne_academie": "LYON"}),
        "géré hors académie, et l'académie n'est pas son ancienne académie (CF25-2D-013)",
    ),
    "ATER jamais affecté": ("CF25-2D-014", ATER, "OBLIGATOIRE"),
    "ATER déjà affecté": ("CF25-2D-014", ATER | {"deja_affecte_second_degre": True}, "FACULTATIVE"),
    "MLDS": ("CF25-2D-017", {"mlds_temps_plein": True}, f"{CPIF} (CF25-2D-004, CF25-2D-017)"),
}


def participations(situations: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return how candidats declared facultative take part, or why they do not."""
    gens = {nom: {"participation": "FACULTATIVE"} | faits for nom, faits in situations.items()}
    faite = CLERMONT.instruire(gens, {nom: ["DPT* 43"] for nom in gens})
    ecartes = dict(zip(faite.rejets["cle"], faite.rejets["motif"], strict=True))
    candidats = faite.campagne.candidats
    return ecartes | dict(zip(candidats["candidat"], candidats["participation"], strict=True))


@cache
def _participants() -> dict[str, str]:
    return participations({nom: faits for nom, (_, faits, _) in PARTICIPANTS.items()})


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        pytest.param(nom, attendu, marks=pytest.mark.regle(regle))
        for nom, (regle, _, attendu) in PARTICIPANTS.items()
    ],
)
def test_participants(nom, attendu):
    assert _participants()[nom] == attendu


@pytest.mark.regle("CF25-2D-007")
def test_un_emploi_gage_supprime_n_est_pas_un_poste_a_garder():
    assert refusees(GRETA) == []
    assert refusees(GRETA | {"poste_actuel": "CLG_RIOM"}) == ["poste_actuel"]


@pytest.mark.regle("CF25-2D-005", "CF25-2D-011")
def test_qui_entre_ou_revient_n_a_pas_de_poste():
    assert refusees(ICI | {"poste_actuel": "CLG_RIOM"}) == ["poste_actuel"]
    assert refusees(REVIENT | {"poste_actuel": "CLG_RIOM"}) == ["poste_actuel"]
    assert refusees(REVIENT) == []


@pytest.mark.regle("CF25-2D-008")
def test_la_reconversion_libere_le_poste_de_l_ancienne_discipline():
    # From technologie to maths; X asks for the poste of technologie that it leaves.
    gens = {
        "A": {"poste_actuel": "TECHNO", "changement_discipline": True},
        "X": {"discipline": "L1400"},
    }
    techno = {"TECHNO": {"etablissement": "CLG_RIOM", "discipline": "L1400", "nature": "ETB"}}
    resultat = mouvement(
        gens,
        {"A": ["ETB CLG_VICHY"], "X": ["ETB CLG_RIOM"]},
        {"CLG_VICHY": 1, "TECHNO": 0},
        techno,
    )
    assert places(resultat) == {"A": "CLG_VICHY", "X": "TECHNO"}
    assert "FACULTATIVE" not in signales(resultat.signalements)
    # A stagiaire who was titulaire in another discipline leaves his poste as well.
    ancien = CLERMONT.campagne(
        {"A": SANS_MAINTIEN | {"poste_actuel": "TECHNO"}}, {"A": []}, postes=_avec(techno)
    )
    assert fautes(ancien) == []
    # Not validated: he holds a poste of technologie, and cannot ask in maths.
    non_validee = CLERMONT.campagne(
        {"A": {"poste_actuel": "TECHNO"}}, {"A": ["ETB CLG_VICHY"]}, postes=_avec(techno)
    )
    assert [faute.colonne for faute in fautes(non_validee)] == ["discipline"]


@pytest.mark.regle("CF25-2D-004")
def test_le_stagiaire_sans_maintien_perd_son_poste():
    """His poste is offered, his vœux that hold it stand, and he is extended."""
    gens = {"A": SANS_MAINTIEN | {"poste_actuel": "CLG_RIOM"}, "B": ICI | {"annees_poste": 9}}
    voeux = {"A": ["COM* GERZAT", "DPT* 63", "ETB CLG_VICHY"], "B": ["ETB CLG_RIOM"]}
    table = [{"depart": "63", "ordre": 1, "type": "DPT", "code": "15"}]
    resultat = mouvement(gens, voeux, {"CLG_YDES": 1}, extensions=table)
    assert places(resultat) == {"A": "CLG_YDES", "B": "CLG_RIOM"}
    assert resultat.affectations["decision"].tolist() == ["EXTENSION", "MUTE"]
    refuses = resultat.audit[(resultat.audit["candidat"] == "A") & resultat.audit["rang"].notna()]
    assert set(refuses["motif"]) == {"AUCUN_POSTE", "BAREME_INSUFFISANT"}
    dits = set(signales(resultat.signalements, "A"))
    assert "STAGIAIRE_SANS_MAINTIEN" in dits
    assert "FACULTATIVE" not in dits


@pytest.mark.parametrize("faits", [{"changement_discipline": True}, SANS_MAINTIEN, {}])
@pytest.mark.regle("CF25-2D-004", "CF25-2D-008")
def test_le_poste_de_l_ancienne_discipline_est_lu(tmp_path, faits):
    """Whoever may leave it is read with it; anybody else is told of it, when he is read."""
    postes = CLERMONT.postes | {"T1": {"etablissement": "CLG_RIOM", "discipline": "L1400"}}
    academie = replace(CLERMONT, postes=postes)
    campagne = academie.campagne({"A": faits | {"poste_actuel": "T1"}}, {"A": ["DPT* 63"]})
    dossier = ecrire(campagne, tmp_path / "campagne")
    if faits:
        assert lire_campagne(dossier).candidats["poste_actuel"].tolist() == ["T1"]
    else:
        with pytest.raises(DonneesRefusees) as refus:
            lire_campagne(dossier)
        assert "ce poste est d'une autre discipline que le candidat" in str(refus.value.fautes[0])


def _avec(postes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"poste": code, "vacants": 1, **dit} for code, dit in postes.items()]


@pytest.mark.regle("CF25-2D-009", "CF25-2D-011")
def test_voeu_unique_de_qui_n_a_rien_demande():
    cas = {
        "entrant": (ICI, [], ["ZRA"]),
        "entrant qui demande": (ICI, ["ETB CLG_RIOM"], ["ETB CLG_RIOM"]),
        "carte scolaire": (PERDU, [], ["ZRA"]),
        "en disponibilité": (REVIENT, [], []),
        "titulaire": ({"poste_actuel": "CLG_VICHY"}, [], []),
        # Only vœux that do not stand: nothing valid is asked for.
        "rien de recevable": (ICI | {"zones_departementales": True}, ["ZRE ZR_63"], ["ZRA"]),
        "ni en carte scolaire": (PERDU, ["CIR K"], ["ZRA"]),
    }
    gens = {nom: faits for nom, (faits, _, _) in cas.items()}
    faite = CLERMONT.instruire(gens, {nom: voeux for nom, (_, voeux, _) in cas.items()})
    assert {nom: listes(faite, nom) for nom in cas} == {n: dits for n, (_, _, dits) in cas.items()}
    douteux = [
        n for n in cas if "ZRA_D_OFFICE_EN_CARTE_SCOLAIRE" in signales(faite.signalements, n)
    ]
    assert douteux == ["carte scolaire", "ni en carte scolaire"]


@pytest.mark.regle("CF25-2D-009")
def test_le_voeu_unique_ne_donne_pas_un_etablissement():
    gens = {"E": ICI}
    assert places(mouvement(gens, {"E": []}, {"CLG_RIOM": 1, "ZR_43": 1})) == {"E": "ZR_43"}
    assert places(mouvement(gens, {"E": []}, {"CLG_RIOM": 1})) == {"E": ""}


@pytest.mark.regle("CF25-2D-010")
def test_le_titulaire_garde_son_poste():
    gens = {"A": {"poste_actuel": "CLG_RIOM"}}
    resultat = mouvement(gens, {"A": ["ETB CLG_VICHY"]}, {})
    assert places(resultat) == {"A": "CLG_RIOM"}
    assert resultat.affectations["decision"].tolist() == ["MAINTENU"]


@pytest.mark.regle("CF25-2D-012")
def test_mis_en_disponibilite_a_la_rentree_sans_phase_interacademique():
    faite = CLERMONT.instruire({"A": STAGIAIRE | REVIENT, "B": STAGIAIRE}, {"A": ["DPT* 43"]})
    assert faite.campagne.candidats["candidat"].tolist() == ["A", "B"]
    # B is no such case: one cannot tell whether he was given the académie.
    assert "STAGIAIRE_SANS_ACADEMIE" not in signales(faite.signalements, "A")
    assert "STAGIAIRE_SANS_ACADEMIE" in signales(faite.signalements, "B")


@pytest.mark.regle("CF25-2D-014", "CF25-2D-015", "CF25-2D-016")
def test_ater():
    premiere = {"demande_ater": "PREMIERE"}
    inconnue = {"candidature_ater_connue": False}
    decide = "ATER_DEPART_A_DECIDER"
    cas = {
        "014 sans zone": (ATER, ["ETB CLG_RIOM", "COM* RIOM"], {"ATER_RENOUVELLEMENT_REFUSE"}),
        "014 ZRD": (ATER, ["ETB CLG_RIOM", "ZRD 63"], set()),
        "014 ZRE": (ATER, ["ZRE ZR_63"], set()),
        # The administration enters a zone for him: he has asked for none.
        "014 rien": (ATER, [], {"ATER_RENOUVELLEMENT_REFUSE"}),
        "014 rien de recevable": (ATER, ["CIR K"], {"ATER_RENOUVELLEMENT_REFUSE"}),
        "014 inconnue": (ATER | inconnue, ["ZRD 63"], {"ATER_RENOUVELLEMENT_REFUSE"}),
        "015 sans zone": (premiere, ["ETB CLG_RIOM"], {"ATER_SANS_ZONE"}),
        "015 inconnue": (premiere | inconnue, ["ZRD 63"], {"ATER_SANS_ZONE"}),
        "015 ZRD": (premiere, ["ZRD 63"], {decide}),
        "016 octobre": (
            *(premiere | {"date_prise_fonction_ater": "2025-10-01"}, ["ZRD 63"]),
            {decide, "ATER_APRES_LA_RENTREE"},
        ),
        "016 rentrée": (
            *(premiere | {"date_prise_fonction_ater": "2025-09-01"}, ["ZRD 63"]),
            {decide},
        ),
    }
    gens = {nom: faits for nom, (faits, _, _) in cas.items()}
    faite = CLERMONT.instruire(gens, {nom: voeux for nom, (_, voeux, _) in cas.items()})
    for nom, (_, _, attendus) in cas.items():
        dits = {dit for dit in signales(faite.signalements, nom) if dit.startswith("ATER")}
        assert dits == attendus, nom


@pytest.mark.regle("CF25-2D-015")
def test_le_premier_candidat_ater_obtient_la_zone():
    resultat = mouvement({"A": {"demande_ater": "PREMIERE"}}, {"A": ["ZRD 63"]}, {"ZR_63": 1})
    assert places(resultat) == {"A": "ZR_63"}


@pytest.mark.regle("CF25-2D-017")
def test_les_supports_hors_mouvement_ne_sont_pas_offerts():
    gens, voeux, libres = {"A": {}}, {"A": ["ETB CLG_RIOM"]}, {"CLG_RIOM": 1}
    assert places(mouvement(gens, voeux, libres)) == {"A": "CLG_RIOM"}
    assert places(mouvement(gens, voeux, libres, {"CLG_RIOM": {"retires": 1}})) == {"A": ""}


SII = ("L1400", "L1411", "L1412", "L1413", "L1414")
GESTION = ("L8011", "L8012", "L8013")
SII_AGREGES = {
    "1414A": {"L1400", "L1414"},
    "1415A": {"L1400", "L1412", "L1413"},
    "1416A": {"L1400", "L1411", "L1412"},
    "1417A": {"L1400", "L1413"},
}
SII_CERTIFIES = {
    "1411E": {"L1400", "L1411"},
    "1412E": {"L1400", "L1412"},
    "1413E": {"L1400", "L1413"},
    "1414E": {"L1400", "L1414"},
}


def ouvertes(
    corps: str, recrutements: Iterable[str], voulues: Iterable[str]
) -> dict[str, set[str]]:
    """Return the disciplines in which each recruitment may ask, among those wanted."""
    gens = {
        f"{recrutement} {voulue}": {
            "corps": corps,
            "discipline_recrutement": recrutement,
            "discipline": voulue,
        }
        for recrutement in recrutements
        for voulue in voulues
    }
    admis = [nom for nom, dit in participations(gens).items() if dit == "FACULTATIVE"]
    return {r: {n.split()[1] for n in admis if n.startswith(r)} for r in recrutements}


@pytest.mark.regle("CF25-2D-018")
def test_disciplines_des_agreges_de_sii():
    assert ouvertes("AGREGE", SII_AGREGES, (*SII, "L8011")) == SII_AGREGES


@pytest.mark.regle("CF25-2D-019")
def test_disciplines_des_certifies_de_sii():
    assert ouvertes("CERTIFIE", SII_CERTIFIES, (*SII, "L8011")) == SII_CERTIFIES


@pytest.mark.parametrize(
    ("corps", "recrutements"),
    [
        pytest.param(
            *("AGREGE", ("8010C", "8010E", "8010F", "8010G")),
            marks=pytest.mark.regle("CF25-2D-020"),
        ),
        pytest.param(
            *("CERTIFIE", ("8010E", "8010F", "8010G")), marks=pytest.mark.regle("CF25-2D-021")
        ),
    ],
)
def test_disciplines_d_economie_gestion(corps, recrutements):
    trois = {recrutement: set(GESTION) for recrutement in recrutements}
    assert ouvertes(corps, recrutements, (*GESTION, "L1400")) == trois


@pytest.mark.regle("CF25-2D-022")
def test_options_sans_choix():
    informatique = {"option_recrutement": "INFORMATIQUE_ET_GESTION"}
    tourisme = {"option_recrutement": "GESTION_DES_ACTIVITES_TOURISTIQUES"}
    refus = "option d'économie-gestion qui n'ouvre que sa propre discipline (CF25-2D-022)"
    assert participations(
        {
            "informatique": informatique | {"discipline": "L8012"},
            "tourisme": tourisme | {"discipline": "L8011"},
            "la sienne": informatique | {"discipline": "L8031"},
        }
    ) == {"informatique": refus, "tourisme": refus, "la sienne": "FACULTATIVE"}


@pytest.mark.regle("CF25-2D-023", "CF25-2D-024")
def test_une_seule_discipline():
    deux = ["ETB CLG_RIOM", "ETB CLG_VICHY"]
    cas = {
        # The vœu in another discipline falls, not the agent.
        "023 panachage": ("L1412", None, ("L1400", "L1412"), deux[1:]),
        "023 une seule": ("L1412", None, ("L1412", "L1412"), deux),
        "023 aucune": ("L1412", None, ("L1400", "L1400"), ["ZRA"]),
        # Nothing stands, and nothing can be entered in a discipline that he may not ask for.
        "024 changée": ("L1400", "L1412", ("L1400", "L1400"), []),
        "024 gardée": ("L1412", "L1412", ("L1412", "L1412"), deux),
    }
    gens = {
        nom: ICI | {"discipline": dit, "discipline_inter": inter, "discipline_recrutement": "1412E"}
        for nom, (dit, inter, _, _) in cas.items()
    }
    voeux = {
        nom: [
            ("ETB CLG_RIOM", {"discipline_voeu": premiere}),
            ("ETB CLG_VICHY", {"discipline_voeu": seconde}),
        ]
        for nom, (_, _, (premiere, seconde), _) in cas.items()
    }
    faite = CLERMONT.instruire(gens, voeux)
    assert {nom: listes(faite, nom) for nom in cas} == {
        n: dits for n, (_, _, _, dits) in cas.items()
    }
    assert "CHOIX_INTER" in signales(faite.signalements, "024 changée")
    libre = {"A": gens["024 changée"] | {"academie_obtenue": None, "participation": "FACULTATIVE"}}
    assert CLERMONT.instruire(libre, {"A": deux}).campagne.candidats.empty


@pytest.mark.regle("CF25-2D-018", "CF25-2D-022")
def test_qui_doit_participer_reste_a_placer_si_sa_discipline_lui_est_fermee():
    gens = {
        "fermée": ICI | {"discipline": "L1411", "discipline_recrutement": "1415A"},
        "option": PERDU | {"discipline": "L8011", "option_recrutement": "INFORMATIQUE_ET_GESTION"},
    }
    e1 = {"etablissement": "LYC_RIOM", "discipline": "L8011", "nature": "ETB"}
    gens["option"]["poste_actuel"] = "E1"
    voeux = {"fermée": ["ETB CLG_RIOM"], "option": ["ETB LYC_RIOM"]}
    resultat = mouvement(gens, voeux, {"E1": 1}, {"E1": e1})
    affectations = resultat.affectations.set_index("candidat")
    assert affectations["decision"].to_dict() == dict.fromkeys(gens, "NON_AFFECTE")
    assert set(resultat.audit["motif"]) == {"INELIGIBLE"}
    for nom, dit in {"fermée": "DISCIPLINE_FERMEE", "option": "OPTION_SANS_CHOIX"}.items():
        assert {dit, "SANS_DEPART_EXTENSION"} <= set(signales(resultat.signalements, nom))


@pytest.mark.regle("CF25-2D-009", "CF25-2D-011", "CF25-2D-062")
def test_une_demande_irrecevable_de_qui_doit_participer_est_comme_non_faite():
    tardive = {"date_demande_tardive": "2025-06-01"}
    annulee = {"date_annulation": "2025-05-01", "motif_recevable": True}
    cas = {
        "entrant tardif": (ICI | tardive, "ZR_15"),
        "carte scolaire annulée": (PERDU | annulee, "ZR_43"),
        # Who asked to come back stays where he is; a titulaire keeps his poste, and is not here.
        "retour annulé": (REVIENT | annulee, ""),
        "titulaire tardif": (tardive | {"poste_actuel": "CLG_VICHY"}, None),
    }
    gens = {nom: faits for nom, (faits, _) in cas.items()}
    voeux = {nom: ["ETB CLG_RIOM"] for nom in cas}
    resultat = mouvement(gens, voeux, {"CLG_RIOM": 4, "ZR_15": 1, "ZR_43": 1})
    assert sorted(places(resultat).values()) == ["", "ZR_15", "ZR_43"]
    assert set(places(resultat)) == {nom for nom, (_, poste) in cas.items() if poste is not None}
    affectations = resultat.affectations.set_index("candidat")
    assert affectations.loc["retour annulé", ["decision", "participation"]].tolist() == [
        *("NON_AFFECTE", "FACULTATIVE")
    ]
    audit = resultat.audit.set_index(["candidat", "rang"])
    assert audit.loc[("entrant tardif", 1), ["motif", "regles"]].tolist() == [
        *("INELIGIBLE", "CF25-2D-062")
    ]
    dits = {nom: signales(resultat.signalements, nom) for nom in places(resultat)}
    assert "DEMANDE_TARDIVE" in dits["entrant tardif"]
    assert {"ANNULATION", "ZRA_D_OFFICE_EN_CARTE_SCOLAIRE"} <= set(dits["carte scolaire annulée"])


@pytest.mark.regle("CF25-2D-009")
def test_d_un_couple_l_un_n_a_rien_saisi():
    """His vœu is the administration's, and his alone; the other one's stand, hers alone."""
    deux = {"A": STAGIAIRE | {"simultanee": "B"}, "B": STAGIAIRE | {"simultanee": "A"}}
    faite = CLERMONT.instruire(deux, {"A": [], "B": ["DPT* 63"]})
    assert faite.campagne.candidats["simultanee"].isna().all()
    voeux = faite.campagne.voeux
    assert voeux[["candidat", "type"]].to_numpy().tolist() == [["A", "ZRA"], ["B", "DPT"]]
    dits = faite.signalements[faite.signalements["signalement"] == "SIMULTANEE_SANS_VOEUX"]
    assert dits["candidat"].tolist() == ["A", "B"]


@pytest.mark.parametrize(
    "titre",
    [
        ICI,
        {"changement_discipline": True},
        GRETA,
        ATER | {"deja_affecte_second_degre": False},
    ],
)
@pytest.mark.regle("CF25-2D-009", "CF25-2D-011")
def test_un_retour_qui_doit_participer_a_un_autre_titre_a_une_zone(titre):
    resultat = mouvement({"A": titre | REVIENT}, {"A": []}, {"ZR_63": 1})
    assert resultat.affectations["participation"].tolist() == ["OBLIGATOIRE"]
    assert places(resultat) == {"A": "ZR_63"}


@pytest.mark.regle("CF25-2D-011", "CF25-2D-023")
def test_un_retour_sans_voeu_recevable_ne_va_nulle_part():
    ailleurs = [("DPT* 63", {"discipline_voeu": "LETTRES"})]
    resultat = mouvement({"A": REVIENT}, {"A": ailleurs}, {"ZR_15": 1})
    assert resultat.affectations["participation"].tolist() == ["FACULTATIVE"]
    assert places(resultat) == {"A": ""}


@pytest.mark.parametrize("voeu", [("DPT* 03", {"discipline_voeu": "LETTRES"}), "CIR K"])
@pytest.mark.regle("CF25-2D-009", "CF25-2D-023", "CF25-2D-027")
def test_qui_n_a_aucun_voeu_recevable_laisse_son_partenaire_aux_siens(voeu):
    faits = {"A": ICI | {"simultanee": "B"}, "B": ICI | {"simultanee": "A"}}
    postes = {"ZR_63": 1, "CLG_VICHY": 1, "CLG_CUSSET": 1}
    resultat = mouvement(faits, {"A": [voeu], "B": ["DPT* 03"]}, postes)
    assert places(resultat) == {"A": "ZR_63", "B": "CLG_CUSSET"}
