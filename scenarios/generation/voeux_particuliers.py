"""Vœux that a situation calls for: carte scolaire, postes spécifiques, mutations simultanées."""

from dataclasses import replace

import numpy as np

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.hasard import Booleens, Entiers, Hasard
from mouvement.scenarios.generation.options import (
    ACA,
    COM,
    DPT,
    ETB,
    POSTE,
    TIENT,
    ZRA,
    ZRD,
    ZRE,
    Contexte,
    Options,
    options,
    reunir,
)

PART_SPECIFIQUE = 0.03
ORDRE_COMMUNE_PERDUE = 60.0


def voeux_carte_scolaire(contexte: Contexte) -> Options:
    """What the texts ask: the lost établissement, its commune, its département, the académie.

    For a lost poste in a ZR: the zone, those of the département, all of them. Rules that compute
    barèmes take a section for its établissement.
    """
    candidats, postes = contexte.candidats, contexte.postes
    carte = np.flatnonzero(candidats["statut"] == Statut.CARTE_SCOLAIRE)
    tenu = candidats["tenu"].to_numpy()[carte]
    zone = (postes["nature"] == "ZR").to_numpy()[tenu]
    lieu = postes["lieu"].to_numpy()[tenu]
    if contexte.calcule:
        hote = contexte.etablissements["rattachement"].to_numpy()[np.where(zone, 0, lieu)]
        lieu = np.where(~zone & (hote >= 0), hote, lieu)
    commune = candidats["origine"].to_numpy()[carte]
    departement = contexte.territoire.departement[commune]
    etb, zr = ~zone, zone
    return reunir(
        [
            options(carte[etb], ETB, lieu[etb], -2.0, TIENT),
            options(carte[etb], COM, commune[etb], ORDRE_COMMUNE_PERDUE, TIENT),
            options(carte[etb], DPT, departement[etb], 155.0, TIENT),
            options(carte[etb], ACA, 0, 900.0, TIENT),
            options(carte[zr], ZRE, lieu[zr], -2.0, TIENT),
            options(carte[zr], ZRD, departement[zr], 200.0, TIENT),
            options(carte[zr], ZRA, 0, 950.0, TIENT),
        ]
    )


def voeux_specifiques(contexte: Contexte, hasard: Hasard) -> Options:
    """A few ask first for a poste spécifique or à profil of their discipline, seldom for two."""
    alea = hasard.flux("voeux/specifiques")
    candidats, postes = contexte.candidats, contexte.postes
    profiles = postes[postes["nature"].isin(["SPEA", "POP"])]
    cles = profiles["rang_discipline"].to_numpy()
    ordre = np.argsort(cles, kind="stable")
    rangs = candidats["rang_discipline"].to_numpy()
    debut = np.searchsorted(cles[ordre], rangs)
    taille = np.searchsorted(cles[ordre], rangs, side="right") - debut
    admis = (taille > 0) & (candidats["partenaire"] < 0).to_numpy()
    admis &= (candidats["statut"] != Statut.CARTE_SCOLAIRE).to_numpy()
    interesse = np.flatnonzero(admis & (alea.random(len(rangs)) < PART_SPECIFIQUE))
    auteurs = np.concatenate([interesse, interesse[alea.random(len(interesse)) < 0.2]])
    place = (alea.random(len(auteurs)) * taille[auteurs]).astype(np.int64)
    objet = profiles.index.to_numpy()[ordre[debut[auteurs] + place]]
    return options(auteurs, POSTE, objet, -5.0 + alea.random(len(auteurs)), TIENT / 10)


def partager_listes(contexte: Contexte, possibles: Options) -> Options:
    """Give both partners the first one's options, as far as they make sense for both."""
    partenaire = contexte.candidats["partenaire"].to_numpy()
    autre = partenaire[possibles.candidat]
    seuls = possibles.garder(autre < 0)
    communs = possibles.garder((autre >= 0) & (possibles.candidat < autre))
    communs = communs.garder(_pour_les_deux(contexte, communs, partenaire[communs.candidat]))
    copies = replace(communs, candidat=partenaire[communs.candidat])
    return reunir([seuls, communs, copies])


def _pour_les_deux(contexte: Contexte, communs: Options, autre: Entiers) -> Booleens:
    """Établissements that teach both disciplines and that the partner does not already hold."""
    candidats, postes = contexte.candidats, contexte.postes
    etb = postes[postes["nature"] == "ETB"]
    rangs = candidats["rang_discipline"].to_numpy()
    nombre_disciplines = int(postes["rang_discipline"].max()) + 1
    enseigne = np.zeros((nombre_disciplines, len(contexte.etablissements)), dtype=np.bool_)
    enseigne[etb["rang_discipline"], etb["lieu"]] = True
    precis = communs.type == ETB
    lieu = np.where(precis, communs.objet, 0)
    tenu = candidats["tenu"].to_numpy()[autre]
    sien = (tenu >= 0) & (postes["lieu"].to_numpy()[tenu] == lieu)
    convient: Booleens = ~precis | (enseigne[rangs[autre], lieu] & ~sien)
    return convient
