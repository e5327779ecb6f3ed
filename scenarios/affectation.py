"""The main job from folder to folder: what a command or a batch runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mouvement.engine.contrats import compiler
from mouvement.engine.derogations import Placee
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import rediger, resoudre, temoigner
from mouvement.engine.placement import Executer
from mouvement.engine.resultat import Resultat
from mouvement.io.bilan import effectifs
from mouvement.io.lecture import lire
from mouvement.io.manifeste import manifeste
from mouvement.io.remarques import remarques
from mouvement.io.resultats import ecrire_resultat
from mouvement.scenarios.chronique import Chronique


@dataclass(frozen=True)
class Affectee:
    """A campaign done and written.

    Attributes
    ----------
    compte, couples : the counts, as ``bilan.effectifs`` and ``Placements.couples`` give them.
    identite : its manifest.
    prouve : whether it is proven that nothing is better.
    """

    resultat: Resultat
    compte: dict[str, int]
    couples: dict[str, int | bool]
    identite: dict[str, Any]
    prouve: bool


def affecter_dossier(
    campagne: Path,
    sortie: Path,
    ecraser: bool,
    suivi: Chronique,
    executer: Executer = map,
    solveur: str | None = None,
    temps_max_s: int | None = None,
) -> Affectee:
    """Read a campaign, do its mouvement, write the result folder: whole or not at all.

    ``solveur`` and ``temps_max_s`` replace the campaign's options.

    Raises
    ------
    DossierInutilisable, DonneesRefusees, CertificatRompu, SortieInutilisable.
    """
    with suivi.etape("lecture"):
        lecture = lire(campagne)
    lue = lecture.campagne
    for texte in remarques(lecture):
        suivi.remarque(texte)
    with suivi.etape("instruction"):
        instruction = instruire(lue.menee_par(solveur, temps_max_s))
    with suivi.etape("contrats"):
        contrats = compiler(instruction)
    with suivi.etape("placement"):
        etapes = resoudre(instruction, contrats, suivi, executer)
        temoin = temoigner(instruction, suivi, executer)
    with suivi.etape("audit"):
        resultat = rediger(Placee(instruction, contrats, etapes), temoin)
    compte, couples = effectifs(resultat), etapes.general.couples
    with suivi.etape("écriture"):
        menee = instruction.campagne.options
        identite = manifeste(lue, campagne, sortie, compte, suivi.durees, couples, menee)
        ecrire_resultat(sortie, resultat, identite, ecraser)
    return Affectee(resultat, compte, couples, identite, etapes.general.prouve)
