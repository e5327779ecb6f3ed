"""Causes in plain French."""

from typing import Any

from mouvement.engine.points import en_points
from mouvement.engine.resultat import BARRE_FERMEE

Ligne = dict[str, Any]
NOMS = {
    "BAREME": "autre barème",
    "BARRE": "autre barre",
    "BAREME_ET_BARRE": "autre barème et autre barre",
    "DEPARTAGE": "égalité à la barre",
    "CLASSEMENT": "autre classement de commission",
    "VOEU_AJOUTE": "vœu ajouté",
    "VOEU_RETIRE": "vœu retiré",
    "REGLE": "vœu écarté d'un côté",
    "OFFRE": "zone sans poste d'un côté",
    "COUPLE": "mutation simultanée",
    "DECISION": "décision de l'administration",
    "ETAPE": "étape d'amélioration ou complémentaire",
    "EXTENSION": "extension d'un côté seulement",
    "SITUATION": "autre situation de départ",
    "SIEGE": "même vœu, autre poste de la zone",
    "ORDRE": "vœux dans un autre ordre",
    "NON_DIT": "les deux audits ne le disent pas",
}
"""Natures of causes, in words."""
_SANS_VOEU = {
    "ORDRE": "Ce qu'il obtient n'est pas dans le même ordre dans ses deux listes.",
    "NON_DIT": "Les deux audits ne disent pas pourquoi.",
}
_ETAPES = {"AMELIORATION": "d'amélioration", "COMPLEMENT": "complémentaire"}


def raconter(ligne: Ligne) -> Ligne:
    """Return the line with its ``texte``, and its ``elements`` in words."""
    elements = _elements(ligne.get("elements_a"), ligne.get("elements_b"))
    return ligne | {"elements": elements or None, "texte": _texte(ligne, elements)}


def _texte(ligne: Ligne, elements: str) -> str:
    if ligne["nature"] in _SANS_VOEU:
        return _SANS_VOEU[ligne["nature"]]
    debut = {
        "PERDU": f"{_nommer(ligne, 'a')} n'est plus accordé",
        "GAGNE": f"{_nommer(ligne, 'b')} est accordé",
        "SIEGE": f"{_nommer(ligne, 'b')} reste accordé",
    }[ligne["quoi"]]
    phrase = f"{debut} : {_suite(ligne, elements)}."
    return phrase[0].upper() + phrase[1:]


def _nommer(ligne: Ligne, cote: str) -> str:
    rang = ligne[f"rang_{cote}"]
    lieu = f"{ligne['libelle']} [{ligne['zone']}]"
    return lieu if rang is None else f"vœu {rang}, {lieu},"


def _suite(ligne: Ligne, elements: str) -> str:
    nature = ligne["nature"]
    ecarte = (ligne.get("regles") or ligne.get("detail") or "").replace("|", ", ")
    simples = {
        "DEPARTAGE": f"à la barre même ({_points(ligne, 'a')} points), {_egalite(ligne)}",
        "CLASSEMENT": "le classement qui le porte a changé",
        "VOEU_AJOUTE": "il n'est pas dans la liste de A",
        "VOEU_RETIRE": "il n'est pas dans la liste de B",
        "REGLE": f"écarté de l'autre côté{' (' + ecarte + ')' if ecarte else ''}",
        "OFFRE": "sa zone n'a aucun poste de l'autre côté",
        "COUPLE": "refusé de l'autre côté avec la mutation simultanée",
        "DECISION": "une décision de l'administration pèse d'un seul côté",
        "ETAPE": f"obtenu à l'étape {_ETAPES.get(ligne.get('etape') or '', '')} d'un seul côté",
        "EXTENSION": "l'extension ne va pas jusque-là de l'autre côté",
        "SITUATION": "il n'y a pas ce poste à conserver des deux côtés",
        "SIEGE": "le siège choisi dans la zone n'est pas le même",
    }
    return simples[nature] if nature in simples else _nombres(ligne, elements)


def _egalite(ligne: Ligne) -> str:
    if ligne.get("autrement"):
        return "l'égalité est départagée autrement"
    places = "s'arrêtent avant lui" if ligne["quoi"] == "PERDU" else "vont jusqu'à lui"
    return f"les places {places} ; ce qui le départage n'a pas changé"


def _nombres(ligne: Ligne, elements: str) -> str:
    """Return the points, the barre and the supports that differ."""
    dits = []
    if ligne["bareme_a"] != ligne["bareme_b"]:
        detail = f" ({elements})" if elements else ""
        dits.append(f"points {_points(ligne, 'a')} → {_points(ligne, 'b')}{detail}")
    else:
        dits.append(f"{_points(ligne, 'a')} points")
    if ligne["barre_a"] != ligne["barre_b"]:
        dits.append(f"barre {barre(ligne['barre_a'])} → {barre(ligne['barre_b'])}")
    else:
        dits.append(f"barre {barre(ligne['barre_a'])}")
    if ligne["capacite_a"] != ligne["capacite_b"]:
        avant, apres = (
            "aucun" if ligne[f"capacite_{cote}"] is None else ligne[f"capacite_{cote}"]
            for cote in "ab"
        )
        dits.append(f"supports de la zone {avant} → {apres}")
    return ", ".join(dits)


def _points(ligne: Ligne, cote: str) -> str:
    points = ligne[f"bareme_{cote}"]
    return "—" if points is None else en_points(points)


def barre(milliemes: int | None) -> str:
    """Return a zone's barre in words, from the audit."""
    if milliemes is None:
        return "ouverte"
    return "fermée" if milliemes == BARRE_FERMEE else en_points(milliemes)


def _elements(avant: dict[str, int] | None, apres: dict[str, int] | None) -> str:
    """Return the elements of barème that differ: ``ENFANTS 100 → 150``."""
    un, autre = avant or {}, apres or {}
    return ", ".join(
        f"{nom} {en_points(un.get(nom, 0))} → {en_points(autre.get(nom, 0))}"
        for nom in sorted(un.keys() | autre.keys())
        if un.get(nom, 0) != autre.get(nom, 0)
    )
