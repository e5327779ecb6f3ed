"""Who, in an établissement, is struck by the suppression of a poste.

Volunteers first, then compulsory designation, each by the académie's criteria in order. What the
criteria leave equal stays so: it is told, never broken by the order of the rows.
"""

import numpy as np
import pandas as pd

from mouvement.engine.classement import Classement, Entiers, Masque, classer
from mouvement.engine.reglements.designation import Designation, Vivier
from mouvement.engine.reglements.modele import Entree

GROUPE = ["etablissement", "discipline"]


def anciennete(installation: pd.Series, annee: int, mois: int, jour: int) -> pd.Series:
    """Return the whole years between each date and that day of a year."""
    dates = installation.dt
    plus_tard = (dates.month > mois) | ((dates.month == mois) & (dates.day > jour))
    annees: pd.Series = (annee - dates.year - plus_tard).astype("int64")
    return annees


def designer_tous(occupants: pd.DataFrame, criteres: Designation) -> pd.DataFrame:
    """Designate in every établissement and discipline; ``suppressions`` is a column here."""
    faits = [
        designer(groupe, int(groupe["suppressions"].iloc[0]), criteres)
        for _, groupe in occupants.groupby(GROUPE, sort=True)
    ]
    return pd.concat(faits, ignore_index=True)


def designer(occupants: pd.DataFrame, suppressions: int, criteres: Designation) -> pd.DataFrame:
    """Designate who loses his poste among the occupants of one établissement and discipline.

    Parameters
    ----------
    occupants : ``agent``, ``definitif`` and ``volontaire`` (bool), the columns of the criteria
        (whole numbers, or dates) and of the protections (bool); others are kept.
    suppressions : how many postes held à titre définitif disappear.

    Returns
    -------
    The occupants with ``rang`` (equals share it; missing when out of question), ``designe``
    (missing when somebody must choose), ``motif`` (French), ``critere`` (the column that decided,
    if one did), ``regle`` (joined with ``;``), ``signal`` (what somebody must look at; missing
    when nothing); sorted by rank, then agent.
    """
    if suppressions < 0:
        raise ValueError(f"suppressions : {suppressions}")
    frame = _vierge(occupants)
    concerne = frame["definitif"].to_numpy(bool)
    protege = _noter_hors_de_cause(frame, concerne, criteres)
    volontaire = concerne & frame["volontaire"].to_numpy(bool)
    office = concerne & ~volontaire & ~protege
    d_office = max(suppressions - int(volontaire.sum()), 0)
    volontaires = classer(frame, volontaire, criteres.volontaires.criteres, suppressions - d_office)
    autres = classer(frame, office, criteres.office.criteres, d_office)
    _noter(frame, volontaires, criteres.volontaires, "volontaire", 0)
    _noter(frame, autres, criteres.office, "d'office", len(volontaires.lignes))
    if suppressions > 0 and d_office == 0:
        _dire(frame, office, "non désigné : les volontaires suffisent", criteres.volontaires)
    _signaler_a_regarder(frame, volontaire & protege, d_office - int(office.sum()))
    return frame.sort_values(["rang", "agent"], kind="stable", ignore_index=True)


def _vierge(occupants: pd.DataFrame) -> pd.DataFrame:
    """Return the occupants with the result's columns, where nobody is designated."""
    lignes = len(occupants)
    textes = ("motif", "critere", "regle", "signal")
    return occupants.reset_index(drop=True).assign(
        rang=pd.array([pd.NA] * lignes, dtype="Int64"),
        designe=pd.array([False] * lignes, dtype="boolean"),
        **{nom: pd.array([None] * lignes, dtype="str") for nom in textes},
    )


def _noter_hors_de_cause(frame: pd.DataFrame, concerne: Masque, criteres: Designation) -> Masque:
    """Say who cannot be struck, and return whom a protection covers."""
    titulaire = criteres.titulaire
    _dire(frame, ~concerne, f"non concerné : n'est pas {titulaire.sens}", titulaire)
    tous = np.zeros(len(frame), np.bool_)
    for protection in criteres.protections:
        couvert = concerne & frame[list(protection.conditions)].to_numpy(bool).all(axis=1)
        _dire(frame, couvert, protection.sens, protection)
        tous |= couvert
    return tous


def _noter(
    frame: pd.DataFrame, classement: Classement, vivier: Vivier, mot: str, devant: int
) -> None:
    """Write what becomes of a pool; ``devant``: how many agents rank before it."""
    lignes, retenus, egaux = classement.lignes, classement.retenus, classement.a_egalite
    frame.loc[lignes, "rang"] = devant + classement.debut + 1
    frame.loc[lignes[retenus], "designe"] = True
    frame.loc[lignes[egaux], "designe"] = pd.NA
    if classement.places == 0:
        _dire(frame, lignes, "non désigné : aucune suppression", vivier)
    elif not classement.dispute:
        _dire(frame, lignes, _sans_choix(mot, len(lignes)), vivier)
    else:
        _noter_criteres(frame, classement, vivier, mot)
        _noter_egalite(frame, classement, vivier, mot)


def _sans_choix(mot: str, nombre: int) -> str:
    if mot == "volontaire":
        return "volontaire unique" if nombre == 1 else "volontaire : une suppression pour chacun"
    return f"{mot} : seul agent désignable" if nombre == 1 else f"{mot} : tous sont désignés"


def _noter_criteres(frame: pd.DataFrame, classement: Classement, vivier: Vivier, mot: str) -> None:
    """Say, of everybody whom a criterion sets apart, which one."""
    if not vivier.criteres:
        return
    decisif, retenus = classement.decisif(), classement.retenus
    ecarte = f"{mot} non retenu" if mot == "volontaire" else "non désigné"
    for rang, critere in enumerate(vivier.criteres):
        raison = f"à égalité, {critere.sens}" if rang else critere.sens
        par_lui = (decisif == rang) & ~classement.a_egalite
        concernes = classement.lignes[par_lui]
        _dire(frame, classement.lignes[par_lui & retenus], f"{mot} : {raison}", critere)
        _dire(
            frame,
            classement.lignes[par_lui & ~retenus],
            f"{ecarte}, départagé par : {raison}",
            critere,
        )
        frame.loc[concernes, "critere"] = critere.nom
        if not critere.publie:
            _signaler(frame, concernes, f"critère hors texte, à confirmer : {critere.sens}")


def _noter_egalite(frame: pd.DataFrame, classement: Classement, vivier: Vivier, mot: str) -> None:
    """Say what nothing decides."""
    egaux = classement.lignes[classement.a_egalite]
    if not len(egaux):
        return
    restent = classement.places - int(classement.retenus.sum())
    combien = f"{len(egaux)} agents pour {_compte(restent)}"
    if vivier.criteres:
        motif, signal = "égalité sur tous les critères", f"égalité à trancher : {combien}"
    else:
        motif, signal = "aucun critère publié", f"choix manuel : {combien}"
    _dire(frame, egaux, f"{mot} : {motif}", vivier)
    _signaler(frame, egaux, signal)


def _signaler_a_regarder(frame: pd.DataFrame, contredit: Masque, manque: int) -> None:
    """Signal volunteers whom a protection covers, and suppressions that strike nobody."""
    atteint = frame["designe"].fillna(True).to_numpy(bool)
    _signaler(
        frame, np.flatnonzero(contredit & atteint), "volontaire et protégé à la fois : à confirmer"
    )
    if manque > 0:
        _signaler(frame, np.arange(len(frame)), f"{_compte(manque)} sans agent à désigner")


def _compte(suppressions: int) -> str:
    return f"{suppressions} suppression{'s' if suppressions > 1 else ''}"


def _dire(frame: pd.DataFrame, lignes: Masque | Entiers, motif: str, entree: Entree) -> None:
    frame.loc[lignes, "motif"] = motif
    frame.loc[lignes, "regle"] = ";".join(entree.regles)


def _signaler(frame: pd.DataFrame, lignes: Entiers, signal: str) -> None:
    """Add a signal to what these rows already say."""
    deja = frame.loc[lignes, "signal"]
    frame.loc[lignes, "signal"] = (deja + " ; ").fillna("") + signal
