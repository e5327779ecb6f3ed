"""From a campaign that was read to a variant of it, checked as any campaign is."""

from dataclasses import replace

import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.erreurs import DonneesRefusees, Faute
from mouvement.engine.reglements import Reglement
from mouvement.io.configuration import Configuration, configurer
from mouvement.io.ecriture import en_parquet
from mouvement.io.fautes import Releve
from mouvement.io.lecture import Lecture, assembler, lire_tables, specifications
from mouvement.io.lecture_table import lire_table, sha256
from mouvement.scenarios.variantes.lignes import Tables
from mouvement.scenarios.variantes.modele import Scenario, Variante
from mouvement.scenarios.variantes.regles import Regles


class Derivation:
    """Makes the variants of one campaign; what was read is shared between them."""

    def __init__(self, lecture: Lecture) -> None:
        self.lecture = lecture
        self.regles = Regles(lecture.configuration.reglement, lecture.dossier)

    def deriver(self, variante: Variante) -> Campagne:
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

    def _deriver(self, releve: Releve, variante: Variante) -> Campagne:
        configuration = self._configuration(releve, variante)
        empreintes = dict(self.lecture.campagne.empreintes)
        tables = self._tables(releve, configuration)
        lignes = Tables(releve, specifications(configuration), tables)
        for changement in variante.lignes:
            lignes.appliquer(changement)
        if releve.fautes:
            raise DonneesRefusees(releve.fautes)
        for nom in sorted(lignes.changees):
            relue, empreinte = _relire(releve, lignes, nom)
            if relue is not None:
                lignes.tables[nom] = relue
            empreintes[configuration.noms[nom]] = empreinte
        if variante.reglement and configuration.textes is not None:
            empreintes[configuration.reglement] = configuration.textes.empreinte
        return assembler(releve, configuration, lignes.tables, empreintes)

    def _configuration(self, releve: Releve, variante: Variante) -> Configuration:
        lecture = self.lecture
        textes: Reglement | None = lecture.configuration.textes
        if variante.reglement:
            textes = self.regles.changer(releve, "", variante.reglement) or textes
        contenu = dict(lecture.contenu)
        for section in ("parametres", "options"):
            contenu[section] = {**contenu.get(section, {}), **getattr(variante, section)}
        if variante.graine is not None:
            contenu["campagne"] = {**contenu["campagne"], "graine": variante.graine}
        return configurer(releve, lecture.dossier, contenu, {}, textes)

    def _tables(self, releve: Releve, configuration: Configuration) -> dict[str, pd.DataFrame]:
        """Return the tables as they were read; read again when the facts are no longer the same."""
        if specifications(configuration) == specifications(self.lecture.configuration):
            return dict(self.lecture.tables)
        return lire_tables(releve, configuration, {})


def _relire(releve: Releve, lignes: Tables, nom: str) -> tuple[pd.DataFrame | None, str]:
    """Read a changed table as if it came from a file: what that checks is checked."""
    specification = lignes.specifications[nom]
    octets = en_parquet(specification, lignes.tables[nom].drop(columns="ligne"))
    return lire_table(releve, specification, octets, entree=True), sha256(octets)


def _situer(faute: Faute, variante: Variante) -> Faute:
    """Say in which variant a fault is."""
    ou = f"variante {variante.nom}"
    dit = faute.table.removeprefix(f"variantes.{variante.nom}").lstrip(".")
    return replace(faute, table=f"{ou}, {dit}" if dit else ou)


def deriver_toutes(lecture: Lecture, scenario: Scenario) -> list[Campagne]:
    """Return every variant, in order; DonneesRefusees with the faults of all of them."""
    derivation, campagnes = Derivation(lecture), []
    fautes: list[Faute] = []
    for variante in scenario.variantes:
        try:
            campagnes.append(derivation.deriver(variante))
        except DonneesRefusees as refus:
            fautes += refus.fautes
    if fautes:
        raise DonneesRefusees(fautes)
    return campagnes
