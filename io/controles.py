"""Checks that need several columns or tables: every code exists, partners name each other."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mouvement.engine.campagne import Options
from mouvement.engine.portees import GEOGRAPHIQUES, SANS_CODE
from mouvement.io.fautes import ConseilCode, Releve, Remede, Vecteur
from mouvement.io.physique import SEPARATEUR
from mouvement.io.schema import TABLES_CAMPAGNE

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
TYPABLES = ("ETB", *GEOGRAPHIQUES)
INDISPONIBLES = ("specifiques", "decisions")
"""Tables of the format that this version would not use: it refuses them rather than drop rows."""

Masque = npt.NDArray[np.bool_]


def parmi(valeurs: pd.Series, connus: pd.Series) -> Masque:
    """Return which texts are known; as ``isin``, but hashed by Arrow, a hundred times as fast."""
    presents: Vecteur = pc.is_in(pa.array(valeurs), value_set=pa.array(connus.dropna().unique()))
    return np.asarray(presents, np.bool_)


class Controles:
    """The checks over the tables that could be read; a check whose columns are not there waits."""

    def __init__(
        self, releve: Releve, tables: Mapping[str, pd.DataFrame | None], options: Options | None
    ) -> None:
        self._releve = releve
        self._tables = {nom: frame for nom, frame in tables.items() if frame is not None}
        self._options = options

    def controler(self) -> None:
        """Run every check."""
        self._presence()
        self._references()
        self._lieux_des_postes()
        self._disciplines()
        self._postes_actuels()
        self._simultanees()
        self._codes_des_voeux()
        self._types_des_voeux()
        self._baremes_declares()

    def _a(self, table: str, *colonnes: str) -> bool:
        return table in self._tables and set(colonnes) <= set(self._tables[table].columns)

    def _refuse(
        self, table: str, colonne: str, masque: pd.Series | Masque, motif: str, remede: Remede
    ) -> None:
        frame = self._tables[table]
        rangs = np.flatnonzero(masque)
        if len(rangs):
            lignes = frame["ligne"].to_numpy()[rangs]
            trouves = frame[colonne].iloc[rangs].astype(object)
            valeurs = trouves.where(trouves.notna(), None)
            self._releve.lignes(table, colonne, lignes, valeurs, motif, remede)

    def _existe(
        self, table: str, colonne: str, cible: tuple[str, str], ou: pd.Series | None = None
    ) -> None:
        """Refuse the values (of the rows ``ou``) that the target column does not have."""
        if not self._a(table, colonne) or not self._a(*cible):
            return
        valeurs = self._tables[table][colonne]
        connus = self._tables[cible[0]][cible[1]].dropna()
        rangs = np.flatnonzero(valeurs.notna() if ou is None else valeurs.notna() & ou)
        inconnu = np.zeros(len(valeurs), np.bool_)
        inconnu[rangs] = ~parmi(valeurs.iloc[rangs], connus)
        if inconnu.any():
            conseil = ConseilCode(connus, f"Corriger, ou l'ajouter à {cible[0]}.{cible[1]}.")
            motif = f"code inconnu de {cible[0]}.{cible[1]}"
            self._refuse(table, colonne, inconnu, motif, conseil)

    def _presence(self) -> None:
        candidats = self._tables.get("candidats")
        if candidats is not None and candidats.empty:
            self._releve.note("candidats", "", "aucun candidat", "Fournir au moins un candidat.")
        for nom in INDISPONIBLES:
            if not self._tables.get(nom, pd.DataFrame()).empty:
                motif = "table pas encore disponible dans cette version"
                self._releve.note(nom, "", motif, "La retirer de la campagne, ou la vider.")

    def _references(self) -> None:
        for table in TABLES_CAMPAGNE:
            for colonne in table.colonnes:
                if colonne.reference:
                    self._existe(table.nom, colonne.nom, colonne.reference)

    def _lieux_des_postes(self) -> None:
        if self._a("postes", "etablissement", "nature"):
            en_zone = self._tables["postes"]["nature"] == "ZR"
            self._existe("postes", "etablissement", ("zones_remplacement", "zone"), en_zone)
            self._existe("postes", "etablissement", ("etablissements", "etablissement"), ~en_zone)

    def _disciplines(self) -> None:
        self._existe("candidats", "discipline", ("postes", "discipline"))

    def _postes_actuels(self) -> None:
        if not self._a("candidats", "discipline", "poste_actuel", "carte_scolaire"):
            return
        candidats = self._tables["candidats"]
        touches = candidats["carte_scolaire"].fillna(False).astype(bool)
        self._refuse(
            "candidats",
            "poste_actuel",
            touches & candidats["poste_actuel"].isna(),
            "une carte scolaire suppose un poste perdu",
            "Donner le poste supprimé, ou mettre carte_scolaire à faux.",
        )
        if not self._a("postes", "poste", "discipline"):
            return
        postes = self._tables["postes"].drop_duplicates("poste").set_index("poste")["discipline"]
        occupees = candidats["poste_actuel"].map(postes)
        autre = occupees.notna() & (occupees != candidats["discipline"]) & ~touches
        self._refuse(
            "candidats",
            "poste_actuel",
            autre & candidats["discipline"].notna(),
            "ce poste est d'une autre discipline que le candidat",
            "Corriger le poste actuel ou la discipline.",
        )

    def _simultanees(self) -> None:
        if not self._a("candidats", "candidat", "simultanee"):
            return
        frame = self._tables["candidats"]
        partenaire, candidat = frame["simultanee"], frame["candidat"]
        table = ("candidats", "simultanee")
        soi = partenaire.notna() & (partenaire == candidat)
        self._refuse(
            *table, soi, "le candidat se nomme lui-même", "Nommer l'autre, ou laisser nul."
        )
        nommes = frame.drop_duplicates("candidat").set_index("candidat")["simultanee"]
        connu = parmi(partenaire, candidat)
        retour = partenaire.map(nommes)
        self._refuse(
            *table,
            partenaire.notna() & connu & ~soi & ((retour != candidat) | retour.isna()),
            "le candidat nommé ne nomme pas celui-ci en retour",
            "Faire se nommer les deux candidats l'un l'autre, ou laisser nul.",
        )

    def _codes_des_voeux(self) -> None:
        if not self._a("voeux", "type", "code"):
            return
        types, codes = self._tables["voeux"]["type"], self._tables["voeux"]["code"]
        for type_voeu, cible in DESIGNES.items():
            du_type = types == type_voeu
            self._existe("voeux", "code", cible, du_type)
            manque = du_type & codes.isna()
            motif = f"un vœu {type_voeu} demande un code"
            self._refuse("voeux", "code", manque, motif, f"Donner un code de {'.'.join(cible)}.")
        trop = types.isin(SANS_CODE) & codes.notna()
        motif = f"un vœu {' ou '.join(SANS_CODE)} n'a pas de code"
        self._refuse("voeux", "code", trop, motif, "Laisser le code manquant (null).")

    def _types_des_voeux(self) -> None:
        if not self._a("voeux", "type", "types_etablissement"):
            return
        voeux, colonne = self._tables["voeux"], ("voeux", "types_etablissement")
        types = voeux["types_etablissement"]
        mal_place = types.notna() & ~voeux["type"].isin(TYPABLES)
        motif = "seuls les vœux d'établissement ou géographiques peuvent être typés"
        self._refuse(*colonne, mal_place, motif, "Laisser la valeur manquante (null).")
        if self._a("etablissements", "type"):
            existants = set(self._tables["etablissements"]["type"].dropna())
            distincts = types.dropna().unique()
            inconnus = [t for t in distincts if not set(t.split(SEPARATEUR)) <= existants]
            remede = f"Types présents dans etablissements : {', '.join(sorted(existants))}."
            motif = "type qu'aucun établissement n'a"
            self._refuse(*colonne, types.isin(inconnus), motif, remede)

    def _baremes_declares(self) -> None:
        if self._options is None or self._options.bareme != "declare":
            return
        if not self._a("voeux", "bareme"):
            return
        manque = self._tables["voeux"]["bareme"].isna()
        if len(manque) and manque.all():
            motif = "colonne absente ou vide, alors que le barème est déclaré"
            self._releve.note("voeux", "bareme", motif, "Donner les points de chaque vœu.")
        else:
            motif = "barème manquant, alors que le barème est déclaré"
            self._refuse("voeux", "bareme", manque, motif, "Donner les points du vœu.")
