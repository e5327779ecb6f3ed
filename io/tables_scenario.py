"""The table that ``mouvement scenario`` writes: the base and its variants, one row each."""

from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables_lot import EFFECTIFS

_T, _E, _B = Genre.TEXTE, Genre.ENTIER, Genre.BOOLEEN
CHANGEMENTS = {
    "changent": "candidats dont le sort change, par rapport à la base",
    "mieux": "qui ont mieux, dans l'ordre de leurs vœux",
    "moins_bien": "qui ont moins bien",
    "nouveaux_places": "placés, qui ne l'étaient pas dans la base",
    "nouveaux_sans_poste": "sans poste, qui en avaient un dans la base",
    "barres_en_hausse": "barres plus hautes, à tous les niveaux",
    "barres_en_baisse": "barres plus basses",
}

VARIANTES = Table(
    "variantes",
    "La base, puis chaque variante dans l'ordre du scénario : ce qu'elle donne, et ce qui change.",
    ("ordre",),
    (
        Colonne("ordre", _E, "0 : la base"),
        Colonne("variante", _T, "nom, qui est aussi celui de son sous-dossier"),
        Colonne("titre", _T, "titre", libre=True),
        Colonne("raison", _T, "raison", nullable=True, libre=True),
        Colonne("point", _T, "place dans la grille (nul : hors grille)", nullable=True, libre=True),
        Colonne("prouve", _B, "faux : peut-être pas le meilleur pour des couples"),
        *(Colonne(nom, _E, sens) for nom, sens in EFFECTIFS.items()),
        Colonne(
            "rang_moyen",
            Genre.REEL,
            "rang moyen du vœu obtenu, de qui en obtient un",
            nullable=True,
        ),
        *(
            Colonne(nom, _E, f"{sens} (nul : base)", nullable=True)
            for nom, sens in CHANGEMENTS.items()
        ),
    ),
)

TABLES_SCENARIO = (VARIANTES,)
