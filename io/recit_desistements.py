"""The chains of changes in plain French: « X libère …, Y y vient, … »."""

import pandas as pd

from mouvement.io.explication import lignes
from mouvement.io.explication_voeux import Ligne


def raconter_desistements(changements: pd.DataFrame) -> str:
    """Return a paragraph for each chain, in order, then the count."""
    chaines: dict[int, list[Ligne]] = {}
    for ligne in lignes(changements):
        chaines.setdefault(ligne["chaine"], []).append(ligne)
    reviennent: dict[str, list[str]] = {}
    for premier, *_ in chaines.values():
        if _part(premier) and premier["poste_apres"]:
            reviennent.setdefault(premier["poste_apres"], []).append(premier["candidat"])
    phrases = [_chaine(maillons, reviennent) for maillons in chaines.values()]
    suites = sum(ligne["cause"] != "DESISTEMENT" for c in chaines.values() for ligne in c)
    return "\n".join([*phrases, _bilan(suites)])


def _bilan(gagnants: int) -> str:
    if not gagnants:
        return "Personne d'autre ne change de poste."
    dits = f"{gagnants} agents y gagnent" if gagnants > 1 else "1 agent y gagne"
    return f"En tout, {dits} ; personne n'y perd."


def _chaine(maillons: list[Ligne], reviennent: dict[str, list[str]]) -> str:
    """Return a chain; who comes back to the support that it frees goes from ``reviennent``."""
    premier = maillons[0]
    dits = [_suite(ligne) for ligne in maillons]
    if premier["cause"] == "DESISTEMENT":
        dits[0] = _depart(premier)
    else:
        dits[0] = f"Échange : {dits[0]}"
    quitte = maillons[-1]["poste_avant"]
    if _part(premier) and reviennent.get(quitte):
        dits.append(f"{reviennent[quitte].pop(0)} y revient")
    elif _part(premier) and quitte:
        dits.append(f"{quitte} ne revient à personne d'autre")
    return f"{', '.join(dits)}."


def _part(premier: Ligne) -> bool:
    """Say whether a chain begins with a support left: it is no exchange, nor a poste kept."""
    return premier["cause"] == "DESISTEMENT" and bool(
        premier["poste_avant"] != premier["poste_apres"]
    )


def _depart(ligne: Ligne) -> str:
    qui, avant, apres = ligne["candidat"], ligne["poste_avant"], ligne["poste_apres"]
    if avant is None:
        return f"{qui} se désiste et n'avait aucun poste"
    if avant == apres:
        return f"{qui} se désiste et garde son poste {avant}"
    retour = f" et revient à {apres}" if apres else ""
    return f"{qui} libère {_lieu(ligne, 'avant')}{retour}"


def _suite(ligne: Ligne) -> str:
    qui, avant, apres = ligne["candidat"], ligne["poste_avant"], ligne["poste_apres"]
    voeu = f"vœu {ligne['rang_apres']}" if ligne["rang_apres"] is not None else "extension"
    if avant == apres:
        return f"{qui} y est déjà et l'a désormais par son {voeu}"
    origine = f"libère {_lieu(ligne, 'avant')}" if avant else "était sans poste"
    return f"{qui} y vient ({voeu}) et {origine}"


def _lieu(ligne: Ligne, moment: str) -> str:
    libelle = ligne[f"libelle_{moment}"]
    return f"{ligne[f'poste_{moment}']} ({libelle})" if libelle else str(ligne[f"poste_{moment}"])
