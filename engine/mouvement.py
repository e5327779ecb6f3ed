"""The mouvement, from a checked campaign to its result: the one way through."""

import pandas as pd

from mouvement.engine import affectations, audit, barres, recit, recit_complement
from mouvement.engine.amelioration import AUCUN_ECHANGE, AUCUN_REFUS, ameliorer
from mouvement.engine.campagne import Campagne
from mouvement.engine.complement import completer
from mouvement.engine.contrats import Contrats, compiler
from mouvement.engine.derogations import AUCUNE, Placee, exiger_les_forces, priver
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.instruction.retouches import signaler
from mouvement.engine.instruction.suites import suites
from mouvement.engine.placement import Etapes, Executer, Suivi, placer
from mouvement.engine.resultat import Resultat


def affecter(campagne: Campagne, suivi: Suivi = lambda quoi, fait, total: None) -> Resultat:
    """Place everybody and write the audit tables; CertificatRompu if a condition fails."""
    return affecter_instruite(instruire(campagne), suivi)


def affecter_instruite(
    instruction: Instruction, suivi: Suivi = lambda quoi, fait, total: None
) -> Resultat:
    """Do the same once the rules have been applied."""
    placee = placer_instruite(instruction, suivi)
    return rediger(placee, temoigner(instruction, suivi))


def placer_instruite(instruction: Instruction, suivi: Suivi, executer: Executer = map) -> Placee:
    """Compile the contracts and go through the stages."""
    contrats = compiler(instruction)
    return Placee(instruction, contrats, resoudre(instruction, contrats, suivi, executer))


def temoigner(instruction: Instruction, suivi: Suivi, executer: Executer = map) -> Placee | None:
    """Place everybody without the administration's decisions; None when there are none."""
    if instruction.sans_decisions is None:
        return None
    return placer_instruite(instruction.sans_decisions, suivi, executer)


def resoudre(
    instruction: Instruction, contrats: Contrats, suivi: Suivi, executer: Executer = map
) -> Etapes:
    """Go through the stages that the campaign asks for.

    ``executer`` : solves the components of the general stage, see ``placement.placer``.

    Raises
    ------
    CertificatRompu : a condition fails.
    DonneesRefusees : a decision of the administration cannot be carried out.
    """
    campagne = instruction.campagne
    general = placer(campagne, contrats, suivi, executer)
    etapes = Etapes(general, general, AUCUN_ECHANGE, AUCUN_REFUS)
    if campagne.options.amelioration:
        etapes = ameliorer(campagne, contrats, general, suivi)
    exiger_les_forces(campagne, contrats, etapes)
    return completer(instruction, contrats, etapes, suivi)


def rediger(placee: Placee, temoin: Placee | None) -> Resultat:
    """Turn grants, seats and barres into the result's tables.

    ``temoin`` : the same without decisions, which tells whom they deprive.
    """
    instruction, contrats, etapes = placee.instruction, placee.contrats, placee.etapes
    campagne = instruction.campagne
    privations = priver(placee, temoin) if temoin else AUCUNE
    attribuees = affectations.affectations(campagne, contrats, etapes)
    signalements = signaler(suites(instruction, attribuees), privations.signalements)
    return Resultat(
        affectations=attribuees,
        audit=audit.audit(instruction, contrats, etapes, privations.lignes),
        baremes=instruction.baremes,
        barres=barres.publier(campagne.academie, contrats, etapes),
        priorites=audit.priorites(contrats, etapes),
        ameliorations=recit.ameliorations(campagne, contrats, etapes.echanges),
        complements=recit_complement.complements(contrats, etapes),
        rejets=_par_cle(instruction.rejets, "table", "ligne", "colonne"),
        signalements=_par_cle(signalements, "candidat", "signalement", "regle"),
    )


def _par_cle(lignes: pd.DataFrame, *cle: str) -> pd.DataFrame:
    return lignes.sort_values(list(cle), kind="stable", ignore_index=True)
