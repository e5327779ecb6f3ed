"""The manifest: every file is the one it was, and the campaign says the same as it did."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.constats import Condition, Constat, Registre

MANIFESTE = "manifeste.json"
STATUTS = ("CERTIFIE_NON_OPTIMAL", "CERTIFIE")
"""What a manifest says of a result whose couples might do better, and of any other."""


def verifier_empreintes(
    manifeste: Mapping[str, Any],
    empreintes_entrees: Mapping[str, str],
    empreintes_sorties: Mapping[str, str],
) -> list[Constat]:
    """Compare the sha256 noted in the manifest with those of the files found.

    Parameters
    ----------
    manifeste : the content of ``manifeste.json``.
    empreintes_entrees, empreintes_sorties : sha256 of each input file, and of each output file
        but the manifest, by name as in the manifest.
    """
    registre = Registre()
    _comparer(registre, manifeste, "entrees", empreintes_entrees)
    _comparer(registre, manifeste, "sorties", empreintes_sorties)
    return registre.constats()


def verifier_manifeste(
    campagne: Campagne,
    manifeste: Mapping[str, Any],
    empreintes_sorties: Mapping[str, str],
    effectifs: Mapping[str, int] | None = None,
    couples: Mapping[str, int] | None = None,
) -> list[Constat]:
    """Check the whole manifest: files, rule set, seed, options, and counts when given.

    That residual refusals are as few as can be (``couples.prouve``) is not provable from the
    files: what is checked is that the manifest does not contradict itself about it.

    Parameters
    ----------
    campagne : with the sha256 of its files (``Campagne.empreintes``).
    effectifs : counts made again from the result's tables.
    couples : counts of ``compter_couples``.
    """
    registre = Registre()
    _comparer_reglages(registre, manifeste, campagne)
    if effectifs is not None:
        notes = _section(manifeste, "effectifs")
        for nom in sorted({*notes, *effectifs}):
            _comparer_valeur(registre, f"effectifs.{nom}", notes.get(nom), effectifs.get(nom))
    if couples is not None:
        _comparer_couples(registre, manifeste, couples)
    fichiers = verifier_empreintes(manifeste, campagne.empreintes, empreintes_sorties)
    return fichiers + registre.constats()


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
    identite = _section(manifeste, "campagne")
    reglement = _section(manifeste, "reglement")
    options, voulues = _section(manifeste, "options"), asdict(campagne.options)
    _comparer_valeur(registre, "campagne.academie", identite.get("academie"), campagne.academie)
    _comparer_valeur(registre, "campagne.annee", identite.get("annee"), campagne.annee)
    _comparer_valeur(registre, "reglement.nom", reglement.get("nom"), campagne.reglement)
    _comparer_valeur(registre, "graine", manifeste.get("graine"), campagne.graine)
    for nom in sorted({*options, *voulues}):
        _comparer_valeur(registre, f"options.{nom}", options.get(nom), voulues.get(nom))


def _comparer_couples(
    registre: Registre, manifeste: Mapping[str, Any], couples: Mapping[str, int]
) -> None:
    """Compare the counts, then the bound under them, what is said proven, and the status."""
    notes, refus = _section(manifeste, "couples"), couples.get("refus_residuels")
    prouve, borne = notes.get("prouve") is not False, notes.get("borne")
    attendus: dict[str, Any] = {**couples}
    if refus is not None:
        attendus["prouve"] = prouve
        possible = type(borne) is int and 0 <= borne <= refus and not prouve
        attendus["borne"] = borne if possible else refus
    for nom in sorted({*notes, *attendus}):
        _comparer_valeur(registre, f"couples.{nom}", notes.get(nom), attendus.get(nom))
    statut = STATUTS[prouve or refus is None]
    _comparer_valeur(registre, "statut", manifeste.get("statut"), statut)


def _section(manifeste: Mapping[str, Any], cle: str) -> Mapping[str, Any]:
    section = manifeste.get(cle)
    return section if isinstance(section, Mapping) else {}


def _comparer_valeur(registre: Registre, cle: str, note: Any, voulu: Any) -> None:
    # In JSON true is not 1: the types must agree too.
    if type(note) is not type(voulu) or note != voulu:
        _signaler(registre, cle, str(note), str(voulu))


def _signaler(registre: Registre, cle: str, vu: str, voulu: str) -> None:
    phrase = f"{MANIFESTE}, {cle} : vaut {vu}, attendu {voulu}."
    registre.ajouter(Constat(Condition.MANIFESTE, MANIFESTE, cle, "", vu, voulu, phrase))
