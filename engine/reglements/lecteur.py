"""One table of a rule set's TOML, read key by key, every mistake named by its path."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

Objet = TypeVar("Objet")
ABSENT = object()


class ReglementInvalide(ValueError):
    """A rule set that says something it cannot: where, and what."""

    def __init__(self, ou: str, motif: str) -> None:
        super().__init__(f"{ou} : {motif}")
        self.ou = ou
        self.motif = motif


class Lecteur:
    """One table of the TOML, read key by key; what is left unread is a mistake."""

    def __init__(self, ou: str, table: Any) -> None:
        if not isinstance(table, dict):
            raise ReglementInvalide(ou, "une table est attendue")
        self.ou = ou
        self._reste = dict(table)

    def lire(self, cle: str, genre: type | tuple[type, ...], defaut: Any = ABSENT) -> Any:
        """Take a key out; ReglementInvalide when it is missing or of another type."""
        valeur = self._reste.pop(cle, defaut)
        if valeur is ABSENT:
            raise ReglementInvalide(self.ou, f"la clé {cle} manque")
        if valeur is not defaut and not isinstance(valeur, genre):
            raise ReglementInvalide(f"{self.ou}.{cle}", "la valeur n'est pas du genre attendu")
        return valeur

    def textes(self, cle: str, defaut: Any = ()) -> tuple[str, ...]:
        """Take out a list of texts."""
        valeurs = self.lire(cle, list, list(defaut) if defaut is not ABSENT else ABSENT)
        if not all(isinstance(valeur, str) for valeur in valeurs):
            raise ReglementInvalide(f"{self.ou}.{cle}", "des textes sont attendus")
        return tuple(valeurs)

    def entree(self) -> dict[str, Any]:
        """Take out what every entry has."""
        return {
            "nom": self.ou.rpartition(".")[2],
            "sens": self.lire("sens", str, ""),
            "source": self.lire("source", str, ""),
            "regles": self.textes("regles"),
        }

    def expression(self, cle: str = "si") -> Any:
        """Take out an expression; () holds always. The key ``voeux`` is a shorthand inside it."""
        return self.lire(cle, (str, list, dict), ())

    def reste(self) -> dict[str, Any]:
        """Take out all that is left."""
        tout, self._reste = self._reste, {}
        return tout

    def finir(self) -> None:
        """ReglementInvalide when a key was not read."""
        if self._reste:
            raise ReglementInvalide(self.ou, f"clé inconnue : {', '.join(sorted(self._reste))}")

    def chaque(self, cle: str, lire: Callable[["Lecteur"], Objet]) -> tuple[Objet, ...]:
        """Read every entry of a table of entries, in order."""
        return tuple(self._entrees(cle, lire))

    def _entrees(self, cle: str, lire: Callable[["Lecteur"], Objet]) -> Iterator[Objet]:
        ou = f"{self.ou}.{cle}".lstrip(".")
        for nom, contenu in self.lire(cle, dict, {}).items():
            lecteur = Lecteur(f"{ou}.{nom}", contenu)
            yield lire(lecteur)
            lecteur.finir()
