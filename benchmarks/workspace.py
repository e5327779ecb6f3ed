"""Campaigns and markets of the size asked for, made once in a run."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from mouvement.engine.composantes import Composante, composantes
from mouvement.engine.contrats import Contrats, compiler
from mouvement.engine.instruction import instruire
from mouvement.io.ecriture import ecrire_campagne
from mouvement.io.lecture import lire_campagne
from mouvement.scenarios.generation import (
    GRAINE_PAR_DEFAUT,
    ecrire_modele,
    generer,
    lire_modeles,
)
from mouvement.solvers import Market

MODEL = "large"
LARGE = lire_modeles()[MODEL].candidats


class Workspace:
    """A folder for campaigns and results; a size is a number of candidates of the model *large*.

    Campaigns declare their barèmes, so that what is measured is the mouvement alone; those that the
    rules of Orléans-Tours compute are ``computed``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._compiled: dict[int, Contrats] = {}

    def campaign(self, candidates: int) -> Path:
        """Return the folder of the campaign of that size, its barèmes declared."""
        return self._made(self.folder / f"campaign-{candidates}", candidates, "declare")

    def computed(self, candidates: int) -> Path:
        """Return the folder of the campaign of that size, its barèmes computed."""
        return self._made(self.folder / f"computed-{candidates}", candidates, None)

    def with_couples(self, candidates: int, couples: int) -> Path:
        """Return the folder of a campaign with that many couples, tied; its barèmes declared."""
        folder = self.folder / f"couples-{couples}-{candidates}"
        if not folder.exists():
            made = generer(
                MODEL, facteur=Fraction(candidates, LARGE), reglement="declare", couples=couples
            )
            tied = made.configuration + 'simultanees = "liees"\n'
            ecrire_campagne(folder, made.tables, tied, ecraser=False)
        return folder

    def _made(self, folder: Path, candidates: int, rule_set: str | None) -> Path:
        if not folder.exists():
            ecrire_modele(
                MODEL,
                folder,
                academie=None,
                graine=GRAINE_PAR_DEFAUT,
                facteur=candidates / LARGE,
                ecraser=False,
                reglement=rule_set,
            )
        return folder

    def markets(self, candidates: int) -> Iterator[Market]:
        """Yield the market of each discipline, made anew at each call: nothing is cached in it."""
        if candidates not in self._compiled:
            self._compiled[candidates] = compiler(
                instruire(lire_campagne(self.campaign(candidates)))
            )
        for marche in composantes(self._compiled[candidates]):
            yield marche.market

    def components(self, candidates: int, couples: int) -> list[Composante]:
        """Return the components of a campaign with couples."""
        campaign = lire_campagne(self.with_couples(candidates, couples))
        return list(composantes(compiler(instruire(campaign))))
