"""Which rule set a generated campaign follows, and its ``campagne.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from mouvement.scenarios.generation.modeles import DONNEES, DemandeInvalide, Modele

DECLARE = "declare"
ANNEE = 2022
SYNTHETIQUE = "# Campagne synthétique : "
"""What a generated campaign begins with."""
ENTETE = f"""\
{SYNTHETIQUE}modèle {{modele}}, graine {{graine}}.
# Communes réelles ; établissements, candidats et vœux imaginaires.
[campagne]
academie  = "{{academie}}"
annee     = {{annee}}
reglement = "{{reglement}}"
graine    = {{graine}}
"""
OPTIONS_DECLAREES = """
[options]
bareme  = "declare"
guidage = "indicatifs"
"""


@dataclass(frozen=True)
class Choix:
    """The rule set of a generated campaign.

    Attributes
    ----------
    parametres : what the campaign sets among the rule set's parameters.
    """

    reglement: str = DECLARE
    annee: int = ANNEE
    parametres: Mapping[str, date] = field(default_factory=dict)

    @property
    def calcule(self) -> bool:
        """Barèmes are computed from facts; else they are declared."""
        return self.reglement != DECLARE


@cache
def choix_des_academies() -> dict[str, Choix]:
    """Return the académies that have a rule set of their own (``reglements.toml``)."""
    contenu = tomllib.loads(DONNEES.joinpath("reglements.toml").read_text(encoding="utf-8"))
    return {academie: Choix(**valeurs) for academie, valeurs in contenu.items()}


def choisir(modele: Modele, academie: str, demande: str | None) -> Choix:
    """Return the rule set asked for; by default the académie's, or ``declare``.

    Campaigns of all the académies declare their barèmes: what differs is then the places alone.

    Raises
    ------
    DemandeInvalide : the rule set is not one of this académie.
    """
    sien = choix_des_academies().get(academie, Choix())
    if demande is None:
        return Choix() if modele.toutes_academies else sien
    possibles = {choix.reglement: choix for choix in (sien, Choix())}
    if demande not in possibles:
        raise DemandeInvalide(
            f"Règlement sans campagne synthétique pour {academie} : {demande}. "
            f"Règlements : {', '.join(possibles)}."
        )
    return possibles[demande]


def configuration(modele: str, academie: str, graine: int, choix: Choix) -> str:
    """Return the content of ``campagne.toml``."""
    entete = ENTETE.format(
        modele=modele,
        academie=academie,
        annee=choix.annee,
        reglement=choix.reglement,
        graine=graine,
    )
    if not choix.calcule:
        return entete + OPTIONS_DECLAREES
    poses = "".join(f"{nom} = {jour.isoformat()}\n" for nom, jour in choix.parametres.items())
    return f"{entete}\n[parametres]\n{poses}"
