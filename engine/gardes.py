"""Guards: who an exchange of the improvement stage leaves in the type of établissement he is in.

What a candidat has already got in a lycée, say, a guard keeps for him: each of his contracts that
holds his seat is cut, in the place where he is (his commune for a guard of level ``COM``), to the
postes of the types guarded. His seat is one: guarantees stay jointly feasible. A vœu that does not
hold it, and so names something else, stays whole: he asked for it.
"""

import numpy as np

from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.zones import Contenus


def garder_les_types(
    contrats: Contrats, siege: Entiers, auteur: Entiers, zones: Contenus, zone: Entiers
) -> tuple[Contenus, Entiers]:
    """Return the zones with those of the guarded candidats cut, and the zone of each contract.

    Parameters
    ----------
    siege : (candidats,) poste of each, or ``AUCUN``.
    auteur, zone : (contracts,) whose each is, and what it asks for among ``zones``.
    """
    for (niveau, types), garde in contrats.gardes.groupby(["niveau", "types"]):
        place, _ = contrats.carte.niveau(str(niveau))
        types_gardes = str(types).split("|")
        bons = np.append(contrats.carte.postes["type"].isin(types_gardes), False)
        garde_ici = np.zeros(len(siege), dtype=np.bool_)
        garde_ici[garde["candidat"]] = True
        garde_ici &= bons[siege] & (place[siege] != AUCUN)
        vises = np.flatnonzero(garde_ici[auteur])
        propres = _couper(zones.choisir(zone[vises]), siege[auteur[vises]], place, bons)
        zone = zone.copy()
        zone[vises] = len(zones.ptr) - 1 + np.arange(len(vises))
        zones = zones.avec(propres)
    return zones, zone


def _couper(zones: Contenus, siege: Entiers, place: Entiers, bons: Booleens) -> Contenus:
    """Cut, in the place of the seat beside it, each zone that holds this seat."""
    sieges = siege[zones.zone]
    tient = np.isin(np.arange(len(siege)), zones.zone[zones.poste == sieges])
    interdits = tient[zones.zone] & (place[zones.poste] == place[sieges]) & ~bons[zones.poste]
    return zones.garder(~interdits)
