"""A scenario in a few lines: what each variant gives, and what changes from the base."""

from typing import Any

import pandas as pd

from mouvement.scenarios.variantes.dossier import Faite

_COLONNES = {
    "mutes": "mutés",
    "extensions": "extension",
    "non_affectes": "sans poste",
    "satisfaits_voeu_1": "vœu 1",
    "rang_moyen": "rang moyen",
    "changent": "changent",
    "mieux": "mieux",
    "moins_bien": "moins bien",
}


def bilan(faite: Faite, durees: dict[str, float]) -> str:
    """Return the summary that the command prints."""
    tableau = faite.tableau
    lignes = [["", *_COLONNES.values()]]
    lignes += [
        [ligne["variante"], *(_dire(ligne[nom]) for nom in _COLONNES)]
        for ligne in tableau.to_dict("records")
    ]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(lignes[0]))]
    dites = [
        "  ".join(
            case.ljust(largeur) if i == 0 else case.rjust(largeur)
            for i, (case, largeur) in enumerate(zip(ligne, largeurs, strict=True))
        ).rstrip()
        for ligne in lignes
    ]
    total = sum(durees.values())
    gardees = f", dont {faite.gardees} gardés d'une fois précédente" if faite.gardees else ""
    temps = f"{total:.1f} s".replace(".", ",")
    fin = f"{len(tableau)} mouvements{gardees} · {temps}"
    return "\n".join([faite.scenario.titre, *dites, fin])


def _dire(valeur: Any) -> str:
    if pd.isna(valeur):
        return "—"
    return f"{valeur:.2f}".replace(".", ",") if isinstance(valeur, float) else str(valeur)
