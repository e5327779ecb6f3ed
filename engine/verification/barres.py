"""Barres made again from the seats, by their definition, and the table that they should give."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import Colonne, Entiers, Lexique, prendre
from mouvement.engine.verification.constats import Condition, Registre
from mouvement.engine.verification.octrois import (
    COMPLEMENTAIRE,
    ETAPES,
    GENERALE,
    Octrois,
    marche_general,
)
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.zones import Classement

NIVEAUX = {
    "POSTE": "POSTE",
    "ETB": "ETB",
    "COM": "COM",
    "GEO": "GEO",
    "DPT": "DPT",
    "ACA": "ACA",
    "ZR": "ZRE",
}
"""Levels of the table → the vœu type whose places they are."""

PRECIS = ("POSTE", "ETB")

ETATS = Lexique(("OUVERTE", "BARRE", "FERMEE", "EXTENSION"))
OUVERTE, BARRE, FERMEE, EN_EXTENSION = range(4)


def rangs_des_postes(attendu: Attendu, octrois: Octrois) -> Entiers:
    """Return the barre of each poste, as a rank, made again from grants and seats."""
    fermee = attendu.priorites.nombre[attendu.postes.discipline] + 1
    return marche_general(attendu, octrois).barres(fermee)


@dataclass(frozen=True)
class TableBarres:
    """The barres table as it should be; ``ligne_poste`` is the row of each poste."""

    cle: dict[str, Colonne]
    colonnes: dict[str, Colonne]
    ligne_poste: Entiers


def attendre(attendu: Attendu, octrois: Octrois, rangs: Entiers) -> TableBarres:
    """Make the whole expected table: every level, every place with a poste, every discipline.

    The complementary stage has only the levels of precise vœux.
    """
    complementaire = attendu.complementaire
    noms = {niveau: NIVEAUX[niveau] for niveau in PRECIS} if complementaire else NIVEAUX
    etape = COMPLEMENTAIRE if complementaire else GENERALE
    textes = [t for nom in noms.values() for t in attendu.postes.codes[nom].textes]
    lexique = Lexique(tuple(dict.fromkeys(textes)))
    niveaux = Lexique(tuple(sorted(NIVEAUX)))
    morceaux = []
    for niveau, nom in noms.items():
        discipline, place, *mesures = _niveau(attendu, octrois, rangs, nom)
        code = lexique.numeros(attendu.postes.codes[nom].textes)[place]
        numero = np.full(len(code), niveaux.textes.index(niveau))
        morceaux.append((discipline, numero, code, *mesures))
    colonnes = [np.concatenate(morceau) for morceau in zip(*morceaux, strict=True)]
    ordre = np.lexsort((colonnes[2], colonnes[1], colonnes[0]))
    discipline, niveau_, code_, capacite, entrants, rang = (c[ordre] for c in colonnes)
    return TableBarres(
        cle={
            "discipline": Colonne(discipline, attendu.postes.disciplines),
            "niveau": Colonne(niveau_, niveaux),
            "code": Colonne(code_, lexique),
        },
        colonnes={
            "etape": Colonne(np.full(len(ordre), etape, dtype=np.int64), ETAPES),
            "capacite": Colonne(capacite),
            "entrants": Colonne(entrants),
            "rang_barre": Colonne(rang),
            "barre": Colonne(attendu.priorites.points(discipline, rang), points=True),
            "etat": Colonne(_etats(attendu, discipline, rang), ETATS),
        },
        ligne_poste=_lignes_postes(niveau_ == niveaux.textes.index("POSTE"), code_),
    )


def _lignes_postes(de_poste: np.ndarray, code: Entiers) -> Entiers:
    """Return the row of each poste: the lexicon begins with the postes, in their order."""
    lignes = np.flatnonzero(de_poste)
    resultat = np.empty(len(lignes), dtype=np.int64)
    resultat[code[lignes]] = lignes
    return resultat


def _etats(attendu: Attendu, discipline: Entiers, rang: Entiers) -> Entiers:
    priorites = attendu.priorites
    contrat = priorites.contrat(discipline, rang)
    avec_points = prendre(priorites.bareme, contrat, -1) >= 0
    etats = np.select(
        [rang == 0, priorites.residuelle(contrat), avec_points],
        [OUVERTE, EN_EXTENSION, BARRE],
        FERMEE,
    )
    return etats.astype(np.int64)


def _niveau(
    attendu: Attendu, octrois: Octrois, rangs: Entiers, nom: str
) -> tuple[Entiers, Entiers, Entiers, Entiers, Entiers]:
    """Return (discipline, place, capacité, entrants, rank of the barre) of a level's places."""
    postes = attendu.postes
    places = postes.niveaux[nom]
    classement = Classement.de(postes.discipline, places, postes.niveaux["POSTE"])
    cles, debut = np.unique(classement.cles, return_index=True)
    discipline, place = np.divmod(cles, classement.etendue)
    if not len(cles):
        return discipline, place, cles, cles, cles
    capacite = np.add.reduceat(postes.capacite[classement.postes], debut)
    rang = np.minimum.reduceat(rangs[classement.postes], debut)
    assis = np.flatnonzero(octrois.siege >= 0)
    siege, garde = octrois.siege[assis], attendu.candidats.garde[assis]
    ici = places[siege]
    venu = (ici >= 0) & (prendre(places, garde) != ici)
    cle = postes.discipline[siege[venu]] * classement.etendue + ici[venu]
    entrants = np.bincount(np.searchsorted(cles, cle), minlength=len(cles))
    return discipline, place, capacite, entrants.astype(np.int64), rang


def verifier_barres(
    attendu: Attendu, octrois: Octrois, rangs: Entiers, frame: pd.DataFrame, registre: Registre
) -> Entiers:
    """Check the table; return the published barre of each poste (ours where it is missing)."""
    attendue = attendre(attendu, octrois, rangs)
    table = Rapprochement(registre, Condition.BARRES, "barres", frame, attendue.cle)
    table.comparer(attendue.colonnes)
    if table.muet or "rang_barre" not in frame:
        return rangs
    publies = table.lire("rang_barre", attendue.colonnes["rang_barre"])[attendue.ligne_poste]
    return np.where(publies < 0, rangs, publies)
