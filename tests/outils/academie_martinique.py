"""A small Martinique: one département, two groupements, mnemonic codes.

``LAMENTIN`` and ``FDF`` have several établissements, the other communes one (the écoles of
``SCHOELCHER`` do not count). The communes are on one meridian, a tenth of a degree apart.
"""

from dataclasses import replace
from typing import Any

from cas_regles import Academie

MARTINIQUE = Academie(
    reglement="martinique-2025-second-degre",
    annee=2025,
    communes={
        "FDF": ("972", "CENTRE"),
        "LAMENTIN": ("972", "CENTRE"),
        "SCHOELCHER": ("972", "CENTRE"),
        "PRECHEUR": ("972", "NORD"),
        "MORNE_ROUGE": ("972", "NORD"),
        "GRAND_RIVIERE": ("972", "NORD"),
    },
    etablissements={
        "CLG_FDF": ("CLG", "FDF"),
        "LYC_FDF": ("LYC", "FDF"),
        "LP_FDF": ("LP", "FDF"),
        "CLG_LAMENTIN": ("CLG", "LAMENTIN"),
        "LYC_LAMENTIN": ("LYC", "LAMENTIN"),
        "CLG_SCHOELCHER": ("CLG", "SCHOELCHER"),
        "CLG_REP_PLUS": ("CLG", "PRECHEUR", {"education_prioritaire": "REP+"}),
        "CLG_REP": ("CLG", "MORNE_ROUGE", {"education_prioritaire": "REP"}),
        "CLG_RURAL": ("CLG", "GRAND_RIVIERE", {"rural_isole": True}),
        "ECOLE_1": ("ECOLE", "SCHOELCHER", {"circonscription": "CIRCO"}),
        "ECOLE_2": ("ECOLE", "SCHOELCHER", {"circonscription": "CIRCO"}),
    },
    zones={"ZR_972": "972"},
    postes={
        "SPEA_1": {"etablissement": "LYC_FDF", "nature": "SPEA"},
        "SPEA_2": {"etablissement": "CLG_FDF", "nature": "SPEA"},
        "ECOLE_1": {"etablissement": "ECOLE_1", "discipline": "PSYEN_EDA"},
        "ECOLE_2": {"etablissement": "ECOLE_2", "discipline": "PSYEN_EDA"},
    },
    ordinaire={"corps": "CERTIFIE", "grade": "CLASSE_NORMALE", "echelon": 7},
)


def seuls(*libres: str, **postes: dict[str, Any]) -> Academie:
    """Return the académie where only these postes, and some more in full, have a vacant support."""
    lieux = (*MARTINIQUE.etablissements, *MARTINIQUE.zones)
    tous = {
        code: MARTINIQUE.postes.get(code, {}) | {"vacants": int(code in libres)}
        for code in (*lieux, *MARTINIQUE.postes)
    }
    return replace(MARTINIQUE, postes=tous | postes)
