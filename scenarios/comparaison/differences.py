"""What the two manifests say differently, and what cannot be told."""

from collections.abc import Mapping
from typing import Any

from mouvement.io.resultats import retouches_de
from mouvement.io.tables_lot import NON_OPTIMAL
from mouvement.scenarios.comparaison.cote import Cote
from mouvement.scenarios.comparaison.satisfaction import DE_LA_CAMPAGNE, NOMS, connu

_OPTIONS = (
    *("bareme", "guidage", "amelioration", "extension", "simultanees"),
    *("solveur", "temps_max_s"),
)


def differences(a: Cote, b: Cote) -> list[tuple[str, str, str]]:
    """Return what differs before any computing: what, in A, in B."""
    un, autre = (_fiche(cote.manifeste) for cote in (a, b))
    noms = list(dict.fromkeys([*un, *autre]))
    paires = [(nom, un.get(nom, "—"), autre.get(nom, "—")) for nom in noms]
    return [paire for paire in paires if paire[1] != paire[2]] + _entrees(a, b)


def resumer(cote: Cote) -> str:
    """Return what a result is, in one line."""
    fiche = _fiche(cote.manifeste)
    return f"{fiche['académie']} {fiche['année']}, {fiche['règlement']}, graine {fiche['graine']}"


def _fiche(manifeste: Mapping[str, Any]) -> dict[str, str]:
    campagne, reglement, options = (
        _section(manifeste, nom) for nom in ("campagne", "reglement", "options")
    )
    options = {**options, **_section(manifeste, "execution")}  # as the command line had them
    fiche = {
        "académie": campagne.get("academie", "—"),
        "année": campagne.get("annee", "—"),
        "règlement": reglement.get("nom", "—"),
        "texte du règlement": str(reglement.get("sha256", "—"))[:12],
        "graine": manifeste.get("graine", "—"),
        **{f"option {nom}": options[nom] for nom in _OPTIONS if nom in options},
        "version du logiciel": _section(manifeste, "versions").get("mouvement", "—"),
        "statut": manifeste.get("statut", "—"),
    }
    return {nom: _dit(valeur) for nom, valeur in fiche.items()}


def _section(manifeste: Mapping[str, Any], nom: str) -> Mapping[str, Any]:
    section = manifeste.get(nom)
    return section if isinstance(section, dict) else {}


def _dit(valeur: object) -> str:
    return {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else str(valeur)


def _entrees(a: Cote, b: Cote) -> list[tuple[str, str, str]]:
    """Return the input files that are not the same."""
    un, autre = (_section(cote.manifeste, "entrees") for cote in (a, b))
    noms = sorted(un.keys() | autre.keys())
    return [
        (f"fichier {nom}", _contenu(un, nom), _contenu(autre, nom))
        for nom in noms
        if un.get(nom) != autre.get(nom)
    ]


def _contenu(entrees: Mapping[str, Any], nom: str) -> str:
    return f"sha256 {str(entrees[nom])[:12]}…" if nom in entrees else "absent"


def non_dit(a: Cote, b: Cote) -> list[str]:
    """Return what is not told, and why, in French."""
    phrases = []
    for lettre, cote in (("A", a), ("B", b)):
        phrases += [f"{lettre} : {manque}." for manque in cote.terrain.manques]
        retouches = retouches_de(cote.manifeste, cote.empreintes)
        if retouches:
            phrases.append(f"{lettre} : modifié depuis le calcul ({', '.join(retouches)}).")
        if cote.manifeste.get("statut") == NON_OPTIMAL:
            phrases.append(f"{lettre} : preuve inachevée, un meilleur résultat peut exister.")
    tus = [
        NOMS[groupe].lower()
        for groupe, (colonne, _) in DE_LA_CAMPAGNE.items()
        if not (connu(a, colonne) and connu(b, colonne))
    ]
    if tus:
        phrases.append(f"Satisfaction : pas de répartition par {', '.join(tus)}.")
    if a.terrain["communes"].empty and b.terrain["communes"].empty:
        phrases.append("Ni carte des barres, ni nom des zones.")
    return phrases
