"""The tables that ``mouvement bareme`` writes."""

from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables_resultat import BAREMES, REJETS, SIGNALEMENTS
from mouvement.io.vocabulaire import MOTIFS, ORIGINES, TYPES_VOEU

_T, _E, _P, _L = Genre.TEXTE, Genre.ENTIER, Genre.POINTS, Genre.LISTE

VOEUX_CALCULES = Table(
    "voeux",
    "Les vœux tels que le règlement les laisse : ceux qui comptent, ajoutés compris, avec leur "
    "barème, et ceux qui ne comptent pas, avec leur raison.",
    ("candidat", "place", "sous_rang"),
    (
        Colonne("candidat", _T, "auteur du vœu"),
        Colonne("rang", _E, "rang du vœu (nul : extension)", nullable=True),
        Colonne("place", _E, "place dans la liste calculée (nul : ne compte pas)", nullable=True),
        Colonne("sous_rang", _E, "part d'un vœu que le règlement partage", nullable=True),
        Colonne("type", _T, "portée du vœu", valeurs=TYPES_VOEU),
        Colonne("code", _T, "ce que le vœu désigne", nullable=True),
        Colonne(
            "types_etablissement", _L, "types d'établissement (nul : tout type)", nullable=True
        ),
        Colonne("restriction", _T, "restrictions de la zone (formats.md)", nullable=True),
        Colonne("origine", _T, "d'où vient la ligne", nullable=True, valeurs=ORIGINES),
        Colonne("bareme", _P, "points (nul : hors barème)", nullable=True),
        Colonne("criteres", _T, "départage, en clair", nullable=True, libre=True),
        Colonne("motif", _T, "pourquoi il ne compte pas", nullable=True, valeurs=MOTIFS),
        Colonne("regles", _L, "règles appliquées", nullable=True),
        Colonne("note", _T, "précision utile à la lecture", nullable=True, libre=True),
    ),
)

ECARTS = Table(
    "ecarts",
    "Les vœux dont le barème déclaré n'est pas celui que le règlement calcule.",
    ("candidat", "rang"),
    (
        Colonne("candidat", _T, "auteur du vœu"),
        Colonne("rang", _E, "rang du vœu"),
        Colonne("declare", _P, "points déclarés"),
        Colonne("calcule", _P, "points calculés (nul : le vœu ne compte pas)", nullable=True),
        Colonne("ecart", _P, "calculés moins déclarés", nullable=True),
        Colonne("elements", _T, "décomposition des points calculés", nullable=True, libre=True),
        Colonne("note", _T, "pourquoi le vœu ne compte pas", nullable=True, libre=True),
    ),
)

TABLES_BAREME = (VOEUX_CALCULES, BAREMES, ECARTS, SIGNALEMENTS, REJETS)
"""What ``mouvement bareme`` writes."""
