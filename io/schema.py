"""The tables, said once: reading, checking, writing, the formats page and test data follow it.

Every file of a campaign and of a result is one ``Table`` here; its columns carry their kind, their
meaning (French: an analyst reads it on the formats page), and what a checker may ask of one value.
"""

from mouvement.engine.reglements import Reglement
from mouvement.io.faits import colonnes_des_faits
from mouvement.io.situations import CARRIERE, ENFANTS, EXTENSIONS, PREFERENCES
from mouvement.io.specification import Colonne as Colonne
from mouvement.io.specification import Genre as Genre
from mouvement.io.specification import Table as Table

JETON = "[A-Z][A-Z0-9_]*"
"""Form of the open lists of words (natures, types): capitals, digits, underscores."""
PARTICIPATIONS = ("OBLIGATOIRE", "FACULTATIVE")
TYPES_VOEU = (
    *("ETB", "COM", "GEO", "DPT", "ACA"),
    *("ZRE", "ZRD", "ZRA"),
    *("POSTE", "GROUPE", "CIR"),
)
DECISIONS = ("MUTE", "MAINTENU", "EXTENSION", "ANNUEL", "NON_AFFECTE")
ORIGINES = ("VOEU", "CARTE_SCOLAIRE", "EXTENSION", "MAINTIEN", "SPECIFIQUE", "DECISION")
ETAPES = ("GENERAL", "AMELIORATION", "COMPLEMENT")
MOTIFS = (
    *("SATISFAIT", "BAREME_INSUFFISANT", "SANS_OBJET", "SUPPRIME", "INELIGIBLE"),
    *("AUCUN_POSTE", "REFUS_SIMULTANEE", "DEROGATION"),
)
NIVEAUX = ("POSTE", "ETB", "COM", "GEO", "DPT", "ACA", "ZR")
NIVEAUX_AMELIORATION = ("DPT", "GEO", "COM", "ZRD", "ZRA")
ROLES = ("TITULAIRE", "ENTRANT")
CRITERES = ("VOEU", "PARTIE_COMMUNE")
SORTS_SIEGE = ("GARDE", "PERDU", "MIEUX")
ETATS_BARRE = ("OUVERTE", "BARRE", "FERMEE", "EXTENSION")

_T, _E, _B, _P, _R, _L = (
    Genre.TEXTE,
    Genre.ENTIER,
    Genre.BOOLEEN,
    Genre.POINTS,
    Genre.REEL,
    Genre.LISTE,
)

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
        Colonne("poste", _T, "identifiant du poste"),
        Colonne("etablissement", _T, "établissement, ou zone de remplacement si la nature est ZR"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("nature", _T, "ETB, ZR, ASH, SPEA, POP…", forme=JETON),
        Colonne("vacants", _E, "supports vacants offerts", minimum=0),
        *(
            Colonne(
                f"vacants_{borne}",
                _E,
                f"pour simuler : {sens} (nul : vacants, ou ce que dit --vacants)",
                nullable=True,
                facultative=True,
                minimum=0,
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
        Colonne("etablissement", _T, "code de l'établissement (UAI)"),
        Colonne("libelle", _T, "nom usuel", libre=True),
        Colonne("type", _T, "CLG, LYC, LP, EREA, SEGPA, SGT, SEP, CIO, ECOLE…", forme=JETON),
        Colonne("commune", _T, "commune (code INSEE)", reference=("communes", "commune")),
        Colonne(
            "circonscription",
            _T,
            "circonscription du premier degré (vœux CIR)",
            nullable=True,
            facultative=True,
        ),
    ),
)

COMMUNES = Table(
    "communes",
    "Les communes de l'académie et leurs groupements.",
    ("commune",),
    (
        Colonne("commune", _T, "code INSEE"),
        Colonne("libelle", _T, "nom de la commune", libre=True),
        Colonne("departement", _T, "code du département"),
        Colonne("groupement", _T, "groupement de communes (nul : aucun)", nullable=True),
        Colonne("latitude", _R, "degrés décimaux, nord positif", minimum=-90, maximum=90),
        Colonne("longitude", _R, "degrés décimaux, est positif", minimum=-180, maximum=180),
    ),
)

ZONES_REMPLACEMENT = Table(
    "zones_remplacement",
    "Les zones de remplacement.",
    ("zone",),
    (
        Colonne("zone", _T, "code de la zone"),
        Colonne("libelle", _T, "nom de la zone", libre=True),
        Colonne("departement", _T, "code du département"),
        Colonne("commune", _T, "commune de référence", reference=("communes", "commune")),
    ),
)

VOEUX = Table(
    "voeux",
    "Les vœux, ordonnés par candidat.",
    ("candidat", "rang"),
    (
        Colonne("candidat", _T, "auteur du vœu", reference=("candidats", "candidat")),
        Colonne("rang", _E, "1, 2, … (des trous sont admis)", minimum=1),
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
        Colonne("groupe", _T, "code du groupe"),
        Colonne("sous_rang", _E, "ordre dans le groupe ; à égalité, indifférents", minimum=1),
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
        Colonne("rang_commission", _E, "rang de classement", nullable=True, minimum=1),
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
        Colonne("poste", _T, "poste obtenu, connu ou non (nul : aucun)", nullable=True),
        Colonne("rang", _E, "rang du vœu obtenu (nul : inconnu)", nullable=True, minimum=1),
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


AFFECTATIONS = Table(
    "affectations",
    "Une ligne par candidat : ce que le mouvement lui donne.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("decision", _T, "ce qui lui arrive", valeurs=DECISIONS),
        Colonne("poste", _T, "poste attribué ou conservé (nul : aucun)", nullable=True),
        Colonne("etablissement", _T, "établissement ou zone du poste", nullable=True),
        Colonne("rang", _E, "rang du vœu satisfait (nul : aucun)", nullable=True),
        Colonne("origine", _T, "ce qui a donné le poste", nullable=True, valeurs=ORIGINES),
        Colonne("bareme", _P, "barème du vœu satisfait (nul : aucun)", nullable=True),
        Colonne("etape", _T, "étape du mouvement", valeurs=ETAPES),
        Colonne("ordre", _E, "contrat accordé dans audit (nul : aucun)", nullable=True),
        Colonne("participation", _T, "comme dans candidats", valeurs=PARTICIPATIONS),
        Colonne("carte_scolaire", _B, "comme dans candidats"),
        Colonne("simultanee", _T, "comme dans candidats", nullable=True),
        Colonne("poste_actuel", _T, "comme dans candidats", nullable=True),
        Colonne("libelle", _T, "lieu du poste attribué, en clair", nullable=True, libre=True),
        Colonne("libelle_actuel", _T, "lieu du poste actuel, en clair", nullable=True, libre=True),
    ),
)

AUDIT = Table(
    "audit",
    "Une ligne par contrat, et par vœu qui n'en a fait aucun, supprimé ou non : ce qu'il est "
    "devenu et pourquoi.",
    ("candidat", "rang", "ordre"),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("rang", _E, "rang du vœu (nul : contrat sans vœu)", nullable=True),
        Colonne("ordre", _E, "place du contrat dans sa liste (nul : aucun)", nullable=True),
        Colonne("origine", _T, "d'où vient le contrat", valeurs=ORIGINES),
        Colonne("zone", _T, "zone du contrat : TYPE:code, puis /types si le vœu est typé"),
        Colonne("libelle", _T, "la zone, en clair", libre=True),
        Colonne("bareme", _P, "points du vœu (nul : aucun, ainsi un maintien)", nullable=True),
        Colonne(
            "criteres",
            _T,
            "ce qui départage à égalité de points, avant le tirage",
            nullable=True,
            libre=True,
        ),
        Colonne(
            "barre",
            _P,
            "barre de la zone (nul : sans poste, ouverte, ou prise en extension)",
            nullable=True,
        ),
        Colonne("motif", _T, "ce qu'il est devenu", valeurs=MOTIFS),
        Colonne("regles", _L, "règles appliquées", nullable=True),
        Colonne("detail", _T, "précision utile à la lecture", nullable=True, libre=True),
        Colonne("etape", _T, "étape du mouvement", valeurs=ETAPES),
        Colonne("tirage", _E, "tirage du candidat, dernier départage (63 bits)"),
    ),
)

BAREMES = Table(
    "baremes",
    "La décomposition des barèmes : la somme des points d'un vœu est son barème.",
    ("candidat", "rang", "element"),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("rang", _E, "rang du vœu (0 : barème d'extension)"),
        Colonne("element", _T, "élément de barème (DECLARE : barème fourni)"),
        Colonne("regle", _T, "règle dont il vient", nullable=True),
        Colonne("points", _P, "points de l'élément"),
    ),
)

BARRES = Table(
    "barres",
    "Les barres : la priorité sous laquelle personne n'entre.",
    ("discipline", "niveau", "code", "etape"),
    (
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("niveau", _T, "POSTE, ETB, COM…", valeurs=NIVEAUX),
        Colonne("code", _T, "poste, établissement, commune… (ACA : l'académie)"),
        Colonne("etape", _T, "étape du mouvement", valeurs=ETAPES),
        Colonne("capacite", _E, "supports offerts et supports des titulaires participants"),
        Colonne("entrants", _E, "agents placés là qui n'y occupaient aucun poste à conserver"),
        Colonne(
            "barre",
            _P,
            "points du dernier entrant possible (nul : ouverte, ou prise en extension ; "
            "999999999,999 : fermée)",
            nullable=True,
        ),
        Colonne(
            "etat",
            _T,
            "FERMEE : aucun nombre de points ne suffit ; EXTENSION : ouverte aux vœux, prise en "
            "extension",
            valeurs=ETATS_BARRE,
        ),
        Colonne(
            "rang_barre",
            _E,
            "rang_priorite de la barre (0 : ouverte ; au-delà du dernier rang : fermée)",
        ),
    ),
)

PRIORITES = Table(
    "priorites",
    "L'ordre strict des contrats de chaque marché : de quoi revérifier le certificat.",
    ("discipline", "etape", "candidat", "ordre"),
    (
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("etape", _T, "étape du mouvement", valeurs=ETAPES),
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("ordre", _E, "place du contrat dans la liste du candidat"),
        Colonne("zone", _T, "zone du contrat, comme dans audit"),
        Colonne("rang_priorite", _E, "1 : la plus faible priorité du marché"),
    ),
)

AMELIORATIONS = Table(
    "ameliorations",
    "L'étape d'amélioration : une ligne par agent de chaque marché fermé où un accord a changé.",
    ("tour", "niveau", "code", "discipline", "candidat"),
    (
        Colonne("tour", _E, "numéro du tour, à partir de 1"),
        Colonne("niveau", _T, "niveau de la zone fermée", valeurs=NIVEAUX_AMELIORATION),
        Colonne("code", _T, "département, groupement, commune (ZRA : l'académie)"),
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("candidat", _T, "agent du marché fermé"),
        Colonne("role", _T, "TITULAIRE de la zone, ou ENTRANT par vœu large", valeurs=ROLES),
        Colonne("ordre_avant", _E, "contrat accordé avant, dans audit"),
        Colonne("poste_avant", _T, "poste avant"),
        Colonne("ordre_apres", _E, "contrat accordé après, dans audit"),
        Colonne("poste_apres", _T, "poste après"),
        Colonne("bareme", _P, "points du contrat accordé après (nul : maintien)", nullable=True),
        Colonne(
            "barre",
            _P,
            "barre de ce contrat dans le marché fermé (nul : ouverte ; 999999999,999 : tenue par "
            "des agents qui y gardent leur place), en points comparés à ce niveau",
            nullable=True,
        ),
        Colonne(
            "critere",
            _T,
            "ce qui classe les meilleurs vœux à ce niveau : le barème du vœu, ou la partie commune "
            "de celui de son auteur",
            valeurs=CRITERES,
        ),
        Colonne(
            "points",
            _P,
            "points qui ont classé le contrat accordé après, son siège revendiqué compris (nul : "
            "sa place acquise, au-dessus de tout)",
            nullable=True,
        ),
        Colonne(
            "siege",
            _T,
            "son siège, s'il pouvait le revendiquer : gardé, perdu, ou laissé pour mieux",
            nullable=True,
            valeurs=SORTS_SIEGE,
        ),
        Colonne(
            "critere_siege",
            _T,
            "ce que valait cette revendication : un vœu indicatif, ou la partie commune",
            nullable=True,
            valeurs=CRITERES,
        ),
        Colonne("points_siege", _P, "points de cette revendication", nullable=True),
    ),
)

COMPLEMENTS = Table(
    "complements",
    "L'étape complémentaire : une ligne par volontaire qui obtient un poste resté vacant dans une "
    "autre discipline. Ce qu'il quitte reste vacant.",
    ("candidat",),
    (
        Colonne("candidat", _T, "volontaire"),
        Colonne("discipline", _T, "discipline du poste obtenu"),
        Colonne(
            "ordre_avant", _E, "contrat accordé avant, dans audit (nul : aucun)", nullable=True
        ),
        Colonne("poste_avant", _T, "poste quitté, qui reste vacant (nul : aucun)", nullable=True),
        Colonne("ordre_apres", _E, "contrat accordé, dans audit"),
        Colonne("poste_apres", _T, "poste obtenu"),
    ),
)

REJETS = Table(
    "rejets",
    "Les lignes d'entrée écartées, avec leur raison.",
    ("table", "ligne", "colonne"),
    (
        Colonne("table", _T, "table d'entrée"),
        Colonne("ligne", _E, "numéro de ligne dans le fichier, à partir de 1"),
        Colonne("cle", _T, "clé de la ligne", libre=True),
        Colonne("colonne", _T, "colonne en cause", nullable=True),
        Colonne("motif", _T, "raison", libre=True),
        Colonne("valeur", _T, "valeur trouvée", nullable=True, libre=True),
    ),
)

SIGNALEMENTS = Table(
    "signalements",
    "Ce que le règlement demande de regarder de plus près.",
    ("candidat", "signalement", "regle"),
    (
        Colonne("candidat", _T, "candidat concerné"),
        Colonne("signalement", _T, "ce qui est à regarder", forme=JETON),
        Colonne("regle", _T, "règle qui le demande", nullable=True),
        Colonne("detail", _T, "précision", nullable=True, libre=True),
    ),
)

TABLES_RESULTAT = (
    AFFECTATIONS,
    AUDIT,
    BAREMES,
    BARRES,
    PRIORITES,
    AMELIORATIONS,
    COMPLEMENTS,
    REJETS,
    SIGNALEMENTS,
)

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
        Colonne("restriction", _T, "ce que la zone exclut ou retient seul", nullable=True),
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
