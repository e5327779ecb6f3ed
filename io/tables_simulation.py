"""The tables that ``mouvement simuler`` writes."""

from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.vocabulaire import ETAPES, NIVEAUX, ORIGINES, TYPES_VOEU

_T, _E, _P, _R = Genre.TEXTE, Genre.ENTIER, Genre.POINTS, Genre.REEL

CHANCES = Table(
    "chances",
    "Une ligne par candidat et vœu qui compte (et par autre façon d'être placé) : sur combien de "
    "tirages il l'obtient.",
    ("candidat", "rang", "origine"),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("rang", _E, "rang du vœu (nul : extension, maintien, décision)", nullable=True),
        Colonne("origine", _T, "ce qui donnerait le poste", valeurs=ORIGINES),
        Colonne("type", _T, "portée du vœu", nullable=True, valeurs=TYPES_VOEU),
        Colonne("code", _T, "ce que le vœu désigne", nullable=True),
        Colonne("bareme", _P, "points du vœu (nul : hors barème)", nullable=True),
        Colonne("octrois", _E, "tirages où il l'obtient"),
        Colonne("tirages", _E, "tirages où il participe"),
        Colonne("part", _R, "octrois / tirages (nul : il ne participe à aucun)", nullable=True),
    ),
)

DEVENIRS = Table(
    "devenirs",
    "Une ligne par candidat : ce qui lui arrive sur l'ensemble des tirages.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("tirages", _E, "tirages où il participe"),
        Colonne("retraits", _E, "tirages où il se retire"),
        Colonne("voeux", _E, "tirages où il obtient un vœu, ou le poste d'une décision"),
        Colonne("maintiens", _E, "tirages où il garde son poste, faute de mieux"),
        Colonne("extensions", _E, "tirages où l'extension le place"),
        Colonne("sans_poste", _E, "tirages où il n'a rien"),
        Colonne(
            "rang_median",
            _E,
            "rang médian du vœu obtenu, parmi les tirages où il en obtient un (nul : aucun)",
            nullable=True,
        ),
    ),
)

QUANTILES = {"minimum": 0, "q10": 10, "q25": 25, "mediane": 50, "q75": 75, "q90": 90,
             "maximum": 100}  # fmt: skip
"""Column → per cent of the draws whose barre is no higher."""

BARRES_SIMULEES = Table(
    "barres_simulees",
    "Les barres de l'étape générale, zone par zone, sur l'ensemble des tirages. Une valeur de la "
    "répartition est une barre tirée ; nul : ouverte aux vœux ; 999999999,999 : fermée.",
    ("discipline", "niveau", "code", "etape"),
    (
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("niveau", _T, "POSTE, ETB, COM…", valeurs=NIVEAUX),
        Colonne("code", _T, "poste, établissement, commune… (ACA : l'académie)"),
        Colonne("etape", _T, "étape du mouvement", valeurs=ETAPES),
        Colonne("tirages", _E, "nombre de tirages"),
        Colonne("ouvertes", _E, "tirages où la zone est ouverte"),
        Colonne("extensions", _E, "tirages où elle est ouverte aux vœux, prise en extension"),
        Colonne("fermees", _E, "tirages où aucun nombre de points ne suffit"),
        Colonne("part_ouverte", _R, "(ouvertes + extensions) / tirages"),
        *(
            Colonne(
                nom,
                _P,
                "la plus basse" if part == 0 else f"{part} % des tirages ont au plus cette barre",
                nullable=True,
            )
            for nom, part in QUANTILES.items()
        ),
    ),
)

TABLES_SIMULATION = (CHANCES, DEVENIRS, BARRES_SIMULEES)
