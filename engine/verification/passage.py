"""The closed markets of one level as the table leaves them: kernels, the best ones, well seated."""

import numpy as np

from mouvement.engine.verification.certificat import dire_envie
from mouvement.engine.verification.colonnes import Booleens, Entiers
from mouvement.engine.verification.constats import Condition, Constat
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.moment import TABLE, Moment
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.optimum import Rotation, dire_echange, rotations
from mouvement.engine.verification.sieges import deplacables, dire_siege


def verifier_marches(moment: Moment, apres: Octrois, change: Booleens) -> Entiers:
    """Check the markets in the state after; return the barre of each agent's zone, as a rank.

    Barres are made again, so that conditions 2 and 3 of modele.md §3 hold by themselves.
    """
    attendu, ferme = moment.attendu, moment.ferme
    marche = ferme.placer(attendu, moment.avant, apres)
    _capacites(moment, marche)
    fermee = 2 * attendu.priorites.nombre[attendu.postes.discipline] + 1
    barres = ferme.zones.minimums(marche.barres(fermee))
    auteur = attendu.contrats.liste.candidat[ferme.contrats]
    mieux = ferme.contrats < apres.contrat[auteur]
    contrats, zones = ferme.contrats[mieux], ferme.zone[mieux]
    if not _envies(moment, apres, contrats, barres[zones]):
        _echanges(moment, apres, rotations(attendu, marche, contrats, zones))
    if attendu.campagne.options.guidage == "aucun":
        _sieges(moment, apres, deplacables(attendu, marche.garder(change)))
    return barres[marche.zone]


def _capacites(moment: Moment, marche: Marche) -> None:
    noms = moment.attendu.postes.noms.textes

    def constat(p: int) -> Constat:
        cle = f"{moment.dire_marche(int(moment.decoupage.marche[p]))}, poste {noms[p]}"
        vus, places = str(marche.occupation[p]), str(marche.capacite[p])
        phrase = f"{TABLE}, {cle} : {vus} agents y sont placés, {places} siège(s) mis en commun."
        return Constat(Condition.CAPACITES, TABLE, cle, "poste_apres", vus, places, phrase, p)

    debordes = np.flatnonzero(marche.occupation > marche.capacite)
    moment.registre.lister(Condition.CAPACITES, TABLE, debordes, constat)


def _envies(moment: Moment, apres: Octrois, contrats: Entiers, barre: Entiers) -> bool:
    """Report contracts at their barre or above and not granted; true when there are some."""
    attendu = moment.attendu
    rang = attendu.priorites.rang[contrats]

    def constat(i: int) -> Constat:
        k = int(contrats[i])
        vu, voulu = f"rang_priorite {rang[i]}", f"sous la barre {barre[i]}"
        suite = dire_envie(attendu, apres, k, int(barre[i]))
        auteur = int(attendu.contrats.liste.candidat[k])
        return moment.signaler(Condition.ENVIE, "ordre_apres", auteur, vu, voulu, suite)

    lesees = np.flatnonzero(rang >= barre)
    moment.registre.lister(Condition.ENVIE, TABLE, lesees, constat)
    return len(lesees) > 0


def _echanges(moment: Moment, apres: Octrois, trouvees: list[Rotation]) -> None:
    def constat(numero: int) -> Constat:
        vu, voulu, suite = dire_echange(moment.attendu, apres, trouvees[numero])
        suite = f"sans léser personne dans cette zone, {suite}"
        candidat = trouvees[numero][0][0]
        return moment.signaler(Condition.OPTIMUM, "ordre_apres", candidat, vu, voulu, suite)

    moment.registre.lister(Condition.OPTIMUM, TABLE, range(len(trouvees)), constat)


def _sieges(moment: Moment, apres: Octrois, trouves: dict[int, int]) -> None:
    def constat(c: int) -> Constat:
        vu, voulu, suite = dire_siege(moment.attendu, apres, c, trouves[c])
        return moment.signaler(Condition.SIEGES, "poste_apres", c, vu, voulu, suite)

    moment.registre.lister(Condition.SIEGES, TABLE, trouves, constat)
