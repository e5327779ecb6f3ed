"""The closed lists of words that several tables share."""

JETON = "[A-Z][A-Z0-9_]*"
"""Form of the open lists of words (natures, types): capitals, digits, underscores."""
LIEU = r"[^/;]+"
"""Form of a code that names a place: « / » and « ; » tell what limits a zone, in its label."""
FORMES = {JETON: "Majuscules, chiffres et _ seuls.", LIEU: "Ni « / » ni « ; » dans un code."}
"""What to do where a form is not kept."""

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
