"""A small Orléans-Tours: six départements, mnemonic codes, one poste for each établissement."""

from cas_regles import Academie

ORLEANS_TOURS = Academie(
    reglement="orleans-tours-2022-second-degre",
    annee=2022,
    communes={
        "BOURGES": ("18", None),
        "VIERZON": ("18", None),
        "CHARTRES": ("28", None),
        "CHATEAUROUX": ("36", None),
        "TOURS": ("37", None),
        "BLOIS": ("41", None),
        "ORLEANS": ("45", "METROPOLE"),
        "OLIVET": ("45", "METROPOLE"),
        "GIEN": ("45", None),
    },
    etablissements={
        "CLG_BOURGES": ("CLG", "BOURGES"),
        "LYC_BOURGES": ("LYC", "BOURGES"),
        "CLG_VIERZON": ("CLG", "VIERZON"),
        "CLG_CHARTRES": ("CLG", "CHARTRES"),
        "CLG_CHATEAUROUX": ("CLG", "CHATEAUROUX"),
        "CLG_TOURS": ("CLG", "TOURS"),
        "LYC_TOURS": ("LYC", "TOURS"),
        "CLG_BLOIS": ("CLG", "BLOIS"),
        "CLG_ORLEANS": ("CLG", "ORLEANS"),
        "CLG2_ORLEANS": ("CLG", "ORLEANS"),
        "LYC_ORLEANS": ("LYC", "ORLEANS"),
        "EREA_ORLEANS": ("EREA", "ORLEANS"),
        "CLG_OLIVET": ("CLG", "OLIVET"),
        "CLG_GIEN": ("CLG", "GIEN"),
    },
    zones={
        "ZR_18": "18",
        "ZR_28": "28",
        "ZR_36": "36",
        "ZR_37": "37",
        "ZR_41": "41",
        "ZR_45_EST": "45",
        "ZR_45_OUEST": "45",
    },
    ordinaire={"corps": "CERTIFIE", "grade": "CLASSE_NORMALE", "echelon": 6},
)
