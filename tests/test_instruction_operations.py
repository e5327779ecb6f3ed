"""Operations on lists of vœux, each alone: what is added, restricted, put before others."""

from dataclasses import replace

import pandas as pd
import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import etendus, listes, places

SOCLE = """
titre = "Essai"
resume = "essai"
source = "essai"

[options]
bareme = "calcule"
guidage = "indicatifs"
amelioration = false
extension = "residuelle"

[reperes.tenu]
poste = "poste_actuel"

[faits.partage]
table = "postes"
genre = "booléen"
defaut = false

[elements.COMMUNE_SEULE]
points = 10
si = { voeux = ["COM"], etablissements_commune = 1 }
"""


@pytest.fixture
def essai(tmp_path):
    """Return a small académie under the bare rule set, with some TOML more."""

    def faire(toml=""):
        academie = ORLEANS_TOURS.avec_textes(tmp_path, SOCLE + toml)
        return replace(academie, ordinaire={}, parametres={})

    return faire


TENU = {"poste_actuel": "CLG_ORLEANS"}


def test_generer_ce_que_la_liste_n_a_pas_deja(essai):
    academie = essai(
        """
[conditions.commune_apres]
si = { voeux = ["COM"], lieu = "tenu", apres = { voeux = ["ETB"] } }

[voeux.ajout]
operation = "generer"
si = { poste_actuel = { nul = false } }
sequence = [{ type = "COM", repere = "tenu", deja = "commune_apres" }]
"""
    )
    candidats = {"A": TENU, "B": TENU, "C": {}}
    voeux = {
        "A": ["ETB LYC_TOURS", "COM/LYC ORLEANS"],
        "B": ["COM* ORLEANS", "ETB LYC_TOURS"],
        "C": ["ETB LYC_TOURS"],
    }
    faite = academie.instruire(candidats, voeux)
    assert listes(faite, "A") == ["ETB LYC_TOURS", "COM/LYC ORLEANS"]
    assert listes(faite, "B") == ["COM* ORLEANS", "ETB LYC_TOURS", "COM* ORLEANS"]
    assert listes(faite, "C") == ["ETB LYC_TOURS"]


def test_generer_juste_avant_un_voeu_sinon_a_la_fin(essai):
    academie = essai(
        """
[voeux.ajout]
operation = "generer"
si = { poste_actuel = { nul = false } }
sequence = [{ type = "ETB", repere = "tenu", avant = { voeux = ["COM"] } }]
"""
    )
    voeux = {
        "A": ["ETB LYC_TOURS", "COM* ORLEANS", "COM* TOURS"],
        "B": ["ETB CLG_ORLEANS"],
        "C": ["COM* ORLEANS"],
    }
    faite = academie.instruire({"A": TENU, "B": TENU, "C": {}}, voeux)
    assert listes(faite, "A") == [voeux["A"][0], "ETB CLG_ORLEANS", *voeux["A"][1:]]
    # It is one more, even of a vœu that he has.
    assert listes(faite, "B") == ["ETB CLG_ORLEANS", "ETB CLG_ORLEANS"]
    assert listes(faite, "C") == ["COM* ORLEANS"]
    assert faite.campagne.voeux["rang"].tolist() == [1, 4, 2, 3, 1, 2, 1]


def test_restreindre_par_etablissement_par_poste_et_par_fait(essai):
    academie = essai(
        """
[voeux.sans_le_sien]
operation = "restreindre"
voeux = ["ETB", "COM"]
sauf = "tenu"
sauf_poste = "tenu"

[voeux.sans_partage]
operation = "restreindre"
voeux = ["ETB"]
sauf_postes = "partage"
"""
    )
    partages = {
        code: {"etablissement": "CLG_ORLEANS", "partage": code != "P3"}
        for code in ("P2", "P1", "P3")
    }
    academie = replace(academie, postes=partages)
    voeux = {nom: ["ETB CLG_ORLEANS", "COM* ORLEANS", "ETB LYC_TOURS"] for nom in "AB"}
    faite = academie.instruire({"A": TENU, "B": {}}, voeux)
    assert listes(faite, "A") == [
        "ETB CLG_ORLEANS [sauf=CLG_ORLEANS;sauf_poste=CLG_ORLEANS;sauf_poste=P1;sauf_poste=P2]",
        "COM* ORLEANS [sauf=CLG_ORLEANS;sauf_poste=CLG_ORLEANS]",
        "ETB LYC_TOURS [sauf=CLG_ORLEANS;sauf_poste=CLG_ORLEANS]",
    ]
    # B holds nothing: there is nothing of his to leave out.
    assert listes(faite, "B") == [
        "ETB CLG_ORLEANS [sauf_poste=P1;sauf_poste=P2]",
        "COM* ORLEANS",
        "ETB LYC_TOURS",
    ]


def test_classer_passe_avant_tous_les_baremes(essai):
    academie = essai(
        """
[faits.points]
genre = "points"
defaut = 0

[elements.POINTS]
points = { fait = "points" }

[voeux.priorite]
operation = "classer"
sens = "priorité absolue"
regles = ["R-1"]
voeux = ["ETB"]
si = { poste_actuel = { nul = false } }
"""
    )
    candidats = {"A": {"poste_actuel": "CLG_GIEN"}, "B": {"points": 1000}}
    voeux = {nom: ["ETB LYC_TOURS"] for nom in candidats}
    assert places(academie.campagne(candidats, voeux)) == {"A": "LYC_TOURS", "B": None}
    faite = academie.instruire(candidats, voeux)
    assert faite.campagne.voeux["regles"].tolist()[0] == "R-1"
    assert faite.campagne.voeux["classe"].tolist() == [1, 0]


def test_une_regle_n_est_dite_qu_une_fois(essai):
    operations = "".join(
        f'[voeux.{nom}]\noperation = "noter"\nsens = "vu"\nregles = ["{regle}"]\n'
        for nom, regle in (("un", "R-1"), ("deux", "R-1"), ("trois", "R-11"))
    )
    (voeu,) = (
        essai(operations)
        .instruire({"A": {}}, {"A": ["ETB LYC_TOURS"]})
        .campagne.voeux.to_dict("records")
    )
    assert (voeu["regles"], voeu["note"]) == ("R-1|R-11", "vu")


@pytest.mark.parametrize(("typage", "seule"), [("", False), ('etablissements = ["CLG"]', True)])
def test_les_types_qui_comptent_dans_une_commune(essai, typage, seule):
    academie = essai(f"\n[typage]\n{typage}\n")
    # Bourges has a collège and a lycée.
    (bareme,) = academie.baremes({}, ["COM* BOURGES"])
    assert bareme == (10 if seule else 0)


EXTENSION = """
[extensions.essai]
sens = "extension"
si = { participation = "OBLIGATOIRE" }
elements = []
"""
TABLE = [
    {"depart": depart, "ordre": 1, "type": "COM", "code": code}
    for depart, code in (("ORLEANS", "GIEN"), ("ZR_18", "BOURGES"))
]


def test_l_extension_part_du_premier_voeu_quel_qu_en_soit_le_niveau(essai):
    academie = essai(EXTENSION)
    voeux = {
        "A": ["ETB CLG_ORLEANS", "ZRE ZR_18"],
        "B": ["ACA*", "ZRE ZR_18", "COM* ORLEANS"],
        # The table has no line for the first vœu: nobody starts from the second instead.
        "C": ["DPT* 28", "ZRE ZR_18"],
    }
    faite = academie.instruire({nom: {} for nom in voeux}, voeux, extensions=TABLE)
    assert [etendus(faite, nom) for nom in voeux] == [["COM GIEN"], ["COM BOURGES"], []]
    assert faite.campagne.voeux["restriction"].isna().all()


def test_une_extension_restreinte(essai):
    academie = essai(EXTENSION + 'restriction = "hors=REP+"\n')
    voeux = academie.instruire({"A": {}}, {"A": ["COM* ORLEANS"]}, extensions=TABLE).campagne.voeux
    assert voeux["restriction"].astype("str").fillna("").tolist() == ["", "hors=REP+"]


def ordonnee(campagne, **ordre):
    """Return the campaign whose groupements are ordered."""
    places_ = campagne.communes["commune"].map(ordre).astype("Int64")
    return replace(campagne, communes=campagne.communes.assign(ordre_groupement=places_))


@pytest.mark.parametrize(("ordre", "obtenu"), [
    ({"ORLEANS": 1, "OLIVET": 2}, "CLG_ORLEANS"),
    ({"ORLEANS": 2, "OLIVET": 1}, "CLG_OLIVET"),
    ({"ORLEANS": 1}, "CLG_ORLEANS"),
    ({}, "CLG_OLIVET"),
])  # fmt: skip
def test_un_groupement_ordonne_guide_qui_n_a_pas_d_autre_repere(essai, ordre, obtenu):
    academie = replace(
        essai(), postes={c: {"vacants": 0} for c in ("CLG2_ORLEANS", "LYC_ORLEANS", "EREA_ORLEANS")}
    )
    campagne = academie.campagne({"A": {}}, {"A": ["GEO* METROPOLE"]})
    assert places(ordonnee(campagne, **ordre)) == {"A": obtenu}


def test_un_voeu_indicatif_guide_avant_l_ordre_du_groupement(essai):
    campagne = essai().campagne(
        {"A": {}, "B": {}}, {"A": ["ETB CLG_OLIVET", "GEO* METROPOLE"], "B": ["GEO* METROPOLE"]}
    )
    campagne = ordonnee(campagne, ORLEANS=1, OLIVET=2)
    sans = campagne.postes.assign(
        vacants=campagne.postes["poste"].isin(["CLG_OLIVET", "CLG_ORLEANS"]).astype("int64")
    )
    # B would rather have Orléans too, and A's first vœu is granted.
    assert places(replace(campagne, postes=sans)) == {"A": "CLG_OLIVET", "B": "CLG_ORLEANS"}


def test_une_ecole_preferee_guide_dans_la_circonscription(essai):
    academie = replace(
        essai(),
        etablissements={
            f"ECOLE_{n}": ("ECOLE", commune, {"circonscription": "C"})
            for n, commune in enumerate(["ORLEANS", "ORLEANS", "OLIVET"], 1)
        },
    )
    candidats, voeux = {"A": {}, "B": {}}, {"A": ["CIR C"], "B": ["CIR C"]}
    campagne = academie.campagne(candidats, voeux)
    for preferee in ("ECOLE_1", "ECOLE_2", "ECOLE_3"):
        siennes = pd.Series([preferee, None], dtype="str")
        faite = replace(campagne, voeux=campagne.voeux.assign(ecole_preferee=siennes))
        assert places(faite)["A"] == preferee
