"""Years of a career: stretches in one place, whole years since a date."""

import pandas as pd
import pytest
from carrieres import annees

from mouvement.engine.instruction.carriere import annees_depuis, periode


def gardees(lieux: str, *, suspend: str = "", pont: str = "", derniere: int | None = None) -> str:
    """Return the years kept of one candidat, each named by its place (``.``: nowhere).

    ``suspend`` and ``pont`` mark years with an ``x`` at the same places.
    """
    carriere = pd.DataFrame({"candidat": "A", "annee": range(2010, 2010 + len(lieux))})
    lieu = pd.Series([None if place == "." else place for place in lieux], dtype="str")
    marques = {
        nom: pd.Series([marque == "x" for marque in dites])
        for nom, dites in {"suspend": suspend, "pont": pont}.items()
        if dites
    }
    garde = periode(carriere, lieu, derniere=derniere, **marques)
    assert garde.index.tolist() == list(range(len(lieux)))
    return "".join(place for place, sienne in zip(lieux, garde, strict=True) if sienne)


@pytest.mark.parametrize(
    ("lieux", "reste", "attendu"),
    [
        ("AABB", {}, "BB"),
        ("BABB", {}, "BB"),
        ("AAB.", {}, ""),
        ("AA.A", {}, "A"),
        # A suspended year has the place of what follows, wherever it was spent.
        ("AA.A", {"suspend": "--x-"}, "AA.A"),
        ("AACA", {"suspend": "--x-"}, "AACA"),
        # A year nowhere that is not suspended breaks, even beside one that is.
        ("AA.A", {"suspend": "x---"}, "A"),
        ("AA.CA", {"suspend": "---x-"}, "CA"),
        ("BBCA", {"suspend": "--x-"}, "CA"),
        ("AAAB", {"suspend": "---x"}, "B"),
        # A move that does not break.
        ("AABB", {"pont": "-x--"}, "AABB"),
        ("AABB", {"pont": "x---"}, "BB"),
        # The stretch must reach a year.
        ("AAAA", {"derniere": 2013}, "AAAA"),
        ("AAAA", {"derniere": 2014}, ""),
    ],
)
def test_derniere_periode_dans_un_lieu(lieux, reste, attendu):
    assert gardees(lieux, **reste) == attendu


def test_une_annee_manquante_rompt_quand_une_fin_est_exigee():
    carriere = pd.DataFrame(annees(2015, 2017) + annees(2019, 2021)).assign(candidat="A")
    lieu = pd.Series("X", index=carriere.index)
    assert periode(carriere, lieu, derniere=2021).tolist() == [False] * 3 + [True] * 3
    assert periode(carriere, lieu).all()


def test_les_candidats_ne_se_melent_pas():
    carriere = pd.DataFrame({"candidat": list("AABB"), "annee": [2020, 2021] * 2})
    lieu = pd.Series(["X", "Y", "Y", "Y"])
    assert periode(carriere, lieu, derniere=2021).tolist() == [False, True, True, True]


def test_annees_revolues_a_la_fin_d_un_jour():
    dates = pd.Series(
        pd.to_datetime(["2019-09-01", "2019-09-02", "2021-09-01", "2023-01-01", None])
    )
    depuis = annees_depuis(dates, pd.Timestamp("2021-08-31"))
    assert depuis.tolist() == [2, 1, 0, 0, 0]
