"""The audit: what each contract became and why, and what a third party needs to check it."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.libelles import libelles_lieux, libelles_postes
from mouvement.engine.placement import Placements
from mouvement.engine.resultat import BARRE_FERMEE

ETAPE = "GENERAL"


def texte(codes: ArrayLike, valeurs: list[str]) -> "pd.Categorical[str]":
    """Return a text column from numbered values, ``AUCUN`` being missing: no text is copied."""
    numeros = np.asarray(codes, dtype=np.int64)
    return pd.Categorical.from_codes(numeros, categories=pd.Index(valeurs))


def _toujours(valeur: str, lignes: int) -> "pd.Categorical[str]":
    return texte(np.zeros(lignes, dtype=np.int64), [valeur])


def points_des_rangs(contrats: Contrats, discipline: Entiers, rang: Entiers) -> pd.Series:
    """Return the points of barres given as ranks of their discipline (Int64, thousandths).

    Missing: open (rank 0). ``BARRE_FERMEE``: the rank of a maintien, or above every rank.
    """
    table = contrats.table
    lignes = np.flatnonzero(table["ordre"])
    auteur = table["candidat"].to_numpy()[lignes]
    du_contrat = contrats.candidats["numero_discipline"].to_numpy()[auteur]
    effectif = np.bincount(du_contrat, minlength=len(contrats.carte.disciplines))
    debut = np.cumsum(effectif) - effectif
    points = np.empty(len(lignes) + 1, dtype=np.int64)
    points[debut[du_contrat] + table["rang_priorite"].to_numpy()[lignes] - 1] = np.where(
        table["rang"].to_numpy()[lignes] == 0, BARRE_FERMEE, table["bareme"].to_numpy()[lignes]
    )
    ferme = rang > effectif[discipline]
    trouve = points[np.where(ferme | (rang == 0), 0, debut[discipline] + rang - 1)]
    return pd.Series(np.where(ferme, BARRE_FERMEE, trouve), dtype="Int64").mask(rang == 0)


def affectations(campagne: Campagne, contrats: Contrats, placements: Placements) -> pd.DataFrame:
    """Return what the mouvement gives to each candidat."""
    candidats, postes = contrats.candidats, contrats.carte.postes
    accorde = contrats.table.iloc[placements.ligne.clip(0)].reset_index(drop=True)
    place = placements.ligne != AUCUN
    voeu = place & (accorde["rang"] > 0)
    reste = candidats["titulaire"] & (candidats["numero_actuel"] == placements.poste)
    libelles = libelles_postes(campagne, postes)
    table = pd.DataFrame(
        {
            "candidat": candidats["candidat"],
            "discipline": candidats["discipline"],
            "decision": np.select([~place, reste], ["NON_AFFECTE", "MAINTENU"], "MUTE"),
            "poste": _a_la_place(postes["poste"], placements.poste),
            "etablissement": _a_la_place(postes["etablissement"], placements.poste),
            "rang": accorde["rang"].astype("Int64").where(voeu),
            "origine": pd.Series(np.where(voeu, "VOEU", "MAINTIEN"), dtype="str").where(place),
            "bareme": accorde["bareme"].astype("Int64").where(voeu),
            "etape": ETAPE,
            "ordre": accorde["ordre"].astype("Int64").where(place),
            "participation": candidats["participation"],
            "carte_scolaire": candidats["carte_scolaire"],
            "simultanee": candidats["simultanee"],
            "poste_actuel": candidats["poste_actuel"],
            "libelle": _a_la_place(libelles, placements.poste),
            "libelle_actuel": _a_la_place(libelles, candidats["numero_actuel"].to_numpy()),
        }
    )
    return table.sort_values("candidat", ignore_index=True)


def _a_la_place(valeurs: pd.Series, numeros: Entiers) -> pd.Series:
    """Return the value of each numbered item, missing for ``AUCUN``."""
    return valeurs.iloc[numeros.clip(0)].reset_index(drop=True).where(numeros != AUCUN)


def audit(campagne: Campagne, contrats: Contrats, placements: Placements) -> pd.DataFrame:
    """Return one line for each contract, and for each vœu that made none, with its motive."""
    table, candidats = contrats.table, contrats.candidats
    auteur = table["candidat"].to_numpy()
    place = np.argsort(np.argsort(candidats["candidat"], kind="stable"))
    ordre = np.argsort(place[auteur], kind="stable")
    auteur, lignes = auteur[ordre], table.iloc[ordre].reset_index(drop=True)
    zone = lignes["zone"].to_numpy()
    contrat = (lignes["ordre"] > 0).to_numpy()
    discipline = candidats["numero_discipline"].to_numpy()[auteur]
    barre = points_des_rangs(contrats, discipline, placements.barre_zone[zone]).where(contrat)
    accorde = placements.ligne[auteur]
    choix = [~contrat, ordre == accorde, (ordre < accorde) | (accorde == AUCUN)]
    motifs = ["AUCUN_POSTE", "SATISFAIT", "BAREME_INSUFFISANT", "SANS_OBJET"]
    motif = np.select(choix, [0, 1, 2], 3)
    voeu = lignes["rang"] > 0
    noms = libelles_lieux(campagne, contrats.lieux, contrats.carte.postes)
    libelles, valeurs = pd.factorize(np.array(noms, dtype=object))
    sans_poste = np.diff(contrats.zones.ptr)[zone] == 0
    return pd.DataFrame(
        {
            "candidat": texte(auteur, candidats["candidat"].tolist()),
            "rang": lignes["rang"].astype("Int64").where(voeu),
            "ordre": lignes["ordre"].astype("Int64").where(contrat),
            "origine": texte(voeu, ["MAINTIEN", "VOEU"]),
            "zone": texte(lignes["lieu"], contrats.lieux["lieu"].tolist()),
            "libelle": texte(libelles[lignes["lieu"]], valeurs.tolist()),
            "bareme": lignes["bareme"].astype("Int64").where(voeu),
            "barre": barre,
            "motif": texte(motif, motifs),
            "regles": pd.Series(pd.NA, index=lignes.index, dtype="str"),
            "detail": _detail(motif, lignes["bareme"], barre, placements.guide[auteur], sans_poste),
            "etape": _toujours(ETAPE, len(lignes)),
            "tirage": candidats["tirage"].to_numpy()[auteur],
        }
    )


def _detail(
    motif: Entiers, bareme: pd.Series, barre: pd.Series, guide: Entiers, sans_poste: Entiers
) -> "pd.Categorical[str]":
    """Say in words what the motive alone does not."""
    guides = [
        f"siège choisi autour du vœu {rang}" for rang in range(1, int(guide.max(initial=0)) + 1)
    ]
    textes = [
        "aucun poste de la discipline dans la zone",
        "aucun support vacant ni libérable dans la zone",
        "aucun support de la zone ne se libère : leurs titulaires les gardent",
        "à égalité de points avec la barre, départagé par le tirage",
        *guides,
    ]
    connue = barre.to_numpy(dtype=np.int64, na_value=AUCUN)
    aucun_poste, satisfait, refuse = motif == 0, motif == 1, motif == 2
    codes = np.select(
        [
            aucun_poste & sans_poste,
            aucun_poste,
            refuse & (connue == BARRE_FERMEE),
            refuse & (connue == bareme),
            satisfait & (guide > 0),
        ],
        [0, 1, 2, 3, 3 + guide],
        AUCUN,
    )
    return texte(codes, textes)


def baremes(campagne: Campagne) -> pd.DataFrame:
    """Return the decomposition of declared barèmes: each is one element, as given."""
    voeux = campagne.voeux[["candidat", "rang", "bareme"]].rename(columns={"bareme": "points"})
    element = _toujours("DECLARE", len(voeux))
    regle = pd.Series(pd.NA, index=voeux.index, dtype="str")
    return voeux.assign(element=element, regle=regle)


def priorites(contrats: Contrats) -> pd.DataFrame:
    """Return the strict order of each market's contracts."""
    table, candidats = contrats.table, contrats.candidats
    table = table[table["ordre"] > 0]
    auteur = table["candidat"].to_numpy()
    discipline = candidats["numero_discipline"].to_numpy()[auteur]
    return pd.DataFrame(
        {
            "discipline": texte(discipline, contrats.carte.disciplines),
            "etape": _toujours(ETAPE, len(table)),
            "candidat": texte(auteur, candidats["candidat"].tolist()),
            "ordre": table["ordre"].to_numpy(),
            "zone": texte(table["lieu"], contrats.lieux["lieu"].tolist()),
            "rang_priorite": table["rang_priorite"].to_numpy(),
        }
    )
