"""What a rule set does to the lists of vœux: limit, remove, cut, move, restrict, add, split."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.ajouts import generer, scinder
from mouvement.engine.instruction.communs import communs_aux_deux, prefixe_commun
from mouvement.engine.instruction.instruction import SPECIFIQUE
from mouvement.engine.instruction.listes import Fonction, Listes, annoter, intactes, oter
from mouvement.engine.instruction.replis import par_autre_departement, replier
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Operation


def appliquer(
    tableau: Tableau, propres: Mapping[str, Fonction]
) -> tuple[Tableau, list[pd.DataFrame]]:
    """Apply the operations of the rule set in order; ``propres`` are those of its module.

    Those of ``SCISSIONS`` wait for the barème: see ``scinder_les_voeux``.
    """
    supprimes = []
    for operation in tableau.reglement.voeux:
        if operation.operation in SCISSIONS:
            continue
        fonction = propres.get(operation.operation) or OPERATIONS[operation.operation]
        listes = fonction(tableau, operation)
        supprimes.append(listes.supprimes)
        if listes.voeux is not tableau.voeux:
            tableau = tableau.avec_voeux(listes.voeux)
    return tableau, supprimes


def limiter(tableau: Tableau, operation: Operation) -> Listes:
    """Remove what comes after the first ``maximum`` vœux."""
    maximum = conditions.valeur(tableau, operation.reste["maximum"])
    return oter(tableau, operation, tableau.numero > maximum)


def retirer(tableau: Tableau, operation: Operation) -> Listes:
    """Remove the vœux where ``si`` holds; ``motif``: SUPPRIME (default) or INELIGIBLE."""
    masque = conditions.par_voeu(tableau, operation.si)
    return oter(tableau, operation, masque, operation.reste.get("motif", "SUPPRIME"))


def couper(tableau: Tableau, operation: Operation) -> Listes:
    """Remove the first vœu where ``si`` holds and all that follow it."""
    ici = conditions.par_voeu(tableau, operation.si)
    cumul = np.concatenate([[0], np.cumsum(ici)])
    return oter(tableau, operation, cumul[1:] > cumul[tableau.debut[tableau.auteur]])


def hors_tete(tableau: Tableau, operation: Operation) -> Listes:
    """Remove the vœux where ``si`` holds that come after one where it does not."""
    ici = conditions.par_voeu(tableau, operation.si)
    cumul = np.concatenate([[0], np.cumsum(~ici)])
    return oter(tableau, operation, ici & (cumul[1:] > cumul[tableau.debut[tableau.auteur]]))


def en_tete(tableau: Tableau, operation: Operation) -> Listes:
    """Put the vœux where ``si`` holds before the others, each group in its own order."""
    ici = conditions.par_voeu(tableau, operation.si)
    ordre = np.lexsort((np.arange(len(ici)), ~ici, tableau.auteur))
    if (ordre == np.arange(len(ici))).all():
        return intactes(tableau.voeux)
    deplaces = np.empty(len(ici), dtype=np.int64)
    deplaces[ordre] = tableau.numero
    montes = ici & (deplaces < tableau.numero)
    voeux = annoter(tableau.voeux, montes, operation).assign(place=deplaces, sous_rang=0)
    return intactes(voeux)


def restreindre(tableau: Tableau, operation: Operation) -> Listes:
    """Cut the zones of the vœux where ``si`` holds.

    ``sauf``, ``sauf_poste``: the repère whose établissement, or poste, they leave out; ``hors``,
    ``label``: the classement that they leave out, or keep alone; ``sauf_postes``: the fact that the
    postes which the vœu for an établissement leaves out have.
    """
    ici = conditions.par_voeu(tableau, operation.si)
    if not ici.any():
        return intactes(tableau.voeux)
    voeux = annoter(tableau.voeux, ici, operation)
    for mot, articles in _RESTRICTIONS.items():
        if mot in operation.reste:
            ajouts = articles(tableau, operation.reste[mot]).astype("str").where(ici)
            voeux["restriction"] = _avec_articles(voeux["restriction"], ajouts)
    return intactes(voeux)


def _postes_de_l_etablissement(tableau: Tableau, fait: str) -> pd.Series:
    """Return (voeux,) items that leave out the postes of the établissement that have a fact."""
    postes = tableau.campagne.postes
    vises = postes[postes[fait]]
    articles = ("sauf_poste=" + vises["poste"]).groupby(vises["etablissement"]).agg(";".join)
    return tableau.par_voeu("voeu.etablissement").map(articles)


_RESTRICTIONS: dict[str, Callable[[Tableau, str], pd.Series]] = {
    "sauf": lambda tableau, nom: "sauf=" + tableau.par_voeu(f"{nom}.etablissement"),
    "sauf_poste": lambda tableau, nom: "sauf_poste=" + tableau.par_voeu(f"{nom}.poste"),
    "sauf_postes": _postes_de_l_etablissement,
    "hors": lambda tableau, nom: pd.Series(f"hors={nom}", index=tableau.voeux.index),
    "label": lambda tableau, nom: pd.Series(f"label={nom}", index=tableau.voeux.index),
}


def _avec_articles(avant: pd.Series, ajouts: pd.Series) -> pd.Series:
    """Return restrictions with more items; missing ones add nothing."""
    jointes = ((avant + ";").fillna("") + ajouts).dropna()
    triees = jointes.map(lambda texte: ";".join(sorted(set(texte.split(";")))))
    return avant.where(ajouts.isna(), triees)


def classer(tableau: Tableau, operation: Operation) -> Listes:
    """Give the vœux where ``si`` holds an absolute priority: that of specific postes."""
    ici = conditions.par_voeu(tableau, operation.si)
    voeux = annoter(tableau.voeux, ici, operation)
    return intactes(voeux.assign(classe=voeux["classe"].mask(ici, SPECIFIQUE)))


def scinder_les_voeux(tableau: Tableau, voeux: pd.DataFrame) -> pd.DataFrame:
    """Return the vœux, split where the rule set says; the parts have the barème of the whole.

    ``voeux`` are those of the table, row by row, with their barème. Few lists have a vœu to split:
    only they are looked at again after each operation.
    """
    scissions = [o for o in tableau.reglement.voeux if o.operation in SCISSIONS]
    touches = np.zeros(len(tableau.candidats), dtype=np.bool_)
    for operation in scissions:
        touches |= conditions.par_candidat(tableau, operation.si)
    if not touches.any():
        return voeux
    siens = touches[tableau.auteur]
    a_part = tableau.avec_voeux(voeux[siens])
    for operation in scissions:
        faits = OPERATIONS[operation.operation](a_part, operation).voeux
        a_part = a_part if faits is a_part.voeux else a_part.avec_voeux(faits)
    return pd.concat([voeux[~siens], a_part.voeux], ignore_index=True)


def noter(tableau: Tableau, operation: Operation) -> Listes:
    """Change nothing, but put the rules and the words on the vœux where ``si`` holds."""
    ici = conditions.par_voeu(tableau, operation.si)
    return intactes(annoter(tableau.voeux, ici, operation))


OPERATIONS: dict[str, Fonction] = {
    "limiter": limiter,
    "retirer": retirer,
    "couper": couper,
    "hors_tete": hors_tete,
    "en_tete": en_tete,
    "restreindre": restreindre,
    "classer": classer,
    "generer": generer,
    "scinder": scinder,
    "prefixe_commun": prefixe_commun,
    "communs_aux_deux": communs_aux_deux,
    "par_autre_departement": par_autre_departement,
    "replier": replier,
    "noter": noter,
}
SCISSIONS = ("scinder", "par_autre_departement", "replier")
"""Those that wait for the barème, which is that of the vœu whole."""
