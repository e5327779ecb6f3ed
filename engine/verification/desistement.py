"""Withdrawals checked from files: who left, who gained, nobody worse off, no justified envy.

Nothing here comes from what made them: contracts and priorities are made again from the campaign,
barres from where people sit (modele.md §3). That the chain is the least one is not checked.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.instruction import Instruction
from mouvement.engine.verification.attendu import Attendu, preparer
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, entiers, prendre
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.traits import EXTENSION, MAINTIEN
from mouvement.engine.verification.zones import Zones


@dataclass(frozen=True)
class Etat:
    """Of each candidat: poste, order and rang of what he has (``NUL``: none)."""

    siege: Entiers
    ordre: Entiers
    rang: Entiers


def verifier_desistements(
    instruction: Instruction,
    retires: list[str],
    avant: pd.DataFrame,
    changements: pd.DataFrame,
    apres: pd.DataFrame,
) -> list[str]:
    """Return what does not hold, a sentence each.

    Parameters
    ----------
    avant : the affectations of the result, verified already.
    changements, apres : the tables ``desistements`` and ``affectations_apres``.
    """
    attendu = preparer(instruction)
    noms = attendu.candidats.noms.textes
    if sorted(apres["candidat"]) != sorted(noms):
        return ["affectations_apres : les candidats ne sont pas ceux de la campagne."]
    if not set(retires) <= set(noms):
        return ["manifeste : un candidat qui se désiste est inconnu."]
    avant_lu, apres_lu = (_lire(attendu, table) for table in (avant, apres))
    partis = np.isin(np.array(noms, dtype=object), retires)
    phrases = _changements(attendu, partis, avant_lu, apres_lu, changements)
    phrases += _partis(attendu, partis, apres_lu)
    phrases += _gagnants(attendu, partis, avant_lu, apres_lu)
    return phrases or _envies(attendu, partis, avant_lu, apres_lu)


def _lire(attendu: Attendu, table: pd.DataFrame) -> Etat:
    ordonnee = table.set_index("candidat").loc[list(attendu.candidats.noms.textes)]
    siege = attendu.postes.noms.coder(ordonnee["poste"])
    # A name that is no poste's is neither a poste nor nothing.
    siege = np.where(siege < len(attendu.postes.noms), siege, -1)
    return Etat(siege, entiers(ordonnee["ordre"]), entiers(ordonnee["rang"]))


def _pareil(un: Etat, autre: Etat) -> Booleens:
    memes: Booleens = (un.siege == autre.siege) & (un.ordre == autre.ordre)
    return memes


def _changements(
    attendu: Attendu, partis: Booleens, avant: Etat, apres: Etat, changements: pd.DataFrame
) -> list[str]:
    """Check that the table tells exactly the differences, each one as it is."""
    noms, postes = attendu.candidats.noms, attendu.postes.noms
    attendus = np.flatnonzero(partis | ~_pareil(avant, apres))
    if sorted(changements["candidat"]) != [noms.textes[c] for c in attendus]:
        return ["desistements : ce ne sont pas ceux qui se désistent ou dont l'affectation change."]
    gens = noms.connus(changements["candidat"])
    dits = {
        "poste_avant": postes.coder(changements["poste_avant"]) == avant.siege[gens],
        "poste_apres": postes.coder(changements["poste_apres"]) == apres.siege[gens],
        "rang_avant": entiers(changements["rang_avant"]) == avant.rang[gens],
        "rang_apres": entiers(changements["rang_apres"]) == apres.rang[gens],
        "ordre_apres": entiers(changements["ordre_apres"]) == apres.ordre[gens],
        "cause": np.asarray(changements["cause"].astype("str") == "DESISTEMENT") == partis[gens],
    }
    return [
        f"desistements, candidat {noms.textes[gens[n]]} : {colonne} est faux."
        for colonne, juste in dits.items()
        for n in np.flatnonzero(~juste)
    ]


def _partis(attendu: Attendu, partis: Booleens, apres: Etat) -> list[str]:
    """Check that who withdraws has his own poste, or nothing."""
    contrats, noms = attendu.contrats, attendu.candidats.noms.textes
    nombre = np.diff(contrats.debut)
    garde = attendu.candidats.garde
    attendu_ordre = np.where(garde == NUL, NUL, nombre)
    faux = partis & ((apres.siege != garde) | (apres.ordre != attendu_ordre) | (apres.rang != NUL))
    return [
        f"affectations_apres, candidat {noms[c]} : il se désiste, et n'a pas son poste, ou rien."
        for c in np.flatnonzero(faux)
    ]


def _seuils(attendu: Attendu, avant: Etat) -> Entiers:
    """Return, for each candidat, the first of his contracts that is no better than what he had."""
    contrats = attendu.contrats
    numero = contrats.numero(np.arange(len(avant.ordre)), avant.ordre)
    seuil = np.where(numero == NUL, contrats.debut[1:], numero)
    # A contract of the complementary stage is not in the list, but the line of his vœu is.
    lignes, faits = contrats.lignes, np.cumsum(contrats.faits)
    for candidat in np.flatnonzero((numero == NUL) & (avant.siege != NUL)).tolist():
        siennes = (lignes.candidat == candidat) & (lignes.rang == avant.rang[candidat])
        premiere = int(np.flatnonzero(siennes)[0])
        seuil[candidat] = faits[premiere] - contrats.faits[premiere]
    return seuil


def _voulus(attendu: Attendu, avant: Etat) -> Booleens:
    """Tell which contracts their author would rather have than what he had."""
    liste = attendu.contrats.liste
    rien = avant.siege == NUL
    mieux = np.arange(len(liste.candidat)) < _seuils(attendu, avant)[liste.candidat]
    voulus: Booleens = (
        mieux & (liste.origine != MAINTIEN) & ((liste.origine != EXTENSION) | rien[liste.candidat])
    )
    return voulus


def _fixes(attendu: Attendu, partis: Booleens) -> Booleens:
    """Tell who takes no part: who withdraws, tied couples, those placed by decision."""
    decisions = attendu.campagne.decisions
    noms = attendu.candidats.noms
    fixes: Booleens = partis | (attendu.candidats.partenaire != NUL)
    forces = noms.connus(decisions.loc[decisions["nature"] == "FORCE", "candidat"])
    fixes[forces[forces >= 0]] = True
    return fixes


def _gagnants(attendu: Attendu, partis: Booleens, avant: Etat, apres: Etat) -> list[str]:
    """Check that the others who change get a better contract, in its zone, for a support freed."""
    contrats, noms = attendu.contrats, attendu.candidats.noms.textes
    fixes, phrases = _fixes(attendu, partis), []
    bouges = np.flatnonzero(~partis & ~_pareil(avant, apres))
    obtenu = contrats.numero(bouges, apres.ordre[bouges])
    meilleur = (obtenu >= 0) & prendre(_voulus(attendu, avant).astype(np.int64), obtenu, 0) == 1
    dedans = contrats.zones.contient(prendre(contrats.liste.zone, obtenu), apres.siege[bouges])
    rang = prendre(contrats.liste.rang, obtenu) == apres.rang[bouges]
    for c, juste in zip(bouges, meilleur & dedans & rang & ~fixes[bouges], strict=True):
        if not juste:
            phrases.append(
                f"affectations_apres, candidat {noms[c]} : ce n'est pas un vœu préféré à ce qu'il "
                "avait, sur un poste de sa zone."
            )
    assis = np.bincount(
        apres.siege[(apres.siege >= 0) & ~partis], minlength=len(attendu.postes.noms)
    )
    for p in np.flatnonzero(assis > _places(attendu, partis, avant)):
        phrases.append(
            f"affectations_apres, poste {attendu.postes.noms.textes[p]} : plus d'agents que de "
            "supports tenus ou libérés."
        )
    return phrases


def _places(attendu: Attendu, partis: Booleens, avant: Etat) -> Entiers:
    """Return the supports that those who stay hold or may have, by poste."""
    nombre, garde = len(attendu.postes.noms), attendu.candidats.garde
    restes = np.bincount(avant.siege[~partis & (avant.siege >= 0)], minlength=nombre)
    quittes = np.bincount(avant.siege[partis & (avant.siege >= 0)], minlength=nombre)
    repris = np.bincount(garde[partis & (garde >= 0)], minlength=nombre)
    liberes = np.maximum(quittes - repris, 0)
    places: Entiers = np.minimum(attendu.postes.capacite - repris, restes + liberes)
    return places


def _envies(attendu: Attendu, partis: Booleens, avant: Etat, apres: Etat) -> list[str]:
    """Check that whoever would rather have a freed support has less than those who hold it.

    Who changed holds his zone by his contract; the others hold their poste above everything.
    """
    contrats, liste = attendu.contrats, attendu.contrats.liste
    gens = np.flatnonzero(~partis & (apres.siege >= 0))
    obtenu = contrats.numero(gens, apres.ordre[gens])
    bouge = ~_pareil(avant, apres)[gens]
    sommet = int(attendu.priorites.rang.max(initial=0)) + 1
    nombre = len(attendu.postes.noms)
    zones = Zones(
        np.append(contrats.zones.debut, contrats.zones.debut[-1] + np.arange(1, nombre + 1)),
        np.append(contrats.zones.postes, np.arange(nombre)),
        nombre,
    )
    # Who takes no part holds a support apart from the others, which nobody can be shifted to.
    capacite = _places(attendu, partis, avant)
    fermes = capacite - np.bincount(
        apres.siege[_fixes(attendu, partis) & ~partis & (apres.siege >= 0)], minlength=nombre
    )
    zones = zones.garder(fermes[zones.postes] > 0)
    libre = ~_fixes(attendu, partis)[gens]
    gens, obtenu, bouge = gens[libre], obtenu[libre], bouge[libre]
    marche = Marche(
        candidat=gens,
        siege=apres.siege[gens],
        rang=np.where(bouge, prendre(attendu.priorites.rang, obtenu), sommet),
        zone=np.where(bouge, prendre(liste.zone, obtenu), len(contrats.zones) + apres.siege[gens]),
        zones=zones,
        capacite=fermes,
    )
    barres = np.append(marche.barres(np.full(nombre, sommet + 1)), sommet + 1)
    minimum = zones.minimums(barres)
    voulus = _voulus(attendu, avant) & ~_fixes(attendu, partis)[liste.candidat]
    accorde = contrats.numero(np.arange(len(apres.ordre)), apres.ordre)
    change = ~_pareil(avant, apres)
    encore = ~change[liste.candidat] | (np.arange(len(liste.candidat)) < accorde[liste.candidat])
    pleine = minimum[liste.zone] != NUL
    envie = voulus & encore & pleine & (attendu.priorites.rang >= minimum[liste.zone])
    return [
        f"affectations_apres, candidat {attendu.candidats.noms.textes[liste.candidat[k]]} : son "
        f"{attendu.dire_contrat(int(k))} passe avant un agent venu sur un support libéré."
        for k in np.flatnonzero(envie)
    ]
