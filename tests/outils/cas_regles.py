"""Cases of a rule set in a few words: candidats by their facts, vœux by their notation.

A vœu is written ``DPT* 45`` (any type), ``COM/LYC ORLEANS`` (these types), ``ETB CLG_A``, ``ACA*``,
``ZRA``, ``POSTE P1``. The mark of a geographic vœu is ``*`` or ``/TYPE,TYPE``.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.mouvement import affecter, affecter_instruite
from mouvement.engine.reglements import charger
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification import verifier
from mouvement.io.ecriture import ecrire_campagne
from mouvement.io.specification import Genre, Table
from mouvement.io.tables import table
from mouvement.io.tables_campagne import tables_campagne


@dataclass(frozen=True)
class Academie:
    """A small académie: where things are, and the ordinary candidat of its rule set.

    ``communes``: code → (département, groupement or None). ``etablissements``: code → (type,
    commune) or (type, commune, facts). ``zones``: code → département. One poste ``<code>`` in
    discipline ``MATHS`` for each établissement and zone, vacants 1, unless ``postes`` says more:
    code → dict.
    """

    reglement: str
    annee: int
    communes: dict[str, tuple[str, str | None]]
    etablissements: dict[str, tuple[Any, ...]]
    zones: dict[str, str]
    ordinaire: dict[str, Any]
    postes: dict[str, dict[str, Any]] = field(default_factory=dict)
    parametres: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    racine: Path | None = None

    def avec_textes(self, racine: Path, toml: str) -> "Academie":
        """Return the académie under another rule set, written in a folder."""
        (racine / "reglement.toml").write_text(toml, encoding="utf-8")
        return replace(self, reglement="reglement.toml", racine=racine)

    def campagne(
        self,
        candidats: dict[str, dict[str, Any]],
        voeux: dict[str, list[Any]],
        *,
        parametres: dict[str, Any] | None = None,
        options: dict[str, Any] | None = None,
        **tables: list[dict[str, Any]],
    ) -> Campagne:
        """Return a campaign of these candidats (facts by name) and vœux (notations)."""
        reglement = charger(self.reglement, self.racine)
        lignes = {
            "candidats": [
                {"candidat": nom, **self._ordinaire(), **faits} for nom, faits in candidats.items()
            ],
            "postes": self._postes(),
            "etablissements": [
                {"etablissement": code, "libelle": code, "type": lu[0], "commune": lu[1]}
                | (lu[2] if len(lu) > 2 else {})
                for code, lu in self.etablissements.items()
            ],
            "communes": [
                {"commune": code, "libelle": code, "departement": lu[0], "groupement": lu[1]}
                | {"latitude": 47.0 + numero / 10, "longitude": 2.0}
                for numero, (code, lu) in enumerate(self.communes.items())
            ],
            "zones_remplacement": [
                {"zone": code, "libelle": code, "departement": departement}
                | {"commune": next(c for c, lu in self.communes.items() if lu[0] == departement)}
                for code, departement in self.zones.items()
            ],
            "voeux": [
                {"candidat": nom, "rang": rang, **voeu(dit)}
                for nom, liste in voeux.items()
                for rang, dit in enumerate(liste, 1)
            ],
            **tables,
        }
        return Campagne(
            academie=self.reglement,
            annee=self.annee,
            reglement=self.reglement,
            graine=1,
            options=replace(reglement.options, **self.options, **(options or {})),
            parametres=self.parametres | (parametres or {}),
            textes=reglement,
            **{s.nom: _cadre(s, lignes.get(s.nom, [])) for s in tables_campagne(reglement)},
        )

    def instruire(self, candidats: Any, voeux: Any, **reste: Any) -> Instruction:
        """Return what the rule set makes of these candidats and vœux."""
        return instruire(self.campagne(candidats, voeux, **reste))

    def baremes(self, faits: dict[str, Any], voeux: list[str], **reste: Any) -> list[Decimal]:
        """Return the barème of each vœu that stands, in order, of one candidat ``A``."""
        faite = self.instruire({"A": faits}, {"A": voeux}, **reste).campagne.voeux
        siens = faite[(faite["candidat"] == "A") & (faite["origine"] != "EXTENSION")]
        return [Decimal(int(points)) / 1000 for points in siens["bareme"]]

    def elements(self, faits: dict[str, Any], voeux: str, **reste: Any) -> dict[str, Decimal]:
        """Return the points of each element of the only vœu of one candidat ``A``."""
        lignes = self.instruire({"A": faits}, {"A": [voeux]}, **reste).baremes
        siens = lignes[lignes["rang"] == 1]
        points = [Decimal(int(valeur)) / 1000 for valeur in siens["points"]]
        return dict(zip(siens["element"], points, strict=True))

    def _ordinaire(self) -> dict[str, Any]:
        commun = {"discipline": "MATHS", "participation": "OBLIGATOIRE", "carte_scolaire": False}
        return commun | self.ordinaire

    def _postes(self) -> list[dict[str, Any]]:
        base = {"discipline": "MATHS", "vacants": 1}
        tous = {
            code: {**base, "etablissement": code, "nature": "ETB"} for code in self.etablissements
        }
        tous |= {code: {**base, "etablissement": code, "nature": "ZR"} for code in self.zones}
        for code, dit in self.postes.items():
            tous[code] = tous.get(code, {**base, "nature": "ETB"}) | dit
        return [{"poste": code, **dit} for code, dit in tous.items()]


def voeu(dit: str | tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a vœu's columns from its notation, or from that and its facts."""
    notation, faits = (dit, {}) if isinstance(dit, str) else dit
    nature, _, code = notation.partition(" ")
    type_voeu, _, types = nature.rstrip("*").partition("/")
    dits = "|".join(sorted(types.split(","))) if types else None
    return {"type": type_voeu, "code": code or None, "types_etablissement": dits} | faits


def listes(instruction: Instruction, candidat: str = "A") -> list[str]:
    """Return the notations of a candidat's vœux that stand, in order (extension left out)."""
    voeux = instruction.campagne.voeux
    siens = voeux[(voeux["candidat"] == candidat) & (voeux["origine"] != "EXTENSION")]
    return [_noter(ligne) for ligne in siens.to_dict("records")]


def etendus(instruction: Instruction, candidat: str = "A") -> list[str]:
    """Return the places that a candidat's extension searches, in order."""
    voeux = instruction.campagne.voeux
    siens = voeux[(voeux["candidat"] == candidat) & (voeux["origine"] == "EXTENSION")]
    return [f"{ligne['type']} {ligne['code']}" for ligne in siens.to_dict("records")]


def affecter_verifie(campagne: Campagne) -> Resultat:
    """Place everybody; the verifier has nothing to say. The rules are applied once for both."""
    instruction = instruire(campagne)
    resultat = affecter_instruite(instruction)
    assert verifier(campagne, resultat, instruction) == []
    return resultat


def places(campagne: Campagne) -> dict[str, str | None]:
    """Return where everybody is placed: candidat → poste."""
    faites = affecter(campagne).affectations
    postes = [poste if isinstance(poste, str) else None for poste in faites["poste"]]
    return dict(zip(faites["candidat"], postes, strict=True))


def _noter(ligne: dict[str, Any]) -> str:
    types = ligne["types_etablissement"]
    geographique = ligne["type"] in ("COM", "GEO", "DPT", "ACA")
    marque = f"/{types.replace('|', ',')}" if isinstance(types, str) else "*" * geographique
    code = f" {ligne['code']}" if isinstance(ligne["code"], str) else ""
    reste = f" [{ligne['restriction']}]" if isinstance(ligne["restriction"], str) else ""
    return ligne["type"] + marque + code + reste


def _cadre(specification: Table, lignes: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a table of the campaign, facts included, as the loader makes it."""
    milliemes = [c.nom for c in specification.colonnes if c.genre is Genre.POINTS]
    exacts = [
        ligne | {n: int(Decimal(str(ligne[n])) * 1000) for n in milliemes if ligne.get(n)}
        for ligne in lignes
    ]
    frame = table(specification, exacts).assign(ligne=range(1, len(lignes) + 1))
    return frame.sort_values(list(specification.cle), ignore_index=True)


def ecrire(campagne: Campagne, dossier: Path) -> Path:
    """Write a campaign as a folder that the command line reads."""
    assert campagne.textes is not None
    options = "".join(f"{n} = {_toml(v)}\n" for n, v in vars(campagne.options).items())
    parametres = "".join(f"{n} = {_toml(v)}\n" for n, v in campagne.parametres.items())
    toml = (
        f'[campagne]\nacademie = "{campagne.academie}"\nannee = {campagne.annee}\n'
        f'reglement = "{campagne.reglement}"\ngraine = {campagne.graine}\n\n'
        f"[options]\n{options}\n[parametres]\n{parametres}"
    )
    specifications = tables_campagne(campagne.textes)
    tables = {s.nom: getattr(campagne, s.nom) for s in specifications}
    ecrire_campagne(dossier, tables, toml, False, specifications)
    return dossier


def _toml(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return str(valeur).lower()
    return f'"{valeur}"' if isinstance(valeur, str) else str(valeur)
