"""A rule set with some of its entries changed by path."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w

from mouvement.engine.reglements import Reglement, ReglementInvalide
from mouvement.engine.reglements.chargement import lire
from mouvement.engine.reglements.sources import FICHIER, contenu, dossiers_livres, fusionner
from mouvement.io.fautes import Releve, plus_proche
from mouvement.io.texte_reglement import lieu_et_motif, verifier_reglement
from mouvement.scenarios.variantes.ecart import ecart

Chemin = tuple[str, ...]


class Regles:
    """A campaign's rule set, from which others derive.

    Attributes
    ----------
    apporte : its file, when it is not one of those shipped.
    """

    def __init__(self, nom: str, racine: Path) -> None:
        livres = dossiers_livres()
        self.table, _, self.module = contenu(livres, nom, racine)
        self.apporte = None if nom in livres else _fichier(racine / nom)
        self.base = nom if self.apporte is None else _decoder(self.apporte).get("base")
        self.dessous: Mapping[str, Any] = {}
        self.octets = b""
        if self.base is not None:
            self.dessous, self.octets, _ = contenu(livres, self.base, None)

    def changer(
        self, releve: Releve, nom: str, changements: Mapping[Chemin, Any]
    ) -> tuple[Reglement, bytes] | None:
        """Return the rule set with these changes, and its file; None, and faults, if it cannot be.

        The file says what differs from the shipped rule set below; ``nom`` is its name.
        """
        table: Any = self.table
        avant = len(releve.fautes)
        for chemin, valeur in changements.items():
            if _existe(table, chemin):
                table = _poser(table, chemin, valeur)
            else:
                _inconnu(releve, table, chemin)
        if len(releve.fautes) > avant:
            return None
        base = {} if self.base is None else {"base": self.base}
        octets = tomli_w.dumps({**base, **ecart(self.dessous, table)}).encode()
        try:
            reglement = self._lire(nom, octets)
            verifier_reglement(reglement)
        except ReglementInvalide as erreur:
            cle, motif = lieu_et_motif(erreur)
            releve.note("reglement", cle, motif, "Corriger la valeur.")
            return None
        return reglement, octets

    def _lire(self, nom: str, octets: bytes) -> Reglement:
        """Read a file as the campaign that brings it would be."""
        dit = _decoder(octets)
        dit.pop("base", None)
        return lire(nom, fusionner(self.dessous, dit), self.octets + octets, self.module)


def _fichier(chemin: Path) -> bytes:
    return (chemin / FICHIER if chemin.is_dir() else chemin).read_bytes()


def _decoder(octets: bytes) -> dict[str, Any]:
    return tomllib.loads(octets.decode(), parse_float=Decimal)


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


def _inconnu(releve: Releve, table: Any, chemin: Chemin) -> None:
    proche = _plus_proche(table, chemin)
    remede = f"Vouliez-vous dire « {proche} » ?" if proche else "Voir « mouvement reglements NOM »."
    motif = "chemin inconnu du règlement"
    releve.note("reglement", ".".join(chemin), motif, remede)


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
