"""What facts are drawn from, and how a column that only some candidats have is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard
from mouvement.scenarios.generation.options import DPT, Contexte
from mouvement.scenarios.generation.voeux import Voeux

Dates = NDArray[np.datetime64]
Textes = NDArray[Any]
Colonnes = dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """The tables, the lists of vœux, the streams, the year of the mouvement."""

    contexte: Contexte
    voeux: Voeux
    hasard: Hasard
    annee: int

    @property
    def candidats(self) -> pd.DataFrame:
        """Internal table of the candidats."""
        return self.contexte.candidats

    @property
    def nombre(self) -> int:
        """Number of candidats."""
        return len(self.candidats)

    def flux(self, sujet: str) -> np.random.Generator:
        """Return the stream of some facts, always from its beginning."""
        return self.hasard.flux(f"faits/{sujet}")

    def est(self, *statuts: Statut) -> Booleens:
        """Return (candidats,) who takes part for one of these reasons."""
        return self.candidats["statut"].isin(statuts).to_numpy()

    def jour(self, mois: int, jour: int, recul: int = 0) -> np.datetime64:
        """Return that day of the year of the mouvement, or of one before."""
        return np.datetime64(f"{self.annee - recul:04}-{mois:02}-{jour:02}", "D")

    def rentrees(self, recul: Entiers) -> Dates:
        """Return the first of September of so many years before the mouvement."""
        mois = 12 * (self.annee - recul - 1970) + 8
        return mois.astype("datetime64[M]").astype("datetime64[D]")

    @cached_property
    def seul(self) -> Booleens:
        """(candidats,) who asks without a partner."""
        return (self.candidats["partenaire"] < 0).to_numpy()

    @cached_property
    def departement(self) -> Entiers:
        """(candidats,) département of the poste held, -1 for none."""
        origine = self.candidats["origine"].to_numpy()
        return np.where(origine >= 0, self.contexte.territoire.departement[origine], -1)

    @cached_property
    def voisinage(self) -> Entiers:
        """(candidats,) département where each would like to live."""
        lieux: Entiers = self.contexte.territoire.departement[self.candidats["domicile"].to_numpy()]
        return lieux

    @cached_property
    def premier_departement(self) -> Entiers:
        """(candidats,) first vœu for a whole département, -1 for none."""
        larges = np.flatnonzero((self.voeux.type == DPT) & (self.voeux.masque == 0))
        auteurs, debuts = np.unique(self.voeux.candidat[larges], return_index=True)
        premiers = np.full(self.nombre, -1, dtype=np.int64)
        premiers[auteurs] = self.voeux.objet[larges[debuts]]
        return premiers

    @cached_property
    def poste_tenu(self) -> pd.DataFrame:
        """(candidats,) poste held, as a row of postes with ``type``; missing for none."""
        tenu = self.candidats["tenu"].to_numpy()
        postes = self.contexte.postes[["etablissement", "nature", "lieu", "prioritaire"]]
        types = self.contexte.etablissements["type"].to_numpy(object)
        en_place = (postes["nature"] != "ZR").to_numpy()
        type_ = texte(en_place, types[np.where(en_place, postes["lieu"], 0)])
        places = np.where(tenu >= 0, tenu, len(postes))
        return postes.assign(type=type_).reindex(places).reset_index(drop=True)

    def communes(self, indices: Entiers) -> Textes:
        """Return the codes of communes."""
        codes: Textes = self.contexte.territoire.communes["commune"].to_numpy(object)
        return codes[indices]

    def departements(self, rangs: Entiers) -> Textes:
        """Return the codes of départements."""
        return np.array(self.contexte.territoire.departements, dtype=object)[rangs]

    def etablissements(self, indices: Entiers) -> Textes:
        """Return the codes of établissements."""
        codes: Textes = self.contexte.etablissements["etablissement"].to_numpy(object)
        return codes[indices]

    def tirer_etablissement(self, departement: Entiers, alea: np.random.Generator) -> Entiers:
        """Return (candidats,) an établissement of that département where each teaches, else -1."""
        postes = self.contexte.postes[self.contexte.postes["nature"] == "ETB"]
        nombre = len(self.contexte.territoire.departements)
        lieux = self.contexte.territoire.departement[postes["indice"].to_numpy()]
        cles = postes["rang_discipline"].to_numpy() * nombre + lieux
        ordre = np.argsort(cles, kind="stable")
        voulues = self.candidats["rang_discipline"].to_numpy() * nombre + departement
        debut = np.searchsorted(cles[ordre], voulues)
        taille = np.searchsorted(cles[ordre], voulues, side="right") - debut
        place = debut + (alea.random(len(voulues)) * taille).astype(np.int64)
        tire = postes["lieu"].to_numpy()[ordre[np.minimum(place, len(ordre) - 1)]]
        return np.where(taille > 0, tire, -1)


def texte(ou: Booleens, valeurs: Any) -> Textes:
    """Return texts where a mask says, missing elsewhere."""
    textes = np.full(len(ou), None, dtype=object)
    textes[ou] = np.broadcast_to(np.asarray(valeurs, dtype=object), len(ou))[ou]
    return textes


def entier(ou: Booleens, valeurs: Any) -> pd.api.extensions.ExtensionArray:
    """Return whole numbers where a mask says, missing elsewhere."""
    tous = np.broadcast_to(np.asarray(valeurs, dtype=np.int64), len(ou))
    return pd.arrays.IntegerArray(tous.copy(), ~ou)


def dates(ou: Booleens, jours: Any) -> Dates:
    """Return days where a mask says, missing elsewhere."""
    return np.where(ou, jours, np.datetime64("NaT")).astype("datetime64[s]")


def tirer(alea: np.random.Generator, parts: Mapping[str, float], nombre: int) -> Textes:
    """Draw words by their shares, which add up to one."""
    mots: Textes = alea.choice(np.array(list(parts), dtype=object), nombre, p=list(parts.values()))
    return mots
