"""The administration's decisions outside the barème: who must, or must not, get a poste."""

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.core.groupby import SeriesGroupBy

from mouvement.engine.campagne import Campagne
from mouvement.engine.erreurs import DonneesRefusees, Faute
from mouvement.engine.instruction.instruction import COLONNES_VOEUX, DECISION, Instruction
from mouvement.engine.instruction.retouches import (
    dissoudre,
    en_textes,
    rejeter,
    sans_points,
    signaler,
    supprimer,
)
from mouvement.engine.portees import SANS_CODE, portees
from mouvement.engine.restrictions import retenus

FORCE, INTERDIT = "FORCE", "INTERDIT"
DITS = {
    FORCE: "placé par décision de l'administration sur le poste ",
    INTERDIT: "écarté par décision de l'administration du poste ",
}
SEPARE = "COUPLE_DISSOUS_DECISION"
MOTIF_SEPARE = "mutation simultanée dissoute : un membre du couple est placé par décision"


def decider(instruction: Instruction) -> Instruction:
    """Apply the decisions; what is instructed without them is kept beside.

    Raises
    ------
    DonneesRefusees : who is forced on a poste does not take part.
    """
    campagne = instruction.campagne
    if campagne.decisions.empty:
        return instruction
    aucune = replace(campagne, decisions=campagne.decisions.iloc[:0])
    decidee = _forcer(_interdire(_ecarter_les_absents(instruction)))
    dits = _signalements(decidee.campagne.decisions)
    return replace(
        decidee,
        signalements=signaler(decidee.signalements, dits),
        sans_decisions=replace(instruction, campagne=aucune),
    )


def _ecarter_les_absents(instruction: Instruction) -> Instruction:
    """Set aside what is forbidden to people who do not take part; none of them can be forced."""
    campagne, decisions = instruction.campagne, instruction.campagne.decisions
    absents = decisions[~decisions["candidat"].isin(campagne.candidats["candidat"])]
    fautes = [
        Faute(
            *("decisions", ligne, "candidat", candidat),
            "ce candidat est placé par décision, mais il ne participe pas au mouvement",
            "Retirer la décision, ou corriger ce qui l'écarte du mouvement.",
        )
        for ligne, candidat, nature in absents[["ligne", "candidat", "nature"]].to_numpy().tolist()
        if nature == FORCE
    ]
    if fautes:
        raise DonneesRefusees(fautes)
    return replace(
        instruction,
        campagne=replace(campagne, decisions=decisions.drop(absents.index)),
        rejets=rejeter(instruction.rejets, "decisions", absents, "le candidat ne participe pas"),
    )


def _interdire(instruction: Instruction) -> Instruction:
    """Take the postes forbidden to a candidat out of his zones; vœux for them alone go."""
    campagne = instruction.campagne
    voeux, touches = campagne.voeux.reset_index(drop=True), _touches(campagne)
    if touches.empty:
        return instruction
    sauf = "sauf_poste=" + touches["poste"]
    dits = "poste " + touches["poste"] + " écarté par décision : " + touches["motif"]
    siens = voeux.index.isin(touches["numero"])
    vises = en_textes(voeux[siens])
    restriction = _ajouter(vises["restriction"], sauf.groupby(touches["numero"]), ";")
    vises = vises.assign(
        restriction=restriction.map(_en_ordre).astype("str"),
        note=_ajouter(vises["note"], dits.groupby(touches["numero"]), " ; "),
    )
    seuls = vises["type"] == "POSTE"
    otes = vises[seuls].assign(motif="DEROGATION")
    restants = pd.concat([voeux[~siens], vises[~seuls]], ignore_index=True)
    return replace(
        instruction,
        campagne=replace(campagne, voeux=restants),
        supprimes=supprimer(instruction.supprimes, otes),
        baremes=sans_points(instruction.baremes, otes),
    )


def _touches(campagne: Campagne) -> pd.DataFrame:
    """Return each vœu (its ``numero``) whose zone holds a poste forbidden, with poste and motif."""
    decisions = campagne.decisions[["candidat", "poste", "motif"]]
    return couvrants(campagne, decisions[campagne.decisions["nature"] == INTERDIT])


def couvrants(campagne: Campagne, postes: pd.DataFrame) -> pd.DataFrame:
    """Return each vœu (its ``numero``) whose zone holds a poste, with the row that names it.

    ``postes`` : ``candidat``, the author of the vœux to look at; ``poste``; and what else it has.
    """
    voeux = campagne.voeux[["candidat", "type", "code", "types_etablissement", "restriction"]]
    leurs = np.flatnonzero(voeux["candidat"].isin(postes["candidat"]))
    siens = voeux.take(leurs).assign(numero=leurs).merge(postes, on="candidat")
    carte = portees(campagne)
    noms = carte.postes["poste"]
    vises = noms.isin(postes["poste"]).to_numpy()[carte.incidence["poste"]]
    lieux = carte.incidence[vises]
    incidence = pd.DataFrame(
        {
            "lieu": lieux["lieu"].str.replace(r"^(GROUPE:.*)/\d+$", r"\1", regex=True),
            "poste": noms.iloc[lieux["poste"]].array,
        }
    ).drop_duplicates()
    seul = siens["type"].isin(SANS_CODE)
    siens["lieu"] = siens["type"].where(seul, siens["type"] + ":" + siens["code"])
    siens = siens.merge(incidence, on=["lieu", "poste"])
    place = pd.Index(noms).get_indexer(pd.Index(siens["poste"]))
    type_poste = carte.postes["type"].iloc[place]
    admis = [
        pd.isna(types) or genre in types.split("|")
        for types, genre in zip(siens["types_etablissement"], type_poste, strict=True)
    ]
    dedans = retenus(siens["restriction"], carte.postes, np.arange(len(siens)), place)
    return siens[dedans & np.array(admis, dtype=np.bool_)].sort_values(["numero", "poste"])


def _ajouter(avant: pd.Series, ajouts: "SeriesGroupBy[str, int]", lien: str) -> pd.Series:
    """Put texts, by number of their line, after what each line says, if it says anything."""
    ajout = ajouts.agg(lien.join).reindex(avant.index).astype("str")
    return (avant + lien + ajout).fillna(ajout)


def _en_ordre(restriction: str) -> str:
    return ";".join(sorted(restriction.split(";")))


def _forcer(instruction: Instruction) -> Instruction:
    """Put the poste that each must get first in his list; he does not wait for a partner."""
    campagne, voeux = instruction.campagne, instruction.campagne.voeux
    forces = campagne.decisions[campagne.decisions["nature"] == FORCE]
    if forces.empty:
        return instruction
    premieres = voeux.groupby("candidat")["place"].min()
    place = forces["candidat"].map(premieres).fillna(1).astype("int64") - 1
    lignes = pd.DataFrame(
        {
            "candidat": forces["candidat"],
            "type": "POSTE",
            "code": forces["poste"],
            "place": place,
            "sous_rang": 0,
            "classe": DECISION,
            "departage": 0,
            "origine": "DECISION",
            "note": forces["motif"],
            "annuel": False,
            "ligne": 0,
        }
    ).reindex(columns=voeux.columns)
    types = {**COLONNES_VOEUX, "rang": "Int64", "bareme": "Int64", "types_etablissement": "str"}
    tout = pd.concat([voeux.astype({"rang": "Int64"}), lignes.astype(types)], ignore_index=True)
    suite = replace(instruction, campagne=replace(campagne, voeux=tout))
    return dissoudre(suite, forces["candidat"], SEPARE, MOTIF_SEPARE)


def _signalements(decisions: pd.DataFrame) -> pd.DataFrame:
    """Say each decision to whom it is about."""
    return pd.DataFrame(
        {
            "candidat": decisions["candidat"],
            "signalement": "DECISION_" + decisions["nature"],
            "regle": pd.NA,
            "detail": decisions["nature"].map(DITS)
            + decisions["poste"]
            + " : "
            + decisions["motif"],
        }
    )
