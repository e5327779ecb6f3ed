"""The tables that ``mouvement rejouer`` writes."""

from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.vocabulaire import DECISIONS, ETATS_BARRE, NIVEAUX

_T, _E, _B, _P = Genre.TEXTE, Genre.ENTIER, Genre.BOOLEEN, Genre.POINTS

NATURES = {
    "AGENT_INCONNU": "le passé place quelqu'un que la campagne ne connaît pas, ou qu'elle écarte",
    "AGENT_ABSENT": "le passé ne dit rien d'un participant",
    "POSTE_INCONNU": "le passé donne un poste que la campagne n'a pas",
    "BAREME_DIFFERENT": "barèmes déclaré et calculé diffèrent, et l'autre explique le passé",
    "VOEU_ECARTE": "le passé satisfait un vœu que le règlement écarte",
    "HORS_VOEUX": "décision manuelle : poste qu'aucun vœu du candidat ne comprend",
    "DECISION": "le passé n'applique pas une décision de l'administration",
    "SURNOMBRE": "plus d'agents que de supports",
    "COUPLE": "mutation simultanée traitée autrement",
    "BAREME_ENFREINT": "le passé enfreint le barème",
    "EGALITE": "à égalité de points, un autre a été choisi",
    "EXTENSION": "le passé ne place pas par l'extension, et une place s'y trouve",
    "AMELIORATION": "échange de l'étape d'amélioration, fait d'un côté seulement",
    "SIEGE": "même vœu, autre poste de sa zone",
    "AUTRE_VOEU": "même poste, autre rang de vœu",
    "INEXPLIQUE": "aucune explication trouvée",
}
"""What a difference may come from, from the first in a chain to the last resort."""
EFFETS = {"MIEUX": "mieux", "PIRE": "moins bien", "EGAL": "autant", "INCONNU": "on ne sait"}
ROLES = ("CAUSE", "LESE", "SUITE")
AXES = ("ENSEMBLE", "DISCIPLINE", "CORPS", "RANG", "DECISION")

CANDIDATS = Table(
    "rejeu_candidats",
    "Une ligne par candidat : ce que le passé et le rejeu lui donnent.",
    ("candidat",),
    (
        Colonne("candidat", _T, "identifiant du candidat"),
        Colonne("discipline", _T, "discipline de mouvement (nul : inconnue)", nullable=True),
        Colonne("corps", _T, "corps, si la campagne le donne", nullable=True),
        Colonne("accord", _B, "vrai : même poste, et même rang de vœu si le passé le dit"),
        Colonne(
            "decision", _T, "rejouée (nul : pas rejoué)", nullable=True, valeurs=DECISIONS
        ),
        Colonne("decision_passee", _T, "telle que le poste passé la dit (nul : inconnue)",
                nullable=True, valeurs=DECISIONS),
        Colonne("poste", _T, "poste rejoué (nul : aucun)", nullable=True),
        Colonne("poste_passe", _T, "poste passé, tel qu'il est écrit", nullable=True),
        Colonne("rang", _E, "vœu rejoué (nul : aucun)", nullable=True),
        Colonne("rang_passe", _E, "vœu passé, tel qu'il est écrit (nul : inconnu)", nullable=True),
        Colonne(
            "effet",
            _T,
            "ce que le passé lui donnait, comparé au rejeu, selon l'ordre de ses vœux",
            nullable=True,
            valeurs=tuple(EFFETS),
        ),
        Colonne("cas", _E, "cas qui l'explique (nul : accord)", nullable=True),
        Colonne("role", _T, "sa place dans le cas", nullable=True, valeurs=ROLES),
    ),
)  # fmt: skip

CAS = Table(
    "rejeu_cas",
    "Une ligne par cas : des différences qui se causent l'une l'autre, et leur première cause.",
    ("cas",),
    (
        Colonne("cas", _E, "numéro du cas, à partir de 1"),
        Colonne("nature", _T, "nature de la première cause", valeurs=tuple(NATURES)),
        Colonne("disciplines", _T, "disciplines touchées"),
        Colonne("candidat", _T, "qui est à l'origine (nul : personne)", nullable=True),
        Colonne("poste", _T, "poste en cause (nul : aucun)", nullable=True),
        Colonne("lese", _T, "candidat lésé (nul : aucun)", nullable=True),
        Colonne("ecart", _P, "points de plus du lésé (nul : sans objet)", nullable=True),
        Colonne("candidats", _E, "candidats du cas"),
        Colonne("causes", _E, "causes relevées, première comprise"),
        Colonne("recit", _T, "la première cause, en clair", libre=True),
        Colonne("chaine", _T, "qui passe d'où (rejeu) à où (passé), depuis l'origine", libre=True),
    ),
)

CAUSES = Table(
    "rejeu_causes",
    "Les causes de chaque cas et leurs preuves, la première d'abord.",
    ("cas", "numero"),
    (
        Colonne("cas", _E, "numéro du cas"),
        Colonne("numero", _E, "1 : la première cause"),
        Colonne("nature", _T, "nature", valeurs=tuple(NATURES)),
        Colonne("candidat", _T, "qui a eu ce qu'il n'aurait pas eu", nullable=True),
        Colonne("poste", _T, "poste en cause", nullable=True),
        Colonne("rang", _E, "vœu par lequel il l'a eu (nul : aucun)", nullable=True),
        Colonne("bareme", _P, "points de ce vœu", nullable=True),
        Colonne("bareme_autre", _P, "ses points selon l'autre barème, s'ils diffèrent",
                nullable=True),
        Colonne("lese", _T, "candidat lésé", nullable=True),
        Colonne("rang_lese", _E, "vœu qui lui donnait droit", nullable=True),
        Colonne("bareme_lese", _P, "points de ce vœu", nullable=True),
        Colonne("ecart", _P, "points de plus du lésé", nullable=True),
        Colonne("autres_leses", _E, "autres candidats qui pouvaient y prétendre avant lui"),
        Colonne("recit", _T, "la cause, en clair", libre=True),
    ),
)  # fmt: skip

BARRES = Table(
    "rejeu_barres",
    "Les barres du passé, refaites à partir de ses affectations, à côté des nôtres.",
    ("discipline", "niveau", "code"),
    (
        Colonne("discipline", _T, "discipline de mouvement"),
        Colonne("niveau", _T, "POSTE, ETB, COM…", valeurs=NIVEAUX),
        Colonne("code", _T, "poste, établissement, commune… (ACA : l'académie)"),
        Colonne("capacite", _E, "supports offerts et supports des titulaires participants"),
        Colonne("entrants", _E, "entrants rejoués"),
        Colonne("entrants_passes", _E, "entrants passés, connus de la campagne"),
        Colonne("etat", _T, "état rejoué, comme dans barres", valeurs=ETATS_BARRE),
        Colonne("etat_passe", _T, "état passé", valeurs=ETATS_BARRE),
        Colonne("barre", _P, "barre rejouée, comme dans barres", nullable=True),
        Colonne("barre_passee", _P, "barre passée", nullable=True),
        Colonne("ecart", _P, "passée moins rejouée, quand les deux sont des points", nullable=True),
    ),
)

ACCORDS = Table(
    "rejeu_accords",
    "L'accord, par discipline, corps, rang du vœu et décision rejoués.",
    ("axe", "valeur"),
    (
        Colonne("axe", _T, "ce qui groupe", valeurs=AXES),
        Colonne("valeur", _T, "discipline, corps, rang (« aucun » : sans vœu), décision"),
        Colonne("candidats", _E, "candidats rejoués"),
        Colonne("accords", _E, "ceux dont le sort est le même"),
        Colonne("differences", _E, "les autres"),
    ),
)

SYNTHESE = Table(
    "rejeu_synthese",
    "Une ligne par campagne rejouée.",
    ("campagne",),
    (
        Colonne("campagne", _T, "nom du dossier"),
        Colonne("academie", _T, "académie"),
        Colonne("annee", _E, "année"),
        Colonne("reglement", _T, "règlement"),
        Colonne("candidats", _E, "candidats rejoués"),
        Colonne("accords", _E, "même sort"),
        Colonne("differences", _E, "autre sort"),
        Colonne("inconnus", _E, "agents du passé que le rejeu ne place pas"),
        Colonne("cas", _E, "cas qui expliquent les différences"),
        *(Colonne(nature.lower(), _E, f"cas : {sens}") for nature, sens in NATURES.items()),
        Colonne("barres", _E, "barres comparées"),
        Colonne("barres_egales", _E, "barres égales"),
    ),
)

TABLES_REJEU = (CANDIDATS, CAS, CAUSES, BARRES, ACCORDS, SYNTHESE)
