"""One of the two results compared, with what its campaign says of people and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.erreurs import DossierInutilisable
from mouvement.engine.resultat import Resultat
from mouvement.io.configuration import FICHIER, Configuration, lire_configuration
from mouvement.io.fautes import Releve
from mouvement.io.lecture_table import lire_octets, lire_table, sha256
from mouvement.io.resultats import campagne_du_manifeste, lire_resultat
from mouvement.io.specification import Table
from mouvement.io.tables import table
from mouvement.io.tables_campagne import COMMUNES, ETABLISSEMENTS, POSTES, ZONES_REMPLACEMENT
from mouvement.io.tables_comparaison import PROFIL
from mouvement.scenarios.comparaison.listes import Listes

LUES = (PROFIL, POSTES, ETABLISSEMENTS, COMMUNES, ZONES_REMPLACEMENT)


@dataclass(frozen=True)
class Terrain:
    """What a campaign says beside its result: ``LUES``, empty when it is not there.

    Attributes
    ----------
    manques : why something is not there, in French.
    """

    tables: Mapping[str, pd.DataFrame] = field(
        default_factory=lambda: {lue.nom: table(lue, []) for lue in LUES}
    )
    manques: tuple[str, ...] = ()

    def __getitem__(self, nom: str) -> pd.DataFrame:
        """Return a table."""
        return self.tables[nom]


@dataclass(frozen=True)
class Cote:
    """A result: its tables (text columns as ``str``), its manifest, its campaign's ``Terrain``."""

    nom: str
    resultat: Resultat
    manifeste: Mapping[str, Any]
    terrain: Terrain
    empreintes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def listes(self) -> Listes:
        """What each candidat asked for: kept, since a base is compared with many."""
        return Listes(self.resultat)


def lire_cote(dossier: Path, campagne: Path | None, nom: str | None = None) -> Cote:
    """Read a result folder, and its campaign: the one given, or that the manifest names.

    A campaign that is not there, or is no longer that of the result, is left out, and said.

    Raises
    ------
    DossierInutilisable : there is no such result, or no such campaign as the one given.
    DonneesRefusees : the result is not whole.
    """
    resultat, manifeste, empreintes = lire_resultat(dossier)
    if campagne is not None and not campagne.is_dir():
        raise DossierInutilisable(f"{campagne} n'est pas un dossier de campagne.")
    terrain = _terrain(dossier, manifeste, campagne)
    return Cote(nom or _nom(dossier, manifeste), resultat, manifeste, terrain, empreintes)


def _nom(dossier: Path, manifeste: Mapping[str, Any]) -> str:
    """Return a folder's name; those of a scenario's variants all have the same."""
    variante = manifeste.get("variante")
    dit = variante.get("nom") if isinstance(variante, dict) else None
    return dit if isinstance(dit, str) else dossier.resolve().name


def _terrain(dossier: Path, manifeste: Mapping[str, Any], campagne: Path | None) -> Terrain:
    try:
        nommee = campagne or campagne_du_manifeste(dossier, manifeste)
    except DossierInutilisable:
        return Terrain(manques=("le manifeste ne nomme pas la campagne",))
    if not nommee.is_dir():
        return Terrain(manques=("la campagne que nomme le manifeste n'est plus là",))
    releve = Releve()
    octets = lire_octets(releve, FICHIER, nommee / FICHIER)
    configuration = lire_configuration(releve, nommee, octets, {}) if octets else None
    if configuration is None:
        return Terrain(manques=("le dossier de la campagne n'a pas de campagne.toml lisible",))
    return _tables(configuration, manifeste.get("entrees") or {})


def _tables(configuration: Configuration, entrees: Mapping[str, str]) -> Terrain:
    tables, manques, changees = dict(Terrain().tables), [], []
    for specification in LUES:
        nom = configuration.noms[specification.nom]
        octets = _contenu(configuration, specification)
        if octets is None or entrees.get(nom) != sha256(octets):
            changees.append(nom)
            continue
        releve = Releve()
        lue = lire_table(releve, specification, octets, entree=True)
        if lue is not None and set(specification.noms) <= set(lue.columns):
            tables[specification.nom] = lue
        manques += [str(faute) for faute in releve.fautes]
    if changees:
        # Places and people of another campaign would be told of this result.
        manques = [f"la campagne a changé depuis le calcul ({', '.join(changees)})"]
        return Terrain(manques=tuple(manques))
    return Terrain(tables, tuple(manques))


def _contenu(configuration: Configuration, specification: Table) -> bytes | None:
    chemin = configuration.chemins.get(specification.nom)
    return None if chemin is None else lire_octets(Releve(), specification.nom, chemin)
