"""The mouvement, from a checked campaign to its result: the one way through."""

import pandas as pd

from mouvement.engine import audit, barres
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, compiler
from mouvement.engine.placement import Placements, Suivi, placer
from mouvement.engine.resultat import Resultat


def affecter(campagne: Campagne, suivi: Suivi = lambda quoi, fait, total: None) -> Resultat:
    """Place everybody and write the audit tables; CertificatRompu if a condition fails."""
    contrats = compiler(campagne)
    return rediger(campagne, contrats, placer(campagne, contrats, suivi))


def rediger(campagne: Campagne, contrats: Contrats, placements: Placements) -> Resultat:
    """Turn grants, seats and barres into the result's tables."""
    return Resultat(
        affectations=audit.affectations(campagne, contrats, placements),
        audit=audit.audit(campagne, contrats, placements),
        baremes=audit.baremes(campagne),
        barres=barres.barres(campagne.academie, contrats, placements),
        priorites=audit.priorites(contrats),
        rejets=_rejets(),
    )


def _rejets() -> pd.DataFrame:
    """With declared barèmes no input row is set aside: what is wrong is refused on reading."""
    colonnes = ("table", "ligne", "cle", "colonne", "motif", "valeur")
    vide = pd.DataFrame({nom: pd.Series([], dtype="str") for nom in colonnes})
    return vide.astype({"ligne": "int64"})
