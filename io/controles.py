"""Checks that need several columns or tables: every code exists, partners name each other."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import pandas as pd

from mouvement.engine.portees import GEOGRAPHIQUES, SANS_CODE
from mouvement.io.configuration import Configuration
from mouvement.io.controles_decisions import controler_decisions
from mouvement.io.controles_situations import controler_situations
from mouvement.io.examen import Examen, parmi
from mouvement.io.fautes import Releve
from mouvement.io.physique import SEPARATEUR
from mouvement.io.specification import Table

DESIGNES = {
    "ETB": ("etablissements", "etablissement"),
    "COM": ("communes", "commune"),
    "GEO": ("communes", "groupement"),
    "DPT": ("communes", "departement"),
    "ZRE": ("zones_remplacement", "zone"),
    "ZRD": ("zones_remplacement", "departement"),
    "POSTE": ("postes", "poste"),
    "GROUPE": ("groupes", "groupe"),
    "CIR": ("etablissements", "circonscription"),
}
"""Where the ``code`` of a vœu of each type must exist."""
AVEC_CODE = ("voeux", "preferences", "extensions")
"""The tables whose ``type`` says what ``code`` names."""
TYPABLES = ("ETB", *GEOGRAPHIQUES)


class Controles(Examen):
    """The checks over the tables that could be read."""

    def __init__(
        self,
        releve: Releve,
        specifications: Iterable[Table],
        tables: Mapping[str, pd.DataFrame | None],
        configuration: Configuration,
    ) -> None:
        super().__init__(releve, specifications, tables)
        self._annee = configuration.annee
        self._options = configuration.options

    def controler(self) -> None:
        """Run every check."""
        self._presence()
        self._references()
        self._lieux_des_postes()
        self._disciplines()
        self._postes_actuels()
        self._simultanees()
        self._codes()
        self._presence_des_codes("voeux", "un vœu")
        self._presence_des_codes("extensions", "une extension")
        self._types_des_voeux()
        self._baremes_declares()
        controler_decisions(self)
        controler_situations(self, self._annee)

    def _presence(self) -> None:
        candidats = self.tables.get("candidats")
        if candidats is not None and candidats.empty:
            self.releve.note("candidats", "", "aucun candidat", "Fournir au moins un candidat.")

    def _references(self) -> None:
        for table in self.specifications.values():
            for colonne in table.colonnes:
                if colonne.reference:
                    self.existe(table.nom, colonne.nom, colonne.reference)

    def _lieux_des_postes(self) -> None:
        if self.a("postes", "etablissement", "nature"):
            en_zone = self.tables["postes"]["nature"] == "ZR"
            self.existe("postes", "etablissement", ("zones_remplacement", "zone"), en_zone)
            self.existe("postes", "etablissement", ("etablissements", "etablissement"), ~en_zone)

    def _disciplines(self) -> None:
        self.existe("candidats", "discipline", ("postes", "discipline"))

    def _postes_actuels(self) -> None:
        if not self.a("candidats", "discipline", "poste_actuel", "carte_scolaire"):
            return
        candidats = self.tables["candidats"]
        touches = candidats["carte_scolaire"].fillna(False).astype(bool)
        self.refuse(
            "candidats",
            "poste_actuel",
            touches & candidats["poste_actuel"].isna(),
            "une carte scolaire suppose un poste perdu",
            "Donner le poste supprimé, ou mettre carte_scolaire à faux.",
        )
        if not self.a("postes", "poste", "discipline"):
            return
        postes = self.tables["postes"].drop_duplicates("poste").set_index("poste")["discipline"]
        occupees = candidats["poste_actuel"].map(postes)
        quittes = touches | self._quittes(candidats)
        autre = occupees.notna() & (occupees != candidats["discipline"]) & ~quittes
        self.refuse(
            "candidats",
            "poste_actuel",
            autre & candidats["discipline"].notna(),
            "ce poste est d'une autre discipline que le candidat",
            "Corriger le poste actuel ou la discipline.",
        )

    def _quittes(self, candidats: pd.DataFrame) -> pd.Series:
        """Return who leaves his poste for another discipline, where the rule set has those facts.

        A date of change asks for the lack of maintien too; the fact that he has changed does not.
        """
        if self.a("candidats", "changement_discipline", "maintien_possible"):
            change = candidats["changement_discipline"].fillna(False).astype(bool)
            return change | ~candidats["maintien_possible"].fillna(True).astype(bool)
        if self.a("candidats", "date_changement_discipline", "maintien_possible"):
            reste = candidats["maintien_possible"].fillna(True).astype(bool)
            quitte = candidats["date_changement_discipline"].notna()
            if self.a("candidats", "statut", "ex_titulaire"):
                stagiaire = candidats["ex_titulaire"].fillna(False).astype(bool)
                quitte |= (candidats["statut"] == "STAGIAIRE") & stagiaire
            return quitte & ~reste
        return pd.Series(False, index=candidats.index)

    def _simultanees(self) -> None:
        if not self.a("candidats", "candidat", "simultanee"):
            return
        frame = self.tables["candidats"]
        partenaire, candidat = frame["simultanee"], frame["candidat"]
        table = ("candidats", "simultanee")
        soi = partenaire.notna() & (partenaire == candidat)
        self.refuse(*table, soi, "le candidat se nomme lui-même", "Nommer l'autre, ou laisser nul.")
        nommes = frame.drop_duplicates("candidat").set_index("candidat")["simultanee"]
        connu = parmi(partenaire, candidat)
        retour = partenaire.map(nommes)
        self.refuse(
            *table,
            partenaire.notna() & connu & ~soi & ((retour != candidat) | retour.isna()),
            "le candidat nommé ne nomme pas celui-ci en retour",
            "Faire se nommer les deux candidats l'un l'autre, ou laisser nul.",
        )

    @cached_property
    def _types(self) -> dict[str, pd.Series]:
        """The types of ``AVEC_CODE``, as categories: each is compared with many."""
        tables = [table for table in AVEC_CODE if self.a(table, "type")]
        return {table: self.tables[table]["type"].astype("category") for table in tables}

    def _codes(self) -> None:
        for table in AVEC_CODE:
            if self.a(table, "type", "code"):
                for type_voeu, cible in DESIGNES.items():
                    self.existe(table, "code", cible, self._types[table] == type_voeu)

    def _presence_des_codes(self, table: str, quoi: str) -> None:
        if not self.a(table, "type", "code"):
            return
        types, sans = self._types[table], self.tables[table]["code"].isna()
        for type_voeu, cible in DESIGNES.items():
            manque = (types == type_voeu) & sans
            motif = f"{quoi} {type_voeu} demande un code"
            self.refuse(table, "code", manque, motif, f"Donner un code de {'.'.join(cible)}.")
        trop = types.isin(SANS_CODE) & ~sans
        motif = f"{quoi} {' ou '.join(SANS_CODE)} n'a pas de code"
        self.refuse(table, "code", trop, motif, "Laisser le code manquant (null).")

    def _types_des_voeux(self) -> None:
        if not self.a("voeux", "type", "types_etablissement"):
            return
        voeux, colonne = self.tables["voeux"], ("voeux", "types_etablissement")
        types = voeux["types_etablissement"]
        mal_place = types.notna() & ~self._types["voeux"].isin(TYPABLES)
        motif = "seuls les vœux d'établissement ou géographiques peuvent être typés"
        self.refuse(*colonne, mal_place, motif, "Laisser la valeur manquante (null).")
        if self.a("etablissements", "type"):
            existants = set(self.tables["etablissements"]["type"].dropna())
            distincts = types.dropna().unique()
            inconnus = [t for t in distincts if not set(t.split(SEPARATEUR)) <= existants]
            remede = f"Types présents dans etablissements : {', '.join(sorted(existants))}."
            motif = "type qu'aucun établissement n'a"
            self.refuse(*colonne, types.isin(inconnus), motif, remede)

    def _baremes_declares(self) -> None:
        if self._options is None or self._options.bareme != "declare":
            return
        if not self.a("voeux", "bareme"):
            return
        manque = self.tables["voeux"]["bareme"].isna()
        if len(manque) and manque.all():
            motif = "colonne absente ou vide, alors que le barème est déclaré"
            self.releve.note("voeux", "bareme", motif, "Donner les points de chaque vœu.")
        else:
            motif = "barème manquant, alors que le barème est déclaré"
            self.refuse("voeux", "bareme", manque, motif, "Donner les points du vœu.")
