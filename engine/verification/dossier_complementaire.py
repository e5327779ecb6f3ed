"""The complementary stage as a mouvement of its own: its people, its postes, their vœux.

Made again from the state before it: who volunteered, and for what, comes from the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.verification.attendu import Attendu, preparer
from mouvement.engine.verification.colonnes import NUL, Entiers
from mouvement.engine.verification.contrats import Lignes
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.traits import VOEU

PRECIS = ("ETB", "POSTE")
"""Types of vœu that may give a poste of the stage."""


@dataclass(frozen=True)
class Etape:
    """The stage.

    Attributes
    ----------
    attendu : its contracts and priorities; ``ordre`` goes on after that of each list.
    sources : of each line of its vœux, the line of the campaign's.
    candidats, postes : of each of its candidats, and postes, the number in the campaign.
    """

    attendu: Attendu
    sources: Entiers
    candidats: Entiers
    postes: Entiers


@dataclass(frozen=True)
class Volontaire:
    """Somebody who takes part: which postes he volunteers for, whatever he asks for."""

    candidat: int
    discipline: str
    types: frozenset[str] | None
    regles: str | None

    def accepte_le_type(self, genre: str | None) -> bool:
        """Whether he may go to établissements of that type."""
        return self.types is None or genre in self.types


def ouvrir(attendu: Attendu, avant: Octrois) -> Etape | None:
    """Make the stage again from the state before it; None when it concerns nobody."""
    demandes = [
        (volontaire, source)
        for volontaire in _volontaires(attendu)
        for source in _sources(attendu, avant, volontaire)
    ]
    libres = _libres(attendu, avant, {volontaire for volontaire, _ in demandes})
    disciplines = {attendu.postes.disciplines.textes[attendu.postes.discipline[p]] for p in libres}
    demandes = [(v, source) for v, source in demandes if v.discipline in disciplines]
    if not demandes:
        return None
    campagne = _campagne(attendu, demandes, libres)
    etape = preparer(replace(attendu.instruction, campagne=campagne))
    candidats = attendu.candidats.noms.numeros(etape.candidats.noms.textes)
    return Etape(
        attendu=_a_la_suite(etape, np.diff(attendu.contrats.debut)[candidats]),
        sources=np.array([source for _, source in demandes], dtype=np.int64),
        candidats=candidats,
        postes=attendu.postes.noms.numeros(etape.postes.noms.textes),
    )


def _volontaires(attendu: Attendu) -> Iterator[Volontaire]:
    """Yield those who may take part: a couple that the campaign ties does not."""
    table = attendu.instruction.volontaires
    numeros = attendu.candidats.noms.connus(table["candidat"])
    textes = [
        [None if pd.isna(texte) else str(texte) for texte in table[nom]]
        for nom in ("discipline", "types", "regles")
    ]
    for c, discipline, types, regles in zip(numeros.tolist(), *textes, strict=True):
        if c >= 0 and discipline and attendu.candidats.partenaire[c] < 0:
            ouverts = frozenset(types.split("|")) if types else None
            yield Volontaire(c, discipline, ouverts, regles)


def _sources(attendu: Attendu, avant: Octrois, volontaire: Volontaire) -> Iterator[int]:
    """Yield his own precise vœux that come before what he has, in the order of his list."""
    contrats, c = attendu.contrats, volontaire.candidat
    lignes, types = contrats.lignes, attendu.campagne.voeux["type"]
    debut, fin = np.searchsorted(lignes.candidat, [c, c + 1]).tolist()
    if avant.contrat[c] >= 0:
        fin = int(np.flatnonzero(contrats.faits)[avant.contrat[c]])
    for ligne in range(debut, fin):
        source = int(lignes.source[ligne])
        precis = lignes.origine[ligne] == VOEU and types.iat[source] in PRECIS
        if precis and volontaire.accepte_le_type(_genre(attendu, source)):
            yield source


def _genre(attendu: Attendu, source: int) -> str | None:
    """Return the type of the établissement that a precise vœu names; None for a zone's poste."""
    voeu = attendu.campagne.voeux.iloc[source]
    code = str(voeu["code"])
    if voeu["type"] == "POSTE":
        (numero,) = attendu.postes.noms.numeros([code]).tolist()
        return _type_du_poste(attendu, numero)
    etablissements = attendu.campagne.etablissements
    types: list[str] = etablissements.loc[etablissements["etablissement"] == code, "type"].tolist()
    return types[0] if types else None


def _type_du_poste(attendu: Attendu, numero: int) -> str | None:
    genre = int(attendu.postes.type[numero])
    return None if genre < 0 else attendu.postes.types.textes[genre]


def _libres(attendu: Attendu, avant: Octrois, gens: set[Volontaire]) -> dict[int, int]:
    """Return the supports that nobody has, by poste, where one of these people may go."""
    postes = attendu.postes
    assis = np.bincount(avant.siege[avant.siege >= 0], minlength=len(postes.noms))
    restes = postes.capacite - assis
    sortes = {replace(v, candidat=0, regles=None) for v in gens}
    libres = {}
    for p in np.flatnonzero(restes > 0).tolist():
        discipline = postes.disciplines.textes[postes.discipline[p]]
        genre = _type_du_poste(attendu, p)
        if any(s.discipline == discipline and s.accepte_le_type(genre) for s in sortes):
            libres[p] = int(restes[p])
    return libres


def _campagne(
    attendu: Attendu, demandes: list[tuple[Volontaire, int]], libres: dict[int, int]
) -> Campagne:
    """Return the campaign of the stage: nobody there has a poste, or a partner."""
    campagne = attendu.campagne
    noms = attendu.candidats.noms.textes
    discipline = {noms[v.candidat]: v.discipline for v, _ in demandes}
    gens = campagne.candidats[campagne.candidats["candidat"].isin(discipline)]
    personne = pd.Series(None, index=gens.index, dtype="str")
    supports = {attendu.postes.noms.textes[p]: reste for p, reste in libres.items()}
    postes = campagne.postes[campagne.postes["poste"].isin(supports)]
    voeux = campagne.voeux.iloc[[source for _, source in demandes]].reset_index(drop=True)
    regles = [
        _joindre(siennes, volontaire.regles)
        for siennes, (volontaire, _) in zip(voeux["regles"].tolist(), demandes, strict=True)
    ]
    options = replace(campagne.options, amelioration=False, guidage="aucun", simultanees="separees")
    return replace(
        campagne,
        options=options,
        candidats=gens.assign(
            discipline=gens["candidat"].map(discipline),
            poste_actuel=personne,
            simultanee=personne,
            carte_scolaire=False,
        ),
        postes=postes.assign(vacants=postes["poste"].map(supports).astype("int64")),
        voeux=voeux.assign(regles=pd.Series(regles, dtype="str")),
    )


def _joindre(*textes: str | float | None) -> str | None:
    """Return the rules that several texts list, sorted; None when none does."""
    listes = [texte.split("|") for texte in textes if isinstance(texte, str)]
    return "|".join(sorted({regle for liste in listes for regle in liste})) or None


def _a_la_suite(etape: Attendu, nombre: Entiers) -> Attendu:
    """Number the contracts after those that each candidat has already (``nombre``)."""

    def decaler(lignes: Lignes) -> Lignes:
        ordre = np.where(lignes.ordre == NUL, NUL, lignes.ordre + nombre[lignes.candidat])
        return replace(lignes, ordre=ordre)

    contrats = etape.contrats
    decales = replace(contrats, lignes=decaler(contrats.lignes), liste=decaler(contrats.liste))
    return replace(etape, contrats=decales, complementaire=True)
