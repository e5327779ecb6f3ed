"""The contracts of a tiny instructed campaign, the slow, obviously correct way."""

import hashlib
import itertools
from collections import Counter
from dataclasses import dataclass
from typing import Any

from couples_naifs import voulu
from marche_naif import SANS_REGLE, Contrat
from petites_campagnes import Ligne
from terrain_naif import Terrain


@dataclass(frozen=True)
class SansContrat:
    """A vœu whose zone has no support at all, or that a partner does not share."""

    candidat: str
    rang: int | None
    zone: str
    bareme: int | None
    motif: str
    dit: Ligne


def tirage(candidat: str, graine: int) -> int:
    """Return the candidat's draw: 63 bits of a keyed hash."""
    cle = str(graine).encode("ascii")
    condense = hashlib.blake2b(candidat.encode("utf-8"), digest_size=8, key=cle).digest()
    return int.from_bytes(condense, "big") >> 1


def contrats_de(terrain: Terrain) -> tuple[list[Contrat], list[SansContrat]]:
    """Return every contract, ranked inside its discipline, and the vœux that made none."""
    contrats: list[Contrat] = []
    sans: list[SansContrat] = []
    for nom, ligne in terrain.candidats.items():
        ordre = itertools.count(1)
        reste = terrain.part_commune(nom)
        vus: Counter[str] = Counter()
        for voeu in terrain.voeux(nom):
            zones = terrain.zones_du_voeu(ligne["discipline"], voeu)
            commun = not terrain.ensemble(voeu) or reste >= len(zones)
            if terrain.ensemble(voeu):
                reste = reste - len(zones) if commun else 0
            dit = {nom: voeu[nom] for nom in SANS_REGLE}
            fois = {label: vus[voulu(label)] for label, _ in zones}
            vus.update(voulu(label) for label, _ in zones)
            ouvertes = [z for z in zones if commun and sum(terrain.capacite[p] for p in z[1]) > 0]
            for label, postes in ouvertes:
                contrats.append(
                    Contrat(
                        candidat=nom,
                        discipline=ligne["discipline"],
                        rang=voeu["rang"],
                        ordre=next(ordre),
                        zone=label,
                        postes=tuple(postes),
                        bareme=voeu["bareme"],
                        dit=dit,
                        fois=fois[label],
                    )
                )
            if not ouvertes:
                label = terrain.label(voeu)
                if voeu["restriction"]:
                    label += f";{voeu['restriction']}"
                motif = "AUCUN_POSTE" if commun else "INELIGIBLE"
                sans.append(SansContrat(nom, voeu["rang"], label, voeu["bareme"], motif, dit))
        garde = terrain.garde(nom)
        if garde is not None:
            contrats.append(
                Contrat(
                    candidat=nom,
                    discipline=ligne["discipline"],
                    rang=None,
                    ordre=next(ordre),
                    zone=f"POSTE:{garde}",
                    postes=(garde,),
                    bareme=None,
                    dit=SANS_REGLE | {"origine": "MAINTIEN"},
                )
            )
    return classer(contrats, terrain.campagne.graine), sans


def classer(contrats: list[Contrat], graine: int) -> list[Contrat]:
    """Give each contract its rang_priorite: 1 is the weakest of its discipline."""
    noms = sorted({contrat.candidat for contrat in contrats}, reverse=True)

    def force(contrat: Contrat) -> tuple[Any, ...]:
        return (
            contrat.maintien,
            contrat.dit["classe"],
            -1 if contrat.bareme is None else contrat.bareme,
            contrat.dit["departage"],
            tirage(contrat.candidat, graine),
            noms.index(contrat.candidat),
            -contrat.ordre,
        )

    classes = []
    for discipline in sorted({contrat.discipline for contrat in contrats}):
        siens = sorted((c for c in contrats if c.discipline == discipline), key=force)
        for rang, contrat in enumerate(siens, start=1):
            classes.append(Contrat(**{**contrat.__dict__, "rang_priorite": rang}))
    return sorted(classes, key=lambda c: (c.candidat, c.ordre))
