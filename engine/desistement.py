"""Withdrawals after the mouvement: the least chain of changes that leaves no justified envy.

Those who withdraw leave what they got; a titulaire goes back to his poste. The others keep the very
poste that they have, above everything, and ask for their better vœux with the mouvement's
priorities: a closed market, as in the improvement stage, of everybody whom the freed supports can
reach. Its least kernel moves those alone who move in every outcome without envy.

Left where they are: members of tied couples, who cannot move alone, and those whom a decision of
the administration places. Supports that the mouvement left vacant stay so.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import CertificatRompu, DonneesRefusees, Faute
from mouvement.engine.instruction.decisions import FORCE
from mouvement.engine.zones import Contenus
from mouvement.solvers import Market, certificate, least_kernel, seat

Booleens = NDArray[np.bool_]


@dataclass(frozen=True)
class Etat:
    """Who has what.

    Attributes
    ----------
    ligne : (candidats,) line of ``Contrats.table`` of the granted contract, or ``AUCUN``. For a
        poste of the complementary stage, which is no contract of that table, the first line of
        the vœu.
    poste : (candidats,) number of the poste, or ``AUCUN``.
    """

    ligne: Entiers
    poste: Entiers


def lire_etat(contrats: Contrats, affectations: pd.DataFrame) -> Etat:
    """Return what a result's affectations say, in the numbers of its contracts."""
    noms = pd.Index(contrats.candidats["candidat"])
    siennes = affectations.set_index("candidat").loc[noms]
    poste: Entiers = pd.Index(contrats.carte.postes["poste"]).get_indexer(
        pd.Index(siennes["poste"])
    )
    table = contrats.table
    auteur, ordre, rang = (table[nom].to_numpy() for nom in ("candidat", "ordre", "rang"))
    accorde = siennes["ordre"].to_numpy(dtype=np.int64, na_value=AUCUN)
    vise = siennes["rang"].to_numpy(dtype=np.int64, na_value=AUCUN)
    complete = (siennes["etape"].astype("str") == "COMPLEMENT").to_numpy()
    trouve = np.where(
        complete[auteur],
        (rang == vise[auteur]) & (rang > 0),
        (ordre == accorde[auteur]) & (ordre > 0),
    )
    ligne = np.full(len(noms), AUCUN)
    # Backwards, so that the first line found is the one that stays.
    lignes = np.flatnonzero(trouve)[::-1]
    ligne[auteur[lignes]] = lignes
    return Etat(ligne, poste)


def retirer(contrats: Contrats, etat: Etat, retires: Booleens) -> tuple[Etat, Entiers]:
    """Return the state once they have left, and (postes,) the supports that they free.

    Raises
    ------
    DonneesRefusees : a titulaire's own poste is taken.
    """
    candidats, postes = contrats.candidats, len(contrats.capacite)
    titulaire = candidats["titulaire"].to_numpy()
    actuel = candidats["numero_actuel"].to_numpy()
    rentre = retires & titulaire
    assis = etat.poste != AUCUN
    autres = np.bincount(etat.poste[assis & ~retires], minlength=postes)
    repris = np.bincount(actuel[rentre], minlength=postes)
    reste = contrats.capacite - autres - repris
    if (reste < 0).any():
        raise DonneesRefusees(_prises(contrats, etat, retires, reste))
    quittes = np.bincount(etat.poste[assis & retires], minlength=postes)
    ligne, poste = etat.ligne.copy(), etat.poste.copy()
    ligne[retires], poste[retires] = AUCUN, AUCUN
    maintiens = np.flatnonzero(contrats.maintien)
    auteurs = contrats.table["candidat"].to_numpy()[maintiens]
    les_leurs = rentre[auteurs]
    ligne[auteurs[les_leurs]] = maintiens[les_leurs]
    poste[rentre] = actuel[rentre]
    libres: Entiers = np.maximum(quittes - repris, 0)
    return Etat(ligne, poste), libres


def _prises(contrats: Contrats, etat: Etat, retires: Booleens, reste: Entiers) -> list[Faute]:
    """Say of each titulaire who cannot go back who holds his poste."""
    candidats, noms = contrats.candidats, contrats.candidats["candidat"]
    actuel = candidats["numero_actuel"].to_numpy()
    fautes = []
    for numero in np.flatnonzero(retires & candidats["titulaire"].to_numpy()).tolist():
        poste = actuel[numero]
        if reste[poste] >= 0:
            continue
        trop = -int(reste[poste])
        tenants = ", ".join(sorted(noms[(etat.poste == poste) & ~retires]))
        fautes.append(
            Faute(
                "affectations",
                None,
                "poste",
                str(contrats.carte.postes["poste"].iloc[poste]),
                f"{noms.iloc[numero]} ne peut pas revenir sur ce poste : il est tenu par {tenants}",
                "Personne ne doit y perdre : retirer ce candidat de la demande, ou y ajouter "
                f"{'un' if trop == 1 else trop} de ceux qui tiennent son poste.",
            )
        )
    return fautes


def tenus(campagne: Campagne, contrats: Contrats) -> Booleens:
    """Return (candidats,) who stays where he is: tied couples, and those placed by decision."""
    candidats, decisions = contrats.candidats, campagne.decisions
    forces = decisions.loc[decisions["nature"] == FORCE, "candidat"]
    fixes: Booleens = candidats["candidat"].isin(forces).to_numpy()
    if campagne.options.simultanees == "liees":
        fixes = fixes | candidats["simultanee"].notna().to_numpy()
    return fixes


def enchainer(contrats: Contrats, etat: Etat, libres: Entiers, fixes: Booleens) -> Etat:
    """Give the freed supports, and those that this frees in turn.

    ``fixes`` : (candidats,) who takes no part: those who withdraw among them.

    Raises
    ------
    CertificatRompu : the outcome is no kernel.
    """
    lignes = np.flatnonzero(_mieux(contrats, etat) & ~fixes[contrats.table["candidat"]])
    zone = contrats.table["zone"].to_numpy()
    auteur = contrats.table["candidat"].to_numpy()
    atteints = libres > 0
    while True:
        utiles = lignes[(contrats.zones.somme(atteints.astype(np.int64)) > 0)[zone[lignes]]]
        gens = np.unique(auteur[utiles])
        sieges = etat.poste[gens][etat.poste[gens] != AUCUN]
        if atteints[sieges].all():
            break
        atteints[sieges] = True
    if not len(gens):
        return etat
    capacite = libres + np.bincount(sieges, minlength=len(libres))
    market, siennes, postes = _marche(contrats, etat, utiles, gens, capacite)
    outcome = least_kernel(market)
    seats = seat(market, outcome)
    constats = certificate(market, outcome.granted, seats, outcome.poste_barre)
    if constats:
        raise CertificatRompu([f"désistements : {constat}" for constat in constats])
    ligne, poste = etat.ligne.copy(), etat.poste.copy()
    # NOT_GRANTED is -1, and so the item appended.
    ligne[gens] = np.append(siennes, AUCUN)[outcome.granted]
    poste[gens] = np.append(postes, AUCUN)[seats]
    return Etat(ligne, poste)


def _mieux(contrats: Contrats, etat: Etat) -> Booleens:
    """Return (lines,) what its author would rather have; the extension only to have something."""
    table = contrats.table
    accorde = etat.ligne[table["candidat"]]
    rien = accorde == AUCUN
    voulue = contrats.exprime | (contrats.extension & rien)
    mieux: Booleens = (
        (table["ordre"] > 0).to_numpy() & voulue & (rien | (np.arange(len(table)) < accorde))
    )
    return mieux


def _marche(
    contrats: Contrats, etat: Etat, mieux: Entiers, gens: Entiers, capacite: Entiers
) -> tuple[Market, Entiers, Entiers]:
    """Return the market of these people, the line of each contract, the number of each poste.

    The contracts of each are his better lines, then the poste that he has.
    """
    places = gens[etat.poste[gens] != AUCUN]
    table, auteur = contrats.table, contrats.table["candidat"].to_numpy()
    qui = np.concatenate([auteur[mieux], places])
    siennes = np.concatenate([mieux, etat.ligne[places]])
    garantie = np.repeat([False, True], [len(mieux), len(places)])
    ordre = np.lexsort((siennes, garantie, qui))
    zones = _zones(contrats, mieux, etat.poste[places], capacite)
    qui, siennes, garantie = qui[ordre], siennes[ordre], garantie[ordre]
    priorite = np.where(garantie, 0, table["rang_priorite"].to_numpy()[siennes])
    discipline = contrats.candidats["numero_discipline"].to_numpy()[qui]
    rang = np.empty(len(siennes), dtype=np.int64)
    rang[np.lexsort((qui, priorite, discipline, garantie))] = np.arange(1, len(siennes) + 1)
    postes = np.flatnonzero(capacite)
    market = Market(
        capacity=capacite[postes],
        zone_ptr=zones.ptr,
        zone_poste=np.searchsorted(postes, zones.poste),
        candidate_ptr=np.append(np.searchsorted(qui, gens), len(qui)),
        zone=ordre,
        rank=rang,
    )
    return market, siennes, postes


def _zones(contrats: Contrats, mieux: Entiers, sieges: Entiers, capacite: Entiers) -> Contenus:
    """Return a zone for each better line, cut to the supports there are, and for each seat."""
    larges = contrats.zones.choisir(contrats.table["zone"].to_numpy()[mieux])
    larges = larges.garder(capacite[larges.poste] > 0)
    fin = larges.ptr[-1] + np.arange(1, len(sieges) + 1)
    return Contenus(np.append(larges.ptr, fin), np.append(larges.poste, sieges))
