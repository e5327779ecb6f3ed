"""What a couple's vœux become, département by département; its fall-back pairs with a zone."""

import numpy as np
import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.listes import Listes, annoter, intactes
from mouvement.engine.instruction.tableau import Tableau
from mouvement.engine.reglements.modele import Operation
from mouvement.engine.restrictions import avec_paire

PARTS = {"ACA": ("DPT", "communes"), "ZRA": ("ZRD", "zones_remplacement")}
"""What a vœu over the académie is made of: the type of the parts, the table that names them."""


def par_autre_departement(tableau: Tableau, operation: Operation) -> Listes:
    """Cut the vœux over the académie where ``si`` holds to the départements but the author's own.

    They become one vœu for each of these, by code; those that would become none stay.
    """
    ici = conditions.par_voeu(tableau, operation.si)
    if not ici.any():
        return intactes(tableau.voeux)
    voeux = annoter(tableau.voeux, ici, operation)
    sien = tableau.repere("actuel")["departement"].to_numpy()[tableau.auteur]
    reste, parts = np.ones(len(voeux), dtype=np.bool_), []
    for entier, (part, table) in PARTS.items():
        vises = ici & (voeux["type"] == entier).to_numpy()
        departements = sorted(set(getattr(tableau.campagne, table)["departement"]))
        for numero, departement in enumerate(departements, 1):
            autre = vises & (sien != departement)
            parts.append(voeux[autre].assign(type=part, code=departement, sous_rang=numero))
            reste &= ~autre
    return intactes(pd.concat([voeux[reste], *parts], ignore_index=True).astype(voeux.dtypes))


def replier(tableau: Tableau, operation: Operation) -> Listes:
    """Add, after a couple's common list, the pairs with a replacement zone.

    For each département that a DPT or ACA vœu asks for, in order, and where ``si`` holds: an
    établissement for one and a zone of the département for the other, then the reverse; never the
    zones where the other already is. Each half has the barème of that vœu.
    """
    sources = _departements(tableau, operation)
    if sources.empty:
        return intactes(tableau.voeux)
    dernier = int(tableau.voeux["sous_rang"].max())
    numero = sources.groupby("candidat").cumcount() * 2 + 1
    second = (sources["auteur"] > sources["partenaire"]).astype("int64")
    places = tableau.voeux.groupby("candidat")["place"].max()
    zones = _sa_zone(tableau)
    il_y_est = sources["auteur"].map(zones) == sources["departement"]
    lautre_y_est = sources["partenaire"].map(zones) == sources["departement"]
    commun = sources.drop(columns=["auteur", "partenaire", "departement"]).assign(
        code=sources["departement"],
        place=sources["candidat"].map(places).astype("int64"),
        regles="|".join(operation.regles),
        note=operation.sens,
    )
    en_etablissement = _moitie(commun.assign(type="DPT"), numero + second, dernier)
    rien = pd.Series(pd.NA, index=commun.index, dtype="str")
    en_zone = commun.assign(type="ZRD", types_etablissement=rien, restriction=rien)
    en_zone = _moitie(en_zone, numero + 1 - second, dernier)
    moities = [en_etablissement[~lautre_y_est], en_zone[~il_y_est]]
    voeux = pd.concat([tableau.voeux, *moities], ignore_index=True)
    return intactes(voeux.astype(tableau.voeux.dtypes))


def _sa_zone(tableau: Tableau) -> pd.Series:
    """Return (candidats,) the département of the replacement zone that each has, if he has one."""
    actuel = tableau.repere("actuel")
    perdue = tableau.candidats["carte_scolaire"]
    return actuel["departement"].mask(actuel["zone"].isna() | perdue)


def _departements(tableau: Tableau, operation: Operation) -> pd.DataFrame:
    """Return the vœux of couples, one row for each département that each asks for first."""
    voeux = tableau.voeux.assign(
        auteur=tableau.auteur, partenaire=tableau.partenaire[tableau.auteur]
    )
    vises = (voeux["partenaire"] >= 0) & conditions.par_voeu(tableau, operation.si)
    zones = sorted(set(tableau.campagne.zones_remplacement["departement"]))
    entiers = voeux[vises & (voeux["type"] == "ACA")]
    sources = pd.concat(
        [
            voeux[vises & (voeux["type"] == "DPT")].assign(departement=lambda v: v["code"]),
            *(entiers.assign(departement=departement) for departement in zones),
        ]
    )
    sources = sources[sources["departement"].isin(zones)]
    ordre = ["candidat", "place", "sous_rang", "departement"]
    return sources.sort_values(ordre).drop_duplicates(["candidat", "departement"])


def _moitie(lignes: pd.DataFrame, paire: pd.Series, dernier: int) -> pd.DataFrame:
    """Return one half of the pairs, numbered, after all that the list has."""
    restriction = avec_paire(lignes["restriction"].astype("str"), paire.astype("str"))
    return lignes.assign(sous_rang=dernier + paire, restriction=restriction)
