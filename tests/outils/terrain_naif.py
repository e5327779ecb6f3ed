"""Where the postes of a tiny campaign are, and what vœux designate, the plain way."""

import math

from couples_naifs import SEPARES, lignes_communes, separer, voulu
from petites_campagnes import Ligne, lignes_de

from mouvement.engine.campagne import Campagne

HORS_GEOGRAPHIE = ("ZR", "ASH", "SPEA", "POP")


class Terrain:
    """Postes with their places, capacities, and what each vœu designates."""

    def __init__(self, campagne: Campagne) -> None:
        self.campagne = campagne
        self.candidats = {ligne["candidat"]: ligne for ligne in lignes_de(campagne.candidats)}
        self.etablissements = {
            ligne["etablissement"]: ligne for ligne in lignes_de(campagne.etablissements)
        }
        self.communes = {ligne["commune"]: ligne for ligne in lignes_de(campagne.communes)}
        self.zones = {ligne["zone"]: ligne for ligne in lignes_de(campagne.zones_remplacement)}
        self.postes = {ligne["poste"]: ligne for ligne in lignes_de(campagne.postes)}
        self.groupes = lignes_de(campagne.groupes)
        self._voeux = lignes_de(campagne.voeux)
        tables = {table: lignes_de(getattr(campagne, table)) for _, table in SEPARES.values()}
        self.departements = {
            table: {ligne["departement"] for ligne in lignes} for table, lignes in tables.items()
        }
        self.capacite = {
            nom: ligne["vacants"] + sum(self.garde(c) == nom for c in self.candidats)
            for nom, ligne in self.postes.items()
        }

    @property
    def partenaires(self) -> dict[str, str]:
        """Return the partner of each candidat whose move is tied."""
        if self.campagne.options.simultanees == "separees":
            return {}
        noms = {nom: ligne["simultanee"] for nom, ligne in self.candidats.items()}
        return {nom: autre for nom, autre in noms.items() if autre is not None}

    def voeux(self, candidat: str) -> list[Ligne]:
        """Return his vœux in order; a partner's, one for each département."""
        voeux = [dict(v) for v in self._voeux if v["candidat"] == candidat]
        siens = sorted(voeux, key=lambda v: (v["place"], v["sous_rang"]))
        if candidat not in self.partenaires:  # Half of a pair is nothing to him.
            return [voeu for voeu in siens if "paire=" not in (voeu["restriction"] or "")]
        return [
            part
            for voeu in siens
            for part in (separer(voeu, self.departements) if self.ensemble(voeu) else [voeu])
        ]

    def ensemble(self, voeu: Ligne) -> bool:
        """Tell whether it is a vœu that the partner, if there is one, should ask for too."""
        return voeu["candidat"] in self.partenaires and voeu["origine"] != "EXTENSION"

    def part_commune(self, candidat: str) -> float:
        """Return how many zones his list and his partner's begin with in common."""
        if candidat not in self.partenaires:
            return math.inf
        deux = []
        for nom in (candidat, self.partenaires[candidat]):
            discipline = self.candidats[nom]["discipline"]
            ensemble = filter(self.ensemble, self.voeux(nom))
            zones = (self.zones_du_voeu(discipline, voeu) for voeu in ensemble)
            deux.append([voulu(label) for siennes in zones for label, _ in siennes])
        return lignes_communes(*deux)

    def garde(self, candidat: str) -> str | None:
        """Return the poste the candidat is sure to keep, if he holds one."""
        ligne = self.candidats[candidat]
        return None if ligne["carte_scolaire"] else ligne["poste_actuel"]

    def lieux(self, poste: str) -> dict[str, str | None]:
        """Return the code of the poste at every level where it belongs."""
        ligne = self.postes[poste]
        lieu = ligne["etablissement"]
        codes: dict[str, str | None] = {"POSTE": poste}
        if ligne["nature"] == "ZR":
            codes |= {"ZR": lieu, "ZRE": lieu, "ZRD": self.zones[lieu]["departement"], "ZRA": None}
        if ligne["nature"] in HORS_GEOGRAPHIE:
            return codes
        codes["ETB"] = lieu
        etablissement = self.etablissements[lieu]
        if etablissement["type"] == "EREA":
            return codes
        commune = self.communes[etablissement["commune"]]
        codes |= {"COM": commune["commune"], "DPT": commune["departement"], "ACA": None}
        if commune["groupement"] is not None:
            codes["GEO"] = commune["groupement"]
        if etablissement["circonscription"] is not None:
            codes["CIR"] = etablissement["circonscription"]
        return codes

    def zone(self, discipline: str, nature: str, code: str | None, types: str | None) -> list[str]:
        """Return the postes of one (not GROUPE) vœu, for one discipline."""
        trouves = []
        for poste, ligne in sorted(self.postes.items()):
            codes = self.lieux(poste)
            if ligne["discipline"] != discipline or nature not in codes or codes[nature] != code:
                continue
            if types and self.etablissements[ligne["etablissement"]]["type"] not in types.split(
                "|"
            ):
                continue
            trouves.append(poste)
        return trouves

    def zones_du_voeu(self, discipline: str, voeu: Ligne) -> list[tuple[str, list[str]]]:
        """Return the (label, postes) that a vœu becomes, in order."""
        restriction = voeu["restriction"]
        suite = f";{restriction}" if restriction else ""
        return [
            (label + suite, [poste for poste in postes if self.admis(poste, restriction)])
            for label, postes in self.zones_entieres(discipline, voeu)
        ]

    def admis(self, poste: str, restriction: str | None) -> bool:
        """Tell whether a restriction leaves a poste in."""
        lieu = self.postes[poste]["etablissement"]
        classement = self.etablissements.get(lieu, {}).get("education_prioritaire")
        items = restriction.split(";") if restriction else []
        labels = {item.removeprefix("label=") for item in items if item.startswith("label=")}
        exclus = {f"sauf={lieu}", f"sauf_poste={poste}", f"hors={classement}"}
        return not exclus & set(items) and (not labels or classement in labels)

    def label(self, voeu: Ligne) -> str:
        """Return the label of a whole vœu, without its restriction."""
        nature, code, types = voeu["type"], voeu["code"], voeu["types_etablissement"]
        label: str = nature if code is None else f"{nature}:{code}"
        return label + "/" + ",".join(sorted(types.split("|"))) if types else label

    def zones_entieres(self, discipline: str, voeu: Ligne) -> list[tuple[str, list[str]]]:
        """Return the (label, postes) of a vœu before any restriction."""
        nature, code, types = voeu["type"], voeu["code"], voeu["types_etablissement"]
        if nature != "GROUPE":
            return [(self.label(voeu), self.zone(discipline, nature, code, types))]
        miens = [ligne for ligne in self.groupes if ligne["groupe"] == code]
        return [
            (
                f"GROUPE:{code}/{sous_rang}",
                sorted(
                    ligne["poste"]
                    for ligne in miens
                    if ligne["sous_rang"] == sous_rang
                    and self.postes[ligne["poste"]]["discipline"] == discipline
                ),
            )
            for sous_rang in sorted({ligne["sous_rang"] for ligne in miens})
        ]
