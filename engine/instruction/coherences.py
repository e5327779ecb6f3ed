"""What must hold of the data under a rule set, before anything is computed: faults, all at once."""

from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.engine.erreurs import Faute
from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.elements import sans_cas
from mouvement.engine.instruction.reglementaire import tableau
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Coherence


def fautes(campagne: Campagne) -> list[Faute]:
    """Return every fault of a campaign against its rule set's coherences and elements."""
    reglement = reglements.de(campagne)
    depart = tableau(campagne, reglement)
    trouvees = [f for coherence in reglement.coherences for f in _coherence(depart, coherence)]
    for element in reglement.elements:
        if element.obligatoire:
            trouvees += sans_cas(depart, element)
    return trouvees


def _coherence(depart: Tableau, coherence: Coherence) -> list[Faute]:
    """Return one fault for each row where ``si`` holds and ``exige`` does not."""
    masque = conditions.evaluer(depart, [coherence.si, {"sauf": coherence.exige}])
    table, lignes = ("voeux", depart.voeux) if masque.par_voeu else ("candidats", depart.candidats)
    colonne = depart.colonne(coherence.colonne)
    valeurs = colonne.valeurs if masque.par_voeu == colonne.par_voeu else None
    numeros = lignes["ligne"].to_numpy()
    return [
        Faute(
            table,
            int(numeros[place]),
            coherence.colonne,
            "" if valeurs is None else _dire(valeurs.iat[place]),
            coherence.sens,
            coherence.remede,
            coherence.regles,
        )
        for place in np.flatnonzero(masque.valeurs).tolist()
    ]


def _dire(valeur: Any) -> str:
    return "" if pd.isna(valeur) else str(valeur)
