"""Counting the draws: each candidat's chances, each zone's barres. Counts are exact."""

import numpy as np
import pandas as pd

from mouvement.engine.contrats import Entiers
from mouvement.engine.instruction.instruction import ORDINAIRE, RESIDUELLE
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.io.tables_simulation import QUANTILES
from mouvement.scenarios.simulation.tirages import (
    MAINTIEN,
    OUVERTE,
    RETIRE,
    RIEN,
    Issues,
    Preparation,
)

HORS_VOEUX = ("EXTENSION", "MAINTIEN")
SANS_BARRE = -1
"""Points of a zone open to vœux, below any number of points."""
_COLONNES_A_LA_FOIS = 4096


class Comptes:
    """The draws counted as they come."""

    def __init__(self, preparation: Preparation) -> None:
        self.preparation = preparation
        self.tirages = 0
        self.non_prouves = 0
        candidats = len(preparation.esquisse.candidats)
        self.par_voeu = np.zeros(len(preparation.instruction.campagne.voeux), dtype=np.int64)
        self.sans_voeu = {code: np.zeros(candidats, np.int64) for code in (MAINTIEN, RIEN, RETIRE)}
        self._barres: list[Entiers] = []

    def ajouter(self, issues: Issues) -> None:
        """Count some draws."""
        octrois = issues.octrois
        self.tirages += len(octrois)
        self.non_prouves += int((~issues.prouve).sum())
        self.par_voeu += np.bincount(octrois[octrois >= 0], minlength=len(self.par_voeu))
        for code, compte in self.sans_voeu.items():
            compte += (octrois == code).sum(axis=0)
        self._barres.append(issues.barres.astype(np.int32))

    @property
    def participations(self) -> Entiers:
        """Return (candidats,) in how many draws each takes part."""
        return self.tirages - self.sans_voeu[RETIRE]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables of ``TABLES_SIMULATION``."""
        chances = self._chances()
        return {
            "chances": chances,
            "devenirs": self._devenirs(chances),
            "barres_simulees": self._barres_simulees(),
        }

    def _chances(self) -> pd.DataFrame:
        """Return the vœux, then the maintiens; the lines that a rule splits are one vœu."""
        candidats = self.preparation.esquisse.candidats
        voeux = self.preparation.instruction.campagne.voeux
        lignes = voeux[["candidat", "rang", "origine", "type", "code", "bareme"]].astype(
            {"rang": "Int64", "bareme": "Int64", "origine": "str"}
        )
        lignes = lignes.assign(octrois=self.par_voeu)
        titulaires = candidats["titulaire"].to_numpy()
        maintiens = pd.DataFrame(
            {
                "candidat": candidats.loc[titulaires, "candidat"],
                "rang": pd.array([pd.NA] * int(titulaires.sum()), dtype="Int64"),
                "origine": "MAINTIEN",
                "type": "POSTE",
                "code": candidats.loc[titulaires, "poste_actuel"],
                "bareme": pd.array([pd.NA] * int(titulaires.sum()), dtype="Int64"),
                "octrois": self.sans_voeu[MAINTIEN][titulaires],
            }
        )
        tout = pd.concat([lignes, maintiens.astype(lignes.dtypes.to_dict())], ignore_index=True)
        large = tout["origine"] == "EXTENSION"
        tout = tout.assign(**{n: tout[n].mask(large) for n in ("type", "code", "bareme")})
        cle = ["candidat", "rang", "origine"]
        # A vœu that a rule splits has several lines, of which the first is the one asked for.
        tout["octrois"] = tout.groupby(cle, dropna=False)["octrois"].transform("sum")
        table = tout.drop_duplicates(cle).sort_values(cle, ignore_index=True)
        participe = pd.Series(self.participations, index=candidats["candidat"])
        tirages = table["candidat"].map(participe).astype("int64")
        part = table["octrois"] / tirages.where(tirages > 0)
        return table.assign(tirages=tirages, part=part.astype("float64"))

    def _devenirs(self, chances: pd.DataFrame) -> pd.DataFrame:
        candidats = self.preparation.esquisse.candidats
        noms = candidats["candidat"]
        voeux = chances[~chances["origine"].isin(HORS_VOEUX)]
        obtenus = noms.map(voeux.groupby("candidat")["octrois"].sum()).fillna(0).astype("int64")
        extensions = chances[chances["origine"] == "EXTENSION"].set_index("candidat")["octrois"]
        table = pd.DataFrame(
            {
                "candidat": noms,
                "discipline": candidats["discipline"],
                "tirages": self.participations,
                "retraits": self.sans_voeu[RETIRE],
                "voeux": obtenus,
                "maintiens": self.sans_voeu[MAINTIEN],
                "extensions": noms.map(extensions).fillna(0).astype("int64"),
                "sans_poste": self.sans_voeu[RIEN],
                "rang_median": noms.map(_rangs_medians(voeux)).astype("Int64"),
            }
        )
        return table.sort_values("candidat", ignore_index=True)

    def _barres_simulees(self) -> pd.DataFrame:
        preparation = self.preparation
        barres: Entiers = np.concatenate(self._barres)
        points, etendues = self._points()
        total = len(barres)
        compte = {
            "ouvertes": (barres == OUVERTE).sum(axis=0),
            "extensions": (np.append(etendues, [False, False])[barres]).sum(axis=0),
            "fermees": (np.append(points, [BARRE_FERMEE, SANS_BARRE])[barres] == BARRE_FERMEE).sum(
                axis=0
            ),
        }
        disciplines = preparation.esquisse.carte.disciplines
        table = pd.DataFrame(
            {
                "discipline": [disciplines[d] for d in preparation.disciplines],
                "niveau": np.concatenate(
                    [np.repeat(n.nom, len(n.codes)) for n in preparation.niveaux]
                ),
                "code": pd.concat([n.codes for n in preparation.niveaux], ignore_index=True),
                "etape": "GENERAL",
                "tirages": total,
                **{nom: valeurs.astype(np.int64) for nom, valeurs in compte.items()},
                "part_ouverte": (compte["ouvertes"] + compte["extensions"]) / total,
                **_quantiles(barres, np.append(points, [BARRE_FERMEE, SANS_BARRE])),
            }
        )
        table = table.astype(dict.fromkeys(("discipline", "niveau", "code", "etape"), "str"))
        return table.sort_values(["discipline", "niveau", "code"], ignore_index=True)

    def _points(self) -> tuple[Entiers, Entiers]:
        """Return (voeux,) the barre that each makes as the last to enter; whether it extends."""
        voeux = self.preparation.instruction.campagne.voeux
        points = voeux["bareme"].to_numpy(dtype=np.int64, na_value=BARRE_FERMEE)
        classe = voeux["classe"].to_numpy()
        points = np.where(classe > ORDINAIRE, BARRE_FERMEE, points)
        etendues = classe == RESIDUELLE
        return np.where(etendues, SANS_BARRE, points), etendues


def _rangs_medians(voeux: pd.DataFrame) -> "pd.Series[int]":
    """Return, by candidat, the rang that half of his grants do not pass; decisions aside."""
    classes = voeux[voeux["rang"].notna() & (voeux["octrois"] > 0)].sort_values(
        ["candidat", "rang"]
    )
    groupes = classes.groupby("candidat")["octrois"]
    atteint = groupes.cumsum() * 2 >= groupes.transform("sum")
    return classes[atteint].groupby("candidat")["rang"].min()


def _quantiles(barres: Entiers, points: Entiers) -> dict[str, "pd.Series[int]"]:
    """Return (places,) for each quantile the barre drawn that it names; missing: open."""
    total, places = barres.shape
    rangs = [max(-(-part * total // 100), 1) - 1 for part in QUANTILES.values()]
    blocs = [
        np.sort(points[barres[:, debut : debut + _COLONNES_A_LA_FOIS]], axis=0)[rangs]
        for debut in range(0, places, _COLONNES_A_LA_FOIS)
    ]
    valeurs = np.concatenate(blocs, axis=1)
    return {
        nom: pd.Series(ligne, dtype="Int64").mask(ligne == SANS_BARRE)
        for nom, ligne in zip(QUANTILES, valeurs, strict=True)
    }
