"""Joint extension: what a couple is searched together, before each of its members alone.

Both members must come under the same extension and start from the same place: that which each has,
or else that of their vœux. Both are searched for in one place after the other, one of them at most
on a replacement zone.
"""

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.modele import Extension
from mouvement.engine.restrictions import CONJOINTE

DEPARTS_DIFFERENTS = (
    "extension conjointe impossible : {} part de {}, et {} de {} ; chacun est étendu seul"
)
ETABLISSEMENT, ZONE = "DPT", "ZRD"
FORMES = [(ETABLISSEMENT, ETABLISSEMENT), (ETABLISSEMENT, ZONE), (ZONE, ETABLISSEMENT)]
"""What the two members are searched for in a place, in turn; the smaller identifier first."""
MEMBRES = ("un", "autre")


def conjoindre(
    tableau: Tableau,
    extension: Extension,
    touches: Booleens,
    departs: pd.Series,
    des_voeux: pd.Series,
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Return the lines of couples; who has none for the two start apart, and the words for it.

    The lines have ``candidat, auteur, depart, ordre, type, code``, and ``paire``, the same for the
    two halves.

    Parameters
    ----------
    touches, departs : (candidats,) who is extended, from where.
    des_voeux : (candidats,) where the vœux of each start.
    """
    couples = _couples(tableau, extension, touches)
    for nom, ou in (("depart", departs), ("du_voeu", des_voeux)):
        for membre in MEMBRES:
            couples[f"{nom}_{membre}"] = ou.take(couples[membre].to_numpy()).array
    memes = couples["depart_un"] == couples["depart_autre"]
    couples["depart"] = couples["depart_un"].where(memes, couples["du_voeu_un"])
    ensemble = memes | (couples["du_voeu_un"] == couples["du_voeu_autre"])
    lignes = couples[ensemble].merge(_parcours(extension), on="depart")
    moities = [
        lignes.assign(auteur=lignes[membre], type=lignes[f"type_{membre}"]) for membre in MEMBRES
    ]
    colonnes = ["auteur", "depart", "ordre", "type", "code", "paire"]
    tout = pd.concat(moities, ignore_index=True)[colonnes]
    noms = tableau.candidats["candidat"]
    return tout.assign(candidat=noms.take(tout["auteur"].to_numpy()).array), _dire(
        noms, couples[~ensemble]
    )


def _couples(tableau: Tableau, extension: Extension, touches: Booleens) -> pd.DataFrame:
    """Return the numbers of the members (``MEMBRES``) of the couples that the extension is for."""
    vises = touches & (tableau.campagne.options.simultanees == "liees")
    if extension.conjointe is None:
        vises = np.zeros_like(touches)
    else:
        vises &= conditions.par_candidat(tableau, extension.conjointe.si)
    partenaire = tableau.partenaire
    # Nobody is -1, and so the item appended.
    a_deux = vises & np.append(vises, False)[partenaire]
    un: Entiers = np.flatnonzero(a_deux & (partenaire > np.arange(len(vises))))
    return pd.DataFrame({"un": un, "autre": partenaire[un]})


def _parcours(extension: Extension) -> pd.DataFrame:
    """Return what is searched from each start: ``depart, ordre, code, paire``, a type for each."""
    formes = [forme for forme in FORMES if set(forme) <= set(extension.niveaux)]
    parcours = [
        (depart, code, *forme)
        for depart, suite in extension.ordre.items()
        for code in (depart, *suite)
        for forme in formes
    ]
    colonnes = ["depart", "code", *(f"type_{membre}" for membre in MEMBRES)]
    table = pd.DataFrame(parcours, columns=colonnes, dtype="str")
    ordre = table.groupby("depart").cumcount() + 1
    return table.assign(ordre=ordre, paire=CONJOINTE + ordre.astype("str"))


def _dire(noms: pd.Series, couples: pd.DataFrame) -> list[tuple[str, str]]:
    """Return both members of each couple, with the words."""
    colonnes = ["un", "depart_un", "autre", "depart_autre"]
    dits = []
    for un, ici, autre, la in couples[colonnes].itertuples(index=False):
        deux = noms[un], noms[autre]
        dits += [(nom, DEPARTS_DIFFERENTS.format(deux[0], ici, deux[1], la)) for nom in deux]
    return dits
