"""Differences that cause each other: who took whose place, as connected components."""

import numpy as np
import pandas as pd

from mouvement.engine.contrats import Booleens
from mouvement.engine.couples import partenaires
from mouvement.engine.demandes import AUCUN
from mouvement.scenarios.rejeu.enquete import Enquete
from mouvement.scenarios.rejeu.reunion import Reunion
from mouvement.scenarios.rejeu.variantes import reproduit_sans_exterieurs


def composer(enquete: Enquete) -> list[list[int]]:
    """Return the cases: numbers of candidats that differ, then of ``Passe.etrangers``, rising.

    At a poste, who came and who left are tied, unless both results leave it a free support: nobody
    needed the other's. Where too many sit, those who came are tied. Tied partners are tied.
    """
    inconnus = range(enquete.effectif, enquete.effectif + len(enquete.passe.etrangers))
    membres = [*np.flatnonzero(enquete.differents).tolist(), *inconnus]
    reunion = Reunion(inconnus.stop)
    for ensemble in [*_par_poste(enquete), *_par_couple(enquete)]:
        reunion.unir(ensemble)
    par_chef: dict[int, list[int]] = {}
    for membre in membres:
        par_chef.setdefault(reunion.chef(membre), []).append(membre)
    return _rattacher(enquete, list(par_chef.values()))


def _par_poste(enquete: Enquete) -> list[list[int]]:
    passe, notre = enquete.passe, enquete.final.poste
    venus: dict[int, list[int]] = {}
    partis: dict[int, list[int]] = {}
    for qui in np.flatnonzero(enquete.differents & (passe.siege != notre)).tolist():
        venus.setdefault(int(passe.siege[qui]), []).append(qui)
        partis.setdefault(int(notre[qui]), []).append(qui)
    for membre, poste in enumerate(passe.etrangers["numero"].tolist(), enquete.effectif):
        venus.setdefault(poste, []).append(membre)
    capacite = enquete.contrats.capacite
    occupes = np.bincount(notre[notre >= 0], minlength=len(capacite))
    libre = (occupes < capacite) & (passe.occupation < capacite)
    liens = []
    for poste in sorted(venus.keys() | partis.keys()):
        if poste < 0 or libre[poste]:
            continue
        arrives, quittes = venus.get(poste, []), partis.get(poste, [])
        if (arrives and quittes) or passe.surnombre[poste]:
            liens.append(arrives + quittes)
    return liens


def _par_couple(enquete: Enquete) -> list[tuple[int, int]]:
    """Return the couples whose two members differ, because they are tied, or were."""
    etaient = enquete.variantes.get("COUPLE", np.zeros(enquete.effectif, dtype=np.bool_))
    lies = enquete.differents & (enquete.lies | etaient)
    return [
        (un, autre)
        for un, autre in partenaires(enquete.contrats.candidats)
        if lies[[un, autre]].all()
    ]


def _rattacher(enquete: Enquete, cas: list[list[int]]) -> list[list[int]]:
    """Join to a case what its cause brought about elsewhere in the discipline.

    Holders may be seated otherwise, inside their zones, because somebody else entered or left, and
    share no poste with him.
    """
    for nature, vus in enquete.variantes.items():
        concernes = enquete.porteurs[nature]
        porteurs = [_tous(un, vus) and _un(un, concernes) for un in cas]
        cas = _joindre(enquete, cas, porteurs, vus)
    passe = enquete.passe
    exterieurs = passe.exterieur & enquete.differents
    if exterieurs.any() or len(passe.etrangers):
        vus = reproduit_sans_exterieurs(enquete.placee, passe)
        porteurs = [_un(un, exterieurs) or un[-1] >= enquete.effectif for un in cas]
        cas = _joindre(enquete, cas, porteurs, vus)
    inconnus = [un[-1] >= enquete.effectif for un in cas]
    return _joindre(enquete, cas, inconnus, _sans_gagnant(enquete, cas)) if any(inconnus) else cas


def _sans_gagnant(enquete: Enquete, cas: list[list[int]]) -> Booleens:
    """Return (candidats,) who is in a case where the past was worse for some, better for nobody.

    What somebody unknown asked for may have prevented an exchange, wherever he was placed: one more
    candidat never serves the others. He explains no place refused to who had a claim to it.
    """
    leses = np.zeros(enquete.effectif, dtype=np.bool_)
    leses[enquete.lignes.auteur[enquete.terrain.dues]] = True
    passe, notre = enquete.passe.ligne, enquete.final.ligne
    perdu = (notre != AUCUN) & ((passe == AUCUN) | (passe > notre)) & ~enquete.passe.exterieur
    perdants = np.zeros(enquete.effectif, dtype=np.bool_)
    for membres in cas:
        if _tous(membres, ~leses & (perdu | (passe == notre))) and _un(membres, perdu):
            perdants[membres] = True
    disciplines = [_disciplines(enquete, un) for un in cas if un[-1] >= enquete.effectif]
    ici = {discipline for siennes in disciplines for discipline in siennes}
    return np.asarray(perdants & np.isin(enquete.discipline, sorted(ici)))


def _tous(membres: list[int], masque: Booleens) -> bool:
    """Return whether every member is a candidat of the mask."""
    return membres[-1] < len(masque) and bool(masque[membres].all())


def _un(membres: list[int], masque: Booleens) -> bool:
    return bool(masque[[membre for membre in membres if membre < len(masque)]].any())


def _joindre(
    enquete: Enquete, cas: list[list[int]], porteurs: list[bool], vus: Booleens
) -> list[list[int]]:
    """Join the cases that one way of doing explains whole to the first that bears it.

    Discipline by discipline; where none bears it, they make one.
    """
    premier: dict[int, list[int]] = {}
    gardes = [un for un, porte in zip(cas, porteurs, strict=True) if porte or not _tous(un, vus)]
    for un, porte in zip(cas, porteurs, strict=True):
        if porte:
            for discipline in _disciplines(enquete, un):
                premier.setdefault(discipline, un)
    for un, porte in zip(cas, porteurs, strict=True):
        if porte or not _tous(un, vus):
            continue
        discipline = int(enquete.discipline[un[0]])
        if discipline in premier:
            premier[discipline].extend(un)
        else:
            premier[discipline] = un
            gardes.append(un)
    return sorted(sorted(un) for un in gardes)


def _disciplines(enquete: Enquete, membres: list[int]) -> list[int]:
    """Return the disciplines of members, of their partners, and of the postes of unknown ones."""
    contrats, effectif = enquete.contrats, enquete.effectif
    gens = [membre for membre in membres if membre < effectif]
    noms = pd.Index(contrats.candidats["candidat"])
    autres = noms.get_indexer(pd.Index(contrats.candidats["simultanee"].iloc[gens].dropna()))
    etrangers = enquete.passe.etrangers["numero"].to_numpy()
    postes = etrangers[[membre - effectif for membre in membres if membre >= effectif]]
    par_poste = np.searchsorted(contrats.carte.bornes, postes[postes >= 0], side="right") - 1
    numeros = enquete.discipline
    toutes = [*numeros[gens], *numeros[autres[autres >= 0]], *par_poste]
    return sorted({int(discipline) for discipline in toutes})
