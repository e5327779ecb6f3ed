"""The improvement stage: exchanges among those who are already inside a zone (modele.md §5).

Zone by zone, départements then groupements then communes, then the replacement zones, those whom
the mouvement left there, or brought there by a wide vœu, share their own seats in a closed market.
The rule set says, level by level, on what they are compared, and whether who was seated by a wide
vœu may claim his seat. Nobody outside takes part, for he did not pass the zone's entry barre;
nobody's grant ever gets worse. The levels are gone through again until no grant changes.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import CertificatRompu
from mouvement.engine.fermeture import Booleens, MarcheFerme, fermer
from mouvement.engine.guidage import Guide
from mouvement.engine.instruction.instruction import NIVEAUX
from mouvement.engine.placement import Etapes, Placements, Suivi
from mouvement.engine.resolution import solveur
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.revendications import GARANTIE, SIEGE, VOEU
from mouvement.solvers import OPEN, SOLVERS, Outcome, certificate, seat

COLONNES = [
    *("tour", "niveau", "lieu", "candidat", "titulaire"),
    *("ligne_avant", "poste_avant", "ligne_apres", "poste_apres", "barre"),
    *("commune", "points", "sort_siege", "points_siege", "ligne_siege"),
]
COLONNES_REFUS = [
    *("niveau", "lieu", "ligne", "commune", "points"),
    *("entrant", "points_siege", "ligne_siege"),
]
SANS_SIEGE, GARDE, PERDU, MIEUX = range(-1, 3)
"""What becomes of a claim: there is none, the seat is kept, it is not, its author has better."""

AUCUN_ECHANGE = pd.DataFrame(columns=COLONNES, dtype="int64")
AUCUN_REFUS = pd.DataFrame(columns=COLONNES_REFUS, dtype="int64")


def ameliorer(campagne: Campagne, contrats: Contrats, general: Placements, suivi: Suivi) -> Etapes:
    """Add the stage to the general one; CertificatRompu when a certificate fails.

    The exchanges, one line for each agent of a closed market where some grant changed, have the
    columns ``COLONNES``: candidats, lines and postes are numbered as in ``Contrats``, ``lieu`` is
    the zone's label, ``barre`` in thousandths (missing: open); see ``_comparaisons`` for the last
    ones. ``Etapes.refus`` tells whom the claims of the end refuse.
    """
    guide = Guide(campagne, contrats) if campagne.options.guidage == "indicatifs" else None
    solve = SOLVERS[solveur(campagne.options.solveur)]
    etat, recits, refus = general, [AUCUN_ECHANGE], [AUCUN_REFUS]
    niveaux = [nom for nom in NIVEAUX if nom in contrats.comparaisons]
    niveau, tour = 0, 1
    while len(refus) <= len(niveaux):  # A level that changes nothing tells whom it refuses.
        nom = niveaux[niveau]
        ferme = fermer(contrats, etat, nom)
        outcome = solve(ferme.marche.market)
        touche = _touches(ferme, outcome)
        if touche.any():
            avant, etat = etat, _appliquer(etat, ferme, outcome, touche, guide)
            recit = _raconter(contrats, avant, etat, ferme, outcome, touche)
            recits.append(recit.assign(tour=tour, niveau=nom))
            refus = [AUCUN_REFUS]
        else:
            refus.append(_refus(contrats, ferme, outcome).assign(niveau=nom))
        niveau += 1
        suivi(f"niveaux, amélioration, tour {tour}", niveau, len(niveaux))
        if niveau == len(niveaux):
            niveau, tour = 0, tour + 1
    echanges, refuses = (pd.concat(parts, ignore_index=True) for parts in (recits, refus))
    return Etapes(general, etat, echanges, refuses)


def _touches(ferme: MarcheFerme, outcome: Outcome) -> Booleens:
    """Whether each candidate is in a zone where somebody got better than his grant."""
    change = ferme.offres.genre[outcome.granted] == VOEU
    return np.isin(ferme.zone, ferme.zone[change])


def _appliquer(
    etat: Placements,
    ferme: MarcheFerme,
    outcome: Outcome,
    touche: Booleens,
    guide: Guide | None,
) -> Placements:
    """Give the new grants, and seat again those of the zones where one changed."""
    marche, market = ferme.marche, ferme.marche.market
    choix, guides = guide.choix(marche, outcome) if guide else ([], np.zeros_like(outcome.granted))
    gens = marche.candidats
    seats = np.where(
        touche, seat(market, outcome, choix), np.searchsorted(marche.postes, etat.poste[gens])
    )
    constats = certificate(market, outcome.granted, seats, outcome.poste_barre)
    if constats:
        raise CertificatRompu([f"amélioration {marche.nom} : {constat}" for constat in constats])
    ligne, poste, guide_siege = etat.ligne.copy(), etat.poste.copy(), etat.guide.copy()
    ligne[gens] = marche.lignes[outcome.granted]
    poste[gens] = marche.postes[seats]
    deplace = touche & (ferme.offres.genre[outcome.granted] != SIEGE)
    guide_siege[gens[deplace]] = guides[deplace]
    return replace(etat, ligne=ligne, poste=poste, guide=guide_siege)


def _raconter(
    contrats: Contrats,
    avant: Placements,
    apres: Placements,
    ferme: MarcheFerme,
    outcome: Outcome,
    touche: Booleens,
) -> pd.DataFrame:
    """Return the lines of the zones touched."""
    gens = ferme.marche.candidats[touche]
    recit = pd.DataFrame(
        {
            "lieu": _lieux(contrats, ferme, ferme.zone[touche]),
            "candidat": gens,
            "titulaire": ferme.titulaire[touche],
            "ligne_avant": avant.ligne[gens],
            "poste_avant": avant.poste[gens],
            "ligne_apres": apres.ligne[gens],
            "poste_apres": apres.poste[gens],
            "barre": _barres(ferme, outcome)[touche],
        }
    )
    return pd.concat([recit, _comparaisons(ferme, outcome)[touche].set_axis(recit.index)], axis=1)


def _lieux(contrats: Contrats, ferme: MarcheFerme, zones: Entiers) -> NDArray[np.object_]:
    """Return the label of each zone."""
    lieux = np.array(contrats.carte.niveau(ferme.marche.nom)[1], dtype=object)
    return lieux[zones // len(contrats.carte.disciplines)]


def _comparaisons(ferme: MarcheFerme, outcome: Outcome) -> pd.DataFrame:
    """Return on what each candidate was compared.

    ``commune`` : whether better vœux are ranked by the common part. ``points`` : what ranks the
    contract granted (``AUCUN``: nothing does). ``sort_siege, points_siege, ligne_siege`` : what
    became of his claim, its points, the vœu that they are of (``AUCUN``: the common part).
    """
    offres, genre = ferme.offres, ferme.offres.genre[outcome.granted]
    siege = ferme.sieges
    sort = np.select([genre == SIEGE, genre == GARANTIE], [GARDE, PERDU], MIEUX)
    return pd.DataFrame(
        {
            "commune": np.full(len(siege), ferme.comparaison.bareme == "partie_commune"),
            "points": offres.compares[outcome.granted],
            "sort_siege": np.where(siege == AUCUN, SANS_SIEGE, sort),
            "points_siege": np.append(offres.compares, AUCUN)[siege],
            "ligne_siege": np.append(offres.source, AUCUN)[siege],
        }
    )


def _refus(contrats: Contrats, ferme: MarcheFerme, outcome: Outcome) -> pd.DataFrame:
    """Return the better vœux of titulaires that an entrant's claim keeps from being granted."""
    market, offres = ferme.marche.market, ferme.offres
    auteur = market.candidate
    mieux = np.arange(market.contracts) < outcome.granted[auteur]
    rang = outcome.zone_barre[market.zone]
    dernier = market.contract_of_rank[np.where(rang == market.closed, OPEN, rang)]
    tenu = (rang != OPEN) & (rang != market.closed) & (offres.genre[dernier] == SIEGE)
    refuses = np.flatnonzero(mieux & tenu & ferme.titulaire[auteur])
    devant = dernier[refuses]
    return pd.DataFrame(
        {
            "lieu": _lieux(contrats, ferme, ferme.zone[auteur[refuses]]),
            "ligne": offres.ligne[refuses],
            "points": offres.compares[refuses],
            "entrant": offres.auteur[devant],
            "points_siege": offres.compares[devant],
            "ligne_siege": offres.source[devant],
            "commune": np.full(len(refuses), ferme.comparaison.bareme == "partie_commune"),
        }
    )


def _barres(ferme: MarcheFerme, outcome: Outcome) -> pd.Series:
    """Return (candidates,) the closed market's barre of each granted contract, in points."""
    market = ferme.marche.market
    rang = outcome.zone_barre[market.zone[outcome.granted]]
    points = ferme.offres.compares[market.contract_of_rank[rang.clip(max=market.contracts)]]
    barres = np.where((points == AUCUN) | (rang == market.closed), BARRE_FERMEE, points)
    return pd.Series(barres, dtype="Int64").mask(rang == OPEN)
