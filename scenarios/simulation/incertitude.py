"""What is uncertain in a campaign, and one draw of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.erreurs import DonneesRefusees
from mouvement.io.fautes import Releve

Entiers = NDArray[np.int64]
Booleens = NDArray[np.bool_]
Reels = NDArray[np.float64]
_FLUX_POSTES, _FLUX_SUPPORTS, _FLUX_CANDIDATS = range(3)


@dataclass(frozen=True)
class Reglages:
    """What the command line says, for whom the tables say nothing.

    Attributes
    ----------
    vacants : how many supports more or less, where some are vacant.
    part_vacants : chance that a vacant support is withdrawn, and that another comes with it.
    retraits : chance that a candidat withdraws.
    """

    vacants: int = 0
    part_vacants: float = 0.0
    retraits: float = 0.0


@dataclass(frozen=True)
class Incertitude:
    """What may vary.

    Attributes
    ----------
    moins, plus : (postes,) least and most vacant supports, all as likely.
    mobiles : the poste of each support that may double or go.
    part : the chance of either.
    retrait : (candidats,) chance that each withdraws.
    """

    moins: Entiers
    plus: Entiers
    mobiles: Entiers
    part: float
    retrait: Reels

    def tirer(self, graine: int, numero: int) -> tuple[Entiers, Booleens]:
        """Return (postes,) the supports vacant and (candidats,) who withdraws, in one draw.

        Each draw has streams of its own, by seed and number: it does not matter who computes it,
        nor what the others are; nor do the postes' chances move the candidats'.
        """
        largeur = self.plus - self.moins + 1
        hasard = _flux(graine, numero, _FLUX_POSTES).random(len(largeur))
        vacants = self.moins + np.floor(hasard * largeur).astype(np.int64)
        hasard = _flux(graine, numero, _FLUX_SUPPORTS).random(len(self.mobiles))
        perdus, doubles = self.mobiles[hasard < self.part], self.mobiles[hasard >= 1 - self.part]
        vacants += np.bincount(doubles, minlength=len(vacants))
        vacants -= np.bincount(perdus, minlength=len(vacants))
        hasard = _flux(graine, numero, _FLUX_CANDIDATS).random(len(self.retrait))
        return vacants, hasard < self.retrait


def _flux(graine: int, numero: int, nature: int) -> np.random.Generator:
    # Seeds are signed 64-bit numbers; SeedSequence takes none below 0.
    source = np.random.SeedSequence(graine % 2**64, spawn_key=(numero, nature))
    return np.random.Generator(np.random.PCG64(source))


def incertitude(campagne: Campagne, reglages: Reglages) -> Incertitude:
    """Return what the tables say, and for whom they say nothing, the settings.

    Raises
    ------
    DonneesRefusees : bounds that do not hold the declared number.
    """
    postes, candidats = campagne.postes, campagne.candidats
    vacants = postes["vacants"].to_numpy(dtype=np.int64)
    dits = {nom: _colonne(postes, nom) for nom in ("vacants_min", "vacants_max")}
    muets = dits["vacants_min"].isna() & dits["vacants_max"].isna() & (vacants > 0)
    ecart = np.where(muets, reglages.vacants, 0)
    moins = dits["vacants_min"].to_numpy(dtype=np.int64, na_value=-1)
    plus = dits["vacants_max"].to_numpy(dtype=np.int64, na_value=-1)
    moins = np.where(moins < 0, np.maximum(vacants - ecart, 0), moins)
    plus = np.where(plus < 0, vacants + ecart, plus)
    _exiger_dedans(postes, vacants, moins, plus)
    retrait = _colonne(candidats, "probabilite_retrait").to_numpy(np.float64, na_value=np.nan)
    retrait = np.where(np.isnan(retrait), reglages.retraits, retrait / 1000)
    seuls = muets & (reglages.part_vacants > 0)
    mobiles = np.repeat(np.arange(len(vacants)), np.where(seuls, vacants, 0))
    return Incertitude(moins, plus, mobiles, reglages.part_vacants, retrait)


def _colonne(table: pd.DataFrame, nom: str) -> pd.Series:
    if nom in table:
        return table[nom].astype("Int64")
    return pd.Series(pd.NA, index=table.index, dtype="Int64")


def _exiger_dedans(postes: pd.DataFrame, vacants: Entiers, moins: Entiers, plus: Entiers) -> None:
    releve = Releve()
    for nom, dehors, valeurs in (
        ("vacants_min", moins > vacants, moins),
        ("vacants_max", plus < vacants, plus),
    ):
        releve.lignes(
            "postes",
            nom,
            postes["ligne"].to_numpy()[dehors].tolist(),
            valeurs[dehors].tolist(),
            "vacants n'est pas entre vacants_min et vacants_max",
            "Corriger l'une des trois colonnes.",
        )
    if releve.fautes:
        raise DonneesRefusees(releve.fautes)
