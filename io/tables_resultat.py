"""The tables of a result, said once: writing, checking and the formats page follow."""

from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.vocabulaire import (
    CRITERES,
    DECISIONS,
    ETAPES,
    ETATS_BARRE,
    JETON,
    MOTIFS,
    NIVEAUX,
    NIVEAUX_AMELIORATION,
    ORIGINES,
    PARTICIPATIONS,
    ROLES,
    SORTS_SIEGE,
)

_T, _E, _B, _P, _L = Genre.TEXTE, Genre.ENTIER, Genre.BOOLEEN, Genre.POINTS, Genre.LISTE

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
        Colonne("zone", _T, "zone du contrat : TYPE:code/types;restrictions, voir plus bas"),
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
