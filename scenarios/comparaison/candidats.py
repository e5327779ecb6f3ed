"""Who changed, and for whom B is better: in the order of one's own vœux."""

import numpy as np
import pandas as pd

from mouvement.scenarios.comparaison.listes import APRES_VOEUX, AUTRES, Listes

REPRISES = ("discipline", "decision", "poste", "libelle", "rang", "bareme")
"""Columns of affectations that the comparison repeats for A and for B."""
_FIN = 10**6
"""Place of what comes after any vœu, in anybody's list."""


def comparer_candidats(a: Listes, b: Listes) -> pd.DataFrame:
    """Return the table ``candidats_compares``, by candidat."""
    cotes = {"a": _affectes(a), "b": _affectes(b)}
    tous = cotes["a"].merge(
        cotes["b"], how="outer", left_index=True, right_index=True, suffixes=("_a", "_b")
    )
    tous = tous.sort_index()
    communs = tous["decision_a"].notna() & tous["decision_b"].notna()
    lignes = tous[communs]
    sens = pd.Series("ENTRANT", index=tous.index).mask(tous["decision_b"].isna(), "SORTANT")
    sens[communs] = np.array(_sens(lignes, a.places, b.places), dtype=object)
    memes = pd.Series(True, index=tous.index)
    for nom in ("decision", "poste", "voeu"):
        un, autre = tous[f"{nom}_a"], tous[f"{nom}_b"]
        memes &= (un == autre) | (un.isna() & autre.isna())
    places = {cote: tous[f"poste_{cote}"].notna() for cote in "ab"}
    passage = pd.Series(None, index=tous.index, dtype="str")
    passage = passage.mask(communs & ~places["a"] & places["b"], "NOUVEAU_PLACE")
    passage = passage.mask(communs & places["a"] & ~places["b"], "NOUVEAU_SANS_POSTE")
    autre_poste = (tous["poste_a"] != tous["poste_b"]).fillna(False).astype("bool")
    gagnes = (tous["rang_a"] - tous["rang_b"]).astype("Int64")
    # A vœu may be written twice: it is the same.
    gagnes = gagnes.mask((sens == "EGAL") & gagnes.notna(), 0)
    return tous.assign(
        change=(~memes | ~communs).astype("bool"),
        sens=sens.astype("str"),
        ecart_rang=gagnes.where(_memes_listes(tous, a.places, b.places)),
        deplace=(places["a"] & places["b"] & autre_poste).astype("bool"),
        passage=passage,
    ).reset_index(names="candidat")


def _affectes(listes: Listes) -> pd.DataFrame:
    """Return each candidat's outcome, with the ``voeu`` that gave it (missing: nothing did)."""
    affectations = listes.resultat.affectations
    textes = dict.fromkeys(("candidat", "discipline", "decision", "poste", "libelle"), "str")
    table = affectations[["candidat", *REPRISES]].astype(textes).set_index("candidat")
    return table.assign(voeu=listes.accordes["voeu"].reindex(table.index).astype("str"))


def _sens(lignes: pd.DataFrame, *listes: dict[tuple[str, str], int]) -> list[str]:
    """Return MIEUX, MOINS_BIEN, EGAL or NON_COMPARABLE for candidats who are in both."""
    noms = ("decision_a", "voeu_a", "decision_b", "voeu_b")
    colonnes = [lignes[nom].tolist() for nom in noms]
    return [
        _un_sens([_rapport(places, candidat, un, autre) for places in listes])
        if un != autre
        else "EGAL"
        for candidat, un, autre in (
            (candidat, (ligne[0], ligne[1]), (ligne[2], ligne[3]))
            for candidat, *ligne in zip(lignes.index, *colonnes, strict=True)
        )
    ]


def _rapport(
    places: dict[tuple[str, str], int], candidat: str, un: tuple[str, str], autre: tuple[str, str]
) -> int | None:
    """Say whether the first outcome is before (-1), beside or after (1) the other, in one list."""
    rangs = [_place(places, candidat, *issue) for issue in (un, autre)]
    if rangs[0] is None or rangs[1] is None:
        return None
    return (rangs[0] > rangs[1]) - (rangs[0] < rangs[1])


def _place(
    places: dict[tuple[str, str], int], candidat: str, decision: str, voeu: str | float
) -> int | None:
    if not isinstance(voeu, str):
        return _FIN + len(APRES_VOEUX)
    origine = voeu.partition(" ")[0]
    if origine not in AUTRES:
        return places.get((candidat, voeu))
    if origine == "DECISION":  # what the administration decides has no place in his list
        return None
    return _FIN + APRES_VOEUX.index("ANNUEL" if decision == "ANNUEL" else origine)


def _un_sens(rapports: list[int | None]) -> str:
    """Return what the lists say, when all that can say it agree."""
    dits = {rapport for rapport in rapports if rapport is not None}
    if len(dits) != 1:
        return "NON_COMPARABLE"
    return {-1: "MOINS_BIEN", 0: "EGAL", 1: "MIEUX"}[dits.pop()]


def _memes_listes(tous: pd.DataFrame, *listes: dict[tuple[str, str], int]) -> "pd.Series[bool]":
    """Return whether ranks compare: each vœu granted has the same place in both lists."""
    memes = []
    for candidat, *voeux in zip(tous.index, tous["voeu_a"], tous["voeu_b"], strict=True):
        places = [{liste.get((candidat, voeu)) for liste in listes} for voeu in voeux]
        memes.append(all(len(place) == 1 and None not in place for place in places))
    return pd.Series(memes, index=tous.index, dtype="bool")
