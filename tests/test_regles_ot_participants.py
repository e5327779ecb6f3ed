"""Orléans-Tours 2022, second degré: who takes part, and how (I, II, IV.4.6, V, IX, X)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie, listes

regle = pytest.mark.regle


def participations(
    cas: dict[str, dict[str, Any]], academie: Academie = ORLEANS_TOURS, **parametres: Any
) -> dict[str, str]:
    """Return how each case's candidat takes part: OBLIGATOIRE, FACULTATIVE, or EXCLU."""
    voeux = {nom: ["DPT* 45"] for nom in cas}
    candidats = academie.instruire(cas, voeux, parametres=parametres).campagne.candidats
    dits = dict(zip(candidats["candidat"], candidats["participation"], strict=True))
    return {nom: dits.get(nom, "EXCLU") for nom in cas}


def signales(signalement: str, cas: dict[str, dict[str, Any]], voeux: dict[str, Any]) -> set[str]:
    """Return the candidats of whom something is said."""
    lignes = ORLEANS_TOURS.instruire(cas, voeux).signalements
    return set(lignes.loc[lignes["signalement"] == signalement, "candidat"])


@regle("OT22-2D-003", "OT22-2D-012", "OT22-2D-052", "OT22-2D-086", "OT22-2D-089", "OT22-2D-210")
def test_qui_ne_participe_pas():
    obtenue = {"statut": "STAGIAIRE", "academie_obtenue": "ORLEANS-TOURS"}
    assert participations(
        {
            "PEGC": {"corps": "PEGC"},
            "stagiaire nommé": obtenue,
            "stagiaire nommé à Lille": obtenue | {"academie_obtenue": "LILLE"},
            "entrant": {"entrant": True, "participation": "FACULTATIVE"},
            "poste spécifique national": {"entrant": True, "specifique_national": True},
            "formulaire non revenu": {"confirmee": False},
            "faux PACS": {"fausse_declaration": True},
            "détachement obtenu": {"entrant": True, "detachement_obtenu": True},
        }
    ) == {
        "PEGC": "EXCLU",
        "stagiaire nommé": "OBLIGATOIRE",
        "stagiaire nommé à Lille": "EXCLU",
        "entrant": "OBLIGATOIRE",
        "poste spécifique national": "EXCLU",
        "formulaire non revenu": "EXCLU",
        "faux PACS": "EXCLU",
        "détachement obtenu": "EXCLU",
    }


@regle("OT22-2D-012")
def test_un_pegc_est_rejete_avec_le_motif():
    faite = ORLEANS_TOURS.instruire({"A": {"corps": "PEGC"}}, {"A": ["DPT* 45"]})
    (rejet,) = faite.rejets.to_dict("records")
    assert (rejet["table"], rejet["cle"]) == ("candidats", "A")
    assert "mouvement distinct" in rejet["motif"]
    assert "OT22-2D-012" in rejet["motif"]


@regle("OT22-2D-013")
def test_motif_de_la_participation():
    assert participations(
        {
            "mutation": {"motif_participation": "MUTATION", "participation": "OBLIGATOIRE"},
            "première": {
                "motif_participation": "PREMIERE_AFFECTATION",
                "participation": "FACULTATIVE",
            },
            "retour": {"motif_participation": "REINTEGRATION", "participation": "FACULTATIVE"},
        }
    ) == {"mutation": "FACULTATIVE", "première": "OBLIGATOIRE", "retour": "OBLIGATOIRE"}


@regle("OT22-2D-066")
def test_professeur_des_ecoles_detache_psychologue():
    options = ("RENOUVELLEMENT", "INTEGRATION", "REINTEGRATION_PE")
    assert participations({nom: {"option_detachement_pe": nom} for nom in options}) == {
        "RENOUVELLEMENT": "FACULTATIVE",
        "INTEGRATION": "FACULTATIVE",
        "REINTEGRATION_PE": "EXCLU",
    }


_STAGIAIRE = {"statut": "STAGIAIRE", "ex_titulaire": True}
_DETACHE = {"date_detachement": "2021-09-01"}
_ATER = {"candidat_ater": True}


@pytest.mark.parametrize(
    ("obliges", "libres"),
    [
        pytest.param(
            [_STAGIAIRE | {"maintien_possible": False}], [_STAGIAIRE], marks=regle("OT22-2D-053")
        ),
        pytest.param(
            [{"carte_scolaire": True, "poste_actuel": "CLG_GIEN"}],
            [{"poste_actuel": "CLG_GIEN"}],
            marks=regle("OT22-2D-054"),
        ),
        pytest.param(
            [_DETACHE | {"affectation_provisoire": True}], [_DETACHE], marks=regle("OT22-2D-055")
        ),
        # The first year of the détachement, then another.
        pytest.param(
            [_DETACHE | {"maintien_possible": False}],
            [{"date_detachement": "2020-09-01", "maintien_possible": False}],
            marks=regle("OT22-2D-183"),
        ),
        pytest.param([{"statut": "CONTRACTUEL_BOE"}], [{}], marks=regle("OT22-2D-057")),
        pytest.param([{"dispositif_343_depuis": 2021}], [{}], marks=regle("OT22-2D-058")),
        pytest.param(
            [
                {"origine_reintegration": "DISPONIBILITE"},
                {"origine_reintegration": "CONGE_LIBERATION_POSTE"},
                {"origine_reintegration": "POSTE_ADAPTE"},
                {"origine_reintegration": "SUPERIEUR"},
                {"origine_reintegration": "CPD_EPS"},
            ],
            [{"poste_actuel": "CLG_GIEN"}],
            marks=regle("OT22-2D-059"),
        ),
        pytest.param(
            [
                {"origine_reintegration": "DETACHEMENT"},
                {"origine_reintegration": "COM"},
                {"origine_reintegration": "MISE_A_DISPOSITION"},
            ],
            [{}],
            marks=regle("OT22-2D-060"),
        ),
        # A titulaire who would be an ATER asks for a zone of his own accord.
        pytest.param(
            [_ATER],
            [_ATER | {"poste_actuel": "LYC_ORLEANS"}],
            marks=regle("OT22-2D-211", "OT22-2D-212"),
        ),
    ],
)
def test_participation_obligatoire(obliges, libres):
    facultative = {"participation": "FACULTATIVE"}
    cas = {
        f"{nom} {n}": facultative | faits
        for nom, liste in (("obligé", obliges), ("libre", libres))
        for n, faits in enumerate(liste)
    }
    attendu = {nom: "OBLIGATOIRE" if nom.startswith("obligé") else "FACULTATIVE" for nom in cas}
    assert participations(cas) == attendu


@regle("OT22-2D-056", "OT22-2D-186")
def test_changement_de_discipline():
    facultative = {"participation": "FACULTATIVE"}
    assert participations(
        {
            "en février": facultative | {"date_changement_discipline": "2022-02-01"},
            "le jour dit": facultative | {"date_changement_discipline": "2022-03-15"},
            "en avril": facultative | {"date_changement_discipline": "2022-04-01"},
        },
        date_limite_changement_discipline=date(2022, 3, 15),
    ) == {"en février": "OBLIGATOIRE", "le jour dit": "OBLIGATOIRE", "en avril": "EXCLU"}


@regle("OT22-2D-229")
def test_demandes_tardives_et_annulations():
    recevable = {"motif_recevable": True}
    assert participations(
        {
            "annule à temps": recevable | {"date_annulation": "2022-05-10"},
            "annule trop tard": recevable | {"date_annulation": "2022-05-20"},
            "annule sans motif": {"date_annulation": "2022-05-10"},
            "tardif recevable": recevable | {"date_demande_tardive": "2022-05-10"},
            "tardif hors délai": recevable | {"date_demande_tardive": "2022-05-20"},
            "tardif sans motif": {"date_demande_tardive": "2022-05-10"},
        },
        date_limite_demandes=date(2022, 5, 13),
    ) == {
        "annule à temps": "EXCLU",
        "annule trop tard": "OBLIGATOIRE",
        "annule sans motif": "OBLIGATOIRE",
        "tardif recevable": "OBLIGATOIRE",
        "tardif hors délai": "EXCLU",
        "tardif sans motif": "EXCLU",
    }


@regle("OT22-2D-229")
def test_voeu_modifie_apres_la_fermeture():
    voeux = [("DPT* 45", {}), ("DPT* 18", {"date_modification": "2022-05-10"})]
    cas = {"A": {}, "B": {"motif_recevable": True}}
    faite = ORLEANS_TOURS.instruire(cas, dict.fromkeys(cas, voeux))
    assert listes(faite, "A") == ["DPT* 45"]
    assert listes(faite, "B") == ["DPT* 45", "DPT* 18"]


MOUVEMENTS = ("L1400", "L1411", "L1412", "L1413", "L1414")


@pytest.mark.parametrize(
    ("recrutement", "ouvertes"),
    [
        pytest.param("1414A", {"L1400", "L1414"}, marks=regle("OT22-2D-045")),
        pytest.param("1415A", {"L1400", "L1412", "L1413"}, marks=regle("OT22-2D-045")),
        pytest.param("1416A", {"L1400", "L1411", "L1412"}, marks=regle("OT22-2D-045")),
        pytest.param("1417A", {"L1400", "L1413"}, marks=regle("OT22-2D-045")),
        pytest.param("1411E", {"L1400", "L1411"}, marks=regle("OT22-2D-046")),
        pytest.param("1412E", {"L1400", "L1412"}, marks=regle("OT22-2D-046")),
        # Assigned in L1400 in 2021, he may come back to the discipline of his recruitment.
        pytest.param("1413E", {"L1400", "L1413"}, marks=regle("OT22-2D-046", "OT22-2D-050")),
        pytest.param("1414E", {"L1400", "L1414"}, marks=regle("OT22-2D-046")),
        pytest.param("L1510", {"L1500", "L1510"}, marks=regle("OT22-2D-049")),
    ],
)
def test_disciplines_ouvertes(recrutement, ouvertes):
    toutes = {*MOUVEMENTS, "L1500", "L1510"}
    dites = participations(
        {nom: {"discipline_recrutement": recrutement, "discipline": nom} for nom in toutes}
    )
    assert {nom for nom, dit in dites.items() if dit != "EXCLU"} == ouvertes


@regle("OT22-2D-047", "OT22-2D-048", "OT22-2D-049")
def test_une_seule_discipline():
    cas = {
        "deux": {"discipline": "L1411"},
        "une": {"discipline": "L1411"},
        "physique": {"discipline": "L1500", "discipline_recrutement": "L1510"},
        "choix à l'inter": {"discipline": "L1400", "discipline_inter": "L1400"},
        "autre qu'à l'inter": {"discipline": "L1412", "discipline_inter": "L1400"},
    }
    des_voeux = {
        "deux": ("L1400", "L1411"),
        "une": ("L1411", "L1411"),
        "physique": ("L1500", "L1510"),
        "choix à l'inter": ("L1400", "L1412"),
        "autre qu'à l'inter": ("L1412", "L1412"),
    }
    voeux = {
        nom: [
            ("ETB CLG_GIEN", {"discipline_voeu": premiere}),
            ("ETB CLG_TOURS", {"discipline_voeu": seconde}),
        ]
        for nom, (premiere, seconde) in des_voeux.items()
    }
    faite = ORLEANS_TOURS.instruire(cas, voeux)
    assert set(faite.campagne.candidats["candidat"]) == {"une", "choix à l'inter"}
    assert listes(faite, "une") == ["ETB CLG_GIEN", "ETB CLG_TOURS"]
    # What he chose at the inter-académique phase stands; the rest does not.
    assert listes(faite, "choix à l'inter") == ["ETB CLG_GIEN"]


@regle("OT22-2D-062", "OT22-2D-063")
def test_disponibilite():
    courrier = {"origine_reintegration": "DISPONIBILITE", "reintegration_conditionnelle": True}
    cas = {"courrier": courrier, "sans": {"origine_reintegration": "DISPONIBILITE"}}
    assert participations(cas) == {"courrier": "FACULTATIVE", "sans": "OBLIGATOIRE"}
    voeux = {nom: ["DPT* 45"] for nom in cas}
    assert signales("RENOUVELLEMENT_DISPONIBILITE_EXCLU", cas, voeux) == {"sans"}


@regle("OT22-2D-026")
def test_trois_ans_sur_un_poste_a_profil():
    profil = {"etablissement": "CLG_GIEN", "nature": "POP"}
    academie = replace(ORLEANS_TOURS, postes=ORLEANS_TOURS.postes | {"POP": profil})
    tenu = {"participation": "FACULTATIVE", "poste_actuel": "POP"}
    cas = {
        "deux ans": tenu | {"annees_poste": 2},
        "trois ans": tenu | {"annees_poste": 3},
        "poste ordinaire": tenu | {"annees_poste": 2, "poste_actuel": "CLG_GIEN"},
        "poste supprimé": tenu | {"annees_poste": 2, "carte_scolaire": True},
    }
    attendu = {
        "deux ans": "EXCLU",
        "trois ans": "FACULTATIVE",
        "poste ordinaire": "FACULTATIVE",
        "poste supprimé": "OBLIGATOIRE",
    }
    assert participations(cas, academie) == attendu
    # The other reading: three years over when the mouvement opens.
    attendu["trois ans"] = "EXCLU"
    assert participations(cas, academie, annees_poste_a_profil=4) == attendu


@regle("OT22-2D-211", "OT22-2D-212")
def test_candidat_ater_sans_voeu_de_zone():
    cas = {"A": _ATER, "B": _ATER, "C": {}}
    voeux = {"A": ["ETB CLG_GIEN"], "B": ["ETB CLG_GIEN", "ZRD 45"], "C": ["ETB CLG_GIEN"]}
    assert signales("ATER_SANS_ZONE", cas, voeux) == {"A"}
