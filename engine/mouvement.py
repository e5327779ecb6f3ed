"""The mouvement, from a checked campaign to its result: the one way through."""

import pandas as pd

from mouvement.engine import affectations, audit, barres, recit
from mouvement.engine.amelioration import AUCUN_ECHANGE, ameliorer
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, compiler
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.placement import Etapes, Suivi, placer
from mouvement.engine.resultat import Resultat


def affecter(campagne: Campagne, suivi: Suivi = lambda quoi, fait, total: None) -> Resultat:
    """Place everybody and write the audit tables; CertificatRompu if a condition fails."""
    return affecter_instruite(instruire(campagne), suivi)


def affecter_instruite(
    instruction: Instruction, suivi: Suivi = lambda quoi, fait, total: None
) -> Resultat:
    """Do the same once the rules have been applied."""
    contrats = compiler(instruction)
    return rediger(instruction, contrats, resoudre(instruction.campagne, contrats, suivi))


def resoudre(campagne: Campagne, contrats: Contrats, suivi: Suivi) -> Etapes:
    """Go through the stages that the campaign asks for."""
    general = placer(campagne, contrats, suivi)
    if campagne.options.amelioration:
        return ameliorer(campagne, contrats, general, suivi)
    return Etapes(general, general, AUCUN_ECHANGE)


def rediger(instruction: Instruction, contrats: Contrats, etapes: Etapes) -> Resultat:
    """Turn grants, seats and barres into the result's tables."""
    campagne = instruction.campagne
    return Resultat(
        affectations=affectations.affectations(campagne, contrats, etapes),
        audit=audit.audit(instruction, contrats, etapes),
        baremes=instruction.baremes,
        barres=barres.barres(campagne.academie, contrats, etapes.general),
        priorites=audit.priorites(contrats),
        ameliorations=recit.ameliorations(campagne, contrats, etapes.echanges),
        rejets=_par_cle(instruction.rejets, "table", "ligne", "colonne"),
        signalements=_par_cle(instruction.signalements, "candidat", "signalement", "regle"),
    )


def _par_cle(lignes: pd.DataFrame, *cle: str) -> pd.DataFrame:
    return lignes.sort_values(list(cle), kind="stable", ignore_index=True)
