"""A small Orléans-Tours where some volunteer for the postes that the other corps leaves vacant."""

from dataclasses import replace

from academie_orleans_tours import ORLEANS_TOURS

LP, CERTIFIES = "P1300", "L1300"
DEMANDE = {"demande_seconde": True, "avis_discipline_seconde": "FAVORABLE"}
CERTIFIE = {"discipline": CERTIFIES, "discipline_seconde": LP, **DEMANDE}
PLP = {"corps": "PLP", "discipline": LP, "discipline_seconde": CERTIFIES, **DEMANDE}
ETABLISSEMENTS = {
    "LP_GIEN": ("LP", "GIEN"),
    "LP_BLOIS": ("LP", "BLOIS"),
    "SEGPA_GIEN": ("SEGPA", "GIEN"),
    "CLG_GIEN": ("CLG", "GIEN"),
    "CLG_BLOIS": ("CLG", "BLOIS"),
    "LYC_TOURS": ("LYC", "TOURS"),
}


def academie(**vacants):
    """Return an académie of these supports, by établissement: LP and SEGPA are for PLP."""
    postes = {
        nom: {"etablissement": nom, "vacants": nombre, "nature": "ETB"}
        | {"discipline": LP if nom.startswith(("LP", "SEGPA")) else CERTIFIES}
        for nom, nombre in (dict.fromkeys(ETABLISSEMENTS, 0) | vacants).items()
    }
    return replace(ORLEANS_TOURS, etablissements=ETABLISSEMENTS, zones={}, postes=postes)


def campagne(candidats, voeux, **dit):
    """Return a campaign without extension, so that the lists are what candidats wrote."""
    options = {"extension": "aucune", **dit.pop("options", {})}
    return academie(**dit).campagne(candidats, voeux, options=options)


def cas_complet():
    """Return two volunteers for one poste, both seated before; the stronger leaves his."""
    fort = CERTIFIE | {"echelon": 9}
    faible = CERTIFIE | {"echelon": 5}
    return campagne(
        {"FORT": fort, "FAIBLE": faible, "AUTRE": {"discipline": CERTIFIES}},
        {
            "FORT": ["ETB LP_GIEN", "DPT* 45"],
            "FAIBLE": ["ETB LP_GIEN", "ETB CLG_BLOIS"],
            "AUTRE": ["DPT* 45", "DPT* 37"],
        },
        LP_GIEN=1,
        CLG_GIEN=1,
        CLG_BLOIS=1,
    )
