"""Coverage: who could sit anywhere in his zone is sent first where somebody is needed.

The column ``postes.couverture_minimale``, when the rule set has this fact, says how many agents
each poste needs. It changes no grant, and moves those alone whom nothing guides. Whoever can sit
nowhere else already counts where he sits.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from mouvement.engine.composantes import Marche
from mouvement.engine.contrats import Contrats
from mouvement.solvers import NOT_GRANTED, Choices, Open, Outcome, Round

COLONNE = "couverture_minimale"


def couvrir(
    contrats: Contrats, marche: Marche, outcome: Outcome, indifferents: Sequence[int]
) -> Round:
    """Return a round of choices: each in turn takes a poste of his zone that needs somebody yet.

    Where the holders are as many as the supports, as in a closed market, nobody has to choose:
    every poste gets as many as it has supports.

    Parameters
    ----------
    indifferents : candidates of the market, in the order in which they choose.
    """
    colonne, market = contrats.carte.postes.get(COLONNE), marche.market
    complet = np.count_nonzero(outcome.granted != NOT_GRANTED) == market.capacity.sum()
    if colonne is None or complet:
        return ()
    besoins: list[int] = colonne.to_numpy()[marche.postes].tolist()
    return (
        partial(_choisir, besoins, range(market.candidates), indifferents) if any(besoins) else ()
    )


def _choisir(
    besoins: list[int], tous: Sequence[int], indifferents: Sequence[int], ouverts: Open
) -> Choices:
    """Yield the choices of each, those before him being made: what he takes is needed no more."""

    def compter(candidat: int) -> None:
        if len(ouverts(candidat)) == 1:
            besoins[ouverts(candidat)[0]] -= 1

    for candidat in tous:
        compter(candidat)
    for candidat in indifferents:
        if len(ouverts(candidat)) > 1:
            yield candidat, [(poste,) for poste in ouverts(candidat) if besoins[poste] > 0]
            compter(candidat)
