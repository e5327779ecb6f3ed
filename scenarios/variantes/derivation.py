"""From a campaign that was read to a variant of it, checked as any campaign is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import tomli_w

from mouvement.engine.campagne import Campagne
from mouvement.engine.erreurs import DonneesRefusees, Faute
from mouvement.engine.reglements import Reglement
from mouvement.io.configuration import FICHIER, Configuration, configurer
from mouvement.io.ecriture import en_parquet
from mouvement.io.fautes import Releve
from mouvement.io.lecture import Lecture, assembler, lire_tables, specifications
from mouvement.io.lecture_table import lire_octets, lire_table, sha256
from mouvement.scenarios.variantes.lignes import Tables
from mouvement.scenarios.variantes.modele import Scenario, Variante
from mouvement.scenarios.variantes.regles import Regles

Fichiers = dict[str, bytes]


@dataclass(frozen=True)
class Derivee:
    """A variant as a campaign, and the files of the folder that holds it."""

    campagne: Campagne
    fichiers: Fichiers


class Derivation:
    """Makes the variants of one campaign; what was read is shared between them."""

    def __init__(self, lecture: Lecture) -> None:
        self.lecture = lecture
        self.regles = Regles(lecture.configuration.reglement, lecture.dossier)
        self.lus = self._lus()

    def _lus(self) -> Fichiers:
        """Return the content of each table's file, by name of the table."""
        configuration, releve = self.lecture.configuration, Releve()
        lus = {
            nom: lire_octets(releve, nom, configuration.chemins[nom])
            for nom, fichier in configuration.noms.items()
            if fichier in self.lecture.campagne.empreintes
        }
        if releve.fautes:
            raise DonneesRefusees(releve.fautes)
        return {nom: octets for nom, octets in lus.items() if octets is not None}

    def deriver(self, variante: Variante) -> Derivee:
        """Return a variant.

        Raises
        ------
        DonneesRefusees : with every fault, each naming the variant.
        """
        releve = Releve()
        try:
            return self._deriver(releve, variante)
        except DonneesRefusees as refus:
            raise DonneesRefusees([_situer(faute, variante) for faute in refus.fautes]) from None

    def _deriver(self, releve: Releve, variante: Variante) -> Derivee:
        textes, fichiers = self._reglement(releve, variante)
        contenu = self._contenu(variante, fichiers)
        configuration = configurer(releve, self.lecture.dossier, contenu, {}, textes)
        tables = self._tables(releve, configuration)
        lignes = Tables(releve, specifications(configuration), tables)
        for changement in variante.lignes:
            lignes.appliquer(changement)
        if releve.fautes:
            raise DonneesRefusees(releve.fautes)
        # In its own folder every file has its usual name.
        dit = {section: contenu[section] for section in contenu if section != "tables"}
        siens = {
            FICHIER: tomli_w.dumps(dit).encode(),
            **_fichiers(self.lus),
            **_relire(releve, lignes),
        }
        empreintes = {nom: sha256(octets) for nom, octets in siens.items()}
        campagne = assembler(releve, configuration, lignes.tables, empreintes)
        return Derivee(campagne, {**siens, **fichiers})

    def _reglement(self, releve: Releve, variante: Variante) -> tuple[Reglement | None, Fichiers]:
        """Return the rule set, and its file when it is none of those shipped."""
        textes, nom = self.lecture.configuration.textes, f"reglement-{variante.nom}.toml"
        if variante.reglement:
            change = self.regles.changer(releve, nom, variante.reglement)
            return (textes, {}) if change is None else (change[0], {nom: change[1]})
        if textes is None or self.regles.apporte is None:
            return textes, {}
        return replace(textes, nom=nom), {nom: self.regles.apporte}

    def _contenu(self, variante: Variante, reglement: Fichiers) -> Mapping[str, Any]:
        """Return what ``campagne.toml`` says of the variant."""
        contenu = dict(self.lecture.contenu)
        for section in ("parametres", "options"):
            contenu[section] = {**contenu.get(section, {}), **getattr(variante, section)}
        campagne = dict(contenu["campagne"])
        if reglement:
            (campagne["reglement"],) = reglement
        if variante.graine is not None:
            campagne["graine"] = variante.graine
        return {**contenu, "campagne": campagne}

    def _tables(self, releve: Releve, configuration: Configuration) -> dict[str, pd.DataFrame]:
        """Return the tables as they were read; read again when the facts are no longer the same."""
        if specifications(configuration) == specifications(self.lecture.configuration):
            return dict(self.lecture.tables)
        return lire_tables(releve, configuration, {})


def _fichiers(tables: Fichiers) -> Fichiers:
    return {f"{nom}.parquet": octets for nom, octets in tables.items()}


def _relire(releve: Releve, lignes: Tables) -> Fichiers:
    """Write the changed tables and read them as files: what that checks is checked."""
    ecrites = {}
    for nom in sorted(lignes.changees):
        specification = lignes.specifications[nom]
        ecrites[nom] = en_parquet(specification, lignes.tables[nom].drop(columns="ligne"))
        relue = lire_table(releve, specification, ecrites[nom], entree=True)
        if relue is not None:
            lignes.tables[nom] = relue
    return _fichiers(ecrites)


def _situer(faute: Faute, variante: Variante) -> Faute:
    """Say in which variant a fault is."""
    ou = f"variante {variante.nom}"
    dit = faute.table.removeprefix(f"variantes.{variante.nom}").lstrip(".")
    return replace(faute, table=f"{ou}, {dit}" if dit else ou)


def deriver_toutes(lecture: Lecture, scenario: Scenario) -> list[Derivee]:
    """Return every variant, in order; DonneesRefusees with the faults of all of them."""
    derivation, derivees = Derivation(lecture), []
    fautes: list[Faute] = []
    for variante in scenario.variantes:
        try:
            derivees.append(derivation.deriver(variante))
        except DonneesRefusees as refus:
            fautes += refus.fautes
    if fautes:
        raise DonneesRefusees(fautes)
    return derivees
