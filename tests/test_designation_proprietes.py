"""Whatever the occupants: the right number, in an order that the rows' order does not change."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouvement.engine.designation import designer
from mouvement.engine.reglements.designation import charger_designation, noms_designation

REGLES = {nom: charger_designation(nom) for nom in noms_designation()}
PEU = st.integers(0, 2)
AGENT = st.fixed_dictionaries(
    {
        "volontaire": st.booleans(),
        "definitif": st.sampled_from([True, True, True, False]),
        "anciennete": PEU,
        "partie_fixe": PEU,
        "enfants": PEU,
        "naissance": PEU,
        **dict.fromkeys(
            sorted({nom for regle in REGLES.values() for nom in regle.conditions}),
            st.sampled_from([True, True, False]),
        ),
    }
)
AGENTS = st.lists(AGENT, min_size=1, max_size=7)


def occupants(agents):
    return pd.DataFrame([{"agent": f"A{rang}", **faits} for rang, faits in enumerate(agents)])


def par_un_tri(agents, k, regle):
    """Say it again by plain lists: who is designated, who must be chosen among."""
    signe = {"minimum": 1, "maximum": -1}

    def couper(vivier, criteres, places):
        def cle(nom):
            return [signe[c.retient] * agents[nom][c.nom] for c in criteres]

        surs = [n for n in vivier if sum(cle(m) <= cle(n) for m in vivier) <= places]
        exclus = [n for n in vivier if sum(cle(m) < cle(n) for m in vivier) >= places]
        return set(surs), set(vivier) - set(surs) - set(exclus)

    touchables = [n for n, faits in agents.items() if faits["definitif"]]
    volontaires = [n for n in touchables if agents[n]["volontaire"]]
    autres = [
        n
        for n in touchables
        if not agents[n]["volontaire"]
        and not any(all(agents[n][c] for c in p.conditions) for p in regle.protections)
    ]
    surs, flous = couper(volontaires, regle.volontaires.criteres, min(k, len(volontaires)))
    encore, encore_flous = couper(autres, regle.office.criteres, max(k - len(volontaires), 0))
    return surs | encore, flous | encore_flous


@pytest.mark.parametrize("nom", REGLES)
@given(agents=AGENTS, k=st.integers(0, 4), hasard=st.randoms(use_true_random=False))
def test_designation(nom, agents, k, hasard):
    regle, frame = REGLES[nom], occupants(agents)
    resultat = designer(frame, k, regle)
    designes = set(resultat.loc[resultat["designe"].fillna(False), "agent"])
    flous = set(resultat.loc[resultat["designe"].isna(), "agent"])
    par_nom = {f"A{rang}": faits for rang, faits in enumerate(agents)}
    assert (designes, flous) == par_un_tri(par_nom, k, regle)
    touchables = int(resultat["rang"].notna().sum())
    assert flous or len(designes) == min(k, touchables)
    assert len(designes) <= k
    assert sorted(resultat["agent"]) == sorted(frame["agent"])
    assert resultat[["motif", "regle"]].notna().all(axis=None)
    assert resultat.loc[resultat["designe"].isna(), "signal"].notna().all()

    melange = hasard.sample(range(len(frame)), len(frame))
    pd.testing.assert_frame_equal(designer(frame.iloc[melange], k, regle), resultat)
