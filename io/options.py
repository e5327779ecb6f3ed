"""The words that each option of ``campagne.toml`` allows."""

from mouvement.engine.reglements import Reglement, ReglementInvalide
from mouvement.io.fautes import choix

MOTS = {
    "bareme": ("calcule", "declare"),
    "guidage": ("indicatifs", "aucun"),
    "extension": ("residuelle", "concurrente", "aucune"),
    "solveur": ("auto", "acceptation-differee", "cp-sat"),
    "simultanees": ("liees", "separees"),
}
TEMPS_MAX_S = 10**9


def verifier_options(reglement: Reglement) -> None:
    """Check a rule set's own options; ReglementInvalide when a value is not one of theirs."""
    options = vars(reglement.options)
    for cle, mots in MOTS.items():
        if options[cle] not in mots:
            raise ReglementInvalide(f"options.{cle}", choix(str(options[cle]), mots).rstrip("."))
    if type(options["amelioration"]) is not bool:
        raise ReglementInvalide("options.amelioration", "écrire true ou false")
    temps = options["temps_max_s"]
    if type(temps) is not int or not 1 <= temps <= TEMPS_MAX_S:
        raise ReglementInvalide("options.temps_max_s", "donner un nombre entier de secondes")
