"""Which elements of barème differ between A and B, on the vœux that both have."""

import pandas as pd

from mouvement.scenarios.comparaison.listes import Listes

_CLE = ["candidat", "voeu", "element"]


def comparer_elements(a: Listes, b: Listes) -> pd.DataFrame:
    """Return the table ``elements_compares``, by element."""
    communs = a.voeux.merge(b.voeux, on=["candidat", "voeu"])[["candidat", "voeu"]]
    un, autre = (liste.points.merge(communs, on=["candidat", "voeu"]) for liste in (a, b))
    points = un.merge(autre, on=_CLE, how="outer", suffixes=("_a", "_b"))
    # An element that a vœu does not have gives it no point.
    ecart = points["points_b"].fillna(0) - points["points_a"].fillna(0)
    differents = points.assign(ecart=ecart.astype("int64"))[ecart != 0]
    groupes = differents.groupby("element")
    return pd.DataFrame(
        {
            "voeux": groupes.size(),
            "candidats": groupes["candidat"].nunique(),
            "minimum": groupes["ecart"].min(),
            "maximum": groupes["ecart"].max(),
        }
    ).reset_index()


def compter_voeux(a: Listes, b: Listes) -> dict[str, int]:
    """Return how many vœux both have, and how many only A or only B."""
    tous = a.voeux.merge(b.voeux, on=["candidat", "voeu"], how="outer", indicator=True)
    compte = tous["_merge"].value_counts()
    noms = {"communs": "both", "retires": "left_only", "ajoutes": "right_only"}
    return {nom: int(compte[ou]) for nom, ou in noms.items()}
