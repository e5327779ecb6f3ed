"""Decisions of the administration told: who had to be placed is, whom they deprive knows it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats
from mouvement.engine.demandes import AUCUN
from mouvement.engine.erreurs import DonneesRefusees, Faute
from mouvement.engine.instruction import Instruction
from mouvement.engine.instruction.decisions import FORCE
from mouvement.engine.instruction.instruction import COLONNES_SIGNALEMENTS
from mouvement.engine.placement import Etapes
from mouvement.engine.resultat import PRIVE

FAITS = {"FORCE": "donné à", "INTERDIT": "interdit à"}
RANG_SANS_OCTROI = np.iinfo(np.int64).max
CLE = ["candidat", "place", "sous_rang", "part"]
"""What a line is known by in a campaign and in the same without decisions, best first."""


@dataclass(frozen=True)
class Placee:
    """A campaign and how its candidats are placed."""

    instruction: Instruction
    contrats: Contrats
    etapes: Etapes


@dataclass(frozen=True)
class Privations:
    """Who would have had better without the decisions.

    Attributes
    ----------
    lignes : line of ``Contrats.table`` that each would have had → words for the audit.
    signalements : one row for each, his removed vœux included.
    """

    lignes: dict[int, str]
    signalements: pd.DataFrame


AUCUNE = Privations({}, pd.DataFrame(columns=list(COLONNES_SIGNALEMENTS)))


def exiger_les_forces(campagne: Campagne, contrats: Contrats, etapes: Etapes) -> None:
    """Refuse the decisions that nobody could carry out: titulaires keep the supports.

    Raises
    ------
    DonneesRefusees : somebody is not where a decision places him.
    """
    forces = campagne.decisions[campagne.decisions["nature"] == FORCE]
    candidats, postes = contrats.candidats["candidat"], contrats.carte.postes["poste"]
    qui = pd.Index(candidats).get_indexer(pd.Index(forces["candidat"]))
    ou = pd.Index(postes).get_indexer(pd.Index(forces["poste"]))
    manques = forces[etapes.final.poste[qui] != ou]
    fautes = []
    for ligne, candidat, poste in manques[["ligne", "candidat", "poste"]].to_numpy().tolist():
        assis = candidats[etapes.final.poste == postes.tolist().index(poste)]
        tenu = f"tenu par {', '.join(sorted(assis))}" if len(assis) else "sans support"
        motif = f"{candidat} ne peut pas être placé sur ce poste : il est {tenu}"
        remede = "Retirer la décision, ou ajouter un support vacant."
        fautes.append(Faute("decisions", ligne, "poste", poste, motif, remede))
    if fautes:
        raise DonneesRefusees(fautes)


def priver(placee: Placee, temoin: Placee) -> Privations:
    """Compare with what everybody would have had without the decisions (``temoin``)."""
    decisions = placee.instruction.campagne.decisions
    apres, avant = (_accordes(p).set_index("candidat") for p in (placee, temoin))
    pire = _apres(apres.loc[avant.index], avant)
    forces = decisions.loc[decisions["nature"] == FORCE, "candidat"]
    prives = avant[pire & ~avant.index.isin(forces)].reset_index()
    raisons = _raisons(decisions, temoin)
    dit = "aurait été obtenu " + prives["discipline"].map(raisons).astype("str")
    prives = prives.assign(dit=dit)
    return Privations(_lignes(placee, prives), _signalements(prives))


def _reperes(placee: Placee) -> pd.DataFrame:
    """Return the lines of ``Contrats.table`` with what they are known by."""
    table, voeux = placee.contrats.table, placee.instruction.campagne.voeux
    voeu = table["voeu"].to_numpy()
    # AUCUN is -1, and so the item appended: a maintien, after all vœux.
    return pd.DataFrame(
        {
            "candidat": placee.contrats.candidats["candidat"].to_numpy()[table["candidat"]],
            "place": np.append(voeux["place"].to_numpy(), RANG_SANS_OCTROI - 1)[voeu],
            "sous_rang": np.append(voeux["sous_rang"].to_numpy(), 0)[voeu],
            "part": table["part"],
            "rang": table["rang"],
            "lieu": placee.contrats.lieux["lieu"].to_numpy()[table["lieu"]],
        }
    )


def _accordes(placee: Placee) -> pd.DataFrame:
    """Return the final grant of each candidat; who has none has one after all others."""
    candidats, reperes = placee.contrats.candidats, _reperes(placee)
    rien: dict[str, Any] = {
        "place": RANG_SANS_OCTROI,
        "sous_rang": 0,
        "part": 0,
        "rang": 0,
        "lieu": "",
    }
    # AUCUN is -1, and so the item appended.
    accordes = {
        nom: np.append(reperes[nom].to_numpy(), nul)[placee.etapes.final.ligne]
        for nom, nul in rien.items()
    }
    return candidats[["candidat", "discipline"]].assign(**accordes)


def _apres(un: pd.DataFrame, autre: pd.DataFrame) -> pd.Series:
    """Tell where one grant comes after the other in the list."""
    apres = pd.Series(False, index=un.index)
    for nom in reversed(CLE[1:]):
        apres = (un[nom] > autre[nom]) | ((un[nom] == autre[nom]) & apres)
    return apres


def _raisons(decisions: pd.DataFrame, temoin: Placee) -> dict[str, str]:
    """Return, by discipline, the decisions that weigh on it: its own, and those tied to it."""
    sienne = dict(temoin.contrats.candidats[["candidat", "discipline"]].to_numpy().tolist())
    liens = _liens(temoin, sienne)
    raisons = {}
    for discipline in temoin.contrats.carte.disciplines:
        tenues = _atteintes(discipline, liens)
        siennes = decisions[decisions["candidat"].map(sienne).isin(tenues)]
        dites = [
            f"« {motif} » (poste {poste} {FAITS[nature]} {candidat})"
            for candidat, poste, nature, motif in siennes[
                ["candidat", "poste", "nature", "motif"]
            ].to_numpy()
        ]
        mot = "la décision" if len(dites) == 1 else "les décisions"
        raisons[discipline] = f"sans {mot} {', '.join(dites)}"
    return raisons


def _liens(temoin: Placee, sienne: dict[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of disciplines tied: by a couple, or by who volunteers for the other."""
    disciplines = temoin.contrats.candidats["discipline"].tolist()
    couples = [couple.candidats for couple in temoin.contrats.couples]
    liens = {(disciplines[un], disciplines[autre]) for un, autre in couples}
    volontaires = temoin.instruction.volontaires[["candidat", "discipline"]].to_numpy().tolist()
    liens |= {(sienne[candidat], discipline) for candidat, discipline in volontaires}
    return liens | {(vers, de) for de, vers in liens}


def _atteintes(depart: str, liens: set[tuple[str, str]]) -> set[str]:
    atteintes = {depart}
    while suite := {vers for de, vers in liens if de in atteintes} - atteintes:
        atteintes |= suite
    return atteintes


def _lignes(placee: Placee, prives: pd.DataFrame) -> dict[int, str]:
    """Find the line that each would have had, or that of the same vœu, before what he has.

    There is none when the decision removed it.
    """
    table, final = placee.contrats.table, placee.etapes.final.ligne
    accorde = final[table["candidat"]]
    refusee = (accorde == AUCUN) | (np.arange(len(table)) < accorde)
    reperes = _reperes(placee).reset_index(names="ligne")[refusee]
    memes = reperes.merge(prives[[*CLE, "dit"]], on=CLE[:3], suffixes=("", "_voulue"))
    juste = (memes["part"] == memes["part_voulue"]).to_numpy()
    choix = memes.iloc[np.lexsort((memes["ligne"], ~juste))].drop_duplicates("candidat")
    return dict(zip(choix["ligne"].tolist(), choix["dit"].tolist(), strict=True))


def _signalements(prives: pd.DataFrame) -> pd.DataFrame:
    voeu = ("vœu " + prives["rang"].astype("str")).where(prives["rang"] > 0, "contrat")
    return pd.DataFrame(
        {
            "candidat": prives["candidat"],
            "signalement": PRIVE,
            "regle": pd.NA,
            "detail": voeu + " (" + prives["lieu"] + ") : " + prives["dit"],
        }
    ).astype(COLONNES_SIGNALEMENTS)
