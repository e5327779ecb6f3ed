"""The optional tables of candidats' situations, from which rule sets compute facts, and extensions.

They are said apart from ``tables_campagne``, which lists all the tables.
"""

from mouvement.io.specification import Colonne, Genre, Table

CLASSEMENTS = ("REP+", "REP", "POLITIQUE_VILLE")
STATUTS = (
    *("TITULAIRE", "TZR", "AFA", "REP", "SUP", "ATP"),
    *("REVISION", "STAGIAIRE", "DETACHE", "SERVICES_ACADEMIQUES"),
)
POSITIONS = (
    *("ACTIVITE", "CONGE_PARENTAL", "DISPO_CONJOINT", "DISPO_AUTRE"),
    *("CLD", "CLM", "CONGE_FORMATION", "NON_ACTIVITE"),
)
TYPES_PREFERENCE = ("ETB", "COM", "GEO")
TYPES_EXTENSION = ("COM", "GEO", "DPT", "ZRE", "ZRD", "ACA", "ZRA")


def _candidat(sens: str) -> Colonne:
    return Colonne("candidat", Genre.TEXTE, sens, reference=("candidats", "candidat"))


def _facultative(
    nom: str, genre: Genre, sens: str, defaut: str | int | None = None, maximum: int | None = None
) -> Colonne:
    """Return a column that the file may not have; a whole number is 0 or more."""
    return Colonne(
        nom,
        genre,
        sens,
        nullable=True,
        facultative=True,
        minimum=None if maximum is None else 0,
        maximum=maximum,
        defaut=defaut,
    )


def _mots(nom: str, sens: str, valeurs: tuple[str, ...], defaut: str | None = None) -> Colonne:
    return Colonne(
        nom,
        Genre.TEXTE,
        sens,
        nullable=True,
        facultative=True,
        valeurs=valeurs,
        defaut=defaut,
    )


ENFANTS = Table(
    "enfants",
    "Les enfants des candidats.",
    ("candidat", "enfant"),
    (
        _candidat("parent"),
        Colonne("enfant", Genre.ENTIER, "1, 2, …", minimum=1),
        Colonne("naissance", Genre.DATE, "au plus tard le 1er septembre de l'année du mouvement"),
        _facultative("a_charge", Genre.BOOLEEN, "à la charge du candidat", True),
        _facultative("handicap", Genre.BOOLEEN, "reconnu handicapé", False),
    ),
    facultative=True,
)

CARRIERE = Table(
    "carriere",
    "Les années scolaires passées des candidats.",
    ("candidat", "annee"),
    (
        _candidat("agent"),
        Colonne("annee", Genre.ENTIER, "l'année scolaire qui commence le 1er septembre"),
        _facultative("poste_occupe", Genre.BOOLEEN, "année de titulaire sur le poste actuel", True),
        _facultative(
            "etablissement", Genre.TEXTE, "établissement d'exercice, même hors de l'académie"
        ),
        _mots("classement", "éducation prioritaire de cet établissement", CLASSEMENTS),
        _facultative("zone", Genre.TEXTE, "zone de remplacement d'alors"),
        _mots("statut", "mode d'affectation", STATUTS),
        _mots("position", "position administrative", POSITIONS, "ACTIVITE"),
        _facultative("quotite", Genre.ENTIER, "quotité de service, en pour cent", 100, 100),
        _facultative("mois", Genre.ENTIER, "mois de service dans l'année", 10, 12),
        _facultative("mois_separation", Genre.ENTIER, "mois de séparation du conjoint", 0, 12),
        _facultative(
            "carte_scolaire", Genre.BOOLEEN, "affecté là par mesure de carte scolaire", False
        ),
    ),
    facultative=True,
)

PREFERENCES = Table(
    "preferences",
    "Les préférences des titulaires de zone de remplacement pour la phase d'ajustement.",
    ("candidat", "rang"),
    (
        _candidat("titulaire de zone de remplacement"),
        Colonne("rang", Genre.ENTIER, "1, 2, …", minimum=1),
        Colonne("type", Genre.TEXTE, "portée de la préférence", valeurs=TYPES_PREFERENCE),
        Colonne("code", Genre.TEXTE, "ce qu'elle désigne, comme le code d'un vœu"),
    ),
    facultative=True,
)

EXTENSIONS = Table(
    "extensions",
    "Où s'étend la recherche, à partir de chaque lieu, quand le règlement ne le dit pas.",
    ("depart", "ordre"),
    (
        Colonne("depart", Genre.TEXTE, "département, commune ou zone de remplacement de départ"),
        Colonne("ordre", Genre.ENTIER, "1, 2, …", minimum=1),
        Colonne("type", Genre.TEXTE, "portée, comme celle d'un vœu", valeurs=TYPES_EXTENSION),
        Colonne("code", Genre.TEXTE, "comme le code d'un vœu ; nul pour ACA et ZRA", nullable=True),
    ),
    facultative=True,
)
