"""The rows of one level applied: each agent gets what the table tells, if that can be his."""

from dataclasses import dataclass

import numpy as np

from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers
from mouvement.engine.verification.constats import Condition, Constat
from mouvement.engine.verification.deplacements import Deplacements
from mouvement.engine.verification.moment import TABLE, Moment
from mouvement.engine.verification.octrois import Octrois


@dataclass(frozen=True)
class Annonce:
    """What the rows tell of each agent of the closed markets (``NUL`` without a row).

    ``garde`` : whether he keeps his seat by his claim.
    """

    presente: Booleens
    contrat: Entiers
    siege: Entiers
    garde: Booleens


def lire_annonce(moment: Moment, code: Entiers, lignes: Deplacements) -> Annonce:
    """Find the row of each agent; ``code``: number, among all codes, of each place of the level."""
    ferme, nombre = moment.ferme, len(moment.attendu.candidats.noms)
    discipline, place = np.divmod(ferme.marche, moment.decoupage.etendue)
    cles = (ferme.agents, discipline, code[place] if len(code) else place)
    attendue = np.full((3, nombre), NUL, dtype=np.int64)
    attendue[:, ferme.agents] = cles
    dites = np.stack([lignes.candidat, lignes.discipline, lignes.code])
    siennes = np.flatnonzero(np.all(attendue[:, lignes.candidat] == dites, axis=0))[::-1]
    ligne = np.full(nombre, -1, dtype=np.int64)
    ligne[lignes.candidat[siennes]] = siennes  # Of equal keys the first row stays.
    lue = ligne[ferme.agents]
    presente = lue >= 0
    contrat, siege = (
        np.where(presente, np.append(colonne, NUL)[lue], NUL)
        for colonne in (lignes.contrat_apres, lignes.siege_apres)
    )
    return Annonce(presente, contrat, siege, np.append(lignes.garde, False)[lue])


def appliquer(moment: Moment, annonce: Annonce) -> tuple[Octrois, Booleens, Booleens]:
    """Return (the state after, whose market changed, who keeps his seat by his claim).

    A contract that cannot be the agent's is reported, and he keeps his own; likewise his seat.
    """
    ferme, avant = moment.ferme, moment.avant
    garde = avant.contrat[ferme.agents]
    sans = np.zeros_like(annonce.garde)
    zone = ferme.zone_de(annonce.contrat, garde, sans)
    exclus = annonce.presente & (zone == NUL)
    _contrats_inconnus(moment, annonce, np.flatnonzero(exclus & (annonce.contrat == NUL)))
    _contrats_exclus(moment, annonce, Condition.GARANTIE, exclus & (annonce.contrat > garde))
    _contrats_exclus(
        moment,
        annonce,
        Condition.ZONES,
        exclus & (annonce.contrat >= 0) & (annonce.contrat < garde),
    )
    contrat = np.where(zone == NUL, garde, annonce.contrat)
    change = np.isin(ferme.marche, ferme.marche[contrat != garde])
    tient = annonce.garde & change & (contrat == garde) & (ferme.siege != NUL)
    zone = ferme.zone_de(contrat, garde, tient)
    dedans = ferme.zones.contient(zone, annonce.siege)
    _sieges_impossibles(
        moment, annonce, contrat, np.flatnonzero(change & annonce.presente & ~dedans)
    )
    bouge = change & dedans
    apres = Octrois(avant.contrat.copy(), avant.siege.copy())
    apres.contrat[ferme.agents] = contrat
    apres.siege[ferme.agents[bouge]] = annonce.siege[bouge]
    return apres, change, tient


def _contrats_inconnus(moment: Moment, annonce: Annonce, lesquels: Entiers) -> None:
    ferme, attendu = moment.ferme, moment.attendu

    def constat(i: int) -> Constat:
        candidat = int(ferme.agents[i])
        acquis = attendu.dire_contrat(int(moment.avant.contrat[candidat]))
        suite = f"ordre_apres n'est pas un de ses contrats ; il avait son {acquis}."
        regle = Condition.AMELIORATION
        return moment.signaler(regle, "ordre_apres", candidat, "autre chose", acquis, suite)

    moment.registre.lister(Condition.AMELIORATION, TABLE, lesquels, constat)


def _contrats_exclus(
    moment: Moment, annonce: Annonce, regle: Condition, lesquels: Booleens
) -> None:
    """Report contracts that are none of the closed market: worse ones, or without a seat in it."""
    ferme, attendu = moment.ferme, moment.attendu

    def constat(i: int) -> Constat:
        candidat = int(ferme.agents[i])
        acquis = attendu.dire_contrat(int(moment.avant.contrat[candidat]))
        vu = attendu.dire_contrat(int(annonce.contrat[i]))
        suite = f"son {vu} ne mène à aucun des sièges mis en commun ; il avait son {acquis}."
        if regle is Condition.GARANTIE:
            suite = f"son {acquis} lui était acquis, et il ne lui reste que son {vu}."
        return moment.signaler(regle, "ordre_apres", candidat, vu, acquis, suite)

    moment.registre.lister(regle, TABLE, np.flatnonzero(lesquels), constat)


def _sieges_impossibles(
    moment: Moment, annonce: Annonce, contrat: Entiers, lesquels: Entiers
) -> None:
    attendu = moment.attendu

    def constat(i: int) -> Constat:
        vu = "autre chose"
        if annonce.siege[i] != NUL:
            vu = attendu.postes.noms.textes[annonce.siege[i]]
        voulu = f"un des sièges mis en commun où mène son {attendu.dire_contrat(int(contrat[i]))}"
        suite = f"poste_apres vaut {vu}, attendu {voulu}."
        agent = int(moment.ferme.agents[i])
        return moment.signaler(Condition.ZONES, "poste_apres", agent, vu, voulu, suite)

    moment.registre.lister(Condition.ZONES, TABLE, lesquels, constat)
