"""The units of work of a scenario: doing a variant, comparing it with the base."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mouvement.engine import reglements
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import compiler
from mouvement.engine.derogations import Placee
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import rediger, resoudre, temoigner
from mouvement.engine.resultat import Resultat
from mouvement.io.bilan import effectifs
from mouvement.io.lecture_table import sha256
from mouvement.io.manifeste import manifeste, versions
from mouvement.io.resultats import ecrire_resultat, lire_manifeste
from mouvement.io.tables_lot import EFFECTIFS
from mouvement.scenarios.chronique import Chronometre
from mouvement.scenarios.comparaison import comparer, lire_cote
from mouvement.scenarios.comparaison.dossier import ecrire_comparaison
from mouvement.scenarios.comparaison.resume import chiffres
from mouvement.scenarios.variantes.modele import Variante

RESULTAT, COMPAREE = "resultat", "comparaison"
"""Sub-folders of a variant's."""


@dataclass(frozen=True)
class Unite:
    """A variant to do.

    Attributes
    ----------
    source : the folder of the base campaign.
    sortie : the folder of the variant.
    cle : what its result depends on.
    """

    variante: Variante
    campagne: Campagne
    source: Path
    sortie: Path
    cle: str


def cle(campagne: Campagne) -> str:
    """Return what tells whether a result would be the same: inputs, rules, options, seed."""
    dit = {
        "entrees": campagne.empreintes,
        "reglement": reglements.de(campagne).empreinte,
        "parametres": campagne.parametres,
        "options": asdict(campagne.options),
        "graine": campagne.graine,
        "versions": versions(),
    }
    return sha256(json.dumps(dit, sort_keys=True, default=str).encode())


def acquis(unite: Unite) -> dict[str, Any] | None:
    """Return the manifest of the result, when it is there, proven, and would be made the same."""
    identite = lire_manifeste(unite.sortie / RESULTAT)
    if not identite or identite.get("statut") != "CERTIFIE":
        return None
    return identite if identite.get("variante", {}).get("cle") == unite.cle else None


def mener(unite: Unite) -> dict[str, Any]:
    """Do a variant and write its result; return its manifest."""
    campagne, suivi = unite.campagne, Chronometre()
    with suivi.etape("instruction"):
        instruction = instruire(campagne)
    with suivi.etape("contrats"):
        contrats = compiler(instruction)
    with suivi.etape("placement"):
        etapes = resoudre(instruction, contrats, suivi)
        temoin = temoigner(instruction, suivi)
    with suivi.etape("audit"):
        resultat = rediger(Placee(instruction, contrats, etapes), temoin)
    with suivi.etape("écriture"):
        sortie, compte = unite.sortie / RESULTAT, effectifs(resultat)
        unite.sortie.mkdir(exist_ok=True)
        couples, menee = etapes.general.couples, instruction.campagne.options
        identite = {
            **manifeste(campagne, unite.source, sortie, compte, suivi.durees, couples, menee),
            "variante": {**_dite(unite.variante), "cle": unite.cle, **_rang_moyen(resultat)},
        }
        ecrire_resultat(sortie, resultat, identite, True)
    return identite


def _dite(variante: Variante) -> dict[str, Any]:
    """Return what the scenario says of a variant, as JSON can."""
    dite = {
        **asdict(variante),
        "reglement": {".".join(chemin): valeur for chemin, valeur in variante.reglement.items()},
    }
    simple: dict[str, Any] = json.loads(json.dumps(dite, default=str))
    return {nom: valeur for nom, valeur in simple.items() if valeur not in ("", {}, [], None)}


def _rang_moyen(resultat: Resultat) -> dict[str, float | None]:
    rangs = resultat.affectations["rang"].dropna()
    return {"rang_moyen": float(rangs.mean()) if len(rangs) else None}


@dataclass(frozen=True)
class Paire:
    """A variant to compare with the base; ``base``, ``sortie``: their folders."""

    variante: Variante
    base: Path
    sortie: Path


def confronter(paire: Paire) -> dict[str, int]:
    """Compare a variant with the base, write the comparison, return what the table says of it."""
    base = lire_cote(paire.base / RESULTAT, None, "base")
    autre = lire_cote(paire.sortie / RESULTAT, None, paire.variante.nom)
    if paire.variante.lignes:
        # Its rows are in no file: people and places are told from the base's.
        autre = replace(autre, terrain=base.terrain)
    comparaison = comparer(base, autre)
    ecrire_comparaison(paire.sortie / COMPAREE, comparaison, True)
    dits = chiffres(comparaison)
    sens = list(dits["barres"].values())
    return {
        **{n: dits[n] for n in ("changent", "mieux", "moins_bien")},
        **{n: dits[n] for n in ("nouveaux_places", "nouveaux_sans_poste")},
        "barres_en_hausse": sum(compte.get("HAUSSE", 0) for compte in sens),
        "barres_en_baisse": sum(compte.get("BAISSE", 0) for compte in sens),
    }


def ligne(
    ordre: int, variante: Variante, identite: Mapping[str, Any], changements: Mapping[str, int]
) -> dict[str, Any]:
    """Return a variant's row of the table ``variantes``."""
    return {
        "ordre": ordre,
        "variante": variante.nom,
        "titre": variante.titre,
        "raison": variante.raison or None,
        "point": variante.point or None,
        "prouve": identite["statut"] == "CERTIFIE",
        **{nom: identite["effectifs"][nom] for nom in EFFECTIFS},
        "rang_moyen": identite["variante"]["rang_moyen"],
        **changements,
    }
