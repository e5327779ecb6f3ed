"""The units of work of a scenario: doing a variant, comparing it with the base."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
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
from mouvement.io.configuration import FICHIER as CONFIGURATION
from mouvement.io.dossier import ecrire_dossier
from mouvement.io.lecture_table import sha256
from mouvement.io.manifeste import manifeste, versions
from mouvement.io.resultats import ecrire_resultat, lire_manifeste
from mouvement.io.tables_lot import EFFECTIFS
from mouvement.scenarios.chronique import Chronometre
from mouvement.scenarios.comparaison import Cote, comparer, lire_cote
from mouvement.scenarios.comparaison.dossier import chiffres_gardes, ecrire_comparaison
from mouvement.scenarios.comparaison.resume import chiffres
from mouvement.scenarios.variantes.modele import Variante

CAMPAGNE, RESULTAT, COMPAREE = "campagne", "resultat", "comparaison"
"""Sub-folders of a variant's."""


@dataclass(frozen=True)
class Unite:
    """A variant to do.

    Attributes
    ----------
    fichiers : those of its campaign, to be written; none for the base, which has its own.
    source : the folder of its campaign.
    sortie : the folder of the variant.
    cle : what its result depends on.
    """

    variante: Variante
    campagne: Campagne
    fichiers: Mapping[str, bytes]
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
    if any(_lire(unite.source / nom) != octets for nom, octets in unite.fichiers.items()):
        return None
    return identite if identite.get("variante", {}).get("cle") == unite.cle else None


def _lire(fichier: Path) -> bytes | None:
    try:
        return fichier.read_bytes()
    except OSError:
        return None


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
        if unite.fichiers:
            ecrire_dossier(unite.source, unite.fichiers.items(), True, CONFIGURATION, "*")
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
    """Compare a variant with the base, unless it is done; return what the table says of it."""
    base, autre = (dossier / RESULTAT for dossier in (paire.base, paire.sortie))
    dites = [_dite_par(lire_manifeste(resultat) or {}) for resultat in (base, autre)]
    cle = sha256(json.dumps(dites, sort_keys=True).encode())
    dits = chiffres_gardes(paire.sortie / COMPAREE, cle)
    if dits is None:
        comparaison = comparer(_base(base, dites[0]), lire_cote(autre, None, paire.variante.nom))
        ecrire_comparaison(paire.sortie / COMPAREE, comparaison, True, cle)
        dits = chiffres(comparaison)
    sens = list(dits["barres"].values())
    return {
        **{n: dits[n] for n in ("changent", "mieux", "moins_bien")},
        **{n: dits[n] for n in ("nouveaux_places", "nouveaux_sans_poste")},
        "barres_en_hausse": sum(compte.get("HAUSSE", 0) for compte in sens),
        "barres_en_baisse": sum(compte.get("BAISSE", 0) for compte in sens),
    }


def _dite_par(manifeste: Mapping[str, Any]) -> str:
    """Return what a comparison takes from a result, in which nothing tells when it was made."""
    noms = ("variante", "sorties", "statut", "versions")
    return json.dumps({nom: manifeste.get(nom) for nom in noms}, sort_keys=True)


@lru_cache(maxsize=1)
def _base(resultat: Path, dite: str) -> Cote:
    """Read the base once for all that are compared with it; ``dite`` says that it is the same."""
    return lire_cote(resultat, None, "base")


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
