"""What the audit says in words, beside the motive."""

import numpy as np
import pandas as pd

from mouvement.engine.barres import classes_des_tenants
from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN, MAINTIEN
from mouvement.engine.instruction.instruction import DECISION, ORDINAIRE, RESIDUELLE, SPECIFIQUE
from mouvement.engine.texte import texte

SANS_POSTE = "aucun poste de la discipline dans la zone"
SANS_SUPPORT = "aucun support vacant ni libérable dans la zone"
TENUS = "aucun support de la zone ne se libère : leurs titulaires les gardent"
TENUS_D_ABORD = f"à l'étape générale, {TENUS}"
DECIDES = "les supports de la zone sont attribués par décision de l'administration"
CLASSES = "les supports de la zone reviennent à des candidats classés par une commission"
APRES_LES_VOEUX = "les supports de la zone reviennent à des vœux ; l'extension vient après eux"
PAR_CRITERES = "à égalité de points avec la barre, départagé par les critères"
PAR_TIRAGE = "à égalité de points avec la barre, départagé par le tirage"


def details(
    contrats: Contrats,
    aucun_poste: Booleens,
    refuse: Booleens,
    derniers: Entiers,
    guide: Entiers,
    dites: dict[int, str],
    *,
    ameliore: bool,
) -> "pd.Categorical[str]":
    """Return (lines,) the words, missing where the motive says it all.

    Parameters
    ----------
    aucun_poste, refuse : (lines,) whether that is the motive.
    derniers : (lines,) the ``tenants`` of the barre of each one's zone.
    guide : (lines,) the rang of the vœu that guided the seat, or 0.
    dites : words that some lines have of their own, instead.
    ameliore : whether exchanges followed: who kept his poste may have left it then.
    """
    sans_poste = np.diff(contrats.zones.ptr)[contrats.table["zone"]] == 0
    cas = [
        (aucun_poste & sans_poste, SANS_POSTE),
        (aucun_poste, SANS_SUPPORT),
        *((refuse & quand, phrase) for quand, phrase in _refus(contrats, derniers, ameliore)),
    ]
    rangs = range(1, int(guide.max(initial=0)) + 1)
    textes = [phrase for _, phrase in cas]
    textes += [f"siège choisi autour du vœu {rang}" for rang in rangs]
    propres = sorted(set(dites.values()))
    codes = np.select(
        [*(quand for quand, _ in cas), guide > 0],
        [*range(len(cas)), len(cas) - 1 + guide],
        AUCUN,
    )
    numero = {phrase: len(textes) + place for place, phrase in enumerate(propres)}
    codes[list(dites)] = [numero[phrase] for phrase in dites.values()]
    return texte(codes, [*textes, *propres])


def _refus(contrats: Contrats, derniers: Entiers, ameliore: bool) -> list[tuple[Booleens, str]]:
    """Return what tells one refusal from another: who holds the zone's barre."""
    table = contrats.table
    classe, bareme, departage = (table[nom].to_numpy() for nom in ("classe", "bareme", "departage"))
    du_dernier = classes_des_tenants(contrats, derniers)
    # Of the same class, the barre is a contract: the last item is read by others only.
    egal = (du_dernier == classe) & (bareme[derniers] == bareme)
    return [
        (du_dernier >= MAINTIEN, TENUS_D_ABORD if ameliore else TENUS),
        (du_dernier == DECISION, DECIDES),
        (du_dernier == SPECIFIQUE, CLASSES),
        ((classe == RESIDUELLE) & (du_dernier == ORDINAIRE), APRES_LES_VOEUX),
        (egal & (departage[derniers] != departage), PAR_CRITERES),
        (egal, PAR_TIRAGE),
    ]
