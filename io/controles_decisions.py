"""Checks of what comes before the barème: commissions' rankings, the administration's decisions."""

import pandas as pd

from mouvement.engine.instruction.specifiques import NATURES
from mouvement.io.examen import Examen

TABLES = ("specifiques", "decisions")


def controler_decisions(examen: Examen) -> None:
    """Run every check of ``specifiques`` and ``decisions``, of which there are mostly none."""
    if all(examen.tables[nom].empty for nom in TABLES if examen.a(nom)):
        return
    _postes_specifiques(examen)
    _ex_aequo(examen)
    _disciplines(examen)
    _postes_tenus(examen)
    _un_seul_poste(examen)
    _supports(examen)


def _postes_specifiques(examen: Examen) -> None:
    if examen.a("specifiques", "poste") and examen.a("postes", "poste", "nature"):
        natures = _attribut(examen, "specifiques", "postes", "poste", "nature")
        motif = f"ce poste n'est pas spécifique : sa nature n'est pas {' ou '.join(NATURES)}"
        remede = "Corriger le poste, ou sa nature dans postes."
        ordinaires = natures.notna() & ~natures.isin(NATURES)
        examen.refuse("specifiques", "poste", ordinaires, motif, remede)


def _ex_aequo(examen: Examen) -> None:
    if examen.a("specifiques", "poste", "rang_commission"):
        classements = examen.tables["specifiques"]
        egaux = classements.duplicated(["poste", "rang_commission"], keep=False)
        motif = "un autre candidat a le même rang sur ce poste"
        remede = "Donner à chacun son rang, ou aucun à qui n'est pas classé."
        egaux &= classements["poste"].notna() & classements["rang_commission"].notna()
        examen.refuse("specifiques", "rang_commission", egaux, motif, remede)


def _disciplines(examen: Examen) -> None:
    if (
        examen.a("decisions", "candidat", "poste")
        and examen.a("candidats", "candidat", "discipline")
        and examen.a("postes", "poste", "discipline")
    ):
        voulue = _attribut(examen, "decisions", "candidats", "candidat", "discipline")
        offerte = _attribut(examen, "decisions", "postes", "poste", "discipline")
        autre = voulue.notna() & offerte.notna() & (voulue != offerte)
        motif = "ce poste est d'une autre discipline que le candidat"
        examen.refuse("decisions", "poste", autre, motif, "Corriger le poste ou le candidat.")


def _postes_tenus(examen: Examen) -> None:
    """Refuse that a titulaire be forbidden the poste that he keeps if nothing better comes."""
    if examen.a("decisions", "candidat", "poste", "nature") and examen.a(
        "candidats", "candidat", "poste_actuel", "carte_scolaire"
    ):
        decisions = examen.tables["decisions"]
        actuel, touche = (
            _attribut(examen, "decisions", "candidats", "candidat", colonne)
            for colonne in ("poste_actuel", "carte_scolaire")
        )
        tenu = (actuel == decisions["poste"]) & ~touche.fillna(True).astype(bool)
        motif = "ce candidat est titulaire de ce poste : il ne peut pas lui être interdit"
        remede = "Retirer la décision, ou dire sa mesure de carte scolaire dans candidats."
        interdit = (decisions["nature"] == "INTERDIT") & tenu
        examen.refuse("decisions", "poste", interdit, motif, remede)


def _un_seul_poste(examen: Examen) -> None:
    if examen.a("decisions", "candidat", "nature"):
        decisions = examen.tables["decisions"]
        forces = decisions["nature"] == "FORCE"
        repris = decisions["candidat"].where(forces).duplicated(keep="first") & forces
        motif = "ce candidat est déjà forcé sur un autre poste"
        remede = "Ne garder qu'une décision FORCE par candidat."
        examen.refuse("decisions", "candidat", repris, motif, remede)


def _supports(examen: Examen) -> None:
    """Refuse the forced agents who come beyond a poste's supports, in the order of the table."""
    if not (
        examen.a("decisions", "poste", "nature")
        and examen.a("postes", "poste", "vacants")
        and examen.a("candidats", "poste_actuel", "carte_scolaire")
    ):
        return
    decisions, candidats = examen.tables["decisions"], examen.tables["candidats"]
    gardes = candidats["poste_actuel"][~candidats["carte_scolaire"].fillna(True).astype(bool)]
    vacants = examen.tables["postes"].drop_duplicates("poste").set_index("poste")["vacants"]
    supports = vacants.astype("float64").add(gardes.value_counts(), fill_value=0)
    capacites = decisions["poste"].map(supports).astype("float64")
    forces = decisions["nature"] == "FORCE"
    rangs = forces.groupby(decisions["poste"]).cumsum()
    motif = (
        "plus d'agents forcés sur ce poste que de supports, vacants ou de titulaires participants"
    )
    remede = "Retirer une décision, ou ajouter un support vacant."
    examen.refuse("decisions", "poste", forces & (rangs > capacites), motif, remede)


def _attribut(examen: Examen, table: str, cible: str, cle: str, colonne: str) -> pd.Series:
    """Return what the target says of each row's code; missing when it does not have it."""
    valeurs = examen.tables[cible].drop_duplicates(cle).set_index(cle)[colonne]
    return examen.tables[table][cle].map(valeurs)
