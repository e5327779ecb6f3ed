"""What explains the differences of one case, the root cause first."""

import numpy as np

from mouvement.engine.contrats import Entiers
from mouvement.scenarios.rejeu.atteintes import atteintes
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
            return _ou_egalites(enquete, gens, entiere)
    trouvees += hors_voeux(enquete, gens)
    trouvees += surnombres(enquete, inconnus, gens)
    trouvees += atteintes(enquete, gens)
    if not trouvees:
        trouvees = [_inexplique(enquete, int(gens[0]))]
    return sorted(trouvees, key=lambda cause: cause.rang)


def _ou_egalites(enquete: Enquete, gens: Entiers, entiere: list[Cause]) -> list[Cause]:
    """Prefer ties to an exchange that nobody asked for, where they explain the case too."""
    demandee = enquete.placee.instruction.campagne.options.amelioration
    if entiere[0].nature == "AMELIORATION" and not demandee:
        atteints = atteintes(enquete, gens)
        if atteints and all(cause.nature == "EGALITE" for cause in atteints):
            return sorted(atteints, key=lambda cause: cause.rang)
    return entiere


def _inexplique(enquete: Enquete, qui: int) -> Cause:
    passe = enquete.passe
    return Cause("INEXPLIQUE", qui, int(passe.poste[qui]), int(passe.ligne[qui]))
