"""The rule set that a campaign names or brings, loaded and checked; its mistakes are faults."""

from pathlib import Path

from mouvement.engine import reglements
from mouvement.engine.instruction.validation import valider
from mouvement.engine.reglements import Reglement, ReglementInvalide
from mouvement.io.fautes import Releve, plus_proche
from mouvement.io.options import verifier_options
from mouvement.io.parametres import verifier_parametres
from mouvement.io.tables_campagne import tables_campagne

_CLE = "[campagne] reglement"


def charger_reglement(releve: Releve, fichier: str, nom: str, dossier: Path) -> Reglement | None:
    """Return the rule set of that name, or that path from the campaign's folder.

    None, and a fault, when there is none or when it says something that it cannot.
    """
    try:
        reglement = _charger(nom, dossier)
        if reglement is None:
            releve.note(fichier, _CLE, "règlement inconnu", _conseil(nom), valeur=nom)
        else:
            verifier_reglement(reglement)
        return reglement
    except ReglementInvalide as erreur:
        releve.note(nom, *lieu_et_motif(erreur), "Corriger le règlement.")
    except OSError as erreur:
        motif = f"règlement illisible ({erreur.strerror})"
        releve.note(nom, "", motif, "Vérifier ses droits d'accès.")
    return None


def lieu_et_motif(erreur: ReglementInvalide) -> tuple[str, str]:
    """Return where in the rule set, and what; a mistake of the whole file is named by it."""
    if erreur.ou.endswith(".toml"):
        return "", f"ce n'est pas du TOML valable en UTF-8 ({erreur.motif})"
    return erreur.ou, f"règlement refusé, {erreur.motif}"


def _charger(nom: str, dossier: Path) -> Reglement | None:
    try:
        return reglements.charger(nom, dossier)
    except KeyError:
        return None


def verifier_reglement(reglement: Reglement) -> None:
    """Check all that a rule set says; ReglementInvalide at the first mistake."""
    tables_campagne(reglement)
    verifier_parametres(reglement)
    verifier_options(reglement)
    valider(reglement)


def _conseil(nom: str) -> str:
    proche = plus_proche(nom, reglements.NOMS)
    debut = f"Vouliez-vous dire « {proche} » ? " if proche else ""
    return (
        f"{debut}Règlements fournis : {', '.join(reglements.NOMS)}. Un autre se nomme par son "
        "chemin, relatif à la campagne."
    )
