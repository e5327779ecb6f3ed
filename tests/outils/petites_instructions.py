"""Tiny instructed campaigns: what rules could have made of random ones, without any rule.

Each draw takes a random campaign and does to it, at random, all that an instruction may do:
restrictions, classes, départage, vœux split, moved, removed or made, extension, yearly grants.
"""

import random
from dataclasses import replace
from typing import Any

import pandas as pd
from marche_naif import SANS_REGLE
from petites_campagnes import POINTS, Ligne, cadre, lignes_de, remplacer

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction.instruction import (
    COLONNES_SUPPRIMES,
    COLONNES_VOEUX,
    Instruction,
)
from mouvement.io.tables_resultat import BAREMES, REJETS, SIGNALEMENTS

CLASSEMENTS = (None, None, "REP", "REP", "REP+")
REGLES = (None, "OT-01", "OT-01|OT-02", "CF-7")
NOTES = (None, None, "vœu scindé", "sans son propre établissement")
MOTIFS = ("SUPPRIME", "INELIGIBLE", "DEROGATION")
SANS_GEOGRAPHIE = ("POSTE", "GROUPE")
"""Types of vœu that no rule splits."""
NATURES_DE_SIGNALEMENT = ("EGALITE", "PIECE_A_VERIFIER")


def voeux_instruits(lignes: list[Ligne]) -> pd.DataFrame:
    """Return the vœux of an instruction from plain rows; ``rang`` and ``bareme`` may be missing."""
    colonnes = {
        "candidat": "str",
        "rang": "Int64",
        "type": "str",
        "code": "str",
        "types_etablissement": "str",
        "bareme": "Int64",
        **COLONNES_VOEUX,
    }
    return cadre_instruit(colonnes, lignes)


def cadre_instruit(colonnes: dict[str, str], lignes: list[Ligne]) -> pd.DataFrame:
    """Return a frame of these columns and types; a missing key is a null."""
    return pd.DataFrame(
        {
            nom: pd.Series([ligne.get(nom) for ligne in lignes], dtype=genre)
            for nom, genre in colonnes.items()
        }
    )


def declarer_naif(campagne: Campagne) -> Instruction:
    """Return the campaign as it is: every vœu stands, with its rang and barème."""
    lignes = [
        voeu | SANS_REGLE | {"place": voeu["rang"], "sous_rang": 0, "restriction": None}
        for voeu in lignes_de(campagne.voeux)
    ]
    elements = [
        {"candidat": v["candidat"], "rang": v["rang"], "element": "DECLARE", "points": v["bareme"]}
        for v in lignes
    ]
    return Instruction(
        campagne=replace(campagne, voeux=voeux_instruits(lignes)),
        supprimes=cadre_instruit(COLONNES_SUPPRIMES, []),
        baremes=cadre(BAREMES, elements),
        rejets=cadre(REJETS, []),
        signalements=cadre(SIGNALEMENTS, []),
    )


def instruction_aleatoire(graine: int, base: Campagne) -> Instruction:
    """Draw what rules make of a campaign; the same for the same seed and campaign."""
    alea = random.Random(7_000_000 + graine)
    classees = base.etablissements.assign(
        education_prioritaire=pd.Series(
            [alea.choice(CLASSEMENTS) for _ in range(len(base.etablissements))], dtype="str"
        )
    )
    base = replace(base, etablissements=classees)
    tirage = Tirage(alea, base)
    if alea.random() < 0.3:
        base = remplacer_candidats(base, tirage.noms[:-1])
    for nom in tirage.noms:
        tirage.instruire(nom)
    presents = set(base.candidats["candidat"])
    voeux = [voeu for voeu in tirage.voeux if voeu["candidat"] in presents]
    elements = [e for e in tirage.elements if e["candidat"] in presents]
    alea.shuffle(voeux)
    return Instruction(
        campagne=replace(base, voeux=voeux_instruits(voeux), options=tirage.options),
        supprimes=cadre_instruit(COLONNES_SUPPRIMES, tirage.supprimes),
        baremes=cadre(BAREMES, elements),
        rejets=cadre(REJETS, tirage.rejets()),
        signalements=cadre(SIGNALEMENTS, tirage.signalements()),
    )


def remplacer_candidats(base: Campagne, noms: list[str]) -> Campagne:
    """Keep some candidats alone; those tied to somebody who leaves are tied no more."""
    gardes = [ligne for ligne in lignes_de(base.candidats) if ligne["candidat"] in noms]
    seuls = [
        ligne if ligne["simultanee"] in noms else ligne | {"simultanee": None} for ligne in gardes
    ]
    return remplacer(base, "candidats", seuls)


class Tirage:
    """What is drawn so far for a campaign."""

    def __init__(self, alea: random.Random, base: Campagne) -> None:
        self.alea, self.base = alea, base
        self.noms: list[str] = sorted(base.candidats["candidat"])
        self.lies = set(base.candidats.loc[base.candidats["simultanee"].notna(), "candidat"])
        self.etablissements: list[str] = sorted(base.postes["etablissement"].unique())
        self.postes: list[str] = sorted(base.postes["poste"])
        departements = sorted(base.communes["departement"].unique())
        self.ailleurs = [("DPT", d) for d in departements] + [("ZRD", d) for d in departements]
        self.ailleurs += [("ACA", None), ("ZRA", None), ("ETB", self.etablissements[0])]
        self.classe_extension = alea.choice((-1, -1, 0))
        extension = "residuelle" if self.classe_extension < 0 else "concurrente"
        self.options = replace(base.options, bareme="calcule", extension=extension)
        self.voeux: list[Ligne] = []
        self.supprimes: list[Ligne] = []
        self.elements: list[Ligne] = []

    def instruire(self, nom: str) -> None:
        """Draw what becomes of the vœux of a candidat, then his extension."""
        siens = [voeu for voeu in lignes_de(self.base.voeux) if voeu["candidat"] == nom]
        lignes: list[Ligne] = []
        for voeu in siens:
            # Partners' lists must keep something in common.
            if self.alea.random() < (0.03 if nom in self.lies else 0.12):
                self._supprimer(voeu)
            else:
                lignes += self._instruire_voeu(voeu, nom in self.lies)
        if self.alea.random() < 0.2 and nom not in self.lies:
            for voeu in lignes:  # A rule puts them in another order, parts together.
                voeu["place"] = 100 * (voeu["rang"] % 3) + voeu["rang"]
        self.voeux += lignes
        if self.alea.random() < 0.5:
            self._etendre(nom)

    def _supprimer(self, voeu: Ligne) -> None:
        ligne = {nom: voeu.get(nom) for nom in COLONNES_SUPPRIMES}
        dit = {"motif": self.alea.choice(MOTIFS), "regles": self.alea.choice(REGLES[1:])}
        self.supprimes.append(ligne | dit | {"note": self.alea.choice(NOTES)})

    def _instruire_voeu(self, voeu: Ligne, lie: bool) -> list[Ligne]:
        """Return the lines that a vœu becomes, all worth the same."""
        alea = self.alea
        ligne = voeu | {"place": voeu["rang"], "sous_rang": 0} | self._dit()
        if not lie and alea.random() < 0.12:
            ligne |= {"classe": alea.choice((1, 1, 2)), "bareme": None, "origine": "SPECIFIQUE"}
            ligne |= {"departage": alea.randint(0, 9)}
        else:
            self._decomposer(voeu["candidat"], voeu["rang"], voeu["bareme"])
        if lie or voeu["type"] in SANS_GEOGRAPHIE or alea.random() < 0.75:
            return [ligne]
        parts = {self._restriction(), ligne["restriction"], *alea.sample((None, "hors=REP"), k=1)}
        return [
            ligne | {"restriction": part, "sous_rang": numero, "departage": alea.randint(0, 2)}
            for numero, part in enumerate(sorted(parts, key=str))
        ]

    def _dit(self) -> Ligne:
        """Return what a rule set says of a vœu."""
        alea, departage = self.alea, self.alea.choice((0, 0, 0, 1, 2))
        return {
            "restriction": self._restriction() if alea.random() < 0.3 else None,
            "classe": 0,
            "departage": departage,
            "criteres": f"critère {departage}" if departage else None,
            "origine": alea.choice(("VOEU", "VOEU", "VOEU", "CARTE_SCOLAIRE")),
            "regles": alea.choice(REGLES),
            "note": alea.choice(NOTES),
            "annuel": alea.random() < 0.08,
        }

    def _restriction(self) -> str:
        alea = self.alea
        items = {
            f"hors={alea.choice(('REP', 'REP+', 'CLA'))}",
            f"sauf={alea.choice(self.etablissements)}",
            *(f"sauf_poste={poste}" for poste in alea.sample(self.postes, k=1)),
            f"sauf_poste={alea.choice(self.postes)}",
            f"label={alea.choice(('REP', 'REP+'))}",
        }
        return ";".join(sorted(alea.sample(sorted(items), k=alea.choice((1, 1, 1, 2)))))

    def _decomposer(self, candidat: str, rang: int, points: int) -> None:
        """Cut the points in one, two or three elements, one of them perhaps negative."""
        reste, parts = points, []
        for _ in range(self.alea.randint(0, 2)):
            parts.append(self.alea.choice((0, 7_000, 14_500, 100_000)))
            reste -= parts[-1]
        for numero, part in enumerate([*parts, reste]):
            element = {"candidat": candidat, "rang": rang, "element": f"E{numero}"}
            self.elements.append(element | {"points": part, "regle": self.alea.choice(REGLES[:2])})

    def _etendre(self, nom: str) -> None:
        """Add lines of extension, after all others, with one barème."""
        alea, points = self.alea, self.alea.choice(POINTS)
        lieux = alea.sample(self.ailleurs, k=alea.randint(1, 3))
        for numero, (nature, code) in enumerate(lieux):
            dit: dict[str, Any] = {"origine": "EXTENSION", "classe": self.classe_extension}
            lieu = {"candidat": nom, "type": nature, "code": code, "bareme": points}
            ligne = lieu | self._dit() | dit | {"place": 1_000 + numero, "sous_rang": 0}
            self.voeux.append(ligne)
        self._decomposer(nom, 0, points)

    def rejets(self) -> list[Ligne]:
        """Draw input rows set aside."""
        return [
            {"table": "voeux", "ligne": ligne, "cle": f"C{ligne}", "motif": "inconnu"}
            | {"colonne": self.alea.choice((None, "code")), "valeur": self.alea.choice((None, "x"))}
            for ligne in self.alea.sample(range(1, 9), k=self.alea.randint(0, 3))
        ]

    def signalements(self) -> list[Ligne]:
        """Draw what somebody should look at."""
        return [
            {"candidat": nom, "signalement": self.alea.choice(NATURES_DE_SIGNALEMENT)}
            | {"regle": self.alea.choice(REGLES[:2]), "detail": self.alea.choice((None, "à voir"))}
            for nom in self.alea.sample(self.noms, k=min(2, len(self.noms)))
        ]
