"""The improvement stage: exchanges among those who are already inside a zone (modele.md §5).

Zone by zone, départements then groupements then communes, then the replacement zones, those whom
the mouvement left there, or brought there by a wide vœu, share their own seats in a closed market.
Nobody outside takes part, for he did not pass the zone's entry barre; nobody's grant ever gets
worse. The levels are gone through again until no grant changes.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.barres import PERSONNE, points_des_tenants
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import CertificatRompu
from mouvement.engine.fermeture import Booleens, MarcheFerme, fermer
from mouvement.engine.guidage import Guide
from mouvement.engine.placement import Etapes, Placements, Suivi
from mouvement.engine.resolution import solveur
from mouvement.solvers import OPEN, SOLVERS, Outcome, certificate, seat

NIVEAUX = ("DPT", "GEO", "COM", "ZRD", "ZRA")
COLONNES = [
    *("tour", "niveau", "lieu", "candidat", "titulaire"),
    *("ligne_avant", "poste_avant", "ligne_apres", "poste_apres", "barre"),
]

AUCUN_ECHANGE = pd.DataFrame(columns=COLONNES, dtype="int64")


def ameliorer(campagne: Campagne, contrats: Contrats, general: Placements, suivi: Suivi) -> Etapes:
    """Add the stage to the general one; CertificatRompu when a certificate fails.

    The exchanges, one line for each agent of a closed market where some grant changed, have the
    columns ``COLONNES``: candidats, lines and postes are numbered as in ``Contrats``, ``lieu`` is
    the zone's label, ``barre`` in thousandths (missing: open).
    """
    guide = Guide(campagne, contrats) if campagne.options.guidage == "indicatifs" else None
    solve = SOLVERS[solveur(campagne.options.solveur)]
    etat, recits = general, [AUCUN_ECHANGE]
    calmes, niveau, tour = 0, 0, 1
    while calmes < len(NIVEAUX):
        ferme = fermer(contrats, etat, NIVEAUX[niveau])
        outcome = solve(ferme.marche.market)
        touche = _touches(ferme, outcome)
        calmes += 1
        if touche.any():
            calmes = 0
            avant, etat = etat, _appliquer(etat, ferme, outcome, touche, guide)
            recit = _raconter(contrats, avant, etat, ferme, outcome, touche)
            recits.append(recit.assign(tour=tour, niveau=NIVEAUX[niveau]))
        niveau += 1
        suivi(f"niveaux, amélioration, tour {tour}", niveau, len(NIVEAUX))
        if niveau == len(NIVEAUX):
            niveau, tour = 0, tour + 1
    return Etapes(general, etat, pd.concat(recits, ignore_index=True))


def _touches(ferme: MarcheFerme, outcome: Outcome) -> Booleens:
    """Whether each candidate is in a zone where somebody got better than his guarantee."""
    garanties = ferme.marche.market.candidate_ptr[1:] - 1
    return np.isin(ferme.zone, ferme.zone[outcome.granted != garanties])


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
    guide_siege[gens[touche]] = guides[touche]
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
    lieux = np.array(contrats.carte.niveau(ferme.marche.nom)[1], dtype=object)
    return pd.DataFrame(
        {
            "lieu": lieux[ferme.zone[touche] // len(contrats.carte.disciplines)],
            "candidat": gens,
            "titulaire": ferme.titulaire[touche],
            "ligne_avant": avant.ligne[gens],
            "poste_avant": avant.poste[gens],
            "ligne_apres": apres.ligne[gens],
            "poste_apres": apres.poste[gens],
            "barre": _barres(contrats, ferme, outcome)[touche],
        }
    )


def _barres(contrats: Contrats, ferme: MarcheFerme, outcome: Outcome) -> pd.Series:
    """Return (candidates,) the closed market's barre of each granted contract, in points."""
    marche, market = ferme.marche, ferme.marche.market
    rang = outcome.zone_barre[market.zone[outcome.granted]]
    dernier = market.contract_of_rank[rang.clip(max=market.contracts)]
    garantie = dernier == market.candidate_ptr[1:][market.candidate[dernier]] - 1
    lignes = np.where(garantie | (rang == market.closed), PERSONNE, marche.lignes[dernier])
    return points_des_tenants(contrats, np.where(rang == OPEN, AUCUN, lignes))
