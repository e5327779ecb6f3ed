"""The mouvement, from a checked campaign to its result: the one way through."""

import pandas as pd

from mouvement.engine import affectations, audit, barres, recit
from mouvement.engine.amelioration import AUCUN_ECHANGE, ameliorer
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, compiler
from mouvement.engine.placement import Etapes, Suivi, placer
from mouvement.engine.resultat import Resultat


def affecter(campagne: Campagne, suivi: Suivi = lambda quoi, fait, total: None) -> Resultat:
    """Place everybody and write the audit tables; CertificatRompu if a condition fails."""
    contrats = compiler(campagne)
    return rediger(campagne, contrats, resoudre(campagne, contrats, suivi))


def resoudre(campagne: Campagne, contrats: Contrats, suivi: Suivi) -> Etapes:
    """Go through the stages that the campaign asks for."""
    general = placer(campagne, contrats, suivi)
    if campagne.options.amelioration:
        return ameliorer(campagne, contrats, general, suivi)
    return Etapes(general, general, AUCUN_ECHANGE)


def rediger(campagne: Campagne, contrats: Contrats, etapes: Etapes) -> Resultat:
    """Turn grants, seats and barres into the result's tables."""
    return Resultat(
        affectations=affectations.affectations(campagne, contrats, etapes),
        audit=audit.audit(campagne, contrats, etapes),
        baremes=audit.baremes(campagne),
        barres=barres.barres(campagne.academie, contrats, etapes.general),
        priorites=audit.priorites(contrats),
        ameliorations=recit.ameliorations(campagne, contrats, etapes.echanges),
        rejets=_rejets(),
    )


def _rejets() -> pd.DataFrame:
    """With declared barèmes no input row is set aside: what is wrong is refused on reading."""
    colonnes = ("table", "ligne", "cle", "colonne", "motif", "valeur")
    vide = pd.DataFrame({nom: pd.Series([], dtype="str") for nom in colonnes})
    return vide.astype({"ligne": "int64"})
