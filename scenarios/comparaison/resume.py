"""The comparison in a few lines: what an analyst reads first, and the same for a program."""

from typing import Any

import pandas as pd

from mouvement.engine.points import en_points
from mouvement.scenarios.comparaison import barres
from mouvement.scenarios.comparaison.comparaison import Comparaison
from mouvement.scenarios.comparaison.differences import resumer
from mouvement.scenarios.comparaison.recit import NOMS as CAUSES
from mouvement.scenarios.comparaison.satisfaction import NOMS as GROUPES

NIVEAUX = {"ETB": "établissements", "COM": "communes", "DPT": "départements", "ZR": "ZR"}
"""Levels that the summary tells, the others being in the table."""


def chiffres(comparaison: Comparaison) -> dict[str, Any]:
    """Return the figures of the comparison."""
    candidats, causes = comparaison.candidats_compares, comparaison.causes
    sens = candidats["sens"]
    communs = ~sens.isin(["ENTRANT", "SORTANT"])
    change = communs & candidats["change"]
    return {
        "candidats": {
            "communs": int(communs.sum()),
            "entrants": int((sens == "ENTRANT").sum()),
            "sortants": int((sens == "SORTANT").sum()),
        },
        "changent": int(change.sum()),
        "mieux": int((change & (sens == "MIEUX")).sum()),
        "moins_bien": int((change & (sens == "MOINS_BIEN")).sum()),
        "autant": int((change & (sens == "EGAL")).sum()),
        "non_comparables": int((change & (sens == "NON_COMPARABLE")).sum()),
        "deplaces": int((communs & candidats["deplace"]).sum()),
        "nouveaux_places": int((candidats["passage"] == "NOUVEAU_PLACE").sum()),
        "nouveaux_sans_poste": int((candidats["passage"] == "NOUVEAU_SANS_POSTE").sum()),
        "voeux": comparaison.voeux,
        "elements": {
            ligne["element"]: ligne["voeux"]
            for ligne in comparaison.elements_compares.to_dict("records")
        },
        "causes": _par_nombre(causes["nature"]),
        "barres": barres.compter(comparaison.barres_comparees),
        "satisfaction": comparaison.satisfaction.astype(object)
        .where(comparaison.satisfaction.notna(), None)
        .to_dict("records"),
        "differences": [
            dict(zip(("quoi", "a", "b"), paire, strict=True)) for paire in comparaison.differences
        ],
        "non_dit": comparaison.non_dit,
    }


def _par_nombre(colonne: pd.Series) -> dict[str, int]:
    compte = colonne.value_counts()
    nombres = {str(nom): int(nombre) for nom, nombre in compte.items()}
    return dict(sorted(nombres.items(), key=lambda item: (-item[1], item[0])))


def resumer_comparaison(comparaison: Comparaison) -> str:
    """Return the summary in French."""
    dits = chiffres(comparaison)
    lignes = [
        *(_ligne(lettre, f"{c.nom} : {resumer(c)}") for lettre, c in _cotes(comparaison)),
        *_differences(comparaison),
        "",
        *_candidats(dits),
        *_donnees(comparaison),
        "",
        *_barres(dits["barres"]),
        "",
        *_satisfaction(comparaison.satisfaction),
    ]
    if comparaison.non_dit:
        lignes += ["", *_suite("Non dit", comparaison.non_dit)]
    return "\n".join(lignes)


def _cotes(comparaison: Comparaison) -> list[tuple[str, Any]]:
    return [("A", comparaison.a), ("B", comparaison.b)]


def _ligne(nom: str, texte: str) -> str:
    return f"{nom:<20}{texte}"


def _suite(nom: str, textes: list[str]) -> list[str]:
    return [_ligne(nom if numero == 0 else "", texte) for numero, texte in enumerate(textes)]


def _differences(comparaison: Comparaison) -> list[str]:
    fichiers = [quoi for quoi, *_ in comparaison.differences if quoi.startswith("fichier ")]
    autres = [
        f"{quoi} : {un} → {autre}"
        for quoi, un, autre in comparaison.differences
        if quoi not in fichiers
    ]
    if fichiers:
        noms = ", ".join(quoi.removeprefix("fichier ") for quoi in fichiers)
        autres.append(f"fichiers d'entrée : {noms}")
    return _suite("Ce qui diffère", autres or ["rien : mêmes entrées, même règlement"])


def _candidats(dits: dict[str, Any]) -> list[str]:
    communs = dits["candidats"]["communs"]
    lignes = [
        ("Candidats", communs, f"dans A et dans B{_seuls(dits['candidats'])}"),
        ("Changent", dits["changent"], f"{_part(dits['changent'], communs)} des communs"),
        ("  mieux", dits["mieux"], "dans l'ordre de leurs vœux"),
        ("  moins bien", dits["moins_bien"], ""),
        ("  autant", dits["autant"], "même vœu, autre poste de la zone"),
        ("  non comparables", dits["non_comparables"], "leurs deux listes ne les ordonnent pas"),
        ("Changent de poste", dits["deplaces"], "placés des deux côtés"),
        ("Nouveaux placés", dits["nouveaux_places"], "sans poste dans A"),
        ("Nouveaux sans poste", dits["nouveaux_sans_poste"], "placés dans A"),
    ]
    textes = [f"{nom:<20}{_nombre(n):>9}   {note}".rstrip() for nom, n, note in lignes]
    pourquoi = " · ".join(f"{CAUSES[nom]} {_nombre(n)}" for nom, n in dits["causes"].items())
    return [*textes, *([_ligne("Pourquoi", pourquoi)] if pourquoi else [])]


def _seuls(compte: dict[str, int]) -> str:
    return (
        f" ; {_nombre(compte['entrants'])} dans B seulement, "
        f"{_nombre(compte['sortants'])} dans A seulement"
    )


def _donnees(comparaison: Comparaison) -> list[str]:
    voeux = comparaison.voeux
    dits = (
        f"{_nombre(voeux['communs'])} communs, {_nombre(voeux['ajoutes'])} dans B seulement, "
        f"{_nombre(voeux['retires'])} dans A seulement"
    )
    elements = [
        f"{ligne['element']} sur {_nombre(ligne['voeux'])} vœux de "
        f"{_nombre(ligne['candidats'])} candidats "
        f"({_etendue(ligne['minimum'], ligne['maximum'])})"
        for ligne in comparaison.elements_compares.to_dict("records")
    ]
    return [_ligne("Vœux", dits), *_suite("Barèmes", elements)]


def _etendue(bas: int, haut: int) -> str:
    un, autre = (("+" if valeur > 0 else "") + en_points(valeur) for valeur in (bas, haut))
    return un if bas == haut else f"de {un} à {autre}"


def _barres(compte: dict[str, dict[str, int]]) -> list[str]:
    lignes = []
    for niveau, nom in NIVEAUX.items():
        sens = compte.get(niveau, {})
        textes = [
            f"{_nombre(sens[cle])} {dit}"
            for cle, dit in (
                ("HAUSSE", "en hausse"),
                ("BAISSE", "en baisse"),
                ("EGALE", "égales"),
                ("APPARUE", "dans B seulement"),
                ("DISPARUE", "dans A seulement"),
            )
            if sens.get(cle)
        ]
        lignes.append(f"{nom} : {', '.join(textes) or 'aucune'}")
    return _suite("Barres", lignes)


def _satisfaction(table: pd.DataFrame) -> list[str]:
    lignes = [f"{'Un de leurs vœux':<52}{'A':>20}{'B':>22}"]
    for ligne in table.to_dict("records"):
        nom = f"{GROUPES[ligne['groupe']]} : {ligne['valeur']}"
        parts = [
            f"{_nombre(ligne[f'satisfaits_{cote}'])}/{_nombre(ligne[f'effectif_{cote}'])} "
            f"{_part(ligne[f'satisfaits_{cote}'], ligne[f'effectif_{cote}']):>8}"
            for cote in "ab"
        ]
        lignes.append(f"  {nom:<48}{parts[0]:>22}{parts[1]:>22}")
    return lignes


def _part(nombre: int, total: int) -> str:
    if not total:
        return "—"
    milliemes = (1000 * nombre + total // 2) // total
    return f"{milliemes // 10},{milliemes % 10} %"


def _nombre(nombre: int) -> str:
    return f"{nombre:,}".replace(",", " ")
