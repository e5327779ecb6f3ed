"""What explains the differences of one case, the root cause first."""

import numpy as np

from mouvement.scenarios.rejeu.atteintes import atteintes, places_libres
from mouvement.scenarios.rejeu.donnees import absences, etrangers, hors_voeux, surnombres
from mouvement.scenarios.rejeu.enquete import Cause, Enquete
from mouvement.scenarios.rejeu.entieres import explication_entiere


def causes(enquete: Enquete, membres: list[int]) -> list[Cause]:
    """Return the causes of a case; there is always one, be it that nothing explains it."""
    gens = np.array([m for m in membres if m < enquete.effectif], dtype=np.int64)
    inconnus = [m for m in membres if m >= enquete.effectif]
    trouvees = [*etrangers(enquete, inconnus), *absences(enquete, gens)]
    if not trouvees:
        entiere = explication_entiere(enquete, gens)
        if entiere:
            return entiere
    trouvees += hors_voeux(enquete, gens)
    trouvees += surnombres(enquete, inconnus, gens)
    trouvees += atteintes(enquete, gens)
    if not trouvees:
        trouvees = places_libres(enquete, gens) or [_inexplique(enquete, int(gens[0]))]
    return sorted(trouvees, key=lambda cause: cause.rang)


def _inexplique(enquete: Enquete, qui: int) -> Cause:
    passe = enquete.passe
    return Cause("INEXPLIQUE", qui, int(passe.poste[qui]), int(passe.ligne[qui]))
