"""Seating inside wide vœux (modele.md §5): small cases that a person can follow."""

from dataclasses import replace

import pytest
from petites_campagnes import campagne, campagne_aleatoire

from mouvement.engine.mouvement import affecter

# Communes on one parallel, eastwards: D (another département), A, B, C.
LIGNE = [
    {"commune": "A", "libelle": "A", "departement": "41", "latitude": 47.0, "longitude": 1.0},
    {"commune": "B", "libelle": "B", "departement": "41", "latitude": 47.0, "longitude": 1.2},
    {"commune": "C", "libelle": "C", "departement": "41", "latitude": 47.0, "longitude": 2.0},
    {"commune": "D", "libelle": "D", "departement": "45", "latitude": 47.0, "longitude": 0.9},
]


def ville(*etablissements):
    """Établissements named by commune then number ("A1"), one free support each."""
    return {
        "communes": LIGNE,
        "etablissements": [
            {"etablissement": nom, "libelle": nom, "type": "CLG", "commune": nom[0]}
            for nom in etablissements
        ],
        "postes": [
            {
                "poste": f"P{nom}",
                "etablissement": nom,
                "discipline": "M",
                "nature": "ETB",
                "vacants": 1,
            }
            for nom in etablissements
        ],
    }


def candidat(nom, **champs):
    base = {"candidat": nom, "discipline": "M", "participation": "OBLIGATOIRE"}
    return {**base, "carte_scolaire": False, **champs}


def voeux(nom, *liste):
    """Vœux written ("COM", "A", points)."""
    return [
        {"candidat": nom, "rang": rang, "type": t, "code": code, "bareme": points * 1000}
        for rang, (t, code, points) in enumerate(liste, 1)
    ]


def sieges(tables, **listes):
    """Run with guidance; return candidat → poste. ``listes``: vœux of each candidat."""
    gens = tables.pop("gens", None) or [candidat(nom) for nom in listes]
    base = campagne(
        candidats=gens,
        voeux=[voeu for nom, liste in listes.items() for voeu in voeux(nom, *liste)],
        **tables,
    )
    guidee = replace(base, options=replace(base.options, guidage="indicatifs"))
    resultat = affecter(guidee)
    affectations = resultat.affectations
    return dict(zip(affectations["candidat"], affectations["poste"], strict=True)), resultat


def test_le_plus_fort_bareme_indicatif_prend_la_commune_la_plus_proche():
    places, resultat = sieges(
        ville("B1", "C1"),
        X=[("COM", "A", 10), ("DPT", "41", 60)],
        Y=[("COM", "A", 20), ("DPT", "41", 50)],
    )
    # X has more points for the département, but Y has more for A, which guides: B is nearer.
    assert places == {"X": "PC1", "Y": "PB1"}
    detail = resultat.audit.set_index(["candidat", "rang"])["detail"]
    assert detail["Y", 2] == "siège choisi autour du vœu 1"


def test_sans_guidage_le_moindre_poste_va_au_plus_fort():
    base = campagne(
        candidats=[candidat("X"), candidat("Y")],
        voeux=voeux("X", ("COM", "A", 10), ("DPT", "41", 60))
        + voeux("Y", ("COM", "A", 20), ("DPT", "41", 50)),
        **ville("B1", "C1"),
    )
    affectations = affecter(base).affectations
    assert affectations["poste"].tolist() == ["PB1", "PC1"]


def test_un_voeu_indicatif_hors_de_la_zone_ne_guide_pas():
    places, _ = sieges(
        ville("B1", "C1"),
        X=[("COM", "D", 90), ("DPT", "41", 50)],
        Y=[("COM", "C", 10), ("DPT", "41", 50)],
        Z=[],
    )
    # D is in another département: X chooses last; Y sits at C, which he asked for.
    assert places["X"] == "PB1"
    assert places["Y"] == "PC1"


def test_un_voeu_plus_large_ou_classe_apres_ne_guide_pas():
    places, resultat = sieges(
        ville("B1", "C1"),
        X=[("DPT", "41", 50), ("COM", "C", 90)],
        Y=[("COM", "A", 5), ("DPT", "41", 40)],
    )
    assert places == {"X": "PC1", "Y": "PB1"}
    assert resultat.audit.set_index(["candidat", "rang"])["detail"].isna()["X", 1]


def test_l_indicatif_suivant_departage_les_distances_egales():
    tables = ville("B1", "E1")
    # E is as far from A as B, on the other side.
    tables["communes"] = [*LIGNE, {**LIGNE[0], "commune": "E", "longitude": 0.8}]
    tables["communes"] = [c for c in tables["communes"] if c["commune"] != "D"]
    places, _ = sieges(dict(tables), X=[("COM", "A", 1), ("COM", "C", 1), ("DPT", "41", 40)])
    assert places == {"X": "PB1"}
    places, _ = sieges(dict(tables), X=[("COM", "A", 1), ("DPT", "41", 40)])
    assert places == {"X": "PB1"}, "à égalité complète, le code de commune"
    tables["communes"].append({**LIGNE[0], "commune": "F", "longitude": 0.1})
    places, _ = sieges(dict(tables), X=[("COM", "A", 1), ("COM", "F", 1), ("DPT", "41", 40)])
    assert places == {"X": "PE1"}


def test_l_agent_de_carte_scolaire_mesure_depuis_l_etablissement_perdu():
    tables = ville("A1", "B1", "C1")
    tables["postes"][2]["vacants"] = 0
    tables["gens"] = [candidat("X", poste_actuel="PC1", carte_scolaire=True)]
    # A1 is the least poste, but X lost C1, and B is nearer to C.
    places, _ = sieges(tables, X=[("ETB", "C1", 1500), ("DPT", "41", 1500)])
    assert places == {"X": "PB1"}


def test_dans_la_commune_la_partie_commune_decide_puis_l_ordre_demande():
    places, _ = sieges(
        ville("A1", "A2", "A3"),
        F=[("ETB", "A1", 300)],
        X=[("ETB", "A1", 10), ("COM", "A", 90), ("ETB", "A3", 10)],
        Y=[("ETB", "A1", 20), ("COM", "A", 80), ("ETB", "A3", 20)],
    )
    # Both would rather have A3 than A2; the lowest barème (10, 20) stands for the common part.
    assert places == {"F": "PA1", "X": "PA2", "Y": "PA3"}


def test_le_guidage_ne_prend_la_place_de_personne():
    places, _ = sieges(
        ville("A1", "C1"),
        X=[("COM", "A", 10), ("DPT", "41", 60)],
        Y=[("ETB", "A1", 40)],
    )
    # A is X's nearest commune, but Y holds A1 and asked for nothing else.
    assert places == {"X": "PC1", "Y": "PA1"}


@pytest.mark.parametrize("graine", range(30))
def test_le_guidage_ne_change_ni_accord_ni_barre(graine):
    base = campagne_aleatoire(graine)
    guidee = replace(base, options=replace(base.options, guidage="indicatifs"))
    avant, apres = affecter(base), affecter(guidee)
    colonnes = ["candidat", "ordre", "rang", "bareme"]
    assert avant.affectations[colonnes].equals(apres.affectations[colonnes])
    assert avant.barres.drop(columns="entrants").equals(apres.barres.drop(columns="entrants"))
    assert avant.audit.drop(columns="detail").equals(apres.audit.drop(columns="detail"))
