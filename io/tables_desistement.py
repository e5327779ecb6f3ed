"""The tables that ``mouvement desistement`` writes."""

from mouvement.io.specification import Colonne, Genre, Table

_T, _E, _P = Genre.TEXTE, Genre.ENTIER, Genre.POINTS

CAUSES = ("DESISTEMENT", "SUITE", "ECHANGE")

DESISTEMENTS = Table(
    "desistements",
    "Une ligne par candidat qui se désiste ou qui change, dans l'ordre des chaînes : chacun vient "
    "sur le poste que quitte celui qui le précède.",
    ("chaine", "place"),
    (
        Colonne("chaine", _E, "numéro de la chaîne : une par désistement, puis les échanges"),
        Colonne("place", _E, "place dans la chaîne, à partir de 1"),
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne(
            "cause",
            _T,
            "il se désiste, il prend la suite, ou il échange grâce à un désistement",
            valeurs=CAUSES,
        ),
        Colonne("poste_avant", _T, "poste du résultat d'origine (nul : aucun)", nullable=True),
        Colonne("poste_apres", _T, "poste après les désistements (nul : aucun)", nullable=True),
        Colonne("rang_avant", _E, "rang du vœu satisfait avant (nul : aucun)", nullable=True),
        Colonne("rang_apres", _E, "rang du vœu satisfait après (nul : aucun)", nullable=True),
        Colonne("ordre_apres", _E, "contrat accordé, dans audit (nul : aucun)", nullable=True),
        Colonne("bareme_apres", _P, "barème du vœu satisfait (nul : aucun)", nullable=True),
        Colonne("libelle_avant", _T, "lieu du poste d'avant, en clair", nullable=True, libre=True),
        Colonne("libelle_apres", _T, "lieu du poste d'après, en clair", nullable=True, libre=True),
    ),
)

AFFECTATIONS_APRES = Table(
    "affectations_apres",
    "Une ligne par candidat : ce qu'il a après les désistements.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("poste", _T, "poste (nul : aucun)", nullable=True),
        Colonne("rang", _E, "rang du vœu satisfait (nul : aucun)", nullable=True),
        Colonne("ordre", _E, "contrat accordé, dans audit (nul : aucun)", nullable=True),
    ),
)

TABLES_DESISTEMENT = (DESISTEMENTS, AFFECTATIONS_APRES)
