"""The audit: what each contract became and why, and what a third party needs to check it."""

import numpy as np
import pandas as pd

from mouvement.engine.barres import points_des_rangs
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.engine.libelles import libelles_lieux
from mouvement.engine.placement import Etapes
from mouvement.engine.recit import phrases
from mouvement.engine.recit_couples import phrases_couples
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.texte import ETAPES, texte, toujours

MOTIFS = [
    *("AUCUN_POSTE", "SATISFAIT", "BAREME_INSUFFISANT", "SANS_OBJET", "REFUS_SIMULTANEE"),
    "INELIGIBLE",
]
AUCUN_POSTE, SATISFAIT, REFUSE, SANS_OBJET, REFUS_SIMULTANEE, INELIGIBLE = range(len(MOTIFS))


def audit(campagne: Campagne, contrats: Contrats, etapes: Etapes) -> pd.DataFrame:
    """Return one line for each contract, and for each vœu that made none, with its motive."""
    table, candidats = contrats.table, contrats.candidats
    auteur = table["candidat"].to_numpy()
    place = np.argsort(np.argsort(candidats["candidat"], kind="stable"))
    ordre = np.argsort(place[auteur], kind="stable")
    auteur, lignes = auteur[ordre], table.iloc[ordre].reset_index(drop=True)
    zone = lignes["zone"].to_numpy()
    contrat = (lignes["ordre"] > 0).to_numpy()
    discipline = candidats["numero_discipline"].to_numpy()[auteur]
    barre = points_des_rangs(contrats, discipline, etapes.general.barre_zone[zone]).where(contrat)
    accorde = etapes.final.ligne[auteur]
    dites, pour_l_autre = phrases_couples(contrats, etapes.general)
    dites |= phrases(campagne, contrats, etapes.echanges)
    ameliore = (ordre == accorde) & (accorde != etapes.general.ligne[auteur])
    motif = _motifs(lignes, ordre, accorde, pour_l_autre)
    voeu = lignes["rang"] > 0
    noms = libelles_lieux(campagne, contrats.lieux, contrats.carte.postes)
    libelles, valeurs = pd.factorize(np.array(noms, dtype=object))
    sans_poste = np.diff(contrats.zones.ptr)[zone] == 0
    detail = _detail(motif, lignes["bareme"], barre, etapes.final.guide[auteur], sans_poste)
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
            "motif": texte(motif, MOTIFS),
            "regles": pd.Series(pd.NA, index=lignes.index, dtype="str"),
            "detail": _preciser(detail, ordre, dites),
            "etape": texte(ameliore, ETAPES),
            "tirage": candidats["tirage"].to_numpy()[auteur],
        }
    )


def _motifs(
    lignes: pd.DataFrame, ordre: Entiers, accorde: Entiers, pour_l_autre: list[int]
) -> Entiers:
    """Return the motive of each line, by its place in ``MOTIFS``.

    Parameters
    ----------
    ordre : number of each line in ``Contrats.table``; accorde : that of its author's grant.
    pour_l_autre : lines refused to a partner for the other's sake.
    """
    cas = [
        (~lignes["commun"], INELIGIBLE),
        (lignes["ordre"] == 0, AUCUN_POSTE),
        (ordre == accorde, SATISFAIT),
        ((ordre > accorde) & (accorde != AUCUN), SANS_OBJET),
        (np.isin(ordre, pour_l_autre), REFUS_SIMULTANEE),
    ]
    motifs: Entiers = np.select([quand for quand, _ in cas], [motif for _, motif in cas], REFUSE)
    return motifs


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
    aucun_poste, satisfait, refuse = motif == AUCUN_POSTE, motif == SATISFAIT, motif == REFUSE
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


def _preciser(
    detail: "pd.Categorical[str]", lignes: Entiers, phrases: dict[int, str]
) -> "pd.Categorical[str]":
    """Put on some lines words of their own."""
    if not phrases:
        return detail
    dites = sorted(set(phrases.values()))
    numero = {phrase: len(detail.categories) + place for place, phrase in enumerate(dites)}
    codes = detail.codes.astype(np.int64)
    place = np.empty(len(lignes), dtype=np.int64)
    place[lignes] = np.arange(len(lignes))
    codes[place[list(phrases)]] = [numero[phrase] for phrase in phrases.values()]
    return texte(codes, [*detail.categories, *dites])


def baremes(campagne: Campagne) -> pd.DataFrame:
    """Return the decomposition of declared barèmes: each is one element, as given."""
    voeux = campagne.voeux[["candidat", "rang", "bareme"]].rename(columns={"bareme": "points"})
    element = toujours("DECLARE", len(voeux))
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
            "etape": toujours("GENERAL", len(table)),
            "candidat": texte(auteur, candidats["candidat"].tolist()),
            "ordre": table["ordre"].to_numpy(),
            "zone": texte(table["lieu"], contrats.lieux["lieu"].tolist()),
            "rang_priorite": table["rang_priorite"].to_numpy(),
        }
    )
