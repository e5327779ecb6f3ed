"""Coverage: who could sit anywhere in his zone is sent first where somebody is needed.

The column ``postes.couverture_minimale``, when the rule set has this fact, says how many agents
each poste needs. It changes no grant, and moves those alone whom nothing guides.
"""

from collections.abc import Iterable

from mouvement.engine.composantes import Marche
from mouvement.engine.contrats import Contrats
from mouvement.solvers import Choices, Outcome

COLONNE = "couverture_minimale"


def couvrir(
    contrats: Contrats, marche: Marche, outcome: Outcome, indifferents: Iterable[int]
) -> Choices:
    """Return a round of choices: each in turn takes a poste of his zone that needs somebody yet.

    Parameters
    ----------
    indifferents : candidates of the market, in the order in which they choose.
    """
    if COLONNE not in contrats.carte.postes:
        return
    minimum = contrats.carte.postes[COLONNE].to_numpy()[marche.postes].tolist()
    besoins = [poste for poste, nombre in enumerate(minimum) for _ in range(nombre)]
    ptr, postes = marche.market.zone_ptr, marche.market.zone_poste
    for candidat in indifferents if besoins else ():
        zone = marche.market.zone[outcome.granted[candidat]]
        dedans = set(postes[ptr[zone] : ptr[zone + 1]].tolist())
        siens = [poste for poste in besoins if poste in dedans]
        if siens:
            besoins.remove(siens[0])
            yield candidat, [(poste,) for poste in siens]
