"""The manifest: every file is the one it was, and the campaign says the same as it did."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.constats import Condition, Constat, Registre

MANIFESTE = "manifeste.json"


def verifier_empreintes(
    manifeste: Mapping[str, Any],
    empreintes_entrees: Mapping[str, str] | None,
    empreintes_sorties: Mapping[str, str],
    campagne: Campagne | None = None,
) -> list[Constat]:
    """Compare the manifest with the files found, and with the campaign's settings.

    Parameters
    ----------
    manifeste : the content of ``manifeste.json``.
    empreintes_entrees : sha256 of each input file found, by name as in the manifest; None when
        there is no campaign at hand.
    empreintes_sorties : sha256 of each output file found, the manifest left out.
    campagne : when given, its rule set, seed and options must be those of the manifest.
    """
    registre = Registre()
    if empreintes_entrees is not None:
        _comparer(registre, manifeste, "entrees", empreintes_entrees)
    _comparer(registre, manifeste, "sorties", empreintes_sorties)
    if campagne is not None:
        _comparer_reglages(registre, manifeste, campagne)
    return registre.constats()


def _comparer(
    registre: Registre, manifeste: Mapping[str, Any], cle: str, trouvees: Mapping[str, str]
) -> None:
    notees = manifeste.get(cle)
    if not isinstance(notees, Mapping):
        _signaler(registre, cle, "absent", "les sha256 des fichiers")
        return
    for fichier in sorted({*notees, *trouvees}):
        vu, voulu = trouvees.get(fichier), notees.get(fichier)
        if vu != voulu:
            _signaler_fichier(registre, cle, fichier, vu, voulu)


def _signaler_fichier(
    registre: Registre, cle: str, fichier: str, vu: str | None, voulu: Any
) -> None:
    sens = "d'entrée" if cle == "entrees" else "de résultat"
    if vu is None:
        motif = "il est au manifeste et n'existe plus"
    elif voulu is None:
        motif = "il existe et n'est pas au manifeste"
    else:
        motif = "son contenu a changé depuis le calcul (sha256 différent du manifeste)"
    phrase = f"{fichier} (fichier {sens}) : {motif}."
    trouve, attendu = vu or "aucun fichier", str(voulu) if voulu is not None else "aucun fichier"
    registre.ajouter(Constat(Condition.EMPREINTES, fichier, cle, "sha256", trouve, attendu, phrase))


def _comparer_reglages(
    registre: Registre, manifeste: Mapping[str, Any], campagne: Campagne
) -> None:
    reglement = manifeste.get("reglement")
    nom = reglement.get("nom") if isinstance(reglement, Mapping) else reglement
    notees = manifeste.get("options")
    options = notees if isinstance(notees, Mapping) else {}
    reglages: list[tuple[str, Any, Any]] = [
        ("reglement", nom, campagne.reglement),
        ("graine", manifeste.get("graine"), campagne.graine),
    ]
    reglages += [(f"options.{c}", options.get(c), v) for c, v in asdict(campagne.options).items()]
    for cle, note, voulu in reglages:
        if note != voulu or isinstance(note, bool) != isinstance(voulu, bool):
            _signaler(registre, cle, str(note), str(voulu))


def _signaler(registre: Registre, cle: str, vu: str, voulu: str) -> None:
    phrase = f"{MANIFESTE}, {cle} : vaut {vu}, attendu {voulu} d'après la campagne."
    registre.ajouter(Constat(Condition.MANIFESTE, MANIFESTE, cle, "", vu, voulu, phrase))
