"""Verification of a result folder, from its files, without any solver."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mouvement.engine.erreurs import DossierInutilisable
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification import (
    Constat,
    compter_couples,
    verifier,
    verifier_manifeste,
)
from mouvement.io.bilan import effectifs
from mouvement.io.lecture import lire_campagne
from mouvement.io.resultats import campagne_du_manifeste, lire_resultat
from mouvement.scenarios.chronique import Chronique

LONGUES = ("audit", "baremes", "barres", "priorites")
"""The tables whose texts repeat, most of them many times."""


@dataclass(frozen=True)
class Verifiee:
    """A result verified.

    Attributes
    ----------
    resultat, identite, empreintes : what was read of it: tables (the texts of ``LONGUES`` are
        categories), manifest, sha256 of its files.
    instruction : its campaign, instructed again.
    campagne : the campaign's folder.
    constats : every difference found, in words.
    """

    resultat: Resultat
    identite: dict[str, Any]
    empreintes: dict[str, str]
    instruction: Instruction
    campagne: Path
    constats: list[Constat]


def reverifier(dossier: Path, campagne: Path | None, suivi: Chronique) -> Verifiee:
    """Verify a result folder from its files.

    ``campagne`` : the campaign's folder; None: the one that the manifest names.

    Raises
    ------
    DossierInutilisable, DonneesRefusees.
    """
    with suivi.etape("lecture"):
        resultat, identite, empreintes = lire_resultat(dossier, categories=LONGUES)
        nommee = campagne or campagne_du_manifeste(dossier, identite)
        if campagne is None and not nommee.is_dir():
            raise DossierInutilisable(
                f"La campagne que nomme le manifeste n'est plus là ({nommee.resolve()}). Donner "
                "son dossier par --campagne."
            )
        lue = lire_campagne(nommee)
    with suivi.etape("vérification"):
        instruction = instruire(lue)
        couples = compter_couples(lue, resultat, instruction)
        constats = verifier_manifeste(lue, identite, empreintes, effectifs(resultat), couples)
        constats += verifier(lue, resultat, instruction)
    return Verifiee(resultat, identite, empreintes, instruction, nommee, constats)
