"""The tables of a comparison of two results, A and B: what ``mouvement comparer`` writes."""

from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.vocabulaire import DECISIONS, ETAPES, ETATS_BARRE, NIVEAUX

SENS = ("MIEUX", "MOINS_BIEN", "EGAL", "NON_COMPARABLE", "ENTRANT", "SORTANT")
PASSAGES = ("NOUVEAU_PLACE", "NOUVEAU_SANS_POSTE")
PERTES = ("PERDU", "GAGNE", "SIEGE", "AUTRE")
NATURES = (
    *("BAREME", "BARRE", "BAREME_ET_BARRE", "DEPARTAGE", "CLASSEMENT"),
    *("VOEU_AJOUTE", "VOEU_RETIRE", "REGLE", "OFFRE", "COUPLE", "DECISION"),
    *("ETAPE", "EXTENSION", "SITUATION", "SIEGE", "ORDRE", "NON_DIT"),
)
SENS_BARRE = ("HAUSSE", "BAISSE", "EGALE", "APPARUE", "DISPARUE")
GROUPES = (
    *("ENSEMBLE", "SITUATION", "CARTE_SCOLAIRE", "PARTICIPATION", "COUPLE"),
    *("CORPS", "SEXE", "FAMILLE", "HANDICAP"),
)

_T, _E, _B, _P, _R, _L = (
    Genre.TEXTE,
    Genre.ENTIER,
    Genre.BOOLEEN,
    Genre.POINTS,
    Genre.REEL,
    Genre.LISTE,
)


def _deux(
    nom: str,
    genre: Genre,
    sens: str,
    *,
    nullable: bool = True,
    libre: bool = False,
    valeurs: tuple[str, ...] = (),
) -> tuple[Colonne, Colonne]:
    """Return what A says, and what B says."""
    un, autre = (
        Colonne(
            f"{nom}_{cote.lower()}",
            genre,
            f"{sens}, dans {cote}",
            nullable=nullable,
            libre=libre,
            valeurs=valeurs,
        )
        for cote in "AB"
    )
    return un, autre


CANDIDATS_COMPARES = Table(
    "candidats_compares",
    "Une ligne par candidat de A ou de B : ce que l'un et l'autre lui donnent.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("change", _B, "vrai : autre décision, autre poste ou autre vœu (ou dans un seul)"),
        Colonne(
            "sens",
            _T,
            "B par rapport à A, dans l'ordre de ses vœux ; NON_COMPARABLE : ses deux listes ne "
            "l'ordonnent pas de même ; ENTRANT : dans B seulement ; SORTANT : dans A seulement",
            valeurs=SENS,
        ),
        Colonne(
            "ecart_rang",
            _E,
            "rangs gagnés de A à B, négatif s'il en perd (nul : il n'a pas un vœu des deux côtés, "
            "ou ses listes diffèrent)",
            nullable=True,
        ),
        Colonne("deplace", _B, "vrai : un poste des deux côtés, et ce n'est pas le même"),
        Colonne(
            "passage",
            _T,
            "du poste à l'absence de poste, ou l'inverse (nul : ni l'un ni l'autre)",
            nullable=True,
            valeurs=PASSAGES,
        ),
        *_deux("discipline", _T, "discipline de mouvement"),
        *_deux("decision", _T, "ce qui lui arrive", valeurs=DECISIONS),
        *_deux("poste", _T, "poste attribué ou conservé"),
        *_deux("libelle", _T, "lieu du poste, en clair", libre=True),
        *_deux("rang", _E, "rang du vœu satisfait"),
        *_deux("bareme", _P, "barème du vœu satisfait"),
    ),
)

CAUSES = Table(
    "causes",
    "Pourquoi un candidat change : le vœu (ou l'extension, le maintien…) qui le place d'un côté, "
    "et ce qu'il devient de l'autre.",
    ("candidat", "quoi"),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne(
            "quoi",
            _T,
            "PERDU : accordé dans A, refusé dans B ; GAGNE : l'inverse ; SIEGE : accordé des deux "
            "côtés, sur un autre poste ; AUTRE : rien de ce qu'il obtient d'un côté n'est dit "
            "refusé de l'autre (natures ORDRE et NON_DIT)",
            valeurs=PERTES,
        ),
        Colonne("nature", _T, "ce qui a changé", valeurs=NATURES),
        Colonne("zone", _T, "le vœu accordé, comme dans audit", nullable=True),
        *_deux("rang", _E, "son rang"),
        *_deux("bareme", _P, "ses points"),
        *_deux("barre", _P, "barre de la zone"),
        *_deux("capacite", _E, "supports de la zone, si elle a une ligne dans barres"),
        Colonne("elements", _T, "éléments de barème qui diffèrent", nullable=True, libre=True),
        Colonne("regles", _L, "règles qui écartent le vœu", nullable=True),
        Colonne("texte", _T, "l'explication, en clair", libre=True),
    ),
)

BARRES_COMPAREES = Table(
    "barres_comparees",
    "Les barres de A et de B, zone par zone.",
    ("discipline", "niveau", "code", "etape"),
    (
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("niveau", _T, "POSTE, ETB, COM…", valeurs=NIVEAUX),
        Colonne("code", _T, "poste, établissement, commune…"),
        Colonne("etape", _T, "étape du mouvement", valeurs=ETAPES),
        Colonne("libelle", _T, "la zone, en clair, si la campagne est là", True, libre=True),
        Colonne(
            "sens",
            _T,
            "de A à B : une zone ouverte est sous toute barre, une zone fermée au-dessus ; APPARUE "
            "ou DISPARUE : la zone n'est que d'un côté",
            valeurs=SENS_BARRE,
        ),
        Colonne("ecart", _P, "barre de B moins barre de A (nul : pas des points)", nullable=True),
        *_deux("etat", _T, "état", valeurs=ETATS_BARRE),
        *_deux("barre", _P, "barre, comme dans barres"),
        *_deux("capacite", _E, "capacité"),
        *_deux("entrants", _E, "entrants"),
    ),
)

SATISFACTION = Table(
    "satisfaction",
    "Ce qu'obtient chaque groupe de candidats, dans A et dans B.",
    ("groupe", "valeur"),
    (
        Colonne(
            "groupe",
            _T,
            "CORPS, SEXE, FAMILLE et HANDICAP ne sont là que si la campagne les donne",
            valeurs=GROUPES,
        ),
        Colonne("valeur", _T, "part du groupe"),
        *_deux("effectif", _E, "candidats", nullable=False),
        *_deux("satisfaits", _E, "qui obtiennent un de leurs vœux", nullable=False),
        *_deux("premiers", _E, "qui obtiennent leur premier vœu", nullable=False),
        *_deux("sans_poste", _E, "qui restent sans poste", nullable=False),
        *_deux("part", _R, "satisfaits sur effectif, de 0 à 1 (nul : personne)"),
    ),
)

ELEMENTS_COMPARES = Table(
    "elements_compares",
    "Les éléments de barème qui n'ont pas les mêmes points dans A et dans B, sur les mêmes vœux.",
    ("element",),
    (
        Colonne("element", _T, "élément de barème"),
        Colonne("voeux", _E, "vœux où ses points diffèrent"),
        Colonne("candidats", _E, "candidats dont un vœu au moins diffère"),
        Colonne("minimum", _P, "plus petit écart, B moins A"),
        Colonne("maximum", _P, "plus grand écart, B moins A"),
    ),
)

TABLES_COMPARAISON = (
    CANDIDATS_COMPARES,
    CAUSES,
    BARRES_COMPAREES,
    SATISFACTION,
    ELEMENTS_COMPARES,
)

PROFIL = Table(
    "candidats",
    "Ce que la table candidats d'une campagne dit de plus, quel que soit son règlement.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("corps", _T, "corps", nullable=True, facultative=True),
        Colonne("sexe", _T, "sexe", nullable=True, facultative=True),
        Colonne("demande_familiale", _T, "RC, APC ou AUCUNE", nullable=True, facultative=True),
        Colonne(
            "boe_titre", _T, "ce qui fait bénéficier de l'obligation d'emploi (nul : rien)",
            nullable=True, facultative=True,
        ),
    ),
)  # fmt: skip
"""Read from a campaign's file, whatever its rule set; never written."""
