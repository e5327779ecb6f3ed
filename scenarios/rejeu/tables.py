"""A replay as tables (``io/tables_rejeu.py``)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.affectations import affectations
from mouvement.engine.barres import barres
from mouvement.engine.contrats import Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import ORIGINES
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.io import tables_rejeu as specifications
from mouvement.io.specification import Genre, Table
from mouvement.scenarios.rejeu.noms import Noms
from mouvement.scenarios.rejeu.recit import chaine, raconter
from mouvement.scenarios.rejeu.rejeu import Rejeu


def tables(rejeu: Rejeu, campagne: str) -> dict[str, pd.DataFrame]:
    """Return every table of ``TABLES_REJEU``; ``campagne`` is the name of its folder."""
    noms = Noms(rejeu)
    candidats = _candidats(rejeu)
    comparees = _barres(rejeu)
    return {
        "rejeu_candidats": candidats,
        "rejeu_cas": _cas(rejeu, noms),
        "rejeu_causes": _causes(rejeu, noms),
        "rejeu_barres": comparees,
        "rejeu_accords": _accords(candidats[candidats["decision"].notna()]),
        "rejeu_synthese": _synthese(rejeu, campagne, comparees),
    }


def _candidats(rejeu: Rejeu) -> pd.DataFrame:
    """Return everybody: those whom we place, then those whom the past alone knows."""
    placee, passe = rejeu.placee, rejeu.passe
    contrats = placee.contrats
    nous = affectations(rejeu.campagne, contrats, placee.etapes).set_index("candidat")
    connus = contrats.candidats[["candidat", "discipline"]]
    nous = nous.loc[connus["candidat"]].reset_index()
    reelles = rejeu.campagne.affectations_reelles.set_index("candidat")
    dit = reelles.reindex(connus["candidat"]).reset_index()
    cas, role = _cas_et_roles(rejeu)
    effectif = len(connus)
    table = connus.assign(
        accord=rejeu.accord,
        decision=nous["decision"].astype("str"),
        decision_passee=_decisions_passees(rejeu),
        poste=nous["poste"].astype("str"),
        poste_passe=dit["poste"].astype("str"),
        rang=nous["rang"],
        rang_passe=dit["rang"],
        effet=_effets(rejeu),
        cas=cas[:effectif],
        role=role[:effectif],
    )
    table["corps"] = _corps(rejeu)
    etrangers = passe.etrangers[["candidat", "poste", "rang"]].rename(
        columns={"poste": "poste_passe", "rang": "rang_passe"}
    )
    etrangers = etrangers.assign(
        accord=False,
        discipline=_discipline_du_poste(rejeu),
        cas=cas[effectif:].reset_index(drop=True),
        role=role[effectif:].reset_index(drop=True),
    )
    types = {
        colonne.nom: "str"
        for colonne in specifications.CANDIDATS.colonnes
        if colonne.genre is Genre.TEXTE
    }
    types |= dict.fromkeys(("rang", "rang_passe", "cas"), "Int64") | {"accord": "bool"}
    tout = pd.concat(
        [
            t.reindex(columns=specifications.CANDIDATS.noms).astype(types)
            for t in (table, etrangers)
        ],
        ignore_index=True,
    )
    return tout.sort_values("candidat", ignore_index=True)


def _corps(rejeu: Rejeu) -> pd.Series:
    """Return the corps of each candidat, missing where the campaign does not tell it."""
    candidats = rejeu.placee.contrats.candidats
    if "corps" in candidats:
        return candidats["corps"].astype("str")
    return pd.Series(index=candidats.index, dtype="str")


def _discipline_du_poste(rejeu: Rejeu) -> pd.Series:
    numeros = rejeu.passe.etrangers["numero"].to_numpy()
    disciplines = rejeu.placee.contrats.carte.postes["discipline"]
    # Below 0, no poste: the item appended is missing.
    valeurs = [None if n < 0 else str(disciplines.iat[n]) for n in numeros.tolist()]
    return pd.Series(valeurs, dtype="str")


def _decisions_passees(rejeu: Rejeu) -> pd.Series:
    """Return what the past poste says was decided; missing when the past says nothing."""
    passe, candidats = rejeu.passe, rejeu.placee.contrats.candidats
    table = rejeu.placee.contrats.table
    # AUCUN is -1, and so the item appended.
    origine = np.append(table["origine"].to_numpy(), AUCUN)[passe.ligne]
    annuel = np.append(table["annuel"].to_numpy(), False)[passe.ligne]
    reste = candidats["titulaire"] & (candidats["numero_actuel"] == passe.poste)
    decision = np.select(
        [passe.poste == AUCUN, annuel, origine == ORIGINES.index("EXTENSION"), reste],
        ["NON_AFFECTE", "ANNUEL", "EXTENSION", "MAINTENU"],
        "MUTE",
    )
    return pd.Series(decision, dtype="str").where(passe.present)


def _effets(rejeu: Rejeu) -> pd.Series:
    """Return what the past gave compared to ours, by the candidat's own order."""
    passe, notre = rejeu.passe, rejeu.placee.etapes.final.ligne
    dernier = np.iinfo(np.int64).max
    avant, apres = (np.where(ligne == AUCUN, dernier, ligne) for ligne in (passe.ligne, notre))
    effet = np.select(
        [passe.exterieur, avant < apres, avant > apres], ["INCONNU", "MIEUX", "PIRE"], "EGAL"
    )
    return pd.Series(effet, dtype="str").where(~rejeu.accord)


def _cas_et_roles(rejeu: Rejeu) -> tuple[pd.Series, pd.Series]:
    taille = len(rejeu.accord) + len(rejeu.passe.etrangers)
    cas, role = np.zeros(taille, dtype=np.int64), np.full(taille, "SUITE", dtype=object)
    for numero, un in enumerate(rejeu.cas, 1):
        cas[list(un.membres)] = numero
        for cause in reversed(un.causes):
            for qui, sien in ((cause.lese, "LESE"), (cause.candidat, "CAUSE")):
                if qui != AUCUN:
                    role[qui] = sien
    numeros = pd.Series(cas, dtype="Int64")
    return numeros.mask(cas == 0), pd.Series(role, dtype="str").where(cas > 0)


def _cas(rejeu: Rejeu, noms: Noms) -> pd.DataFrame:
    lignes = []
    for numero, un in enumerate(rejeu.cas, 1):
        racine = un.causes[0]
        lignes.append(
            {
                "cas": numero,
                "nature": racine.nature,
                "disciplines": ", ".join(noms.disciplines(un.membres)),
                "candidat": noms.candidat(racine.candidat),
                "poste": noms.poste(racine.poste),
                "lese": noms.candidat(racine.lese),
                "ecart": noms.ecart(racine),
                "candidats": len(un.membres),
                "causes": len(un.causes),
                "recit": raconter(racine, noms),
                "chaine": chaine(un, noms),
            }
        )
    return _cadre(specifications.CAS, lignes)


def _causes(rejeu: Rejeu, noms: Noms) -> pd.DataFrame:
    lignes = [
        {
            "cas": cas,
            "numero": numero,
            "nature": cause.nature,
            "candidat": noms.candidat(cause.candidat),
            "poste": noms.poste(cause.poste),
            "rang": noms.rang(cause.ligne),
            "bareme": noms.bareme(cause.ligne),
            "bareme_autre": noms.bareme_autre(cause.ligne),
            "lese": noms.candidat(cause.lese),
            "rang_lese": noms.rang(cause.ligne_lese),
            "bareme_lese": noms.bareme(cause.ligne_lese),
            "ecart": noms.ecart(cause),
            "autres_leses": cause.autres,
            "recit": raconter(cause, noms),
        }
        for cas, un in enumerate(rejeu.cas, 1)
        for numero, cause in enumerate(un.causes, 1)
    ]
    return _cadre(specifications.CAUSES, lignes)


def _cadre(table: Table, lignes: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    types = {
        colonne.nom: "str"
        if colonne.genre is Genre.TEXTE
        else ("Int64" if colonne.nullable else "int64")
        for colonne in table.colonnes
    }
    return pd.DataFrame(lignes, columns=table.noms).astype(types)


def _barres(rejeu: Rejeu) -> pd.DataFrame:
    """Put the barres of the past beside ours, at every level."""
    contrats, general = rejeu.placee.contrats, rejeu.placee.etapes.general
    terrain = rejeu.terrain
    siege: Entiers = np.where(terrain.siege < 0, AUCUN, terrain.siege)
    passe = replace(general, poste=siege, barre_poste=terrain.barre_poste)
    cle = ["discipline", "niveau", "code"]
    academie = rejeu.campagne.academie
    notres, passees = (barres(academie, contrats, placements) for placements in (general, passe))
    passees = passees.rename(
        columns={"entrants": "entrants_passes", "etat": "etat_passe", "barre": "barre_passee"}
    )
    jointes = notres.astype(dict.fromkeys(cle, "str")).merge(
        passees.astype(dict.fromkeys(cle, "str"))[
            [*cle, "entrants_passes", "etat_passe", "barre_passee"]
        ],
        on=cle,
        validate="1:1",
    )
    points = (jointes[["barre", "barre_passee"]] != BARRE_FERMEE).all(axis=1)
    ecart = (jointes["barre_passee"] - jointes["barre"]).where(points)
    return jointes.assign(ecart=ecart)[specifications.BARRES.noms]


def _accords(candidats: pd.DataFrame) -> pd.DataFrame:
    axes = {
        "ENSEMBLE": pd.Series("tous", index=candidats.index),
        "DISCIPLINE": candidats["discipline"],
        "CORPS": candidats["corps"],
        "RANG": candidats["rang"].astype("str").fillna("aucun"),
        "DECISION": candidats["decision"],
    }
    parts = []
    for axe, valeurs in axes.items():
        groupes = candidats["accord"].groupby(valeurs.astype("str"))
        part = groupes.agg(candidats="size", accords="sum").rename_axis("valeur").reset_index()
        parts.append(part.assign(axe=axe))
    tout = pd.concat([part for part in parts if len(part)], ignore_index=True)
    tout = tout.assign(differences=tout["candidats"] - tout["accords"])
    return tout.sort_values(["axe", "valeur"], ignore_index=True)[specifications.ACCORDS.noms]


def _synthese(rejeu: Rejeu, campagne: str, comparees: pd.DataFrame) -> pd.DataFrame:
    natures = [un.causes[0].nature for un in rejeu.cas]
    rangs = (comparees["barre"] == comparees["barre_passee"]).fillna(False)
    nulles = comparees["barre"].isna() & comparees["barre_passee"].isna()
    egales = (rangs | nulles) & (
        comparees["etat"].astype("str") == comparees["etat_passe"].astype("str")
    )
    ligne = {
        "campagne": campagne,
        "academie": rejeu.campagne.academie,
        "annee": rejeu.campagne.annee,
        "reglement": rejeu.campagne.reglement,
        "candidats": len(rejeu.accord),
        "accords": int(rejeu.accord.sum()),
        "differences": int((~rejeu.accord).sum()),
        "inconnus": len(rejeu.passe.etrangers),
        "cas": len(rejeu.cas),
        **{nature.lower(): natures.count(nature) for nature in specifications.NATURES},
        "barres": len(comparees),
        "barres_egales": int(egales.sum()),
    }
    return _cadre(specifications.SYNTHESE, [ligne])
