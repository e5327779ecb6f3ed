"""Campaigns made by hand where what the improvement stage does is known."""

from typing import Any

from campagnes_mobiles import avec_amelioration
from petites_campagnes import Ligne, campagne

from mouvement.engine.campagne import Campagne

Voeu = tuple[str, str, int]


def exemple_du_modele() -> Campagne:
    """The example of modele.md §5: T moves to A, X is seated at B, Y stays refused."""
    return commune_et_voisine(
        {"PA": 1, "PB": 0},
        {
            "T": ("PB", [("POSTE", "PA", 90)]),
            "X": (None, [("COM", "41018", 300)]),
            "Y": (None, [("COM", "41018", 250)]),
        },
    )


def deux_tours() -> Campagne:
    """An exchange in the commune that makes another one possible in the département.

    Tour 1, commune: T takes PA, X is seated at PB. Tour 2, département: T and U swap.
    """
    return commune_et_voisine(
        {"PA": 1, "PB": 0, "V1": 0, "V2": 0},
        {
            "T": ("PB", [("POSTE", "V1", 90), ("POSTE", "PA", 90)]),
            "U": ("V1", [("POSTE", "PA", 80)]),
            "X": ("V2", [("COM", "41018", 300)]),
            "Y": (None, [("COM", "41018", 250)]),
        },
    )


def commune_et_voisine(
    vacants: dict[str, int], gens: dict[str, tuple[str | None, list[Voeu]]]
) -> Campagne:
    """Build a campaign of one discipline and two communes of one département.

    Parameters
    ----------
    vacants : vacant supports by poste; those named ``V…`` are in the second commune.
    gens : candidat → (poste_actuel, vœux (type, code, points)).
    """
    lieu = {poste: "41242" if poste.startswith("V") else "41018" for poste in vacants}
    return avec_amelioration(
        campagne(
            communes=[_commune(code) for code in ("41018", "41242")],
            etablissements=[
                {"etablissement": f"E{p}", "libelle": p, "type": "CLG", "commune": lieu[p]}
                for p in vacants
            ],
            postes=[
                {"poste": p, "etablissement": f"E{p}", "discipline": "D", "nature": "ETB"}
                | {"vacants": nombre}
                for p, nombre in vacants.items()
            ],
            candidats=[_candidat(nom, actuel) for nom, (actuel, _) in gens.items()],
            voeux=[
                {"candidat": nom, "rang": rang, "type": t, "code": code, "bareme": 1000 * points}
                for nom, (_, voeux) in gens.items()
                for rang, (t, code, points) in enumerate(voeux, start=1)
            ],
        )
    )


def _commune(code: str) -> Ligne:
    lieu: dict[str, Any] = {"commune": code, "libelle": f"Commune {code}", "departement": "41"}
    return lieu | {"latitude": 47.5, "longitude": 1.5}


def _candidat(nom: str, actuel: str | None) -> Ligne:
    statut = {"discipline": "D", "participation": "OBLIGATOIRE", "carte_scolaire": False}
    return {"candidat": nom, "poste_actuel": actuel, **statut}
