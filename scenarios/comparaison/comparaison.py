"""Two results compared: everything that the tables, the summary and the page then say."""

from dataclasses import dataclass

import pandas as pd

from mouvement.io.tables_comparaison import CANDIDATS_COMPARES, TABLES_COMPARAISON
from mouvement.scenarios.comparaison.barres import comparer_barres
from mouvement.scenarios.comparaison.candidats import comparer_candidats
from mouvement.scenarios.comparaison.causes import chercher_causes
from mouvement.scenarios.comparaison.cote import Cote
from mouvement.scenarios.comparaison.differences import differences, non_dit
from mouvement.scenarios.comparaison.elements import comparer_elements, compter_voeux
from mouvement.scenarios.comparaison.satisfaction import comparer_satisfaction


@dataclass(frozen=True)
class Comparaison:
    """What changed from A to B; the tables are those of ``TABLES_COMPARAISON``.

    Attributes
    ----------
    differences : what the manifests say differently: what, in A, in B.
    non_dit : what could not be told, and why.
    voeux : how many vœux are ``communs``, ``retires`` (A only), ``ajoutes`` (B only).
    """

    a: Cote
    b: Cote
    candidats_compares: pd.DataFrame
    causes: pd.DataFrame
    barres_comparees: pd.DataFrame
    satisfaction: pd.DataFrame
    elements_compares: pd.DataFrame
    differences: list[tuple[str, str, str]]
    non_dit: list[str]
    voeux: dict[str, int]


def comparer(a: Cote, b: Cote) -> Comparaison:
    """Compare two results, of the same or different rule sets or data."""
    un, autre = a.listes, b.listes
    candidats = comparer_candidats(un, autre)
    tables = {
        "candidats_compares": candidats[CANDIDATS_COMPARES.noms],
        "causes": chercher_causes(candidats, un, autre),
        "barres_comparees": comparer_barres(a.resultat, b.resultat, _libelles(a, b)),
        "satisfaction": comparer_satisfaction(a, b),
        "elements_compares": comparer_elements(un, autre),
    }
    ordonnees = {t.nom: tables[t.nom][t.noms] for t in TABLES_COMPARAISON}
    return Comparaison(
        a,
        b,
        **ordonnees,
        differences=differences(a, b),
        non_dit=non_dit(a, b),
        voeux=compter_voeux(un, autre),
    )


def _libelles(a: Cote, b: Cote) -> "pd.Series[str]":
    """Return the name of each zone of ``barres``, by ``niveau:code``; B's when both have one."""
    noms: dict[str, str] = {}
    for cote in (a, b):
        terrain = cote.terrain
        communes = terrain["communes"].set_index("commune")["libelle"]
        etablissements, zones = terrain["etablissements"], terrain["zones_remplacement"]
        complets = etablissements["libelle"] + " (" + etablissements["commune"].map(communes) + ")"
        siens = dict(zip(etablissements["etablissement"], complets, strict=True))
        siens |= dict(zip(zones["zone"], zones["libelle"], strict=True))
        postes = terrain["postes"]
        noms |= {f"COM:{code}": nom for code, nom in communes.items()}
        noms |= {f"ETB:{code}": nom for code, nom in siens.items()}
        noms |= {f"ZR:{code}": nom for code, nom in siens.items()}
        noms |= {
            f"POSTE:{poste}": siens[ou]
            for poste, ou in zip(postes["poste"], postes["etablissement"], strict=True)
            if ou in siens
        }
    return pd.Series(noms, dtype="str")
