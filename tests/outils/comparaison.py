"""The engine's result against the naive reference's, table by table."""

import pandas as pd
from reference_naive import affecter_instruite_naif, affecter_naif

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction
from mouvement.engine.mouvement import affecter, affecter_instruite
from mouvement.engine.resultat import Resultat
from mouvement.io.tables_resultat import TABLES_RESULTAT

LIBRES = {"audit": {"libelle", "detail"}, "affectations": {"libelle", "libelle_actuel"}}


def exiger_la_reference(campagne: Campagne, quoi: str) -> Resultat:
    """Every table is the same, save texts for people and the order of the rows."""
    resultat, attendu = affecter(campagne), affecter_naif(campagne)
    exiger_les_memes(resultat, attendu, quoi)
    return resultat


def exiger_la_reference_instruite(instruction: Instruction, quoi: str) -> Resultat:
    """Do the same once the rules have been applied."""
    resultat = affecter_instruite(instruction)
    exiger_les_memes(resultat, affecter_instruite_naif(instruction), quoi)
    return resultat


def exiger_les_memes(resultat: Resultat, attendu: Resultat, quoi: str) -> None:
    """Compare two results whole."""
    for nom in (table.nom for table in TABLES_RESULTAT):
        obtenue, voulue = (comparable(getattr(r, nom), nom) for r in (resultat, attendu))
        assert obtenue == voulue, f"{nom}, {quoi}"


def comparable(table: pd.DataFrame, nom: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return a table's columns and its rows in order, as texts."""
    colonnes = sorted(set(table.columns) - LIBRES.get(nom, set()))
    nuls = [table[colonne].isna().tolist() for colonne in colonnes]
    textes = [
        ["nul" if vide else str(valeur) for valeur, vide in zip(table[c].tolist(), n, strict=True)]
        for c, n in zip(colonnes, nuls, strict=True)
    ]
    return colonnes, sorted(zip(*textes, strict=True))
