"""The changes that follow withdrawals, told support by support: who leaves it, who comes there."""

from collections import defaultdict

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.desistement import Booleens, Etat
from mouvement.engine.libelles import libelles_postes

DESISTEMENT, SUITE, ECHANGE = CAUSES = ("DESISTEMENT", "SUITE", "ECHANGE")
Maillon = tuple[int, int, int, str]
"""(chain, place in it, candidat, cause)."""


def maillons(
    contrats: Contrats, avant: Etat, apres: Etat, retires: Booleens, libres: Entiers
) -> list[Maillon]:
    """Return the chains: one for each withdrawal, then the exchanges that these made possible.

    A support freed goes to the strongest of those who come to its poste and are not told yet.
    """
    forces = contrats.table["rang_priorite"].to_numpy()
    change = (avant.ligne != apres.ligne) | (avant.poste != apres.poste)
    venus: dict[int, list[int]] = defaultdict(list)
    movers = np.flatnonzero(change & ~retires)
    # The strongest is popped first, hence comes last.
    for numero in movers[np.argsort(forces[apres.ligne[movers]], kind="stable")].tolist():
        venus[int(apres.poste[numero])].append(numero)
    reste, dits = libres.copy(), []
    # A support that a titulaire takes back goes no further.
    for chaine, numero in enumerate(np.flatnonzero(retires).tolist(), 1):
        dits.append((chaine, 1, numero, DESISTEMENT))
        poste = int(avant.poste[numero])
        if poste != AUCUN and poste != apres.poste[numero] and reste[poste]:
            reste[poste] -= 1
            dits += _suivre(avant, venus, poste, chaine, SUITE)
    chaine = int(np.count_nonzero(retires))
    for poste in sorted(venus):
        while venus[poste]:
            chaine += 1
            dits += _suivre(avant, venus, poste, chaine, ECHANGE)
    return dits


def _suivre(
    avant: Etat, venus: dict[int, list[int]], poste: int, chaine: int, cause: str
) -> list[Maillon]:
    """Follow a support from hand to hand until nobody comes."""
    dits, place = [], 1 if cause == ECHANGE else 2
    while poste != AUCUN and venus[poste]:
        numero = venus[poste].pop()
        dits.append((chaine, place, numero, cause))
        poste, place = int(avant.poste[numero]), place + 1
    return dits


def table_des_changements(
    campagne: Campagne, contrats: Contrats, avant: Etat, apres: Etat, dits: list[Maillon]
) -> pd.DataFrame:
    """Return one line for each link, in order."""
    chaine, place, numeros, cause = (list(colonne) for colonne in zip(*dits, strict=True))
    gens = np.array(numeros, dtype=np.int64)
    candidats = contrats.candidats
    libelles = libelles_postes(campagne, contrats.carte.postes)
    noms = contrats.carte.postes["poste"]
    return pd.DataFrame(
        {
            "chaine": chaine,
            "place": place,
            "candidat": candidats["candidat"].to_numpy()[gens],
            "discipline": candidats["discipline"].to_numpy()[gens],
            "cause": cause,
            "poste_avant": _nommer(noms, avant.poste[gens]),
            "poste_apres": _nommer(noms, apres.poste[gens]),
            "rang_avant": _rangs(contrats, avant.ligne[gens], "rang"),
            "rang_apres": _rangs(contrats, apres.ligne[gens], "rang"),
            "ordre_apres": _rangs(contrats, apres.ligne[gens], "ordre"),
            "bareme_apres": _rangs(contrats, apres.ligne[gens], "bareme"),
            "libelle_avant": _nommer(libelles, avant.poste[gens]),
            "libelle_apres": _nommer(libelles, apres.poste[gens]),
        }
    )


def affectations_apres(
    contrats: Contrats, originales: pd.DataFrame, avant: Etat, apres: Etat
) -> pd.DataFrame:
    """Return where everybody is after; who does not change keeps the line of the result."""
    noms = contrats.candidats["candidat"]
    colonnes = ["candidat", "discipline", "poste", "rang", "ordre"]
    table = originales.set_index("candidat").loc[noms].reset_index()[colonnes]
    change = (avant.ligne != apres.ligne) | (avant.poste != apres.poste)
    nouvelles = {
        "poste": _nommer(contrats.carte.postes["poste"], apres.poste),
        "rang": _rangs(contrats, apres.ligne, "rang"),
        "ordre": _rangs(contrats, apres.ligne, "ordre"),
    }
    for nom, valeurs in nouvelles.items():
        table[nom] = table[nom].where(~change, valeurs)
    return table.sort_values("candidat", ignore_index=True)


def _nommer(noms: pd.Series, numeros: Entiers) -> pd.Series:
    tous = noms.iloc[numeros.clip(0)].reset_index(drop=True)
    return tous.where(numeros != AUCUN)


def _rangs(contrats: Contrats, lignes: Entiers, colonne: str) -> pd.Series:
    """Return a number of each line's; missing without a line, and where the line has none."""
    valeurs = np.append(contrats.table[colonne].to_numpy(), AUCUN)[lignes]
    serie = pd.Series(valeurs).astype("Int64")
    return serie.where(valeurs > (AUCUN if colonne == "bareme" else 0))
