"""A past campaign solved again, and every difference with what happened put in a case."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Booleens, compiler
from mouvement.engine.derogations import Placee
from mouvement.engine.erreurs import DonneesRefusees, Faute
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.mouvement import resoudre
from mouvement.engine.placement import Executer, Suivi
from mouvement.scenarios.rejeu.causes import causes
from mouvement.scenarios.rejeu.composantes import composer
from mouvement.scenarios.rejeu.enquete import Cause, Enquete
from mouvement.scenarios.rejeu.passe import Passe, lire_passe
from mouvement.scenarios.rejeu.terrain import Terrain, prouver, terrain
from mouvement.scenarios.rejeu.variantes import Baremes, varier


@dataclass(frozen=True)
class Cas:
    """Differences that cause each other.

    Attributes
    ----------
    membres : numbers of candidats, then of ``Passe.etrangers``.
    causes : why, the root first.
    """

    membres: tuple[int, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Rejeu:
    """A campaign, how we place it, what happened, and the cases that tell them apart."""

    campagne: Campagne
    placee: Placee
    passe: Passe
    terrain: Terrain
    accord: Booleens
    baremes: Baremes | None
    cas: tuple[Cas, ...]


def rejouer(
    campagne: Campagne,
    relire: Callable[[], Campagne],
    suivi: Suivi,
    executer: Executer = map,
) -> Rejeu:
    """Solve a campaign again and explain every difference with its past result.

    ``relire`` : reads it again with computed barèmes, which may be refused.

    Raises
    ------
    DonneesRefusees : there is no past result.
    """
    if campagne.affectations_reelles.empty:
        motif = "la campagne n'a pas de résultat passé"
        remede = "Fournir la table : candidat, poste, rang."
        raise DonneesRefusees([Faute("affectations_reelles", None, "", "", motif, remede)])
    instruction = instruire(campagne)
    contrats = compiler(instruction)
    placee = Placee(instruction, contrats, resoudre(instruction, contrats, suivi, executer))
    passe = lire_passe(campagne.affectations_reelles, contrats, placee.etapes)
    accord = _accord(placee, passe)
    champ = terrain(passe, placee.etapes, accord)
    if accord.all() and passe.etrangers.empty:
        return Rejeu(campagne, placee, passe, champ, accord, None, ())
    variantes = varier(placee, passe, campagne, relire, suivi)
    hors = set(campagne.candidats["candidat"]) - set(contrats.candidats["candidat"])
    enquete = Enquete(
        placee=placee,
        passe=passe,
        terrain=prouver(champ, campagne.options.amelioration),
        differents=~accord,
        variantes=variantes.reproduits,
        porteurs=variantes.porteurs,
        baremes=variantes.baremes,
        hors_mouvement=frozenset(hors),
        ecartes=_ecartes(instruction),
    )
    cas = [Cas(tuple(membres), tuple(causes(enquete, membres))) for membres in composer(enquete)]
    ranges = sorted(cas, key=lambda un: (un.causes[0].rang, un.membres))
    return Rejeu(campagne, placee, passe, champ, accord, variantes.baremes, tuple(ranges))


def _accord(placee: Placee, passe: Passe) -> Booleens:
    """Return (candidats,) whether the past gave what we give: the poste, the rang when it says."""
    final = placee.etapes.final
    # AUCUN is -1, and so the item appended.
    rang = np.append(placee.contrats.table["rang"].to_numpy(), 0)[final.ligne]
    meme = (passe.poste == final.poste) & ((passe.rang == 0) | (passe.rang == rang))
    accord: Booleens = meme & passe.present
    return accord


def _ecartes(instruction: Instruction) -> dict[str, list[tuple[str, int, str]]]:
    """Return, by candidat, the vœux that a rule removed: label, rang, reason."""
    ecartes: dict[str, list[tuple[str, int, str]]] = {}
    colonnes = ["candidat", "rang", "type", "code", "regles", "note"]
    for candidat, rang, genre, code, regles, note in (
        instruction.supprimes[colonnes].astype(object).to_numpy().tolist()
    ):
        lieu = genre if pd.isna(code) else f"{genre}:{code}"
        dits = [dit for dit in (note, regles) if isinstance(dit, str)]
        ecartes.setdefault(candidat, []).append((lieu, rang, " ; ".join(dits)))
    return ecartes
