"""A result without its campaign: what its tables must say to each other, whatever the rules."""

import numpy as np

from mouvement.engine.resultat import Resultat
from mouvement.engine.verification.colonnes import (
    NUL,
    Booleens,
    Colonne,
    Entiers,
    Lexique,
    en_points,
    entiers,
    trier,
)
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.octrois import ETAPES
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.sommes import verifier_sommes
from mouvement.engine.verification.terrain import textes
from mouvement.engine.verification.traits import EXTENSION, MAINTIEN, ORIGINES, SPECIFIQUE

PAR_POINTS, SANS_POINTS, MAINTENU = range(3)
"""Levels of priority that the tables tell, the strongest last."""


def verifier_dossier(resultat: Resultat) -> list[Constat]:
    """Check what a result's tables say without the campaign; ``verifier`` checks all of it.

    The elements of each barème sum to the one that the audit tells. Contracts are the same in
    ``audit`` and ``priorites``, whose ranks are 1, 2, … in each discipline: the maintiens above
    all, then what goes by no points, then the rest, vœux by their points, extensions by theirs.
    """
    registre = Registre()
    verifier_sommes(resultat.baremes, resultat.audit, registre)
    _verifier_rangs(resultat, registre)
    return registre.constats()


def _verifier_rangs(resultat: Resultat, registre: Registre) -> None:
    contrats = _contrats(resultat)
    cle = {nom: contrats[nom] for nom in ("candidat", "ordre")}
    table = Rapprochement(registre, Condition.PRIORITES, "priorites", resultat.priorites, cle)
    disciplines = Lexique.trie(textes(resultat.priorites["discipline"]))
    discipline = table.lire("discipline", Colonne(table.lignes, disciplines))
    rang = table.lire("rang_priorite", Colonne(table.lignes))
    etape = table.lire("etape", Colonne(table.lignes, ETAPES))
    la = np.flatnonzero((discipline != NUL) & (rang != NUL))
    discipline = np.where(discipline == NUL, NUL, discipline * len(ETAPES) + np.maximum(etape, 0))
    la = la[np.lexsort((rang[la], discipline[la]))]
    discipline, rang = discipline[la], rang[la]
    origine, bareme = (contrats[nom].valeurs[la] for nom in ("origine", "bareme"))
    niveau = np.where((bareme == NUL) | (origine == SPECIFIQUE), SANS_POINTS, PAR_POINTS)
    niveau = np.where(origine == MAINTIEN, MAINTENU, niveau)
    debut = np.searchsorted(discipline, discipline)
    table.signaler(
        la[rang != np.arange(len(rang)) - debut + 1],
        "rang_priorite",
        lambda i: str(resultat.priorites["rang_priorite"].iloc[int(table.lignes[i])]),
        lambda i: "les rangs 1, 2, … de la discipline, une fois chacun",
    )
    faibles = _trop_fort(discipline, niveau)
    for extension in (False, True):
        eux = np.flatnonzero((niveau == PAR_POINTS) & ((origine == EXTENSION) == extension))
        faibles[eux] |= _trop_fort(discipline[eux], bareme[eux])
    _signaler(table, contrats, la[faibles])


def _contrats(resultat: Resultat) -> dict[str, Colonne]:
    """Return the contracts that the audit tells, by candidat and ordre."""
    audit = resultat.audit[resultat.audit["ordre"].notna()]
    noms = Lexique.trie(textes(audit["candidat"]))
    colonnes = {
        "candidat": Colonne(noms.coder(audit["candidat"]), noms),
        "ordre": Colonne(entiers(audit["ordre"])),
        "origine": Colonne(ORIGINES.coder(audit["origine"]), ORIGINES),
        "bareme": Colonne(entiers(audit["bareme"]), points=True),
    }
    return trier(colonnes, ("candidat", "ordre"))


def _trop_fort(discipline: Entiers, force: Entiers) -> Booleens:
    """Tell which contracts, sorted by discipline and rank, are above a stronger one."""
    largeur = np.unique(force, return_inverse=True)[1]
    marche = discipline * (len(force) + 1) + largeur
    plus_forte = np.maximum.accumulate(marche) if len(marche) else marche
    return np.asarray(marche < plus_forte)


def _signaler(table: Rapprochement, contrats: dict[str, Colonne], lesquels: Entiers) -> None:
    def constat(i: int) -> Constat:
        bareme = int(contrats["bareme"].valeurs[i])
        points = "sans points" if bareme == NUL else f"{en_points(bareme)} points"
        quoi = f"{contrats['origine'].dire(i)}, {points}"
        phrase = (
            f"priorites, {table.dire_cle(i)} : ce contrat ({quoi}) passe avant un contrat plus "
            "fort de sa discipline."
        )
        cle = table.dire_cle(i)
        vu, voulu = "un rang trop haut", "sous les contrats plus forts"
        return Constat(Condition.PRIORITES, "priorites", cle, "rang_priorite", vu, voulu, phrase, i)

    positions = np.sort(lesquels)
    table.registre.lister(Condition.PRIORITES, "priorites", positions, constat)
