"""The tables of a campaign, said once: reading, checking, the formats page and test data follow."""

from mouvement.engine.reglements import Reglement
from mouvement.io.faits import colonnes_des_faits
from mouvement.io.situations import CARRIERE, ENFANTS, EXTENSIONS, PREFERENCES
from mouvement.io.specification import PLAFOND, Colonne, Genre, Table
from mouvement.io.vocabulaire import JETON, LIEU, PARTICIPATIONS, TYPES_VOEU

_T, _E, _B = Genre.TEXTE, Genre.ENTIER, Genre.BOOLEEN
_P, _R, _L = Genre.POINTS, Genre.REEL, Genre.LISTE

CANDIDATS = Table(
    "candidats",
    "Les participants : qui ils sont, ce qu'ils occupent, comment ils participent.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne(
            "poste_actuel",
            _T,
            "poste occupé à titre définitif (nul : aucun) ; pour une carte scolaire, celui qu'il "
            "occupait",
            nullable=True,
            reference=("postes", "poste"),
        ),
        Colonne(
            "participation",
            _T,
            "OBLIGATOIRE : doit recevoir une affectation",
            valeurs=PARTICIPATIONS,
        ),
        Colonne(
            "carte_scolaire",
            _B,
            "vrai : son support est supprimé, il n'apporte pas de capacité et n'a pas de maintien",
        ),
        Colonne(
            "simultanee",
            _T,
            "candidat avec lequel il demande une mutation simultanée (réciproque)",
            nullable=True,
            reference=("candidats", "candidat"),
        ),
        Colonne(
            "probabilite_retrait",
            _P,
            "pour simuler : chance que le candidat se retire, de 0 à 1, au millième (nul : celle "
            "de --retraits)",
            nullable=True,
            facultative=True,
            minimum=0,
            maximum=1,
        ),
    ),
)

POSTES = Table(
    "postes",
    "Les familles de supports identiques : établissement × discipline × nature.",
    ("poste",),
    (
        Colonne("poste", _T, "identifiant du poste", forme=LIEU),
        Colonne("etablissement", _T, "établissement, ou zone de remplacement si la nature est ZR"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("nature", _T, "ETB, ZR, ASH, SPEA, POP…", forme=JETON),
        Colonne("vacants", _E, "supports vacants offerts", minimum=0, maximum=PLAFOND),
        *(
            Colonne(
                f"vacants_{borne}",
                _E,
                f"pour simuler : {sens} (nul : vacants, ou ce que dit --vacants)",
                nullable=True,
                facultative=True,
                minimum=0,
                maximum=PLAFOND,
            )
            for borne, sens in (("min", "au moins"), ("max", "au plus"))
        ),
    ),
)

ETABLISSEMENTS = Table(
    "etablissements",
    "Les établissements de l'académie.",
    ("etablissement",),
    (
        Colonne("etablissement", _T, "code de l'établissement (UAI)", forme=LIEU),
        Colonne("libelle", _T, "nom usuel", libre=True),
        Colonne("type", _T, "CLG, LYC, LP, EREA, SEGPA, SGT, SEP, CIO, ECOLE…", forme=JETON),
        Colonne("commune", _T, "commune (code INSEE)", reference=("communes", "commune")),
        Colonne(
            "circonscription",
            _T,
            "circonscription du premier degré (vœux CIR)",
            nullable=True,
            facultative=True,
            forme=LIEU,
        ),
    ),
)

COMMUNES = Table(
    "communes",
    "Les communes de l'académie et leurs groupements.",
    ("commune",),
    (
        Colonne("commune", _T, "code INSEE", forme=LIEU),
        Colonne("libelle", _T, "nom de la commune", libre=True),
        Colonne("departement", _T, "code du département", forme=LIEU),
        Colonne(
            "groupement", _T, "groupement de communes (nul : aucun)", nullable=True, forme=LIEU
        ),
        Colonne("latitude", _R, "degrés décimaux, nord positif", minimum=-90, maximum=90),
        Colonne("longitude", _R, "degrés décimaux, est positif", minimum=-180, maximum=180),
    ),
)

ZONES_REMPLACEMENT = Table(
    "zones_remplacement",
    "Les zones de remplacement.",
    ("zone",),
    (
        Colonne("zone", _T, "code de la zone", forme=LIEU),
        Colonne("libelle", _T, "nom de la zone", libre=True),
        Colonne("departement", _T, "code du département", forme=LIEU),
        Colonne("commune", _T, "commune de référence", reference=("communes", "commune")),
    ),
)

VOEUX = Table(
    "voeux",
    "Les vœux, ordonnés par candidat.",
    ("candidat", "rang"),
    (
        Colonne("candidat", _T, "auteur du vœu", reference=("candidats", "candidat")),
        Colonne("rang", _E, "1, 2, … (des trous sont admis)", minimum=1, maximum=PLAFOND),
        Colonne("type", _T, "portée du vœu", valeurs=TYPES_VOEU),
        Colonne(
            "code",
            _T,
            "ce que le vœu désigne, selon son type ; nul pour ACA et ZRA",
            nullable=True,
        ),
        Colonne(
            "types_etablissement",
            _L,
            "le vœu est limité à ces types d'établissement (nul : tout type)",
            nullable=True,
            facultative=True,
            forme=JETON,
        ),
        Colonne(
            "bareme",
            _P,
            "points du vœu, au millième ; exigé quand le barème est déclaré",
            nullable=True,
            facultative=True,
            minimum=0,
            maximum=999_999_999.998,
        ),
    ),
)

GROUPES = Table(
    "groupes",
    "Les groupes de postes que désignent les vœux GROUPE, dans leur ordre.",
    ("groupe", "sous_rang", "poste"),
    (
        Colonne("groupe", _T, "code du groupe", forme=LIEU),
        Colonne(
            "sous_rang",
            _E,
            "ordre dans le groupe ; à égalité, indifférents",
            minimum=1,
            maximum=PLAFOND,
        ),
        Colonne("poste", _T, "poste du groupe", reference=("postes", "poste")),
    ),
    facultative=True,
)

SPECIFIQUES = Table(
    "specifiques",
    "Les classements des commissions sur postes spécifiques.",
    ("candidat", "poste"),
    (
        Colonne("candidat", _T, "candidat classé", reference=("candidats", "candidat")),
        Colonne("poste", _T, "poste spécifique", reference=("postes", "poste")),
        Colonne(
            "rang_commission", _E, "rang de classement", nullable=True, minimum=1, maximum=PLAFOND
        ),
        Colonne("avis", _T, "avis de la commission", nullable=True, libre=True),
    ),
    facultative=True,
)

DECISIONS_ADMINISTRATION = Table(
    "decisions",
    "Les décisions de l'administration hors barème.",
    ("candidat", "poste"),
    (
        Colonne("candidat", _T, "candidat visé", reference=("candidats", "candidat")),
        Colonne("poste", _T, "poste visé", reference=("postes", "poste")),
        Colonne("nature", _T, "FORCE ou INTERDIT", valeurs=("FORCE", "INTERDIT")),
        Colonne("motif", _T, "raison de la décision", libre=True),
    ),
    facultative=True,
)

AFFECTATIONS_REELLES = Table(
    "affectations_reelles",
    "Le résultat réel d'une campagne passée, pour la rejouer.",
    ("candidat",),
    (
        Colonne("candidat", _T, "candidat ; inconnu de candidats, le rejeu le signale"),
        Colonne(
            "poste",
            _T,
            "poste obtenu, connu ou non (nul : aucun ; un titulaire garde alors le sien)",
            nullable=True,
        ),
        Colonne(
            "rang",
            _E,
            "rang du vœu obtenu (nul : inconnu)",
            nullable=True,
            minimum=1,
            maximum=PLAFOND,
        ),
    ),
    facultative=True,
)

TABLES_CAMPAGNE = (
    CANDIDATS,
    POSTES,
    ETABLISSEMENTS,
    COMMUNES,
    ZONES_REMPLACEMENT,
    VOEUX,
    GROUPES,
    SPECIFIQUES,
    DECISIONS_ADMINISTRATION,
    AFFECTATIONS_REELLES,
    ENFANTS,
    CARRIERE,
    PREFERENCES,
    EXTENSIONS,
)
"""Those of any campaign, whatever its rule set."""


def tables_campagne(reglement: Reglement | None, *, exigeant: bool = True) -> tuple[Table, ...]:
    """Return the tables of a campaign under a rule set: its facts are columns of theirs.

    Parameters
    ----------
    reglement : None when it is not known.
    exigeant : the facts without default must be there; else they may be missing.

    Raises
    ------
    ReglementInvalide : a fact is not one that a table can have.
    """
    if reglement is None:
        return TABLES_CAMPAGNE
    ajouts = colonnes_des_faits(reglement, TABLES_CAMPAGNE, exigeant=exigeant)
    return tuple(table.avec(*ajouts.get(table.nom, ())) for table in TABLES_CAMPAGNE)
