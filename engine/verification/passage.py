"""The closed markets of one level as the table leaves them: kernels, the best ones, well seated."""

import numpy as np

from mouvement.engine.verification.colonnes import Booleens, Entiers
from mouvement.engine.verification.constats import Condition, Constat
from mouvement.engine.verification.marche import Marche
from mouvement.engine.verification.moment import TABLE, Moment
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.optimum import Rotation, dire_echange, tourner
from mouvement.engine.verification.sieges import deplacables, dire_siege


def verifier_marches(moment: Moment, apres: Octrois, change: Booleens, tient: Booleens) -> Entiers:
    """Check the markets in the state after; return the barre of each agent's zone, as a rank.

    Barres are made again, so that conditions 2 and 3 of modele.md §3 hold by themselves.

    Where no grant changed, no row says whose claims hold: from the kernel where none does, they
    are taken up as far as nobody's barème is broken. What more could be exchanged is an exchange
    that the stage should have made.

    Parameters
    ----------
    change, tient : of each agent, whether a grant of his market changed; whether the table says
        that he keeps his seat by his claim.
    """
    attendu, ferme = moment.attendu, moment.ferme
    marche, preferees = ferme.placer(attendu, moment.avant, apres, tient)
    _capacites(moment, marche)
    if attendu.campagne.options.guidage == "aucun":
        _sieges(moment, apres, deplacables(attendu, marche.garder(change)))
    barres = _barres(moment, marche)
    issue = barres[marche.zone]
    fige = np.zeros(len(apres.contrat), dtype=np.bool_)
    fige[ferme.agents] = change
    while not _envies(moment, apres, marche, preferees, barres):
        trouvees = _rotations(moment, marche, preferees)
        autres = [cercle for cercle in trouvees if not _de_sieges(moment, fige, cercle)]
        if autres or not trouvees:
            _echanges(moment, apres, autres)
            break
        tient = tient | np.isin(ferme.agents, [c for cercle in trouvees for c, _ in cercle])
        marche, preferees = ferme.placer(attendu, moment.avant, apres, tient)
        barres = _barres(moment, marche)
    return issue


def _barres(moment: Moment, marche: Marche) -> Entiers:
    """Return the barre of each zone, as a rank above which guarantees are."""
    priorites, postes = moment.attendu.priorites, moment.attendu.postes
    fermee = len(moment.ferme.pretentions) + priorites.nombre[postes.discipline] + 1
    return moment.ferme.zones.minimums(marche.barres(fermee))


def _rotations(moment: Moment, marche: Marche, preferees: Entiers) -> list[Rotation]:
    """Return the circles of agents who could all do better."""
    pretentions = moment.ferme.pretentions
    rangs = pretentions.rang[preferees]
    force = marche.pretendants(pretentions.zone[preferees], rangs)[marche.siege]
    suite = pretentions.du_rang(force)
    return tourner(marche, len(moment.attendu.candidats.noms), suite, pretentions.auteur)


def _de_sieges(moment: Moment, fige: Booleens, cercle: Rotation) -> bool:
    """Tell whether a circle only takes up claims, in a market that no row tells of."""
    revendique = moment.ferme.pretentions.revendique
    return not fige[cercle[0][0]] and all(bool(revendique[k]) for _, k in cercle)


def _capacites(moment: Moment, marche: Marche) -> None:
    noms = moment.attendu.postes.noms.textes

    def constat(p: int) -> Constat:
        cle = f"{moment.dire_marche(int(moment.decoupage.marche[p]))}, poste {noms[p]}"
        vus, places = str(marche.occupation[p]), str(marche.capacite[p])
        phrase = f"{TABLE}, {cle} : {vus} agents y sont placés, {places} siège(s) mis en commun."
        return Constat(Condition.CAPACITES, TABLE, cle, "poste_apres", vus, places, phrase, p)

    debordes = np.flatnonzero(marche.occupation > marche.capacite)
    moment.registre.lister(Condition.CAPACITES, TABLE, debordes, constat)


def _envies(
    moment: Moment, apres: Octrois, marche: Marche, preferees: Entiers, barres: Entiers
) -> bool:
    """Report what is at its barre or above and not granted; true when there is some."""
    pretentions = moment.ferme.pretentions
    rang, barre = pretentions.rang[preferees], barres[pretentions.zone[preferees]]

    def constat(i: int) -> Constat:
        k = int(preferees[i])
        vu, voulu = f"priorité {rang[i]}", f"sous la barre {barre[i]}"
        suite = _dire_envie(moment, apres, marche, k, int(barre[i]))
        auteur = int(pretentions.auteur[k])
        return moment.signaler(Condition.ENVIE, "ordre_apres", auteur, vu, voulu, suite)

    lesees = np.flatnonzero(rang >= barre)
    moment.registre.lister(Condition.ENVIE, TABLE, lesees, constat)
    return len(lesees) > 0


def _dire_envie(moment: Moment, apres: Octrois, marche: Marche, k: int, barre: int) -> str:
    """Say that something had to be granted, in the face of whom, instead of what."""
    attendu, noms = moment.attendu, moment.attendu.candidats.noms.textes
    auteur = int(moment.ferme.pretentions.auteur[k])
    face = "un support y est libre, ou peut l'être"
    devant = marche.candidat[marche.rang == barre]
    if len(devant):
        placement = attendu.dire_contrat(int(apres.contrat[devant[0]]))
        face = f"il y passe avant {noms[devant[0]]}, placé là par son {placement}"
    return (
        f"{noms[auteur]} devait obtenir son {_dire(moment, k)} : {face} ; il a eu son "
        f"{attendu.dire_contrat(int(apres.contrat[auteur]))}."
    )


def _dire(moment: Moment, k: int) -> str:
    return moment.ferme.pretentions.dire(moment.attendu, moment.avant, k)


def _echanges(moment: Moment, apres: Octrois, trouvees: list[Rotation]) -> None:
    def constat(numero: int) -> Constat:
        vu, voulu, suite = dire_echange(
            moment.attendu, apres, trouvees[numero], lambda k: _dire(moment, k)
        )
        suite = f"sans léser personne dans cette zone, {suite}"
        candidat = trouvees[numero][0][0]
        return moment.signaler(Condition.OPTIMUM, "ordre_apres", candidat, vu, voulu, suite)

    moment.registre.lister(Condition.OPTIMUM, TABLE, range(len(trouvees)), constat)


def _sieges(moment: Moment, apres: Octrois, trouves: dict[int, int]) -> None:
    def constat(c: int) -> Constat:
        vu, voulu, suite = dire_siege(moment.attendu, apres, c, trouves[c])
        return moment.signaler(Condition.SIEGES, "poste_apres", c, vu, voulu, suite)

    moment.registre.lister(Condition.SIEGES, TABLE, trouves, constat)
