"""What can go wrong, as data: every fault says where, what, and what to do about it."""

from dataclasses import dataclass


class ErreurMouvement(Exception):
    """Root of the errors that a user can act on; the front door maps it to an exit status."""

    code_sortie = 2


class SortieInutilisable(ErreurMouvement):
    """The place named for the result exists already, cannot be written, or is full."""


class DossierInutilisable(ErreurMouvement):
    """A folder given on the command line is not what the command needs."""


@dataclass(frozen=True)
class Faute:
    """One fault of the input.

    Attributes
    ----------
    table : name of the table, or of the file when the fault is not in a table.
    ligne : row number in the file, from 1; None when the fault is not one row's.
    colonne : column name, or key in ``campagne.toml``; "" when it is the whole table's.
    valeur : what was found, as the user would read it; "" when nothing was.
    motif : what is wrong, in French.
    remede : what to do about it, in French.
    regles : ids of the rules that ask for what is missing or wrong.
    """

    table: str
    ligne: int | None
    colonne: str
    valeur: str
    motif: str
    remede: str
    regles: tuple[str, ...] = ()

    @property
    def rang(self) -> tuple[str, int, str, str, str, str, tuple[str, ...]]:
        """Total order in which faults are listed."""
        lieu = (self.table, self.ligne or 0, self.colonne)
        return (*lieu, self.motif, self.valeur, self.remede, self.regles)

    def __str__(self) -> str:
        lieu = self.table
        if self.ligne is not None:
            lieu += f", ligne {self.ligne}"
        if self.colonne:
            lieu += f", colonne {self.colonne}"
        trouve = f" (trouvé : {self.valeur})" if self.valeur else ""
        pluriel = "s" if len(self.regles) > 1 else ""
        regles = f" Règle{pluriel} : {', '.join(self.regles)}." if self.regles else ""
        return f"{lieu} : {self.motif}{trouve}. {self.remede}{regles}"


class DonneesRefusees(ErreurMouvement):
    """The input is refused; carries all its faults, in a stable order."""

    code_sortie = 3

    def __init__(self, fautes: list[Faute]) -> None:
        self.fautes = tuple(sorted(set(fautes), key=lambda faute: faute.rang))
        super().__init__(f"{len(self.fautes)} faute(s) dans les données")

    def __reduce__(self) -> tuple[type, tuple[list[Faute]]]:
        """Say how to make it again in another process."""
        return type(self), (list(self.fautes),)


class CertificatRompu(ErreurMouvement):
    """A result does not satisfy the conditions that it claims (modele.md §3)."""

    code_sortie = 4

    def __init__(self, constats: list[str]) -> None:
        self.constats = tuple(constats)
        super().__init__(f"{len(self.constats)} constat(s)")

    def __reduce__(self) -> tuple[type, tuple[list[str]]]:
        """Say how to make it again in another process."""
        return type(self), (list(self.constats),)
