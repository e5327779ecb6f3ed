"""A rule set with some of its entries changed by path."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from mouvement.engine.reglements import Reglement, ReglementInvalide
from mouvement.engine.reglements.chargement import contenu, dossiers_livres, lire
from mouvement.io.fautes import Releve, plus_proche
from mouvement.io.texte_reglement import lieu_et_motif, verifier_reglement

Chemin = tuple[str, ...]


class Regles:
    """A campaign's rule set, from which others derive."""

    def __init__(self, nom: str, racine: Path) -> None:
        self.nom = nom
        self.table, self.octets, self.module = contenu(dossiers_livres(), nom, racine)

    def changer(
        self, releve: Releve, ou: str, changements: Mapping[Chemin, Any]
    ) -> Reglement | None:
        """Return the rule set with these changes; None, and faults, when it cannot be.

        It is what a rule set that would have this one for its base and say the changes is.
        """
        table: Any = self.table
        avant = len(releve.fautes)
        for chemin, valeur in changements.items():
            if _existe(table, chemin):
                table = _poser(table, chemin, valeur)
            else:
                _inconnu(releve, ou, table, chemin)
        if len(releve.fautes) > avant:
            return None
        try:
            reglement = lire(self.nom, table, self.octets + _empreinte(changements), self.module)
            verifier_reglement(reglement)
        except ReglementInvalide as erreur:
            cle, motif = lieu_et_motif(erreur)
            releve.note(f"{ou}.reglement", cle, motif, "Corriger la valeur.")
            return None
        return reglement


def _empreinte(changements: Mapping[Chemin, Any]) -> bytes:
    """Return what makes this rule set another: its sha256 covers it."""
    dit = {".".join(chemin): valeur for chemin, valeur in changements.items()}
    return sha256(json.dumps(dit, sort_keys=True, default=str).encode()).digest()


def _enfants(noeud: Any) -> dict[str, Any]:
    """Return what a table or a list holds, by key or by number from 0."""
    if isinstance(noeud, dict):
        return noeud
    return {str(n): v for n, v in enumerate(noeud)} if isinstance(noeud, list) else {}


def _existe(table: Any, chemin: Chemin) -> bool:
    """Say whether a path leads somewhere."""
    for cle in chemin:
        enfants = _enfants(table)
        if cle not in enfants:
            return False
        table = enfants[cle]
    return True


def _poser(noeud: Any, chemin: Chemin, valeur: Any) -> Any:
    """Return a copy with a value at the end of a path that exists; ``{}`` removes the entry."""
    cle, reste = chemin[0], chemin[1:]
    if isinstance(noeud, list):
        dedans = _poser(noeud[int(cle)], reste, valeur) if reste else valeur
        return [*noeud[: int(cle)], dedans, *noeud[int(cle) + 1 :]]
    if not reste and valeur == {}:
        return {nom: contenu for nom, contenu in noeud.items() if nom != cle}
    return {**noeud, cle: _poser(noeud[cle], reste, valeur) if reste else valeur}


def _inconnu(releve: Releve, ou: str, table: Any, chemin: Chemin) -> None:
    proche = _plus_proche(table, chemin)
    remede = f"Vouliez-vous dire « {proche} » ?" if proche else "Voir « mouvement reglements NOM »."
    motif = "chemin inconnu du règlement"
    releve.note(f"{ou}.reglement", ".".join(chemin), motif, remede)


def _plus_proche(table: Any, chemin: Chemin) -> str:
    """Return the nearest path that exists: key by key, then among all that is below."""
    trouve: list[str] = []
    for cle in chemin:
        enfants = _enfants(table)
        proche = cle if cle in enfants else plus_proche(cle, list(enfants))
        if not proche:
            break
        trouve.append(proche)
        table = enfants[proche]
    if len(trouve) == len(chemin):
        return ".".join(trouve)
    dessous = [".".join((*trouve, *suite)) for suite in _feuilles(table)]
    return plus_proche(".".join(chemin), dessous) or ".".join(trouve)


def _feuilles(noeud: Any) -> Iterator[Chemin]:
    """Yield the paths of the values below."""
    enfants = _enfants(noeud)
    if not enfants:
        yield ()
    for cle, enfant in enfants.items():
        for suite in _feuilles(enfant):
            yield (cle, *suite)
