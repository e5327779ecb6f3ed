"""The verifier itself: all the checks on one result, one after the other."""

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.instruction.suites import suites
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification.amelioration import verifier_amelioration
from mouvement.engine.verification.attendu import preparer
from mouvement.engine.verification.audit import Vus, verifier_audit
from mouvement.engine.verification.barres import rangs_des_postes, verifier_barres
from mouvement.engine.verification.certificat import verifier_certificat
from mouvement.engine.verification.colonnes import NUL
from mouvement.engine.verification.complement import (
    lire_complement,
    separer_les_barres,
    verifier_complement,
)
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.deplacements import lire_deplacements
from mouvement.engine.verification.derogations import (
    separer_les_prives,
    verifier_decisions,
    verifier_prives,
)
from mouvement.engine.verification.octrois import lire_octrois, verifier_octrois
from mouvement.engine.verification.optimum import verifier_optimum
from mouvement.engine.verification.sieges import verifier_sieges
from mouvement.engine.verification.simultanees import verifier_couples
from mouvement.engine.verification.sommes import verifier_sommes
from mouvement.engine.verification.tables import verifier_instruction, verifier_priorites


def verifier(
    campagne: Campagne, resultat: Resultat, instruction: Instruction | None = None
) -> list[Constat]:
    """Check a whole result against its campaign; an empty list means that it holds.

    The campaign is instructed again, unless that is done already (``instruction``): which vœux
    stand, and what each is worth, comes from the rules. What is granted is read in
    ``affectations`` and ``ameliorations``; everything else, in every table, is made again and must
    be equal. The published barres must then prove that stage one's grants break nobody's barème
    (modele.md §3), and a search for exchanges that no outcome which breaks none is better for the
    candidats. The improvement stage is replayed, and each closed market shown in the same way to
    have its candidats' best outcome.

    With tied couples, each holds one pair of its joint list or none, and the others have their best
    outcome beside what couples hold. How many couples qualify for a better pair is counted by
    ``compter_couples`` and held against the manifest; that it could not be fewer is not provable
    from the files, only by solving again.

    The complementary stage is a mouvement of its own, made again from what ``complements`` says
    that people had before it, and checked as such; everybody else is where the stages before led.

    The administration's decisions must be carried out, and nobody else be placed by one. Whom they
    deprive is read in ``audit``, and must be refused there like anybody: ``derogations``.

    Not checked: the wording of ``libelle``, ``libelle_actuel`` and ``detail`` (only that a
    ``libelle`` is there where it must be, and not elsewhere, and that a ``detail`` begins with
    the note of the rules); the order of the rows and the type
    of the columns; with ``guidage = "indicatifs"``, which poste of his zone a holder sits on.

    Returns
    -------
    Findings in a stable order, the same whatever the order of the rows; at most
    ``constats.LIMITE`` for one condition and table, then a line with the number of the others.
    """
    registre = Registre()
    instruction = instruction or instruire(campagne)
    attendu = preparer(instruction)
    table, finaux = lire_octrois(attendu, resultat.affectations, registre)
    deplacements = lire_deplacements(attendu, resultat.ameliorations)
    complement = lire_complement(attendu, table, finaux, resultat.complements, registre)
    avant = complement.avant
    premiers = deplacements.defaire(avant)
    verifier_octrois(attendu, table, premiers, avant, finaux, complement.passages)
    rangs = rangs_des_postes(attendu, premiers)
    generales, siennes = separer_les_barres(complement, resultat.barres)
    publies = verifier_barres(attendu, premiers, rangs, generales, registre)
    verifier_certificat(attendu, premiers, publies, registre)
    verifier_optimum(attendu, premiers, registre)
    verifier_couples(attendu, premiers, registre)
    if attendu.campagne.options.guidage == "aucun":
        verifier_sieges(attendu, premiers, registre)
    verifier_amelioration(attendu, deplacements, premiers, avant, resultat.ameliorations, registre)
    rangs_complementaires = verifier_complement(complement, siennes, registre)
    verifier_priorites(attendu, complement, resultat.priorites, registre)
    verifier_decisions(attendu, campagne, finaux, registre)
    vus = Vus(premiers, rangs, complement, rangs_complementaires)
    prives = verifier_audit(attendu, vus, resultat.audit, registre)
    dits, autres = separer_les_prives(resultat.signalements)
    verifier_prives(attendu, prives, dits, registre)
    if not registre.releve(Condition.STRUCTURE):
        connus = attendu.candidats.noms.connus(resultat.affectations["candidat"]) != NUL
        attendus = suites(instruction, resultat.affectations[connus])
        verifier_instruction("signalements", attendus, autres, registre)
    for nom in ("baremes", "rejets"):
        verifier_instruction(nom, getattr(instruction, nom), getattr(resultat, nom), registre)
    if not registre.releve(Condition.STRUCTURE):
        verifier_sommes(resultat.baremes, resultat.audit, registre)
    return registre.constats()
