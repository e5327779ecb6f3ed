"""Extension: the contracts of those who must be placed, when their vœux fail (modele.md §6)."""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.elements import Points, decomposer, total
from mouvement.engine.instruction.extension_conjointe import conjoindre
from mouvement.engine.instruction.instruction import ORDINAIRE, RESIDUELLE
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.listes import faits_par_defaut
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.modele import Entree, Extension
from mouvement.engine.restrictions import avec_paire

AUCUN = -1
SANS_DEPART = "SANS_DEPART_EXTENSION"
DEPARTS_DIFFERENTS = "EXTENSION_CONJOINTE_IMPOSSIBLE"
SANS_LIEU = "aucun vœu ne dit d'où partir"
SANS_VOEU = "aucun vœu ne lui reste, dont l'extension aurait le barème : à placer à la main"
HORS_TABLE = "la table extensions n'a pas de ligne pour le vœu {} (département {})"


def etendre(
    tableau: Tableau, tous: list[Points], classement: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[tuple[str, str, str, str]]]:
    """Return the lines of extension, their decomposition (rang 0), and rows of ``signalements``.

    These tell who has no start, and the couples that have none in common.

    Parameters
    ----------
    tous : the points of every vœu.
    classement : (voeux,) ``departage`` and ``criteres`` of every vœu: the extension takes those of
        the vœu whose barème it has.
    """
    reste = np.ones(len(tableau.candidats), dtype=np.bool_)
    lignes, decompositions, dits = [], [], []
    for extension in tableau.reglement.extensions:
        touches = reste & conditions.par_candidat(tableau, extension.si)
        reste &= ~touches
        if not touches.any():
            continue
        voeu = voeu_de_reference(tableau, tous, extension)
        departs, raisons = _departs(tableau, extension)
        sans_voeu = voeu == AUCUN
        sans = touches & (sans_voeu | departs.isna().to_numpy())
        raisons = raisons.mask(sans_voeu, SANS_VOEU)
        noms, ids = tableau.candidats.loc[sans, "candidat"], "|".join(extension.regles)
        dits += [(n, SANS_DEPART, ids, dit) for n, dit in zip(noms, raisons[sans], strict=True)]
        touches &= ~sans
        siennes, separes = _lignes(tableau, extension, touches, departs)
        dits += separes
        lignes.append(_classees(tableau, tous, extension, siennes, voeu, classement))
        decompositions.append(_decomposition(tableau, tous, extension, voeu[touches]))
    return (
        pd.concat([tableau.voeux.iloc[:0], *lignes], ignore_index=True),
        pd.concat(decompositions, ignore_index=True) if decompositions else pd.DataFrame(),
        dits,
    )


def gardes(tous: list[Points], extension: Extension) -> list[Points]:
    """Return the points that the barème of extension keeps."""
    return [
        points
        for points in tous
        if points.element.nom in extension.elements or points.element.famille in extension.familles
    ]


def voeu_de_reference(tableau: Tableau, tous: list[Points], extension: Extension) -> Entiers:
    """Return (candidats,) the vœu whose kept points are the barème of extension, or ``AUCUN``.

    The lowest kept sum, or the lowest barème and then the lowest kept sum; the first vœu of those
    that are equal.
    """
    garde = total(tableau, gardes(tous, extension))
    cles: tuple[Entiers, ...] = (np.arange(len(garde)), garde)
    if conditions.valeur(tableau, extension.minimum) == "avant_filtrage":
        cles = (*cles, total(tableau, tous))
    a_points = ~(tableau.voeux["type"] == "POSTE").to_numpy()
    ordre = np.lexsort((*cles, ~a_points, tableau.auteur))
    premier = np.full(len(tableau.candidats), AUCUN)
    premier[tableau.auteur[ordre[::-1]]] = ordre[::-1]
    return premier


def _departs(tableau: Tableau, extension: Extension) -> tuple[pd.Series, pd.Series]:
    """Return (candidats,) where each starts, and why nowhere.

    He starts from a repère's département, else from the first vœu that is in one: a vœu whose place
    the table does not know is told, and the next one is not where the extension starts.
    """
    depart = pd.Series(pd.NA, index=tableau.candidats.index, dtype="str")
    raisons = pd.Series(SANS_LIEU, index=tableau.candidats.index, dtype="str")
    du_voeu = depart.copy()
    departements, lieu = tableau.lieux.distincts("departement"), tableau.lieux.numeros
    premiers, siens = _premiers(tableau, departements.notna().to_numpy()[lieu])
    du_voeu.iloc[siens] = _lieux_connus(tableau, extension).take(lieu[premiers]).to_numpy()
    rangs = tableau.voeux["rang"].iloc[premiers]
    dits = map(HORS_TABLE.format, rangs, departements.take(lieu[premiers]))
    raisons.iloc[siens] = pd.Index(list(dits), dtype="str")
    for repere in extension.depart:
        depart = depart.fillna(tableau.repere(repere)["departement"])
    return depart.fillna(du_voeu), raisons


def _lieux_connus(tableau: Tableau, extension: Extension) -> pd.Series:
    """Return (lieux,) the start of each: its zone, else its commune, else its département.

    With a table in the rule set it is the département; with a table ``extensions`` of the campaign,
    the first of them that it knows.
    """
    connus = set(extension.ordre) or set(tableau.campagne.extensions["depart"])
    lieux = pd.Series(pd.NA, index=tableau.lieux.places.index, dtype="str")
    for niveau in ("zone", "commune", "departement"):
        codes = tableau.lieux.distincts(niveau)
        lieux = lieux.fillna(codes.where(codes.isin(connus)))
    return lieux


def _premiers(tableau: Tableau, vises: Booleens) -> tuple[Entiers, Entiers]:
    """Return the first vœu expressed among these of each candidat who has one, and the candidats.

    It is the lowest rang: a rule may have put another vœu at the head of the list.
    """
    voeux = np.flatnonzero(vises)
    rangs = tableau.voeux["rang"].to_numpy(dtype=np.int64)[voeux]
    voeux = voeux[np.argsort(rangs, kind="stable")]
    siens, places = np.unique(tableau.auteur[voeux], return_index=True)
    return voeux[places], siens


def _lignes(
    tableau: Tableau, extension: Extension, touches: Booleens, departs: pd.Series
) -> tuple[pd.DataFrame, list[tuple[str, str, str, str]]]:
    """Return one line for each place that each searches, in order, and rows of ``signalements``.

    What a couple searches together, which has a ``paire``, comes before what each searches alone.
    """
    table = table_d_extension(tableau, extension)
    siens = pd.DataFrame(
        {"candidat": tableau.candidats["candidat"], "depart": departs, "auteur": departs.index}
    )[touches]
    seuls = siens.merge(table, on="depart").assign(paire=pd.Series(dtype="str"))
    if extension.conjointe is None:
        return seuls.sort_values(["candidat", "ordre"], ignore_index=True), []
    des_voeux = departs
    if extension.depart:
        des_voeux = _departs(tableau, replace(extension, depart=()))[0]
    a_deux, separes = conjoindre(tableau, extension, touches, departs, des_voeux)
    communes = seuls["auteur"].map(a_deux.groupby("auteur")["ordre"].max()).fillna(0)
    seuls["ordre"] += communes.astype("int64")
    lignes = pd.concat([a_deux, seuls], ignore_index=True)
    ids = "|".join(extension.conjointe.regles)
    return (
        lignes.sort_values(["candidat", "ordre"], ignore_index=True),
        [(nom, DEPARTS_DIFFERENTS, ids, dit) for nom, dit in separes],
    )


def table_d_extension(tableau: Tableau, extension: Extension) -> pd.DataFrame:
    """Return what is searched from each start: ``depart, ordre, type, code``."""
    if not extension.ordre:
        return tableau.campagne.extensions[["depart", "ordre", "type", "code"]]
    parcours = [
        (depart, niveau, code)
        for depart, suite in extension.ordre.items()
        for niveau in extension.niveaux
        for code in (depart, *suite)
    ]
    table = pd.DataFrame(parcours, columns=["depart", "type", "code"], dtype="str")
    return table.assign(ordre=table.groupby("depart").cumcount() + 1)


def _classees(
    tableau: Tableau,
    tous: list[Points],
    extension: Extension,
    lignes: pd.DataFrame,
    voeu: Entiers,
    classement: pd.DataFrame,
) -> pd.DataFrame:
    """Give the lines what the other vœux have: barème, class, départage, place, words."""
    reference = voeu[lignes["auteur"].to_numpy(dtype=np.int64)]
    concurrente = tableau.campagne.options.extension == "concurrente"
    points = total(tableau, gardes(tous, extension))[reference]
    dernier = tableau.voeux["place"].max() if len(tableau.voeux) else 0
    restriction = pd.Series(extension.restriction or pd.NA, index=lignes.index, dtype="str")
    seul, conjointe = lignes["paire"].isna(), extension.conjointe
    return lignes.drop(columns=["depart", "auteur", "paire"]).assign(
        ligne=0,
        place=int(dernier) + lignes["ordre"],
        sous_rang=0,
        restriction=avec_paire(restriction, lignes["paire"]),
        classe=ORDINAIRE if concurrente else RESIDUELLE,
        bareme=pd.array(points, dtype="Int64"),
        departage=classement["departage"].to_numpy()[reference],
        criteres=classement["criteres"].array.take(reference),
        origine="EXTENSION",
        regles=np.where(seul, _regles(extension), _regles(extension, conjointe)),
        note=np.where(seul, extension.sens, conjointe.sens if conjointe else ""),
        annuel=extension.annuel,
        **faits_par_defaut(tableau),
    )


def _regles(*entrees: Entree | None) -> str:
    return "|".join(sorted({regle for entree in entrees if entree for regle in entree.regles}))


def _decomposition(
    tableau: Tableau, tous: list[Points], extension: Extension, voeux: Entiers
) -> pd.DataFrame:
    """Return the rows of the barème of extension, as those of a vœu of rang 0."""
    garde = np.zeros(len(tableau.voeux), dtype=np.bool_)
    garde[voeux] = True
    siens = [points.garder(garde[points.voeu]) for points in gardes(tous, extension)]
    return decomposer(tableau, siens).assign(rang=0)
