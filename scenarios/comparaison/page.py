"""The comparison as one HTML page that needs nothing else: no network, no file beside it.

Jinja escapes every text of the data by itself (``autoescape``), so that no line of the template can
forget to; the page's policy then allows no script and no style but its own, by their hashes.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from mouvement.engine.points import en_points
from mouvement.engine.resultat import BARRE_FERMEE
from mouvement.io.explication import lignes
from mouvement.scenarios.comparaison import carte, graphiques
from mouvement.scenarios.comparaison.comparaison import Comparaison
from mouvement.scenarios.comparaison.differences import resumer
from mouvement.scenarios.comparaison.recit import NOMS as CAUSES
from mouvement.scenarios.comparaison.resume import chiffres
from mouvement.scenarios.comparaison.satisfaction import NOMS as GROUPES

FICHIER = "comparaison.html"
SENS = {
    "MOINS_BIEN": "moins bien",
    "MIEUX": "mieux",
    "NON_COMPARABLE": "non comparable",
    "EGAL": "autant",
    "ENTRANT": "dans B seulement",
    "SORTANT": "dans A seulement",
}
SENS_BARRES = {
    "HAUSSE": "hausse",
    "BAISSE": "baisse",
    "APPARUE": "dans B seulement",
    "DISPARUE": "dans A seulement",
}
PASSAGES = {"NOUVEAU_PLACE": "nouveau placé", "NOUVEAU_SANS_POSTE": "nouveau sans poste"}
DECISIONS = {
    "MUTE": "muté",
    "MAINTENU": "maintenu",
    "EXTENSION": "en extension",
    "ANNUEL": "pour un an",
    "NON_AFFECTE": "sans poste",
}
_ORDRE = list(SENS)
_FINE = "\u202f"


def rediger(comparaison: Comparaison) -> str:
    """Return the page."""
    style, script = (_ressource(nom) for nom in ("page.css", "page.js"))
    return _gabarit().render(
        style=Markup(style),
        script=Markup(script),
        empreintes={"style": _empreinte(style), "script": _empreinte(script)},
        noms={"causes": CAUSES, "groupes": GROUPES, "sens": SENS, "sens_barres": SENS_BARRES},
        passages=PASSAGES,
        decisions=DECISIONS,
        **_contenu(comparaison),
    )


@cache
def _gabarit() -> Template:
    environnement = Environment(
        loader=DictLoader({nom: _ressource(nom) for nom in ("page.html", "figures.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environnement.filters |= {"nombre": _nombre, "points": _points, "part": _part, "signe": _signe}
    return environnement.get_template("page.html")


def _contenu(comparaison: Comparaison) -> dict[str, Any]:
    candidats = comparaison.candidats_compares
    changees = comparaison.barres_comparees
    changees = changees[(changees["sens"] != "EGALE") & (changees["niveau"] != "POSTE")]
    croisement = pd.crosstab(
        candidats["decision_a"].fillna("—"), candidats["decision_b"].fillna("—")
    )
    return {
        "cotes": [
            {"lettre": lettre, "nom": cote.nom, "fiche": resumer(cote)}
            for lettre, cote in (("A", comparaison.a), ("B", comparaison.b))
        ],
        "chiffres": chiffres(comparaison),
        "differences": comparaison.differences,
        "non_dit": comparaison.non_dit,
        "candidats": _candidats(comparaison),
        "barres": lignes(changees),
        "satisfaction": lignes(comparaison.satisfaction),
        "elements": lignes(comparaison.elements_compares),
        "croisement": {
            "colonnes": [str(nom) for nom in croisement.columns],
            "lignes": [
                (str(nom), [int(nombre) for nombre in ligne])
                for nom, ligne in zip(croisement.index, croisement.to_numpy(), strict=True)
            ],
        },
        "carte": carte.dessiner(comparaison),
        "largeur": carte.LARGEUR,
        "rangs": graphiques.par_rang(candidats),
        "ecarts": graphiques.gains_et_pertes(candidats),
        "hauteur": graphiques.HAUTEUR,
    }


def _candidats(comparaison: Comparaison) -> list[dict[str, Any]]:
    """Return one line for each candidat, those who changed first, from the worst."""
    pourquoi: dict[str, list[str]] = {}
    for candidat, texte in zip(
        comparaison.causes["candidat"], comparaison.causes["texte"], strict=True
    ):
        pourquoi.setdefault(candidat, []).append(texte)
    dits = lignes(comparaison.candidats_compares)
    for ligne in dits:
        ligne["pourquoi"] = " ".join(pourquoi.get(ligne["candidat"], []))
    return sorted(
        dits,
        key=lambda ligne: (
            not ligne["change"],
            ligne["passage"] != "NOUVEAU_SANS_POSTE",
            _ORDRE.index(ligne["sens"]),
            ligne["candidat"],
        ),
    )


def _ressource(nom: str) -> str:
    return (files("mouvement.scenarios.comparaison") / nom).read_text(encoding="utf-8")


def _empreinte(texte: str) -> str:
    condense = hashlib.sha256(texte.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(condense).decode("ascii")


def _nombre(nombre: int) -> str:
    return f"{nombre:,}".replace(",", _FINE)


def _points(milliemes: int | None, etat: str | None = "BARRE") -> str:
    """Return points, or what a barre without points is."""
    if etat is None:
        return "—"
    if etat in ("OUVERTE", "EXTENSION"):
        return "ouverte"
    if milliemes is None:
        return "—"
    return "fermée" if milliemes == BARRE_FERMEE else en_points(milliemes)


def _signe(milliemes: int | None) -> str:
    if milliemes is None:
        return ""
    return ("+" if milliemes > 0 else "") + en_points(milliemes).replace("-", "−")


def _part(part: float | None) -> str:
    return "—" if part is None else f"{100 * part:.1f}{_FINE}%".replace(".", ",")
