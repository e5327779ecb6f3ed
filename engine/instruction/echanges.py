"""On what the improvement stage compares agents, level by level, as a rule set has it."""

from collections.abc import Mapping

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.instruction import (
    NIVEAUX,
    Comparaison,
    comparaisons_par_defaut,
)
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.lecteur import ReglementInvalide
from mouvement.engine.reglements.modele import Niveau, Reglement

PERMIS = {
    "nom": NIVEAUX,
    "bareme": ("voeu", "partie_commune"),
    "siege": ("aucun", "partie_commune", "indicatif"),
}
"""What a level may say."""
LARGES = ("DPT", "GEO")
"""Levels that hold whole communes."""


def comparaisons(tableau: Tableau) -> Mapping[str, Comparaison]:
    """Return ``Instruction.comparaisons``: what each level says, as the parameters have it.

    A rule set that names its levels has no exchange at the others.
    """
    dites = {
        niveau.nom: Comparaison(
            niveau.bareme, niveau.siege, bool(conditions.valeur(tableau, niveau.hors_commune))
        )
        for niveau in tableau.reglement.amelioration
    }
    return dites or comparaisons_par_defaut()


def valider(reglement: Reglement) -> None:
    """Check what a rule set says of each level; ReglementInvalide at the first mistake."""
    booleens = {f"${p.nom}" for p in reglement.parametres if p.genre == "booléen"}
    for niveau in reglement.amelioration:
        ou = f"amelioration.{niveau.nom}"
        _permis(ou, niveau)
        if niveau.hors_commune and niveau.nom not in LARGES:
            motif = f"n'a de sens qu'aux niveaux {' et '.join(LARGES)}"
            raise ReglementInvalide(f"{ou}.hors_commune", motif)
        if isinstance(niveau.hors_commune, str) and niveau.hors_commune not in booleens:
            motif = f"paramètre booléen qui n'existe pas : {niveau.hors_commune}"
            raise ReglementInvalide(f"{ou}.hors_commune", motif)


def _permis(ou: str, niveau: Niveau) -> None:
    for cle, connus in PERMIS.items():
        dit = getattr(niveau, cle)
        if dit not in connus:
            raise ReglementInvalide(ou, f"{cle} inconnu : {dit} ({', '.join(connus)})")
