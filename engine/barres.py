"""The table of barres that an académie publishes, at every level of its geography."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mouvement.engine.contrats import Contrats, Entiers
from mouvement.engine.demandes import AUCUN, MAINTIEN
from mouvement.engine.instruction.instruction import RESIDUELLE
from mouvement.engine.placement import Etapes, Placements
from mouvement.engine.portees import Portees
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.engine.texte import COMPLEMENT, ETAPES, empiler, texte

NIVEAUX = {nom: nom for nom in ("ACA", "COM", "DPT", "ETB", "GEO", "POSTE")} | {"ZRE": "ZR"}
"""Type of lieu → level of the table."""
PRECIS = ("ETB", "POSTE")
"""Types of the lieux that the complementary stage knows."""
PERSONNE = -2
"""No contract: a barre above all of them."""


def tenants(contrats: Contrats, discipline: Entiers, rang: Entiers) -> Entiers:
    """Return the line of the weakest contract let in by barres given as ranks of a discipline.

    ``AUCUN``: open (rank 0). ``PERSONNE``: above every rank, nobody gets in.
    """
    table = contrats.table
    lignes = np.flatnonzero(table["ordre"])
    auteur = table["candidat"].to_numpy()[lignes]
    du_contrat = contrats.candidats["numero_discipline"].to_numpy()[auteur]
    effectif = np.bincount(du_contrat, minlength=len(contrats.carte.disciplines))
    debut = np.cumsum(effectif) - effectif
    par_rang = np.empty(len(lignes) + 1, dtype=np.int64)
    par_rang[debut[du_contrat] + table["rang_priorite"].to_numpy()[lignes] - 1] = lignes
    ferme = rang > effectif[discipline]
    trouve = par_rang[np.where(ferme | (rang == 0), 0, debut[discipline] + rang - 1)]
    return np.select([rang == 0, ferme], [AUCUN, PERSONNE], trouve)


def points_des_tenants(contrats: Contrats, lignes: Entiers) -> pd.Series:
    """Return barres in points (Int64, thousandths), from their ``tenants``; missing: open.

    ``BARRE_FERMEE``: no number of points would get in.
    """
    bareme = contrats.table["bareme"].to_numpy()
    points = np.where(contrats.sans_points, BARRE_FERMEE, bareme)
    return pd.Series(np.append(points, [BARRE_FERMEE, 0])[lignes], dtype="Int64").mask(
        lignes == AUCUN
    )


def classes_des_tenants(contrats: Contrats, lignes: Entiers) -> Entiers:
    """Return the class of ``tenants``; above a maintien's or below all, for no contract."""
    classes: Entiers = np.append(contrats.table["classe"], [MAINTIEN + 1, RESIDUELLE - 1])[lignes]
    return classes


def publier(academie: str, contrats: Contrats, etapes: Etapes) -> pd.DataFrame:
    """Return the barres of the stages that have their own: the general, the complementary one."""
    generales = barres(academie, contrats, etapes.general)
    complement = etapes.complement
    if complement is None:
        return generales
    siennes = barres(academie, complement.contrats, complement.placements, PRECIS)
    tout = empiler(generales, siennes.assign(etape=ETAPES[COMPLEMENT]))
    return tout.sort_values(["discipline", "niveau", "code", "etape"], ignore_index=True)


def barres(
    academie: str,
    contrats: Contrats,
    placements: Placements,
    types: Collection[str] = tuple(NIVEAUX),
) -> pd.DataFrame:
    """Return the barres of every level; a level's barre is the lowest among its postes.

    ``types`` : types of the lieux whose levels are wanted.
    """
    tables = [_table(n, contrats, placements) for n in niveaux(academie, contrats.carte, types)]
    table = pd.concat(tables, ignore_index=True)
    discipline = table.pop("numero").to_numpy()
    rang = table["rang_barre"].to_numpy()
    derniers = tenants(contrats, discipline, rang)
    extension = classes_des_tenants(contrats, derniers) == RESIDUELLE
    points = points_des_tenants(contrats, derniers).mask(extension)
    etat = np.select(
        [rang == 0, extension, (points == BARRE_FERMEE).to_numpy(dtype=bool, na_value=False)],
        ["OUVERTE", "EXTENSION", "FERMEE"],
        "BARRE",
    )
    noms = texte(discipline, contrats.carte.disciplines)
    table = table.assign(discipline=noms, etape="GENERAL", barre=points, etat=etat)
    return table.sort_values(["discipline", "niveau", "code"], ignore_index=True)


@dataclass(frozen=True)
class Niveau:
    """The places of one level that have a poste, each in each discipline.

    Attributes
    ----------
    nom : of the level, as in the table.
    postes, place : the postes that are somewhere at that level, and the place of each.
    discipline, codes : (places,) their disciplines, by number, and codes.
    ou : (postes + 1,) the place of any poste, or ``AUCUN``, as of poste -1.
    """

    nom: str
    postes: Entiers
    place: Entiers
    discipline: Entiers
    codes: pd.Series
    ou: Entiers

    def rangs(self, barre_poste: Entiers) -> Entiers:
        """Return (places,) the barre of each in ``rang_priorite``: the lowest of its postes."""
        rangs = np.full(len(self.discipline), np.iinfo(np.int64).max)
        np.minimum.at(rangs, self.place, barre_poste[self.postes])
        return rangs


def niveaux(academie: str, carte: Portees, types: Collection[str] = tuple(NIVEAUX)) -> list[Niveau]:
    """Return the levels of these types of lieux, in the order of ``NIVEAUX``."""
    return [_niveau(academie, carte, type_lieu) for type_lieu in NIVEAUX if type_lieu in types]


def _niveau(academie: str, carte: Portees, type_lieu: str) -> Niveau:
    lieu, noms = carte.niveau(type_lieu)
    postes = np.flatnonzero(lieu[:-1] != AUCUN)
    lieux, place = np.unique(lieu[postes], return_inverse=True)
    numero, discipline = np.divmod(lieux, len(carte.disciplines))
    codes = [academie if type_lieu == "ACA" else nom.partition(":")[2] for nom in noms]
    ou = np.full_like(lieu, AUCUN)
    ou[postes] = place
    dits = pd.Series(codes, dtype="str").iloc[numero].reset_index(drop=True)
    return Niveau(NIVEAUX[type_lieu], postes, place, discipline, dits, ou)


def _table(niveau: Niveau, contrats: Contrats, placements: Placements) -> pd.DataFrame:
    """Return one level: each (discipline, code) with at least one poste."""
    candidats, places = contrats.candidats, len(niveau.discipline)
    depuis = niveau.ou[np.where(candidats["titulaire"], candidats["numero_actuel"], AUCUN)]
    vers = niveau.ou[placements.poste]
    entrants = vers[(vers != AUCUN) & (vers != depuis)]
    capacite = np.bincount(niveau.place, contrats.capacite[niveau.postes], places)
    return pd.DataFrame(
        {
            "numero": niveau.discipline,
            "niveau": niveau.nom,
            "code": niveau.codes,
            "capacite": capacite.astype(int),
            "entrants": np.bincount(entrants, minlength=places),
            "rang_barre": niveau.rangs(placements.barre_poste),
        }
    )
