"""The administration's decisions: carried out as they are written, and claimed nowhere else.

Whom they deprive cannot be told without solving again; that is taken from the result, as far as it
may be true: one line of the audit, refused at its barre, of somebody on whose discipline a decision
weighs, who is told so.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import Instruction
from mouvement.engine.resultat import PRIVE
from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Booleens, Colonne, Entiers, Lexique, prendre
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.terrain import textes
from mouvement.engine.verification.traits import DECISION


def verifier_decisions(
    attendu: Attendu, campagne: Campagne, octrois: Octrois, registre: Registre
) -> None:
    """Who is forced sits on his poste, by decision, and nobody else does; no poste forbidden."""
    for position, (candidat, vu, voulu) in enumerate(_ecarts(attendu, campagne, octrois)):
        cle = f"candidat {candidat}"
        phrase = f"affectations, {cle} : est {vu}, les décisions le veulent {voulu}."
        regle = Condition.DECISIONS
        registre.ajouter(Constat(regle, "affectations", cle, "poste", vu, voulu, phrase, position))


def _ecarts(
    attendu: Attendu, campagne: Campagne, octrois: Octrois
) -> Iterator[tuple[str, str, str]]:
    """Yield (candidat, where he is, what decisions want)."""
    noms, postes = attendu.candidats.noms.textes, attendu.postes.noms.textes
    origine = prendre(attendu.contrats.liste.origine, octrois.contrat)
    ou = {
        nom: (postes[siege] if siege >= 0 else "", par == DECISION)
        for nom, siege, par in zip(noms, octrois.siege.tolist(), origine.tolist(), strict=True)
    }
    decisions = campagne.decisions.sort_values(["candidat", "poste"])
    colonnes = (decisions[nom] for nom in ("candidat", "poste", "nature"))
    reste = {nom for nom, (_, par_decision) in ou.items() if par_decision}
    for candidat, poste, nature in zip(*colonnes, strict=True):
        siege, par_decision = ou.get(candidat, ("", False))
        if nature == "FORCE":
            reste.discard(candidat)
            if not (siege == poste and par_decision):
                yield candidat, _dire(siege, par_decision), _dire(poste, True)
        elif siege == poste:
            yield candidat, _dire(siege, par_decision), f"hors du poste {poste}"
    for candidat in sorted(reste):
        yield candidat, _dire(*ou[candidat]), "placé par un vœu, ou par rien"


def _dire(poste: str, par_decision: bool) -> str:
    """Say where somebody is."""
    if not poste:
        return "sans poste"
    return f"placé en {poste} par {'décision' if par_decision else 'un vœu ou son maintien'}"


def admettre(
    attendu: Attendu, table: Rapprochement, motif: Colonne, refuse: Booleens
) -> tuple[Colonne, Entiers]:
    """Return the motives, DEROGATION where the audit may claim it, and the rows that do.

    Parameters
    ----------
    table : the audit beside its expected rows.
    motif : their motive, had nobody been deprived.
    refuse : where a row is refused.
    """
    touchees = attendu.postes.disciplines.numeros(disciplines_touchees(attendu.instruction))
    if table.muet or not len(touchees) or motif.lexique is None:
        return motif, np.zeros(0, dtype=np.int64)
    noms = table.cle["candidat"]
    discipline = dict(
        zip(attendu.candidats.noms.textes, attendu.candidats.discipline.tolist(), strict=True)
    )
    sienne = np.array([discipline.get(nom, -1) for nom in (noms.lexique or Lexique(())).textes])
    derogation = motif.lexique.textes.index("DEROGATION")
    dits = table.lire("motif", motif) == derogation
    prives = np.flatnonzero(dits & refuse & np.isin(sienne[noms.valeurs], touchees))
    admis = motif.valeurs.copy()
    admis[prives] = derogation
    return Colonne(admis, motif.lexique), prives


def disciplines_touchees(instruction: Instruction) -> list[str]:
    """Return the disciplines on which a decision weighs: its own, those tied to it.

    Couples tie disciplines, and so do those who volunteer for the vacant postes of another.
    """
    sans = instruction.sans_decisions
    if sans is None:
        return []
    candidats = sans.campagne.candidats
    discipline = dict(zip(candidats["candidat"], candidats["discipline"], strict=True))
    volontaires = instruction.volontaires
    siennes = volontaires["candidat"].map(discipline)
    liens = set(zip(siennes, volontaires["discipline"], strict=True))
    if sans.campagne.options.simultanees == "liees":
        seuls = candidats["simultanee"].isna()
        autres = candidats.loc[~seuls, "simultanee"].map(discipline)
        liens |= set(zip(candidats.loc[~seuls, "discipline"], autres, strict=True))
    liens |= {(vers, depuis) for depuis, vers in liens}
    touchees = {discipline[nom] for nom in instruction.campagne.decisions["candidat"]}
    while suite := {vers for depuis, vers in liens if depuis in touchees} - touchees:
        touchees |= suite
    return sorted(touchees)


def separer_les_prives(signalements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the published signalements of those deprived, and the others."""
    if "signalement" not in signalements:
        return signalements.iloc[:0], signalements
    prive = (signalements["signalement"].astype("str") == PRIVE).to_numpy(dtype=np.bool_)
    return signalements[prive], signalements[~prive]


def verifier_prives(
    attendu: Attendu, prives: list[str], frame: pd.DataFrame, registre: Registre
) -> None:
    """Whoever is deprived of a line is told so, and nobody else.

    Who is forbidden a poste may be deprived of a line that is there no more.

    Parameters
    ----------
    prives : author of each line that the audit says to be refused by a decision.
    frame : the signalements of those deprived.
    """
    decisions = attendu.campagne.decisions
    forces, ecartes = (
        set(decisions.loc[decisions["nature"] == nature, "candidat"])
        for nature in ("FORCE", "INTERDIT")
    )
    dits = set(textes(frame["candidat"])) if "candidat" in frame else set()
    noms = Lexique.trie({*prives, *(dits & ecartes - forces)})
    numeros = np.arange(len(noms), dtype=np.int64)
    cle = {"candidat": Colonne(numeros, noms)}
    table = Rapprochement(registre, Condition.SIGNALEMENTS, "signalements", frame, cle)
    table.comparer_nuls("regle", np.ones_like(numeros))
    table.comparer_nuls("detail", np.zeros_like(numeros))
    plusieurs = sorted({nom for nom in prives if prives.count(nom) > 1})
    for nom in plusieurs:
        phrase = f"audit, candidat {nom} : plusieurs lignes refusées par une décision, pas une."
        quoi = ("plusieurs lignes", "une ligne")
        regle = Condition.DECISIONS
        registre.ajouter(Constat(regle, "audit", f"candidat {nom}", "motif", *quoi, phrase))
