"""Who is struck by a carte-scolaire measure: each rule's worked case, and what no text decides."""

import pandas as pd
import pytest

from mouvement.engine.designation import anciennete, designer
from mouvement.engine.reglements.designation import (
    Designation,
    charger_designation,
    lire_designation,
)
from mouvement.engine.reglements.lecteur import ReglementInvalide

MARTINIQUE = charger_designation("martinique-2025-second-degre")
CLERMONT = charger_designation("clermont-2025-second-degre")
ORDINAIRE = {
    "volontaire": False,
    "definitif": True,
    "anciennete": 5,
    "partie_fixe": 200_000,
    "enfants": 1,
    "naissance": pd.Timestamp(1980, 5, 17),
    "maintien_medical": False,
    "boe": False,
    "mute_bonification_handicap": False,
    "poste_amenage": False,
    "avis_medecin_favorable": False,
}
PROTEGE_CLERMONT = dict.fromkeys(CLERMONT.conditions, True)


def occupants(**agents: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{**ORDINAIRE, "agent": nom, **faits} for nom, faits in agents.items()])


def points(*parts: int) -> int:
    return 1000 * sum(parts)


def juger(regle: Designation, suppressions: int = 1, **agents: dict[str, object]) -> pd.DataFrame:
    return designer(occupants(**agents), suppressions, regle).set_index("agent")


def designes(resultat: pd.DataFrame) -> list[str]:
    return sorted(resultat.index[resultat["designe"].fillna(False)])


def a_trancher(resultat: pd.DataFrame) -> list[str]:
    return sorted(resultat.index[resultat["designe"].isna()])


@pytest.mark.regle("MQ25-2D-022")
def test_provisoire_hors_de_cause():
    seul = juger(MARTINIQUE, A={"definitif": False, "volontaire": True})
    assert designes(seul) == []
    assert seul.loc["A", "regle"] == "MQ25-2D-022"
    assert seul.loc["A", "motif"] == "non concerné : n'est pas titulaire du poste à titre définitif"
    assert seul.loc["A", "signal"] == "1 suppression sans agent à désigner"
    deux = juger(MARTINIQUE, A={"definitif": False, "anciennete": 1}, B={"anciennete": 9})
    assert designes(deux) == ["B"]


@pytest.mark.regle("MQ25-2D-023")
def test_volontaire_unique():
    resultat = juger(MARTINIQUE, A={"anciennete": 2}, B={"anciennete": 12, "volontaire": True})
    assert designes(resultat) == ["B"]
    assert resultat.loc["B", "motif"] == "volontaire unique"
    assert resultat.loc["A", "motif"] == "non désigné : les volontaires suffisent"
    assert list(resultat["regle"]) == ["MQ25-2D-023"] * 2
    assert resultat["signal"].isna().all()


@pytest.mark.regle("MQ25-2D-023")
def test_deux_suppressions_le_volontaire_puis_d_office():
    resultat = juger(
        MARTINIQUE, 2, A={"anciennete": 2}, B={"volontaire": True}, C={"anciennete": 3}
    )
    assert list(resultat.index) == ["B", "A", "C"]
    assert list(resultat["rang"]) == [1, 2, 3]
    assert designes(resultat) == ["A", "B"]
    assert resultat.loc["A", "motif"] == "d'office : plus faible ancienneté de poste"


V = {"volontaire": True}


@pytest.mark.regle("MQ25-2D-024")
@pytest.mark.parametrize(
    ("v1", "v2", "critere"),
    [
        # 8 years and CN 9; 10 years and HC 3.
        (
            {"partie_fixe": points(160 + 100, 63), "enfants": 3},
            {"partie_fixe": points(200 + 100, 56 + 21)},
            "partie_fixe",
        ),
        (
            {"partie_fixe": points(323), "naissance": pd.Timestamp(1960, 1, 1)},
            {"partie_fixe": points(323), "enfants": 2},
            "enfants",
        ),
        (
            {"naissance": pd.Timestamp(1970, 1, 2)},
            {"naissance": pd.Timestamp(1970, 1, 1)},
            "naissance",
        ),
    ],
)
def test_plusieurs_volontaires(v1, v2, critere):
    resultat = juger(MARTINIQUE, V1=V | v1, V2=V | v2, W={"anciennete": 0})
    assert designes(resultat) == ["V2"]
    assert list(resultat.loc[["V1", "V2"], "critere"]) == [critere] * 2
    assert list(resultat.loc[["V1", "V2"], "regle"]) == ["MQ25-2D-024"] * 2
    assert resultat.loc["V2", "motif"].startswith("volontaire : ")
    assert resultat.loc["V1", "motif"].startswith("volontaire non retenu, départagé par : ")


@pytest.mark.regle("MQ25-2D-025")
@pytest.mark.parametrize(
    ("a", "b", "designe", "critere"),
    [
        # 3 years each, CN 8 and CN 7.
        (
            {"partie_fixe": points(60, 56), "enfants": 0},
            {"partie_fixe": points(60, 49)},
            "B",
            "partie_fixe",
        ),
        (
            {"partie_fixe": points(109), "enfants": 0},
            {"partie_fixe": points(109), "enfants": 2, "naissance": pd.Timestamp(1999, 1, 1)},
            "A",
            "enfants",
        ),
        (
            {"naissance": pd.Timestamp(1990, 1, 1)},
            {"naissance": pd.Timestamp(1990, 1, 2)},
            "B",
            "naissance",
        ),
        ({"anciennete": 2, "partie_fixe": points(900)}, {}, "A", "anciennete"),
    ],
)
def test_sans_volontaire(a, b, designe, critere):
    trois = {"anciennete": 3}
    resultat = juger(MARTINIQUE, A=trois | a, B=trois | b, C={"anciennete": 6})
    assert designes(resultat) == [designe]
    assert resultat.loc[designe, "critere"] == critere
    assert resultat.loc[designe, "regle"] == "MQ25-2D-025"
    assert resultat.loc[designe, "motif"].startswith("d'office : ")
    assert resultat.loc["C", "critere"] == "anciennete"


@pytest.mark.regle("MQ25-2D-026")
@pytest.mark.parametrize(("maintien", "designe"), [(True, "A"), (False, "B")])
def test_maintien_apres_avis_medical(maintien, designe):
    b = {"anciennete": 1, "maintien_medical": maintien}
    resultat = juger(MARTINIQUE, A={"anciennete": 3}, B=b, C={"anciennete": 6})
    assert designes(resultat) == [designe]
    assert resultat.loc["B", "regle"] == ("MQ25-2D-026" if maintien else "MQ25-2D-025")
    if maintien:
        assert resultat.loc["B", "motif"].startswith("protégé : ")
        assert pd.isna(resultat.loc["B", "rang"])


@pytest.mark.regle("MQ25-2D-026")
def test_volontaire_protege_designe_et_signale():
    resultat = juger(MARTINIQUE, A=V | {"maintien_medical": True}, B={})
    assert designes(resultat) == ["A"]
    assert resultat.loc["A", "signal"] == "volontaire et protégé à la fois : à confirmer"
    deux = juger(MARTINIQUE, A=V | {"maintien_medical": True}, B=V | {"partie_fixe": points(300)})
    assert designes(deux) == ["B"]
    assert deux["signal"].isna().all()


@pytest.mark.regle("CF25-2D-040")
def test_clermont_le_volontaire_d_abord():
    resultat = juger(CLERMONT, A=V | {"anciennete": 12}, B={"anciennete": 1})
    assert designes(resultat) == ["A"]
    assert list(resultat["regle"]) == ["CF25-2D-040"] * 2


@pytest.mark.regle("CF25-2D-040")
def test_clermont_plusieurs_volontaires_choix_manuel():
    resultat = juger(CLERMONT, A=V, B=V | {"anciennete": 1}, C={})
    assert designes(resultat) == []
    assert a_trancher(resultat) == ["A", "B"]
    assert resultat.loc["A", "signal"] == "choix manuel : 2 agents pour 1 suppression"
    assert not resultat.loc["C", "designe"]
    deux = juger(CLERMONT, 2, A=V, B=V | {"anciennete": 1}, C={})
    assert designes(deux) == ["A", "B"]
    assert deux["signal"].isna().all()


@pytest.mark.regle("CF25-2D-041")
def test_clermont_plus_faible_anciennete():
    resultat = juger(CLERMONT, A={"anciennete": 3}, B={"anciennete": 1}, C={"anciennete": 6})
    assert designes(resultat) == ["B"]
    assert resultat.loc["B", "critere"] == "anciennete"
    assert resultat["signal"].isna().all()


@pytest.mark.regle("CF25-2D-041")
@pytest.mark.parametrize(
    "critere", [{"partie_fixe": points(100)}, {"enfants": 0}, {"naissance": pd.Timestamp("1990")}]
)
def test_clermont_hors_texte_signale_ou_laisse_a_egalite(critere):
    resultat = juger(CLERMONT, A={}, B=critere)
    assert designes(resultat) == ["B"]
    assert list(resultat["critere"]) == list(critere) * 2
    assert resultat["signal"].str.startswith("critère hors texte, à confirmer : ").all()
    texte = juger(CLERMONT.texte_seul(), A={}, B=critere)
    assert a_trancher(texte) == ["A", "B"]
    assert texte.loc["A", "signal"] == "égalité à trancher : 2 agents pour 1 suppression"
    assert list(CLERMONT.texte_seul().criteres) == ["anciennete"]
    assert MARTINIQUE.texte_seul() == MARTINIQUE


@pytest.mark.regle("CF25-2D-042")
@pytest.mark.parametrize("manque", [None, *CLERMONT.conditions])
def test_clermont_quatre_conditions(manque):
    b = {"anciennete": 1} | PROTEGE_CLERMONT
    if manque:
        b |= {manque: False}
    resultat = juger(CLERMONT, A={"anciennete": 3}, B=b, C={"anciennete": 6})
    assert designes(resultat) == (["B"] if manque else ["A"])
    assert (resultat.loc["B", "regle"] == "CF25-2D-042") == (manque is None)


def test_egalite_entiere():
    agents = {nom: {} for nom in "BCD"}
    resultat = juger(MARTINIQUE, 2, A={"anciennete": 1}, **agents, E={"anciennete": 9})
    assert designes(resultat) == ["A"]
    assert a_trancher(resultat) == ["B", "C", "D"]
    assert list(resultat["rang"]) == [1, 2, 2, 2, 5]
    assert resultat.loc["B", "signal"] == "égalité à trancher : 3 agents pour 1 suppression"
    assert resultat.loc["B", "motif"] == "d'office : égalité sur tous les critères"
    assert resultat["critere"].isna().tolist() == [False, True, True, True, False]


def test_egalite_sans_consequence():
    resultat = juger(MARTINIQUE, 2, A={}, B={}, C={"anciennete": 9})
    assert designes(resultat) == ["A", "B"]
    assert resultat["signal"].isna().all()


def test_seul_aucun_trop():
    assert juger(MARTINIQUE, A={}).loc["A", "motif"] == "d'office : seul agent désignable"
    aucune = juger(MARTINIQUE, 0, A=V, B={})
    assert designes(aucune) == []
    assert list(aucune["motif"]) == ["non désigné : aucune suppression"] * 2
    trop = juger(MARTINIQUE, 4, A={}, B={}, C={"maintien_medical": True})
    assert designes(trop) == ["A", "B"]
    assert list(trop["signal"]) == ["2 suppressions sans agent à désigner"] * 3
    with pytest.raises(ValueError, match="-1"):
        juger(MARTINIQUE, -1, A={})


def test_annees_entieres_au_premier_septembre():
    dates = pd.to_datetime(pd.Series(["2024-09-01", "2024-09-02", "2015-08-31", "2025-09-01"]))
    assert anciennete(dates, 2025, 9, 1).tolist() == [1, 0, 10, 0]


@pytest.mark.parametrize(
    ("changee", "motif"),
    [
        ({"titre": None}, "designation.titre : la valeur n'est pas du genre attendu"),
        ({"titrre": "x"}, "designation : clé inconnue : titrre"),
        (
            {"office": {"criteres": {"enfants": {"retient": "moins"}}}},
            "designation.office.criteres.enfants.retient : minimum ou maximum est attendu",
        ),
        (
            {"protections": {"x": {"conditions": []}}},
            "designation.protections.x : une protection demande des conditions",
        ),
    ],
)
def test_reglement_faux(changee, motif):
    juste = {
        "titre": "T",
        "source": "S",
        "annee": 2025,
        "titulaire": {},
        "anciennete": {"mois": 9, "jour": 1, "anterieure": False},
        "volontaires": {},
        "office": {},
    }
    assert lire_designation(juste).criteres == {}
    with pytest.raises(ReglementInvalide) as faux:
        lire_designation(juste | changee)
    assert str(faux.value) == motif
