"""The contracts that the campaign should give: vœux → zones → contracts, then the maintien."""

from dataclasses import dataclass

import numpy as np

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.colonnes import NUL, Booleens, Entiers, Lexique, prendre
from mouvement.engine.verification.couples import Couple, communs, former, par_occurrence, voulus
from mouvement.engine.verification.etalement import Brutes, distinguer, etaler, etiqueter
from mouvement.engine.verification.restrictions import restreindre
from mouvement.engine.verification.terrain import Candidats, Postes
from mouvement.engine.verification.traits import EXTENSION, Traits, lire_traits
from mouvement.engine.verification.voeux import TYPES, lire_groupes, lire_voeux, separer
from mouvement.engine.verification.zones import Classement, Zones, developper


@dataclass(frozen=True)
class Lignes:
    """Contracts, and vœux that made none, by candidat and in the order of his list.

    Attributes
    ----------
    source : line of the vœux' table, ``NUL`` for a maintien.
    origine : number in ``traits.ORIGINES``.
    conjoint : whether it can only be granted with another one, to the partner.
    rang, bareme : ``NUL`` for what has none.
    ordre : 1, 2, … over the candidat's contracts; ``NUL`` for a vœu that made none.
    zone : number in ``Contrats.zones``.
    label : number in ``Contrats.labels``.
    """

    candidat: Entiers
    source: Entiers
    origine: Entiers
    conjoint: Booleens
    rang: Entiers
    ordre: Entiers
    zone: Entiers
    label: Entiers
    bareme: Entiers

    def garder(self, choix: Booleens | Entiers) -> "Lignes":
        """Return some of the rows."""
        return Lignes(*(colonne[choix] for colonne in vars(self).values()))


@dataclass(frozen=True)
class Contrats:
    """Every expected contract.

    Attributes
    ----------
    lignes : the contracts and the vœux that made none.
    faits : where a row of ``lignes`` is a contract.
    communs : where it is not a partner's vœu that the other does not share.
    liste : the contracts alone, same order.
    debut : contracts of candidat c are ``debut[c]`` to ``debut[c + 1]`` (ordre 1 first).
    type_zone : type of each zone, a number in ``voeux.TYPES``; a maintien's is ``POSTE``.
    traits : what the instruction says of each line of the vœux.
    couples : those that the campaign ties.
    """

    lignes: Lignes
    faits: Booleens
    communs: Booleens
    liste: Lignes
    debut: Entiers
    zones: Zones
    type_zone: Entiers
    labels: Lexique
    traits: Traits
    couples: list[Couple]

    def numero(self, candidat: Entiers, ordre: Entiers) -> Entiers:
        """Return each candidat's contract of that ordre; ``NUL`` when he has no such contract."""
        possible = (ordre >= 1) & (ordre <= np.diff(self.debut)[candidat])
        return np.where(possible, self.debut[candidat] + np.where(possible, ordre, 1) - 1, NUL)


def compiler(campagne: Campagne, postes: Postes, candidats: Candidats) -> Contrats:
    """Make the contracts of every candidat of an instructed campaign."""
    traits = lire_traits(campagne.voeux)
    voeux = separer(lire_voeux(campagne.voeux, traits, candidats), campagne)
    groupes = lire_groupes(campagne.groupes, postes)
    brutes = etaler(voeux, groupes, postes, candidats)
    zone, demandes, premiers = distinguer(brutes, candidats)
    classements = [
        Classement.de(postes.discipline, postes.niveaux[nom], postes.niveaux["POSTE"])
        for nom in TYPES[:-1]
    ]
    filtres = [set(texte.split("|")) for texte in voeux.filtres]
    entieres = developper(demandes, [*classements, groupes.classement], filtres, postes)
    zones = restreindre(entieres, demandes.restriction, voeux.restrictions, postes)
    labels, label, label_entier = etiqueter(brutes, voeux, postes, groupes, zone, premiers)
    voulu = par_occurrence(brutes.candidat, brutes.conjoint, voulus(labels.textes)[label])
    compare = brutes.conjoint & (traits.origine_de(brutes.source) != EXTENSION)
    commun = communs(brutes.candidat, compare, voulu, candidats)
    fait = commun & (zones.sommes(postes.capacite) > 0)[zone]
    toutes, garde, debut = _numeroter(brutes, traits, zone, (label, label_entier), fait, candidats)
    lignes, faits = toutes.garder(garde), fait[garde]
    liste = lignes.garder(faits)
    couples = former(debut, liste.conjoint, voulu[garde][faits], candidats)
    types = demandes.type
    return Contrats(
        lignes, faits, commun[garde], liste, debut, zones, types, labels, traits, couples
    )


def _numeroter(
    brutes: Brutes,
    traits: Traits,
    zone: Entiers,
    labels: tuple[Entiers, Entiers],
    fait: Booleens,
    candidats: Candidats,
) -> tuple[Lignes, Booleens, Entiers]:
    """Number the contracts made, and keep one row of each vœu that made none.

    ``labels`` : of each row, and of its whole vœu. Returns (all rows, which to keep, contracts
    before each candidat).
    """
    nombre = len(candidats.noms)
    debut = np.zeros(nombre + 1, dtype=np.int64)
    np.cumsum(np.bincount(brutes.candidat[fait], minlength=nombre), out=debut[1:])
    voeu = brutes.voeu
    servis = np.bincount(voeu[fait & (voeu >= 0)], minlength=int(voeu.max(initial=-1)) + 1)
    premiere = np.concatenate(([True], voeu[1:] != voeu[:-1]))[: len(voeu)]
    orphelin = premiere & (prendre(servis, voeu, 1) == 0)
    toutes = Lignes(
        candidat=brutes.candidat,
        source=brutes.source,
        origine=traits.origine_de(brutes.source),
        conjoint=brutes.conjoint,
        rang=brutes.rang,
        ordre=np.where(fait, np.cumsum(fait) - debut[brutes.candidat], NUL),
        zone=zone,
        label=np.where(orphelin, labels[1], labels[0]),
        bareme=brutes.bareme,
    )
    return toutes, fait | orphelin, debut
